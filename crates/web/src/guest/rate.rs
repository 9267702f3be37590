//! How often a caller may ask: buckets of tokens in memory, per network and per link.
//!
//! Contract: every request of a guest takes a token of its network's bucket [`VISITS`]; whatever may be a guess (a code or
//! link that opens nothing, an account number typed on the check page) also takes one of [`TRIES`]; every request under a
//! link takes one of that link's bucket [`LINK`]. A bucket fills up with time. An empty bucket answers with the time until
//! the next token. Buckets live in memory: a restart forgets them. At [`BUCKETS`] the full ones are dropped, for they
//! say nothing; if none is full, those that were used least recently.

use super::caller::Caller;
use domain::id::LinkId;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A bucket's size and how it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Tokens of a full bucket: what may be asked at once.
    pub burst: u32,
    /// Time until one more token.
    pub each: Duration,
}

/// Requests of one network: an office whose people all look at once is within it.
pub const VISITS: Pace = Pace { burst: 120, each: Duration::from_millis(500) };
/// What may be a guess, of one network: mistyping is within it, trying out numbers is not.
pub const TRIES: Pace = Pace { burst: 20, each: Duration::from_secs(30) };
/// Requests under one link.
pub const LINK: Pace = Pace { burst: 60, each: Duration::from_secs(1) };
/// Most buckets of one kind in memory.
pub const BUCKETS: usize = 20_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// When it was, or will be, empty: what it holds now is the time since then.
    empty_at: Instant,
    used_at: Instant,
}

/// Buckets of one kind.
pub struct Buckets<K> {
    pace: Pace,
    most: usize,
    held: Mutex<HashMap<K, Bucket>>,
}

impl<K: Eq + Hash + Clone> Buckets<K> {
    /// Full buckets for everyone.
    #[must_use]
    pub fn new(pace: Pace) -> Self {
        Self::with_most(pace, BUCKETS)
    }

    fn with_most(pace: Pace, most: usize) -> Self {
        Self { pace, most, held: Mutex::new(HashMap::new()) }
    }

    fn full(&self) -> Duration {
        self.pace.each.saturating_mul(self.pace.burst)
    }

    /// Takes a token.
    ///
    /// # Errors
    /// The time until the next token when the bucket is empty.
    pub fn take(&self, key: &K, now: Instant) -> Result<(), Duration> {
        self.ask(key, now, true)
    }

    /// Is there a token? Takes none.
    ///
    /// # Errors
    /// The time until the next token when the bucket is empty.
    pub fn look(&self, key: &K, now: Instant) -> Result<(), Duration> {
        self.ask(key, now, false)
    }

    fn ask(&self, key: &K, now: Instant, takes: bool) -> Result<(), Duration> {
        let full = self.full();
        let mut held = match self.held.lock() {
            Ok(held) => held,
            Err(poisoned) => poisoned.into_inner(),
        };
        let known = held.get(key).copied();
        let Some(bucket) = known else {
            if takes {
                if held.len() >= self.most {
                    make_room(&mut held, full, now);
                }
                let empty_at = now.checked_sub(full).unwrap_or(now) + self.pace.each;
                held.insert(key.clone(), Bucket { empty_at, used_at: now });
            }
            return Ok(());
        };
        let holds = now.saturating_duration_since(bucket.empty_at).min(full);
        if holds < self.pace.each {
            return Err(self.pace.each - holds);
        }
        if takes {
            let empty_at = now.checked_sub(holds).unwrap_or(now) + self.pace.each;
            held.insert(key.clone(), Bucket { empty_at, used_at: now });
        }
        Ok(())
    }
}

/// The buckets of one door.
pub(crate) struct Limits {
    /// Requests per network.
    pub visits: Buckets<Caller>,
    /// Guesses per network.
    pub tries: Buckets<Caller>,
    /// Requests per link.
    pub links: Buckets<LinkId>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { visits: Buckets::new(VISITS), tries: Buckets::new(TRIES), links: Buckets::new(LINK) }
    }
}

fn make_room<K: Eq + Hash + Clone>(held: &mut HashMap<K, Bucket>, full: Duration, now: Instant) {
    held.retain(|_, bucket| now.saturating_duration_since(bucket.empty_at) < full);
    let wanted = held.capacity().min(held.len()) / 2;
    if held.len() > wanted.max(1) {
        let mut used: Vec<Instant> = held.values().map(|bucket| bucket.used_at).collect();
        let middle = used.len() / 2;
        let (_, middle, _) = used.select_nth_unstable(middle);
        let middle = *middle;
        held.retain(|_, bucket| bucket.used_at > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { burst: 3, each: Duration::from_secs(10) };

    fn later(since: Instant, seconds: u64) -> Instant {
        since + Duration::from_secs(seconds)
    }

    #[test]
    fn a_bucket_gives_its_burst_then_one_at_a_time() {
        let buckets = Buckets::new(PACE);
        let start = later(Instant::now(), 1000);
        for _ in 0..3 {
            buckets.take(&"a", start).unwrap();
        }
        assert_eq!(buckets.take(&"a", start), Err(Duration::from_secs(10)));
        assert_eq!(buckets.take(&"a", later(start, 4)), Err(Duration::from_secs(6)));
        buckets.take(&"b", start).unwrap();
        buckets.take(&"a", later(start, 10)).unwrap();
        assert!(buckets.take(&"a", later(start, 10)).is_err());
        for _ in 0..3 {
            buckets.take(&"a", later(start, 10_000)).unwrap();
        }
        assert!(buckets.take(&"a", later(start, 10_000)).is_err(), "it never holds more than its burst");
    }

    #[test]
    fn looking_takes_nothing() {
        let buckets = Buckets::new(PACE);
        let start = later(Instant::now(), 1000);
        for _ in 0..10 {
            buckets.look(&"a", start).unwrap();
        }
        for _ in 0..3 {
            buckets.take(&"a", start).unwrap();
        }
        assert!(buckets.look(&"a", start).is_err());
    }

    #[test]
    fn buckets_never_grow_beyond_their_bound_and_the_busy_ones_stay() {
        let buckets = Buckets::with_most(PACE, 100);
        let start = later(Instant::now(), 1000);
        for key in 0..1000_u64 {
            let now = start + Duration::from_millis(key);
            let _ = buckets.take(&u64::MAX, now);
            buckets.take(&key, now).unwrap();
            assert!(buckets.held.lock().unwrap().len() <= 100);
        }
        assert!(buckets.take(&u64::MAX, later(start, 1)).is_err(), "a flood of others does not refill a busy bucket");
    }
}
