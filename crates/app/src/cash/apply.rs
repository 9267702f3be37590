//! Apply unapplied money by hand.

use super::facts::{receipt, standing};
use super::post::{self, Agreements, PostedPart};
use crate::{Error, Refusal, Task};
use domain::cash::matching::MatchRule;
use domain::event::EventKind;
use domain::id::{ClientId, InvoiceId, ReceiptId};
use domain::invoice::{InvoiceState, Receivable};
use domain::ledger::bookings::collection::Source;
use domain::money::Money;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::statement::ReceiptState;

/// Most invoices that one receipt is applied to at once.
pub const INVOICES: usize = 1_000;

/// What money did to one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedPart {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// Who sold it.
    pub client: ClientId,
    /// What the invoice took.
    pub applied: Money,
    /// LE-11: an excess that went to the client.
    pub excess: Money,
    /// What is open of it now.
    pub open: Money,
    /// Where it stands now.
    pub state: InvoiceState,
    /// The fee that was charged with this payment.
    pub fee: Money,
}

impl AppliedPart {
    pub(super) fn of(part: &PostedPart) -> Self {
        let money = |minor| part.after.money(minor);
        Self {
            invoice: part.after.id,
            number: part.after.number.clone(),
            client: part.after.client,
            applied: money(part.applied),
            excess: money(part.excess),
            open: money(part.after.open),
            state: part.after.state,
            fee: money(part.after.fee_posted - part.before.fee_posted),
        }
    }
}

/// What applying did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyOutcome {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Its number: `R-12`.
    pub number: i64,
    /// The event that holds it.
    pub event: i64,
    /// Invoice by invoice.
    pub parts: Vec<AppliedPart>,
    /// What of the receipt still waits.
    pub unapplied: Money,
    /// Where the receipt stands now.
    pub state: ReceiptState,
}

#[derive(Serialize)]
struct Facts<'a> {
    receipt: i64,
    value_date: jiff::civil::Date,
    rule: MatchRule,
    reason: &'a str,
    parts: &'a [AppliedPart],
    unapplied: Money,
}

/// Applies unapplied money of a receipt to invoices: each with the minor units meant for it. What an invoice
/// cannot take stays unapplied.
///
/// # Errors
/// [`Error::NotFound`] when there is no such receipt; [`Error::Refused`] with everything that stands in the way.
pub fn apply(
    task: &mut Task<'_, '_>,
    id: ReceiptId,
    allocations: &[(InvoiceId, i64)],
    reason: &str,
) -> Result<ApplyOutcome, Error> {
    let mut receipt = receipt(task, id)?;
    let mut refusals = Vec::new();
    let mut refuse = |place: &str, code: &str, fact: String, remedy: &str| {
        refusals.push(Refusal::at(place, code, fact, remedy));
    };
    if !receipt.credit || receipt.unapplied == 0 {
        let fact = format!("Nothing of R-{} waits to be matched: {}", receipt.number, receipt.state.word());
        refuse("", "NOTHING_WAITS", fact, "Choose money that waits, or undo an application first.");
    }
    if reason.trim().is_empty() {
        let remedy = "Write in a few words why the money is for these invoices.";
        refuse("reason", "REASON", "No reason is given".to_owned(), remedy);
    }
    if allocations.is_empty() || allocations.len() > INVOICES {
        let fact = format!("{} invoices were chosen; 1 to {INVOICES} are possible", allocations.len());
        refuse("allocations", "ALLOCATIONS", fact, "Choose the invoices that the money is for.");
    }
    let money = |minor| Money::new(minor, receipt.amount.currency);
    let sum = allocations.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
    if receipt.unapplied > 0 && sum > receipt.unapplied {
        let fact = format!(
            "{} was allocated, but only {} of R-{} waits",
            money(sum),
            money(receipt.unapplied),
            receipt.number
        );
        refuse("allocations", "TOO_MUCH", fact, "Lower an amount.");
    }
    let ids: Vec<InvoiceId> = allocations.iter().map(|(invoice, _)| *invoice).collect();
    let invoices = post::receivables(task, &ids)?;
    let mut parts: Vec<(Receivable, i64)> = Vec::with_capacity(ids.len());
    for (id, amount) in allocations {
        let Some(invoice) = invoices.iter().find(|one| one.id == *id) else {
            let fact = format!("There is no purchased invoice {id}");
            refuse(&id.to_string(), "INVOICE_UNKNOWN", fact, "Choose an invoice that was bought.");
            continue;
        };
        if parts.iter().any(|(one, _)| one.id == *id) {
            let fact = format!("Invoice {} is named twice", invoice.number);
            refuse(&invoice.number, "INVOICE_TWICE", fact, "Write one amount for it.");
            continue;
        }
        if invoice.currency != receipt.amount.currency {
            let fact = format!(
                "Invoice {} is in {}, the money in {}",
                invoice.number, invoice.currency, receipt.amount.currency
            );
            refuse(&invoice.number, "CURRENCY", fact, "Choose an invoice in the currency of the money.");
            continue;
        }
        parts.push((invoice.clone(), *amount));
    }
    let mut agreements = Agreements::default();
    let posting = match post::collect_all(task, &mut agreements, &receipt, parts, Source::Unapplied, reason) {
        Ok(posting) if refusals.is_empty() => posting,
        Ok(_) => return Err(Error::Refused(refusals)),
        Err(Error::Refused(reasons)) => {
            refusals.extend(reasons);
            return Err(Error::Refused(refusals));
        }
        Err(fault) => return Err(fault),
    };
    receipt.unapplied -= posting.placed();
    let parts: Vec<AppliedPart> = posting.parts.iter().map(AppliedPart::of).collect();
    let unapplied = money(receipt.unapplied);
    let rule = MatchRule::ByHand;
    let facts =
        Facts { receipt: receipt.number, value_date: receipt.value_date, rule, reason, parts: &parts, unapplied };
    let event = task.record_facts(EventKind::ReceiptApplied, &facts, &posting.journals)?;
    post::write(task, &receipt, &posting, (rule, reason), event)?;
    post::keep_promises(task, &posting)?;
    receipt.state = standing(task, &receipt)?;
    let debtor = posting.parts[0].after.debtor;
    if receipt.debtor.is_none() && posting.parts.iter().all(|part| part.after.debtor == debtor) {
        receipt.debtor = Some(debtor);
    }
    kept::statement::set_receipt(task, &receipt)?;
    Ok(ApplyOutcome { receipt: id, number: receipt.number, event, parts, unapplied, state: receipt.state })
}
