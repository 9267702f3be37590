//! `credere audit`

use super::{Data, Failure};
use crate::output;
use app::audit::{Since, audit_since};
use clap::Args;
use std::process::ExitCode;

/// Prove the book: one line for each invariant that holds, or the first thing that does not.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    data: Data,
    /// Go on from the last audit that held: newer events and what they touch. Says what it did not look at again.
    #[arg(long, conflicts_with = "from")]
    since_last: bool,
    /// Go on from a checkpoint that was kept outside: the line an earlier audit printed.
    #[arg(long, value_name = "CHECKPOINT")]
    from: Option<String>,
}

impl Audit {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        let since = match (&self.from, self.since_last) {
            (Some(text), _) => Since::Checkpoint(Box::new(text.parse()?)),
            (None, true) => Since::Last,
            (None, false) => Since::Beginning,
        };
        let was_asked = since != Since::Beginning;
        let audited = audit_since(&app, since)?;
        if was_asked && audited.from.is_none() {
            output::note("No audit has left a checkpoint yet: the whole book is looked at.");
        }
        output::line(audited.report.to_string().trim_end());
        if let Some(checkpoint) = &audited.checkpoint {
            output::line(format!("Checkpoint, to be kept outside too: {checkpoint}"));
        }
        if let Some(why) = &audited.not_kept {
            output::note(format!("The checkpoint was not kept in the data folder ({why})."));
        }
        Ok(if audited.report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
