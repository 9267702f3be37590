//! Bank statements and their entries.

use super::{date, json, money, named, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::fee::Instrument;
use domain::id::{DebtorId, ReceiptId, StatementId};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A bank statement that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Key.
    pub id: StatementId,
    /// IBAN or number of the account.
    pub account: String,
    /// The bank's id of the statement.
    pub external_id: String,
    /// The bank's running number, where it gives one.
    pub sequence: Option<i64>,
    /// Balance before its first entry.
    pub opening: Money,
    /// Balance after its last entry.
    pub closing: Money,
    /// Its first day.
    pub opened_on: Date,
    /// Its last day.
    pub closed_on: Date,
    /// The file it came from.
    pub file: String,
    /// The day it was taken in.
    pub business_date: Date,
    /// How many receipts it becomes; fewer in the book mean that taking it in was interrupted.
    pub entry_count: i64,
}

/// What has become of a bank entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReceiptState {
    /// Money came in and all or part of it waits to be matched.
    Waiting,
    /// Money came in and is matched.
    Applied,
    /// Money came in and went back: refunded by us.
    Refunded,
    /// Money came in and was returned by the bank.
    Returned,
    /// Money went out and waits for a person to say what it is.
    DebitWaiting,
    /// Money went out and is booked, or is a payment of ours.
    DebitBooked,
}

impl ReceiptState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Applied, Self::Refunded, Self::Returned, Self::DebitWaiting, Self::DebitBooked];

    /// Stored name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Applied => "APPLIED",
            Self::Refunded => "REFUNDED",
            Self::Returned => "RETURNED",
            Self::DebitWaiting => "DEBIT_WAITING",
            Self::DebitBooked => "DEBIT_BOOKED",
        }
    }

    /// The word people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Waits to be matched",
            Self::Applied => "Matched",
            Self::Refunded => "Refunded",
            Self::Returned => "Returned by the bank",
            Self::DebitWaiting => "Waits to be booked",
            Self::DebitBooked => "Booked",
        }
    }

    /// The state with this stored name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a bank entry says beyond its amount.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryDetails {
    /// Texts that may name an invoice.
    pub texts: Vec<String>,
    /// Documents of a structured remittance: number, and minor units where given.
    pub documents: Vec<(String, Option<i64>)>,
    /// End-to-end id of the payer.
    pub end_to_end: Option<String>,
    /// Why the bank returned it.
    pub return_reason: Option<String>,
    /// The bank marks the entry as a reversal or return.
    pub reversal: bool,
    /// What the bank calls the transaction.
    pub bank_code: Option<String>,
    /// On whose behalf the other side acted, where that is somebody else.
    pub on_behalf_of: Option<String>,
}

/// One entry of a bank statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Key.
    pub id: ReceiptId,
    /// Number people read: `R-12`.
    pub number: i64,
    /// Its statement.
    pub statement: StatementId,
    /// The account.
    pub account: String,
    /// The bank's id of the statement.
    pub external_id: String,
    /// The bank's reference of the entry.
    pub entry_reference: String,
    /// Did money come in?
    pub credit: bool,
    /// Booking date.
    pub booking_date: Date,
    /// Value date.
    pub value_date: Date,
    /// Amount, never negative.
    pub amount: Money,
    /// How it was paid.
    pub instrument: Instrument,
    /// Who paid, as the bank says.
    pub payer_name: String,
    /// The account it came from.
    pub payer_account: String,
    /// The rest of what the bank says.
    pub details: EntryDetails,
    /// The debtor, when the payer is known.
    pub debtor: Option<DebtorId>,
    /// What has become of it.
    pub state: ReceiptState,
    /// What of it waits to be matched, minor units.
    pub unapplied: i64,
}

const STATEMENT: &str = "statement_id, account, external_id, sequence, currency, opening_minor, closing_minor, opened_on, closed_on, file, business_date, entry_count";
const RECEIPT: &str = "receipt_id, number, statement_id, account, external_id, entry_reference, direction, booking_date, value_date, \
    currency, amount_minor, instrument, payer_name, payer_account, details, debtor_id, state, unapplied_minor";

fn statement_row(row: &dyn Row) -> Result<Statement, Fault> {
    let currency = row.text(4)?;
    Ok(Statement {
        id: StatementId(row.id(0)?),
        account: row.text(1)?.to_owned(),
        external_id: row.text(2)?.to_owned(),
        sequence: row.maybe_int(3)?,
        opening: money(row.int(5)?, currency)?,
        closing: money(row.int(6)?, currency)?,
        opened_on: date(row.text(7)?)?,
        closed_on: date(row.text(8)?)?,
        file: row.text(9)?.to_owned(),
        business_date: date(row.text(10)?)?,
        entry_count: row.int(11)?,
    })
}

fn instrument(code: &str) -> Option<Instrument> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

pub(in crate::kept) fn receipt_of_row(row: &dyn Row) -> Result<Receipt, Fault> {
    Ok(Receipt {
        id: ReceiptId(row.id(0)?),
        number: row.int(1)?,
        statement: StatementId(row.id(2)?),
        account: row.text(3)?.to_owned(),
        external_id: row.text(4)?.to_owned(),
        entry_reference: row.text(5)?.to_owned(),
        credit: row.text(6)? == "CREDIT",
        booking_date: date(row.text(7)?)?,
        value_date: date(row.text(8)?)?,
        amount: money(row.int(10)?, row.text(9)?)?,
        instrument: named("instrument", row.text(11)?, instrument)?,
        payer_name: row.text(12)?.to_owned(),
        payer_account: row.text(13)?.to_owned(),
        details: json("entry details", row.text(14)?)?,
        debtor: row.maybe_id(15)?.map(DebtorId),
        state: named("receipt state", row.text(16)?, ReceiptState::from_code)?,
        unapplied: row.int(17)?,
    })
}

/// The statement of an account with the bank's id.
///
/// # Errors
/// [`Fault`].
pub fn by_external(reads: &mut dyn Reads, account: &str, external_id: &str) -> Result<Option<Statement>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {STATEMENT} FROM statement WHERE factor_id = $1 AND account = $2 AND external_id = $3");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(account), Value::Text(external_id)], statement_row)
}

/// The last statement of an account, by closing date.
///
/// # Errors
/// [`Fault`].
pub fn last_of_account(reads: &mut dyn Reads, account: &str) -> Result<Option<Statement>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {STATEMENT} FROM statement WHERE factor_id = $1 AND account = $2 ORDER BY closed_on DESC, statement_id DESC LIMIT 1"
    );
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(account)], statement_row)
}

/// The last statement of an account in one currency, by closing date: the one that the next must follow.
///
/// # Errors
/// [`Fault`].
pub fn last_in(reads: &mut dyn Reads, account: &str, currency: Currency) -> Result<Option<Statement>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {STATEMENT} FROM statement WHERE factor_id = $1 AND account = $2 AND currency = $3 \
         ORDER BY closed_on DESC, statement_id DESC LIMIT 1"
    );
    let parameters = [Value::Id(factor), Value::Text(account), Value::Text(currency.code())];
    first(reads.connection(), &sql, &parameters, statement_row)
}

/// The entries of a statement that are in the book: reference, and minor units, out of the account negative.
///
/// # Errors
/// [`Fault`].
pub fn entries_of(reads: &mut dyn Reads, account: &str, external_id: &str) -> Result<Vec<(String, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT entry_reference, CASE WHEN direction = 'CREDIT' THEN amount_minor ELSE -amount_minor END FROM receipt \
        WHERE factor_id = $1 AND account = $2 AND external_id = $3";
    let parameters = [Value::Id(factor), Value::Text(account), Value::Text(external_id)];
    all(reads.connection(), sql, &parameters, |row| Ok((row.text(0)?.to_owned(), row.int(1)?)))
}

/// How many entries of a statement are in the book.
///
/// # Errors
/// [`Fault`].
pub fn entry_count(reads: &mut dyn Reads, account: &str, external_id: &str) -> Result<i64, Fault> {
    let factor = reads.factor();
    let sql = "SELECT COUNT(*) FROM receipt WHERE factor_id = $1 AND account = $2 AND external_id = $3";
    let parameters = [Value::Id(factor), Value::Text(account), Value::Text(external_id)];
    Ok(first(reads.connection(), sql, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// Up to `limit` statements, newest closing date first.
///
/// # Errors
/// [`Fault`].
pub fn newest(reads: &mut dyn Reads, limit: i64) -> Result<Vec<Statement>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {STATEMENT} FROM statement WHERE factor_id = $1 ORDER BY closed_on DESC, statement_id DESC LIMIT $2"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Int(limit)], statement_row)
}

/// The statement with this id.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: StatementId) -> Result<Option<Statement>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {STATEMENT} FROM statement WHERE factor_id = $1 AND statement_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], statement_row)
}

/// Adds a statement.
///
/// # Errors
/// [`Fault::Taken`] when the account's statement with this id is there already.
pub fn add(reads: &mut dyn Reads, statement: &Statement) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Id(statement.id.0),
        Value::Text(&statement.account),
        Value::Text(&statement.external_id),
        statement.sequence.into(),
        Value::Text(statement.opening.currency.code()),
        Value::Int(statement.opening.minor),
        Value::Int(statement.closing.minor),
        Value::Text(&statement.opened_on.to_string()),
        Value::Text(&statement.closed_on.to_string()),
        Value::Text(&statement.file),
        Value::Text(&statement.business_date.to_string()),
        Value::Int(statement.entry_count),
    ];
    reads.connection().insert(&crate::schema::STATEMENT, &row)
}

/// Writes where a statement now closes, after the bank has added entries to it.
///
/// # Errors
/// [`Fault`].
pub fn set(reads: &mut dyn Reads, statement: &Statement) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE statement SET closing_minor = $3, closed_on = $4, entry_count = $5 WHERE factor_id = $1 AND statement_id = $2";
    let row = [
        Value::Id(factor),
        Value::Id(statement.id.0),
        Value::Int(statement.closing.minor),
        Value::Text(&statement.closed_on.to_string()),
        Value::Int(statement.entry_count),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// Adds an entry.
///
/// # Errors
/// [`Fault::Taken`] when the entry (account, statement id, entry reference) is there already.
pub fn add_receipt(reads: &mut dyn Reads, receipt: &Receipt) -> Result<(), Fault> {
    let instrument = to_json(&receipt.instrument);
    let row = [
        Value::Id(reads.factor()),
        Value::Id(receipt.id.0),
        Value::Int(receipt.number),
        Value::Id(receipt.statement.0),
        Value::Text(&receipt.account),
        Value::Text(&receipt.external_id),
        Value::Text(&receipt.entry_reference),
        Value::Text(if receipt.credit { "CREDIT" } else { "DEBIT" }),
        Value::Text(&receipt.booking_date.to_string()),
        Value::Text(&receipt.value_date.to_string()),
        Value::Text(receipt.amount.currency.code()),
        Value::Int(receipt.amount.minor),
        Value::Text(instrument.trim_matches('"')),
        Value::Text(&receipt.payer_name),
        Value::Text(&receipt.payer_account),
        Value::Text(&to_json(&receipt.details)),
        receipt.debtor.map(|id| id.0).into(),
        Value::Text(receipt.state.code()),
        Value::Int(receipt.unapplied),
    ];
    reads.connection().insert(&crate::schema::RECEIPT, &row)
}

/// Writes what has become of an entry.
///
/// # Errors
/// [`Fault`].
pub fn set_receipt(reads: &mut dyn Reads, receipt: &Receipt) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql =
        "UPDATE receipt SET state = $3, unapplied_minor = $4, debtor_id = $5 WHERE factor_id = $1 AND receipt_id = $2";
    let row = [
        Value::Id(factor),
        Value::Id(receipt.id.0),
        Value::Text(receipt.state.code()),
        Value::Int(receipt.unapplied),
        receipt.debtor.map(|id| id.0).into(),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// The entry with this id.
///
/// # Errors
/// [`Fault`].
pub fn receipt(reads: &mut dyn Reads, id: ReceiptId) -> Result<Option<Receipt>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {RECEIPT} FROM receipt WHERE factor_id = $1 AND receipt_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], receipt_of_row)
}

/// The entry with this number.
///
/// # Errors
/// [`Fault`].
pub fn receipt_by_number(reads: &mut dyn Reads, number: i64) -> Result<Option<Receipt>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {RECEIPT} FROM receipt WHERE factor_id = $1 AND number = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Int(number)], receipt_of_row)
}

/// Up to `limit` entries in a state after a number, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn receipts_in(reads: &mut dyn Reads, state: ReceiptState, after: i64, limit: i64) -> Result<Vec<Receipt>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {RECEIPT} FROM receipt WHERE factor_id = $1 AND state = $2 AND number > $3 ORDER BY number LIMIT $4"
    );
    all(
        reads.connection(),
        &sql,
        &[Value::Id(factor), Value::Text(state.code()), Value::Int(after), Value::Int(limit)],
        receipt_of_row,
    )
}

/// How many entries are in a state, and their unapplied sum per currency.
///
/// # Errors
/// [`Fault`].
pub fn count_in(reads: &mut dyn Reads, state: ReceiptState) -> Result<Vec<(i64, Money)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT COUNT(*), CAST(SUM(unapplied_minor) AS BIGINT), currency FROM receipt WHERE factor_id = $1 AND state = $2 GROUP BY currency";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(state.code())], |row| {
        Ok((row.int(0)?, money(row.int(1)?, row.text(2)?)?))
    })
}

/// Up to `limit` entries before a number, newest first.
///
/// # Errors
/// [`Fault`].
pub fn newest_receipts(reads: &mut dyn Reads, before: Option<i64>, limit: i64) -> Result<Vec<Receipt>, Fault> {
    let factor = reads.factor();
    let sql =
        format!("SELECT {RECEIPT} FROM receipt WHERE factor_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
    all(
        reads.connection(),
        &sql,
        &[Value::Id(factor), Value::Int(before.unwrap_or(i64::MAX)), Value::Int(limit)],
        receipt_of_row,
    )
}

/// Which of these entry references of a statement are there already.
///
/// # Errors
/// [`Fault`].
pub fn known_entries(
    reads: &mut dyn Reads,
    account: &str,
    external_id: &str,
    references: &[String],
) -> Result<Vec<String>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT entry_reference FROM receipt WHERE factor_id = $1 AND account = $2 AND external_id = $3 AND entry_reference {in $4}";
    let parameters = [Value::Id(factor), Value::Text(account), Value::Text(external_id), Value::Texts(references)];
    all(reads.connection(), sql, &parameters, |row| Ok(row.text(0)?.to_owned()))
}

/// Incoming entries of an account with exactly this amount, newest first: what a returned item may have been.
///
/// # Errors
/// [`Fault`].
pub fn incoming_of_amount(
    reads: &mut dyn Reads,
    account: &str,
    amount: Money,
    limit: i64,
) -> Result<Vec<Receipt>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {RECEIPT} FROM receipt WHERE factor_id = $1 AND state IN ('APPLIED', 'WAITING') AND account = $2 AND direction = 'CREDIT' \
         AND amount_minor = $3 AND currency = $4 ORDER BY +value_date DESC, +number DESC LIMIT $5"
    );
    let parameters = [
        Value::Id(factor),
        Value::Text(account),
        Value::Int(amount.minor),
        Value::Text(amount.currency.code()),
        Value::Int(limit),
    ];
    all(reads.connection(), &sql, &parameters, receipt_of_row)
}
