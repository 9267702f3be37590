//! Bank entries as lists show them.

use super::super::money;
use super::super::statement::{Receipt, ReceiptState, receipt_of_row};
use crate::book::Reads;
use crate::engine::{Fault, Value, all, first};
use domain::id::{InvoiceId, ReceiptId, StatementId};
use domain::money::Money;

/// Names of payers are searched in this many of the newest entries: texts have no index.
pub const SEARCHED: i64 = 5_000;

const RECEIPT: &str = "receipt_id, number, statement_id, account, external_id, entry_reference, direction, booking_date, value_date, \
    currency, amount_minor, instrument, payer_name, payer_account, details, debtor_id, state, unapplied_minor";

/// What a list of entries is narrowed to. Only one of them at a time, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entries {
    /// Exactly this amount in minor units, whatever the currency.
    Amount(i64),
    /// A part of the payer's name or account, in capitals, among the newest [`SEARCHED`].
    Payer(String),
    /// In a state.
    In(ReceiptState),
    /// Of a statement.
    Statement(StatementId),
    /// All.
    All,
}

/// How many entries are in each state.
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads) -> Result<Vec<(ReceiptState, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT state, COUNT(*) FROM receipt WHERE factor_id = $1 GROUP BY state";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok((super::super::named("receipt state", row.text(0)?, ReceiptState::from_code)?, row.int(1)?))
    })
}

/// Entries, the newest first: up to `limit` after the first `skipped`; and how many there are in all.
///
/// # Errors
/// [`Fault`].
pub fn entries(
    reads: &mut dyn Reads,
    entries: &Entries,
    skipped: i64,
    limit: i64,
) -> Result<(Vec<Receipt>, i64), Fault> {
    let factor = Value::Id(reads.factor());
    let (source, condition, parameters) = match entries {
        Entries::Amount(minor) => ("receipt".to_owned(), "amount_minor = $2", vec![factor, Value::Int(*minor)]),
        Entries::Payer(text) => (
            format!("(SELECT * FROM receipt WHERE factor_id = $1 ORDER BY number DESC LIMIT {SEARCHED}) AS newest"),
            "(UPPER(payer_name) LIKE '%' || $2 || '%' OR UPPER(payer_account) LIKE '%' || $2 || '%')",
            vec![factor, Value::Text(text)],
        ),
        Entries::In(state) => ("receipt".to_owned(), "state = $2", vec![factor, Value::Text(state.code())]),
        Entries::Statement(id) => ("receipt".to_owned(), "statement_id = $2", vec![factor, Value::Id(id.0)]),
        Entries::All => ("receipt".to_owned(), "1 = 1", vec![factor]),
    };
    let sql = format!("SELECT COUNT(*) FROM {source} WHERE factor_id = $1 AND {condition}");
    let total = first(reads.connection(), &sql, &parameters, |row| row.int(0))?.unwrap_or(0);
    let sql = format!(
        "SELECT {RECEIPT} FROM {source} WHERE factor_id = $1 AND {condition} ORDER BY number DESC LIMIT {limit} OFFSET {skipped}"
    );
    Ok((all(reads.connection(), &sql, &parameters, receipt_of_row)?, total))
}

/// What the entries of a statement add up to: how many came in, their sum, how many went out, their sum (minor units).
///
/// # Errors
/// [`Fault`].
pub fn sums(reads: &mut dyn Reads, statement: StatementId) -> Result<(i64, i64, i64, i64), Fault> {
    let factor = reads.factor();
    let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN direction = 'CREDIT' THEN 1 ELSE 0 END), 0) AS BIGINT), \
        CAST(COALESCE(SUM(CASE WHEN direction = 'CREDIT' THEN amount_minor ELSE 0 END), 0) AS BIGINT), \
        CAST(COALESCE(SUM(CASE WHEN direction = 'CREDIT' THEN 0 ELSE 1 END), 0) AS BIGINT), \
        CAST(COALESCE(SUM(CASE WHEN direction = 'CREDIT' THEN 0 ELSE amount_minor END), 0) AS BIGINT) FROM receipt \
        WHERE factor_id = $1 AND statement_id = $2";
    let sums = first(reads.connection(), sql, &[Value::Id(factor), Value::Id(statement.0)], |row| {
        Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?))
    })?;
    Ok(sums.unwrap_or_default())
}

/// A part of a receipt on one invoice, as the receipt's page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedTo {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number as written.
    pub number: String,
    /// Code and name of its client.
    pub client: (String, String),
    /// What the invoice took.
    pub applied: Money,
    /// LE-11: an excess that went to the client.
    pub excess: Money,
    /// What is open of it now.
    pub open: Money,
    /// Why.
    pub reason: String,
    /// The event that applied it.
    pub event_seq: i64,
    /// The event that undid or returned it.
    pub ended_seq: Option<i64>,
}

/// All applications of a receipt with their invoices, in order.
///
/// # Errors
/// [`Fault`].
pub fn applications(reads: &mut dyn Reads, receipt: ReceiptId) -> Result<Vec<AppliedTo>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT a.invoice_id, i.number, c.code, c.name, a.applied_minor, a.excess_minor, i.open_minor, i.currency, a.reason, \
        a.event_seq, a.ended_seq FROM application a JOIN invoice i ON i.factor_id = a.factor_id AND i.invoice_id = a.invoice_id \
        JOIN client c ON c.factor_id = i.factor_id AND c.client_id = i.client_id WHERE a.factor_id = $1 AND a.receipt_id = $2 \
        ORDER BY a.event_seq, i.number_key, i.invoice_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(receipt.0)], |row| {
        let currency = row.text(7)?;
        Ok(AppliedTo {
            invoice: InvoiceId(row.id(0)?),
            number: row.text(1)?.to_owned(),
            client: (row.text(2)?.to_owned(), row.text(3)?.to_owned()),
            applied: money(row.int(4)?, currency)?,
            excess: money(row.int(5)?, currency)?,
            open: money(row.int(6)?, currency)?,
            reason: row.text(8)?.to_owned(),
            event_seq: row.int(9)?,
            ended_seq: row.maybe_int(10)?,
        })
    })
}
