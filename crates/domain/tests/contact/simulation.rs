//! CO-11: whatever happens in whatever order, nothing forbidden leaves, and what must leave does.
//!
//! The world here has its own outbox, clock and book-keeping; what may leave is checked against plain statements of the
//! rules, not against the engine's own functions.

use crate::world::{client, contact, debtor, item};
use domain::calendar::Calendar;
use domain::contact::{
    Ask, Channel, ContactPolicy, ContactSource, ContactState, Direction, MessageState, Past, Pause, Profile, Purpose,
    Role, Situation, Step, Validation, decide, permit,
};
use domain::id::{ClientId, ContactId, InvoiceId, MessageId};
use jiff::civil::{Date, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const ZONES: [&str; 6] = [
    "America/New_York",
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "America/Sao_Paulo",
];
const CALENDARS: [Calendar; 3] = [Calendar::UnitedStates, Calendar::UnitedKingdom, Calendar::Target];
const PROFILES: [Profile; 4] = [Profile::Standard, Profile::ClientFirst, Profile::LightTouch, Profile::Silent];

/// What may happen.
#[derive(Debug, Clone)]
enum Happens {
    /// Time passes; then the outbox runs, and the engine.
    Hours(i64),
    /// The same for several days, a run every day.
    Days(u8),
    /// A client sells an invoice that is due so many days from now (or before).
    Sold(u8, i64, i64),
    /// It is paid.
    Paid(u8),
    /// A part of it is.
    PartPaid(u8),
    /// The debtor will pay in so many days.
    Promised(u8, i64),
    /// It raises a dispute, or the dispute ends.
    Disputed(u8),
    /// It writes something.
    Wrote,
    /// The client pauses, or goes on.
    Paused(u8, u32),
    /// The last mail comes back.
    CameBack,
    /// Its mailbox objects to reminders by mail, or takes that back.
    OptedOut,
    /// It is bankrupt, or that was a mistake.
    Bankrupt,
    /// Somebody wants to send something else.
    Wanted(Purpose),
    /// An invoice is to be confirmed: by mail, or by a call.
    Confirmed(u8, Channel),
    /// A call or letter that waits for a person is done.
    Approved,
    /// Its people move: another zone for the mailbox.
    Moved(u8),
    /// The mailbox takes no mail any more, or does again.
    Broken,
    /// It names a lawyer, or the lawyer's mail comes back, or the lawyer is gone.
    Lawyer,
    /// A client wants to look at messages first, or not any more.
    Preview(u8),
    /// CO-31: it turns out to be a natural person in California, or not; its mailbox is its own, or somebody else's.
    Natural(bool),
    /// What it owes a client is covered, or too much for that.
    Covered(u8),
    /// Sending the last mail was cut off: it may have left, and a person was asked.
    CutOff,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => (1_i64..30).prop_map(Happens::Hours),
        10 => (1_u8..15).prop_map(Happens::Days),
        6 => (0_u8..3, -40_i64..20, 1_000_i64..90_000).prop_map(|(of, due, open)| Happens::Sold(of, due, open)),
        2 => any::<u8>().prop_map(Happens::Paid),
        1 => any::<u8>().prop_map(Happens::PartPaid),
        3 => (any::<u8>(), 0_i64..20).prop_map(|(one, days)| Happens::Promised(one, days)),
        2 => any::<u8>().prop_map(Happens::Disputed),
        1 => Just(Happens::Wrote),
        2 => (0_u8..3, 1_u32..11).prop_map(|(of, days)| Happens::Paused(of, days)),
        1 => Just(Happens::CameBack),
        1 => Just(Happens::OptedOut),
        1 => Just(Happens::Bankrupt),
        2 => prop_oneof![Just(Purpose::Verification), Just(Purpose::NoticeReminder), Just(Purpose::Notice), Just(Purpose::Reply), Just(Purpose::Validation)]
            .prop_map(Happens::Wanted),
        5 => (any::<u8>(), prop_oneof![Just(Channel::Email), Just(Channel::Phone)])
            .prop_map(|(one, channel)| Happens::Confirmed(one, channel)),
        3 => Just(Happens::Approved),
        1 => any::<u8>().prop_map(Happens::Moved),
        1 => Just(Happens::Broken),
        1 => Just(Happens::Lawyer),
        1 => (0_u8..3).prop_map(Happens::Preview),
        2 => any::<bool>().prop_map(Happens::Natural),
        1 => (0_u8..3).prop_map(Happens::Covered),
        1 => Just(Happens::CutOff),
    ]
}

/// A message with all that is needed to check it when it leaves.
#[derive(Debug, Clone)]
struct Sent {
    purpose: Purpose,
    channel: Channel,
    at: Timestamp,
}

struct World {
    now: Timestamp,
    situation: Situation,
    policy: ContactPolicy,
    /// What was open of each invoice when a message was written.
    asked: BTreeMap<MessageId, Vec<(InvoiceId, i64)>>,
    to: BTreeMap<MessageId, Option<ContactId>>,
    /// Whose invoices a validation notice speaks of.
    notices: BTreeMap<MessageId, ClientId>,
    sent: Vec<Sent>,
    /// Since when nothing has kept an invoice from being asked about.
    free_since: BTreeMap<InvoiceId, Timestamp>,
    count: u128,
}

/// Within so many days somebody asks about an invoice that nothing stops: the longest window of the mail budget, a week's
/// wait behind a step that has waited longer, and a holiday weekend.
const ASKED_WITHIN_DAYS: i64 = 41;

impl World {
    fn new(zone: usize, calendar: usize, profiles: [usize; 3]) -> Self {
        let mut situation = debtor(ZONES[zone], 3);
        situation.preference.calendar = CALENDARS[calendar];
        for (number, profile) in profiles.into_iter().enumerate() {
            situation.pairs.get_mut(&client(number as u128)).unwrap().profile = PROFILES[profile];
        }
        situation.contacts.push(contact(1, Role::Supervisor, ZONES[zone]));
        for name in ZONES {
            situation.zones.insert(name.to_owned(), TimeZone::get(name).unwrap());
        }
        Self {
            // Before both changes of the clock in spring.
            now: "2026-02-16T12:00:00Z".parse().unwrap(),
            situation,
            policy: ContactPolicy::default(),
            asked: BTreeMap::new(),
            to: BTreeMap::new(),
            notices: BTreeMap::new(),
            sent: Vec::new(),
            free_since: BTreeMap::new(),
            count: 0,
        }
    }

    fn local(&self, at: Timestamp, of: Option<ContactId>) -> jiff::civil::DateTime {
        let contact = of.and_then(|id| self.situation.contacts.iter().find(|one| one.id == id));
        let zone = contact.map_or(&self.situation.zone, |contact| &self.situation.zones[&contact.zone]);
        zone.to_datetime(at)
    }

    fn today(&self) -> Date {
        self.local(self.now, Some(self.situation.contacts[0].id)).date()
    }

    fn pick(&self, number: u8) -> Option<InvoiceId> {
        let items = &self.situation.items;
        (!items.is_empty()).then(|| items[usize::from(number) % items.len()].invoice)
    }

    fn open(&self, invoices: &[InvoiceId]) -> Vec<(InvoiceId, i64)> {
        let items = self.situation.items.iter().filter(|item| invoices.contains(&item.invoice));
        items.map(|item| (item.invoice, item.open.minor)).collect()
    }

    fn add(
        &mut self,
        purpose: Purpose,
        channel: Channel,
        state: MessageState,
        at: Timestamp,
        invoices: Vec<InvoiceId>,
    ) -> MessageId {
        self.count += 1;
        let message = MessageId(Uuid::from_u128(9_000 + self.count));
        self.asked.insert(message, self.open(&invoices));
        let direction = if purpose == Purpose::Incoming { Direction::In } else { Direction::Out };
        let to_client = purpose.is_to_client().then(|| client(0));
        self.situation.past.push(Past { message, direction, purpose, channel, state, at, to_client, invoices });
        message
    }

    fn clients_of(&self, invoices: &[InvoiceId]) -> Vec<ClientId> {
        let items = self.situation.items.iter().filter(|item| invoices.contains(&item.invoice));
        let mut clients: Vec<ClientId> = items.map(|item| item.client).collect();
        clients.sort_unstable();
        clients.dedup();
        clients
    }

    fn happen(&mut self, event: &Happens) {
        match event {
            Happens::Hours(hours) => self.pass(SignedDuration::from_hours(*hours)),
            Happens::Days(days) => (0..*days).for_each(|_| self.pass(SignedDuration::from_hours(24))),
            Happens::Sold(of, due, open) => {
                self.count += 1;
                let due = self.today().saturating_add(due.days());
                let mut sold = item(self.count, u128::from(*of), due);
                sold.open.minor = *open;
                self.situation.items.push(sold);
                self.situation.items.sort_by_key(|item| item.due);
            }
            Happens::Paid(one) => {
                if let Some(id) = self.pick(*one) {
                    self.situation.items.retain(|item| item.invoice != id);
                }
            }
            Happens::PartPaid(one) => {
                if let Some(id) = self.pick(*one) {
                    let found = self.situation.items.iter_mut().find(|item| item.invoice == id).unwrap();
                    found.open.minor = (found.open.minor / 2).max(1);
                }
            }
            Happens::Promised(one, days) => {
                if let Some(id) = self.pick(*one) {
                    let on = self.today().saturating_add(days.days());
                    let until = self.situation.preference.calendar.shift(on, 3);
                    self.situation.answered_until.insert(id, until);
                    self.situation.answered_at.insert(id, self.now);
                }
            }
            Happens::Disputed(one) => {
                if let Some(id) = self.pick(*one)
                    && !self.situation.disputed.remove(&id)
                {
                    self.situation.disputed.insert(id);
                }
            }
            Happens::Wrote => {
                let now = self.now;
                self.add(Purpose::Incoming, Channel::Email, MessageState::Received, now, Vec::new());
            }
            Happens::Paused(of, days) => {
                let today = self.today();
                let until = self.situation.preference.calendar.shift(today, *days);
                let relation = &mut self.situation.pairs.get_mut(&client(u128::from(*of))).unwrap().relation;
                relation.pause = match relation.paused(today) {
                    Some(_) => None,
                    None => {
                        Some(Pause { since: today, until, ended_on: None, by: "client".into(), why: "fair".into() })
                    }
                };
            }
            Happens::CameBack => {
                let last = self.situation.past.iter_mut().rev();
                let mut mails = last.filter(|past| past.channel == Channel::Email && past.state == MessageState::Sent);
                if let Some(mail) = mails.next() {
                    mail.state = MessageState::Bounced;
                }
            }
            Happens::OptedOut => {
                let today = self.today();
                let opted_out = &mut self.situation.contacts[0].opted_out;
                if opted_out.remove(&Channel::Email).is_none() {
                    opted_out.insert(Channel::Email, today);
                }
            }
            Happens::Bankrupt => {
                let today = self.today();
                let since = &mut self.situation.preference.bankrupt_since;
                *since = if since.is_none() { Some(today) } else { None };
            }
            Happens::Wanted(purpose) => self.want(*purpose, Channel::Email, Vec::new()),
            Happens::Confirmed(one, channel) => {
                if let Some(id) = self.pick(*one) {
                    self.want(Purpose::Verification, *channel, vec![id]);
                }
            }
            Happens::Approved => {
                for number in 0..self.situation.past.len() {
                    if self.situation.past[number].state == MessageState::Approval {
                        self.situation.past[number].state = MessageState::Queued;
                    }
                }
            }
            Happens::Broken => {
                let state = &mut self.situation.contacts[0].state;
                *state = if *state == ContactState::Good { ContactState::Bouncing } else { ContactState::Good };
            }
            Happens::Lawyer => {
                let zone = self.situation.contacts[0].zone.clone();
                match self.situation.contacts.iter().position(|one| one.role == Role::Lawyer) {
                    None => self.situation.contacts.push(contact(7, Role::Lawyer, &zone)),
                    Some(place) if self.situation.contacts[place].state == ContactState::Good => {
                        self.situation.contacts[place].state = ContactState::Bouncing;
                    }
                    Some(place) => drop(self.situation.contacts.remove(place)),
                }
            }
            Happens::Preview(of) => {
                let relation = &mut self.situation.pairs.get_mut(&client(u128::from(*of))).unwrap().relation;
                relation.preview = Some(relation.preview != Some(true));
            }
            Happens::Natural(own) => {
                let preference = &mut self.situation.preference;
                let is_natural = !preference.natural_person_obligor;
                (preference.natural_person_obligor, preference.california) = (is_natural, is_natural);
                let mailbox = &mut self.situation.contacts[0];
                mailbox.obligor = *own;
                mailbox.source = ContactSource::Client;
            }
            Happens::Covered(of) => {
                let pair = self.situation.pairs.get_mut(&client(u128::from(*of))).unwrap();
                pair.covered = !pair.covered;
            }
            Happens::CutOff => {
                let last = self.situation.past.iter_mut().rev();
                let mut mails = last.filter(|past| past.channel == Channel::Email && past.state == MessageState::Sent);
                if let Some(mail) = mails.next() {
                    mail.state = MessageState::Failed;
                }
            }
            Happens::Moved(zone) => {
                self.situation.contacts[0].zone = ZONES[usize::from(*zone) % ZONES.len()].to_owned();
            }
        }
    }

    fn pass(&mut self, time: SignedDuration) {
        for _ in 0..time.as_hours() {
            self.now += SignedDuration::from_hours(1);
            self.outbox();
        }
        self.run();
        self.must_have_been_asked();
    }

    /// Where the validation notices stand, from the messages themselves.
    fn notices_stand(&self, situation: &mut Situation) {
        for (id, pair) in &mut situation.pairs {
            let own = self.situation.past.iter().filter(|one| self.notices.get(&one.message) == Some(id));
            let stands = own.filter_map(|one| match one.state {
                MessageState::Sent => Some(Validation::Sent(one.message, one.at)),
                _ if one.is_pending() => Some(Validation::Planned(one.message)),
                _ => None,
            });
            pair.validation = stands.max_by_key(|one| matches!(one, Validation::Sent(..))).unwrap_or_default();
        }
    }

    /// The engine's run.
    fn run(&mut self) {
        let mut situation = self.situation.clone();
        self.notices_stand(&mut situation);
        self.situation = situation;
        let decision = decide(&self.situation, &self.policy, self.now);
        assert!(
            !decision.steps.is_empty() || !decision.waits.is_empty() || self.nothing_is_late(),
            "silence has a reason"
        );
        let to_debtor = decision.steps.iter().filter(|step| matches!(step, Step::Write(_))).count();
        assert!(to_debtor <= 1, "one message at a time");
        for step in decision.steps {
            match step {
                Step::AskClient(ask) => {
                    let now = self.now;
                    let message = self.add(ask.purpose, Channel::Email, MessageState::Sent, now, ask.invoices);
                    self.situation.past.iter_mut().find(|past| past.message == message).unwrap().to_client =
                        Some(ask.client);
                }
                Step::Write(write) => {
                    let invoices: Vec<InvoiceId> =
                        write.sections.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
                    let clients: Vec<ClientId> = write.sections.iter().map(|(client, _)| *client).collect();
                    let contact = write.contact.and_then(|id| self.situation.contacts.iter().find(|one| one.id == id));
                    let (purpose, channel, from) = (write.purpose, write.channel, write.send_after);
                    let ask =
                        Ask { purpose, channel, clients: &clients, invoices: &invoices, contact, from, now: self.now };
                    let permitted = permit(&self.situation, &ask, &self.policy);
                    let permitted =
                        permitted.unwrap_or_else(|denied| panic!("decided but denied: {denied:?} {write:?}"));
                    assert_eq!(permitted.send_after, write.send_after, "{write:?}");
                    let message = self.add(purpose, channel, write.state, write.send_after, invoices);
                    if purpose == Purpose::Validation {
                        self.notices.insert(message, clients[0]);
                    }
                    self.to.insert(message, write.contact);
                }
            }
        }
    }

    fn want(&mut self, purpose: Purpose, channel: Channel, invoices: Vec<InvoiceId>) {
        let clients = self.speaks_to(&invoices);
        let contact = self.situation.contacts.first();
        let ask =
            Ask { purpose, channel, clients: &clients, invoices: &invoices, contact, from: self.now, now: self.now };
        if let Ok(permitted) = permit(&self.situation, &ask, &self.policy) {
            let id = contact.map(|contact| contact.id);
            // A call waits for the person who makes it.
            let state = if channel == Channel::Phone { MessageState::Approval } else { MessageState::Queued };
            let message = self.add(purpose, channel, state, permitted.send_after, invoices);
            self.to.insert(message, id);
        }
    }

    /// The clients a message is about; what names no invoice is of the first.
    fn speaks_to(&self, invoices: &[InvoiceId]) -> Vec<ClientId> {
        if invoices.is_empty() { vec![client(0)] } else { self.clients_of(invoices) }
    }

    /// Sends what is due, after asking once more; checks all that leaves.
    fn outbox(&mut self) {
        for number in 0..self.situation.past.len() {
            if self.situation.past[number].state == MessageState::Preview && self.situation.past[number].at <= self.now
            {
                self.situation.past[number].state = MessageState::Queued;
            }
            let one = self.situation.past[number].clone();
            if one.state != MessageState::Queued || one.at > self.now || one.purpose.is_to_client() {
                continue;
            }
            let mut others = self.situation.clone();
            self.notices_stand(&mut others);
            for pair in others.pairs.values_mut() {
                if pair.validation == Validation::Planned(one.message) {
                    pair.validation = Validation::Missing;
                }
            }
            // What is planned behind it asks again itself.
            others.past.retain(|past| past.message != one.message && !past.is_pending());
            let clients = self.speaks_to(&one.invoices);
            let to = self.to[&one.message];
            let contact = to.and_then(|id| self.situation.contacts.iter().find(|contact| contact.id == id));
            let is_stale = one.purpose.is_about_payment() && self.open(&one.invoices) != self.asked[&one.message];
            let ask = Ask {
                purpose: one.purpose,
                channel: one.channel,
                clients: &clients,
                invoices: &one.invoices,
                contact,
                from: self.now,
                now: self.now,
            };
            let answer = permit(&others, &ask, &self.policy);
            match answer {
                Ok(_) | Err(_) if is_stale => self.situation.past[number].state = MessageState::Cancelled,
                Err(_) => self.situation.past[number].state = MessageState::Cancelled,
                Ok(permitted) if permitted.send_after > self.now => {
                    self.situation.past[number].at = permitted.send_after;
                }
                Ok(_) => {
                    self.situation.past[number].state = MessageState::Sent;
                    self.situation.past[number].at = self.now;
                    self.check(&one, to);
                    self.sent.push(Sent { purpose: one.purpose, channel: one.channel, at: self.now });
                    self.check_windows();
                }
            }
        }
    }

    /// The rules, said once more and plainly, of a message that leaves now.
    fn check(&self, message: &Past, to: Option<ContactId>) {
        let wall = self.local(self.now, to);
        let is_timed = message.channel != Channel::Letter || !message.purpose.is_exempt();
        if is_timed {
            assert!(!matches!(wall.weekday(), Weekday::Saturday | Weekday::Sunday), "CO-07 {wall}");
            assert!(wall.time() >= time(9, 0, 0, 0) && wall.time() < time(17, 0, 0, 0), "CO-07 {wall}");
            assert!(self.situation.preference.calendar.holiday(wall.date()).is_none(), "CO-07 {wall}");
        }
        assert!(self.situation.preference.bankrupt_since.is_none(), "CO-08");
        let lawyer = self.situation.contacts.iter().find(|one| one.role == Role::Lawyer);
        assert!(lawyer.is_none_or(|lawyer| to == Some(lawyer.id)), "CO-08: past the lawyer");
        let clients = self.speaks_to(&message.invoices);
        assert!(clients.iter().all(|client| self.situation.pairs[client].profile != Profile::Silent), "GL-44");
        let natural = &self.situation.preference;
        if natural.natural_person_obligor && natural.california {
            assert!(wall.time() >= time(8, 0, 0, 0) && wall.time() < time(21, 0, 0, 0) || !is_timed, "CO-31 {wall}");
            let reader = to.and_then(|id| self.situation.contacts.iter().find(|one| one.id == id));
            let hears = reader.is_none_or(|one| {
                let gave_it = one.role == Role::AccountsPayable && one.source == ContactSource::Debtor;
                one.obligor || gave_it || one.role == Role::Lawyer
            });
            assert!(hears, "CO-31: a third person hears of it");
            assert!(to.is_some() || message.channel == Channel::Letter, "CO-31: to nobody known");
            if message.purpose.is_about_payment() && message.purpose != Purpose::Validation {
                let told = |id: &ClientId| {
                    let mut past = self.situation.past.iter();
                    past.any(|one| self.notices.get(&one.message) == Some(id) && one.state == MessageState::Sent)
                };
                let covered = clients.iter().filter(|id| self.situation.pairs[id].covered);
                assert!(covered.into_iter().all(told), "CO-31: before the validation notice");
            }
        }
        if message.purpose == Purpose::Validation {
            assert_eq!(clients.len(), 1, "CO-31: one client alone");
            assert!(natural.natural_person_obligor && natural.california, "CO-31: only to a natural person");
            let mut before = self.situation.past.iter().filter(|one| one.message != message.message);
            let again = before
                .any(|one| self.notices.get(&one.message) == Some(&clients[0]) && one.state == MessageState::Sent);
            assert!(!again, "CO-31: once for each client");
        }
        if message.purpose.is_exempt() {
            return;
        }
        let opted_out = to.is_some_and(|id| {
            self.situation.contacts.iter().any(|one| one.id == id && one.opted_out.contains_key(&message.channel))
        });
        assert!(!opted_out, "CO-08 opt-out");
        for client in &clients {
            let pause = &self.situation.pairs[client].relation.pause;
            assert!(
                !pause.as_ref().is_some_and(|pause| pause.since <= wall.date() && wall.date() <= pause.until),
                "CO-14"
            );
        }
        if message.purpose == Purpose::Verification {
            for id in &message.invoices {
                assert!(!self.situation.disputed.contains(id), "LC-08");
                let until = self.situation.answered_until.get(id);
                assert!(until.is_none_or(|until| *until < wall.date()), "CO-08 promise");
            }
        }
        if message.channel == Channel::Phone {
            // Somebody was asked the same by mail before, and nothing was heard since.
            let heard = self.situation.past.iter().filter(|one| one.direction == Direction::In).map(|one| one.at).max();
            let asked = self.situation.past.iter().any(|one| {
                one.channel == Channel::Email
                    && one.state == MessageState::Sent
                    && (one.purpose == Purpose::Verification) == (message.purpose == Purpose::Verification)
                    && heard.is_none_or(|heard| one.at > heard)
                    && self.local(one.at, to).date() < wall.date()
            });
            assert!(asked, "CO-05: a call without an unanswered mail before it");
        }
        if !message.purpose.is_about_payment() {
            return;
        }
        for id in &message.invoices {
            let item =
                self.situation.items.iter().find(|item| item.invoice == *id).expect("CO-01: paid, and asked for");
            let dpd = item.due.duration_until(wall.date()).as_hours() / 24;
            assert!(dpd > 7, "CO-01: {dpd} days past due");
            assert!(!self.situation.disputed.contains(id), "LC-08");
            assert!(self.situation.answered_until.get(id).is_none_or(|until| *until < wall.date()), "CO-08 promise");
            assert!(self.situation.pairs[&item.client].profile != Profile::LightTouch, "CO-03");
        }
    }

    /// CO-05, CO-11: no window has more than its share.
    fn check_windows(&self) {
        let moments = |channel| {
            let budgeted = self.sent.iter().filter(move |one| one.channel == channel && !one.purpose.is_exempt());
            budgeted.map(|one| one.at).collect::<Vec<_>>()
        };
        for (channel, days, most) in
            [(Channel::Email, 7, 1), (Channel::Email, 30, 3), (Channel::Phone, 14, 1), (Channel::Letter, 30, 1)]
        {
            for group in moments(channel).windows(most + 1) {
                let span = group[most].duration_since(group[0]);
                assert!(span >= SignedDuration::from_hours(24 * days), "CO-05: {} in {span:?} by {channel}", most + 1);
            }
        }
    }

    fn nothing_is_late(&self) -> bool {
        let latest = self.situation.items.iter().map(|item| item.due).min();
        latest.is_none_or(|due| due >= self.today().saturating_sub(4.days()))
    }

    /// Liveness: what nothing keeps from being asked about is asked about within [`ASKED_WITHIN_DAYS`].
    fn must_have_been_asked(&mut self) {
        let free = self.free();
        self.free_since.retain(|invoice, _| free.contains(invoice));
        for invoice in free {
            let since = *self.free_since.entry(invoice).or_insert(self.now);
            let waited = self.now.duration_since(since).as_hours() / 24;
            assert!(waited <= ASKED_WITHIN_DAYS, "nobody has asked about {invoice} for {waited} days");
        }
    }

    /// The invoices that somebody should ask about and has not asked about since the debtor's last word, said plainly.
    fn free(&self) -> Vec<InvoiceId> {
        let mailbox = &self.situation.contacts[0];
        let today = self.local(self.now, Some(mailbox.id)).date();
        let lawyer = self.situation.contacts.iter().any(|one| one.role == Role::Lawyer);
        let heard = self.situation.past.iter().filter(|past| past.direction == Direction::In).map(|past| past.at).max();
        // Five business days in which its words are read are never more than ten days.
        let is_read = heard.is_none_or(|heard| self.now.duration_since(heard).as_hours() > 24 * 10);
        let natural = &self.situation.preference;
        let is_protected = natural.natural_person_obligor && natural.california;
        if self.situation.preference.bankrupt_since.is_some()
            || is_protected
            || mailbox.state != ContactState::Good
            || !mailbox.opted_out.is_empty()
            || lawyer
            || !is_read
        {
            return Vec::new();
        }
        let may_be_asked = self.situation.items.iter().filter(|item| {
            let pair = &self.situation.pairs[&item.client];
            pair.profile == Profile::Standard
                && pair.relation.pause.as_ref().is_none_or(|pause| pause.until < today)
                && item.due.duration_until(today).as_hours() / 24 >= 8
                && !self.situation.disputed.contains(&item.invoice)
                && self.situation.answered_until.get(&item.invoice).is_none_or(|until| *until < today)
        });
        let may_be_asked: Vec<_> = may_be_asked.collect();
        if may_be_asked.iter().map(|item| item.open.minor).sum::<i64>() < 25_000 {
            return Vec::new();
        }
        let is_unasked = |invoice: InvoiceId| {
            let since = self.situation.answered_at.get(&invoice).copied().max(heard);
            !self.situation.past.iter().any(|past| {
                past.purpose.is_about_payment()
                    && past.state == MessageState::Sent
                    && past.invoices.contains(&invoice)
                    && since.is_none_or(|since| past.at > since)
            })
        };
        may_be_asked.into_iter().map(|item| item.invoice).filter(|invoice| is_unasked(*invoice)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn co_11_nothing_forbidden_leaves_and_what_must_leave_does(
        zone in 0..ZONES.len(),
        calendar in 0..CALENDARS.len(),
        profiles in [0..4_usize, 0..4_usize, 0..4_usize],
        hour in 0_i64..24,
        events in prop::collection::vec(happens(), 1..80),
    ) {
        let mut world = World::new(zone, calendar, profiles);
        world.now += SignedDuration::from_hours(hour);
        for event in &events {
            world.happen(event);
        }
    }

    /// A patient debtor that never answers: the whole ladder is climbed within the policy's days.
    #[test]
    fn co_11_the_ladder_is_climbed_in_time(zone in 0..ZONES.len(), calendar in 0..CALENDARS.len(), hour in 0_i64..24) {
        let mut world = World::new(zone, calendar, [0, 0, 0]);
        world.now += SignedDuration::from_hours(hour);
        world.happen(&Happens::Sold(0, 0, 80_000));
        for _ in 0..90 {
            world.happen(&Happens::Hours(24));
            world.happen(&Happens::Approved);
        }
        let sent: Vec<Purpose> = world.sent.iter().map(|one| one.purpose).collect();
        prop_assert_eq!(
            sent,
            [Purpose::Status, Purpose::StatusAgain, Purpose::Call, Purpose::Supervisor, Purpose::PastDue]
        );
    }

    /// CO-31: the same of a sole trader in California: the validation notice is the first question, the supervisor is never
    /// asked, and a person without an own address gets it by post.
    #[test]
    fn co_31_a_natural_person_is_told_first_and_nobody_else_is_asked(
        zone in 0..ZONES.len(), hour in 0_i64..24, own in any::<bool>(),
    ) {
        let mut world = World::new(zone, 0, [0, 0, 0]);
        world.now += SignedDuration::from_hours(hour);
        world.happen(&Happens::Natural(own));
        world.happen(&Happens::Covered(0));
        world.happen(&Happens::Sold(0, 0, 80_000));
        for _ in 0..90 {
            world.happen(&Happens::Hours(24));
            world.happen(&Happens::Approved);
        }
        let sent: Vec<(Purpose, Channel)> = world.sent.iter().map(|one| (one.purpose, one.channel)).collect();
        if own {
            let (mail, letter) = (Channel::Email, Channel::Letter);
            let all = [(Purpose::Validation, mail), (Purpose::StatusAgain, mail), (Purpose::Call, Channel::Phone), (Purpose::PastDue, letter)];
            prop_assert_eq!(sent, all);
        } else {
            prop_assert_eq!(sent, [(Purpose::Validation, Channel::Letter)]);
        }
    }
}
