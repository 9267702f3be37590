//! The price of one agreement version, as it is hashed and stored (FE-01).

use super::{ClearanceDays, ClearanceMode, FeeModel, TwoBlocks};
use crate::money::{Rate, Rounding};
use rust_decimal::dec;
use serde::{Deserialize, Serialize};

/// FE-01: everything that decides the fee of an invoice, save its face amount and its days.
///
/// The payer is always the client. [`FeeTerms::default`] gives the defaults of the parameter
/// registry: `FULL_PERIOD`, 1.5 % for 30 days, 0.5 % per 10 days, stop on day 120.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeTerms {
    /// How the fee grows: FE-20 or one form of FE-21.
    pub model: FeeModel,
    /// What the percentages are taken of.
    pub base: FeeBase,
    /// The day from which days are counted.
    pub start: FeeStart,
    /// When the fee is taken.
    pub charge_at: ChargeAt,
    /// FE-09: what a partial payment changes.
    pub on_partial: PartialBasis,
    /// FE-24: the least fee of an invoice, in minor units of the agreement's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_minor: Option<i64>,
    /// FE-08: the most all fees of an invoice may come to, as a share of its face amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_total: Option<Rate>,
    /// FE-08: the last day that is counted.
    pub stop_day: u32,
    /// FE-02: count the first day as well, which adds one day.
    pub inclusive_days: bool,
    /// FE-04: what clearance days do.
    pub clearance_mode: ClearanceMode,
    /// FE-04: clearance days per payment instrument.
    pub clearance: ClearanceDays,
    /// FE-06: how the fee becomes cents.
    pub rounding: Rounding,
}

/// FE-01: what the percentages are taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FeeBase {
    /// The face amount of the invoice.
    Face,
}

/// FE-01: the day from which days are counted. That day itself is day 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FeeStart {
    /// The day the invoice was bought.
    Purchase,
    /// The day the advance was paid out.
    Funding,
    /// The date on the invoice.
    InvoiceDate,
}

/// FE-01: when the fee is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChargeAt {
    /// Deducted from the price at purchase (LE-26). Needs a fee that does not depend on time.
    Upfront,
    /// Taken from the reserve when the invoice is paid.
    AtClose,
}

/// FE-09: what a partial payment changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartialBasis {
    /// Nothing: the fee is on the original face amount until the invoice is closed.
    Face,
    /// Each paid portion carries the fee for its own days.
    Balance,
}

impl Default for FeeTerms {
    fn default() -> Self {
        let rate = |fraction| Rate::new(fraction).expect("a literal between 0 and 1");
        Self {
            model: FeeModel::FullPeriod(TwoBlocks { p1: rate(dec!(0.015)), d1: 30, p2: rate(dec!(0.005)), d2: 10 }),
            base: FeeBase::Face,
            start: FeeStart::Purchase,
            charge_at: ChargeAt::AtClose,
            on_partial: PartialBasis::Face,
            minimum_minor: None,
            max_total: None,
            stop_day: 120,
            inclusive_days: false,
            clearance_mode: ClearanceMode::ExtendFeeClock,
            clearance: ClearanceDays::default(),
            rounding: Rounding::HalfUp,
        }
    }
}
