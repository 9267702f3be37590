//! L18b: the bank's fee for a returned item is passed on to the client.
//!
//! Debit available reserve, then due from clients. Credit collections cash.

use crate::cash::Charge;
use crate::id::ClientId;
use crate::ledger::{Account, Booking, Journal};
use crate::money::Currency;
use crate::proof::Proof;
use jiff::civil::Date;

/// The journal.
#[must_use]
pub fn journal(client: ClientId, currency: Currency, charge: &Charge, on: Date, proof: Proof) -> Journal {
    let lines = [
        (Account::ReserveAvailable, charge.available),
        (Account::DueFromClients, charge.due),
        (Account::CollectionsCash, -charge.available - charge.due),
    ];
    Journal::apart(Some(client), Booking::BankFeePassedOn, currency, on, &lines, vec![proof])
}
