//! L04: fee earned and not yet charged, at month end (FE-11).
//!
//! Debit accrued fees receivable, credit factoring fee income, with what has been earned since the
//! last accrual.

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal. `amount` in minor units.
#[must_use]
pub fn journal(receivable: &Receivable, amount: i64, on: Date, proof: Proof) -> Journal {
    let lines = [(Account::AccruedFees, amount), (Account::FeeIncome, -amount)];
    Journal::on(receivable, Booking::FeeAccrual, on, &lines, vec![proof])
}
