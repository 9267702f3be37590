//! What every statement must prove, whatever format it came in.

use super::{Detail, Direction, Entry, ReferenceSource};
use crate::problem::{Place, Problem, Refused};
use domain::money::{Money, MoneyError};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Opening plus credits less debits must be closing.
///
/// # Errors
/// `BALANCE_DIFFERS` naming both sums and the difference.
pub(super) fn balance(place: &Place, opening: Money, closing: Money, entries: &[Entry]) -> Result<(), Refused> {
    let too_large = |_: MoneyError| {
        let fact = "The sum of the entries cannot be kept.";
        Refused::from(Problem::new("SUM_TOO_LARGE", place.clone(), fact, "Check the amounts."))
    };
    let (mut credits, mut debits) = (Money::zero(opening.currency), Money::zero(opening.currency));
    for entry in entries {
        let sum = match entry.direction {
            Direction::Credit => &mut credits,
            Direction::Debit => &mut debits,
        };
        *sum = sum.plus(entry.amount).map_err(too_large)?;
    }
    let sum = opening.plus(credits).and_then(|sum| sum.minus(debits)).map_err(too_large)?;
    if sum == closing {
        return Ok(());
    }
    let difference = closing.minus(sum).map_err(too_large)?;
    let fact = format!(
        "The opening balance {opening} plus credits {credits} less debits {debits} is {sum}, and the closing balance \
         is {closing}: a difference of {difference}."
    );
    Err(Problem::new(
        "BALANCE_DIFFERS",
        place.clone(),
        fact,
        "Ask the bank for the whole statement; nothing was posted.",
    )
    .into())
}

/// Gives every entry the reference by which it is known for ever, see [`Entry::entry_reference`].
pub(super) fn number(entries: &mut [Entry]) {
    let mut taken: HashSet<String> = HashSet::with_capacity(entries.len());
    let mut counts: HashMap<String, u64> = HashMap::new();
    for entry in entries {
        if entry.entry_reference.is_empty() {
            entry.reference_source = ReferenceSource::Digest;
            entry.entry_reference = digest(entry);
        }
        if taken.insert(entry.entry_reference.clone()) {
            continue;
        }
        // A bank may itself write `X#2`: count on until the reference is nobody else's.
        let count = counts.entry(entry.entry_reference.clone()).or_insert(1);
        loop {
            *count += 1;
            let candidate = format!("{}#{count}", entry.entry_reference);
            if taken.insert(candidate.clone()) {
                entry.entry_reference = candidate;
                break;
            }
        }
    }
}

/// A digest over what an entry says, each part with its length so that no two entries write the same.
fn digest(entry: &Entry) -> String {
    let mut whole = Sha256::new();
    let mut part = |text: &str| {
        whole.update((text.len() as u64).to_be_bytes());
        whole.update(text.as_bytes());
    };
    part(&entry.booking_date.to_string());
    part(&entry.value_date.map(|date| date.to_string()).unwrap_or_default());
    part(&entry.amount.minor.to_string());
    part(entry.amount.currency.code());
    part(if entry.direction == Direction::Credit { "C" } else { "D" });
    part(if entry.reversal { "R" } else { "" });
    part(entry.bank_code.as_deref().unwrap_or(""));
    part(entry.text.as_deref().unwrap_or(""));
    for detail in &entry.details {
        let Detail { counterparty, ultimate_counterparty, end_to_end_id, transaction_id, uetr, .. } = detail;
        for text in [counterparty, ultimate_counterparty, end_to_end_id, transaction_id, uetr, &detail.check_number] {
            part(text.as_deref().unwrap_or(""));
        }
        part(detail.counterparty_account.as_ref().map_or("", |account| account.number()));
        part(&detail.amount.map(|amount| amount.minor.to_string()).unwrap_or_default());
        detail.creditor_references.iter().chain(&detail.unstructured).for_each(|text| part(text));
        detail.documents.iter().for_each(|document| part(document.number.as_deref().unwrap_or("")));
    }
    const KEPT: usize = 16;
    let mut out = String::from("digest:");
    for byte in &whole.finalize()[..KEPT] {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
