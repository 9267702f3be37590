//! What stands in a timeline, and who may see it.

use crate::named::named;

named! {
    /// What kind of thing happened between a client, a debtor and the factor.
    Happening {
        /// The client told its customer itself (LC-40).
        HeadsUp = "HEADS_UP", "Heads-up by the client";
        /// A message was planned.
        Planned = "PLANNED", "Message planned";
        /// A message left.
        Sent = "SENT", "Message sent";
        /// A message came back.
        Bounced = "BOUNCED", "Message came back";
        /// A message was taken back before it left.
        Cancelled = "CANCELLED", "Message taken back";
        /// A message came in.
        Received = "RECEIVED", "Message received";
        /// A call was made.
        Called = "CALLED", "Call";
        /// A page or letter was opened.
        Opened = "OPENED", "Opened";
        /// The debtor answered.
        Answered = "ANSWERED", "Answer";
        /// The notice moved on.
        Notice = "NOTICE", "Notice";
        /// An invoice was verified, or not.
        Verification = "VERIFICATION", "Verification";
        /// A case was opened, discussed or closed.
        Case = "CASE", "Case";
        /// Contact was paused or goes on.
        Pause = "PAUSE", "Pause";
        /// A contact was added or corrected.
        Contact = "CONTACT", "Contact";
        /// It was decided not to write, and why.
        NotWritten = "NOT_WRITTEN", "Not written";
        /// An invoice was bought.
        Bought = "BOUGHT", "Invoice bought";
        /// A payment came in.
        Paid = "PAID", "Payment";
        /// How the debtor's person feels.
        Mood = "MOOD", "Mood";
        /// A paper was added or fetched.
        Paper = "PAPER", "Paper";
    }
}

named! {
    /// What an entry is about, for a link.
    Subject {
        /// A message.
        Message = "MESSAGE", "message";
        /// A case.
        Case = "CASE", "case";
        /// An invoice.
        Invoice = "INVOICE", "invoice";
        /// A notice.
        Notice = "NOTICE", "notice";
        /// A contact.
        Contact = "CONTACT", "contact";
        /// A paper.
        Document = "DOCUMENT", "paper";
    }
}

/// Which sides may see an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen(i64);

impl Seen {
    /// The factor alone.
    pub const FACTOR: Self = Self(1);
    /// The client alone (to ask what it may see).
    pub const CLIENT: Self = Self(2);
    /// The debtor alone (to ask what it may see).
    pub const DEBTOR: Self = Self(4);
    /// Factor and client.
    pub const FACTOR_AND_CLIENT: Self = Self(3);
    /// All three.
    pub const ALL: Self = Self(7);

    /// As it is stored.
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// From what is stored; other bits are dropped.
    #[must_use]
    pub const fn of_bits(bits: i64) -> Self {
        Self(bits & 7)
    }
}
