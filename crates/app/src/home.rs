//! Where a factor's Credere lives: its book, and the folder with what is never in the book.
//!
//! The folder holds the factor's secret, the settings of its mail, and how its letters look. Where the book is a file it lies in
//! the same folder. Where it is in a database, every machine that serves it needs the same folder: copy it.

use crate::{Error, Refusal};
use domain::id::FactorId;
use std::path::{Path, PathBuf};
use store::Place;

/// Where a factor's Credere lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The book's place.
    pub place: Place,
    /// The folder; none with a database: then one of the factor's own in the user's folder for data.
    pub folder: Option<PathBuf>,
}

impl Home {
    /// The folder for this factor; made when it is not there.
    pub(crate) fn of(&self, factor: FactorId) -> Result<PathBuf, Error> {
        let folder = self.path(factor)?;
        if matches!(self.place, Place::Folder(_)) {
            return Ok(folder);
        }
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&folder)
            .map_err(|error| Error::fault("data folder", format!("{}: {error}", folder.display())))?;
        Ok(folder)
    }

    /// Where the folder for this factor is, or will be.
    pub(crate) fn path(&self, factor: FactorId) -> Result<PathBuf, Error> {
        Ok(match (&self.folder, &self.place) {
            (_, Place::Folder(folder)) => folder.clone(),
            (Some(folder), _) => folder.clone(),
            (None, Place::Database { .. }) => {
                let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
                let home = named("XDG_DATA_HOME").or_else(|| Some(named("HOME")?.join(".local").join("share")));
                let Some(home) = home else {
                    return Err(Error::Refused(vec![Refusal::at(
                        "data",
                        "DATA_FOLDER",
                        "a folder for the factor's keys and mail settings is not named, and this account has no home",
                        "Name one with --data DIR beside --database.",
                    )]));
                };
                home.join("credere").join(factor.to_string())
            }
        })
    }
}

impl From<&Path> for Home {
    fn from(folder: &Path) -> Self {
        Self { place: Place::from(folder), folder: Some(folder.to_owned()) }
    }
}

impl From<&PathBuf> for Home {
    fn from(folder: &PathBuf) -> Self {
        Self::from(folder.as_path())
    }
}
