//! Every invoice's row beside the lines of its journals.

use super::{Currencies, at};
use crate::book::{Reads, account};
use crate::engine::{Fault, Row, Value};
use crate::kept::{date, named};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::InvoiceState;
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use jiff::civil::Date;

/// The columns of an invoice's row.
macro_rules! row_columns {
    () => {
        "i.invoice_id, i.client_id, i.debtor_id, i.number, i.currency, i.amount_minor, i.state, i.pledged, i.decided_seq, \
         i.agreement_version, i.non_recourse, i.purchased_on, i.advance_minor, i.open_minor, i.held_minor, i.fee_posted_minor, \
         i.fee_accrued_minor, i.fee_deferred_minor, i.portions, i.closed_on"
    };
}

/// Invoices with journals, in the order of the journals' own index.
pub(super) const BOOKED: &str = concat!(
    "SELECT ",
    row_columns!(),
    ", j.event_seq, j.booking, o.booking, j.client_id, j.debtor_id, j.currency, j.value_date, j.agreement_version, l.account, \
     l.amount_minor FROM journal j CROSS JOIN invoice i LEFT JOIN journal o ON o.factor_id = j.factor_id \
     AND o.event_seq = j.reverses_event AND o.number = j.reverses_number CROSS JOIN journal_line l WHERE j.factor_id = $1 \
     AND j.invoice_id IS NOT NULL AND i.factor_id = j.factor_id AND i.invoice_id = j.invoice_id AND l.factor_id = j.factor_id \
     AND l.event_seq = j.event_seq AND l.number = j.number ORDER BY j.invoice_id, j.event_seq, j.number"
);

/// Invoices without.
pub(super) const UNBOOKED: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM invoice i WHERE i.factor_id = $1 AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.factor_id = i.factor_id \
     AND j.invoice_id = i.invoice_id) ORDER BY i.invoice_id"
);

/// An invoice's row, as an audit holds it against its journals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Key.
    pub id: InvoiceId,
    /// Who sells it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: Option<DebtorId>,
    /// Number as written.
    pub number: String,
    /// Currency.
    pub currency: Currency,
    /// Amount, minor units.
    pub amount: i64,
    /// State.
    pub state: InvoiceState,
    /// Is it marked as pledged?
    pub pledged: bool,
    /// The event that holds its decision.
    pub decided_seq: i64,
    /// The agreement version it was bought under.
    pub agreement_version: Option<i64>,
    /// Does it stand on 1110?
    pub non_recourse: bool,
    /// The purchase date.
    pub purchased: Option<Date>,
    /// What was advanced, minor units.
    pub advance: i64,
    /// Open balance.
    pub open: i64,
    /// Held reserve.
    pub held: i64,
    /// Fee charged.
    pub fee_posted: i64,
    /// Fee accrued.
    pub fee_accrued: i64,
    /// Upfront fee not yet earned.
    pub fee_deferred: i64,
    /// What closed parts of it, as JSON.
    pub portions: String,
    /// The day it closed.
    pub closed: Option<Date>,
}

/// One line on an invoice or a bank entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The event.
    pub event: i64,
    /// What booking; for a reversal, what it takes back.
    pub booking: Booking,
    /// Whose account.
    pub client: Option<ClientId>,
    /// Which debtor.
    pub debtor: Option<DebtorId>,
    /// Currency.
    pub currency: Currency,
    /// The business date it takes effect.
    pub value_date: Date,
    /// The agreement version that rules it.
    pub agreement_version: Option<i64>,
    /// Account.
    pub account: Account,
    /// Minor units, debit positive.
    pub amount: i64,
}

/// Who hears of each line of an invoice, or once of an invoice without lines.
pub type EachInvoice<'a> = dyn FnMut(&InvoiceRow, Option<Proof>) -> Result<(), Fault> + 'a;

/// Hands every line of every invoice to `each`, by invoice and booking order; then every invoice
/// without lines once, without one.
///
/// # Errors
/// [`Fault`], also what `each` returns; of a row that cannot be read, with its place.
pub fn invoices(reads: &mut dyn Reads, each: &mut EachInvoice<'_>) -> Result<(), Fault> {
    let factor = reads.factor();
    booked(reads, BOOKED, &[Value::Id(factor)], each)?;
    unbooked(reads, UNBOOKED, &[Value::Id(factor)], each)
}

/// The same of one invoice; nothing where it is not there.
///
/// # Errors
/// As [`invoices`].
pub fn invoice(reads: &mut dyn Reads, id: InvoiceId, each: &mut EachInvoice<'_>) -> Result<(), Fault> {
    let parameters = [Value::Id(reads.factor()), Value::Id(id.0)];
    booked(
        reads,
        &BOOKED.replace("ORDER BY j.invoice_id", "AND j.invoice_id = $2 ORDER BY j.invoice_id"),
        &parameters,
        each,
    )?;
    unbooked(reads, &UNBOOKED.replace("ORDER BY i.invoice_id", "AND i.invoice_id = $2"), &parameters, each)
}

fn booked(reads: &mut dyn Reads, sql: &str, parameters: &[Value<'_>], each: &mut EachInvoice<'_>) -> Result<(), Fault> {
    let mut currencies = Currencies::default();
    let mut invoice: Option<InvoiceRow> = None;
    reads.connection().query(sql, parameters, &mut |row| {
        let id = InvoiceId(row.id(0)?);
        let current = match &mut invoice {
            Some(current) if current.id == id => current,
            _ => {
                invoice.insert(invoice_row(row, &mut currencies).map_err(|fault| at(&format!("invoice {id}"), fault))?)
            }
        };
        let proof = Proof {
            event: row.int(20)?,
            booking: named("booking", row.maybe_text(22)?.map_or_else(|| row.text(21), Ok)?, Booking::from_code)?,
            client: row.maybe_id(23)?.map(ClientId),
            debtor: row.maybe_id(24)?.map(DebtorId),
            currency: currencies.read(row.text(25)?)?,
            value_date: date(row.text(26)?)?,
            agreement_version: row.maybe_int(27)?,
            account: account(row.int(28)?)?,
            amount: row.int(29)?,
        };
        each(current, Some(proof))
    })
}

fn unbooked(
    reads: &mut dyn Reads,
    sql: &str,
    parameters: &[Value<'_>],
    each: &mut EachInvoice<'_>,
) -> Result<(), Fault> {
    let mut currencies = Currencies::default();
    reads.connection().query(sql, parameters, &mut |row| {
        let id = row.id(0)?;
        each(&invoice_row(row, &mut currencies).map_err(|fault| at(&format!("invoice {id}"), fault))?, None)
    })
}

fn invoice_row(row: &dyn Row, currencies: &mut Currencies) -> Result<InvoiceRow, Fault> {
    Ok(InvoiceRow {
        id: InvoiceId(row.id(0)?),
        client: ClientId(row.id(1)?),
        debtor: row.maybe_id(2)?.map(DebtorId),
        number: row.text(3)?.to_owned(),
        currency: currencies.read(row.text(4)?)?,
        amount: row.int(5)?,
        state: named("invoice state", row.text(6)?, InvoiceState::from_code)?,
        pledged: row.int(7)? != 0,
        decided_seq: row.int(8)?,
        agreement_version: row.maybe_int(9)?,
        non_recourse: row.int(10)? != 0,
        purchased: row.maybe_text(11)?.map(date).transpose()?,
        advance: row.int(12)?,
        open: row.int(13)?,
        held: row.int(14)?,
        fee_posted: row.int(15)?,
        fee_accrued: row.int(16)?,
        fee_deferred: row.int(17)?,
        portions: row.text(18)?.to_owned(),
        closed: row.maybe_text(19)?.map(date).transpose()?,
    })
}
