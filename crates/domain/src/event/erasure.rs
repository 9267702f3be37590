//! CO-33: which events lost their personal data, and what stands there instead.

use super::Chain;
use crate::id::{ClientId, ContactId, DebtorId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Most events that one erasure event names; what is more goes into further ones.
pub const ERASED_PER_EVENT: usize = 500;

/// Why personal data went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErasureReason {
    /// The time for which they were kept was over.
    TimeOver,
    /// The person asked for it.
    Asked,
}

/// An event whose texts were replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedEvent {
    /// Its number.
    pub seq: i64,
    /// [`erased_sha256`] of what stands there now.
    pub sha256: String,
}

/// The facts of a `PERSONAL_DATA_ERASED` event. The last one that names an event says what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The debtor whose people they were.
    pub debtor: Option<DebtorId>,
    /// The client whose people they were.
    pub client: Option<ClientId>,
    /// The one person, where only one was meant.
    pub contact: Option<ContactId>,
    /// Is nobody of the party on file any more? Then the day is kept beside it, so that the party is looked at again only when
    /// something new was written down.
    pub nobody_left: bool,
    /// Why.
    pub reason: ErasureReason,
    /// What the person who did it wrote down, without names.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Number of the first event named; none when none had to be.
    pub first: Option<i64>,
    /// Number of the last.
    pub last: Option<i64>,
    /// Every event named, at most [`ERASED_PER_EVENT`].
    pub events: Vec<ErasedEvent>,
}

/// SHA-256 of the texts that stand in an erased event: who, and what as JSON, each with its length before it; in hexadecimal.
#[must_use]
pub fn erased_sha256(actor: &str, body: &str) -> String {
    let mut chain = Chain(Sha256::new());
    chain.text(actor);
    chain.text(body);
    chain.finish().iter().map(|byte| format!("{byte:02x}")).collect()
}
