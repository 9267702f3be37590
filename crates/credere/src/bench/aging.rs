//! The ageing of a large book, as of a past date and as it was known at a past moment.
//!
//! The book is filled through the purchase path; two bank statements, a week apart, pay a tenth of its invoices in all. Asked for
//! are the sums per debtor (RP-03) on the day of the first statement, as known now; and on the day of the second as known before
//! it came. The middle of [`TIMES`] counts. The list of every invoice (RP-02) is asked for once, last, as it takes memory.
//! Measured is making the report from one state of the book, not writing it out. Not measured: making the book.

use super::filled::{Filled, Size, WEEKS, week};
use super::ground::Ground;
use super::{paying, purchase};
use app::App;
use app::report::{Report, ReportKind, ReportRequest, run};
use domain::money::{Currency, Money};
use jiff::ToSpan;
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::path::Path;
use std::time::Instant;

/// How often each summary is made.
const TIMES: usize = 3;
/// One in so many invoices is paid by a line of each statement.
const PAID: u64 = 20;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Purchased invoices in the book.
    pub invoices: u64,
    /// Debtors that owe them.
    pub debtors: u64,
    /// Lines of bank statements that paid some.
    pub paid_lines: u64,
    /// Sums per debtor as of a past date.
    pub seconds: f64,
    /// Sums per debtor as known at a past moment.
    pub known_seconds: f64,
    /// Most memory the process held until then, in MB; 0 where the system does not say.
    pub peak_memory_mb: u64,
    /// Every open invoice, one row each, as of the past date.
    pub detail_seconds: f64,
    /// Its rows.
    pub detail_rows: usize,
    /// Most memory with that list, in MB.
    pub detail_peak_memory_mb: u64,
}

/// Two lines for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "ageing of {} invoices of {} debtors: as of a past date {:.2} s, as known at a past moment {:.2} s; peak memory {} MB",
            self.invoices, self.debtors, self.seconds, self.known_seconds, self.peak_memory_mb
        )?;
        write!(
            f,
            "as a list of {} rows {:.2} s; peak memory {} MB",
            self.detail_rows, self.detail_seconds, self.detail_peak_memory_mb
        )
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Fills a book, pays some of it, and asks for the ageing.
pub fn measure(ground: &Ground, size: Size, kept: Option<&Path>) -> Result<Measured, Failure> {
    let filled = Filled::make(ground, size, kept)?;
    let app = filled.open()?;
    let paid_lines = (size.invoices / PAID).min(paying::most(size) / 2);
    let mut balance = Money::zero(Currency::USD);
    for (number, name) in [(0, "M-1"), (1, "M-2")] {
        filled.clock.set(week(WEEKS + number)?);
        let lines = u64::from(number) * paid_lines..u64::from(number + 1) * paid_lines;
        let (statement, closing) = paying::statement(size, name, balance, lines, app.today())?;
        app::cash::import_statement(&app, &[(name.to_owned(), statement)], None, "bench", &mut |_| {})?;
        balance = closing;
    }
    let day = |number| Ok::<_, Failure>(week(number)?.to_zoned(jiff::tz::TimeZone::UTC).date());
    let past = ReportRequest::new(day(WEEKS)?);
    let known = ReportRequest { known_at: Some(week(WEEKS + 1)? - 1.hour()), ..ReportRequest::new(day(WEEKS + 1)?) };
    let (by_debtor, seconds) = middle(&app, &past)?;
    let (as_known, known_seconds) = middle(&app, &known)?;
    let peak_memory_mb = purchase::peak_memory();
    let (list, detail_seconds) = timed(&app, ReportKind::Aging, &past)?;
    let open = |report: &Report| report.total("open", Currency::USD);
    // Nothing was booked between the two questions, so all three must tell the same sum.
    if open(&by_debtor) != open(&list) || open(&by_debtor) != open(&as_known) {
        return Err("detail does not sum to summary; run `credere audit`".into());
    }
    Ok(Measured {
        invoices: size.invoices,
        debtors: size.debtors,
        paid_lines: paid_lines * 2,
        seconds,
        known_seconds,
        peak_memory_mb,
        detail_seconds,
        detail_rows: list.rows.len(),
        detail_peak_memory_mb: purchase::peak_memory(),
    })
}

fn middle(app: &App, request: &ReportRequest) -> Result<(Report, f64), Failure> {
    let mut made = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        made.push(timed(app, ReportKind::AgingSummary, request)?);
    }
    made.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    Ok(made.swap_remove(TIMES / 2))
}

fn timed(app: &App, kind: ReportKind, request: &ReportRequest) -> Result<(Report, f64), Failure> {
    let begun = Instant::now();
    let report = app.read(|snapshot| Ok(run(snapshot, kind, request, app.now())?))?;
    Ok((report, begun.elapsed().as_secs_f64()))
}
