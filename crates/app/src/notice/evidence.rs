//! LC-45, GL-52: evidence of receipt that a person brings: a courier's signature, a reply, an acknowledgment.

use super::policy::policy;
use super::proof::debtor_name;
use super::step::{Telling, current, keep, take};
use crate::contact::speaks_for_debtor;
use crate::{Error, Task};
use domain::contact::{Happening, Seen};
use domain::id::{ClientId, ContactId, DebtorId};
use domain::notice::{Evidence, Leg, Notice, NoticeEvent, NoticeRefusal};
use domain::timeline::{Sentence, Who};
use jiff::civil::Date;

/// Records evidence that a letter of the notice was received on a day; `how` names the paper: courier and number, who
/// replied.
///
/// # Errors
/// [`Error::Refused`] when the letter has not left, the day is before it left or lies ahead, or `how` is empty.
pub fn record_evidence(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    leg: Leg,
    evidence: Evidence,
    on: Date,
    how: &str,
) -> Result<Notice, Error> {
    if how.trim().is_empty() {
        return Err(NoticeRefusal::NoWords("what the evidence is").into());
    }
    let mut notice = current(task, client, debtor)?;
    let telling = Telling::of_factor(task, Sentence::LegEvidence { leg, on, how: how.trim().to_owned() });
    let event = NoticeEvent::Found { leg, evidence, on, how: how.trim().to_owned() };
    take(task, &mut notice, event, &telling)?;
    Ok(notice)
}

/// The debtor acknowledges the notice on its page: the person's typed name is its signature (level 4). `by`: the contact to
/// whom the page's link was given. FR-14: of one that is known by the client's word alone it is told, and is no evidence.
///
/// # Errors
/// [`Error::Refused`] when no notice has left, or without a name.
pub fn acknowledge(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    person: &str,
    by: Option<ContactId>,
) -> Result<Notice, Error> {
    let person = person.trim();
    if person.is_empty() {
        return Err(NoticeRefusal::NoWords("who acknowledges the notice").into());
    }
    let mut notice = current(task, client, debtor)?;
    let who = debtor_name(task, debtor)?;
    let said = Sentence::Acknowledged { person: person.to_owned() };
    let telling = Telling { kind: Happening::Answered, who: Who::named(&who), said, seen: Seen::ALL };
    let how = format!("acknowledged by {person}");
    let event = NoticeEvent::Found { leg: Leg::Notice, evidence: Evidence::Signed, on: task.today, how };
    if !speaks_for_debtor(task, by)? {
        let (policy, calendar, today) = (policy(task)?, task.factor.calendar, task.today);
        notice.apply(event, &policy, calendar, today)?;
        let said = Sentence::AcknowledgedNoEvidence { person: person.to_owned() };
        let telling = Telling { kind: Happening::Answered, who: Who::named(&who), said, seen: Seen::FACTOR };
        keep(task, &notice, Some(notice.state()), &telling)?;
        return Ok(notice);
    }
    take(task, &mut notice, event, &telling)?;
    Ok(notice)
}
