//! L18: a payment is returned by the bank (LE-15).
//!
//! Debit factored receivables with what it had paid, available reserve with an excess that had gone
//! to the client, unapplied cash with what was not matched. Credit collections cash.

use crate::id::ReceiptId;
use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::money::Money;
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal for the part that had paid an invoice. `applied` and `excess` in minor units.
#[must_use]
pub fn journal(receivable: &Receivable, applied: i64, excess: i64, on: Date) -> Journal {
    let formula =
        format!("{} returned: the balance stands again, the fee clock goes on", receivable.money(applied).figures());
    let lines = [
        (receivable.account(), applied),
        (Account::ReserveAvailable, excess),
        (Account::CollectionsCash, -applied - excess),
    ];
    let proof = Proof::new("LE-15", formula).under(receivable.agreement_version);
    Journal::on(receivable, Booking::ReturnedItem, on, &lines, vec![proof])
}

/// The journal for the part that was not matched.
#[must_use]
pub fn unapplied(receipt: ReceiptId, amount: Money, on: Date) -> Journal {
    let proof = Proof::new("LE-15", format!("{} returned before it was matched", amount.figures()));
    let lines = [(Account::UnappliedCash, amount.minor), (Account::CollectionsCash, -amount.minor)];
    Journal::apart(None, Booking::ReturnedItem, amount.currency, on, &lines, vec![proof]).from_receipt(receipt)
}
