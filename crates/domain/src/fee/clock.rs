//! The fee clock: from the start date to the day the money is good (FE-02 to FE-05).
//!
//! Cut-off times are not here: the caller gives the value date of the receipt (FE-03), already
//! moved to the next business day when the receipt came after the cut-off.

use super::days_in_words;
use crate::calendar::Calendar;
use crate::proof::Proof;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How the debtor paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Instrument {
    /// A wire: final when it arrives.
    Wire,
    /// An ACH credit.
    AchCredit,
    /// A check, which can bounce.
    Check,
    /// A card payment.
    Card,
}

/// FE-04: what clearance days do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClearanceMode {
    /// They lengthen the fee clock; the receipt counts against the ledger at once.
    /// `DELAY_NFE_CREDIT`, the other mode of FE-04, is not offered in this version.
    ExtendFeeClock,
}

/// Which days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DayUnit {
    /// Business days of the factor's bank calendar (FE-05).
    Business,
    /// All days.
    Calendar,
}

/// How long a receipt takes to be good money, counted from the day after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clearance {
    /// Number of days.
    pub days: u32,
    /// Which days are counted.
    pub unit: DayUnit,
}

/// FE-04: clearance per instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceDays {
    /// For [`Instrument::Wire`].
    pub wire: Clearance,
    /// For [`Instrument::AchCredit`].
    pub ach: Clearance,
    /// For [`Instrument::Check`].
    pub check: Clearance,
    /// For [`Instrument::Card`].
    pub card: Clearance,
}

/// The parameter registry: wire 0, ACH 1, check 3 business days, card 1.
impl Default for ClearanceDays {
    fn default() -> Self {
        Self {
            wire: Clearance::NONE,
            ach: Clearance { days: 1, unit: DayUnit::Calendar },
            check: Clearance { days: 3, unit: DayUnit::Business },
            card: Clearance { days: 1, unit: DayUnit::Calendar },
        }
    }
}

impl ClearanceDays {
    /// The clearance of one instrument.
    #[must_use]
    pub const fn of(&self, instrument: Instrument) -> Clearance {
        match instrument {
            Instrument::Wire => self.wire,
            Instrument::AchCredit => self.ach,
            Instrument::Check => self.check,
            Instrument::Card => self.card,
        }
    }
}

impl Clearance {
    /// Good money at once; also the clearance of an accrual, where nothing was received yet.
    pub const NONE: Self = Self { days: 0, unit: DayUnit::Calendar };

    /// The day on which money received on `date` is good. Stays on 31 December 9999 if it would
    /// pass it.
    #[must_use]
    pub fn after(self, date: Date, calendar: Calendar) -> Date {
        match self.unit {
            DayUnit::Business => calendar.shift(date, self.days),
            DayUnit::Calendar => date.saturating_add(i64::from(self.days).min(MAX_SPAN_DAYS).days()),
        }
    }
}

/// More days than lie between any two dates: the largest span that can matter.
const MAX_SPAN_DAYS: i64 = 7_304_483;

/// `3 business days`, `1 day`.
impl fmt::Display for Clearance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.days, self.unit) {
            (1, DayUnit::Business) => f.write_str("1 business day"),
            (days, DayUnit::Business) => write!(f, "{days} business days"),
            (days, DayUnit::Calendar) => f.write_str(&days_in_words(days)),
        }
    }
}

/// FE-02: days outstanding from `start` to `close` with its clearance.
///
/// The start day is not counted, the last day is. At least 1, also when the money came on or before
/// the start day; `inclusive` adds 1. For an accrual give the day of the accrual as `close` and
/// [`Clearance::NONE`].
#[must_use]
pub fn days_outstanding(
    start: Date,
    close: Date,
    clearance: Clearance,
    calendar: Calendar,
    inclusive: bool,
) -> (u32, Proof) {
    let good = clearance.after(close, calendar);
    let between = (good - start).get_days();
    let days = u32::try_from(between).unwrap_or(0).max(1) + u32::from(inclusive);
    let mut formula = format!("{} to {}", long_date(start), long_date(good));
    if clearance.days > 0 {
        formula += &format!(" (received {} + {clearance})", long_date(close));
    }
    formula += &format!(" = {}", days_in_words(days));
    if inclusive {
        formula += ", the first day included";
    } else if between < 1 {
        formula += ", the least that is counted";
    }
    let proof = Proof::new("FE-02", formula)
        .with("start", start)
        .with("close", close)
        .with("clearance", clearance)
        .with("cleared on", good)
        .with("bank calendar", calendar)
        .with("days", days);
    (days, proof)
}

/// `25 November 2026`.
fn long_date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
