//! One person's data go at once, because the person asked for it (GDPR, CO-33).

use super::gather::{Gathered, gather};
use super::party::{Gone, erase};
use super::scan::{all_debtors, scan};
use super::standing::{is_gone, standing_now};
use crate::{App, Error, Refusal, Task};
use domain::contact::Contact;
use domain::event::ErasureReason;
use domain::id::ContactId;
use std::collections::HashSet;
use std::sync::Arc;
use store::kept;
use store::kept::erasure::Party;
use uuid::Uuid;

/// Longest reason, in characters.
const WHY_CHARS: usize = 500;

fn party_of(contact: &Contact) -> Result<Party, Error> {
    match (contact.debtor, contact.client) {
        (Some(debtor), _) => Ok(Party::Debtor(debtor)),
        (None, Some(client)) => Ok(Party::Client(client)),
        (None, None) => Err(Error::NotFound("party of this contact".to_owned())),
    }
}

/// Why a person's data may not go yet, with what can be done instead.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Fault`].
pub fn person_stays(task: &mut Task<'_, '_>, contact: ContactId) -> Result<Vec<Refusal>, Error> {
    let contact = kept::contact::get(task, contact)?.ok_or_else(|| Error::NotFound("contact".to_owned()))?;
    let mut problems = Vec::new();
    if is_gone(&contact) {
        let fact = "the data of this contact were erased already";
        problems.push(Refusal::new("ERASED", fact, "Nothing is left to do."));
        return Ok(problems);
    }
    let standing = standing_now(task, party_of(&contact)?)?;
    // A message of the last weeks holds back the daily job, not a person's own wish.
    let held: Vec<&String> = standing.held_by.iter().filter(|held| !held.starts_with("a message of")).collect();
    if !held.is_empty() {
        let held = held.iter().map(|held| held.as_str()).collect::<Vec<_>>().join(", ");
        let fact = format!("there is still something to settle, for which notices need an address: {held}");
        let remedy = "Write here no longer, under \u{201c}It left, or objects\u{201d}: then only legal notices may be sent. Erase it when \
            this is settled.";
        problems.push(Refusal::new("ERASURE_OPEN", fact, remedy));
    }
    Ok(problems)
}

/// Finds what is known of a person. Reads the whole book, outside any write.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Fault`].
pub fn gather_person(app: &App, contact: ContactId) -> Result<(Gathered, Arc<HashSet<Uuid>>), Error> {
    let (factor, today) = (app.factor(), app.today());
    let (gathered, debtors) = app.read(|snapshot| {
        let contact = kept::contact::get(snapshot, contact)?.ok_or_else(|| Error::NotFound("contact".to_owned()))?;
        let party = party_of(&contact)?;
        Ok((gather(snapshot, party, Some(&contact), &factor.name, today)?, all_debtors(snapshot)?))
    })?;
    let mut found = [gathered];
    scan(app, &mut found, &debtors)?;
    let [gathered] = found;
    Ok((gathered, Arc::new(debtors)))
}

/// Erases what was gathered of a person.
///
/// # Errors
/// [`Error::Refused`] with every problem: no reason, erased already, or something is still open for which legal notices
/// need an address.
pub fn erase_person(
    task: &mut Task<'_, '_>,
    gathered: Gathered,
    debtors: &HashSet<Uuid>,
    contact: ContactId,
    why: &str,
) -> Result<Gone, Error> {
    let mut problems = person_stays(task, contact)?;
    let count = why.trim().chars().count();
    if count == 0 || count > WHY_CHARS {
        let fact = match count {
            0 => "it does not say who asked for it, and when".to_owned(),
            _ => format!("the reason has {count} characters; {WHY_CHARS} are possible"),
        };
        let remedy = "Write in a few words how the wish came in, without the person's name.";
        problems.push(Refusal::at("why_erased", "WHY", fact, remedy));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    erase(task, gathered, debtors, ErasureReason::Asked, why)
}
