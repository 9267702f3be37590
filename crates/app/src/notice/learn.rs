//! What became of a letter tells where its notice stands (LC-45, LC-48).

use super::step::{Telling, take};
use crate::message::Fate;
use crate::task::business_date;
use crate::{Error, Task};
use domain::contact::{Happening, Purpose, Seen};
use domain::notice::{Evidence, Leg, Notice, NoticeEvent};
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
        && let Some((event, kind, words)) = super::beside::fate(message, fate)
    {
        return tell_of(task, &mut notice, event, kind, &words);
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
    let on = task.today;
    let (event, kind, words) = match fate {
        Fate::Sent => (NoticeEvent::Left { leg }, Happening::Notice, format!("The {leg} has left.")),
        Fate::Bounced { permanent, reason } => (
            NoticeEvent::CameBack { leg, permanent: *permanent, reason: reason.clone() },
            Happening::Bounced,
            format!("The {leg} came back. It is sent again to an address that was verified."),
        ),
        Fate::Opened => (
            NoticeEvent::Found { leg, evidence: Evidence::Opened, on, how: "opened".to_owned() },
            Happening::Opened,
            format!("The {leg} was opened."),
        ),
        Fate::Replied => (
            NoticeEvent::Found { leg, evidence: Evidence::Replied, on, how: "reply".to_owned() },
            Happening::Notice,
            format!("The {leg} was received: reply."),
        ),
        Fate::Delivered { on } => (
            NoticeEvent::Found { leg, evidence: Evidence::Replied, on: *on, how: "courier's signature".to_owned() },
            Happening::Notice,
            format!("The {leg} was received: courier's signature."),
        ),
    };
    tell_of(task, &mut notice, event, kind, &words)
}

fn tell_of(
    task: &mut Task<'_, '_>,
    notice: &mut Notice,
    event: NoticeEvent,
    kind: Happening,
    words: &str,
) -> Result<(), Error> {
    let who = task.factor.name.clone();
    let telling = Telling { kind, who: &who, words, seen: Seen::FACTOR_AND_CLIENT };
    match take(task, notice, event, &telling) {
        // What happened to an old letter cannot be refused; it only says nothing of today's notice.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// GL-53: what never arrived proves nothing; the question is open again, and so is G17.
fn proof_came_back(task: &mut Task<'_, '_>, mut notice: Notice) -> Result<(), Error> {
    let who = task.factor.name.clone();
    let words = "The proof of the assignment came back. It is still to be given.";
    let telling = Telling { kind: Happening::Bounced, who: &who, words, seen: Seen::FACTOR_AND_CLIENT };
    match take(task, &mut notice, NoticeEvent::ProofCameBack, &telling) {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
