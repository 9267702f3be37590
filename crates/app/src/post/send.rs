//! The outbox.

use super::outcome::{Outcome, record};
use super::outgoing::{Style, compose, sender};
use super::{ACTOR, ATTEMPTS, Carrier, Press, RUN, Trouble, Worker};
use crate::message::{Leave, still_permitted, told};
use crate::{App, Command, Error, Task};
use domain::contact::{Channel, Happening, MessageState, Seen};
use domain::event::EventKind;
use domain::id::MessageId;
use domain::timeline::Sentence;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::message::Message;

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The mail server took them.
    pub sent: usize,
    /// Not taken now; they are tried again.
    pub again: usize,
    /// A person must look at them: not taken, and will not be.
    pub failed: usize,
    /// Came back at once: the server takes no mail for the address.
    pub bounced: usize,
    /// Of all these, those that a crash had left behind: they may arrive twice.
    pub twice: usize,
    /// Held back or taken back when asked once more whether they may leave.
    pub held: usize,
}

impl Left {
    /// Did anything happen?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Serialize)]
struct LeavingFacts {
    message: MessageId,
    number: i64,
    attempt: i64,
    internet_id: String,
    /// The attempt before this one was cut off: the message may have left already.
    maybe_twice: bool,
}

/// How far the book's own time may run ahead of the clock, in microseconds: no two units are recorded at the same moment.
const AHEAD: i64 = 1_000_000;

/// Sends every mail whose time has come, those first that a crash left behind. `go_on` is asked before each: whoever wants
/// to end the process need not wait for the others.
///
/// # Errors
/// [`Error::Refused`] when the factor's own particulars are missing; [`Error::Fault`]. What goes wrong with a single message
/// is recorded with it and is no error.
pub fn send_due(
    app: &App,
    _worker: &Worker,
    carrier: &dyn Carrier,
    press: &dyn Press,
    style: Style,
    go_on: &dyn Fn() -> bool,
) -> Result<Left, Error> {
    let mut left = Left::default();
    let now = app.now().as_microsecond().saturating_add(AHEAD);
    let (behind, due) = app.read(|snapshot| {
        // The lock is ours, so nobody else is sending: whatever stands there was cut off. Some of it waits there for its hour.
        let behind = kept::message::due(snapshot, Channel::Email, MessageState::Sending, now, RUN)?;
        Ok((behind, kept::message::due(snapshot, Channel::Email, MessageState::Queued, now, RUN)?))
    })?;
    if behind.is_empty() && due.is_empty() {
        return Ok(left);
    }
    app.read(|snapshot| sender(snapshot).map(drop))?;
    for message in behind.into_iter().chain(due) {
        if !go_on() {
            break;
        }
        let maybe_twice = message.state == MessageState::Sending;
        let outcome = one(app, carrier, press, style, message)?;
        left.twice += usize::from(maybe_twice && outcome.is_some());
        match outcome {
            None => left.held += 1,
            Some(Outcome::Sent { .. }) => left.sent += 1,
            Some(Outcome::Later { .. }) => left.again += 1,
            Some(Outcome::Failed { .. }) => left.failed += 1,
            Some(Outcome::Bounced { .. }) => left.bounced += 1,
            Some(Outcome::Unreachable { .. }) => {
                left.again += 1;
                // The others would fare no better, and each would lose one of its attempts.
                // What the server said stands with the message; it may name somebody.
                tracing::warn!("the mail server cannot be reached; the outbox waits");
                break;
            }
        }
    }
    Ok(left)
}

/// How many mails wait although their time has come, and how many seconds the oldest of them has waited.
///
/// # Errors
/// [`Error::Fault`].
pub fn waiting(app: &App) -> Result<(i64, i64), Error> {
    let now = app.now().as_microsecond();
    let found = app.read(|snapshot| Ok(kept::message::overdue(snapshot, Channel::Email, now)?))?;
    Ok((found.0, found.1.map_or(0, |oldest| (now - oldest) / 1_000_000)))
}

/// Sends one message; none when it may not leave (any more).
fn one(
    app: &App,
    carrier: &dyn Carrier,
    press: &dyn Press,
    style: Style,
    message: Message,
) -> Result<Option<Outcome>, Error> {
    let factor = app.factor();
    let composed = app.read(|snapshot| compose(snapshot, &factor, &message, style, press, app.now()));
    let composed = match composed {
        Ok(composed) => composed,
        Err(Error::Fault(fault)) => return Err(fault.into()),
        Err(refused) => {
            let maybe_taken = message.state == MessageState::Sending;
            let outcome = Outcome::Failed { said: refused.to_string(), maybe_taken };
            record(app, message.id, outcome.clone())?;
            return Ok(Some(outcome));
        }
    };
    let id = message.id;
    let maybe_twice = message.state == MessageState::Sending;
    if maybe_twice && message.attempts >= ATTEMPTS {
        // Whatever cuts it off each time, a person finds out before it goes round for ever.
        let said = format!("{ATTEMPTS} attempts were cut off before the mail server's answer was recorded");
        return record(app, id, Outcome::Failed { said, maybe_taken: true }).map(Some);
    }
    if !app.run(Command::system(ACTOR), move |task| leaving(task, &message))? {
        return Ok(None);
    }
    if maybe_twice {
        tracing::warn!(
            message = %id,
            "an earlier attempt was cut off before its answer was recorded: the message is sent again under the same \
             Message-ID and may arrive twice"
        );
    }
    let outcome = match carrier.carry(&composed.return_path, &composed.recipient, &composed.bytes) {
        Ok(accepted) => Outcome::Sent { said: accepted.said },
        Err(error) => match error.trouble {
            Trouble::Unreachable => Outcome::Unreachable { said: error.said },
            Trouble::Passing => Outcome::Later { said: error.said, maybe_taken: false },
            Trouble::NoAnswer => Outcome::Later { said: error.said, maybe_taken: true },
            Trouble::Lasting => Outcome::Failed { said: error.said, maybe_taken: false },
            Trouble::Address => Outcome::Bounced { said: error.said },
        },
    };
    record(app, id, outcome).map(Some)
}

/// Step 1: marks it as leaving, unless it has changed since it was read or may not leave any more.
fn leaving(task: &mut Task<'_, '_>, read: &Message) -> Result<bool, Error> {
    let Some(mut message) = kept::message::get(task, read.id)? else { return Ok(false) };
    // Taken back, corrected, or sent by another since: the next run sees it as it is now.
    if message != *read {
        return Ok(false);
    }
    let maybe_twice = message.state == MessageState::Sending;
    // What came in since it was queued is heard before it leaves, also before it leaves perhaps for the second time: then it
    // waits where it stands, or a person gets it.
    if still_permitted(task, &message)? != Leave::Now {
        return Ok(false);
    }
    message.body.maybe_left |= maybe_twice;
    message.state = MessageState::Sending;
    message.attempts += 1;
    kept::message::set(task, &message)?;
    let facts = LeavingFacts {
        message: message.id,
        number: message.number,
        attempt: message.attempts,
        internet_id: message.internet_id.clone(),
        maybe_twice,
    };
    let event = task.record_facts(EventKind::MessageLeaving, &facts, &[])?;
    if maybe_twice {
        let said = Sentence::MaybeTwice { subject: message.subject.clone() };
        told(task, &message, event, Happening::Planned, said, Seen::FACTOR)?;
    }
    Ok(true)
}

/// A person wants a message that could not be sent to be tried again, from the first attempt on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it did not fail.
pub fn try_again(task: &mut Task<'_, '_>, message: MessageId) -> Result<(), Error> {
    let mut message = kept::message::get(task, message)?.ok_or_else(|| Error::NotFound("message".to_owned()))?;
    if message.state == MessageState::Queued {
        return Ok(());
    }
    if message.state != MessageState::Failed {
        let fact = format!("Message {} is {}", message.number, message.state.word());
        return Err(Error::refused("MESSAGE_STATE", fact, "Only a message that could not be sent is tried again."));
    }
    message.state = MessageState::Queued;
    message.attempts = 0;
    message.send_after = task.unit.recorded_at();
    kept::message::set(task, &message)?;
    let facts = serde_json::json!({ "message": message.id, "number": message.number, "again": true });
    task.record_facts(EventKind::MessageApproved, &facts, &[])?;
    Ok(())
}
