//! What becomes of a message, and who has to know.
//!
//! Contract: [`learn`] is called once for every fate a message meets, inside the unit that saw it. It keeps the fate with
//! the message and its contact, records the event and tells the timelines, then hands the fate to whoever asked for the
//! message. It is idempotent: the same fate again changes nothing.
//!
//! Deliberately absent: [`Fate::Opened`], [`Fate::Replied`] and [`Fate::Delivered`] record no event and tell no timeline, because whoever saw
//! them (the guest's page, the mailbox, the desk) has recorded what was opened or said already.

use super::places::{local_day, pairs, seen_by, subject};
use crate::timeline::{Told, factor, tell};
use crate::{Error, Task};
use domain::contact::{Channel, ContactState, Direction, Happening, MessageState, Purpose, Seen, Subject};
use domain::event::EventKind;
use domain::id::{ClientId, ContactId, MessageId};
use domain::timeline::{Returned, Sentence};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use store::kept;
use store::kept::message::Message;

/// What became of a message that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The mail server took it, the letter was posted, the call was made.
    Sent,
    /// It came back.
    Bounced {
        /// The address is no good (RFC 3463 class 5), in contrast to a full mailbox or a server that was away too long.
        permanent: bool,
        /// What the other side said.
        reason: String,
    },
    /// It was opened, or the link in it was (LC-45, level 2).
    Opened,
    /// A person answered it (LC-45, level 3).
    Replied,
    /// Somebody signed for the letter on that day, as the post or the courier proves (LC-45, level 3).
    Delivered {
        /// The day of the signature.
        on: Date,
    },
}

#[derive(Serialize)]
struct SentFacts {
    message: MessageId,
    number: i64,
    purpose: Purpose,
    attempts: i64,
    sent_on: Date,
    /// When, where that is not the moment it was recorded; microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_at: Option<i64>,
}

#[derive(Serialize)]
struct BouncedFacts<'a> {
    message: MessageId,
    number: i64,
    purpose: Purpose,
    permanent: bool,
    reason: &'a str,
    bounces: Option<u32>,
    /// Whose address came to be bouncing.
    contact: Option<ContactId>,
}

/// Keeps a message's fate, and tells whoever asked for the message.
///
/// # Errors
/// [`Error::Fault`]; what the owner of the message refuses.
pub fn learn(task: &mut Task<'_, '_>, message: &Message, fate: &Fate) -> Result<(), Error> {
    // The row may have moved on since the caller read it: a reply can overtake the record that the message has left.
    let mut message = kept::message::get(task, message.id)?.unwrap_or_else(|| message.clone());
    if message.direction == Direction::In {
        return Ok(());
    }
    let changed = match fate {
        Fate::Sent => sent(task, &mut message, None)?,
        Fate::Bounced { permanent, reason } => bounced(task, &mut message, *permanent, reason)?,
        Fate::Opened => first_time(task, &mut message, |body| &mut body.opened_at)?,
        Fate::Replied => first_time(task, &mut message, |body| &mut body.replied_at)?,
        Fate::Delivered { on } => delivered(task, &mut message, *on)?,
    };
    if changed { pass_on(task, &message, fate) } else { Ok(()) }
}

/// The same of a call that was made at a moment, perhaps before it is written down.
pub(super) fn left_at(task: &mut Task<'_, '_>, message: &Message, at: Timestamp) -> Result<(), Error> {
    let mut message = message.clone();
    if sent(task, &mut message, Some(at))? { pass_on(task, &message, &Fate::Sent) } else { Ok(()) }
}

fn sent(task: &mut Task<'_, '_>, message: &mut Message, made_at: Option<Timestamp>) -> Result<bool, Error> {
    if matches!(message.state, MessageState::Sent | MessageState::Bounced) {
        return Ok(false);
    }
    // CO-05, CO-07: the day of sending is the debtor's day.
    let now = task.unit.recorded_at();
    let sent_at = made_at.map_or(now, Timestamp::as_microsecond);
    let sent_on = local_day(task, message, sent_at)?;
    message.state = MessageState::Sent;
    message.sent_at = Some(sent_at);
    message.sent_on = Some(sent_on);
    kept::message::set(task, message)?;
    let clients = pairs(task, message)?;
    record_sent(task, message, sent_on, &clients)?;
    Ok(true)
}

/// Records that a message has left, and tells the timelines of these clients.
pub(super) fn record_sent(
    task: &mut Task<'_, '_>,
    message: &Message,
    sent_on: Date,
    clients: &[ClientId],
) -> Result<(), Error> {
    let now = task.unit.recorded_at();
    let facts = SentFacts {
        message: message.id,
        number: message.number,
        purpose: message.purpose,
        attempts: message.attempts,
        sent_on,
        made_at: message.sent_at.filter(|at| *at != now),
    };
    let event = task.record_facts(EventKind::MessageSent, &facts, &[])?;
    let said = Sentence::Left { purpose: message.purpose, subject: subject(&message.subject, clients.len()) };
    told_to(task, message, clients, event, (Happening::Sent, said, seen_by(message)))
}

fn bounced(task: &mut Task<'_, '_>, message: &mut Message, permanent: bool, reason: &str) -> Result<bool, Error> {
    if message.state == MessageState::Bounced {
        return Ok(false);
    }
    message.state = MessageState::Bounced;
    message.body.last_word = Some(reason.to_owned());
    kept::message::set(task, message)?;
    // LC-48: an address that is no good is counted and stands to be verified again; a full mailbox is not its fault, and
    // what the post brings back is not the mail address's.
    let mut bounces = None;
    let by_post = message.channel == Channel::Letter;
    if permanent
        && !by_post
        && let Some(id) = message.contact
        && let Some(mut contact) = kept::contact::get(task, id)?
    {
        contact.bounces = contact.bounces.saturating_add(1);
        if contact.state == ContactState::Good {
            contact.state = ContactState::Bouncing;
        }
        kept::contact::put(task, &contact)?;
        bounces = Some(contact.bounces);
    }
    let facts = BouncedFacts {
        message: message.id,
        number: message.number,
        purpose: message.purpose,
        permanent,
        reason,
        bounces,
        contact: message.contact.filter(|_| bounces.is_some()),
    };
    let event = task.record_facts(EventKind::MessageBounced, &facts, &[])?;
    let from = match (by_post, permanent) {
        (true, _) => Returned::ByPost,
        (false, true) => Returned::ByAddress,
        (false, false) => Returned::ByMailbox,
    };
    let count = pairs(task, message)?.len();
    let subject = subject(&message.subject, count);
    let said = Sentence::CameBack { from, purpose: message.purpose, subject };
    told(task, message, event, Happening::Bounced, said, seen_by(message))?;
    Ok(true)
}

/// LC-45: the first signature counts; one of an earlier day that turns up later counts more.
fn delivered(task: &mut Task<'_, '_>, message: &mut Message, on: Date) -> Result<bool, Error> {
    if message.body.delivered_on.is_some_and(|known| known <= on) {
        return Ok(false);
    }
    message.body.delivered_on = Some(on);
    kept::message::set(task, message)?;
    Ok(true)
}

/// Notes the moment something was first seen; false when it was seen before.
fn first_time(
    task: &mut Task<'_, '_>,
    message: &mut Message,
    field: impl FnOnce(&mut kept::message::MessageBody) -> &mut Option<i64>,
) -> Result<bool, Error> {
    let at = task.unit.recorded_at();
    let seen = field(&mut message.body);
    if seen.is_some() {
        return Ok(false);
    }
    *seen = Some(at);
    kept::message::set(task, message)?;
    Ok(true)
}

/// Hands a fate to the owners of messages; each knows its own purposes.
fn pass_on(task: &mut Task<'_, '_>, message: &Message, fate: &Fate) -> Result<(), Error> {
    match message.purpose {
        Purpose::Verification => crate::verification::learn(task, message, fate),
        _ => crate::notice::learn(task, message, fate),
    }
}

/// Tells the timelines a message stands in what happened to it.
pub(crate) fn told(
    task: &mut Task<'_, '_>,
    message: &Message,
    event: i64,
    kind: Happening,
    said: Sentence,
    seen: Seen,
) -> Result<(), Error> {
    let clients = pairs(task, message)?;
    told_to(task, message, &clients, event, (kind, said, seen))
}

/// The same, for one whose clients are known.
fn told_to(
    task: &mut Task<'_, '_>,
    message: &Message,
    clients: &[ClientId],
    event: i64,
    (kind, said, seen): (Happening, Sentence, Seen),
) -> Result<(), Error> {
    let Some(debtor) = message.debtor else { return Ok(()) };
    let told = Told { kind, who: factor(task), said, subject: Some((Subject::Message, message.id.0)), seen };
    tell(task, event, 0, clients, debtor, &told)
}
