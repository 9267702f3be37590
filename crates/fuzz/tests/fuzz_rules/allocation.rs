//! FE-07: one amount over many.

use crate::Numbers;
use domain::money::{AllocateError, Currency, Money, allocate};

#[test]
fn fe_07_parts_of_an_amount() {
    let make = |choices: &mut fuzz::Choices<'_>, _: &[Vec<u8>]| {
        let count = choices.below(14);
        (0..count).map(|_| choices.number().to_string()).collect::<Vec<_>>().join("\n").into_bytes()
    };
    fuzz::run("allocation", make, |input| {
        let count = input.split(|byte| *byte == b'\n').count();
        let mut given = Numbers::of(input);
        let total = Money::new(given.next(), Currency::USD);
        let mut weights: Vec<(u32, i64)> = (0..).zip((1..count).map(|_| given.next())).collect();
        let negative: Vec<usize> = (0..weights.len()).filter(|place| weights[*place].1 < 0).collect();
        if !negative.is_empty() {
            assert_eq!(allocate(total, &weights), Err(AllocateError::Negative { places: negative }));
            for (_, weight) in &mut weights {
                *weight = weight.saturating_abs();
            }
        }
        let whole: i128 = weights.iter().map(|(_, weight)| i128::from(*weight)).sum();
        let parts = match allocate(total, &weights) {
            Ok(parts) => parts,
            Err(error) => {
                assert!(whole == 0 && !total.is_zero());
                return assert_eq!(error, AllocateError::NoWeight { total });
            }
        };
        assert_eq!(parts.iter().map(|part| i128::from(part.minor)).sum::<i128>(), i128::from(total.minor));
        for (part, (_, weight)) in parts.iter().zip(&weights) {
            let down = if whole == 0 { 0 } else { i128::from(total.minor) * i128::from(*weight) / whole };
            let more = i128::from(part.minor) - down;
            assert!(more == 0 || more == i128::from(total.minor.signum()), "{part} instead of {down}");
            assert!(*weight > 0 || part.is_zero(), "no weight, no part");
        }
        // The keys decide ties, not the places: turned round, everybody gets the same.
        weights.reverse();
        let mut turned = allocate(total, &weights).expect("as before");
        turned.reverse();
        assert_eq!(turned, parts);
    });
}
