//! What an invoice's page shows beside the invoice itself.

use super::super::invoice::Invoice;
use super::super::{date, money};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::fraud::NumberKey;
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId};
use domain::money::{Currency, Money};
use jiff::civil::Date;

/// Names of the two parties and the schedule of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// Code and name of the client.
    pub client: (String, String),
    /// Code and name of the debtor; none while nobody on file fits.
    pub debtor: Option<(String, String)>,
    /// Number of the schedule.
    pub schedule: i64,
}

fn maybe_pair(row: &dyn Row, column: usize) -> Result<Option<(String, String)>, Fault> {
    Ok(match (row.maybe_text(column)?, row.maybe_text(column + 1)?) {
        (Some(code), Some(name)) => Some((code.to_owned(), name.to_owned())),
        _ => None,
    })
}

/// Who sells, who owes, on which schedule.
///
/// # Errors
/// [`Fault`].
pub fn sides(reads: &mut dyn Reads, invoice: InvoiceId) -> Result<Option<Sides>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT c.code, c.name, d.code, d.name, s.number FROM invoice i JOIN client c ON c.factor_id = i.factor_id AND \
        c.client_id = i.client_id JOIN schedule s ON s.factor_id = i.factor_id AND s.schedule_id = i.schedule_id LEFT JOIN debtor d \
        ON d.factor_id = i.factor_id AND d.debtor_id = i.debtor_id WHERE i.factor_id = $1 AND i.invoice_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(invoice.0)], |row| {
        Ok(Sides {
            client: (row.text(0)?.to_owned(), row.text(1)?.to_owned()),
            debtor: maybe_pair(row, 2)?,
            schedule: row.int(4)?,
        })
    })
}

/// The invoice that stands in the way of another one of the same client and number (FR-01), if any.
///
/// # Errors
/// [`Fault`].
pub fn rival(reads: &mut dyn Reads, invoice: &Invoice) -> Result<Option<InvoiceId>, Fault> {
    let factor = reads.factor();
    let key = NumberKey::of(&invoice.offer.number);
    // The one that was there first: ids grow with time.
    let sql = "SELECT invoice_id FROM invoice WHERE factor_id = $1 AND number_key = $2 AND client_id = $3 AND pledged = 1 AND \
        invoice_id <> $4 ORDER BY invoice_id LIMIT 1";
    let parameters =
        [Value::Id(factor), Value::Text(key.as_str()), Value::Id(invoice.client.0), Value::Id(invoice.id.0)];
    first(reads.connection(), sql, &parameters, |row| Ok(InvoiceId(row.id(0)?)))
}

/// A part of a receipt on an invoice, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Its number: `R-12`.
    pub number: i64,
    /// Who paid, as the bank says.
    pub payer: String,
    /// Value date.
    pub value_date: Date,
    /// The event that applied it.
    pub event_seq: i64,
    /// What the invoice took.
    pub applied: Money,
    /// Why.
    pub reason: String,
    /// The event that undid or returned it.
    pub ended_seq: Option<i64>,
}

/// All applications on an invoice with their receipts, in order.
///
/// # Errors
/// [`Fault`].
pub fn applications(reads: &mut dyn Reads, invoice: InvoiceId) -> Result<Vec<Applied>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT a.receipt_id, r.number, r.payer_name, r.value_date, a.event_seq, a.applied_minor, r.currency, a.reason, a.ended_seq \
        FROM application a JOIN receipt r ON r.factor_id = a.factor_id AND r.receipt_id = a.receipt_id \
        WHERE a.factor_id = $1 AND a.invoice_id = $2 ORDER BY a.event_seq, r.number";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(invoice.0)], |row| {
        Ok(Applied {
            receipt: ReceiptId(row.id(0)?),
            number: row.int(1)?,
            payer: row.text(2)?.to_owned(),
            value_date: date(row.text(3)?)?,
            event_seq: row.int(4)?,
            applied: money(row.int(5)?, row.text(6)?)?,
            reason: row.text(7)?.to_owned(),
            ended_seq: row.maybe_int(8)?,
        })
    })
}

/// An open invoice, as it can be chosen for a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number as written.
    pub number: String,
    /// Code and name of the client.
    pub client: (String, String),
    /// Code and name of the debtor.
    pub debtor: (String, String),
    /// Its debtor.
    pub debtor_id: DebtorId,
    /// Its client.
    pub client_id: ClientId,
    /// Due date.
    pub due: Date,
    /// Purchased amount.
    pub face: Money,
    /// What is open.
    pub open: Money,
}

const OPEN: &str = "SELECT i.invoice_id, i.number, c.code, c.name, d.code, d.name, i.debtor_id, i.client_id, i.due, i.amount_minor, \
    i.open_minor, i.currency FROM invoice i JOIN client c ON c.factor_id = i.factor_id AND c.client_id = i.client_id JOIN debtor d ON \
    d.factor_id = i.factor_id AND d.debtor_id = i.debtor_id WHERE i.factor_id = $1 AND i.open_minor > 0 AND i.currency = $2";

fn open_row(row: &dyn Row) -> Result<Open, Fault> {
    let currency = row.text(11)?;
    Ok(Open {
        invoice: InvoiceId(row.id(0)?),
        number: row.text(1)?.to_owned(),
        client: (row.text(2)?.to_owned(), row.text(3)?.to_owned()),
        debtor: (row.text(4)?.to_owned(), row.text(5)?.to_owned()),
        debtor_id: DebtorId(row.id(6)?),
        client_id: ClientId(row.id(7)?),
        due: date(row.text(8)?)?,
        face: money(row.int(9)?, currency)?,
        open: money(row.int(10)?, currency)?,
    })
}

/// Open invoices of a debtor, the oldest due date first; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn open_of(reads: &mut dyn Reads, currency: Currency, debtor: DebtorId, limit: i64) -> Result<Vec<Open>, Fault> {
    let factor = reads.factor();
    let sql = format!("{OPEN} AND i.debtor_id = $3 ORDER BY i.due, i.number_key, i.invoice_id LIMIT {limit}");
    let parameters = [Value::Id(factor), Value::Text(currency.code()), Value::Id(debtor.0)];
    all(reads.connection(), &sql, &parameters, open_row)
}

/// Open invoices whose number begins with a text; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn open_numbered(
    reads: &mut dyn Reads,
    currency: Currency,
    number: &NumberKey,
    limit: i64,
) -> Result<Vec<Open>, Fault> {
    let factor = reads.factor();
    // Every key that begins with the text lies between it and it followed by the largest character.
    let end = format!("{}\u{10FFFF}", number.as_str());
    let sql = format!(
        "{OPEN} AND i.pledged = 1 AND i.number_key >= $3 AND i.number_key < $4 ORDER BY i.number_key, i.invoice_id LIMIT {limit}"
    );
    let parameters = [Value::Id(factor), Value::Text(currency.code()), Value::Text(number.as_str()), Value::Text(&end)];
    all(reads.connection(), &sql, &parameters, open_row)
}

/// Open invoices with exactly this open balance, the oldest due date first; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn open_at(reads: &mut dyn Reads, open: Money, limit: i64) -> Result<Vec<Open>, Fault> {
    let factor = reads.factor();
    let sql = format!("{OPEN} AND i.open_minor = $3 ORDER BY i.due, i.invoice_id LIMIT {limit}");
    let parameters = [Value::Id(factor), Value::Text(open.currency.code()), Value::Int(open.minor)];
    all(reads.connection(), &sql, &parameters, open_row)
}

/// The open invoices among these; an invoice that is not open any more is left out.
///
/// # Errors
/// [`Fault`].
pub fn open_among(reads: &mut dyn Reads, currency: Currency, invoices: &[uuid::Uuid]) -> Result<Vec<Open>, Fault> {
    let factor = reads.factor();
    let sql = format!("{OPEN} AND i.invoice_id {{in $3}} ORDER BY i.due, i.number_key, i.invoice_id");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Text(currency.code()), Value::Ids(invoices)], open_row)
}
