//! What the contact engine decided about debtors. A decision that stays the same keeps its row and moves its last day on.

use super::{date, json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::contact::Decision;
use domain::id::{DebtorId, MessageId};
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A decision on one debtor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// About whom.
    pub debtor: DebtorId,
    /// First day it was so, at the factor.
    pub decided_on: Date,
    /// Last day it was found to be so.
    pub last_on: Date,
    /// `WRITE`, `ASK_CLIENT`, `WAIT`, `NOTHING`.
    pub outcome: String,
    /// The main reason, in one line.
    pub reason: String,
    /// The message to the debtor, if there was one.
    pub message: Option<MessageId>,
    /// All of it.
    pub decision: Decision,
}

/// Where the latest decision on a debtor stands, without its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// About whom.
    pub debtor: DebtorId,
    /// First day it was so.
    pub decided_on: Date,
    /// Last day it was found to be so.
    pub last_on: Date,
    /// In one word.
    pub outcome: String,
    /// In one line.
    pub reason: String,
}

/// The latest decisions on these debtors, where there is one.
///
/// # Errors
/// [`Fault`].
pub fn latest(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<Latest>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, decided_on, last_on, outcome, reason FROM contact_decision d \
        WHERE factor_id = $1 AND debtor_id {in $2} AND decided_on = (SELECT MAX(decided_on) FROM contact_decision e \
        WHERE e.factor_id = d.factor_id AND e.debtor_id = d.debtor_id)";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        Ok(Latest {
            debtor: DebtorId(row.id(0)?),
            decided_on: date(row.text(1)?)?,
            last_on: date(row.text(2)?)?,
            outcome: row.text(3)?.to_owned(),
            reason: row.text(4)?.to_owned(),
        })
    })
}

/// Adds a decision.
///
/// # Errors
/// [`Fault::Taken`] when one was made for that debtor on that day.
pub fn add(reads: &mut dyn Reads, decided: &Decided) -> Result<(), Fault> {
    let (on, last) = (decided.decided_on.to_string(), decided.last_on.to_string());
    let body = to_json(&decided.decision);
    let row = [
        Value::Id(reads.factor()),
        Value::Id(decided.debtor.0),
        Value::Text(&on),
        Value::Text(&last),
        Value::Text(&decided.outcome),
        Value::Text(&decided.reason),
        decided.message.map(|id| id.0).into(),
        Value::Text(&body),
    ];
    reads.connection().insert(&crate::schema::CONTACT_DECISION, &row)
}

/// The same was decided again: moves the last day of these debtors' decisions on.
///
/// # Errors
/// [`Fault`].
pub fn still(reads: &mut dyn Reads, unchanged: &[Latest], today: Date) -> Result<(), Fault> {
    let factor = reads.factor();
    let today = today.to_string();
    let sql = "UPDATE contact_decision SET last_on = $4 WHERE factor_id = $1 AND debtor_id {in $2} AND decided_on = $3";
    let mut by_day: BTreeMap<Date, Vec<Uuid>> = BTreeMap::new();
    for one in unchanged {
        by_day.entry(one.decided_on).or_default().push(one.debtor.0);
    }
    for (day, debtors) in by_day {
        let day = day.to_string();
        let key = [Value::Id(factor), Value::Ids(&debtors), Value::Text(&day), Value::Text(&today)];
        reads.connection().execute(sql, &key)?;
    }
    Ok(())
}

/// The decisions on a debtor, newest first.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId, count: i64) -> Result<Vec<Decided>, Fault> {
    before(reads, debtor, Date::MAX, count)
}

/// The same of those first made before a day.
///
/// # Errors
/// [`Fault`].
pub fn before(reads: &mut dyn Reads, debtor: DebtorId, day: Date, count: i64) -> Result<Vec<Decided>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT decided_on, last_on, outcome, reason, message_id, body FROM contact_decision \
        WHERE factor_id = $1 AND debtor_id = $2 AND decided_on < $3 ORDER BY decided_on DESC LIMIT $4";
    let day = day.to_string();
    let parameters = [Value::Id(factor), Value::Id(debtor.0), Value::Text(&day), Value::Int(count)];
    all(reads.connection(), sql, &parameters, |row| {
        Ok(Decided {
            debtor,
            decided_on: date(row.text(0)?)?,
            last_on: date(row.text(1)?)?,
            outcome: row.text(2)?.to_owned(),
            reason: row.text(3)?.to_owned(),
            message: row.maybe_id(4)?.map(MessageId),
            decision: json("decision", row.text(5)?)?,
        })
    })
}
