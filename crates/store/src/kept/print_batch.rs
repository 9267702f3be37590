//! Print runs: letters printed together, until a person has posted them.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::MessageId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a print run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PrintState {
    /// Printed; nobody has said that it was posted.
    Printed,
    /// Posted.
    Posted,
    /// Taken back before it was posted; its letters wait again.
    Undone,
}

impl PrintState {
    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Printed => "PRINTED",
            Self::Posted => "POSTED",
            Self::Undone => "UNDONE",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Printed, Self::Posted, Self::Undone].into_iter().find(|state| state.code() == code)
    }
}

/// A print run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintBatch {
    /// The number people read.
    pub number: i64,
    /// Where it stands.
    pub state: PrintState,
    /// When it was made, in microseconds since 1970 UTC.
    pub made_at: i64,
    /// All else.
    pub body: PrintBody,
}

/// What of a print run is never searched by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PrintBody {
    /// Its letters, in the order of the pages.
    pub messages: Vec<MessageId>,
    /// Who made it.
    pub made_by: String,
    /// The day it was posted, and who said so.
    pub posted: Option<(Date, String)>,
}

fn read(row: &dyn Row) -> Result<PrintBatch, Fault> {
    let state = row.text(1)?;
    Ok(PrintBatch {
        number: row.int(0)?,
        state: PrintState::from_code(state).ok_or_else(|| Fault::unreadable("state of a print run", state))?,
        made_at: row.int(2)?,
        body: json("print run", row.text(3)?)?,
    })
}

/// A print run by its number.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, number: i64) -> Result<Option<PrintBatch>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT number, state, made_at, body FROM print_batch WHERE factor_id = $1 AND number = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Int(number)], read)
}

/// The newest print runs, newest first.
///
/// # Errors
/// [`Fault`].
pub fn newest(reads: &mut dyn Reads, count: i64) -> Result<Vec<PrintBatch>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT number, state, made_at, body FROM print_batch WHERE factor_id = $1 ORDER BY number DESC LIMIT $2";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Int(count)], read)
}

/// Adds or changes a print run.
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, batch: &PrintBatch) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO print_batch (factor_id, number, state, made_at, body) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (factor_id, number) DO UPDATE SET state = excluded.state, body = excluded.body";
    let body = to_json(&batch.body);
    let row = [
        Value::Id(factor),
        Value::Int(batch.number),
        Value::Text(batch.state.code()),
        Value::Int(batch.made_at),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}
