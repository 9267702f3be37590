//! Messages: queued under the contact policy, approved, taken back.
//!
//! Contract: [`queue()`] is the only way a message comes to be. It asks the contact policy inside the unit that queues it
//! (design, invariant 5) and keeps the decision with the message. Nothing is sent here: messages leave from the outbox, after the commit.

mod addresses;
mod approve;
mod belongs;
mod call;
mod fate;
mod file;
mod permit;
mod places;
mod queue;
mod seen;
mod then;

pub use addresses::{without_addresses, without_links};
pub(crate) use approve::taken_back;
pub use approve::{approve, cancel, client_approve, recheck_waiting, release_previews};
pub(crate) use call::made;
pub use call::{CALL_CHARS, CALL_REMEMBERED_DAYS, MayCall, call_zone, may_call, record_call};
pub(crate) use fate::told;
pub use fate::{Fate, learn};
pub use file::{Filed, file, file_unreadable, place};
pub(crate) use permit::planned_for;
pub use permit::{Leave, still_permitted};
pub(crate) use places::subject;
pub use queue::{Outgoing, Queued, queue};
pub(crate) use queue::{put_on_page, queue_in};
pub use seen::{as_seen_by, unlinked};
