//! Every journal of an invoice or a bank entry, as a table: debits, credits, and how each figure came to be.

use domain::ledger::JournalKey;
use domain::money::Money;
use domain::proof::Proof;
use jiff::civil::Date;
use std::collections::HashMap;
use store::kept::journal::Booked;

/// One journal.
pub struct Movement {
    /// Its number: `E-812.1`, event and place.
    pub number: String,
    /// Value date.
    pub date: Date,
    /// What it is.
    pub word: String,
    /// Which one it mirrors, or which one mirrors it.
    pub note: Option<String>,
    /// Its sides: account, debit, credit.
    pub lines: Vec<(String, Option<Money>, Option<Money>)>,
    /// How its figures came to be.
    pub proofs: Vec<Proof>,
}

/// The number people read of a journal.
fn number(key: JournalKey) -> String {
    format!("E-{}.{}", key.event, key.number + 1)
}

/// Journals as movements, in booking order.
pub fn of(journals: &[Booked]) -> Vec<Movement> {
    let mirrored: HashMap<JournalKey, JournalKey> =
        journals.iter().filter_map(|booked| Some((booked.journal.reverses?, booked.key))).collect();
    journals
        .iter()
        .map(|booked| {
            let journal = &booked.journal;
            let money = |minor| Money::new(minor, journal.currency);
            let note = match (journal.reverses, mirrored.get(&booked.key)) {
                (Some(other), _) => Some(format!("takes back {}", number(other))),
                (None, Some(other)) => Some(format!("taken back by {}", number(*other))),
                (None, None) => None,
            };
            let side = |amount: i64| match amount {
                amount if amount >= 0 => (Some(money(amount)), None),
                amount => (None, Some(money(-amount))),
            };
            Movement {
                number: number(booked.key),
                date: journal.value_date,
                word: journal.booking.word().to_owned(),
                note,
                lines: journal
                    .lines
                    .iter()
                    .map(|line| {
                        let (debit, credit) = side(line.amount);
                        (line.account.to_string(), debit, credit)
                    })
                    .collect(),
                proofs: journal.proofs.clone(),
            }
        })
        .collect()
}
