//! Bank statements: what was booked on an account, and the proof that nothing is missing.
//!
//! Contract: a [`Statement`] is given out only when opening balance plus credits less debits is the
//! closing balance; otherwise the file is refused with both sums and their difference. Only what the bank
//! has booked is an [`Entry`]; what is pending stands apart and is never cash. Every entry has a
//! reference that is the same on every reading of the same statement, so that cash is never posted
//! twice: (account, statement, entry reference). Deliberately absent: notices and intraday reports (camt.054,
//! camt.052), which repeat what the statement will say; whose cash it is.

pub mod camt053;
pub mod csv;
mod proof;

use crate::content::Content;
use crate::problem::{Problem, Refused};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use csv::StatementMapping;

/// An account, as its bank writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountId {
    /// IBAN, without spaces.
    Iban(String),
    /// Any other account number.
    Other(String),
}

impl AccountId {
    /// The account number itself.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Iban(number) | Self::Other(number) => number,
        }
    }
}

/// Which way the money went, seen from the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// Into the account.
    Credit,
    /// Out of the account.
    Debit,
}

/// How the money moved, as far as the bank's code says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Instrument {
    /// Cross-border, same-day or real-time credit transfer: final when booked.
    Wire,
    /// Domestic or SEPA credit transfer or direct debit.
    Ach,
    /// Check or lockbox.
    Check,
    /// Card.
    Card,
    /// The bank's code says something else (fees, interest, cash).
    Other,
}

/// Where an entry's reference comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReferenceSource {
    /// The account servicer's reference (`AcctSvcrRef`, or the mapped column of a CSV).
    Bank,
    /// The entry's number in the statement (`NtryRef`).
    Entry,
    /// Computed from the entry's content, as the bank gives none.
    Digest,
}

/// A document that a payment refers to, with what the payer says of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RemittanceDocument {
    /// Invoice or credit-note number. None where the amounts below belong to several documents together.
    pub number: Option<String>,
    /// Kind of document (`CINV` invoice, `CREN` credit note), where it is named.
    pub kind: Option<String>,
    /// Date of the document.
    pub date: Option<Date>,
    /// What was to be paid (`DuePyblAmt`).
    pub amount: Option<Money>,
    /// Discount taken (`DscntApldAmt`).
    pub discount: Option<Money>,
    /// Credit note set off (`CdtNoteAmt`).
    pub credit_note: Option<Money>,
    /// What is paid of it (`RmtdAmt`).
    pub remitted: Option<Money>,
    /// Other deductions and additions, with the payer's reasons.
    pub adjustments: Vec<Adjustment>,
}

/// A deduction or addition that the payer made (`AdjstmntAmtAndRsn`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Adjustment {
    /// How much, always more than zero or zero.
    pub amount: Money,
    /// `Debit` lowers what is paid, `Credit` raises it; none where the payer does not say.
    pub direction: Option<Direction>,
    /// The payer's reason code.
    pub reason: Option<String>,
    /// The payer's words.
    pub text: Option<String>,
}

/// Why a payment came back (`RtrInf`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReturnReason {
    /// Reason code, such as `AC04` (account closed).
    pub code: Option<String>,
    /// The bank's words.
    pub text: Option<String>,
}

/// One payment of an entry. A single payment is one detail; a batch has one for each payment the bank tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Detail {
    /// What this payment is of the entry, always positive. An entry's only detail has the amount of the
    /// entry. Of several either all state one, which sum to the entry, or those that do not are none.
    pub amount: Option<Money>,
    /// Is the detail against the direction of its entry?
    pub is_opposite: bool,
    /// Who is on the other side.
    pub counterparty: Option<String>,
    /// On whose behalf the other side acted.
    pub ultimate_counterparty: Option<String>,
    /// The account of the other side.
    pub counterparty_account: Option<AccountId>,
    /// The payer's own reference; none for `NOTPROVIDED`.
    pub end_to_end_id: Option<String>,
    /// The bank's id of the transaction.
    pub transaction_id: Option<String>,
    /// Unique end-to-end transaction reference.
    pub uetr: Option<String>,
    /// The check number.
    pub check_number: Option<String>,
    /// What the payer says it pays, document by document.
    pub documents: Vec<RemittanceDocument>,
    /// Structured creditor references.
    pub creditor_references: Vec<String>,
    /// The payer's text, line by line.
    pub unstructured: Vec<String>,
    /// Why it came back, if it is a return.
    pub return_reason: Option<ReturnReason>,
}

/// Something the bank has booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What makes the entry unique in its statement: the account servicer's reference, else the entry's
    /// own, else `digest:` and 32 hexadecimal digits of a SHA-256 over the entry's dates, amount, direction, codes,
    /// parties and texts. Where one reference or digest occurs more than once in the statement, the second
    /// gets `#2`, the third `#3`, in the order of the statement.
    pub entry_reference: String,
    /// Where that comes from.
    pub reference_source: ReferenceSource,
    /// 1-based line of the file.
    pub line: u64,
    /// When the bank booked it.
    pub booking_date: Date,
    /// From when it counts for interest, where the bank says so.
    pub value_date: Option<Date>,
    /// How much, never negative.
    pub amount: Money,
    /// Into or out of the account; of a reversal its own direction, not that of what it reverses.
    pub direction: Direction,
    /// Does it take back an earlier entry?
    pub reversal: bool,
    /// How the money moved, where the bank's code is known.
    pub instrument: Option<Instrument>,
    /// The bank's code as it stands, parts joined by `/`.
    pub bank_code: Option<String>,
    /// Payments the bank says a batch has.
    pub batch_count: Option<u64>,
    /// The payments; at least one.
    pub details: Vec<Detail>,
    /// The bank's own words about the entry.
    pub text: Option<String>,
}

impl Entry {
    /// Value date, else booking date.
    #[must_use]
    pub fn effective_date(&self) -> Date {
        self.value_date.unwrap_or(self.booking_date)
    }
}

/// Something the bank has not booked: pending or for information. Never cash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unbooked {
    /// The bank's status: `PDNG`, `INFO`, `FUTR`.
    pub status: String,
    /// 1-based line of the file.
    pub line: u64,
    /// How much, never negative.
    pub amount: Money,
    /// Into or out of the account.
    pub direction: Direction,
    /// When it is expected to count.
    pub value_date: Option<Date>,
    /// Who is on the other side.
    pub counterparty: Option<String>,
}

/// A proven statement of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The account.
    pub account: AccountId,
    /// Its currency; every entry is in it.
    pub currency: Currency,
    /// The bank's id of the statement.
    pub statement_id: String,
    /// The bank's running number of statements.
    pub sequence: Option<u64>,
    /// First day, where it is stated.
    pub from: Option<Date>,
    /// Last day, where it is stated.
    pub to: Option<Date>,
    /// Balance before the first entry; an overdraft is negative.
    pub opening: Money,
    /// Balance after the last entry.
    pub closing: Money,
    /// What was booked, in the order of the file.
    pub entries: Vec<Entry>,
    /// What was not, in the order of the file.
    pub unbooked: Vec<Unbooked>,
    /// What payers wrote that could not be read; it changes no amount of the bank's.
    pub remarks: Vec<Problem>,
}

/// Reads a statement file, camt.053 or CSV; the content decides.
///
/// Without a mapping a CSV is read with [`StatementMapping::credere`].
///
/// # Errors
/// What makes the file unreadable, or a statement that does not add up.
pub fn read(file: &str, bytes: &[u8], mapping: Option<&StatementMapping>) -> Result<Vec<Statement>, Refused> {
    if Content::of(bytes) == Content::Xml {
        return camt053::read(file, bytes);
    }
    match mapping {
        Some(mapping) => csv::read(file, bytes, mapping),
        None => csv::read(file, bytes, &StatementMapping::credere()),
    }
}
