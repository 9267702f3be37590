//! What a factor's book keeps, and the one queue that writes it.
//!
//! Layers, lowest first: [`engine`] (a thin driver per database: values, statements, savepoints),
//! [`schema`] (tables and migrations, written once), [`kept`] (what is read and written, by noun of
//! the trade; knows no engine), [`book`] (the committing queue, group commit, readers), [`carry`] (a whole book, row by
//! row, from any engine to any other).
//!
//! Contract: every row begins with the factor's id and every statement names it. A unit of work is a
//! closure over [`book::Unit`]; it runs in a savepoint of a transaction that many units share; its
//! answer is given after the commit. Reads use connections of their own and never wait for writers.
//! The store decides nothing: no rule of factoring is here.

pub mod book;
pub mod carry;
pub mod engine;
pub mod kept;
pub mod schema;

mod place;

pub use book::{Book, Now, Snapshot, Unit};
pub use engine::Fault;
pub use place::Place;
