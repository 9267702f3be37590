//! L18r, L23r: available reserve is held again, up to what the open balance requires (GL-06, LE-15).
//!
//! Debit available reserve, credit held reserve. The other way round in two cases: a reversal has taken more
//! from the available reserve than it had (the held reserve then carries the over-advance, GL-10), or it has given
//! back more held reserve than was held at purchase.

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal. `amount` in minor units; negative moves from held to available.
#[must_use]
pub fn journal(receivable: &Receivable, amount: i64, on: Date) -> Journal {
    let formula = format!(
        "required {} on open {}; {} {}",
        receivable.money(receivable.required_reserve()).figures(),
        receivable.money(receivable.open).figures(),
        receivable.money(amount.saturating_abs()).figures(),
        if amount < 0 { "is no longer held" } else { "is held again" }
    );
    let lines = [(Account::ReserveAvailable, amount), (Account::ReserveHeld, -amount)];
    let proof = Proof::new("GL-06", formula).under(receivable.agreement_version);
    Journal::on(receivable, Booking::HeldReserveRestored, on, &lines, vec![proof])
}
