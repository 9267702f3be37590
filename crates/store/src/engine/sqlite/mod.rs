//! SQLite: the embedded default. One file per book, WAL, `synchronous=FULL`.
//!
//! What is its own: tables with short rows are kept `WITHOUT ROWID` (one tree instead of two; measured a
//! third faster for journal lines); `{in $n}` becomes `IN rarray($n)`; rows are written one by one with
//! prepared statements, which is the fastest way here.
//!
//! CO-33, what is erased must leave the file too. `secure_delete=FAST` overwrites what is replaced on a page that is written
//! anyway; it leaves pages that fell free and copies of rows that moved between pages. `ON` would clear the free pages
//! with more writing, and leave the copies all the same: therefore [`Connection::compact`] writes the file anew after an
//! erasure, which leaves nothing, and purchases pay for none of it.

mod log;
mod room;

use super::{Connection, Engine, Fault, Kept, Manner, Row, Table, Value, keepable};
use log::Log;
use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ToSql};
use std::collections::HashMap;
use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use uuid::Uuid;

/// How long a writer waits for a writer of another process before it gives up.
const BUSY: Duration = Duration::from_secs(30);
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;
/// Page cache of a reader in KiB.
const READER_CACHE_KIB: u32 = 32 * 1024;
/// Page cache of the writer in KiB: the leaves that purchases touch stay in memory instead of being read again from the log.
const WRITER_CACHE_KIB: u32 = 160 * 1024;
/// Tables with short rows, kept as one tree. A book that was made when a table was not among them keeps its two.
const NARROW: [&str; 14] = [
    "journal",
    "journal_line",
    "balance",
    "movement",
    "exposure",
    "counter",
    "debtor_identifier",
    "application",
    "idempotency",
    "message_client",
    "message_invoice",
    "contact_decision",
    "mood",
    "timeline",
];

/// A book file.
pub struct File(pub PathBuf);

impl Engine for File {
    fn writer(&self) -> Result<Box<dyn Connection>, Fault> {
        Ok(Box::new(Sqlite::open(&self.0)?))
    }

    fn reader(&self) -> Result<Box<dyn Connection>, Fault> {
        Ok(Box::new(Sqlite::open_reader(&self.0)?))
    }

    fn ddl(&self, sql: &str) -> String {
        Sqlite::ddl(sql)
    }
}

/// A connection to one book file.
pub struct Sqlite {
    inner: rusqlite::Connection,
    /// By the address of the table's description.
    puts: HashMap<(usize, Manner), String>,
    path: PathBuf,
    in_transaction: bool,
    spoiled: Option<Fault>,
}

fn fault(doing: &'static str) -> impl Fn(rusqlite::Error) -> Fault {
    move |error| match &error {
        rusqlite::Error::SqliteFailure(code, text) if code.code == ErrorCode::ConstraintViolation => {
            let text = text.as_deref().unwrap_or("a constraint");
            match text.strip_prefix("UNIQUE constraint failed: ") {
                Some(columns) => Fault::Taken { constraint: columns.to_owned() },
                None => Fault::Engine { doing, reason: text.to_owned() },
            }
        }
        rusqlite::Error::SqliteFailure(code, _)
            if code.code == ErrorCode::DiskFull || code.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE =>
        {
            Fault::Full { reason: format!("{doing}, it said: {error}") }
        }
        rusqlite::Error::SqliteFailure(code, _)
            if matches!(code.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) =>
        {
            Fault::Away { reason: format!("another program has been writing to it for {} seconds", BUSY.as_secs()) }
        }
        _ => Fault::Engine { doing, reason: error.to_string() },
    }
}

impl Sqlite {
    /// Opens a book file for writing; makes it when it is not there.
    ///
    /// # Errors
    /// [`Fault::Engine`].
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner = rusqlite::Connection::open_with_flags(path, flags).map_err(fault("opening it"))?;
        let mut opened = Self::prepared(inner, path, WRITER_CACHE_KIB)?;
        opened.run_script(
            "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=FAST;",
        )?;
        opened.watch_log()?;
        Ok(opened)
    }

    fn watch_log(&mut self) -> Result<(), Fault> {
        let mut log = Log::of(&self.path);
        let grown = move |wal: &mut Wal, pages| {
            log.grown(wal, pages);
            Ok(())
        };
        self.inner.wal_hook(Some(grown)).map_err(fault("watching the log"))
    }

    /// The log's copier ends with what it copies now.
    fn let_log_be(&mut self) -> Result<(), Fault> {
        self.inner.wal_hook(None::<fn(&mut Wal, c_int) -> rusqlite::Result<()>>).map_err(fault("letting the log be"))
    }

    fn write_anew(&mut self) -> Result<(), Fault> {
        self.run_script("VACUUM;")?;
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = super::first(self, sql, &[], |row| row.int(0))?.unwrap_or(0);
        if busy == 0 {
            return Ok(());
        }
        let reason = "somebody reads an older state of the book; it is tried again with the next run".to_owned();
        Err(Fault::Engine { doing: "emptying the log", reason })
    }

    /// Opens a book file for reading only.
    ///
    /// # Errors
    /// [`Fault::Engine`].
    pub fn open_reader(path: &Path) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner = rusqlite::Connection::open_with_flags(path, flags).map_err(fault("opening it"))?;
        let mut opened = Self::prepared(inner, path, READER_CACHE_KIB)?;
        opened.run_script("PRAGMA query_only=ON;")?;
        Ok(opened)
    }

    fn prepared(inner: rusqlite::Connection, path: &Path, cache_kib: u32) -> Result<Self, Fault> {
        inner.busy_timeout(BUSY).map_err(fault("opening it"))?;
        inner.set_prepared_statement_cache_capacity(STATEMENTS);
        // A plan is made once and kept. Else SQLite plans a statement anew at nearly every call, as soon as one of its
        // values might have made a better plan (measured: a tenth of the contact engine's time). What a partial index asks
        // for must therefore stand in the statement as it is, not as a parameter.
        inner.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault("opening it"))?;
        rusqlite::vtab::array::load_module(&inner).map_err(fault("opening it"))?;
        let mut opened =
            Self { inner, puts: HashMap::new(), path: path.to_owned(), in_transaction: false, spoiled: None };
        opened.run_script(&format!(
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-{cache_kib}; PRAGMA temp_store=MEMORY;"
        ))?;
        Ok(opened)
    }

    /// The DDL of a migration as this engine wants it: narrow tables without a row id.
    #[must_use]
    pub fn ddl(sql: &str) -> String {
        let mut out = String::with_capacity(sql.len() + 256);
        for statement in sql.split_inclusive(';') {
            let narrow = NARROW.iter().any(|table| statement.contains(&format!("CREATE TABLE {table} (")));
            match statement.strip_suffix(';') {
                Some(text) if narrow => {
                    out.push_str(text);
                    out.push_str(" WITHOUT ROWID;");
                }
                _ => out.push_str(statement),
            }
        }
        out
    }
}

/// The log's copier goes before the connection that it copies for.
impl Drop for Sqlite {
    fn drop(&mut self) {
        // Where it cannot be taken away it goes with the connection.
        let _ = self.let_log_be();
    }
}

/// What every statement goes through: in a transaction that is spoiled none is run any more. SQLite may have given the
/// transaction up by itself, and the next statement would then be committed on its own.
impl Sqlite {
    fn watched<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if let Some(fault) = &self.spoiled {
            return Err(fault.clone());
        }
        let outcome = run(self);
        if let Err(fault) = &outcome
            && self.in_transaction
            && (self.inner.is_autocommit() || matches!(fault, Fault::Full { .. } | Fault::Away { .. }))
        {
            self.spoiled = Some(fault.clone());
        }
        outcome
    }

    fn put(&mut self, table: &'static Table, manner: Manner, row: &[Value<'_>]) -> Result<(), Fault> {
        keepable(row)?;
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        self.watched(|this| {
            let sql = this
                .puts
                .entry((std::ptr::from_ref(table).addr(), manner))
                .or_insert_with(|| put_statement(table, manner));
            let mut statement = this.inner.prepare_cached(sql).map_err(fault("preparing a row"))?;
            statement.execute(rusqlite::params_from_iter(row.iter().map(Bound))).map_err(fault("writing a row"))?;
            Ok(())
        })
    }

    fn open_transaction(&mut self, sql: &str) -> Result<(), Fault> {
        self.spoiled = None;
        self.in_transaction = false;
        self.execute(sql, &[])?;
        self.in_transaction = true;
        Ok(())
    }
}

/// The statement that writes a row.
fn put_statement(table: &Table, manner: Manner) -> String {
    let Table { name, columns } = table;
    let Manner::Change { keys } = manner else {
        let places = (1..=columns.len()).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ");
        return format!("INSERT INTO {name} ({}) VALUES ({places}) {}", columns.join(", "), manner.instead(table));
    };
    let equal: Vec<String> = (1..).zip(*columns).map(|(place, column)| format!("{column} = ?{place}")).collect();
    let (keys, rest) = equal.split_at(keys);
    format!("UPDATE {name} SET {} WHERE {}", rest.join(", "), keys.join(" AND "))
}

/// `{in $2}` as SQLite writes it.
fn rendered(sql: &str) -> std::borrow::Cow<'_, str> {
    if sql.contains("{in ") { sql.replace("{in ", "IN rarray(").replace('}', ")").into() } else { sql.into() }
}

/// Binds `$1`, `$2` … by the number in their name: SQLite counts named parameters in the order of their first use.
fn bind(statement: &mut rusqlite::Statement<'_>, parameters: &[Value<'_>]) -> Result<(), Fault> {
    for place in 1..=statement.parameter_count() {
        let named = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse().ok());
        let number: usize = named.unwrap_or(place);
        let value = number.checked_sub(1).and_then(|index| parameters.get(index));
        let value = value.ok_or_else(|| Fault::unreadable("parameter", format!("${number} has no value")))?;
        statement.raw_bind_parameter(place, Bound(value)).map_err(fault("binding a value"))?;
    }
    Ok(())
}

struct Bound<'a>(&'a Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value as Owned;
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Value::Ids(ids) => array(ids.iter().map(|id| Owned::Blob(id.as_bytes().to_vec())).collect()),
            Value::Texts(texts) => array(texts.iter().map(|text| Owned::Text(text.clone())).collect()),
        })
    }
}

/// A list of values, as `rarray` takes it.
fn array(values: Vec<rusqlite::types::Value>) -> ToSqlOutput<'static> {
    // The name under which rusqlite's `rarray` knows its argument.
    ToSqlOutput::from_rc(Rc::new(values), c"rarray")
}

struct SqliteRow<'a, 'b>(&'a rusqlite::Row<'b>);

impl SqliteRow<'_, '_> {
    fn value(&self, column: usize) -> Result<ValueRef<'_>, Fault> {
        self.0.get_ref(column).map_err(fault("reading a row"))
    }

    fn unexpected<T>(column: usize, value: ValueRef<'_>, wanted: &str) -> Result<T, Fault> {
        Err(Fault::unreadable("column", format!("column {column} is {:?}, not {wanted}", value.data_type())))
    }
}

impl Row for SqliteRow<'_, '_> {
    fn kept(&self, column: usize) -> Result<Kept, Fault> {
        match self.value(column)? {
            ValueRef::Null => Ok(Kept::Null),
            ValueRef::Integer(number) => Ok(Kept::Int(number)),
            ValueRef::Text(_) => self.text(column).map(|text| Kept::Text(text.to_owned())),
            ValueRef::Blob(bytes) => Ok(Kept::Bytes(bytes.to_vec())),
            other => Self::unexpected(column, other, "a value of the book"),
        }
    }

    fn int(&self, column: usize) -> Result<i64, Fault> {
        match self.value(column)? {
            ValueRef::Integer(number) => Ok(number),
            other => Self::unexpected(column, other, "a number"),
        }
    }

    fn maybe_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            other => Self::unexpected(column, other, "a number"),
        }
    }

    fn text(&self, column: usize) -> Result<&str, Fault> {
        match self.value(column)? {
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).map_err(|error| Fault::unreadable("text", error)),
            other => Self::unexpected(column, other, "text"),
        }
    }

    fn maybe_text(&self, column: usize) -> Result<Option<&str>, Fault> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    fn bytes(&self, column: usize) -> Result<&[u8], Fault> {
        match self.value(column)? {
            ValueRef::Blob(bytes) => Ok(bytes),
            other => Self::unexpected(column, other, "bytes"),
        }
    }

    fn maybe_bytes(&self, column: usize) -> Result<Option<&[u8]>, Fault> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            _ => self.bytes(column).map(Some),
        }
    }

    fn maybe_id(&self, column: usize) -> Result<Option<Uuid>, Fault> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map(Some).map_err(|error| Fault::unreadable("id", error)),
            other => Self::unexpected(column, other, "an id"),
        }
    }
}

impl Connection for Sqlite {
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<usize, Fault> {
        keepable(parameters)?;
        self.watched(|this| {
            let mut statement = this.inner.prepare_cached(&rendered(sql)).map_err(fault("preparing a statement"))?;
            bind(&mut statement, parameters)?;
            statement.raw_execute().map_err(fault("writing"))
        })
    }

    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        keepable(parameters)?;
        self.watched(|this| {
            let mut statement = this.inner.prepare_cached(&rendered(sql)).map_err(fault("preparing a query"))?;
            bind(&mut statement, parameters)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next().map_err(fault("reading"))? {
                each(&SqliteRow(row))?;
            }
            Ok(())
        })
    }

    fn insert(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Fault> {
        self.put(table, Manner::Insert, row)
    }

    fn replace(&mut self, table: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault> {
        self.put(table, Manner::Replace { keys }, row)
    }

    fn add(&mut self, table: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault> {
        self.put(table, Manner::Add { keys }, row)
    }

    fn change(&mut self, columns: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault> {
        self.put(columns, Manner::Change { keys }, row)
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Fault> {
        self.watched(|this| this.inner.execute_batch(sql).map_err(fault("running a script")))
    }

    fn compact(&mut self) -> Result<(), Fault> {
        // Only one may copy the log, and whoever comes second is sent away at once: while the copier is at work it could not
        // be emptied.
        self.let_log_be()?;
        let written = self.write_anew();
        self.watch_log()?;
        written
    }

    fn begin(&mut self, _: Option<Uuid>) -> Result<(), Fault> {
        self.open_transaction("BEGIN IMMEDIATE")
    }

    fn begin_reading(&mut self) -> Result<(), Fault> {
        self.open_transaction("BEGIN DEFERRED")
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.execute("COMMIT", &[])?;
        self.in_transaction = false;
        Ok(())
    }

    fn roll_back(&mut self) -> Result<(), Fault> {
        self.spoiled = None;
        self.in_transaction = false;
        if self.inner.is_autocommit() {
            // SQLite has rolled back by itself.
            return Ok(());
        }
        self.execute("ROLLBACK", &[]).map(drop)
    }

    fn open_unit(&mut self) -> Result<(), Fault> {
        self.execute("SAVEPOINT unit", &[]).map(drop)
    }

    fn keep_unit(&mut self) -> Result<(), Fault> {
        self.execute("RELEASE unit", &[]).map(drop)
    }

    fn drop_unit(&mut self) -> Result<(), Fault> {
        self.execute("ROLLBACK TO unit", &[])?;
        self.execute("RELEASE unit", &[]).map(drop)
    }

    fn spoiled(&self) -> Option<Fault> {
        self.spoiled.clone()
    }

    fn has_room(&self) -> Result<(), Fault> {
        room::look(&self.path)
    }

    fn try_writing(&mut self) -> Result<(), Fault> {
        self.has_room()?;
        self.begin(None)?;
        let tried = self.run_script(room::TRIAL).and_then(|()| self.commit());
        if tried.is_err() {
            // What could not be tried is dropped; there may be nothing to roll back.
            let _ = self.roll_back();
        }
        tried
    }
}
