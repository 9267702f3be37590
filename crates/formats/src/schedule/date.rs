//! Dates by a pattern that the mapping names: `YYYY-MM-DD`, `D.M.YYYY`, `M/D/YYYY`, `DD/MM/YY`.
//!
//! Contract: the order of day and month is never guessed; a day that no calendar has (30 February)
//! is refused. `YYYY` is four digits, `YY` two digits of the years 2000 to 2099, `MM` and `DD` exactly
//! two digits, `M` and `D` one or two. Everything else stands for itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Year4,
    Year2,
    Month { two: bool },
    Day { two: bool },
    Letter(char),
}

/// How a file writes its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatePattern {
    parts: Vec<Part>,
}

/// Why a pattern is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date format; write day, month and year once each, such as YYYY-MM-DD, D.M.YYYY or M/D/YY")]
pub struct PatternError(pub String);

/// Why a text is not a date of the pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing is written there.
    #[error("there is no date")]
    Empty,
    /// Not written as the pattern says.
    #[error("it is not written as the date format says")]
    Shape,
    /// No calendar has this day.
    #[error("there is no such day")]
    NoSuchDay,
}

/// Characters a pattern may have.
const PATTERN_CHARS: usize = 32;

impl DatePattern {
    /// `YYYY-MM-DD`, the way of ISO 8601.
    #[must_use]
    pub fn iso() -> Self {
        let parts =
            vec![Part::Year4, Part::Letter('-'), Part::Month { two: true }, Part::Letter('-'), Part::Day { two: true }];
        Self { parts }
    }

    /// The date that `text` writes.
    ///
    /// # Errors
    /// [`DateError`].
    pub fn parse(&self, text: &str) -> Result<Date, DateError> {
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(DateError::Empty);
        }
        let (mut year, mut month, mut day) = (0_i16, 0_i8, 0_i8);
        for part in &self.parts {
            match part {
                Part::Year4 => year = take(&mut rest, 4, 4)?,
                Part::Year2 => year = 2000 + take(&mut rest, 2, 2)?,
                Part::Month { two } => month = take(&mut rest, 1 + usize::from(*two), 2)? as i8,
                Part::Day { two } => day = take(&mut rest, 1 + usize::from(*two), 2)? as i8,
                Part::Letter(letter) => rest = rest.strip_prefix(*letter).ok_or(DateError::Shape)?,
            }
        }
        if !rest.is_empty() {
            return Err(DateError::Shape);
        }
        Date::new(year, month, day).map_err(|_| DateError::NoSuchDay)
    }

    /// Writes a date in this pattern.
    #[must_use]
    pub fn format(&self, date: Date) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Year4 => out.push_str(&format!("{:04}", date.year())),
                Part::Year2 => out.push_str(&format!("{:02}", date.year().rem_euclid(100))),
                Part::Month { two: true } => out.push_str(&format!("{:02}", date.month())),
                Part::Month { two: false } => out.push_str(&date.month().to_string()),
                Part::Day { two: true } => out.push_str(&format!("{:02}", date.day())),
                Part::Day { two: false } => out.push_str(&date.day().to_string()),
                Part::Letter(letter) => out.push(*letter),
            }
        }
        out
    }
}

/// Takes from `least` to `most` digits off the front.
fn take(rest: &mut &str, least: usize, most: usize) -> Result<i16, DateError> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return Err(DateError::Shape);
    }
    let (number, after) = rest.split_at(digits);
    *rest = after;
    number.parse().map_err(|_| DateError::Shape)
}

impl FromStr for DatePattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let wrong = || PatternError(crate::problem::excerpt(text));
        if text.chars().count() > PATTERN_CHARS {
            return Err(wrong());
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let (part, length) = if rest.starts_with("YYYY") {
                (Part::Year4, 4)
            } else if rest.starts_with("YY") {
                (Part::Year2, 2)
            } else if rest.starts_with('M') {
                let two = rest.starts_with("MM");
                (Part::Month { two }, 1 + usize::from(two))
            } else if rest.starts_with('D') {
                let two = rest.starts_with("DD");
                (Part::Day { two }, 1 + usize::from(two))
            } else if letter.is_ascii_alphanumeric() {
                return Err(wrong());
            } else {
                (Part::Letter(letter), letter.len_utf8())
            };
            parts.push(part);
            rest = &rest[length..];
        }
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        let once = count(|part| matches!(part, Part::Year4 | Part::Year2)) == 1
            && count(|part| matches!(part, Part::Month { .. })) == 1
            && count(|part| matches!(part, Part::Day { .. })) == 1;
        // Side by side, a part of one or two digits would swallow a digit of the next.
        let clear = parts.windows(2).all(|pair| {
            !matches!(pair[0], Part::Month { two: false } | Part::Day { two: false })
                || matches!(pair[1], Part::Letter(_))
        });
        if once && clear { Ok(Self { parts }) } else { Err(wrong()) }
    }
}

impl TryFrom<String> for DatePattern {
    type Error = PatternError;
    fn try_from(text: String) -> Result<Self, PatternError> {
        text.parse()
    }
}

impl From<DatePattern> for String {
    fn from(pattern: DatePattern) -> Self {
        pattern.to_string()
    }
}

impl fmt::Display for DatePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Year4 => f.write_str("YYYY"),
            Part::Year2 => f.write_str("YY"),
            Part::Month { two } => f.write_str(if *two { "MM" } else { "M" }),
            Part::Day { two } => f.write_str(if *two { "DD" } else { "D" }),
            Part::Letter(letter) => write!(f, "{letter}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn read(pattern: &str, text: &str) -> Result<Date, DateError> {
        pattern.parse::<DatePattern>().unwrap().parse(text)
    }

    #[test]
    fn dates_are_read_as_the_pattern_says() {
        let day = date(2026, 3, 4);
        assert_eq!(read("YYYY-MM-DD", "2026-03-04"), Ok(day));
        assert_eq!(read("D.M.YYYY", "4.3.2026"), Ok(day));
        assert_eq!(read("D.M.YYYY", "04.03.2026"), Ok(day));
        assert_eq!(read("M/D/YYYY", "3/4/2026"), Ok(day));
        assert_eq!(read("DD/MM/YY", "04/03/26"), Ok(day));
        assert_eq!(read("YYYYMMDD", " 20260304 "), Ok(day));
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        assert_eq!(read("YYYY-MM-DD", "2026-02-30"), Err(DateError::NoSuchDay));
        assert_eq!(read("D.M.YYYY", "29.2.2026"), Err(DateError::NoSuchDay));
        assert_eq!(read("M/D/YYYY", "13/1/2026"), Err(DateError::NoSuchDay));
        assert_eq!(read("YYYY-MM-DD", "2026-3-4"), Err(DateError::Shape));
        assert_eq!(read("YYYY-MM-DD", "2026-03-04T00:00"), Err(DateError::Shape));
        assert_eq!(read("YYYY-MM-DD", ""), Err(DateError::Empty));
    }

    #[test]
    fn a_pattern_names_day_month_and_year_once() {
        for pattern in ["", "YYYY-MM", "DD.DD.YYYY", "DMYYYY", "yyyy-mm-dd", "YYY-MM-DD", "YYYY-MM-DDTHH"] {
            assert!(pattern.parse::<DatePattern>().is_err(), "{pattern}");
        }
        assert_eq!("D.M.YYYY".parse::<DatePattern>().unwrap().to_string(), "D.M.YYYY");
    }

    proptest! {
        #[test]
        fn dates_round_trip(days in 0..36_524_i64) {
            let day = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            for pattern in ["YYYY-MM-DD", "D.M.YYYY", "M/D/YYYY", "DD/MM/YY", "YYYYMMDD"] {
                let pattern: DatePattern = pattern.parse().unwrap();
                prop_assert_eq!(pattern.parse(&pattern.format(day)), Ok(day));
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>(), pattern in any::<String>()) {
            let _ = DatePattern::iso().parse(&text);
            let _ = pattern.parse::<DatePattern>();
        }
    }
}
