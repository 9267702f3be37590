//! Questions that were announced: they go to the server together, with the first question that memory cannot answer.
//!
//! An announced question is asked of what the server would say at that moment: rows that wait and that it may be about go before
//! it, as before any question. Nothing is announced outside a transaction whose answers may be remembered.
//!
//! Limit: [`TOGETHER`] questions are under way at once.

use super::memory;
use super::reach::Prepared;
use crate::engine::{Kept, Value};
use uuid::Uuid;

/// Questions that are under way at once.
const TOGETHER: usize = 256;

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
pub(super) struct Announced {
    pub(super) prepared: Prepared,
    /// Its parameters, as memory knows them.
    pub(super) key: Vec<u8>,
    parameters: Vec<Parameter>,
}

impl Announced {
    pub(super) fn values(&self) -> Vec<Value<'_>> {
        self.parameters.iter().map(Parameter::value).collect()
    }
}

/// What was announced and is not asked yet, in order.
#[derive(Default)]
pub(super) struct Ahead(Vec<Announced>);

impl Ahead {
    /// Adds a question, unless it is there.
    pub(super) fn add(&mut self, prepared: Prepared, parameters: &[Value<'_>]) {
        let key = memory::key(parameters);
        let is_same = |one: &Announced| one.prepared.number == prepared.number && one.key == key;
        if !self.0.iter().any(is_same) {
            let parameters = parameters.iter().map(Parameter::of).collect();
            self.0.push(Announced { prepared, key, parameters });
        }
    }

    /// The next of them that go together; empty when all are asked.
    pub(super) fn next(&mut self) -> Vec<Announced> {
        let count = self.0.len().min(TOGETHER);
        self.0.drain(..count).collect()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
