//! The one contact that a message of a purpose goes to.

use crate::Error;
use domain::contact::{Channel, Contact, Purpose};
use domain::id::{ClientId, DebtorId};
use store::book::Reads;
use store::kept;

/// To whom a message of this purpose goes, by its usual channel: a call by phone, all else by mail.
///
/// CO-04: the accounts payable contact of record; CO-08: the lawyer first. For messages to the client its own person.
///
/// # Errors
/// [`Error::Refused`] with the remedy when nobody is fit.
pub fn recipient(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    client: Option<ClientId>,
    purpose: Purpose,
) -> Result<Contact, Error> {
    let channel = if purpose == Purpose::Call { Channel::Phone } else { Channel::Email };
    recipient_by(reads, debtor, client, purpose, channel)
}

/// The same for a channel of choice.
///
/// # Errors
/// As [`recipient`].
pub fn recipient_by(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    client: Option<ClientId>,
    purpose: Purpose,
    channel: Channel,
) -> Result<Contact, Error> {
    let preference = kept::contact::preference(reads, debtor)?.unwrap_or_default();
    let contacts = match (purpose, client) {
        (to_client, Some(client)) if to_client.is_to_client() => kept::contact::of_client(reads, client)?,
        _ => kept::contact::of_debtor(reads, debtor)?,
    };
    let found = domain::contact::recipient_of(&preference, &contacts, client, purpose, channel);
    found.cloned().map_err(|reason| Error::refused("NO_CONTACT", &reason, reason.remedy()))
}
