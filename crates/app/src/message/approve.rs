//! Messages that somebody looks at first (CO-09, CO-14): approved, taken back.
//!
//! Contract: whoever approves a message approves its words, not the rules: the contact policy is asked again, and once more
//! when it leaves. What was decided twice changes nothing the second time.

use super::permit::{Leave, recheck, still_permitted};
use super::places;
use crate::timeline::{Told, factor, tell};
use crate::{Error, Task};
use domain::contact::{Channel, Happening, MessageState, Purpose, Seen, Subject};
use domain::event::EventKind;
use domain::id::{ClientId, MessageId};
use domain::timeline::{Sentence, Why};
use serde::Serialize;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// Previews that one unit lets go.
pub const PREVIEWS: i64 = 500;

#[derive(Serialize)]
pub(super) struct Facts<'a> {
    pub message: MessageId,
    pub number: i64,
    pub purpose: Purpose,
    pub by: &'a str,
    pub words: &'a str,
}

pub(super) fn by_id(reads: &mut dyn Reads, id: MessageId) -> Result<Message, Error> {
    kept::message::get(reads, id)?.ok_or_else(|| Error::NotFound("message".to_owned()))
}

pub(super) fn wrong_state<T>(message: &Message, remedy: &str) -> Result<T, Error> {
    let fact = format!("message {} is {}", message.number, message.state.word());
    Err(Error::refused("MESSAGE_STATE", fact, remedy))
}

/// CO-09: a person at the factor approves a message; it leaves when the policy allows it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it waits for nobody, is a call, or may not leave any more: it is then taken back
/// by the next run.
pub fn approve(task: &mut Task<'_, '_>, message: MessageId) -> Result<Leave, Error> {
    let message = by_id(task, message)?;
    match message.state {
        MessageState::Queued => return Ok(Leave::Later(message.send_after)),
        MessageState::Approval if message.channel == Channel::Phone => {
            return wrong_state(&message, "Make the call, then write down what was said.");
        }
        MessageState::Approval | MessageState::Preview => {}
        _ => return wrong_state(&message, "Only a message that waits for approval can be approved."),
    }
    let who = task.actor.clone();
    let_go(task, message, &who)
}

/// Queues a message that was looked at, and asks the policy when it leaves.
fn let_go(task: &mut Task<'_, '_>, mut message: Message, who: &str) -> Result<Leave, Error> {
    message.state = MessageState::Queued;
    message.send_after = task.unit.recorded_at();
    kept::message::set(task, &message)?;
    let facts =
        Facts { message: message.id, number: message.number, purpose: message.purpose, by: who, words: "approved" };
    task.record_facts(EventKind::MessageApproved, &facts, &[])?;
    still_permitted(task, &message)
}

/// CO-14: a client has looked at a message about its customer and agrees. It leaves once every client that wants to look has.
///
/// # Errors
/// [`Error::NotFound`] when the message does not speak of this client's invoices; [`Error::Refused`] when it waits for nobody.
pub fn client_approve(task: &mut Task<'_, '_>, message: MessageId, client: ClientId) -> Result<Leave, Error> {
    let mut message = by_id(task, message)?;
    let (clients, _) = kept::message::speaks_of(task, message.id)?;
    if !clients.contains(&client) {
        return Err(Error::NotFound("message".to_owned()));
    }
    match message.state {
        MessageState::Preview => {}
        MessageState::Queued | MessageState::Sending | MessageState::Sent => return Ok(Leave::Now),
        _ => return wrong_state(&message, "Only a message that waits for the client can be approved by it."),
    }
    if !message.body.seen_by.contains(&client) {
        message.body.seen_by.push(client);
        kept::message::set(task, &message)?;
    }
    let policy = crate::contact::policy(task)?;
    for other in clients.iter().filter(|other| !message.body.seen_by.contains(other)) {
        let Some(debtor) = message.debtor else { continue };
        let relation = kept::contact::relation(task, *other, debtor)?;
        if relation.preview.unwrap_or(policy.preview) {
            return Ok(Leave::Later(message.send_after));
        }
    }
    let who = task.actor.clone();
    let_go(task, message, &who)
}

/// CO-14: lets messages go whose time of looking at has passed without a word; how many.
///
/// # Errors
/// [`Error::Fault`].
pub fn release_previews(task: &mut Task<'_, '_>) -> Result<usize, Error> {
    let now = task.unit.recorded_at();
    let waiting = kept::message::waiting(task, MessageState::Preview, now, PREVIEWS)?;
    let count = waiting.len();
    for message in waiting {
        let_go(task, message, "nobody objected in time")?;
    }
    Ok(count)
}

/// CO-09, CO-14, LC-08: asks again about up to `PREVIEWS` messages after an id that wait for a person or a client, and takes
/// back what may not leave any more. The last of them and how many were taken back; none when there are no more.
///
/// # Errors
/// [`Error::Fault`].
pub fn recheck_waiting(task: &mut Task<'_, '_>, after: MessageId) -> Result<Option<(MessageId, usize)>, Error> {
    let waiting = kept::message::looked_at(task, after, PREVIEWS)?;
    let Some(last) = waiting.last().map(|message| message.id) else { return Ok(None) };
    let mut taken_back = 0;
    for message in waiting {
        taken_back += usize::from(recheck(task, &message)?);
    }
    Ok(Some((last, taken_back)))
}

/// Takes a message back that has not left.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it has left, or does not say why.
pub fn cancel(task: &mut Task<'_, '_>, message: MessageId, why: &str) -> Result<(), Error> {
    let message = by_id(task, message)?;
    match message.state {
        MessageState::Cancelled => return Ok(()),
        MessageState::Preview | MessageState::Approval | MessageState::Queued | MessageState::Failed => {}
        _ => return wrong_state(&message, "Only a message that has not left can be taken back."),
    }
    if why.trim().is_empty() {
        return Err(Error::refused("WHY", "it does not say why", "Write in a few words why it is taken back."));
    }
    let clients = places::pairs(task, &message)?;
    taken_back(task, &message, &clients, Why::Own { words: why.trim().to_owned() })
}

/// Keeps that a message was taken back, and tells it.
pub(crate) fn taken_back(
    task: &mut Task<'_, '_>,
    message: &Message,
    clients: &[ClientId],
    why: Why,
) -> Result<(), Error> {
    let mut message = message.clone();
    message.state = MessageState::Cancelled;
    let in_words = in_words(&why);
    message.body.last_word = Some(in_words.clone());
    kept::message::set(task, &message)?;
    crate::verification::did_not_reach(task, &message)?;
    let who = task.actor.clone();
    let facts =
        Facts { message: message.id, number: message.number, purpose: message.purpose, by: &who, words: &in_words };
    let event = task.record_facts(EventKind::MessageCancelled, &facts, &[])?;
    let Some(debtor) = message.debtor else { return Ok(()) };
    // Where a message speaks of several clients, the reason may be one client's own affair.
    let subject = places::subject(&message.subject, clients.len());
    let why = Some(why).filter(|_| clients.len() == 1);
    let told = Told {
        kind: Happening::Cancelled,
        who: factor(task),
        said: Sentence::TakenBack { purpose: message.purpose, subject, why },
        subject: Some((Subject::Message, message.id.0)),
        seen: Seen::FACTOR_AND_CLIENT,
    };
    tell(task, event, 0, clients, debtor, &told)
}

/// The reason as events and the factor's pages keep it.
pub(super) fn in_words(why: &Why) -> String {
    match why {
        Why::Own { words } => words.clone(),
        Why::Rule { fact, .. } => fact.clone(),
        Why::Outdated => "what it asks about is no longer open as it says".to_owned(),
        Why::Answered => "what it asks is answered, or no longer needed".to_owned(),
        Why::Late => "it leaves so late that the days it names are fewer than they must be".to_owned(),
        Why::Moved => "its recipient has another mail address now".to_owned(),
    }
}
