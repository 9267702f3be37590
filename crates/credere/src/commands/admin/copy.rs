//! `credere admin copy`

use super::Failure;
use crate::commands::counted;
use crate::commands::place::factor;
use crate::output;
use app::{App, Clock, Home, Ids};
use clap::Args;
use domain::id::FactorId;
use std::path::PathBuf;
use std::process::ExitCode;
use store::Place;

/// Copy a book to an empty place and prove on both sides that it is the same. End whatever serves it first.
///
/// A place is a data folder, or a PostgreSQL database: postgres://user@host:5432/name.
#[derive(Debug, Args)]
pub struct Copy {
    /// Where the book is.
    #[arg(long, value_name = "PLACE")]
    from: String,
    /// Where it goes: a folder that is empty or not there yet, or a database that does not hold it.
    #[arg(long, value_name = "PLACE")]
    to: String,
    /// The folder with keys and mail settings of a book that is in a database.
    #[arg(long, value_name = "DIR")]
    from_data: Option<PathBuf>,
    /// The folder for keys and mail settings of a book that goes into a database; empty or not there yet.
    #[arg(long, value_name = "DIR")]
    to_data: Option<PathBuf>,
    /// Whose book, where a database holds several: the factor's id.
    #[arg(long, value_name = "ID", value_parser = factor)]
    book: Option<FactorId>,
}

impl Copy {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let from = home(&self.from, self.from_data, self.book)?;
        let to = home(&self.to, self.to_data, None)?;
        let app = App::open(from.clone(), Clock::System, Ids::random())?;
        let copied = app::copy::copy(&app, to.clone())?;
        output::line(format!("Head of the chain on both sides: {}", copied.head));
        for one in &copied.tables {
            output::line(format!("{}: {} on both sides, {}", one.table, counted(one.sum.rows, "row", "rows"), one.sum));
        }
        output::line(copied.audit.to_string().trim_end());
        output::line(format!(
            "{} is copied to {}, with {} beside it. Serve the new one from now on, and never both.",
            from.place,
            to.place,
            counted(i64::try_from(copied.files).unwrap_or(i64::MAX), "file", "files")
        ));
        Ok(ExitCode::SUCCESS)
    }
}

fn home(text: &str, folder: Option<PathBuf>, book: Option<FactorId>) -> Result<Home, Failure> {
    match (Place::parse(text), folder) {
        (Place::Folder(place), None) => Ok(Home::from(&place)),
        (Place::Folder(place), Some(_)) => Err(format!(
            "{} is a folder and holds its keys itself; leave --from-data and --to-data out",
            place.display()
        )
        .into()),
        (Place::Database { url, .. }, folder) => Ok(Home { place: Place::Database { url, factor: book }, folder }),
    }
}
