//! `credere admin copy`

use super::Failure;
use crate::commands::{counted, open};
use crate::output;
use app::Clock;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Copy a book to an empty place and prove on both sides that it is the same. End whatever serves it first.
#[derive(Debug, Args)]
pub struct Copy {
    /// The data folder to copy.
    #[arg(long, value_name = "PLACE")]
    from: PathBuf,
    /// The data folder to make; it is empty or not there yet.
    #[arg(long, value_name = "PLACE")]
    to: PathBuf,
}

impl Copy {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let from = open(&self.from)?;
        let copied = app::copy::copy(&from, &self.to, Clock::System)?;
        output::line(format!("Head of the chain on both sides: {}", copied.head));
        for one in &copied.tables {
            output::line(format!("{}: {} on both sides, {}", one.table, counted(one.sum.rows, "row", "rows"), one.sum));
        }
        output::line(copied.audit.to_string().trim_end());
        output::line(format!(
            "{} is copied to {}, with {} beside it. Serve the new one from now on, and never both.",
            self.from.display(),
            self.to.display(),
            counted(i64::try_from(copied.files).unwrap_or(i64::MAX), "file", "files")
        ));
        Ok(ExitCode::SUCCESS)
    }
}
