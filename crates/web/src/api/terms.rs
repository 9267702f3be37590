//! The terms of an agreement version: amounts in major units, rates as fractions.

use super::money::{Fraction, Money};
use super::names;
use app::Refusal;
use domain::agreement::{self, LimitBasis, NotificationMode, RecourseFrom, RecourseType, ReleaseCalendar};
use domain::contact::Profile;
use domain::fee::{self, ChargeAt, ClearanceMode, DayUnit, FeeBase, FeeStart, PartialBasis};
use domain::money::{Currency, Rounding};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What an agreement version says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Terms {
    /// The one currency of the facility; every amount is in it.
    #[schema(schema_with = names::currency)]
    currency: Currency,
    /// The share paid at purchase.
    advance_rate: Fraction,
    /// Other advance rates for named debtors, by code of the debtor.
    #[serde(default)]
    advance_rate_by_debtor: BTreeMap<String, Fraction>,
    /// The factoring fee.
    fee: Fee,
    /// What a transfer to the client costs it; nothing where absent.
    #[serde(default)]
    transfer_fees: Option<TransferFees>,
    /// When available reserve is paid to the client.
    #[schema(schema_with = names::release)]
    release: ReleaseCalendar,
    /// A cushion built from a share of the released reserve.
    #[serde(default)]
    escrow: Option<Escrow>,
    recourse: Recourse,
    facility_limit: FacilityLimit,
    /// Does the debtor know of the assignment?
    #[schema(schema_with = names::notification)]
    notification: NotificationMode,
    /// How much the factor writes to the debtors; the standard ladder where absent.
    #[serde(default = "standard")]
    #[schema(schema_with = names::servicing)]
    servicing: Profile,
    /// The longest payment terms an invoice may have, in days.
    max_terms_days: u32,
    /// The oldest an invoice may be when it is offered, in days from its issue.
    max_age_days: u32,
    tolerance: Tolerance,
    /// Kept back from availability by the factor's judgement; nothing where absent.
    #[serde(default)]
    discretionary_reserve: Option<Money>,
}

const fn standard() -> Profile {
    Profile::Standard
}

/// The factoring fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Fee {
    model: FeeModel,
    /// What the shares are taken of.
    #[schema(schema_with = names::fee_base)]
    base: FeeBase,
    /// The day from which days are counted.
    #[schema(schema_with = names::fee_start)]
    start: FeeStart,
    /// When the fee is taken.
    #[schema(schema_with = names::charge_at)]
    charge_at: ChargeAt,
    /// What a partial payment changes.
    #[schema(schema_with = names::partial_basis)]
    on_partial: PartialBasis,
    /// The least fee of an invoice.
    #[serde(default)]
    minimum: Option<Money>,
    /// The most all fees of an invoice may come to, as a share of its face amount.
    #[serde(default)]
    max_total: Option<Fraction>,
    /// The last day that is counted.
    stop_day: u32,
    /// Count the first day as well?
    inclusive_days: bool,
    /// What clearance days do.
    #[schema(schema_with = names::clearance_mode)]
    clearance_mode: ClearanceMode,
    clearance: ClearanceDays,
    /// How the fee becomes minor units.
    #[schema(schema_with = names::rounding)]
    rounding: Rounding,
}

/// How the fee depends on the days outstanding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum FeeModel {
    /// A share of the base, whatever the days.
    Flat { pct: Fraction },
    /// `p1` for the first `d1` days, `p2` for each further block of `d2` days that has begun.
    FullPeriod { p1: Fraction, d1: u32, p2: Fraction, d2: u32 },
    /// `p1` at least, then `p2` per `d2` days, by the day.
    Prorata { p1: Fraction, d1: u32, p2: Fraction, d2: u32 },
    /// `p1` per `d1` days, then `p2` per `d2` days, all by the day.
    AllProrata { p1: Fraction, d1: u32, p2: Fraction, d2: u32 },
    /// `p1` at least, then `p1 / d1` for each further day.
    MinThenDaily { p1: Fraction, d1: u32 },
    /// Brackets of days, each with its share.
    Table { brackets: Vec<Bracket> },
}

/// One row of a fee table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bracket {
    /// First day.
    from: u32,
    /// Last day; absent for an open end.
    #[serde(default)]
    to: Option<u32>,
    pct: Fraction,
}

/// How long a receipt takes to be good money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Clearance {
    days: u32,
    #[schema(schema_with = names::day_unit)]
    unit: DayUnit,
}

/// Clearance by the way money was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClearanceDays {
    wire: Clearance,
    ach: Clearance,
    check: Clearance,
    card: Clearance,
}

/// What a transfer to the client costs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransferFees {
    wire: Money,
    /// By batch: ACH, SEPA.
    credit_transfer: Money,
}

/// A cushion built from released reserve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Escrow {
    /// Share of each release that is kept.
    share: Fraction,
    /// The most that is kept.
    cap: Money,
}

/// Who bears the debtor's failure to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Recourse {
    #[schema(schema_with = names::recourse_type)]
    kind: RecourseType,
    /// Days until the client must repurchase.
    window_days: u32,
    /// The day the window counts from.
    #[schema(schema_with = names::recourse_from)]
    from: RecourseFrom,
}

/// The cap of the facility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FacilityLimit {
    amount: Money,
    /// What is capped.
    #[schema(schema_with = names::limit_basis)]
    basis: LimitBasis,
}

/// Differences up to the smaller of both are settled without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tolerance {
    /// Share of the open balance.
    share: Fraction,
    cap: Money,
}

impl Terms {
    /// The terms as the domain keeps them, or every amount that is none.
    pub(super) fn read(self) -> Result<agreement::Terms, Vec<Refusal>> {
        let currency = self.currency;
        let mut problems = Vec::new();
        let mut minor = |money: &Money, place: &str| money.read_in(currency, place, &mut problems).unwrap_or(0);
        let transfer_fees =
            self.transfer_fees.map_or_else(agreement::TransferFees::default, |fees| agreement::TransferFees {
                wire: minor(&fees.wire, "terms.transfer_fees.wire"),
                credit_transfer: minor(&fees.credit_transfer, "terms.transfer_fees.credit_transfer"),
            });
        let escrow = self
            .escrow
            .map(|escrow| agreement::Escrow { share: escrow.share.0, cap: minor(&escrow.cap, "terms.escrow.cap") });
        let minimum_minor = self.fee.minimum.as_ref().map(|least| minor(least, "terms.fee.minimum"));
        let facility = minor(&self.facility_limit.amount, "terms.facility_limit.amount");
        let tolerance = minor(&self.tolerance.cap, "terms.tolerance.cap");
        let discretionary =
            self.discretionary_reserve.as_ref().map_or(0, |kept| minor(kept, "terms.discretionary_reserve"));
        if !problems.is_empty() {
            return Err(problems);
        }
        let Recourse { kind, window_days, from } = self.recourse;
        Ok(agreement::Terms {
            currency,
            advance_rate: self.advance_rate.0,
            advance_rate_by_debtor: self
                .advance_rate_by_debtor
                .into_iter()
                .map(|(code, rate)| (code, rate.0))
                .collect(),
            fee: fee::FeeTerms {
                model: self.fee.model.into(),
                base: self.fee.base,
                start: self.fee.start,
                charge_at: self.fee.charge_at,
                on_partial: self.fee.on_partial,
                minimum_minor,
                max_total: self.fee.max_total.map(|rate| rate.0),
                stop_day: self.fee.stop_day,
                inclusive_days: self.fee.inclusive_days,
                clearance_mode: self.fee.clearance_mode,
                clearance: self.fee.clearance.into(),
                rounding: self.fee.rounding,
            },
            transfer_fees,
            release: self.release,
            escrow,
            recourse: agreement::Recourse { kind, window_days, from },
            facility_limit: agreement::FacilityLimit { amount: facility, basis: self.facility_limit.basis },
            notification: self.notification,
            servicing: self.servicing,
            max_terms_days: self.max_terms_days,
            max_age_days: self.max_age_days,
            tolerance: agreement::Tolerance { share: self.tolerance.share.0, cap: tolerance },
            discretionary_reserve: discretionary,
        })
    }
}

impl From<agreement::Terms> for Terms {
    fn from(terms: agreement::Terms) -> Self {
        let money = |minor| Money::minor(minor, terms.currency);
        let agreement::Recourse { kind, window_days, from } = terms.recourse;
        let rates = terms.advance_rate_by_debtor.into_iter();
        Self {
            currency: terms.currency,
            advance_rate: Fraction(terms.advance_rate),
            advance_rate_by_debtor: rates.map(|(code, rate)| (code, Fraction(rate))).collect(),
            fee: Fee {
                model: terms.fee.model.into(),
                base: terms.fee.base,
                start: terms.fee.start,
                charge_at: terms.fee.charge_at,
                on_partial: terms.fee.on_partial,
                minimum: terms.fee.minimum_minor.map(money),
                max_total: terms.fee.max_total.map(Fraction),
                stop_day: terms.fee.stop_day,
                inclusive_days: terms.fee.inclusive_days,
                clearance_mode: terms.fee.clearance_mode,
                clearance: terms.fee.clearance.into(),
                rounding: terms.fee.rounding,
            },
            transfer_fees: Some(TransferFees {
                wire: money(terms.transfer_fees.wire),
                credit_transfer: money(terms.transfer_fees.credit_transfer),
            }),
            release: terms.release,
            escrow: terms.escrow.map(|escrow| Escrow { share: Fraction(escrow.share), cap: money(escrow.cap) }),
            recourse: Recourse { kind, window_days, from },
            facility_limit: FacilityLimit {
                amount: money(terms.facility_limit.amount),
                basis: terms.facility_limit.basis,
            },
            notification: terms.notification,
            servicing: terms.servicing,
            max_terms_days: terms.max_terms_days,
            max_age_days: terms.max_age_days,
            tolerance: Tolerance { share: Fraction(terms.tolerance.share), cap: money(terms.tolerance.cap) },
            discretionary_reserve: Some(money(terms.discretionary_reserve)),
        }
    }
}

impl From<FeeModel> for fee::FeeModel {
    fn from(model: FeeModel) -> Self {
        let blocks = |p1: Fraction, d1, p2: Fraction, d2| fee::TwoBlocks { p1: p1.0, d1, p2: p2.0, d2 };
        match model {
            FeeModel::Flat { pct } => Self::Flat { pct: pct.0 },
            FeeModel::FullPeriod { p1, d1, p2, d2 } => Self::FullPeriod(blocks(p1, d1, p2, d2)),
            FeeModel::Prorata { p1, d1, p2, d2 } => Self::Prorata(blocks(p1, d1, p2, d2)),
            FeeModel::AllProrata { p1, d1, p2, d2 } => Self::AllProrata(blocks(p1, d1, p2, d2)),
            FeeModel::MinThenDaily { p1, d1 } => Self::MinThenDaily(fee::FirstBlock { p1: p1.0, d1 }),
            FeeModel::Table { brackets } => {
                let rows = brackets.into_iter().map(|row| fee::Bracket { from: row.from, to: row.to, pct: row.pct.0 });
                Self::Table { brackets: rows.collect() }
            }
        }
    }
}

impl From<fee::FeeModel> for FeeModel {
    fn from(model: fee::FeeModel) -> Self {
        let rate = Fraction;
        match model {
            fee::FeeModel::Flat { pct } => Self::Flat { pct: rate(pct) },
            fee::FeeModel::FullPeriod(b) => Self::FullPeriod { p1: rate(b.p1), d1: b.d1, p2: rate(b.p2), d2: b.d2 },
            fee::FeeModel::Prorata(b) => Self::Prorata { p1: rate(b.p1), d1: b.d1, p2: rate(b.p2), d2: b.d2 },
            fee::FeeModel::AllProrata(b) => Self::AllProrata { p1: rate(b.p1), d1: b.d1, p2: rate(b.p2), d2: b.d2 },
            fee::FeeModel::MinThenDaily(b) => Self::MinThenDaily { p1: rate(b.p1), d1: b.d1 },
            fee::FeeModel::Table { brackets } => {
                let rows = brackets.into_iter().map(|row| Bracket { from: row.from, to: row.to, pct: rate(row.pct) });
                Self::Table { brackets: rows.collect() }
            }
        }
    }
}

impl From<ClearanceDays> for fee::ClearanceDays {
    fn from(days: ClearanceDays) -> Self {
        let one = |of: Clearance| fee::Clearance { days: of.days, unit: of.unit };
        Self { wire: one(days.wire), ach: one(days.ach), check: one(days.check), card: one(days.card) }
    }
}

impl From<fee::ClearanceDays> for ClearanceDays {
    fn from(days: fee::ClearanceDays) -> Self {
        let one = |of: fee::Clearance| Clearance { days: of.days, unit: of.unit };
        Self { wire: one(days.wire), ach: one(days.ach), check: one(days.check), card: one(days.card) }
    }
}
