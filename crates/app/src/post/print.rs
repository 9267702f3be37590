//! Letters on paper: printed together, posted by a person.
//!
//! A print run marks its letters as leaving; only when a person says that they were posted have they left. Until then the
//! run can be printed again and undone. (A machine cannot know what lies in a postbox.)

use super::outcome::{Outcome, record};
use super::press::Unset;
use super::{PRINT_RUN, Press, PrintRun};
use crate::message::{Fate, Leave, learn, still_permitted};
use crate::task::business_date;
use crate::{App, Command, Error, Refusal, Task};
use domain::contact::{Channel, MessageState};
use domain::event::EventKind;
use domain::id::MessageId;
use domain::letter::Letter;
use jiff::Timestamp;
use jiff::civil::Date;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;
use store::kept::print_batch::{PrintBatch, PrintBody, PrintState};

/// A print run on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its number.
    pub number: i64,
    /// How many letters are in it.
    pub letters: usize,
    /// The pages and the postal list.
    pub run: PrintRun,
}

/// Prints every letter whose time has come; none when there is none.
///
/// # Errors
/// [`Error::Refused`] when letters changed meanwhile; [`Error::Fault`]. A letter that cannot be set is left out and marked.
pub fn make_print_run(app: &App, press: &dyn Press, actor: &str) -> Result<Option<Printed>, Error> {
    let now = app.now().as_microsecond();
    let ids = app.run(Command::system(actor), move |task| permitted(task, now))?;
    let mut due = app.read(|snapshot| {
        let mut due = kept::message::due(snapshot, Channel::Letter, MessageState::Queued, now, PRINT_RUN)?;
        due.retain(|message| ids.contains(&message.id));
        Ok(due)
    })?;
    let run = loop {
        if due.is_empty() {
            return Ok(None);
        }
        match set(press, &due) {
            Ok(run) => break run,
            Err(unset) => {
                let count = due.len();
                for (number, reason) in &unset {
                    if let Some(place) = due.iter().position(|message| Some(message.number) == *number) {
                        record(
                            app,
                            due.remove(place).id,
                            Outcome::Failed { said: reason.clone(), maybe_taken: false },
                        )?;
                    }
                }
                if due.len() == count {
                    return Err(unprintable(&unset));
                }
            }
        }
    };
    let letters = due.len();
    let number = app.run(Command::system(actor), move |task| mark(task, &due))?;
    Ok(Some(Printed { number, letters, run }))
}

/// The letters that may leave now; the policy moves or takes back the others.
fn permitted(task: &mut Task<'_, '_>, until: i64) -> Result<Vec<MessageId>, Error> {
    let mut may_leave = Vec::new();
    for message in kept::message::due(task, Channel::Letter, MessageState::Queued, until, PRINT_RUN)? {
        if still_permitted(task, &message)? == Leave::Now {
            may_leave.push(message.id);
        }
    }
    Ok(may_leave)
}

fn set(press: &dyn Press, messages: &[Message]) -> Result<PrintRun, Vec<Unset>> {
    let mut letters: Vec<(i64, &Letter)> = Vec::with_capacity(messages.len());
    let mut unset = Vec::new();
    for message in messages {
        match &message.body.letter {
            Some(letter) => letters.push((message.number, letter)),
            None => unset.push((Some(message.number), "it has no words".to_owned())),
        }
    }
    if unset.is_empty() { press.run(&letters) } else { Err(unset) }
}

fn mark(task: &mut Task<'_, '_>, read: &[Message]) -> Result<i64, Error> {
    for message in read {
        if kept::message::get(task, message.id)?.as_ref() != Some(message) {
            let fact = format!("Letter {} was changed or taken back while the run was being set", message.number);
            return Err(Error::refused("LETTER_CHANGED", fact, "Print again."));
        }
    }
    let number = task.unit.next_number("print run")?;
    for message in read {
        let mut message = message.clone();
        message.state = MessageState::Sending;
        message.attempts += 1;
        message.body.print_run = Some(number);
        kept::message::set(task, &message)?;
    }
    let batch = PrintBatch {
        number,
        state: PrintState::Printed,
        made_at: task.unit.recorded_at(),
        body: PrintBody {
            messages: read.iter().map(|message| message.id).collect(),
            made_by: task.actor.clone(),
            posted: None,
        },
    };
    keep(task, &batch)?;
    Ok(number)
}

fn keep(task: &mut Task<'_, '_>, batch: &PrintBatch) -> Result<(), Error> {
    kept::print_batch::put(task, batch)?;
    let facts = serde_json::json!({ "run": batch.number, "state": batch.state, "messages": batch.body.messages });
    task.record_facts(EventKind::PrintRunMoved, &facts, &[]).map(drop)
}

fn known(reads: &mut dyn Reads, number: i64) -> Result<PrintBatch, Error> {
    kept::print_batch::get(reads, number)?.ok_or_else(|| Error::NotFound(format!("print run {number}")))
}

/// The letters of a run that are still in it.
fn letters(reads: &mut dyn Reads, batch: &PrintBatch) -> Result<Vec<Message>, Error> {
    let mut letters = Vec::with_capacity(batch.body.messages.len());
    for id in &batch.body.messages {
        letters.extend(kept::message::get(reads, *id)?.filter(|one| one.body.print_run == Some(batch.number)));
    }
    Ok(letters)
}

/// The pages of a run once more, for a printer that ate some.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it was undone or cannot be set any more.
pub fn print_again(app: &App, press: &dyn Press, number: i64) -> Result<Printed, Error> {
    let messages = app.read(|snapshot| {
        let batch = known(snapshot, number)?;
        letters(snapshot, &batch)
    })?;
    if messages.is_empty() {
        let fact = format!("Print run {number} holds no letters any more");
        return Err(Error::refused("PRINT_RUN_EMPTY", fact, "Make a new print run."));
    }
    let run = set(press, &messages).map_err(|unset| unprintable(&unset))?;
    Ok(Printed { number, letters: messages.len(), run })
}

fn unprintable(unset: &[Unset]) -> Error {
    let reasons: Vec<String> = unset
        .iter()
        .map(|(number, reason)| number.map_or_else(|| reason.clone(), |number| format!("letter {number}: {reason}")))
        .collect();
    let fact = format!("The run cannot be printed: {}", reasons.join("; "));
    Error::refused("PRINT", fact, "Look at the letters and their layout.")
}

/// A person says that the letters of a run were posted: they have left. Said again, it changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when the run was undone.
pub fn posted(task: &mut Task<'_, '_>, number: i64) -> Result<usize, Error> {
    let mut batch = known(task, number)?;
    match batch.state {
        PrintState::Posted => return Ok(0),
        PrintState::Undone => return Err(undone(number)),
        PrintState::Printed => {}
    }
    let letters = letters(task, &batch)?;
    for letter in &letters {
        learn(task, letter, &Fate::Sent)?;
    }
    batch.state = PrintState::Posted;
    batch.body.posted = Some((task.today, task.actor.clone()));
    keep(task, &batch)?;
    Ok(letters.len())
}

fn undone(number: i64) -> Error {
    Error::refused("PRINT_RUN_UNDONE", format!("Print run {number} was undone"), "Make a new one, and destroy the old.")
}

/// Takes a run back before it is posted: its letters wait again. Undone again, it changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it was posted.
pub fn undo_print_run(task: &mut Task<'_, '_>, number: i64) -> Result<usize, Error> {
    let mut batch = known(task, number)?;
    match batch.state {
        PrintState::Undone => return Ok(0),
        PrintState::Posted => {
            let fact = format!("The letters of print run {number} were posted");
            return Err(Error::refused("PRINT_RUN_POSTED", fact, "What was posted cannot be taken back; write again."));
        }
        PrintState::Printed => {}
    }
    let letters = letters(task, &batch)?;
    let count = letters.len();
    for mut letter in letters {
        letter.state = MessageState::Queued;
        letter.body.print_run = None;
        kept::message::set(task, &letter)?;
    }
    batch.state = PrintState::Undone;
    keep(task, &batch)?;
    Ok(count)
}

/// Characters of what the post wrote on a letter that came back.
const CAME_BACK_CHARS: usize = 500;
/// Characters of a tracking number.
const TRACKING: usize = 60;

fn posted_letter(reads: &mut dyn Reads, message: MessageId) -> Result<Message, Error> {
    let letter = kept::message::get(reads, message)?.ok_or_else(|| Error::NotFound("letter".to_owned()))?;
    if letter.channel != Channel::Letter {
        return Err(Error::NotFound("letter".to_owned()));
    }
    if letter.sent_at.is_none() {
        let fact = format!("Letter {} has not been posted", letter.number);
        return Err(Error::refused("LETTER_NOT_POSTED", fact, "Confirm its print run first."));
    }
    Ok(letter)
}

fn long_date(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Keeps the tracking number of a posted letter (LC-43).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it was not posted, or the number is none.
pub fn track(task: &mut Task<'_, '_>, message: MessageId, tracking: &str) -> Result<(), Error> {
    let mut letter = posted_letter(task, message)?;
    let tracking = tracking.trim();
    if tracking.is_empty()
        || tracking.len() > TRACKING
        || !tracking.chars().all(|sign| sign.is_ascii_graphic() || sign == ' ')
    {
        let fact = format!("A tracking number has 1 to {TRACKING} letters and digits");
        return Err(Error::refused("TRACKING", fact, "Copy it from the post's receipt."));
    }
    if letter.body.tracking.as_deref() == Some(tracking) {
        return Ok(());
    }
    letter.body.tracking = Some(tracking.to_owned());
    kept::message::set(task, &letter)?;
    let facts = serde_json::json!({ "message": letter.id, "number": letter.number, "tracking": tracking });
    task.record_facts(EventKind::LetterTracked, &facts, &[])?;
    crate::notice::letter_tracked(task, &letter, tracking)
}

/// LC-45, level 3: the courier's or the post's proof of delivery has come; somebody signed for the letter on that day.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when the letter was not posted or has no tracking number, or the day lies ahead
/// or before the day it was posted.
pub fn courier_signed(task: &mut Task<'_, '_>, message: MessageId, on: Date) -> Result<(), Error> {
    let letter = posted_letter(task, message)?;
    let mut problems = Vec::new();
    let Some(tracking) = letter.body.tracking.clone() else {
        let fact = format!("Letter {} has no tracking number", letter.number);
        return Err(Error::refused("NO_TRACKING", fact, "Enter the number of its receipt first."));
    };
    if on > task.today {
        let fact = format!("{} lies ahead", long_date(on));
        problems.push(Refusal::at("delivered_on", "DAY_AHEAD", fact, "Write the day of the signature."));
    }
    let posted = letter.sent_at.and_then(|at| Timestamp::from_microsecond(at).ok());
    let posted = posted.map(|at| business_date(&task.factor, at));
    if let Some(posted) = posted.filter(|posted| on < *posted) {
        let fact = format!("{} lies before {}, the day it was posted", long_date(on), long_date(posted));
        let remedy = "Compare the day with the post's or the courier's paper.";
        problems.push(Refusal::at("delivered_on", "DAY_BEFORE_POSTING", fact, remedy));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    if letter.body.delivered_on == Some(on) {
        return Ok(());
    }
    let facts = serde_json::json!({
        "message": letter.id, "number": letter.number, "tracking": tracking, "delivered_on": on
    });
    task.record_facts(EventKind::LetterTracked, &facts, &[])?;
    learn(task, &letter, &Fate::Delivered { on })
}

/// LC-48: the post has brought a letter back. Said again, it changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it was not posted, was signed for, or it does not say what the post wrote
/// on it.
pub fn letter_came_back(task: &mut Task<'_, '_>, message: MessageId, said: &str) -> Result<(), Error> {
    let letter = posted_letter(task, message)?;
    let said = said.trim();
    if let Some(on) = letter.body.delivered_on {
        let fact = format!("Letter {} was signed for on {}", letter.number, long_date(on));
        return Err(Error::refused("LETTER_SIGNED_FOR", fact, "Compare the number with the one on the envelope."));
    }
    if said.is_empty() || said.chars().count() > CAME_BACK_CHARS {
        let fact = format!("what the post wrote on it is empty or longer than {CAME_BACK_CHARS} characters");
        let remedy = "Copy it from the envelope, for example: no such company at this address.";
        return Err(Error::Refused(vec![Refusal::at("came_back", "CAME_BACK", fact, remedy)]));
    }
    learn(task, &letter, &Fate::Bounced { permanent: true, reason: said.to_owned() })
}
