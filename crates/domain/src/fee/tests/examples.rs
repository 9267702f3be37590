use super::*;
use crate::calendar::Calendar;
use crate::money::{MoneyError, Rounding};
use jiff::civil::date;
use rust_decimal::dec;

/// EX-2.02 with the EX-2.04 schedule: 250.00 with clearance, 200.00 without.
#[test]
fn fe_02_check_over_thanksgiving() {
    let terms = FeeTerms::default();
    let dates = (date(2026, 10, 20), date(2026, 11, 25));
    let us = Calendar::UnitedStates;
    let by_check = fee_between(&terms, usd(1_000_000), dates, Instrument::Check, us).unwrap();
    assert_eq!(by_check.amount, usd(25_000));
    let by_wire = fee_between(&terms, usd(1_000_000), dates, Instrument::Wire, us).unwrap();
    assert_eq!(by_wire.amount, usd(20_000));
    let input = |name: &str| by_check.proof.inputs.iter().find(|(key, _)| key == name).unwrap().1.clone();
    assert_eq!(input("start"), "2026-10-20");
    assert_eq!(input("close"), "2026-11-25");
    assert_eq!(input("days"), "42");
    assert_eq!(
        input("days counted as"),
        "20 October 2026 to 1 December 2026 (received 25 November 2026 + 3 business days) = 42 days"
    );
}

/// EX-2.04, the whole table.
#[test]
fn fe_21_all_forms_over_days() {
    let blocks = two_blocks(dec!(0.015), 30, dec!(0.005), 10);
    let days = [1, 30, 31, 40, 41, 47, 91];
    let expected = [
        (FeeModel::FullPeriod(blocks), [15_000, 15_000, 20_000, 20_000, 25_000, 25_000, 50_000]),
        (FeeModel::Prorata(blocks), [15_000, 15_000, 15_500, 20_000, 20_500, 23_500, 45_500]),
        (FeeModel::AllProrata(blocks), [500, 15_000, 15_500, 20_000, 20_500, 23_500, 45_500]),
    ];
    for (model, fees) in expected {
        let terms = terms(model);
        assert_eq!(days.map(|n| minor(&terms, 1_000_000, n)), fees, "{:?}", terms.model);
    }
}

/// EX-2.04, last line: 35.00 + 13 × 1.1666...
#[test]
fn fe_21_min_then_daily_day_43() {
    let terms = terms(FeeModel::MinThenDaily(FirstBlock { p1: rate(dec!(0.035)), d1: 30 }));
    let fee = fee_on(&terms, usd(100_000), 43).unwrap();
    assert_eq!(fee.amount, usd(5017));
    assert_eq!(fee.proof.formula, "1,000.00 × 3.5 % × (30 + 13 further days) ÷ 30 = 50.17, rounded");
    assert_eq!(minor(&terms, 100_000, 1), 3500);
}

/// EX-2.05: advance 8,500.00, fee 250.00, wire fee 25.00 at funding or at settlement.
#[test]
fn fe_21_settlement_fee_and_rebate() {
    let face = usd(1_000_000);
    let advance = face.times(rate(dec!(0.85)), Rounding::HalfUp).unwrap();
    let fee = fee_on(&FeeTerms::default(), face, 47).unwrap().amount;
    assert_eq!((advance, fee), (usd(850_000), usd(25_000)));
    let (wire, rebate) = (usd(2500), face.minus(advance).and_then(|reserve| reserve.minus(fee)).unwrap());
    assert_eq!(rebate, usd(125_000));
    assert_eq!(advance.minus(wire), Ok(usd(847_500)));
    assert_eq!(advance.minus(wire).and_then(|paid| paid.plus(rebate)), Ok(usd(972_500)));
    assert_eq!(rebate.minus(wire), Ok(usd(122_500)));
}

/// EX-2.06
#[test]
fn fe_09_partial_payments_face_and_balance() {
    let mut terms = FeeTerms::default();
    let portions = [(usd(400_000), 28), (usd(600_000), 47)];
    let fee = |terms: &FeeTerms| fee_with_portions(terms, usd(1_000_000), &portions, usd(0), 0).unwrap();
    assert_eq!(fee(&terms).amount, usd(25_000));
    terms.on_partial = PartialBasis::Balance;
    let balance = fee(&terms);
    assert_eq!(balance.amount, usd(21_000));
    assert_eq!(balance.proof.rule, "FE-21");
    assert_eq!(
        balance.proof.formula,
        "4,000.00 × 1.5 % (first 30 days) + 6,000.00 × (1.5 % + 0.5 % × 2 further blocks of 10 days) = 210.00"
    );
    // The same while the rest is still open on day 47.
    let open = fee_with_portions(&terms, usd(1_000_000), &portions[..1], usd(600_000), 47).unwrap();
    assert_eq!(open.amount, usd(21_000));
}

#[test]
fn fe_09_only_the_sum_of_the_portions_is_rounded() {
    let terms = FeeTerms {
        on_partial: PartialBasis::Balance,
        ..terms(FeeModel::AllProrata(two_blocks(dec!(0.01), 3, dec!(0.01), 3)))
    };
    // Three thirds of a cent each would be rounded to nothing; together they are one cent.
    let third = (usd(100), 1);
    assert_eq!(fee_with_portions(&terms, usd(300), &[third, third, third], usd(0), 0).unwrap().amount, usd(1));
}

#[test]
fn fe_09_the_parts_must_be_the_invoice() {
    let terms = FeeTerms::default();
    let face = usd(1000);
    assert_eq!(
        fee_with_portions(&terms, face, &[(usd(400), 3)], usd(500), 9),
        Err(FeeError::Portions { face, sum: usd(900) })
    );
    assert_eq!(
        fee_with_portions(&terms, face, &[(usd(1400), 3)], usd(-400), 9),
        Err(FeeError::NegativeBase { amount: usd(-400) })
    );
    let euros = Money::new(400, Currency::EUR);
    assert!(matches!(
        fee_with_portions(&terms, face, &[(euros, 3)], usd(600), 9),
        Err(FeeError::Money(MoneyError::Currencies { .. }))
    ));
}

/// EX-2.11
#[test]
fn fe_24_minimum_per_invoice() {
    let flat = FeeTerms { minimum_minor: Some(1500), ..terms(FeeModel::Flat { pct: rate(dec!(0.025)) }) };
    let fee = fee_on(&flat, usd(40_000), 12).unwrap();
    assert_eq!(fee.amount, usd(1500));
    assert_eq!(fee.proof.rule, "FE-24");
    assert_eq!(fee.proof.formula, "400.00 × 2.5 % = 10.00; the least fee of an invoice is 15.00");
    let larger = fee_on(&flat, usd(60_000), 12).unwrap();
    assert_eq!((larger.amount, larger.proof.rule.as_str()), (usd(1500), "FE-20"));
}

/// EX-2.01 through the fee engine.
#[test]
fn fe_06_rounding_is_a_term() {
    let mut flat = terms(FeeModel::Flat { pct: rate(dec!(0.0225)) });
    assert_eq!(minor(&flat, 101_000, 1), 2273);
    flat.rounding = Rounding::HalfEven;
    assert_eq!(minor(&flat, 101_000, 1), 2272);
}

#[test]
fn fe_08_stop_day_120() {
    let terms = FeeTerms::default();
    assert_eq!(minor(&terms, 1_000_000, 120), 60_000);
    let late = fee_on(&terms, usd(1_000_000), 150).unwrap();
    assert_eq!(late.amount, usd(60_000));
    assert_eq!(late.proof.rule, "FE-08");
    assert_eq!(
        late.proof.formula,
        "10,000.00 × (1.5 % + 0.5 % × 9 further blocks of 10 days) = 600.00; no day after day 120 is counted"
    );
}

#[test]
fn fe_08_time_does_not_stop_a_flat_fee() {
    let flat = terms(FeeModel::Flat { pct: rate(dec!(0.02)) });
    let late = fee_on(&flat, usd(100_000), 150).unwrap();
    assert_eq!((late.amount, late.proof.rule.as_str()), (usd(2000), "FE-20"));
    assert_eq!(late.proof.formula, "1,000.00 × 2 % = 20.00");
}

#[test]
fn fe_02_no_days_cost_one_day() {
    let daily = terms(FeeModel::AllProrata(two_blocks(dec!(0.015), 30, dec!(0.005), 10)));
    assert_eq!((minor(&daily, 1_000_000, 0), minor(&daily, 1_000_000, 1)), (500, 500));
}

#[test]
fn fe_08_cap_wins_over_the_fee_and_the_minimum() {
    let capped = FeeTerms { max_total: Some(rate(dec!(0.02))), ..FeeTerms::default() };
    let fee = fee_on(&capped, usd(1_000_000), 91).unwrap();
    assert_eq!((fee.amount, fee.proof.rule.as_str()), (usd(20_000), "FE-08"));
    assert!(fee.proof.formula.ends_with("= 500.00; all fees of an invoice are at most 2 % × 10,000.00 = 200.00"));
    let both = FeeTerms { minimum_minor: Some(1500), ..capped };
    assert_eq!(minor(&both, 10_000, 10), 200);
    // 2 % of 0.99 is 1.98 cents: a ceiling is not rounded up.
    assert_eq!(minor(&both, 99, 10), 1);
}

/// LE-15 with the fixture's invoice INV-5: posted 75.00 on day 28, returned, paid again on day 41.
#[test]
fn fe_11_returned_item_final_fee_is_total_less_posted() {
    let terms = FeeTerms::default();
    let first = fee_on(&terms, usd(500_000), 28).unwrap();
    assert_eq!(fee_to_post(&first, usd(0)).unwrap().amount, usd(7500));
    let total = fee_on(&terms, usd(500_000), 41).unwrap();
    let rest = fee_to_post(&total, first.amount).unwrap();
    assert_eq!((rest.amount, rest.proof.rule.as_str()), (usd(5000), "FE-11"));
    assert_eq!(rest.proof.formula, "125.00 − 75.00 already posted = 50.00");
}

#[test]
fn fe_11_a_posted_fee_stays() {
    let total = fee_on(&FeeTerms::default(), usd(500_000), 28).unwrap();
    assert_eq!(fee_to_post(&total, usd(9000)).unwrap().amount, usd(0));
    assert!(fee_to_post(&total, Money::new(1, Currency::EUR)).is_err());
}

#[test]
fn fe_21_market_table() {
    let terms = terms(market_table());
    assert_eq!(terms.problems(), []);
    assert_eq!([1, 10, 11, 90, 91, 500].map(|n| minor(&terms, 100_000, n)), [2000, 2000, 4000, 18_000, 20_000, 20_000]);
    assert_eq!(fee_on(&terms, usd(100_000), 11).unwrap().proof.formula, "1,000.00 × 4 % (days 11 to 20) = 40.00");
}

/// Further market examples of FE-21, and the fees of the fixture's invoices.
#[test]
fn fe_21_market_examples_and_fixture_invoices() {
    let slow = terms(FeeModel::FullPeriod(two_blocks(dec!(0.018), 30, dec!(0.0065), 10)));
    assert_eq!(minor(&slow, 1_000_000, 41), 31_000);
    let steep = terms(FeeModel::FullPeriod(two_blocks(dec!(0.035), 30, dec!(0.0175), 15)));
    assert_eq!(minor(&steep, 1_000_000, 46), 70_000);
    let fixture = FeeTerms::default();
    let invoices =
        [(650_000, 38, 13_000), (400_000, 33, 8000), (350_000, 25, 5250), (800_000, 91, 40_000), (900_000, 52, 27_000)];
    for (face, days, fee) in invoices {
        assert_eq!(minor(&fixture, face, days), fee);
    }
}

#[test]
fn fe_10_the_proof_says_it_all() {
    let fee = fee_on(&FeeTerms::default(), usd(1_000_000), 47).unwrap();
    assert_eq!(fee.proof.formula, "10,000.00 × (1.5 % + 0.5 % × 2 further blocks of 10 days) = 250.00");
    assert_eq!(fee.proof.rule, "FE-21");
    let inputs: Vec<_> = fee.proof.inputs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        inputs,
        [("base", "10,000.00 USD"), ("days", "47"), ("mode", "FULL_PERIOD"), ("rounding", "half up, once")]
    );
    let prorata = |model: fn(TwoBlocks) -> FeeModel, days| {
        let terms = terms(model(two_blocks(dec!(0.015), 30, dec!(0.005), 10)));
        fee_on(&terms, usd(1_000_000), days).unwrap().proof.formula
    };
    assert_eq!(prorata(FeeModel::Prorata, 47), "10,000.00 × (1.5 % + 0.5 % × 17 further days ÷ 10) = 235.00");
    assert_eq!(prorata(FeeModel::AllProrata, 1), "10,000.00 × 1.5 % × 1 day ÷ 30 = 5.00");
    assert_eq!(prorata(FeeModel::FullPeriod, 31), "10,000.00 × (1.5 % + 0.5 % × 1 further block of 10 days) = 200.00");
    assert_eq!(prorata(FeeModel::FullPeriod, 30), "10,000.00 × 1.5 % (first 30 days) = 150.00");
}

#[test]
fn figures_that_cannot_be_are_refused() {
    let terms = FeeTerms::default();
    assert_eq!(fee_on(&terms, usd(-1), 3), Err(FeeError::NegativeBase { amount: usd(-1) }));
    let nothing = super::terms(FeeModel::FullPeriod(two_blocks(dec!(0.01), 30, dec!(0.01), 0)));
    assert_eq!(fee_on(&nothing, usd(100), 3), Err(FeeError::Terms(FeeTermsProblem::ZeroBlock { field: "d2" })));
    let none = super::terms(table(&[]));
    assert_eq!(fee_on(&none, usd(100), 3), Err(FeeError::Terms(FeeTermsProblem::TableEmpty)));
    let tenfold = super::terms(FeeModel::Flat { pct: rate(dec!(10)) });
    assert_eq!(fee_on(&tenfold, usd(i64::MAX), 3), Err(FeeError::Money(MoneyError::TooLarge)));
}
