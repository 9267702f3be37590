//! A person does without a confirmation, or has looked at what was odd about one.

use super::{Moved, MovedInvoice};
use crate::schedule::decide_waiting;
use crate::timeline::{Told, actor, tell};
use crate::{Error, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::event::EventKind;
use domain::id::InvoiceId;
use domain::invoice::verification::{Looked, Waiver};
use domain::timeline::Sentence;
use store::kept;

/// A person at the factor does without the confirmation of an invoice, and says why. Gives how many lines are bought with
/// it. Waiving twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when the invoice has no verification; [`Error::Refused`] without a reason, or when it has ended.
pub fn waive(task: &mut Task<'_, '_>, invoice: InvoiceId, reason: &str) -> Result<usize, Error> {
    let missing = || Error::NotFound("verification of this invoice".to_owned());
    let mut verification = kept::verification::of_invoice(task, invoice)?.ok_or_else(missing)?;
    let reason = reason.trim();
    if reason.is_empty() {
        let remedy = "Say why, in a few words: the decision keeps it.";
        return Err(Error::refused("REASON", "no reason is given", remedy));
    }
    if let Some(waiver) = &verification.waiver
        && waiver.reason == reason
    {
        return Ok(0);
    }
    let state = verification.state;
    let waiver = Waiver { on: task.today, by: task.actor.clone(), reason: reason.to_owned() };
    if !verification.waive(waiver) {
        let fact = format!("its verification is \u{201c}{}\u{201d}", state.word());
        return Err(Error::refused("VERIFICATION_STATE", fact, "There is nothing to waive."));
    }
    kept::verification::set(task, &verification)?;
    let kept_invoice = kept::invoice::get(task, invoice)?.ok_or_else(missing)?;
    let client = kept::party::client(task, verification.client)?.ok_or_else(missing)?;
    let invoices = vec![MovedInvoice::of(&verification, &kept_invoice.offer.number)];
    let facts = Moved { step: "WAIVED", client: client.code.as_str(), invoices, reason: Some(reason) };
    let event = task.record_facts(EventKind::VerificationMoved, &facts, &[])?;
    let told = Told {
        kind: Happening::Verification,
        who: actor(task),
        said: Sentence::Waived { invoice: kept_invoice.offer.number, reason: reason.to_owned() },
        subject: Some((Subject::Invoice, invoice.0)),
        seen: Seen::FACTOR,
    };
    tell(task, event, 0, &[verification.client], verification.debtor, &told)?;
    decide_waiting(task, verification.client, verification.debtor)
}

/// FR-22: the person who decides the line has looked at what was odd about its confirmation.
pub(crate) fn look(task: &mut Task<'_, '_>, invoice: InvoiceId) -> Result<(), Error> {
    let Some(mut verification) = kept::verification::of_invoice(task, invoice)? else { return Ok(()) };
    if !verification.wants_a_look() {
        return Ok(());
    }
    verification.looked = Some(Looked { on: task.today, by: task.actor.clone() });
    kept::verification::set(task, &verification)?;
    let client = kept::party::client(task, verification.client)?.ok_or_else(|| Error::NotFound("client".to_owned()))?;
    let number = kept::invoice::get(task, invoice)?.map(|found| found.offer.number).unwrap_or_default();
    let invoices = vec![MovedInvoice::of(&verification, &number)];
    let facts = Moved { step: "LOOKED_AT", client: client.code.as_str(), invoices, reason: None };
    task.record_facts(EventKind::VerificationMoved, &facts, &[])?;
    Ok(())
}
