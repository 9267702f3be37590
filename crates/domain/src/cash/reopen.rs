//! Money that turns out not to be there, or not to be for this invoice (LE-15, LE-25).
//!
//! A returned item is the bank's act: the money leaves, the balance stands again, a posted fee stays.
//! An undo is ours: every journal of the application is mirrored and the money is unapplied again.

use crate::cash::collect::restore;
use crate::cash::{AvailableReserve, CashError};
use crate::id::ReceiptId;
use crate::invoice::{ClosedBy, InvoiceState, Receivable};
use crate::ledger::{Account, Booking, Journal, JournalKey, bookings};
use jiff::civil::Date;

/// An invoice whose payment was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// The invoice afterwards.
    pub receivable: Receivable,
    /// In order.
    pub journals: Vec<Journal>,
}

/// L18, L18r: the bank returns a payment that had been applied.
///
/// `settled_short` is a shortfall that was settled within tolerance when the payment closed the invoice: it stands again
/// with the payment.
///
/// # Errors
/// [`CashError::TakeBack`] when this receipt has not paid the invoice.
pub fn return_item(
    receivable: &Receivable,
    receipt: ReceiptId,
    (excess, short): (i64, Option<(&Journal, JournalKey)>),
    on: Date,
    available: &mut AvailableReserve,
) -> Result<Reopened, CashError> {
    let mut after = receivable.clone();
    let applied = take_back(&mut after, receipt, "this payment has not paid it")?;
    let mut journals = vec![bookings::returned_item::journal(receivable, applied, excess, on).from_receipt(receipt)];
    available.0 -= excess;
    if let Some((journal, key)) = short {
        let mirror = bookings::reversal::journal(journal, key, on, "the payment it rounded was returned");
        available.0 -= mirror.on_account(Account::ReserveAvailable);
        after.open += mirror.on_account(after.account());
        after.held -= mirror.on_account(Account::ReserveHeld);
        journals.push(mirror);
    }
    reopened(&mut after);
    restore(&mut after, on, available, &mut journals);
    // An excess that went to the client and was paid out to it in the meantime is now held the less (GL-10).
    cover_available(&mut after, on, available, &mut journals);
    Ok(Reopened { receivable: after, journals })
}

/// An application that was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The invoice afterwards.
    pub receivable: Receivable,
    /// The mirrored journals, in the order in which the originals were booked.
    pub journals: Vec<Journal>,
}

/// LE-25: mirrors every journal of one application of one invoice: payment, fee and reserve as one unit.
///
/// What the payment debited is credited back: to the bank's cash or to unapplied cash, as it was. The
/// caller books the money as unapplied again.
///
/// # Errors
/// [`CashError::TakeBack`] when this receipt has not paid the invoice.
pub fn undo(
    receivable: &Receivable,
    receipt: ReceiptId,
    journals: &[(JournalKey, Journal)],
    on: Date,
    reason: &str,
    available: &mut AvailableReserve,
) -> Result<Undone, CashError> {
    let mut after = receivable.clone();
    take_back(&mut after, receipt, "this payment is not applied to it")?;
    after.open = receivable.open;
    let mut mirrors = Vec::with_capacity(journals.len() + 1);
    for (key, journal) in journals {
        let mirror = bookings::reversal::journal(journal, *key, on, reason);
        after.open += mirror.on_account(after.account());
        after.held -= mirror.on_account(Account::ReserveHeld);
        available.0 -= mirror.on_account(Account::ReserveAvailable);
        match journal.booking {
            Booking::FeeAtClose => {
                after.fee_posted -=
                    journal.lines.iter().filter(|line| charged(line.account)).map(|line| line.amount).sum::<i64>();
                after.fee_accrued += mirror.on_account(Account::AccruedFees);
            }
            Booking::UpfrontFeeEarned => after.fee_deferred -= mirror.on_account(Account::DeferredFees),
            _ => {}
        }
        mirrors.push(mirror);
    }
    reopened(&mut after);
    cover_available(&mut after, on, available, &mut mirrors);
    Ok(Undone { receivable: after, journals: mirrors })
}

/// The accounts a fee is charged to.
const fn charged(account: Account) -> bool {
    matches!(account, Account::ReserveHeld | Account::ReserveAvailable | Account::DueFromClients)
}

/// Takes what the receipt closed off the invoice; gives back what it had paid. A shortfall that it rounded goes with
/// it, but its balance comes back with its own mirrored journal.
fn take_back(after: &mut Receivable, receipt: ReceiptId, reason: &str) -> Result<i64, CashError> {
    let paid: i64 = after
        .portions
        .iter()
        .filter(|portion| portion.by == ClosedBy::Payment(receipt))
        .map(|portion| portion.amount)
        .sum();
    if paid == 0 {
        return Err(CashError::TakeBack {
            number: after.number.clone(),
            amount: after.money(0),
            reason: reason.to_owned(),
        });
    }
    after.portions.retain(|portion| ![ClosedBy::Payment(receipt), ClosedBy::Short(receipt)].contains(&portion.by));
    after.open += paid;
    Ok(paid)
}

fn reopened(after: &mut Receivable) {
    after.state = if after.open == after.face { InvoiceState::Purchased } else { InvoiceState::PartPaid };
    after.closed = None;
    after.cleared = None;
}

/// GL-10: available reserve below zero (its rebate is paid out already) is covered by holding less on this invoice:
/// an over-advance that the report shows, never a negative reserve.
fn cover_available(after: &mut Receivable, on: Date, available: &mut AvailableReserve, journals: &mut Vec<Journal>) {
    if available.0 < 0 {
        let missing = (-available.0).min(after.held);
        if missing > 0 {
            journals.push(bookings::held_reserve_restored::journal(after, -missing, on));
            after.held -= missing;
            available.0 += missing;
        }
    }
}
