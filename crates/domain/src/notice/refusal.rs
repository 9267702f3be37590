//! Why a notice does not take a step.

use super::event::Leg;
use crate::wording::{counted, days, long_date};
use jiff::civil::Date;

/// Why a step is refused: a code for programs, the fact, the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}; {}", self.fact(), self.remedy())]
pub enum NoticeRefusal {
    /// LC-40: the client has not told its customer yet.
    NoHeadsUp,
    /// LC-40: it has, already.
    HeadsUpGiven(Date),
    /// LC-40: the heads-up says too little.
    HeadsUpVague,
    /// A day that lies ahead.
    DayAhead(Date),
    /// LC-41: the letter's time has not come.
    TooEarly {
        /// Which letter.
        leg: Leg,
        /// First day it may leave.
        from: Date,
    },
    /// LC-41: the introduction has not arrived.
    NotIntroduced,
    /// The letter is under way or has arrived.
    AlreadyQueued(Leg),
    /// The letter has not been sent, so nothing can have become of it.
    NotSent(Leg),
    /// LC-45: the evidence is of a day before the letter left.
    EvidenceTooOld {
        /// The day it speaks for.
        on: Date,
        /// The day the letter left.
        left: Date,
    },
    /// LC-48: the address was not verified after the letter came back.
    NotReverified {
        /// Which letter.
        leg: Leg,
        /// The day it came back.
        since: Date,
    },
    /// LC-41: one reminder, no more.
    Reminded(Date),
    /// LC-43: the trackable letter is not posted, or came back, since that day.
    LetterNotPosted(Date),
    /// LC-43: no trackable letter goes beside the mail.
    NoLetter,
    /// LC-41: nothing to remind of.
    NothingToAcknowledge,
    /// GL-53: no request for proof is open.
    NoProofAsked,
    /// GL-53: no doubt is open.
    NoDoubt,
    /// Words are missing.
    NoWords(&'static str),
    /// LC-47: invoices are open.
    InvoicesOpen(usize),
    /// LC-47: the debtor was never told, so it need not be released.
    NeverNotified,
    /// GL-44: the notice is held back.
    Held,
    /// GL-44: the notice is not held back.
    NotHeld,
    /// GL-44: the over-advance is too young.
    OverAdvanceTooYoung {
        /// Days it lasts.
        lasts: u32,
        /// Days it must last longer than.
        limit: u32,
    },
    /// The debtor is released, or its release is under way.
    Released,
    /// LC-46: a newer notice took this one's place.
    Superseded,
    /// The notice has left already: it was not given before Credere.
    AlreadyUnderWay,
    /// LC-45: what was given before Credere has arrived, or it is no notice.
    EvidenceTooWeak,
}

impl NoticeRefusal {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoHeadsUp => "HEADS_UP_MISSING",
            Self::HeadsUpGiven(_) => "HEADS_UP_GIVEN",
            Self::HeadsUpVague => "HEADS_UP_VAGUE",
            Self::DayAhead(_) => "DAY_AHEAD",
            Self::TooEarly { .. } => "TOO_EARLY",
            Self::NotIntroduced => "NOT_INTRODUCED",
            Self::AlreadyQueued(_) => "UNDER_WAY",
            Self::NotSent(_) => "NOT_SENT",
            Self::EvidenceTooOld { .. } => "EVIDENCE_TOO_OLD",
            Self::NotReverified { .. } => "ADDRESS_NOT_VERIFIED",
            Self::Reminded(_) => "REMINDED",
            Self::LetterNotPosted(_) => "LETTER_NOT_POSTED",
            Self::NoLetter => "NO_LETTER",
            Self::NothingToAcknowledge => "NOTHING_TO_ACKNOWLEDGE",
            Self::NoProofAsked => "NO_PROOF_ASKED",
            Self::NoDoubt => "NO_DOUBT",
            Self::NoWords(_) => "WORDS_MISSING",
            Self::InvoicesOpen(_) => "INVOICES_OPEN",
            Self::NeverNotified => "NEVER_NOTIFIED",
            Self::Held => "NOTICE_HELD",
            Self::NotHeld => "NOTICE_NOT_HELD",
            Self::OverAdvanceTooYoung { .. } => "OVER_ADVANCE_TOO_YOUNG",
            Self::Released => "NOTICE_RELEASED",
            Self::Superseded => "NOTICE_SUPERSEDED",
            Self::AlreadyUnderWay => "NOTICE_UNDER_WAY",
            Self::EvidenceTooWeak => "EVIDENCE_TOO_WEAK",
        }
    }

    /// What stands in the way.
    #[must_use]
    pub fn fact(&self) -> String {
        match self {
            Self::NoHeadsUp => "the client has not told its customer yet".to_owned(),
            Self::HeadsUpGiven(on) => format!("the client told its customer on {}", long_date(*on)),
            Self::HeadsUpVague => "the heads-up does not say who was told".to_owned(),
            Self::DayAhead(on) => format!("{} lies ahead", long_date(*on)),
            Self::TooEarly { leg, from } => format!("the {leg} may leave on {} or later", long_date(*from)),
            Self::NotIntroduced => "the letter of introduction has not arrived yet".to_owned(),
            Self::AlreadyQueued(leg) => format!("the {leg} is under way already"),
            Self::NotSent(leg) => format!("the {leg} has not been sent"),
            Self::EvidenceTooOld { on, left } => {
                format!("the evidence is of {}, but the letter left on {}", long_date(*on), long_date(*left))
            }
            Self::NotReverified { leg, since } => {
                format!("the {leg} came back on {} and the address was not verified since", long_date(*since))
            }
            Self::Reminded(on) => format!("the debtor was asked to acknowledge on {}", long_date(*on)),
            Self::LetterNotPosted(since) => {
                format!("the trackable letter beside the mail is not on its way since {}", long_date(*since))
            }
            Self::NoLetter => "no trackable letter goes beside the mail of this notice".to_owned(),
            Self::NothingToAcknowledge => "there is no notice that waits to be acknowledged".to_owned(),
            Self::NoProofAsked => "nobody has asked for proof of the assignment".to_owned(),
            Self::NoDoubt => "the debtor does not doubt the notice".to_owned(),
            Self::NoWords(what) => format!("it does not say {what}"),
            Self::InvoicesOpen(count) => {
                format!("{} of this client on this debtor still open", are(*count, "purchased invoice"))
            }
            Self::NeverNotified => "the debtor was never given notice".to_owned(),
            Self::Held => "the agreement is confidential and the debtor is not told".to_owned(),
            Self::NotHeld => "the notice is not held back".to_owned(),
            Self::OverAdvanceTooYoung { lasts, limit } => {
                format!("the over-advance lasts {}; it must last longer than {limit}", days(i64::from(*lasts)))
            }
            Self::Released => "the debtor is released, or its release is under way".to_owned(),
            Self::Superseded => "a newer notice has taken this one's place".to_owned(),
            Self::AlreadyUnderWay => "a notice has left from here already".to_owned(),
            Self::EvidenceTooWeak => "a notice that was sent is not yet one that was received".to_owned(),
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::NoHeadsUp => "Let the client call or write to its contact first, then tick the heads-up.",
            Self::HeadsUpGiven(_) => "Nothing more is to be done for it.",
            Self::HeadsUpVague => "Write the day, the person and how it was told.",
            Self::DayAhead(_) => "Write today or an earlier day.",
            Self::TooEarly { .. } => "Wait for that day; the letter then leaves by itself.",
            Self::NotIntroduced => "Send the introduction first and wait until it has arrived.",
            Self::AlreadyQueued(_) => "Wait for what becomes of it.",
            Self::NotSent(_) => "Send it first.",
            Self::EvidenceTooOld { .. } => "Compare the day with the courier's or the debtor's paper.",
            Self::NotReverified { .. } => "Verify the address of accounts payable, then send it again.",
            Self::Reminded(_) => "One request is enough; the evidence of delivery counts without an answer.",
            Self::LetterNotPosted(_) => "Post it, or send it again to an address that was verified; then ask.",
            Self::NoLetter => "Record the evidence of receipt with the notice.",
            Self::NothingToAcknowledge => "Wait until a notice has arrived.",
            Self::NoProofAsked => "Record the debtor's request first.",
            Self::NoDoubt => "Nothing is to be settled.",
            Self::NoWords(_) => "Write it in a sentence; it stays with the notice.",
            Self::InvoicesOpen(_) => "Wait until they are paid or bought back.",
            Self::NeverNotified => "Nothing needs to be released.",
            Self::Held => "Send nothing, unless a trigger of the agreement springs the notice.",
            Self::NotHeld => "Send it in the usual order.",
            Self::OverAdvanceTooYoung { .. } => "Wait, or name another trigger.",
            Self::Released => "Open a new notice if invoices are to be bought again.",
            Self::Superseded => "Look at the newest notice of this pair.",
            Self::AlreadyUnderWay => "Record the evidence of receipt instead.",
            Self::EvidenceTooWeak => "Give the evidence on file: did not come back, opened, courier, or signed.",
        }
        .to_owned()
    }
}

fn are(count: usize, thing: &str) -> String {
    format!("{} {}", counted(count, thing), if count == 1 { "is" } else { "are" })
}
