//! Disputes, complaints, questions and requests, and what disputes take out of the eligible balances.

use super::{json, money, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::dispute::{Case, CaseKind};
use domain::id::{CaseId, ClientId, DebtorId, InvoiceId};
use domain::money::{Currency, Money};
use uuid::Uuid;

/// Most cases that one read gives back; a page asks for its own, smaller number.
pub const CASES: i64 = 500;

fn read(row: &dyn Row) -> Result<Case, Fault> {
    json("case", row.text(0)?)
}

/// A case.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: CaseId) -> Result<Option<Case>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM relation_case WHERE factor_id = $1 AND case_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The case with a number that people read.
///
/// # Errors
/// [`Fault`].
pub fn by_number(reads: &mut dyn Reads, number: i64) -> Result<Option<Case>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM relation_case WHERE factor_id = $1 AND number = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Int(number)], read)
}

/// Adds or changes a case. `ineligible` is what may not be advanced on because of it, minor units (CR-14).
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, case: &Case, ineligible: i64) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO relation_case (factor_id, case_id, number, kind, debtor_id, client_id, invoice_id, state, currency, \
        amount_minor, ineligible_minor, opened_on, due_on, closed_on, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
        $12, $13, $14, $15) ON CONFLICT (factor_id, case_id) DO UPDATE SET client_id = excluded.client_id, state = excluded.state, \
        ineligible_minor = excluded.ineligible_minor, due_on = excluded.due_on, closed_on = excluded.closed_on, body = excluded.body";
    let closed = case.settled.as_ref().map(|settled| settled.on.to_string());
    let body = to_json(case);
    let row = [
        Value::Id(factor),
        Value::Id(case.id.0),
        Value::Int(case.number),
        Value::Text(case.kind.code()),
        Value::Id(case.debtor.0),
        case.client.map(|id| id.0).into(),
        case.invoice.map(|id| id.0).into(),
        Value::Text(case.state.code()),
        case.amount.as_ref().map(|amount| amount.currency.code()).into(),
        case.amount.map(|amount| amount.minor).into(),
        Value::Int(ineligible),
        Value::Text(&case.opened_on.to_string()),
        Value::Text(&case.due_on.to_string()),
        closed.as_deref().into(),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

fn many(reads: &mut dyn Reads, rest: &str, parameters: &[Value<'_>]) -> Result<Vec<Case>, Fault> {
    let sql = format!("SELECT body FROM relation_case WHERE factor_id = $1 AND {rest}");
    all(reads.connection(), &sql, parameters, read)
}

/// The open cases whose clock runs out first, up to `count`.
///
/// # Errors
/// [`Fault`].
pub fn open_by_clock(reads: &mut dyn Reads, count: i64) -> Result<Vec<Case>, Fault> {
    let factor = reads.factor();
    many(reads, "closed_on IS NULL ORDER BY due_on, number LIMIT $2", &[Value::Id(factor), Value::Int(count)])
}

/// The open cases after a number, up to [`CASES`], for the daily run.
///
/// # Errors
/// [`Fault`].
pub fn open_after(reads: &mut dyn Reads, after: i64) -> Result<Vec<Case>, Fault> {
    let factor = reads.factor();
    let rest = "closed_on IS NULL AND number > $2 ORDER BY number LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Int(after), Value::Int(CASES)])
}

/// The cases of a debtor with one client, newest first, up to [`CASES`]; also what is about the factor alone where
/// `with_general`.
///
/// # Errors
/// [`Fault`].
pub fn of_pair(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    with_general: bool,
) -> Result<Vec<Case>, Fault> {
    let factor = reads.factor();
    let general = if with_general { "OR client_id IS NULL" } else { "" };
    let rest = format!("debtor_id = $2 AND (client_id = $3 {general}) ORDER BY opened_on DESC, number DESC LIMIT $4");
    many(reads, &rest, &[Value::Id(factor), Value::Id(debtor.0), Value::Id(client.0), Value::Int(CASES)])
}

/// The cases of a debtor, newest first, up to [`CASES`].
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<Case>, Fault> {
    let factor = reads.factor();
    let rest = "debtor_id = $2 ORDER BY opened_on DESC, number DESC LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(CASES)])
}

/// The cases of a client, newest first, up to [`CASES`].
///
/// # Errors
/// [`Fault`].
pub fn of_client(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<Case>, Fault> {
    let factor = reads.factor();
    let rest = "client_id = $2 ORDER BY opened_on DESC, number DESC LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Id(client.0), Value::Int(CASES)])
}

/// The cases of several invoices, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_invoices(reads: &mut dyn Reads, invoices: &[Uuid]) -> Result<Vec<Case>, Fault> {
    let factor = reads.factor();
    many(reads, "invoice_id {in $2} ORDER BY number", &[Value::Id(factor), Value::Ids(invoices)])
}

/// An open dispute, as a statement shows it (LC-08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDispute {
    /// The case.
    pub case: CaseId,
    /// The number people read.
    pub number: i64,
    /// Who disputes.
    pub debtor: DebtorId,
    /// Whose invoice.
    pub client: ClientId,
    /// Which invoice.
    pub invoice: InvoiceId,
    /// How much of it.
    pub amount: Money,
}

/// The invoices of debtors that are not asked about: a dispute is open, or has ended so that the debtor need not pay all of
/// it: it refuses for good, or the credit that was agreed is not booked yet (LC-08, CR-14 5).
///
/// # Errors
/// [`Fault`].
pub fn frozen(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<(DebtorId, InvoiceId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, invoice_id FROM relation_case WHERE factor_id = $1 AND debtor_id {in $2} AND kind = $3 \
        AND (closed_on IS NULL OR ineligible_minor > 0) AND invoice_id IS NOT NULL";
    let parameters = [Value::Id(factor), Value::Ids(debtors), Value::Text(CaseKind::Dispute.code())];
    all(reads.connection(), sql, &parameters, |row| Ok((DebtorId(row.id(0)?), InvoiceId(row.id(1)?))))
}

/// The open disputes of debtors. What is not asked about is more: [`frozen`].
///
/// # Errors
/// [`Fault`].
pub fn open_disputes(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<OpenDispute>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT case_id, number, debtor_id, client_id, invoice_id, amount_minor, currency FROM relation_case \
        WHERE factor_id = $1 AND debtor_id {in $2} AND kind = $3 AND closed_on IS NULL AND invoice_id IS NOT NULL \
        AND client_id IS NOT NULL AND amount_minor IS NOT NULL ORDER BY debtor_id, number";
    let parameters = [Value::Id(factor), Value::Ids(debtors), Value::Text(CaseKind::Dispute.code())];
    all(reads.connection(), sql, &parameters, |row| {
        Ok(OpenDispute {
            case: CaseId(row.id(0)?),
            number: row.int(1)?,
            debtor: DebtorId(row.id(2)?),
            client: ClientId(row.id(3)?),
            invoice: InvoiceId(row.id(4)?),
            amount: money(row.int(5)?, row.text(6)?)?,
        })
    })
}

/// What a case takes out of the eligible balance of an invoice (CR-14 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOut {
    /// The number of the case people read.
    pub number: i64,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number as written.
    pub invoice_number: String,
    /// Its advance rate, as text.
    pub advance_rate: String,
    /// What is open of the invoice, minor units.
    pub open: i64,
    /// What the case takes out, minor units, before it is capped at what is open.
    pub amount: i64,
}

/// What cases take out of a client's eligible balances in a currency, in the order in which they were raised.
///
/// # Errors
/// [`Fault`].
pub fn taken_out(reads: &mut dyn Reads, client: ClientId, currency: Currency) -> Result<Vec<TakenOut>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT c.number, c.invoice_id, i.number, i.advance_rate, i.open_minor, c.ineligible_minor FROM relation_case c \
        JOIN invoice i ON i.factor_id = c.factor_id AND i.invoice_id = c.invoice_id WHERE c.factor_id = $1 AND c.client_id = $2 \
        AND c.ineligible_minor > 0 AND i.currency = $3 AND i.open_minor > 0 AND i.advance_rate IS NOT NULL ORDER BY c.number";
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Text(currency.code())];
    all(reads.connection(), sql, &parameters, |row| {
        Ok(TakenOut {
            number: row.int(0)?,
            invoice: InvoiceId(row.id(1)?),
            invoice_number: row.text(2)?.to_owned(),
            advance_rate: row.text(3)?.to_owned(),
            open: row.int(4)?,
            amount: row.int(5)?,
        })
    })
}
