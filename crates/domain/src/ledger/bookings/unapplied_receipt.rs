//! LE-10 (5): money received and not yet matched (GL-24).
//!
//! Debit collections cash, credit unapplied cash.

use crate::id::ReceiptId;
use crate::ledger::{Account, Booking, Journal};
use crate::money::Money;
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal.
#[must_use]
pub fn journal(receipt: ReceiptId, amount: Money, value_date: Date, proof: Proof) -> Journal {
    let lines = [(Account::CollectionsCash, amount.minor), (Account::UnappliedCash, -amount.minor)];
    Journal::apart(None, Booking::UnappliedReceipt, amount.currency, value_date, &lines, vec![proof])
        .from_receipt(receipt)
}
