//! A data folder with a small book, and the program to run on it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

pub struct Program {
    folder: TempDir,
}

/// A factor with one client and one debtor, ready to buy.
const PORTFOLIO: &str = r#"
[policy.verification]
mode = "NONE"

[[client]]
code = "SELLER"
name = "Seller Works Inc."
status = "ACTIVE"
account_manager = "Somebody"

[[debtor]]
code = "BUYER"
name = "Buyer Stores Inc."
status = "ACTIVE"
limit = "900000000.00"
currency = "USD"

[[customer]]
client = "SELLER"
debtor = "BUYER"
notice = { received = 2025-11-03, evidence = "REPLIED", how = "courier's signature" }
"#;

impl Program {
    /// A book opened and filled through the command line alone.
    pub fn new() -> Self {
        let program = Self { folder: tempfile::tempdir().unwrap() };
        let data = program.data();
        let opened = program.run(&[
            "init",
            "--data",
            &data,
            "--factor",
            "Test Factor",
            "--country",
            "US",
            "--currency",
            "USD",
            "--timezone",
            "UTC",
        ]);
        assert!(opened.status.success(), "{opened:?}");
        // The agreement of the example book, for this client, from its first day.
        let example = include_str!("../../../../examples/portfolio.toml");
        let agreement = example.split("[[agreement]]").nth(1).unwrap().split("\n[[agreement]]").next().unwrap();
        let agreement = agreement.split("\n[[mapping]]").next().unwrap();
        let mut lines = String::from("[[agreement]]\n");
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        for line in agreement.trim().lines() {
            let key = line.split('=').next().unwrap_or_default().trim();
            match key {
                "client" => lines.push_str("client = \"SELLER\"\n"),
                "facility_limit" => lines.push_str("facility_limit = { amount = \"900000000.00\", basis = \"NFE\" }\n"),
                "effective_from" => writeln!(lines, "effective_from = {today}").unwrap(),
                _ => writeln!(lines, "{line}").unwrap(),
            }
        }
        let taken = program.import_text("portfolio", "portfolio.toml", &format!("{PORTFOLIO}\n{lines}"), &[]);
        assert!(taken.status.success(), "{taken:?}");
        program
    }

    pub fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// A place beside the data folder.
    pub fn place(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_credere"));
        command.args(arguments).stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Imports a text as a file of this name.
    pub fn import_text(&self, what: &str, name: &str, text: &str, more: &[&str]) -> Output {
        self.import(what, name, text.as_bytes(), more)
    }

    /// Imports bytes as a file of this name.
    pub fn import(&self, what: &str, name: &str, bytes: &[u8], more: &[&str]) -> Output {
        let path = self.write(name, bytes).display().to_string();
        let data = self.data();
        self.run(&[&["import", what, &path, "--data", &data], more].concat())
    }

    /// Starts importing a schedule and gives back the running process.
    pub fn start_schedule(&self, name: &str) -> Child {
        let path = self.folder.path().join(name).display().to_string();
        let data = self.data();
        let arguments = ["import", "schedule", &path, "--data", &data, "--client", "SELLER"];
        self.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Rows of a report in JSON.
    pub fn rows(&self, report: &str) -> Vec<serde_json::Value> {
        let data = self.data();
        let output = self.run(&["report", report, "--data", &data, "--format", "json", "--from", "2000-01-01"]);
        assert!(output.status.success(), "{output:?}");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["rows"].as_array().unwrap().clone()
    }

    pub fn audit(&self) {
        let data = self.data();
        let output = self.run(&["audit", "--data", &data]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// A schedule of `count` invoices in the built-in layout, numbered from `first`.
pub fn schedule(first: u64, count: u64) -> String {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let due = today.saturating_add(jiff::Span::new().days(30));
    let mut text = String::from("debtor,number,issued,due,amount,currency,delivered,description,order\n");
    for number in first..first + count {
        writeln!(text, "BUYER,INV-{number},{today},{due},{}.50,USD,{today},Goods,PO-{number}", 100 + number % 900)
            .unwrap();
    }
    text
}

/// What a program said on both channels.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
