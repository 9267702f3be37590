//! A bank charge that the factor bears itself.
//!
//! Debit bank charges, credit collections cash.

use crate::id::ReceiptId;
use crate::ledger::{Account, Booking, Journal};
use crate::money::Money;
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal.
#[must_use]
pub fn journal(entry: ReceiptId, amount: Money, value_date: Date) -> Journal {
    let proof = Proof::new("LE-03", format!("the bank took {} from the collections account", amount.figures()));
    let lines = [(Account::BankCharges, amount.minor), (Account::CollectionsCash, -amount.minor)];
    Journal::apart(None, Booking::BankCharge, amount.currency, value_date, &lines, vec![proof]).from_receipt(entry)
}
