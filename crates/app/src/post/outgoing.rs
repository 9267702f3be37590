//! A queued message as a mail.

use super::Press;
use crate::{Error, Refusal};
use domain::contact::{ContactState, Purpose, Sender};
use domain::letter::{Language, Letter, LetterKind, Voice};
use domain::party::{Address, Factor};
use formats::mail::{Attachment, Composed, MailAddress, Outbound};
use jiff::Timestamp;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// Message-IDs of a conversation that a mail names.
const REFERENCES: usize = 10;
/// Beginning of the subject of a mail that stops reminders; the message's key follows.
pub(crate) const STOP: &str = "stop";

/// How mail leaves, besides what the book says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// The envelope's sender names the message (`desk+KEY@factor.example`), so that also a mail that comes back without its
    /// headers finds its message. Only for mail servers that deliver such addresses to the mailbox before the `+`.
    pub plus_addressing: bool,
}

/// The particulars mail is sent with.
///
/// # Errors
/// [`Error::Refused`] when the factor has no mail address, or no postal address for the foot of its letters (CAN-SPAM).
pub(super) fn sender(reads: &mut dyn Reads) -> Result<Sender, Error> {
    let sender: Sender = kept::policy::get(reads, Sender::POLICY)?;
    let mut missing = Vec::new();
    if !formats::mail::is_address(&sender.email) {
        missing.push(Refusal::new(
            "SENDER_EMAIL",
            "The factor has no mail address",
            "Save one under Settings, Sender.",
        ));
    }
    if sender.address == Address::default() {
        let fact = "The factor has no postal address, which every mail must show";
        missing.push(Refusal::new("SENDER_ADDRESS", fact, "Save one under Settings, Sender."));
    }
    if missing.is_empty() { Ok(sender) } else { Err(Error::Refused(missing)) }
}

/// Makes the mail of a message: the same words as text and HTML, its papers, the headers that machines need.
///
/// # Errors
/// [`Error::Refused`] with everything that keeps it from being a mail.
pub fn compose(
    reads: &mut dyn Reads,
    factor: &Factor,
    message: &Message,
    style: Style,
    press: &dyn Press,
    now: Timestamp,
) -> Result<Composed, Error> {
    let sender = sender(reads)?;
    let Some(letter) = &message.body.letter else {
        return Err(Error::refused(
            "MAIL_EMPTY",
            "The message has no words to send",
            "Take it back and write it anew.",
        ));
    };
    let contact = match message.contact {
        Some(id) => kept::contact::get(reads, id)?,
        None => None,
    };
    let outbound = Outbound {
        from: MailAddress::named(&display(letter, factor), &sender.email),
        reply_to: reply_to(reads, message, letter, &sender)?,
        to: MailAddress::named(contact.as_ref().map_or("", |contact| &contact.name), &message.recipient),
        return_path: return_path(&sender.email, message, style),
        message_id: message.internet_id.clone(),
        date: now,
        in_reply_to: None,
        references: Vec::new(),
        subject: message.subject.clone(),
        language: letter.language,
        text: letter.plain_text(),
        html: Some(press.html(letter).map_err(|reason| unset(&reason))?),
        attachments: papers(reads, message, letter, press)?,
        automatic: message.purpose != Purpose::Reply,
        unsubscribe: unsubscribe(message, &sender.email),
    };
    Ok(formats::mail::compose(&with_conversation(reads, message, outbound)?)?)
}

/// What leads back to the message: the part of its Message-ID before the domain.
fn key(message: &Message) -> &str {
    message.internet_id.split('@').next().unwrap_or_default()
}

fn unset(reason: &str) -> Error {
    Error::refused("LETTER_UNSET", format!("The letter cannot be set: {reason}"), "Correct its wording or layout.")
}

/// The name beside the address. The address is the factor's own in any case: SPF and DKIM vouch for no other.
fn display(letter: &Letter, factor: &Factor) -> String {
    match (letter.voice, letter.letterhead.first()) {
        (Voice::Client, Some(client)) => {
            let sent_by = match letter.language {
                Language::English => "sent by",
                Language::German => "gesendet von",
                Language::French => "envoyé par",
                Language::Spanish => "enviado por",
            };
            format!("{client}, {sent_by} {}", factor.name)
        }
        _ => factor.name.clone(),
    }
}

/// LC-42: who answers a letter in the client's voice reaches the client's person, and the factor, who keeps the timeline.
fn reply_to(
    reads: &mut dyn Reads,
    message: &Message,
    letter: &Letter,
    sender: &Sender,
) -> Result<Vec<MailAddress>, Error> {
    if letter.voice != Voice::Client {
        return Ok(Vec::new());
    }
    let (clients, _) = kept::message::speaks_of(reads, message.id)?;
    let [client] = clients[..] else { return Ok(Vec::new()) };
    let people = kept::contact::of_client(reads, client)?;
    let person = people.into_iter().filter(|person| person.state == ContactState::Good).find_map(|person| {
        let email = person.email.filter(|email| formats::mail::is_address(email))?;
        Some(MailAddress::named(&person.name, &email))
    });
    Ok(person.map_or_else(Vec::new, |person| vec![person, MailAddress::named("", &sender.email)]))
}

fn return_path(own: &str, message: &Message, style: Style) -> String {
    match own.rsplit_once('@') {
        Some((local, domain)) if style.plus_addressing => format!("{local}+{}@{domain}", key(message)),
        _ => own.to_owned(),
    }
}

/// CO-08, CO-12: one click stops reminders. By mail only: a page that takes RFC 8058's POST without a person would need the
/// guest's link in a header, and headers are forwarded.
fn unsubscribe(message: &Message, own: &str) -> Option<String> {
    let is_reminder = message.purpose.is_about_payment() || message.purpose == Purpose::NoticeReminder;
    is_reminder.then(|| format!("mailto:{own}?subject={STOP}%20{}", key(message)))
}

/// Letters that count as papers travel as paper too.
const fn is_paper(kind: LetterKind) -> bool {
    kind.is_signed() || matches!(kind, LetterKind::Introduction | LetterKind::PastDue)
}

fn papers(
    reads: &mut dyn Reads,
    message: &Message,
    letter: &Letter,
    press: &dyn Press,
) -> Result<Vec<Attachment>, Error> {
    let mut papers = Vec::new();
    if is_paper(letter.kind) {
        papers.push(Attachment {
            name: format!("{} {}.pdf", letter.kind.word(), message.number),
            content_type: "application/pdf".to_owned(),
            content: press.pdf(letter).map_err(|reason| unset(&reason))?,
        });
    }
    for id in &message.body.documents {
        let document = kept::document::get(reads, *id)?.ok_or_else(|| Error::NotFound("paper".to_owned()))?;
        let content = kept::document::content(reads, *id)?.unwrap_or_default();
        papers.push(Attachment { name: document.name, content_type: document.content_type, content });
    }
    Ok(papers)
}

/// The mail it answers, and the mails before that one.
fn with_conversation(reads: &mut dyn Reads, message: &Message, mut outbound: Outbound) -> Result<Outbound, Error> {
    let mut before = message.body.answers;
    while let Some(id) = before
        && outbound.references.len() < REFERENCES
    {
        let Some(earlier) = kept::message::get(reads, id)? else { break };
        before = earlier.body.answers;
        if formats::mail::is_message_id(&earlier.internet_id) {
            outbound.references.insert(0, earlier.internet_id);
        }
    }
    outbound.in_reply_to = outbound.references.last().cloned();
    Ok(outbound)
}
