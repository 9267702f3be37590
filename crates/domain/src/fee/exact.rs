//! Exact fractions to integers, rounded once (FE-06).
//!
//! A fee per day is often a fraction without end (1/30), so it cannot be carried as a decimal
//! without rounding early. Here the rounding is decided on the remainder of one integer division.

use crate::money::Rounding;
use std::cmp::Ordering;

/// `numerator / denominator` as an integer, and whether it came out even.
/// `numerator` is not negative, `denominator` is above zero.
pub(super) fn divided(numerator: i128, denominator: i128, rounding: Rounding) -> (i128, bool) {
    let (down, remainder) = (numerator / denominator, numerator % denominator);
    let up = match (remainder.cmp(&(denominator - remainder)), rounding) {
        (_, Rounding::Down) | (Ordering::Less, _) => false,
        (Ordering::Equal, Rounding::HalfEven) => down % 2 == 1,
        (Ordering::Equal | Ordering::Greater, _) => true,
    };
    (down + i128::from(up), remainder == 0)
}

/// Ten to that power, if 128 bits hold it.
pub(super) const fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    proptest! {
        /// Where the fraction ends, the result is that of the house rounding of decimals.
        #[test]
        fn fe_06_rounds_as_decimals_do(numerator in 0..10_i64.pow(15), places in 0..9_u32) {
            for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down] {
                let decimal = Decimal::new(numerator, places);
                let whole = rounding.apply(decimal, 0);
                let (integer, even) = divided(i128::from(numerator), 10_i128.pow(places), rounding);
                prop_assert_eq!(Decimal::from(integer), whole);
                prop_assert_eq!(even, decimal.fract().is_zero());
            }
        }
    }

    #[test]
    fn fe_06_ties() {
        assert_eq!(divided(25, 10, Rounding::HalfUp), (3, false));
        assert_eq!(divided(25, 10, Rounding::HalfEven), (2, false));
        assert_eq!(divided(35, 10, Rounding::HalfEven), (4, false));
        assert_eq!(divided(39, 10, Rounding::Down), (3, false));
        assert_eq!(divided(30, 10, Rounding::HalfUp), (3, true));
    }
}
