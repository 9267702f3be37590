//! LE-25: take an application back, as one unit.
//!
//! Every journal of it is mirrored: payment, shortfall, fee, reserve. Money that came straight from the bank is
//! unapplied again. The mirrors are booked today and take effect on the payment's value date (LE-01), so that the
//! payment can be applied anew as if it had never been anywhere else.

use super::facts::{receipt, standing};
use super::place::unapplied;
use super::post::{self, Reserves};
use crate::{Error, Task};
use domain::cash;
use domain::event::EventKind;
use domain::id::{InvoiceId, ReceiptId};
use domain::invoice::InvoiceState;
use domain::ledger::{Account, Journal, JournalKey};
use domain::money::Money;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::cash::Application;
use store::kept::statement::ReceiptState;

/// What undoing did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoOutcome {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Its number: `R-12`.
    pub number: i64,
    /// The event that holds it.
    pub event: i64,
    /// The invoice that is open again.
    pub invoice: InvoiceId,
    /// Its number.
    pub invoice_number: String,
    /// What is open of it now.
    pub open: Money,
    /// Where it stands now.
    pub invoice_state: InvoiceState,
    /// What of the receipt waits now.
    pub unapplied: Money,
    /// Where the receipt stands now.
    pub state: ReceiptState,
}

#[derive(Serialize)]
struct Facts<'a> {
    receipt: i64,
    invoice: InvoiceId,
    number: &'a str,
    amount: Money,
    reason: &'a str,
}

/// Applications of a receipt on an invoice that still stand.
pub(super) fn active(
    task: &mut Task<'_, '_>,
    receipt: ReceiptId,
    invoice: InvoiceId,
) -> Result<Vec<Application>, Error> {
    let all = kept::cash::of_receipt(task, receipt)?;
    Ok(all.into_iter().filter(|one| one.invoice == invoice && one.ended_seq.is_none()).collect())
}

/// The journals that some applications of one receipt on one invoice were booked with, in booking order.
pub(super) fn journals_of(
    task: &mut Task<'_, '_>,
    applications: &[Application],
) -> Result<Vec<(JournalKey, Journal)>, Error> {
    let mut found = Vec::new();
    for application in applications {
        for booked in kept::journal::of_event(task, application.event_seq)? {
            if booked.journal.invoice == Some(application.invoice) {
                found.push((booked.key, booked.journal));
            }
        }
    }
    Ok(found)
}

/// Takes back what a receipt paid of an invoice.
///
/// # Errors
/// [`Error::NotFound`] when there is no such receipt; [`Error::Refused`] when it has paid nothing of the invoice.
pub fn undo(task: &mut Task<'_, '_>, id: ReceiptId, invoice: InvoiceId, reason: &str) -> Result<UndoOutcome, Error> {
    let mut receipt = receipt(task, id)?;
    if reason.trim().is_empty() {
        let remedy = "Write in a few words what was wrong.";
        return Err(Error::refused("REASON", "No reason is given", remedy));
    }
    let applications = active(task, id, invoice)?;
    let Some(before) = post::receivables(task, &[invoice])?.pop().filter(|_| !applications.is_empty()) else {
        let fact = format!("R-{} has paid nothing of this invoice, or it was taken back already", receipt.number);
        return Err(Error::refused("NOT_APPLIED", fact, "Look at what the payment is applied to now."));
    };
    let journals = journals_of(task, &applications)?;
    let mut reserves = Reserves::default();
    let available = reserves.of(task, before.client, before.currency)?;
    let undone = cash::undo(&before, id, &journals, receipt.value_date, reason, available)?;
    let mut booked = undone.journals;
    let from_bank: i64 = journals.iter().map(|(_, journal)| journal.on_account(Account::CollectionsCash)).sum();
    if from_bank > 0 {
        booked.push(unapplied(&receipt, from_bank, &format!("taken back from invoice {}: {reason}", before.number)));
    }
    // What 2030 gains is what waits again.
    let gained: i64 = -booked.iter().map(|journal| journal.on_account(Account::UnappliedCash)).sum::<i64>();
    receipt.unapplied += gained;
    let money = |minor| Money::new(minor, receipt.amount.currency);
    let facts = Facts { receipt: receipt.number, invoice, number: &before.number, amount: money(gained), reason };
    let event = task.record_facts(EventKind::ApplicationUndone, &facts, &booked)?;
    for application in &applications {
        kept::cash::end(task, application, event)?;
    }
    kept::invoice::set_balances(task, &undone.receivable)?;
    crate::answer::reopened(task, &undone.receivable)?;
    receipt.state = standing(task, &receipt)?;
    kept::statement::set_receipt(task, &receipt)?;
    Ok(UndoOutcome {
        receipt: id,
        number: receipt.number,
        event,
        invoice,
        invoice_number: before.number,
        open: undone.receivable.money(undone.receivable.open),
        invoice_state: undone.receivable.state,
        unapplied: money(receipt.unapplied),
        state: receipt.state,
    })
}
