//! Schedules of accounts, and the lines of theirs that could not become an invoice.

use super::{date, json, money, named, to_json};
use crate::book::Reads;
use crate::engine::{Ask, Fault, Row, Value, all, first};
use domain::id::{ClientId, ScheduleId};
use domain::invoice::TransferMethod;
use domain::money::Money;
use jiff::civil::Date;
use std::sync::LazyLock;

/// Is every line decided?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleState {
    /// Lines are still to be decided: the import was interrupted, or runs.
    Submitted,
    /// Every line has its decision.
    Decided,
}

impl ScheduleState {
    /// Stored name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submitted => "SUBMITTED",
            Self::Decided => "DECIDED",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Submitted, Self::Decided].into_iter().find(|state| state.code() == code)
    }
}

/// A schedule of accounts as submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Key.
    pub id: ScheduleId,
    /// Whose.
    pub client: ClientId,
    /// Number people read: `S-12`.
    pub number: i64,
    /// Is every line decided?
    pub state: ScheduleState,
    /// The day it was submitted.
    pub business_date: Date,
    /// Control: how many lines it offered, unreadable ones included.
    pub line_count: i64,
    /// Control: sum of its readable lines.
    pub line_sum: Money,
    /// Names of its files.
    pub files: Vec<String>,
    /// SHA-256 over its files.
    pub content_sha256: [u8; 32],
    /// How the advance is paid.
    pub transfer_method: TransferMethod,
    /// FE-26: the transfer fee that its purchases have borne.
    pub transfer_fee: Money,
    /// How many readable lines are decided.
    pub decided_lines: i64,
}

/// A line that could not become an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedLine {
    /// Line number in its file.
    pub line_no: i64,
    /// Name of the file.
    pub file: String,
    /// The line as it stands there, shortened.
    pub raw: String,
    /// What is wrong, each with its remedy.
    pub problems: Vec<String>,
}

const SCHEDULE: &str = "schedule_id, client_id, number, state, business_date, line_count, line_sum_minor, currency, files, \
    content_sha256, transfer_method, transfer_fee_minor, decided_lines";

pub(in crate::kept) fn of_row(row: &dyn Row) -> Result<Schedule, Fault> {
    let currency = row.text(7)?;
    Ok(Schedule {
        id: ScheduleId(row.id(0)?),
        client: ClientId(row.id(1)?),
        number: row.int(2)?,
        state: named("schedule state", row.text(3)?, ScheduleState::from_code)?,
        business_date: date(row.text(4)?)?,
        line_count: row.int(5)?,
        line_sum: money(row.int(6)?, currency)?,
        files: json("files", row.text(8)?)?,
        content_sha256: row.bytes(9)?.try_into().map_err(|_| Fault::unreadable("hash", "it has not 32 bytes"))?,
        transfer_method: named("transfer method", row.text(10)?, TransferMethod::from_code)?,
        transfer_fee: money(row.int(11)?, currency)?,
        decided_lines: row.int(12)?,
    })
}

/// The schedule with this id.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: ScheduleId) -> Result<Option<Schedule>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {SCHEDULE} FROM schedule WHERE factor_id = $1 AND schedule_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], of_row)
}

/// The schedule with this number.
///
/// # Errors
/// [`Fault`].
pub fn by_number(reads: &mut dyn Reads, number: i64) -> Result<Option<Schedule>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {SCHEDULE} FROM schedule WHERE factor_id = $1 AND number = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Int(number)], of_row)
}

static BY_CONTENT: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT {SCHEDULE} FROM schedule WHERE factor_id = $1 AND client_id = $2 AND content_sha256 = $3")
});

/// The client's schedule of exactly these files.
///
/// # Errors
/// [`Fault`].
pub fn by_content(reads: &mut dyn Reads, client: ClientId, sha256: &[u8; 32]) -> Result<Option<Schedule>, Fault> {
    let Ask { sql, parameters } = by_content_ask(reads, client, sha256);
    first(reads.connection(), sql, &parameters, of_row)
}

/// What [`by_content`] asks, for [`crate::engine::Connection::ask_ahead`].
pub fn by_content_ask<'a>(reads: &dyn Reads, client: ClientId, sha256: &'a [u8; 32]) -> Ask<'a> {
    let parameters = vec![Value::Id(reads.factor()), Value::Id(client.0), Value::Bytes(sha256)];
    Ask { sql: &BY_CONTENT, parameters }
}

/// Up to `limit` schedules before a number, newest first; of one client or all.
///
/// # Errors
/// [`Fault`].
pub fn newest(
    reads: &mut dyn Reads,
    client: Option<ClientId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Schedule>, Fault> {
    let factor = reads.factor();
    let before = Value::Int(before.unwrap_or(i64::MAX));
    match client {
        Some(client) => {
            let sql = format!(
                "SELECT {SCHEDULE} FROM schedule WHERE factor_id = $1 AND client_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4"
            );
            all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0), before, Value::Int(limit)], of_row)
        }
        None => {
            let sql = format!(
                "SELECT {SCHEDULE} FROM schedule WHERE factor_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3"
            );
            all(reads.connection(), &sql, &[Value::Id(factor), before, Value::Int(limit)], of_row)
        }
    }
}

/// Adds a schedule.
///
/// # Errors
/// [`Fault::Taken`] when the client has handed in the same files before.
pub fn add(reads: &mut dyn Reads, schedule: &Schedule) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Id(schedule.id.0),
        Value::Id(schedule.client.0),
        Value::Int(schedule.number),
        Value::Text(schedule.state.code()),
        Value::Text(schedule.line_sum.currency.code()),
        Value::Text(&schedule.business_date.to_string()),
        Value::Int(schedule.line_count),
        Value::Int(schedule.line_sum.minor),
        Value::Text(&to_json(&schedule.files)),
        Value::Bytes(&schedule.content_sha256),
        Value::Text(schedule.transfer_method.code()),
        Value::Int(schedule.transfer_fee.minor),
        Value::Int(schedule.decided_lines),
    ];
    reads.connection().insert(&crate::schema::SCHEDULE, &row)
}

/// Writes how far the schedule is decided.
///
/// # Errors
/// [`Fault`].
pub fn set_progress(reads: &mut dyn Reads, schedule: &Schedule) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE schedule SET state = $3, decided_lines = $4, transfer_fee_minor = $5 WHERE factor_id = $1 AND schedule_id = $2";
    let row = [
        Value::Id(factor),
        Value::Id(schedule.id.0),
        Value::Text(schedule.state.code()),
        Value::Int(schedule.decided_lines),
        Value::Int(schedule.transfer_fee.minor),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// Keeps the lines that could not become an invoice.
///
/// # Errors
/// [`Fault`].
pub fn add_rejected(reads: &mut dyn Reads, schedule: ScheduleId, lines: &[RejectedLine]) -> Result<(), Fault> {
    let factor = reads.factor();
    for (place, line) in (1_i64..).zip(lines) {
        let row = [
            Value::Id(factor),
            Value::Id(schedule.0),
            // Several files of one schedule may each have a line 2; the place among the rejected keeps the key unique.
            Value::Int(place * 10_000_000 + line.line_no),
            Value::Text(&line.file),
            Value::Text(&line.raw),
            Value::Text(&to_json(&line.problems)),
        ];
        reads.connection().insert(&crate::schema::REJECTED_LINE, &row)?;
    }
    Ok(())
}

/// The lines of a schedule that could not become an invoice, in file order.
///
/// # Errors
/// [`Fault`].
pub fn rejected(reads: &mut dyn Reads, schedule: ScheduleId) -> Result<Vec<RejectedLine>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT line_no, file, raw, problems FROM rejected_line WHERE factor_id = $1 AND schedule_id = $2 ORDER BY line_no";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(schedule.0)], rejected_of_row)
}

pub(in crate::kept) fn rejected_of_row(row: &dyn Row) -> Result<RejectedLine, Fault> {
    Ok(RejectedLine {
        // What stands before the line number keeps the key unique.
        line_no: row.int(0)? % 10_000_000,
        file: row.text(1)?.to_owned(),
        raw: row.text(2)?.to_owned(),
        problems: json("problems", row.text(3)?)?,
    })
}

/// The line with the largest amount among a schedule's invoices, the first of several; none while there is none.
///
/// # Errors
/// [`Fault`].
pub fn largest_line(reads: &mut dyn Reads, schedule: ScheduleId) -> Result<Option<i64>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT line_no FROM invoice WHERE factor_id = $1 AND schedule_id = $2 AND line_no > 0 \
        ORDER BY amount_minor DESC, line_no LIMIT 1";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(schedule.0)], |row| row.int(0))
}

/// Counts and sums of a schedule's decided lines, per state of the invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Stored name of the state.
    pub state: String,
    /// How many lines.
    pub count: i64,
    /// Sum of their amounts, minor units.
    pub amount: i64,
    /// Sum of their advances, minor units.
    pub advance: i64,
}

/// What became of a schedule's lines.
///
/// # Errors
/// [`Fault`].
pub fn outcome(reads: &mut dyn Reads, schedule: ScheduleId) -> Result<Vec<Outcome>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT state, COUNT(*), CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(advance_minor) AS BIGINT) FROM invoice \
        WHERE factor_id = $1 AND schedule_id = $2 AND line_no > 0 GROUP BY state ORDER BY state";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(schedule.0)], |row| {
        Ok(Outcome { state: row.text(0)?.to_owned(), count: row.int(1)?, amount: row.int(2)?, advance: row.int(3)? })
    })
}
