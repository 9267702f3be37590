//! Events, as they were recorded; and what stands in their place when their personal data have gone (CO-33).

use super::{date, named};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::event::{EventKind, Link, Salt, digest};
use jiff::civil::Date;

/// A recorded event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// 1, 2, 3 … in the book.
    pub seq: i64,
    /// What happened.
    pub kind: EventKind,
    /// Business date in the factor's zone.
    pub business_date: Date,
    /// Microseconds since 1970 UTC.
    pub recorded_at: i64,
    /// Who did it.
    pub actor: String,
    /// The facts, as JSON text.
    pub body: String,
    /// Its link in the chain.
    pub hash: Link,
}

const EVENT: &str = "seq, kind, business_date, recorded_at, actor, body, hash";

fn event_row(row: &dyn Row) -> Result<Recorded, Fault> {
    Ok(Recorded {
        seq: row.int(0)?,
        kind: named("event kind", row.text(1)?, EventKind::from_code)?,
        business_date: date(row.text(2)?)?,
        recorded_at: row.int(3)?,
        actor: row.text(4)?.to_owned(),
        body: row.text(5)?.to_owned(),
        hash: row.bytes(6)?.try_into().map_err(|_| Fault::unreadable("hash", "it has not 32 bytes"))?,
    })
}

/// The event with this number.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, seq: i64) -> Result<Option<Recorded>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {EVENT} FROM event WHERE factor_id = $1 AND seq = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Int(seq)], event_row)
}

/// The newest event of a kind up to a moment in microseconds whose facts name all of these ids. Reads backwards until it
/// is found: for questions that are asked seldom.
///
/// # Errors
/// [`Fault`].
pub fn last_about(
    reads: &mut dyn Reads,
    kind: EventKind,
    until: i64,
    about: &[uuid::Uuid],
) -> Result<Option<Recorded>, Fault> {
    let factor = reads.factor();
    let names: Vec<String> = about.iter().map(|id| format!("%{id}%")).collect();
    let likes: String = (0..names.len()).map(|place| format!(" AND body LIKE ${}", place + 4)).collect();
    let sql = format!(
        "SELECT {EVENT} FROM event WHERE factor_id = $1 AND kind = $2 AND recorded_at <= $3{likes} ORDER BY seq DESC LIMIT 1"
    );
    let mut parameters = vec![Value::Id(factor), Value::Text(kind.code()), Value::Int(until)];
    parameters.extend(names.iter().map(|name| Value::Text(name)));
    first(reads.connection(), &sql, &parameters, event_row)
}

/// Up to `limit` events after one, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn after(reads: &mut dyn Reads, seq: i64, limit: i64) -> Result<Vec<Recorded>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {EVENT} FROM event WHERE factor_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Int(seq), Value::Int(limit)], event_row)
}

/// Up to `limit` events before one, newest first. For `before` none, from the newest.
///
/// # Errors
/// [`Fault`].
pub fn newest(reads: &mut dyn Reads, before: Option<i64>, limit: i64) -> Result<Vec<Recorded>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {EVENT} FROM event WHERE factor_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3");
    all(
        reads.connection(),
        &sql,
        &[Value::Id(factor), Value::Int(before.unwrap_or(i64::MAX)), Value::Int(limit)],
        event_row,
    )
}

/// CO-33: were the texts of this event replaced? False where there is none.
///
/// # Errors
/// [`Fault`].
pub fn is_erased(reads: &mut dyn Reads, seq: i64) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM event WHERE factor_id = $1 AND seq = $2 AND salt IS NULL";
    let key = [Value::Id(reads.factor()), Value::Int(seq)];
    Ok(first(reads.connection(), sql, &key, |row| row.int(0))?.is_some())
}

/// CO-33: replaces who did it and what happened in an event that reads as `before`; false when it reads otherwise by now.
///
/// Its link holds on: the digest of what stood there is kept, the salt is dropped. Whoever calls it records, in the same
/// unit of work, an event that says what stands there now.
///
/// # Errors
/// [`Fault`].
pub fn erase(reads: &mut dyn Reads, before: &Recorded, actor: &str, body: &str) -> Result<bool, Fault> {
    let key = [Value::Id(reads.factor()), Value::Int(before.seq)];
    let sql = "SELECT actor, body, salt, digest FROM event WHERE factor_id = $1 AND seq = $2";
    let kept = first(reads.connection(), sql, &key, |row| {
        if (row.text(0)?, row.text(1)?) != (&*before.actor, &*before.body) {
            return Ok(None);
        }
        let Some(salt) = row.maybe_bytes(2)? else { return row.bytes(3).map(|kept| Some(kept.to_vec())) };
        let salt = Salt::try_from(salt).map_err(|_| Fault::unreadable("salt", "it has not 16 bytes"))?;
        Ok(Some(digest(&salt, &before.actor, &before.body).to_vec()))
    })?;
    let Some(kept) = kept.flatten() else { return Ok(false) };
    let sql = "UPDATE event SET actor = $3, body = $4, salt = NULL, digest = $5 WHERE factor_id = $1 AND seq = $2";
    let row = [key[0], key[1], Value::Text(actor), Value::Text(body), Value::Bytes(&kept)];
    reads.connection().execute(sql, &row).map(|_| true)
}
