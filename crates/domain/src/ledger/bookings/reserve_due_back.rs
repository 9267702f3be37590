//! LE-25, LE-15: reserve that was paid out to the client, and that a payment taken back makes the factor's again.
//!
//! Debit due from clients, credit available reserve: what neither the held nor the available reserve can bear is
//! owed by the client (the order of LE-16 and LE-18).

use crate::invoice::Receivable;
use crate::ledger::{Account, Booking, Journal};
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal. `amount` in minor units.
#[must_use]
pub fn journal(receivable: &Receivable, amount: i64, on: Date) -> Journal {
    let formula = format!(
        "{} of reserve was paid out and is no longer covered by any reserve: the client owes it",
        receivable.money(amount).figures()
    );
    let lines = [(Account::DueFromClients, amount), (Account::ReserveAvailable, -amount)];
    let proof = Proof::new("LE-16", formula).under(receivable.agreement_version);
    Journal::on(receivable, Booking::ReserveDueBack, on, &lines, vec![proof])
}
