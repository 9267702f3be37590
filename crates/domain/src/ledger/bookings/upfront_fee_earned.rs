//! LE-26: an upfront fee is earned when its invoice closes.
//!
//! Debit deferred fee income, credit factoring fee income.

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal.
#[must_use]
pub fn journal(receivable: &Receivable, on: Date) -> Journal {
    let amount = receivable.fee_deferred;
    let proof = Proof::new("LE-26", format!("deferred {} is earned at close", receivable.money(amount).figures()))
        .under(receivable.agreement_version);
    let lines = [(Account::DeferredFees, amount), (Account::FeeIncome, -amount)];
    Journal::on(receivable, Booking::UpfrontFeeEarned, on, &lines, vec![proof])
}
