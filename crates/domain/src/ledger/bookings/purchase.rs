//! L01, L02, L03, L12, L16: purchase of an invoice.
//!
//! Debit factored receivables with the face amount. Credit the client's held reserve with what is
//! not advanced, operating cash with what is paid out, service fees with the netted transfer fee,
//! deferred fee income with an upfront fee (LE-26).

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The parts of the face amount, in minor units; they sum to it.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// Held reserve.
    pub held: i64,
    /// Paid to the client.
    pub cash: i64,
    /// Netted transfer fee (FE-26).
    pub transfer_fee: i64,
    /// Upfront fee (GL-02).
    pub upfront_fee: i64,
}

/// The journal.
#[must_use]
pub fn journal(receivable: &Receivable, amounts: &Amounts, on: Date, proofs: Vec<Proof>) -> Journal {
    let lines = [
        (receivable.account(), receivable.face),
        (Account::ReserveHeld, -amounts.held),
        (Account::OperatingCash, -amounts.cash),
        (Account::ServiceFees, -amounts.transfer_fee),
        (Account::DeferredFees, -amounts.upfront_fee),
    ];
    Journal::on(receivable, Booking::Purchase, on, &lines, proofs)
}
