//! What debtors have said of their invoices.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all};
use domain::contact::{Answer, AnswerState};
use domain::id::{AnswerId, ClientId, DebtorId, InvoiceId};
use jiff::civil::Date;
use uuid::Uuid;

/// Read on the first page of the day: its plan is proven with the counts of [`super::view::waiting`].
pub(super) const NEWLY_BROKEN: &str = "SELECT a.body FROM answer a \
    JOIN invoice i ON i.factor_id = a.factor_id AND i.invoice_id = a.invoice_id \
    WHERE a.factor_id = $1 AND a.state = 'BROKEN' AND a.until >= $2 AND i.open_minor > 0 ORDER BY a.until DESC LIMIT $3";

fn read(row: &dyn Row) -> Result<Answer, Fault> {
    json("answer", row.text(0)?)
}

fn many(reads: &mut dyn Reads, rest: &str, parameters: &[Value<'_>]) -> Result<Vec<Answer>, Fault> {
    let sql = format!("SELECT body FROM answer WHERE factor_id = $1 AND {rest}");
    all(reads.connection(), &sql, parameters, read)
}

/// Adds an answer.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, answer: &Answer) -> Result<(), Fault> {
    let until = answer.until.map(|day| day.to_string());
    let body = to_json(answer);
    let row = [
        Value::Id(reads.factor()),
        Value::Id(answer.id.0),
        Value::Id(answer.debtor.0),
        Value::Id(answer.client.0),
        Value::Id(answer.invoice.0),
        Value::Text(answer.kind().code()),
        Value::Text(answer.state.code()),
        Value::Int(answer.given_at),
        until.as_deref().into(),
        Value::Text(&body),
    ];
    reads.connection().insert(&crate::schema::ANSWER, &row)
}

/// Keeps where an answer stands now.
///
/// # Errors
/// [`Fault`].
pub fn set(reads: &mut dyn Reads, answer: &Answer) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE answer SET state = $3, body = $4 WHERE factor_id = $1 AND answer_id = $2";
    let body = to_json(answer);
    let parameters = [Value::Id(factor), Value::Id(answer.id.0), Value::Text(answer.state.code()), Value::Text(&body)];
    reads.connection().execute(sql, &parameters).map(drop)
}

/// Answers of debtors whose clock runs on a day: nobody writes about these invoices (CO-08).
///
/// # Errors
/// [`Fault`].
pub fn running(reads: &mut dyn Reads, debtors: &[Uuid], today: Date) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    let rest = "debtor_id {in $2} AND state = 'RUNNING' AND until >= $3 ORDER BY debtor_id, until, answer_id";
    many(reads, rest, &[Value::Id(factor), Value::Ids(debtors), Value::Text(&today.to_string())])
}

/// Answers on these invoices whose clock runs, whatever the day.
///
/// # Errors
/// [`Fault`].
pub fn awaited(reads: &mut dyn Reads, invoices: &[Uuid]) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    many(reads, "invoice_id {in $2} AND state = 'RUNNING'", &[Value::Id(factor), Value::Ids(invoices)])
}

/// Up to `limit` answers with a running clock after an id.
///
/// # Errors
/// [`Fault`].
pub fn running_after(reads: &mut dyn Reads, after: AnswerId, limit: i64) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    let rest = "answer_id > $2 AND state = 'RUNNING' ORDER BY answer_id LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Id(after.0), Value::Int(limit)])
}

/// The newest answer on each of these invoices.
///
/// # Errors
/// [`Fault`].
pub fn latest(reads: &mut dyn Reads, invoices: &[Uuid]) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    let rest = "invoice_id {in $2} AND state <> $3 ORDER BY invoice_id, given_at, answer_id";
    let replaced = AnswerState::Replaced.code();
    let mut found = many(reads, rest, &[Value::Id(factor), Value::Ids(invoices), Value::Text(replaced)])?;
    // The last of each invoice stands: what came before it has ended.
    found.reverse();
    found.dedup_by_key(|answer| answer.invoice);
    found.reverse();
    Ok(found)
}

/// All answers on an invoice, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_invoice(reads: &mut dyn Reads, invoice: InvoiceId) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    many(reads, "invoice_id = $2 ORDER BY given_at, answer_id", &[Value::Id(factor), Value::Id(invoice.0)])
}

/// Answers of a debtor since a time in microseconds, newest first, up to `limit`; of one client's invoices or of all.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    client: Option<ClientId>,
    since: i64,
    limit: i64,
) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    let one = if client.is_some() { "AND client_id = $5" } else { "" };
    let rest = format!("debtor_id = $2 AND given_at >= $3 {one} ORDER BY given_at DESC, answer_id DESC LIMIT $4");
    let mut parameters = vec![Value::Id(factor), Value::Id(debtor.0), Value::Int(since), Value::Int(limit)];
    parameters.extend(client.map(|client| Value::Id(client.0)));
    many(reads, &rest, &parameters)
}

/// Up to `limit` answers of a debtor, newest first, from before one on.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor_before(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    // Ids grow with time.
    let rest = "debtor_id = $2 AND answer_id < $3 ORDER BY answer_id DESC LIMIT $4";
    let before = before.unwrap_or(Uuid::max());
    many(reads, rest, &[Value::Id(factor), Value::Id(debtor.0), Value::Id(before), Value::Int(limit)])
}

/// CR-07: how many promises of each debtor broke with a last day from this one on.
///
/// # Errors
/// [`Fault`].
pub fn broken_promises(reads: &mut dyn Reads, debtors: &[Uuid], since: Date) -> Result<Vec<(DebtorId, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, count(*) FROM answer WHERE factor_id = $1 AND debtor_id {in $2} AND state = 'BROKEN' \
        AND until >= $3 GROUP BY debtor_id ORDER BY debtor_id";
    let parameters = [Value::Id(factor), Value::Ids(debtors), Value::Text(&since.to_string())];
    all(reads.connection(), sql, &parameters, |row| Ok((DebtorId(row.id(0)?), row.int(1)?)))
}

/// Promises that broke with a last day from this one on, on invoices that are still open; the newest first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn newly_broken(reads: &mut dyn Reads, since: Date, limit: i64) -> Result<Vec<Answer>, Fault> {
    let factor = reads.factor();
    let since = since.to_string();
    let parameters = [Value::Id(factor), Value::Text(&since), Value::Int(limit)];
    all(reads.connection(), NEWLY_BROKEN, &parameters, read)
}
