//! LC-43: the trackable letter that goes beside the mail of a notice: sent again, looked after, learned of.

use super::carry::{Sending, may_write, recipient, send};
use super::give::{Written, about, write};
use super::policy::policy;
use super::step::{Telling, current, take};
use crate::message::Fate;
use crate::{Error, Task};
use domain::contact::{Channel, Happening, MessageState};
use domain::id::{ClientId, DebtorId};
use domain::notice::{Notice, NoticeEvent};
use domain::proof::Proof;
use domain::timeline::Sentence;
use store::kept;
use store::kept::message::Message;

/// Sends the letter beside the mail again: it came back (LC-48) or was taken back. The mail stays as it is.
///
/// # Errors
/// [`Error::Refused`] when no letter goes beside the mail or it is under way; when it came back and neither the debtor's
/// address was corrected nor its accounts payable verified since; or as `send_notice`.
pub fn send_letter(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<Notice, Error> {
    let mut notice = current(task, client, debtor)?;
    may_write(task, &notice)?;
    let (factor, today) = (task.factor.clone(), task.today);
    let policy = policy(task)?;
    let event = |message, verified_on| NoticeEvent::LetterQueued { message, verified_on };
    // What the letter itself lacks is said before what its contact lacks.
    notice.apply(event(None, Some(today)), &policy, factor.calendar, today)?;
    let about = about(task, &notice)?;
    let to = recipient(task, &notice, about.purpose)?;
    let returned = match notice.beside().and_then(|letter| letter.message) {
        Some(message) => kept::message::get(task, message)?,
        None => None,
    };
    let before = notice.clone();
    let Written { letter, link, .. } = write(task, &mut notice, &to, &about, true)?;
    // LC-48: an address that was corrected since is another address; the same one must have been verified again.
    let corrected = returned.is_some_and(|returned| returned.recipient != letter.address.join("\n"));
    let verified_on = if corrected { Some(today) } else { to.verified.as_ref().map(|one| one.on) };
    before.apply(event(None, verified_on), &policy, factor.calendar, today)?;
    let back = notice.beside().and_then(|letter| letter.came_back.last()).map(|back| back.on);
    let reason = match back {
        Some(on) => Proof::new("LC-48", format!("the letter beside the mail came back on {on}")),
        None => Proof::new("LC-43", "the letter beside the mail did not leave".to_owned()),
    };
    let sending = Sending {
        purpose: about.purpose,
        channel: Channel::Letter,
        to: &to,
        letter,
        link: Some(link),
        documents: Vec::new(),
        reason,
    };
    let message = send(task, &notice, sending)?.message;
    let telling = Telling::of_factor(task, Sentence::BesideAgain);
    take(task, &mut notice, event(Some(message), verified_on), &telling)?;
    Ok(notice)
}

/// A letter that was queued and is not posted: was its message taken back, or could it not be printed?
pub(super) fn look(task: &mut Task<'_, '_>, notice: &mut Notice) -> Result<bool, Error> {
    let Some(message) = notice.beside().and_then(|letter| letter.message) else { return Ok(false) };
    let state = kept::message::get(task, message)?.map(|message| message.state);
    if !matches!(state, None | Some(MessageState::Cancelled | MessageState::Failed)) {
        return Ok(false);
    }
    let telling = Telling::of_factor(task, Sentence::BesideDidNotLeave);
    take(task, notice, NoticeEvent::LetterTakenBack, &telling)
}

/// What became of the letter that goes beside the mail; none for what tells nothing of it.
pub(super) fn fate(message: &Message, fate: &Fate) -> Option<(NoticeEvent, Happening, Sentence)> {
    Some(match fate {
        Fate::Sent => (NoticeEvent::LetterLeft, Happening::Notice, Sentence::BesidePosted),
        Fate::Bounced { permanent, reason } => (
            NoticeEvent::LetterCameBack { permanent: *permanent, reason: reason.clone() },
            Happening::Bounced,
            Sentence::BesideCameBack,
        ),
        Fate::Delivered { on } => {
            let how = match &message.body.tracking {
                Some(number) => format!("letter {number}, signed for"),
                None => "letter, signed for".to_owned(),
            };
            let said = Sentence::BesideReceived { on: *on, number: message.body.tracking.clone() };
            (NoticeEvent::LetterReceived { on: *on, how }, Happening::Notice, said)
        }
        Fate::Opened | Fate::Replied => return None,
    })
}

/// LC-43: the number under which a posted letter is traced is kept with the notice it carries. Letters of other purposes,
/// and of notices that were sent again since, are none of its business.
///
/// # Errors
/// [`Error::Fault`].
pub(crate) fn letter_tracked(task: &mut Task<'_, '_>, letter: &Message, number: &str) -> Result<(), Error> {
    let Some(debtor) = letter.debtor else { return Ok(()) };
    let (clients, _) = kept::message::speaks_of(task, letter.id)?;
    for client in clients {
        let Some(mut notice) = kept::notice::current(task, client, debtor)? else { continue };
        if notice.beside().is_none_or(|one| one.message != Some(letter.id)) {
            continue;
        }
        let telling = Telling::of_factor(task, Sentence::BesideTracked { number: number.to_owned() });
        take(task, &mut notice, NoticeEvent::LetterTracked { number: number.to_owned() }, &telling)?;
    }
    Ok(())
}
