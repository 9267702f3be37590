//! What waiting money may be for (LE-10): shown at the desk, best first, each with its reason.

use super::OPEN_ITEMS;
use super::facts::receipt;
use super::items::{OpenItems, texts};
use crate::Error;
use domain::cash::matching::{MatchRule, reference_keys};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId};
use domain::money::Money;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::statement::ReceiptState;

/// Most proposals that are shown for one payment.
const SHOWN: usize = 20;
/// How many days before a payment its advice may have been handed in.
const ADVICE_DAYS: i32 = 60;

/// An invoice of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedPart {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// Who sold it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// When it is due.
    pub due: Date,
    /// What is open of it.
    pub open: Money,
    /// What of the payment would be for it.
    pub amount: Money,
}

/// One way to place waiting money. To accept it, hand its parts to [`super::apply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// How it was found.
    pub rule: MatchRule,
    /// Would it post by itself, had it come today?
    pub certain: bool,
    /// Why, in words a person can check.
    pub reason: String,
    /// The invoices, in the order they would be paid.
    pub parts: Vec<ProposedPart>,
    /// What would still wait.
    pub rest: Money,
}

/// Proposals for money that waits, best first; none for an entry that does not wait.
///
/// # Errors
/// [`Error::NotFound`] when there is no such receipt; [`Error::Fault`].
pub fn proposals(reads: &mut dyn Reads, id: ReceiptId) -> Result<Vec<Proposed>, Error> {
    let mut receipt = receipt(reads, id)?;
    if receipt.state != ReceiptState::Waiting || receipt.unapplied == 0 {
        return Ok(Vec::new());
    }
    let money = |minor| Money::new(minor, receipt.amount.currency);
    // LE-10 (1): where the bank names nothing, the debtor's own advice of that sum may.
    let advice = match receipt.debtor.filter(|_| receipt.details.documents.is_empty()) {
        Some(debtor) => {
            let since = receipt.value_date.saturating_sub(ADVICE_DAYS.days());
            kept::advice::of_sum(reads, debtor, money(receipt.unapplied), since, 1)?.pop()
        }
        None => None,
    };
    if let Some(advice) = &advice {
        // A credit note in it is no invoice that could be paid.
        let lines = advice.lines.iter().filter(|line| line.amount > 0);
        receipt.details.documents = lines.map(|line| (line.number.clone(), Some(line.amount))).collect();
    }
    let keys = reference_keys(&receipt.details.documents, &texts(&receipt.details));
    let debtors: Vec<DebtorId> = receipt.debtor.into_iter().collect();
    let items = OpenItems::load(reads, receipt.amount.currency, &keys, &debtors)?;
    let mut found = items.propose(money(receipt.unapplied), &receipt.details, receipt.debtor);
    for proposal in found.iter_mut().filter(|one| one.rule == MatchRule::Remittance) {
        if let Some(advice) = &advice {
            // A guest's sheet proposes; the bank's own words decide.
            proposal.certain = false;
            proposal.reason.push_str("; ");
            proposal.reason.push_str(&crate::answer::named(advice));
        }
    }
    found.truncate(SHOWN);
    let mut shown = Vec::with_capacity(found.len());
    for proposal in found {
        let mut parts: Vec<ProposedPart> = Vec::with_capacity(proposal.allocations.len().min(OPEN_ITEMS));
        for (invoice, amount) in proposal.allocations {
            let Some(item) = items.get(invoice) else { continue };
            match parts.iter_mut().find(|part| part.invoice == invoice) {
                Some(part) => part.amount = part.amount.plus(money(amount))?,
                None => parts.push(ProposedPart {
                    invoice,
                    number: item.number.clone(),
                    client: item.client,
                    debtor: item.debtor,
                    due: item.due,
                    open: money(item.open),
                    amount: money(amount),
                }),
            }
        }
        let placed: i64 = parts.iter().map(|part| part.amount.minor.min(part.open.minor)).sum();
        shown.push(Proposed {
            rule: proposal.rule,
            certain: proposal.certain,
            reason: proposal.reason,
            parts,
            rest: money((receipt.unapplied - placed).max(0)),
        });
    }
    Ok(shown)
}
