//! What a book says of itself while it works: how its batches go, who waits, whether it takes changes.
//!
//! Plain counters that whoever wants may read ([`crate::Book::pulse`]); the store knows nothing of who does. Chosen over a
//! function called for every batch because nothing foreign can then run, wait or panic on the queue's thread, and nothing has
//! to be handed in when a book is opened. Cost: two relaxed additions for a unit, a dozen for a batch. The figures are of
//! this process since it opened the book; those read together may be of moments that lie apart by a batch.

use crate::engine::Fault;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// Upper bounds of the classes of batch sizes, in units of work.
pub const SIZES: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000];
/// Upper bounds of the classes of batch times, in microseconds.
pub const TIMES: [u64; 14] = [
    250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000, 30_000_000,
];

/// Counts by classes.
#[derive(Debug)]
pub struct Classes<const N: usize> {
    bounds: &'static [u64; N],
    counts: [AtomicU64; N],
    above: AtomicU64,
    sum: AtomicU64,
}

/// What [`Classes`] held at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Upper bound of each class and how many were in it: above the bound before, up to and with this one.
    pub classes: Vec<(u64, u64)>,
    /// How many were above the last bound.
    pub above: u64,
    /// The sum of all that was counted.
    pub sum: u64,
}

impl<const N: usize> Classes<N> {
    fn new(bounds: &'static [u64; N]) -> Self {
        Self { bounds, counts: [const { AtomicU64::new(0) }; N], above: AtomicU64::new(0), sum: AtomicU64::new(0) }
    }

    fn count(&self, value: u64) {
        let class = self.bounds.iter().position(|bound| value <= *bound);
        class.map_or(&self.above, |class| &self.counts[class]).fetch_add(1, Relaxed);
        self.sum.fetch_add(value, Relaxed);
    }

    /// What is counted so far.
    #[must_use]
    pub fn counted(&self) -> Counted {
        let classes = self.bounds.iter().zip(&self.counts).map(|(bound, count)| (*bound, count.load(Relaxed)));
        Counted { classes: classes.collect(), above: self.above.load(Relaxed), sum: self.sum.load(Relaxed) }
    }
}

/// The figures of a book at work.
#[derive(Debug)]
pub struct Pulse {
    /// Units of work in a committed batch.
    pub sizes: Classes<10>,
    /// From the opening of a committed batch's transaction to the end of its commit, in microseconds.
    pub times: Classes<14>,
    lost: AtomicU64,
    waiting: AtomicU64,
    readers: AtomicU64,
    is_troubled: AtomicBool,
    trouble: Mutex<Option<Fault>>,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self {
            sizes: Classes::new(&SIZES),
            times: Classes::new(&TIMES),
            lost: AtomicU64::new(0),
            waiting: AtomicU64::new(0),
            readers: AtomicU64::new(0),
            is_troubled: AtomicBool::new(false),
            trouble: Mutex::new(None),
        }
    }

    /// Batches that could not be committed; their units were answered with the fault.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Relaxed)
    }

    /// Orders that wait for the queue.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.waiting.load(Relaxed)
    }

    /// Reading connections in use.
    #[must_use]
    pub fn readers(&self) -> u64 {
        self.readers.load(Relaxed)
    }

    /// Why the book takes no changes just now: [`Fault::Full`] or [`Fault::Away`]; none when it does.
    #[must_use]
    pub fn trouble(&self) -> Option<Fault> {
        if self.is_troubled.load(Relaxed) { self.held().clone() } else { None }
    }

    pub(super) fn committed(&self, units: usize, taken: Duration) {
        self.sizes.count(units as u64);
        self.times.count(u64::try_from(taken.as_micros()).unwrap_or(u64::MAX));
    }

    pub(super) fn was_lost(&self) {
        self.lost.fetch_add(1, Relaxed);
    }

    pub(super) fn comes(&self) {
        self.waiting.fetch_add(1, Relaxed);
    }

    pub(super) fn goes(&self) {
        self.waiting.fetch_sub(1, Relaxed);
    }

    pub(super) fn lends(&self) {
        self.readers.fetch_add(1, Relaxed);
    }

    pub(super) fn takes_back(&self) {
        self.readers.fetch_sub(1, Relaxed);
    }

    pub(super) fn set_trouble(&self, fault: Option<Fault>) {
        let mut held = self.held();
        self.is_troubled.store(fault.is_some(), Relaxed);
        *held = fault;
    }

    fn held(&self) -> MutexGuard<'_, Option<Fault>> {
        match self.trouble.lock() {
            Ok(held) => held,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}
