//! Short codes people type for clients and debtors.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Two to twenty capital letters, digits and hyphens; unique in the book per kind of party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// The text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} is not a code; use 2 to 20 letters, digits and hyphens, for example HARBOR-1")]
pub struct CodeError(pub String);

impl Code {
    /// Reads a code; small letters become capitals.
    ///
    /// # Errors
    /// [`CodeError`] when it is too short, too long or has other characters.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = text.trim().to_ascii_uppercase();
        let fits = (2..=20).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
            && !code.starts_with('-');
        if fits { Ok(Self(code)) } else { Err(CodeError(text.chars().take(40).collect())) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;
    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}
