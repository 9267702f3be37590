//! The Assignment of Claims packet (GL-60, `AOC_PACKET`): what stands in for the notice where a US federal agency owes.
//!
//! Contract: one packet per client, debtor and contract. It moves `PREPARING -> SENT -> ACKNOWLEDGED`; an acknowledgement
//! that is taken back makes it `REVOKED` until that addressee has acknowledged again; `RELEASED` is its end. The state is
//! read off what is on file, never set. [`Packet::apply`] is the only way it changes, and refuses with everything that is
//! wrong at once. What a purchase asks of it is [`purchase_permitted`] (G5).
//!
//! A packet is sent once every point of the checklist is confirmed by a person with its paper, to everybody the Act names:
//! contracting officer, disbursing officer, and the surety where there is one. It is acknowledged once each of them has
//! signed. Nothing here writes to an agency: the papers go out by hand, and what became of them is kept here.
//!
//! Limits: [`WORDS`] characters to a text, [`ENTRIES`] entries to a packet, [`LONGEST_OVERRIDE_DAYS`] days to an override.

mod event;
mod facts;
mod life;
mod refusal;
mod registration;
mod standing;
#[cfg(test)]
mod tests;

pub use event::PacketEvent;
pub use facts::{Acknowledged, Addressee, Confirmation, Override, Packet, Point, Release, Sending, TakenBack};
pub use life::PacketState;
pub use refusal::PacketRefusal;
pub use registration::{REGISTRATION_NEAR_DAYS, Registration, RegistrationProblem};
pub use standing::{Objection, contract_key, purchase_permitted};

use crate::money::{Currency, Money};

/// GL-60: the Act asks for a contract of at least 1,000.00 USD.
pub const LEAST_CONTRACT: Money = Money::new(100_000, Currency::USD);
/// Most characters of one text.
pub const WORDS: usize = 1_000;
/// Most confirmations, sendings or overrides of one packet.
pub const ENTRIES: usize = 200;
/// GL-60: an override ends by itself after so many days at the latest. The rulebook names no number; ours.
pub const LONGEST_OVERRIDE_DAYS: i64 = 30;
