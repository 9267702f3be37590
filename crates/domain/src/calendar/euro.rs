//! Closing days of TARGET, the settlement system of the euro. Nothing is moved.

use super::easter;
use jiff::civil::Date;

/// The closing day on this weekday.
pub(super) fn holiday(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => Some("New Year's Day"),
        (5, 1) => Some("Labour Day"),
        (12, 25) => Some("Christmas Day"),
        (12, 26) => Some("Second Day of Christmas"),
        _ => easter::holiday(date),
    }
}
