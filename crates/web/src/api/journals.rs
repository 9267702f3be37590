//! Movements of the ledger, with the proofs of their figures.

use super::money::Money;
use super::names;
use super::proof::Proof;
use domain::ledger::Booking;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use store::kept;
use utoipa::ToSchema;

/// One balanced entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Movement {
    /// The event that booked it.
    event: i64,
    /// Its place among the entries of that event.
    number: i64,
    #[schema(schema_with = names::booking)]
    booking: Booking,
    /// The booking in words.
    title: &'static str,
    /// The business date it takes effect.
    value_date: Date,
    /// When it was booked.
    posted_at: Timestamp,
    /// The entry it mirrors, where it is a reversal.
    reverses: Option<Reversed>,
    /// The agreement version that rules it.
    agreement_version: Option<u32>,
    lines: Vec<Line>,
    proofs: Vec<Proof>,
}

/// An entry that was reversed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Reversed {
    event: i64,
    number: i64,
}

/// One side of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MovementLine)]
pub(super) struct Line {
    /// Number of the account.
    account: u16,
    /// Its name.
    name: &'static str,
    /// Debit positive, credit negative.
    amount: Money,
}

impl From<kept::journal::Booked> for Movement {
    fn from(booked: kept::journal::Booked) -> Self {
        let journal = booked.journal;
        let currency = journal.currency;
        let lines = journal.lines.into_iter().map(|line| Line {
            account: line.account.number(),
            name: line.account.name(),
            amount: Money::minor(line.amount, currency),
        });
        Self {
            event: booked.key.event,
            number: booked.key.number,
            booking: journal.booking,
            title: journal.booking.word(),
            value_date: journal.value_date,
            posted_at: moment(booked.posted_at),
            reverses: journal.reverses.map(|key| Reversed { event: key.event, number: key.number }),
            agreement_version: journal.agreement_version,
            lines: lines.collect(),
            proofs: journal.proofs.into_iter().map(Proof::from).collect(),
        }
    }
}

/// A moment the book keeps, in microseconds since 1970 UTC.
pub(super) fn moment(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
