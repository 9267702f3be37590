//! Scales and ticks, in integers.

use super::super::format;
use super::svg::Mil;
use jiff::ToSpan;
use jiff::civil::Date;

/// Maps `from..=to` to `start..=end`. Where `from` equals `to`, everything lies in the middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) from: i128,
    pub(super) to: i128,
    pub(super) start: Mil,
    pub(super) end: Mil,
}

impl Scale {
    pub(super) fn at(&self, value: i128) -> Mil {
        let span = self.to - self.from;
        if span == 0 {
            return i64::midpoint(self.start, self.end);
        }
        let room = i128::from(self.end) - i128::from(self.start);
        let place = i128::from(self.start) + (value - self.from) * room / span;
        let (low, high) = (self.start.min(self.end), self.start.max(self.end));
        Mil::try_from(place.clamp(low.into(), high.into())).expect("clamped between two places")
    }
}

/// Round values (1, 2 or 5 times a power of ten) from at or below `low` to at or above `high`, about `wanted` steps.
/// `unit` is the smallest step: a major unit of money, so that labels in whole major units are exact.
pub(super) fn ticks(low: i128, high: i128, wanted: i128, unit: i128) -> Vec<i128> {
    let span = (high - low).max(1);
    let mut step = unit;
    'search: loop {
        for factor in [1, 2, 5] {
            if span / (step * factor) < wanted {
                step *= factor;
                break 'search;
            }
        }
        step *= 10;
    }
    let first = low.div_euclid(step);
    let last = -(-high).div_euclid(step);
    (first..=last.max(first + 1)).map(|n| n * step).collect()
}

/// Places for dates on an axis: at most `most`, on month starts, or on weeks where the span is short.
pub(super) fn date_ticks(from: Date, to: Date, most: i64) -> Vec<(Date, String)> {
    let days = i64::from(format::days_from(from, to)).max(0);
    let most = most.max(1);
    if days <= 62 {
        let step = [1, 2, 7, 14, 28].into_iter().find(|step| days / step < most).unwrap_or(62);
        return steps(from, to, step.days()).into_iter().map(|day| (day, format::short_day(day))).collect();
    }
    let months = days / 30;
    let every = [1, 2, 3, 6, 12, 24, 60, 120].into_iter().find(|every| months / every < most).unwrap_or(1200);
    let first = from.first_of_month();
    let first = if every % 12 == 0 { first.first_of_year() } else { first };
    steps(first, to, every.months())
        .into_iter()
        .filter(|day| *day >= from)
        .map(|day| {
            let name = &format::month(day)[..3];
            let label = if every % 12 == 0 {
                day.year().to_string()
            } else if day.month() == 1 {
                format!("{name} {}", day.year())
            } else {
                name.to_owned()
            };
            (day, label)
        })
        .collect()
}

fn steps(from: Date, to: Date, step: jiff::Span) -> Vec<Date> {
    let mut out = Vec::new();
    let mut at = from;
    while at <= to {
        out.push(at);
        match at.checked_add(step) {
            Ok(next) => at = next,
            // The end of the calendar: nothing lies after it.
            Err(_) => break,
        }
    }
    out
}

/// Days since the start of the calendar's zero, as a scale wants them.
pub(super) fn day_number(date: Date) -> i128 {
    i128::from(format::days_from(Date::ZERO, date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_scale_of_nothing_lies_in_the_middle_and_huge_numbers_do_not_overflow() {
        let flat = Scale { from: 5, to: 5, start: 0, end: 100 };
        assert_eq!(flat.at(5), 50);
        let huge = Scale { from: i64::MIN.into(), to: i64::MAX.into(), start: 0, end: 1_000_000 };
        assert_eq!(huge.at(0), 500_000);
        assert_eq!(huge.at(i128::MAX >> 32), 1_000_000);
    }

    #[test]
    fn ticks_are_round_and_cover() {
        assert_eq!(ticks(0, 95, 4, 1), [0, 50, 100]);
        assert_eq!(ticks(-30, 95, 4, 1), [-50, 0, 50, 100]);
        assert_eq!(ticks(0, 0, 4, 100), [0, 100]);
        assert!(ticks(0, i64::MAX.into(), 4, 100).len() <= 6);
    }

    #[test]
    fn date_ticks_are_weeks_then_months_then_years() {
        let labels = |from, to, most| date_ticks(from, to, most).into_iter().map(|(_, l)| l).collect::<Vec<_>>();
        assert_eq!(labels(date(2026, 3, 2), date(2026, 3, 20), 4), ["2 Mar", "9 Mar", "16 Mar"]);
        assert_eq!(labels(date(2025, 11, 15), date(2026, 2, 20), 6), ["Dec", "Jan 2026", "Feb"]);
        assert_eq!(labels(date(2019, 5, 1), date(2024, 2, 1), 6), ["2020", "2021", "2022", "2023", "2024"]);
        assert_eq!(labels(date(2026, 3, 2), date(2026, 3, 2), 4), ["2 Mar"]);
    }
}
