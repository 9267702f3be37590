//! `credere bench`

use super::Failure;
use crate::bench::filled::Size;
use crate::bench::ground::Ground;
use crate::bench::{aging, cash, contact, growth, http, letters, pages, purchase};
use crate::output;
use clap::{Args, Subcommand};
use serde::Serialize;
use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;
use store::Place;

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
    /// Cash application: one bank statement against many open invoices, with the raw ceiling of the same rows.
    Cash(Cash),
    /// The ageing of a large book as of a past date, and as it was known at a past moment.
    Aging(Aging),
    /// Single and bulk purchases with ever more invoices in the book.
    Growth(Growth),
}

/// Where the book goes and how the answer is written.
#[derive(Debug, Args)]
pub struct How {
    /// Make the book in a temporary folder here, instead of where the system keeps temporary files.
    #[arg(long = "in", value_name = "DIR")]
    under: Option<PathBuf>,
    /// Make the books in this PostgreSQL database instead. They stay there.
    #[arg(long, value_name = "URL", hide_env_values = true, value_parser = super::place::address)]
    database: Option<Place>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl How {
    fn say<M: Serialize + Display, E: Display>(
        &self,
        measure: impl FnOnce(&Ground) -> Result<M, E>,
    ) -> Result<(), Failure> {
        let measured =
            measure(&Ground::new(self.under.clone(), self.database.clone())).map_err(|failure| failure.to_string())?;
        output::line(if self.json { serde_json::to_string(&measured)? } else { measured.to_string() });
        Ok(())
    }
}

/// A book with many open invoices.
#[derive(Debug, Args)]
pub struct Large {
    /// Open invoices.
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10..=5_000_000))]
    invoices: u64,
    /// Debtors that owe them, each the same number.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    debtors: u64,
    /// Keep the filled book in this folder, or use the one kept there: filling takes most of the time.
    #[arg(long, value_name = "DIR")]
    kept: Option<PathBuf>,
}

impl Large {
    fn size(&self) -> Size {
        Size { invoices: self.invoices, debtors: self.debtors }
    }
}

/// How many lines against how many invoices.
#[derive(Debug, Args)]
pub struct Cash {
    /// Lines of the statement.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    lines: u64,
    #[command(flatten)]
    book: Large,
    #[command(flatten)]
    how: How,
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
    #[command(flatten)]
    how: How,
}

/// How many letters.
#[derive(Debug, Args)]
pub struct Letters {
    /// Notices.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=letters::LETTERS))]
    count: u64,
    #[command(flatten)]
    how: How,
}

/// How large a book.
#[derive(Debug, Args)]
pub struct Aging {
    #[command(flatten)]
    book: Large,
    #[command(flatten)]
    how: How,
}

/// How large the book grows.
#[derive(Debug, Args)]
pub struct Growth {
    /// Invoices in the book when it is measured, the smallest number first.
    #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000],
        value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    invoices: Vec<u64>,
    #[command(flatten)]
    how: How,
}

/// How many and how long.
#[derive(Debug, Args)]
pub struct Http {
    /// Clients that ask at the same time.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=http::CLIENTS))]
    clients: u64,
    /// Books that they buy for, each with its own server.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=http::BOOKS))]
    books: u64,
    /// How long.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=http::SECONDS))]
    seconds: u64,
    #[command(flatten)]
    how: How,
}

/// How much.
#[derive(Debug, Args)]
pub struct Count {
    /// Invoices.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=5_000_000))]
    count: u64,
    #[command(flatten)]
    how: How,
}

impl Bench {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Purchase(it) | Self::Ceiling(it) => it.how.say(|ground| purchase::measure(ground, it.count)),
            Self::Pages(it) => it.how.say(|ground| pages::measure(ground, it.count)),
            Self::Http(it) => it.how.say(|ground| http::measure(ground, it.clients, it.books, it.seconds)),
            Self::Contact(it) => it.how.say(|ground| contact::measure(ground, it.debtors, it.invoices)),
            Self::Aging(it) => it.how.say(|ground| aging::measure(ground, it.book.size(), it.book.kept.as_deref())),
            Self::Growth(it) => it.how.say(|ground| growth::measure(ground, &it.invoices)),
            Self::Letters(it) => it.how.say(|_| letters::measure(it.count)),
            Self::Cash(it) => {
                it.how.say(|ground| cash::measure(ground, it.lines, it.book.size(), it.book.kept.as_deref()))
            }
        }?;
        Ok(ExitCode::SUCCESS)
    }
}
