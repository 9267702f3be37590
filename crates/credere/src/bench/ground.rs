//! Where a measurement puts its books: in a temporary folder that goes with it, on the disk that is asked for; or in a database,
//! where they stay. The folder then holds only the factor's keys.

use app::Home;
use domain::id::FactorId;
use std::io;
use std::path::{Path, PathBuf};
use store::Place;
use tempfile::TempDir;

/// The ground that books of a measurement stand on.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// The folder in which temporary folders are made; none for the system's own.
    under: Option<PathBuf>,
    /// A database for the books.
    database: Option<Place>,
}

impl Ground {
    /// On the disk of a folder, or where the system keeps temporary files; books in a database where one is named.
    #[must_use]
    pub fn new(under: Option<PathBuf>, database: Option<Place>) -> Self {
        Self { under, database }
    }

    /// A new folder that is removed when it is let go.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self) -> io::Result<TempDir> {
        match &self.under {
            Some(under) => {
                std::fs::create_dir_all(under)?;
                tempfile::tempdir_in(under)
            }
            None => tempfile::tempdir(),
        }
    }

    /// Where the book of a folder is: a new one, or that of a factor.
    #[must_use]
    pub fn home(&self, folder: &Path, factor: Option<FactorId>) -> Home {
        match &self.database {
            Some(Place::Database { url, .. }) => {
                Home { place: Place::Database { url: url.clone(), factor }, folder: Some(folder.to_owned()) }
            }
            _ => Home::from(folder),
        }
    }

    /// Are books files here?
    #[must_use]
    pub fn has_files(&self) -> bool {
        self.database.is_none()
    }
}

/// Copies a folder of files that nobody has open.
///
/// # Errors
/// When one of them cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            std::fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
