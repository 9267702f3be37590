//! `credere admin key`

use super::Failure;
use crate::output;
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;

/// Make a key for backups: the secret half into a new file, the recipient on the screen.
#[derive(Debug, Args)]
pub struct Key {
    /// The identity file to make: it opens backups, so keep it away from this machine.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Key {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let recipient = app::backup::make_key(&self.to, Timestamp::now())?;
        output::line(recipient);
        output::note(format!(
            "{} opens what is encrypted to this recipient, and nothing else does. Keep it where the backups are not, and a copy of it.",
            self.to.display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}
