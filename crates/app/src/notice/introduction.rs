//! LC-42: the letter of introduction, in the client's voice on its letterhead, delivered by the factor or the client.

use super::carry::{Sending, facts, may_write, recipient, send};
use super::policy::policy;
use super::step::{Telling, current, take};
use crate::{Error, Task, letter};
use domain::contact::{Channel, Contact, Purpose, Relation};
use domain::id::{ClientId, DebtorId, MessageId};
use domain::letter::{Facts, Letter, LetterKind, Voice};
use domain::notice::{Deliverer, Leg, Notice, NoticeEvent};
use domain::party::Factor;
use domain::proof::Proof;
use domain::timeline::{Sentence, Who};
use jiff::civil::Date;
use store::book::Reads;
use store::kept;

fn introduction_facts(
    reads: &mut dyn Reads,
    factor: &Factor,
    today: Date,
    notice: &Notice,
    to: &Contact,
    relation: &Relation,
) -> Result<Facts, Error> {
    let base = facts(reads, factor, notice, LetterKind::Introduction, to, today)?;
    Ok(Facts {
        words: relation.note.clone().filter(|note| !note.trim().is_empty()),
        delivered_by: if relation.client_delivers { Voice::Client } else { Voice::Factor },
        // The introduction announces; where to pay stands in the notice alone.
        pay_to: None,
        effective: None,
        ..base
    })
}

/// The letter as it would be sent today, for the client to look at. Nothing is kept.
///
/// # Errors
/// [`Error::NotFound`] without a notice; [`Error::Refused`] when a fact or a contact is missing.
pub fn preview_introduction(
    reads: &mut dyn Reads,
    factor: &Factor,
    today: Date,
    client: ClientId,
    debtor: DebtorId,
) -> Result<Letter, Error> {
    let notice = current(reads, client, debtor)?;
    let to = crate::contact::recipient(reads, debtor, Some(client), Purpose::Introduction)?;
    let relation = kept::contact::relation(reads, client, debtor)?;
    let facts = introduction_facts(reads, factor, today, &notice, &to, &relation)?;
    letter::draft(reads, &facts)
}

/// Sends the introduction for the client; or, where the client delivers it itself, makes it ready for the client, who
/// ticks it with [`introduction_delivered`]. After it came back this sends it again (LC-48).
///
/// # Errors
/// [`Error::Refused`] before the heads-up and its business day (LC-40, LC-41), under a confidential agreement (GL-44),
/// without a fit contact, or when the letter lacks a part of its checklist (LC-44).
pub fn send_introduction(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    may_write(task, &notice)?;
    let relation = kept::contact::relation(task, client, debtor)?;
    let event = |message, verified_on| NoticeEvent::Queued {
        leg: Leg::Introduction,
        deliverer: if relation.client_delivers { Deliverer::Client } else { Deliverer::Factor },
        channel: Channel::Email,
        message,
        beside: None,
        verified_on,
        open_invoices: 0,
    };
    // The order is asked first: what it says matters more than a missing contact or fact.
    let policy = policy(task)?;
    let (factor, today) = (task.factor.clone(), task.today);
    notice.apply(event(None, Some(today)), &policy, factor.calendar, today)?;
    let to = recipient(task, &notice, Purpose::Introduction)?;
    let verified_on = to.verified.as_ref().map(|one| one.on);
    notice.apply(event(None, verified_on), &policy, factor.calendar, today)?;
    let facts = introduction_facts(task, &factor, today, &notice, &to, &relation)?;
    let letter = letter::write(task, &facts)?;
    let mut message: Option<MessageId> = None;
    let said = if relation.client_delivers {
        Sentence::IntroductionReady
    } else {
        let since = notice.heads_up.as_ref().map(|told| told.on.to_string()).unwrap_or_default();
        let reason = Proof::new("LC-41", format!("heads-up on {since}, sent on {today}"));
        let sending = Sending {
            purpose: Purpose::Introduction,
            channel: Channel::Email,
            to: &to,
            letter,
            link: None,
            documents: Vec::new(),
            reason,
        };
        message = Some(send(task, &notice, sending)?.message);
        Sentence::IntroductionOnItsWay { to: to.name }
    };
    let telling = Telling::of_factor(task, said);
    take(task, &mut notice, event(message, verified_on), &telling)?;
    Ok(notice)
}

/// The client ticks that it has delivered the introduction itself.
///
/// # Errors
/// [`Error::Refused`] when none was made ready for it.
pub fn introduction_delivered(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    let by_client = notice.introduction.as_ref().is_some_and(|way| way.deliverer == Deliverer::Client);
    if !by_client {
        let fact = "no letter of introduction waits for the client to deliver it";
        return Err(Error::refused("NOT_THE_CLIENTS", fact, "Make the letter ready first."));
    }
    let who = kept::party::client(task, client)?.map_or_else(String::new, |client| client.name);
    let telling = Telling { who: Who::named(&who), ..Telling::of_factor(task, Sentence::IntroductionDelivered) };
    take(task, &mut notice, NoticeEvent::Left { leg: Leg::Introduction }, &telling)?;
    Ok(notice)
}
