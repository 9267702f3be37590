//! FR-14, GL-43: is a contact the debtor's own without the client's word?
//!
//! Contract: what tells a debtor where to pay goes only to an address that stands without the client: a client that names
//! a mailbox of its own and confirms it itself would else receive the notice, and answer it. An answer from there proves
//! nothing either: it is told in the timeline, and is no evidence.

use super::policy;
use crate::{Error, Refusal};
use domain::contact::Contact;
use domain::id::ContactId;
use store::book::Reads;
use store::kept;

/// Is it known to be the debtor's own without the client's word?
///
/// # Errors
/// [`Error::Fault`].
pub fn stands_alone(reads: &mut dyn Reads, contact: &Contact) -> Result<bool, Error> {
    let others = match contact.debtor {
        Some(debtor) => kept::contact::of_debtor(reads, debtor)?,
        None => Vec::new(),
    };
    let policy = policy(reads)?;
    Ok(contact.stands_alone(&others, &policy.free_mail))
}

/// Whose word came by a link or a message that was sent to this contact: the debtor's own? Where no contact is named, the
/// factor has handed the link out itself.
///
/// # Errors
/// [`Error::Fault`].
pub fn speaks_for_debtor(reads: &mut dyn Reads, contact: Option<ContactId>) -> Result<bool, Error> {
    let Some(id) = contact else { return Ok(true) };
    match kept::contact::get(reads, id)? {
        Some(contact) if contact.is_of_client() => stands_alone(reads, &contact),
        Some(_) | None => Ok(true),
    }
}

/// What a contact lacks to be told where to pay: it was never verified, or only with the client's help.
///
/// # Errors
/// [`Error::Fault`].
pub(crate) fn lacks(reads: &mut dyn Reads, contact: &Contact) -> Result<Option<Refusal>, Error> {
    if contact.verified.is_none() {
        return Ok(Some(Refusal::at(
            "contact",
            "ADDRESS_NOT_VERIFIED",
            format!("the address of {} was never verified", contact.name),
            "Verify it, for example by the debtor's switchboard; the letter names a bank account.",
        )));
    }
    if stands_alone(reads, contact)? {
        return Ok(None);
    }
    Ok(Some(Refusal::at(
        "contact",
        "ADDRESS_NOT_INDEPENDENT",
        format!("the address of {} is known by the client's word alone", contact.name),
        "Verify it without the client: by a number from a register or the debtor's own web site, or by a paper of the \
         debtor that did not come through the client. The letter names a bank account.",
    )))
}
