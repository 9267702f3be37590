//! The thin driver: what both databases must do, and nothing else.
//!
//! SQL is written once, in the subset both take, with `$1` parameters. `{in $2}` stands for "is
//! among the values of the second parameter", which each engine writes its own way.

pub mod postgres;
pub mod sqlite;

use uuid::Uuid;

/// A technical failure: the disk, the database, a row that cannot be read. Never a business refusal.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// The database refused or failed.
    #[error("the book's database failed while {doing}: {reason}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// What the database says.
        reason: String,
    },
    /// A unique constraint held: something else was there first.
    #[error("{constraint} is there already")]
    Taken {
        /// The columns of the constraint.
        constraint: String,
    },
    /// Somebody else wrote the same at the same time; what was asked may be tried again.
    #[error("somebody else was writing the same just now: {reason}")]
    Contended {
        /// What the database says.
        reason: String,
    },
    /// A text holds the character U+0000, which PostgreSQL cannot keep: no book takes it, so that each can move there.
    #[error("a text holds the character U+0000, which cannot be kept; take it out")]
    NulInText,
    /// A stored row does not read as what it should be.
    #[error("the book holds an unreadable {what}: {reason}; run `credere audit`")]
    Unreadable {
        /// Which column or object.
        what: &'static str,
        /// Why.
        reason: String,
    },
    /// There is no book, or more than one, or it is from another version.
    #[error("{0}")]
    Book(String),
    /// The database cannot be reached just now: it restarts, the line to it is down, another program holds it. Nothing of
    /// the work is kept. It is tried again without anybody's doing.
    #[error("the book's database cannot be reached just now: {reason}; start it again or wait for it, and try again")]
    Away {
        /// What the database or the system says; no secrets.
        reason: String,
    },
    /// The database went while it was committing, and did not come back in time to be asked what became of it: the work is
    /// kept whole or not at all. Asking again under the same idempotency key finds out.
    #[error(
        "the book's database went away while it was committing, so it is not known whether this was kept: {reason}; ask again in the same way"
    )]
    InDoubt {
        /// What the database or the system says; no secrets.
        reason: String,
    },
    /// There is no room to write. Nothing of the work is kept; reading goes on.
    #[error("the book takes no changes, because there is no room to write: {reason}; make room and try again")]
    Full {
        /// What the database or the system says; no secrets.
        reason: String,
    },
    /// The queue has stopped.
    #[error("the book is closing; try again once it is open")]
    Closing,
    /// A journal was out of balance: a fault of ours, stopped before it was written.
    #[error(transparent)]
    Unbalanced(#[from] domain::ledger::Unbalanced),
    /// A unit of work panicked; nothing of it was kept.
    #[error("the work stopped unexpectedly and nothing of it was kept")]
    Panicked,
}

impl Fault {
    /// Does it pass by itself, so that the same may be tried again?
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::Contended { .. })
    }

    /// A row that cannot be read.
    #[expect(clippy::needless_pass_by_value, reason = "callers hand in texts and errors alike, without an ampersand")]
    pub fn unreadable(what: &'static str, reason: impl ToString) -> Self {
        Self::Unreadable { what, reason: reason.to_string() }
    }

    /// The fault in words for a log: without what a row held, which may be about a person.
    #[must_use]
    pub fn without_contents(&self) -> String {
        match self {
            Self::Unreadable { what, .. } => format!("the book holds an unreadable {what}; run `credere audit`"),
            other => other.to_string(),
        }
    }
}

/// A parameter of a statement or a value of a row to be written.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// An id.
    Id(Uuid),
    /// Several ids, for `{in $n}`.
    Ids(&'a [Uuid]),
    /// Several texts, for `{in $n}`.
    Texts(&'a [String]),
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<Uuid>> for Value<'_> {
    fn from(id: Option<Uuid>) -> Self {
        id.map_or(Self::Null, Self::Id)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }
}

/// Can each of these values be kept by any engine?
///
/// # Errors
/// [`Fault::NulInText`].
fn keepable(values: &[Value<'_>]) -> Result<(), Fault> {
    let has_nul = |value: &Value<'_>| match value {
        Value::Text(text) => text.as_bytes().contains(&0),
        Value::Texts(texts) => texts.iter().any(|text| text.as_bytes().contains(&0)),
        _ => false,
    };
    if values.iter().any(has_nul) { Err(Fault::NulInText) } else { Ok(()) }
}

/// A question that is going to be asked.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    /// The query, to the letter.
    pub sql: &'a str,
    /// Its parameters.
    pub parameters: Vec<Value<'a>>,
}

/// A value of a row, kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes or an id.
    Bytes(Vec<u8>),
}

impl Kept {
    /// The value as a parameter.
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

/// A row of an answer. Columns are counted from 0.
pub trait Row {
    /// Whatever the column holds.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when there is no such column, or it holds a fraction.
    fn kept(&self, column: usize) -> Result<Kept, Fault>;
    /// A whole number.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn int(&self, column: usize) -> Result<i64, Fault>;
    /// A whole number or nothing.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn maybe_int(&self, column: usize) -> Result<Option<i64>, Fault>;
    /// Text.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn text(&self, column: usize) -> Result<&str, Fault>;
    /// Text or nothing.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn maybe_text(&self, column: usize) -> Result<Option<&str>, Fault>;
    /// Bytes.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn bytes(&self, column: usize) -> Result<&[u8], Fault>;
    /// Bytes or nothing.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn maybe_bytes(&self, column: usize) -> Result<Option<&[u8]>, Fault>;
    /// An id or nothing.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn maybe_id(&self, column: usize) -> Result<Option<Uuid>, Fault>;
    /// An id.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column is something else.
    fn id(&self, column: usize) -> Result<Uuid, Fault> {
        self.maybe_id(column)?.ok_or_else(|| Fault::unreadable("id", "it is empty"))
    }
}

/// A table as rows are written to it: its columns, or those of them that are changed, in order. Drivers write many rows their
/// own way.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order in which rows are handed in.
    pub columns: &'static [&'static str],
}

/// How a row is written. `keys`: how many of its first columns say which row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Manner {
    /// As a new row.
    Insert,
    /// In the place of the row with the same keys, if there is one.
    Replace { keys: usize },
    /// Its numbers are added to those of the row with the same keys, if there is one.
    Add { keys: usize },
    /// Its columns, which need not be all, are changed in the row with the same keys.
    Change { keys: usize },
}

impl Manner {
    /// What follows an `INSERT` into this table.
    fn instead(self, table: &Table) -> String {
        let (keys, sum) = match self {
            Self::Insert | Self::Change { .. } => return String::new(),
            Self::Replace { keys } => (keys, String::new()),
            Self::Add { keys } => (keys, format!("{}.", table.name)),
        };
        let (keys, rest) = table.columns.split_at(keys);
        let new = |column: &&str| match sum.as_str() {
            "" => format!("{column} = excluded.{column}"),
            its => format!("{column} = {its}{column} + excluded.{column}"),
        };
        let rest: Vec<String> = rest.iter().map(new).collect();
        format!("ON CONFLICT ({}) DO UPDATE SET {}", keys.join(", "), rest.join(", "))
    }
}

/// What became of a transaction that could not be ended as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was committed, though nobody was told.
    Kept,
    /// Nothing of it is there.
    Dropped,
}

/// A database, as connections to it are opened.
pub trait Engine: Send + Sync {
    /// Opens a connection that may write.
    ///
    /// # Errors
    /// [`Fault`].
    fn writer(&self) -> Result<Box<dyn Connection>, Fault>;
    /// Opens a connection that can only read.
    ///
    /// # Errors
    /// [`Fault`].
    fn reader(&self) -> Result<Box<dyn Connection>, Fault>;
    /// The DDL of a migration as this database wants it.
    fn ddl(&self, sql: &str) -> String;
}

/// A connection to one database. All of it runs on one thread at a time.
pub trait Connection: Send {
    /// Runs a statement; gives back how many rows it touched.
    ///
    /// # Errors
    /// [`Fault`].
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<usize, Fault>;
    /// Runs a statement whose count nobody asks for. A driver may send it together with what follows, before the next
    /// statement that names one of its tables at the latest.
    ///
    /// # Errors
    /// [`Fault`], perhaps of what was sent before.
    fn send(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<(), Fault> {
        self.execute(sql, parameters).map(drop)
    }
    /// Runs a query and hands every row to `each`.
    ///
    /// # Errors
    /// [`Fault`], also what `each` returns.
    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), Fault>,
    ) -> Result<(), Fault>;
    /// Says what is going to be asked with [`Self::query`]: a driver with a long way to go may ask all that was said at once, with
    /// the first of these questions at the latest, and remember the answers.
    ///
    /// # Errors
    /// [`Fault`].
    fn ask_ahead(&mut self, _asks: &[Ask<'_>]) -> Result<(), Fault> {
        Ok(())
    }
    /// Is each question a way to a server and back, so that it pays to say ahead what will be asked?
    fn is_far(&self) -> bool {
        false
    }

    /// Writes a row. A driver may gather rows and write them together, before a statement that may be about them and before
    /// the commit at the latest.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Taken`] when a unique constraint holds.
    fn insert(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Fault>;
    /// Writes a row in the place of the one whose first `keys` columns are the same, if there is one. A driver may gather as
    /// with [`Self::insert`].
    ///
    /// # Errors
    /// [`Fault`].
    fn replace(&mut self, table: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault>;
    /// Adds the numbers behind the first `keys` columns to those of the row whose keys are the same, or writes the row where
    /// there is none. A driver may gather as with [`Self::insert`].
    ///
    /// # Errors
    /// [`Fault`].
    fn add(&mut self, table: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault>;
    /// Changes the row whose first `keys` columns are the same, if there is one: `columns` names those that are handed in. The
    /// first is the factor's, the same throughout a transaction. A driver may gather as with [`Self::insert`].
    ///
    /// # Errors
    /// [`Fault`].
    fn change(&mut self, columns: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault>;
    /// What this unit writes will be dropped again, so that nothing of it need be sent before somebody reads it.
    fn hold_back(&mut self) {}
    /// Runs statements without parameters, one after the other.
    ///
    /// # Errors
    /// [`Fault`].
    fn run_script(&mut self, sql: &str) -> Result<(), Fault>;
    /// Writes the whole book anew without what was deleted or replaced in it, and empties the log beside it (CO-33).
    /// Outside any transaction; others wait meanwhile.
    ///
    /// # Errors
    /// [`Fault`].
    fn compact(&mut self) -> Result<(), Fault>;
    /// Opens a transaction that will write one factor's book, or for none the schema: waits for its other writers, in this
    /// process or another.
    ///
    /// # Errors
    /// [`Fault`].
    fn begin(&mut self, factor: Option<Uuid>) -> Result<(), Fault>;
    /// Opens a transaction that sees one state of the book throughout.
    ///
    /// # Errors
    /// [`Fault`].
    fn begin_reading(&mut self) -> Result<(), Fault>;
    /// Makes everything since `begin` durable.
    ///
    /// # Errors
    /// [`Fault`].
    fn commit(&mut self) -> Result<(), Fault>;
    /// Drops everything since `begin`.
    ///
    /// # Errors
    /// [`Fault`].
    fn roll_back(&mut self) -> Result<(), Fault>;
    /// Opens a unit inside the transaction.
    ///
    /// # Errors
    /// [`Fault`].
    fn open_unit(&mut self) -> Result<(), Fault>;
    /// Keeps the unit.
    ///
    /// # Errors
    /// [`Fault`].
    fn keep_unit(&mut self) -> Result<(), Fault>;
    /// Drops the unit, and only it.
    ///
    /// # Errors
    /// [`Fault`].
    fn drop_unit(&mut self) -> Result<(), Fault>;
    /// May a transaction have to be run again: because the database was lost, or because a constraint speaks up late?
    fn repeats(&self) -> bool {
        false
    }
    /// After a fault, makes the connection whole again and says what became of the transaction.
    ///
    /// # Errors
    /// [`Fault::Away`] when the database is not there yet, or cannot say yet.
    fn recover(&mut self) -> Result<Ended, Fault> {
        // Where nothing is open any more there is nothing to roll back.
        let _ = self.roll_back();
        Ok(Ended::Dropped)
    }
    /// Is there a commit that was sent, of which [`Self::recover`] could not find out yet what became of it?
    fn is_in_doubt(&self) -> bool {
        false
    }
    /// What has made the open transaction worthless, whatever the unit that met it made of it: nothing of it can be
    /// committed, it must be rolled back. None while it can.
    fn spoiled(&self) -> Option<Fault> {
        None
    }
    /// Is there room for more? Cheap; asked once in a while before a batch.
    ///
    /// # Errors
    /// [`Fault::Full`].
    fn has_room(&self) -> Result<(), Fault> {
        Ok(())
    }
    /// Can something be written and committed again, after it could not? Outside any transaction; leaves nothing.
    ///
    /// # Errors
    /// [`Fault`] why not.
    fn try_writing(&mut self) -> Result<(), Fault> {
        self.begin(None)?;
        self.roll_back()
    }
}

/// The first row of a query, read by `read`.
///
/// # Errors
/// [`Fault`].
pub fn first<T>(
    connection: &mut dyn Connection,
    sql: &str,
    parameters: &[Value<'_>],
    mut read: impl FnMut(&dyn Row) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    let mut found = None;
    connection.query(sql, parameters, &mut |row| {
        if found.is_none() {
            found = Some(read(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// All rows of a query, each read by `read`.
///
/// # Errors
/// [`Fault`].
pub fn all<T>(
    connection: &mut dyn Connection,
    sql: &str,
    parameters: &[Value<'_>],
    mut read: impl FnMut(&dyn Row) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut found = Vec::new();
    connection.query(sql, parameters, &mut |row| {
        found.push(read(row)?);
        Ok(())
    })?;
    Ok(found)
}
