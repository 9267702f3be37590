//! `credere report`

use super::{Data, Failure};
use app::report::{AgeBasis, Format, ReportKind, ReportRequest, run};
use app::{Error, client_by_code, debtor_by_code};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use std::io::{BufWriter, stdout};
use std::process::ExitCode;

/// A report as of any business date, as it was known at any moment.
#[derive(Debug, Args)]
pub struct Report {
    /// Which report.
    #[arg(value_parser = report_kind)]
    report: ReportKind,
    #[command(flatten)]
    data: Data,
    /// Of one client.
    #[arg(long, value_name = "CODE")]
    client: Option<String>,
    /// Of one debtor, for reports that can be.
    #[arg(long, value_name = "CODE")]
    debtor: Option<String>,
    /// The business date up to which bookings count; today when left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// As the book was known at this moment, for example 2026-11-20T18:00:00Z; now when left out.
    #[arg(long, value_name = "TIME")]
    known_at: Option<Timestamp>,
    /// First day of the period, for reports that have one; the first of the month when left out.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Aligned text, rows for a spreadsheet, or one JSON object.
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    format: Shape,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shape {
    Table,
    Csv,
    Json,
}

fn report_kind(name: &str) -> Result<ReportKind, String> {
    ReportKind::from_name(name).ok_or_else(|| {
        let names = ReportKind::ALL.map(ReportKind::name).join(", ");
        format!("there is no such report; choose one of {names}")
    })
}

impl Report {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        let today = app.today();
        let generated_at = app.now();
        let report = app.read(|snapshot| {
            let client = self.client.as_deref().map(|code| client_by_code(snapshot, code)).transpose()?;
            let debtor = self.debtor.as_deref().map(|code| debtor_by_code(snapshot, code)).transpose()?;
            let request = ReportRequest {
                client: client.map(|client| client.id),
                debtor: debtor.map(|debtor| debtor.id),
                as_of: self.as_of.unwrap_or(today),
                known_at: self.known_at,
                from: self.from,
                basis: AgeBasis::default(),
                per_client: false,
            };
            self.report.may_be_asked(&request).map_err(|refusal| Error::Refused(vec![refusal]))?;
            run(snapshot, self.report, &request, generated_at).map_err(Error::from)
        })?;
        let format = match self.format {
            Shape::Table => Format::Table,
            Shape::Csv => Format::Csv,
            Shape::Json => Format::Json,
        };
        report.write(format, &mut BufWriter::new(stdout().lock()))?;
        Ok(ExitCode::SUCCESS)
    }
}
