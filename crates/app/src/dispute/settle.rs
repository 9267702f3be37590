//! A case is settled, or opened again.

use super::run::breach;
use super::{Facts, effect, known, number_of_invoice, refused, told};
use crate::{Error, Task, notice};
use domain::dispute::{Case, CaseKind, Note, Outcome, OutcomeKind, Speaker};
use domain::event::EventKind;
use domain::id::CaseId;
use domain::timeline::{Sentence, Who};

/// Settles a case. The same outcome again changes nothing.
///
/// A credit books nothing by itself: it is booked when the client's credit note arrives on a schedule (LE-16), and the
/// amount stays ineligible until then. The outcome's words say so.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything that stands in the way; [`Error::Fault`].
pub fn resolve(
    task: &mut Task<'_, '_>,
    case: CaseId,
    by: Speaker,
    outcome: Outcome,
    words: &str,
) -> Result<Case, Error> {
    settle(task, case, by, outcome, words, None)
}

/// The same where nobody wrote anything and a note says why.
pub(crate) fn resolve_noting(
    task: &mut Task<'_, '_>,
    case: CaseId,
    by: Speaker,
    outcome: Outcome,
    note: Note,
) -> Result<Case, Error> {
    settle(task, case, by, outcome, "", Some(note))
}

fn settle(
    task: &mut Task<'_, '_>,
    case: CaseId,
    by: Speaker,
    outcome: Outcome,
    words: &str,
    note: Option<Note>,
) -> Result<Case, Error> {
    let mut case = known(task, case)?;
    if case.settled.as_ref().is_some_and(|settled| settled.outcome == outcome && settled.by.side == by.side) {
        return Ok(case);
    }
    let now = (task.today, task.unit.recorded_at());
    let who = by.clone();
    case.settle(by, now, outcome, words, note).map_err(|problems| refused(&problems))?;
    let ineligible = effect::keep(task, &case)?;
    let facts = Facts::of(&case, "SETTLED", &who, words, ineligible);
    let event = task.record_facts(EventKind::CaseClosed, &facts, &[])?;
    let said = Sentence::CaseSettled {
        case: case.number,
        kind: case.kind,
        invoice: number_of_invoice(task, &case)?,
        notes: case.words.last().map(|last| last.notes.clone()).unwrap_or_default(),
        words: words.trim().to_owned(),
    };
    told(task, event, 0, &case, Who::from(&who), said)?;
    if case.kind == CaseKind::Proof && outcome.kind == OutcomeKind::Done {
        proof(task, &case, words)?;
    }
    // LC-09: refused for good is a breach at once.
    if case.breached_on.is_none() && case.is_breach(task.today) {
        breach(task, case.clone())?;
        case.breached_on = Some(task.today);
    }
    Ok(case)
}

/// GL-53: proof was given; purchases that waited for it are asked again by the notice. A notice that nobody asked proof
/// for, or that has answered already, stays as it is.
fn proof(task: &mut Task<'_, '_>, case: &Case, words: &str) -> Result<(), Error> {
    let Some(client) = case.client else { return Ok(()) };
    match notice::furnish_proof(task, client, case.debtor, words) {
        Ok(_) | Err(Error::Refused(_) | Error::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Opens a settled case again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`]; [`Error::Fault`].
pub fn reopen(task: &mut Task<'_, '_>, case: CaseId, by: Speaker, words: &str) -> Result<Case, Error> {
    let mut case = known(task, case)?;
    let policy = super::policy(task)?;
    let now = (task.today, task.unit.recorded_at());
    let calendar = task.factor.calendar;
    let who = by.clone();
    case.reopen(by, now, words, &policy, calendar).map_err(|problem| refused(&[problem]))?;
    let ineligible = effect::keep(task, &case)?;
    let facts = Facts::of(&case, "OPENED_AGAIN", &who, words, ineligible);
    let event = task.record_facts(EventKind::CaseMoved, &facts, &[])?;
    let said = Sentence::CaseReopened { case: case.number, words: words.trim().to_owned() };
    told(task, event, 0, &case, Who::from(&who), said)?;
    Ok(case)
}
