//! The contact policy's word on one message: when it is queued, and again just before it leaves (CO-11).
//!
//! Contract: [`ask`] is part of queueing; whatever it refuses does not come to be. [`still_permitted`] is asked in the unit
//! that sends: what came in between (a dispute, a promise, a payment, a pause, an objection, another message) takes the
//! message back, or moves it, and nothing else happens then. What waits for a person or a client is asked about daily. A message that was taken back is written anew by the next run
//! of the engine, about what is then left to ask.

use super::queue::Outgoing;
use super::{places, taken_back};
use crate::contact::Loader;
use crate::{Error, Task};
use domain::contact::{
    Ask, Channel, Contact, ContactPolicy, Denied, MessageState, Permit, Purpose, Situation, VALIDATION_MAIL_BD,
    Validation, permit,
};
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
    let now = moment(task.unit.recorded_at())?;
    match asked_again(task, message, now)? {
        Again::Unasked => Ok(Leave::Now),
        Again::Stale(why) => take_back(task, message, why),
        Again::Denied(denied) => take_back(task, message, &denied.fact),
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
    let from = moment(message.send_after.max(task.unit.recorded_at()))?;
    let why = match asked_again(task, message, from)? {
        Again::Unasked | Again::Permitted(_) => return Ok(false),
        Again::Stale(why) => why.to_owned(),
        Again::Denied(denied) => denied.fact,
    };
    take_back(task, message, &why).map(|_| true)
}

/// May this call be made now? It was made, so nothing moves it: the refusal says why not, or when.
///
/// # Errors
/// [`Error::Refused`]; [`Error::Fault`].
pub(super) fn call_now(task: &mut Task<'_, '_>, message: &Message) -> Result<(), Error> {
    let now = moment(task.unit.recorded_at())?;
    match asked_again(task, message, now)? {
        Again::Unasked => Ok(()),
        Again::Stale(why) => {
            Err(Error::refused("CONTACT_STALE", why, "Do not call: the next run of the day writes it anew if need be."))
        }
        Again::Denied(denied) => Err(refused(denied)),
        Again::Permitted(permitted) if permitted.send_after > now => {
            let debtor = message.debtor.map_or_else(|| Ok(None), |debtor| kept::contact::preference(task, debtor))?;
            let contact = message.contact.map_or_else(|| Ok(None), |id| kept::contact::get(task, id))?;
            let zone = contact.map(|contact| contact.zone).or(debtor.map(|debtor| debtor.zone));
            let wall =
                crate::contact::zone(zone.as_deref().unwrap_or(&task.factor.zone)).to_datetime(permitted.send_after);
            let fact = "the debtor is not to be called at this time".to_owned();
            let remedy = format!("Call from {} {:02}:{:02} on, on its clock.", wall.date(), wall.hour(), wall.minute());
            Err(Error::refused("CONTACT_CO_07", fact, remedy))
        }
        Again::Permitted(_) => Ok(()),
    }
}

fn moment(microseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(microseconds).map_err(|error| Error::fault("time", error))
}

/// The policy's word on a message that was written before.
enum Again {
    /// It is to nobody the policy speaks of.
    Unasked,
    /// It does not say any more what is so; what must be said is written anew.
    Stale(&'static str),
    /// It may not leave.
    Denied(Denied),
    /// It may, and when.
    Permitted(Permit),
}

/// Asks the policy about a message in the book, were it to leave at a moment.
fn asked_again(task: &mut Task<'_, '_>, message: &Message, from: Timestamp) -> Result<Again, Error> {
    let to_client = is_to_client(message.purpose, message.client);
    let Some(debtor) = message.debtor.filter(|_| !to_client) else { return Ok(Again::Unasked) };
    let (clients, invoices) = kept::message::speaks_of(task, message.id)?;
    let now = moment(task.unit.recorded_at())?;
    let factor = task.factor.clone();
    let today = task.today;
    let mut loader = Loader::new(task, factor, today, now)?;
    let Some(loaded) = loader.load(task, &[debtor.0], &clients)?.remove(&debtor) else { return Ok(Again::Unasked) };
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
        return Ok(Again::Stale("it leaves so late that the days it names are fewer than they must be"));
    }
    if message.purpose.is_about_payment() && open_of(&situation, &invoices) != message.body.asked {
        return Ok(Again::Stale("what it asks about is no longer open as it says"));
    }
    let contact: Option<&Contact> =
        message.contact.and_then(|id| situation.contacts.iter().find(|contact| contact.id == id));
    // FR-10: the policy looks at the contact as it is now; the message must go where the policy looks.
    if message.channel == Channel::Email
        && let Some(contact) = contact
        && contact.email.as_deref().is_some_and(|email| email.trim() != message.recipient.trim())
    {
        return Ok(Again::Stale("its recipient has another mail address now"));
    }
    let ask = Ask {
        purpose: message.purpose,
        channel: message.channel,
        clients: &clients,
        invoices: &invoices,
        contact,
        from,
    };
    Ok(match permit(&situation, &ask, &loader.policy) {
        Ok(permitted) => Again::Permitted(permitted),
        Err(denied) => Again::Denied(denied),
    })
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

fn take_back(task: &mut Task<'_, '_>, message: &Message, why: &str) -> Result<Leave, Error> {
    if message.state == MessageState::Sending || message.body.maybe_left {
        // What may have left cannot be taken back: a person finds out, and it goes on counting (CO-05).
        let said = format!("it may have left before its sending was interrupted, and must not be sent again: {why}");
        crate::post::failed(task, &mut message.clone(), &said, true)?;
        return Ok(Leave::Cancelled(why.to_owned()));
    }
    let clients = places::pairs(task, message)?;
    taken_back(task, message, &clients, why)?;
    Ok(Leave::Cancelled(why.to_owned()))
}
