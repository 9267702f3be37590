//! One file of 100,000 lines, through the front door of the release build.
//!
//! A fresh book, one client whose limits let everything through, one CSV file in the built-in layout: it is imported in one go, every line is
//! bought, and the book proves itself afterwards. How long it takes is printed, never asserted.

use crate::command::{self, MINUTE};
use crate::outcome::{Finding, Outcome};
use crate::workspace::Workspace;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const LINES: u32 = 100_000;
const LIMIT: std::time::Duration = MINUTE.saturating_mul(10);

/// One client without limits worth the name, and its customer.
pub(crate) const PORTFOLIO: &str = include_str!("portfolio.toml");

/// Imports the file and audits the book.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let folder = workspace.target().join("xtask").join("large");
    match import(workspace, &folder) {
        Ok(held) => Outcome::Passed(held),
        Err(finding) => Outcome::Failed(finding.to_string()),
    }
}

fn import(workspace: &Workspace, folder: &Path) -> Result<String, Finding> {
    let disk = |error: std::io::Error| {
        Finding::new(folder.display().to_string(), error.to_string(), "Make room, or make the folder writable")
    };
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(disk)?;
    }
    std::fs::create_dir_all(folder).map_err(disk)?;
    let run = |words: &[&str]| {
        let mut call = Command::new(workspace.credere());
        call.args(words).current_dir(folder);
        println!("$ {}", command::shown(&call));
        command::capture(&mut call, LIMIT)
    };
    let today = command::capture(Command::new("date").args(["-u", "+%F"]), LIMIT)?;
    let due = command::capture(Command::new("date").args(["-u", "-d", "+30 days", "+%F"]), LIMIT)?;
    let (today, due) = (today.trim(), due.trim());
    let mut lines = String::from("debtor,number,issued,due,amount,currency,delivered,description,order\n");
    for number in 0..LINES {
        // Writing to a text cannot fail.
        let _ = writeln!(lines, "BUYER,INV-{number},{today},{due},{}.25,USD,,Goods,", 100 + number % 900);
    }
    std::fs::write(folder.join("portfolio.toml"), PORTFOLIO).map_err(disk)?;
    std::fs::write(folder.join("large.csv"), lines).map_err(disk)?;
    run(&[
        "init",
        "--data",
        "book",
        "--factor",
        "Large Factor",
        "--country",
        "US",
        "--currency",
        "USD",
        "--timezone",
        "UTC",
    ])?;
    run(&["import", "portfolio", "portfolio.toml", "--data", "book"])?;
    let begun = Instant::now();
    let said = run(&["import", "schedule", "large.csv", "--data", "book", "--client", "SELLER"])?;
    let seconds = begun.elapsed().as_secs_f32();
    if !said.contains(&format!("{LINES} bought")) {
        let fact = format!("not every line was bought: {}", said.lines().take(3).collect::<Vec<_>>().join(" "));
        return Err(Finding::new("large.csv", fact, "Look at the guards that refused"));
    }
    run(&["audit", "--data", "book"])?;
    Ok(format!("{LINES} lines imported in {seconds:.1} s, and the book proves itself"))
}
