//! Mail: what leaves as RFC 5322 text with MIME parts, and what comes in, read into what it is.
//!
//! Contract: [`compose()`] makes the bytes of one message from plain values and never lets a value write a header of its
//! own: a line break or another control character in any of them refuses the mail. [`read()`] takes any bytes and says what
//! they are: a person's reply, an automatic answer (RFC 3834), a delivery report (RFC 3464), or a mail that came back in
//! words only. What it cannot make sense of is said, never guessed: an out-of-office note must never count as an answer.
//!
//! Limits: [`MAIL_OUT_BYTES`], [`MAIL_IN_BYTES`], [`ATTACHMENTS`], [`ATTACHMENT_BYTES`], [`NESTING`], [`TEXT_CHARS`].
//! Deliberately absent: sending, mailboxes, signing (DKIM is the mail server's), what an answer means, and what a file that
//! came with a mail is: none is opened here.

mod address;
mod automatic;
mod compose;
mod history;
mod nesting;
mod proof;
mod read;
mod report;

pub use address::{MailAddress, is_address, is_message_id};
pub use compose::{Composed, Outbound, compose};
pub use proof::Trace;
pub use read::{AttachmentIn, Inbound, Kind, read};
pub use report::{Action, Recipient, Report};

/// Bytes of one mail that leaves, all parts encoded. Most servers take 20 to 25 MiB; half of it is safe everywhere.
pub const MAIL_OUT_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of one mail that is read.
pub const MAIL_IN_BYTES: usize = 30 * 1024 * 1024;
/// Attachments kept of one mail.
pub const ATTACHMENTS: usize = 20;
/// Bytes of one attachment that is kept.
pub const ATTACHMENT_BYTES: usize = 15 * 1024 * 1024;
/// Mails within mails of one mail. A bounce of a bounce has two.
pub const NESTING: usize = 40;
/// Characters kept of what a mail says.
pub const TEXT_CHARS: usize = 20_000;
/// Characters of a subject, a name or a file's name.
pub const LINE_CHARS: usize = 300;

/// A file in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, without a path.
    pub name: String,
    /// Its media type: `application/pdf`.
    pub content_type: String,
    /// What is in it.
    pub content: Vec<u8>,
}
