//! Money on its way out, and the files it left in.

use super::{date, json, money, named, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, DebtorId, PaymentFileId, PaymentId, ReceiptId, ScheduleId};
use domain::invoice::TransferMethod;
use domain::money::Money;
use domain::party::BankAccount;
use jiff::civil::Date;
use uuid::Uuid;

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentKind {
    /// The advance of a schedule.
    Advance,
    /// Released reserve.
    Rebate,
    /// Money a debtor paid twice or too much.
    Refund,
}

impl PaymentKind {
    /// Stored name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Advance => "ADVANCE",
            Self::Rebate => "REBATE",
            Self::Refund => "REFUND",
        }
    }

    /// The word people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advance => "Advance",
            Self::Rebate => "Reserve release",
            Self::Refund => "Refund to debtor",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Advance, Self::Rebate, Self::Refund].into_iter().find(|kind| kind.code() == code)
    }
}

/// Has the payment left?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentState {
    /// Booked, and due to be sent to the bank.
    Due,
    /// In a payment file.
    InFile,
    /// A bank statement shows that it has left the account.
    Left,
}

impl PaymentState {
    /// Stored name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "DUE",
            Self::InFile => "IN_FILE",
            Self::Left => "LEFT",
        }
    }

    /// The word people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Due => "To be sent",
            Self::InFile => "In a payment file",
            Self::Left => "Paid",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Due, Self::InFile, Self::Left].into_iter().find(|state| state.code() == code)
    }
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Key; its end-to-end id in the payment file is made from it.
    pub id: PaymentId,
    /// Number people read: `P-12`.
    pub number: i64,
    /// What it is for.
    pub kind: PaymentKind,
    /// The client it goes to.
    pub client: Option<ClientId>,
    /// The debtor it goes back to.
    pub debtor: Option<DebtorId>,
    /// The schedule it advances.
    pub schedule: Option<ScheduleId>,
    /// The receipt it refunds.
    pub receipt: Option<ReceiptId>,
    /// Amount.
    pub amount: Money,
    /// How it is paid.
    pub transfer_method: TransferMethod,
    /// The day it should leave.
    pub due_on: Date,
    /// The account it goes to; none while none is on file.
    pub payee: Option<BankAccount>,
    /// Has it left?
    pub state: PaymentState,
    /// The file it left in.
    pub file: Option<PaymentFileId>,
}

/// A payment file as it was handed to the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFile {
    /// Key.
    pub id: PaymentFileId,
    /// Number people read: `F-3`.
    pub number: i64,
    /// Message id inside the file.
    pub message_id: String,
    /// The day it was made.
    pub business_date: Date,
    /// How many payments.
    pub count: i64,
    /// Their sum.
    pub sum: Money,
}

const PAYMENT: &str = "payment_id, number, kind, client_id, debtor_id, schedule_id, receipt_id, currency, amount_minor, \
    transfer_method, due_on, payee, state, payment_file_id";
const FILE: &str = "payment_file_id, number, message_id, business_date, payment_count, payment_sum_minor, currency";

pub(in crate::kept) fn payment_of_row(row: &dyn Row) -> Result<Payment, Fault> {
    Ok(Payment {
        id: PaymentId(row.id(0)?),
        number: row.int(1)?,
        kind: named("payment kind", row.text(2)?, PaymentKind::from_code)?,
        client: row.maybe_id(3)?.map(ClientId),
        debtor: row.maybe_id(4)?.map(DebtorId),
        schedule: row.maybe_id(5)?.map(ScheduleId),
        receipt: row.maybe_id(6)?.map(ReceiptId),
        amount: money(row.int(8)?, row.text(7)?)?,
        transfer_method: named("transfer method", row.text(9)?, TransferMethod::from_code)?,
        due_on: date(row.text(10)?)?,
        payee: json("payee", row.text(11)?)?,
        state: named("payment state", row.text(12)?, PaymentState::from_code)?,
        file: row.maybe_id(13)?.map(PaymentFileId),
    })
}

fn file_row(row: &dyn Row) -> Result<PaymentFile, Fault> {
    Ok(PaymentFile {
        id: PaymentFileId(row.id(0)?),
        number: row.int(1)?,
        message_id: row.text(2)?.to_owned(),
        business_date: date(row.text(3)?)?,
        count: row.int(4)?,
        sum: money(row.int(5)?, row.text(6)?)?,
    })
}

/// Adds a payment.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, payment: &Payment) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Id(payment.id.0),
        Value::Int(payment.number),
        Value::Text(payment.kind.code()),
        payment.client.map(|id| id.0).into(),
        payment.debtor.map(|id| id.0).into(),
        payment.schedule.map(|id| id.0).into(),
        payment.receipt.map(|id| id.0).into(),
        Value::Text(payment.amount.currency.code()),
        Value::Int(payment.amount.minor),
        Value::Text(payment.transfer_method.code()),
        Value::Text(&payment.due_on.to_string()),
        Value::Text(&to_json(&payment.payee)),
        Value::Text(payment.state.code()),
        payment.file.map(|id| id.0).into(),
    ];
    reads.connection().insert(&crate::schema::PAYMENT, &row)
}

/// The advance payment of a schedule.
///
/// # Errors
/// [`Fault`].
pub fn of_schedule(reads: &mut dyn Reads, schedule: ScheduleId) -> Result<Option<Payment>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND schedule_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(schedule.0)], payment_of_row)
}

/// The refunds of a receipt, by number.
///
/// # Errors
/// [`Fault`].
pub fn of_receipt(reads: &mut dyn Reads, receipt: ReceiptId) -> Result<Vec<Payment>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND receipt_id = $2 ORDER BY number");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(receipt.0)], payment_of_row)
}

/// The payments with these ids, by number.
///
/// # Errors
/// [`Fault`].
pub fn by_ids(reads: &mut dyn Reads, ids: &[Uuid]) -> Result<Vec<Payment>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND payment_id {{in $2}} ORDER BY number");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Ids(ids)], payment_of_row)
}

/// The payment with this number.
///
/// # Errors
/// [`Fault`].
pub fn by_number(reads: &mut dyn Reads, number: i64) -> Result<Option<Payment>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND number = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Int(number)], payment_of_row)
}

/// Up to `limit` payments of an amount that no statement has shown yet, by due date.
///
/// # Errors
/// [`Fault`].
pub fn on_their_way(reads: &mut dyn Reads, amount: Money, limit: i64) -> Result<Vec<Payment>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND state IN ('DUE', 'IN_FILE') AND amount_minor = $2 \
         AND currency = $3 ORDER BY due_on, number LIMIT $4"
    );
    let parameters =
        [Value::Id(factor), Value::Int(amount.minor), Value::Text(amount.currency.code()), Value::Int(limit)];
    all(reads.connection(), &sql, &parameters, payment_of_row)
}

/// Payments in a state: up to `limit`, by due date.
///
/// # Errors
/// [`Fault`].
pub fn in_state(reads: &mut dyn Reads, state: PaymentState, limit: i64) -> Result<Vec<Payment>, Fault> {
    let factor = reads.factor();
    let sql =
        format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND state = $2 ORDER BY due_on, number LIMIT $3");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Text(state.code()), Value::Int(limit)], payment_of_row)
}

/// Up to `limit` payments before a number, newest first.
///
/// # Errors
/// [`Fault`].
pub fn newest(reads: &mut dyn Reads, before: Option<i64>, limit: i64) -> Result<Vec<Payment>, Fault> {
    let factor = reads.factor();
    let sql =
        format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
    all(
        reads.connection(),
        &sql,
        &[Value::Id(factor), Value::Int(before.unwrap_or(i64::MAX)), Value::Int(limit)],
        payment_of_row,
    )
}

/// The payments of a file, by number.
///
/// # Errors
/// [`Fault`].
pub fn of_file(reads: &mut dyn Reads, file: PaymentFileId) -> Result<Vec<Payment>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAYMENT} FROM payment WHERE factor_id = $1 AND payment_file_id = $2 ORDER BY number");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(file.0)], payment_of_row)
}

/// Writes amount, account, state and file of a payment.
///
/// # Errors
/// [`Fault`].
pub fn set(reads: &mut dyn Reads, payment: &Payment) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE payment SET amount_minor = $3, payee = $4, state = $5, payment_file_id = $6 WHERE factor_id = $1 AND payment_id = $2";
    let row = [
        Value::Id(factor),
        Value::Id(payment.id.0),
        Value::Int(payment.amount.minor),
        Value::Text(&to_json(&payment.payee)),
        Value::Text(payment.state.code()),
        payment.file.map(|id| id.0).into(),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// The payment files with these message ids.
///
/// # Errors
/// [`Fault`].
pub fn files_by_message(reads: &mut dyn Reads, messages: &[String]) -> Result<Vec<PaymentFile>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {FILE} FROM payment_file WHERE factor_id = $1 AND message_id {{in $2}} ORDER BY number");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Texts(messages)], file_row)
}

/// Adds a payment file with its content.
///
/// # Errors
/// [`Fault`].
pub fn add_file(reads: &mut dyn Reads, file: &PaymentFile, content: &[u8]) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Id(file.id.0),
        Value::Int(file.number),
        Value::Text(&file.message_id),
        Value::Text(&file.business_date.to_string()),
        Value::Int(file.count),
        Value::Int(file.sum.minor),
        Value::Text(file.sum.currency.code()),
        Value::Bytes(content),
    ];
    reads.connection().insert(&crate::schema::PAYMENT_FILE, &row)
}

/// Up to `limit` payment files, newest first.
///
/// # Errors
/// [`Fault`].
pub fn newest_files(reads: &mut dyn Reads, limit: i64) -> Result<Vec<PaymentFile>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {FILE} FROM payment_file WHERE factor_id = $1 ORDER BY number DESC LIMIT $2");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Int(limit)], file_row)
}

/// A payment file with its content.
///
/// # Errors
/// [`Fault`].
pub fn file(reads: &mut dyn Reads, id: PaymentFileId) -> Result<Option<(PaymentFile, Vec<u8>)>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {FILE}, content FROM payment_file WHERE factor_id = $1 AND payment_file_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], |row| {
        Ok((file_row(row)?, row.bytes(7)?.to_vec()))
    })
}
