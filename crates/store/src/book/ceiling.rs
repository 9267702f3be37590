//! The raw ceiling: the rows of a book's purchases, written again with nothing but prepared statements.
//!
//! What the full path is measured against. Same tables, same indexes, same rows, as many purchases to a commit, the same
//! durability; no rule, no look-up, no hash, no serialisation. Reading the rows is not timed.

use crate::engine::sqlite::{File, Sqlite};
use crate::engine::{Connection, Fault, Kept, Table, Value, all};
use crate::schema;
use std::path::Path;
use std::time::{Duration, Instant};

/// The tables that a purchase writes rows of its own to, each with the column that orders them.
const OF_A_PURCHASE: [(&Table, &str); 4] = [
    (&schema::EVENT, "seq"),
    (&schema::JOURNAL, "event_seq"),
    (&schema::JOURNAL_LINE, "event_seq"),
    (&schema::INVOICE, "decided_seq"),
];

/// Writes the event, journal and invoice rows of `source` to a new book file at `target`, `batch` events to a commit;
/// gives back how long the writing took.
///
/// # Errors
/// [`Fault`].
pub fn write_raw(source: &Path, target: &Path, batch: i64) -> Result<Duration, Fault> {
    let mut from = Sqlite::open_reader(source)?;
    let mut to = Sqlite::open(target)?;
    schema::migrate(&mut to, &File(target.to_owned()))?;
    let last = all(&mut from, "SELECT COALESCE(MAX(seq), 0) FROM event", &[], |row| row.int(0))?.pop().unwrap_or(0);
    let mut took = Duration::ZERO;
    let mut first = 0;
    while first <= last {
        let mut rows: Vec<(&'static Table, Vec<Vec<Kept>>)> = Vec::new();
        for (table, order) in OF_A_PURCHASE {
            let columns = table.columns.join(", ");
            let sql = format!("SELECT {columns} FROM {} WHERE {order} >= $1 AND {order} < $2", table.name);
            let read = all(&mut from, &sql, &[Value::Int(first), Value::Int(first + batch)], |row| {
                (0..table.columns.len()).map(|column| row.kept(column)).collect()
            })?;
            rows.push((table, read));
        }
        let begun = Instant::now();
        to.begin(None)?;
        for (table, rows) in &rows {
            for row in rows {
                let values: Vec<Value<'_>> = row.iter().map(Kept::value).collect();
                to.insert(table, &values)?;
            }
        }
        to.commit()?;
        took += begun.elapsed();
        first += batch;
    }
    Ok(took)
}
