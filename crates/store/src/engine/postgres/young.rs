//! Tables that grow faster than the server counts them.
//!
//! Plans are kept (see the head of `engine::postgres`), and a plan that was made for an empty table may walk all of it once it
//! is large. The server counts a table by itself within minutes, and then plans anew; a first schedule is bought in
//! seconds. So the writer asks for it where it has written more rows than the server knows of: at [`FIRST`] rows, and each
//! time they have become [`TIMES`] as many, from a small sample: what matters is which columns tell rows apart. A table that
//! somebody else is counting or clearing just now is left out.

use std::collections::HashMap;

/// Rows of a table at which the server is asked first.
const FIRST: usize = 100;
/// Between one time and the next.
const TIMES: usize = 100;

/// Which of these tables the server knows to be smaller than so many rows.
pub(super) const UNCOUNTED: &str = "SELECT relname::text FROM pg_class WHERE relname = ANY($1) AND relnamespace = current_schema()::regnamespace \
    AND relkind IN ('r', 'p') AND CAST(reltuples AS BIGINT) < $2 ORDER BY relname";

/// Rows that this connection has written, by table, and the count at which the server is asked next.
#[derive(Default)]
pub(super) struct Young {
    rows: HashMap<&'static str, (usize, usize)>,
    is_due: bool,
}

/// Tables that have grown.
pub(super) struct Grown {
    pub(super) tables: Vec<&'static str>,
    /// The smallest of their counts.
    pub(super) rows: i64,
}

impl Young {
    /// A row comes.
    pub(super) fn grows(&mut self, table: &'static str) {
        let (count, next) = self.rows.entry(table).or_insert((0, FIRST));
        *count += 1;
        self.is_due |= count >= next;
    }

    /// The tables that have grown enough since this was asked last.
    pub(super) fn grown(&mut self) -> Option<Grown> {
        if !std::mem::take(&mut self.is_due) {
            return None;
        }
        let grown: Vec<_> = self.rows.iter_mut().filter(|(_, (count, next))| count >= next).collect();
        let rows = grown.iter().map(|(_, (count, _))| *count).min().unwrap_or_default();
        let tables = grown.into_iter().map(|(table, (count, next))| {
            *next = *count * TIMES;
            *table
        });
        Some(Grown { tables: tables.collect(), rows: i64::try_from(rows).unwrap_or(i64::MAX) })
    }
}
