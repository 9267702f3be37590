//! Move a book to another place, whole, and prove on both sides that it is the same.
//!
//! Contract: [`copy()`] audits the book, carries one state of it row by row, with the files beside it, into a place that is empty,
//! compares what arrived with what was read (every table: rows and a mark over all of them), audits the new book, and asks whether the old one was written meanwhile. Only then the new one takes its place; else nothing
//! of it is left. The old book is not changed.
//!
//! Deliberately absent: catching up with writes that come while it runs. End whatever serves the book first.

use crate::audit::{AuditReport, audit};
use crate::backup::{Arrival, BackupError, ChainHead};
use crate::{App, Error, Home};
use store::book::Reads;
use store::carry::{Sum, rows};
use store::schema::TABLES;
use store::{Fault, Place};

/// A table on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub table: &'static str,
    /// Its rows there and here: the same.
    pub sum: Sum,
}

/// A book that was copied, and what is the same on both sides.
#[derive(Debug)]
pub struct Copied {
    /// The last event.
    pub head: ChainHead,
    /// Every table.
    pub tables: Vec<Compared>,
    /// Files beside the book.
    pub files: usize,
    /// What the audit of the new book proved.
    pub audit: AuditReport,
}

/// Why a book was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One side does not hold.
    #[error("the book in {place} does not hold: {broken}; nothing was copied, compare it with its last good backup")]
    Unsound {
        /// Which side.
        place: String,
        /// What does not.
        broken: String,
    },
    /// What arrived is not what was sent.
    #[error(
        "the table {table} has {sent} rows ({sent_mark}) and {arrived} arrived ({arrived_mark}); nothing was copied, try again"
    )]
    Differs {
        /// Which table.
        table: &'static str,
        /// Rows that were read.
        sent: i64,
        /// The mark over them.
        sent_mark: String,
        /// Rows that are there.
        arrived: i64,
        /// The mark over them.
        arrived_mark: String,
    },
    /// Somebody wrote.
    #[error(
        "the book was written while it was copied (from {before} to {after}); nothing was copied, end `credere serve` and \
         whatever else writes it, and copy again"
    )]
    Written {
        /// The head that was copied.
        before: ChainHead,
        /// The head by now.
        after: ChainHead,
    },
    /// The place, the disk, the book.
    #[error(transparent)]
    Backup(#[from] BackupError),
}

impl From<Fault> for CopyError {
    fn from(fault: Fault) -> Self {
        Self::Backup(fault.into())
    }
}

impl From<Error> for CopyError {
    fn from(error: Error) -> Self {
        Self::Backup(error.into())
    }
}

/// Copies an open book to an empty place: a folder, or a database and a folder beside it.
///
/// # Errors
/// [`CopyError`]; nothing is left behind then.
pub fn copy(from: &App, to: impl Into<Home>) -> Result<Copied, CopyError> {
    let home = to.into();
    let mut arrival = Arrival::begin(&home, from.book.factor())?;
    sound(from.book.place(), audit(&from.book, from.now())?)?;
    let (head, sent) = from.book.read(|snapshot| carry(snapshot, &mut arrival))?;
    let mut tables = Vec::new();
    for (table, sent) in TABLES.iter().zip(sent) {
        let arrived = arrival.sum(table)?;
        if arrived != sent {
            return Err(CopyError::Differs {
                table: table.name,
                sent: sent.rows,
                sent_mark: sent.to_string(),
                arrived: arrived.rows,
                arrived_mark: arrived.to_string(),
            });
        }
        tables.push(Compared { table: table.name, sum: sent });
    }
    let files = arrival.bring_files(from.folder())?;
    let audit = sound(&home.place, arrival.audit(from.now())?)?;
    let after = from.book.read(|snapshot| ChainHead::of(snapshot))?;
    if after != head {
        return Err(CopyError::Written { before: head, after });
    }
    arrival.settle()?;
    Ok(Copied { head, tables, files, audit })
}

fn carry(reads: &mut dyn Reads, arrival: &mut Arrival) -> Result<(ChainHead, Vec<Sum>), Fault> {
    let mut sums = Vec::new();
    for table in TABLES {
        let mut sum = Sum::default();
        rows(reads, table, |row| {
            sum.add(row);
            arrival.put(table, row)
        })?;
        sums.push(sum);
    }
    Ok((ChainHead::of(reads)?, sums))
}

fn sound(place: &Place, report: AuditReport) -> Result<AuditReport, CopyError> {
    match &report.broken {
        None => Ok(report),
        Some(broken) => {
            Err(CopyError::Unsound { place: place.to_string(), broken: format!("{}, {}", broken.name, broken.place) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Command, Ids, NewBook};
    use domain::event::EventKind;
    use domain::money::Currency;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_book_that_is_written_meanwhile_is_not_copied_and_nothing_is_left() {
        let place = tempfile::tempdir().unwrap();
        let new = NewBook { name: "Factor".into(), country: "US".into(), currency: Currency::USD, zone: "UTC".into() };
        let app = App::init(&place.path().join("one"), &new, Clock::System, Ids::seeded(1)).unwrap();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    app.run(Command::system("write"), |task| task.record(EventKind::BookOpened, "{}", &[])).unwrap();
                }
            });
            let refused = copy(&app, &place.path().join("two"));
            stop.store(true, Ordering::Relaxed);
            assert!(matches!(refused, Err(CopyError::Written { .. })), "{refused:?}");
        });
        let left: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["one"]);
        let copied = copy(&app, &place.path().join("two")).unwrap();
        assert!(copied.head.seq > 1);
    }
}
