//! Delivery reports (RFC 3464, and RFC 6533 for addresses in UTF-8).

use super::read::short_line;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// What happened to a recipient (RFC 3464, 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was not delivered, and nobody tries any more.
    Failed,
    /// Not yet; the server goes on trying.
    Delayed,
    /// It was delivered.
    Delivered,
    /// It was handed to a system that sends no reports.
    Relayed,
    /// It was delivered to a list.
    Expanded,
}

/// What a report says of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address it was for: the original one where it is given, else the final one.
    pub address: String,
    /// What happened.
    pub action: Action,
    /// RFC 3463 status: class, subject, detail.
    pub status: Option<(u16, u16, u16)>,
    /// What the other server said.
    pub said: String,
}

impl Recipient {
    /// RFC 3463 class 5, and not for a reason that passes: a full mailbox (5.2.2) and a message that was too long (5.3.4)
    /// say nothing against the address.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, Some((5, subject, detail)) if !matches!((subject, detail), (2, 2) | (3, 4) | (2, 3)))
    }
}

/// A delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What happened to each recipient.
    pub recipients: Vec<Recipient>,
    /// Message-ID of the mail it is about, from its returned headers.
    pub original: Option<String>,
}

/// Fields of one group of a delivery-status part.
type Fields = Vec<(String, String)>;

/// The report in a mail; none when there is no part that a machine can read.
pub(super) fn of(message: &Message<'_>) -> Option<Report> {
    let status = message.parts.iter().find(|part| {
        part.is_content_type("message", "delivery-status") || part.is_content_type("message", "global-delivery-status")
    })?;
    let text = String::from_utf8_lossy(status.contents()).into_owned();
    let recipients: Vec<Recipient> = groups(&text).iter().filter_map(recipient).collect();
    (!recipients.is_empty()).then(|| Report { recipients, original: original(message) })
}

/// The Message-ID of the mail that was returned, whole or its headers alone.
pub(super) fn original(message: &Message<'_>) -> Option<String> {
    let is_headers = |part: &&mail_parser::MessagePart<'_>| {
        part.is_content_type("text", "rfc822-headers")
            || part.is_content_type("message", "rfc822-headers")
            || part.is_content_type("message", "global-headers")
    };
    let whole = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(returned) => returned.message_id().map(short_line),
        _ => None,
    });
    whole.or_else(|| {
        let headers = message.parts.iter().find(is_headers)?;
        let parsed = MessageParser::default().parse_headers(headers.contents())?;
        parsed.message_id().map(short_line)
    })
}

fn recipient(fields: &Fields) -> Option<Recipient> {
    let value = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let action = match value("action")?.split(';').next()?.trim().to_ascii_lowercase().as_str() {
        "failed" => Action::Failed,
        "delayed" => Action::Delayed,
        "delivered" => Action::Delivered,
        "relayed" => Action::Relayed,
        "expanded" => Action::Expanded,
        _ => return None,
    };
    let address = value("original-recipient").or_else(|| value("final-recipient"))?;
    let address = address.split_once(';').map_or(address, |(_, address)| address);
    let said = value("diagnostic-code").map_or("", |code| code.split_once(';').map_or(code, |(_, said)| said));
    let address = short_line(address).trim_matches(['<', '>']).to_lowercase();
    Some(Recipient { address, action, status: value("status").and_then(status), said: short_line(said) })
}

/// `5.1.1`, also with words after it.
fn status(text: &str) -> Option<(u16, u16, u16)> {
    let mut numbers = text.split_whitespace().next()?.split('.').map(str::parse::<u16>);
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(class)), Some(Ok(subject)), Some(Ok(detail)), None) => Some((class, subject, detail)),
        _ => None,
    }
}

/// The groups of fields between empty lines, with folded lines joined and names in small letters.
fn groups(text: &str) -> Vec<Fields> {
    let mut groups = vec![Fields::new()];
    for line in text.lines() {
        let last = groups.len() - 1;
        if line.trim().is_empty() {
            if !groups[last].is_empty() {
                groups.push(Fields::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = groups[last].last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            groups[last].push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}
