//! `credere import`

use super::{ACTOR, Data, Failure, counted, say_all};
use crate::output::{self, Work};
use app::cash;
use app::portfolio::import_portfolio;
use app::schedule::{self, Answer, Preview};
use clap::{Args, Subcommand, ValueEnum};
use domain::invoice::guard::Verdict;
use domain::invoice::{InvoiceState, TransferMethod};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is taken in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A client's schedule of accounts: one CSV file, or UBL invoices and credit notes.
    Schedule(ScheduleFiles),
    /// Bank statements: camt.053, or CSV in Credere's own layout.
    Statement(StatementFiles),
    /// Clients, debtors, customers, agreements and mappings, as one TOML file.
    Portfolio(PortfolioFile),
}

/// A schedule of accounts.
#[derive(Debug, Args)]
pub struct ScheduleFiles {
    /// The files, or folders of files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: Data,
    /// Code of the client who offers it.
    #[arg(long, value_name = "CODE")]
    client: String,
    /// The column mapping; without it the client's only one, or the built-in layout.
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// Show what would happen, and keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// How the advance is paid.
    #[arg(long, value_enum, default_value_t = Pay::CreditTransfer)]
    pay: Pay,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pay {
    Wire,
    CreditTransfer,
}

/// Bank statements.
#[derive(Debug, Args)]
pub struct StatementFiles {
    /// The files, or folders of files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: Data,
}

/// A portfolio.
#[derive(Debug, Args)]
pub struct PortfolioFile {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

impl Import {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Schedule(files) => files.run(),
            Self::Statement(files) => files.run(),
            Self::Portfolio(file) => file.run(),
        }
    }
}

/// The files and what is in them; a folder stands for its files, by name.
pub fn read_files(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside: Vec<PathBuf> =
                std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
            inside.sort();
            files.extend(read_files(&inside)?);
        } else {
            files.push((name_of(path), read(path)?));
        }
    }
    Ok(files)
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()).into())
}

impl ScheduleFiles {
    fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        let files = read_files(&self.files)?;
        let method = match self.pay {
            Pay::Wire => TransferMethod::Wire,
            Pay::CreditTransfer => TransferMethod::CreditTransfer,
        };
        let submission = schedule::read_files(&app, &self.client, self.mapping.as_deref(), &files, method)?;
        if self.dry_run {
            say_preview(&schedule::preview(&app, ACTOR, &submission)?);
            return Ok(ExitCode::SUCCESS);
        }
        let mut work = Work::begin("deciding", submission.content.lines.len() as u64);
        let answer = schedule::submit(&app, ACTOR, &submission, &mut |progress| work.at(progress.done, progress.of))?;
        work.end();
        // What was handed in as e-invoices is there for whoever asks for a copy.
        app::document::keep_originals(&app, ACTOR, answer.schedule, &files)?;
        say_answer(&answer);
        Ok(ExitCode::SUCCESS)
    }
}

impl StatementFiles {
    fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        let files = read_files(&self.files)?;
        let mut work = Work::begin("posting", 0);
        let outcomes =
            cash::import_statement(&app, &files, None, ACTOR, &mut |progress| work.at(progress.done, progress.of))?;
        work.end();
        for outcome in outcomes {
            output::line(format!(
                "Statement {} of account {}: {}; opening {}, closing {}.",
                outcome.external_id,
                outcome.account,
                outcome.taken.word(),
                outcome.opening,
                outcome.closing
            ));
            output::line(format!(
                "  {} entries, {} known before: {} found their invoices ({}), {} wait to be matched ({}), {} are payments of ours ({}), \
                 {} other debits wait ({}).",
                outcome.entries,
                outcome.known,
                outcome.applied.count,
                outcome.applied.sum,
                outcome.waiting.count,
                outcome.waiting.sum,
                outcome.debits_booked.count,
                outcome.debits_booked.sum,
                outcome.debits_waiting.count,
                outcome.debits_waiting.sum
            ));
            for remark in &outcome.remarks {
                output::line(format!("  {remark}"));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl PortfolioFile {
    fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        let portfolio = formats::portfolio::read(&name_of(&self.file), &read(&self.file)?).map_err(app::Error::from)?;
        let taken = import_portfolio(&app, ACTOR, portfolio)?;
        output::line(format!(
            "Taken in: {} clients, {} debtors, {} customers, {} notices given before, {} agreement versions, {} contacts, {} mappings.",
            taken.clients,
            taken.debtors,
            taken.customers,
            taken.notices,
            taken.agreements,
            taken.contacts,
            taken.mappings
        ));
        Ok(ExitCode::SUCCESS)
    }
}

fn say_preview(preview: &Preview) {
    output::line(format!(
        "Control: {} lines, {} in all. Nothing is kept: this is a dry run.",
        preview.count, preview.sum
    ));
    if let Some(number) = preview.known {
        output::line(format!(
            "Exactly these files are schedule S-{number} already; submitting them again changes nothing."
        ));
    }
    let bought = preview.lines.iter().filter(|line| line.state == InvoiceState::Purchased).count();
    let waiting = preview.lines.iter().filter(|line| line.state.is_undecided()).count();
    output::line(format!(
        "Of the first {} readable lines {bought} would be bought, {waiting} would wait, {} would be refused.",
        preview.lines.len(),
        preview.lines.len() - bought - waiting
    ));
    for line in preview.lines.iter().filter(|line| line.state != InvoiceState::Purchased) {
        for finding in line.findings.iter().filter(|finding| finding.verdict != Verdict::Pass) {
            let remedy = finding.remedy.as_deref().unwrap_or_default();
            output::line(format!(
                "  line {}, {}: {} {}. {remedy}",
                line.line_no,
                line.number,
                finding.guard.code(),
                finding.facts
            ));
        }
    }
    for line in &preview.rejected {
        say_all(&line.problems);
    }
}

fn say_answer(answer: &Answer) {
    if answer.known {
        output::line(format!("These files are schedule S-{} already; nothing was done again.", answer.number));
    }
    output::line(format!("Schedule S-{}: {} lines, {} in all.", answer.number, answer.count, answer.sum));
    output::line(format!(
        "{} bought for {}, {} to the client; {} wait for a decision; {} wait for a confirmation or a notice; {} refused; {} taken off; {} unreadable.",
        answer.bought,
        answer.bought_sum,
        answer.cash,
        answer.waiting,
        answer.asked,
        answer.refused,
        counted(answer.credits, "credit note", "credit notes"),
        answer.rejected.len()
    ));
    for line in answer.lines.iter().filter(|line| line.state != InvoiceState::Purchased) {
        for finding in line.findings.iter().filter(|finding| finding.verdict != Verdict::Pass) {
            let remedy = finding.remedy.as_deref().unwrap_or_default();
            output::line(format!(
                "  line {}, {}: {} {}. {remedy}",
                line.line_no,
                line.number,
                finding.guard.code(),
                finding.facts
            ));
        }
    }
    for line in &answer.rejected {
        say_all(&line.problems);
    }
}
