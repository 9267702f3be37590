//! What the writer has read and nobody has changed since: the same rows are asked for by one unit after the other (policies,
//! agreements, a client, its debtors), and each question is a way to the server and back.
//!
//! Contract: an answer is given from here only inside a transaction that holds the book's lock, and only while it is what
//! the server would say. It is forgotten with the first row or statement that touches a table it was read from, with every
//! unit that is dropped after it wrote such a table, with every transaction that is rolled back, and as soon as the book was
//! written by any other connection, which the lock tells (`factor.writer`). Rows changed behind Credere's back, by hand, are
//! seen after [`HELD`] at the latest.
//!
//! Limits: [`ROWS`] of an answer, [`ANSWERS`] in all; beyond them nothing is remembered, or all is forgotten.

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
const HELD: Duration = Duration::from_secs(1);

/// The rows of an answer.
pub(super) type Answer = Arc<[Row]>;

/// What is remembered.
#[derive(Default)]
pub(super) struct Memory {
    /// By the number of the statement, then by its parameters.
    answers: Vec<HashMap<Vec<u8>, Answer>>,
    /// The statements that read a table.
    readers: HashMap<&'static str, Vec<usize>>,
    count: usize,
    /// The tables that the open unit has touched.
    touched: Option<Vec<&'static str>>,
    since: Option<Instant>,
    /// Does the transaction hold the book's lock?
    trusted: bool,
}

impl Memory {
    /// A transaction begins; `trusted` when it holds the lock and nobody else has written since the last one.
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
        self.answers.get(statement)?.get(key).cloned()
    }

    /// May an answer to a statement on these tables be remembered?
    pub(super) const fn takes(&self, tables: &[&'static str]) -> bool {
        self.trusted && !tables.is_empty()
    }

    /// Remembers what the server says.
    pub(super) fn keep(&mut self, statement: usize, tables: &[&'static str], key: Vec<u8>, answer: Vec<Row>) {
        if self.count >= ANSWERS {
            self.forget_all();
        }
        self.since.get_or_insert_with(Instant::now);
        if self.answers.len() <= statement {
            self.answers.resize_with(statement + 1, HashMap::new);
        }
        for table in tables {
            let readers = self.readers.entry(table).or_default();
            if !readers.contains(&statement) {
                readers.push(statement);
            }
        }
        if self.answers[statement].insert(key, answer.into()).is_none() {
            self.count += 1;
        }
    }

    /// Forgets what was read from these tables: they are about to change.
    pub(super) fn touch(&mut self, tables: &[&'static str]) {
        for table in tables {
            if let Some(touched) = &mut self.touched
                && !touched.contains(table)
            {
                touched.push(table);
            }
            self.forget(table);
        }
    }

    fn forget(&mut self, table: &str) {
        for statement in self.readers.get(table).map_or(&[][..], Vec::as_slice) {
            let answers = &mut self.answers[*statement];
            self.count -= answers.len();
            answers.clear();
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

    /// Forgets everything.
    pub(super) fn forget_all(&mut self) {
        self.answers.iter_mut().for_each(HashMap::clear);
        self.count = 0;
        self.since = None;
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
