//! What an audit reads: the whole book, row by row, beside what its journals say.
//!
//! Every question over the whole book is streamed in the order of a key and gathers nothing; a test holds SQLite to
//! that. These questions read present columns on purpose: to hold them against the journals.

mod cash;
mod invoices;
mod links;
mod relation;
mod sums;
mod walk;

pub use cash::{
    EachReceipt, PaymentSum, ReceiptLine, ReceiptRow, StatementRow, applications, payments, receipt, receipts,
    statements,
};
pub use invoices::{EachInvoice, InvoiceRow, Proof, invoice, invoices};
pub use links::{counts, highest, orphan, pledges, reversals, row_by, schedules};
pub use relation::{
    EachAsked, EachEvent, LinkRow, MessageRow, NoticeRow, PacketRow, asked_for, events_of, links, messages, notices,
    packets, spoken_of, strays, told_messages,
};
pub use sums::{KeptSum, balances, daily_sums, exposures};
pub use walk::{WalkedEvent, WalkedJournal, Walker, walk};

use super::Currencies;
use crate::engine::Fault;

/// The statements that run over the whole book, for the test that they sort nothing.
#[cfg(test)]
pub(super) const LONG: [&str; 5] = [walk::WALK, invoices::BOOKED, invoices::UNBOOKED, cash::BOOKED, cash::UNBOOKED];

/// An unreadable row, with its place.
fn at(place: &str, fault: Fault) -> Fault {
    match fault {
        Fault::Unreadable { what, reason } => Fault::Unreadable { what, reason: format!("{place}: {reason}") },
        other => other,
    }
}
