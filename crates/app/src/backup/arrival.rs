//! A book and its folder on their way to an empty place: there whole, or nothing of them.

use super::BackupError;
use super::folder::{Staged, append, bring};
use crate::audit::{AuditReport, audit_state};
use crate::{Error, Home};
use domain::id::FactorId;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use store::Place;
use store::carry::{Arriving, Sum};
use store::engine::{Kept, Table};
use store::schema::{MIGRATIONS, Migration};

/// A book that arrives with its folder. Dropped before [`Arrival::settle`] has answered, nothing of it is left.
pub(crate) struct Arrival {
    // The book's files are closed before their folder goes.
    book: Arriving,
    staged: Staged,
    folder: PathBuf,
    in_folder: bool,
}

impl Arrival {
    /// Begins at an empty place.
    ///
    /// # Errors
    /// [`BackupError::Occupied`]; [`BackupError::Book`] when a database holds the book already; [`BackupError::Disk`].
    pub(crate) fn begin(home: &Home, factor: FactorId) -> Result<Self, BackupError> {
        Self::begin_as(home, factor, MIGRATIONS)
    }

    /// The same with a book of the schema that these migrations made, the first of today's: only into a folder when some are
    /// missing.
    ///
    /// # Errors
    /// As [`Arrival::begin`]; [`BackupError::OlderIntoDatabase`].
    pub(crate) fn begin_as(home: &Home, factor: FactorId, migrations: &[Migration]) -> Result<Self, BackupError> {
        let is_older = migrations.len() < MIGRATIONS.len();
        if is_older && matches!(home.place, Place::Database { .. }) {
            return Err(BackupError::OlderIntoDatabase(home.place.to_string()));
        }
        let folder = home.path(factor)?;
        let staged = Staged::begin(&folder)?;
        let in_folder = matches!(home.place, Place::Folder(_));
        let book = match &home.place {
            Place::Folder(_) if is_older => Arriving::begin_older(staged.folder(), factor, migrations)?,
            Place::Folder(_) => Arriving::begin(&Place::from(staged.folder()), factor)?,
            database @ Place::Database { .. } => Arriving::begin(database, factor)?,
        };
        Ok(Self { book, staged, folder, in_folder })
    }

    /// Writes a row that has these columns.
    pub(crate) fn put_columns(
        &mut self,
        table: &'static Table,
        columns: &[&str],
        row: &[Kept],
    ) -> Result<(), store::Fault> {
        self.book.put_columns(table, columns, row)
    }

    /// Brings what has arrived to the newest schema.
    pub(crate) fn renew(&mut self) -> Result<(), store::Fault> {
        self.book.renew()
    }

    /// Writes a row.
    pub(crate) fn put(&mut self, table: &'static Table, row: &[Kept]) -> Result<(), store::Fault> {
        self.book.put(table, row)
    }

    /// Adds bytes to a file of the folder.
    pub(crate) fn add_file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        append(self.staged.folder(), name, bytes)
    }

    /// Brings the files of another folder; says how many.
    pub(crate) fn bring_files(&mut self, from: &Path) -> Result<usize, BackupError> {
        bring(from, self.staged.folder())
    }

    /// What has arrived of a table.
    pub(crate) fn sum(&mut self, table: &'static Table) -> Result<Sum, store::Fault> {
        Sum::of(&mut self.book, table)
    }

    /// Audits what has arrived.
    pub(crate) fn audit(&mut self, now: Timestamp) -> Result<AuditReport, store::Fault> {
        audit_state(&mut self.book, now)
    }

    /// Takes the place.
    pub(crate) fn settle(self) -> Result<(), BackupError> {
        if self.in_folder {
            self.book.keep()?;
            return self.staged.settle();
        }
        self.staged.settle()?;
        self.book.keep().map_err(|fault| {
            // A folder without its book would be in the way of the next try.
            let _ = std::fs::remove_dir_all(&self.folder);
            Error::from(fault).into()
        })
    }
}
