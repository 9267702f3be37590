//! `credere bench`

use super::Failure;
use crate::bench::{contact, http, letters, pages, purchase};
use crate::output;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::fmt::Display;
use std::process::ExitCode;

/// What is measured.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// The whole purchase path for one large schedule, with the raw ceiling of the same rows.
    Purchase(Count),
    /// The same, named by its other half.
    Ceiling(Count),
    /// The desk's pages on a large book.
    Pages(Count),
    /// Single purchases over HTTP, each answered after its commit.
    Http(Http),
    /// The contact engine's run over every debtor with something past due.
    Contact(Contact),
    /// Notices of assignment to PDF, on one thread.
    Letters(Letters),
}

/// How large a book.
#[derive(Debug, Args)]
pub struct Contact {
    /// Debtors.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=500_000))]
    debtors: u64,
    /// Open invoices.
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    invoices: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// How many letters.
#[derive(Debug, Args)]
pub struct Letters {
    /// Notices.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=letters::LETTERS))]
    count: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// How many and how long.
#[derive(Debug, Args)]
pub struct Http {
    /// Clients that ask at the same time.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=http::CLIENTS))]
    clients: u64,
    /// How long.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=http::SECONDS))]
    seconds: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// How much.
#[derive(Debug, Args)]
pub struct Count {
    /// Invoices.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    count: u64,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Purchase(count) | Self::Ceiling(count) => say(&purchase::measure(count.count)?, count.json)?,
            Self::Pages(count) => {
                say(&pages::measure(count.count).map_err(|failure| failure.to_string())?, count.json)?;
            }
            Self::Http(how) => {
                say(&http::measure(how.clients, how.seconds).map_err(|failure| failure.to_string())?, how.json)?;
            }
            Self::Contact(how) => {
                let measured = contact::measure(how.debtors, how.invoices);
                say(&measured.map_err(|failure| failure.to_string())?, how.json)?;
            }
            Self::Letters(how) => {
                say(&letters::measure(how.count).map_err(|failure| failure.to_string())?, how.json)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn say(measured: &(impl Serialize + Display), json: bool) -> Result<(), Failure> {
    output::line(if json { serde_json::to_string(measured)? } else { measured.to_string() });
    Ok(())
}
