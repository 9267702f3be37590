//! E-invoices of EN 16931, as far as a factor needs them.
//!
//! Contract: an [`InvoiceDocument`] keeps what the purchase of an invoice rests on (number, dates, amounts,
//! parties, references, accounts) and nothing else. `BT` and `BG` are the terms of EN 16931-1. The hard
//! rules of [`rules`] hold of every document that a reader gives out. Deliberately absent: invoice lines
//! beyond their first descriptions, the content of attachments, tax rules, and whether the invoice may be
//! bought.

pub mod rules;
pub mod ubl;

use domain::money::{Currency, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Invoice or credit note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// Asks for money.
    Invoice,
    /// Takes something off.
    CreditNote,
}

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IdentifierKind {
    /// Electronic address (BT-34, BT-49).
    Endpoint,
    /// Registered number (BT-30, BT-47, BT-61).
    Legal,
    /// VAT number (BT-31, BT-48).
    Vat,
    /// Any other number of the party (BT-29, BT-46, BT-60).
    Party,
}

/// A number by which a party is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// Who issues such numbers: an ICD code such as `0199` (LEI), where the document names it.
    pub scheme: Option<String>,
    /// What it is.
    pub kind: IdentifierKind,
    /// The number itself.
    pub value: String,
}

/// Seller, buyer or payee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Party {
    /// Registered name (BT-27, BT-44); of a payee its name (BT-59).
    pub name: String,
    /// Trading name, where it is another (BT-28, BT-45).
    pub trading_name: Option<String>,
    /// All its numbers, in the order of the document.
    pub identifiers: Vec<Identifier>,
    /// Street lines.
    pub address: Vec<String>,
    /// City.
    pub city: Option<String>,
    /// Post code.
    pub postcode: Option<String>,
    /// ISO 3166-1 code of the country.
    pub country: Option<String>,
}

/// The totals, all in the currency of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Amounts {
    /// Total without VAT (BT-109).
    pub net: Money,
    /// Total VAT (BT-110); zero where the document states none.
    pub tax: Money,
    /// Total with VAT (BT-112).
    pub gross: Money,
    /// Already paid (BT-113); zero where the document states none.
    pub prepaid: Money,
    /// What is to be paid (BT-115): where a purchase starts. May be negative.
    pub payable: Money,
}

/// Where the debtor is asked to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemitTo {
    /// Account number or IBAN (BT-84).
    pub account: String,
    /// Name of the account (BT-85).
    pub name: Option<String>,
    /// BIC or other number of the bank (BT-86).
    pub bank: Option<String>,
}

/// An earlier invoice that this document refers to (BG-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preceding {
    /// Its number (BT-25).
    pub number: String,
    /// Its issue date (BT-26).
    pub issue: Option<Date>,
}

/// One invoice or credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceDocument {
    /// Invoice or credit note.
    pub kind: Kind,
    /// Type code of UNTDID 1001 (BT-3): 380 invoice, 393 factored invoice, 381 credit note, 396 factored credit note.
    pub type_code: String,
    /// Number (BT-1).
    pub number: String,
    /// Issue date (BT-2).
    pub issue: Date,
    /// Due date (BT-9).
    pub due: Option<Date>,
    /// Date of delivery (BT-72).
    pub delivery: Option<Date>,
    /// End of the period that is invoiced (BT-74).
    pub period_end: Option<Date>,
    /// Terms of payment in words (BT-20).
    pub payment_terms: Vec<String>,
    /// Currency (BT-5).
    pub currency: Currency,
    /// Who sold (BG-4): the client.
    pub seller: Party,
    /// Who owes (BG-7): the debtor.
    pub buyer: Party,
    /// Who is to be paid, where it is not the seller (BG-10): the factor.
    pub payee: Option<Party>,
    /// Notes (BT-22); a notice of assignment stands here.
    pub notes: Vec<String>,
    /// The totals.
    pub amounts: Amounts,
    /// What the debtor is asked to quote when it pays (BT-83); may differ from the number.
    pub payment_references: Vec<String>,
    /// Accounts to pay to (BT-84 to BT-86).
    pub remit_to: Vec<RemitTo>,
    /// Payment means of UNTDID 4461 (BT-81): 30 credit transfer, 58 SEPA credit transfer.
    pub means_codes: Vec<String>,
    /// The buyer's order (BT-13).
    pub order: Option<String>,
    /// Contract (BT-12).
    pub contract: Option<String>,
    /// Despatch advice (BT-16).
    pub despatch: Option<String>,
    /// Receiving advice (BT-15).
    pub receipt: Option<String>,
    /// Earlier invoices (BG-3).
    pub preceding: Vec<Preceding>,
    /// What the first lines sold (BT-153, else BT-154), at most [`crate::limits::DESCRIPTIONS`].
    pub descriptions: Vec<String>,
    /// Invoice lines in the document.
    pub line_count: u64,
    /// Embedded attachments (BT-125).
    pub attachments: u64,
    /// Their bytes as they stand in the document (base64), never decoded.
    pub attachment_bytes: u64,
}
