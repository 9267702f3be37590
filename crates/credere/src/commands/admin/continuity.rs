//! `credere admin continuity`

use super::restore::Source;
use super::{Failure, say_contents};
use crate::commands::counted;
use crate::output;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use web::LetterPress;

/// From a backup alone: statements, balances and prepared release letters for every client, as pages to print and rows.
#[derive(Debug, Args)]
pub struct Continuity {
    #[command(flatten)]
    source: Source,
    /// The folder to make; it is empty or not there yet.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

impl Continuity {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let kit = app::continuity::write(&self.source.from, &self.source.identities()?, &self.to, LetterPress::of)?;
        say_contents(&kit.contents);
        output::line(kit.audit.to_string().trim_end());
        for why in &kit.unprepared {
            output::note(format!("Release letter not prepared: {why}"));
        }
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let clients = counted(number(kit.clients), "client", "clients");
        let letters = counted(number(kit.letters), "release letter", "release letters");
        output::line(format!("{clients}, {letters}. Begin with {}.", self.to.join("index.html").display()));
        Ok(if kit.audit.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
