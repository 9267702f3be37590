//! Guests: a debtor's or a client's person who comes by a signed link, without an account.
//!
//! Contract: [`make_link`] gives a secret address that is bound to one party and a last moment; [`open`] says who comes.
//! A token is looked at in this order: its stamp (a keyed hash of its id, so that made-up tokens cost no look into the
//! book), the link's row, its mark (a keyed hash of id, party and expiry, in constant time), expiry, revocation, the
//! contact it was given to. Whatever fails, the answer is the same `Error::NotFound`. Every act of a guest asks
//! [`admit`] again inside its unit, so that a link taken back meanwhile changes nothing.
//!
//! Looking changes nothing but the first opening ([`opened`]), which is told and proves nothing; who acts on the pages is
//! a person ([`acted`]), and that the message that carries the link was opened is evidence from then on. The edge decides
//! which is which. One message carries one link of its own.
//!
//! The links of a contact are taken back when its mail address moves and when it is found wrong or retires
//! (`contact::keep`), for good: a contact that is verified again gets new ones.
//!
//! Deliberately absent: roles and passwords. A link is as good as the mailbox it was sent to.

mod choose;
mod link;
mod opened;
mod policy;

pub use choose::{choose_channel, choose_language};
pub(crate) use link::{Door, revoke_all};
pub use link::{Guest, GuestParty, WHY_CHARS, address, address_of, admit, links_of, make_link, open, revoke};
pub use opened::{PLACES, acted, opened, same_place};
pub use policy::{GuestPolicy, MAX_VALID_DAYS, save_policy};

#[cfg(test)]
mod tests;
