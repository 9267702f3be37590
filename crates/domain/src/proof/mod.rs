//! Proof lines: how a figure came to be.
//!
//! Every fee, advance, reserve, limit check and date that Credere computes keeps the inputs, the
//! rule and the agreement version it was computed under (FE-10). The same record renders as the proof line on a
//! page and in the API. Nothing is charged that cannot be explained.

use serde::{Deserialize, Serialize};

/// The derivation of one figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Rule id of the rulebook, for example `FE-21`.
    pub rule: String,
    /// The formula in words and symbols, with the numbers filled in:
    /// `10,000.00 x (1.5 % + 0.5 % x 2) = 250.00`.
    pub formula: String,
    /// Inputs by name, in the order a reader wants them: `("days", "47")`.
    pub inputs: Vec<(String, String)>,
    /// Version number of the agreement it was computed under, where there is one.
    pub agreement_version: Option<u32>,
}

impl Proof {
    /// A proof under `rule` with its filled-in formula and no inputs yet.
    #[must_use]
    pub fn new(rule: &str, formula: String) -> Self {
        Self { rule: rule.to_owned(), formula, inputs: Vec::new(), agreement_version: None }
    }

    /// Adds a named input.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers hand in numbers and references alike, without an ampersand"
    )]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.inputs.push((name.to_owned(), value.to_string()));
        self
    }

    /// Names the agreement version.
    #[must_use]
    pub const fn under(mut self, agreement_version: u32) -> Self {
        self.agreement_version = Some(agreement_version);
        self
    }
}
