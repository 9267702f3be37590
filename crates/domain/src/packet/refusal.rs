//! Why a packet does not take a step.

use super::facts::{Addressee, Point};
use super::life::PacketState;
use super::{ENTRIES, LEAST_CONTRACT, LONGEST_OVERRIDE_DAYS, WORDS};
use crate::money::Money;
use crate::wording::{all_of, counted, days, long_date};
use jiff::civil::Date;

/// Why a step is refused: a code for programs, the field, the fact, the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}; {}", self.fact(), self.remedy())]
pub enum PacketRefusal {
    /// GL-60: the contract is too small.
    ContractTooSmall(Money),
    /// Its amount is in another currency than US dollars.
    ContractCurrency(Money),
    /// A text is missing.
    NoWords(&'static str),
    /// A text is too long.
    TooManyWords(&'static str, usize),
    /// A day that lies ahead.
    DayAhead(&'static str, Date),
    /// A day before the one it has to follow.
    TooEarly {
        /// The field.
        field: &'static str,
        /// The day given.
        on: Date,
        /// The day it has to follow.
        after: Date,
        /// What happened then.
        what: &'static str,
    },
    /// GL-60: the checklist is not complete, so nothing may be sent.
    NotConfirmed(Vec<Point>),
    /// There is no surety on this contract.
    NoSurety,
    /// Something was confirmed or sent already: the contract stays as it is.
    UnderWay,
    /// The addressee has acknowledged, and that stands.
    AcknowledgedAlready(Addressee),
    /// Nothing was sent to this addressee.
    NotSent(Addressee),
    /// No acknowledgement of this addressee stands.
    NothingToTakeBack(Addressee),
    /// It needs no override: it is acknowledged.
    NothingToOverride,
    /// An override lasts too long.
    OverrideTooLong(Date),
    /// An override that has ended before it begins.
    OverridePast(Date),
    /// No override holds.
    NoOverride,
    /// GL-58: invoices are open.
    InvoicesOpen(usize),
    /// It was never sent, so there is nothing to release.
    NeverSent(PacketState),
    /// The packet is released.
    Released(Date),
    /// There are too many entries.
    Full,
}

impl PacketRefusal {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ContractTooSmall(_) => "PACKET_CONTRACT_TOO_SMALL",
            Self::ContractCurrency(_) => "PACKET_CONTRACT_CURRENCY",
            Self::NoWords(_) => "PACKET_NO_WORDS",
            Self::TooManyWords(..) => "PACKET_TOO_MANY_WORDS",
            Self::DayAhead(..) => "PACKET_DAY_AHEAD",
            Self::TooEarly { .. } => "PACKET_TOO_EARLY",
            Self::NotConfirmed(_) => "PACKET_NOT_CONFIRMED",
            Self::NoSurety => "PACKET_NO_SURETY",
            Self::UnderWay => "PACKET_UNDER_WAY",
            Self::AcknowledgedAlready(_) => "PACKET_ACKNOWLEDGED",
            Self::NotSent(_) => "PACKET_NOT_SENT",
            Self::NothingToTakeBack(_) => "PACKET_NOTHING_TO_TAKE_BACK",
            Self::NothingToOverride => "PACKET_NOTHING_TO_OVERRIDE",
            Self::OverrideTooLong(_) => "PACKET_OVERRIDE_TOO_LONG",
            Self::OverridePast(_) => "PACKET_OVERRIDE_PAST",
            Self::NoOverride => "PACKET_NO_OVERRIDE",
            Self::InvoicesOpen(_) => "PACKET_INVOICES_OPEN",
            Self::NeverSent(_) => "PACKET_NEVER_SENT",
            Self::Released(_) => "PACKET_RELEASED",
            Self::Full => "PACKET_FULL",
        }
    }

    /// The field it is about; empty when it is about the whole step.
    #[must_use]
    pub const fn place(&self) -> &'static str {
        match self {
            Self::ContractTooSmall(_) | Self::ContractCurrency(_) => "amount",
            Self::NoWords(field)
            | Self::TooManyWords(field, _)
            | Self::DayAhead(field, _)
            | Self::TooEarly { field, .. } => field,
            Self::OverrideTooLong(_) | Self::OverridePast(_) => "until",
            Self::NoSurety | Self::AcknowledgedAlready(_) => "to",
            Self::NotSent(_) => "acknowledged_by",
            Self::NothingToTakeBack(_) => "taken_back_by",
            _ => "",
        }
    }

    /// The fact.
    #[must_use]
    pub fn fact(&self) -> String {
        match self {
            Self::ContractTooSmall(amount) => {
                format!("the contract is of {amount}; the Act asks for {LEAST_CONTRACT} or more")
            }
            Self::ContractCurrency(amount) => format!("the contract is of {amount}; federal contracts are in USD"),
            Self::NoWords(_) => "nothing is written here".to_owned(),
            Self::TooManyWords(_, count) => format!("it has {count} characters; {WORDS} are possible"),
            Self::DayAhead(_, on) => format!("{} lies ahead", long_date(*on)),
            Self::TooEarly { on, after, what, .. } => {
                format!("{} is before {}, when {what}", long_date(*on), long_date(*after))
            }
            Self::NotConfirmed(points) => {
                let open: Vec<String> = points.iter().map(|point| point.word().to_owned()).collect();
                format!("nobody has confirmed that {}", all_of(&open))
            }
            Self::NoSurety => "there is no surety on this contract".to_owned(),
            Self::UnderWay => "a point is confirmed, or the notice has left: the contract stays as it is".to_owned(),
            Self::AcknowledgedAlready(by) => format!("the {by} has acknowledged"),
            Self::NotSent(to) => format!("nothing was sent to the {to}"),
            Self::NothingToTakeBack(by) => format!("no acknowledgement of the {by} is on file"),
            Self::NothingToOverride => "the packet is acknowledged; invoices are bought without an override".to_owned(),
            Self::OverrideTooLong(until) => {
                format!("{} is more than {} away", long_date(*until), days(LONGEST_OVERRIDE_DAYS))
            }
            Self::OverridePast(until) => format!("{} is past", long_date(*until)),
            Self::NoOverride => "no override holds".to_owned(),
            Self::InvoicesOpen(count) => {
                let verb = if *count == 1 { "is" } else { "are" };
                format!("{} of this client to the agency {verb} open", counted(*count, "bought invoice"))
            }
            Self::NeverSent(state) => format!("it is \u{201c}{state}\u{201d}: no agency was told"),
            Self::Released(on) => format!("it was released on {}", long_date(*on)),
            Self::Full => format!("it has {ENTRIES} entries of this kind already"),
        }
    }

    /// The remedy.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::ContractTooSmall(_) => {
                "Check the amount. A smaller contract cannot be assigned; leave its invoices with the client."
            }
            Self::ContractCurrency(_) => "Write the amount in US dollars.",
            Self::NoWords("contract") => "Write the number of the contract, as the agency writes it.",
            Self::NoWords("confirmed_by") => "Write who has looked at the paper.",
            Self::NoWords("person") => "Write name and office of the person.",
            Self::NoWords("how") => "Write how it went, for example registered mail with its number.",
            Self::NoWords("why") => "Write what the office says, in a few words.",
            Self::NoWords("manager") => "Write the name of the manager who decides.",
            Self::NoWords("reason") => "Write why invoices are bought before the acknowledgement.",
            Self::NoWords("release_how") => "Write how the agency was told.",
            Self::NoWords(_) => "Write a few words.",
            Self::TooManyWords(..) => "Write it shorter; longer texts belong into a paper.",
            Self::DayAhead(..) => "Write the day on which it happened.",
            Self::TooEarly { .. } => "Check the day.",
            Self::NotConfirmed(_) => "Confirm each point with its paper, then send the notices.",
            Self::NoSurety => "Choose another addressee.",
            Self::UnderWay => "Begin another packet where the contract is another one.",
            Self::AcknowledgedAlready(_) => "Record first that it was taken back, where it was.",
            Self::NotSent(_) => "Record the sending first.",
            Self::NothingToTakeBack(_) => "Choose who has acknowledged.",
            Self::NothingToOverride | Self::NoOverride => "Nothing is to be done.",
            Self::OverrideTooLong(_) => "Choose an earlier last day; it can be given again.",
            Self::OverridePast(_) => "Choose today or a later day.",
            Self::InvoicesOpen(_) => "Release the assignment when they are paid.",
            Self::NeverSent(_) => "Leave it as it is.",
            Self::Released(_) => "Begin a new packet for this contract.",
            Self::Full => "Begin a new packet for this contract, after releasing this one.",
        }
    }
}
