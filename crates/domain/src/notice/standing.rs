//! Where a notice stands, and what of it a purchase asks for.

use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// Life of a notice (rulebook 4.5).
    NoticeState {
        /// Written down; the client has not told its customer yet (LC-40).
        Drafted = "DRAFTED", "Waits for the client's heads-up";
        /// The client has told its customer (LC-40).
        HeadsUpSent = "HEADS_UP_SENT", "Heads-up given; introduction follows";
        /// The letter of introduction has left (LC-42).
        LoiSent = "LOI_SENT", "Introduction sent";
        /// It has arrived.
        LoiDelivered = "LOI_DELIVERED", "Introduction delivered; notice follows";
        /// The notice of assignment has left (LC-43).
        NoaSent = "NOA_SENT", "Notice sent";
        /// It has arrived at evidence level 1 or better (LC-45).
        NoaDelivered = "NOA_DELIVERED", "Notice delivered";
        /// The debtor has acknowledged it.
        Acknowledged = "ACKNOWLEDGED", "Acknowledged";
        /// A letter came back (LC-48).
        Bounced = "BOUNCED", "Came back; waits for a better address";
        /// Sent again after it came back (LC-48).
        ReSent = "RE_SENT", "Sent again";
        /// The debtor asks for proof of the assignment (GL-53).
        ProofRequested = "PROOF_REQUESTED", "Proof asked for";
        /// Proof was given (GL-53).
        ProofFurnished = "PROOF_FURNISHED", "Proof given";
        /// The debtor doubts the notice (GL-53).
        DisputedNotice = "DISPUTED_NOTICE", "Notice doubted by the debtor";
        /// A newer notice took its place (LC-46).
        Superseded = "SUPERSEDED", "Superseded by a newer notice";
        /// The release letter has left (LC-47).
        ReleaseSent = "RELEASE_SENT", "Release sent";
        /// The debtor is released.
        Released = "RELEASED", "Released";
        /// GL-44: confidential; nothing is sent unless a trigger springs it.
        Held = "HELD", "Held back: the debtor is not told";
    }
}

named! {
    /// LC-45: how sure it is that a notice was received.
    Evidence {
        /// It left.
        Sent = "SENT", "sent";
        /// It did not come back.
        NoBounce = "NO_BOUNCE", "did not come back";
        /// It was opened, or read on the page.
        Opened = "OPENED", "opened";
        /// A courier's signature or a reply.
        Replied = "REPLIED", "courier or reply";
        /// A signed acknowledgment.
        Signed = "SIGNED", "signed acknowledgment";
    }
}

impl Evidence {
    /// The level, 0 to 4 (LC-45).
    #[must_use]
    pub const fn level(self) -> i64 {
        self as i64
    }

    /// The evidence of a level; none above 4 or below 0.
    #[must_use]
    pub fn of_level(level: i64) -> Option<Self> {
        usize::try_from(level).ok().and_then(|place| Self::ALL.get(place)).copied()
    }
}

/// What a purchase knows of the pair's notice (G5, G17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Where it stands.
    pub state: NoticeState,
    /// The best evidence of receipt so far; none before the notice has left.
    pub evidence: Option<Evidence>,
    /// GL-52: the day the debtor received it.
    pub received_on: Option<Date>,
    /// GL-53: a request for proof, or a doubt, is open.
    pub proof_open: bool,
}
