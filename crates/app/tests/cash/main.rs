//! Cash through the front door: schedules bought, statements taken in, money matched, taken back, paid out; to the cent.
//! After every story the book is held against its own journals (`check`).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod bank;
mod book;
mod check;
mod debits;
mod desk;
mod examples;
mod interrupted;
mod matching;
mod payments;
mod s_1;
mod statements;
mod stories;
