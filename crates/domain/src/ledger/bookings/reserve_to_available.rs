//! L05r, L08r: what is left of an invoice's held reserve after its fee becomes the client's.
//!
//! Debit held reserve, credit available reserve.

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal. `amount` in minor units.
#[must_use]
pub fn journal(receivable: &Receivable, amount: i64, on: Date) -> Journal {
    let proof = Proof::new("GL-05", format!("held reserve after the fee: {}", receivable.money(amount).figures()))
        .under(receivable.agreement_version);
    let lines = [(Account::ReserveHeld, amount), (Account::ReserveAvailable, -amount)];
    Journal::on(receivable, Booking::ReserveToAvailable, on, &lines, vec![proof])
}
