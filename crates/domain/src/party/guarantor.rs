//! Who guarantees what a client owes (CO-31).

use serde::{Deserialize, Serialize};

/// The guarantor of a client's obligations, or of the truth of its invoices alone. No agreement needs one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guarantor {
    /// Legal name.
    pub name: String,
    /// CO-31: it is a natural person.
    #[serde(default)]
    pub natural_person_obligor: bool,
    /// CO-31: it is under California's rules.
    #[serde(default)]
    pub california: bool,
}

impl Guarantor {
    /// CO-31: are the rules for natural persons in California its?
    #[must_use]
    pub const fn is_protected(&self) -> bool {
        self.natural_person_obligor && self.california
    }
}
