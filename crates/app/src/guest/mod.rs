//! Guests: a debtor's or a client's person who comes by a signed link, without an account.
//!
//! Contract: [`make_link`] gives a secret address that is bound to one party and a last moment; [`open`] says who comes.
//! A token is looked at in this order: its stamp (a keyed hash of its id, so that made-up tokens cost no look into the
//! book), the link's row, its mark (a keyed hash of id, party and expiry, in constant time), expiry, revocation, the
//! contact it was given to. Whatever fails, the answer is the same `Error::NotFound`. Every act of a guest asks
//! [`admit`] again inside its unit, so that a link taken back meanwhile changes nothing.
//!
//! Looking changes nothing but the first opening ([`opened`]); the edge decides what counts as a person looking.
//! One message carries one link of its own: its first opening is the message's.
//!
//! Deliberately absent: roles and passwords. A link is as good as the mailbox it was sent to.

mod choose;
mod link;
mod opened;
mod policy;

pub use choose::{choose_channel, choose_language};
pub use link::{Guest, GuestParty, address, address_of, admit, make_link, open, revoke};
pub use opened::{PLACES, opened, same_place};
pub use policy::{GuestPolicy, MAX_VALID_DAYS, save_policy};

#[cfg(test)]
mod tests;
