//! The contact policy's word on one message: when it is queued, and again just before it leaves (CO-11).
//!
//! Contract: [`ask`] is part of queueing; whatever it refuses does not come to be. [`still_permitted`] is asked in the unit
//! that sends: what came in between (a dispute, a promise, a payment, a pause, an objection, another message) takes the
//! message back, or moves it, and nothing else happens then. What waits for a person or a client is asked about daily. A message that was taken back is written anew by the next run
//! of the engine, about what is then left to ask.

use super::approve::in_words;
use super::queue::Outgoing;
use super::then::as_it_was;
use super::{places, taken_back};
use crate::contact::Loader;
use crate::{Error, Refusal, Task};
use domain::contact::{
    Ask, Channel, Contact, ContactPolicy, Denied, MessageState, Permit, Purpose, Situation, VALIDATION_MAIL_BD,
    Validation, permit,
};
use domain::id::{ClientId, InvoiceId};
use domain::party::Factor;
use domain::timeline::Why;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;
use uuid::Uuid;

/// May a queued message leave now?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leave {
    /// Yes.
    Now,
    /// Not yet; it was moved to this moment, in microseconds since 1970 UTC.
    Later(i64),
    /// No; it was taken back, for this reason.
    Cancelled(String),
}

/// What was open of each invoice, for the recheck before it leaves.
pub(super) fn open_of(situation: &Situation, invoices: &[InvoiceId]) -> Vec<(InvoiceId, i64)> {
    let items = situation.items.iter().filter(|item| invoices.contains(&item.invoice));
    items.map(|item| (item.invoice, item.open.minor)).collect()
}

/// Asks the policy for a message that is about to be queued. None for one that is to a client, or to nobody known.
pub(super) fn ask(task: &mut Task<'_, '_>, outgoing: &Outgoing) -> Result<Option<(Permit, Situation)>, Error> {
    let Some(debtor) = outgoing.debtor.filter(|_| !is_to_client(outgoing.purpose, outgoing.to_client)) else {
        return Ok(None);
    };
    let now = Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    let factor = task.factor.clone();
    let today = task.today;
    let mut loader = Loader::new(task, factor, today, now)?;
    let found = loader.load(task, &[debtor.0], &outgoing.clients)?.remove(&debtor);
    let situation = found.ok_or_else(|| Error::NotFound(format!("debtor {debtor}")))?.situation;
    let permit = of(&situation, outgoing, &loader.policy, now)?;
    Ok(Some((permit, situation)))
}

/// The moment a message would leave, if it were queued now; microseconds since 1970 UTC.
///
/// # Errors
/// As queueing it: [`Error::Refused`] when it may not come to be.
pub(crate) fn planned_for(task: &mut Task<'_, '_>, outgoing: &Outgoing) -> Result<i64, Error> {
    let now = task.unit.recorded_at();
    Ok(ask(task, outgoing)?.map_or(now, |(permit, _)| permit.send_after.as_microsecond()))
}

/// Does it go to a client rather than to the debtor it is about?
pub(super) fn is_to_client(purpose: Purpose, to_client: Option<ClientId>) -> bool {
    purpose.is_to_client() || to_client.is_some()
}

/// The policy's word on a message, in a situation that is known already.
pub(super) fn of(
    situation: &Situation,
    outgoing: &Outgoing,
    policy: &ContactPolicy,
    now: Timestamp,
) -> Result<Permit, Error> {
    let contact = match outgoing.contact {
        Some(id) => {
            let known = situation.contacts.iter().find(|contact| contact.id == id);
            Some(known.ok_or_else(|| {
                let remedy = "Choose a contact of the debtor it goes to.";
                Error::refused("CONTACT", "the contact belongs to another party", remedy)
            })?)
        }
        None => None,
    };
    let from = Timestamp::from_microsecond(outgoing.not_before).unwrap_or(Timestamp::MIN).max(now);
    let ask = Ask {
        purpose: outgoing.purpose,
        channel: outgoing.channel,
        clients: &outgoing.clients,
        invoices: &outgoing.invoices,
        contact,
        from,
        now,
    };
    permit(situation, &ask, policy).map_err(|denied| Error::Refused(vec![refused(denied)]))
}

/// A denial as a refusal.
pub(super) fn refused(denied: Denied) -> Refusal {
    let code = format!("CONTACT_{}", denied.rule.replace('-', "_"));
    Refusal::new(&code, denied.fact, denied.remedy)
}

/// Asks again just before a message leaves; keeps what follows. To be called in the unit that sends it.
///
/// # Errors
/// [`Error::Fault`].
pub fn still_permitted(task: &mut Task<'_, '_>, message: &Message) -> Result<Leave, Error> {
    if !matches!(message.state, MessageState::Queued | MessageState::Sending) {
        return Ok(Leave::Cancelled(format!("it is {}", message.state.word())));
    }
    let when = When::of(task)?;
    let now = when.now;
    match asked_again(task, &when, message, now)? {
        Again::Unasked => Ok(Leave::Now),
        Again::Stale(why) => take_back(task, message, why),
        Again::Denied(denied) => take_back(task, message, rule(denied)),
        Again::Permitted(permitted) if permitted.send_after > now => {
            let mut moved = message.clone();
            moved.send_after = permitted.send_after.as_microsecond();
            moved.body.reasons = merged(&moved.body.reasons, &permitted);
            kept::message::set(task, &moved)?;
            Ok(Leave::Later(moved.send_after))
        }
        Again::Permitted(_) => Ok(Leave::Now),
    }
}

/// Asks again about a message that waits for somebody (CO-09, CO-14): what may not leave any more is taken back, so that
/// nobody looks at it, or calls, in vain. True when it was.
///
/// # Errors
/// [`Error::Fault`].
pub(super) fn recheck(task: &mut Task<'_, '_>, message: &Message) -> Result<bool, Error> {
    let when = When::of(task)?;
    let from = moment(message.send_after)?.max(when.now);
    let why = match asked_again(task, &when, message, from)? {
        Again::Unasked | Again::Permitted(_) => return Ok(false),
        Again::Stale(why) => why,
        Again::Denied(denied) => rule(denied),
    };
    take_back(task, message, why).map(|_| true)
}

pub(super) fn moment(microseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(microseconds).map_err(|error| Error::fault("time", error))
}

/// When, and for which factor, the policy is asked.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub factor: Arc<Factor>,
    pub today: Date,
    pub now: Timestamp,
    /// The question is about this moment, which has passed: what was learned after it does not count.
    pub then: Option<Timestamp>,
}

impl When {
    /// Now, as the unit counts.
    pub(super) fn of(task: &Task<'_, '_>) -> Result<Self, Error> {
        let now = moment(task.unit.recorded_at())?;
        Ok(Self { factor: task.factor.clone(), today: task.today, now, then: None })
    }
}

/// The policy's word on a message that was written before.
pub(super) enum Again {
    /// It is to nobody the policy speaks of.
    Unasked,
    /// It does not say any more what is so; what must be said is written anew.
    Stale(Why),
    /// It may not leave.
    Denied(Denied),
    /// It may, and when.
    Permitted(Permit),
}

/// Asks the policy about a message in the book, were it to leave at a moment.
pub(super) fn asked_again(
    reads: &mut dyn Reads,
    when: &When,
    message: &Message,
    from: Timestamp,
) -> Result<Again, Error> {
    let to_client = is_to_client(message.purpose, message.client);
    let Some(debtor) = message.debtor.filter(|_| !to_client) else { return Ok(Again::Unasked) };
    let (clients, invoices) = kept::message::speaks_of(reads, message.id)?;
    let mut loader = Loader::new(reads, when.factor.clone(), when.today, when.now)?;
    let Some(loaded) = loader.load(reads, &[debtor.0], &clients)?.remove(&debtor) else { return Ok(Again::Unasked) };
    let mut situation = loaded.situation;
    // What is planned behind it asks again itself; what has left, or is leaving, counts.
    situation
        .past
        .retain(|past| past.message != message.id && (!past.is_pending() || past.state == MessageState::Sending));
    for pair in situation.pairs.values_mut() {
        if pair.validation == Validation::Planned(message.id) {
            pair.validation = Validation::Missing;
        }
    }
    if message.purpose == Purpose::Validation && is_late(&situation, message, &loader.policy, from) {
        return Ok(Again::Stale(Why::Late));
    }
    match when.then {
        Some(then) => as_it_was(reads, &mut situation, message, &invoices, then)?,
        None if message.purpose == Purpose::Verification && is_answered(reads, &invoices)? => {
            return Ok(Again::Stale(Why::Answered));
        }
        None => {}
    }
    if message.purpose.is_about_payment() && open_of(&situation, &invoices) != message.body.asked {
        return Ok(Again::Stale(Why::Outdated));
    }
    let contact: Option<&Contact> =
        message.contact.and_then(|id| situation.contacts.iter().find(|contact| contact.id == id));
    // FR-10: the policy looks at the contact as it is now; the message must go where the policy looks.
    if message.channel == Channel::Email
        && let Some(contact) = contact
        && contact.email.as_deref().is_some_and(|email| email.trim() != message.recipient.trim())
    {
        return Ok(Again::Stale(Why::Moved));
    }
    let ask = Ask {
        purpose: message.purpose,
        channel: message.channel,
        clients: &clients,
        invoices: &invoices,
        contact,
        from,
        // A call may be written down later, with the moment it was made.
        now: from.min(when.now),
    };
    Ok(match permit(&situation, &ask, &loader.policy) {
        Ok(permitted) => Again::Permitted(permitted),
        Err(denied) => Again::Denied(denied),
    })
}

/// LC-05: is nothing of these invoices to be confirmed any more?
fn is_answered(reads: &mut dyn Reads, invoices: &[InvoiceId]) -> Result<bool, Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|id| id.0).collect();
    let known = kept::verification::of_invoices(reads, &ids)?;
    Ok(!known.is_empty() && known.iter().all(|one| !one.state.is_open()))
}

/// CO-31: would it name fewer days than a person has to dispute, were it to leave now?
fn is_late(situation: &Situation, message: &Message, policy: &ContactPolicy, from: Timestamp) -> bool {
    let Some(letter) = &message.body.letter else { return false };
    let today = situation.wall(None, policy).date(from);
    situation.preference.calendar.shift(letter.dated, VALIDATION_MAIL_BD) < today
}

/// The reasons of a message with a new permit's in place of the old one's.
pub(super) fn merged(old: &[domain::proof::Proof], permit: &Permit) -> Vec<domain::proof::Proof> {
    let mut reasons: Vec<_> =
        old.iter().filter(|one| permit.reasons.iter().all(|new| new.rule != one.rule)).cloned().collect();
    reasons.extend(permit.reasons.iter().cloned());
    reasons
}

fn rule(denied: Denied) -> Why {
    Why::Rule { rule: denied.rule, fact: denied.fact }
}

fn take_back(task: &mut Task<'_, '_>, message: &Message, why: Why) -> Result<Leave, Error> {
    let in_words = in_words(&why);
    if message.state == MessageState::Sending || message.body.maybe_left {
        // What may have left cannot be taken back: a person finds out, and it goes on counting (CO-05).
        let said =
            format!("it may have left before its sending was interrupted, and must not be sent again: {in_words}");
        crate::post::failed(task, &mut message.clone(), &said, true)?;
        return Ok(Leave::Cancelled(in_words));
    }
    let clients = places::pairs(task, message)?;
    taken_back(task, message, &clients, why)?;
    Ok(Leave::Cancelled(in_words))
}
