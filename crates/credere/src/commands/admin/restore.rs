//! `credere admin restore` and `credere admin verify`

use super::{Failure, say_contents};
use crate::commands::place::address;
use crate::output;
use app::Home;
use app::backup::{BackupError, Head, Identities, Sink, read};
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;
use store::Place;
use store::engine::{Kept, Table};

/// A backup and what opens it.
#[derive(Debug, Args)]
pub struct Source {
    /// The backup.
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// An identity file that opens it.
    #[arg(long, value_name = "FILE", required = true)]
    pub identity: Vec<PathBuf>,
}

impl Source {
    pub fn identities(&self) -> Result<Identities, BackupError> {
        Identities::of(&self.identity)
    }
}

/// Make a new data folder of a backup, and audit it.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    source: Source,
    /// The data folder to make: empty, or not there yet. Beside --database: the folder of the factor's keys and mail settings.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL database that does not hold this book yet: postgres://user@host:5432/name.
    #[arg(long, value_name = "URL", value_parser = address)]
    database: Option<Place>,
    /// Only read the backup and prove that it is whole, as `credere admin verify` does.
    #[arg(long)]
    dry_run: bool,
}

impl Restore {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let home = match (self.database, self.data) {
            _ if self.dry_run => return Verify { source: self.source }.run(),
            (Some(place), folder) => Home { place, folder },
            (None, Some(folder)) => Home::from(&folder),
            (None, None) => return Err("say where the book goes: --data DIR or --database URL".into()),
        };
        let place = home.place.to_string();
        let restored = app::backup::restore(&self.source.from, &self.source.identities()?, home, Timestamp::now())?;
        say_contents(&restored.contents);
        output::line(restored.audit.to_string().trim_end());
        output::line(format!(
            "Restored to {place}. End every `credere serve` on the old one before this one is served."
        ));
        Ok(if restored.audit.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Read a backup from end to end and prove that it is whole, without writing anything.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    source: Source,
}

impl Verify {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let contents = read(&self.source.from, &self.source.identities()?, &mut Looking)?;
        say_contents(&contents);
        output::line(format!(
            "{} is whole. `credere admin restore` also audits the book in it.",
            self.source.from.display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}

/// Takes everything and keeps nothing.
struct Looking;

impl Sink for Looking {
    fn begin(&mut self, _: &Head) -> Result<(), BackupError> {
        Ok(())
    }

    fn file(&mut self, _: &str, _: &[u8]) -> Result<(), BackupError> {
        Ok(())
    }

    fn row(&mut self, _: &'static Table, _: &[&str], _: &[Kept]) -> Result<(), BackupError> {
        Ok(())
    }
}
