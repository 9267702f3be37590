use super::*;
use crate::money::Rounding;
use proptest::prelude::*;

/// A percentage up to 10 %, in steps of 0.001 %.
fn any_rate() -> impl Strategy<Value = Rate> {
    (0..=10_000_i64).prop_map(|thousandths| rate(Decimal::new(thousandths, 5)))
}

fn any_blocks() -> impl Strategy<Value = TwoBlocks> {
    (any_rate(), 1..=60_u32, any_rate(), 1..=30_u32).prop_map(|(p1, d1, p2, d2)| TwoBlocks { p1, d1, p2, d2 })
}

fn any_model() -> impl Strategy<Value = FeeModel> {
    prop_oneof![
        any_rate().prop_map(|pct| FeeModel::Flat { pct }),
        any_blocks().prop_map(FeeModel::FullPeriod),
        any_blocks().prop_map(FeeModel::Prorata),
        any_blocks().prop_map(FeeModel::AllProrata),
        (any_rate(), 1..=60_u32).prop_map(|(p1, d1)| FeeModel::MinThenDaily(FirstBlock { p1, d1 })),
        Just(market_table()),
    ]
}

fn any_terms() -> impl Strategy<Value = FeeTerms> {
    let rounding = prop::sample::select(vec![Rounding::HalfUp, Rounding::HalfEven, Rounding::Down]);
    let minimum = prop::option::of(0..5_000_i64);
    let cap = prop::option::of((1..=100_i64).prop_map(|percent| rate(Decimal::new(percent, 2))));
    (any_model(), minimum, cap, 1..200_u32, rounding, any::<bool>()).prop_map(
        |(model, minimum_minor, max_total, stop_day, rounding, balance)| FeeTerms {
            minimum_minor,
            max_total,
            stop_day,
            rounding,
            on_partial: if balance { PartialBasis::Balance } else { PartialBasis::Face },
            ..terms(model)
        },
    )
}

proptest! {
    #[test]
    fn generated_terms_can_be_agreed_and_stored(terms in any_terms()) {
        prop_assert_eq!(terms.problems(), []);
        let json = serde_json::to_string(&terms).unwrap();
        prop_assert_eq!(serde_json::from_str::<FeeTerms>(&json).unwrap(), terms);
    }

    #[test]
    fn fe_06_a_fee_is_never_negative_and_never_falls_with_days(
        terms in any_terms(), base in 0..=1_000_000_000_000_i64, days in 0..250_u32, more in 0..100_u32,
    ) {
        let (now, later) = (minor(&terms, base, days), minor(&terms, base, days + more));
        prop_assert!(0 <= now && now <= later);
    }

    #[test]
    fn fe_06_a_larger_invoice_never_costs_less(
        terms in any_terms(), base in 0..=1_000_000_000_i64, more in 0..1_000_000_i64, days in 0..200_u32,
    ) {
        prop_assert!(minor(&terms, base, days) <= minor(&terms, base + more, days));
    }

    #[test]
    fn fe_21_full_period_is_never_below_prorata_nor_that_below_all_prorata(
        blocks in any_blocks(), base in 0..=1_000_000_000_i64, days in 0..200_u32,
    ) {
        let fee = |model: fn(TwoBlocks) -> FeeModel| minor(&terms(model(blocks)), base, days);
        let (full, prorata, all) = (fee(FeeModel::FullPeriod), fee(FeeModel::Prorata), fee(FeeModel::AllProrata));
        prop_assert!(full >= prorata && prorata >= all);
    }

    #[test]
    fn fe_08_the_cap_holds(terms in any_terms(), base in 0..=1_000_000_000_i64, days in 0..200_u32) {
        if let Some(cap) = terms.max_total {
            let most = usd(base).times(cap, Rounding::Down).unwrap();
            prop_assert!(minor(&terms, base, days) <= most.minor);
        }
        prop_assert!(minor(&terms, base, days) <= minor(&terms, base, terms.stop_day));
    }

    #[test]
    fn fe_09_one_portion_is_the_whole_and_more_portions_never_cost_more(
        terms in any_terms(),
        first in 0..1_000_000_i64,
        second in 0..1_000_000_i64,
        early in 1..100_u32,
        late in 0..100_u32,
    ) {
        let face = usd(first + second);
        let last = early + late;
        let whole = fee_on(&terms, face, last).unwrap();
        prop_assert_eq!(&fee_with_portions(&terms, face, &[], face, last).unwrap(), &whole);
        prop_assert_eq!(&fee_with_portions(&terms, face, &[(face, last)], usd(0), 0).unwrap().amount, &whole.amount);
        let parts = fee_with_portions(&terms, face, &[(usd(first), early)], usd(second), last).unwrap();
        prop_assert!(parts.amount.minor <= whole.amount.minor);
        let same_day = fee_with_portions(&terms, face, &[(usd(first), last)], usd(second), last).unwrap();
        prop_assert_eq!(same_day.amount, whole.amount);
    }

    #[test]
    fn fe_11_posting_in_steps_adds_up(
        terms in any_terms(), base in 0..=1_000_000_000_i64, days in 1..100_u32, more in 0..100_u32,
    ) {
        let first = fee_on(&terms, usd(base), days).unwrap();
        let total = fee_on(&terms, usd(base), days + more).unwrap();
        let rest = fee_to_post(&total, first.amount).unwrap();
        prop_assert_eq!(first.amount.plus(rest.amount), Ok(total.amount));
    }

    /// The limits that `problems` allows cannot overflow, whatever the amount.
    #[test]
    fn agreed_terms_never_overflow(
        units in prop::array::uniform2(1..=100_000_000_i64),
        d1 in 1..=MAX_BLOCK_DAYS,
        d2 in 1..=MAX_BLOCK_DAYS,
        days in any::<u32>(),
    ) {
        let [p1, p2] = units.map(|unit| rate(Decimal::new(unit, MAX_PERCENTAGE_DECIMALS)));
        let model = FeeModel::AllProrata(TwoBlocks { p1, d1, p2, d2 });
        let stopped = FeeTerms { stop_day: MAX_STOP_DAY, max_total: Some(Rate::ONE), ..terms(model) };
        prop_assert_eq!(stopped.problems(), []);
        let fee = fee_on(&stopped, usd(i64::MAX), days);
        prop_assert!(matches!(fee, Ok(_) | Err(FeeError::Money(_))));
        prop_assert!(fee_on(&stopped, usd(1_000_000_000_000_000), days).is_ok());
    }
}
