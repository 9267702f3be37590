//! What can happen to a notice.

use super::facts::{Deliverer, HeadsUp};
use super::standing::Evidence;
use crate::contact::Channel;
use crate::id::{MessageId, NoticeId};
use crate::named::named;
use jiff::civil::Date;

named! {
    /// The letters of a notice's life, one after the other.
    Leg {
        /// LC-42: the letter of introduction.
        Introduction = "INTRODUCTION", "letter of introduction";
        /// LC-43: the notice of assignment.
        Notice = "NOTICE", "notice of assignment";
        /// LC-47: the release letter.
        Release = "RELEASE", "release letter";
    }
}

named! {
    /// GL-44: what makes a held notice go out.
    Trigger {
        /// The client is in default.
        Default = "DEFAULT", "the client is in default";
        /// A payment went to the client and was kept.
        Misdirected = "MISDIRECTED", "a payment was misdirected";
        /// An over-advance lasts too long.
        OverAdvance = "OVER_ADVANCE", "an over-advance lasts too long";
    }
}

/// What happened, as [`super::Notice::apply`] is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeEvent {
    /// LC-40: the client told its customer itself.
    HeadsUp(HeadsUp),
    /// A letter was handed to the outbox, or to the client.
    Queued {
        /// Which.
        leg: Leg,
        /// Who delivers it.
        deliverer: Deliverer,
        /// By mail or by post.
        channel: Channel,
        /// The message; none when the client delivers.
        message: Option<MessageId>,
        /// LC-43: the message of the trackable letter beside the mail, where one goes with it.
        beside: Option<MessageId>,
        /// LC-48: the day the address was last verified; asked when the letter came back before.
        verified_on: Option<Date>,
        /// LC-47: open purchased invoices of the client on this debtor; asked for a release.
        open_invoices: usize,
    },
    /// The letter was taken back before it left, or could not be sent.
    TakenBack {
        /// Which.
        leg: Leg,
    },
    /// It left.
    Left {
        /// Which.
        leg: Leg,
    },
    /// It has not come back in the time the policy gives (LC-45, level 1).
    Settled {
        /// Which.
        leg: Leg,
    },
    /// LC-45: evidence that it was received.
    Found {
        /// Of which letter.
        leg: Leg,
        /// How good.
        evidence: Evidence,
        /// GL-52: the day of receipt it speaks for.
        on: Date,
        /// In words: courier and number, who replied.
        how: String,
    },
    /// LC-48: it came back.
    CameBack {
        /// Which.
        leg: Leg,
        /// Will the same address never take it?
        permanent: bool,
        /// What the other side said.
        reason: String,
    },
    /// LC-43: the letter beside the mail was handed to the printer again.
    LetterQueued {
        /// The message.
        message: Option<MessageId>,
        /// LC-48: the day the address was last verified; asked when the letter came back before.
        verified_on: Option<Date>,
    },
    /// The letter beside the mail was taken back before it was posted, or could not be printed.
    LetterTakenBack,
    /// It was posted.
    LetterLeft,
    /// The number under which it is traced is known.
    LetterTracked {
        /// Which.
        number: String,
    },
    /// LC-45, level 3: somebody signed for it.
    LetterReceived {
        /// GL-52: the day of the signature.
        on: Date,
        /// In words: courier and number.
        how: String,
    },
    /// LC-48: it came back.
    LetterCameBack {
        /// Will the same address never take it?
        permanent: bool,
        /// What the post said.
        reason: String,
    },
    /// LC-48: the client was asked for a better address.
    ClientAsked,
    /// LC-41: the one request to acknowledge was queued.
    Reminded,
    /// GL-53: proof is asked for.
    ProofAsked {
        /// The words of whoever asks.
        words: String,
        /// By the debtor itself; else by somebody who holds the letter, which proves nothing of who received it.
        by_debtor: bool,
    },
    /// GL-53: proof was given.
    ProofGiven {
        /// What was given.
        words: String,
    },
    /// GL-53: the proof that was sent came back: the question is open again.
    ProofCameBack,
    /// GL-53: the debtor doubts the notice.
    Doubted {
        /// Its words.
        words: String,
        /// FR-14: was it the debtor, by its page or by an answer? Else somebody who holds the letter: it is held all the
        /// same, and nothing shows that the debtor received it.
        by_debtor: bool,
    },
    /// The doubt is settled.
    DoubtSettled {
        /// How.
        words: String,
    },
    /// LC-46: a newer notice takes its place.
    Superseded {
        /// Which.
        by: NoticeId,
    },
    /// GL-58: the client demands the release.
    ReleaseDemanded,
    /// GL-44: a trigger springs a held notice.
    Sprung {
        /// Which.
        trigger: Trigger,
        /// What happened.
        words: String,
    },
    /// GL-44: the client was looked at; since when it is over-advanced, none when it is not.
    OverAdvance {
        /// The day it was first found.
        since: Option<Date>,
    },
    /// GL-43: the agreement is no longer confidential.
    Lifted,
    /// GL-44: the agreement has become confidential before anything left.
    HeldBack,
    /// The notice was given before Credere kept the book.
    Existing {
        /// GL-52: when the debtor received it.
        received_on: Date,
        /// How sure that is.
        evidence: Evidence,
        /// What is on file.
        how: String,
    },
}
