//! RP-01: invoices bought in a period, each with what was paid and what was kept.
//!
//! face = cash paid + transfer fee + fee at funding + held reserve, in every row. A purchase that was taken back stands
//! as a row of its own with the other sign.

use super::names::Names;
use super::{Cell, Column, Kind, Report, ReportRequest};
use domain::ledger::{Account, Booking};
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, Wanted};

const COLUMNS: [Column; 19] = [
    Column::text("schedule", "Schedule"),
    Column::of(Kind::Number, "line", "Line"),
    Column::of(Kind::Date, "bought", "Bought"),
    Column::text("client", "Client"),
    Column::text("debtor", "Debtor"),
    Column::text("debtor_name", "Name"),
    Column::text("invoice", "Invoice"),
    Column::of(Kind::Date, "issued", "Issued"),
    Column::of(Kind::Date, "due", "Due"),
    Column::of(Kind::Days, "terms", "Terms"),
    Column::text("order", "Order"),
    Column::text("currency", "Currency"),
    Column::sum("gross", "Gross"),
    Column::of(Kind::Percent, "advance_rate", "Advance rate"),
    Column::sum("advance", "Advance"),
    Column::sum("fee_at_funding", "Fee at funding"),
    Column::sum("transfer_fee", "Transfer fee"),
    Column::sum("cash_paid", "Cash paid"),
    Column::sum("held_reserve", "Held reserve"),
];

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let invoices = history::invoices(reads, request.client)?;
    let schedules = history::schedules(reads)?;
    let mut rows = Vec::new();
    history::entries(reads, &request.period(), &[Booking::Purchase], Wanted::Figures, &mut |entry| {
        let facts = entry.invoice.and_then(|id| invoices.get(&id)).ok_or_else(|| {
            let place = format!("event {}, journal {}", entry.key.event, entry.key.number);
            Fault::unreadable("purchase", format!("{place} names no invoice that is there"))
        })?;
        let money = |minor| Cell::minor(minor, entry.currency);
        let face = entry.on(&[Account::ReceivablesRecourse, Account::ReceivablesNonRecourse]);
        let held = -entry.on(&[Account::ReserveHeld]);
        let percent = facts.advance_rate.fraction() * rust_decimal::Decimal::ONE_HUNDRED;
        rows.push(vec![
            Cell::words(schedules.get(&facts.schedule).map_or_else(String::new, |number| format!("S-{number}"))),
            Cell::Number(facts.line_no),
            Cell::Date(entry.value_date),
            Cell::words(names.client(entry.client)),
            Cell::words(names.debtor(entry.debtor)),
            Cell::words(names.debtor_name(facts.debtor)),
            Cell::words(facts.number.clone()),
            Cell::Date(facts.issued),
            Cell::Date(facts.due),
            Cell::Days(super::aging::days_between(facts.issued, facts.due)),
            Cell::words(facts.order.clone().unwrap_or_default()),
            Cell::words(entry.currency.code()),
            money(face),
            Cell::Percent(percent.normalize()),
            money(face - held),
            money(-entry.on(&[Account::DeferredFees])),
            money(-entry.on(&[Account::ServiceFees])),
            money(-entry.on(&[Account::OperatingCash])),
            money(held),
        ]);
        Ok(())
    })?;
    Report::of(COLUMNS.to_vec(), rows).with_totals()
}
