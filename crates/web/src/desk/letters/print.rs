//! Paper: what waits to be printed, the print runs, and that they were posted.
//!
//! A run is printed, then posted by a person who says so here; until then it can be printed again and undone. Limits:
//! [`RUNS`] runs on the page; [`WAITING`] letters are listed; a run has at most [`app::post::PRINT_RUN`].

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::view::csv_file;
use super::super::wrong::Wrong;
use super::paper::pdf_file;
use super::time;
use crate::LetterPress;
use crate::look::facts::Empty;
use crate::look::form::FormErrors;
use crate::look::format::{counted, day};
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use app::post::{Printed, make_print_run, posted as was_posted, print_again, undo_print_run};
use askama::Template;
use axum::extract::Path;
use domain::contact::{Channel, MessageState};
use jiff::tz::TimeZone;
use store::kept;
use store::kept::message::Message;
use store::kept::print_batch::{PrintBatch, PrintState};

/// Print runs on the page.
const RUNS: i64 = 30;
/// Waiting letters that are listed.
const WAITING: i64 = 500;

/// A letter in a list.
struct Line {
    number: i64,
    what: &'static str,
    subject: String,
    address: String,
    at: String,
    iso: String,
}

impl Line {
    fn of(message: Message, zone: &TimeZone) -> Self {
        let (at, iso) = time(zone, message.send_after);
        let address = message.body.letter.map(|letter| letter.address.join(", ")).unwrap_or(message.recipient);
        Self { number: message.number, what: message.purpose.word(), subject: message.subject, address, at, iso }
    }
}

/// A print run in the list.
struct Run {
    number: i64,
    letters: usize,
    made: String,
    iso: String,
    by: String,
    badge: Badge,
    open: bool,
}

impl Run {
    fn of(batch: &PrintBatch, zone: &TimeZone) -> Self {
        let (made, iso) = time(zone, batch.made_at);
        let badge = match (&batch.state, &batch.body.posted) {
            (PrintState::Printed, _) => Badge::attention("printed; waits to be posted"),
            (PrintState::Posted, Some((on, by))) => Badge::good(format!("posted on {} by {by}", day(*on))),
            (PrintState::Posted, None) => Badge::good("posted"),
            (PrintState::Undone, _) => Badge::neutral("undone; destroy the paper"),
        };
        Self {
            number: batch.number,
            letters: batch.body.messages.len(),
            made,
            iso,
            by: batch.body.made_by.clone(),
            badge,
            open: batch.state == PrintState::Printed,
        }
    }
}

#[derive(Template)]
#[template(path = "desk/print.html")]
struct PrintPage {
    page: Page,
    lead: String,
    errors: FormErrors,
    ready: Vec<Line>,
    later: Vec<Line>,
    runs: Vec<Run>,
    empty: Empty,
}

async fn page(desk: &Desk, errors: FormErrors) -> Result<PrintPage, Wrong> {
    let now = desk.web.app.now().as_microsecond();
    let (waiting, runs) = desk
        .read(|book| {
            let waiting = kept::message::due(book, Channel::Letter, MessageState::Queued, i64::MAX, WAITING)?;
            Ok((waiting, kept::print_batch::newest(book, RUNS)?))
        })
        .await?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|message| message.send_after <= now);
    let lines = |messages: Vec<Message>| messages.into_iter().map(|message| Line::of(message, &zone)).collect();
    let unposted = runs.iter().filter(|run| run.state == PrintState::Printed).count();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let lead = match (ready.len(), unposted) {
        (0, 0) => "No letter waits for paper.".to_owned(),
        (0, runs) => format!("{} to be posted.", counted(count(runs), "print run waits", "print runs wait")),
        (ready, _) => format!("{} to be printed.", counted(count(ready), "letter waits", "letters wait")),
    };
    Ok(PrintPage {
        page: desk.page(Noun::Letters),
        lead,
        errors,
        ready: lines(ready),
        later: lines(later),
        runs: runs.iter().map(|run| Run::of(run, &zone)).collect(),
        empty: Empty {
            title: "No letter waits for paper".to_owned(),
            text: "Notices and formal letters that travel by post are printed here once a day, with the list for the post."
                .to_owned(),
            action: Some(("All letters".to_owned(), "/letters".to_owned())),
        },
    })
}

pub(super) async fn list(desk: Desk) -> Answer {
    let page = page(&desk, FormErrors::default()).await?;
    desk.show(&page)
}

/// Makes a print run. Asked twice, the second finds nothing left to print.
pub(super) async fn make(desk: Desk, _: Posted) -> Answer {
    let made = desk.apart(move |app| {
        let press = LetterPress::of(app);
        Ok(make_print_run(app, &press, ACTOR)?.map(|run| (run.number, run.letters)))
    });
    let made = made.await;
    match made {
        Ok(Some((number, letters))) => {
            let letters = counted(i64::try_from(letters).unwrap_or(i64::MAX), "letter", "letters");
            let text = format!("Print run R-{number} has {letters}. Print the PDF, post it, then say so here.");
            Ok(desk.done(&format!("/letters/print/{number}"), text, None))
        }
        Ok(None) => Ok(desk.done("/letters/print", "Nothing may leave on paper now.", None)),
        Err(error) => {
            let mut errors = FormErrors::default();
            to_fields(error, &[], &mut errors)?;
            let page = page(&desk, errors).await?;
            desk.refused(&page)
        }
    }
}

#[derive(Template)]
#[template(path = "desk/print_run.html")]
struct RunPage {
    page: Page,
    errors: FormErrors,
    run: Run,
    lines: Vec<Line>,
}

async fn run_page(desk: &Desk, number: i64, errors: FormErrors) -> Result<RunPage, Wrong> {
    let (batch, letters) = desk
        .read(move |book| {
            let missing = || Error::NotFound(format!("print run R-{number}"));
            let batch = kept::print_batch::get(book, number)?.ok_or_else(missing)?;
            let mut letters = Vec::with_capacity(batch.body.messages.len());
            for id in &batch.body.messages {
                letters.extend(kept::message::get(book, *id)?);
            }
            Ok((batch, letters))
        })
        .await?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    Ok(RunPage {
        page: desk.page(Noun::Letters),
        errors,
        run: Run::of(&batch, &zone),
        lines: letters.into_iter().map(|letter| Line::of(letter, &zone)).collect(),
    })
}

pub(super) async fn show(desk: Desk, Path(number): Path<i64>) -> Answer {
    let page = run_page(&desk, number, FormErrors::default()).await?;
    desk.show(&page)
}

async fn again(desk: &Desk, number: i64) -> Result<Printed, Wrong> {
    Ok(desk.apart(move |app| print_again(app, &LetterPress::of(app), number)).await?)
}

pub(super) async fn pdf(desk: Desk, Path(number): Path<i64>) -> Answer {
    Ok(pdf_file(&format!("print-run-{number}"), again(&desk, number).await?.run.pdf))
}

pub(super) async fn postal_list(desk: Desk, Path(number): Path<i64>) -> Answer {
    let list = again(&desk, number).await?.run.list;
    Ok(csv_file(&format!("print-run-{number}.csv"), String::from_utf8_lossy(&list).into_owned()))
}

async fn moved(desk: &Desk, number: i64, done: Result<usize, Error>, text: &str) -> Answer {
    match done {
        Ok(count) => {
            let letters = counted(i64::try_from(count).unwrap_or(i64::MAX), "letter", "letters");
            Ok(desk.done(&format!("/letters/print/{number}"), format!("{text}: {letters}."), None))
        }
        Err(error) => {
            let mut errors = FormErrors::default();
            to_fields(error, &[], &mut errors)?;
            let page = run_page(desk, number, errors).await?;
            desk.refused(&page)
        }
    }
}

pub(super) async fn posted(desk: Desk, Path(number): Path<i64>, sent: Posted) -> Answer {
    let done = desk.change(&sent, move |task| was_posted(task, number)).await;
    moved(&desk, number, done, "Posted").await
}

pub(super) async fn undo(desk: Desk, Path(number): Path<i64>, sent: Posted) -> Answer {
    let done = desk.change(&sent, move |task| undo_print_run(task, number)).await;
    moved(&desk, number, done, "The run is undone; these wait again, and its paper is to be destroyed").await
}
