//! How much waits for a person: the counts beside the navigation.

use crate::book::Reads;
use crate::engine::{Fault, Value, first};

/// Counts of what waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Invoices that wait for a decision.
    pub lines: i64,
    /// Receipts that are not wholly applied, and bank debits to book.
    pub receipts: i64,
    /// Payments due and not in a file yet.
    pub payments: i64,
}

/// The counts, from three partial or leading indexes.
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads) -> Result<Waiting, Fault> {
    let factor = reads.factor();
    let sql = "SELECT \
        (SELECT count(*) FROM invoice WHERE factor_id = $1 AND state = 'IN_REVIEW'), \
        (SELECT count(*) FROM receipt WHERE factor_id = $1 AND state IN ('WAITING', 'DEBIT_WAITING')), \
        (SELECT count(*) FROM payment WHERE factor_id = $1 AND state = 'DUE')";
    let read = first(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok(Waiting { lines: row.int(0)?, receipts: row.int(1)?, payments: row.int(2)? })
    })?;
    Ok(read.unwrap_or_default())
}
