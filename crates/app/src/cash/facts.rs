//! Small shapes that several use cases of cash hand back or record.

use crate::{Error, Task};
use domain::id::ReceiptId;
use domain::money::Money;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::statement::{Receipt, ReceiptState};

/// A count and its sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// What they come to.
    pub sum: Money,
}

impl Tally {
    pub(super) const fn none(zero: Money) -> Self {
        Self { count: 0, sum: zero }
    }

    pub(super) fn add(&mut self, amount: Money) -> Result<(), Error> {
        self.count += 1;
        self.sum = self.sum.plus(amount)?;
        Ok(())
    }

    pub(super) fn join(&mut self, other: &Self) -> Result<(), Error> {
        self.count += other.count;
        self.sum = self.sum.plus(other.sum)?;
        Ok(())
    }
}

/// The bank entry, or what a page says when it is not there.
pub(super) fn receipt(reads: &mut dyn Reads, id: ReceiptId) -> Result<Receipt, Error> {
    kept::statement::receipt(reads, id)?.ok_or_else(|| Error::NotFound(format!("bank entry {id}")))
}

/// What has become of money that came in, judged by where it stands. Never asked of what the bank took back.
pub(super) fn standing(task: &mut Task<'_, '_>, receipt: &Receipt) -> Result<ReceiptState, Error> {
    if receipt.unapplied > 0 {
        return Ok(ReceiptState::Waiting);
    }
    let active = kept::cash::of_receipt(task, receipt.id)?.iter().any(|one| one.ended_seq.is_none());
    Ok(if active { ReceiptState::Applied } else { ReceiptState::Refunded })
}
