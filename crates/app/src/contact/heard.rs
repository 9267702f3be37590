//! What a caller heard that changes how a person may be reached from now on (CO-08, CO-31).
//!
//! Contract: it is honoured in the unit in which it is written down. A lawyer is saved as a contact and binds at once; who
//! asks not to be called, or not there or then, is not called any more by that contact: another number, if the person gives
//! one, is a contact of its own.

use super::save::is_mail_address;
use super::{NewContact, contact_by_id, opt_out, save_contact};
use crate::{Error, Refusal, Task};
use domain::contact::{Channel, ContactSource, Role};
use domain::id::ContactId;
use store::kept;

/// What was heard on a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Another person answered, and was told nothing of the matter.
    pub somebody_else: bool,
    /// The lawyer's name.
    pub lawyer: Option<String>,
    /// How to reach the lawyer: a mail address or a telephone number.
    pub lawyer_at: Option<String>,
    /// Do not call.
    pub no_calls: bool,
    /// Do not call at work, or at such a time.
    pub not_then: bool,
}

impl Heard {
    /// What was heard, in sentences, for the record of the call.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        if self.somebody_else {
            words.push("Another person answered; nothing of the matter was said.".to_owned());
        }
        words.extend(self.lawyer.as_ref().map(|name| format!("A lawyer speaks for the person: {name}.")));
        if self.no_calls {
            words.push("Asked not to be called.".to_owned());
        }
        if self.not_then {
            words.push("Asked not to be called at work, or at such a time.".to_owned());
        }
        words.join(" ")
    }
}

/// Honours what was heard from a contact of a debtor.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with every problem: a lawyer without a name or a way to be reached.
pub fn honour(task: &mut Task<'_, '_>, contact: ContactId, heard: &Heard) -> Result<(), Error> {
    let known = contact_by_id(task, contact)?;
    let lawyer = match (&heard.lawyer, &heard.lawyer_at) {
        (None, None) => None,
        (Some(name), Some(at)) => Some((name.clone(), at.clone())),
        (Some(_), None) => {
            let remedy = "Ask for it and write it down, so that the lawyer can be written to.";
            return Err(refused("lawyer_at", "it does not say how to reach the lawyer", remedy));
        }
        (None, Some(_)) => {
            return Err(refused("lawyer", "the lawyer is not named", "Write the lawyer\u{2019}s name as well."));
        }
    };
    if let (Some((name, at)), Some(debtor)) = (lawyer, known.debtor) {
        let debtor = kept::party::debtors_by_id(task, &[debtor.0])?.pop();
        let debtor = debtor.ok_or_else(|| Error::NotFound("debtor of this contact".to_owned()))?;
        let by_mail = is_mail_address(&at);
        let new = NewContact {
            contact: None,
            debtor: Some(debtor.code.to_string()),
            client: None,
            role: Role::Lawyer,
            mailbox: false,
            obligor: false,
            name,
            email: Some(at.clone()).filter(|_| by_mail),
            phone: Some(at).filter(|_| !by_mail),
            channel: if by_mail { Channel::Email } else { Channel::Phone },
            language: known.language,
            zone: Some(known.zone),
            source: ContactSource::Debtor,
        };
        save_contact(task, &new).map_err(|error| match error {
            Error::Refused(refusals) => Error::Refused(refusals.into_iter().map(at_the_lawyer).collect()),
            other => other,
        })?;
    }
    if heard.no_calls || heard.not_then {
        opt_out(task, contact, Channel::Phone)?;
    }
    Ok(())
}

fn refused(place: &str, fact: &str, remedy: &str) -> Error {
    Error::Refused(vec![Refusal::at(place, "LAWYER", fact, remedy)])
}

/// What is wrong with the new contact is told at the fields of the call.
fn at_the_lawyer(refusal: Refusal) -> Refusal {
    let place = if refusal.place == "name" { "lawyer" } else { "lawyer_at" };
    Refusal { place: place.to_owned(), ..refusal }
}
