//! To whom a message goes: the one accounts payable contact of record, the lawyer first (CO-04, CO-08, CO-33).

use super::{Channel, Contact, ContactState, Preference, Purpose, Role, is_own};
use crate::id::ClientId;

/// Why nobody is fit to be written to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRecipient {
    /// The directory has nobody of that role.
    #[error("there is no {0} contact on file")]
    Missing(&'static str),
    /// All of that role are wrong, retired or came back.
    #[error("{name}, {role}, is {state}")]
    Unfit {
        /// The one that would have been asked.
        name: String,
        /// Its role.
        role: &'static str,
        /// Its state, in words.
        state: &'static str,
    },
    /// CO-08.
    #[error("{0} does not want reminders by {1}")]
    OptedOut(String, &'static str),
    /// FR-10.
    #[error("{0}'s mail address is blocked: {1}")]
    Blocked(String, String),
    /// The channel needs an address that is not there.
    #[error("{0} has no {1}")]
    NoAddress(String, &'static str),
    /// CO-31: nobody else than the person that owes may hear of it.
    #[error("the debtor is a natural person, and {0} is not known to be it")]
    ThirdPerson(String),
    /// CO-08: the lawyer must be written to, and cannot be.
    #[error("the debtor has named a lawyer, who cannot be written to: {0}")]
    Lawyer(Box<NoRecipient>),
}

impl NoRecipient {
    /// What to do.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Missing(_) => "Ask the client for the accounts payable contact of this customer and save it.",
            Self::Unfit { .. } => "Ask the client or the switchboard for a better contact and save it.",
            Self::OptedOut(..) => "Use another way, or wait until they write.",
            Self::Blocked(..) => "Verify the address independently of the client, or correct it.",
            Self::ThirdPerson(_) => {
                "Mark the contact as the person itself, or save an address that the person gave: nobody else may hear of the debt."
            }
            Self::NoAddress(..) => "Add it to the contact.",
            Self::Lawyer(_) => "Correct the lawyer's contact, or save another; nobody else is written to meanwhile.",
        }
    }
}

/// The contact a message of this purpose goes to, of the contacts of one debtor (or, for a message to a client, of the
/// client's people). `client` is given when the message speaks of one client's invoices only: a contact named for that
/// client is then preferred (rulebook 4.2).
///
/// CO-08: a lawyer gets everything; where one binds but cannot be reached, nobody does. CO-04: else accounts payable; supervisor or controller only by that step of the
/// ladder. CO-33: a role mailbox is preferred to a person; who has objected gets legal notices only.
///
/// # Errors
/// [`NoRecipient`], with its remedy.
pub fn recipient(
    contacts: &[Contact],
    client: Option<ClientId>,
    purpose: Purpose,
    channel: Channel,
) -> Result<&Contact, NoRecipient> {
    chosen(contacts, client, purpose, channel, |_| true)
}

/// The same, of a debtor that wants and needs to be treated so. CO-31: of a natural person under California's rules only
/// those who may hear of its debt.
///
/// # Errors
/// [`NoRecipient`], with its remedy.
pub fn recipient_of<'a>(
    preference: &Preference,
    contacts: &'a [Contact],
    client: Option<ClientId>,
    purpose: Purpose,
    channel: Channel,
) -> Result<&'a Contact, NoRecipient> {
    let open = purpose.is_to_client() || !preference.is_protected();
    chosen(contacts, client, purpose, channel, |contact| open || is_own(contact))
}

fn chosen(
    contacts: &[Contact],
    client: Option<ClientId>,
    purpose: Purpose,
    channel: Channel,
    may_hear: impl Fn(&Contact) -> bool,
) -> Result<&Contact, NoRecipient> {
    let roles: &[Role] = match purpose {
        to_client if to_client.is_to_client() => &[Role::Client],
        Purpose::Supervisor => &[Role::Supervisor, Role::Controller],
        _ => &[Role::AccountsPayable],
    };
    let names_account = matches!(purpose, Purpose::Notice | Purpose::RemitToChange | Purpose::Release);
    let mut first_reason = None;
    if !purpose.is_to_client() {
        for lawyer in lawyers(contacts) {
            match fit(lawyer, purpose, channel) {
                Ok(()) => return Ok(lawyer),
                Err(reason) => first_reason = first_reason.or(Some(reason)),
            }
        }
        if let Some(reason) = first_reason {
            return Err(reason);
        }
    }
    for role in roles {
        // Whoever is named for one supplier reads of no other.
        let may_read = |one: &&Contact| purpose.is_to_client() || one.client.is_none() || one.client == client;
        let mut of_role: Vec<&Contact> = contacts.iter().filter(|one| one.role == *role).filter(may_read).collect();
        of_role.sort_by_key(|one| {
            let general = one.client.is_none() && client.is_some();
            // FR-14: where a letter names an account, whoever is known without the client's word comes first.
            let by_client = names_account && !one.verified.as_ref().is_some_and(|done| done.independent);
            (
                one.state != ContactState::Good,
                one.verified.is_none(),
                by_client && one.is_of_client(),
                general,
                !one.mailbox,
                one.id,
            )
        });
        for contact in of_role {
            if !may_hear(contact) {
                first_reason = first_reason.or_else(|| Some(NoRecipient::ThirdPerson(contact.name.clone())));
                continue;
            }
            match fit(contact, purpose, channel) {
                Ok(()) => return Ok(contact),
                Err(reason) => first_reason = first_reason.or(Some(reason)),
            }
        }
    }
    let role = if purpose == Purpose::Supervisor { "supervisor or controller" } else { roles[0].word() };
    Err(first_reason.unwrap_or(NoRecipient::Missing(role)))
}

/// CO-08: the lawyers of a debtor, those in use first. That mail to one comes back does not free the factor of it: only a
/// person who retires the contact, or marks it as wrong, does.
pub fn lawyers(contacts: &[Contact]) -> impl Iterator<Item = &Contact> {
    let is_in = |state| move |one: &&Contact| one.role == Role::Lawyer && one.state == state;
    let in_use = contacts.iter().filter(is_in(ContactState::Good));
    in_use.chain(contacts.iter().filter(is_in(ContactState::Bouncing)))
}

/// May this contact get a message of this purpose by this channel?
///
/// # Errors
/// [`NoRecipient`].
pub fn fit(contact: &Contact, purpose: Purpose, channel: Channel) -> Result<(), NoRecipient> {
    let reason = unfit(contact, purpose, channel);
    match (reason, contact.role) {
        (Err(reason), Role::Lawyer) => Err(NoRecipient::Lawyer(Box::new(reason))),
        (reason, _) => reason,
    }
}

fn unfit(contact: &Contact, purpose: Purpose, channel: Channel) -> Result<(), NoRecipient> {
    let name = || contact.name.clone();
    if contact.erased_on.is_some() {
        // CO-33: what is left of it is nobody's address, not even for a legal notice by post.
        return Err(NoRecipient::Unfit { name: name(), role: contact.role.word(), state: "erased" });
    }
    let usable = match contact.state {
        ContactState::Good => true,
        // LC-48: mail comes back; the telephone and the postal address may still be right.
        ContactState::Bouncing => channel != Channel::Email,
        ContactState::Retired => purpose.is_legal(),
        ContactState::Wrong => false,
    };
    if !usable {
        let (role, state) = (contact.role.word(), contact.state.word());
        return Err(NoRecipient::Unfit { name: name(), role, state });
    }
    if !purpose.is_exempt() && contact.opted_out.contains_key(&channel) {
        return Err(NoRecipient::OptedOut(name(), channel.word()));
    }
    match channel {
        Channel::Email => {
            if let Some(finding) = contact.findings.iter().find(|one| one.blocks()) {
                return Err(NoRecipient::Blocked(name(), finding.fact.clone()));
            }
            if contact.email.is_none() { Err(NoRecipient::NoAddress(name(), "mail address")) } else { Ok(()) }
        }
        Channel::Phone if contact.phone.is_none() => Err(NoRecipient::NoAddress(name(), "telephone number")),
        Channel::Phone | Channel::Letter | Channel::Portal => Ok(()),
    }
}
