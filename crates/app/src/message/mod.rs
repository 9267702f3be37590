//! Messages: queued under the contact policy, approved, taken back.
//!
//! Contract: [`queue()`] is the only way a message comes to be. It asks the contact policy inside the unit that queues it
//! (design, invariant 5) and keeps the decision with the message. Nothing is sent here: messages leave from the outbox, after the commit.

mod fate;
mod places;
mod queue;

pub use fate::{Fate, learn};
pub use queue::{Outgoing, Queued, queue};
