//! The sheet of open invoices that a debtor downloads, fills in and hands back (CSV or spreadsheet).
//!
//! Contract: [`write_csv`] and [`write_xlsx`] give one row per invoice with empty columns for the answer; [`read`] takes
//! the sheet back, also when columns were added, moved or taken away, as long as invoice and answer are there. A row
//! without an answer is passed over. It is written in one of the languages of letters and read in all of them. Every problem of the sheet at once, with row and column; then nothing is taken.
//!
//! Deliberately absent: which invoices there are, and what may be answered; `app` knows both.

mod read;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use read::{AnswerRow, AnswerRows, Answered, read};
pub use words::{SheetWords, Standing, words_of};
pub use write::{SheetRow, write_csv, write_xlsx};
