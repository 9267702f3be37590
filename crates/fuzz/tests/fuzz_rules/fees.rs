//! Fee schedules: what can be agreed, and what must hold of every fee under it.

use crate::{Numbers, numbers};
use domain::fee::{
    Bracket, ChargeAt, FeeModel, FeeTerms, FirstBlock, PartialBasis, TwoBlocks, describe, describe_clock, fee_on,
    fee_to_post, fee_with_portions,
};
use domain::money::{Currency, Money, Rate, Rounding};
use rust_decimal::Decimal;

/// Any rate that can be written, most of them sensible.
fn rate(given: &mut Numbers) -> Rate {
    let scale = given.one_of(&[2, 3, 4, 8, 12, 27]);
    let end = 10_i128.pow(scale + 1).min(i128::from(i64::MAX));
    let units = i128::from(given.next()).rem_euclid(end);
    let units = if given.below(4) == 0 { units } else { units % 10_i128.pow(scale).max(100).div_euclid(10) };
    Rate::new(Decimal::from_i128_with_scale(units, scale)).expect("up to ten")
}

fn days(given: &mut Numbers) -> u32 {
    if given.below(8) == 0 { given.next() as u32 } else { given.small(130) }
}

pub fn blocks(given: &mut Numbers) -> TwoBlocks {
    TwoBlocks { p1: rate(given), d1: days(given), p2: rate(given), d2: days(given) }
}

fn model(given: &mut Numbers) -> FeeModel {
    match given.below(6) {
        0 => FeeModel::Flat { pct: rate(given) },
        1 => FeeModel::FullPeriod(blocks(given)),
        2 => FeeModel::Prorata(blocks(given)),
        3 => FeeModel::AllProrata(blocks(given)),
        4 => FeeModel::MinThenDaily(FirstBlock { p1: rate(given), d1: days(given) }),
        _ => {
            // Half of the tables are whole: gap-free, rising, the last row open.
            let whole = given.below(2) == 0;
            let (mut from, mut least) = (1, Decimal::ZERO);
            let rows = given.below(5);
            let brackets = (0..rows).map(|row| {
                let width = given.small(40);
                let to = (row + 1 < rows || !whole).then_some(if whole { from + width } else { days(given) });
                let pct = if whole { Decimal::new(given.below(200), 4) + least } else { rate(given).fraction() };
                let bracket = Bracket { from, to, pct: Rate::new(pct).expect("up to ten") };
                (from, least) = if whole { (from + width + 1, pct) } else { (days(given), pct) };
                bracket
            });
            FeeModel::Table { brackets: brackets.collect() }
        }
    }
}

pub fn terms(given: &mut Numbers) -> FeeTerms {
    FeeTerms {
        model: model(given),
        charge_at: given.one_of(&[ChargeAt::AtClose, ChargeAt::AtClose, ChargeAt::Upfront]),
        on_partial: given.one_of(&[PartialBasis::Face, PartialBasis::Balance]),
        minimum_minor: (given.below(3) == 0).then(|| given.next()),
        max_total: (given.below(3) == 0).then(|| rate(given)),
        stop_day: if given.below(2) == 0 { 120 } else { days(given) },
        inclusive_days: given.below(2) == 0,
        rounding: given.one_of(&[Rounding::HalfUp, Rounding::HalfEven, Rounding::Down]),
        ..FeeTerms::default()
    }
}

#[test]
fn fe_06_fees_of_any_schedule() {
    fuzz::run("fees", numbers(48), |input| {
        let mut given = Numbers::of(input);
        let terms = terms(&mut given);
        let usd = |minor| Money::new(minor, Currency::USD);
        let base = usd(if given.below(4) == 0 { given.next() } else { given.below(1_000_000_000_000) });
        let (early, more) = (days(&mut given), days(&mut given));
        let late = early.saturating_add(more);
        let agreed = terms.problems().is_empty();
        assert!(!describe(&terms, Currency::USD).is_empty() && !describe_clock(&terms).is_empty());
        let fee = fee_on(&terms, base, early);
        if base.minor < 0 {
            return assert!(fee.is_err());
        }
        if !agreed {
            // It may be refused, and nothing worse.
            return drop((fee, fee_on(&terms, base, late)));
        }
        let stored = serde_json::to_string(&terms).expect("json");
        assert_eq!(serde_json::from_str::<FeeTerms>(&stored).expect("what was written"), terms);
        let Ok(fee) = fee else { return assert!(base.minor > 1_000_000_000_000_000, "{fee:?}") };
        let Ok(later) = fee_on(&terms, base, late) else { return };
        assert!(0 <= fee.amount.minor && fee.amount.minor <= later.amount.minor, "a fee never falls with time");
        if let Some(cap) = terms.max_total {
            assert!(later.amount.minor <= base.times(cap, Rounding::Down).expect("fits").minor, "FE-08");
        } else if let Some(least) = terms.minimum_minor {
            assert!(fee.amount.minor >= least, "FE-24");
        }
        let Ok(stopped) = fee_on(&terms, base, terms.stop_day) else { return };
        assert!(later.amount.minor <= stopped.amount.minor, "FE-08: no day after the stop day counts");
        if let Ok(dearer) = base.plus(usd(given.below(1_000_000))).map(|base| fee_on(&terms, base, early)) {
            assert!(dearer.is_ok_and(|dearer| dearer.amount.minor >= fee.amount.minor), "more is never cheaper");
        }
        // FE-11: posted in steps it is the whole.
        let rest = fee_to_post(&later, fee.amount).expect("one currency");
        assert_eq!(fee.amount.plus(rest.amount), Ok(later.amount));
        // FE-09: parts of one day are the whole; parts paid earlier never cost more.
        let first = usd(given.below(base.minor.saturating_add(1).max(1)));
        let second = base.minus(first).expect("the rest");
        let whole = fee_with_portions(&terms, base, &[(first, late)], second, late).expect("a fee");
        assert_eq!(whole.amount, later.amount);
        let parts = fee_with_portions(&terms, base, &[(first, early)], second, late).expect("a fee");
        assert!(parts.amount.minor <= later.amount.minor);
        assert!(parts.amount.minor >= 0);
        assert!(fee_with_portions(&terms, base, &[(first, early), (usd(1), 1)], second, late).is_err());
    });
}
