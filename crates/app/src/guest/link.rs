//! Make, open and take back links.

use super::policy::{GuestPolicy, MAX_VALID_DAYS};
use crate::{App, Error, Refusal, Seal, Task};
use domain::contact::{Contact, ContactState, Sender};
use domain::event::EventKind;
use domain::id::{ClientId, ContactId, DebtorId, LinkId};
use domain::letter::Language;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::guest_link::{GuestLink, LinkBody};

/// Microseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Whose page a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GuestParty {
    /// A debtor's: all its invoices of all its suppliers with this factor.
    Debtor(DebtorId),
    /// A client's: its own pairs only.
    Client(ClientId),
}

/// Who comes by a link that holds.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The link.
    pub link: GuestLink,
    /// Whose page it opens.
    pub party: GuestParty,
    /// The party's name.
    pub name: String,
    /// The person or mailbox it was given to.
    pub contact: Option<Contact>,
    /// The language of that contact; else the one chosen on the page; else the debtor's; else English.
    pub language: Language,
    /// FR-22: the keyed mark of the network that this request comes from ([`Seal::blind`]); none where nobody calls.
    pub place: Option<String>,
}

impl Guest {
    /// Who acts, as events and timelines name it: the person and the party, by link.
    #[must_use]
    pub fn actor(&self) -> String {
        match self.contact.as_ref().map(|contact| contact.name.trim()).filter(|name| !name.is_empty()) {
            Some(person) => format!("{person}, {} (by link)", self.name),
            None => format!("{} (by link)", self.name),
        }
    }
}

#[derive(Serialize)]
struct Facts<'a> {
    link: LinkId,
    party: GuestParty,
    contact: Option<ContactId>,
    expires_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

/// Where guests reach this factor, without a slash at the end; none while the factor has not said.
///
/// # Errors
/// [`Error::Fault`].
pub fn address(reads: &mut dyn Reads) -> Result<Option<String>, Error> {
    let sender: Sender = kept::policy::get(reads, Sender::POLICY)?;
    let address = sender.guest_address.trim().trim_end_matches('/');
    Ok((!address.is_empty()).then(|| address.to_owned()))
}

/// Makes a link for a party and returns its id and its whole address, the only copy of its secret part. `valid_days`
/// none: as the factor's [`GuestPolicy`] says.
///
/// # Errors
/// [`Error::Refused`] when the factor has no guest address, the days are out of range, or the contact is another
/// party's; [`Error::NotFound`] when there is no such party.
pub fn make_link(
    task: &mut Task<'_, '_>,
    party: GuestParty,
    contact: Option<ContactId>,
    valid_days: Option<u16>,
) -> Result<(LinkId, String), Error> {
    name_of(task, party)?.ok_or_else(|| Error::NotFound("party of this link".to_owned()))?;
    let door = Door::read(task)?;
    let known = contact.map(|id| kept::contact::get(task, id)).transpose()?.flatten();
    make(task, &door, party, (contact, known.as_ref()), valid_days)
}

/// What all links of a factor have in common, read once for many.
pub(crate) struct Door {
    address: Option<String>,
    policy: GuestPolicy,
}

impl Door {
    /// As the factor's settings say now.
    pub fn read(reads: &mut dyn Reads) -> Result<Self, Error> {
        Ok(Self { address: address(reads)?, policy: kept::policy::get(reads, GuestPolicy::POLICY)? })
    }

    /// As [`make_link`] with the usual days, for a party and a contact that were read already.
    pub fn make_link(
        &self,
        task: &mut Task<'_, '_>,
        party: GuestParty,
        contact: Option<&Contact>,
    ) -> Result<(LinkId, String), Error> {
        make(task, self, party, (contact.map(|contact| contact.id), contact), None)
    }
}

fn make(
    task: &mut Task<'_, '_>,
    door: &Door,
    party: GuestParty,
    (contact, known): (Option<ContactId>, Option<&Contact>),
    valid_days: Option<u16>,
) -> Result<(LinkId, String), Error> {
    let mut problems = Vec::new();
    if door.address.is_none() {
        problems.push(no_address());
    }
    let days = valid_days.unwrap_or(match party {
        GuestParty::Debtor(_) => door.policy.debtor_days,
        GuestParty::Client(_) => door.policy.client_days,
    });
    if !(1..=MAX_VALID_DAYS).contains(&days) {
        problems.push(Refusal::at(
            "valid_days",
            "LINK_DAYS",
            format!("a link cannot be valid for {days} days"),
            format!("Choose from 1 to {MAX_VALID_DAYS} days."),
        ));
    }
    if contact.is_some() && !known.is_some_and(|contact| belongs(contact, party)) {
        problems.push(Refusal::at(
            "contact",
            "LINK_CONTACT",
            "the contact is not one of this party",
            "Choose a contact of the party the link is for, or none.",
        ));
    }
    let Some(address) = door.address.as_ref().filter(|_| problems.is_empty()) else {
        return Err(Error::Refused(problems));
    };
    let made_at = task.unit.recorded_at();
    let link = GuestLink {
        id: LinkId(task.new_id()),
        debtor: match party {
            GuestParty::Debtor(id) => Some(id),
            GuestParty::Client(_) => None,
        },
        client: match party {
            GuestParty::Client(id) => Some(id),
            GuestParty::Debtor(_) => None,
        },
        contact,
        made_at,
        expires_at: made_at + i64::from(days) * DAY,
        revoked_at: None,
        opened_at: None,
        body: LinkBody { made_by: task.actor.clone(), ..LinkBody::default() },
    };
    kept::guest_link::add(task, &link)?;
    let facts = Facts { link: link.id, party, contact, expires_at: link.expires_at, why: None };
    task.record_facts(EventKind::LinkMade, &facts, &[])?;
    let token = task.seal.link_token(link.id, &bound(&link));
    Ok((link.id, format!("{address}/g/{token}")))
}

/// The whole address of a link that was made: worked out anew, for the book does not hold it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link; [`Error::Refused`] when the factor has no guest address any more.
pub fn address_of(reads: &mut dyn Reads, seal: &Seal, link: LinkId) -> Result<String, Error> {
    let link = kept::guest_link::get(reads, link)?.ok_or_else(|| Error::NotFound("link".to_owned()))?;
    let address = address(reads)?.ok_or_else(|| Error::Refused(vec![no_address()]))?;
    Ok(format!("{address}/g/{}", seal.link_token(link.id, &bound(&link))))
}

fn no_address() -> Refusal {
    Refusal::new(
        "GUEST_ADDRESS",
        "Credere does not know under which address guests reach it",
        "Set the guest address in the settings of letters and mail, for example https://pay.example.com.",
    )
}

/// Who comes with this token, by one reading of the book.
///
/// # Errors
/// [`Error::NotFound`] for every token that opens nothing: absent, forged, expired and revoked look the same.
pub fn open(app: &App, token: &str) -> Result<Guest, Error> {
    app.read(|snapshot| admit(snapshot, app.seal(), app.now().as_microsecond(), token))
}

/// The same inside a reading or a unit under way, at a moment in microseconds since 1970 UTC.
///
/// # Errors
/// [`Error::NotFound`] for every token that opens nothing.
pub fn admit(reads: &mut dyn Reads, seal: &Seal, now: i64, token: &str) -> Result<Guest, Error> {
    let closed = || Error::NotFound("page under this link".to_owned());
    let id = seal.link_of(token).ok_or_else(closed)?;
    let link = kept::guest_link::get(reads, id)?.ok_or_else(closed)?;
    let holds = seal.is_link(token, link.id, &bound(&link)) && now < link.expires_at && link.revoked_at.is_none();
    let party = match (link.debtor, link.client) {
        (Some(debtor), None) => GuestParty::Debtor(debtor),
        (None, Some(client)) => GuestParty::Client(client),
        _ => return Err(closed()),
    };
    if !holds {
        return Err(closed());
    }
    let contact = link.contact.map(|id| kept::contact::get(reads, id)).transpose()?.flatten();
    // Who has said that the mail was not for them is not to read on.
    if contact.as_ref().is_some_and(|contact| contact.state == ContactState::Wrong || !belongs(contact, party)) {
        return Err(closed());
    }
    let name = name_of(reads, party)?.ok_or_else(closed)?;
    let language = match (&contact, link.body.language, party) {
        (Some(contact), _, _) => contact.language,
        (None, Some(language), _) => language,
        (None, None, GuestParty::Debtor(debtor)) => {
            kept::contact::preference(reads, debtor)?.map_or(Language::English, |preference| preference.language)
        }
        (None, None, GuestParty::Client(_)) => Language::English,
    };
    Ok(Guest { link, party, name, contact, language, place: None })
}

/// Takes a link back: it opens nothing from now on. Taking it back twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link.
pub fn revoke(task: &mut Task<'_, '_>, link: LinkId, why: &str) -> Result<(), Error> {
    let mut link = kept::guest_link::get(task, link)?.ok_or_else(|| Error::NotFound("link".to_owned()))?;
    if link.revoked_at.is_some() {
        return Ok(());
    }
    let party = match (link.debtor, link.client) {
        (Some(debtor), _) => GuestParty::Debtor(debtor),
        (None, Some(client)) => GuestParty::Client(client),
        (None, None) => return Err(Error::fault("link", "it belongs to nobody")),
    };
    link.revoked_at = Some(task.unit.recorded_at());
    link.body.revoked = Some(format!("{}: {why}", task.actor));
    kept::guest_link::set(task, &link)?;
    let facts = Facts { link: link.id, party, contact: link.contact, expires_at: link.expires_at, why: Some(why) };
    task.record_facts(EventKind::LinkRevoked, &facts, &[])?;
    Ok(())
}

/// The links of a contact that open its page now, newest first.
///
/// # Errors
/// [`Error::Fault`].
pub fn links_of(reads: &mut dyn Reads, contact: ContactId, now: i64) -> Result<Vec<GuestLink>, Error> {
    let mut links = kept::guest_link::of_contact(reads, contact)?;
    links.retain(|link| link.revoked_at.is_none() && now < link.expires_at);
    Ok(links)
}

/// Takes back every link of a contact that opens its page now: whoever has the mailbox it was sent to is no longer the
/// one meant. Returns how many.
///
/// # Errors
/// [`Error::Fault`].
pub(crate) fn revoke_all(task: &mut Task<'_, '_>, contact: ContactId, why: &str) -> Result<usize, Error> {
    let now = task.unit.recorded_at();
    let links = links_of(task, contact, now)?;
    for link in &links {
        revoke(task, link.id, why)?;
    }
    Ok(links.len())
}

/// What a link is bound to: its party, its person and its last moment. One changed row of the book opens no page.
fn bound(link: &GuestLink) -> String {
    let (kind, party) = match (link.debtor, link.client) {
        (Some(debtor), _) => ("debtor", debtor.to_string()),
        (None, Some(client)) => ("client", client.to_string()),
        (None, None) => ("nobody", String::new()),
    };
    let contact = link.contact.map(|id| id.to_string()).unwrap_or_default();
    format!("{kind} {party} contact {contact} until {}", link.expires_at)
}

fn belongs(contact: &Contact, party: GuestParty) -> bool {
    match party {
        GuestParty::Debtor(debtor) => contact.debtor == Some(debtor),
        GuestParty::Client(client) => contact.debtor.is_none() && contact.client == Some(client),
    }
}

fn name_of(reads: &mut dyn Reads, party: GuestParty) -> Result<Option<String>, Error> {
    Ok(match party {
        GuestParty::Debtor(id) => kept::party::debtors_by_id(reads, &[id.0])?.pop().map(|debtor| debtor.name),
        GuestParty::Client(id) => kept::party::client(reads, id)?.map(|client| client.name),
    })
}
