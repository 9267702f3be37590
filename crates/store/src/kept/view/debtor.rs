//! Debtors with what they owe, and how they have paid.

use crate::book::Reads;
use crate::engine::{Fault, Value, all, first};
use crate::kept::{currency, date, named};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::InvoiceState;
use domain::money::Money;
use domain::party::{DebtorStatus, comparable_name};
use jiff::civil::Date;

/// By what the list of debtors is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortedBy {
    /// Code.
    Code,
    /// Name.
    Name,
    /// Open balance.
    Open,
    /// Limit.
    Limit,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub status: DebtorStatus,
    /// Limit over all clients.
    pub limit: Money,
    /// Open balance in the limit's currency.
    pub open: Money,
    /// How many clients sell to it.
    pub clients: i64,
}

/// Up to [`super::ROWS`] debtors after `skip` whose code or name contains a text, and how many there are.
///
/// # Errors
/// [`Fault`].
pub fn list(
    reads: &mut dyn Reads,
    text: &str,
    status: Option<DebtorStatus>,
    by: SortedBy,
    descending: bool,
    skip: i64,
) -> Result<(Vec<Line>, i64), Fault> {
    let factor = reads.factor();
    let like = like(text);
    let name_like = name_like(text);
    let status = status.map_or("", DebtorStatus::code);
    let filter = "d.factor_id = $1 AND ($2 = '%%' OR d.code LIKE $2 ESCAPE '!' OR d.name_comparable LIKE $3 ESCAPE '!') \
        AND ($4 = '' OR d.status = $4)";
    let parameters = [Value::Id(factor), Value::Text(&like), Value::Text(&name_like), Value::Text(status)];
    let count = format!("SELECT count(*) FROM debtor d WHERE {filter}");
    let total = first(reads.connection(), &count, &parameters, |row| row.int(0))?.unwrap_or(0);
    let column = match by {
        SortedBy::Code => "d.code",
        SortedBy::Name => "d.name",
        SortedBy::Open => "owed",
        SortedBy::Limit => "d.limit_minor",
    };
    let direction = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT d.code, d.name, d.status, d.limit_minor, d.limit_currency, COALESCE((SELECT CAST(SUM(e.open_minor) AS BIGINT) \
         FROM exposure e WHERE e.factor_id = d.factor_id AND e.debtor_id = d.debtor_id AND e.currency = d.limit_currency), 0) AS owed, \
         (SELECT count(*) FROM pair p WHERE p.factor_id = d.factor_id AND p.debtor_id = d.debtor_id) FROM debtor d WHERE {filter} \
         ORDER BY {column} {direction}, d.code LIMIT $5 OFFSET $6"
    );
    let paged = [parameters.as_slice(), &[Value::Int(super::ROWS), Value::Int(skip)]].concat();
    let rows = all(reads.connection(), &sql, &paged, |row| {
        let of = currency(row.text(4)?)?;
        Ok(Line {
            code: row.text(0)?.to_owned(),
            name: row.text(1)?.to_owned(),
            status: named("debtor status", row.text(2)?, DebtorStatus::from_code)?,
            limit: Money::new(row.int(3)?, of),
            open: Money::new(row.int(5)?, of),
            clients: row.int(6)?,
        })
    })?;
    Ok((rows, total))
}

/// A pattern for codes that contain a text.
pub(super) fn like(text: &str) -> String {
    format!("%{}%", escaped(&text.trim().to_ascii_uppercase()))
}

/// A pattern for comparable names that contain a text.
pub(super) fn name_like(text: &str) -> String {
    format!("%{}%", escaped(&comparable_name(text)))
}

fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// A client that sells to a debtor.
#[derive(Debug, Clone)]
pub struct Seller {
    /// Key.
    pub client: ClientId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its own number for the debtor.
    pub reference: Option<String>,
    /// Limit of the pair.
    pub limit: Option<Money>,
    /// What the debtor owes on its invoices, in the currency asked for.
    pub open: i64,
    /// Must each invoice name the debtor's order?
    pub order_required: bool,
}

/// The clients that sell to a debtor, by code.
///
/// # Errors
/// [`Fault`].
pub fn sellers(reads: &mut dyn Reads, debtor: DebtorId, of: domain::money::Currency) -> Result<Vec<Seller>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT c.client_id, c.code, c.name, p.client_reference, p.limit_minor, p.limit_currency, COALESCE(e.open_minor, 0), \
        p.order_required FROM pair p JOIN client c ON c.factor_id = p.factor_id AND c.client_id = p.client_id LEFT JOIN exposure e ON \
        e.factor_id = p.factor_id AND e.debtor_id = p.debtor_id AND e.client_id = p.client_id AND e.currency = $3 \
        WHERE p.factor_id = $1 AND p.debtor_id = $2 ORDER BY c.code";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Text(of.code())], |row| {
        let limit = match (row.maybe_int(4)?, row.maybe_text(5)?) {
            (Some(minor), Some(code)) => Some(crate::kept::money(minor, code)?),
            _ => None,
        };
        Ok(Seller {
            client: ClientId(row.id(0)?),
            code: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            reference: row.maybe_text(3)?.map(str::to_owned),
            limit,
            open: row.int(6)?,
            order_required: row.int(7)? != 0,
        })
    })
}

/// An open invoice of a debtor.
#[derive(Debug, Clone)]
pub struct OpenInvoice {
    /// Key.
    pub id: InvoiceId,
    /// Number as written.
    pub number: String,
    /// Code of the client that sold it.
    pub client: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Purchased amount.
    pub face: Money,
    /// Open balance.
    pub open: Money,
    /// State.
    pub state: InvoiceState,
}

/// Up to [`super::ROWS`] open invoices of a debtor after `skip`, the oldest due date first, and how many there are.
///
/// # Errors
/// [`Fault`].
pub fn open_invoices(reads: &mut dyn Reads, debtor: DebtorId, skip: i64) -> Result<(Vec<OpenInvoice>, i64), Fault> {
    let factor = reads.factor();
    let count = "SELECT count(*) FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND open_minor > 0";
    let total =
        first(reads.connection(), count, &[Value::Id(factor), Value::Id(debtor.0)], |row| row.int(0))?.unwrap_or(0);
    let sql = "SELECT i.invoice_id, i.number, c.code, i.issued, i.due, i.currency, i.amount_minor, i.open_minor, i.state FROM invoice i \
        JOIN client c ON c.factor_id = i.factor_id AND c.client_id = i.client_id WHERE i.factor_id = $1 AND i.debtor_id = $2 \
        AND i.open_minor > 0 ORDER BY i.due, i.number_key, i.invoice_id LIMIT $3 OFFSET $4";
    let parameters = [Value::Id(factor), Value::Id(debtor.0), Value::Int(super::ROWS), Value::Int(skip)];
    let rows = all(reads.connection(), sql, &parameters, |row| {
        let of = currency(row.text(5)?)?;
        Ok(OpenInvoice {
            id: InvoiceId(row.id(0)?),
            number: row.text(1)?.to_owned(),
            client: row.text(2)?.to_owned(),
            issued: date(row.text(3)?)?,
            due: date(row.text(4)?)?,
            face: Money::new(row.int(6)?, of),
            open: Money::new(row.int(7)?, of),
            state: named("invoice state", row.text(8)?, InvoiceState::from_code)?,
        })
    })?;
    Ok((rows, total))
}

/// Most closed invoices by which a payment habit is judged: the latest.
pub const HABIT: i64 = 200;

/// How one invoice was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidInvoice {
    /// Number as written.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Value date of the payment that closed it.
    pub closed: Date,
    /// Purchased amount, minor units of its own currency.
    pub face: i64,
}

/// The latest closed invoices of a debtor, up to [`HABIT`], newest first.
///
/// # Errors
/// [`Fault`].
pub fn paid_invoices(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<PaidInvoice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT number, issued, due, closed_on, amount_minor FROM invoice WHERE factor_id = $1 AND debtor_id = $2 \
        AND closed_on IS NOT NULL ORDER BY closed_on DESC, invoice_id DESC LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(HABIT)], |row| {
        Ok(PaidInvoice {
            number: row.text(0)?.to_owned(),
            issued: date(row.text(1)?)?,
            due: date(row.text(2)?)?,
            closed: date(row.text(3)?)?,
            face: row.int(4)?,
        })
    })
}
