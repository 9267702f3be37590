//! The whole purchase path for one large schedule, and the raw ceiling of the same rows in the same run.
//!
//! Measured: guards, limits, duplicate check, fee and advance, journals, event with hash chain, idempotency
//! record, commit with `synchronous=FULL`. Not measured: reading the file, and making the book.

use super::book;
use app::schedule::{BATCH, Submission, content_of, submit};
use domain::invoice::TransferMethod;
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

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
        write!(
            f,
            "{} purchases in {:.2} s: {:.0} a second; raw ceiling {:.0} a second; ratio {:.0} %; peak memory {} MB",
            self.count,
            self.seconds,
            self.purchases_per_second,
            self.ceiling_per_second,
            self.ratio * 100.0,
            self.peak_memory_mb
        )
    }
}

/// Buys `count` invoices as one schedule, then writes the same rows raw.
pub fn measure(count: u64) -> Result<Measured, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let app = book::open(&folder.path().join("book"))?;
    let today = app.today();
    let lines = (0..count).map(|number| book::line(number, today)).collect();
    let submission = Submission {
        client: book::CLIENT.to_owned(),
        files: vec!["measured.csv".to_owned()],
        content: Arc::new(content_of(lines, [7; 32])),
        transfer_method: TransferMethod::CreditTransfer,
    };
    let begun = Instant::now();
    let answer = submit(&app, "bench", &submission, &mut |_| {})?;
    let seconds = begun.elapsed().as_secs_f64();
    if u64::try_from(answer.bought)? != count {
        return Err(format!("{} of {count} invoices were bought; the measurement needs all", answer.bought).into());
    }
    let peak_memory_mb = peak_memory();
    let raw = store::book::write_raw(
        &app.book.file().ok_or("the book is not a file")?,
        &folder.path().join("raw.book"),
        i64::try_from(BATCH)?,
    )?;
    #[expect(clippy::cast_precision_loss, reason = "a speed, not money")]
    let (purchases_per_second, ceiling_per_second) = (count as f64 / seconds, count as f64 / raw.as_secs_f64());
    let ratio = purchases_per_second / ceiling_per_second;
    Ok(Measured { count, seconds, purchases_per_second, ceiling_per_second, ratio, peak_memory_mb })
}

/// The most memory this process has held, in MB, as Linux counts it.
pub fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
