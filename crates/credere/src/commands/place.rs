//! Where a command finds its book.

use super::Failure;
use app::{App, Clock, Home, Ids};
use clap::{ArgGroup, Args};
use domain::id::FactorId;
use std::path::PathBuf;
use store::Place;

/// Where the book is: in a data folder, or in a database.
#[derive(Debug, Clone, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("place").args(["data", "database"]).required(true).multiple(true)))]
pub struct Data {
    /// The data folder. Beside --database: the folder of the factor's keys and mail settings [without it: one in your
    /// account's folder for data].
    #[arg(long, value_name = "DIR", env = "CREDERE_DATA")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database: postgres://user@host:5432/name. A password is better in PGPASSWORD.
    #[arg(long, value_name = "URL", env = "CREDERE_DATABASE", hide_env_values = true, value_parser = address)]
    pub database: Option<Place>,
    /// Whose book, where a database holds several: the factor's id.
    #[arg(long, value_name = "ID", env = "CREDERE_BOOK", requires = "database", value_parser = factor)]
    pub book: Option<FactorId>,
}

pub(super) fn address(text: &str) -> Result<Place, String> {
    match Place::parse(text) {
        place @ Place::Database { .. } => Ok(place),
        Place::Folder(_) => Err("an address begins with postgres://; for a folder use --data".to_owned()),
    }
}

pub(super) fn factor(text: &str) -> Result<FactorId, String> {
    text.parse().map(FactorId).map_err(|_| "it is not an id as `credere init` prints it".to_owned())
}

impl Data {
    /// Where it is.
    pub fn home(&self) -> Result<Home, Failure> {
        match (&self.database, &self.data) {
            (Some(Place::Database { url, .. }), folder) => {
                Ok(Home { place: Place::Database { url: url.clone(), factor: self.book }, folder: folder.clone() })
            }
            (_, Some(folder)) => Ok(Home::from(folder)),
            (_, None) => Err("say where the book is: --data DIR or --database URL".into()),
        }
    }

    /// Opens the book.
    pub fn open(&self) -> Result<App, Failure> {
        Ok(App::open(self.home()?, Clock::System, Ids::random())?)
    }

    /// How somebody names this book on the next command line, without a password.
    pub fn named(&self, app: &App) -> String {
        match (app.book.place(), &self.data) {
            (Place::Folder(folder), _) => format!("--data {}", folder.display()),
            (place @ Place::Database { .. }, folder) => {
                let folder = folder.as_ref().map(|folder| format!(" --data {}", folder.display())).unwrap_or_default();
                format!("--database {place} --book {}{folder}", app.book.factor())
            }
        }
    }
}
