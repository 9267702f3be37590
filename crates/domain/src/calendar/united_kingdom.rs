//! Bank holidays of England and Wales.
//!
//! A fixed holiday on a weekend has a substitute on the next free weekday. The days decreed once
//! since 2002 are listed in [`DECREED`], and the holidays that made way for them in [`MOVED_AWAY`];
//! a day decreed after this list was written must be added here.

use super::{easter, is_last, is_nth};
use jiff::civil::{Date, Weekday, date};

/// Bank holidays by proclamation, and moved ones on the day they were kept.
const DECREED: [(Date, &str); 10] = [
    (date(2002, 6, 3), "Golden Jubilee"),
    (date(2002, 6, 4), "Spring bank holiday"),
    (date(2011, 4, 29), "Royal wedding"),
    (date(2012, 6, 4), "Spring bank holiday"),
    (date(2012, 6, 5), "Diamond Jubilee"),
    (date(2020, 5, 8), "Early May bank holiday"),
    (date(2022, 6, 2), "Spring bank holiday"),
    (date(2022, 6, 3), "Platinum Jubilee"),
    (date(2022, 9, 19), "State funeral of Queen Elizabeth II"),
    (date(2023, 5, 8), "Coronation of King Charles III"),
];

/// Mondays that would be holidays by rule, but worked because the holiday was moved.
const MOVED_AWAY: [Date; 4] = [date(2002, 5, 27), date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)];

/// The bank holiday kept on this weekday.
pub(super) fn holiday(date: Date) -> Option<&'static str> {
    if let Some((_, name)) = DECREED.iter().find(|(day, _)| *day == date) {
        return Some(name);
    }
    if MOVED_AWAY.contains(&date) {
        return None;
    }
    let monday = date.weekday() == Weekday::Monday;
    match (date.month(), date.day()) {
        (1, 1) => Some("New Year's Day"),
        // The first was a Sunday or a Saturday.
        (1, 2 | 3) if monday => Some("New Year's Day (substitute)"),
        (5, _) if is_nth(date, 1, Weekday::Monday) => Some("Early May bank holiday"),
        (5, _) if is_last(date, Weekday::Monday) => Some("Spring bank holiday"),
        (8, _) if is_last(date, Weekday::Monday) => Some("Summer bank holiday"),
        (12, 25) => Some("Christmas Day"),
        (12, 26) => Some("Boxing Day"),
        // A Monday or Tuesday here means that the day two before was a Saturday or Sunday.
        (12, 27) if monday || date.weekday() == Weekday::Tuesday => Some("Christmas Day (substitute)"),
        (12, 28) if monday || date.weekday() == Weekday::Tuesday => Some("Boxing Day (substitute)"),
        _ => easter::holiday(date),
    }
}
