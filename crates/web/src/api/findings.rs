//! Answers of the purchase guards.

use super::names;
use domain::invoice::guard::{self, Guard, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

/// One guard's answer with what it knew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Finding {
    /// Which guard.
    #[schema(schema_with = names::guard)]
    guard: Guard,
    /// What it asks.
    #[schema(example = "debtor is approved and within its limits")]
    asks: &'static str,
    /// Its answer.
    #[schema(schema_with = names::verdict)]
    verdict: Verdict,
    /// The facts it judged.
    facts: String,
    /// What would make it pass, where it did not.
    remedy: Option<String>,
}

impl From<guard::Finding> for Finding {
    fn from(finding: guard::Finding) -> Self {
        Self {
            guard: finding.guard,
            asks: finding.guard.word(),
            verdict: finding.verdict,
            facts: finding.facts,
            remedy: finding.remedy,
        }
    }
}
