//! Where a book is: a folder with one file, or a database with many books.

use crate::engine::Fault;
use domain::id::FactorId;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a book is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A data folder, with the book as one SQLite file in it.
    Folder(PathBuf),
    /// A PostgreSQL database, with a book for each of its factors.
    Database {
        /// `postgres://user@host:port/database`, as libpq takes it. May hold a password: never shown.
        url: String,
        /// Whose book; none where the database holds one.
        factor: Option<FactorId>,
    },
}

impl Place {
    /// A place as people write it: an address that begins with `postgres://` or `postgresql://`, or a folder.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            Self::Database { url: text.to_owned(), factor: None }
        } else {
            Self::Folder(PathBuf::from(text))
        }
    }

    /// The folder of a book that is a file.
    ///
    /// # Errors
    /// [`Fault::Book`] when the book is in a database.
    pub fn folder(&self) -> Result<&Path, Fault> {
        match self {
            Self::Folder(folder) => Ok(folder),
            Self::Database { .. } => Err(Fault::Book(format!("{self} is a database and not a folder; name a folder"))),
        }
    }
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

/// Without what stands between the scheme and the host: a password may be there.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.display()),
            Self::Database { url, .. } => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let rest = rest.split(['?', '#']).next().unwrap_or_default();
                write!(out, "{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, host)| host))
            }
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_never_shows_the_password_in_it() {
        for url in [
            "postgres://factor:s3cr@et@db.example:5433/credere?password=s3cr@et",
            "postgres://db/credere?password=s3cr",
        ] {
            let place = Place::parse(url);
            assert!(matches!(place, Place::Database { .. }));
            for shown in [place.to_string(), format!("{place:?}")] {
                assert!(!shown.contains("s3cr"), "{shown}");
                assert!(shown.ends_with("/credere"), "{shown}");
            }
        }
        assert_eq!(Place::parse("books/one"), Place::Folder(PathBuf::from("books/one")));
    }
}
