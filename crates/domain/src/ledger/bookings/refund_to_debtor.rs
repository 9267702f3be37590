//! L09: unapplied money goes back to the debtor who paid it (LE-12).
//!
//! Debit unapplied cash, credit operating cash.

use crate::id::ReceiptId;
use crate::ledger::{Account, Booking, Journal};
use crate::money::Money;
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal.
#[must_use]
pub fn journal(receipt: ReceiptId, amount: Money, on: Date) -> Journal {
    let proof = Proof::new(
        "LE-12",
        format!("{} belongs to no open invoice and goes back to the paying account", amount.figures()),
    );
    let lines = [(Account::UnappliedCash, amount.minor), (Account::OperatingCash, -amount.minor)];
    Journal::apart(None, Booking::RefundToDebtor, amount.currency, on, &lines, vec![proof]).from_receipt(receipt)
}
