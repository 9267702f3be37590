//! Duplicates: one invoice sold twice, by mistake or not (FR-00, FR-01, FR-01b).
//!
//! The check here decides and explains; a unique constraint in the book decides again, so that two
//! simultaneous submissions cannot both pass.

use crate::id::{ClientId, DebtorId, InvoiceId};
use crate::money::Money;
use serde::{Deserialize, Serialize};
use std::fmt;

/// FR-00: an invoice number as two papers can be compared. Capitals; split at everything that is
/// not a letter or digit; leading zeros of each run of digits dropped; joined.
///
/// Full-width and other compatibility forms of ASCII letters and digits (NFKC) are folded; `INV-000123/A` becomes `INV123A`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NumberKey(String);

impl NumberKey {
    /// Normalises a number as written (FR-00).
    #[must_use]
    pub fn of(number: &str) -> Self {
        let mut key = String::with_capacity(number.len());
        let mut zeros_lead = true;
        for c in number.chars().map(folded) {
            if c.is_ascii_digit() || c.is_numeric() {
                if c == '0' && zeros_lead {
                    continue;
                }
                zeros_lead = false;
                key.push(c);
            } else if c.is_alphabetic() {
                zeros_lead = true;
                key.extend(c.to_uppercase().filter(|c| c.is_alphanumeric()));
            } else {
                zeros_lead = true;
            }
        }
        Self(key)
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NumberKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Full-width ASCII (U+FF01 to U+FF5E) as plain ASCII: the compatibility forms that scanned numbers carry.
fn folded(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// What the check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Duplicate {
    /// FR-01: same client, debtor, number and amount. Blocks.
    Exact {
        /// The invoice that was there first.
        first: InvoiceId,
    },
    /// FR-01b: same client, debtor and number, other amount. A person decides.
    SameNumber {
        /// The invoice that was there first.
        first: InvoiceId,
        /// Its amount.
        amount: Money,
    },
}

/// Looks for the offered invoice among those known under its number (FR-01 before FR-01b).
///
/// `known` holds invoices of any state except refused and withdrawn ones.
pub fn find_duplicate<'a>(
    client: ClientId,
    debtor: DebtorId,
    amount: Money,
    known: impl IntoIterator<Item = &'a (InvoiceId, ClientId, DebtorId, Money)>,
) -> Option<Duplicate> {
    let mut same_number = None;
    for (invoice, its_client, its_debtor, its_amount) in known {
        if *its_client != client || *its_debtor != debtor {
            continue;
        }
        if *its_amount == amount {
            return Some(Duplicate::Exact { first: *invoice });
        }
        same_number.get_or_insert(Duplicate::SameNumber { first: *invoice, amount: *its_amount });
    }
    same_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fr_00_normalised_invoice_number() {
        for (written, key) in
            [("INV-000123/A", "INV123A"), ("inv 123 a", "INV123A"), ("2026-0007", "20267"), ("\u{FF11}2", "12")]
        {
            assert_eq!(NumberKey::of(written).as_str(), key, "{written}");
        }
    }
}
