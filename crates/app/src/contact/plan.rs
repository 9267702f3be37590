//! What would be written to a debtor next and why not now, and what was written: for pages and for the contact log (RP-15).

use super::Loader;
use crate::Error;
use domain::contact::{Channel, Decision, Direction, MessageState, Past, Purpose, decide};
use domain::id::DebtorId;
use domain::party::Factor;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::sync::Arc;
use store::book::Reads;
use store::kept;

/// What stands before a debtor.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What would be written now, and the reasons why not more, each with the day it ends.
    pub decision: Decision,
    /// What is queued, looked at or waits for approval, the soonest first.
    pub pending: Vec<Past>,
    /// CO-05: how many more messages may leave now, by channel.
    pub left: Vec<(Channel, usize)>,
    /// The next moment at which it may be reached, on its own clock.
    pub reachable: DateTime,
}

/// What would be written to a debtor now.
///
/// # Errors
/// [`Error::NotFound`].
pub fn plan(
    reads: &mut dyn Reads,
    factor: &Arc<Factor>,
    today: Date,
    now: Timestamp,
    debtor: DebtorId,
) -> Result<Plan, Error> {
    let mut loader = Loader::new(reads, factor.clone(), today, now)?;
    let found = loader.load(reads, &[debtor.0], &[])?.remove(&debtor);
    let situation = found.ok_or_else(|| Error::NotFound("debtor".to_owned()))?.situation;
    let decision = decide(&situation, &loader.policy, now);
    let is_waiting = |past: &&Past| past.direction == Direction::Out && past.is_pending();
    let mut pending: Vec<Past> = situation.past.iter().filter(is_waiting).cloned().collect();
    pending.sort_by_key(|past| past.at);
    let spent = situation.spent(now);
    let left = [Channel::Email, Channel::Phone, Channel::Letter]
        .map(|channel| (channel, spent.left(channel, &loader.policy, now)))
        .to_vec();
    let mail = situation.recipient(None, Purpose::Status, Channel::Email).ok();
    let wall = situation.wall(mail, &loader.policy);
    let reachable = wall.zone.to_datetime(wall.next_open(now));
    Ok(Plan { decision, pending, left, reachable })
}

/// RP-15: one line of the contact log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The number of the message people read.
    pub number: i64,
    /// When it left or came in, or is planned to, on the debtor's clock.
    pub at: DateTime,
    /// Which way.
    pub direction: Direction,
    /// How.
    pub channel: Channel,
    /// What for.
    pub purpose: Purpose,
    /// Where it stands.
    pub state: MessageState,
    /// Numbers of the invoices it covers.
    pub invoices: Vec<String>,
    /// Who wrote.
    pub sender: String,
    /// To whom.
    pub recipient: String,
    /// What came of it: the answer, the call in words, what the mail server said.
    pub answer: Option<String>,
    /// CO-05: how many more messages could leave by this channel after it.
    pub budget_left: Option<usize>,
}

/// RP-15: the contact log of a debtor, newest first, of messages queued before a time in microseconds.
///
/// # Errors
/// [`Error::NotFound`].
pub fn log(
    reads: &mut dyn Reads,
    factor: &Arc<Factor>,
    today: Date,
    now: Timestamp,
    debtor: DebtorId,
    page: (i64, i64),
) -> Result<Vec<Logged>, Error> {
    let mut loader = Loader::new(reads, factor.clone(), today, now)?;
    let found = loader.load(reads, &[debtor.0], &[])?.remove(&debtor);
    let situation = found.ok_or_else(|| Error::NotFound("debtor".to_owned()))?.situation;
    let messages = kept::message::of_debtor(reads, debtor, page.0, page.1)?;
    let mut logged = Vec::with_capacity(messages.len());
    for message in messages {
        let (_, invoices) = kept::message::speaks_of(reads, message.id)?;
        let ids: Vec<uuid::Uuid> = invoices.iter().map(|id| id.0).collect();
        let mut numbers: Vec<String> =
            kept::invoice::by_ids(reads, &ids)?.into_iter().map(|invoice| invoice.offer.number).collect();
        numbers.sort_unstable();
        let contact = message.contact.and_then(|id| situation.contacts.iter().find(|one| one.id == id));
        let moment = Timestamp::from_microsecond(message.sent_at.unwrap_or(message.send_after))
            .map_err(|error| Error::fault("time", error))?;
        let counts = message.direction == Direction::Out && message.purpose.is_budgeted();
        let before: Vec<Past> = situation.past.iter().filter(|past| past.at <= moment).cloned().collect();
        let then = domain::contact::Situation { past: before, ..situation.clone() };
        let left = then.spent(moment).left(message.channel, &loader.policy, moment);
        let person = contact.map_or_else(|| message.recipient.clone(), |contact| contact.name.clone());
        let out = message.direction == Direction::Out;
        let (sender, recipient) = if out { (factor.name.clone(), person) } else { (person, factor.name.clone()) };
        logged.push(Logged {
            number: message.number,
            at: situation.wall(contact, &loader.policy).zone.to_datetime(moment),
            direction: message.direction,
            channel: message.channel,
            purpose: message.purpose,
            state: message.state,
            invoices: numbers,
            sender,
            recipient,
            answer: message.body.last_word,
            budget_left: counts.then_some(left),
        });
    }
    Ok(logged)
}
