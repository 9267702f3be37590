//! Ids that grow with time (UUID version 7, RFC 9562), so that new rows land side by side; and the secret of the salts.

use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use store::book::Salts;
use uuid::{Builder, Uuid};

/// A source of ids: the time in milliseconds, a running number, and 40 bits of this process.
pub struct Ids {
    node: u64,
    /// What the salts of events come from (CO-33); not told by any id.
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
}
