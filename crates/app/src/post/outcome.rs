//! Step 3: what became of an attempt to send.

use super::{ACTOR, ATTEMPTS, PAUSES};
use crate::message::{Fate, learn, told};
use crate::{App, Command, Error, Task};
use domain::contact::{Happening, MessageState, Seen};
use domain::event::EventKind;
use domain::id::MessageId;
use domain::timeline::Sentence;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::message::Message;

/// Microseconds in a minute.
const MINUTE: i64 = 60_000_000;
/// Characters kept of what a server said.
const SAID: usize = 500;

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Outcome {
    /// The server has it.
    Sent { said: String },
    /// Not now.
    Later { said: String, maybe_taken: bool },
    /// The server could not be reached.
    Unreachable { said: String },
    /// Never.
    Failed { said: String, maybe_taken: bool },
    /// The address takes no mail.
    Bounced { said: String },
}

#[derive(Serialize)]
struct FailedFacts<'a> {
    message: MessageId,
    number: i64,
    attempt: i64,
    said: &'a str,
    /// When it is tried again, in microseconds; none when a person must look at it.
    again_at: Option<i64>,
    maybe_taken: bool,
}

/// Records an outcome. Gives back what it came to: after [`ATTEMPTS`] a passing trouble is a failure.
pub(super) fn record(app: &App, message: MessageId, outcome: Outcome) -> Result<Outcome, Error> {
    app.run(Command::system(ACTOR), move |task| {
        let Some(mut message) = kept::message::get(task, message)? else { return Ok(outcome) };
        match outcome {
            Outcome::Sent { said } => {
                message.body.last_word = Some(short(&said));
                kept::message::set(task, &message)?;
                learn(task, &message, &Fate::Sent)?;
                Ok(Outcome::Sent { said })
            }
            Outcome::Bounced { said } => {
                learn(task, &message, &Fate::Bounced { permanent: true, reason: short(&said) })?;
                Ok(Outcome::Bounced { said })
            }
            Outcome::Later { said, maybe_taken } => {
                let is_over = later(task, &mut message, &said, maybe_taken)?;
                Ok(if is_over { Outcome::Failed { said, maybe_taken } } else { Outcome::Later { said, maybe_taken } })
            }
            Outcome::Unreachable { said } => {
                let is_over = later(task, &mut message, &said, false)?;
                let maybe_taken = false;
                Ok(if is_over { Outcome::Failed { said, maybe_taken } } else { Outcome::Unreachable { said } })
            }
            Outcome::Failed { said, maybe_taken } => {
                failed(task, &mut message, &said, maybe_taken)?;
                Ok(Outcome::Failed { said, maybe_taken })
            }
        }
    })
}

/// Queues it for its next attempt; true when it has had its last.
fn later(task: &mut Task<'_, '_>, message: &mut Message, said: &str, maybe_taken: bool) -> Result<bool, Error> {
    if message.attempts >= ATTEMPTS {
        failed(task, message, said, maybe_taken)?;
        return Ok(true);
    }
    let again_at = task.unit.recorded_at() + pause(message.attempts) * MINUTE;
    message.state = MessageState::Queued;
    message.send_after = again_at;
    message.body.maybe_left |= maybe_taken;
    message.body.last_word = Some(short(said));
    kept::message::set(task, message)?;
    let facts = FailedFacts {
        message: message.id,
        number: message.number,
        attempt: message.attempts,
        said: &short(said),
        again_at: Some(again_at),
        maybe_taken,
    };
    task.record_facts(EventKind::MessageFailed, &facts, &[])?;
    Ok(false)
}

/// Gives it to a person, and says so where the factor reads.
pub(crate) fn failed(
    task: &mut Task<'_, '_>,
    message: &mut Message,
    said: &str,
    maybe_taken: bool,
) -> Result<(), Error> {
    message.state = MessageState::Failed;
    message.body.maybe_left |= maybe_taken;
    message.body.last_word = Some(short(said));
    kept::message::set(task, message)?;
    if !maybe_taken {
        crate::verification::did_not_reach(task, message)?;
    }
    let said = short(said);
    let facts = FailedFacts {
        message: message.id,
        number: message.number,
        attempt: message.attempts,
        said: &said,
        again_at: None,
        maybe_taken,
    };
    let event = task.record_facts(EventKind::MessageFailed, &facts, &[])?;
    let told_as = Sentence::Failed { subject: message.subject.clone(), server: said };
    told(task, message, event, Happening::NotWritten, told_as, Seen::FACTOR)
}

/// Minutes before the next attempt, after so many.
fn pause(attempts: i64) -> i64 {
    let place = usize::try_from(attempts - 1).unwrap_or(0);
    PAUSES[place.min(PAUSES.len() - 1)]
}

fn short(said: &str) -> String {
    said.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(SAID).collect()
}

#[cfg(test)]
mod tests {
    use super::{ATTEMPTS, pause};

    #[test]
    fn pauses_grow_and_end_within_two_days() {
        let all: Vec<i64> = (1..ATTEMPTS).map(pause).collect();
        assert_eq!(all, [1, 5, 15, 60, 240, 480, 720]);
        assert!(all.iter().sum::<i64>() < 2 * 24 * 60);
    }
}
