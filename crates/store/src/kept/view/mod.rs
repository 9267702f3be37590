//! What a page shows, read in sets: sums and pages of rows over several tables.
//!
//! Contract: no page walks a book. A query reads an index, a sum that the book keeps (`balance`, `movement`, `exposure`), or at
//! most one page of rows. Nothing here writes, and nothing here decides.

pub mod cash;
pub mod client;
pub mod debtor;
pub mod invoice;
pub mod message;
pub mod notice;
pub mod payment;
pub mod relationship;
pub mod schedule;
pub mod search;
pub mod today;
pub mod waiting;

/// Rows of a table that one page shows.
pub const ROWS: i64 = 50;
