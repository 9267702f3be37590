//! Opt-outs of a contact by channel (CO-08): honoured at once, and taken back only on the debtor's own word.

use super::save::{keep, keep_because, on_file};
use crate::party::NAME_CHARS;
use crate::{Error, Refusal, Task};
use domain::contact::{Channel, Contact};
use domain::id::ContactId;
use domain::timeline::Sentence;
use jiff::civil::Date;
use serde::Serialize;

/// CO-08: a contact does not want reminders by this channel. Honoured at once: what is queued asks again before it leaves.
///
/// # Errors
/// [`Error::NotFound`].
pub fn opt_out(task: &mut Task<'_, '_>, contact: ContactId, channel: Channel) -> Result<Contact, Error> {
    let mut contact = on_file(task, contact)?;
    if contact.opted_out.contains_key(&channel) {
        return Ok(contact);
    }
    contact.opted_out.insert(channel, task.today);
    let said = Sentence::ContactOptedOut { name: contact.name.clone(), channel };
    keep(task, &contact, said)?;
    Ok(contact)
}

/// What the event of an opt-out that was taken back says besides the contact.
#[derive(Serialize)]
struct TakenBack<'a> {
    #[serde(flatten)]
    contact: &'a Contact,
    opted_in: Channel,
    said_by: &'a str,
    said_on: Date,
}

/// CO-08: the debtor wants reminders by this channel again. Who said so at the debtor, and when, is kept. Without an
/// opt-out it changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with every problem: nobody named, or a day that cannot be.
pub fn opt_in(
    task: &mut Task<'_, '_>,
    contact: ContactId,
    channel: Channel,
    said_by: &str,
    said_on: Date,
) -> Result<Contact, Error> {
    let mut contact = on_file(task, contact)?;
    let Some(since) = contact.opted_out.get(&channel).copied() else { return Ok(contact) };
    let said_by = said_by.trim();
    let mut problems = Vec::new();
    if said_by.is_empty() || said_by.chars().count() > NAME_CHARS {
        let fact = format!("it does not say who at the debtor said so, or in more than {NAME_CHARS} characters");
        problems.push(Refusal::at("who", "WHO", fact, "Write name and office; only the debtor takes its wish back."));
    }
    if said_on > task.today {
        let fact = format!("{said_on} lies in the future");
        problems.push(Refusal::at("on", "DATE", fact, "Write the day on which it was said."));
    }
    if said_on < since {
        let fact = format!("on {said_on} it had not opted out yet; it did on {since}");
        problems.push(Refusal::at("on", "DATE", fact, "Write the day on which it was taken back."));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    contact.opted_out.remove(&channel);
    let said = Sentence::ContactOptedIn { name: contact.name.clone(), channel, who: said_by.to_owned(), on: said_on };
    let facts = TakenBack { contact: &contact, opted_in: channel, said_by, said_on };
    keep_because(task, &contact, &facts, said)?;
    Ok(contact)
}
