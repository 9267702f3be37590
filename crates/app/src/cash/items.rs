//! The open invoices that a unit's payments may be for, loaded in sets and kept current from payment to payment.

use super::OPEN_ITEMS;
use super::entry::NewEntry;
use crate::{Error, Task};
use domain::cash::matching::{MatchRule, OpenItem, Paid, Proposal, propose, reference_keys};
use domain::fraud::NumberKey;
use domain::id::{DebtorId, InvoiceId};
use domain::money::{Currency, Money};
use domain::party::{comparable_identifier, comparable_name};
use std::collections::{HashMap, HashSet};
use store::book::Reads;
use store::kept;
use store::kept::statement::EntryDetails;
use uuid::Uuid;

/// Everything that an entry says and that may name an invoice.
pub(super) fn texts(details: &EntryDetails) -> Vec<String> {
    details.texts.iter().chain(&details.end_to_end).cloned().collect()
}

/// Open invoices by what finds them.
#[derive(Default)]
pub(super) struct OpenItems {
    items: HashMap<InvoiceId, OpenItem>,
    by_key: HashMap<NumberKey, Vec<InvoiceId>>,
    /// The oldest due date first.
    by_debtor: HashMap<DebtorId, Vec<InvoiceId>>,
    /// Debtors whose open invoices are loaded.
    debtors: HashSet<DebtorId>,
    /// Debtors with more open invoices than are compared.
    crowded: HashSet<DebtorId>,
    /// What payments that name nothing would pay, as things stood when it was loaded.
    foreseen: Vec<InvoiceId>,
}

impl OpenItems {
    /// Loads what the keys name and what the debtors owe, in one currency.
    pub fn load(
        reads: &mut dyn Reads,
        currency: Currency,
        keys: &[NumberKey],
        debtors: &[DebtorId],
    ) -> Result<Self, Error> {
        let mut found = Self::of_keys(reads, currency, keys.iter())?;
        found.add_debtors(reads, currency, debtors)?;
        Ok(found)
    }

    /// Loads what the keys name, in one currency.
    fn of_keys<'a>(
        reads: &mut dyn Reads,
        currency: Currency,
        keys: impl Iterator<Item = &'a NumberKey>,
    ) -> Result<Self, Error> {
        let mut found = Self::default();
        let mut keys: Vec<String> = keys.map(|key| key.as_str().to_owned()).collect();
        keys.sort_unstable();
        keys.dedup();
        for item in kept::invoice::open_under(reads, currency, &keys)? {
            found.index(item);
        }
        Ok(found)
    }

    /// Loads what the best proposals for payments need: what their words name; and what the payer owes only where they name
    /// nothing that is open, since else it changes nothing. What such a payment would pay as things stand is foreseen.
    pub fn for_payments<'a>(
        reads: &mut dyn Reads,
        currency: Currency,
        payments: impl Iterator<Item = (Money, &'a EntryDetails, Option<DebtorId>)>,
    ) -> Result<Self, Error> {
        let with_keys = |(amount, details, debtor): (Money, &'a EntryDetails, Option<DebtorId>)| {
            (reference_keys(&details.documents, &texts(details)), amount, details, debtor)
        };
        let payments: Vec<_> = payments.map(with_keys).collect();
        let mut found = Self::of_keys(reads, currency, payments.iter().flat_map(|(keys, ..)| keys))?;
        let names_nothing = |keys: &[NumberKey]| !keys.iter().any(|key| found.by_key.contains_key(key));
        let unnamed = payments.into_iter().filter_map(|(keys, amount, details, debtor)| {
            debtor.filter(|_| names_nothing(&keys)).map(|debtor| (amount, details, debtor))
        });
        let unnamed: Vec<(Money, &EntryDetails, DebtorId)> = unnamed.collect();
        let debtors: Vec<DebtorId> = unnamed.iter().map(|(.., debtor)| *debtor).collect();
        found.add_debtors(reads, currency, &debtors)?;
        for (amount, details, debtor) in unnamed {
            if let Some(best) = found.propose(amount, details, Some(debtor)).into_iter().next() {
                found.foreseen.extend(best.allocations.iter().map(|(invoice, _)| *invoice));
            }
        }
        Ok(found)
    }

    fn add_debtors(&mut self, reads: &mut dyn Reads, currency: Currency, debtors: &[DebtorId]) -> Result<(), Error> {
        let mut ids: Vec<Uuid> = debtors.iter().filter(|id| self.debtors.insert(**id)).map(|id| id.0).collect();
        ids.sort_unstable();
        let limit = i64::try_from(OPEN_ITEMS).unwrap_or(i64::MAX);
        for item in kept::invoice::open_items_of(reads, &ids, currency, limit + 1)? {
            let of_debtor = self.by_debtor.entry(item.debtor).or_default();
            of_debtor.push(item.invoice);
            if of_debtor.len() > OPEN_ITEMS {
                self.crowded.insert(item.debtor);
            }
            self.items.entry(item.invoice).or_insert(item);
        }
        Ok(())
    }

    /// LE-10: the best proposal for a payment. What the payer owes is looked at, and read where it is not yet, only where the
    /// words name nothing open: else it changes nothing.
    pub fn best(
        &mut self,
        reads: &mut dyn Reads,
        amount: Money,
        details: &EntryDetails,
        debtor: Option<DebtorId>,
    ) -> Result<Option<Proposal>, Error> {
        let by_words = self.among(amount, details, debtor, &[]).into_iter().next();
        if by_words.is_some() || debtor.is_none() {
            return Ok(by_words);
        }
        if let Some(debtor) = debtor.filter(|debtor| !self.debtors.contains(debtor)) {
            self.add_debtors(reads, amount.currency, &[debtor])?;
        }
        Ok(self.propose(amount, details, debtor).into_iter().next())
    }

    fn index(&mut self, item: OpenItem) {
        for key in std::iter::once(&item.key).chain(&item.payment_reference) {
            let known = self.by_key.entry(key.clone()).or_default();
            if !known.contains(&item.invoice) {
                known.push(item.invoice);
            }
        }
        self.items.insert(item.invoice, item);
    }

    /// The invoice, while it is open.
    pub fn get(&self, invoice: InvoiceId) -> Option<&OpenItem> {
        self.items.get(&invoice)
    }

    /// All that payments name or would pay, in no order.
    pub fn meant(&self) -> Vec<InvoiceId> {
        let mut ids: Vec<InvoiceId> = self.by_key.values().flatten().chain(&self.foreseen).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// LE-10: proposals for a payment, best first. Judged by part of what a debtor owes, none is certain that needs all.
    pub fn propose(&self, amount: Money, details: &EntryDetails, debtor: Option<DebtorId>) -> Vec<Proposal> {
        let owed = debtor.and_then(|debtor| self.by_debtor.get(&debtor));
        let mut found = self.among(amount, details, debtor, owed.map_or(&[][..], Vec::as_slice));
        if debtor.is_some_and(|debtor| self.crowded.contains(&debtor)) {
            let unnamed = |one: &&mut Proposal| !matches!(one.rule, MatchRule::Remittance | MatchRule::Reference);
            for proposal in found.iter_mut().filter(|one| one.certain).filter(unnamed) {
                proposal.certain = false;
                proposal.reason.push_str(&format!(
                    "; the debtor has more than {OPEN_ITEMS} open invoices, among which an amount alone decides nothing"
                ));
            }
        }
        found
    }

    /// Proposals from what the words name, and from these invoices of the payer.
    fn among(
        &self,
        amount: Money,
        details: &EntryDetails,
        debtor: Option<DebtorId>,
        owed: &[InvoiceId],
    ) -> Vec<Proposal> {
        let texts = texts(details);
        let keys = reference_keys(&details.documents, &texts);
        let mut named: Vec<InvoiceId> = keys.iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        named.sort_unstable();
        named.dedup();
        let paid = Paid { amount, documents: &details.documents, texts: &texts, debtor };
        propose(&paid, &self.open(&named), &self.open(owed))
    }

    fn open(&self, ids: &[InvoiceId]) -> Vec<&OpenItem> {
        ids.iter().filter_map(|id| self.items.get(id)).collect()
    }

    /// What a payment has left open of an invoice.
    pub fn set_open(&mut self, invoice: InvoiceId, open: i64) {
        if open > 0 {
            if let Some(item) = self.items.get_mut(&invoice) {
                item.open = open;
            }
        } else {
            self.items.remove(&invoice);
        }
    }
}

/// Who paid: the paying account, then the exact comparable name, each only where it fits one debtor.
pub(super) struct Payers {
    by_account: HashMap<String, Vec<DebtorId>>,
    by_name: HashMap<String, Vec<DebtorId>>,
}

impl Payers {
    /// Looks all accounts and names up at once.
    pub fn load<'a>(
        task: &mut Task<'_, '_>,
        entries: impl Iterator<Item = &'a NewEntry> + Clone,
    ) -> Result<Self, Error> {
        let unique = |mut texts: Vec<String>| {
            texts.retain(|text| !text.is_empty());
            texts.sort_unstable();
            texts.dedup();
            texts
        };
        let accounts = unique(entries.clone().map(|entry| comparable_identifier(&entry.payer_account)).collect());
        let names = entries.flat_map(|entry| [Some(&entry.payer_name), entry.details.on_behalf_of.as_ref()]);
        let names = unique(names.flatten().map(|name| comparable_name(name)).collect());
        let grouped = |found: Vec<(String, DebtorId)>| {
            let mut by: HashMap<String, Vec<DebtorId>> = HashMap::new();
            for (text, debtor) in found {
                by.entry(text).or_default().push(debtor);
            }
            by
        };
        Ok(Self {
            by_account: grouped(kept::party::ids_by_number(task, kept::party::NumberKind::Account, &accounts)?),
            by_name: grouped(kept::party::ids_by_name(task, &names)?),
        })
    }

    /// The debtor who paid an entry; none where nobody or more than one fits.
    pub fn of(&self, entry: &NewEntry) -> Option<DebtorId> {
        let none: &[DebtorId] = &[];
        let fitting = |by: &'_ HashMap<String, Vec<DebtorId>>, text: &str| -> Vec<DebtorId> {
            by.get(text).map_or(none, Vec::as_slice).to_vec()
        };
        let by_account = fitting(&self.by_account, &comparable_identifier(&entry.payer_account));
        // Who acted on behalf of another pays that other's debt.
        let name = entry.details.on_behalf_of.as_deref().filter(|name| !comparable_name(name).is_empty());
        let by_name = fitting(&self.by_name, &comparable_name(name.unwrap_or(&entry.payer_name)));
        match (by_account.as_slice(), by_name.as_slice()) {
            ([only], _) | ([], [only]) => Some(*only),
            ([], _) => None,
            // One account pays for several companies: the name says for which.
            (several, names) => {
                let mut both = names.iter().filter(|debtor| several.contains(debtor));
                both.next().copied().filter(|_| both.next().is_none())
            }
        }
    }
}
