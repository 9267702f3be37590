//! LE-01: a mistake is mirrored, never edited.
//!
//! Every line of the journal with the other sign, naming the journal it mirrors and the reason.

use crate::ledger::{Booking, Journal, JournalKey, Line};
use crate::proof::Proof;
use jiff::civil::Date;

/// The mirror of a journal.
#[must_use]
pub fn journal(of: &Journal, key: JournalKey, on: Date, reason: &str) -> Journal {
    let formula = format!("mirrors {} (event {}, journal {}): {reason}", of.booking, key.event, key.number);
    Journal {
        booking: Booking::Reversal,
        value_date: on,
        reverses: Some(key),
        lines: of.lines.iter().map(|line| Line { account: line.account, amount: -line.amount }).collect(),
        proofs: vec![Proof::new("LE-01", formula)],
        ..of.clone()
    }
}
