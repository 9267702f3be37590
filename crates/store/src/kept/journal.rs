//! Journals as they were booked, and the sums kept beside them.

use super::{currency, date, json, named};
use crate::book::Reads;
use crate::book::account;
use crate::engine::{Fault, Row, Value, all};
use domain::credit::ClientPosition;
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::ledger::{Account, Booking, Journal, JournalKey, Line};
use domain::money::Currency;
use jiff::civil::Date;

/// A booked journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// Its place in the book.
    pub key: JournalKey,
    /// When it was booked: microseconds since 1970 UTC.
    pub posted_at: i64,
    /// The journal.
    pub journal: Journal,
    /// Its proofs as stored.
    pub proofs_text: String,
}

const JOURNAL: &str = "j.event_seq, j.number, j.booking, j.client_id, j.debtor_id, j.invoice_id, j.schedule_id, j.receipt_id, \
    j.agreement_version, j.currency, j.value_date, j.posted_at, j.reverses_event, j.reverses_number, j.proofs, l.account, l.amount_minor";

fn journal_row(row: &dyn Row) -> Result<Booked, Fault> {
    let reverses = match (row.maybe_int(12)?, row.maybe_int(13)?) {
        (Some(event), Some(number)) => Some(JournalKey { event, number }),
        _ => None,
    };
    let proofs_text = row.text(14)?.to_owned();
    let version =
        row.maybe_int(8)?.map(u32::try_from).transpose().map_err(|error| Fault::unreadable("version", error))?;
    Ok(Booked {
        key: JournalKey { event: row.int(0)?, number: row.int(1)? },
        posted_at: row.int(11)?,
        journal: Journal {
            booking: named("booking", row.text(2)?, Booking::from_code)?,
            client: row.maybe_id(3)?.map(ClientId),
            debtor: row.maybe_id(4)?.map(DebtorId),
            invoice: row.maybe_id(5)?.map(InvoiceId),
            schedule: row.maybe_id(6)?.map(ScheduleId),
            receipt: row.maybe_id(7)?.map(ReceiptId),
            agreement_version: version,
            currency: currency(row.text(9)?)?,
            value_date: date(row.text(10)?)?,
            reverses,
            lines: Vec::new(),
            proofs: json("proofs", &proofs_text)?,
        },
        proofs_text,
    })
}

/// Journals under a condition on `j`, each with its lines, in booking order.
fn journals(reads: &mut dyn Reads, condition: &str, parameters: &[Value<'_>]) -> Result<Vec<Booked>, Fault> {
    // The signs and the outer join leave one plan: the condition's index first, then the lines of what it finds. Without
    // them the key's order is taken for a bargain, and the whole book is walked for the ten journals of an invoice.
    let sql = format!(
        "SELECT {JOURNAL} FROM journal j LEFT JOIN journal_line l ON l.factor_id = j.factor_id AND l.event_seq = j.event_seq \
         AND l.number = j.number WHERE j.factor_id = $1 AND {condition} ORDER BY +j.event_seq, +j.number, l.line"
    );
    let mut found: Vec<Booked> = Vec::new();
    reads.connection().query(&sql, parameters, &mut |row| {
        let key = JournalKey { event: row.int(0)?, number: row.int(1)? };
        if found.last().is_none_or(|last| last.key != key) {
            found.push(journal_row(row)?);
        }
        if let Some(last) = found.last_mut() {
            last.journal.lines.push(Line { account: account(row.int(15)?)?, amount: row.int(16)? });
        }
        Ok(())
    })?;
    Ok(found)
}

/// All journals of an invoice.
///
/// # Errors
/// [`Fault`].
pub fn of_invoice(reads: &mut dyn Reads, invoice: InvoiceId) -> Result<Vec<Booked>, Fault> {
    let factor = reads.factor();
    journals(reads, "j.invoice_id = $2", &[Value::Id(factor), Value::Id(invoice.0)])
}

/// All journals of a bank entry.
///
/// # Errors
/// [`Fault`].
pub fn of_receipt(reads: &mut dyn Reads, receipt: ReceiptId) -> Result<Vec<Booked>, Fault> {
    let factor = reads.factor();
    journals(reads, "j.receipt_id = $2", &[Value::Id(factor), Value::Id(receipt.0)])
}

/// All journals of one event.
///
/// # Errors
/// [`Fault`].
pub fn of_event(reads: &mut dyn Reads, seq: i64) -> Result<Vec<Booked>, Fault> {
    let factor = reads.factor();
    journals(reads, "j.event_seq = $2", &[Value::Id(factor), Value::Int(seq)])
}

/// All journals of the events from one number up to another, both included.
///
/// # Errors
/// [`Fault`].
pub fn of_events(reads: &mut dyn Reads, from: i64, to: i64) -> Result<Vec<Booked>, Fault> {
    let factor = reads.factor();
    journals(reads, "j.event_seq >= $2 AND j.event_seq <= $3", &[Value::Id(factor), Value::Int(from), Value::Int(to)])
}

/// A client's balances as last committed, each on its normal side.
///
/// # Errors
/// [`Fault`].
pub fn position(reads: &mut dyn Reads, client: ClientId, currency: Currency) -> Result<ClientPosition, Fault> {
    let factor = reads.factor();
    let sql = "SELECT account, amount_minor FROM balance WHERE factor_id = $1 AND client_id = $2 AND currency = $3";
    let mut position = ClientPosition::empty(currency);
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Text(currency.code())];
    reads.connection().query(sql, &parameters, &mut |row| {
        let amount = row.int(1)?;
        match account(row.int(0)?)? {
            Account::ReceivablesRecourse | Account::ReceivablesNonRecourse => position.ledger += amount,
            Account::DueFromClients => position.due_from_client += amount,
            Account::ReserveHeld => position.held -= amount,
            Account::ReserveAvailable => position.available -= amount,
            Account::ReserveEscrow => position.escrow -= amount,
            _ => {}
        }
        Ok(())
    })?;
    Ok(position)
}

/// One day's movement on one account of one client. The nil id stands for no client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// Whose; none for money nobody is known for.
    pub client: Option<ClientId>,
    /// Currency.
    pub currency: Currency,
    /// Account.
    pub account: Account,
    /// Value date.
    pub date: Date,
    /// Debits in minor units.
    pub debit: i64,
    /// Credits in minor units.
    pub credit: i64,
}

/// Daily movements up to a value date, of one client or all, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn movements(reads: &mut dyn Reads, client: Option<ClientId>, until: Date) -> Result<Vec<Movement>, Fault> {
    let factor = reads.factor();
    let until = until.to_string();
    let select =
        "SELECT client_id, currency, account, value_date, debit_minor, credit_minor FROM movement WHERE factor_id = $1";
    let read = |row: &dyn Row| {
        let id = row.id(0)?;
        Ok(Movement {
            client: (!id.is_nil()).then_some(ClientId(id)),
            currency: currency(row.text(1)?)?,
            account: account(row.int(2)?)?,
            date: date(row.text(3)?)?,
            debit: row.int(4)?,
            credit: row.int(5)?,
        })
    };
    match client {
        Some(client) => {
            let sql = format!("{select} AND client_id = $2 AND value_date <= $3 ORDER BY value_date");
            all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0), Value::Text(&until)], read)
        }
        None => {
            let sql = format!("{select} AND value_date <= $2 ORDER BY value_date");
            all(reads.connection(), &sql, &[Value::Id(factor), Value::Text(&until)], read)
        }
    }
}
