//! Make a data folder of a backup.

use super::folder::append;
use super::{BackupError, Contents, Head, Identities, Sink, Staged, read};
use crate::audit::{AuditReport, audit};
use crate::{App, Clock, Ids};
use std::path::{Path, PathBuf};
use store::carry::Arriving;
use store::engine::{Kept, Table};

/// A book that was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup holds.
    pub contents: Contents,
    /// What the audit of the restored book says. A book that did not hold when the backup was taken does not hold now.
    pub audit: AuditReport,
}

/// Makes a new data folder of a backup, lets `look` see the book, audits it, and puts the folder in its place.
///
/// # Errors
/// [`BackupError::Occupied`] when there is something at the place; what [`read()`] refuses; what `look` answers. Nothing is left
/// behind then.
pub fn restore(from: &Path, identities: &Identities, to: &Path, clock: Clock) -> Result<Restored, BackupError> {
    let staged = Staged::begin(to)?;
    let (contents, app) = restore_into(from, identities, staged.folder(), clock)?;
    let audit = audit(&app.book, app.now())?;
    // Its files are closed before the folder moves.
    drop(app);
    staged.settle()?;
    Ok(Restored { contents, audit })
}

/// The same into a folder that is there and empty and stays the caller's; the book is open.
pub(crate) fn restore_into(
    from: &Path,
    identities: &Identities,
    folder: &Path,
    clock: Clock,
) -> Result<(Contents, App), BackupError> {
    let mut sink = Folder { path: folder.to_owned(), arriving: None };
    let contents = read(from, identities, &mut sink)?;
    if let Some(arriving) = sink.arriving.take() {
        arriving.keep()?;
    }
    let app = App::open(folder, clock, Ids::random())?;
    Ok((contents, app))
}

/// A data folder that a backup is written to.
struct Folder {
    path: PathBuf,
    arriving: Option<Arriving>,
}

impl Sink for Folder {
    fn begin(&mut self, head: &Head) -> Result<(), BackupError> {
        self.arriving = Some(Arriving::in_folder(&self.path, head.factor)?);
        Ok(())
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        append(&self.path, name, bytes)
    }

    fn row(&mut self, table: &'static Table, row: &[Kept]) -> Result<(), BackupError> {
        match &mut self.arriving {
            Some(arriving) => Ok(arriving.put(table, row)?),
            None => Ok(()),
        }
    }
}
