//! The ledger for other programs: plain text accounting (hledger, Beancount) and CSV.
//!
//! Contract: [`ledger`] writes every journal of the scope in booking order, each with all that LE-02 asks for, as it
//! reads them from one state of the book: one journal is in memory at a time. What other programs add
//! up from it must equal our trial balance; tests let them do so.
//!
//! The date of an entry is its value date. The code is event and journal: `(12.0)`. Accounts carry the number and name
//! of the chart, and below it the client's code. Deliberately absent: prices, assertions of balances, and
//! proofs (the journal has them; these formats have no place for them).

mod beancount;
mod hledger;
mod lines;

#[cfg(test)]
mod tests;

use domain::party::Factor;
use std::io::{self, BufWriter, Write};
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, LedgerEntry, Scope, Used};

/// For which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerFormat {
    /// hledger's journal format, read by Ledger too.
    Hledger,
    /// Beancount.
    Beancount,
    /// One row a line.
    Csv,
}

impl LedgerFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Hledger, Self::Beancount, Self::Csv];

    /// The word by which it is asked for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hledger => "hledger",
            Self::Beancount => "beancount",
            Self::Csv => "csv",
        }
    }

    /// The format with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What HTTP calls it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Hledger | Self::Beancount => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The ending of a file of it.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Hledger => "journal",
            Self::Beancount => "beancount",
            Self::Csv => "csv",
        }
    }
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The book cannot be read.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// What was written to does not take it.
    #[error("the export could not be written: {0}; make room, or choose another place")]
    Write(#[from] io::Error),
}

/// What was exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Journals.
    pub journals: u64,
    /// Their lines.
    pub lines: u64,
}

/// One format: what stands before the journals, and each journal.
trait Writing {
    fn begin(&mut self, factor: &Factor, used: &[Used], currencies: &[domain::money::Currency]) -> io::Result<()>;
    fn entry(&mut self, entry: &LedgerEntry) -> io::Result<()>;
    fn end(&mut self) -> io::Result<()>;
}

/// Writes the ledger to `out`.
///
/// # Errors
/// [`ExportError`].
pub fn ledger(
    reads: &mut dyn Reads,
    scope: &Scope,
    format: LedgerFormat,
    out: &mut dyn Write,
) -> Result<Exported, ExportError> {
    let mut writing: Box<dyn Writing + '_> = match format {
        LedgerFormat::Hledger => Box::new(hledger::Journal(BufWriter::new(out))),
        LedgerFormat::Beancount => Box::new(beancount::Journal(BufWriter::new(out))),
        LedgerFormat::Csv => Box::new(lines::Lines::new(out)),
    };
    let factor = store::kept::factor::get(reads)?;
    writing.begin(&factor, &history::used_accounts(reads)?, &history::currencies(reads)?)?;
    let mut exported = Exported::default();
    let mut refused = None;
    let read = history::ledger(reads, scope, &mut |entry| {
        exported.journals += 1;
        exported.lines += entry.lines.len() as u64;
        writing.entry(entry).map_err(|error| {
            refused = Some(error);
            // Only stops the reading; the caller gets the error itself.
            Fault::Closing
        })
    });
    if let Some(error) = refused {
        return Err(error.into());
    }
    read?;
    writing.end()?;
    Ok(exported)
}

/// `Payment received, INV-17, R-4`: the booking and what it is about, on one line.
fn description(entry: &LedgerEntry) -> String {
    let mut text = entry.booking.word().to_owned();
    if let Some(invoice) = &entry.invoice {
        text.push_str(", ");
        text.push_str(invoice);
    }
    if let Some(receipt) = entry.receipt {
        text.push_str(&format!(", R-{receipt}"));
    }
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// What else LE-02 asks for, by name, in order.
fn remarks(entry: &LedgerEntry) -> Vec<(&'static str, String)> {
    let posted = jiff::Timestamp::from_microsecond(entry.posted_at).map(|at| at.to_string()).unwrap_or_default();
    let found = [
        ("client", entry.client.clone()),
        ("debtor", entry.debtor.clone()),
        ("schedule", entry.schedule.map(|number| format!("S-{number}"))),
        ("agreement", entry.agreement_version.map(|version| version.to_string())),
        ("reverses", entry.reverses.map(|key| format!("{}.{}", key.event, key.number))),
        ("posted", Some(posted)),
    ];
    found.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}
