//! L05, L07, L08, L10, L17, L19: money for an invoice.
//!
//! Debit collections cash (or unapplied cash, when the money was there already). Credit factored
//! receivables with what the invoice takes, available reserve with an excess within the tolerance
//! (LE-11), unapplied cash with the rest (LE-12). A balance never goes below zero (LE-07).

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// Where the money stood before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It comes with this bank entry.
    Bank,
    /// It came earlier and was not matched.
    Unapplied,
}

impl Source {
    /// The account that is debited.
    #[must_use]
    pub const fn account(self) -> Account {
        match self {
            Self::Bank => Account::CollectionsCash,
            Self::Unapplied => Account::UnappliedCash,
        }
    }
}

/// The parts of the money, in minor units.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// What the invoice takes.
    pub applied: i64,
    /// An excess within the tolerance, for the client.
    pub excess: i64,
    /// What stays unapplied.
    pub unapplied: i64,
}

/// The journal.
#[must_use]
pub fn journal(receivable: &Receivable, source: Source, amounts: &Amounts, value_date: Date, proof: Proof) -> Journal {
    let unapplied = if source == Source::Unapplied { 0 } else { amounts.unapplied };
    let lines = [
        (source.account(), amounts.applied + amounts.excess + unapplied),
        (receivable.account(), -amounts.applied),
        (Account::ReserveAvailable, -amounts.excess),
        (Account::UnappliedCash, -unapplied),
    ];
    Journal::on(receivable, Booking::Collection, value_date, &lines, vec![proof])
}
