//! The forms of a fee (FE-20, FE-21) as exact fractions of the base.
//!
//! A fraction is kept as numerator and denominator, and for one model the denominator is the same
//! for any number of days. So the portions of an invoice (FE-09) add up before the one division.

use super::exact::power_of_ten;
use super::{FeeError, FeeTermsProblem, days_in_words};
use crate::money::{MoneyError, Rate};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// How the fee of an invoice depends on its days outstanding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum FeeModel {
    /// FE-20: `pct` of the base, whatever the days.
    Flat {
        /// Share of the base.
        pct: Rate,
    },
    /// FE-21: `p1` for the first block, `p2` for each further block that has begun.
    FullPeriod(TwoBlocks),
    /// FE-21: `p1` at least, then `p2` per `d2` days, by the day.
    Prorata(TwoBlocks),
    /// FE-21: `p1` per `d1` days, then `p2` per `d2` days, all by the day.
    AllProrata(TwoBlocks),
    /// FE-21: `p1` at least, then by the day at the same pace: `p1 / d1` for each further day.
    MinThenDaily(FirstBlock),
    /// FE-21: explicit brackets of days, each with its share of the base.
    Table {
        /// In order of days, without gaps, the shares never falling; the last may be open.
        brackets: Vec<Bracket>,
    },
}

/// A first block and the blocks that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoBlocks {
    /// Share of the base for the first block.
    pub p1: Rate,
    /// Length of the first block in days.
    pub d1: u32,
    /// Share of the base for each further block.
    pub p2: Rate,
    /// Length of each further block in days.
    pub d2: u32,
}

/// A first block that sets the pace of the days after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstBlock {
    /// Share of the base for the first block.
    pub p1: Rate,
    /// Length of the first block in days.
    pub d1: u32,
}

/// One row of a fee table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// First day of the bracket.
    pub from: u32,
    /// Last day of the bracket; none for an open end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// Share of the base for an invoice closed in this bracket.
    pub pct: Rate,
}

/// An exact share of the base: `numerator / denominator`, neither negative, the denominator not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub numerator: i128,
    pub denominator: i128,
}

impl FeeModel {
    /// Does the fee depend on the days outstanding?
    #[must_use]
    pub const fn is_time_based(&self) -> bool {
        !matches!(self, Self::Flat { .. })
    }

    /// The rule that defines it.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        if self.is_time_based() { "FE-21" } else { "FE-20" }
    }

    /// The name it is stored under: `FULL_PERIOD`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Flat { .. } => "FLAT",
            Self::FullPeriod(_) => "FULL_PERIOD",
            Self::Prorata(_) => "PRORATA",
            Self::AllProrata(_) => "ALL_PRORATA",
            Self::MinThenDaily(_) => "MIN_THEN_DAILY",
            Self::Table { .. } => "TABLE",
        }
    }

    /// FE-20, FE-21: the share of the base for `days` days, exactly.
    pub(super) fn share(&self, days: u32) -> Result<Share, FeeError> {
        match self {
            Self::Flat { pct } => share(*pct, pct.fraction().scale(), (1, 1)),
            Self::FullPeriod(blocks) => {
                blocks.check()?;
                let begun = i128::from(blocks.further(days).div_ceil(blocks.d2));
                blocks.share(|p1, p2| p1.checked_add(p2.checked_mul(begun)?), 1)
            }
            Self::Prorata(blocks) => {
                blocks.check()?;
                let (further, d2) = (i128::from(blocks.further(days)), i128::from(blocks.d2));
                blocks.share(|p1, p2| p1.checked_mul(d2)?.checked_add(p2.checked_mul(further)?), d2)
            }
            Self::AllProrata(blocks) => {
                blocks.check()?;
                let (further, d2) = (i128::from(blocks.further(days)), i128::from(blocks.d2));
                let (first, d1) = (i128::from(days.min(blocks.d1)), i128::from(blocks.d1));
                let sum = |p1: i128, p2: i128| {
                    p1.checked_mul(first * d2)?.checked_add(p2.checked_mul(further.checked_mul(d1)?)?)
                };
                blocks.share(sum, d1 * d2)
            }
            Self::MinThenDaily(block) => {
                if block.d1 == 0 {
                    return Err(zero_block("d1"));
                }
                let (counted, d1) = (i128::from(days.max(block.d1)), i128::from(block.d1));
                share(block.p1, block.p1.fraction().scale(), (counted, d1))
            }
            Self::Table { brackets } => {
                let scale = brackets.iter().map(|bracket| bracket.pct.fraction().scale()).max().unwrap_or(0);
                share(bracket_of(brackets, days)?.pct, scale, (1, 1))
            }
        }
    }

    /// Appends the share in words and symbols, as it follows `base × `.
    pub(super) fn write_share(&self, out: &mut String, days: u32) {
        let written = match self {
            Self::Flat { pct } => write!(out, "{pct}"),
            Self::FullPeriod(blocks) => match blocks.further(days).div_ceil(blocks.d2.max(1)) {
                0 => write!(out, "{} (first {})", blocks.p1, days_in_words(blocks.d1)),
                k => {
                    let (TwoBlocks { p1, p2, d2, .. }, plural) = (blocks, if k == 1 { "" } else { "s" });
                    write!(out, "({p1} + {p2} × {k} further block{plural} of {})", days_in_words(*d2))
                }
            },
            Self::AllProrata(blocks) if days < blocks.d1 => {
                write!(out, "{} × {} ÷ {}", blocks.p1, days_in_words(days), blocks.d1)
            }
            Self::Prorata(blocks) | Self::AllProrata(blocks) => match blocks.further(days) {
                0 => write!(out, "{} (first {})", blocks.p1, days_in_words(blocks.d1)),
                1 => write!(out, "({} + {} × 1 further day ÷ {})", blocks.p1, blocks.p2, blocks.d2),
                k => write!(out, "({} + {} × {k} further days ÷ {})", blocks.p1, blocks.p2, blocks.d2),
            },
            Self::MinThenDaily(block) => match days.saturating_sub(block.d1) {
                0 => write!(out, "{} (first {})", block.p1, days_in_words(block.d1)),
                1 => write!(out, "{} × ({} + 1 further day) ÷ {}", block.p1, block.d1, block.d1),
                k => write!(out, "{} × ({} + {k} further days) ÷ {}", block.p1, block.d1, block.d1),
            },
            Self::Table { brackets } => match bracket_of(brackets, days) {
                Ok(Bracket { pct, from, to: Some(to) }) => write!(out, "{pct} (days {from} to {to})"),
                Ok(Bracket { pct, from, to: None }) => write!(out, "{pct} (from day {from})"),
                Err(_) => Ok(()),
            },
        };
        written.expect("a String takes every character");
    }
}

impl TwoBlocks {
    /// Days beyond the first block.
    const fn further(&self, days: u32) -> u32 {
        days.saturating_sub(self.d1)
    }

    /// A block of no days cannot be divided by.
    fn check(&self) -> Result<(), FeeError> {
        match (self.d1, self.d2) {
            (0, _) => Err(zero_block("d1")),
            (_, 0) => Err(zero_block("d2")),
            _ => Ok(()),
        }
    }

    /// `sum(p1, p2)` over `denominator`, with both percentages as integers of one scale.
    fn share(&self, sum: impl FnOnce(i128, i128) -> Option<i128>, denominator: i128) -> Result<Share, FeeError> {
        let scale = self.p1.fraction().scale().max(self.p2.fraction().scale());
        let exact = || {
            let numerator = sum(units(self.p1, scale)?, units(self.p2, scale)?)?;
            Some(Share { numerator, denominator: power_of_ten(scale)?.checked_mul(denominator)? })
        };
        Ok(exact().ok_or(MoneyError::TooLarge)?)
    }
}

/// `rate * times / over` at one scale.
fn share(rate: Rate, scale: u32, (times, over): (i128, i128)) -> Result<Share, FeeError> {
    let exact = || {
        Some(Share {
            numerator: units(rate, scale)?.checked_mul(times)?,
            denominator: power_of_ten(scale)?.checked_mul(over)?,
        })
    };
    Ok(exact().ok_or(MoneyError::TooLarge)?)
}

/// The rate as an integer with `scale` decimals; `scale` is not below the rate's own.
fn units(rate: Rate, scale: u32) -> Option<i128> {
    let fraction = rate.fraction();
    fraction.mantissa().checked_mul(power_of_ten(scale.checked_sub(fraction.scale())?)?)
}

/// The row of the table for that day; past the end of a table that closes, its last row.
fn bracket_of(brackets: &[Bracket], days: u32) -> Result<Bracket, FeeError> {
    let row = brackets.iter().find(|bracket| bracket.to.is_none_or(|to| days <= to));
    row.or(brackets.last()).copied().ok_or(FeeError::Terms(FeeTermsProblem::TableEmpty))
}

const fn zero_block(field: &'static str) -> FeeError {
    FeeError::Terms(FeeTermsProblem::ZeroBlock { field })
}
