//! What keeps an invoice, or a whole debtor, from being asked about (CO-01, CO-03, CO-08, CO-14, LC-08, GL-44).

use super::hours::{days_between, plus};
use super::{ContactPolicy, DPD_FLOOR, Direction, Item, Past, Profile, Purpose, Situation};
use crate::id::{ClientId, InvoiceId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The rule.
    pub rule: String,
    /// The fact, in words.
    pub fact: String,
    /// The first day on which this reason is gone by itself; none when somebody must act.
    pub until: Option<Date>,
}

impl Stop {
    /// A reason that stands until somebody acts, or until the day named.
    #[must_use]
    pub fn new(rule: &str, fact: impl Into<String>, until: Option<Date>) -> Self {
        Self { rule: rule.to_owned(), fact: fact.into(), until }
    }
}

/// Days past due on a day; negative before the due date.
#[must_use]
pub fn days_past_due(item: &Item, on: Date) -> i64 {
    days_between(item.due, on)
}

/// What keeps the factor from writing to this debtor at all about money.
#[must_use]
pub fn of_debtor(situation: &Situation, policy: &ContactPolicy, at: Timestamp) -> Option<Stop> {
    if let Some(since) = situation.preference.bankrupt_since {
        return Some(Stop::new("CO-08", format!("bankrupt since {since}: counsel decides"), None));
    }
    if let Some(word) = situation.barred {
        return Some(Stop::new("CO-08", format!("the debtor is {word}"), None));
    }
    let heard = situation.past.iter().filter(|one| one.direction == Direction::In).map(|one| one.at).max()?;
    // Its own words come first: somebody reads them before it is asked again. They are read when it was answered, or when
    // the case that holds them was closed; what a client or another office of it was told since answers nothing.
    let wall = situation.wall(None, policy);
    let free = plus(situation.preference.calendar.shift(wall.date(heard), policy.transit_bd), 1);
    let is_answer = |one: &Past| one.purpose == Purpose::Reply && one.to_client.is_none() && one.at > heard;
    let replied = situation.past.iter().any(|one| is_answer(one) && one.reaches() && !one.is_pending());
    let settled = situation.words_settled_at.is_some_and(|at| at > heard);
    (!replied && !settled && wall.date(at) < free)
        .then(|| Stop::new("CO-08", "the debtor has written; its words are read first", Some(free)))
}

/// GL-44: is the debtor not to know of this client's factor?
#[must_use]
pub fn is_silent(situation: &Situation, client: ClientId) -> bool {
    situation.profile(client) == Profile::Silent
}

/// CO-08, LC-08: what the debtor has said of an invoice, and keeps the factor from asking about it on a day.
#[must_use]
pub fn of_words(situation: &Situation, invoice: InvoiceId, on: Date) -> Option<Stop> {
    if situation.disputed.contains(&invoice) {
        return Some(Stop::new("LC-08", "it is disputed, or what was disputed is not settled in the books", None));
    }
    let until = situation.answered_until.get(&invoice).filter(|until| on <= **until)?;
    Some(Stop::new("CO-08", "the debtor has given a status", Some(plus(*until, 1))))
}

/// What keeps the factor from asking the debtor about this invoice on a day.
#[must_use]
pub fn of_item(situation: &Situation, item: &Item, policy: &ContactPolicy, on: Date) -> Option<Stop> {
    if let Some(stop) = of_words(situation, item.invoice, on) {
        return Some(stop);
    }
    if let Some(stop) = paused(situation, item.client, on) {
        return Some(stop);
    }
    match situation.profile(item.client) {
        Profile::Silent => {
            return Some(Stop::new("GL-44", "the assignment is confidential: the client asks itself", None));
        }
        Profile::LightTouch => return Some(Stop::new("CO-03", "the client asks itself (light touch)", None)),
        Profile::Standard | Profile::ClientFirst => {}
    }
    if situation.pairs.get(&item.client).is_some_and(|pair| !pair.introduced) {
        return Some(Stop::new("LC-40", "the debtor was not given notice of the assignment yet", None));
    }
    let dpd = days_past_due(item, on);
    (dpd <= DPD_FLOOR || dpd < policy.first_contact_dpd).then(|| {
        let first = plus(item.due, policy.first_contact_dpd.max(DPD_FLOOR + 1));
        Stop::new("CO-01", format!("{dpd} days past due are not yet a reason to ask"), Some(first))
    })
}

/// CO-14: has this client paused contact?
#[must_use]
pub fn paused(situation: &Situation, client: ClientId, on: Date) -> Option<Stop> {
    let pause = situation.pairs.get(&client)?.relation.paused(on)?;
    Some(Stop::new("CO-14", "the client has paused contact", Some(plus(pause.until, 1))))
}
