//! A debtor's situation as it was at a moment of the last days: for calls that are written down after they were made.
//!
//! Contract: what was learned only after the moment is taken out again, and what has ended since is put back, so that a call
//! that kept the rules is not refused for what came later, nor one that broke them allowed because the reason has gone. So
//! it is with what came in, what the debtor said, disputes, payments, opt-outs, lawyers, bankruptcy and pauses. The rest (the
//! agreement, the notice, the contact's number and zone, whom the factor deals with at all) is as it is now.

use crate::Error;
use domain::contact::{Contact, Direction, Item, Pause, Preference, Role, Situation};
use domain::dispute::{Case, CaseKind};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::money::Money;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;
use uuid::Uuid;

/// Latest answers of a debtor that are looked through.
const ANSWERS: i64 = 1_000;

/// Makes a situation what was known at a moment, as far as a message about these invoices depends on it.
pub(super) fn as_it_was(
    reads: &mut dyn Reads,
    situation: &mut Situation,
    message: &Message,
    invoices: &[InvoiceId],
    then: Timestamp,
) -> Result<(), Error> {
    // What was recorded in the same moment was learned in the call, or after it.
    let (at, day) = (then.as_microsecond() - 1, situation.zone.to_datetime(then).date());
    situation.past.retain(|past| past.direction == Direction::Out || past.at <= then);
    words(reads, situation, at, day)?;
    disputes(reads, situation, invoices, at, day)?;
    payments(reads, situation, message, at)?;
    people(reads, situation, at)?;
    let known: Option<(DebtorId, Preference)> = last(reads, EventKind::PreferenceSaved, at, &[situation.debtor.0])?;
    situation.preference.bankrupt_since = known.and_then(|(_, preference)| preference.bankrupt_since);
    let debtor = situation.debtor;
    for (client, pair) in &mut situation.pairs {
        pair.relation.pause = pause(reads, *client, debtor, at)?;
    }
    Ok(())
}

/// CO-14: the pause that ran.
fn pause(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId, at: i64) -> Result<Option<Pause>, Error> {
    let about = [client.0, debtor.0];
    let Some(paused) = kept::event::last_about(reads, EventKind::ContactPaused, at, &about)? else { return Ok(None) };
    let resumed = kept::event::last_about(reads, EventKind::ContactResumed, at, &about)?;
    if resumed.is_some_and(|resumed| resumed.seq > paused.seq) {
        return Ok(None);
    }
    let facts: Option<(ClientId, DebtorId, Option<Pause>)> = serde_json::from_str(&paused.body).ok();
    Ok(facts.and_then(|(.., pause)| pause))
}

/// CO-08: the debtor's last word on each invoice, and until when it stopped contact.
fn words(reads: &mut dyn Reads, situation: &mut Situation, at: i64, day: Date) -> Result<(), Error> {
    situation.answered_at.clear();
    situation.answered_until.clear();
    for answer in kept::answer::of_debtor(reads, situation.debtor, None, 0, ANSWERS)? {
        if answer.given_at > at || situation.answered_at.contains_key(&answer.invoice) {
            continue;
        }
        let given = Timestamp::from_microsecond(answer.given_at).map_err(|error| Error::fault("time", error))?;
        situation.answered_at.insert(answer.invoice, given);
        if let Some(until) = answer.until.filter(|_| answer.ended_on.is_none_or(|ended| ended > day)) {
            situation.answered_until.insert(answer.invoice, until);
        }
    }
    Ok(())
}

/// LC-08: the disputes that were open, and those whose outcome still kept their invoice from being asked about.
fn disputes(
    reads: &mut dyn Reads,
    situation: &mut Situation,
    invoices: &[InvoiceId],
    at: i64,
    day: Date,
) -> Result<(), Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|id| id.0).collect();
    let cases = kept::relation_case::of_invoices(reads, &ids)?;
    let raised = |case: &&Case| case.kind == CaseKind::Dispute && case.words.first().is_some_and(|word| word.at <= at);
    let ended = |case: &Case| {
        let later = case.words.last().is_some_and(|word| word.at > at);
        case.settled.as_ref().is_some_and(|settled| settled.on < day || (settled.on == day && !later))
    };
    situation.disputed = cases
        .iter()
        .filter(raised)
        .filter_map(|case| case.invoice.filter(|id| !ended(case) || situation.disputed.contains(id)))
        .collect();
    Ok(())
}

/// CO-01: what has been booked on its invoices since; they were open as the message says.
fn payments(reads: &mut dyn Reads, situation: &mut Situation, message: &Message, at: i64) -> Result<(), Error> {
    for (id, open) in &message.body.asked {
        let known = situation.items.iter().position(|item| item.invoice == *id);
        if known.is_some_and(|place| situation.items[place].open.minor == *open) {
            continue;
        }
        if !kept::journal::of_invoice(reads, *id)?.iter().any(|one| one.posted_at > at) {
            continue;
        }
        let Some(invoice) = kept::invoice::get(reads, *id)? else { continue };
        let open = Money::new(*open, invoice.offer.amount.currency);
        match known {
            Some(place) => situation.items[place].open = open,
            None => situation.items.push(Item {
                invoice: *id,
                client: invoice.client,
                due: invoice.offer.due,
                open,
                recourse_on: None,
            }),
        }
    }
    Ok(())
}

/// CO-08: opt-outs that were voiced later, perhaps in the call itself, and lawyers that were named later.
fn people(reads: &mut dyn Reads, situation: &mut Situation, at: i64) -> Result<(), Error> {
    let mut known = Vec::with_capacity(situation.contacts.len());
    for mut contact in std::mem::take(&mut situation.contacts) {
        if contact.role == Role::Lawyer && contact.added_at > at {
            continue;
        }
        let before: Option<Contact> = last(reads, EventKind::ContactSaved, at, &[contact.id.0])?;
        if let Some(before) = before.filter(|before| before.id == contact.id) {
            contact.opted_out = before.opted_out;
            contact.state = before.state;
        }
        known.push(contact);
    }
    situation.contacts = known;
    Ok(())
}

/// The facts of the last event of a kind about these, up to a moment; none where it tells of something else.
fn last<T: DeserializeOwned>(
    reads: &mut dyn Reads,
    kind: EventKind,
    until: i64,
    about: &[Uuid],
) -> Result<Option<T>, Error> {
    let found = kept::event::last_about(reads, kind, until, about)?;
    Ok(found.and_then(|event| serde_json::from_str(&event.body).ok()))
}
