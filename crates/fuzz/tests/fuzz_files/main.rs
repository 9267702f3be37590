//! Files of the outside world: a reader gives typed values that add up, or refuses with place, fact and remedy.

mod amounts;
mod mails;
mod payments;
mod sheets;
mod trade;

use formats::Refused;

/// Every refusal tells where, what, and what to do.
fn told(refused: &Refused) {
    assert!(!refused.problems.is_empty(), "a refusal without a reason");
    for problem in &refused.problems {
        assert!(!problem.code.is_empty() && !problem.fact.is_empty() && !problem.remedy.is_empty(), "{problem:?}");
        assert!(problem.place.line != Some(0), "lines are counted from 1: {problem:?}");
        assert!(problem.to_string().len() < 4_000, "a reason is one a person can read: {problem:?}");
    }
}
