//! Words that counsel reviews before they are sent (CO-31).
//!
//! Contract: a review is of one text. Whoever changes a word needs a new one: the digest of the text is kept with it.

use super::{Language, LetterKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Longest name of who reviewed, in characters.
pub const REVIEWER_CHARS: usize = 200;

/// Who reviewed a text, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Counsel: name and office.
    pub reviewed_by: String,
    /// The day.
    pub reviewed_on: Date,
    /// SHA-256 of the text, in hexadecimal figures.
    pub text: String,
}

/// The reviews of a factor's wordings. Kept as the policy `REVIEW`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reviews(BTreeMap<String, Review>);

impl Reviews {
    /// Name of the policy.
    pub const POLICY: &'static str = "REVIEW";

    fn key(kind: LetterKind, language: Language) -> String {
        format!("{} {}", kind.code(), language.code())
    }

    /// Notes that a text was reviewed.
    pub fn note(&mut self, (kind, language): (LetterKind, Language), text: &str, reviewed_by: &str, reviewed_on: Date) {
        let review = Review { reviewed_by: reviewed_by.to_owned(), reviewed_on, text: digest(text) };
        self.0.insert(Self::key(kind, language), review);
    }

    /// The review of this text; none where another text was reviewed, or none at all.
    #[must_use]
    pub fn of(&self, kind: LetterKind, language: Language, text: &str) -> Option<&Review> {
        self.0.get(&Self::key(kind, language)).filter(|review| review.text == digest(text))
    }
}

impl LetterKind {
    /// CO-31: must counsel have reviewed its words before it is sent?
    #[must_use]
    pub const fn is_reviewed(self) -> bool {
        matches!(self, Self::Validation)
    }
}

fn digest(text: &str) -> String {
    // A browser writes line ends of its own.
    let text = text.replace("\r\n", "\n");
    Sha256::digest(text.trim().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
