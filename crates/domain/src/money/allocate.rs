//! FE-07: one amount over many items, to the cent.
//!
//! Contract: the parts sum to the whole, always. The arithmetic is on 128-bit integers, so no
//! product can overflow. Cost: one sort of the items.

use super::Money;

/// Why an amount could not be spread.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllocateError {
    /// Weights below zero, by place in the list, counted from 0.
    #[error("the weights at places {places:?} are below zero; a share needs a weight of zero or more")]
    Negative {
        /// All such places.
        places: Vec<usize>,
    },
    /// There is something to spread, but no item carries any weight.
    #[error("{total} cannot be spread: no item has a weight above zero; give at least one")]
    NoWeight {
        /// The amount to spread.
        total: Money,
    },
}

/// Spreads `total` over items in proportion to their weights (FE-07: largest remainder).
///
/// Each item first gets its share rounded toward zero; the minor units left over go one by one to the
/// largest remainders, ties by key ascending (and by place, should a key appear twice). A negative
/// total is spread like the positive one and given its sign back. An item of weight zero gets nothing.
/// The parts come in the order of `weights`, and their sum is `total`.
///
/// # Errors
/// [`AllocateError::Negative`] naming every weight below zero; [`AllocateError::NoWeight`] when
/// all weights are zero, or there are none, and `total` is not zero.
pub fn allocate<K: Ord + Clone>(total: Money, weights: &[(K, i64)]) -> Result<Vec<Money>, AllocateError> {
    let places: Vec<usize> = (0..weights.len()).filter(|&place| weights[place].1 < 0).collect();
    if !places.is_empty() {
        return Err(AllocateError::Negative { places });
    }
    let whole: i128 = weights.iter().map(|(_, weight)| i128::from(*weight)).sum();
    if whole == 0 {
        return if total.is_zero() { Ok(vec![total; weights.len()]) } else { Err(AllocateError::NoWeight { total }) };
    }
    let sign = i128::from(total.minor.signum());
    let amount = i128::from(total.minor.unsigned_abs());
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = amount;
    for (place, (key, weight)) in weights.iter().enumerate() {
        let product = amount * i128::from(*weight);
        parts.push(product / whole);
        left -= product / whole;
        remainders.push((product % whole, key.clone(), place));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)).then_with(|| a.2.cmp(&b.2)));
    // What is left over is fewer units than there are remainders above zero: each gets at most one.
    for (_, (_, _, place)) in (0..left).zip(remainders) {
        parts[place] += 1;
    }
    let money = |part: i128| {
        let minor = i64::try_from(sign * part).expect("a part is never larger than the whole, which is an i64");
        Money::new(minor, total.currency)
    };
    Ok(parts.into_iter().map(money).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn minors(total: i64, weights: &[(u32, i64)]) -> Vec<i64> {
        allocate(Money::new(total, Currency::USD), weights).unwrap().iter().map(|part| part.minor).collect()
    }

    /// EX-2.03
    #[test]
    fn fe_07_thirds_and_a_wire_fee_over_three_balances() {
        assert_eq!(minors(10_000, &[(1, 1), (2, 1), (3, 1)]), [3334, 3333, 3333]);
        assert_eq!(minors(2500, &[(1, 1_000_000), (2, 650_000), (3, 400_000)]), [1219, 793, 488]);
    }

    #[test]
    fn fe_07_ties_go_to_the_lower_id_wherever_it_stands() {
        assert_eq!(minors(10_000, &[(9, 1), (2, 1), (5, 1)]), [3333, 3334, 3333]);
        assert_eq!(minors(5, &[(7, 1), (7, 1)]), [3, 2]);
    }

    #[test]
    fn fe_07_a_negative_total_mirrors_the_positive_one() {
        assert_eq!(minors(-2500, &[(1, 1_000_000), (2, 650_000), (3, 400_000)]), [-1219, -793, -488]);
        assert_eq!(minors(i64::MIN, &[(1, 1)]), [i64::MIN]);
        assert_eq!(minors(i64::MIN, &[(1, i64::MAX), (2, 0)]), [i64::MIN, 0]);
    }

    #[test]
    fn fe_07_weights_of_zero() {
        assert_eq!(minors(100, &[(1, 0), (2, 3), (3, 0)]), [0, 100, 0]);
        assert_eq!(minors(0, &[(1, 0), (2, 0)]), [0, 0]);
        assert_eq!(minors(0, &[]), [0; 0]);
        let total = Money::new(1, Currency::USD);
        assert_eq!(allocate(total, &[(1, 0)]), Err(AllocateError::NoWeight { total }));
        assert_eq!(allocate::<u32>(total, &[]), Err(AllocateError::NoWeight { total }));
    }

    #[test]
    fn fe_07_every_negative_weight_is_named() {
        let total = Money::new(1, Currency::USD);
        assert_eq!(allocate(total, &[(1, -1), (2, 3), (3, -2)]), Err(AllocateError::Negative { places: vec![0, 2] }));
    }

    proptest! {
        #[test]
        fn fe_07_parts_sum_to_the_whole_and_stay_within_one_unit(
            total in any::<i64>(),
            weights in prop::collection::vec((any::<u32>(), 0..=i64::MAX), 1..30),
        ) {
            prop_assume!(weights.iter().any(|(_, weight)| *weight > 0));
            let parts = minors(total, &weights);
            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
            let whole: i128 = weights.iter().map(|(_, weight)| i128::from(*weight)).sum();
            for (part, (_, weight)) in parts.iter().zip(&weights) {
                let down = i128::from(total.unsigned_abs()) * i128::from(*weight) / whole;
                let part = i128::from(part.unsigned_abs());
                prop_assert!(part == down || part == down + 1);
                prop_assert!(*weight > 0 || part == 0);
            }
        }

        #[test]
        fn fe_07_the_order_of_the_list_changes_nothing(
            total in any::<i64>(),
            weights in prop::collection::vec(1..1_000_i64, 1..20),
        ) {
            let list: Vec<(u32, i64)> = (0..).zip(weights).collect();
            let reversed: Vec<_> = list.iter().rev().copied().collect();
            let mut parts = minors(total, &reversed);
            parts.reverse();
            prop_assert_eq!(parts, minors(total, &list));
        }
    }
}
