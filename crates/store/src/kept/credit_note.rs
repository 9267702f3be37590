//! Credit notes on purchased invoices.

use super::named;
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::fraud::NumberKey;
use domain::id::{ClientId, InvoiceId, ScheduleId};
use domain::invoice::InvoiceState;

/// A credit note that took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditNote {
    /// Whose.
    pub client: ClientId,
    /// The invoice it corrects.
    pub invoice: InvoiceId,
    /// Its number as written.
    pub number: String,
    /// The schedule it stands on.
    pub schedule: ScheduleId,
    /// Its line there.
    pub line_no: i64,
    /// Its amount, minor units, positive.
    pub amount: i64,
    /// The event that booked it.
    pub event_seq: i64,
}

/// Keeps a credit note.
///
/// # Errors
/// [`Fault::Taken`] when it took effect on this invoice before.
pub fn add(reads: &mut dyn Reads, note: &CreditNote) -> Result<(), Fault> {
    let key = NumberKey::of(&note.number);
    let row = [
        Value::Id(reads.factor()),
        Value::Id(note.client.0),
        Value::Text(key.as_str()),
        Value::Id(note.invoice.0),
        Value::Text(&note.number),
        Value::Id(note.schedule.0),
        Value::Int(note.line_no),
        Value::Int(note.amount),
        Value::Int(note.event_seq),
    ];
    reads.connection().insert(&crate::schema::CREDIT_NOTE, &row)
}

/// The credit notes of a schedule, in file order.
///
/// # Errors
/// [`Fault`].
pub fn of_schedule(reads: &mut dyn Reads, schedule: ScheduleId) -> Result<Vec<CreditNote>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT client_id, invoice_id, number, line_no, amount_minor, event_seq FROM credit_note \
        WHERE factor_id = $1 AND schedule_id = $2 ORDER BY line_no";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(schedule.0)], |row| {
        Ok(CreditNote {
            client: ClientId(row.id(0)?),
            invoice: InvoiceId(row.id(1)?),
            number: row.text(2)?.to_owned(),
            schedule,
            line_no: row.int(3)?,
            amount: row.int(4)?,
            event_seq: row.int(5)?,
        })
    })
}

/// Has this credit note of the client taken effect on the invoice?
///
/// # Errors
/// [`Fault`].
pub fn is_known(reads: &mut dyn Reads, client: ClientId, number: &str, invoice: InvoiceId) -> Result<bool, Fault> {
    let factor = reads.factor();
    let key = NumberKey::of(number);
    let sql =
        "SELECT 1 FROM credit_note WHERE factor_id = $1 AND client_id = $2 AND number_key = $3 AND invoice_id = $4";
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Text(key.as_str()), Value::Id(invoice.0)];
    Ok(!all(reads.connection(), sql, &parameters, |row| row.int(0))?.is_empty())
}

/// Purchased invoices of a client under a number, with their state.
///
/// # Errors
/// [`Fault`].
pub fn invoices_under(
    reads: &mut dyn Reads,
    client: ClientId,
    number: &str,
) -> Result<Vec<(InvoiceId, InvoiceState)>, Fault> {
    let factor = reads.factor();
    let key = NumberKey::of(number);
    let sql = "SELECT invoice_id, state FROM invoice WHERE factor_id = $1 AND number_key = $2 AND client_id = $3 AND pledged = 1 \
        AND purchased_on IS NOT NULL";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(key.as_str()), Value::Id(client.0)], |row| {
        Ok((InvoiceId(row.id(0)?), named("invoice state", row.text(1)?, InvoiceState::from_code)?))
    })
}
