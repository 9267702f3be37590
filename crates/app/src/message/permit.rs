//! The contact policy's word on one message: when it is queued, and again just before it leaves (CO-11).
//!
//! Contract: [`ask`] is part of queueing; whatever it refuses does not come to be. [`still_permitted`] is asked in the unit
//! that sends: what came in between (a dispute, a promise, a payment, a pause, an objection, another message) takes the
//! message back, or moves it, and nothing else happens then. A message that was taken back is written anew by the next run
//! of the engine, about what is then left to ask.

use super::queue::Outgoing;
use super::{places, taken_back};
use crate::contact::Loader;
use crate::{Error, Task};
use domain::contact::{Ask, Contact, ContactPolicy, Denied, MessageState, Permit, Purpose, Situation, permit};
use domain::id::{ClientId, InvoiceId};
use jiff::Timestamp;
use store::kept;
use store::kept::message::Message;

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
    };
    permit(situation, &ask, policy).map_err(refused)
}

/// A denial as a refusal.
fn refused(denied: Denied) -> Error {
    let code = format!("CONTACT_{}", denied.rule.replace('-', "_"));
    Error::refused(&code, denied.fact, denied.remedy)
}

/// Asks again just before a message leaves; keeps what follows. To be called in the unit that sends it.
///
/// # Errors
/// [`Error::Fault`].
pub fn still_permitted(task: &mut Task<'_, '_>, message: &Message) -> Result<Leave, Error> {
    if !matches!(message.state, MessageState::Queued | MessageState::Sending) {
        return Ok(Leave::Cancelled(format!("it is {}", message.state.word())));
    }
    let to_client = is_to_client(message.purpose, message.client);
    let Some(debtor) = message.debtor.filter(|_| !to_client) else { return Ok(Leave::Now) };
    let (clients, invoices) = kept::message::speaks_of(task, message.id)?;
    let now = Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    let factor = task.factor.clone();
    let today = task.today;
    let mut loader = Loader::new(task, factor, today, now)?;
    let Some(loaded) = loader.load(task, &[debtor.0], &clients)?.remove(&debtor) else { return Ok(Leave::Now) };
    let mut situation = loaded.situation;
    // What is planned behind it asks again itself; what has left, or is leaving, counts.
    situation
        .past
        .retain(|past| past.message != message.id && (!past.is_pending() || past.state == MessageState::Sending));
    if message.purpose.is_about_payment() && open_of(&situation, &invoices) != message.body.asked {
        return take_back(task, message, "what it asks about is no longer open as it says");
    }
    let contact: Option<&Contact> =
        message.contact.and_then(|id| situation.contacts.iter().find(|contact| contact.id == id));
    let ask = Ask {
        purpose: message.purpose,
        channel: message.channel,
        clients: &clients,
        invoices: &invoices,
        contact,
        from: now,
    };
    match permit(&situation, &ask, &loader.policy) {
        Err(denied) => take_back(task, message, &denied.fact),
        Ok(permitted) if permitted.send_after > now => {
            let mut moved = message.clone();
            moved.send_after = permitted.send_after.as_microsecond();
            moved.body.reasons = merged(&moved.body.reasons, &permitted);
            kept::message::set(task, &moved)?;
            Ok(Leave::Later(moved.send_after))
        }
        Ok(_) => Ok(Leave::Now),
    }
}

/// The reasons of a message with a new permit's in place of the old one's.
pub(super) fn merged(old: &[domain::proof::Proof], permit: &Permit) -> Vec<domain::proof::Proof> {
    let mut reasons: Vec<_> =
        old.iter().filter(|one| permit.reasons.iter().all(|new| new.rule != one.rule)).cloned().collect();
    reasons.extend(permit.reasons.iter().cloned());
    reasons
}

fn take_back(task: &mut Task<'_, '_>, message: &Message, why: &str) -> Result<Leave, Error> {
    let clients = places::pairs(task, message)?;
    taken_back(task, message, &clients, why)?;
    Ok(Leave::Cancelled(why.to_owned()))
}
