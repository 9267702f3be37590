//! Where the time comes from.

use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The machine's clock, or one that is set by hand (tests, and the demo that lives through past days).
#[derive(Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// Set by hand: microseconds since 1970 UTC.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at a time until it is set.
    #[must_use]
    pub fn set_to(at: Timestamp) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// Moves a clock that is set by hand. The machine's clock does not listen.
    pub fn set(&self, at: Timestamp) {
        if let Self::Set(held) = self {
            held.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Set(held) => {
                Timestamp::from_microsecond(held.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
            }
        }
    }

    /// The clock as the book wants it.
    pub(crate) fn function(&self) -> store::Now {
        let clock = self.clone();
        Arc::new(move || clock.now())
    }
}
