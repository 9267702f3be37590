//! What became of a letter tells where its notice stands (LC-45, LC-48).

use super::step::{Telling, keep, take};
use crate::contact::speaks_for_debtor;
use crate::message::Fate;
use crate::task::business_date;
use crate::{Error, Task};
use domain::contact::{Happening, Purpose, Seen};
use domain::notice::{Evidence, Leg, Notice, NoticeEvent};
use domain::timeline::Sentence;
use jiff::Timestamp;
use store::kept;
use store::kept::message::Message;

/// Takes in the fate of a message. Messages of other purposes, of superseded notices and of letters that were sent again
/// since are none of its business: nothing happens. The same fate again changes nothing.
///
/// # Errors
/// [`Error::Fault`].
pub fn learn(task: &mut Task<'_, '_>, message: &Message, fate: &Fate) -> Result<(), Error> {
    let Some(leg) = leg_of(message.purpose) else { return Ok(()) };
    let Some(debtor) = message.debtor else { return Ok(()) };
    let (clients, _) = kept::message::speaks_of(task, message.id)?;
    for client in clients {
        if let Some(notice) = kept::notice::current(task, client, debtor)? {
            of_notice(task, notice, leg, message, fate)?;
        }
    }
    Ok(())
}

/// The letter a message carries or speaks of: who opens the reminder or the proof has the notice too.
const fn leg_of(purpose: Purpose) -> Option<Leg> {
    match purpose {
        Purpose::Introduction => Some(Leg::Introduction),
        Purpose::Notice | Purpose::RemitToChange | Purpose::NoticeReminder | Purpose::Proof => Some(Leg::Notice),
        Purpose::Release => Some(Leg::Release),
        _ => None,
    }
}

fn of_notice(
    task: &mut Task<'_, '_>,
    mut notice: Notice,
    leg: Leg,
    message: &Message,
    fate: &Fate,
) -> Result<(), Error> {
    if message.purpose == Purpose::Proof && matches!(fate, Fate::Bounced { .. }) {
        return proof_came_back(task, notice);
    }
    let Some(way) = notice.way(leg) else { return Ok(()) };
    let carries = way.message == Some(message.id);
    // LC-43: the letter beside the mail has a way of its own.
    if way.beside.as_ref().is_some_and(|letter| letter.message == Some(message.id))
        && let Some((event, kind, said)) = super::beside::fate(message, fate)
    {
        return tell_of(task, &mut notice, event, kind, said);
    }
    if !carries && matches!(fate, Fate::Sent | Fate::Bounced { .. }) {
        return Ok(());
    }
    // A letter queued before this one speaks of the version before, and proves nothing of this one.
    let queued = Timestamp::from_microsecond(message.queued_at).map_err(|error| Error::fault("time", error))?;
    let is_older = business_date(&task.factor, queued) < way.queued_on;
    if !carries && (is_older || (way.left_on.is_none() && way.delivered_on.is_none())) {
        return Ok(());
    }
    // FR-14: who reads the mailbox that only the client knows is anybody's guess.
    if matches!(fate, Fate::Opened | Fate::Replied) && !speaks_for_debtor(task, message.contact)? {
        return of_no_weight(task, &notice, leg, fate);
    }
    let on = task.today;
    let (event, kind, said) = match fate {
        Fate::Sent => (NoticeEvent::Left { leg }, Happening::Notice, Sentence::LegLeft { leg }),
        Fate::Bounced { permanent, reason } => (
            NoticeEvent::CameBack { leg, permanent: *permanent, reason: reason.clone() },
            Happening::Bounced,
            Sentence::LegCameBack { leg },
        ),
        Fate::Opened => (
            NoticeEvent::Found { leg, evidence: Evidence::Opened, on, how: "opened".to_owned() },
            Happening::Opened,
            Sentence::LegOpened { leg },
        ),
        Fate::Replied => (
            NoticeEvent::Found { leg, evidence: Evidence::Replied, on, how: "reply".to_owned() },
            Happening::Notice,
            Sentence::LegReceived { leg, courier: false },
        ),
        Fate::Delivered { on } => (
            NoticeEvent::Found { leg, evidence: Evidence::Replied, on: *on, how: "courier's signature".to_owned() },
            Happening::Notice,
            Sentence::LegReceived { leg, courier: true },
        ),
    };
    tell_of(task, &mut notice, event, kind, said)
}

/// Tells what is no evidence, and what would make it one.
fn of_no_weight(task: &mut Task<'_, '_>, notice: &Notice, leg: Leg, fate: &Fate) -> Result<(), Error> {
    let said = Sentence::LegNoEvidence { leg, opened: *fate == Fate::Opened };
    let who = crate::timeline::factor(task);
    let telling = Telling { kind: Happening::Opened, who, said, seen: Seen::FACTOR };
    keep(task, notice, Some(notice.state()), &telling)
}

fn tell_of(
    task: &mut Task<'_, '_>,
    notice: &mut Notice,
    event: NoticeEvent,
    kind: Happening,
    said: Sentence,
) -> Result<(), Error> {
    let telling = Telling { kind, ..Telling::of_factor(task, said) };
    match take(task, notice, event, &telling) {
        // What happened to an old letter cannot be refused; it only says nothing of today's notice.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// GL-53: what never arrived proves nothing; the question is open again, and so is G17.
fn proof_came_back(task: &mut Task<'_, '_>, mut notice: Notice) -> Result<(), Error> {
    let telling = Telling { kind: Happening::Bounced, ..Telling::of_factor(task, Sentence::ProofCameBack) };
    match take(task, &mut notice, NoticeEvent::ProofCameBack, &telling) {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
