//! Mail that was read from the mailbox: nothing is filed twice.

use crate::book::Reads;
use crate::engine::{Fault, Value, first};
use domain::id::MessageId;

/// Was a mail of these bytes read before?
///
/// # Errors
/// [`Fault`].
pub fn is_read(reads: &mut dyn Reads, sha256: &[u8; 32]) -> Result<bool, Fault> {
    let factor = reads.factor();
    let sql = "SELECT 1 FROM mail_read WHERE factor_id = $1 AND mail_sha256 = $2";
    Ok(first(reads.connection(), sql, &[Value::Id(factor), Value::Bytes(sha256)], |row| row.int(0))?.is_some())
}

/// Notes that it was read, and what became of it.
///
/// # Errors
/// [`Fault::Taken`] when it was read before.
pub fn add(reads: &mut dyn Reads, sha256: &[u8; 32], read_at: i64, message: Option<MessageId>) -> Result<(), Fault> {
    let factor = reads.factor();
    let row = [Value::Id(factor), Value::Bytes(sha256), Value::Int(read_at), message.map(|id| id.0).into()];
    reads.connection().insert(&crate::schema::MAIL_READ, &row)
}
