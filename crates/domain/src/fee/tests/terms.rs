use super::*;
use rust_decimal::dec;

#[test]
fn fe_01_the_defaults_are_those_of_the_registry_and_have_no_problems() {
    let terms = FeeTerms::default();
    assert_eq!(terms.problems(), []);
    assert_eq!(
        serde_json::to_string(&terms).unwrap(),
        "{\"model\":{\"kind\":\"FULL_PERIOD\",\"p1\":\"0.015\",\"d1\":30,\"p2\":\"0.005\",\"d2\":10},\"base\":\"FACE\",\
         \"start\":\"PURCHASE\",\"charge_at\":\"AT_CLOSE\",\"on_partial\":\"FACE\",\"stop_day\":120,\
         \"inclusive_days\":false,\"clearance_mode\":\"EXTEND_FEE_CLOCK\",\"clearance\":{\
         \"wire\":{\"days\":0,\"unit\":\"CALENDAR\"},\"ach\":{\"days\":1,\"unit\":\"CALENDAR\"},\
         \"check\":{\"days\":3,\"unit\":\"BUSINESS\"},\"card\":{\"days\":1,\"unit\":\"CALENDAR\"}},\
         \"rounding\":\"HALF_UP\"}"
    );
}

#[test]
fn unknown_fields_are_refused_in_every_part() {
    let read = |model: &str| serde_json::from_str::<FeeModel>(model);
    assert!(read("{\"kind\":\"FLAT\",\"pct\":\"0.02\"}").is_ok());
    assert!(read("{\"kind\":\"FLAT\",\"pct\":\"0.02\",\"d1\":3}").is_err());
    assert!(read("{\"kind\":\"MIN_THEN_DAILY\",\"p1\":\"0.02\",\"d1\":30}").is_ok());
    assert!(read("{\"kind\":\"MIN_THEN_DAILY\",\"p1\":\"0.02\",\"d1\":30,\"p2\":\"0.1\",\"d2\":1}").is_err());
    assert!(read("{\"kind\":\"TABLE\",\"brackets\":[{\"from\":1,\"pct\":\"0.02\",\"cap\":1}]}").is_err());
    assert!(read("{\"kind\":\"DAILY\",\"pct\":\"0.02\"}").is_err());
    let mut terms = serde_json::to_value(FeeTerms::default()).unwrap();
    terms["payer"] = "DEBTOR".into();
    assert!(serde_json::from_value::<FeeTerms>(terms).is_err());
}

#[test]
fn fe_01_up_front_only_with_a_flat_fee_on_the_face() {
    let upfront = FeeTerms { charge_at: ChargeAt::Upfront, on_partial: PartialBasis::Balance, ..FeeTerms::default() };
    assert_eq!(upfront.problems(), [FeeTermsProblem::UpfrontNeedsFlat, FeeTermsProblem::UpfrontNeedsFace]);
    let flat = FeeTerms { charge_at: ChargeAt::Upfront, ..terms(FeeModel::Flat { pct: rate(dec!(0.03)) }) };
    assert_eq!(flat.problems(), []);
}

#[test]
fn all_problems_at_once() {
    let mut terms = terms(FeeModel::Prorata(two_blocks(dec!(1.5), 0, dec!(0.0000000001), 400)));
    terms.minimum_minor = Some(-1);
    terms.max_total = Some(Rate::ZERO);
    terms.stop_day = 0;
    terms.clearance.check.days = 31;
    let said: Vec<String> = terms.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "p1: 150 % is more than the whole invoice; write a fraction, for example 0.015 for 1.5 %",
            "d1: a block of 0 days cannot be counted; give it from 1 to 366 days",
            "p2: 0.00000001 % is too fine; a fraction may have 8 decimals",
            "d2: a block of 400 days is too long; give it from 1 to 366 days",
            "minimum_minor: -1 is below zero; give minor units from 0 up, or leave it out",
            "max_total: a cap of 0 % forbids every fee; raise it, or leave it out",
            "stop_day: day 0 cannot be the last day counted; choose one from 1 to 3660",
            "clearance: 31 days for Check are too many; give from 0 to 30",
        ]
    );
}

#[test]
fn fe_21_table_must_be_gap_free_and_never_fall() {
    let problems = |rows: &[(u32, Option<u32>, i64)]| terms(table(rows)).problems();
    assert_eq!(problems(&[]), [FeeTermsProblem::TableEmpty]);
    assert_eq!(problems(&[(1, None, 2)]), []);
    assert_eq!(problems(&[(1, Some(10), 2), (11, Some(120), 2)]), []);
    let gap = |row, from, expected| FeeTermsProblem::TableGap { row, from, expected };
    assert_eq!(problems(&[(0, Some(10), 2), (11, None, 3)]), [gap(1, 0, 1)]);
    assert_eq!(problems(&[(1, Some(10), 2), (12, None, 3)]), [gap(2, 12, 11)]);
    assert_eq!(problems(&[(1, Some(10), 2), (10, None, 3)]), [gap(2, 10, 11)]);
    assert_eq!(
        problems(&[(1, Some(10), 3), (11, None, 2)]),
        [FeeTermsProblem::TableFalling { row: 2, pct: rate(dec!(0.02)), before: rate(dec!(0.03)) }]
    );
    assert_eq!(
        problems(&[(1, None, 2), (11, Some(5), 3)]),
        [
            FeeTermsProblem::TableOpenInside { row: 1 },
            FeeTermsProblem::TableBackward { row: 2, from: 11, to: 5 },
            FeeTermsProblem::TableEndsEarly { end: 5, stop_day: 120 },
        ]
    );
    let endless: Vec<_> = (1..=100).map(|day| (day, Some(day), 1)).collect();
    assert_eq!(problems(&endless), [FeeTermsProblem::TableTooLong { rows: 100 }]);
}

#[test]
fn fe_43_the_price_in_one_sentence() {
    let said = |terms: &FeeTerms| describe(terms, Currency::USD);
    let standard = FeeTerms { minimum_minor: Some(1500), ..FeeTerms::default() };
    assert_eq!(
        said(&standard),
        "1.5 % for the first 30 days, then 0.5 % for each further 10 days begun; at least 15.00 per invoice; \
         no day after day 120 is counted; always of the whole invoice, also when a part is paid earlier; \
         charged when the invoice is paid"
    );
    let flat = FeeTerms { charge_at: ChargeAt::Upfront, ..terms(FeeModel::Flat { pct: rate(dec!(0.03)) }) };
    assert_eq!(said(&flat), "3 % of the invoice, whatever the days; charged when the invoice is bought");
    let daily = FeeTerms {
        max_total: Some(rate(dec!(0.2))),
        on_partial: PartialBasis::Balance,
        ..terms(FeeModel::MinThenDaily(FirstBlock { p1: rate(dec!(0.035)), d1: 30 }))
    };
    assert_eq!(
        said(&daily),
        "3.5 % for the first 30 days or fewer, then 1/30 of it for each further day; at most 20 % of the invoice in \
         all; no day after day 120 is counted; each part paid carries the fee for its own days; \
         charged when the invoice is paid"
    );
    let rows = terms(table(&[(1, Some(10), 2), (11, Some(11), 3), (12, None, 4)]));
    assert!(said(&rows).starts_with("2 % for days 1 to 10, 3 % on day 11, 4 % from day 12; no day"));
    let blocks = two_blocks(dec!(0.015), 30, dec!(0.001), 1);
    assert!(said(&terms(FeeModel::FullPeriod(blocks))).contains("then 0.1 % for each further day begun; "));
    assert!(
        said(&terms(FeeModel::Prorata(blocks))).contains("30 days or fewer, then 0.1 % per day, counted by the day")
    );
    assert!(said(&terms(FeeModel::AllProrata(blocks))).contains("then 0.1 % per day, all counted by the day"));
}

#[test]
fn fe_04_the_clock_in_one_sentence() {
    let mut terms = FeeTerms::default();
    assert_eq!(
        describe_clock(&terms),
        "Days are counted from the day the invoice is bought, that day not included, to the day the payment arrives, \
         plus 1 day for a payment by ACH credit, 3 business days for a payment by check, \
         1 day for a payment by card"
    );
    terms.start = FeeStart::InvoiceDate;
    terms.inclusive_days = true;
    let none = Clearance::NONE;
    terms.clearance = ClearanceDays { wire: none, ach: none, check: none, card: none };
    assert_eq!(
        describe_clock(&terms),
        "Days are counted from the invoice date, that day included, to the day the payment arrives"
    );
}
