//! What is to be written about one debtor now, and why not more (CO-01 to CO-09, CO-14).
//!
//! Phases: recourse notices to clients; what stops the whole debtor; each invoice's step or stop; the minimum; then at
//! most one message to the debtor (mail before call before letter, the longest waiting step first) and one to each client.
//! A decision looks ahead to the next moment at which the debtor may be reached, not further: what becomes due later is
//! decided by a later run.

use super::hours::plus;
use super::ladder::{self, Next, Possible, Rung};
use super::stop::{self, Stop, days_past_due};
use super::{
    Channel, Contact, ContactPolicy, DPD_FLOOR, Item, MessageState, Profile, Purpose, Situation, Wall, recipient,
};
use crate::id::{ClientId, ContactId, InvoiceId};
use crate::money::{Currency, Money};
use crate::proof::Proof;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A client is asked for a better contact of a customer at most once in so many days.
pub const TASK_AGAIN_DAYS: i64 = 30;

/// A message to the debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub channel: Channel,
    /// To whom; none for a letter to the company.
    pub contact: Option<ContactId>,
    /// CO-06: one section per client with its invoices, the oldest due first.
    pub sections: Vec<(ClientId, Vec<InvoiceId>)>,
    /// No sooner than this.
    pub send_after: Timestamp,
    /// Queued, or looked at first by the client (CO-14) or a person (CO-09).
    pub state: MessageState,
    /// Why, and why then.
    pub reasons: Vec<Proof>,
}

/// A message to a client about its customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskClient {
    /// What for: [`Purpose::ClientFirst`], [`Purpose::Recourse`] or [`Purpose::ContactTask`].
    pub purpose: Purpose,
    /// The client.
    pub client: ClientId,
    /// The invoices, the oldest due first.
    pub invoices: Vec<InvoiceId>,
    /// The recourse date, or the first day on which the debtor may be asked by the factor.
    pub until: Option<Date>,
    /// Why.
    pub reason: Proof,
}

/// What is done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// The debtor is written to.
    Write(Write),
    /// A client is.
    AskClient(AskClient),
}

/// What was decided, with its reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is done now.
    pub steps: Vec<Step>,
    /// What is not done now, each reason once, the soonest to end first.
    pub waits: Vec<Stop>,
}

/// What a decision comes to, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The debtor is written to.
    Write,
    /// Only clients are.
    AskClient,
    /// Nobody, until a day.
    Wait,
    /// Nobody.
    Nothing,
}

impl Outcome {
    /// The stored name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Write => "WRITE",
            Self::AskClient => "ASK_CLIENT",
            Self::Wait => "WAIT",
            Self::Nothing => "NOTHING",
        }
    }
}

impl Decision {
    /// The message to the debtor, if there is one.
    #[must_use]
    pub fn write(&self) -> Option<&Write> {
        self.steps.iter().find_map(|step| match step {
            Step::Write(write) => Some(write),
            Step::AskClient(_) => None,
        })
    }

    /// What it comes to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.write().is_some() {
            Outcome::Write
        } else if !self.steps.is_empty() {
            Outcome::AskClient
        } else if self.waits.iter().any(|stop| stop.until.is_some()) {
            Outcome::Wait
        } else {
            Outcome::Nothing
        }
    }

    /// The main reason in one line: rule and fact.
    #[must_use]
    pub fn reason(&self) -> String {
        let step = self.steps.first().map(|step| match step {
            Step::Write(write) => write.purpose.word().to_owned(),
            Step::AskClient(ask) => ask.purpose.word().to_owned(),
        });
        let wait = || self.waits.first().map(|stop| format!("{}: {}", stop.rule, stop.fact));
        step.or_else(wait).unwrap_or_else(|| "nothing is past due".to_owned())
    }

    fn wait(&mut self, stop: Stop) {
        if !self.waits.contains(&stop) {
            self.waits.push(stop);
        }
    }
}

/// An invoice that may be asked about, with the step it stands before.
struct Askable<'a> {
    item: &'a Item,
    next: Option<Next>,
    /// Its step is due at the next moment the debtor may be reached.
    ready: bool,
}

/// Decides what is written about a debtor.
#[must_use]
pub fn decide(situation: &Situation, policy: &ContactPolicy, now: Timestamp) -> Decision {
    let mut decision = Decision::default();
    let mail = recipient(&situation.contacts, None, Purpose::Status, Channel::Email);
    let wall = situation.wall(mail.as_ref().ok().copied(), policy);
    let when = wall.next_open(now);
    recourse(situation, policy, wall.date(now), &mut decision);
    if let Some(stop) = stop::of_debtor(situation, policy, when) {
        decision.wait(stop);
        return finish(decision);
    }
    let askable = askable(situation, policy, &wall, when, now, &mut decision);
    if askable.is_empty() {
        before_due(situation, policy, &wall, when, now, &mut decision);
        return finish(decision);
    }
    if !is_worth_it(askable.iter().map(|one| one.item), policy) {
        decision.wait(Stop::new("CO-06", "what is past due is less than is worth a message", None));
        return finish(decision);
    }
    ask_clients(situation, policy, &wall, &askable, when, &mut decision);
    if !to_debtor(situation, policy, &askable, when, now, &mut decision) {
        before_due(situation, policy, &wall, when, now, &mut decision);
    }
    finish(decision)
}

fn finish(mut decision: Decision) -> Decision {
    decision.waits.sort_by_key(|stop| stop.until.unwrap_or(Date::MAX));
    decision
}

/// LC-09: the client learns of a recourse date ahead of it, and on it.
fn recourse(situation: &Situation, policy: &ContactPolicy, today: Date, decision: &mut Decision) {
    let mut by_client: BTreeMap<ClientId, (Vec<InvoiceId>, Date)> = BTreeMap::new();
    for item in &situation.items {
        let Some(date) = item.recourse_on else { continue };
        // Once ahead of the day, once on it.
        let is_due = match told_on(situation, item) {
            None => plus(date, -policy.recourse_notice_days) <= today,
            Some(told) => told < date && date <= today,
        };
        if is_due {
            let entry = by_client.entry(item.client).or_insert((Vec::new(), date));
            entry.0.push(item.invoice);
            entry.1 = entry.1.min(date);
        }
    }
    for (client, (invoices, date)) in by_client {
        let reason =
            Proof::new("LC-09", format!("recourse on {date}, told {} days before", policy.recourse_notice_days));
        let ask = AskClient { purpose: Purpose::Recourse, client, invoices, until: Some(date), reason };
        decision.steps.push(Step::AskClient(ask));
    }
}

/// The day of the latest recourse notice about an invoice, on the debtor's clock.
fn told_on(situation: &Situation, item: &Item) -> Option<Date> {
    let notices = situation.past.iter().filter(|one| one.purpose == Purpose::Recourse && one.counts());
    let about = notices.filter(|one| one.invoices.contains(&item.invoice));
    about.map(|one| situation.zone.to_datetime(one.at).date()).max()
}

/// Each past-due invoice with its step; what is stopped goes to the decision's waits.
fn askable<'a>(
    situation: &'a Situation,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) -> Vec<Askable<'a>> {
    let on = wall.date(when);
    let natural = situation.preference.natural_person && situation.preference.california;
    let possible = Possible {
        call: recipient(&situation.contacts, None, Purpose::Call, Channel::Phone).is_ok(),
        // CO-31: nobody else than the person itself hears of it.
        supervisor: !natural && recipient(&situation.contacts, None, Purpose::Supervisor, Channel::Email).is_ok(),
    };
    let mut askable = Vec::new();
    for item in situation.items.iter().filter(|item| days_past_due(item, on) > 0) {
        if let Some(stop) = stop::of_item(situation, item, policy, on) {
            let client_alone = matches!(stop.rule.as_str(), "GL-44" | "CO-03");
            decision.wait(stop);
            let early = days_past_due(item, on) < policy.first_contact_dpd.max(DPD_FLOOR + 1);
            if !client_alone || early {
                continue;
            }
        }
        let next = ladder::next(situation, item, policy, wall, possible, now);
        // A client can be asked at once; the debtor at the next moment it may be reached.
        let ready = next.is_some_and(|next| {
            let day = if next.rung == Rung::AskClient { wall.date(now) } else { on };
            wall.date(next.from) <= day
        });
        match next {
            None => decision.wait(Stop::new("CO-09", "every step has been taken; the recourse date decides", None)),
            Some(next) if !ready => {
                let fact = "the next step is not due yet";
                decision.wait(Stop::new("CO-09", fact, Some(wall.date(next.from))));
            }
            Some(_) => {}
        }
        askable.push(Askable { item, next, ready });
    }
    askable
}

/// CO-06: does what is past due come to the least that is worth a message, in any currency?
fn is_worth_it<'a>(items: impl Iterator<Item = &'a Item>, policy: &ContactPolicy) -> bool {
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for item in items {
        let sum = sums.entry(item.open.currency).or_insert(0);
        *sum = sum.saturating_add(item.open.minor);
    }
    sums.iter().any(|(currency, sum)| *sum >= policy.minimum_in(*currency).minor)
}

/// CO-03, CO-09: clients whose relationship is tried first.
fn ask_clients(
    situation: &Situation,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    askable: &[Askable<'_>],
    when: Timestamp,
    decision: &mut Decision,
) {
    let mut by_client: BTreeMap<ClientId, Vec<&Item>> = BTreeMap::new();
    for one in askable.iter().filter(|one| one.ready && one.next.is_some_and(|next| next.rung == Rung::AskClient)) {
        by_client.entry(one.item.client).or_default().push(one.item);
    }
    for (client, items) in by_client {
        let profile = situation.profile(client);
        let days = match profile {
            Profile::ClientFirst => Some(policy.client_first_bd),
            Profile::Standard => Some(policy.client_step_bd),
            Profile::LightTouch | Profile::Silent => None,
        };
        let until = days.map(|days| wall.calendar.shift(wall.date(when), days));
        let oldest = items.iter().map(|item| days_past_due(item, wall.date(when))).max().unwrap_or(0);
        let rule = if profile == Profile::Standard { "CO-09" } else { "CO-03" };
        let reason = Proof::new(rule, format!("servicing {}: the client speaks first", profile.word()))
            .with("oldest, days past due", oldest);
        let invoices = items.iter().map(|item| item.invoice).collect();
        let ask = AskClient { purpose: Purpose::ClientFirst, client, invoices, until, reason };
        decision.steps.push(Step::AskClient(ask));
    }
}

/// At most one message to the debtor; false when there is none.
fn to_debtor(
    situation: &Situation,
    policy: &ContactPolicy,
    askable: &[Askable<'_>],
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) -> bool {
    let since = |rungs: &[Rung]| {
        let ready = askable.iter().filter(|one| one.ready).filter_map(|one| one.next);
        ready.filter(|next| rungs.contains(&next.rung)).map(|next| next.from).min()
    };
    let mut mails: Vec<(Timestamp, &[Rung])> = [&[Rung::Status, Rung::StatusAgain][..], &[Rung::Supervisor]]
        .into_iter()
        .filter_map(|rungs| since(rungs).map(|since| (since, rungs)))
        .collect();
    // Who has waited longest is first, so that no step starves behind new invoices.
    mails.sort_by_key(|(since, _)| *since);
    let mut groups: Vec<&[Rung]> = mails.into_iter().map(|(_, rungs)| rungs).collect();
    for rungs in [&[Rung::Call][..], &[Rung::Letter]] {
        if since(rungs).is_some() {
            groups.push(rungs);
        }
    }
    groups.into_iter().any(|rungs| write(situation, policy, askable, rungs, when, now, decision))
}

/// Writes the message of one group of steps, unless its recipient or its budget is missing.
fn write(
    situation: &Situation,
    policy: &ContactPolicy,
    askable: &[Askable<'_>],
    rungs: &[Rung],
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) -> bool {
    let is_in_group = |one: &&Askable<'_>| one.ready && one.next.is_some_and(|next| rungs.contains(&next.rung));
    let own_wall = situation.wall(None, policy);
    // CO-06: what has passed its client's days stands in every statement until it is paid.
    let is_late = |one: &&Askable<'_>| {
        situation.profile(one.item.client) == Profile::Standard
            && one.next.is_none_or(|next| next.rung > Rung::AskClient)
            && !ladder::client_at_work(situation, one.item, policy, &own_wall, when)
    };
    let chosen: Vec<&Askable<'_>> = askable.iter().filter(|one| is_in_group(one) || is_late(one)).collect();
    let ready: Vec<Next> = chosen.iter().filter(|one| is_in_group(one)).filter_map(|one| one.next).collect();
    let purpose = match rungs {
        [Rung::Call] => Purpose::Call,
        [Rung::Supervisor] => Purpose::Supervisor,
        [Rung::Letter] => Purpose::PastDue,
        _ if ready.iter().any(|next| next.rung == Rung::Status) => Purpose::Status,
        _ => Purpose::StatusAgain,
    };
    let channel = match purpose {
        Purpose::Call => Channel::Phone,
        Purpose::PastDue => Channel::Letter,
        _ => Channel::Email,
    };
    let sections = sections(chosen.iter().map(|one| one.item));
    let one_client = match sections[..] {
        [(client, _)] => Some(client),
        _ => None,
    };
    let contact = match recipient(&situation.contacts, one_client, purpose, channel) {
        Ok(contact) => Some(contact),
        Err(_) if channel == Channel::Letter => None,
        Err(reason) => {
            decision.wait(Stop::new("CO-04", reason.to_string(), None));
            contact_task(situation, &sections, &reason.to_string(), now, decision);
            return false;
        }
    };
    let wall = situation.wall(contact, policy);
    let from = ready.iter().map(|next| next.from).max().unwrap_or(when).max(when);
    let spent = situation.spent(now);
    let slot = spent.slot(channel, policy, &wall, from);
    if wall.date(slot) > wall.date(wall.next_open(from)) {
        let fact = format!("the budget by {} is spent", channel.word());
        decision.wait(Stop::new("CO-05", fact, Some(wall.date(slot))));
        return false;
    }
    let (state, send_after) = looked_at_first(situation, policy, &sections, purpose, channel, &wall, slot, now);
    stale(situation, policy, contact, &sections, wall.date(now), now, decision);
    let oldest = chosen.iter().map(|one| days_past_due(one.item, wall.date(send_after))).max().unwrap_or(0);
    let count: usize = sections.iter().map(|(_, invoices)| invoices.len()).sum();
    let mut reasons = vec![
        Proof::new("CO-09", format!("{}: its turn in the order of steps", purpose.word()))
            .with("oldest, days past due", oldest),
        Proof::new("CO-06", "one message for all invoices that are past due".to_owned()).with("invoices", count),
    ];
    if state == MessageState::Preview {
        reasons.push(Proof::new(
            "CO-14",
            format!("the client looks at it first, for {} business days", policy.preview_bd),
        ));
    }
    let contact = contact.map(|contact| contact.id);
    decision.steps.push(Step::Write(Write { purpose, channel, contact, sections, send_after, state, reasons }));
    true
}

/// CO-14, CO-09: does somebody look at it before it leaves, and when does it leave then?
#[expect(clippy::too_many_arguments, reason = "one question with all that it depends on, asked in two places")]
fn looked_at_first(
    situation: &Situation,
    policy: &ContactPolicy,
    sections: &[(ClientId, Vec<InvoiceId>)],
    purpose: Purpose,
    channel: Channel,
    wall: &Wall<'_>,
    slot: Timestamp,
    now: Timestamp,
) -> (MessageState, Timestamp) {
    if matches!(purpose, Purpose::Call | Purpose::PastDue) {
        return (MessageState::Approval, slot);
    }
    let wants = |client: &ClientId| {
        let settled = situation.pairs.get(client).and_then(|pair| pair.relation.preview);
        settled.unwrap_or(policy.preview)
    };
    if sections.iter().any(|(client, _)| wants(client)) {
        let looked = wall.opening_on(wall.calendar.shift(wall.date(slot), policy.preview_bd));
        return (MessageState::Preview, situation.spent(now).slot(channel, policy, wall, looked));
    }
    (MessageState::Queued, slot)
}

/// CO-06: invoices by client, the oldest due first.
fn sections<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<(ClientId, Vec<InvoiceId>)> {
    let mut by_client: BTreeMap<ClientId, Vec<&Item>> = BTreeMap::new();
    for item in items {
        by_client.entry(item.client).or_default().push(item);
    }
    by_client
        .into_iter()
        .map(|(client, mut items)| {
            items.sort_by_key(|item| (item.due, item.invoice));
            (client, items.iter().map(|item| item.invoice).collect())
        })
        .collect()
}

/// Asks the clients for a contact, each at most once in [`TASK_AGAIN_DAYS`].
fn contact_task(
    situation: &Situation,
    sections: &[(ClientId, Vec<InvoiceId>)],
    fact: &str,
    now: Timestamp,
    decision: &mut Decision,
) {
    let since = super::hours::later(now, -TASK_AGAIN_DAYS);
    for (client, invoices) in sections {
        let is_open = situation.past.iter().any(|one| {
            one.purpose == Purpose::ContactTask && one.to_client == Some(*client) && one.counts() && one.at > since
        });
        let twice = decision.steps.iter().any(
            |step| matches!(step, Step::AskClient(ask) if ask.purpose == Purpose::ContactTask && ask.client == *client),
        );
        if !is_open && !twice {
            let reason = Proof::new("CO-04", fact.to_owned());
            let (client, invoices) = (*client, invoices.clone());
            let ask = AskClient { purpose: Purpose::ContactTask, client, invoices, until: None, reason };
            decision.steps.push(Step::AskClient(ask));
        }
    }
}

/// A contact that nobody has confirmed for long is written to, and the client is asked whether it is still right.
fn stale(
    situation: &Situation,
    policy: &ContactPolicy,
    contact: Option<&Contact>,
    sections: &[(ClientId, Vec<InvoiceId>)],
    today: Date,
    now: Timestamp,
    decision: &mut Decision,
) {
    if let Some(contact) = contact.filter(|contact| contact.is_stale(today, policy.stale_months)) {
        let fact = format!("{} was not confirmed for {} months", contact.name, policy.stale_months);
        contact_task(situation, sections, &fact, now, decision);
    }
}

/// CO-02: a reminder before the due date, for clients that asked for it.
fn before_due(
    situation: &Situation,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    when: Timestamp,
    now: Timestamp,
    decision: &mut Decision,
) {
    let on = wall.date(when);
    let is_wanted = |item: &&Item| {
        let asked = situation.pairs.get(&item.client).is_some_and(|pair| pair.relation.before_due);
        let soon = item.due > on && item.due <= plus(on, policy.before_due_days);
        let reminded = situation
            .past
            .iter()
            .any(|one| one.purpose == Purpose::BeforeDue && one.counts() && one.invoices.contains(&item.invoice));
        let stop = stop::of_item(situation, item, policy, on);
        asked && soon && !reminded && stop.is_none_or(|stop| stop.rule == "CO-01")
    };
    let items: Vec<&Item> = situation.items.iter().filter(is_wanted).collect();
    if items.is_empty() || !is_worth_it(items.iter().copied(), policy) {
        return;
    }
    let total = items.len();
    let last_due = items.iter().map(|item| item.due).min().unwrap_or(on);
    let sections = sections(items.into_iter());
    let Ok(contact) = recipient(&situation.contacts, None, Purpose::BeforeDue, Channel::Email) else { return };
    let slot = situation.spent(now).slot(Channel::Email, policy, wall, when);
    let purpose = Purpose::BeforeDue;
    let (state, send_after) = looked_at_first(situation, policy, &sections, purpose, Channel::Email, wall, slot, now);
    if wall.date(slot) > on || wall.date(send_after) >= last_due {
        return;
    }
    let reasons = vec![Proof::new("CO-02", "the client asked for a reminder".to_owned()).with("invoices", total)];
    let contact = Some(contact.id);
    let write = Write { purpose, channel: Channel::Email, contact, sections, send_after, state, reasons };
    decision.steps.push(Step::Write(write));
}

/// CO-14: what a pause does not stop: the recourse dates of a client's invoices to the debtor that fall into it or before
/// its end, with what is open.
#[must_use]
pub fn recourse_within(situation: &Situation, client: ClientId, until: Date) -> Vec<(InvoiceId, Date, Money)> {
    let own = situation.items.iter().filter(|item| item.client == client);
    own.filter_map(|item| item.recourse_on.filter(|date| *date <= until).map(|date| (item.invoice, date, item.open)))
        .collect()
}
