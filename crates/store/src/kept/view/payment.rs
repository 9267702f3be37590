//! Payments with whom they go to.

use super::super::payment::{Payment, PaymentState, payment_of_row};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::PaymentFileId;

/// A payment with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The payment.
    pub payment: Payment,
    /// Code and name of the client it goes to.
    pub client: Option<(String, String)>,
    /// Code and name of the debtor it goes back to.
    pub debtor: Option<(String, String)>,
    /// Number of the schedule it advances.
    pub schedule: Option<i64>,
    /// Number of the receipt it refunds.
    pub receipt: Option<i64>,
    /// Number of the file it left in.
    pub file: Option<i64>,
}

const LISTED: &str = "SELECT p.payment_id, p.number, p.kind, p.client_id, p.debtor_id, p.schedule_id, p.receipt_id, p.currency, \
    p.amount_minor, p.transfer_method, p.due_on, p.payee, p.state, p.payment_file_id, c.code, c.name, d.code, d.name, s.number, \
    r.number, f.number FROM payment p LEFT JOIN client c ON c.factor_id = p.factor_id AND c.client_id = p.client_id LEFT JOIN debtor d \
    ON d.factor_id = p.factor_id AND d.debtor_id = p.debtor_id LEFT JOIN schedule s ON s.factor_id = p.factor_id AND \
    s.schedule_id = p.schedule_id LEFT JOIN receipt r ON r.factor_id = p.factor_id AND r.receipt_id = p.receipt_id LEFT JOIN \
    payment_file f ON f.factor_id = p.factor_id AND f.payment_file_id = p.payment_file_id WHERE p.factor_id = $1";

fn listed_row(row: &dyn Row) -> Result<Listed, Fault> {
    let pair = |column: usize| {
        Ok::<_, Fault>(match (row.maybe_text(column)?, row.maybe_text(column + 1)?) {
            (Some(code), Some(name)) => Some((code.to_owned(), name.to_owned())),
            _ => None,
        })
    };
    Ok(Listed {
        payment: payment_of_row(row)?,
        client: pair(14)?,
        debtor: pair(16)?,
        schedule: row.maybe_int(18)?,
        receipt: row.maybe_int(19)?,
        file: row.maybe_int(20)?,
    })
}

/// Payments in a state by due date: up to `limit` after the first `skipped`.
///
/// # Errors
/// [`Fault`].
pub fn in_state(reads: &mut dyn Reads, state: PaymentState, skipped: i64, limit: i64) -> Result<Vec<Listed>, Fault> {
    let factor = reads.factor();
    let sql = format!("{LISTED} AND p.state = $2 ORDER BY p.due_on, p.number LIMIT {limit} OFFSET {skipped}");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Text(state.code())], listed_row)
}

/// All payments, the newest first: up to `limit` after the first `skipped`.
///
/// # Errors
/// [`Fault`].
pub fn newest(reads: &mut dyn Reads, skipped: i64, limit: i64) -> Result<Vec<Listed>, Fault> {
    let factor = reads.factor();
    let sql = format!("{LISTED} ORDER BY p.number DESC LIMIT {limit} OFFSET {skipped}");
    all(reads.connection(), &sql, &[Value::Id(factor)], listed_row)
}

/// The payments of a file, by number: up to `limit` after the first `skipped`.
///
/// # Errors
/// [`Fault`].
pub fn of_file(reads: &mut dyn Reads, file: i64, skipped: i64, limit: i64) -> Result<Vec<Listed>, Fault> {
    let factor = reads.factor();
    let sql = format!("{LISTED} AND f.number = $2 ORDER BY p.number LIMIT {limit} OFFSET {skipped}");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Int(file)], listed_row)
}

/// The payment with this number.
///
/// # Errors
/// [`Fault`].
pub fn numbered(reads: &mut dyn Reads, number: i64) -> Result<Option<Listed>, Fault> {
    let factor = reads.factor();
    let sql = format!("{LISTED} AND p.number = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Int(number)], listed_row)
}

/// How many payments there are, all or in a state.
///
/// # Errors
/// [`Fault`].
pub fn count(reads: &mut dyn Reads, state: Option<PaymentState>) -> Result<i64, Fault> {
    let factor = reads.factor();
    let found = match state {
        Some(state) => first(
            reads.connection(),
            "SELECT COUNT(*) FROM payment WHERE factor_id = $1 AND state = $2",
            &[Value::Id(factor), Value::Text(state.code())],
            |row| row.int(0),
        )?,
        None => first(
            reads.connection(),
            "SELECT COUNT(*) FROM payment WHERE factor_id = $1",
            &[Value::Id(factor)],
            |row| row.int(0),
        )?,
    };
    Ok(found.unwrap_or(0))
}

/// The payment file with this number.
///
/// # Errors
/// [`Fault`].
pub fn file_numbered(reads: &mut dyn Reads, number: i64) -> Result<Option<PaymentFileId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT payment_file_id FROM payment_file WHERE factor_id = $1 AND number = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Int(number)], |row| Ok(PaymentFileId(row.id(0)?)))
}
