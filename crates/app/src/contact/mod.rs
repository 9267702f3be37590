//! Contact: the directory of people, how debtors want to be treated, and the engine that decides what is written to whom.
//!
//! Contract: every change is an event and is told to the timelines of the pairs it concerns. Looking for the fit recipient
//! ([`recipient()`]) is the same for every kind of message. Nothing is sent here.

mod alone;
mod carry;
mod heard;
mod opted;
mod plan;
mod run;
mod save;
mod situation;
mod treat;
mod which;
mod words;

pub(crate) use alone::lacks;
pub use alone::{speaks_for_debtor, stands_alone};
pub use heard::{Heard, honour};
pub use opted::{opt_in, opt_out};
pub use plan::{Logged, Plan, log, plan};
pub use run::{DEBTORS, Ran, run};
pub use save::{NewContact, mark_wrong, retire, save_contact, verify_contact};
pub use situation::MEMORY_DAYS;
pub(crate) use situation::{Loaded, Loader};
pub use treat::{Consequence, WHY_CHARS, consequence, pause, preference, resume, save_preference};
pub use which::{recipient, recipient_by};

use crate::{Error, Refusal, Task};
use domain::contact::{Contact, ContactPolicy};
use domain::event::EventKind;
use domain::id::{ClientId, ContactId, DebtorId};
use jiff::tz::TimeZone;
use store::book::Reads;
use store::kept;

/// The factor's figures for contact.
///
/// # Errors
/// [`Error::Fault`].
pub fn policy(reads: &mut dyn Reads) -> Result<ContactPolicy, Error> {
    Ok(kept::policy::get(reads, ContactPolicy::POLICY)?)
}

/// Changes the factor's figures for contact: gentler than the rulebook, never harsher.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_policy(task: &mut Task<'_, '_>, policy: &ContactPolicy) -> Result<(), Error> {
    let problems: Vec<Refusal> = policy
        .problems()
        .iter()
        .map(|problem| {
            let text = problem.to_string();
            let (place, rest) = text.split_once(": ").unwrap_or(("policy", &text));
            let (fact, remedy) = rest.split_once("; ").unwrap_or((rest, "write a figure within that range"));
            Refusal::at(place, "CONTACT_POLICY", fact, format!("{}.", crate::timeline::capital(remedy)))
        })
        .collect();
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    kept::policy::put(task, ContactPolicy::POLICY, policy)?;
    task.record_facts(EventKind::PolicySaved, &(ContactPolicy::POLICY, policy), &[])?;
    Ok(())
}

/// The time zone of this IANA name; UTC where the system has forgotten it since it was saved.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The contact with this id.
fn contact_by_id(reads: &mut dyn Reads, id: ContactId) -> Result<Contact, Error> {
    kept::contact::get(reads, id)?.ok_or_else(|| Error::NotFound(format!("contact {id}")))
}

/// The clients whose timelines speak of a contact: its own, or all that sell to its debtor.
fn concerned(reads: &mut dyn Reads, client: Option<ClientId>, debtor: DebtorId) -> Result<Vec<ClientId>, Error> {
    Ok(match client {
        Some(client) => vec![client],
        None => kept::party::pairs_of_debtor(reads, debtor)?.into_iter().map(|pair| pair.client).collect(),
    })
}
