//! Make a book and its folder of a backup.

use super::arrival::Arrival;
use super::{BackupError, Contents, Head, Identities, Sink, read};
use crate::Home;
use crate::audit::AuditReport;
use jiff::Timestamp;
use std::path::Path;
use store::engine::{Kept, Table};
use store::schema::MIGRATIONS;

/// A book that was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup holds.
    pub contents: Contents,
    /// What the audit of the restored book says. A book that did not hold when the backup was taken does not hold now.
    pub audit: AuditReport,
}

/// Makes a book and its folder of a backup at an empty place, brings it to the newest schema, and audits it. `now` is only
/// written into reports.
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
    if contents.head.migrations.len() < MIGRATIONS.len() {
        arrival.renew()?;
    }
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
        // Read has seen that they are the first of ours.
        let migrations = &MIGRATIONS[..head.migrations.len()];
        self.arrival = Some(Arrival::begin_as(&self.home, head.factor, migrations)?);
        Ok(())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        self.arrival.as_mut().map_or(Ok(()), |arrival| arrival.add_file(name, bytes))
    }

    fn row(&mut self, table: &'static Table, columns: &[&str], row: &[Kept]) -> Result<(), BackupError> {
        self.arrival.as_mut().map_or(Ok(()), |arrival| Ok(arrival.put_columns(table, columns, row)?))
    }
}
