//! CO-33: personal data of people at debtors and clients go when their time is over, or when a person asks for it.
//!
//! Phases: which parties are at rest long enough ([`standing`]); what is personal of their people, gathered from the rows,
//! and once from all events, outside any write; then each party in a unit of work of its own that asks again whether it may
//! go, replaces what is personal in rows, events and kept answers by one plain sentence, and records which events it
//! changed. The daily job ([`run`]) does so for at most [`PARTIES`] parties, and has the book's file written anew when
//! anything went. It may be cut off at any point: what is erased is erased, the rest goes with the next run.
//!
//! What stays: every row and event, with ids, amounts, dates, states, purposes and channels; names of companies and of the
//! factor's own people; how a notice is known to have been received (GL-52); signed papers and their letters, which are
//! addressed to a company and must still verify; invoices, proofs of delivery, remittance advices and bank entries, which are
//! commercial records under laws of their own; agreements with their signatories. A natural person who guarantees for a client goes
//! with the client's people. Deliberately absent: backups and copies
//! elsewhere, which the book knows nothing of.

mod gather;
mod party;
mod person;
mod rows;
mod run;
mod scan;
mod standing;

pub use gather::Gathered;
pub use party::Gone;
pub use person::{erase_person, gather_person, person_stays};
pub use run::{Due, Erased, JOB, PARTIES, due, run};
pub use standing::{QUIET_DAYS, Standing, standing};

pub use store::kept::erasure::Party;
