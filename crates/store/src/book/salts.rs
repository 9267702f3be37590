//! Where the salts of events come from (CO-33).

use domain::event::Salt;
use sha2::{Digest, Sha256};

/// A source of salts: a secret of this process, and what no two events of a book share.
///
/// The same secret gives the same salts, and so the same chain, for the same events at the same times.
#[derive(Clone)]
pub struct Salts {
    secret: [u8; 32],
}

impl Salts {
    /// A source with this secret: random, except where a test wants the same chain twice.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self { secret }
    }

    /// The salt of an event. Nobody can compute it who does not hold the secret, which is nowhere but in memory.
    pub(super) fn salt(&self, seq: i64, recorded_at: i64) -> Salt {
        let mut hash = Sha256::new_with_prefix(self.secret);
        hash.update(seq.to_be_bytes());
        hash.update(recorded_at.to_be_bytes());
        let mut salt = Salt::default();
        salt.copy_from_slice(&hash.finalize()[..16]);
        salt
    }
}
