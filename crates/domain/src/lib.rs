//! The rules of factoring: pure functions over plain values.
//!
//! Contract: no I/O, no clock, no randomness, no async, no SQL, no floats. A rule takes the state
//! and a request and gives back a *refusal* (stable code, the facts, the remedy) or an *outcome*
//! (new state, events, journals). Ids and the business date are arguments.
//!
//! Every rule of the rulebook that is implemented here carries its id (`FE-21`, `LE-20`) at the
//! code and in the name of its test.

pub mod agreement;
pub mod calendar;
pub mod cash;
pub mod contact;
pub mod credit;
pub mod dispute;
pub mod event;
pub mod fee;
pub mod fraud;
pub mod id;
pub mod invoice;
pub mod ledger;
pub mod letter;
pub mod money;
mod named;
pub mod notice;
pub mod packet;
pub mod party;
pub mod proof;
pub mod timeline;
mod wording;
