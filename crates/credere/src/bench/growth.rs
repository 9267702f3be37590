//! Does a purchase get slower as the book grows? Single and bulk purchases with ever more invoices in one book.
//!
//! Each time the book has grown to a size, [`SINGLES`] invoices are bought one by one, each answered after its own commit, and
//! the middle of their times is taken; then [`BULK`] invoices are bought as one schedule. Both go through the use case.

use super::book;
use super::ground::Ground;
use super::purchase;
use app::App;
use serde::Serialize;
use std::error::Error;
use std::fmt;

/// Single purchases at each size.
const SINGLES: u64 = 1_001;
/// Lines of the schedule at each size.
const BULK: u64 = 10_000;

/// How fast purchases are at one size of the book.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Stage {
    /// Invoices in the book.
    pub invoices: u64,
    /// The middle of the times of single purchases, in milliseconds.
    pub single_ms: f64,
    /// Purchases a second in bulk.
    pub bulk_per_second: f64,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// At each size.
    pub stages: Vec<Stage>,
    /// How much longer a single purchase takes at the last size than at the first: 0.2 is a fifth longer.
    pub single_growth: f64,
    /// How much longer a purchase in bulk takes.
    pub bulk_growth: f64,
    /// Most memory the process held, in MB; 0 where the system does not say.
    pub peak_memory_mb: u64,
}

/// A table for people.
impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for one in &self.stages {
            writeln!(
                f,
                "{:>9} invoices in the book: a single purchase {:.3} ms, in bulk {:.0} a second",
                one.invoices, one.single_ms, one.bulk_per_second
            )?;
        }
        write!(
            f,
            "longer by {:.0} % singly and {:.0} % in bulk; peak memory {} MB",
            self.single_growth * 100.0,
            self.bulk_growth * 100.0,
            self.peak_memory_mb
        )
    }
}

type Failure = Box<dyn Error + Send + Sync>;

/// Measures at each of these sizes, the smallest first.
pub fn measure(ground: &Ground, sizes: &[u64]) -> Result<Measured, Failure> {
    let folder = ground.folder()?;
    let app = book::open(ground.home(&folder.path().join("book"), None))?;
    let mut next = 0;
    let mut stages = Vec::with_capacity(sizes.len());
    for &invoices in sizes {
        let missing = invoices.saturating_sub(next);
        buy(&app, &mut next, missing)?;
        let mut singles = Vec::new();
        for _ in 0..SINGLES {
            singles.push(buy(&app, &mut next, 1)?);
        }
        singles.sort_by(f64::total_cmp);
        let bulk = buy(&app, &mut next, BULK)?;
        #[expect(clippy::cast_precision_loss, reason = "a speed, not money")]
        let bulk_per_second = BULK as f64 / bulk;
        stages.push(Stage { invoices, single_ms: singles[singles.len() / 2] * 1000.0, bulk_per_second });
    }
    let (Some(first), Some(last)) = (stages.first().copied(), stages.last().copied()) else {
        return Err("growth needs at least one size".into());
    };
    Ok(Measured {
        stages,
        single_growth: last.single_ms / first.single_ms - 1.0,
        bulk_growth: first.bulk_per_second / last.bulk_per_second - 1.0,
        peak_memory_mb: purchase::peak_memory(),
    })
}

fn buy(app: &App, next: &mut u64, count: u64) -> Result<f64, Failure> {
    let today = app.today();
    let seconds = book::buy(app, *next..*next + count, |number| book::line(number, today))?;
    *next += count;
    Ok(seconds)
}
