//! Contact: who may be written to, when, how often and about what (CO-01 to CO-14, CO-31 to CO-33).
//!
//! Contract: decisions are pure functions of what is known at a moment; the moment, the debtor's zone and the calendar
//! are arguments. A decision always has a reason, also the decision not to write. The policy is asked inside the
//! transaction that queues a message, so that two decisions cannot both spend the same budget, and once more before it
//! leaves: for any stream of events nothing forbidden does (CO-11).

mod answer;
mod budget;
mod consumer;
mod decide;
mod directory;
mod document;
mod erase;
mod health;
mod hours;
mod ladder;
mod late_interest;
mod permit;
mod policy;
mod purpose;
mod recipient;
mod relation;
mod script;
mod sender;
mod sender_proof;
mod situation;
mod stop;
mod timeline;

pub use answer::{Answer, AnswerKind, AnswerState, Clocks, PaidSoFar, Said};
pub use budget::Spent;
pub use consumer::{COVERED_LIMIT, Validation, is_covered, is_own};
pub use decide::{AskClient, Decision, Outcome, Step, TASK_AGAIN_DAYS, Write, decide, recourse_within};
pub use directory::{Contact, ContactSource, ContactState, Preference, Role, Verified};
pub use document::DocumentKind;
pub use erase::{Eraser, erased_words, goes_after, is_erased};
pub use health::{
    ENOUGH, ENOUGH_INVOICES, Figure, HEALTH_DAYS, Health, HealthFacts, LATELY_DAYS, Mood, SAME_DAYS, health,
};
pub use hours::Wall;
pub use late_interest::{LateInterest, late_interest};
pub use permit::{Ask, Denied, LEFT_AFTER_IT, PLANNED_AHEAD_DAYS, Permit, UNANSWERED_AFTER_BD, permit};
pub use policy::{Allowance, ContactPolicy, DPD_FLOOR, Hours, PAUSE_CEILING_BD, PolicyProblem, VALIDATION_MAIL_BD};
pub use purpose::{Channel, Direction, MessageState, Profile, Purpose};
pub use recipient::{NoRecipient, fit, lawyers, recipient, recipient_of};
pub use relation::{Grant, PAUSE_GAP_BD, Pause, Relation};
pub use script::{PersonalCall, opening};
pub use sender::Sender;
pub use sender_proof::SenderProof;
pub use situation::{Item, PairFacts, Past, Situation, profile_of};
pub use stop::{Stop, days_past_due};
pub use timeline::{Happening, Seen, Subject};
