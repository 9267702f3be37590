//! The accounting manual: one file per booking, each opening with its debits and credits in words.
//!
//! A booking turns amounts that the rules have computed into lines; it computes no amount itself
//! (LE-03). Ids such as L05 are those of the rulebook's scenario `S-1`.

pub mod bank_charge;
pub mod bank_fee_passed_on;
pub mod collection;
pub mod credit_note;
pub mod fee_accrual;
pub mod fee_at_close;
pub mod held_reserve_restored;
pub mod own_transfer;
pub mod purchase;
pub mod rebate;
pub mod refund_to_debtor;
pub mod reserve_due_back;
pub mod reserve_to_available;
pub mod returned_item;
pub mod reversal;
pub mod short_within_tolerance;
pub mod unapplied_receipt;
pub mod upfront_fee_earned;
