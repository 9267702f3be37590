//! An entry of a bank statement as the book keeps it.
//!
//! A batch whose payments each state their amount becomes one receipt per payment: the first keeps the entry's
//! reference, the second has `/2` after it, and so on. Other batches stay one receipt.
//!
//! The instrument decides the clearance days (FE-04). Where the bank does not say how the money moved, no clearance is
//! added: a fee for days that nobody can prove is not charged. A check number makes it a check.

use domain::fee::Instrument;
use domain::money::Money;
use formats::statement::{self as bank, Detail, Direction, RemittanceDocument, Statement};
use jiff::civil::Date;
use std::collections::HashSet;
use store::kept::statement::EntryDetails;

/// A receipt to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewEntry {
    /// What makes it unique in its statement.
    pub reference: String,
    /// Did money come in?
    pub credit: bool,
    pub booking_date: Date,
    pub value_date: Date,
    /// Never negative.
    pub amount: Money,
    pub instrument: Instrument,
    pub payer_name: String,
    pub payer_account: String,
    pub details: EntryDetails,
}

impl NewEntry {
    /// Minor units, out of the account negative.
    pub fn signed(&self) -> i64 {
        if self.credit { self.amount.minor } else { -self.amount.minor }
    }
}

/// All receipts that a statement becomes, in its order. The same statement gives the same references.
pub(super) fn of_statement(statement: &Statement) -> Vec<NewEntry> {
    let mut taken: HashSet<String> = statement.entries.iter().map(|entry| entry.entry_reference.clone()).collect();
    let mut found = Vec::with_capacity(statement.entries.len());
    for entry in &statement.entries {
        let split = entry.details.len() > 1 && entry.details.iter().all(|detail| detail.amount.is_some());
        if !split {
            found.push(whole(entry));
            continue;
        }
        for (place, detail) in (1..).zip(&entry.details) {
            let reference = match place {
                1 => entry.entry_reference.clone(),
                _ => unused(&mut taken, &format!("{}/{place}", entry.entry_reference)),
            };
            let mut one = one_of(entry, std::slice::from_ref(detail));
            one.reference = reference;
            one.amount = detail.amount.unwrap_or(entry.amount);
            one.credit ^= detail.is_opposite;
            found.push(one);
        }
    }
    found
}

/// A bank may itself write `X/2`: count on until the reference is nobody else's.
fn unused(taken: &mut HashSet<String>, wanted: &str) -> String {
    let mut candidate = wanted.to_owned();
    let mut count = 1;
    while !taken.insert(candidate.clone()) {
        count += 1;
        candidate = format!("{wanted}#{count}");
    }
    candidate
}

/// An entry that stays one receipt.
fn whole(entry: &bank::Entry) -> NewEntry {
    one_of(entry, &entry.details)
}

fn one_of(entry: &bank::Entry, details: &[Detail]) -> NewEntry {
    let mut texts: Vec<String> = Vec::new();
    let mut documents = Vec::new();
    for detail in details {
        texts.extend(detail.unstructured.iter().chain(&detail.creditor_references).cloned());
        documents.extend(detail.documents.iter().filter_map(|document| named(document, entry.amount)));
    }
    // The bank's own words name an invoice only where the payer's words are missing.
    if let Some(text) = &entry.text
        && texts.is_empty()
        && documents.is_empty()
    {
        texts.push(text.clone());
    }
    // Several payers behind one sum are nobody in particular.
    let same = |of: fn(&Detail) -> Option<&str>| -> Option<String> {
        let first = details.first().and_then(of)?;
        details.iter().all(|detail| of(detail) == Some(first)).then(|| first.to_owned())
    };
    let reason = details.iter().find_map(|detail| detail.return_reason.as_ref()).map(|reason| {
        let parts = [reason.code.as_deref(), reason.text.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let check = details.iter().any(|detail| detail.check_number.is_some());
    NewEntry {
        reference: entry.entry_reference.clone(),
        credit: entry.direction == Direction::Credit,
        booking_date: entry.booking_date,
        value_date: entry.effective_date(),
        amount: entry.amount,
        instrument: instrument(entry.instrument, check),
        payer_name: same(|detail| detail.counterparty.as_deref()).unwrap_or_default(),
        payer_account: same(|detail| detail.counterparty_account.as_ref().map(|account| account.number()))
            .unwrap_or_default(),
        details: EntryDetails {
            texts,
            documents,
            end_to_end: same(|detail| detail.end_to_end_id.as_deref()),
            return_reason: reason,
            reversal: entry.reversal,
            bank_code: entry.bank_code.clone(),
            on_behalf_of: same(|detail| detail.ultimate_counterparty.as_deref()),
        },
    }
}

/// A document with the part of the payment that is for it. A credit note is no invoice that could be paid.
fn named(document: &RemittanceDocument, paid: Money) -> Option<(String, Option<i64>)> {
    const CREDIT_NOTE: &str = "CREN";
    let number = document.number.clone().filter(|_| document.kind.as_deref() != Some(CREDIT_NOTE))?;
    let part = document.remitted.filter(|part| part.currency == paid.currency && part.minor > 0);
    Some((number, part.map(|part| part.minor)))
}

fn instrument(bank: Option<bank::Instrument>, check: bool) -> Instrument {
    match bank {
        Some(bank::Instrument::Check) => Instrument::Check,
        _ if check => Instrument::Check,
        Some(bank::Instrument::Ach) => Instrument::AchCredit,
        Some(bank::Instrument::Card) => Instrument::Card,
        Some(bank::Instrument::Wire | bank::Instrument::Other) | None => Instrument::Wire,
    }
}
