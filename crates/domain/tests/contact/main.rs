//! The contact engine: the rulebook's examples, its rules one by one, and CO-11 over arbitrary streams of events.

mod rules;
mod simulation;
mod world;
