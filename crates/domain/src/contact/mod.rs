//! Contact: who may be written to, when, how often and about what (CO-01 to CO-14, CO-31 to CO-33).
//!
//! Contract: decisions are pure functions of what is known at a moment; the moment, the debtor's zone and the calendar
//! are arguments. A decision always has a reason, also the decision not to write. The policy is asked inside the
//! transaction that queues a message, so that two decisions cannot both spend the same budget.

mod answer;
mod directory;
mod document;
mod health;
mod purpose;
mod sender;
mod timeline;

pub use answer::{Answer, AnswerKind, AnswerState, PaidSoFar, Said};
pub use directory::{Contact, ContactSource, ContactState, Preference, Role, Verified};
pub use document::DocumentKind;
pub use health::Mood;
pub use purpose::{Channel, Direction, MessageState, Profile, Purpose};
pub use sender::Sender;
pub use timeline::{Happening, Seen, Subject};
