//! Moving the example's dates by whole weeks, so that weekdays stay what they are.

use formats::schedule::ScheduleFile;
use jiff::Span;
use jiff::civil::{Date, date};

/// The last day of the example: a Friday.
pub const ANCHOR: Date = date(2026, 11, 20);

/// How many days the example is moved for its last week to be the week of `today`, or the one before at a weekend's start.
pub fn shift_to(today: Date) -> i64 {
    let between = i64::from((today - ANCHOR).get_days());
    between.div_euclid(7) * 7
}

/// A date, moved.
pub fn moved(date: Date, days: i64) -> Date {
    date.saturating_add(Span::new().days(days))
}

/// A schedule's dates, moved as the reader gives them out.
pub fn move_schedule(schedule: &mut ScheduleFile, days: i64) {
    for line in &mut schedule.lines {
        line.issue = moved(line.issue, days);
        line.due = moved(line.due, days);
        line.delivery = line.delivery.map(|date| moved(date, days));
    }
}

/// A statement's dates, moved in its text: all of them are ISO dates, and nothing else looks like one.
pub fn move_text(bytes: &[u8], days: i64) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(&first) = rest.first() {
        let starts_here = !out.last().is_some_and(u8::is_ascii_digit);
        let found = rest.get(..10).filter(|_| starts_here).and_then(|text| std::str::from_utf8(text).ok());
        let found = found.filter(|text| text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-');
        match found.and_then(|text| text.parse::<Date>().ok()) {
            Some(date) => {
                out.extend_from_slice(moved(date, days).to_string().as_bytes());
                rest = &rest[10..];
            }
            None => {
                out.push(first);
                rest = &rest[1..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_week_becomes_the_current_one() {
        assert_eq!(shift_to(date(2026, 11, 20)), 0);
        assert_eq!(shift_to(date(2026, 11, 26)), 0);
        assert_eq!(shift_to(date(2026, 11, 27)), 7);
        assert_eq!(shift_to(date(2026, 11, 19)), -7);
    }

    #[test]
    fn dates_in_a_text_move_and_nothing_else_does() {
        let text = b"<Dt>2026-11-20</Dt> 12026-11-20 PO-2026-1 2026-12-31T10:00";
        assert_eq!(move_text(text, 7), b"<Dt>2026-11-27</Dt> 12026-11-20 PO-2026-1 2027-01-07T10:00");
    }
}
