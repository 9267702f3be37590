//! Cash application: one statement against many open invoices, and the raw ceiling of the same rows.
//!
//! Measured: reading the file, proving its balances, the chain of statements, matching (LE-10), collecting, fee and reserve,
//! journals, events with hash chain, commits with `synchronous=FULL`. Not measured: filling the book.

use super::filled::{Filled, Size};
use super::ground::Ground;
use super::{paying, purchase};
use domain::money::{Currency, Money};
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::path::Path;
use std::time::Instant;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Lines of the statement.
    pub lines: u64,
    /// Open invoices in the book.
    pub invoices: u64,
    /// Debtors that owe them.
    pub debtors: u64,
    /// Purchases a second while the book was filled; 0 where a kept one was used.
    pub filled_per_second: f64,
    /// How long the import took.
    pub seconds: f64,
    /// Lines a second, full path.
    pub lines_per_second: f64,
    /// Lines a second when their rows are only written.
    pub ceiling_per_second: f64,
    /// One over the other.
    pub ratio: f64,
    /// Lines that found their invoices by themselves.
    pub applied: u64,
    /// Lines that wait for a person.
    pub waiting: u64,
    /// Most memory the process held, in MB; 0 where the system does not say.
    pub peak_memory_mb: u64,
}

/// One line for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} statement lines against {} open invoices of {} debtors in {:.2} s: {:.0} a second",
            self.lines, self.invoices, self.debtors, self.seconds, self.lines_per_second
        )?;
        purchase::against(f, self.ceiling_per_second, self.ratio)?;
        let Self { applied, waiting, peak_memory_mb, .. } = self;
        write!(f, "; {applied} applied, {waiting} waiting; peak memory {peak_memory_mb} MB")
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Fills a book, takes a statement in, then writes the same rows raw to a copy of the filled book.
pub fn measure(ground: &Ground, lines: u64, size: Size, kept: Option<&Path>) -> Result<Measured, Failure> {
    let filled = Filled::make(ground, size, kept)?;
    let mut untouched = filled.copy()?;
    let app = filled.open()?;
    let (statement, _) = paying::statement(size, "M-1", Money::zero(Currency::USD), 0..lines, app.today())?;
    let files = [("measured.csv".to_owned(), statement)];
    let begun = Instant::now();
    let outcome = app::cash::import_statement(&app, &files, None, "bench", &mut |_| {})?;
    let seconds = begun.elapsed().as_secs_f64();
    let (applied, waiting) = outcome
        .iter()
        .fold((0, 0), |(applied, waiting), one| (applied + one.applied.count, waiting + one.waiting.count));
    let peak_memory_mb = purchase::peak_memory();
    let raw = store::book::write_raw_cash(&app.book, &mut untouched, i64::try_from(app::cash::UNIT)?)?;
    #[expect(clippy::cast_precision_loss, reason = "a speed, not money")]
    let (count, bought) = (lines as f64, size.invoices as f64);
    let (lines_per_second, ceiling_per_second) = (count / seconds, count / raw.as_secs_f64());
    Ok(Measured {
        lines,
        invoices: size.invoices,
        debtors: size.debtors,
        filled_per_second: if filled.seconds > 0.0 { bought / filled.seconds } else { 0.0 },
        seconds,
        lines_per_second,
        ceiling_per_second,
        ratio: lines_per_second / ceiling_per_second,
        applied,
        waiting,
        peak_memory_mb,
    })
}
