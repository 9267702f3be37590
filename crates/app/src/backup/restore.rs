//! Make a book and its folder of a backup.

use super::arrival::Arrival;
use super::{BackupError, Contents, Head, Identities, Sink, read};
use crate::Home;
use crate::audit::AuditReport;
use jiff::Timestamp;
use std::path::Path;
use store::engine::{Kept, Table};

/// A book that was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup holds.
    pub contents: Contents,
    /// What the audit of the restored book says. A book that did not hold when the backup was taken does not hold now.
    pub audit: AuditReport,
}

/// Makes a book and its folder of a backup at an empty place, and audits the book. `now` is only written into reports.
///
/// # Errors
/// [`BackupError::Occupied`] when there is something at the place; what [`read()`] refuses. Nothing is left behind then.
pub fn restore(
    from: &Path,
    identities: &Identities,
    to: impl Into<Home>,
    now: Timestamp,
) -> Result<Restored, BackupError> {
    let mut sink = Restoring { home: to.into(), arrival: None };
    let contents = read(from, identities, &mut sink)?;
    let mut arrival = sink.arrival.expect("a backup that was read has begun with its head");
    let audit = arrival.audit(now)?;
    arrival.settle()?;
    Ok(Restored { contents, audit })
}

/// The place that a backup is restored to: known once the backup has said whose it is.
struct Restoring {
    home: Home,
    arrival: Option<Arrival>,
}

impl Sink for Restoring {
    fn begin(&mut self, head: &Head) -> Result<(), BackupError> {
        self.arrival = Some(Arrival::begin(&self.home, head.factor)?);
        Ok(())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        self.arrival.as_mut().map_or(Ok(()), |arrival| arrival.add_file(name, bytes))
    }

    fn row(&mut self, table: &'static Table, row: &[Kept]) -> Result<(), BackupError> {
        self.arrival.as_mut().map_or(Ok(()), |arrival| Ok(arrival.put(table, row)?))
    }
}
