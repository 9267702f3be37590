//! Calls: when one that waits may be made, and the record of one that was (CO-05, CO-07, CO-08, CO-09, LC-05).
//!
//! Contract: a call is a message by telephone that a person carries. It is planned under the permit of every message, and
//! spends the budget from then on; its record is judged by the rules as they stood at the moment it was made, which may be
//! some days before it is written down.
//!
//! An attempt at which nobody answered is written down as well, and counts: by LC-05 it is the choice of the method that
//! spends the budget, not the answer, as with a mail that came back. A call that was taken back before it was made does not.

use super::approve::{Facts, by_id, in_words, wrong_state};
use super::fate::left_at;
use super::permit::{Again, When, asked_again, moment, refused};
use super::places;
use crate::timeline::{Told, actor, tell};
use crate::{Error, Refusal, Task};
use domain::contact::{Channel, Happening, MessageState, Purpose, Seen, Subject};
use domain::event::EventKind;
use domain::id::MessageId;
use domain::party::Factor;
use domain::timeline::Sentence;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// Longest account of a call, in characters.
pub const CALL_CHARS: usize = 4_000;
/// A call is written down at most so many days after it was made: while whoever made it remembers what was said.
pub const CALL_REMEMBERED_DAYS: i64 = 7;

/// May a call that waits be made?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayCall {
    /// Yes.
    Now,
    /// Not before this moment, on the clock of whoever is called.
    From(DateTime),
    /// No: the fact and what to do.
    No(Refusal),
}

/// May this call, which waits, be made now? Nothing is written.
///
/// # Errors
/// [`Error::Fault`].
pub fn may_call(
    reads: &mut dyn Reads,
    factor: &Arc<Factor>,
    today: Date,
    now: Timestamp,
    message: &Message,
) -> Result<MayCall, Error> {
    let when = When { factor: factor.clone(), today, now, then: None };
    may_call_at(reads, &when, message, now)
}

/// The same for a moment: now, or one that has passed.
fn may_call_at(reads: &mut dyn Reads, when: &When, message: &Message, at: Timestamp) -> Result<MayCall, Error> {
    Ok(match asked_again(reads, when, message, at)? {
        Again::Unasked => MayCall::Now,
        Again::Stale(why) => {
            let remedy = "Do not call: the next run of the day takes it back, and plans it anew if need be.";
            MayCall::No(Refusal::new("CONTACT_STALE", in_words(&why), remedy))
        }
        Again::Denied(denied) => MayCall::No(refused(denied)),
        Again::Permitted(permitted) if permitted.send_after > at => {
            MayCall::From(call_zone(reads, &when.factor, message)?.to_datetime(permitted.send_after))
        }
        Again::Permitted(_) => MayCall::Now,
    })
}

/// The time zone of whoever a call goes to: in it the moment of the call is told.
///
/// # Errors
/// [`Error::Fault`].
pub fn call_zone(reads: &mut dyn Reads, factor: &Factor, message: &Message) -> Result<TimeZone, Error> {
    places::zone(reads, message, &factor.zone)
}

/// CO-09: the call of the ladder was made; what was said stands in the timeline. `made_at`: when; none: just now.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it is no call that waits, nothing was written down, the moment cannot be, or
/// the contact policy forbade the call then (CO-07, CO-08, LC-08): what must not be made is not written down as made.
pub fn record_call(
    task: &mut Task<'_, '_>,
    message: MessageId,
    said: &str,
    made_at: Option<Timestamp>,
) -> Result<(), Error> {
    let message = by_id(task, message)?;
    if message.purpose != Purpose::Call {
        return wrong_state(&message, "Only a call about payment is written down so.");
    }
    made(task, message, said, made_at).map(drop)
}

/// Keeps that a call was made. False when it was written down before.
pub(crate) fn made(
    task: &mut Task<'_, '_>,
    mut message: Message,
    said: &str,
    made_at: Option<Timestamp>,
) -> Result<bool, Error> {
    let said = said.trim();
    if message.channel != Channel::Phone {
        return wrong_state(&message, "Only a call is written down so.");
    }
    match message.state {
        MessageState::Sent => return Ok(false),
        MessageState::Approval | MessageState::Queued => {}
        _ => return wrong_state(&message, "Only a call that waits to be made is written down."),
    }
    let now = moment(task.unit.recorded_at())?;
    let at = made_at.unwrap_or(now);
    let mut problems = Vec::new();
    if said.is_empty() || said.chars().count() > CALL_CHARS {
        let fact = format!("nothing was written down, or more than {CALL_CHARS} characters");
        problems.push(Refusal::at("said", "CALL_WORDS", fact, "Write in a few words what was said."));
    }
    let factor = task.factor.clone();
    let zone = call_zone(task, &factor, &message)?;
    problems.extend(not_then(&message, &zone, at, now)?);
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    was_permitted(task, &message, &zone, at, made_at)?;
    message.body.last_word = Some(said.to_owned());
    kept::message::set(task, &message)?;
    left_at(task, &message, at)?;
    let who = task.actor.clone();
    let facts = Facts { message: message.id, number: message.number, purpose: message.purpose, by: &who, words: said };
    let event = task.record_facts(EventKind::MessageApproved, &facts, &[])?;
    let Some(debtor) = message.debtor else { return Ok(true) };
    let clients = places::pairs(task, &message)?;
    // Of several clients' invoices was spoken in one call: what was said of one is not for the others.
    let seen = if clients.len() == 1 { Seen::FACTOR_AND_CLIENT } else { Seen::FACTOR };
    let subject = Some((Subject::Message, message.id.0));
    let said = Sentence::Own { words: said.to_owned() };
    let told = Told { kind: Happening::Called, who: actor(task), said, subject, seen };
    tell(task, event, 1, &clients, debtor, &told)?;
    Ok(true)
}

/// Why a call cannot have been made at a moment.
fn not_then(message: &Message, zone: &TimeZone, at: Timestamp, now: Timestamp) -> Result<Option<Refusal>, Error> {
    let told = |at: Timestamp| zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string();
    let planned = moment(message.queued_at)?;
    let oldest = now.checked_sub(SignedDuration::from_hours(24 * CALL_REMEMBERED_DAYS)).unwrap_or(Timestamp::MIN);
    let (fact, remedy) = if at > now {
        (
            format!("{} lies in the future", told(at)),
            "Write when the call was made, on the clock of whoever was called.",
        )
    } else if at < oldest {
        let fact = format!("{} lies more than {CALL_REMEMBERED_DAYS} days back", told(at));
        (fact, "Take the planned call back, and say there what came of it.")
    } else if at < planned && !is_same_minute(at, planned) {
        let fact = format!("the call was planned only at {}, after it", told(planned));
        (fact, "Write a moment after that; a call is planned before it is made.")
    } else {
        return Ok(None);
    };
    Ok(Some(Refusal::at("made_at", "CALL_MOMENT", fact, remedy)))
}

/// A form tells minutes: a call in the minute in which it was planned came after that.
fn is_same_minute(at: Timestamp, planned: Timestamp) -> bool {
    at.as_second().div_euclid(60) == planned.as_second().div_euclid(60)
}

/// Was the call permitted when it was made? It was made, so nothing moves it: the refusal says why not, or from when.
fn was_permitted(
    task: &mut Task<'_, '_>,
    message: &Message,
    zone: &TimeZone,
    at: Timestamp,
    made_at: Option<Timestamp>,
) -> Result<(), Error> {
    let when = When { then: made_at, ..When::of(task)? };
    match may_call_at(task, &when, message, at)? {
        MayCall::Now => Ok(()),
        MayCall::No(refusal) => Err(Error::Refused(vec![refusal])),
        MayCall::From(from) => {
            let called = zone.to_datetime(at).strftime("%Y-%m-%d %H:%M");
            let fact = format!("the debtor was not to be called at {called}, on its clock");
            let remedy = format!("Call from {} {:02}:{:02} on, on its clock.", from.date(), from.hour(), from.minute());
            Err(Error::Refused(vec![Refusal::at("made_at", "CONTACT_CO_07", fact, remedy)]))
        }
    }
}
