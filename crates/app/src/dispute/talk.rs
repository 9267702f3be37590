//! A case is talked about and given to somebody.

use super::{Facts, effect, known, refused, told};
use crate::{Error, Task};
use domain::dispute::{Case, Speaker};
use domain::event::EventKind;
use domain::id::CaseId;
use domain::timeline::{Sentence, Who};

/// Adds words to a case. The same words of the same person again, with nothing in between, are added once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`]; [`Error::Fault`].
pub fn add_words(task: &mut Task<'_, '_>, case: CaseId, by: Speaker, words: &str) -> Result<Case, Error> {
    let case = known(task, case)?;
    if case.words.last().is_some_and(|last| last.by == by && last.words == words.trim()) {
        return Ok(case);
    }
    add(task, case, by, words)
}

pub(super) fn add(task: &mut Task<'_, '_>, mut case: Case, by: Speaker, words: &str) -> Result<Case, Error> {
    let at = task.unit.recorded_at();
    let who = by.clone();
    case.add_words(by, at, words).map_err(|problem| refused(&[problem]))?;
    let ineligible = effect::keep(task, &case)?;
    let event = task.record_facts(EventKind::CaseMoved, &Facts::of(&case, "WORDS", &who, words, ineligible), &[])?;
    let said = Sentence::CaseWords { case: case.number, words: words.trim().to_owned() };
    told(task, event, 0, &case, Who::from(&who), said)?;
    Ok(case)
}

/// Gives a case to a person at the factor.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`]; [`Error::Fault`].
pub fn set_owner(task: &mut Task<'_, '_>, case: CaseId, by: &Speaker, owner: &str) -> Result<Case, Error> {
    let mut case = known(task, case)?;
    if case.owner == owner.trim() && case.is_open() {
        return Ok(case);
    }
    case.set_owner(by, owner).map_err(|problem| refused(&[problem]))?;
    let ineligible = effect::keep(task, &case)?;
    let event = task.record_facts(EventKind::CaseMoved, &Facts::of(&case, "OWNER", by, "", ineligible), &[])?;
    let said = Sentence::CaseOwner { case: case.number, owner: case.owner.clone() };
    told(task, event, 0, &case, Who::from(by), said)?;
    Ok(case)
}
