//! The whole purchase path for one large schedule, and the raw ceiling of the same rows in the same run.
//!
//! Measured: guards, limits, duplicate check, fee and advance, journals, event with hash chain, idempotency
//! record, commit with `synchronous=FULL`. Not measured: reading the file, and making the book.

use super::book;
use super::ground::Ground;
use app::schedule::BATCH;
use serde::Serialize;
use std::error::Error;
use std::fmt;
use store::book::Raw;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Invoices bought.
    pub count: u64,
    /// How long the full path took.
    pub seconds: f64,
    /// Purchases a second, full path.
    pub purchases_per_second: f64,
    /// Purchases a second when their rows are only written.
    pub ceiling_per_second: f64,
    /// One over the other.
    pub ratio: f64,
    /// Most memory the process held, in MB; 0 where the system does not say.
    pub peak_memory_mb: u64,
}

/// One line for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, seconds, purchases_per_second, peak_memory_mb, .. } = self;
        write!(f, "{count} purchases in {seconds:.2} s: {purchases_per_second:.0} a second")?;
        against(f, self.ceiling_per_second, self.ratio)?;
        write!(f, "; peak memory {peak_memory_mb} MB")
    }
}

/// The ceiling beside a speed.
pub(super) fn against(f: &mut fmt::Formatter<'_>, ceiling: f64, ratio: f64) -> fmt::Result {
    write!(f, "; raw ceiling {ceiling:.0} a second; ratio {:.0} %", ratio * 100.0)
}

/// Buys `count` invoices in schedules of 100,000 lines, then writes the same rows raw.
pub fn measure(ground: &Ground, count: u64) -> Result<Measured, Box<dyn Error + Send + Sync>> {
    let folder = ground.folder()?;
    let app = book::open(ground.home(&folder.path().join("book"), None))?;
    let today = app.today();
    let seconds = book::buy(&app, 0..count, |number| book::line(number, today))?;
    let peak_memory_mb = peak_memory();
    let mut raw = Raw::empty(app.book.place(), &folder.path().join("raw.book"))?;
    let raw = store::book::write_raw(&app.book, &mut raw, i64::try_from(BATCH)?)?;
    #[expect(clippy::cast_precision_loss, reason = "a speed, not money")]
    let lines = count as f64;
    let purchases_per_second = lines / seconds;
    let ceiling_per_second = lines / raw.as_secs_f64();
    let ratio = purchases_per_second / ceiling_per_second;
    Ok(Measured { count, seconds, purchases_per_second, ceiling_per_second, ratio, peak_memory_mb })
}

/// The most memory this process has held, in MB, as Linux counts it.
pub fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
