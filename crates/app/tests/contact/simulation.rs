//! CO-11 through the use cases, on a real book: whatever happens, what has left keeps the rules.

use crate::calls::{missed, must_be_confirmed, plan};
use crate::house::{House, mailbox};
use app::answer::{GivenAnswer, Giver, give};
use app::contact::{NewContact, pause, resume, retire, save_contact, save_preference, verify_contact};
use app::message::{Fate, approve, file, learn, record_call};
use app::verification::run;
use domain::calendar::Calendar;
use domain::contact::{Channel, ContactSource, Direction, MessageState, Preference, Purpose, Role, Said, SenderProof};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::{ContactId, InvoiceId};
use formats::mail::{Inbound, Kind, MailAddress, Trace};
use jiff::civil::{Date, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use std::collections::BTreeMap;
use store::kept;
use store::kept::message::Message;

#[derive(Debug, Clone)]
enum Happens {
    Days(u8),
    Hours(i64),
    Sold(usize, i64),
    Promised(usize, i64),
    Disputed(usize),
    Paid(usize),
    Paused(usize),
    Resumed(usize),
    /// A mail comes in: from the debtor, a machine, the client.
    Wrote(usize),
    /// The last mail to the debtor comes back, for good or for now.
    CameBack(bool),
    /// Somebody verifies the mailbox.
    Verified,
    /// A client wants to look at messages first, or not any more.
    Preview(usize),
    /// The debtor names a lawyer, or takes that back.
    Lawyer,
    /// It is bankrupt, or that was a mistake.
    Bankrupt,
    /// An invoice is to be confirmed by the debtor.
    ToConfirm(usize),
    /// Somebody wants to call about it.
    WantsToCall(usize),
    /// CO-31: it turns out to be a natural person in California, or not.
    Natural,
    /// CO-31: the mailbox is the person's own, or somebody else's.
    Own(bool),
    /// Calls are made, letters approved.
    Approved,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        8 => (1_u8..15).prop_map(Happens::Days),
        3 => (1_i64..20).prop_map(Happens::Hours),
        4 => (0_usize..2, -3_i64..30).prop_map(|(client, dpd)| Happens::Sold(client, dpd)),
        2 => (any::<usize>(), 0_i64..15).prop_map(|(one, days)| Happens::Promised(one, days)),
        1 => any::<usize>().prop_map(Happens::Disputed),
        1 => any::<usize>().prop_map(Happens::Paid),
        1 => (0_usize..2).prop_map(Happens::Paused),
        1 => (0_usize..2).prop_map(Happens::Resumed),
        1 => (0_usize..3).prop_map(Happens::Wrote),
        1 => any::<bool>().prop_map(Happens::CameBack),
        2 => Just(Happens::Verified),
        1 => (0_usize..2).prop_map(Happens::Preview),
        1 => Just(Happens::Lawyer),
        1 => Just(Happens::Bankrupt),
        2 => any::<usize>().prop_map(Happens::ToConfirm),
        4 => any::<usize>().prop_map(Happens::WantsToCall),
        3 => Just(Happens::Approved),
        2 => Just(Happens::Natural),
        1 => any::<bool>().prop_map(Happens::Own),
    ]
}

/// What the world knows of each invoice, kept apart from the book.
#[derive(Default)]
struct Known {
    due: BTreeMap<InvoiceId, (Date, usize)>,
    silent_until: BTreeMap<InvoiceId, Date>,
    disputed: Vec<InvoiceId>,
    paid: Vec<InvoiceId>,
    paused_until: [Option<Date>; 2],
    answered_at: BTreeMap<InvoiceId, Timestamp>,
    heard_at: Option<Timestamp>,
    mails: u64,
    is_broken: bool,
    lawyer: Option<ContactId>,
    is_bankrupt: bool,
    to_confirm: Vec<InvoiceId>,
    is_natural: bool,
    is_foreign: bool,
    /// Since when nothing has kept an invoice from being asked about.
    free_since: BTreeMap<InvoiceId, Timestamp>,
}

/// Within so many days somebody asks about an invoice that nothing stops: the longest window of the mail budget, a week's
/// wait behind a step that has waited longer, and a holiday weekend.
const ASKED_WITHIN_DAYS: i64 = 41;

fn live(events: &[Happens]) {
    let house = House::new();
    crate::consumer::reviewed(&house);
    let mut known = Known::default();
    let mut checked = Vec::new();
    let pick = |known: &Known, number: usize| {
        let open: Vec<InvoiceId> = known.due.keys().filter(|id| !known.paid.contains(id)).copied().collect();
        (!open.is_empty()).then(|| open[number % open.len()])
    };
    for event in events {
        let today = house.app.today();
        match event {
            Happens::Days(days) => {
                for _ in 0..*days {
                    house.engine();
                    run(&house.app, house.app.today()).unwrap();
                    // Often enough to find the debtor's working hours wherever the day began.
                    for _ in 0..4 {
                        house.later(6);
                        leaves(&house, &known, &mut checked);
                    }
                    must_have_been_asked(&house, &mut known);
                }
            }
            Happens::Hours(hours) => {
                house.later(*hours);
                house.engine();
                leaves(&house, &known, &mut checked);
            }
            Happens::Sold(client, dpd) => {
                let id = house.invoice(known.due.len() as u64, *client, *dpd, 30_000);
                known.due.insert(id, (today.saturating_sub(dpd.days()), *client));
            }
            Happens::Promised(one, days) => {
                if let Some(id) = pick(&known, *one) {
                    let on = today.saturating_add(days.days());
                    if answered(&house, id, Said::WillPay { on, amount: None }) {
                        known.answered_at.insert(id, house.app.now());
                        known.silent_until.insert(id, on);
                    }
                }
            }
            Happens::Disputed(one) => {
                if let Some(id) = pick(&known, *one) {
                    let words = "Not what was ordered".to_owned();
                    if answered(&house, id, Said::Disputed { reason: DisputeReason::ALL[0], amount: None, words }) {
                        known.disputed.push(id);
                    }
                }
            }
            Happens::Paid(one) => {
                if let Some(id) = pick(&known, *one) {
                    house.is_paid(id);
                    known.paid.push(id);
                }
            }
            Happens::Paused(client) => {
                let (id, debtor) = (house.clients[*client], house.debtor);
                // Refused where it follows too soon on the last.
                if let Ok(paused) = house.run(move |task| pause(task, id, debtor, 5, "they asked")) {
                    known.paused_until[*client] = Some(paused.until);
                }
            }
            Happens::Resumed(client) => {
                let (id, debtor) = (house.clients[*client], house.debtor);
                house.run(move |task| resume(task, id, debtor)).unwrap();
                known.paused_until[*client] = None;
            }
            Happens::Wrote(who) => {
                let from = ["ap@norwell.example", "mailer@norwell.example", "rae@harbor.example"][*who];
                let kind = if *who == 1 { Kind::Automatic("Auto-Submitted".into()) } else { Kind::Reply };
                known.mails += 1;
                wrote(&house, known.mails, from, kind);
                // Without a question of ours the client's mail stands for itself, and is no word of the debtor either.
                if *who == 0 {
                    known.heard_at = Some(house.app.now());
                }
            }
            Happens::CameBack(permanent) => {
                let fate = Fate::Bounced { permanent: *permanent, reason: "it came back".into() };
                let sent = house.to_debtor().into_iter().rev().find(|one| {
                    one.state == MessageState::Sent && one.channel == Channel::Email && one.contact.is_some()
                });
                if let Some(message) = sent {
                    known.is_broken |= *permanent && message.contact == Some(house.contact.id);
                    house.run(move |task| learn(task, &message, &fate)).unwrap();
                }
            }
            Happens::Verified => {
                let id = house.contact.id;
                house.run(move |task| verify_contact(task, id, "called the switchboard", true).map(drop)).unwrap();
                known.is_broken = false;
            }
            Happens::Preview(client) => {
                let (id, debtor) = (house.clients[*client], house.debtor);
                house
                    .run(move |task| {
                        let mut relation = kept::contact::relation(task, id, debtor)?;
                        relation.preview = Some(relation.preview != Some(true));
                        Ok(kept::contact::put_relation(task, id, debtor, &relation)?)
                    })
                    .unwrap();
            }
            Happens::Lawyer => match known.lawyer.take() {
                Some(id) => house.run(move |task| retire(task, id, "the matter is over").map(drop)).unwrap(),
                None => {
                    let email = Some(format!("counsel{}@lex.example", known.due.len()));
                    let lawyer = NewContact { role: Role::Lawyer, name: "Counsel".into(), email, ..mailbox() };
                    known.lawyer = Some(house.run(move |task| save_contact(task, &lawyer)).unwrap().id);
                }
            },
            Happens::Bankrupt => {
                known.is_bankrupt = !known.is_bankrupt;
                prefers(&house, &known);
            }
            Happens::Natural => {
                known.is_natural = !known.is_natural;
                prefers(&house, &known);
            }
            Happens::Own(own) => {
                known.is_foreign = !own;
                let source = if *own { ContactSource::Debtor } else { ContactSource::Client };
                let contact = NewContact { contact: Some(house.contact.id), source, ..mailbox() };
                house.run(move |task| save_contact(task, &contact).map(drop)).unwrap();
            }
            Happens::ToConfirm(one) => {
                if let Some(id) = pick(&known, *one).filter(|id| !known.to_confirm.contains(id)) {
                    must_be_confirmed(&house, id);
                    known.to_confirm.push(id);
                }
            }
            // Refused where nothing is to be confirmed, not planned where the policy forbids it.
            Happens::WantsToCall(one) => {
                if let Some(id) = known.to_confirm.get(one % known.to_confirm.len().max(1)) {
                    drop(plan(&house, *id));
                }
            }
            Happens::Approved => {
                for message in house.to_debtor() {
                    let id = message.id;
                    // Refused where the policy forbids it; what is forbidden is then not done.
                    match (message.state, message.purpose) {
                        (MessageState::Approval, Purpose::Call) => {
                            drop(house.run(move |task| record_call(task, id, "Pat will look into it", None)));
                        }
                        (MessageState::Approval, Purpose::Verification) => drop(missed(&house, id, None)),
                        (MessageState::Approval, _) => drop(house.run(move |task| approve(task, id).map(drop))),
                        _ => {}
                    }
                }
                looked_at(&house, &known, &mut checked);
            }
        }
    }
}

fn prefers(house: &House, known: &Known) {
    let preference = Preference {
        natural_person_obligor: known.is_natural,
        california: known.is_natural,
        calendar: Calendar::UnitedStates,
        zone: "America/New_York".into(),
        bankrupt_since: known.is_bankrupt.then_some(house.app.today()),
        ..Preference::default()
    };
    let debtor = house.debtor;
    house.run(move |task| save_preference(task, debtor, &preference)).unwrap();
}

fn answered(house: &House, invoice: InvoiceId, said: Said) -> bool {
    let giver = Giver { debtor: house.debtor, client: None, by: Speaker::new(Side::Debtor, "Pat"), contact: None };
    house.run(move |task| give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)).is_ok()
}

fn wrote(house: &House, number: u64, from: &str, kind: Kind) {
    let asked = house.to_debtor().into_iter().rev().find(|one| one.state == MessageState::Sent);
    let mail = Inbound {
        message_id: Some(format!("{number}@mail.example")),
        in_reply_to: asked.map(|message| message.internet_id).into_iter().collect(),
        references: Vec::new(),
        from: Some(MailAddress::named("Somebody", from)),
        to: vec!["desk@calder.example".into()],
        subject: "Re: invoices".into(),
        text: "About your question.".into(),
        date: None,
        attachments: Vec::new(),
        left_out: Vec::new(),
        kind,
        trace: Trace::default(),
    };
    let mut sha256 = [0; 32];
    sha256[..8].copy_from_slice(&number.to_le_bytes());
    house.run(move |task| file(task, &mail, &sha256, &SenderProof::Checked("DKIM".to_owned()))).unwrap();
}

/// Liveness: what nothing keeps from being asked about is asked about within [`ASKED_WITHIN_DAYS`].
fn must_have_been_asked(house: &House, known: &mut Known) {
    let now = house.app.now();
    let free = free(house, known);
    known.free_since.retain(|invoice, _| free.contains(invoice));
    for invoice in free {
        let since = *known.free_since.entry(invoice).or_insert(now);
        let waited = now.duration_since(since).as_hours() / 24;
        assert!(waited <= ASKED_WITHIN_DAYS, "nobody has asked about {invoice} for {waited} days");
    }
}

/// The invoices that somebody should ask about and has not asked about since the debtor's last word.
fn free(house: &House, known: &Known) -> Vec<InvoiceId> {
    let (now, today) = (house.app.now(), house.app.today());
    // Five business days in which its words are read are never more than ten days.
    let is_read = known.heard_at.is_none_or(|heard| now.duration_since(heard).as_hours() > 24 * 10);
    if known.is_natural || known.is_bankrupt || known.is_broken || known.lawyer.is_some() || !is_read {
        return Vec::new();
    }
    let mut asked: BTreeMap<InvoiceId, i64> = BTreeMap::new();
    for message in house.to_debtor() {
        let Some(sent) = message.sent_at.filter(|_| message.purpose.is_about_payment()) else { continue };
        if message.state == MessageState::Sent {
            let (_, invoices) = house.app.read(|reads| Ok(kept::message::speaks_of(reads, message.id)?)).unwrap();
            for invoice in invoices {
                asked.entry(invoice).and_modify(|at| *at = sent.max(*at)).or_insert(sent);
            }
        }
    }
    let is_free = |(invoice, (due, client)): (&InvoiceId, &(Date, usize))| {
        let word =
            known.answered_at.get(invoice).copied().max(known.heard_at).map_or(i64::MIN, Timestamp::as_microsecond);
        (due.duration_until(today).as_hours() / 24 >= 8
            && !known.paid.contains(invoice)
            && !known.disputed.contains(invoice)
            // Three business days after the promised day are never more than a week.
            && known.silent_until.get(invoice).is_none_or(|until| until.duration_until(today).as_hours() > 24 * 7)
            && known.paused_until[*client].is_none_or(|until| until < today)
            && asked.get(invoice).is_none_or(|at| *at <= word))
        .then_some(*invoice)
    };
    known.due.iter().filter_map(is_free).collect()
}

/// The outbox once, then every message that has left is checked.
fn leaves(house: &House, known: &Known, checked: &mut Vec<(Timestamp, Channel)>) {
    house.outbox();
    looked_at(house, known, checked);
}

fn looked_at(house: &House, known: &Known, checked: &mut Vec<(Timestamp, Channel)>) {
    let zone = TimeZone::get("America/New_York").unwrap();
    let now = house.app.now();
    let mut mails = Vec::new();
    for message in house.to_debtor().into_iter().filter(|message| message.direction == Direction::Out) {
        let Some(sent) = message.sent_at else { continue };
        let at = Timestamp::from_microsecond(sent).unwrap();
        if !message.purpose.is_exempt() {
            mails.push((at, message.channel));
        }
        if now.duration_since(at) > SignedDuration::from_secs(5) || checked.contains(&(at, message.channel)) {
            continue;
        }
        checked.push((at, message.channel));
        let wall = zone.to_datetime(at);
        assert!(!matches!(wall.weekday(), Weekday::Saturday | Weekday::Sunday), "CO-07 {wall}");
        assert!(wall.time() >= time(9, 0, 0, 0) && wall.time() < time(17, 0, 0, 0), "CO-07 {wall}");
        assert!(!known.is_bankrupt, "CO-08 bankrupt");
        assert!(known.lawyer.is_none_or(|lawyer| message.contact == Some(lawyer)), "CO-08 past the lawyer");
        if message.channel == Channel::Phone {
            called_after_a_mail(house, known, &message, at);
        }
        if known.is_natural {
            told_first(house, known, &message);
        }
        if !message.purpose.is_about_payment() || message.purpose == Purpose::PastDue {
            continue;
        }
        let read = known.heard_at.is_none_or(|heard| at.duration_since(heard) > SignedDuration::from_hours(5 * 24));
        assert!(read, "CO-08: its words are read first");
        let (_, invoices) = house.app.read(|reads| Ok(kept::message::speaks_of(reads, message.id)?)).unwrap();
        for id in invoices {
            let (due, client) = known.due[&id];
            assert!(due.duration_until(wall.date()).as_hours() / 24 > 7, "CO-01");
            assert!(!known.paid.contains(&id), "paid, and asked for");
            assert!(!known.disputed.contains(&id), "LC-08");
            assert!(known.silent_until.get(&id).is_none_or(|until| *until < wall.date()), "CO-08");
            assert!(known.paused_until[client].is_none_or(|until| until < wall.date()), "CO-14");
        }
    }
    mails.sort();
    let email: Vec<Timestamp> =
        mails.iter().filter(|(_, channel)| *channel == Channel::Email).map(|(at, _)| *at).collect();
    for pair in email.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= SignedDuration::from_hours(7 * 24), "CO-05");
    }
    let calls: Vec<Timestamp> =
        mails.iter().filter(|(_, channel)| *channel == Channel::Phone).map(|(at, _)| *at).collect();
    for pair in calls.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= SignedDuration::from_hours(14 * 24), "CO-05 calls");
    }
    for group in email.windows(4) {
        assert!(group[3].duration_since(group[0]) >= SignedDuration::from_hours(30 * 24), "CO-05");
    }
}

/// CO-05: somebody was asked by mail before, about the same when it is to be confirmed, and has not written since. LC-08,
/// CO-08: nobody calls about what is disputed, or to be paid on a day.
fn called_after_a_mail(house: &House, known: &Known, call: &Message, at: Timestamp) {
    let spoken_of = |id| house.app.read(|reads| Ok(kept::message::speaks_of(reads, id)?.1)).unwrap();
    let asked = spoken_of(call.id);
    let unanswered = house.to_debtor().into_iter().any(|mail| {
        let sent = mail.sent_at.map(|sent| Timestamp::from_microsecond(sent).unwrap());
        let same = match call.purpose {
            Purpose::Verification => {
                mail.purpose == Purpose::Verification && spoken_of(mail.id).iter().any(|id| asked.contains(id))
            }
            _ => mail.purpose.is_about_payment(),
        };
        same && mail.state == MessageState::Sent
            && mail.channel == Channel::Email
            && sent.is_some_and(|sent| sent < at && known.heard_at.is_none_or(|heard| sent > heard))
    });
    assert!(unanswered, "CO-05: a call without an unanswered mail before it");
    let today = house.app.today();
    for id in asked {
        assert!(!known.disputed.contains(&id), "LC-08: called about what is disputed");
        assert!(
            known.silent_until.get(&id).is_none_or(|until| *until < today),
            "CO-08: called before the promised day"
        );
    }
}

/// CO-31: nothing to a third person, nothing that asks for money before the notice of each client it speaks of, and each
/// notice speaks of one client.
fn told_first(house: &House, known: &Known, message: &Message) {
    let own = message.contact == Some(house.contact.id) && !known.is_foreign;
    let lawyer = message.contact.is_some() && message.contact == known.lawyer;
    assert!(
        own || lawyer || (message.contact.is_none() && message.channel == Channel::Letter),
        "CO-31: a third person"
    );
    assert_eq!(message.subject, "A message from Calder Street Factors", "CO-31: the subject");
    if !message.purpose.is_about_payment() {
        return;
    }
    let clients = |one: &Message| house.app.read(|reads| Ok(kept::message::speaks_of(reads, one.id)?.0)).unwrap();
    let of = clients(message);
    if message.purpose == Purpose::Validation {
        assert_eq!(of.len(), 1, "CO-31: one client alone");
        return;
    }
    for client in of {
        let told = house.to_debtor().iter().any(|one| {
            let before = one.sent_at.is_some_and(|at| message.sent_at.is_some_and(|sent| at < sent));
            one.purpose == Purpose::Validation
                && one.state == MessageState::Sent
                && before
                && clients(one).contains(&client)
        });
        assert!(told, "CO-31: {} before the validation notice", message.purpose);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn co_11_what_has_left_kept_the_rules(events in prop::collection::vec(happens(), 4..30)) {
        live(&events);
    }
}
