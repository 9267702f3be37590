//! Cash: bank statements in, payments matched and applied, everything undone where it was wrong, reserve paid out.
//!
//! Phases of an import: every file is read and proves itself by its balances; every statement is held against
//! the account's last one, so that none is missing, twice or changed; only then anything is written, in units of
//! up to [`UNIT`] entries. An interrupted import is completed by handing in the same files again: what is in
//! the book is skipped by (account, statement, entry reference).
//!
//! Money that came in is matched in the order of LE-10. A certain match posts by itself; the rest is unapplied (2030) and
//! waits in a list with its proposals. A certain match never posts by itself when the money is a return or reversal of
//! the bank, comes from our own account, or its debtor has more than [`OPEN_ITEMS`] open invoices and nothing names
//! one. Money that went out is only recognised where it is a payment of ours; all else waits for a person.
//!
//! Dates: what a payment does to invoices has the value date of the payment (FE-03), also when it is applied or undone
//! later (LE-01: booked today, effective then). A returned item has the value date on which the bank took it back.
//!
//! Deliberately absent: which accounts are ours (any account is taken), conversion between currencies.

mod accrue;
mod apply;
mod chain;
mod debit;
mod entry;
mod facts;
mod import;
mod items;
mod place;
mod post;
mod proposals;
mod rebate;
mod refund;
mod return_item;
mod undo;

pub use crate::schedule::Progress;
pub use accrue::{Accrual, accrue_fees};
pub use apply::{AppliedPart, ApplyOutcome, apply};
pub use debit::{DebitOutcome, DebitProposal, Placement, debit_proposals, place_debit};
pub use facts::Tally;
pub use import::{StatementOutcome, Taken, import_statement};
pub use proposals::{Proposed, ProposedPart, proposals};
pub(crate) use rebate::by_currency;
pub use rebate::{RebateOutcome, pay_rebate, rebate_plan, rebate_run};
pub use refund::{RefundOutcome, refund};
pub use return_item::{ReopenedPart, ReturnOutcome, return_item};
pub use undo::{UndoOutcome, undo};

/// Most bank entries that one unit of work takes: others who write the book wait a fifth of a second for one.
pub const UNIT: usize = 2_000;
/// Most open invoices of one debtor that a payment is compared with.
pub const OPEN_ITEMS: usize = 2_000;
/// Most files of one import.
pub const FILES: usize = 1_000;
