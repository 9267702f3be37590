//! Who speaks: a side with a name.

use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// The three sides of a case.
    Side {
        /// The factor's people.
        Factor = "FACTOR", "factor";
        /// The client: who sold the invoice.
        Client = "CLIENT", "supplier";
        /// The debtor: who owes it.
        Debtor = "DEBTOR", "customer";
    }
}

/// Who said or did something, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The side.
    pub side: Side,
    /// The person's name, with the name of the business where that is not plain: `A. Ito, Harbor Foods`.
    pub name: String,
}

impl Speaker {
    /// A person of a side.
    #[must_use]
    pub fn new(side: Side, name: &str) -> Self {
        Self { side, name: name.trim().to_owned() }
    }
}

/// `A. Ito (customer)`
impl std::fmt::Display for Speaker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name, self.side.word())
    }
}
