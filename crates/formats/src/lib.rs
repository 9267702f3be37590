//! Files of the outside world: bytes in, typed values out, and back.
//!
//! Contract: a reader takes the name and the bytes of a file and gives typed values, or refuses with every
//! reason at once ([`Refused`]), each with its place, the fact and the remedy. Content decides what a file is,
//! never its name. Amounts are exact and nothing is rounded, defaulted or guessed. No external entities, no document
//! types, and a limit on everything ([`limits`]). Deliberately absent: the book, the clock, the network, and
//! every rule of factoring; whether an invoice may be bought is for `domain` to judge.

pub mod answers;
pub mod content;
pub mod encoding;
pub mod invoice;
pub mod limits;
pub mod mail;
pub mod payment;
pub mod portfolio;
mod problem;
pub mod remittance;
pub mod schedule;
mod sheet;
pub mod statement;
pub mod table;
mod xml;

pub use problem::{Place, Problem, Refused};
