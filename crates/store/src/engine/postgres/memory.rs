//! What the writer has read and nobody has changed since: the same rows are asked for by one unit after the other (policies,
//! agreements, a client, its debtors), and each question is a way to the server and back.
//!
//! Contract: an answer is given from here only inside a transaction that holds the book's lock, and only while it is what
//! the server would say. It is forgotten with the first statement that touches a table it was read from, with the first row
//! that it may be about (see `scope`), with every unit that is dropped after it wrote such a table, with every transaction that is rolled back, and as soon as the book was
//! written by any other connection, which the lock tells (`factor.writer`). Rows changed behind Credere's back, by hand, are
//! seen after [`HELD`] at the latest.
//!
//! Limits: [`ROWS`] of an answer, [`ANSWERS`] in all; beyond them nothing is remembered, or all is forgotten.

use super::reach::Prepared;
use super::scope::{Key, Scope};
use crate::engine::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_postgres::Row;

/// Rows of an answer that is remembered.
pub(super) const ROWS: usize = 64;
/// Answers remembered at most.
const ANSWERS: usize = 20_000;
/// How long anything is remembered at most.
const HELD: Duration = Duration::from_secs(10);

/// The rows of an answer.
pub(super) type Answer = Arc<[Row]>;

/// What is remembered.
#[derive(Default)]
pub(super) struct Memory {
    /// By the number of the statement.
    known: Vec<Known>,
    /// The statements that read a table.
    readers: HashMap<&'static str, Vec<usize>>,
    count: usize,
    /// The tables that the open unit has touched.
    touched: Option<Vec<&'static str>>,
    since: Option<Instant>,
    /// Does the transaction hold the book's lock?
    trusted: bool,
}

/// What is remembered of one statement.
#[derive(Default)]
struct Known {
    scope: Option<Arc<Scope>>,
    /// By its parameters.
    answers: HashMap<Vec<u8>, Answer>,
    /// The answers that a row with this key changes.
    about: HashMap<Key, Vec<Vec<u8>>>,
    /// The answers that any row may change.
    wide: Vec<Vec<u8>>,
}

impl Known {
    fn clear(&mut self) -> usize {
        let count = self.answers.len();
        self.answers.clear();
        self.about.clear();
        self.wide.clear();
        count
    }

    /// A row of the table comes.
    fn meet(&mut self, row: &[Value<'_>]) -> usize {
        let Some(scope) = &self.scope else { return self.clear() };
        let met = self.about.remove(&scope.key_of(row)).unwrap_or_default();
        let all = met.into_iter().chain(std::mem::take(&mut self.wide));
        all.filter(|key| self.answers.remove(key).is_some()).count()
    }
}

impl Memory {
    /// A transaction begins: `locked` when it holds the book's lock, `alone` when nobody else has written since the last one.
    pub(super) fn begin(&mut self, locked: bool, alone: bool) {
        if !locked || !alone || self.since.is_none_or(|since| since.elapsed() > HELD) {
            self.forget_all();
        }
        self.trusted = locked;
    }

    /// The transaction is over, and was kept.
    pub(super) const fn end(&mut self) {
        self.trusted = false;
    }

    /// What the server said to this before.
    pub(super) fn recall(&self, statement: usize, key: &[u8]) -> Option<Answer> {
        if !self.trusted {
            return None;
        }
        self.known.get(statement)?.answers.get(key).cloned()
    }

    /// May an answer to a statement on these tables be remembered?
    pub(super) const fn takes(&self, tables: &[&'static str]) -> bool {
        self.trusted && !tables.is_empty()
    }

    /// Remembers what the server says to a question with these parameters and their [`key`].
    pub(super) fn keep(&mut self, prepared: &Prepared, key: Vec<u8>, parameters: &[Value<'_>], answer: Vec<Row>) {
        if self.count >= ANSWERS {
            self.clear();
        }
        self.since.get_or_insert_with(Instant::now);
        let number = prepared.number;
        if self.known.len() <= number {
            self.known.resize_with(number + 1, Known::default);
        }
        for table in &*prepared.tables {
            let readers = self.readers.entry(table).or_default();
            if !readers.contains(&number) {
                readers.push(number);
            }
        }
        let known = &mut self.known[number];
        known.scope.clone_from(&prepared.scope);
        match prepared.scope.as_ref().and_then(|scope| scope.keys(parameters)) {
            Some(keys) => keys.into_iter().for_each(|about| known.about.entry(about).or_default().push(key.clone())),
            None => known.wide.push(key.clone()),
        }
        if known.answers.insert(key, answer.into()).is_none() {
            self.count += 1;
        }
    }

    /// Forgets what was read from these tables: they are about to change.
    pub(super) fn touch(&mut self, tables: &[&'static str]) {
        for table in tables {
            self.note(table);
            self.forget(table);
        }
    }

    /// Forgets what was read of a row that is about to come.
    pub(super) fn touch_row(&mut self, table: &'static str, row: &[Value<'_>]) {
        self.note(table);
        for statement in self.readers.get(table).map_or(&[][..], Vec::as_slice) {
            self.count -= self.known[*statement].meet(row);
        }
    }

    fn note(&mut self, table: &'static str) {
        if let Some(touched) = &mut self.touched
            && !touched.contains(&table)
        {
            touched.push(table);
        }
    }

    fn forget(&mut self, table: &str) {
        for statement in self.readers.get(table).map_or(&[][..], Vec::as_slice) {
            self.count -= self.known[*statement].clear();
        }
    }

    /// A unit begins.
    pub(super) fn open_unit(&mut self) {
        self.touched = Some(Vec::new());
    }

    /// The unit stays.
    pub(super) fn keep_unit(&mut self) {
        self.touched = None;
    }

    /// The unit goes, and with it what was read of what it had written.
    pub(super) fn drop_unit(&mut self) {
        for table in self.touched.take().unwrap_or_default() {
            self.forget(table);
        }
    }

    fn clear(&mut self) {
        // Statements are numbered anew on a new connection.
        self.known.clear();
        self.readers.clear();
        self.count = 0;
        self.since = None;
    }

    /// Forgets everything.
    pub(super) fn forget_all(&mut self) {
        self.clear();
        self.trusted = false;
        self.touched = None;
    }
}

/// The parameters of a statement as a key.
pub(super) fn key(parameters: &[Value<'_>]) -> Vec<u8> {
    let mut key = Vec::with_capacity(48);
    let mut put = |kind: u8, bytes: &[u8]| {
        key.push(kind);
        key.extend_from_slice(&bytes.len().to_le_bytes());
        key.extend_from_slice(bytes);
    };
    for parameter in parameters {
        match parameter {
            Value::Null => put(0, &[]),
            Value::Int(number) => put(1, &number.to_le_bytes()),
            Value::Text(text) => put(2, text.as_bytes()),
            Value::Bytes(bytes) => put(3, bytes),
            Value::Id(id) => put(4, id.as_bytes()),
            Value::Ids(ids) => {
                put(5, &ids.len().to_le_bytes());
                ids.iter().for_each(|id| put(4, id.as_bytes()));
            }
            Value::Texts(texts) => {
                put(6, &texts.len().to_le_bytes());
                texts.iter().for_each(|text| put(2, text.as_bytes()));
            }
        }
    }
    key
}
