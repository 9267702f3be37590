//! Proof lines: how a figure came to be.

use domain::proof;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The derivation of one figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Proof {
    /// Rule of the rulebook.
    #[schema(example = "GL-09")]
    rule: String,
    /// The formula with its numbers filled in.
    formula: String,
    /// Inputs in the order a reader wants them.
    inputs: Vec<Input>,
    /// The agreement version it was computed under, where there is one.
    agreement_version: Option<u32>,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProofInput)]
pub(super) struct Input {
    name: String,
    value: String,
}

impl From<proof::Proof> for Proof {
    fn from(proof: proof::Proof) -> Self {
        let inputs = proof.inputs.into_iter().map(|(name, value)| Input { name, value });
        Self {
            rule: proof.rule,
            formula: proof.formula,
            inputs: inputs.collect(),
            agreement_version: proof.agreement_version,
        }
    }
}
