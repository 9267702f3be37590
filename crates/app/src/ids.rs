//! The one source of what nobody chooses: ids that grow with time (UUID version 7, RFC 9562), so that new rows land side by
//! side; the secret of the salts; and what nobody may guess. From the system's randomness, or from a seed: then the same
//! commands at the same times make the same book, byte for byte, on any engine.

use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use store::book::Salts;
use uuid::{Builder, Uuid};

/// A source of ids (the time in milliseconds, a running number, and 40 bits of this process) and of secrets.
pub struct Ids {
    node: u64,
    /// What the salts of events (CO-33) and unguessable bytes come from; not told by any id.
    secret: [u8; 32],
    last: AtomicU64,
}

impl Ids {
    /// A source of its own, from the system's randomness.
    ///
    /// # Panics
    /// Never in practice: only when the system has no randomness at all, and then nothing may be signed either.
    #[must_use]
    pub fn random() -> Self {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the operating system gives random numbers");
        let node = getrandom::u64().expect("the operating system gives random numbers");
        Self { secret, ..Self::seeded(node) }
    }

    /// A source that gives the same ids, and the same chain of events, for the same seed and times.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let secret = Sha256::digest(seed.to_be_bytes()).into();
        Self { node: seed & 0xFF_FFFF_FFFF, secret, last: AtomicU64::new(0) }
    }

    /// Where the salts of events come from.
    #[must_use]
    pub const fn salts(&self) -> Salts {
        Salts::new(self.secret)
    }

    /// The next id, for a time in microseconds since 1970 UTC.
    pub fn next(&self, microseconds: i64) -> Uuid {
        let running = self.last.fetch_add(1, Ordering::Relaxed);
        let milliseconds = u64::try_from(microseconds / 1000).unwrap_or(0);
        let mut tail = [0; 10];
        tail[..2].copy_from_slice(&u16::try_from(running >> 22 & 0xFFF).unwrap_or(0).to_be_bytes());
        tail[2..].copy_from_slice(&((running & 0x3F_FFFF) << 40 | self.node).to_be_bytes());
        Builder::from_unix_timestamp_millis(milliseconds, &tail).into_uuid()
    }

    /// Bytes that nobody can guess who does not hold the secret, others with every call: for what stands on a paper and
    /// opens something.
    pub fn unguessable(&self, microseconds: i64) -> [u8; 32] {
        let mut hash = Sha256::new_with_prefix(b"credere unguessable ");
        hash.update(self.secret);
        hash.update(self.next(microseconds));
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unguessable_differs_with_every_call_and_every_secret_and_comes_again_from_its_seed() {
        let (one, same, other) = (Ids::seeded(1), Ids::seeded(1), Ids::seeded(2));
        let first = one.unguessable(0);
        assert_eq!(first, same.unguessable(0));
        assert_ne!(first, one.unguessable(0));
        assert_ne!(first, other.unguessable(0));
        // The same node says nothing of the secret.
        let (random, again) = (Ids::random(), Ids::random());
        assert_ne!(Ids { node: 1, ..random }.unguessable(0), Ids { node: 1, ..again }.unguessable(0));
    }
}
