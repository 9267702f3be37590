//! RP-05: reserves of clients over a period: held per invoice, available and escrow per client.
//!
//! closing = opening + what came in - what went out, in every row and for each of the three reserves. A row is an invoice;
//! what concerns no single invoice (a release, a bank's fee) stands in the client's own row.
//! Positive is what the factor owes the client.

use super::names::Names;
use super::{Cell, Column, Report, ReportRequest};
use domain::id::{ClientId, InvoiceId};
use domain::ledger::{Account, Booking};
use domain::money::Currency;
use std::collections::HashMap;
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, Posting};

const COLUMNS: [Column; 19] = [
    Column::text("client", "Client"),
    Column::text("debtor", "Debtor"),
    Column::text("invoice", "Invoice"),
    Column::text("currency", "Currency"),
    Column::sum("held_opening", "Held before"),
    Column::sum("held_added", "Added"),
    Column::sum("held_restored", "Restored"),
    Column::sum("held_fees", "Fees"),
    Column::sum("held_deducted", "Deducted"),
    Column::sum("held_released", "Released"),
    Column::sum("held_closing", "Held after"),
    Column::sum("available_opening", "Available before"),
    Column::sum("available_in", "In"),
    Column::sum("available_out", "Out"),
    Column::sum("available_closing", "Available after"),
    Column::sum("escrow_opening", "Escrow before"),
    Column::sum("escrow_in", "In"),
    Column::sum("escrow_out", "Out"),
    Column::sum("escrow_closing", "Escrow after"),
];

const RESERVES: [Account; 3] = [Account::ReserveHeld, Account::ReserveAvailable, Account::ReserveEscrow];

#[derive(Default, Clone, Copy, PartialEq, Eq)]
struct Row {
    held: Held,
    available: Pot,
    escrow: Pot,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
struct Held {
    opening: i64,
    added: i64,
    restored: i64,
    fees: i64,
    deducted: i64,
    released: i64,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
struct Pot {
    opening: i64,
    incoming: i64,
    outgoing: i64,
}

impl Held {
    /// A change of the held reserve: `amount` positive when it grows.
    fn add(&mut self, booking: Booking, amount: i64) {
        match booking {
            Booking::FeeAtClose => self.fees -= amount,
            Booking::CreditNote | Booking::ShortWithinTolerance => self.deducted -= amount,
            Booking::ReserveToAvailable | Booking::Rebate => self.released -= amount,
            Booking::HeldReserveRestored | Booking::ReturnedItem => self.restored += amount,
            // Purchases, and whatever later bookings may add.
            _ => self.added += amount,
        }
    }

    const fn closing(&self) -> i64 {
        self.opening + self.added + self.restored - self.fees - self.deducted - self.released
    }
}

impl Pot {
    fn add(&mut self, amount: i64) {
        if amount > 0 {
            self.incoming += amount;
        } else {
            self.outgoing -= amount;
        }
    }

    const fn closing(&self) -> i64 {
        self.opening + self.incoming - self.outgoing
    }
}

impl Row {
    fn add(&mut self, posting: &Posting, in_period: bool) {
        // Reserves stand on the credit side.
        let amount = -posting.amount;
        match (posting.account, in_period) {
            (Account::ReserveHeld, true) => self.held.add(posting.booking, amount),
            (Account::ReserveHeld, false) => self.held.opening += amount,
            (Account::ReserveAvailable, true) => self.available.add(amount),
            (Account::ReserveAvailable, false) => self.available.opening += amount,
            (_, true) => self.escrow.add(amount),
            (_, false) => self.escrow.opening += amount,
        }
    }
}

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let first_day = request.first_day();
    let mut sums: HashMap<(Option<ClientId>, Currency, Option<InvoiceId>), Row> = HashMap::new();
    history::postings(reads, &request.all(), &RESERVES, &mut |posting| {
        let row = sums.entry((posting.client, posting.currency, posting.invoice)).or_default();
        row.add(posting, posting.value_date >= first_day);
        Ok(())
    })?;
    let invoices = history::invoices(reads, request.client)?;
    let mut rows: Vec<_> = sums.into_iter().filter(|(_, row)| *row != Row::default()).collect();
    rows.sort_by_cached_key(|((client, currency, invoice), _)| {
        let number = invoice.and_then(|id| invoices.get(&id)).map(|facts| facts.number.clone());
        (*currency, names.client(*client), number, *invoice)
    });
    let rows = rows.into_iter().map(|((client, currency, invoice), row)| {
        let facts = invoice.and_then(|id| invoices.get(&id));
        let Row { held, available, escrow } = row;
        let amounts = [
            held.opening,
            held.added,
            held.restored,
            held.fees,
            held.deducted,
            held.released,
            held.closing(),
            available.opening,
            available.incoming,
            available.outgoing,
            available.closing(),
            escrow.opening,
            escrow.incoming,
            escrow.outgoing,
            escrow.closing(),
        ];
        let mut cells = vec![
            Cell::words(names.client(client)),
            Cell::words(names.debtor(facts.map(|facts| facts.debtor))),
            Cell::words(facts.map_or("", |facts| &facts.number)),
            Cell::words(currency.code()),
        ];
        cells.extend(amounts.map(|minor| Cell::minor(minor, currency)));
        cells
    });
    Report::of(COLUMNS.to_vec(), rows.collect()).with_totals()
}
