//! PostgreSQL: for factors that outgrow one file, and for many factors in one database.
//!
//! What is its own:
//! - Rows are gathered and sent as arrays; what waits is sent together with the next statement that needs it, without a
//!   wait for each (see `gather`). A unique constraint may therefore speak up late: the queue then runs the units of the
//!   batch one by one, and the constraint meets the one it belongs to.
//! - A book has one writer at a time, in whatever process: [`Connection::begin`] locks the factor's row. Isolation is
//!   `READ COMMITTED` behind that lock, so that nothing ever fails to serialise between two queues of one book.
//! - Plans are made once per statement and kept (`force_generic_plan`), by readers too: a plan for the very values would believe a
//!   book that the server has not counted yet to be empty beside the ones it has, and walk it over and over. The writer walks
//!   indexes even while a table is small: a plan that was made for an empty table must still be right when it has a million rows. What a partial index
//!   asks for must therefore stand in the statement as it is, as on SQLite.
//! - What the writer has read it remembers until it changes (see `memory`).
//! - The number of the transaction is asked at its begin: when the connection is lost during a commit, the database is asked what
//!   became of it ([`Connection::recover`]). Nothing acknowledged is lost and nothing is done twice.
//! - Rows of a large unit go on their way while the next are made, so that Credere and the server work at the same time
//!   (see `wire`); those of a rehearsal wait, since they are dropped again.
//!
//! Limits: what waits goes on its way when [`ON_ITS_WAY`] bytes of a table wait; what is held back is sent when [`GATHERED`] rows
//! or [`GATHERED_BYTES`] wait.

mod ahead;
mod citus;
mod columns;
mod ddl;
mod gather;
mod memory;
mod reach;
mod scope;
mod scratch;
mod value;
mod wire;
mod young;

pub use citus::Distributed;
pub use scratch::Scratch;

use super::{Ask, Connection, Ended, Engine, Fault, Manner, Row, Table, Value, first, keepable};
use crate::schema;
use ahead::Ahead;
use futures_util::StreamExt;
use gather::{Order, Question, Waiting, Which};
use memory::Memory;
use reach::{Ground, Live, Prepared, fault};
use scope::Scope;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use tokio_postgres::Config;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;
use value::{Bound, PostgresRow, Written};
use wire::{Ready, UnderWay};
use young::Young;

/// Bytes of a table that wait before they go on their way.
pub const ON_ITS_WAY: usize = 64 * 1024;
/// Rows of a table that are held back at most.
pub const GATHERED: usize = 50_000;
/// Bytes of a table that are held back at most.
pub const GATHERED_BYTES: usize = 16 * 1024 * 1024;
/// What is locked while the schema is brought to the newest version: any number that no other program uses.
const MIGRATING: i64 = 0x0063_7265_6465_7265;
/// The writer's settings.
const WRITER: &str = "SET synchronous_commit = on; SET enable_seqscan = off; SET idle_in_transaction_session_timeout = 0; \
     SET default_statistics_target = 10;";
/// A reader's settings.
const READER: &str = "SET default_transaction_read_only = on;";

/// A PostgreSQL database.
pub struct Database {
    config: Config,
}

impl Database {
    /// The database at this address; nothing is asked of it yet.
    ///
    /// # Errors
    /// [`Fault::Book`] when it is no address.
    pub fn at(url: &str) -> Result<Self, Fault> {
        Ok(Self { config: reach::config(url)? })
    }
}

impl Engine for Database {
    fn writer(&self) -> Result<Box<dyn Connection>, Fault> {
        Ok(Box::new(Postgres::open(&self.config, WRITER)?))
    }

    fn reader(&self) -> Result<Box<dyn Connection>, Fault> {
        Ok(Box::new(Postgres::open(&self.config, READER)?))
    }

    fn ddl(&self, sql: &str) -> String {
        ddl::ddl(sql)
    }
}

/// A connection to a database.
pub struct Postgres {
    // Before the ground it stands on, which says good-bye for it.
    live: Option<Live>,
    under_way: UnderWay,
    runtime: Ground,
    config: Config,
    settings: &'static str,
    waiting: Waiting,
    ahead: Ahead,
    memory: Memory,
    young: Young,
    /// The transaction's number, once it is known.
    transaction: Option<String>,
    /// Has the transaction been refused something that no savepoint stands before?
    broken: bool,
    /// There was no room for something in the transaction.
    full: Option<Fault>,
    /// The number of the transaction whose commit was sent and not answered.
    doubt: Option<String>,
}

impl Postgres {
    fn open(config: &Config, settings: &'static str) -> Result<Self, Fault> {
        let mut runtime = Ground::new()?;
        let live = reach::connect(&mut runtime, config, settings)?;
        Ok(Self {
            live: Some(live),
            under_way: UnderWay::default(),
            runtime,
            config: config.clone(),
            settings,
            waiting: Waiting::default(),
            ahead: Ahead::default(),
            memory: Memory::default(),
            young: Young::default(),
            transaction: None,
            broken: false,
            full: None,
            doubt: None,
        })
    }

    fn live(&mut self) -> Result<&mut Live, Fault> {
        self.live.as_mut().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })
    }

    /// Remembers what an error of the database means for what follows.
    fn noted(&mut self, fault: Fault) -> Fault {
        self.broken = true;
        self.memory.forget_all();
        match &fault {
            Fault::Away { .. } => {
                self.live = None;
                self.under_way.forget();
                self.waiting.clear();
            }
            Fault::Full { .. } => self.full = Some(fault.clone()),
            _ => {}
        }
        fault
    }

    fn prepared(&mut self, sql: &str) -> Result<Prepared, Fault> {
        if let Some(known) = self.live()?.statements.get(sql) {
            return Ok(known.clone());
        }
        // After something that failed nothing can be prepared, and what failed is to be told.
        self.heard()?;
        let Self { live, runtime, .. } = self;
        let live = live.as_mut().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let text = ddl::rendered(sql);
        let made = runtime.block_on(live.client.prepare(&text)).map_err(fault("preparing a statement"));
        match made {
            Ok(statement) => {
                let names: Vec<&'static str> = schema::TABLES.iter().map(|table| table.name).collect();
                let (number, reads) = (live.statements.len(), is_reading(sql));
                let only = ddl::only_table(sql, &names).filter(|_| reads);
                let tables = only.map_or_else(|| ddl::tables_in(sql, &names), |only| vec![only]);
                let table = only.and_then(|only| schema::TABLES.iter().find(|table| table.name == only));
                let scope = table.and_then(|table| Scope::of(sql, table)).map(Arc::new);
                let many = ahead::many(&text, statement.params()).filter(|_| reads).map(Into::into);
                let prepared = Prepared { statement, number, tables: tables.into(), reads, scope, many };
                live.statements.insert(sql.to_owned(), prepared.clone());
                Ok(prepared)
            }
            Err(fault) => Err(self.noted(fault)),
        }
    }

    /// The types of a table's columns, in the order in which rows are handed in.
    fn kinds(live: &mut Live, runtime: &Ground, table: &Table) -> Result<Vec<Type>, Fault> {
        if live.columns.is_empty() {
            let sql = "SELECT table_name::text, column_name::text, udt_name::text FROM information_schema.columns \
                WHERE table_schema = current_schema()";
            let rows = runtime.block_on(live.client.query(sql, &[])).map_err(fault("reading the schema"))?;
            for row in &rows {
                let (table, column, kind): (String, String, &str) = (row.get(0), row.get(1), row.get(2));
                let kind = match kind {
                    "int8" => Type::INT8,
                    "uuid" => Type::UUID,
                    "bytea" => Type::BYTEA,
                    _ => Type::TEXT,
                };
                live.columns.entry(table).or_default().push((column, kind));
            }
        }
        let known = live.columns.get(table.name).map_or(&[][..], Vec::as_slice);
        let kind = |name: &&'static str| {
            let found = known.iter().find(|(column, _)| column == name).map(|(_, kind)| kind.clone());
            found.ok_or_else(|| Fault::Book(format!("the database has no column {name} in {}", table.name)))
        };
        table.columns.iter().map(kind).collect()
    }

    /// What must go before what follows, ready to be sent.
    fn due(&mut self, which: Which<'_>, writes: bool) -> Result<Vec<Ready>, Fault> {
        let orders = self.waiting.due(which, writes);
        let mut ready = Vec::with_capacity(orders.len());
        for order in orders {
            ready.push(match order {
                Order::Savepoint(word) => Ready::Plain(word.sql()),
                Order::Statement(_, statement, parameters) => Ready::Statement(statement, parameters),
                Order::Rows(rows) => {
                    let prepared = self.prepared(&rows.sql())?;
                    Ready::Statement(prepared.statement, rows.arrays()?)
                }
            });
        }
        Ok(ready)
    }

    /// Sends what waits, all of it, and waits for the answers.
    fn flush(&mut self) -> Result<(), Fault> {
        self.go_on()?;
        self.heard()
    }

    /// Sends what waits, all of it, and goes on without an answer.
    fn go_on(&mut self) -> Result<(), Fault> {
        let due = self.due(Which::All, false)?;
        if due.is_empty() {
            return Ok(());
        }
        let Self { live, runtime, under_way, .. } = self;
        let live = live.as_ref().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let sent = runtime.block_on(async {
            under_way.send(&live.client, due).await?;
            under_way.go_on().await
        });
        sent.map_err(|error| self.noted(fault("writing rows")(error)))
    }

    /// Waits for the answers to all that was sent.
    fn heard(&mut self) -> Result<(), Fault> {
        if self.under_way.is_empty() {
            return Ok(());
        }
        let heard = self.runtime.block_on(self.under_way.answered());
        heard.map_err(|error| self.noted(fault("writing rows")(error)))
    }

    /// Lets a row wait.
    fn gather(&mut self, table: &'static Table, manner: Manner, row: &[Value<'_>]) -> Result<(), Fault> {
        keepable(row)?;
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        let Self { live, runtime, waiting, young, .. } = self;
        let live = live.as_mut().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let rows = waiting.push(table, manner, row, || Self::kinds(live, runtime, table))?;
        let (count, size) = (rows.columns().count(), rows.columns().size());
        if !matches!(manner, Manner::Change { .. }) {
            young.grows(table.name);
        }
        if waiting.is_held_back() {
            if count >= GATHERED || size >= GATHERED_BYTES {
                self.flush()?;
            }
        } else if size >= ON_ITS_WAY {
            self.go_on()?;
        }
        Ok(())
    }

    fn plain(&mut self, words: &'static str) -> Result<(), Fault> {
        self.live()?;
        let Self { live: Some(live), runtime, .. } = self else { unreachable!("it was asked for above") };
        let done = runtime.block_on(live.client.batch_execute(words));
        done.map_err(|error| self.noted(fault("writing")(error)))
    }

    /// Lets the server count tables that have grown a good deal. It matters to its plans alone: what goes wrong is met by the
    /// next transaction, if it matters there.
    fn look_after_the_young(&mut self) {
        let Some(grown) = self.young.grown() else { return };
        let Self { live: Some(live), runtime, .. } = self else { return };
        let counted = runtime.block_on(async {
            let rows = live.client.query(young::UNCOUNTED, &[&grown.tables, &grown.rows]).await?;
            for row in &rows {
                let table: String = row.try_get(0)?;
                live.client.batch_execute(&format!("ANALYZE (SKIP_LOCKED) {table}")).await?;
            }
            Ok::<_, tokio_postgres::Error>(())
        });
        if counted.is_err() {
            self.memory.forget_all();
        }
    }

    fn over(&mut self) {
        self.under_way.forget();
        self.waiting.clear();
        self.ahead.clear();
        self.transaction = None;
        self.broken = false;
        self.full = None;
    }
}

impl Connection for Postgres {
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<usize, Fault> {
        keepable(parameters)?;
        let prepared = self.prepared(sql)?;
        self.memory.touch(&prepared.tables);
        let due = self.due(Which::On(&prepared.tables), true)?;
        let Self { live, runtime, under_way, .. } = self;
        let live = live.as_ref().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let touched = runtime.block_on(async {
            under_way.send(&live.client, due).await?;
            let mut last =
                pin!(live.client.execute_raw(&prepared.statement, parameters.iter().map(|value| Bound(*value))));
            let early = futures_util::poll!(last.as_mut());
            under_way.answered().await?;
            match early {
                Poll::Ready(done) => done,
                Poll::Pending => last.await,
            }
        });
        let touched = touched.map_err(|error| self.noted(fault("writing")(error)))?;
        usize::try_from(touched).map_err(|error| Fault::unreadable("count of rows", error))
    }

    fn send(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<(), Fault> {
        keepable(parameters)?;
        let prepared = self.prepared(sql)?;
        let written = written(&prepared, parameters)?;
        self.memory.touch(&prepared.tables);
        self.waiting.add(&prepared.tables, prepared.statement.clone(), written);
        Ok(())
    }

    fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        keepable(parameters)?;
        let plain = ddl::without_lists(sql, parameters);
        let (sql, parameters) = plain.as_ref().map_or((sql, parameters), |(sql, parameters)| (sql, parameters));
        let prepared = self.prepared(sql)?;
        if !prepared.reads {
            self.memory.touch(&prepared.tables);
        }
        let mut learned = None;
        if prepared.reads && self.memory.takes(&prepared.tables) {
            let key = memory::key(parameters);
            let mut known = self.memory.recall(prepared.number, &key);
            if known.is_none() && !self.ahead.is_empty() {
                self.ask_announced()?;
                known = self.memory.recall(prepared.number, &key);
            }
            if let Some(answer) = known {
                return answer.iter().try_for_each(|row| each(&PostgresRow(row)));
            }
            learned = Some((key, Vec::new()));
        }
        let due = self.due(Which::For(prepared.question(parameters)), !prepared.reads)?;
        let Self { live, runtime, under_way, .. } = self;
        let live = live.as_ref().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let read = runtime.block_on(async {
            under_way.send(&live.client, due).await.map_err(fault("writing rows"))?;
            let mut asked =
                pin!(live.client.query_raw(&prepared.statement, parameters.iter().map(|value| Bound(*value))));
            let early = futures_util::poll!(asked.as_mut());
            under_way.answered().await.map_err(fault("writing rows"))?;
            let rows = match early {
                Poll::Ready(done) => done,
                Poll::Pending => asked.await,
            };
            let mut rows = pin!(rows.map_err(fault("reading"))?);
            while let Some(row) = rows.next().await {
                let row = row.map_err(fault("reading"))?;
                if let Err(stopped) = each(&PostgresRow(&row)) {
                    learned = None;
                    return Ok(Err(stopped));
                }
                if let Some((_, rows)) = &mut learned {
                    rows.push(row);
                    if rows.len() > memory::ROWS {
                        learned = None;
                    }
                }
            }
            Ok(Ok(()))
        });
        let read = read.map_err(|fault| self.noted(fault))?;
        if let Some((key, rows)) = learned {
            self.memory.keep(&prepared, key, parameters, rows);
        }
        read
    }

    fn ask_ahead(&mut self, asks: &[Ask<'_>]) -> Result<(), Fault> {
        self.announce(asks)
    }

    fn is_far(&self) -> bool {
        true
    }

    fn insert(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Fault> {
        self.memory.touch_row(table.name, row);
        self.gather(table, Manner::Insert, row)
    }

    fn replace(&mut self, table: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault> {
        self.memory.touch(&[table.name]);
        self.gather(table, Manner::Replace { keys }, row)
    }

    fn add(&mut self, table: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault> {
        self.memory.touch(&[table.name]);
        self.gather(table, Manner::Add { keys }, row)
    }

    fn change(&mut self, columns: &'static Table, keys: usize, row: &[Value<'_>]) -> Result<(), Fault> {
        self.memory.touch(&[columns.name]);
        self.gather(columns, Manner::Change { keys }, row)
    }

    fn hold_back(&mut self) {
        self.waiting.hold_back();
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Fault> {
        self.flush()?;
        self.memory.forget_all();
        let live = self.live()?;
        live.columns.clear();
        live.statements.clear();
        let Self { live: Some(live), runtime, .. } = self else { unreachable!("it was asked for above") };
        let done = runtime.block_on(live.client.batch_execute(sql));
        done.map_err(|error| self.noted(fault("running a script")(error)))
    }

    fn compact(&mut self) -> Result<(), Fault> {
        // What fell free is given back to the tables; their files are the operator's to rewrite (`VACUUM FULL`).
        for table in schema::TABLES {
            self.run_script(&format!("VACUUM {}", table.name))?;
        }
        Ok(())
    }

    fn begin(&mut self, factor: Option<Uuid>) -> Result<(), Fault> {
        self.over();
        let number = self.prepared("SELECT pg_current_xact_id()::text")?;
        let lock = match factor {
            Some(_) => {
                self.prepared("SELECT CAST(writer AS TEXT) FROM factor WHERE factor_id = $1 FOR NO KEY UPDATE")?
            }
            None => self.prepared("SELECT CAST(NULL AS TEXT) FROM pg_advisory_xact_lock($1)")?,
        };
        let Self { live, runtime, .. } = self;
        let live = live.as_ref().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let held = Bound(factor.map_or(Value::Int(MIGRATING), Value::Id));
        let opened = runtime.block_on(async {
            let mut open = pin!(live.client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"));
            let opened = futures_util::poll!(open.as_mut());
            let mut asked = pin!(live.client.query_one(&number.statement, &[]));
            let told = futures_util::poll!(asked.as_mut());
            let parameters: [&(dyn ToSql + Sync); 1] = [&held];
            let mut locks = pin!(live.client.query_opt(&lock.statement, &parameters));
            let locked = futures_util::poll!(locks.as_mut());
            if opened.is_pending() {
                open.await?;
            }
            let number: String = match told {
                Poll::Ready(row) => row?.try_get(0)?,
                Poll::Pending => asked.await?.try_get(0)?,
            };
            let locked = match locked {
                Poll::Ready(row) => row?,
                Poll::Pending => locks.await?,
            };
            let last: Option<String> = match locked {
                Some(row) => row.try_get(0)?,
                None => None,
            };
            Ok((number, last))
        });
        let (number, last) = opened.map_err(|error| self.noted(fault("beginning")(error)))?;
        self.transaction = Some(number);
        let mark = self.live()?.mark;
        let is_ours = last.is_some_and(|last| last == mark.to_string());
        self.memory.begin(factor.is_some(), is_ours);
        if let Some(factor) = factor.filter(|_| !is_ours) {
            self.send("UPDATE factor SET writer = $2 WHERE factor_id = $1", &[Value::Id(factor), Value::Id(mark)])?;
        }
        Ok(())
    }

    fn begin_reading(&mut self) -> Result<(), Fault> {
        self.over();
        if self.live.is_none() {
            self.live = Some(reach::connect(&mut self.runtime, &self.config, self.settings)?);
        }
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        match self.plain(BEGIN) {
            // It may have been lost long ago, and nobody has asked since.
            Err(Fault::Away { .. }) => {
                self.live = Some(reach::connect(&mut self.runtime, &self.config, self.settings)?);
                self.broken = false;
                self.plain(BEGIN)
            }
            begun => begun,
        }
    }

    fn commit(&mut self) -> Result<(), Fault> {
        if self.broken {
            let reason = "something in it failed before".to_owned();
            return Err(Fault::Engine { doing: "committing", reason });
        }
        let due = self.due(Which::All, false)?;
        let Self { live, runtime, under_way, .. } = self;
        let live = live.as_ref().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
        let done = runtime.block_on(async {
            under_way.send(&live.client, due).await?;
            // A transaction in which something failed commits nothing and says so to nobody: whoever asks is told.
            let mut asks = pin!(live.client.batch_execute("SELECT 1"));
            let early = futures_util::poll!(asks.as_mut());
            let mut last = pin!(live.client.batch_execute("COMMIT"));
            let over = futures_util::poll!(last.as_mut());
            under_way.answered().await?;
            if early.is_pending() {
                asks.await?;
            }
            if over.is_pending() {
                last.await?;
            }
            Ok(())
        });
        match done {
            Ok(()) => {
                self.over();
                self.memory.end();
                self.look_after_the_young();
                Ok(())
            }
            Err(error) => {
                let fault = self.noted(fault("committing")(error));
                if matches!(fault, Fault::Away { .. }) {
                    self.doubt = self.transaction.take();
                }
                Err(fault)
            }
        }
    }

    fn roll_back(&mut self) -> Result<(), Fault> {
        self.over();
        self.memory.forget_all();
        self.plain("ROLLBACK")
    }

    fn open_unit(&mut self) -> Result<(), Fault> {
        self.waiting.open_unit();
        self.memory.open_unit();
        Ok(())
    }

    fn keep_unit(&mut self) -> Result<(), Fault> {
        self.waiting.keep_unit();
        self.memory.keep_unit();
        Ok(())
    }

    fn drop_unit(&mut self) -> Result<(), Fault> {
        // What became of rows that went ahead is told before they are dropped: afterwards it is nobody's any more.
        drop(self.heard());
        if let Some(fault) = self.spoiled() {
            return Err(fault);
        }
        let dropped = self.waiting.drop_unit();
        self.memory.drop_unit();
        if self.broken && !dropped {
            let reason = "something failed that cannot be taken back alone".to_owned();
            return Err(Fault::Engine { doing: "dropping a unit", reason });
        }
        self.broken = false;
        Ok(())
    }

    fn spoiled(&self) -> Option<Fault> {
        let lost = || Fault::Away { reason: "the connection was lost".to_owned() };
        self.full.clone().or_else(|| self.live.is_none().then(lost))
    }

    fn try_writing(&mut self) -> Result<(), Fault> {
        self.recover()?;
        // One row often fits into a page that is there: the trial takes 16 MiB of new pages on the disk of the tables, more
        // than a batch does, so that a book which says that it writes again can. Unlogged: on a disk that the log
        // shares, a trial that filled the log would end the server for everybody.
        const TRIAL: &str =
            "CREATE UNLOGGED TABLE room_trial AS SELECT repeat('x', 1000) AS ballast FROM generate_series(1, 16384);";
        // The schema's lock is as good as any: what matters is that something can be written.
        self.begin(None)?;
        let written = self.run_script(TRIAL).and_then(|()| {
            self.execute("INSERT INTO migration (name) VALUES ('is there room')", &[])?;
            Ok(())
        });
        self.roll_back()?;
        written
    }

    fn repeats(&self) -> bool {
        true
    }

    fn is_in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    fn recover(&mut self) -> Result<Ended, Fault> {
        self.over();
        self.memory.forget_all();
        if self.live.is_some() {
            self.plain("ROLLBACK")?;
        } else {
            self.live = Some(reach::connect(&mut self.runtime, &self.config, self.settings)?);
        }
        let Some(number) = self.doubt.clone() else { return Ok(Ended::Dropped) };
        let sql = "SELECT COALESCE(pg_xact_status(CAST(CAST($1 AS TEXT) AS xid8)), 'forgotten')";
        let state = first(self, sql, &[Value::Text(&number)], |row| row.text(0).map(str::to_owned))?;
        let ended = match state.as_deref() {
            Some("committed") => Ended::Kept,
            Some("aborted") => Ended::Dropped,
            state => {
                // The server has not noticed yet that we are gone.
                let state = state.unwrap_or("unknown");
                return Err(Fault::Away {
                    reason: format!("what became of the last commit is not known: it is {state}"),
                });
            }
        };
        self.doubt = None;
        Ok(ended)
    }
}

impl Prepared {
    /// As a question with these parameters.
    fn question<'a>(&'a self, parameters: &'a [Value<'a>]) -> Question<'a> {
        Question { tables: &self.tables, scope: self.scope.as_deref(), parameters }
    }
}

/// These parameters, as a statement takes them.
fn written(prepared: &Prepared, parameters: &[Value<'_>]) -> Result<Vec<Written>, Fault> {
    parameters.iter().zip(prepared.statement.params()).map(|(value, kind)| Written::new(value, kind)).collect()
}

/// Does the statement only read? `RETURNING` and functions that write begin otherwise.
fn is_reading(sql: &str) -> bool {
    let head = sql.trim_start();
    (head.starts_with("SELECT") || head.starts_with("WITH"))
        && !["INSERT ", "UPDATE ", "DELETE "].iter().any(|word| sql.contains(word))
}
