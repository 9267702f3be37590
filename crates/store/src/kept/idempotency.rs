//! Idempotency records: the same key with the same request gets the first answer; with another request it is refused.

use crate::book::{Reads, Unit};
use crate::engine::{Fault, Value, first};

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It was used for the same request; this was the answer.
    Answered(String),
    /// It was used for another request.
    OtherRequest,
}

/// Looks a key up.
///
/// # Errors
/// [`Fault`].
pub fn look_up(unit: &mut Unit<'_>, key: &str, request_sha256: &[u8; 32]) -> Result<Option<Known>, Fault> {
    let factor = unit.factor();
    let sql = "SELECT request_sha256, answer FROM idempotency WHERE factor_id = $1 AND idempotency_key = $2";
    first(unit.connection(), sql, &[Value::Id(factor), Value::Text(key)], |row| {
        let same = row.bytes(0)? == request_sha256;
        Ok(if same { Known::Answered(row.text(1)?.to_owned()) } else { Known::OtherRequest })
    })
}

/// Keeps the answer of a key, in the transaction of what it answers for.
///
/// # Errors
/// [`Fault::Taken`] when the key is there already.
pub fn keep(unit: &mut Unit<'_>, key: &str, request_sha256: &[u8; 32], answer: &str) -> Result<(), Fault> {
    let recorded_at = unit.recorded_at();
    let row = [
        Value::Id(unit.factor()),
        Value::Text(key),
        Value::Bytes(request_sha256),
        Value::Int(recorded_at),
        Value::Text(answer),
    ];
    unit.connection().insert(&crate::schema::IDEMPOTENCY, &row)
}
