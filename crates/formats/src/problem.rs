//! What is wrong with a file: a stable code, the place, the fact and the remedy.
//!
//! Contract: a reader collects every problem of its input before it refuses, up to
//! [`limits::PROBLEMS`]; the rest is counted. Facts and remedies are whole sentences in plain words, and
//! what they quote from a file is shortened and freed of control characters, so that a hostile
//! file cannot write its own message.

use crate::limits;
use serde::Serialize;
use std::fmt;

/// Where in which file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Name of the file as its sender called it.
    pub file: String,
    /// 1-based line of the file, where it is known.
    pub line: Option<u64>,
    /// The CSV column or the XML element path, where it is known.
    pub field: Option<String>,
}

impl Place {
    /// The whole file.
    #[must_use]
    pub fn file(name: &str) -> Self {
        Self { file: excerpt(name), line: None, field: None }
    }

    /// The same file, at a 1-based line.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same place, at a column or element.
    #[must_use]
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(excerpt(field));
        self
    }
}

/// One thing that is wrong, and what to do about it.
///
/// Displays as `invoices.csv line 14, due date: <fact> <remedy>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable code for programs: `DUE_DATE_MISSING`, or the id of a violated rule (`BR-CO-16`).
    pub code: &'static str,
    /// Where it is.
    pub place: Place,
    /// What is there, as a sentence.
    pub fact: String,
    /// What to do, as a sentence.
    pub remedy: String,
}

impl Problem {
    /// A problem from its four parts.
    #[must_use]
    pub fn new(code: &'static str, place: Place, fact: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, place, fact: fact.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place.file)?;
        if let Some(line) = self.place.line {
            write!(f, " line {line}")?;
        }
        if let Some(field) = &self.place.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {} {}", self.fact, self.remedy)
    }
}

/// The file was not taken; every reason at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The reasons, in the order of the file; never empty.
    pub problems: Vec<Problem>,
    /// Reasons beyond [`limits::PROBLEMS`] that were counted and not kept.
    pub more: u64,
}

impl Refused {
    /// Does one of the reasons carry this code?
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.problems.iter().any(|problem| problem.code == code)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.problems.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        if self.more > 0 {
            write!(f, "\nand {} more of the kind", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem], more: 0 }
    }
}

/// Collects problems up to the limit.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    more: u64,
}

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.kept.len() < limits::PROBLEMS {
            self.kept.push(problem);
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn append(&mut self, refused: Refused) {
        self.more += refused.more;
        for problem in refused.problems {
            self.push(problem);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    pub(crate) fn take(&mut self) -> Vec<Problem> {
        self.more = 0;
        std::mem::take(&mut self.kept)
    }

    /// `value` when nothing was wrong.
    pub(crate) fn or_value<T>(self, value: T) -> Result<T, Refused> {
        if self.is_empty() { Ok(value) } else { Err(Refused { problems: self.kept, more: self.more }) }
    }

    pub(crate) fn refused(self) -> Refused {
        Refused { problems: self.kept, more: self.more }
    }
}

/// Text of a file, shortened for a message and without control characters.
pub(crate) fn excerpt(text: &str) -> String {
    let mut out: String = text
        .trim()
        .chars()
        .take(limits::EXCERPT_CHARS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if text.trim().chars().nth(limits::EXCERPT_CHARS).is_some() {
        out.push('\u{2026}');
    }
    out
}

/// [`excerpt`] in quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", excerpt(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_what_and_what_to_do() {
        let problem = Problem::new(
            "DUE_BEFORE_ISSUE",
            Place::file("invoices.csv").line(14).field("due date"),
            "The due date 2026-03-01 is before the invoice date 2026-03-04.",
            "Correct one of them and submit the line again.",
        );
        assert_eq!(
            problem.to_string(),
            "invoices.csv line 14, due date: The due date 2026-03-01 is before the invoice date 2026-03-04. \
             Correct one of them and submit the line again."
        );
    }

    #[test]
    fn an_excerpt_is_short_and_cannot_write_new_lines() {
        assert_eq!(excerpt("a\nb"), "a b");
        assert_eq!(excerpt(&"x".repeat(500)).chars().count(), limits::EXCERPT_CHARS + 1);
    }

    #[test]
    fn problems_beyond_the_limit_are_counted() {
        let mut problems = Problems::default();
        for _ in 0..limits::PROBLEMS + 5 {
            problems.push(Problem::new("X", Place::file("f"), "Fact.", "Remedy."));
        }
        let refused = problems.refused();
        assert_eq!((refused.problems.len(), refused.more), (limits::PROBLEMS, 5));
        assert!(refused.to_string().ends_with("and 5 more of the kind"));
    }
}
