//! What can be wrong with fee terms, all at once, before they become an agreement.

use super::{Bracket, ChargeAt, FeeModel, FeeTerms, Instrument, PartialBasis};
use crate::money::Rate;

/// Longest block of days in a fee: a year.
pub const MAX_BLOCK_DAYS: u32 = 366;
/// Latest stop day (FE-08): ten years.
pub const MAX_STOP_DAY: u32 = 3_660;
/// Most clearance days of an instrument (FE-04).
pub const MAX_CLEARANCE_DAYS: u32 = 30;
/// Most rows of a fee table.
pub const MAX_BRACKETS: usize = 60;
/// Most decimals of a percentage as a fraction: 0.00000001 is a millionth of a percent. With it and
/// [`MAX_BLOCK_DAYS`] no fee of a 64-bit amount can overflow before it is rounded.
pub const MAX_PERCENTAGE_DECIMALS: u32 = 8;

/// One thing wrong with fee terms: the place, the fact, the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeTermsProblem {
    /// FE-01: a time-based fee cannot be known at purchase.
    #[error(
        "charge_at: a fee that grows with time is not known when the invoice is bought; \
         choose AT_CLOSE, or a FLAT fee"
    )]
    UpfrontNeedsFlat,
    /// FE-09: a fee taken at purchase cannot follow the payments.
    #[error("on_partial: a fee taken up front cannot follow later payments; choose FACE, or charge AT_CLOSE")]
    UpfrontNeedsFace,
    /// A block of no days.
    #[error("{field}: a block of 0 days cannot be counted; give it from 1 to {MAX_BLOCK_DAYS} days")]
    ZeroBlock {
        /// `d1` or `d2`.
        field: &'static str,
    },
    /// A block longer than a year.
    #[error("{field}: a block of {days} days is too long; give it from 1 to {MAX_BLOCK_DAYS} days")]
    LongBlock {
        /// `d1` or `d2`.
        field: &'static str,
        /// Its length.
        days: u32,
    },
    /// A share of the face above all of it.
    #[error("{field}: {rate} is more than the whole invoice; write a fraction, for example 0.015 for 1.5 %")]
    AboveWhole {
        /// Where it stands.
        field: String,
        /// The share.
        rate: Rate,
    },
    /// Finer than a percentage may be.
    #[error("{field}: {rate} is too fine; a fraction may have {MAX_PERCENTAGE_DECIMALS} decimals")]
    TooFine {
        /// Where it stands.
        field: String,
        /// The share.
        rate: Rate,
    },
    /// FE-08: a stop day outside what can be counted.
    #[error("stop_day: day {stop_day} cannot be the last day counted; choose one from 1 to {MAX_STOP_DAY}")]
    StopDay {
        /// The stop day as given.
        stop_day: u32,
    },
    /// FE-24: a minimum below zero.
    #[error("minimum_minor: {minimum} is below zero; give minor units from 0 up, or leave it out")]
    NegativeMinimum {
        /// The minimum as given, in minor units.
        minimum: i64,
    },
    /// FE-08: a cap that forbids every fee.
    #[error("max_total: a cap of 0 % forbids every fee; raise it, or leave it out")]
    ZeroCap,
    /// FE-04: more clearance than a payment can take.
    #[error("clearance: {days} days for {instrument:?} are too many; give from 0 to {MAX_CLEARANCE_DAYS}")]
    LongClearance {
        /// The instrument.
        instrument: Instrument,
        /// Its days as given.
        days: u32,
    },
    /// FE-21: a table without rows.
    #[error("brackets: the fee table is empty; give at least one row, starting at day 1")]
    TableEmpty,
    /// A table with too many rows.
    #[error("brackets: {rows} rows are too many; a fee table has at most {MAX_BRACKETS}")]
    TableTooLong {
        /// How many there are.
        rows: usize,
    },
    /// FE-21: days without a price, or with two; row 1 must start at day 1.
    #[error(
        "brackets, row {row}: it starts at day {from}; start it at day {expected} so that no day is missed \
         or priced twice"
    )]
    TableGap {
        /// Row, counted from 1.
        row: usize,
        /// Where it starts.
        from: u32,
        /// Where it must start.
        expected: u32,
    },
    /// FE-21: a row that ends before it starts.
    #[error("brackets, row {row}: it starts at day {from} and ends at day {to}; the end may not be earlier")]
    TableBackward {
        /// Row, counted from 1.
        row: usize,
        /// Where it starts.
        from: u32,
        /// Where it ends.
        to: u32,
    },
    /// FE-21: a row without an end that is not the last.
    #[error("brackets, row {row}: only the last row may be left open; give this one its last day")]
    TableOpenInside {
        /// Row, counted from 1.
        row: usize,
    },
    /// FE-21: a later row that costs less.
    #[error("brackets, row {row}: {pct} is less than {before} in the row before; a fee may not fall with time")]
    TableFalling {
        /// Row, counted from 1.
        row: usize,
        /// Its share.
        pct: Rate,
        /// The share of the row before.
        before: Rate,
    },
    /// FE-21, FE-08: days that are counted but have no price.
    #[error(
        "brackets: the table ends at day {end}, but days are counted to day {stop_day}; \
         leave the last row open, or lower stop_day"
    )]
    TableEndsEarly {
        /// Last day of the last row.
        end: u32,
        /// The stop day.
        stop_day: u32,
    },
}

impl FeeTerms {
    /// Everything that is wrong with these terms; empty when they can be agreed.
    #[must_use]
    pub fn problems(&self) -> Vec<FeeTermsProblem> {
        let mut found = Vec::new();
        if self.charge_at == ChargeAt::Upfront {
            if self.model.is_time_based() {
                found.push(FeeTermsProblem::UpfrontNeedsFlat);
            }
            if self.on_partial == PartialBasis::Balance {
                found.push(FeeTermsProblem::UpfrontNeedsFace);
            }
        }
        match &self.model {
            FeeModel::Flat { pct } => share("pct", *pct, &mut found),
            FeeModel::FullPeriod(blocks) | FeeModel::Prorata(blocks) | FeeModel::AllProrata(blocks) => {
                share("p1", blocks.p1, &mut found);
                block("d1", blocks.d1, &mut found);
                share("p2", blocks.p2, &mut found);
                block("d2", blocks.d2, &mut found);
            }
            FeeModel::MinThenDaily(first) => {
                share("p1", first.p1, &mut found);
                block("d1", first.d1, &mut found);
            }
            FeeModel::Table { brackets } => self.table(brackets, &mut found),
        }
        if let Some(minimum) = self.minimum_minor.filter(|minimum| *minimum < 0) {
            found.push(FeeTermsProblem::NegativeMinimum { minimum });
        }
        if let Some(max_total) = self.max_total {
            if max_total == Rate::ZERO {
                found.push(FeeTermsProblem::ZeroCap);
            }
            share("max_total", max_total, &mut found);
        }
        if !(1..=MAX_STOP_DAY).contains(&self.stop_day) {
            found.push(FeeTermsProblem::StopDay { stop_day: self.stop_day });
        }
        for instrument in [Instrument::Wire, Instrument::AchCredit, Instrument::Check, Instrument::Card] {
            let days = self.clearance.of(instrument).days;
            if days > MAX_CLEARANCE_DAYS {
                found.push(FeeTermsProblem::LongClearance { instrument, days });
            }
        }
        found
    }

    /// FE-21: starting at day 1, gap-free, non-decreasing, priced to the stop day.
    fn table(&self, brackets: &[Bracket], found: &mut Vec<FeeTermsProblem>) {
        if brackets.len() > MAX_BRACKETS {
            found.push(FeeTermsProblem::TableTooLong { rows: brackets.len() });
            return;
        }
        let Some(last) = brackets.last() else {
            found.push(FeeTermsProblem::TableEmpty);
            return;
        };
        let mut expected = Some(1);
        let mut before = Rate::ZERO;
        for (row, bracket) in (1..).zip(brackets) {
            let Bracket { from, to, pct } = *bracket;
            share(&format!("brackets, row {row}, pct"), pct, found);
            // After an open row inside the table there is no day to expect.
            if let Some(expected) = expected.filter(|expected| *expected != from) {
                found.push(FeeTermsProblem::TableGap { row, from, expected });
            }
            if let Some(to) = to.filter(|to| *to < from) {
                found.push(FeeTermsProblem::TableBackward { row, from, to });
            }
            if to.is_none() && row < brackets.len() {
                found.push(FeeTermsProblem::TableOpenInside { row });
            }
            if pct < before {
                found.push(FeeTermsProblem::TableFalling { row, pct, before });
            }
            expected = to.map(|to| to.saturating_add(1));
            before = pct;
        }
        if let Some(end) = last.to.filter(|end| *end < self.stop_day) {
            found.push(FeeTermsProblem::TableEndsEarly { end, stop_day: self.stop_day });
        }
    }
}

fn block(field: &'static str, days: u32, found: &mut Vec<FeeTermsProblem>) {
    if days == 0 {
        found.push(FeeTermsProblem::ZeroBlock { field });
    } else if days > MAX_BLOCK_DAYS {
        found.push(FeeTermsProblem::LongBlock { field, days });
    }
}

fn share(field: &str, rate: Rate, found: &mut Vec<FeeTermsProblem>) {
    if rate > Rate::ONE {
        found.push(FeeTermsProblem::AboveWhole { field: field.to_owned(), rate });
    }
    if rate.fraction().scale() > MAX_PERCENTAGE_DECIMALS {
        found.push(FeeTermsProblem::TooFine { field: field.to_owned(), rate });
    }
}
