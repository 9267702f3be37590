//! CO-09: which step an invoice stands before, and since when.
//!
//! Contract: steps are taken in order and each has its least days past due; none is left out because the invoice is
//! older than the step. What was asked counts from the debtor's last word on: who has answered is asked gently again.
//! Deliberately absent: who is asked, and whether the budget allows it.

use super::hours::{Wall, plus};
use super::{ContactPolicy, Direction, Item, Past, Profile, Purpose, Situation};
use jiff::Timestamp;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// First question, to accounts payable.
    Status,
    /// Second question.
    StatusAgain,
    /// The client and its account manager.
    AskClient,
    /// One call to accounts payable.
    Call,
    /// Supervisor or controller.
    Supervisor,
    /// Formal letter.
    Letter,
}

/// The step an invoice stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// Which.
    pub rung: Rung,
    /// From when on it may be taken.
    pub from: Timestamp,
}

/// Which steps can be taken at all with this debtor's contacts.
#[derive(Debug, Clone, Copy)]
pub struct Possible {
    /// There is somebody to call.
    pub call: bool,
    /// There is a supervisor or controller, and they may be asked.
    pub supervisor: bool,
}

/// What was said about an invoice since the debtor's last word on it.
struct Said<'a> {
    past: Vec<&'a Past>,
    now: Timestamp,
}

impl<'a> Said<'a> {
    fn of(situation: &'a Situation, item: &Item, now: Timestamp) -> Self {
        // A mail in its own words may answer anything: after it, everything is asked gently again.
        let heard = situation.past.iter().filter(|one| one.direction == Direction::In).map(|one| one.at).max();
        let since = situation.answered_at.get(&item.invoice).copied().max(heard);
        let mut past: Vec<&Past> = situation
            .past
            .iter()
            .filter(|one| one.reaches() && one.invoices.contains(&item.invoice))
            .filter(|one| since.is_none_or(|since| one.at > since))
            .collect();
        past.sort_by_key(|one| one.moment(now));
        Self { past, now }
    }

    fn last(&self, is: impl Fn(Purpose) -> bool) -> Option<Timestamp> {
        self.past.iter().rev().find(|one| is(one.purpose)).map(|one| one.moment(self.now))
    }

    fn asks(&self) -> Vec<Timestamp> {
        // CO-31: where a validation notice is due, it is the first question.
        let is_question = |purpose| matches!(purpose, Purpose::Validation | Purpose::Status | Purpose::StatusAgain);
        let questions = self.past.iter().filter(|one| is_question(one.purpose));
        questions.map(|one| one.moment(self.now)).collect()
    }
}

/// CO-09, CO-03: the step a past-due invoice stands before; none when all were taken.
#[must_use]
pub fn next(
    situation: &Situation,
    item: &Item,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    possible: Possible,
    now: Timestamp,
) -> Option<Next> {
    let said = Said::of(situation, item, now);
    let dpd = |days: i64| wall.opening_on(plus(item.due, days));
    let gap = |at: Timestamp| wall.after_days(at, policy.second_after_days);
    let business_days = |at: Timestamp, days: u32| wall.opening_on(wall.calendar.shift(wall.date(at), days));
    match situation.profile(item.client) {
        Profile::LightTouch | Profile::Silent => return to_client_alone(&said, policy, &dpd, &gap),
        Profile::Standard | Profile::ClientFirst => {}
    }
    let asks = said.asks();
    let next = match asks[..] {
        [] => Next { rung: Rung::Status, from: dpd(policy.first_contact_dpd) },
        [asked] => {
            let from = dpd(policy.first_contact_dpd + policy.second_after_days).max(gap(asked));
            Next { rung: Rung::StatusAgain, from }
        }
        [_, second, ..] => {
            let told = said.past.iter().find(|one| one.purpose == Purpose::ClientFirst && one.moment(now) > second);
            match told.map(|one| one.moment(now)) {
                None => Next { rung: Rung::AskClient, from: dpd(policy.client_step_dpd).max(gap(second)) },
                Some(told) => {
                    after_client(&said, policy, possible, business_days(told, policy.client_step_bd), &dpd, &gap)?
                }
            }
        }
    };
    // CO-03: the client has its days before each contact.
    if situation.profile(item.client) == Profile::ClientFirst && next.rung != Rung::AskClient {
        let contact = said.last(|purpose| purpose.is_about_payment());
        let told = said
            .past
            .iter()
            .find(|one| one.purpose == Purpose::ClientFirst && contact.is_none_or(|contact| one.moment(now) > contact));
        return Some(match told.map(|one| one.moment(now)) {
            None => Next { rung: Rung::AskClient, from: next.from },
            Some(told) => Next { from: next.from.max(business_days(told, policy.client_first_bd)), ..next },
        });
    }
    Some(next)
}

/// CO-09: do the client's days of using its relationship run?
#[must_use]
pub fn client_at_work(
    situation: &Situation,
    item: &Item,
    policy: &ContactPolicy,
    wall: &Wall<'_>,
    now: Timestamp,
) -> bool {
    let told = Said::of(situation, item, now).last(|purpose| purpose == Purpose::ClientFirst);
    told.is_some_and(|told| wall.opening_on(wall.calendar.shift(wall.date(told), policy.client_step_bd)) > now)
}

/// From the client's days on: call, supervisor, letter.
fn after_client(
    said: &Said<'_>,
    policy: &ContactPolicy,
    possible: Possible,
    client_done: Timestamp,
    dpd: &impl Fn(i64) -> Timestamp,
    gap: &impl Fn(Timestamp) -> Timestamp,
) -> Option<Next> {
    // A call that nobody makes must not hold up what comes after it: it counts from the moment it was planned for.
    let called = said.past.iter().rev().find(|one| one.purpose == Purpose::Call).map(|one| one.at);
    let supervised = said.last(|purpose| purpose == Purpose::Supervisor);
    let written = said.last(|purpose| purpose == Purpose::PastDue);
    if written.is_some() {
        return None;
    }
    if called.is_none() && supervised.is_none() && possible.call {
        return Some(Next { rung: Rung::Call, from: dpd(policy.call_dpd).max(client_done) });
    }
    let before = called.map_or(client_done, gap);
    if supervised.is_none() && possible.supervisor {
        return Some(Next { rung: Rung::Supervisor, from: dpd(policy.supervisor_dpd).max(before) });
    }
    let before = supervised.map_or(before, gap);
    Some(Next { rung: Rung::Letter, from: dpd(policy.letter_dpd).max(before) })
}

/// CO-03 light touch, GL-44: only the client is asked, twice.
fn to_client_alone(
    said: &Said<'_>,
    policy: &ContactPolicy,
    dpd: &impl Fn(i64) -> Timestamp,
    gap: &impl Fn(Timestamp) -> Timestamp,
) -> Option<Next> {
    let told: Vec<Timestamp> =
        said.past.iter().filter(|one| one.purpose == Purpose::ClientFirst).map(|one| one.moment(said.now)).collect();
    let from = match told[..] {
        [] => dpd(policy.first_contact_dpd),
        [first] => dpd(policy.client_step_dpd).max(gap(first)),
        _ => return None,
    };
    Some(Next { rung: Rung::AskClient, from })
}
