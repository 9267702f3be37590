//! The rulebook's examples to the cent, and what must hold for any terms.

mod clock;
mod examples;
mod laws;
mod terms;

use super::*;
use crate::money::{Currency, Money, Rate};
use rust_decimal::Decimal;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn rate(fraction: Decimal) -> Rate {
    Rate::new(fraction).unwrap()
}

/// Terms with this model and the registry's defaults otherwise.
fn terms(model: FeeModel) -> FeeTerms {
    FeeTerms { model, ..FeeTerms::default() }
}

fn two_blocks(p1: Decimal, d1: u32, p2: Decimal, d2: u32) -> TwoBlocks {
    TwoBlocks { p1: rate(p1), d1, p2: rate(p2), d2 }
}

/// `(from, to, percent)`, the last open.
fn table(rows: &[(u32, Option<u32>, i64)]) -> FeeModel {
    let bracket =
        |&(from, to, percent): &(u32, Option<u32>, i64)| Bracket { from, to, pct: rate(Decimal::new(percent, 2)) };
    FeeModel::Table { brackets: rows.iter().map(bracket).collect() }
}

/// The market example of FE-21: 2 % for days 1 to 10, up to 20 % over 90.
fn market_table() -> FeeModel {
    let mut rows: Vec<_> = (0..9).map(|k| (k * 10 + 1, Some(k * 10 + 10), i64::from(k + 1) * 2)).collect();
    rows.push((91, None, 20));
    table(&rows)
}

fn minor(terms: &FeeTerms, base: i64, days: u32) -> i64 {
    fee_on(terms, usd(base), days).unwrap().amount.minor
}
