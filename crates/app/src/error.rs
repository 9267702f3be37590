//! What a use case may answer instead of an outcome: a business refusal, or a technical fault.

use serde::{Deserialize, Serialize};
use store::Fault;

/// One reason why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable code, for programs: `DEBTOR_UNKNOWN`.
    pub code: String,
    /// Where: a field, a line of a file. Empty when it concerns the whole.
    pub place: String,
    /// The facts.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

impl Refusal {
    /// A refusal of the whole request.
    #[expect(clippy::needless_pass_by_value, reason = "callers hand in texts and errors alike, without an ampersand")]
    pub fn new(code: &str, fact: impl ToString, remedy: impl ToString) -> Self {
        Self { code: code.to_owned(), place: String::new(), fact: fact.to_string(), remedy: remedy.to_string() }
    }

    /// A refusal at a place.
    pub fn at(place: &str, code: &str, fact: impl ToString, remedy: impl ToString) -> Self {
        Self { place: place.to_owned(), ..Self::new(code, fact, remedy) }
    }
}

/// `invoices.csv line 14: the due date … . Correct … .`
impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        let stop = if self.fact.ends_with(['.', '!', '?']) { "" } else { "." };
        write!(f, "{}{stop} {}", self.fact, self.remedy)
    }
}

/// Why a use case has no outcome.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The rules say no. All reasons at once.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused(Vec<Refusal>),
    /// There is no such thing, or not for the one who asks: both look the same.
    #[error("there is no {0}")]
    NotFound(String),
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request; use a new key for a new request")]
    KeyReused,
    /// Something technical failed.
    #[error(transparent)]
    Fault(Fault),
}

impl Error {
    /// One refusal.
    pub fn refused(code: &str, fact: impl ToString, remedy: impl ToString) -> Self {
        Self::Refused(vec![Refusal::new(code, fact, remedy)])
    }

    /// The error in words for a log: codes alone, without what is refused or looked for, which may be about a person.
    #[must_use]
    pub fn without_contents(&self) -> String {
        match self {
            Self::Refused(refusals) => {
                let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
                format!("refused: {}", codes.join(", "))
            }
            Self::NotFound(_) => "something is not there".to_owned(),
            Self::KeyReused => self.to_string(),
            Self::Fault(fault) => fault.without_contents(),
        }
    }

    /// A value that cannot be read or written: a fault of ours.
    pub fn fault(what: &'static str, reason: impl ToString) -> Self {
        Self::Fault(Fault::unreadable(what, reason))
    }
}

/// What no engine can keep is the asker's to mend; all else of the store is technical.
impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NulInText => Self::refused(
                "NUL_IN_TEXT",
                "a text holds the character U+0000, which cannot be kept",
                "Take it out; it is invisible, and often left behind by another program.",
            ),
            fault => Self::Fault(fault),
        }
    }
}

impl From<formats::Problem> for Refusal {
    fn from(problem: formats::Problem) -> Self {
        let mut place = problem.place.file;
        if let Some(line) = problem.place.line {
            place.push_str(&format!(" line {line}"));
        }
        if let Some(field) = &problem.place.field {
            place.push_str(&format!(", {field}"));
        }
        Self { code: problem.code.to_owned(), place, fact: problem.fact, remedy: problem.remedy }
    }
}

/// What a file reader refuses.
impl From<formats::Refused> for Error {
    fn from(refused: formats::Refused) -> Self {
        let mut refusals: Vec<Refusal> = refused.problems.into_iter().map(Refusal::from).collect();
        if refused.more > 0 {
            refusals.push(Refusal::new(
                "MORE",
                format!("{} further problems are not listed", refused.more),
                "Correct these first.",
            ));
        }
        Self::Refused(refusals)
    }
}

impl From<domain::money::MoneyError> for Error {
    fn from(error: domain::money::MoneyError) -> Self {
        Self::refused("AMOUNT", error, "Check the amounts.")
    }
}

impl From<domain::cash::CashError> for Error {
    fn from(error: domain::cash::CashError) -> Self {
        let text = error.to_string();
        let (fact, remedy) = text.split_once("; ").unwrap_or((&text, "Check the amount and the invoice."));
        Self::refused("CASH", fact, format!("{}.", crate::timeline::capital(remedy).trim_end_matches('.')))
    }
}

impl From<domain::agreement::AgreementRefusal> for Error {
    fn from(error: domain::agreement::AgreementRefusal) -> Self {
        Self::refused("AGREEMENT", error, "Look at the version's state and terms.")
    }
}
