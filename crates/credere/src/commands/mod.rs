//! The command line: one file per command.

mod admin;
mod audit;
mod bench;
mod demo;
mod erase;
mod export;
mod import;
mod init;
mod link;
mod place;
mod post;
mod report;
mod serve;

use crate::{log, output};
use clap::{Parser, Subcommand};
use place::Data;
use std::error::Error;
use std::process::ExitCode;

/// An open platform for invoice factoring.
#[derive(Debug, Parser)]
#[command(name = "credere", version, about, arg_required_else_help = true)]
pub struct CommandLine {
    /// How the log on standard error is written.
    #[arg(long, global = true, value_name = "FORM", env = "CREDERE_LOG_FORM", default_value = "text")]
    log: log::Form,
    /// What is logged: error, warn, info, debug or trace. From info on, every request is.
    #[arg(long, global = true, value_name = "LEVEL", env = "CREDERE_LOG", default_value = "warn")]
    log_level: tracing::Level,
    #[command(subcommand)]
    command: Command,
}

impl CommandLine {
    /// Begins the log as the command line wants it.
    pub fn start_log(&self) {
        log::start(self.log, self.log_level);
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// An example book that has lived through the last seventeen weeks, served in a browser.
    Demo(demo::Demo),
    /// Open a new book in a data folder.
    Init(init::Init),
    /// The factor's desk in a browser, and the JSON API, on this machine only.
    Serve(serve::Serve),
    /// Take files in: schedules of accounts, bank statements, a portfolio of clients and debtors.
    #[command(subcommand)]
    Import(import::Import),
    /// The outbox, the mailbox and the print run, once. `credere serve` does the first two by itself.
    #[command(subcommand)]
    Post(post::Post),
    /// Links that open a debtor's or a client's own page: make one, list them, take one back.
    #[command(subcommand)]
    Link(link::Link),
    /// A report as of any business date, as it was known at any moment.
    Report(report::Report),
    /// Hand the ledger to other programs.
    #[command(subcommand)]
    Export(export::Export),
    /// Personal data of people whose time is over: show what would go, or let it go now (CO-33).
    Erase(erase::Erase),
    /// Prove the whole book: one line for each invariant that holds, or the first thing that does not.
    Audit(audit::Audit),
    /// The book as a whole: backups, and what is made of them.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Measure this machine: purchases a second, and the raw ceiling beside them.
    #[command(subcommand)]
    Bench(bench::Bench),
}

/// Whatever keeps a command from ending well.
pub type Failure = Box<dyn Error>;

/// Who acts when a person types a command.
const ACTOR: &str = "command line";

/// Runs the command.
pub fn run(line: CommandLine) -> Result<ExitCode, Failure> {
    match line.command {
        Command::Demo(demo) => demo.run(),
        Command::Init(init) => init.run(),
        Command::Serve(serve) => serve.run(),
        Command::Import(import) => import.run(),
        Command::Post(post) => post.run(),
        Command::Link(link) => link.run(),
        Command::Report(report) => report.run(),
        Command::Export(export) => export.run(),
        Command::Erase(erase) => erase.run(),
        Command::Audit(audit) => audit.run(),
        Command::Admin(admin) => admin.run(),
        Command::Bench(bench) => bench.run(),
    }
}

/// `1 invoice`, `3 invoices`.
pub(crate) fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Every line of a longer answer.
fn say_all<'a>(lines: impl IntoIterator<Item = &'a String>) {
    lines.into_iter().for_each(output::line);
}
