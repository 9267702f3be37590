//! L23: a credit note on a purchased invoice (LE-16).
//!
//! Debit the client's held reserve of that invoice, then its available reserve, then due from
//! clients. Credit factored receivables.

use crate::cash::Charge;
use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal.
#[must_use]
pub fn journal(receivable: &Receivable, charge: &Charge, on: Date, proof: Proof) -> Journal {
    let lines = [
        (Account::ReserveHeld, charge.held),
        (Account::ReserveAvailable, charge.available),
        (Account::DueFromClients, charge.due),
        (receivable.account(), -charge.total()),
    ];
    Journal::on(receivable, Booking::CreditNote, on, &lines, vec![proof])
}
