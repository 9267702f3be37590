//! The raw ceiling: the rows of a book's purchases, or of its cash, written again with nothing but prepared statements.
//!
//! What the full path is measured against. Same tables, same indexes, same rows, as many purchases to a commit, the same
//! durability; no rule, no look-up, no hash, no serialisation. Reading the rows is not timed.

use crate::engine::sqlite::{File, Sqlite};
use crate::engine::{Connection, Fault, Kept, Table, Value, all};
use crate::schema;
use std::ops::Range;
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
        let mut rows = Rows::new();
        for (table, order) in OF_A_PURCHASE {
            rows.push((table, read(&mut from, table, order, first..first + batch)?));
        }
        let begun = Instant::now();
        to.begin(None)?;
        write(&mut to, &rows)?;
        to.commit()?;
        took += begun.elapsed();
        first += batch;
    }
    Ok(took)
}

/// The tables that a payment writes rows of its own to, each with the column that orders them. Receipts are ordered by
/// themselves.
const OF_A_PAYMENT: [(&Table, &str); 4] = [
    (&schema::EVENT, "seq"),
    (&schema::JOURNAL, "event_seq"),
    (&schema::JOURNAL_LINE, "event_seq"),
    (&schema::APPLICATION, "event_seq"),
];

/// Brings `target`, an earlier copy of `source`, up to date with the bank entries that were taken in since: their events,
/// journals, receipts and applications, and the balances of the invoices they paid; `batch` events to a commit. Gives back
/// how long the writing took.
///
/// # Errors
/// [`Fault`].
pub fn write_raw_cash(source: &Path, target: &Path, batch: i64) -> Result<Duration, Fault> {
    let mut from = Sqlite::open_reader(source)?;
    let mut to = Sqlite::open(target)?;
    let newest =
        |connection: &mut Sqlite, sql| Ok::<_, Fault>(all(connection, sql, &[], |row| row.int(0))?.pop().unwrap_or(0));
    let events = "SELECT COALESCE(MAX(seq), 0) FROM event";
    let last = newest(&mut from, events)?;
    let mut first = newest(&mut to, events)? + 1;
    let mut receipt = newest(&mut to, "SELECT COALESCE(MAX(number), 0) FROM receipt")? + 1;
    let balances = "SELECT i.factor_id, i.invoice_id, i.state, i.open_minor, i.held_minor, i.fee_posted_minor, i.fee_accrued_minor, \
        i.fee_deferred_minor, i.portions, i.closed_on, i.cleared_on FROM application a JOIN invoice i ON i.factor_id = a.factor_id \
        AND i.invoice_id = a.invoice_id WHERE a.factor_id = (SELECT factor_id FROM factor) AND a.event_seq >= $1 AND a.event_seq < $2";
    let update = "UPDATE invoice SET state = $3, open_minor = $4, held_minor = $5, fee_posted_minor = $6, fee_accrued_minor = $7, \
        fee_deferred_minor = $8, portions = $9, closed_on = $10, cleared_on = $11 WHERE factor_id = $1 AND invoice_id = $2";
    let mut took = Duration::ZERO;
    while first <= last {
        let mut rows = vec![(&schema::RECEIPT, read(&mut from, &schema::RECEIPT, "number", receipt..receipt + batch)?)];
        for (table, order) in OF_A_PAYMENT {
            rows.push((table, read(&mut from, table, order, first..first + batch)?));
        }
        let paid = all(&mut from, balances, &[Value::Int(first), Value::Int(first + batch)], |row| {
            (0..11).map(|column| row.kept(column)).collect::<Result<Vec<Kept>, Fault>>()
        })?;
        let begun = Instant::now();
        to.begin(None)?;
        write(&mut to, &rows)?;
        for invoice in &paid {
            let values: Vec<Value<'_>> = invoice.iter().map(Kept::value).collect();
            to.execute(update, &values)?;
        }
        to.commit()?;
        took += begun.elapsed();
        (first, receipt) = (first + batch, receipt + batch);
    }
    Ok(took)
}

type Rows = Vec<(&'static Table, Vec<Vec<Kept>>)>;

/// The rows of a table whose number lies in a range.
fn read(from: &mut Sqlite, table: &Table, order: &str, range: Range<i64>) -> Result<Vec<Vec<Kept>>, Fault> {
    let (columns, name) = (table.columns.join(", "), table.name);
    let sql = format!(
        "SELECT {columns} FROM {name} WHERE factor_id = (SELECT factor_id FROM factor) AND {order} >= $1 AND {order} < $2"
    );
    all(from, &sql, &[Value::Int(range.start), Value::Int(range.end)], |row| {
        (0..table.columns.len()).map(|column| row.kept(column)).collect()
    })
}

fn write(to: &mut Sqlite, rows: &Rows) -> Result<(), Fault> {
    for (table, rows) in rows {
        for row in rows {
            let values: Vec<Value<'_>> = row.iter().map(Kept::value).collect();
            to.insert(table, &values)?;
        }
    }
    Ok(())
}
