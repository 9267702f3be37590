//! `credere admin distribute`

use super::super::place::address;
use crate::commands::Failure;
use crate::output;
use clap::Args;
use std::process::ExitCode;
use store::Place;
use store::engine::postgres::{Database, Distributed};

/// Spread the books of a database over the machines of a Citus cluster, a book to a machine.
#[derive(Debug, Args)]
pub struct Distribute {
    /// The PostgreSQL database: postgres://user@host:5432/name.
    #[arg(long, value_name = "URL", env = "CREDERE_DATABASE", hide_env_values = true, value_parser = address)]
    database: Place,
}

impl Distribute {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let Place::Database { url, .. } = &self.database else {
            return Err("a folder cannot be distributed; name a database".into());
        };
        let place = &self.database;
        match Database::at(url)?.distribute()? {
            Distributed::NoExtension { available } => {
                let next = if available {
                    "Run `CREATE EXTENSION citus` in it as its administrator, then this command again."
                } else {
                    "Its server does not have it. Without it the books stay in one database, as they are now."
                };
                output::line(format!("The extension citus is not in {place}: nothing was changed. {next}"));
                Ok(ExitCode::FAILURE)
            }
            Distributed::Tables { new, all } => {
                output::line(format!(
                    "{all} tables of {place} are distributed by factor; the list of migrations is copied to each machine. {new} are new."
                ));
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}
