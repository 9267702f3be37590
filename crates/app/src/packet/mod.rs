//! Assignment of Claims packets: begun, confirmed, sent, acknowledged, released; overridden by a manager (GL-60).
//!
//! Contract: every use case loads the packet, lets [`domain::packet::Packet::apply`] decide, and keeps the outcome with its
//! event, its papers and its line in the timeline, or nothing of it. All that is wrong is refused at once, papers included. After
//! each step the pair's waiting invoices are asked again, so that what their pages say is so; what passes is bought.
//!
//! An override is given for one packet: one client, agency and contract. It ends by itself, or when an acknowledgement is taken
//! back; what was bought under it says so in its decision.

mod begin;
mod decide;
mod papers;
mod registration;
mod step;
mod travel;

pub use begin::{Contract, begin, confirm, correct};
pub use decide::{end_override, override_acknowledgement, release};
pub use papers::Paper;
pub use registration::{NewRegistration, registration, save_registration};
pub use travel::{NewSending, acknowledge, send, take_back};

use crate::{Error, Refusal};
use domain::packet::PacketRefusal;

/// The domain's refusals, each at its field.
fn refusals(them: &[PacketRefusal]) -> Vec<Refusal> {
    them.iter().map(|one| Refusal::at(one.place(), one.code(), one.fact(), one.remedy())).collect()
}

impl From<Vec<PacketRefusal>> for Error {
    fn from(them: Vec<PacketRefusal>) -> Self {
        Self::Refused(refusals(&them))
    }
}
