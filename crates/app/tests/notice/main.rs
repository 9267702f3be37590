//! Notices through the front door: the client speaks first, letters in their order, evidence, proof, new accounts, release.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod beside;
mod fixture;
mod held;
mod independent;
mod life;
mod register;
mod stops;
mod tampering;

use app::Error;

/// The codes of a refusal.
fn codes<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    match answer.unwrap_err() {
        Error::Refused(refusals) => refusals.into_iter().map(|one| one.code).collect(),
        other => panic!("not a refusal: {other}"),
    }
}
