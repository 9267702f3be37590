//! What a guest chooses for itself: the language, and how it wants to be reached.

use super::link::Guest;
use crate::{Error, Task};
use domain::contact::Channel;
use domain::event::EventKind;
use domain::id::LinkId;
use domain::letter::Language;
use serde::Serialize;
use store::kept;

#[derive(Serialize)]
struct Facts {
    link: LinkId,
    language: Language,
}

/// Keeps the language a guest chose: with its contact, for letters too; else with the link. Chosen again, it changes
/// nothing.
///
/// # Errors
/// [`Error::NotFound`] when the link is gone; [`Error::Fault`].
pub fn choose_language(task: &mut Task<'_, '_>, guest: &Guest, language: Language) -> Result<(), Error> {
    if guest.language == language {
        return Ok(());
    }
    if let Some(contact) = &guest.contact {
        let mut contact = contact.clone();
        contact.language = language;
        kept::contact::put(task, &contact)?;
        task.record_facts(EventKind::ContactSaved, &contact, &[])?;
        return Ok(());
    }
    let gone = || Error::NotFound("link".to_owned());
    let mut link = kept::guest_link::get(task, guest.link.id)?.ok_or_else(gone)?;
    link.body.language = Some(language);
    kept::guest_link::set(task, &link)?;
    task.record_facts(EventKind::ContactSaved, &Facts { link: link.id, language }, &[])?;
    Ok(())
}

/// Keeps how the guest's contact wants to be reached. Without a contact there is nothing to keep.
///
/// # Errors
/// [`Error::Refused`] without a contact, or when the contact has no such address; [`Error::Fault`].
pub fn choose_channel(task: &mut Task<'_, '_>, guest: &Guest, channel: Channel) -> Result<(), Error> {
    let Some(contact) = &guest.contact else {
        return Err(Error::refused(
            "GUEST_NO_CONTACT",
            "this page was not given to one person or mailbox",
            "Tell us the right contact first; then its wishes are kept with it.",
        ));
    };
    if contact.channel == channel {
        return Ok(());
    }
    let reachable = match channel {
        Channel::Email => contact.email.is_some(),
        Channel::Phone => contact.phone.is_some(),
        Channel::Letter | Channel::Portal => true,
    };
    if !reachable {
        return Err(Error::refused(
            "GUEST_UNREACHABLE",
            format!("we have no address for contact by {}", channel.word()),
            "Correct the contact first, or choose another way.",
        ));
    }
    let mut contact = contact.clone();
    contact.channel = channel;
    kept::contact::put(task, &contact)?;
    task.record_facts(EventKind::ContactSaved, &contact, &[])?;
    Ok(())
}
