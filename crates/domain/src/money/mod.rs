//! Money is an integer of minor units with a currency; a rate is a decimal; rounding is an argument.
//!
//! Deliberately absent: floats, implicit conversion between currencies, a default rounding.

mod allocate;
mod currency;
mod rate;
mod rounding;

pub use allocate::{AllocateError, allocate};
pub use currency::{Currency, UnknownCurrency};
pub use rate::{Rate, RateError};
pub use rounding::Rounding;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in minor units (cents) of one currency. May be negative.
///
/// Sums of one currency only: [`Money::plus`] and [`Money::minus`] refuse two currencies and
/// overflow, because either would be a wrong sum. What is read or summed stays between the largest 64-bit number and
/// its negative: the one number below has no counterpart with the other sign, and counts as too large.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units of `currency`; negative amounts are allowed.
    pub minor: i64,
    /// ISO 4217 currency.
    pub currency: Currency,
}

/// Why an amount could not be computed or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies met in one sum.
    #[error("{left} and {right} cannot be added: they are different currencies")]
    Currencies {
        /// Currency of the left side.
        left: Currency,
        /// Currency of the right side.
        right: Currency,
    },
    /// The result does not fit 64 bits of minor units.
    #[error("the amount is too large to be kept")]
    TooLarge,
    /// More decimals than the currency has.
    #[error("{amount} has more decimals than {currency} has ({decimals})")]
    Decimals {
        /// The amount as given.
        amount: Decimal,
        /// Its currency.
        currency: Currency,
        /// How many decimals the currency has.
        decimals: u32,
    },
}

impl Money {
    /// `minor` minor units of `currency`.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// An exact decimal amount (`12.34`) as money.
    ///
    /// # Errors
    /// [`MoneyError::Decimals`] when the amount has more decimals than the currency: nothing is
    /// rounded in silence. [`MoneyError::TooLarge`] when it does not fit.
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let decimals = currency.decimals();
        let scaled = amount.checked_mul(Decimal::from(10_i64.pow(decimals))).ok_or(MoneyError::TooLarge)?.normalize();
        if scaled.scale() > 0 {
            return Err(MoneyError::Decimals { amount, currency, decimals });
        }
        let minor = i64::try_from(scaled.mantissa()).ok();
        Self::kept(minor, currency)
    }

    /// A decimal amount rounded once to the minor unit (FE-06).
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] when the result does not fit 64 bits.
    pub fn rounded(amount: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        let exact = rounding.apply(amount, currency.decimals());
        Self::from_decimal(exact, currency)
    }

    /// The amount as a decimal of major units: 1234 minor units of USD are `12.34`.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.decimals())
    }

    /// Sum of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::Currencies`] or [`MoneyError::TooLarge`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::kept(self.minor.checked_add(other.minor), self.currency)
    }

    /// Difference of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::Currencies`] or [`MoneyError::TooLarge`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::kept(self.minor.checked_sub(other.minor), self.currency)
    }

    /// `self * rate`, rounded once to the minor unit (FE-06).
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] when the result does not fit 64 bits.
    pub fn times(self, rate: Rate, rounding: Rounding) -> Result<Self, MoneyError> {
        let product = self.decimal().checked_mul(rate.fraction()).ok_or(MoneyError::TooLarge)?;
        Self::rounded(product, self.currency, rounding)
    }

    /// Is the amount exactly nothing?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The same amount with the other sign. The least 64-bit number, which no reading or sum gives, has none and becomes
    /// the largest.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { minor: self.minor.saturating_neg(), currency: self.currency }
    }

    /// An amount whose other sign there is too.
    fn kept(minor: Option<i64>, currency: Currency) -> Result<Self, MoneyError> {
        let minor = minor.filter(|minor| *minor != i64::MIN).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, currency })
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::Currencies { left: self.currency, right: other.currency })
        }
    }
}

/// `1,234.50 USD`: grouped, with the currency's decimals, a real minus sign for negatives.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.figures(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

impl Money {
    /// The figures alone, grouped by thousands: `1,234.50`, with a real minus sign for negatives.
    #[must_use]
    pub fn figures(self) -> String {
        let decimals = self.currency.decimals() as usize;
        let digits = format!("{:0width$}", self.minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let mut out = String::with_capacity(digits.len() + whole.len() / 3 + 4);
        if self.minor < 0 {
            out.push('\u{2212}');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if decimals > 0 {
            out.push('.');
            out.push_str(fraction);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    const USD: Currency = Currency::USD;

    #[test]
    fn three_decimals_of_dollars_are_refused_not_rounded() {
        assert!(matches!(Money::from_decimal(dec!(10.005), USD), Err(MoneyError::Decimals { decimals: 2, .. })));
        assert_eq!(Money::from_decimal(dec!(10.500), USD), Ok(Money::new(1050, USD)));
    }

    /// EX-2.01
    #[test]
    fn fe_06_rounding_half_up_and_half_even() {
        let rate = |r| Rate::new(r).unwrap();
        let base = Money::new(101_000, USD);
        assert_eq!(base.times(rate(dec!(0.0225)), Rounding::HalfUp).unwrap().minor, 2273);
        assert_eq!(base.times(rate(dec!(0.0225)), Rounding::HalfEven).unwrap().minor, 2272);
        let odd = Money::new(1_234_567, USD);
        for rounding in [Rounding::HalfUp, Rounding::HalfEven] {
            assert_eq!(odd.times(rate(dec!(0.0275)), rounding).unwrap().minor, 33951);
        }
    }

    #[test]
    fn figures_group_thousands_and_keep_the_currency_decimals() {
        assert_eq!(Money::new(-123_456_789, USD).figures(), "\u{2212}1,234,567.89");
        assert_eq!(Money::new(5, USD).figures(), "0.05");
        assert_eq!(Money::new(1000, Currency::parse("JPY").unwrap()).figures(), "1,000");
    }

    #[test]
    fn two_currencies_do_not_add() {
        assert!(Money::zero(USD).plus(Money::zero(Currency::EUR)).is_err());
        assert_eq!(Money::new(i64::MAX, USD).plus(Money::new(1, USD)), Err(MoneyError::TooLarge));
    }

    #[test]
    fn every_amount_that_is_read_or_summed_has_its_counterpart() {
        let most = Money::new(i64::MAX, USD);
        assert_eq!(Money::zero(USD).minus(most).map(Money::negated), Ok(most));
        assert_eq!(Money::new(-i64::MAX, USD).minus(Money::new(1, USD)), Err(MoneyError::TooLarge));
        assert_eq!(Money::from_decimal(Decimal::new(i64::MIN, 2), USD), Err(MoneyError::TooLarge));
        assert_eq!(Money::new(i64::MIN, USD).negated(), most, "made by hand alone");
    }
}
