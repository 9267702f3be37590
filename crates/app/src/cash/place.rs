//! A unit of bank entries: who paid, what for, booked and kept. Order: the order of the statement.
//!
//! Loads in sets: which entries are there already, the payers, the invoices their words name, what those owe who name nothing,
//! the promises on what is going to be paid and the debtors' exposures, the payments that went out. Every incoming payment is one event with its journals; so is every payment of ours
//! that the bank shows. What else went out waits without a journal until a person says what it is.

use super::entry::NewEntry;
use super::facts::Tally;
use super::items::{OpenItems, Payers};
use super::post::{self, Agreements, Posting};
use super::{apply, debit};
use crate::{Error, Task};
use domain::cash::matching::{MatchRule, Proposal};
use domain::event::EventKind;
use domain::id::{DebtorId, InvoiceId, ReceiptId};
use domain::invoice::Receivable;
use domain::ledger::bookings::{self, collection::Source};
use domain::money::Money;
use domain::party::comparable_identifier;
use domain::proof::Proof;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use store::kept;
use store::kept::statement::{Receipt, ReceiptState, Statement};

/// What became of the entries of a unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Placed {
    pub applied: Tally,
    pub waiting: Tally,
    pub debits_booked: Tally,
    pub debits_waiting: Tally,
}

impl Placed {
    pub fn none(zero: Money) -> Self {
        let none = Tally::none(zero);
        Self { applied: none, waiting: none, debits_booked: none, debits_waiting: none }
    }

    pub fn join(&mut self, other: &Self) -> Result<(), Error> {
        self.applied.join(&other.applied)?;
        self.waiting.join(&other.waiting)?;
        self.debits_booked.join(&other.debits_booked)?;
        self.debits_waiting.join(&other.debits_waiting)
    }
}

/// What the event of a payment that waits says.
#[derive(Serialize)]
struct WaitingFacts<'a> {
    receipt: i64,
    account: &'a str,
    statement: &'a str,
    entry: &'a str,
    amount: Money,
    value_date: jiff::civil::Date,
    debtor: Option<DebtorId>,
    reason: &'a str,
}

/// What the event of a payment that found its invoices by itself says.
#[derive(Serialize)]
struct AppliedFacts<'a> {
    receipt: i64,
    account: &'a str,
    statement: &'a str,
    entry: &'a str,
    amount: Money,
    value_date: jiff::civil::Date,
    debtor: Option<DebtorId>,
    rule: MatchRule,
    reason: &'a str,
    parts: Vec<apply::AppliedPart>,
    unapplied: Money,
}

/// Takes entries into the book; those that are there already are skipped.
pub(super) fn entries(task: &mut Task<'_, '_>, statement: &Statement, entries: Vec<NewEntry>) -> Result<Placed, Error> {
    let references: Vec<String> = entries.iter().map(|entry| entry.reference.clone()).collect();
    let known = kept::statement::known_entries(task, &statement.account, &statement.external_id, &references)?;
    let fresh: Vec<NewEntry> = entries.into_iter().filter(|entry| !known.contains(&entry.reference)).collect();

    let mut work = Work::load(task, statement, &fresh)?;
    let mut placed = Placed::none(Money::zero(statement.closing.currency));
    for entry in fresh {
        let receipt = work.one(task, statement, entry)?;
        let currency = receipt.amount.currency;
        let (out, waits) = (!receipt.credit, receipt.state == ReceiptState::DebitWaiting);
        for (tally, minor) in [
            (&mut placed.debits_waiting, if out && waits { receipt.amount.minor } else { 0 }),
            (&mut placed.debits_booked, if out && !waits { receipt.amount.minor } else { 0 }),
            (&mut placed.applied, if out { 0 } else { receipt.amount.minor - receipt.unapplied }),
            (&mut placed.waiting, receipt.unapplied),
        ] {
            if minor > 0 {
                tally.add(Money::new(minor, currency))?;
            }
        }
    }
    Ok(placed)
}

/// What a unit knows.
struct Work {
    payers: Payers,
    items: OpenItems,
    agreements: Agreements,
    /// The invoices that payments name or would pay, and those that were paid on the way.
    bought: HashMap<InvoiceId, Receivable>,
    /// Those among them that nobody has promised to pay.
    unpromised: HashSet<InvoiceId>,
    payments: debit::OurPayments,
    /// The account payments leave from, in comparable form.
    own_account: Option<String>,
}

impl Work {
    fn load(task: &mut Task<'_, '_>, statement: &Statement, entries: &[NewEntry]) -> Result<Self, Error> {
        let credits = entries.iter().filter(|entry| entry.credit);
        let payers = Payers::load(task, credits.clone())?;
        let payments = credits.map(|entry| (entry.amount, &entry.details, payers.of(entry)));
        let items = OpenItems::for_payments(task, statement.closing.currency, payments)?;
        let payments = debit::OurPayments::load(task, entries.iter().filter(|entry| !entry.credit))?;
        let own_account = task.factor.account.as_ref().map(|account| comparable_identifier(&account.number));
        let meant = items.meant();
        let bought: HashMap<_, _> = post::receivables(task, &meant)?.into_iter().map(|one| (one.id, one)).collect();
        let mut debtors: Vec<_> = bought.values().map(|one| one.debtor.0).collect();
        debtors.extend(entries.iter().filter_map(|entry| payers.of(entry)).map(|debtor| debtor.0));
        debtors.sort_unstable();
        debtors.dedup();
        task.unit.load_exposures(&debtors)?;
        let promised = crate::answer::promised(task, &meant)?;
        let unpromised = meant.into_iter().filter(|id| !promised.contains(id)).collect();
        Ok(Self { payers, items, agreements: Agreements::default(), bought, unpromised, payments, own_account })
    }

    /// Purchased invoices, in this order.
    fn invoices(&mut self, task: &mut Task<'_, '_>, ids: &[InvoiceId]) -> Result<Vec<Receivable>, Error> {
        let missing: Vec<InvoiceId> = ids.iter().filter(|id| !self.bought.contains_key(id)).copied().collect();
        if !missing.is_empty() {
            self.bought.extend(post::receivables(task, &missing)?.into_iter().map(|one| (one.id, one)));
        }
        Ok(ids.iter().filter_map(|id| self.bought.get(id)).cloned().collect())
    }

    fn one(&mut self, task: &mut Task<'_, '_>, statement: &Statement, entry: NewEntry) -> Result<Receipt, Error> {
        let mut receipt = Receipt {
            id: ReceiptId(task.new_id()),
            number: task.unit.next_number("receipt")?,
            statement: statement.id,
            account: statement.account.clone(),
            external_id: statement.external_id.clone(),
            debtor: if entry.credit { self.payers.of(&entry) } else { None },
            state: if entry.credit { ReceiptState::Applied } else { ReceiptState::DebitBooked },
            entry_reference: entry.reference,
            credit: entry.credit,
            booking_date: entry.booking_date,
            value_date: entry.value_date,
            amount: entry.amount,
            instrument: entry.instrument,
            payer_name: entry.payer_name,
            payer_account: entry.payer_account,
            details: entry.details,
            unapplied: 0,
        };
        // A line of nothing is the bank's note to us: kept, and nothing is to be done.
        if !receipt.amount.is_zero() {
            if receipt.credit {
                self.credit(task, &mut receipt)?;
            } else if !self.payments.recognise(task, &receipt)? {
                receipt.state = ReceiptState::DebitWaiting;
            }
        }
        kept::statement::add_receipt(task, &receipt)?;
        Ok(receipt)
    }

    fn credit(&mut self, task: &mut Task<'_, '_>, receipt: &mut Receipt) -> Result<(), Error> {
        let best = self.items.best(task, receipt.amount, &receipt.details, receipt.debtor)?;
        let reason = match (self.objection(receipt), best) {
            (Some(objection), _) => objection,
            (None, Some(best)) if best.certain => match self.post(task, receipt, &best) {
                Ok(posting) => return self.applied(task, receipt, &best, &posting),
                Err(Error::Refused(reasons)) => reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
                Err(fault) => return Err(fault),
            },
            (None, Some(best)) => format!("not certain: {}", best.reason),
            (None, None) if receipt.debtor.is_some() => {
                "the payer is known, but owes no purchased invoice in this currency".to_owned()
            }
            (None, None) => "it names no open invoice, and the payer is not known".to_owned(),
        };
        receipt.state = ReceiptState::Waiting;
        receipt.unapplied = receipt.amount.minor;
        let journal = unapplied(receipt, receipt.amount.minor, &reason);
        let facts = WaitingFacts {
            receipt: receipt.number,
            account: &receipt.account,
            statement: &receipt.external_id,
            entry: &receipt.entry_reference,
            amount: receipt.amount,
            value_date: receipt.value_date,
            debtor: receipt.debtor,
            reason: &reason,
        };
        task.record_facts(EventKind::ReceiptUnapplied, &facts, &[journal])?;
        Ok(())
    }

    /// Why a payment waits whatever it says.
    fn objection(&self, receipt: &Receipt) -> Option<String> {
        let details = &receipt.details;
        if details.reversal || details.return_reason.is_some() {
            let why = details.return_reason.as_deref().unwrap_or("it takes back an earlier entry");
            return Some(format!("the bank marks it as a return ({why}), not as a payment of a debtor"));
        }
        let from = comparable_identifier(&receipt.payer_account);
        (self.own_account.as_ref() == Some(&from)).then(|| "it comes from our own account".to_owned())
    }

    /// What the best proposal would do, with a rest of the money on unapplied cash.
    fn post(&mut self, task: &mut Task<'_, '_>, receipt: &Receipt, best: &Proposal) -> Result<Posting, Error> {
        let mut amounts: Vec<(InvoiceId, i64)> = Vec::new();
        for (invoice, amount) in &best.allocations {
            // A remittance advice may name one invoice on two lines.
            match amounts.iter_mut().find(|(known, _)| known == invoice) {
                Some((_, sum)) => *sum += amount,
                None => amounts.push((*invoice, *amount)),
            }
        }
        let mut rest = receipt.amount.minor - amounts.iter().map(|(_, amount)| amount).sum::<i64>();
        // LE-12: an over-payment goes with the last invoice, unless the payer has said that it pays that one only in part.
        if let Some((invoice, amount)) = amounts.last_mut()
            && self.items.get(*invoice).is_some_and(|item| *amount >= item.open)
        {
            *amount += rest;
            rest = 0;
        }
        let ids: Vec<InvoiceId> = amounts.iter().map(|(invoice, _)| *invoice).collect();
        let by_id: HashMap<InvoiceId, i64> = amounts.into_iter().collect();
        let parts: Vec<_> = self
            .invoices(task, &ids)?
            .into_iter()
            .map(|one| {
                let amount = by_id.get(&one.id).copied().unwrap_or(0);
                (one, amount)
            })
            .collect();
        let mut posting = post::collect_all(task, &mut self.agreements, receipt, parts, Source::Bank, &best.reason)?;
        if rest > 0 {
            posting.journals.push(unapplied(receipt, rest, "more was paid than its remittance advice places"));
        }
        Ok(posting)
    }

    fn applied(
        &mut self,
        task: &mut Task<'_, '_>,
        receipt: &mut Receipt,
        best: &Proposal,
        posting: &Posting,
    ) -> Result<(), Error> {
        receipt.unapplied = receipt.amount.minor - posting.placed();
        receipt.state = if receipt.unapplied > 0 { ReceiptState::Waiting } else { ReceiptState::Applied };
        // An unknown payer is known by what it paid, where that is one debtor's.
        let mut debtors: Vec<DebtorId> = posting.parts.iter().map(|part| part.after.debtor).collect();
        debtors.dedup();
        if let ([only], None) = (debtors.as_slice(), receipt.debtor) {
            receipt.debtor = Some(*only);
        }
        let facts = AppliedFacts {
            receipt: receipt.number,
            account: &receipt.account,
            statement: &receipt.external_id,
            entry: &receipt.entry_reference,
            amount: receipt.amount,
            value_date: receipt.value_date,
            debtor: receipt.debtor,
            rule: best.rule,
            reason: &best.reason,
            parts: posting.parts.iter().map(apply::AppliedPart::of).collect(),
            unapplied: Money::new(receipt.unapplied, receipt.amount.currency),
        };
        let seq = task.record_facts(EventKind::ReceiptApplied, &facts, &posting.journals)?;
        post::write(task, receipt, posting, (best.rule, &best.reason), seq)?;
        if !posting.parts.iter().all(|part| self.unpromised.contains(&part.after.id)) {
            post::keep_promises(task, posting)?;
        }
        for part in &posting.parts {
            self.items.set_open(part.after.id, part.after.open);
            self.bought.insert(part.after.id, part.after.clone());
        }
        Ok(())
    }
}

/// GL-24: money of this receipt, received and not yet matched.
pub(super) fn unapplied(receipt: &Receipt, minor: i64, reason: &str) -> domain::ledger::Journal {
    let amount = Money::new(minor, receipt.amount.currency);
    let proof = Proof::new("LE-10", format!("{} waits: {reason}", amount.figures()));
    bookings::unapplied_receipt::journal(receipt.id, amount, receipt.value_date, proof)
}
