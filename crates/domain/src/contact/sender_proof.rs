//! Is it known that a mail came from whom it names?

use serde::{Deserialize, Serialize};

/// How the sender of a received mail was proved. A name in a mail is anybody's to write: what an unproved sender says is
/// filed and read, and has no effect of its own until a person vouches for it (LC-45). A wish to hear less is honoured all
/// the same (CO-08), because it harms nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SenderProof {
    /// Nothing proves it.
    Unproved,
    /// The factor's own mail server checked it, by this method: `DMARC`, `DKIM` or `SPF`.
    Checked(String),
    /// A person says that it is so, and how it is known.
    Person(String),
}

impl SenderProof {
    /// Does anything prove it?
    #[must_use]
    pub const fn is_proved(&self) -> bool {
        !matches!(self, Self::Unproved)
    }

    /// As people read it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unproved => "Sender not proved".to_owned(),
            Self::Checked(method) => format!("Sender proved by {method}"),
            Self::Person(how) => format!("Sender confirmed by a person: {how}"),
        }
    }
}
