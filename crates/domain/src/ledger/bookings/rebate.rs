//! L06: available reserve is paid to the client (GL-11).
//!
//! Debit available reserve. Credit the escrow reserve with its share (GL-05), operating cash with
//! what is paid.

use crate::id::ClientId;
use crate::ledger::{Account, Booking, Journal};
use crate::money::Currency;
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal. `total` and `escrow` in minor units; the client is paid the difference.
#[must_use]
pub fn journal(client: ClientId, currency: Currency, total: i64, escrow: i64, on: Date, proof: Proof) -> Journal {
    let lines = [
        (Account::ReserveAvailable, total),
        (Account::ReserveEscrow, -escrow),
        (Account::OperatingCash, escrow - total),
    ];
    Journal::apart(Some(client), Booking::Rebate, currency, on, &lines, vec![proof])
}
