//! What a submission answers.

use domain::id::{InvoiceId, ScheduleId};
use domain::invoice::InvoiceState;
use domain::invoice::guard::Finding;
use domain::money::Money;
use serde::{Deserialize, Serialize};

/// The decision on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Its line.
    pub line_no: i64,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number as written.
    pub number: String,
    /// Bought, waits for something or somebody, or refused.
    pub state: InvoiceState,
    /// What was offered.
    pub amount: Money,
    /// GL-04: what is advanced before fees; nothing when it was not bought.
    pub advance: Money,
    /// What is paid to the client.
    pub cash: Money,
    /// Every guard's answer.
    pub findings: Vec<Finding>,
}

/// A line that became no invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedLine {
    /// Its line.
    pub line_no: i64,
    /// What is wrong, each with its remedy.
    pub problems: Vec<String>,
}

/// How far a submission is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Lines decided.
    pub done: u64,
    /// Lines to decide.
    pub of: u64,
}

/// What became of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The schedule.
    pub schedule: ScheduleId,
    /// Its number: `S-12`.
    pub number: i64,
    /// It was handed in before: this is what became of it then.
    pub known: bool,
    /// Control: lines offered, unreadable ones included.
    pub count: i64,
    /// Control: sum of the readable lines.
    pub sum: Money,
    /// Lines bought.
    pub bought: i64,
    /// Their amounts.
    pub bought_sum: Money,
    /// What the client is paid.
    pub cash: Money,
    /// Lines that wait for a person.
    pub waiting: i64,
    /// Lines that wait for the debtor's confirmation, its notice, or proof of it.
    #[serde(default)]
    pub asked: i64,
    /// Lines refused by a guard.
    pub refused: i64,
    /// Credit notes that took effect.
    pub credits: i64,
    /// Lines that became no invoice.
    pub rejected: Vec<RejectedLine>,
    /// The decisions, for schedules of one unit; larger ones are looked up page by page.
    pub lines: Vec<Decided>,
}
