//! Where the choices come from that inputs are made of.

use crate::Choices;
use bolero::{Driver, ValueGenerator};
use std::fmt;
use std::ops::Bound;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

/// How an input is made.
pub type Make<'a> = &'a dyn Fn(&mut Choices<'_>) -> Vec<u8>;

/// A source of choices, and so of inputs.
pub trait Source {
    /// Tries one input after the other until the time is over.
    ///
    /// # Panics
    /// When `attempt` does.
    fn each(&self, name: &str, make: Make<'_>, attempt: &dyn Fn(&[u8]));
}

/// Other inputs in every run, shrunk when they fail.
#[derive(Debug, Clone, Copy)]
pub struct Chance {
    /// How long inputs are made.
    pub time: Duration,
}

/// The same inputs in every run, as many of them as the time allows.
#[derive(Debug, Clone, Copy)]
pub struct Series {
    /// Its number.
    pub series: u64,
    /// How long inputs are made.
    pub time: Duration,
}

impl Source for Chance {
    fn each(&self, name: &str, make: Make<'_>, attempt: &dyn Fn(&[u8])) {
        let attempt = AssertUnwindSafe(attempt);
        bolero::check!(name = name).with_generator(Made(make)).with_test_time(self.time).for_each(
            move |input: &Input| {
                let attempt = &attempt;
                (attempt.0)(&input.0);
            },
        );
    }
}

impl Source for Series {
    fn each(&self, _: &str, make: Make<'_>, attempt: &dyn Fn(&[u8])) {
        let begun = Instant::now();
        for number in 0_u64.. {
            if begun.elapsed() >= self.time {
                return;
            }
            // An own generator for each input: what one asks for does not move the next.
            let mut chance = fastrand::Rng::with_seed(self.series.rotate_left(40) ^ number);
            let mut draw = |last: u64| chance.u64(0..=last);
            attempt(&make(&mut Choices::new(&mut draw)));
        }
    }
}

/// An input, shown as text where it is printed.
#[derive(Clone, PartialEq, Eq)]
struct Input(Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

/// Makes inputs out of choices.
struct Made<'a>(Make<'a>);

impl ValueGenerator for Made<'_> {
    type Output = Input;

    fn generate<D: Driver>(&self, driver: &mut D) -> Option<Input> {
        let mut draw = |last: u64| driver.gen_u64(Bound::Included(&0), Bound::Included(&last)).unwrap_or(0);
        Some(Input((self.0)(&mut Choices::new(&mut draw))))
    }
}
