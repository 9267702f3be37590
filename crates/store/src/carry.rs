//! A whole book, row by row: read from one engine, written to any other.
//!
//! Contract: [`rows`] reads one table of one factor in order of its key; asked for every table of [`crate::schema::TABLES`]
//! inside one [`crate::Book::read`] it gives one state of the book, also while the book is written. [`Arriving`] writes such
//! rows into a new book, unchanged: links, idempotency and jobs go too, and a book that arrived is equal row by row.
//!
//! Limits: memory holds one page of a table, [`PAGE`] rows or [`WIDE_PAGE`] of those with files in them; a folder takes
//! [`COMMIT`] rows to a commit, a database the whole book in one: nobody may see a part of it. Deliberately absent: any knowledge of what a row means.
//!
//! A book of an older schema ([`Arriving::begin_older`]) arrives in a folder as it was, and is then brought to the newest schema
//! by the same migrations that an opened book goes through ([`Arriving::renew`]). Tables and columns are never taken away or
//! renamed by a migration (a test holds it), so every name of an older schema is one of today's.

use crate::book::{Reads, factors, file_of, make_file};
use crate::engine::postgres::Database;
use crate::engine::sqlite::File;
use crate::engine::{Connection, Engine, Fault, Kept, Table, Value};
use crate::place::Place;
use crate::schema::{self, Migration};
use domain::id::FactorId;
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;
use uuid::Uuid;

/// Rows of a table that are asked for at once.
pub const PAGE: i64 = 2_000;
/// The same where a row may hold a file of several megabytes.
pub const WIDE_PAGE: i64 = 16;
/// Rows to a commit where a book that has not arrived as a whole is no book yet.
pub const COMMIT: usize = 20_000;
/// Tables whose rows hold files.
const WIDE: [&str; 2] = ["document", "payment_file"];

/// Hands every row of a table to `each`, in order of its key; gives back how many there are.
///
/// # Errors
/// What `each` returns, or [`Fault`].
pub fn rows<E: From<Fault>>(
    reads: &mut dyn Reads,
    table: &'static Table,
    mut each: impl FnMut(&[Kept]) -> Result<(), E>,
) -> Result<i64, E> {
    let factor = reads.factor();
    let key = schema::key(table);
    // The factor is the same in every row.
    let places: Vec<usize> =
        key.iter().skip(1).filter_map(|one| table.columns.iter().position(|column| column == one)).collect();
    let names = places.iter().map(|place| table.columns[*place]).collect::<Vec<_>>().join(", ");
    let limit = if WIDE.contains(&table.name) { WIDE_PAGE } else { PAGE };
    let select = format!("SELECT {} FROM {} WHERE factor_id = $1", table.columns.join(", "), table.name);
    let order = if names.is_empty() { String::new() } else { format!(" ORDER BY {names} LIMIT {limit}") };
    let after: Vec<String> = (0..places.len()).map(|place| format!("${}", place + 2)).collect();
    let next = format!("{select} AND ({names}) > ({}){order}", after.join(", "));
    let first = format!("{select}{order}");
    let mut read = 0;
    let mut last: Option<Vec<Kept>> = None;
    loop {
        let mut parameters = vec![Value::Id(factor)];
        parameters.extend(last.iter().flatten().map(Kept::value));
        let sql = if last.is_some() { &next } else { &first };
        let (mut in_page, mut stopped, mut row_key) = (0, None, None);
        let answer = reads.connection().query(sql, &parameters, &mut |row| {
            let row = (0..table.columns.len()).map(|column| row.kept(column)).collect::<Result<Vec<_>, _>>()?;
            if let Err(error) = each(&row) {
                stopped = Some(error);
                // Only stops the reading.
                return Err(Fault::Closing);
            }
            in_page += 1;
            row_key = Some(row);
            Ok(())
        });
        if let Some(error) = stopped {
            return Err(error);
        }
        answer?;
        read += in_page;
        if in_page < limit || places.is_empty() {
            return Ok(read);
        }
        last = row_key.map(|row| places.iter().map(|place| row[*place].clone()).collect());
    }
}

/// How many rows a table has, and a mark over all of them that does not depend on their order: two engines may sort texts
/// differently. Equal sums are equal rows, but for a chance of 2 to the power of -128.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Rows.
    pub rows: i64,
    mark: [u64; 4],
}

impl Sum {
    /// Counts a row in.
    pub fn add(&mut self, row: &[Kept]) {
        let mut hash = Sha256::new();
        for value in row {
            let (kind, bytes): (u8, &[u8]) = match value {
                Kept::Null => (0, &[]),
                Kept::Int(number) => (1, &number.to_be_bytes()),
                Kept::Text(text) => (2, text.as_bytes()),
                Kept::Bytes(bytes) => (3, bytes),
            };
            hash.update([kind]);
            hash.update(bytes.len().to_be_bytes());
            hash.update(bytes);
        }
        self.rows += 1;
        for (sum, part) in self.mark.iter_mut().zip(hash.finalize().chunks_exact(8)) {
            *sum = sum.wrapping_add(part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
        }
    }

    /// The sum of a table.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn of(reads: &mut dyn Reads, table: &'static Table) -> Result<Self, Fault> {
        let mut sum = Self::default();
        rows(reads, table, |row| {
            sum.add(row);
            Ok::<(), Fault>(())
        })?;
        Ok(sum)
    }
}

/// The first half of the mark, in hexadecimal.
impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", self.mark[0], self.mark[1])
    }
}

/// A book that arrives, row by row. It is a book once [`Arriving::keep`] has answered; dropped before, nothing of it is in a
/// database, and what is in a folder goes with the folder.
pub struct Arriving {
    connection: Box<dyn Connection>,
    factor: Uuid,
    uncommitted: usize,
    /// Is a part of it seen by nobody, so that it may be committed? A folder is not in its place yet; a database is.
    in_parts: bool,
    is_over: bool,
    engine: Box<dyn Engine>,
}

impl Arriving {
    /// Begins a book in a folder that is there and holds none of this factor, or in a database that holds none.
    ///
    /// # Errors
    /// [`Fault::Book`] when it is there already or cannot be made; else [`Fault`].
    pub fn begin(place: &Place, factor: FactorId) -> Result<Self, Fault> {
        let engine: Box<dyn Engine> = match place {
            Place::Folder(folder) => new_file(folder, factor)?,
            Place::Database { url, .. } => Box::new(Database::at(url)?),
        };
        let mut connection = engine.writer()?;
        schema::migrate(connection.as_mut(), engine.as_ref())?;
        if factors(connection.as_mut())?.contains(&factor) {
            return Err(Fault::Book(format!("{place} holds the book of {factor} already; name an empty place")));
        }
        connection.begin(Some(factor.0))?;
        let in_parts = matches!(place, Place::Folder(_));
        Ok(Self { connection, factor: factor.0, uncommitted: 0, in_parts, is_over: false, engine })
    }

    /// Begins a book of an older schema in a folder that is there and holds none of this factor. `migrations` are the first of
    /// [`schema::MIGRATIONS`]. Not into a database: its schema is that of the books in it.
    ///
    /// # Errors
    /// As [`Arriving::begin`].
    pub fn begin_older(folder: &Path, factor: FactorId, migrations: &[Migration]) -> Result<Self, Fault> {
        let engine = new_file(folder, factor)?;
        let mut connection = engine.writer()?;
        schema::migrate_to(connection.as_mut(), engine.as_ref(), migrations)?;
        connection.begin(Some(factor.0))?;
        Ok(Self { connection, factor: factor.0, uncommitted: 0, in_parts: true, is_over: false, engine })
    }

    /// Brings what has arrived to the newest schema.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn renew(&mut self) -> Result<(), Fault> {
        self.connection.commit()?;
        schema::migrate(self.connection.as_mut(), self.engine.as_ref())?;
        self.connection.begin(Some(self.factor))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// [`Fault::Book`] when the row is another factor's or has not the columns of its table; [`Fault::Taken`] when a row with
    /// its key is there; else [`Fault`], perhaps of a row before.
    pub fn put(&mut self, table: &'static Table, row: &[Kept]) -> Result<(), Fault> {
        self.put_columns(table, table.columns, row)
    }

    /// Writes a row that has these columns of its table alone, as an older schema had them; the first is the factor's.
    ///
    /// # Errors
    /// As [`Arriving::put`].
    pub fn put_columns(&mut self, table: &'static Table, columns: &[&str], row: &[Kept]) -> Result<(), Fault> {
        let is_own = columns.first() == table.columns.first()
            && row.first() == Some(&Kept::Bytes(self.factor.as_bytes().to_vec()));
        if !is_own || row.len() != columns.len() {
            let name = table.name;
            return Err(Fault::Book(format!("a row of the table {name} is another factor's, or not of this schema")));
        }
        let values: Vec<Value<'_>> = row.iter().map(Kept::value).collect();
        if columns == table.columns {
            self.connection.insert(table, &values)?;
        } else {
            let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
            let (columns, places) = (columns.join(", "), places.join(", "));
            self.connection.execute(&format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name), &values)?;
        }
        self.uncommitted += 1;
        if self.in_parts && self.uncommitted >= COMMIT {
            self.uncommitted = 0;
            self.connection.commit()?;
            self.connection.begin(Some(self.factor))?;
        }
        Ok(())
    }

    /// Makes the book durable.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn keep(mut self) -> Result<(), Fault> {
        self.connection.commit()?;
        self.is_over = true;
        Ok(())
    }
}

/// A new file for a factor's book.
fn new_file(folder: &Path, factor: FactorId) -> Result<Box<dyn Engine>, Fault> {
    let path = file_of(folder, factor);
    make_file(&path).map_err(|error| Fault::Book(format!("{} cannot be made: {error}", path.display())))?;
    Ok(Box::new(File(path)))
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if !self.is_over {
            // A connection that was lost has nothing open any more.
            let _ = self.connection.roll_back();
        }
    }
}

/// What has arrived so far.
impl Reads for Arriving {
    fn connection(&mut self) -> &mut dyn Connection {
        self.connection.as_mut()
    }

    fn factor(&self) -> Uuid {
        self.factor
    }
}
