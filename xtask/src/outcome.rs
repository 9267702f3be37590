//! What a check can say: it held, it did not, or it could not be asked.

use std::fmt;

/// One thing that does not hold: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// `file:line`, a crate, a program, an account: where to look.
    pub(crate) place: String,
    /// What is so and must not be.
    pub(crate) fact: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl Finding {
    /// A finding from its three parts.
    pub(crate) fn new(place: impl Into<String>, fact: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: place.into(), fact: fact.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}.", self.place, self.fact, self.remedy)
    }
}

/// The end of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It holds; the text says what was looked at.
    Passed(String),
    /// It does not hold; the text says why in one line.
    Failed(String),
    /// It was not asked; the text says why. In CI nothing that can be installed may be left out.
    LeftOut(String),
}

impl Outcome {
    /// Prints every finding and sums them up; without findings, what held.
    pub(crate) fn of(findings: &[Finding], held: String) -> Self {
        for finding in findings {
            println!("  {finding}");
        }
        match findings {
            [] => Self::Passed(held),
            [only] => Self::Failed(only.to_string()),
            [first, rest @ ..] => Self::Failed(format!("{first} (and {} more, listed above)", rest.len())),
        }
    }

    /// What is missing is a failure in CI, and a reason to leave the check out on someone's own machine.
    pub(crate) fn missing(what: String) -> Self {
        if std::env::var_os("CI").is_some() { Self::Failed(what) } else { Self::LeftOut(what) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, Outcome};

    #[test]
    fn a_finding_reads_as_place_fact_remedy() {
        let finding = Finding::new("a.rs:3", "a float", "Use Money");
        assert_eq!(finding.to_string(), "a.rs:3: a float. Use Money.");
    }

    #[test]
    fn one_finding_fails_the_check() {
        assert_eq!(Outcome::of(&[], "all".into()), Outcome::Passed("all".into()));
        let finding = Finding::new("a", "b", "c");
        assert_eq!(Outcome::of(std::slice::from_ref(&finding), "all".into()), Outcome::Failed("a: b. c.".into()));
        let two = Outcome::of(&[finding.clone(), finding], "all".into());
        assert_eq!(two, Outcome::Failed("a: b. c. (and 1 more, listed above)".into()));
    }
}
