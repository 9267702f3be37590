//! `credere export`

use super::{Data, Failure};
use app::export::{LedgerFormat, ledger};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;
use store::kept::history::Scope;

/// What is handed to other programs.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// The whole ledger, journal by journal.
    Ledger(Ledger),
}

/// The ledger.
#[derive(Debug, Args)]
pub struct Ledger {
    #[command(flatten)]
    data: Data,
    /// For which program.
    #[arg(long, value_enum)]
    format: Shape,
    /// Value dates up to this day; today when left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// As the book was known at this moment; now when left out.
    #[arg(long, value_name = "TIME")]
    known_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shape {
    Hledger,
    Beancount,
    Csv,
}

impl Export {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let Self::Ledger(asked) = self;
        let app = asked.data.open()?;
        let format = match asked.format {
            Shape::Hledger => LedgerFormat::Hledger,
            Shape::Beancount => LedgerFormat::Beancount,
            Shape::Csv => LedgerFormat::Csv,
        };
        let scope =
            Scope { client: None, from: None, until: asked.as_of.unwrap_or(app.today()), known_at: asked.known_at };
        let mut out = BufWriter::new(stdout().lock());
        app.book.read(|snapshot| ledger(snapshot, &scope, format, &mut out))?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
