//! Changes of the account that debtors pay to.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::RemitChangeId;
use domain::notice::{RemitChange, RemitChangeState};

fn read(row: &dyn Row) -> Result<RemitChange, Fault> {
    json("change of pay-to details", row.text(0)?)
}

/// Adds a change, or keeps where it stands.
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, change: &RemitChange) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO remit_change (factor_id, remit_change_id, state, not_before, body) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (factor_id, remit_change_id) DO UPDATE SET state = excluded.state, body = excluded.body";
    let not_before = change.not_before.to_string();
    let body = to_json(change);
    let row = [
        Value::Id(factor),
        Value::Id(change.id.0),
        Value::Text(change.state.code()),
        Value::Text(&not_before),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// A change.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: RemitChangeId) -> Result<Option<RemitChange>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM remit_change WHERE factor_id = $1 AND remit_change_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// Every change, newest first. A factor changes its bank a few times in its life.
///
/// # Errors
/// [`Fault`].
pub fn all_of_them(reads: &mut dyn Reads) -> Result<Vec<RemitChange>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM remit_change WHERE factor_id = $1 ORDER BY remit_change_id DESC";
    all(reads.connection(), sql, &[Value::Id(factor)], read)
}

/// The changes in a state, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn in_state(reads: &mut dyn Reads, state: RemitChangeState) -> Result<Vec<RemitChange>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM remit_change WHERE factor_id = $1 AND state = $2 ORDER BY remit_change_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(state.code())], read)
}
