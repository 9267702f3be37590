//! A mail that came in.

use super::history::{own_words, short};
use super::report::{Action, Report};
use super::{ATTACHMENT_BYTES, ATTACHMENTS, LINE_CHARS, MAIL_IN_BYTES, MailAddress};
use super::{Trace, automatic, nesting, proof, report};
use crate::problem::{Place, Problem, Refused, excerpt};
use jiff::Timestamp;
use mail_parser::{Address, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::panic::catch_unwind;

/// What a mail that came in is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A person wrote it.
    Reply,
    /// A machine wrote it (RFC 3834), with the header that says so. Never an answer.
    Automatic(String),
    /// RFC 3464: what became of a mail of ours.
    Bounce(Report),
    /// It looks like a mail that came back, and no part of it is for machines: a person must read it.
    UnreadableBounce,
}

/// A file that came in. What a mail calls it counts as nothing: its bytes say what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentIn {
    /// Its name, without a path.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// A mail that came in, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Its Message-ID, without angle brackets.
    pub message_id: Option<String>,
    /// Message-IDs it answers.
    pub in_reply_to: Vec<String>,
    /// Message-IDs of the conversation, oldest first.
    pub references: Vec<String>,
    /// Who wrote it, as it says.
    pub from: Option<MailAddress>,
    /// All addresses it was for, in small letters: To, Cc, and where it was delivered.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// What was written, without the quoted conversation.
    pub text: String,
    /// When it was written, as it says.
    pub date: Option<Timestamp>,
    /// Files in it that are kept.
    pub attachments: Vec<AttachmentIn>,
    /// Files in it that are not kept: name and reason.
    pub left_out: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// What servers found about its sender.
    pub trace: Trace,
}

/// Reads a mail.
///
/// # Errors
/// [`Refused`] when it is over [`MAIL_IN_BYTES`], lies too deep, or has no headers at all: then a person must look at it.
pub fn read(bytes: &[u8]) -> Result<Inbound, Refused> {
    let refuse = |code, fact: String| {
        let remedy = "Look at it in the mailbox with a mail program; it stays there.";
        Refused::from(Problem::new(code, Place::file("mail"), fact, remedy))
    };
    if bytes.len() > MAIL_IN_BYTES {
        let fact = format!("The mail has {} bytes; {MAIL_IN_BYTES} are read.", bytes.len());
        return Err(refuse("MAIL_TOO_BIG", fact));
    }
    if let Some(reason) = nesting::too_deep(bytes) {
        return Err(refuse("MAIL_NESTING", format!("The mail is not unfolded: {reason}.")));
    }
    // The parser is not ours, and what comes in may be made to make it stumble: one mail must not end the mailbox.
    let parsed = catch_unwind(|| MessageParser::default().parse(bytes)).unwrap_or_default();
    let message = parsed
        .filter(|message| message.from().is_some() || message.message_id().is_some() || message.subject().is_some())
        .ok_or_else(|| refuse("MAIL_UNREADABLE", "The file has no headers of a mail.".to_owned()))?;
    let (attachments, left_out) = files(&message);
    let text = message.body_text(0).unwrap_or_default();
    Ok(Inbound {
        message_id: message.message_id().map(short_line),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        from: sender(message.from()),
        to: recipients(&message),
        subject: short_line(message.subject().unwrap_or_default()),
        text: own_words(&text),
        date: message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
        attachments,
        left_out,
        kind: kind(&message),
        trace: proof::trace(&message),
    })
}

fn kind(message: &Message<'_>) -> Kind {
    if let Some(report) = report::of(message) {
        return Kind::Bounce(report);
    }
    let from = message.from().and_then(Address::first).and_then(|from| from.address()).unwrap_or_default();
    let local = from.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let failed = ["undeliver", "returned mail", "delivery status", "failure notice", "delivery fail", "unzustellbar"];
    let is_daemon = matches!(local.as_str(), "mailer-daemon" | "postmaster");
    if is_daemon || (failed.iter().any(|word| subject.contains(word)) && automatic::why(message).is_some()) {
        return Kind::UnreadableBounce;
    }
    automatic::why(message).map_or(Kind::Reply, Kind::Automatic)
}

impl Inbound {
    /// Message-IDs this mail may be about, the likeliest first: what a report returns, what it answers, the conversation
    /// from its end.
    #[must_use]
    pub fn about(&self) -> Vec<&str> {
        let original = match &self.kind {
            Kind::Bounce(report) => report.original.as_deref(),
            _ => None,
        };
        let mut ids: Vec<&str> = Vec::new();
        let chain = self.in_reply_to.iter().chain(self.references.iter().rev()).map(String::as_str);
        for id in original.into_iter().chain(chain) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The recipients that a report says failed.
    pub fn failed(&self) -> impl Iterator<Item = &report::Recipient> {
        let recipients = match &self.kind {
            Kind::Bounce(report) => report.recipients.as_slice(),
            _ => &[],
        };
        recipients.iter().filter(|recipient| recipient.action == Action::Failed)
    }
}

/// A line of a mail without control characters, at most [`LINE_CHARS`] long.
pub(super) fn short_line(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    line.trim().chars().take(LINE_CHARS).collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![short_line(id)],
        HeaderValue::TextList(ids) => ids.iter().map(|id| short_line(id)).collect(),
        _ => Vec::new(),
    }
}

fn sender(address: Option<&Address<'_>>) -> Option<MailAddress> {
    let first = address?.first()?;
    let name = first.name.as_deref().map(short_line).filter(|name| !name.is_empty());
    Some(MailAddress { name, address: short_line(first.address.as_deref()?).to_lowercase() })
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let listed = [message.to(), message.cc()].into_iter().flatten();
    let mut all: Vec<String> = listed
        .flat_map(Address::iter)
        .filter_map(|one| one.address.as_deref())
        .map(|one| short_line(one).to_lowercase())
        .collect();
    for (name, value) in message.headers_raw() {
        if ["delivered-to", "x-original-to", "envelope-to"].contains(&name.to_ascii_lowercase().as_str()) {
            all.push(short_line(value).trim_matches(['<', '>']).to_lowercase());
        }
    }
    all.dedup();
    all
}

/// The files of a mail: kept ones, and what was left out with its reason. The parts of a delivery report are no files.
fn files(message: &Message<'_>) -> (Vec<AttachmentIn>, Vec<String>) {
    let mut kept = Vec::new();
    let mut left_out = Vec::new();
    for part in message.attachments() {
        if matches!(part.body, PartType::Message(_) | PartType::Multipart(_)) || is_machine_part(part) {
            continue;
        }
        let Some(name) = part.attachment_name().map(bare_name) else { continue };
        let content = part.contents();
        if content.len() > ATTACHMENT_BYTES {
            left_out.push(format!("{}: it has {} bytes; {ATTACHMENT_BYTES} are kept", excerpt(&name), content.len()));
        } else if kept.len() == ATTACHMENTS {
            left_out.push(format!("{}: only {ATTACHMENTS} files of a mail are kept", excerpt(&name)));
        } else if !content.is_empty() {
            kept.push(AttachmentIn { name, content: content.to_vec() });
        }
    }
    (kept, left_out)
}

fn is_machine_part(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype() == "message" || kind.subtype() == Some("rfc822-headers"))
}

/// The name alone, without folders and control characters.
fn bare_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = short_line(&short(last));
    if name.is_empty() { "file".to_owned() } else { name }
}
