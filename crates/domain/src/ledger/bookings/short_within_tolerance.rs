//! LE-11: a shortfall so small that nobody is asked; it is dilution, borne by the client's reserve.
//!
//! Debit the client's reserve (held, then available, then due from clients), credit factored
//! receivables.

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
    Journal::on(receivable, Booking::ShortWithinTolerance, on, &lines, vec![proof])
}
