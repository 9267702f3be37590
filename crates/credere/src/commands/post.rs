//! `credere post`

use super::{ACTOR, Data, Failure, counted};
use crate::jobs;
use crate::output;
use app::post::{Printed, Worker, make_print_run, posted, print_again, undo_print_run};
use app::{App, Command};
use clap::{Args, Subcommand};
use credere::post::{LAYOUT_FILE, LetterPress, Settings, layout, settings};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The outbox, the mailbox and the print run, once. `credere serve` does the first two by itself.
#[derive(Debug, Subcommand)]
pub enum Post {
    /// Send every mail whose time has come.
    Send(Once),
    /// Read what is new in the mailbox and file it.
    Read(Once),
    /// Print every letter whose time has come: one PDF and a postal list.
    Print(Print),
    /// Say that the letters of a print run were posted: they have left.
    Posted(Run),
    /// Take a print run back before it is posted: its letters wait again.
    Undo(Run),
    /// Put the layout of letters into the data folder, to be changed there; try the one that is there.
    Layout(Once),
}

/// The book.
#[derive(Debug, Args)]
pub struct Once {
    #[command(flatten)]
    data: Data,
}

/// Letters on paper.
#[derive(Debug, Args)]
pub struct Print {
    #[command(flatten)]
    data: Data,
    /// Folder for the PDF and the list.
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Print this run once more.
    #[arg(long, value_name = "N")]
    again: Option<i64>,
}

/// A print run.
#[derive(Debug, Args)]
pub struct Run {
    /// Its number.
    #[arg(value_name = "N")]
    number: i64,
    #[command(flatten)]
    data: Data,
}

impl Post {
    pub fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Send(once) => {
                let (app, worker, settings) = once.begin()?;
                if settings.outgoing.is_none() {
                    return Err("mail.toml has no [outgoing]; name the mail server there".into());
                }
                say(jobs::send(&app, &worker, &settings, &|| true)?, "Nothing is due.");
            }
            Self::Read(once) => {
                let (app, worker, settings) = once.begin()?;
                if settings.incoming.is_none() {
                    return Err("mail.toml has no [incoming]; name the mailbox there".into());
                }
                say(jobs::receive(&app, &worker, &settings)?, "Nothing is new.");
            }
            Self::Print(print) => print.run()?,
            Self::Posted(run) => {
                let count = run.data.open()?.run(Command::system(ACTOR), move |task| posted(task, run.number))?;
                output::line(format!("Print run {}: {} left.", run.number, letters(count)));
            }
            Self::Undo(run) => {
                let count =
                    run.data.open()?.run(Command::system(ACTOR), move |task| undo_print_run(task, run.number))?;
                output::line(format!("Print run {} is undone; {} wait again.", run.number, letters(count)));
            }
            Self::Layout(once) => once.layout()?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn letters(count: usize) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "letter", "letters")
}

fn say(said: Option<String>, nothing: &str) {
    match said {
        Some(said) => output::line(format!("{said}.")),
        None => output::line(nothing),
    }
}

impl Once {
    fn begin(&self) -> Result<(App, Worker, Settings), Failure> {
        let app = self.data.open()?;
        let settings = settings(app.folder())?.ok_or_else(|| {
            format!("{} has no mail.toml; see `docs/post.md` for what stands in it", app.folder().display())
        })?;
        let worker = Worker::take(&app)?.ok_or(
            "another process does the post of this book, `credere serve` perhaps; leave it to that one, or end it",
        )?;
        Ok((app, worker, settings))
    }
}

impl Once {
    /// Writes the built-in layout where there is none yet; says whether the one that is there can be used.
    fn layout(&self) -> Result<(), Failure> {
        let app = self.data.open()?;
        let file = app.folder().join(LAYOUT_FILE);
        if file.exists() {
            layout(app.folder())?;
            output::line(format!(
                "{LAYOUT_FILE} holds: letters are set by it. Delete it to have the usual layout again."
            ));
        } else {
            let built_in = layout(app.folder())?;
            std::fs::write(&file, built_in.text())?;
            output::line(format!("Written to {}. Change it, and try it with the same command.", file.display()));
        }
        Ok(())
    }
}

impl Print {
    fn run(&self) -> Result<(), Failure> {
        let app = self.data.open()?;
        let press = LetterPress::of(&app);
        let printed = match self.again {
            Some(number) => Some(print_again(&app, &press, number)?),
            None => make_print_run(&app, &press, ACTOR)?,
        };
        let Some(printed) = printed else {
            output::line("No letter is due.");
            return Ok(());
        };
        let (pdf, list) = write(&self.out, &printed).map_err(|error| {
            let number = printed.number;
            format!("{error}; the run is marked as printed: print it with --again {number}, or take it back with `undo {number}`")
        })?;
        output::line(format!(
            "Print run {}: {} in {}, postal list in {}. Say `credere post posted {0}` when they are in the post.",
            printed.number,
            letters(printed.letters),
            pdf.display(),
            list.display()
        ));
        Ok(())
    }
}

fn write(folder: &Path, printed: &Printed) -> std::io::Result<(PathBuf, PathBuf)> {
    std::fs::create_dir_all(folder)?;
    let pdf = folder.join(format!("letters-{}.pdf", printed.number));
    let list = folder.join(format!("letters-{}.csv", printed.number));
    std::fs::write(&pdf, &printed.run.pdf)?;
    std::fs::write(&list, &printed.run.list)?;
    Ok((pdf, list))
}
