//! Applications: what of a receipt went to which invoice, and what has become of that.

use super::named;
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all};
use domain::cash::matching::MatchRule;
use domain::id::{InvoiceId, ReceiptId};

/// A part of a receipt on one invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The receipt.
    pub receipt: ReceiptId,
    /// The event that applied it.
    pub event_seq: i64,
    /// The invoice.
    pub invoice: InvoiceId,
    /// What the invoice took, minor units.
    pub applied: i64,
    /// LE-11: an excess that went to the client, minor units.
    pub excess: i64,
    /// How it was found.
    pub rule: MatchRule,
    /// Why.
    pub reason: String,
    /// The event that undid or returned it.
    pub ended_seq: Option<i64>,
}

const APPLICATION: &str = "receipt_id, event_seq, invoice_id, applied_minor, excess_minor, rule, reason, ended_seq";

fn application_row(row: &dyn Row) -> Result<Application, Fault> {
    Ok(Application {
        receipt: ReceiptId(row.id(0)?),
        event_seq: row.int(1)?,
        invoice: InvoiceId(row.id(2)?),
        applied: row.int(3)?,
        excess: row.int(4)?,
        rule: named("match rule", row.text(5)?, MatchRule::from_code)?,
        reason: row.text(6)?.to_owned(),
        ended_seq: row.maybe_int(7)?,
    })
}

/// All applications of a receipt, ended ones included, in order.
///
/// # Errors
/// [`Fault`].
pub fn of_receipt(reads: &mut dyn Reads, receipt: ReceiptId) -> Result<Vec<Application>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {APPLICATION} FROM application WHERE factor_id = $1 AND receipt_id = $2 ORDER BY event_seq, invoice_id"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(receipt.0)], application_row)
}

/// All applications on an invoice, ended ones included, in order.
///
/// # Errors
/// [`Fault`].
pub fn of_invoice(reads: &mut dyn Reads, invoice: InvoiceId) -> Result<Vec<Application>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {APPLICATION} FROM application WHERE factor_id = $1 AND invoice_id = $2 ORDER BY event_seq, receipt_id"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(invoice.0)], application_row)
}

/// Adds an application.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, application: &Application) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Id(application.receipt.0),
        Value::Int(application.event_seq),
        Value::Id(application.invoice.0),
        Value::Int(application.applied),
        Value::Int(application.excess),
        Value::Text(application.rule.code()),
        Value::Text(&application.reason),
        application.ended_seq.into(),
    ];
    reads.connection().insert(&crate::schema::APPLICATION, &row)
}

/// Marks an application as ended by an event.
///
/// # Errors
/// [`Fault`].
pub fn end(reads: &mut dyn Reads, application: &Application, ended_seq: i64) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE application SET ended_seq = $5 WHERE factor_id = $1 AND receipt_id = $2 AND event_seq = $3 AND invoice_id = $4";
    let row = [
        Value::Id(factor),
        Value::Id(application.receipt.0),
        Value::Int(application.event_seq),
        Value::Id(application.invoice.0),
        Value::Int(ended_seq),
    ];
    reads.connection().execute(sql, &row).map(drop)
}
