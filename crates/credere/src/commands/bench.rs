//! `credere bench`

use super::Failure;
use crate::{bench, output};
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// What is measured.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// The whole purchase path for one large schedule, with the raw ceiling of the same rows.
    Purchase(Count),
    /// The same, named by its other half.
    Ceiling(Count),
}

/// How much.
#[derive(Debug, Args)]
pub struct Count {
    /// Lines of the schedule.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    count: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Purchase(count) | Self::Ceiling(count) => {
                let measured = bench::purchase::measure(count.count)?;
                if count.json {
                    output::line(serde_json::to_string(&measured)?);
                } else {
                    output::line(measured.to_string());
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
