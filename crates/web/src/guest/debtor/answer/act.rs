//! An answer is given: rehearsed, or done.

use super::super::DebtorVisit;
use super::Say;
use super::form::Filled;
use crate::guest::sent::Sent;
use app::answer::{AnswerOutcome, GivenAnswer, Giver, give_from};
use app::guest::Guest;
use app::verification::FromWhere;
use app::{Error, Task};
use domain::dispute::{CaseKind, NewCase, Speaker};
use domain::id::DebtorId;

/// What the use cases would answer now. Nothing is kept.
pub(super) async fn rehearse(visit: &DebtorVisit, filled: Filled) -> Result<AnswerOutcome, Error> {
    let (guest, by, debtor) = (visit.guest.clone(), visit.speaker(&filled.name), visit.debtor);
    let actor = guest.actor();
    visit
        .guests
        .web
        .apart(move |app| app.rehearse(&actor, move |task| perform(task, &guest, debtor, by, &filled)))
        .await
}

/// Does it, once.
pub(super) async fn act(visit: &DebtorVisit, sent: &Sent, filled: Filled) -> Result<AnswerOutcome, Error> {
    let (by, debtor) = (visit.speaker(&filled.name), visit.debtor);
    visit.act(sent, move |task, guest| perform(task, guest, debtor, by, &filled)).await
}

fn perform(
    task: &mut Task<'_, '_>,
    guest: &Guest,
    debtor: DebtorId,
    by: Speaker,
    filled: &Filled,
) -> Result<AnswerOutcome, Error> {
    let answers = filled.answers();
    if answers.is_empty() && filled.say == Say::WrongContact {
        let contact = guest.contact.as_ref();
        let giver =
            Giver { debtor, client: contact.and_then(|one| one.client), by, contact: contact.map(|one| one.id) };
        return wrong_contact(task, &giver, filled);
    }
    carry_out(task, guest, debtor, by, &answers)
}

/// Gives answers from this guest's link: what waits for its confirmation has it with them (GL-40).
///
/// # Errors
/// What the use case refuses; then nothing of it is kept.
pub(in crate::guest::debtor) fn carry_out(
    task: &mut Task<'_, '_>,
    guest: &Guest,
    debtor: DebtorId,
    by: Speaker,
    answers: &[GivenAnswer],
) -> Result<AnswerOutcome, Error> {
    let contact = guest.contact.as_ref();
    let giver = Giver { debtor, client: contact.and_then(|one| one.client), by, contact: contact.map(|one| one.id) };
    let from = FromWhere { link: Some(guest.link.id), device: guest.place.clone(), words: None };
    give_from(task, &giver, answers, &from)
}

/// Nothing is open, and still somebody else is to be asked.
fn wrong_contact(task: &mut Task<'_, '_>, giver: &Giver, filled: &Filled) -> Result<AnswerOutcome, Error> {
    if let Some(contact) = giver.contact {
        app::contact::mark_wrong(task, contact, &filled.words)?;
    }
    if !filled.words.is_empty() {
        let new = NewCase {
            kind: CaseKind::Correction,
            debtor: giver.debtor,
            client: giver.client,
            invoice: None,
            reason: None,
            amount: None,
            words: filled.words.clone(),
            by: giver.by.clone(),
        };
        app::dispute::open(task, new)?;
    }
    Ok(AnswerOutcome::default())
}
