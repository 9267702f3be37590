//! Holidays of the Federal Reserve Banks.
//!
//! A holiday on a Sunday is kept on Monday. A holiday on a Saturday is not moved: the banks work on
//! the Friday before. Days of national mourning do not close the Federal Reserve.

use super::{is_last, is_nth};
use jiff::civil::{Date, Weekday};

/// First year in which Juneteenth closed the banks: in 2021, when it became law two days before,
/// it fell on a Saturday.
const JUNETEENTH_SINCE: i16 = 2022;

/// The holiday kept on this weekday.
pub(super) fn holiday(date: Date) -> Option<&'static str> {
    // `kept(n)`: the n-th of the month, or the Monday after when the n-th is a Sunday.
    let kept = |day: i8| date.day() == day || date.day() == day + 1 && date.weekday() == Weekday::Monday;
    match date.month() {
        1 if kept(1) => Some("New Year's Day"),
        1 if is_nth(date, 3, Weekday::Monday) => Some("Martin Luther King Jr. Day"),
        2 if is_nth(date, 3, Weekday::Monday) => Some("Washington's Birthday"),
        5 if is_last(date, Weekday::Monday) => Some("Memorial Day"),
        6 if date.year() >= JUNETEENTH_SINCE && kept(19) => Some("Juneteenth"),
        7 if kept(4) => Some("Independence Day"),
        9 if is_nth(date, 1, Weekday::Monday) => Some("Labor Day"),
        10 if is_nth(date, 2, Weekday::Monday) => Some("Columbus Day"),
        11 if kept(11) => Some("Veterans Day"),
        11 if is_nth(date, 4, Weekday::Thursday) => Some("Thanksgiving Day"),
        12 if kept(25) => Some("Christmas Day"),
        _ => None,
    }
}
