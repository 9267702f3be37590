//! The raw ceiling: the rows of a book's purchases, or of its cash, written again with nothing but prepared statements.
//!
//! What the full path is measured against. Same engine, tables, indexes and rows, as many purchases to a commit, the same
//! durability; no rule, no look-up, no hash, no serialisation. Reading the rows is not timed.

use super::Book;
use crate::Place;
use crate::engine::postgres::Scratch;
use crate::engine::sqlite::File;
use crate::engine::{Connection, Engine, Fault, Kept, Table, Value, all};
use crate::kept::invoice::BALANCES;
use crate::schema;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Where rows are written again. It goes when this is let go; a file stays.
pub struct Raw {
    // Before the database that it is a connection to.
    connection: Box<dyn Connection>,
    _scratch: Option<Scratch>,
}

impl Raw {
    /// An empty book on the engine of `place`: a file at `file`, or a new database beside the one there.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn empty(place: &Place, file: &Path) -> Result<Self, Fault> {
        match place {
            Place::Folder(_) => Self::of(&File(file.to_owned()), None),
            Place::Database { url, .. } => {
                let scratch = Scratch::beside(url, false)?;
                Self::of(&scratch.database(), Some(scratch))
            }
        }
    }

    /// A copy of the database at `url`, which nobody may have open meanwhile.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn copy(url: &str) -> Result<Self, Fault> {
        let scratch = Scratch::beside(url, true)?;
        Self::of(&scratch.database(), Some(scratch))
    }

    fn of(engine: &dyn Engine, scratch: Option<Scratch>) -> Result<Self, Fault> {
        let mut connection = engine.writer()?;
        schema::migrate(connection.as_mut(), engine)?;
        Ok(Self { connection, _scratch: scratch })
    }
}

/// The tables that a purchase writes rows of its own to, each with the column that orders them.
const OF_A_PURCHASE: [(&Table, &str); 4] = [
    (&schema::EVENT, "seq"),
    (&schema::JOURNAL, "event_seq"),
    (&schema::JOURNAL_LINE, "event_seq"),
    (&schema::INVOICE, "decided_seq"),
];

/// Writes the event, journal and invoice rows of a book again, `batch` events to a commit; gives back how long the writing
/// took.
///
/// # Errors
/// [`Fault`].
pub fn write_raw(book: &Book, to: &mut Raw, batch: i64) -> Result<Duration, Fault> {
    let mut from = Source::of(book)?;
    let to = to.connection.as_mut();
    let last = from.number("SELECT COALESCE(MAX(seq), 0) FROM event WHERE factor_id = $1")?;
    let mut took = Duration::ZERO;
    let mut first = 0;
    while first <= last {
        let mut rows = Rows::new();
        for (table, order) in OF_A_PURCHASE {
            rows.push((table, from.rows(table, order, first..first + batch)?));
        }
        let begun = Instant::now();
        to.begin(None)?;
        write(to, &rows)?;
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

/// Brings an earlier copy of a book up to date with the bank entries that it has taken in since: their events, journals,
/// receipts and applications, and the balances of the invoices they paid; `batch` events to a commit. Gives back how long the
/// writing took.
///
/// # Errors
/// [`Fault`].
pub fn write_raw_cash(book: &Book, to: &mut Raw, batch: i64) -> Result<Duration, Fault> {
    const EVENTS: &str = "SELECT COALESCE(MAX(seq), 0) FROM event WHERE factor_id = $1";
    const RECEIPTS: &str = "SELECT COALESCE(MAX(number), 0) FROM receipt WHERE factor_id = $1";
    let columns = BALANCES.columns.iter().map(|column| format!("i.{column}")).collect::<Vec<_>>().join(", ");
    let of_paid = format!(
        "SELECT {columns} FROM application a JOIN invoice i ON i.factor_id = a.factor_id AND i.invoice_id = a.invoice_id \
         WHERE a.factor_id = $1 AND a.event_seq >= $2 AND a.event_seq < $3"
    );
    let mut from = Source::of(book)?;
    let to = to.connection.as_mut();
    let last = from.number(EVENTS)?;
    let mut first = number(to, from.factor, EVENTS)? + 1;
    let mut receipt = number(to, from.factor, RECEIPTS)? + 1;
    let mut took = Duration::ZERO;
    while first <= last {
        let mut rows = vec![(&schema::RECEIPT, from.rows(&schema::RECEIPT, "number", receipt..receipt + batch)?)];
        for (table, order) in OF_A_PAYMENT {
            rows.push((table, from.rows(table, order, first..first + batch)?));
        }
        let range = [Value::Id(from.factor), Value::Int(first), Value::Int(first + batch)];
        let paid = all(from.connection.as_mut(), &of_paid, &range, |row| {
            (0..BALANCES.columns.len()).map(|column| row.kept(column)).collect::<Result<Vec<Kept>, Fault>>()
        })?;
        let begun = Instant::now();
        to.begin(None)?;
        write(to, &rows)?;
        for invoice in &paid {
            let values: Vec<Value<'_>> = invoice.iter().map(Kept::value).collect();
            to.change(&BALANCES, 2, &values)?;
        }
        to.commit()?;
        took += begun.elapsed();
        (first, receipt) = (first + batch, receipt + batch);
    }
    Ok(took)
}

/// A book whose rows are written again.
struct Source {
    connection: Box<dyn Connection>,
    factor: Uuid,
}

impl Source {
    fn of(book: &Book) -> Result<Self, Fault> {
        Ok(Self { connection: book.connect()?, factor: book.factor().0 })
    }

    fn number(&mut self, sql: &str) -> Result<i64, Fault> {
        number(self.connection.as_mut(), self.factor, sql)
    }

    /// The rows of a table whose number lies in a range.
    fn rows(&mut self, table: &Table, order: &str, range: Range<i64>) -> Result<Vec<Vec<Kept>>, Fault> {
        let (columns, name) = (table.columns.join(", "), table.name);
        let sql = format!(
            "SELECT {columns} FROM {name} WHERE factor_id = $1 AND {order} >= $2 AND {order} < $3 ORDER BY {order}"
        );
        let range = [Value::Id(self.factor), Value::Int(range.start), Value::Int(range.end)];
        all(self.connection.as_mut(), &sql, &range, |row| {
            (0..table.columns.len()).map(|column| row.kept(column)).collect()
        })
    }
}

fn number(connection: &mut dyn Connection, factor: Uuid, sql: &str) -> Result<i64, Fault> {
    Ok(all(connection, sql, &[Value::Id(factor)], |row| row.int(0))?.pop().unwrap_or(0))
}

type Rows = Vec<(&'static Table, Vec<Vec<Kept>>)>;

fn write(to: &mut dyn Connection, rows: &Rows) -> Result<(), Fault> {
    for (table, rows) in rows {
        for row in rows {
            let values: Vec<Value<'_>> = row.iter().map(Kept::value).collect();
            to.insert(table, &values)?;
        }
    }
    Ok(())
}
