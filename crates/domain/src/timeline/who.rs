//! Who said or did something, as people of each language read it.

use super::terms;
use crate::dispute::Speaker;
use crate::letter::Language;
use serde::{Deserialize, Serialize};

/// How the name of somebody ends who acts by a link, in [`Who::actor`].
const BY_LINK: &str = " (by link)";

/// Who said or did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Who {
    /// A business or a person, by name alone.
    Named {
        /// The name.
        name: String,
    },
    /// A person of a side.
    Speaker(Speaker),
    /// A guest, by the link that was sent there.
    ByLink {
        /// The person and the party.
        name: String,
    },
    /// Somebody whom a mail names as its sender, which nothing proves.
    Unproved {
        /// The name or address.
        name: String,
    },
    /// Nobody knows the name: who holds the factor's letter.
    Holder,
}

impl Who {
    /// By name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::Named { name: name.to_owned() }
    }

    /// Who acts, by the name that events give it: guests' names end with ` (by link)`.
    #[must_use]
    pub fn actor(actor: &str) -> Self {
        match actor.strip_suffix(BY_LINK) {
            Some(name) => Self::ByLink { name: name.to_owned() },
            None => Self::named(actor),
        }
    }

    /// As it is read.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let terms = terms::of(language);
        match self {
            Self::Named { name } => name.clone(),
            Self::Speaker(speaker) => format!("{} ({})", speaker.name, (terms.side)(speaker.side)),
            Self::ByLink { name } => format!("{name} ({})", terms.by_link),
            Self::Unproved { name } => format!("{name} ({})", terms.unproved),
            Self::Holder => terms.holder.to_owned(),
        }
    }
}

impl From<&Speaker> for Who {
    fn from(speaker: &Speaker) -> Self {
        Self::Speaker(speaker.clone())
    }
}
