//! Verifications of invoices (LC-05, LC-07): one per invoice, kept whole, found by invoice and by debtor while open.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, DebtorId, InvoiceId, VerificationId};
use domain::invoice::verification::{Verification, VerificationState};
use uuid::Uuid;

/// Read on the first page of the day: its plan is proven with the counts of [`super::view::waiting`].
pub(super) const UNANSWERED: &str = "SELECT body FROM verification WHERE factor_id = $1 AND is_open = 1 AND required_at <= $2 \
    ORDER BY required_at, verification_id LIMIT $3";

fn read(row: &dyn Row) -> Result<Verification, Fault> {
    json("verification", row.text(0)?)
}

/// Adds a verification.
///
/// # Errors
/// [`Fault::Taken`] when the invoice has one.
pub fn add(reads: &mut dyn Reads, verification: &Verification) -> Result<(), Fault> {
    let body = to_json(verification);
    let row = [
        Value::Id(reads.factor()),
        Value::Id(verification.id.0),
        Value::Id(verification.invoice.0),
        Value::Id(verification.client.0),
        Value::Id(verification.debtor.0),
        Value::Text(verification.state.code()),
        Value::Int(i64::from(verification.state.is_open())),
        Value::Int(verification.required_at),
        Value::Text(&body),
    ];
    reads.connection().insert(&crate::schema::VERIFICATION, &row)
}

/// Keeps what has changed of a verification.
///
/// # Errors
/// [`Fault`].
pub fn set(reads: &mut dyn Reads, verification: &Verification) -> Result<(), Fault> {
    let factor = reads.factor();
    let body = to_json(verification);
    let sql =
        "UPDATE verification SET state = $3, is_open = $4, body = $5 WHERE factor_id = $1 AND verification_id = $2";
    let row = [
        Value::Id(factor),
        Value::Id(verification.id.0),
        Value::Text(verification.state.code()),
        Value::Int(i64::from(verification.state.is_open())),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// The verification of an invoice.
///
/// # Errors
/// [`Fault`].
pub fn of_invoice(reads: &mut dyn Reads, invoice: InvoiceId) -> Result<Option<Verification>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM verification WHERE factor_id = $1 AND invoice_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(invoice.0)], read)
}

/// The verifications of these invoices, where they have one.
///
/// # Errors
/// [`Fault`].
pub fn of_invoices(reads: &mut dyn Reads, invoices: &[Uuid]) -> Result<Vec<Verification>, Fault> {
    if invoices.is_empty() {
        return Ok(Vec::new());
    }
    let factor = reads.factor();
    let sql = "SELECT body FROM verification WHERE factor_id = $1 AND invoice_id {in $2}";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(invoices)], read)
}

/// Debtors with a verification that is still to be asked.
///
/// # Errors
/// [`Fault`].
pub fn debtors_to_ask(reads: &mut dyn Reads) -> Result<Vec<DebtorId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT DISTINCT debtor_id FROM verification WHERE factor_id = $1 AND is_open = 1 AND state = $2 ORDER BY debtor_id";
    let state = VerificationState::Required.code();
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(state)], |row| Ok(DebtorId(row.id(0)?)))
}

/// Up to `limit` open verifications of a debtor, in the order they were required.
///
/// # Errors
/// [`Fault`].
pub fn open_of_debtor(reads: &mut dyn Reads, debtor: DebtorId, limit: i64) -> Result<Vec<Verification>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM verification WHERE factor_id = $1 AND debtor_id = $2 AND is_open = 1 \
        ORDER BY required_at, verification_id LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(limit)], read)
}

/// Up to `limit` open verifications of a client, in the order they were required.
///
/// # Errors
/// [`Fault`].
pub fn open_of_client(reads: &mut dyn Reads, client: ClientId, limit: i64) -> Result<Vec<Verification>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM verification WHERE factor_id = $1 AND client_id = $2 AND is_open = 1 \
        ORDER BY required_at, verification_id LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Int(limit)], read)
}

/// The newest `limit` verifications of a debtor, open or not: what devices it has answered from (FR-22).
///
/// # Errors
/// [`Fault`].
pub fn newest_of_debtor(reads: &mut dyn Reads, debtor: DebtorId, limit: i64) -> Result<Vec<Verification>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM verification WHERE factor_id = $1 AND debtor_id = $2 ORDER BY required_at DESC, \
         verification_id DESC LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(limit)], read)
}

/// The `limit` open verifications of the book that were required first.
///
/// # Errors
/// [`Fault`].
pub fn oldest_open(reads: &mut dyn Reads, limit: i64) -> Result<Vec<Verification>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM verification WHERE factor_id = $1 AND is_open = 1 ORDER BY required_at, verification_id LIMIT $2";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Int(limit)], read)
}

/// How many open verifications there are in each state that has some.
///
/// # Errors
/// [`Fault`].
pub fn open_counts(reads: &mut dyn Reads) -> Result<Vec<(VerificationState, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT state, COUNT(*) FROM verification WHERE factor_id = $1 AND is_open = 1 GROUP BY state";
    let counted = all(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok((VerificationState::from_code(row.text(0)?), row.int(1)?))
    })?;
    Ok(counted.into_iter().filter_map(|(state, count)| Some((state?, count))).collect())
}

/// The newest `limit` verifications of the book in any of these states, those before `below` where it is given; all states
/// when none is named.
///
/// # Errors
/// [`Fault`].
pub fn newest(
    reads: &mut dyn Reads,
    states: &[VerificationState],
    below: Option<VerificationId>,
    limit: i64,
) -> Result<Vec<Verification>, Fault> {
    let factor = reads.factor();
    let codes: Vec<String> = states.iter().map(|state| state.code().to_owned()).collect();
    let narrowed = if codes.is_empty() { "" } else { " AND state {in $4}" };
    let sql = format!(
        "SELECT body FROM verification WHERE factor_id = $1 AND verification_id < $3{narrowed} ORDER BY verification_id DESC LIMIT $2"
    );
    let below = below.map_or(Uuid::max(), |id| id.0);
    let mut parameters = vec![Value::Id(factor), Value::Int(limit), Value::Id(below)];
    if !codes.is_empty() {
        parameters.push(Value::Texts(&codes));
    }
    all(reads.connection(), &sql, &parameters, read)
}

/// Words of up to `limit` messages that came from a client, newest first (FR-22: is an answer its clone?).
///
/// # Errors
/// [`Fault`].
pub fn words_of_client(reads: &mut dyn Reads, client: ClientId, limit: i64) -> Result<Vec<String>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT words FROM message WHERE factor_id = $1 AND client_id = $2 AND debtor_id IS NULL AND direction = 'IN' \
        ORDER BY queued_at DESC, message_id DESC LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Int(limit)], |row| {
        Ok(row.text(0)?.to_owned())
    })
}

/// Verifications without an answer that were required up to a time (microseconds), the oldest first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn unanswered(reads: &mut dyn Reads, until: i64, limit: i64) -> Result<Vec<Verification>, Fault> {
    let factor = reads.factor();
    all(reads.connection(), UNANSWERED, &[Value::Id(factor), Value::Int(until), Value::Int(limit)], read)
}
