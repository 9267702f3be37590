//! An exact decimal for comparing: an integer of millionths. Not the product's `Money`, on purpose: the check must not
//! share the arithmetic that it checks.

use std::fmt;
use std::ops::{Add, Neg, Sub};

/// Decimal places kept; more of them in a text is refused.
const PLACES: usize = 6;

/// An amount in millionths of a major unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Amount(i128);

impl Amount {
    /// Reads `-1234.56`, also with commas between the thousands where a decimal point follows. A comma alone can mean
    /// either, so it is refused, as is everything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = if digits.contains('.') { whole.replace(',', "") } else { whole.to_owned() };
        let all_digits = |part: &str| part.chars().all(|digit| digit.is_ascii_digit());
        if whole.is_empty() || places.len() > PLACES || !all_digits(&whole) || !all_digits(places) {
            return None;
        }
        let millionths: i128 = format!("{whole}{places:0<PLACES$}").parse().ok()?;
        Some(Self(if negative { -millionths } else { millionths }))
    }

    /// Whether it is nothing.
    pub(super) fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>7}", self.0.unsigned_abs());
        let (whole, places) = digits.split_at(digits.len() - PLACES);
        let sign = if self.0 < 0 { "-" } else { "" };
        let kept = places.trim_end_matches('0');
        write!(f, "{sign}{whole}.{kept:0<2}")
    }
}
