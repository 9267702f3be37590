//! Invoices on their way from offer to close (rulebook 4.1).
//!
//! An [`Offer`] is what a client's schedule says. The guards decide on it ([`guard`]); what is
//! bought becomes a [`Receivable`], whose balances move only by the bookings of the ledger.

pub mod guard;
mod offer;
mod purchase;
mod receivable;
mod state;
pub mod verification;

pub use offer::Offer;
pub use purchase::{Purchase, PurchaseError, PurchaseRequest, TransferMethod, purchase};
pub use receivable::{ClosedBy, Portion, Receivable};
pub use state::InvoiceState;
