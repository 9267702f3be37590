//! Which invoices a payment is for (LE-10): proposals, best first, each with its reason.
//!
//! Order: (1) a line of the remittance advice, (2) an exact invoice number in the reference, (3) the
//! exact amount of one open invoice of that debtor and client, (4) the only sum of up to five of
//! them, (5) the oldest first, which a person must confirm. Beyond the rulebook's list, a number that
//! reads like an open invoice (one character off) is proposed, never applied.
//!
//! Only a *certain* proposal posts by itself. Nothing is applied across clients of one debtor without a reference.
//! Limits: [`SUBSET_OF`] open invoices are searched for sums; [`REFERENCES_READ`] words are read.

use crate::fraud::NumberKey;
use crate::id::{ClientId, DebtorId, InvoiceId};
use crate::money::Money;
use crate::named::named;
use crate::wording::counted;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// How many open invoices of one debtor and client are searched for a sum.
pub const SUBSET_OF: usize = 60;
/// How many invoices a sum may have (LE-10).
pub const SUBSET_SIZE: usize = 5;
/// How many words of a payment's text are read as possible references.
pub const REFERENCES_READ: usize = 400;

named! {
    /// How a proposal was found.
    MatchRule {
        /// LE-10 (1).
        Remittance = "REMITTANCE", "remittance advice";
        /// LE-10 (2).
        Reference = "REFERENCE", "invoice number in the reference";
        /// LE-10 (3).
        ExactAmount = "EXACT_AMOUNT", "exact amount";
        /// LE-10 (4).
        SubsetSum = "SUBSET_SUM", "sum of several invoices";
        /// One character off an open invoice's number.
        Misread = "MISREAD", "number that reads alike";
        /// LE-10 (5).
        OldestFirst = "OLDEST_FIRST", "oldest first";
        /// A person chose.
        ByHand = "BY_HAND", "chosen by hand";
    }
}

/// An open invoice, as matching needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// Key.
    pub invoice: InvoiceId,
    /// Who sold it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// Number as written.
    pub number: String,
    /// FR-00.
    pub key: NumberKey,
    /// BT-83, normalised like a number.
    pub payment_reference: Option<NumberKey>,
    /// Open balance, minor units.
    pub open: i64,
    /// Due date.
    pub due: Date,
}

/// What a bank entry says of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid<'a> {
    /// The money.
    pub amount: Money,
    /// Documents of a structured remittance: number and, where given, the amount paid on it (minor units).
    pub documents: &'a [(String, Option<i64>)],
    /// Everything else that may name an invoice: text, creditor reference, end-to-end id.
    pub texts: &'a [String],
    /// The debtor, when the paying account or name is known.
    pub debtor: Option<DebtorId>,
}

/// One way to place a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// How it was found.
    pub rule: MatchRule,
    /// May it post by itself?
    pub certain: bool,
    /// Invoice and minor units, in the order they are applied. What is left of the payment stays unapplied.
    pub allocations: Vec<(InvoiceId, i64)>,
    /// Why, in words a person can check.
    pub reason: String,
}

/// The keys a payment's text may name: each word, each pair of neighbours, and each document number.
#[must_use]
pub fn reference_keys(documents: &[(String, Option<i64>)], texts: &[String]) -> Vec<NumberKey> {
    let mut keys: Vec<NumberKey> = documents.iter().map(|(number, _)| NumberKey::of(number)).collect();
    for text in texts {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '+' | '|' | '(' | ')' | ':' | '#' | '&'))
            .filter(|word| !word.is_empty())
            .take(REFERENCES_READ)
            .collect();
        keys.extend(words.iter().map(|word| NumberKey::of(word)));
        keys.extend(words.windows(2).map(|pair| NumberKey::of(&pair.join(" "))));
    }
    // A single character or a bare small number names nothing.
    keys.retain(|key| key.as_str().len() >= 3);
    keys.sort();
    keys.dedup();
    keys
}

/// All proposals for a payment, best first.
///
/// `named` are the open invoices whose number or payment reference is among the payment's
/// [`reference_keys`]; `of_debtor` are the open invoices of the paying debtor, oldest due date first.
/// Where the words name an invoice, the best proposal does not depend on `of_debtor`.
#[must_use]
pub fn propose<I: Borrow<OpenItem>>(paid: &Paid<'_>, named: &[I], of_debtor: &[I]) -> Vec<Proposal> {
    let named: Vec<&OpenItem> = named.iter().map(Borrow::borrow).collect();
    let of_debtor: Vec<&OpenItem> = of_debtor.iter().map(Borrow::borrow).collect();
    let mut proposals = Vec::new();
    proposals.extend(by_remittance(paid, &named));
    if proposals.is_empty() {
        proposals.extend(by_reference(paid, &named));
    }
    let referenced = !proposals.is_empty();
    for items in by_client(&of_debtor).values() {
        let pair_is_only_one = of_debtor.iter().all(|item| item.client == items[0].client);
        proposals.extend(by_amount(paid, items, pair_is_only_one && !referenced));
        proposals.extend(by_sum(paid, items, pair_is_only_one && !referenced));
        if !referenced {
            proposals.extend(by_misread(paid, items));
            proposals.extend(oldest_first(paid, items));
        }
    }
    let mut seen: Vec<Vec<(InvoiceId, i64)>> = Vec::new();
    proposals.retain(|proposal| {
        let fresh = !seen.contains(&proposal.allocations);
        seen.push(proposal.allocations.clone());
        fresh
    });
    proposals.sort_by_key(|proposal| (!proposal.certain, proposal.rule));
    proposals
}

/// One candidate for a key: the debtor who pays goes before others of the same number.
fn pick<'a>(paid: &Paid<'_>, items: &[&'a OpenItem], key: &NumberKey) -> (Option<&'a OpenItem>, bool) {
    let mut fitting: Vec<&OpenItem> =
        items.iter().copied().filter(|item| item.key == *key || item.payment_reference.as_ref() == Some(key)).collect();
    if let Some(debtor) = paid.debtor
        && fitting.iter().any(|item| item.debtor == debtor)
    {
        fitting.retain(|item| item.debtor == debtor);
    }
    (fitting.first().copied(), fitting.len() == 1)
}

/// LE-10 (1)
fn by_remittance(paid: &Paid<'_>, named: &[&OpenItem]) -> Option<Proposal> {
    if paid.documents.is_empty() {
        return None;
    }
    let mut certain = true;
    let mut allocations = Vec::new();
    let mut left = paid.amount.minor;
    let mut missing = Vec::new();
    for (number, amount) in paid.documents {
        let (item, only) = pick(paid, named, &NumberKey::of(number));
        let Some(item) = item else {
            missing.push(number.as_str());
            continue;
        };
        let part = amount.unwrap_or(item.open).min(left);
        certain &= only && paid.debtor.is_none_or(|debtor| debtor == item.debtor) && part > 0;
        if part > 0 {
            allocations.push((item.invoice, part));
            left -= part;
        }
    }
    if allocations.is_empty() {
        return None;
    }
    certain &= missing.is_empty();
    let mut reason = format!("the remittance advice names {}", counted(paid.documents.len(), "invoice"));
    if !missing.is_empty() {
        reason.push_str(&format!("; not open here: {}", missing.join(", ")));
    }
    Some(Proposal { rule: MatchRule::Remittance, certain, allocations, reason })
}

/// LE-10 (2)
fn by_reference(paid: &Paid<'_>, named: &[&OpenItem]) -> Option<Proposal> {
    let keys = reference_keys(&[], paid.texts);
    let mut found: Vec<&OpenItem> = Vec::new();
    let mut certain = true;
    for key in &keys {
        let (item, only) = pick(paid, named, key);
        if let Some(item) = item
            && !found.iter().any(|other| other.invoice == item.invoice)
        {
            certain &= only && paid.debtor.is_none_or(|debtor| debtor == item.debtor);
            found.push(item);
        }
    }
    found.sort_by(|a, b| (a.due, &a.key).cmp(&(b.due, &b.key)));
    // Several open balances together may be more than one amount can be.
    let total: i128 = found.iter().map(|item| i128::from(item.open)).sum();
    let paid_amount = paid.amount.minor;
    let enough = i128::from(paid_amount).cmp(&total);
    let numbers = found.iter().map(|item| item.number.as_str()).collect::<Vec<_>>().join(", ");
    let allocations: Vec<(InvoiceId, i64)> = match found.as_slice() {
        [] => return None,
        // One invoice takes all: short, exact or over is settled where it is applied.
        [one] => vec![(one.invoice, paid_amount)],
        many => {
            let mut left = paid_amount;
            let mut parts: Vec<(InvoiceId, i64)> = many
                .iter()
                .map(|item| {
                    let part = item.open.min(left);
                    left -= part;
                    (item.invoice, part)
                })
                .filter(|(_, part)| *part > 0)
                .collect();
            if let Some(last) = parts.last_mut() {
                last.1 += left;
            }
            // Several invoices and too little money: which one is short is not ours to guess.
            certain &= enough.is_ge();
            parts
        }
    };
    let how = match enough {
        std::cmp::Ordering::Equal => "and the amount is exact",
        std::cmp::Ordering::Less => "and the amount is less than what is open",
        std::cmp::Ordering::Greater => "and the amount is more than what is open",
    };
    Some(Proposal {
        rule: MatchRule::Reference,
        certain,
        allocations,
        reason: format!("the payment names {numbers}, {how}"),
    })
}

/// LE-10 (3)
fn by_amount(paid: &Paid<'_>, items: &[&OpenItem], alone: bool) -> Vec<Proposal> {
    let exact: Vec<&&OpenItem> = items.iter().filter(|item| item.open == paid.amount.minor).collect();
    let certain = alone && exact.len() == 1;
    exact
        .iter()
        .take(SUBSET_SIZE)
        .map(|item| Proposal {
            rule: MatchRule::ExactAmount,
            certain,
            allocations: vec![(item.invoice, item.open)],
            reason: format!(
                "{} is the exact open amount of {}, of {} of this debtor",
                paid.amount,
                item.number,
                counted(items.len(), "open invoice")
            ),
        })
        .collect()
}

/// LE-10 (4)
fn by_sum(paid: &Paid<'_>, items: &[&OpenItem], alone: bool) -> Option<Proposal> {
    if items.len() < 2 || items.len() > SUBSET_OF {
        return None;
    }
    let mut search = Search { items, found: Vec::new(), chosen: Vec::new(), steps: 0 };
    search.from(0, paid.amount.minor);
    let exhausted = search.steps < Search::STEPS;
    let first = search.found.first()?;
    let unique = search.found.len() == 1 && exhausted;
    let numbers = first.iter().map(|&place| items[place].number.as_str()).collect::<Vec<_>>().join(" + ");
    let only = match (unique, search.found.len()) {
        (true, _) => "the only sum",
        (false, 2..) => "one of several sums",
        // The search stopped early: nobody has looked at them all.
        (false, _) => "a sum, perhaps not the only one,",
    };
    Some(Proposal {
        rule: MatchRule::SubsetSum,
        certain: alone && unique,
        allocations: first.iter().map(|&place| (items[place].invoice, items[place].open)).collect(),
        reason: format!("{numbers} is {only} of up to {SUBSET_SIZE} open invoices that makes {}", paid.amount),
    })
}

/// A bounded search for sums of two to five invoices; stops at the second, since one more is enough to be unsure.
struct Search<'a> {
    items: &'a [&'a OpenItem],
    found: Vec<Vec<usize>>,
    chosen: Vec<usize>,
    steps: u32,
}

impl Search<'_> {
    /// Steps after which the search gives up being sure.
    const STEPS: u32 = 200_000;

    fn from(&mut self, start: usize, left: i64) {
        if self.found.len() > 1 || self.steps >= Self::STEPS {
            return;
        }
        if left == 0 {
            if self.chosen.len() > 1 {
                self.found.push(self.chosen.clone());
            }
            return;
        }
        if self.chosen.len() == SUBSET_SIZE {
            return;
        }
        for place in start..self.items.len() {
            self.steps += 1;
            let open = self.items[place].open;
            if open <= left {
                self.chosen.push(place);
                self.from(place + 1, left - open);
                self.chosen.pop();
            }
        }
    }
}

fn by_misread(paid: &Paid<'_>, items: &[&OpenItem]) -> Vec<Proposal> {
    let keys = reference_keys(paid.documents, paid.texts);
    let mut proposals = Vec::new();
    for item in items {
        if let Some(key) = keys.iter().find(|key| one_character_off(key.as_str(), item.key.as_str())) {
            proposals.push(Proposal {
                rule: MatchRule::Misread,
                certain: false,
                allocations: vec![(item.invoice, paid.amount.minor)],
                reason: format!("the payment names {key}, which is one character off {}", item.number),
            });
        }
    }
    proposals.truncate(SUBSET_SIZE);
    proposals
}

/// LE-10 (5)
fn oldest_first(paid: &Paid<'_>, items: &[&OpenItem]) -> Option<Proposal> {
    let mut left = paid.amount.minor;
    let mut allocations = Vec::new();
    for item in items {
        if left == 0 {
            break;
        }
        let part = item.open.min(left);
        allocations.push((item.invoice, part));
        left -= part;
    }
    let count = allocations.len();
    (count > 0).then(|| Proposal {
        rule: MatchRule::OldestFirst,
        certain: false,
        allocations,
        reason: format!("nothing names an invoice; this would pay the oldest, {} in all", counted(count, "invoice")),
    })
}

fn by_client<'a>(items: &[&'a OpenItem]) -> BTreeMap<ClientId, Vec<&'a OpenItem>> {
    let mut groups: BTreeMap<ClientId, Vec<&OpenItem>> = BTreeMap::new();
    for &item in items {
        groups.entry(item.client).or_default().push(item);
    }
    groups
}

/// Is one text the other with one character changed, added or left out?
fn one_character_off(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    if long.len() < 4 || long.len() - short.len() > 1 || short == long {
        return false;
    }
    let same_start = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let skip = usize::from(short.len() == long.len());
    short[(same_start + skip).min(short.len())..] == long[same_start + 1..]
}

#[cfg(test)]
mod tests;
