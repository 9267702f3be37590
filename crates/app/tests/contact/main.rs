//! The contact engine on a book: its run, the permission of every message, what people may do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod calls;
mod consumer;
mod directory;
mod engine;
mod heard;
mod house;
mod leaving;
mod log;
mod simulation;
