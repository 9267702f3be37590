//! Idempotency records: the same key with the same request gets the first answer; with another request it is refused.

use crate::book::{Reads, Unit};
use crate::engine::{Ask, Fault, Value, first};
use uuid::Uuid;

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
    let Ask { sql, parameters } = ask(unit.factor(), key);
    first(unit.connection(), sql, &parameters, |row| {
        let same = row.bytes(0)? == request_sha256;
        Ok(if same { Known::Answered(row.text(1)?.to_owned()) } else { Known::OtherRequest })
    })
}

/// What [`look_up`] asks, for [`crate::engine::Connection::ask_ahead`].
pub(crate) fn ask(factor: Uuid, key: &str) -> Ask<'_> {
    let sql = "SELECT request_sha256, answer FROM idempotency WHERE factor_id = $1 AND idempotency_key = $2";
    Ask { sql, parameters: vec![Value::Id(factor), Value::Text(key)] }
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
