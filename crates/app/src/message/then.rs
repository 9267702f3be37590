//! A debtor's situation as it was at a moment of the last days: for calls that are written down after they were made.
//!
//! Contract: what was learned only after the moment is taken out again, so that a call that kept the rules is not refused
//! for what came later, nor one that broke them allowed because the reason has gone since. Taken back are: what came in,
//! what the debtor said, disputes, payments, opt-outs, a lawyer named, a bankruptcy recorded, a pause begun. The rest (the
//! agreement, the notice, the contact's number and zone, whom the factor deals with at all) is as it is now.

use crate::Error;
use domain::contact::{Contact, Direction, Item, Preference, Role, Situation};
use domain::dispute::CaseKind;
use domain::event::EventKind;
use domain::id::{DebtorId, InvoiceId};
use domain::money::Money;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;
use uuid::Uuid;

/// Takes out of a situation what was not known at a moment yet.
pub(super) fn as_it_was(
    reads: &mut dyn Reads,
    situation: &mut Situation,
    message: &Message,
    then: Timestamp,
) -> Result<(), Error> {
    let at = then.as_microsecond();
    situation.past.retain(|past| past.direction == Direction::Out || past.at <= then);
    for (invoice, said) in situation.answered_at.clone() {
        if said > then {
            situation.answered_at.remove(&invoice);
            situation.answered_until.remove(&invoice);
        }
    }
    disputes(reads, situation, at)?;
    payments(reads, situation, message, at)?;
    people(reads, situation, at)?;
    if situation.preference.bankrupt_since.is_some() {
        let known: Option<(DebtorId, Preference)> = last(reads, EventKind::PreferenceSaved, at, &[situation.debtor.0])?;
        situation.preference.bankrupt_since = known.and_then(|(_, preference)| preference.bankrupt_since);
    }
    for (client, pair) in &mut situation.pairs {
        if pair.relation.pause.is_some()
            && kept::event::last_about(reads, EventKind::ContactPaused, at, &[client.0, situation.debtor.0])?.is_none()
        {
            pair.relation.pause = None;
        }
    }
    Ok(())
}

/// LC-08: disputes that were raised later.
fn disputes(reads: &mut dyn Reads, situation: &mut Situation, at: i64) -> Result<(), Error> {
    if situation.disputed.is_empty() {
        return Ok(());
    }
    let disputed: Vec<Uuid> = situation.disputed.iter().map(|id| id.0).collect();
    let cases = kept::relation_case::of_invoices(reads, &disputed)?;
    let raised = |id: &InvoiceId| {
        let of_it = cases.iter().filter(|case| case.kind == CaseKind::Dispute && case.invoice == Some(*id));
        of_it.filter_map(|case| case.words.first()).any(|word| word.at <= at)
    };
    situation.disputed.retain(raised);
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
