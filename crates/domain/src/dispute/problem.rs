//! Why something cannot be done with a case: a stable code, the fact, the remedy.

use super::{CaseKind, ENTRIES, OutcomeKind, Side, WORDS};
use crate::money::Money;
use jiff::civil::Date;

/// Why something cannot be done with a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseProblem {
    /// A side opens what is not its to open.
    #[error("a {side} cannot raise a {}", .kind.word().to_lowercase())]
    NotYoursToOpen {
        /// Which side.
        side: Side,
        /// What it wanted to raise.
        kind: CaseKind,
    },
    /// A dispute without an invoice.
    #[error("the dispute names no invoice")]
    NoInvoice,
    /// A dispute without a reason.
    #[error("the dispute has no reason")]
    NoReason,
    /// Nothing was said where words are needed.
    #[error("nothing is said")]
    NoWords,
    /// Too much was said at once.
    #[error("the text has {0} characters; {WORDS} are possible")]
    TooManyWords(usize),
    /// The case is full.
    #[error("the case has {ENTRIES} entries; no more are possible")]
    Full,
    /// No name was given.
    #[error("nobody's name is given")]
    NoName,
    /// The disputed amount is nothing or less.
    #[error("the disputed amount {0} is not above zero")]
    NoAmount(Money),
    /// The amount is in another currency than the invoice.
    #[error("the amount {amount} is not in the invoice's currency, {}", .open.currency)]
    Currency {
        /// The amount.
        amount: Money,
        /// What is open.
        open: Money,
    },
    /// More is disputed, or credited, than is there.
    #[error("{amount} is more than {open}, which is what can be {what}")]
    TooMuch {
        /// `disputed`, `credited`.
        what: &'static str,
        /// The amount.
        amount: Money,
        /// What is there.
        open: Money,
    },
    /// Nothing is open of the invoice.
    #[error("nothing is open of the invoice")]
    NothingOpen,
    /// The case is settled already.
    #[error("C-{number} was settled on {}: {}", crate::wording::long_date(*.on), .outcome.word())]
    Settled {
        /// The case's number.
        number: i64,
        /// The day.
        on: Date,
        /// How.
        outcome: OutcomeKind,
    },
    /// The case is not settled.
    #[error("C-{0} is still open")]
    Open(i64),
    /// A side ends a case in a way that is not its to choose.
    #[error("a {side} cannot end a {} with \u{201c}{}\u{201d}", .kind.word().to_lowercase(), .outcome.word())]
    NotYoursToSettle {
        /// Which side.
        side: Side,
        /// What kind of case.
        kind: CaseKind,
        /// How it wanted to end it.
        outcome: OutcomeKind,
    },
    /// A credit without an amount, or an amount without a credit.
    #[error("a credit needs its amount, and only a credit has one")]
    CreditAmount,
    /// Somebody else than the factor wants to choose who answers for a case.
    #[error("only the factor chooses who answers for a case")]
    NotYoursToAssign,
}

impl CaseProblem {
    /// Stable code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYoursToOpen { .. } => "CASE_NOT_YOURS_TO_OPEN",
            Self::NoInvoice => "CASE_NO_INVOICE",
            Self::NoReason => "CASE_NO_REASON",
            Self::NoWords => "CASE_NO_WORDS",
            Self::TooManyWords(_) => "CASE_TOO_MANY_WORDS",
            Self::Full => "CASE_FULL",
            Self::NoName => "CASE_NO_NAME",
            Self::NoAmount(_) => "CASE_NO_AMOUNT",
            Self::Currency { .. } => "CASE_CURRENCY",
            Self::TooMuch { .. } => "CASE_TOO_MUCH",
            Self::NothingOpen => "CASE_NOTHING_OPEN",
            Self::Settled { .. } => "CASE_SETTLED",
            Self::Open(_) => "CASE_OPEN",
            Self::NotYoursToSettle { .. } => "CASE_NOT_YOURS_TO_SETTLE",
            Self::CreditAmount => "CASE_CREDIT_AMOUNT",
            Self::NotYoursToAssign => "CASE_NOT_YOURS_TO_ASSIGN",
        }
    }

    /// What to do.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NotYoursToOpen { .. } => "Ask a question instead; the factor answers it.",
            Self::NoInvoice => "Choose the invoice that is disputed; raise one dispute for each.",
            Self::NoReason => "Choose the reason that fits best.",
            Self::NoWords => "Write in a few words what it is about.",
            Self::TooManyWords(_) => "Shorten it, or add it as a paper.",
            Self::Full => "Settle this case and raise a new one.",
            Self::NoName => "Write your name, so that the others know whom they talk to.",
            Self::NoAmount(_) => "Write the amount that is disputed, or leave it empty for the whole invoice.",
            Self::Currency { .. } => "Write the amount in the currency of the invoice.",
            Self::TooMuch { .. } => "Lower the amount.",
            Self::NothingOpen => "There is nothing left to dispute; ask a question if something is wrong.",
            Self::Settled { .. } => "Open it again if it is not settled after all.",
            Self::Open(_) => "Add words to it instead.",
            Self::NotYoursToSettle { .. } => "Say in words what you want; the side whose word it is will settle it.",
            Self::CreditAmount => "Write how much is credited.",
            Self::NotYoursToAssign => "Write to the person who answers for it.",
        }
    }
}
