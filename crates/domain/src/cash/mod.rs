//! Cash: what a receipt does to the invoices it pays, and what leaves for clients and debtors.
//!
//! Matching proposes ([`matching`]); collecting decides the amounts and closes what is paid
//! ([`collect`]); everything can be undone by mirrored journals ([`undo`]) or by the bank
//! ([`return_item`]).

mod charge;
mod collect;
pub mod matching;
mod rebate;
mod reopen;

pub use charge::Charge;
pub use collect::{AvailableReserve, CashError, Collected, Receipt, accrue, collect, credit};
pub use rebate::{RebatePlan, RebateRequest, is_release_day, rebate};
pub use reopen::{Reopened, Undone, return_item, undo};
