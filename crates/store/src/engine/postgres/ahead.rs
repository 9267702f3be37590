//! Questions that were announced: they go to the server together, with the first question that memory cannot answer.
//!
//! Those that differ in their parameters alone go as one statement: the server asks the question for each row of their arrays
//! (`LATERAL`), in its own order and by the same indexes (`OFFSET 0` keeps it a question of its own), which takes it a fraction of
//! the time that as many messages do.
//!
//! An announced question is asked of what the server would say at that moment: rows that wait and that it may be about go before
//! it, as before any question. Nothing is announced outside a transaction whose answers may be remembered.
//!
//! Limit: [`TOGETHER`] questions are under way at once.

use super::columns::{self, Columns};
use super::gather::Which;
use super::reach::{Prepared, fault};
use super::value::Written;
use super::{Postgres, ddl, memory};
use crate::engine::{Ask, Fault, Kept, Value, keepable};
use futures_util::TryStreamExt;
use std::collections::HashSet;
use std::task::Poll;
use tokio_postgres::Statement;
use tokio_postgres::types::{Kind, Type};
use uuid::Uuid;

/// Questions that are under way at once.
const TOGETHER: usize = 1_024;
/// Fewer of a kind are asked one by one: the server knows that statement already.
const MANY: usize = 4;

/// A parameter, kept until it is sent.
enum Parameter {
    One(Kept),
    Ids(Vec<Uuid>),
    Texts(Vec<String>),
}

impl Parameter {
    fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Null => Self::One(Kept::Null),
            Value::Int(number) => Self::One(Kept::Int(*number)),
            Value::Text(text) => Self::One(Kept::Text((*text).to_owned())),
            Value::Bytes(bytes) => Self::One(Kept::Bytes(bytes.to_vec())),
            // Its bytes are the same on the wire.
            Value::Id(id) => Self::One(Kept::Bytes(id.as_bytes().to_vec())),
            Value::Ids(ids) => Self::Ids(ids.to_vec()),
            Value::Texts(texts) => Self::Texts(texts.to_vec()),
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::One(one) => one.value(),
            Self::Ids(ids) => Value::Ids(ids),
            Self::Texts(texts) => Value::Texts(texts),
        }
    }
}

/// A question that was announced.
struct Announced {
    prepared: Prepared,
    /// Its parameters, as memory knows them.
    key: Vec<u8>,
    parameters: Vec<Parameter>,
}

impl Announced {
    fn values(&self) -> Vec<Value<'_>> {
        self.parameters.iter().map(Parameter::value).collect()
    }
}

/// What was announced and is not asked yet, in order.
#[derive(Default)]
pub(super) struct Ahead {
    waiting: Vec<Announced>,
    /// Which they are: the number of the statement and their parameters.
    known: HashSet<(usize, Vec<u8>)>,
}

impl Ahead {
    /// Adds a question, unless it is there.
    fn add(&mut self, prepared: Prepared, parameters: &[Value<'_>]) {
        let key = memory::key(parameters);
        if self.known.insert((prepared.number, key.clone())) {
            let parameters = parameters.iter().map(Parameter::of).collect();
            self.waiting.push(Announced { prepared, key, parameters });
        }
    }

    /// The next of them that go together; empty when all are asked.
    fn next(&mut self) -> Vec<Announced> {
        let count = self.waiting.len().min(TOGETHER);
        if count == self.waiting.len() {
            self.known.clear();
        }
        self.waiting.drain(..count).collect()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.known.clear();
    }
}

impl Postgres {
    /// Notes what is going to be asked, as far as it is not remembered.
    pub(super) fn announce(&mut self, asks: &[Ask<'_>]) -> Result<(), Fault> {
        for ask in asks {
            keepable(&ask.parameters)?;
            let plain = ddl::without_lists(ask.sql, &ask.parameters);
            let (sql, parameters) = plain.as_ref().map_or((ask.sql, &ask.parameters), |(sql, values)| (sql, values));
            let prepared = self.prepared(sql)?;
            let takes = prepared.reads && self.memory.takes(&prepared.tables);
            if takes && self.memory.recall(prepared.number, &memory::key(parameters)).is_none() {
                self.ahead.add(prepared, parameters);
            }
        }
        Ok(())
    }

    /// Asks what was announced, all of it together, and remembers the answers.
    pub(super) fn ask_announced(&mut self) -> Result<(), Fault> {
        while !self.ahead.is_empty() {
            let asked = self.ahead.next();
            let values: Vec<Vec<Value<'_>>> = asked.iter().map(Announced::values).collect();
            let mut questions = Vec::new();
            for places in by_kind(&asked) {
                let one = asked[places[0]].prepared.clone();
                questions.push(match one.many.as_ref().filter(|_| places.len() > 1) {
                    Some(many) => {
                        let rows = places.iter().map(|place| &values[*place][..]);
                        let arrays = arrays(&one.statement, rows)?;
                        (self.prepared(many)?.statement, arrays, places)
                    }
                    None => (one.statement.clone(), super::written(&one, &values[places[0]])?, places),
                });
            }
            let mut due = Vec::new();
            for (one, parameters) in asked.iter().zip(&values) {
                due.extend(self.due(Which::For(one.prepared.question(parameters)), false)?);
            }
            let Self { live, runtime, under_way, .. } = self;
            let live = live.as_ref().ok_or_else(|| Fault::Away { reason: "the connection was lost".to_owned() })?;
            let read = runtime.block_on(async {
                under_way.send(&live.client, due).await?;
                let mut answers = Vec::with_capacity(questions.len());
                for (statement, parameters, places) in questions {
                    let client = &live.client;
                    let mut answer = Box::pin(async move {
                        client.query_raw(&statement, parameters).await?.try_collect::<Vec<_>>().await
                    });
                    // The first poll hands the message to the connection, as with orders.
                    let early = futures_util::poll!(answer.as_mut());
                    answers.push((answer, early, places));
                }
                under_way.answered().await?;
                let mut read: Vec<Vec<_>> = asked.iter().map(|_| Vec::new()).collect();
                for (answer, early, places) in answers {
                    let rows = match early {
                        Poll::Ready(rows) => rows?,
                        Poll::Pending => answer.await?,
                    };
                    if let [place] = places[..] {
                        read[place] = rows;
                        continue;
                    }
                    for row in rows {
                        let place: i64 = row.try_get(row.len() - 1)?;
                        let place = usize::try_from(place).ok().and_then(|place| places.get(place.checked_sub(1)?));
                        read[*place.expect("a row of the answer is one of those asked for")].push(row);
                    }
                }
                Ok(read)
            });
            let read = read.map_err(|error| self.noted(fault("reading")(error)))?;
            let answers = asked.iter().zip(&values).zip(read).filter(|(_, rows)| rows.len() <= memory::ROWS);
            for ((one, parameters), rows) in answers {
                self.memory.keep(&one.prepared, one.key.clone(), parameters, rows);
            }
        }
        Ok(())
    }
}

/// Questions by their places, as they are put: those of a kind together, where they are many.
fn by_kind(asked: &[Announced]) -> Vec<Vec<usize>> {
    let mut kinds: Vec<(usize, Vec<usize>)> = Vec::new();
    for (place, one) in asked.iter().enumerate() {
        let number = one.prepared.number;
        match kinds.iter_mut().find(|(kind, _)| *kind == number && one.prepared.many.is_some()) {
            Some((_, places)) => places.push(place),
            None => kinds.push((number, vec![place])),
        }
    }
    let apart = |places: Vec<usize>| match places.len() {
        0..MANY => places.into_iter().map(|place| vec![place]).collect(),
        _ => vec![places],
    };
    kinds.into_iter().flat_map(|(_, places)| apart(places)).collect()
}

/// A statement that asks `sql`, with parameters of these types, once for each row of their arrays: its columns, and behind them
/// the place of the row, counted from 1. None where that cannot be written: without parameters, with a list among them, and where
/// the question is no plain `SELECT` that may be followed by `OFFSET`. All rows are one factor's, and the factor is the
/// first parameter (see `kept`): it is written as one value, from which a sharded database sees where they are.
pub(super) fn many(sql: &str, kinds: &[Type]) -> Option<String> {
    let is_one = |kind: &Type| matches!(kind.kind(), Kind::Simple);
    let is_plain = sql.starts_with("SELECT ") && ![" FOR ", " OFFSET ", "+$"].iter().any(|word| sql.contains(word));
    if kinds.is_empty() || !kinds.iter().all(is_one) || !is_plain {
        return None;
    }
    let of_factor = kinds.len() > 1 && kinds[0] == Type::UUID && sql.contains("factor_id = $1");
    let mut pieces = sql.split('$');
    let mut question = pieces.next()?.to_owned();
    for piece in pieces {
        let digits = piece.len() - piece.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let place: usize = piece[..digits].parse().ok()?;
        match place {
            1 if of_factor => question.push_str("($1::uuid[])[1]"),
            _ => question.push_str(&format!("asked.p{place}")),
        }
        question.push_str(&piece[digits..]);
    }
    let names: Vec<String> = (1..=kinds.len()).map(|place| format!("p{place}")).collect();
    Some(format!(
        "SELECT answer.*, asked.place FROM UNNEST({}) WITH ORDINALITY AS asked ({}, place), LATERAL ({question} OFFSET 0) AS answer",
        columns::parameters(kinds.iter()).join(", "),
        names.join(", ")
    ))
}

/// The parameters of [`many`] for these questions.
fn arrays<'a>(one: &Statement, questions: impl Iterator<Item = &'a [Value<'a>]>) -> Result<Vec<Written>, Fault> {
    let mut columns = Columns::of(one.params().to_vec());
    for parameters in questions {
        columns.push(parameters)?;
    }
    columns.arrays()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_for_each_row_of_its_parameters() {
        let sql = "SELECT a FROM b WHERE factor_id = $1 AND d = $12 AND e = $2 ORDER BY a LIMIT $2";
        let made = many(sql, &[Type::UUID, Type::INT8]).unwrap();
        let question = "SELECT a FROM b WHERE factor_id = ($1::uuid[])[1] AND d = asked.p12 AND e = asked.p2 ORDER BY a LIMIT asked.p2";
        assert_eq!(
            made,
            format!(
                "SELECT answer.*, asked.place FROM UNNEST($1::uuid[], $2::int8[]) WITH ORDINALITY AS asked (p1, p2, place), \
                 LATERAL ({question} OFFSET 0) AS answer"
            )
        );
        for (sql, kinds) in [
            ("SELECT a FROM b WHERE c = ANY($1)", &[Type::UUID_ARRAY][..]),
            ("SELECT a FROM b", &[]),
            ("SELECT a FROM b WHERE c = $1 FOR UPDATE", &[Type::UUID]),
            ("SELECT a FROM b LIMIT 7 OFFSET $1", &[Type::INT8]),
            ("WITH c AS (SELECT 1) SELECT a FROM b WHERE c = $1", &[Type::UUID]),
        ] {
            assert_eq!(many(sql, kinds), None, "{sql}");
        }
    }
}
