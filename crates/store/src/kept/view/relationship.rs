//! What debtors and desks see of a relationship: a debtor's statement, cases with their names, the messages of a pair.

use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all};
use crate::kept::{date, json, money, named};
use domain::contact::Purpose;
use domain::dispute::Case;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::InvoiceState;
use domain::money::Money;
use jiff::civil::Date;

/// An invoice on a debtor's statement (RP-22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Key.
    pub invoice: InvoiceId,
    /// Whose.
    pub client: ClientId,
    /// Number as written.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Amount of the invoice.
    pub amount: Money,
    /// What of it is open; all of it while it is not decided.
    pub open: Money,
    /// Where it stands.
    pub state: InvoiceState,
    /// How many papers the debtor can fetch of it.
    pub papers: i64,
}

/// Up to `limit` invoices of a debtor from these clients that are open, or that wait for its confirmation; by client, the
/// oldest due date first. Invoices of other clients do not count towards the limit.
///
/// # Errors
/// [`Fault`].
pub fn statement(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    clients: &[uuid::Uuid],
    limit: i64,
) -> Result<Vec<StatementLine>, Fault> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let factor = reads.factor();
    let columns = "i.invoice_id, i.client_id, i.number, i.issued, i.due, i.currency, i.amount_minor, i.open_minor, i.state, \
        (SELECT count(*) FROM document d WHERE d.factor_id = $1 AND d.invoice_id = i.invoice_id AND d.invoice_id IS NOT NULL), \
        i.number_key";
    // Two index scans, of which the second finds few: what is open, and what waits for its confirmation.
    let sql = format!(
        "SELECT {columns} FROM invoice i WHERE i.factor_id = $1 AND i.debtor_id = $2 AND i.open_minor > 0 \
        AND i.client_id {{in $4}} \
        UNION ALL SELECT {columns} FROM verification v JOIN invoice i ON i.factor_id = v.factor_id AND i.invoice_id = v.invoice_id \
        WHERE v.factor_id = $1 AND v.debtor_id = $2 AND v.is_open = 1 AND i.open_minor = 0 AND i.state IN ('IN_REVIEW', 'VERIFYING', \
        'VERIFIED') AND i.client_id {{in $4}} ORDER BY 2, 5, 11, 1 LIMIT $3"
    );
    let parameters = [Value::Id(factor), Value::Id(debtor.0), Value::Int(limit), Value::Ids(clients)];
    all(reads.connection(), &sql, &parameters, |row| {
        let state = named("invoice state", row.text(8)?, InvoiceState::from_code)?;
        let amount = money(row.int(6)?, row.text(5)?)?;
        let open = if state.is_open() { Money::new(row.int(7)?, amount.currency) } else { amount };
        Ok(StatementLine {
            invoice: InvoiceId(row.id(0)?),
            client: ClientId(row.id(1)?),
            number: row.text(2)?.to_owned(),
            issued: date(row.text(3)?)?,
            due: date(row.text(4)?)?,
            amount,
            open,
            state,
            papers: row.int(9)?,
        })
    })
}

/// A case with the names a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// The case.
    pub case: Case,
    /// Name of the debtor.
    pub debtor: String,
    /// Code of the debtor.
    pub debtor_code: String,
    /// Name of the client, where it is about one.
    pub client: Option<String>,
    /// Code of the client.
    pub client_code: Option<String>,
    /// Number of the invoice, where it is about one.
    pub invoice: Option<String>,
}

fn case_line(row: &dyn Row) -> Result<CaseLine, Fault> {
    let text = |text: Option<&str>| text.map(str::to_owned);
    Ok(CaseLine {
        case: json("case", row.text(0)?)?,
        debtor: row.text(1)?.to_owned(),
        debtor_code: row.text(2)?.to_owned(),
        client: text(row.maybe_text(3)?),
        client_code: text(row.maybe_text(4)?),
        invoice: text(row.maybe_text(5)?),
    })
}

const CASE: &str = "SELECT k.body, d.name, d.code, c.name, c.code, i.number FROM relation_case k \
    JOIN debtor d ON d.factor_id = k.factor_id AND d.debtor_id = k.debtor_id \
    LEFT JOIN client c ON c.factor_id = k.factor_id AND c.client_id = k.client_id \
    LEFT JOIN invoice i ON i.factor_id = k.factor_id AND i.invoice_id = k.invoice_id WHERE k.factor_id = $1";

/// Up to [`super::ROWS`] open cases after `skip`, the shortest clock first; and how many there are.
///
/// # Errors
/// [`Fault`].
pub fn open_cases(reads: &mut dyn Reads, skip: i64) -> Result<(Vec<CaseLine>, i64), Fault> {
    let factor = reads.factor();
    let count = "SELECT count(*) FROM relation_case WHERE factor_id = $1 AND closed_on IS NULL";
    let total = crate::engine::first(reads.connection(), count, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0);
    let sql = format!("{CASE} AND k.closed_on IS NULL ORDER BY k.due_on, k.number LIMIT $2 OFFSET $3");
    let rows =
        all(reads.connection(), &sql, &[Value::Id(factor), Value::Int(super::ROWS), Value::Int(skip)], case_line)?;
    Ok((rows, total))
}

/// Up to `limit` cases of a client, newest first: its own only, never what is about the factor or another client.
///
/// # Errors
/// [`Fault`].
pub fn cases_of_client(reads: &mut dyn Reads, client: ClientId, limit: i64) -> Result<Vec<CaseLine>, Fault> {
    let factor = reads.factor();
    let sql = format!("{CASE} AND k.client_id = $2 ORDER BY k.opened_on DESC, k.number DESC LIMIT $3");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0), Value::Int(limit)], case_line)
}

/// Up to `limit` cases of a debtor, newest first.
///
/// # Errors
/// [`Fault`].
pub fn cases_of_debtor(reads: &mut dyn Reads, debtor: DebtorId, limit: i64) -> Result<Vec<CaseLine>, Fault> {
    let factor = reads.factor();
    let sql = format!("{CASE} AND k.debtor_id = $2 ORDER BY k.opened_on DESC, k.number DESC LIMIT $3");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(limit)], case_line)
}

/// When messages that speak of a pair's invoices left for the debtor since a time (microseconds), and what for.
///
/// # Errors
/// [`Fault`].
pub fn messages_of_pair(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    since: i64,
) -> Result<Vec<(i64, Purpose)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT m.sent_at, m.purpose FROM message m JOIN message_client c ON c.factor_id = m.factor_id AND \
        c.message_id = m.message_id AND c.client_id = $2 WHERE m.factor_id = $1 AND m.debtor_id = $3 AND m.queued_at >= $4 \
        AND m.sent_at IS NOT NULL AND m.direction = 'OUT' AND m.client_id IS NULL ORDER BY m.sent_at, m.message_id";
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0), Value::Int(since)];
    all(reads.connection(), sql, &parameters, |row| {
        Ok((row.int(0)?, named("purpose", row.text(1)?, Purpose::from_code)?))
    })
}

/// How many invoices of a pair were bought from a day on.
///
/// # Errors
/// [`Fault`].
pub fn bought_since(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId, since: Date) -> Result<i64, Fault> {
    let factor = reads.factor();
    let sql = "SELECT count(*) FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND client_id = $3 AND purchased_on >= $4 \
        AND (open_minor > 0 OR closed_on IS NOT NULL)";
    let since = since.to_string();
    let parameters = [Value::Id(factor), Value::Id(debtor.0), Value::Id(client.0), Value::Text(&since)];
    Ok(crate::engine::first(reads.connection(), sql, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// How the invoices of a pair that closed from a day on were paid: issue date, day of the last payment, amount in minor
/// units.
///
/// # Errors
/// [`Fault`].
pub fn paid_since(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    since: Date,
) -> Result<Vec<(Date, Date, Money)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT issued, closed_on, amount_minor, currency FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND \
        closed_on >= $4 AND closed_on IS NOT NULL AND client_id = $3 ORDER BY closed_on, invoice_id";
    let since = since.to_string();
    let parameters = [Value::Id(factor), Value::Id(debtor.0), Value::Id(client.0), Value::Text(&since)];
    all(reads.connection(), sql, &parameters, |row| {
        Ok((date(row.text(0)?)?, date(row.text(1)?)?, money(row.int(2)?, row.text(3)?)?))
    })
}
