//! Rates: shares and prices as exact decimals.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A rate as a fraction: 1.5 % is `0.015`. Never rounded (FE-06), never negative, at most 10 (1,000 %).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Decimal", into = "Decimal")]
pub struct Rate(Decimal);

/// A rate outside what a rate may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a rate: write a fraction from 0 to 10, for example 0.015 for 1.5 %")]
pub struct RateError(pub Decimal);

impl Rate {
    /// No charge, no share.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The whole.
    pub const ONE: Self = Self(Decimal::ONE);

    /// A fraction as a rate.
    ///
    /// # Errors
    /// [`RateError`] when it is negative or above 10.
    pub fn new(fraction: Decimal) -> Result<Self, RateError> {
        if fraction.is_sign_negative() && !fraction.is_zero() || fraction > Decimal::TEN {
            return Err(RateError(fraction));
        }
        Ok(Self(fraction.normalize()))
    }

    /// The rate as a fraction.
    #[must_use]
    pub const fn fraction(self) -> Decimal {
        self.0
    }
}

/// In percent, without trailing zeros: `1.5 %`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", (self.0 * Decimal::ONE_HUNDRED).normalize())
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl TryFrom<Decimal> for Rate {
    type Error = RateError;
    fn try_from(fraction: Decimal) -> Result<Self, RateError> {
        Self::new(fraction)
    }
}

impl From<Rate> for Decimal {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}
