//! A person has looked.

use crate::message::{Fate, learn};
use crate::timeline::{Told, tell};
use crate::{Error, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::event::EventKind;
use domain::id::{ClientId, LinkId, MessageId};
use serde::Serialize;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// Most networks kept per link; later ones are not added.
pub const PLACES: usize = 8;

#[derive(Serialize)]
struct Facts {
    link: LinkId,
    messages: Vec<MessageId>,
}

/// A person has looked at the page of this link, from a network (an address without its device part). The first time
/// is recorded, and told to the messages that carry the link; the network is kept as a keyed mark (FR-22). True when
/// it was the first time.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link.
pub fn opened(task: &mut Task<'_, '_>, link: LinkId, network: &str) -> Result<bool, Error> {
    let mut link = kept::guest_link::get(task, link)?.ok_or_else(|| Error::NotFound("link".to_owned()))?;
    let place = task.seal.blind(network);
    let is_new_place = !link.body.places.contains(&place) && link.body.places.len() < PLACES;
    let is_first = link.opened_at.is_none();
    if is_new_place {
        link.body.places.push(place);
    }
    if is_first {
        link.opened_at = Some(task.unit.recorded_at());
    }
    if is_first || is_new_place {
        kept::guest_link::set(task, &link)?;
    }
    if is_first {
        let messages = kept::guest_link::messages_with(task, &link)?;
        let facts = Facts { link: link.id, messages: messages.clone() };
        let event = task.record_facts(EventKind::LinkOpened, &facts, &[])?;
        for (place, id) in (0..).zip(messages) {
            let Some(message) = kept::message::get(task, id)? else { continue };
            tell_timelines(task, event, place, &message)?;
            learn(task, &message, &Fate::Opened)?;
        }
    }
    Ok(is_first)
}

/// The debtor's clients read that the letter about their invoices was opened, and each only of its own.
fn tell_timelines(task: &mut Task<'_, '_>, event: i64, place: i64, message: &Message) -> Result<(), Error> {
    let Some(debtor) = message.debtor else { return Ok(()) };
    let (clients, _) = kept::message::speaks_of(task, message.id)?;
    let told = Told {
        kind: Happening::Opened,
        who: &task.actor.clone(),
        words: &message.subject,
        subject: Some((Subject::Message, message.id.0)),
        seen: Seen::FACTOR_AND_CLIENT,
    };
    tell(task, event, place, &clients, debtor, &told)
}

/// FR-22: was this link used from a network that one of the client's own links was used from? Then the debtor's answer
/// may be the client's.
///
/// # Errors
/// [`Error::Fault`].
pub fn same_place(reads: &mut dyn Reads, link: LinkId, client: ClientId) -> Result<bool, Error> {
    let Some(link) = kept::guest_link::get(reads, link)? else { return Ok(false) };
    let of_client = kept::guest_link::of_client(reads, client)?;
    Ok(of_client.iter().any(|known| known.body.places.iter().any(|place| link.body.places.contains(place))))
}
