//! What is measured, with which words, and what each figure should be.

use crate::engine::Engine;
use serde_json::Value;

/// Memory stays below this in every row, in MB.
const MEMORY: f64 = 1024.0;

/// What a figure should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Target {
    /// At least so much.
    AtLeast(f64),
    /// Less than so much.
    Below(f64),
    /// At most so much.
    AtMost(f64),
    /// Nothing is asked of it.
    None,
}

impl Target {
    pub(super) fn met(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(least) => figure >= least,
            Self::Below(limit) => figure < limit,
            Self::AtMost(most) => figure <= most,
            Self::None => true,
        }
    }
}

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// So many a second.
    PerSecond,
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// A fraction shown in per cent.
    Percent,
    /// Megabytes.
    Megabytes,
}

/// A figure of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    /// Its name in the answer, with `/` before each level (a JSON pointer).
    pub(super) pointer: &'static str,
    /// What it is, for people.
    pub(super) what: &'static str,
    /// How it is written.
    pub(super) unit: Unit,
    /// What it should be on SQLite and on PostgreSQL.
    targets: [Target; 2],
}

impl Figure {
    const fn new(pointer: &'static str, what: &'static str, unit: Unit, sqlite: Target, postgres: Target) -> Self {
        Self { pointer, what, unit, targets: [sqlite, postgres] }
    }

    const fn both(pointer: &'static str, what: &'static str, unit: Unit, target: Target) -> Self {
        Self::new(pointer, what, unit, target, target)
    }

    /// What it should be.
    pub(super) const fn target(&self, engine: Engine) -> Target {
        match engine {
            Engine::Sqlite => self.targets[0],
            Engine::Postgres => self.targets[1],
        }
    }

    /// The figure of an answer.
    pub(super) fn of(&self, result: &Value) -> Option<f64> {
        result.pointer(self.pointer)?.as_f64()
    }
}

/// One measurement.
#[derive(Debug)]
pub(super) struct Workload {
    /// Its short name.
    pub(super) key: &'static str,
    /// What it is, for people.
    pub(super) title: &'static str,
    /// How it is asked for.
    pub(super) words: &'static [&'static str],
    /// How it is asked for in small.
    pub(super) quick: &'static [&'static str],
    /// Does it need a book, and so an engine?
    pub(super) has_book: bool,
    /// Can its filled book be used by the next?
    pub(super) shares_book: bool,
    /// Its figures, the one that counts first.
    pub(super) figures: &'static [Figure],
}

const CEILING: Figure = Figure::both("/ceiling_per_second", "raw ceiling", Unit::PerSecond, Target::None);
const PEAK: Figure = Figure::both("/peak_memory_mb", "memory", Unit::Megabytes, Target::Below(MEMORY));

/// Every measurement, in the order of the table.
pub(super) const ALL: &[Workload] = &[
    Workload {
        key: "purchase",
        title: "bulk purchase, full path, 100,000 lines",
        words: &["purchase", "--count", "100000"],
        quick: &["purchase", "--count", "2000"],
        has_book: true,
        shares_book: false,
        figures: &[
            Figure::new(
                "/purchases_per_second",
                "speed",
                Unit::PerSecond,
                Target::AtLeast(20_000.0),
                Target::AtLeast(15_000.0),
            ),
            CEILING,
            Figure::both("/ratio", "of the ceiling", Unit::Percent, Target::AtLeast(0.4)),
            PEAK,
        ],
    },
    Workload {
        key: "http",
        title: "single purchases over HTTP, 20 clients, one book",
        words: &["http", "--clients", "20", "--seconds", "15"],
        quick: &["http", "--clients", "5", "--seconds", "1"],
        has_book: true,
        shares_book: false,
        figures: &[
            Figure::both("/purchases_per_second", "speed", Unit::PerSecond, Target::AtLeast(3_000.0)),
            Figure::both("/p99_ms", "99 of 100 within", Unit::Milliseconds, Target::Below(20.0)),
            PEAK,
        ],
    },
    Workload {
        key: "http-books",
        title: "the same over 20 books at once",
        words: &["http", "--clients", "20", "--books", "20", "--seconds", "15"],
        quick: &["http", "--clients", "4", "--books", "2", "--seconds", "1"],
        has_book: true,
        shares_book: false,
        figures: &[
            Figure::new(
                "/purchases_per_second",
                "speed",
                Unit::PerSecond,
                Target::AtLeast(4_000.0),
                Target::AtLeast(5_000.0),
            ),
            Figure::both("/p99_ms", "99 of 100 within", Unit::Milliseconds, Target::None),
            PEAK,
        ],
    },
    Workload {
        key: "cash",
        title: "cash application, 100,000 statement lines against 1,000,000 open invoices",
        words: &["cash", "--lines", "100000", "--invoices", "1000000"],
        quick: &["cash", "--lines", "500", "--invoices", "5000", "--debtors", "100"],
        has_book: true,
        shares_book: true,
        figures: &[
            Figure::new(
                "/lines_per_second",
                "speed",
                Unit::PerSecond,
                Target::AtLeast(10_000.0),
                Target::AtLeast(8_000.0),
            ),
            CEILING,
            Figure::both("/ratio", "of the ceiling", Unit::Percent, Target::None),
            PEAK,
        ],
    },
    Workload {
        key: "aging",
        title: "ageing as of a past date, 1,000,000 invoices",
        words: &["aging", "--invoices", "1000000"],
        quick: &["aging", "--invoices", "5000", "--debtors", "100"],
        has_book: true,
        shares_book: true,
        figures: &[
            Figure::both("/seconds", "per debtor, as of a past date", Unit::Seconds, Target::Below(2.0)),
            Figure::both("/known_seconds", "as known at a past moment", Unit::Seconds, Target::Below(2.0)),
            PEAK,
            Figure::both("/detail_seconds", "as a list of every invoice", Unit::Seconds, Target::None),
            Figure::both("/detail_peak_memory_mb", "memory with that list", Unit::Megabytes, Target::None),
        ],
    },
    Workload {
        key: "growth",
        title: "growth of a purchase's time from 10,000 to 1,000,000 invoices",
        words: &["growth", "--invoices", "10000,100000,1000000"],
        quick: &["growth", "--invoices", "1000,2000,4000"],
        has_book: true,
        shares_book: false,
        figures: &[
            Figure::both("/single_growth", "single, longer by", Unit::Percent, Target::AtMost(0.2)),
            Figure::both("/bulk_growth", "in bulk, longer by", Unit::Percent, Target::AtMost(0.2)),
            Figure::both("/stages/0/single_ms", "single at 10,000", Unit::Milliseconds, Target::None),
            Figure::both("/stages/1/single_ms", "single at 100,000", Unit::Milliseconds, Target::None),
            Figure::both("/stages/2/single_ms", "single at 1,000,000", Unit::Milliseconds, Target::None),
            Figure::both("/stages/0/bulk_per_second", "in bulk at 10,000", Unit::PerSecond, Target::None),
            Figure::both("/stages/1/bulk_per_second", "in bulk at 100,000", Unit::PerSecond, Target::None),
            Figure::both("/stages/2/bulk_per_second", "in bulk at 1,000,000", Unit::PerSecond, Target::None),
            PEAK,
        ],
    },
    Workload {
        key: "pages",
        title: "the desk's pages, 100,000 invoices",
        words: &["pages", "--count", "100000"],
        quick: &["pages", "--count", "1000"],
        has_book: true,
        shares_book: false,
        figures: &[Figure::both("/slowest_ms", "slowest page", Unit::Milliseconds, Target::Below(50.0))],
    },
    Workload {
        key: "contact",
        title: "the contact engine's daily run, 100,000 debtors, 1,000,000 invoices",
        words: &["contact", "--debtors", "100000", "--invoices", "1000000"],
        quick: &["contact", "--debtors", "500", "--invoices", "5000"],
        has_book: true,
        shares_book: false,
        figures: &[Figure::both("/seconds", "an ordinary day", Unit::Seconds, Target::None), PEAK],
    },
    Workload {
        key: "letters",
        title: "1,000 notices to PDF on one thread",
        words: &["letters", "--count", "1000"],
        quick: &["letters", "--count", "20"],
        has_book: false,
        shares_book: false,
        figures: &[Figure::both("/seconds", "time", Unit::Seconds, Target::Below(6.0))],
    },
];
