//! How a decimal becomes cents. Always an argument, never a default of the arithmetic (FE-06).

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// FE-06: the rounding of a fee line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rounding {
    /// Half away from zero: what people compute by hand. The default of an agreement.
    HalfUp,
    /// Half to the even cent.
    HalfEven,
    /// Toward zero: for an amount that may not exceed its exact value.
    Down,
}

impl Rounding {
    /// `amount` with at most `decimals` decimals.
    #[must_use]
    pub fn apply(self, amount: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Down => RoundingStrategy::ToZero,
        };
        amount.round_dp_with_strategy(decimals, strategy)
    }
}
