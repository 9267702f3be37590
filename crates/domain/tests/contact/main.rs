//! The contact engine: the rulebook's examples, its rules one by one, and CO-11 over arbitrary streams of events.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod rules;
mod simulation;
mod world;
