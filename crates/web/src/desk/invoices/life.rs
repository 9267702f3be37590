//! The picture of an invoice's life, from its journals.

use crate::look::chart::{InvoiceLife, LifeMark, MarkKind, Svg, Width, invoice_life, responsive};
use domain::ledger::{Account, Booking, JournalKey};
use domain::money::Money;
use jiff::civil::Date;
use std::collections::HashSet;
use store::kept::invoice::Invoice;
use store::kept::journal::Booked;

/// Offered, bought, paid, charged, released, due, recourse. What was reversed leaves no mark: it is among the movements.
pub(super) fn picture(
    invoice: &Invoice,
    offered: Date,
    journals: &[Booked],
    recourse: Option<Date>,
    today: Date,
) -> Svg {
    let offer = &invoice.offer;
    let currency = offer.amount.currency;
    let mark = |on, kind, label: &str, amount: Option<i64>| LifeMark {
        on,
        kind,
        label: label.to_owned(),
        amount: amount.map(|minor| Money::new(minor, currency)),
    };
    let mut marks = vec![mark(offered, MarkKind::Offered, "Offered", Some(offer.amount.minor))];
    let reversed: HashSet<JournalKey> = journals.iter().filter_map(|booked| booked.journal.reverses).collect();
    let mut open = offer.amount.minor;
    for booked in journals {
        let journal = &booked.journal;
        if reversed.contains(&booked.key) || journal.reverses.is_some() {
            continue;
        }
        let on = journal.value_date;
        let receivable =
            journal.on_account(Account::ReceivablesRecourse) + journal.on_account(Account::ReceivablesNonRecourse);
        match journal.booking {
            Booking::Purchase => marks.push(mark(on, MarkKind::Bought, "Bought", Some(invoice.advance.minor))),
            Booking::Collection | Booking::CreditNote | Booking::ShortWithinTolerance => {
                open += receivable;
                let kind = if open <= 0 { MarkKind::Paid } else { MarkKind::PartPaid };
                let label = match (journal.booking, open <= 0) {
                    (Booking::CreditNote, _) => "Credit note",
                    (Booking::ShortWithinTolerance, _) => "Short",
                    (_, true) => "Paid",
                    (_, false) => "Part paid",
                };
                marks.push(mark(on, kind, label, Some(-receivable)));
            }
            Booking::ReturnedItem => {
                open += receivable;
                marks.push(mark(on, MarkKind::PartPaid, "Returned", Some(receivable)));
            }
            Booking::FeeAtClose => {
                let fee = -(journal.on_account(Account::FeeIncome) + journal.on_account(Account::AccruedFees));
                marks.push(mark(on, MarkKind::Fee, "Fee", Some(fee)));
            }
            Booking::ReserveToAvailable => {
                let released = -journal.on_account(Account::ReserveAvailable);
                marks.push(mark(on, MarkKind::ReserveReleased, "Reserve", Some(released)));
            }
            _ => {}
        }
    }
    if invoice.receivable.is_some() {
        marks.push(mark(offer.due, MarkKind::Due, "Due", None));
        // The window matters while something is open.
        if let Some(recourse) = recourse.filter(|_| invoice.state.is_open()) {
            marks.push(mark(recourse, MarkKind::Recourse, "Recourse", None));
        }
    }
    let life = InvoiceLife { id: "life".to_owned(), title: format!("Life of invoice {}", offer.number), today, marks };
    responsive(Width::Wide, |width| invoice_life(&life, width))
}
