//! Bank calendars: on which days money moves (FE-05).
//!
//! Contract: holidays come from rules, never from a list that must be renewed each year; the few
//! days that a government decreed once are named constants in the file of their calendar. A
//! *holiday* is a weekday on which the banks are closed; Saturdays and Sundays are closed in every
//! calendar and are not holidays. The rules are those in force since 2002; for an earlier date the
//! answer is today's rule, not history. At the end of the calendar (31 December 9999) a count stays
//! on the last day instead of failing.
//!
//! Deliberately absent: opening hours and cut-off times (they need a clock and a zone), half days,
//! regional holidays inside a country, and calendars written by a tenant.

mod easter;
mod euro;
mod united_kingdom;
mod united_states;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The days on which a bank moves money. An agreement names the one its clock follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Calendar {
    /// Federal Reserve Banks of the United States: a holiday on a Sunday is kept on Monday, a
    /// holiday on a Saturday is not moved.
    UnitedStates,
    /// The euro's settlement system TARGET: nothing is moved.
    Target,
    /// Bank holidays of England and Wales, with their substitute days.
    UnitedKingdom,
    /// Only Saturdays and Sundays are closed.
    Weekends,
}

/// Countries whose currency is the euro by membership (Bulgaria since 2026).
const EURO_AREA: &str = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK";
/// The United States and the territories the Federal Reserve serves under the same holidays.
const UNITED_STATES: &str = "US AS GU MP PR VI";

impl Calendar {
    /// The usual calendar of a country, by its ISO 3166-1 code of two capital letters; only
    /// [`Calendar::Weekends`] where we know no rules.
    #[must_use]
    pub fn for_country(cc: &str) -> Self {
        let is_in = |list: &str| list.split(' ').any(|country| country == cc);
        match cc {
            "GB" => Self::UnitedKingdom,
            _ if is_in(UNITED_STATES) => Self::UnitedStates,
            _ if is_in(EURO_AREA) => Self::Target,
            _ => Self::Weekends,
        }
    }

    /// The name of the holiday that closes the banks on this weekday, if one does. Never on a
    /// Saturday or Sunday; for a moved holiday, on the day it is kept.
    #[must_use]
    pub fn holiday(self, date: Date) -> Option<&'static str> {
        if is_weekend(date) {
            return None;
        }
        match self {
            Self::UnitedStates => united_states::holiday(date),
            Self::Target => euro::holiday(date),
            Self::UnitedKingdom => united_kingdom::holiday(date),
            Self::Weekends => None,
        }
    }

    /// FE-05: do the banks of this calendar work on that day?
    #[must_use]
    pub fn is_business_day(self, date: Date) -> bool {
        !is_weekend(date) && self.holiday(date).is_none()
    }

    /// The day itself when it is a business day, else the next one.
    #[must_use]
    pub fn on_or_after(self, date: Date) -> Date {
        let mut day = date;
        while !self.is_business_day(day) && day < Date::MAX {
            day = next(day);
        }
        day
    }

    /// FE-02, FE-05: the day `business_days` later; the count starts the day after `date`.
    ///
    /// No days leave the date where it is, even on a weekend: a wire is money on its value date.
    #[must_use]
    pub fn shift(self, date: Date, business_days: u32) -> Date {
        let mut day = date;
        for _ in 0..business_days {
            if day == Date::MAX {
                break;
            }
            day = self.on_or_after(next(day));
        }
        day
    }

    /// How many business days lie after `from`, up to and including `to`: what [`Calendar::shift`]
    /// must be given to get from one to the other. Nothing when `to` is not later.
    #[must_use]
    pub fn business_days_between(self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = next(day);
            count += u32::from(self.is_business_day(day));
        }
        count
    }
}

/// As people name it: `United States (Federal Reserve)`.
impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnitedStates => "United States (Federal Reserve)",
            Self::Target => "euro (TARGET)",
            Self::UnitedKingdom => "United Kingdom (England and Wales)",
            Self::Weekends => "weekends only",
        })
    }
}

/// Closed in every calendar.
fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The day after, or the last day there is.
fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}

/// Is it the `nth` (from 1) such weekday of its month?
fn is_nth(date: Date, nth: i8, weekday: Weekday) -> bool {
    date.weekday() == weekday && (date.day() - 1) / 7 + 1 == nth
}

/// Is it the last such weekday of its month?
fn is_last(date: Date, weekday: Weekday) -> bool {
    date.weekday() == weekday && date.day() + 7 > date.days_in_month()
}

#[cfg(test)]
mod tests;
