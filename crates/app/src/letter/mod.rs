//! Letters: what is known of their parties, the factor's own wordings, the finished letter.
//!
//! Contract: [`base_facts`] gathers what every letter says of factor, client, debtor and the person to ask; the use case adds
//! what its letter is about and calls [`write()`], which fills the factor's wording, or the one that comes with Credere, and
//! refuses a letter that its checklist does not pass. Nothing is sent here, nothing is signed here.

mod facts;
mod known;
mod real;
mod save;
mod write;

#[cfg(test)]
mod tests;

pub use facts::base_facts;
pub(crate) use known::Known;
pub use real::{LINES as REAL_LINES, RealFacts, real_facts};
pub use save::{Origin, SavedWording, WordingInUse, note_review, reset_wording, save_wording, wordings};
pub use write::{draft, preview, review, wording_text, write};

use crate::Refusal;
use domain::letter::LetterProblem;

/// Problems of a wording or letter as refusals, all of them.
fn refusals(place: &str, problems: &[LetterProblem]) -> Vec<Refusal> {
    let refusal = |problem: &LetterProblem| {
        let place = problem.line.map_or_else(|| place.to_owned(), |line| format!("{place} line {line}"));
        Refusal::at(&place, problem.flaw.code(), &problem.flaw, problem.flaw.remedy())
    };
    problems.iter().map(refusal).collect()
}
