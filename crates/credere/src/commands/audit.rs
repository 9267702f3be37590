//! `credere audit`

use super::{Data, Failure};
use crate::output;
use app::audit::audit;
use clap::Args;
use std::process::ExitCode;

/// Prove the whole book: one line for each invariant that holds, or the first thing that does not.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    data: Data,
}

impl Audit {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        let report = audit(&app.book, app.now())?;
        output::line(report.to_string().trim_end());
        Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
