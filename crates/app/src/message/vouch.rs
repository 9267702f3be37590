//! A person vouches for the sender of a mail that nothing proves.

use super::{Fate, learn};
use crate::timeline::{Told, factor, tell};
use crate::{Error, Refusal, Task};
use domain::contact::{Direction, Happening, Seen, SenderProof, Subject};
use domain::event::EventKind;
use domain::id::MessageId;
use domain::timeline::Sentence;
use store::kept;
use store::kept::message::Message;

/// Characters that say how it is known.
pub const HOW_CHARS: usize = 300;

/// Says that a received mail came from whom it names, and how that is known: by a call back, say. What the mail could not
/// do unproved, it does now: it is an answer to the message (LC-45, level 3).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when its sender is proved already, or nothing is said; [`Error::Fault`].
pub fn vouch(task: &mut Task<'_, '_>, message: MessageId, how: &str) -> Result<(), Error> {
    let found = kept::message::get(task, message)?.filter(|message| message.direction == Direction::In);
    let mut message = found.ok_or_else(|| Error::NotFound("received message".to_owned()))?;
    if message.body.sender != Some(SenderProof::Unproved) {
        let fact = format!("The sender of message {} is proved already, or it names none", message.number);
        return Err(Error::refused("SENDER_PROVED", fact, "There is nothing to confirm."));
    }
    let how = how.trim();
    if how.is_empty() || how.chars().count() > HOW_CHARS {
        let fact = format!("It is not said how the sender is known, or with over {HOW_CHARS} characters");
        let remedy = "Say it in a sentence: who called whom back, on which number.";
        return Err(Error::Refused(vec![Refusal::at("how", "SENDER_HOW", fact, remedy)]));
    }
    let proof = SenderProof::Person(how.to_owned());
    message.body.sender = Some(proof);
    kept::message::set(task, &message)?;
    let facts = serde_json::json!({ "message": message.id, "number": message.number, "how": how });
    let event = task.record_facts(EventKind::SenderConfirmed, &facts, &[])?;
    if let Some(debtor) = message.debtor {
        let (clients, _) = kept::message::speaks_of(task, message.id)?;
        let (who, subject) = (factor(task), Some((Subject::Message, message.id.0)));
        let said = Sentence::SenderConfirmed { address: message.recipient.clone(), how: how.to_owned() };
        let told = Told { kind: Happening::Received, who, said, subject, seen: Seen::FACTOR };
        tell(task, event, 0, &clients, debtor, &told)?;
    }
    counts_as_answer(task, &message)
}

/// LC-45: a proved person's words are an answer to the message when they come from where it went.
pub(super) fn counts_as_answer(task: &mut Task<'_, '_>, received: &Message) -> Result<(), Error> {
    if received.body.by_machine || !received.body.sender.as_ref().is_some_and(SenderProof::is_proved) {
        return Ok(());
    }
    let Some(original) = received.body.answers else { return Ok(()) };
    match kept::message::get(task, original)? {
        Some(original) if same_domain(&received.recipient, &original.recipient) => {
            learn(task, &original, &Fate::Replied)
        }
        _ => Ok(()),
    }
}

fn same_domain(from: &str, to: &str) -> bool {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.trim().to_lowercase());
    let from = domain(from);
    from.is_some() && from == domain(to)
}
