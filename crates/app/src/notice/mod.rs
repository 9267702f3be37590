//! Notices to debtors: drafted, introduced, given, proved, changed, released (GL-43 to GL-58, LC-40 to LC-48).
//!
//! Contract: every use case loads the current notice of a pair, lets [`domain::notice::Notice::apply`] decide, and keeps
//! the outcome with its event and its line in the timeline. The order and the timers are the domain's. What a message met
//! on its way comes in through [`learn`]. Repeating a step that has been taken changes nothing or is refused by name.

mod existing;
mod learn;
mod proof;
mod step;

pub use existing::record_existing;
pub use learn::learn;
pub use proof::{doubt, furnish_proof, request_proof, settle_doubt};

use crate::Error;
use domain::notice::NoticeRefusal;

impl From<NoticeRefusal> for Error {
    fn from(refusal: NoticeRefusal) -> Self {
        Self::refused(refusal.code(), refusal.fact(), refusal.remedy())
    }
}
