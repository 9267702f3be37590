//! Random terms that may be issued: every fee model, upfront and at close, on face and on balance.

use domain::agreement::{
    Escrow, FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Terms,
    Tolerance, TransferFees,
};
use domain::fee::{Bracket, ChargeAt, FeeModel, FeeStart, FeeTerms, FirstBlock, PartialBasis, TwoBlocks};
use domain::money::{Currency, Rate, Rounding};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A share in hundredths of a percent.
fn share(range: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Rate> {
    range.prop_map(|part| Rate::new(Decimal::new(part, 4)).expect("between 0 and 1"))
}

fn blocks() -> impl Strategy<Value = TwoBlocks> {
    (share(0..=350), 1_u32..=45, share(0..=175), 1_u32..=30).prop_map(|(p1, d1, p2, d2)| TwoBlocks { p1, d1, p2, d2 })
}

fn table() -> impl Strategy<Value = FeeModel> {
    proptest::collection::vec((1_u32..=40, 0_i64..=200), 1..5).prop_map(|rows| {
        let (mut from, mut pct) = (1, 0);
        let last = rows.len() - 1;
        let brackets = rows.iter().enumerate().map(|(place, (width, more))| {
            let to = (place < last).then_some(from + width - 1);
            pct += more;
            let row = Bracket { from, to, pct: Rate::new(Decimal::new(pct, 4)).expect("at most 8 %") };
            from += width;
            row
        });
        FeeModel::Table { brackets: brackets.collect() }
    })
}

fn model() -> impl Strategy<Value = FeeModel> {
    prop_oneof![
        share(0..=600).prop_map(|pct| FeeModel::Flat { pct }),
        blocks().prop_map(FeeModel::FullPeriod),
        blocks().prop_map(FeeModel::Prorata),
        blocks().prop_map(FeeModel::AllProrata),
        (share(0..=350), 1_u32..=45).prop_map(|(p1, d1)| FeeModel::MinThenDaily(FirstBlock { p1, d1 })),
        table(),
    ]
}

fn fee() -> impl Strategy<Value = FeeTerms> {
    let basis = (select(vec![PartialBasis::Face, PartialBasis::Balance]), any::<bool>());
    let least_and_most =
        (proptest::option::weighted(0.3, 0_i64..=3_000), proptest::option::weighted(0.3, share(50..=1_000)));
    let clock = (select(vec![FeeStart::Purchase, FeeStart::Funding, FeeStart::InvoiceDate]), any::<bool>());
    let rounding = select(vec![Rounding::HalfUp, Rounding::HalfEven, Rounding::Down]);
    (model(), basis, least_and_most, clock, rounding).prop_map(
        |(model, (on_partial, upfront), (minimum_minor, max_total), (start, inclusive_days), rounding)| {
            let upfront = upfront && !model.is_time_based();
            FeeTerms {
                model,
                start,
                charge_at: if upfront { ChargeAt::Upfront } else { ChargeAt::AtClose },
                on_partial: if upfront { PartialBasis::Face } else { on_partial },
                minimum_minor,
                max_total,
                inclusive_days,
                rounding,
                ..FeeTerms::default()
            }
        },
    )
}

/// Terms of one client.
pub fn terms() -> impl Strategy<Value = Terms> {
    let currency = select(vec!["USD", "EUR", "JPY"]);
    let escrow = proptest::option::of((share(0..=5_000), 0_i64..=50_000));
    let release = select(ReleaseCalendar::ALL.to_vec());
    let recourse = select(RecourseType::ALL.to_vec());
    let tolerance = (share(0..=200), 0_i64..=1_000);
    let kept = prop_oneof![3 => Just(0_i64), 1 => 1_i64..=20_000];
    (share(5_000..=10_000), currency, fee(), escrow, release, recourse, tolerance, kept).prop_map(
        |(advance_rate, currency, fee, escrow, release, kind, (share, cap), discretionary_reserve)| Terms {
            currency: Currency::parse(currency).expect("a code in circulation"),
            advance_rate,
            advance_rate_by_debtor: BTreeMap::new(),
            fee,
            transfer_fees: TransferFees::default(),
            release,
            escrow: escrow.map(|(share, cap)| Escrow { share, cap }),
            recourse: Recourse { kind, window_days: 90, from: RecourseFrom::Purchase },
            facility_limit: FacilityLimit { amount: 1_000_000_000_000, basis: LimitBasis::Nfe },
            notification: NotificationMode::Notification,
            max_terms_days: 90,
            max_age_days: 30,
            tolerance: Tolerance { share, cap },
            discretionary_reserve,
            servicing: domain::contact::Profile::Standard,
        },
    )
}
