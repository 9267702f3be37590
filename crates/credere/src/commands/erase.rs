//! `credere erase`

use super::{ACTOR, Data, Failure, counted, say_all};
use crate::output;
use app::App;
use app::erasure::{Due, PARTIES, due, run};
use clap::Args;
use std::process::ExitCode;

/// Personal data of people whose time is over: show what would go, or let it go now (CO-33).
///
/// `credere serve` does it by itself once a day. It cannot be undone; copies and backups of the data folder that were made
/// before still have everything.
#[derive(Debug, Args)]
pub struct Erase {
    #[command(flatten)]
    data: Data,
    /// Only show whose people would go, and why; nothing is changed.
    #[arg(long)]
    dry_run: bool,
}

impl Erase {
    pub fn run(self) -> Result<ExitCode, Failure> {
        let app = self.data.open()?;
        if self.dry_run {
            preview(&app)?;
            return Ok(ExitCode::SUCCESS);
        }
        let erased = run(&app, ACTOR);
        let outcome = erased.map(|erased| erased.to_string()).map_err(|error| error.to_string());
        app::job::record(&app, app::erasure::JOB, &outcome)?;
        output::line(format!("{}.", app::timeline::capital(&outcome?)));
        Ok(ExitCode::SUCCESS)
    }
}

fn preview(app: &App) -> Result<(), Failure> {
    let due = due(app)?;
    if due.is_empty() {
        output::line("Nobody\u{2019}s time is over; nothing would go.");
        return Ok(());
    }
    say_all(&due.iter().map(said).collect::<Vec<_>>());
    let parties = i64::try_from(due.len()).unwrap_or(i64::MAX);
    output::line(format!(
        "{} would go, at most {PARTIES} in a run. Nothing was changed.",
        counted(parties, "party\u{2019}s people", "parties\u{2019} people")
    ));
    Ok(())
}

/// `NORWELL, Norwell Grocers: 2 contacts and what was written; 24 months after 5 March 2027 were over on 5 March 2029`.
fn said(due: &Due) -> String {
    let day =
        |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.strftime("%-d %B %Y").to_string());
    let contacts = counted(i64::try_from(due.contacts).unwrap_or(i64::MAX), "contact", "contacts");
    let (months, since, until) = (due.standing.months, day(due.standing.since), day(due.standing.until));
    format!(
        "{}, {}: {contacts} and what was written; {months} months after {since} were over on {until}",
        due.code, due.name
    )
}
