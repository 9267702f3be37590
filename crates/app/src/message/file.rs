//! Received mail is filed: to the message it answers, to its sender, or for a person at the desk.
//!
//! Contract: every mail becomes a message row once (by the SHA-256 of its bytes), in one unit with all that follows from
//! it. Its place is, in this order: the message it names (`In-Reply-To`, `References`, the headers a report returns), the
//! message its envelope names (plus addressing), its sender's address in the directory. What has no place waits for the
//! desk ([`place`]); nothing is thrown away.
//! - A delivery report teaches the message's fate (LC-48) and is filed beside it.
//! - A person's words open a question, or are added to the message's case, so that somebody answers for them. They are an
//!   answer to the message (LC-45, level 3) when they come from the mail domain it was sent to.
//! - What a machine wrote is filed and counts as nothing.
//! - What comes from a sender that nothing proves is filed too, is nobody's answer until a person vouches for it
//!   (`vouch`), and is told as such wherever it stands.
//!
//! What one mail says is shown to a client only when the conversation is about that client alone.

use super::belongs::{Place, beside, by_sender, original, stop_of};
use super::vouch::counts_as_answer;
use super::{Fate, learn, papers, without_links};
use crate::timeline::{Told, tell};
use crate::{Error, Task, contact, dispute};
use domain::contact::{Channel, Direction, Happening, MessageState, Purpose, Seen, SenderProof, Subject};
use domain::dispute::{CaseKind, NewCase, Side, Speaker};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, DocumentId, MessageId};
use domain::timeline::{Sentence, Who};
use formats::mail::{Action, Inbound, Kind, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::book::Reads;
use store::kept;
use store::kept::message::{Message, MessageBody};

/// Characters of a mail that a case's entry takes; the whole text stays with the message.
const CASE_WORDS: usize = 3_900;

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filed {
    /// It was read before.
    Before,
    /// A person's words, with their place.
    Reply(MessageId),
    /// A machine's words, with or without a place; they count as nothing.
    Automatic(MessageId),
    /// A delivery report, or one that a person must read when it has no place.
    Report(MessageId),
    /// Its writer wants no more reminders (CO-08).
    Stop(MessageId),
    /// It has no place: it waits for a person.
    Unfiled(MessageId),
}

#[derive(Serialize)]
struct ReceivedFacts<'a> {
    message: MessageId,
    number: i64,
    kind: &'a str,
    answers: Option<MessageId>,
    debtor: Option<DebtorId>,
    client: Option<ClientId>,
    documents: &'a [DocumentId],
}

/// Files a mail.
///
/// # Errors
/// [`Error::Fault`]; [`Error::Refused`] when something it leads to is refused as a whole.
pub fn file(task: &mut Task<'_, '_>, mail: &Inbound, sha256: &[u8; 32], proof: &SenderProof) -> Result<Filed, Error> {
    if kept::mail_read::is_read(task, sha256)? {
        return Ok(Filed::Before);
    }
    let stopped = stop_of(task, mail)?;
    let original = match &stopped {
        Some(message) => Some(message.clone()),
        None => original(task, mail)?,
    };
    // A report in words only has no place even where its message is known: a person must read it first.
    let place = match (&original, &mail.kind) {
        (_, Kind::UnreadableBounce) => Place::default(),
        (Some(message), _) => beside(task, message, mail)?,
        (None, Kind::Bounce(_)) => Place::default(),
        (None, _) => by_sender(task, mail)?,
    };
    let by_machine = stopped.is_some() || !matches!(mail.kind, Kind::Reply);
    let (message, event) = keep(task, mail, sha256, &place, original.as_ref(), (by_machine, proof))?;
    if let Some(reminder) = stopped {
        stop(task, &reminder)?;
        return Ok(Filed::Stop(message.id));
    }
    match &mail.kind {
        Kind::Bounce(_) => {
            if let Some(original) = &original {
                returned(task, mail, original)?;
            }
            Ok(Filed::Report(message.id))
        }
        Kind::UnreadableBounce => Ok(Filed::Report(message.id)),
        Kind::Automatic(_) => Ok(Filed::Automatic(message.id)),
        Kind::Reply if !place.is_known() => Ok(Filed::Unfiled(message.id)),
        Kind::Reply => {
            said(task, event, &message, &place)?;
            counts_as_answer(task, &message)?;
            Ok(Filed::Reply(message.id))
        }
    }
}

/// Keeps a mail that cannot be read as one, for a person.
///
/// # Errors
/// [`Error::Fault`].
pub fn file_unreadable(task: &mut Task<'_, '_>, why: &str, sha256: &[u8; 32]) -> Result<Filed, Error> {
    let mail = Inbound {
        message_id: None,
        in_reply_to: Vec::new(),
        references: Vec::new(),
        from: None,
        to: Vec::new(),
        subject: "A mail that could not be read".to_owned(),
        text: why.to_owned(),
        date: None,
        attachments: Vec::new(),
        left_out: Vec::new(),
        kind: Kind::UnreadableBounce,
        trace: Trace::default(),
    };
    file(task, &mail, sha256, &SenderProof::Unproved)
}

/// A person gives a received message its place: it is told and acted on as if it had been filed there.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it has a place already, or the clients are not the debtor's.
pub fn place(task: &mut Task<'_, '_>, message: MessageId, debtor: DebtorId, clients: &[ClientId]) -> Result<(), Error> {
    let mut message = kept::message::get(task, message)?.ok_or_else(|| Error::NotFound("message".to_owned()))?;
    if message.direction != Direction::In {
        return Err(Error::NotFound("received message".to_owned()));
    }
    if message.debtor.is_some() || message.client.is_some() {
        let fact = format!("Message {} has its place already", message.number);
        return Err(Error::refused("MESSAGE_PLACED", fact, "Look at it there."));
    }
    let pairs = kept::party::pairs_of_debtor(task, debtor)?;
    if clients.iter().any(|client| pairs.iter().all(|pair| pair.client != *client)) {
        let remedy = "Choose among the clients that sell to this customer.";
        return Err(Error::refused("NOT_ITS_CLIENT", "A client has no relation with this customer", remedy));
    }
    let chosen: BTreeSet<ClientId> = match clients {
        [] => pairs.iter().map(|pair| pair.client).collect(),
        // One that is named twice is one.
        some => some.iter().copied().collect(),
    };
    let clients = Vec::from_iter(chosen);
    kept::message::place(task, message.id, Some(debtor), None, &clients)?;
    papers::place(task, &message, debtor, &clients)?;
    message.debtor = Some(debtor);
    let facts =
        serde_json::json!({ "message": message.id, "number": message.number, "debtor": debtor, "clients": clients });
    let event = task.record_facts(EventKind::MessagePlaced, &facts, &[])?;
    said(task, event, &message, &Place { debtor: Some(debtor), clients, ..Place::default() })
}

/// CO-08: honoured at once.
fn stop(task: &mut Task<'_, '_>, reminder: &Message) -> Result<(), Error> {
    let Some(id) = reminder.contact else { return Ok(()) };
    contact::opt_out(task, id, Channel::Email).map(drop)
}

/// Writes the message row, its papers, and that the mail was read.
fn keep(
    task: &mut Task<'_, '_>,
    mail: &Inbound,
    sha256: &[u8; 32],
    place: &Place,
    original: Option<&Message>,
    (by_machine, proof): (bool, &SenderProof),
) -> Result<(Message, i64), Error> {
    let id = MessageId(task.new_id());
    let at = task.unit.recorded_at();
    let internet_id = own_internet_id(task, mail, sha256)?;
    let from = mail.from.as_ref();
    let (documents, left_out) = papers::keep(task, mail, place, proof)?;
    let message = Message {
        id,
        number: task.unit.next_number("message")?,
        direction: Direction::In,
        purpose: Purpose::Incoming,
        channel: Channel::Email,
        debtor: place.debtor,
        client: place.client,
        contact: place.contact,
        recipient: from.map_or_else(|| "unknown sender".to_owned(), |from| from.address.clone()),
        state: MessageState::Received,
        queued_at: at,
        send_after: at,
        sent_at: Some(at),
        sent_on: None,
        internet_id,
        attempts: 0,
        // What is quoted must not carry our links on to whoever reads the words later.
        subject: without_links(task.seal, &mail.subject),
        words: without_links(task.seal, &mail.text),
        body: MessageBody {
            documents: documents.clone(),
            case: place.case,
            answers: original.map(|message| message.id),
            last_word: match &mail.kind {
                Kind::Automatic(why) => Some(why.clone()),
                _ => None,
            },
            left_out,
            by_machine,
            sender: from.map(|_| proof.clone()),
            ..MessageBody::default()
        },
    };
    let facts = ReceivedFacts {
        message: id,
        number: message.number,
        kind: match mail.kind {
            Kind::Reply => "REPLY",
            Kind::Automatic(_) => "AUTOMATIC",
            Kind::Bounce(_) => "REPORT",
            Kind::UnreadableBounce => "FOR_A_PERSON",
        },
        answers: message.body.answers,
        debtor: message.debtor,
        client: message.client,
        documents: &documents,
    };
    let event = task.record_facts(EventKind::MessageReceived, &facts, &[])?;
    kept::message::add(task, &message, &place.clients, &[])?;
    kept::mail_read::add(task, sha256, at, Some(id))?;
    Ok((message, event))
}

/// Its Message-ID, or one of our own where it has none or one that is taken (a copy of a mail has other bytes).
fn own_internet_id(reads: &mut dyn Reads, mail: &Inbound, sha256: &[u8; 32]) -> Result<String, Error> {
    if let Some(id) = &mail.message_id
        && formats::mail::is_message_id(id)
        && kept::message::by_internet_id(reads, id)?.is_none()
    {
        return Ok(id.clone());
    }
    let hex: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{hex}@received.invalid"))
}

/// LC-48: what a report says becomes the message's fate; that a server goes on trying is only noted.
fn returned(task: &mut Task<'_, '_>, mail: &Inbound, original: &Message) -> Result<(), Error> {
    // A report speaks of whom the message went to, or it is not about the message.
    let meant = |address: &str| address.trim().eq_ignore_ascii_case(original.recipient.trim());
    let mut failed = mail.failed().filter(|one| meant(&one.address)).peekable();
    if failed.peek().is_some() {
        let all: Vec<_> = failed.collect();
        let permanent = all.iter().any(|recipient| recipient.is_permanent());
        let reason = all
            .iter()
            .map(|recipient| {
                let status = recipient
                    .status
                    .map_or_else(String::new, |(class, subject, detail)| format!("{class}.{subject}.{detail} "));
                format!("{status}{}", recipient.said)
            })
            .collect::<Vec<_>>()
            .join("; ");
        return learn(task, original, &Fate::Bounced { permanent, reason });
    }
    let Kind::Bounce(report) = &mail.kind else { return Ok(()) };
    if let Some(late) = report.recipients.iter().find(|recipient| recipient.action == Action::Delayed)
        && let Some(mut message) = kept::message::get(task, original.id)?
    {
        message.body.last_word = Some(format!("delayed, the mail server goes on trying: {}", late.said));
        kept::message::set(task, &message)?;
    }
    Ok(())
}

/// A person's words are told, and somebody at the factor answers for them.
fn said(task: &mut Task<'_, '_>, event: i64, message: &Message, place: &Place) -> Result<(), Error> {
    let Some(debtor) = place.debtor else { return Ok(()) };
    let name = writer(task, message, place)?;
    let is_proved = message.body.sender != Some(SenderProof::Unproved);
    let who = if is_proved { Who::named(&name) } else { Who::Unproved { name: name.clone() } };
    let about_one = place.clients.len() <= 1;
    let to_client = message.client.is_some();
    let subject = Some((Subject::Message, message.id.0));
    let seen = match (to_client, about_one) {
        (true, _) => Seen::FACTOR_AND_CLIENT,
        (false, true) => Seen::ALL,
        (false, false) => Seen::of_bits(Seen::FACTOR.bits() | Seen::DEBTOR.bits()),
    };
    let said = Sentence::Received { subject: message.subject.clone(), files: message.body.documents.len() };
    let told = Told { kind: Happening::Received, who: who.clone(), said, subject, seen };
    tell(task, event, 0, &place.clients, debtor, &told)?;
    if to_client {
        // The client's own person wrote: the account manager reads it in the timeline.
        return Ok(());
    }
    if !about_one {
        let said = Sentence::ReceivedForSeveral;
        let told = Told { kind: Happening::Received, who, said, subject: None, seen: Seen::CLIENT };
        tell(task, event, 1, &place.clients, debtor, &told)?;
    }
    // A case is signed with a name alone, whose proof has to stand in it.
    let signed = if is_proved { name } else { format!("{name} (sender not proved)") };
    into_case(task, message, place, debtor, &signed)
}

/// The words go into the message's case, or open a question.
fn into_case(
    task: &mut Task<'_, '_>,
    message: &Message,
    place: &Place,
    debtor: DebtorId,
    name: &str,
) -> Result<(), Error> {
    let by = Speaker::new(Side::Debtor, name);
    let words = case_words(message);
    let done = match place.case {
        Some(case) => dispute::add_words(task, case, by, &words).map(drop),
        None => {
            let client = if let [client] = place.clients[..] { Some(client) } else { None };
            let new = NewCase {
                kind: CaseKind::Question,
                debtor,
                client,
                invoice: None,
                reason: None,
                amount: None,
                words,
                by,
            };
            dispute::open(task, new).map(drop)
        }
    };
    match done {
        // A case that takes no more words must not keep the mail from being filed: it stands in the timeline.
        Err(Error::Refused(_) | Error::NotFound(_)) => Ok(()),
        done => done,
    }
}

fn case_words(message: &Message) -> String {
    let text = message.words.trim();
    if text.is_empty() {
        return message.subject.clone();
    }
    let mut words: String = text.chars().take(CASE_WORDS).collect();
    if text.chars().nth(CASE_WORDS).is_some() {
        words.push_str(" \u{2026}");
    }
    words
}

/// Who wrote, as people read it.
fn writer(reads: &mut dyn Reads, message: &Message, place: &Place) -> Result<String, Error> {
    if let Some(id) = place.contact.or(message.contact)
        && let Some(contact) = kept::contact::get(reads, id)?
    {
        return Ok(contact.name);
    }
    Ok(message.recipient.clone())
}
