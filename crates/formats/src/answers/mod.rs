//! The sheet of open invoices that a debtor downloads, fills in and hands back (CSV or spreadsheet).
//!
//! Contract: [`write_csv`] and [`write_xlsx`] give one row per invoice with empty columns for the answer; [`read`] takes
//! the sheet back, also when columns were added, moved or taken away, as long as invoice and answer are there. A row
//! without an answer is passed over. Every problem of the sheet at once, with row and column; then nothing is taken.
//!
//! Deliberately absent: which invoices there are, and what may be answered; `app` knows both.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{AnswerRow, AnswerRows, Answered, read};
pub use write::{SheetRow, write_csv, write_xlsx};

/// The columns that are written, in order: the facts, then what is to be filled in.
pub const COLUMNS: [&str; 13] = [
    "Supplier", "Invoice", "Issued", "Due", "Amount", "Open", "Currency", "Standing", "Answer", "Date", "Part",
    "Reason", "Words",
];

/// The answers people may write, as they stand in the sheet's list.
pub const ANSWERS: [&str; 6] = ["will pay", "paid", "confirmed", "not received", "disputed", "wrong contact"];
