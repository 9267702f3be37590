//! L18, L18r: the bank takes a payment back (LE-15). What it had paid stands again, its fee stays, the clock goes on.

use super::facts::receipt;
use super::post::{self, Reserves};
use super::undo::journals_of;
use crate::{Error, Refusal, Task};
use domain::cash;
use domain::event::EventKind;
use domain::id::{InvoiceId, ReceiptId};
use domain::ledger::{Booking, Journal, bookings};
use domain::money::Money;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::cash::Application;
use store::kept::statement::{Receipt, ReceiptState};

/// One invoice that stands again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenedPart {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// What the payment had paid of it.
    pub returned: Money,
    /// What is open of it now.
    pub open: Money,
    /// What is held for it now.
    pub held: Money,
}

/// What a return did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnOutcome {
    /// The entry by which the bank took the money.
    pub entry: ReceiptId,
    /// Its number: `R-13`.
    pub entry_number: i64,
    /// The payment that was returned.
    pub receipt: ReceiptId,
    /// Its number: `R-12`.
    pub number: i64,
    /// The event that holds it.
    pub event: i64,
    /// Invoices that stand again.
    pub parts: Vec<ReopenedPart>,
    /// What had not been matched.
    pub unmatched: Money,
}

/// Books an outgoing entry as the return of an incoming payment.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry; [`Error::Refused`] with everything that stands in the way.
pub fn return_item(
    task: &mut Task<'_, '_>,
    entry_id: ReceiptId,
    receipt_id: ReceiptId,
) -> Result<ReturnOutcome, Error> {
    let mut entry = receipt(task, entry_id)?;
    let mut receipt = receipt(task, receipt_id)?;
    let active: Vec<Application> =
        kept::cash::of_receipt(task, receipt_id)?.into_iter().filter(|one| one.ended_seq.is_none()).collect();
    let refusals = objections(&entry, &receipt, &active);
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    let on = entry.value_date;
    let mut reserves = Reserves::default();
    let mut journals: Vec<Journal> = Vec::new();
    let mut parts = Vec::new();
    let mut reopened = Vec::new();
    let mut invoices: Vec<InvoiceId> = active.iter().map(|one| one.invoice).collect();
    invoices.dedup();
    let mut seen = Vec::new();
    for invoice in invoices {
        // One payment may have come to an invoice in two steps.
        if seen.contains(&invoice) {
            continue;
        }
        seen.push(invoice);
        let its: Vec<Application> = active.iter().filter(|one| one.invoice == invoice).cloned().collect();
        let before = post::receivables(task, &[invoice])?
            .pop()
            .ok_or_else(|| Error::fault("invoice", "it was paid and is gone"))?;
        let booked = journals_of(task, &its)?;
        let short = booked.iter().find(|(_, journal)| journal.booking == Booking::ShortWithinTolerance);
        let excess = its.iter().map(|one| one.excess).sum();
        let available = reserves.of(task, before.client, before.currency)?;
        let short = short.map(|(key, journal)| (journal, *key));
        let found = cash::return_item(&before, receipt_id, (excess, short), on, available)?;
        let after = found.receivable;
        parts.push(ReopenedPart {
            invoice,
            number: after.number.clone(),
            returned: after.money(its.iter().map(|one| one.applied).sum()),
            open: after.money(after.open),
            held: after.money(after.held),
        });
        journals.extend(found.journals);
        reopened.push(after);
    }
    let unmatched = Money::new(receipt.unapplied, receipt.amount.currency);
    if !unmatched.is_zero() {
        journals.push(bookings::returned_item::unapplied(receipt_id, unmatched, on));
    }
    let facts = serde_json::json!({
        "entry": entry.number, "receipt": receipt.number, "amount": receipt.amount, "value_date": on,
        "reason": entry.details.return_reason, "parts": parts, "unmatched": unmatched,
    });
    let event = task.record_facts(EventKind::ItemReturned, &facts, &journals)?;
    for application in &active {
        kept::cash::end(task, application, event)?;
    }
    for after in &reopened {
        kept::invoice::set_balances(task, after)?;
        crate::answer::reopened(task, after)?;
    }
    (receipt.state, receipt.unapplied) = (ReceiptState::Returned, 0);
    kept::statement::set_receipt(task, &receipt)?;
    (entry.state, entry.debtor) = (ReceiptState::DebitBooked, receipt.debtor);
    kept::statement::set_receipt(task, &entry)?;
    Ok(ReturnOutcome {
        entry: entry_id,
        entry_number: entry.number,
        receipt: receipt_id,
        number: receipt.number,
        event,
        parts,
        unmatched,
    })
}

/// All that keeps the entry from being the return of the payment.
fn objections(entry: &Receipt, receipt: &Receipt, active: &[Application]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut refuse = |code: &str, fact: String, remedy: &str| refusals.push(Refusal::new(code, fact, remedy));
    if entry.state != ReceiptState::DebitWaiting {
        let fact = format!("R-{} does not wait to be booked: {}", entry.number, entry.state.word());
        refuse("NOT_WAITING", fact, "Choose an outgoing entry that waits.");
    }
    if !matches!(receipt.state, ReceiptState::Applied | ReceiptState::Waiting) || !receipt.credit {
        let fact = format!("R-{} is no payment that could be returned: {}", receipt.number, receipt.state.word());
        refuse("NOT_RETURNABLE", fact, "Choose the payment that came in.");
    }
    if entry.account != receipt.account {
        let fact =
            format!("R-{} left account {}, the payment came in on {}", entry.number, entry.account, receipt.account);
        refuse("OTHER_ACCOUNT", fact, "A payment is returned from the account it came in on.");
    }
    if entry.amount != receipt.amount {
        let fact = format!("The bank took {}, and the payment was {}", entry.amount, receipt.amount);
        refuse("AMOUNT_DIFFERS", fact, "A payment is returned as a whole; a fee stands on the statement apart.");
    }
    if entry.value_date < receipt.value_date {
        let fact = format!("It left on {}, before the payment came on {}", entry.value_date, receipt.value_date);
        refuse("BEFORE_PAYMENT", fact, "Choose an earlier payment.");
    }
    let placed: i64 = active.iter().map(|one| one.applied + one.excess).sum();
    let refunded = receipt.amount.minor - receipt.unapplied - placed;
    if receipt.credit && refunded > 0 && receipt.state != ReceiptState::Returned {
        let refunded = Money::new(refunded, receipt.amount.currency);
        let fact =
            format!("{refunded} of R-{} went back to the debtor already, and the bank took it all", receipt.number);
        refuse("REFUNDED", fact, "Claim the refund back from the debtor; the entry waits until it is settled.");
    }
    refusals
}
