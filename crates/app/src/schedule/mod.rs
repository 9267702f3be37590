//! Schedules of accounts: read, shown before they are submitted, decided line by line, bought.
//!
//! Phases of a submission: the file is read and proven as a whole (nothing half taken); one unit
//! keeps the schedule with its control figures and unreadable lines; units of up to [`BATCH`] lines
//! ask the guards and buy; credit notes come last, since they may correct an invoice of the same
//! schedule; the last unit closes it. A schedule of up to [`BATCH`] lines is one unit. Progress is kept
//! with each unit, so an interrupted import goes on where it stopped when the same files are handed in again.
//!
//! One bad line never blocks the others.

mod answer;
mod credit_notes;
mod debtors;
mod decide;
mod decision;
mod mapping;
mod preview;
mod review;
mod submit;

pub use answer::{Answer, Decided, Progress, RejectedLine};
pub use decision::Decision;
pub use mapping::{mapping_named, save_mapping};
pub use preview::{PREVIEWED, Preview, preview};
pub use review::{Overdue, buy_waiting, decide_again, decide_waiting, overdue, refuse_waiting, withdraw};
pub use submit::{Submission, content_of, expect_lines, read_files, reference_by_code, submit, submit_lines};

use domain::fraud::NumberKey;
use domain::invoice::Offer;
use formats::schedule::{DebtorReference, OfferedLine};

/// Most lines that are decided in one unit.
pub const BATCH: usize = 2_500;

/// An offered invoice on its way to its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedInvoice {
    /// Its line.
    pub line_no: i64,
    /// What the schedule says of the debtor.
    pub reference: DebtorReference,
    /// What it says of the invoice.
    pub offer: Offer,
    /// FR-00: its number, normalised once.
    pub key: NumberKey,
}

/// A credit note on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OfferedCredit {
    pub line_no: i64,
    pub number: String,
    pub corrects: Option<String>,
    pub amount: i64,
    pub issued: jiff::civil::Date,
}

/// Lines of a file as invoices and credit notes. Line numbers only grow, also over several files.
pub(crate) fn sorted(lines: Vec<OfferedLine>) -> (Vec<OfferedInvoice>, Vec<OfferedCredit>) {
    let mut invoices = Vec::with_capacity(lines.len());
    let mut credits = Vec::new();
    let mut last = 0;
    for line in lines {
        last = i64::try_from(line.line_no).unwrap_or(i64::MAX).max(last + 1);
        if line.is_credit_note {
            credits.push(OfferedCredit {
                line_no: last,
                number: line.number,
                corrects: line.preceding_invoice,
                amount: line.amount.minor,
                issued: line.issue,
            });
            continue;
        }
        let key = NumberKey::of(&line.number);
        let offer = Offer {
            number: line.number,
            issued: line.issue,
            due: line.due,
            amount: line.amount,
            delivered: line.delivery,
            description: line.description,
            order: line.order,
            contract: line.contract,
            payment_reference: line.payment_reference,
            payee: line.payee,
        };
        invoices.push(OfferedInvoice { line_no: last, reference: line.debtor, offer, key });
    }
    (invoices, credits)
}
