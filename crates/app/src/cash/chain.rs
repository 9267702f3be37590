//! Is this the statement that must come next? Held against what the book has of its account.
//!
//! A new statement opens with the balance on which the account's last one closed, and does not lie before it. A statement
//! that is known may only grow at its end: everything taken in must still be there unchanged, and only the account's
//! last statement may grow. One that was interrupted must be completed before the next is taken.

use super::entry::NewEntry;
use crate::{Error, Refusal};
use domain::money::{Currency, Money};
use formats::statement::Statement;
use jiff::civil::Date;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::book::Reads;
use store::kept;

/// A statement that was read and proven in itself.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub file: String,
    pub account: String,
    pub external_id: String,
    pub sequence: Option<i64>,
    pub opening: Money,
    pub closing: Money,
    /// None where neither the bank nor an entry names a day.
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub entries: Vec<NewEntry>,
    /// Entries that the bank has not booked yet.
    pub unbooked: u64,
    pub remarks: Vec<Refusal>,
}

impl Ready {
    pub fn of(file: &str, statement: Statement) -> Self {
        let days = statement.entries.iter().map(|entry| entry.booking_date);
        Self {
            file: file.to_owned(),
            account: statement.account.number().to_owned(),
            external_id: statement.statement_id.clone(),
            sequence: statement.sequence.and_then(|number| i64::try_from(number).ok()),
            opening: statement.opening,
            closing: statement.closing,
            opened_on: statement.from.or(days.clone().min()),
            closed_on: statement.to.or(days.max()),
            entries: super::entry::of_statement(&statement),
            unbooked: statement.unbooked.len() as u64,
            remarks: statement.remarks.into_iter().map(Refusal::from).collect(),
        }
    }

    fn place(&self) -> String {
        format!("{}, statement {}", self.file, self.external_id)
    }
}

/// The last statement of an account, which the next must follow.
#[derive(Debug, Clone)]
struct Head {
    external_id: String,
    sequence: Option<i64>,
    closing: Money,
    closed_on: Date,
    /// Entries that are still to be taken in.
    missing: i64,
}

/// A statement that the book has.
#[derive(Debug, Clone)]
struct Known {
    opening: Money,
    closing: Money,
    entry_count: i64,
    entries: HashMap<String, i64>,
}

/// What is to be done with a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is new, and the next of its account.
    New,
    /// It was interrupted; what is missing is to be taken in.
    Continue,
    /// The bank has added entries.
    Grow,
    /// All of it is in the book.
    TakenBefore,
}

/// A statement's judgement.
pub(super) struct Judged {
    pub verdict: Result<Verdict, Refusal>,
    /// Its first and last day, as far as anything says so.
    pub days: (Date, Date),
}

/// What the book has of the accounts that an import touches, with what the import will have added.
pub(super) struct Chain {
    /// For a statement that names no day at all.
    today: Date,
    heads: HashMap<(String, Currency), Option<Head>>,
    known: HashMap<(String, String), Option<Known>>,
}

impl Chain {
    pub fn new(today: Date) -> Self {
        Self { today, heads: HashMap::new(), known: HashMap::new() }
    }

    /// Judges a statement, and takes it as done for the ones after it, so that each fault is named once.
    pub fn judge(&mut self, reads: &mut dyn Reads, ready: &Ready) -> Result<Judged, Error> {
        self.load(reads, ready)?;
        let known = self.known.get(&(ready.account.clone(), ready.external_id.clone())).cloned().flatten();
        let head = self.heads.get(&(ready.account.clone(), ready.closing.currency)).cloned().flatten();
        let fallback = head.as_ref().map_or(self.today, |head| head.closed_on);
        let closed = ready.closed_on.or(ready.opened_on).unwrap_or(fallback);
        let days = (ready.opened_on.unwrap_or(closed), closed);
        let verdict = match (&known, &head) {
            (Some(known), head) => again(ready, known, head.as_ref()),
            (None, Some(head)) => next(ready, head, closed).map(|()| Verdict::New),
            (None, None) => Ok(Verdict::New),
        };
        if !matches!(verdict, Ok(Verdict::TakenBefore)) {
            self.take(ready, closed);
        }
        Ok(Judged { verdict, days })
    }

    fn load(&mut self, reads: &mut dyn Reads, ready: &Ready) -> Result<(), Error> {
        if let Entry::Vacant(place) = self.known.entry((ready.account.clone(), ready.external_id.clone())) {
            let known = match kept::statement::by_external(reads, &ready.account, &ready.external_id)? {
                Some(statement) => Some(Known {
                    opening: statement.opening,
                    closing: statement.closing,
                    entry_count: statement.entry_count,
                    entries: kept::statement::entries_of(reads, &ready.account, &ready.external_id)?
                        .into_iter()
                        .collect(),
                }),
                None => None,
            };
            place.insert(known);
        }
        if let Entry::Vacant(place) = self.heads.entry((ready.account.clone(), ready.closing.currency)) {
            let head = match kept::statement::last_in(reads, &ready.account, ready.closing.currency)? {
                Some(last) => Some(Head {
                    missing: last.entry_count - kept::statement::entry_count(reads, &ready.account, &last.external_id)?,
                    external_id: last.external_id,
                    sequence: last.sequence,
                    closing: last.closing,
                    closed_on: last.closed_on,
                }),
                None => None,
            };
            place.insert(head);
        }
        Ok(())
    }

    fn take(&mut self, ready: &Ready, closed_on: Date) {
        let taken = Head {
            external_id: ready.external_id.clone(),
            sequence: ready.sequence,
            closing: ready.closing,
            closed_on,
            missing: 0,
        };
        self.heads.insert((ready.account.clone(), ready.closing.currency), Some(taken));
        let known = Known {
            opening: ready.opening,
            closing: ready.closing,
            entry_count: i64::try_from(ready.entries.len()).unwrap_or(i64::MAX),
            entries: ready.entries.iter().map(|entry| (entry.reference.clone(), entry.signed())).collect(),
        };
        self.known.insert((ready.account.clone(), ready.external_id.clone()), Some(known));
    }
}

/// A statement that is known already.
fn again(ready: &Ready, known: &Known, head: Option<&Head>) -> Result<Verdict, Refusal> {
    let file: HashMap<&str, i64> =
        ready.entries.iter().map(|entry| (entry.reference.as_str(), entry.signed())).collect();
    let changed =
        known.entries.iter().filter(|(reference, amount)| file.get(reference.as_str()) != Some(amount)).count();
    let fresh: Vec<&NewEntry> =
        ready.entries.iter().filter(|entry| !known.entries.contains_key(&entry.reference)).collect();
    if ready.opening != known.opening || changed > 0 {
        let currency = known.closing.currency;
        let added: i64 = fresh.iter().map(|entry| entry.signed()).sum();
        let with_new = Money::new(known.closing.minor.saturating_add(added), currency);
        let fact = format!(
            "Statement {} of account {} was taken in before, from {} to {}. This file has it from {} to {}: with its {} \
             new entries the kept one would close with {with_new}, and {changed} entries that were taken in are \
             missing or changed in it",
            ready.external_id,
            ready.account,
            known.opening,
            known.closing,
            ready.opening,
            ready.closing,
            fresh.len(),
        );
        let remedy = "Ask the bank which of both is right; nothing of this file was taken.";
        return Err(Refusal::at(&ready.place(), "STATEMENT_CHANGED", fact, remedy));
    }
    let in_book = i64::try_from(known.entries.len()).unwrap_or(i64::MAX);
    if fresh.is_empty() && in_book == known.entry_count {
        return Ok(Verdict::TakenBefore);
    }
    let in_file = i64::try_from(ready.entries.len()).unwrap_or(i64::MAX);
    if ready.closing == known.closing && in_file == known.entry_count {
        return Ok(Verdict::Continue);
    }
    match head {
        Some(head) if head.external_id != ready.external_id => {
            let fact = format!(
                "Statement {} of account {} was taken in with a closing balance of {}; in this file it closes with {}, \
                 but statement {} already follows it",
                ready.external_id, ready.account, known.closing, ready.closing, head.external_id
            );
            let remedy = "Ask the bank which of both is right; nothing of this file was taken.";
            Err(Refusal::at(&ready.place(), "STATEMENT_CHANGED", fact, remedy))
        }
        _ => Ok(Verdict::Grow),
    }
}

/// A new statement after the account's last one.
fn next(ready: &Ready, head: &Head, closed: Date) -> Result<(), Refusal> {
    if head.missing > 0 {
        let fact = format!(
            "Statement {} of account {} was interrupted: {} of its entries are still to be taken in",
            head.external_id, ready.account, head.missing
        );
        let remedy = "Hand in the file of that statement again first, or together with this one.";
        return Err(Refusal::at(&ready.place(), "STATEMENT_INCOMPLETE", fact, remedy));
    }
    if ready.opening == head.closing && closed >= head.closed_on {
        return Ok(());
    }
    let day = |date: Date| date.strftime("%-d %B %Y").to_string();
    let opens = ready.opened_on.map_or_else(String::new, |date| format!(" on {}", day(date)));
    let mut fact = format!(
        "Statement {} of account {} opens{opens} with {}, and the last one, {}, closes on {} with {}",
        ready.external_id,
        ready.account,
        ready.opening,
        head.external_id,
        day(head.closed_on),
        head.closing
    );
    if closed < head.closed_on {
        fact.push_str(&format!(". It lies before the last one: it ends on {}", day(closed)));
        let remedy = "Ask the bank how both belong together; statements are taken in the order of their days.";
        return Err(Refusal::at(&ready.place(), "STATEMENT_OUT_OF_ORDER", fact, remedy));
    }
    let missing = match (head.sequence, ready.sequence) {
        (Some(last), Some(this)) if this == last + 2 => format!("statement no. {} is missing", last + 1),
        (Some(last), Some(this)) if this > last + 2 => {
            format!("statements no. {} to {} are missing", last + 1, this - 1)
        }
        _ => format!("the statement that opens with {} and closes with {} is missing", head.closing, ready.opening),
    };
    fact.push_str(&format!(": {missing}"));
    let remedy = "Hand in the missing one first, or all of them together.";
    Err(Refusal::at(&ready.place(), "STATEMENT_OUT_OF_ORDER", fact, remedy))
}

/// In the order in which they follow each other: by day and number; of one day, as their balances meet.
///
/// A statement without days and entries stands before the one that opens with its balance.
pub(super) fn in_order(all: Vec<Ready>) -> Vec<Ready> {
    let (mut all, undated): (Vec<Ready>, Vec<Ready>) =
        all.into_iter().partition(|one| one.opened_on.is_some() || one.closed_on.is_some());
    let days = |one: &Ready| (one.opened_on.or(one.closed_on), one.closed_on.or(one.opened_on));
    all.sort_by_key(|one| (one.account.clone(), days(one), one.sequence));
    for place in 1..all.len() {
        let (done, rest) = all.split_at(place);
        let last = &done[place - 1];
        let meets = |one: &Ready| {
            one.account == last.account && one.opening == last.closing && one.external_id != last.external_id
        };
        if last.account != rest[0].account || meets(&rest[0]) {
            continue;
        }
        let day = days(&rest[0]);
        if let Some(offset) = rest.iter().position(|one| days(one) == day && meets(one)) {
            all[place..].swap(0, offset);
        }
    }
    for one in undated {
        let same = |other: &Ready| other.account == one.account;
        let before = all.iter().position(|other| same(other) && other.opening == one.opening);
        let place = before.or(all.iter().rposition(same).map(|last| last + 1)).unwrap_or(all.len());
        all.insert(place, one);
    }
    all
}
