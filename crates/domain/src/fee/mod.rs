//! Factoring fees: the terms, the clock, the charge, and the sentence that explains them.
//!
//! Contract: [`FeeTerms`] are the immutable price of one agreement version; they are checked once
//! with [`FeeTerms::problems`] before they are stored. [`days_outstanding`] runs the clock
//! (FE-02 to FE-05), [`fee_on`] and [`fee_with_portions`] compute the whole fee of one invoice, and
//! [`fee_to_post`] says how much of it is still to be posted (FE-11). A fee is exact until it is
//! rounded, and it is rounded once per invoice (FE-06). Order: exact fee, rounding, minimum
//! (FE-24), cap (FE-08); where minimum and cap disagree the cap wins, because it is a promise to
//! the client. Every fee carries its proof (FE-10).
//!
//! Deliberately absent in this version: bases other than the face amount, monthly charging,
//! interest on funds employed (FE-22), and `DELAY_NFE_CREDIT` clearance, which only means
//! something where there is such interest.

mod charge;
mod clock;
mod describe;
mod exact;
mod model;
mod problems;
mod terms;

pub use charge::{Fee, FeeError, fee_between, fee_on, fee_to_post, fee_with_portions};
pub use clock::{Clearance, ClearanceDays, ClearanceMode, DayUnit, Instrument, days_outstanding};
pub use describe::{describe, describe_clock};
pub use model::{Bracket, FeeModel, FirstBlock, TwoBlocks};
pub use problems::{
    FeeTermsProblem, MAX_BLOCK_DAYS, MAX_BRACKETS, MAX_CLEARANCE_DAYS, MAX_PERCENTAGE_DECIMALS, MAX_STOP_DAY,
};
pub use terms::{ChargeAt, FeeBase, FeeStart, FeeTerms, PartialBasis};

/// `1 day`, `47 days`.
fn days_in_words(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests;
