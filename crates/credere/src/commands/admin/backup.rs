//! `credere admin backup`

use super::{Failure, say_contents};
use crate::commands::Data;
use crate::output;
use app::backup::Recipients;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write the whole book and the files beside it to one encrypted file; also while it is served.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    /// The file to write. It must not be there, and not lie in the data folder.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Who can open it: age1…, as `credere admin key` prints it. Each of several can open it alone.
    #[arg(long, value_name = "AGE1")]
    recipient: Vec<String>,
    /// A file with one recipient in a line.
    #[arg(long, value_name = "FILE")]
    recipients_file: Vec<PathBuf>,
}

impl Backup {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let recipients = Recipients::of(&self.recipient, &self.recipients_file)?;
        let app = self.data.open()?;
        let contents = app::backup::write(&app, &self.to, &recipients)?;
        say_contents(&contents);
        let can = if recipients.count() == 1 {
            "One identity can".to_owned()
        } else {
            format!("Each of {} identities can", recipients.count())
        };
        output::line(format!(
            "{} is written. {can} open it, and sign as the factor with the key in it.",
            self.to.display()
        ));
        Ok(ExitCode::SUCCESS)
    }
}
