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
/// `excess` is what had gone to the client within tolerance (LE-11), in minor units. The journal is that of a shortfall
/// which the payment settled within tolerance when it closed the invoice: it stands again with the payment.
///
/// # Errors
/// [`CashError::NotPaidByIt`]; [`CashError::NotWhole`] when the journal of the shortfall is missing or another's.
pub fn return_item(
    receivable: &Receivable,
    receipt: ReceiptId,
    (excess, short): (i64, Option<(&Journal, JournalKey)>),
    on: Date,
    available: &mut AvailableReserve,
) -> Result<Reopened, CashError> {
    let mut after = receivable.clone();
    let applied = take_back(&mut after, receipt)?;
    after.open += applied;
    let mut journals = vec![bookings::returned_item::journal(receivable, applied, excess, on).from_receipt(receipt)];
    available.0 -= excess;
    if let Some((journal, key)) = short {
        let mirror = bookings::reversal::journal(journal, key, on, "the payment it rounded was returned");
        available.0 -= mirror.on_account(Account::ReserveAvailable);
        after.open += mirror.on_account(after.account());
        after.held -= mirror.on_account(Account::ReserveHeld);
        journals.push(mirror);
    }
    reopened(&mut after)?;
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
    /// The mirrored journals, in the order in which the originals were booked; then what moves between the reserves.
    pub journals: Vec<Journal>,
}

/// LE-25: mirrors every journal of one application of one invoice: payment, fee and reserve as one unit.
///
/// What the payment debited is credited back: to the bank's cash or to unapplied cash, as it was. The
/// caller books the money as unapplied again.
///
/// Undone in the order last to first, with nothing in between, every balance is as before. In any other order the
/// balances are right and the reserve is moved to where it belongs: where another payment or a credit note has closed
/// the invoice, its fee stays posted (as LE-15) and the reserve is held again.
///
/// # Errors
/// [`CashError::NotPaidByIt`]; [`CashError::NotWhole`] when some of its journals are missing.
pub fn undo(
    receivable: &Receivable,
    receipt: ReceiptId,
    journals: &[(JournalKey, Journal)],
    on: Date,
    reason: &str,
    available: &mut AvailableReserve,
) -> Result<Undone, CashError> {
    let mut after = receivable.clone();
    take_back(&mut after, receipt)?;
    let mut mirrors = Vec::with_capacity(journals.len() + 2);
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
    reopened(&mut after)?;
    if receivable.state == InvoiceState::Closed && !closed_by(receivable, receipt) {
        restore(&mut after, on, available, &mut mirrors);
    }
    cover_available(&mut after, on, available, &mut mirrors);
    release_surplus(&mut after, on, available, &mut mirrors);
    Ok(Undone { receivable: after, journals: mirrors })
}

/// The accounts a fee is charged to.
const fn charged(account: Account) -> bool {
    matches!(account, Account::ReserveHeld | Account::ReserveAvailable | Account::DueFromClients)
}

/// Takes off the invoice what the receipt closed, with a shortfall that it rounded; gives back what it had paid.
fn take_back(after: &mut Receivable, receipt: ReceiptId) -> Result<i64, CashError> {
    let paid: i64 = after
        .portions
        .iter()
        .filter(|portion| portion.by == ClosedBy::Payment(receipt))
        .map(|portion| portion.amount)
        .sum();
    if paid == 0 {
        return Err(CashError::NotPaidByIt { number: after.number.clone() });
    }
    after.portions.retain(|portion| ![ClosedBy::Payment(receipt), ClosedBy::Short(receipt)].contains(&portion.by));
    Ok(paid)
}

/// Was it this receipt that brought the balance to zero?
fn closed_by(receivable: &Receivable, receipt: ReceiptId) -> bool {
    let last = receivable.portions.last().map(|portion| portion.by);
    [Some(ClosedBy::Payment(receipt)), Some(ClosedBy::Short(receipt))].contains(&last)
}

/// Opens the invoice again, once open balance and closed parts are the face amount (FE-09 needs every part).
fn reopened(after: &mut Receivable) -> Result<(), CashError> {
    let sum = after.open + after.portions.iter().map(|portion| portion.amount).sum::<i64>();
    if sum != after.face {
        return Err(CashError::NotWhole {
            number: after.number.clone(),
            sum: after.money(sum),
            face: after.money(after.face),
        });
    }
    // A credit note alone pays nothing.
    let paid = after.portions.iter().any(|portion| matches!(portion.by, ClosedBy::Payment(_)));
    after.state = if paid { InvoiceState::PartPaid } else { InvoiceState::Purchased };
    after.closed = None;
    after.cleared = None;
    Ok(())
}

/// GL-10: available reserve below zero (its rebate is paid out already) is covered by holding less on this invoice:
/// an over-advance that the report shows. What is not held either is due from the client, never a negative reserve.
fn cover_available(after: &mut Receivable, on: Date, available: &mut AvailableReserve, journals: &mut Vec<Journal>) {
    let missing = -available.0;
    if missing <= 0 {
        return;
    }
    let from_held = missing.min(after.held);
    if from_held > 0 {
        journals.push(bookings::held_reserve_restored::journal(after, -from_held, on));
        after.held -= from_held;
    }
    if missing > from_held {
        journals.push(bookings::reserve_due_back::journal(after, missing - from_held, on));
    }
    available.0 = 0;
}

/// Undone out of order, two closes of one invoice give its held reserve back twice: never more is held than at purchase.
fn release_surplus(after: &mut Receivable, on: Date, available: &mut AvailableReserve, journals: &mut Vec<Journal>) {
    let surplus = after.held - after.reserve_at_purchase();
    if surplus > 0 {
        journals.push(bookings::held_reserve_restored::journal(after, -surplus, on));
        after.held -= surplus;
        available.0 += surplus;
    }
}
