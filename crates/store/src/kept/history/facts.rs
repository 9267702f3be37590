//! Facts that never change once booked: what an invoice, a bank entry, a schedule says. And the
//! names by which parties are called today.

use super::Currencies;
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all};
use crate::kept::{date, json};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::money::{Currency, Rate};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;

/// What a purchased invoice says, and under which terms it was bought (GL-26).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceFacts {
    /// Key.
    pub id: InvoiceId,
    /// Who sold it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// The schedule it was offered on.
    pub schedule: ScheduleId,
    /// Its line there.
    pub line_no: i64,
    /// Number as written.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Currency.
    pub currency: Currency,
    /// Amount in minor units.
    pub amount: i64,
    /// The debtor's order.
    pub order: Option<String>,
    /// The agreement version it was bought under.
    pub agreement_version: u32,
    /// GL-04, as bought.
    pub advance_rate: Rate,
    /// The purchase date.
    pub purchased: Date,
}

#[derive(Deserialize)]
struct Order {
    #[serde(default)]
    order: Option<String>,
}

/// The columns of [`invoice_row`].
pub(super) const INVOICE: &str = "invoice_id, client_id, debtor_id, schedule_id, line_no, number, issued, due, currency, \
    amount_minor, details, agreement_version, advance_rate, purchased_on";

/// All purchased invoices of one client or all, by id.
///
/// # Errors
/// [`Fault`].
pub fn invoices(reads: &mut dyn Reads, client: Option<ClientId>) -> Result<HashMap<InvoiceId, InvoiceFacts>, Fault> {
    let factor = reads.factor();
    let one = if client.is_some() { " AND client_id = $2" } else { "" };
    let sql = format!("SELECT {INVOICE} FROM invoice WHERE factor_id = $1 AND purchased_on IS NOT NULL{one}");
    let mut parameters = vec![Value::Id(factor)];
    parameters.extend(client.map(|id| Value::Id(id.0)));
    let mut currencies = Currencies::default();
    let mut found = HashMap::new();
    reads.connection().query(&sql, &parameters, &mut |row| {
        let facts = invoice_row(row, &mut currencies)?;
        found.insert(facts.id, facts);
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn invoice_row(row: &dyn Row, currencies: &mut Currencies) -> Result<InvoiceFacts, Fault> {
    let details = row.text(10)?;
    // Most invoices name no order, and JSON is slow to read.
    let order = if details.contains("\"order\"") { json::<Order>("details", details)?.order } else { None };
    let fraction = row.text(12)?.parse().map_err(|error| Fault::unreadable("rate", error))?;
    Ok(InvoiceFacts {
        id: InvoiceId(row.id(0)?),
        client: ClientId(row.id(1)?),
        debtor: DebtorId(row.id(2)?),
        schedule: ScheduleId(row.id(3)?),
        line_no: row.int(4)?,
        number: row.text(5)?.to_owned(),
        issued: date(row.text(6)?)?,
        due: date(row.text(7)?)?,
        currency: currencies.read(row.text(8)?)?,
        amount: row.int(9)?,
        order,
        agreement_version: u32::try_from(row.int(11)?).map_err(|error| Fault::unreadable("version", error))?,
        advance_rate: Rate::new(fraction).map_err(|error| Fault::unreadable("rate", error))?,
        purchased: date(row.text(13)?)?,
    })
}

/// What a bank entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptFacts {
    /// Number people read: `R-12`.
    pub number: i64,
    /// The day the bank booked it.
    pub booking_date: Date,
    /// Its value date.
    pub value_date: Date,
    /// How it was paid, as stored.
    pub instrument: String,
    /// Who paid.
    pub payer: String,
    /// The bank's reference.
    pub reference: String,
}

/// All bank entries up to a value date, by id.
///
/// # Errors
/// [`Fault`].
pub fn receipts(reads: &mut dyn Reads, until: Date) -> Result<HashMap<ReceiptId, ReceiptFacts>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT receipt_id, number, booking_date, value_date, instrument, payer_name, entry_reference FROM receipt \
        WHERE factor_id = $1 AND value_date <= $2";
    let mut found = HashMap::new();
    reads.connection().query(sql, &[Value::Id(factor), Value::Text(&until.to_string())], &mut |row| {
        let facts = ReceiptFacts {
            number: row.int(1)?,
            booking_date: date(row.text(2)?)?,
            value_date: date(row.text(3)?)?,
            instrument: row.text(4)?.to_owned(),
            payer: row.text(5)?.to_owned(),
            reference: row.text(6)?.to_owned(),
        };
        found.insert(ReceiptId(row.id(0)?), facts);
        Ok(())
    })?;
    Ok(found)
}

/// Numbers of all schedules, by id.
///
/// # Errors
/// [`Fault`].
pub fn schedules(reads: &mut dyn Reads) -> Result<HashMap<ScheduleId, i64>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT schedule_id, number FROM schedule WHERE factor_id = $1";
    let found = all(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((ScheduleId(row.id(0)?), row.int(1)?)))?;
    Ok(found.into_iter().collect())
}

/// How a party is called today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Short code.
    pub code: String,
    /// Legal name.
    pub name: String,
}

/// Names of all clients, by id.
///
/// # Errors
/// [`Fault`].
pub fn client_names(reads: &mut dyn Reads) -> Result<HashMap<ClientId, Name>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT client_id, code, name FROM client WHERE factor_id = $1";
    let found = all(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((ClientId(row.id(0)?), name(row)?)))?;
    Ok(found.into_iter().collect())
}

/// Names of all debtors, by id.
///
/// # Errors
/// [`Fault`].
pub fn debtor_names(reads: &mut dyn Reads) -> Result<HashMap<DebtorId, Name>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, code, name FROM debtor WHERE factor_id = $1";
    let found = all(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((DebtorId(row.id(0)?), name(row)?)))?;
    Ok(found.into_iter().collect())
}

fn name(row: &dyn Row) -> Result<Name, Fault> {
    Ok(Name { code: row.text(1)?.to_owned(), name: row.text(2)?.to_owned() })
}
