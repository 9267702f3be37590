//! What can happen to a packet.

use super::facts::{Addressee, Confirmation, Override, Release, Sending};
use crate::id::DocumentId;
use crate::money::Money;
use jiff::civil::Date;

/// What happened, as [`super::Packet::apply`] is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PacketEvent {
    /// What stands in it was written anew, before anything was confirmed or sent.
    Corrected {
        /// The number of the contract.
        contract: String,
        /// Its amount.
        amount: Money,
        /// Is there a surety?
        has_surety: bool,
    },
    /// A person confirmed a point of the checklist.
    Confirmed(Confirmation),
    /// The notice of assignment and the true copy left.
    Sent(Sending),
    /// An addressee acknowledged.
    Acknowledged {
        /// Who.
        by: Addressee,
        /// The day it was received.
        on: Date,
        /// The signed paper.
        paper: DocumentId,
    },
    /// An addressee took its acknowledgement back.
    TakenBack {
        /// Who.
        by: Addressee,
        /// The day we learned of it.
        on: Date,
        /// Why.
        why: String,
    },
    /// A manager lets invoices be bought before the acknowledgement.
    Overridden(Override),
    /// The override ends before its time.
    OverrideEnded,
    /// The assignment is released.
    Released {
        /// When, by whom, how.
        release: Release,
        /// Purchased invoices of the pair that are open.
        open_invoices: usize,
    },
}
