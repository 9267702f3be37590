//! Invoices that wait for their confirmation get it with the same answer, or what stands against it (GL-40, LC-05).

use super::{AnswerOutcome, GivenAnswer, Giver, Taken, give};
use crate::verification::{self, ANSWERED, FromWhere, NewAnswer, OneAnswer};
use crate::{Error, Task};
use domain::contact::Said;
use domain::dispute::{DisputeReason, Side};
use domain::id::InvoiceId;
use domain::invoice::verification::{Confirmable, Discrepancy, Method};
use std::collections::{HashMap, HashSet};
use store::kept;

/// [`give`] for answers that came by a guest's link: what waits for its confirmation is confirmed from that link, and what
/// is disputed of it goes back to its supplier instead of becoming a dispute, which is of what was bought.
///
/// # Errors
/// As [`give`]; what the verification refuses (GL-40, LC-05).
pub fn give_from(
    task: &mut Task<'_, '_>,
    giver: &Giver,
    answers: &[GivenAnswer],
    from: &FromWhere,
) -> Result<AnswerOutcome, Error> {
    if giver.by.side != Side::Debtor || from.link.is_none() {
        return give(task, giver, answers);
    }
    let ids: Vec<uuid::Uuid> = answers.iter().map(|given| given.invoice.0).collect();
    let waiting: HashSet<InvoiceId> = kept::verification::of_invoices(task, &ids)?
        .into_iter()
        .filter(|one| one.state.is_open())
        .map(|one| one.invoice)
        .collect();
    let mut to_give = Vec::new();
    let mut to_verify: Vec<OneAnswer> = Vec::new();
    let mut returned: HashMap<InvoiceId, Taken> = HashMap::new();
    for given in answers {
        let waits = waiting.contains(&given.invoice);
        match (&given.said, waits) {
            (Said::Confirmed { .. }, true) => {
                to_verify.extend(verification::confirm_all(&[given.invoice]));
                to_give.push(given.clone());
            }
            (Said::Disputed { reason, words, .. }, true) => {
                let words = if words.trim().is_empty() { reason.word().to_owned() } else { words.trim().to_owned() };
                let discrepancy = Some(Discrepancy { what: differs(*reason), words });
                to_verify.push(OneAnswer { invoice: given.invoice, confirmed: Vec::new(), discrepancy });
                let found = kept::invoice::get(task, given.invoice)?;
                let invoice = found.filter(|one| one.debtor == Some(giver.debtor));
                let invoice = invoice.ok_or_else(|| Error::NotFound("invoice".to_owned()))?;
                let (number, kind) = (invoice.offer.number, given.said.kind());
                let taken = Taken { invoice: given.invoice, number, kind, until: None, case: None, is_new: true };
                returned.insert(given.invoice, taken);
            }
            _ => to_give.push(given.clone()),
        }
    }
    let mut outcome = if to_give.is_empty() { AnswerOutcome::default() } else { give(task, giver, &to_give)? };
    for part in to_verify.chunks(ANSWERED) {
        let new = NewAnswer {
            debtor: giver.debtor,
            method: Method::Email,
            who: giver.by.name.clone(),
            invoices: part.to_vec(),
            evidence: Vec::new(),
            statement: None,
            from: from.clone(),
        };
        verification::answer(task, &new)?;
    }
    if !returned.is_empty() {
        // In the order in which they were given.
        let mut given: HashMap<InvoiceId, Taken> =
            outcome.taken.drain(..).map(|taken| (taken.invoice, taken)).collect();
        given.extend(returned);
        outcome.taken = answers.iter().filter_map(|one| given.remove(&one.invoice)).collect();
    }
    Ok(outcome)
}

/// Which fact of the checklist a reason to dispute speaks against.
const fn differs(reason: DisputeReason) -> Confirmable {
    match reason {
        DisputeReason::NotReceived | DisputeReason::Quality | DisputeReason::ReturnedGoods => Confirmable::Delivered,
        DisputeReason::WrongAmount | DisputeReason::Price => Confirmable::Amount,
        DisputeReason::ContractTerms => Confirmable::Terms,
        DisputeReason::NotOurs => Confirmable::InSystem,
        DisputeReason::Duplicate | DisputeReason::AlreadyPaid | DisputeReason::Other => Confirmable::NoOffset,
    }
}
