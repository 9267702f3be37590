//! The bytes of a mail that leaves.
//!
//! The sender in `From` is always the factor's own address: SPF and DKIM vouch for its domain alone, so a letter in the
//! client's voice shows the client in the name, never in the address.

use super::address::{MailAddress, is_address, is_message_id};
use super::{ATTACHMENTS, Attachment, LINE_CHARS, MAIL_OUT_BYTES};
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use domain::letter::Language;
use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox, Message, MultiPart, SinglePart};
use std::time::SystemTime;

/// A mail that is to leave.
#[derive(Debug, Clone)]
pub struct Outbound {
    /// Who writes: the factor's own address.
    pub from: MailAddress,
    /// Where answers go; nobody named means to the sender.
    pub reply_to: Vec<MailAddress>,
    /// To whom.
    pub to: MailAddress,
    /// The envelope's sender: reports that it came back go there.
    pub return_path: String,
    /// Its Message-ID without angle brackets, made once and kept.
    pub message_id: String,
    /// When it leaves.
    pub date: Timestamp,
    /// Message-ID of the mail it answers.
    pub in_reply_to: Option<String>,
    /// Message-IDs of the conversation before it, oldest first.
    pub references: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Language of its words.
    pub language: Language,
    /// Its words as plain text.
    pub text: String,
    /// The same words as HTML; none sends plain text alone.
    pub html: Option<String>,
    /// Papers that travel with it.
    pub attachments: Vec<Attachment>,
    /// RFC 3834: a machine wrote it; other machines do not answer it.
    pub automatic: bool,
    /// RFC 2369: a `mailto:` address that stops reminders.
    pub unsubscribe: Option<String>,
}

/// A mail as a server takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The envelope's sender.
    pub return_path: String,
    /// The envelope's recipient.
    pub recipient: String,
    /// Headers and body, lines ended by CR LF.
    pub bytes: Vec<u8>,
}

/// Makes the mail.
///
/// # Errors
/// [`Refused`] with every value that cannot stand in a mail, or the size when it is over [`MAIL_OUT_BYTES`].
pub fn compose(mail: &Outbound) -> Result<Composed, Refused> {
    check(mail).or_value(())?;
    let bytes = build(mail)?.formatted();
    if bytes.len() > MAIL_OUT_BYTES {
        let fact = format!("The mail has {} bytes with its papers; {MAIL_OUT_BYTES} may leave in one.", bytes.len());
        return Err(Problem::new("MAIL_TOO_BIG", place("size"), fact, "Send fewer or smaller papers with it.").into());
    }
    Ok(Composed { return_path: mail.return_path.clone(), recipient: mail.to.address.clone(), bytes })
}

fn place(field: &str) -> Place {
    Place::file("mail").field(field)
}

fn check(mail: &Outbound) -> Problems {
    let mut problems = Problems::default();
    let mut lines = vec![("subject", mail.subject.as_str())];
    let named = [("sender", &mail.from), ("recipient", &mail.to)].into_iter();
    for (field, address) in named.chain(mail.reply_to.iter().map(|address| ("reply-to", address))) {
        lines.extend(address.name.as_deref().map(|name| (field, name)));
        check_address(&mut problems, field, &address.address);
    }
    check_address(&mut problems, "return path", &mail.return_path);
    lines.extend(mail.attachments.iter().map(|attachment| ("name of a paper", attachment.name.as_str())));
    for (field, line) in lines {
        check_line(&mut problems, field, line);
    }
    for id in [&mail.message_id].into_iter().chain(&mail.in_reply_to).chain(&mail.references) {
        if !is_message_id(id) {
            let fact = format!("{} is not a Message-ID.", quoted(id));
            problems.push(Problem::new("MAIL_MESSAGE_ID", place("Message-ID"), fact, "Write local@domain, in ASCII."));
        }
    }
    if let Some(address) = &mail.unsubscribe
        && !(address.starts_with("mailto:")
            && address.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>,".contains(&byte)))
    {
        let fact = format!("{} is no mailto: address.", quoted(address));
        problems.push(Problem::new("MAIL_UNSUBSCRIBE", place("List-Unsubscribe"), fact, "Write one, percent-encoded."));
    }
    if mail.attachments.len() > ATTACHMENTS {
        let fact = format!("{} papers travel with the mail; {ATTACHMENTS} may.", mail.attachments.len());
        problems.push(Problem::new("MAIL_PAPERS", place("papers"), fact, "Send them in several mails."));
    }
    for attachment in &mail.attachments {
        if content_type(&attachment.content_type).is_none() {
            let fact = format!("{} is not a media type.", quoted(&attachment.content_type));
            problems.push(Problem::new("MAIL_TYPE", place("papers"), fact, "Write one such as application/pdf."));
        }
    }
    problems
}

/// Header injection ends here: no control character reaches a header.
fn check_line(problems: &mut Problems, field: &str, line: &str) {
    if line.chars().any(|letter| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')) {
        let fact = format!("The {field} holds a line break or another control character: {}.", quoted(line));
        problems.push(Problem::new("MAIL_CONTROL", place(field), fact, "Write it on one line."));
    }
    if line.chars().count() > LINE_CHARS {
        let fact = format!("The {field} has over {LINE_CHARS} characters.");
        problems.push(Problem::new("MAIL_LINE", place(field), fact, "Shorten it."));
    }
}

fn check_address(problems: &mut Problems, field: &str, address: &str) {
    if !is_address(address) {
        let fact = format!("The {field} {} is not a mail address.", quoted(address));
        problems.push(Problem::new("MAIL_ADDRESS", place(field), fact, "Write one address such as ap@debtor.example."));
    }
}

fn content_type(text: &str) -> Option<ContentType> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_plain { ContentType::parse(text).ok() } else { None }
}

fn build(mail: &Outbound) -> Result<Message, Refused> {
    let bracketed = |id: &String| format!("<{id}>");
    let mut builder = Message::builder()
        .from(mailbox(&mail.from)?)
        .to(mailbox(&mail.to)?)
        // One space where there were several: between two encoded words more than one is lost on the way (RFC 2047).
        .subject(mail.subject.split_whitespace().collect::<Vec<_>>().join(" "))
        .date(SystemTime::from(mail.date))
        .message_id(Some(bracketed(&mail.message_id)));
    for address in &mail.reply_to {
        builder = builder.reply_to(mailbox(address)?);
    }
    if let Some(id) = &mail.in_reply_to {
        builder = builder.in_reply_to(bracketed(id));
    }
    if !mail.references.is_empty() {
        builder = builder.references(mail.references.iter().map(bracketed).collect::<Vec<_>>().join(" "));
    }
    builder = raw(builder, "Content-Language", mail.language.code());
    if mail.automatic {
        builder = raw(builder, "Auto-Submitted", "auto-generated");
        // Not in a standard, but the one word that keeps the most common groupware from answering for its absent people.
        builder = raw(builder, "X-Auto-Response-Suppress", "OOF, AutoReply");
    }
    if let Some(address) = &mail.unsubscribe {
        builder = raw(builder, "List-Unsubscribe", &format!("<{address}>"));
    }
    let words = SinglePart::plain(mail.text.clone());
    let built = match (&mail.html, mail.attachments.is_empty()) {
        (None, true) => builder.singlepart(words),
        (None, false) => builder.multipart(with_papers(MultiPart::mixed().singlepart(words), mail)?),
        (Some(html), is_alone) => {
            let both = MultiPart::alternative().singlepart(words).singlepart(SinglePart::html(html.clone()));
            let all = if is_alone { both } else { with_papers(MultiPart::mixed().multipart(both), mail)? };
            builder.multipart(all)
        }
    };
    built.map_err(|error| unbuildable(&error))
}

fn raw(builder: lettre::message::MessageBuilder, name: &'static str, value: &str) -> lettre::message::MessageBuilder {
    builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned()))
}

fn with_papers(mut parts: MultiPart, mail: &Outbound) -> Result<MultiPart, Refused> {
    for attachment in &mail.attachments {
        let content_type =
            content_type(&attachment.content_type).ok_or_else(|| unbuildable(&attachment.content_type))?;
        parts = parts.singlepart(Part::new(attachment.name.clone()).body(attachment.content.clone(), content_type));
    }
    Ok(parts)
}

fn mailbox(address: &MailAddress) -> Result<Mailbox, Refused> {
    let parsed = address.address.parse().map_err(|error: lettre::address::AddressError| unbuildable(&error))?;
    Ok(Mailbox::new(address.name.clone(), parsed))
}

/// What was checked above and is refused all the same.
fn unbuildable(error: &impl ToString) -> Refused {
    let fact = format!("The mail cannot be written: {}.", error.to_string());
    Problem::new("MAIL", place("parts"), fact, "Look at its addresses and papers.").into()
}
