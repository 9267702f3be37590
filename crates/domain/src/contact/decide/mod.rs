//! What is to be written about one debtor now, and why not more (CO-01 to CO-09, CO-14).
//!
//! Phases: recourse notices to clients; what stops the whole debtor; each invoice's step or stop; the minimum; then at
//! most one message to the debtor (mail before call before letter, the longest waiting step first) and one to each client.
//! A decision looks ahead to the next moment at which the debtor may be reached, not further: what becomes due later is
//! decided by a later run.

mod client;
mod debtor;

pub use client::{TASK_AGAIN_DAYS, recourse_within};

use super::ladder::{self, Next, Possible, Rung};
use super::stop::{self, Stop, days_past_due};
use super::{Channel, ContactPolicy, DPD_FLOOR, Item, MessageState, Profile, Purpose, Situation, Wall};
use crate::id::{ClientId, ContactId, InvoiceId};
use crate::money::Currency;
use crate::proof::Proof;
use client::{ask_clients, recourse};
use debtor::{before_due, to_debtor};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
#[derive(Clone, Copy)]
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
    let mail = situation.recipient(None, Purpose::Status, Channel::Email);
    let wall = situation.wall(mail.as_ref().ok().copied(), policy);
    let when = wall.next_open(now);
    recourse(situation, policy, wall.date(now), &mut decision);
    if let Some(stop) = stop::of_debtor(situation, policy, when) {
        decision.wait(stop);
        return finish(decision);
    }
    let mut askable = askable(situation, policy, &wall, when, now, &mut decision);
    if askable.is_empty() {
        before_due(situation, policy, &wall, when, now, &mut decision);
        return finish(decision);
    }
    let count = askable.len();
    worth_a_message(situation, policy, &mut askable);
    if askable.len() < count {
        decision.wait(Stop::new("CO-06", "what is past due is less than is worth a message", None));
    }
    if askable.is_empty() {
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
    let possible = Possible {
        call: situation.recipient(None, Purpose::Call, Channel::Phone).is_ok(),
        // CO-31: nobody else than the person itself hears of it.
        supervisor: !situation.preference.is_protected()
            && situation.recipient(None, Purpose::Supervisor, Channel::Email).is_ok(),
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

/// CO-06: keeps what comes to the minimum of the message it would stand in: the debtor's for what the factor asks about
/// itself, the client's where only the client may ask (CO-03, GL-44).
fn worth_a_message(situation: &Situation, policy: &ContactPolicy, askable: &mut Vec<Askable<'_>>) {
    let alone = |item: &Item| {
        let profile = situation.profile(item.client);
        matches!(profile, Profile::LightTouch | Profile::Silent).then_some(item.client)
    };
    let all: Vec<&Item> = askable.iter().map(|one| one.item).collect();
    askable.retain(|one| {
        let reader = alone(one.item);
        is_worth_it(all.iter().copied().filter(|item| alone(item) == reader), policy)
    });
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
