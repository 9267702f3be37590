//! Disputes, answers, papers, sheets and moods through the front door; what disputes take out of the base, to the cent.
//! After every story the book is held against its own journals (`check`).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

#[expect(dead_code, reason = "the cash stories use more of it")]
#[path = "../cash/bank.rs"]
mod bank;
#[expect(dead_code, reason = "the cash stories use more of it")]
#[path = "../cash/book.rs"]
mod book;
#[path = "../cash/check.rs"]
mod check;

mod answers;
mod base;
mod disputes;
mod erased;
mod fares;
mod papers;
mod sheets;
mod trade;
