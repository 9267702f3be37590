//! RP-06: money that debtors paid in a period, and what became of it.
//!
//! One row per bank entry, invoice and event. In every row
//! received = applied + to the client + unapplied:
//! money that was unapplied before has nothing received and a negative unapplied; money that went back (returned by
//! the bank, refunded, undone) is negative. A shortfall that was settled with a payment stands beside it and is no money.

use super::names::Names;
use super::{Cell, Column, Kind, Report, ReportRequest};
use domain::id::{InvoiceId, ReceiptId};
use domain::ledger::{Account, Booking};
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, Entry, Wanted};

const COLUMNS: [Column; 20] = [
    Column::text("receipt", "Receipt"),
    Column::of(Kind::Date, "received_on", "Received on"),
    Column::of(Kind::Date, "value_date", "Value date"),
    Column::text("booking", "Booking"),
    Column::text("instrument", "Instrument"),
    Column::text("payer", "Payer"),
    Column::text("reference", "Reference"),
    Column::text("client", "Client"),
    Column::text("debtor", "Debtor"),
    Column::text("invoice", "Invoice"),
    Column::of(Kind::Days, "days", "Days since purchase"),
    Column::text("currency", "Currency"),
    Column::sum("received", "Received"),
    Column::sum("applied", "Applied"),
    Column::sum("to_client", "To the client"),
    Column::sum("unapplied", "Unapplied"),
    Column::sum("settled_short", "Settled short"),
    Column::sum("fee", "Fee"),
    Column::sum("released", "Reserve released"),
    Column::of(Kind::Number, "event", "Event"),
];

/// What a payment brings about: itself, its way back, and what closes with it.
const BOOKINGS: [Booking; 7] = [
    Booking::Collection,
    Booking::UnappliedReceipt,
    Booking::ReturnedItem,
    Booking::RefundToDebtor,
    Booking::ShortWithinTolerance,
    Booking::FeeAtClose,
    Booking::ReserveToAvailable,
];

const RECEIVABLES: [Account; 2] = [Account::ReceivablesRecourse, Account::ReceivablesNonRecourse];

/// One bank entry, one invoice, one event.
struct Part {
    event: i64,
    receipt: ReceiptId,
    invoice: Option<InvoiceId>,
    first: Entry,
    amounts: Amounts,
}

#[derive(Default, Clone, Copy)]
struct Amounts {
    received: i64,
    applied: i64,
    to_client: i64,
    unapplied: i64,
    short: i64,
    fee: i64,
    released: i64,
}

impl Amounts {
    fn add(&mut self, entry: &Entry) {
        match entry.booking {
            Booking::ShortWithinTolerance => self.short -= entry.on(&RECEIVABLES),
            Booking::FeeAtClose => {
                self.fee += entry.on(&[Account::ReserveHeld, Account::ReserveAvailable, Account::DueFromClients]);
            }
            Booking::ReserveToAvailable => self.released -= entry.on(&[Account::ReserveAvailable]),
            _ => {
                self.received += entry.on(&[Account::CollectionsCash, Account::OperatingCash]);
                self.applied -= entry.on(&RECEIVABLES);
                self.to_client -= entry.on(&[Account::ReserveAvailable]);
                self.unapplied -= entry.on(&[Account::UnappliedCash]);
            }
        }
    }
}

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let mut parts: Vec<Part> = Vec::new();
    // Journals of one event come one after the other; a new event begins new rows.
    let mut event_starts = (0, 0);
    history::entries(reads, &request.period(), &BOOKINGS, Wanted::Figures, &mut |entry| {
        // A fee or a release that no payment brought about (a credit note closed the invoice) is not of this report.
        let Some(receipt) = entry.receipt else { return Ok(()) };
        if event_starts.0 != entry.key.event {
            event_starts = (entry.key.event, parts.len());
        }
        let of_event = &mut parts[event_starts.1..];
        let known = of_event.iter_mut().find(|part| part.receipt == receipt && part.invoice == entry.invoice);
        if let Some(part) = known {
            part.amounts.add(entry);
        } else {
            let mut amounts = Amounts::default();
            amounts.add(entry);
            let (event, invoice) = (entry.key.event, entry.invoice);
            parts.push(Part { event, receipt, invoice, first: entry.clone(), amounts });
        }
        Ok(())
    })?;
    let invoices = history::invoices(reads, request.client)?;
    let receipts = history::receipts(reads, jiff::civil::Date::MAX)?;
    let rows = parts.iter().map(|part| {
        let entry = &part.first;
        let facts = receipts.get(&part.receipt);
        let invoice = part.invoice.and_then(|id| invoices.get(&id));
        let money = |minor| Cell::minor(minor, entry.currency);
        let amounts = &part.amounts;
        let booking = if entry.reversal { format!("{}, taken back", entry.booking) } else { entry.booking.to_string() };
        vec![
            Cell::words(facts.map_or_else(|| part.receipt.to_string(), |facts| format!("R-{}", facts.number))),
            facts.map_or(Cell::Empty, |facts| Cell::Date(facts.booking_date)),
            Cell::Date(entry.value_date),
            Cell::words(booking),
            Cell::words(facts.map_or("", |facts| &facts.instrument)),
            Cell::words(facts.map_or("", |facts| &facts.payer)),
            Cell::words(facts.map_or("", |facts| &facts.reference)),
            Cell::words(names.client(entry.client)),
            Cell::words(names.debtor(entry.debtor)),
            Cell::words(invoice.map_or("", |facts| &facts.number)),
            invoice
                .map_or(Cell::Empty, |facts| Cell::Days(super::aging::days_between(facts.purchased, entry.value_date))),
            Cell::words(entry.currency.code()),
            money(amounts.received),
            money(amounts.applied),
            money(amounts.to_client),
            money(amounts.unapplied),
            money(amounts.short),
            money(amounts.fee),
            money(amounts.released),
            Cell::Number(part.event),
        ]
    });
    Report::of(COLUMNS.to_vec(), rows.collect()).with_totals()
}
