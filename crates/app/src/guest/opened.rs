//! A page was fetched; a person has acted on it.

use crate::message::{Fate, learn};
use crate::timeline::{Told, actor, tell};
use crate::{Error, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::event::EventKind;
use domain::id::{ClientId, LinkId, MessageId};
use domain::timeline::Sentence;
use serde::Serialize;
use store::book::Reads;
use store::kept;
use store::kept::guest_link::GuestLink;
use store::kept::message::Message;

/// Most networks kept per link; the one used longest ago goes first.
pub const PLACES: usize = 8;

#[derive(Serialize)]
struct Facts {
    link: LinkId,
    messages: Vec<MessageId>,
}

/// The page of this link was fetched, from a network (an address without its device part). The first time is recorded and
/// told; it is no evidence that a person read (LC-45), because filters of mail servers fetch every link like a browser
/// does. The network is kept as a keyed mark (FR-22). True when it was the first time.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link.
pub fn opened(task: &mut Task<'_, '_>, link: LinkId, network: &str) -> Result<bool, Error> {
    let mut link = kept::guest_link::get(task, link)?.ok_or_else(|| Error::NotFound("link".to_owned()))?;
    let is_first = link.opened_at.is_none();
    if come(task, &mut link, network) {
        kept::guest_link::set(task, &link)?;
    }
    if is_first {
        let messages = kept::guest_link::messages_with(task, &link)?;
        let facts = Facts { link: link.id, messages: messages.clone() };
        let event = task.record_facts(EventKind::LinkOpened, &facts, &[])?;
        for (place, id) in (0..).zip(messages) {
            if let Some(message) = kept::message::get(task, id)? {
                tell_timelines(task, event, place, &message)?;
            }
        }
    }
    Ok(is_first)
}

/// A person does something on the pages of this link: sends a form, or goes on from one page to another. The first time,
/// the messages that carry the link are known to have been opened (LC-45, level 2). True when it was the first time.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link.
pub fn acted(task: &mut Task<'_, '_>, link: LinkId, network: &str) -> Result<bool, Error> {
    opened(task, link, network)?;
    let mut link = kept::guest_link::get(task, link)?.ok_or_else(|| Error::NotFound("link".to_owned()))?;
    if link.body.used_at.is_some() {
        return Ok(false);
    }
    link.body.used_at = Some(task.unit.recorded_at());
    kept::guest_link::set(task, &link)?;
    for id in kept::guest_link::messages_with(task, &link)? {
        if let Some(message) = kept::message::get(task, id)? {
            learn(task, &message, &Fate::Opened)?;
        }
    }
    Ok(true)
}

/// Notes with a link that somebody came from a network; false when that is known already.
fn come(task: &Task<'_, '_>, link: &mut GuestLink, network: &str) -> bool {
    let place = task.seal.blind(network);
    let is_first = link.opened_at.is_none();
    if is_first {
        link.opened_at = Some(task.unit.recorded_at());
    }
    let places = &mut link.body.places;
    if places.last() == Some(&place) {
        return is_first;
    }
    places.retain(|known| *known != place);
    places.push(place);
    // Never the newest: else eight openings elsewhere would hide where the answer comes from.
    let gone = places.len().saturating_sub(PLACES);
    places.drain(..gone);
    true
}

/// The debtor's clients read that the letter about their invoices was opened, and each only of its own.
fn tell_timelines(task: &mut Task<'_, '_>, event: i64, place: i64, message: &Message) -> Result<(), Error> {
    let Some(debtor) = message.debtor else { return Ok(()) };
    let (clients, _) = kept::message::speaks_of(task, message.id)?;
    // The subject of a letter on several clients' invoices counts them all (CO-14).
    let subject = crate::message::subject(&message.subject, clients.len());
    let told = Told {
        kind: Happening::Opened,
        who: actor(task),
        said: Sentence::Opened { purpose: message.purpose, subject },
        subject: Some((Subject::Message, message.id.0)),
        seen: Seen::FACTOR_AND_CLIENT,
    };
    tell(task, event, place, &clients, debtor, &told)
}

/// FR-22: was this link used, or is it used now (`place`, see [`super::Guest::place`]), from a network that one of the
/// client's own links was used from? Then the debtor's answer may be the client's.
///
/// # Errors
/// [`Error::Fault`].
pub fn same_place(reads: &mut dyn Reads, link: LinkId, place: Option<&str>, client: ClientId) -> Result<bool, Error> {
    let Some(link) = kept::guest_link::get(reads, link)? else { return Ok(false) };
    let of_client = kept::guest_link::of_client(reads, client)?;
    let is_ours = |known: &String| link.body.places.contains(known) || place == Some(known.as_str());
    Ok(of_client.iter().any(|known| known.body.places.iter().any(is_ours)))
}
