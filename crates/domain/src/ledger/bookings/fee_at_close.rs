//! L05f, L08f, L17, L19: the fee of an invoice when it closes (LE-18).
//!
//! Debit the client's held reserve; where that is not enough the available reserve, then due from
//! clients. Credit accrued fees with what was accrued, factoring fee income with the rest.

use crate::cash::Charge;
use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal. `accrued` in minor units is what stands on accrued fees for this invoice.
#[must_use]
pub fn journal(receivable: &Receivable, charge: &Charge, accrued: i64, on: Date, proofs: Vec<Proof>) -> Journal {
    let lines = [
        (Account::ReserveHeld, charge.held),
        (Account::ReserveAvailable, charge.available),
        (Account::DueFromClients, charge.due),
        (Account::AccruedFees, -accrued),
        // Positive only when more was accrued than is charged in the end: that income never came.
        (Account::FeeIncome, accrued - charge.total()),
    ];
    Journal::on(receivable, Booking::FeeAtClose, on, &lines, proofs)
}
