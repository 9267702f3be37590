//! Answers for many invoices by a sheet: fetched with every open invoice in it, filled in, sent back.
//!
//! The sheet is read by [`app::answer::read_sheet`]: CSV or spreadsheet, rows without an answer left alone, everything
//! wrong told at once by its row, and then nothing is done. What it will do is shown before it is done; the answers that
//! were shown are the ones that are given, whatever becomes of the file.

use super::answer::{Say, carry_out};
use super::statement::{self, Statement};
use super::{DebtorVisit, home};
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::guest::wrong::Wrong;
use crate::look::form::{Field, FormErrors};
use app::Error;
use app::answer::{AnswerOutcome, GivenAnswer, Giver, read_sheet, sheet_rows};
use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use domain::contact::Said;
use domain::money::Money;
use formats::answers::{words_of, write_csv, write_xlsx};

/// Most problems that are told at once.
const PROBLEMS: usize = 20;

#[derive(Template)]
#[template(path = "guest/debtor/sheet.html")]
struct SheetPage {
    f: Frame,
    count: usize,
    file: Field,
    name: Field,
    errors: FormErrors,
}

#[derive(Template)]
#[template(path = "guest/debtor/sheet_preview.html")]
struct PreviewPage {
    f: Frame,
    /// How many of each answer, and their sum.
    sums: Vec<(&'static str, usize, String)>,
    count: usize,
    untouched: usize,
    cases: usize,
    name: String,
    rows: String,
}

impl SheetPage {
    /// The words of the sheet, and what they say.
    fn answers(&self) -> [(&'static str, &'static str); 5] {
        let (w, [will_pay, paid, confirmed, not_received, disputed, _]) =
            (&self.f.w.answer, words_of(self.f.w.language).answers);
        [
            (confirmed, w.confirmed),
            (will_pay, w.will_pay),
            (paid, w.paid),
            (disputed, w.disputed),
            (not_received, w.not_received),
        ]
    }
}

impl PreviewPage {
    fn invoices(&self, count: &usize) -> String {
        (self.f.w.sheet.of_invoices)(*count)
    }
}

/// The sheet with every open invoice, to be filled in.
pub(super) async fn template(visit: DebtorVisit, Path((_, file)): Path<(String, String)>) -> Answer {
    let (debtor, only) = (visit.debtor, visit.only);
    let statement = visit.read(move |snapshot| app::answer::statement(snapshot, debtor, only)).await?;
    let (rows, language) = (sheet_rows(&statement), visit.words.language);
    let (kind, bytes) = match file.as_str() {
        "invoices.csv" => ("text/csv; charset=utf-8", write_csv(&rows, language)),
        "invoices.xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write_xlsx(&rows, language).map_err(|error| Error::fault("sheet", error))?,
        ),
        _ => return Err(Wrong::Nothing),
    };
    let disposition = format!("attachment; filename=\"{file}\"");
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

fn show(visit: &DebtorVisit, count: usize, sent: Option<&Sent>, errors: FormErrors) -> Answer {
    let f = visit.frame();
    let w = &f.w.sheet;
    let name = sent.map_or_else(|| visit.usual_name(), |sent| sent.raw("name").to_owned());
    let wrong = !errors.is_empty();
    let page = SheetPage {
        file: Field::new("file", w.file).hint(w.file_hint).accept(".csv,.xlsx").checked(&errors),
        name: Field::new("name", f.w.common.your_name).hint(f.w.common.your_name_hint).value(name).checked(&errors),
        count,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn page(visit: DebtorVisit) -> Answer {
    let statement = statement::of(&visit).await?;
    if statement.count == 0 {
        // A sheet without rows is of no use: the page says that nothing is open.
        return Ok(Redirect::to(&visit.base).into_response());
    }
    show(&visit, statement.count, None, FormErrors::default())
}

/// The sheet was sent (then what it will do is shown), or what was shown is to be done.
pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let statement = statement::of(&visit).await?;
    let mut errors = FormErrors::default();
    let name = sent.get("name").to_owned();
    if name.is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    if sent.get("step") == "do" {
        let answers: Vec<GivenAnswer> = serde_json::from_str(sent.raw("rows")).map_err(|_| Wrong::Form)?;
        if !errors.is_empty() {
            return show(&visit, statement.count, Some(&sent), errors);
        }
        return done(&visit, &sent, &statement, &name, answers).await;
    }
    let file = sent.files.iter().find(|file| file.field == "file").cloned();
    if file.is_none() {
        errors.add("file", visit.words.sheet.file_missing);
    }
    let Some(file) = file.filter(|_| errors.is_empty()) else {
        return show(&visit, statement.count, Some(&sent), errors);
    };
    let (guest, by, debtor) = (visit.guest.clone(), visit.speaker(&name), visit.debtor);
    let (client, contact, actor) = (visit.only, guest.contact.as_ref().map(|contact| contact.id), guest.actor());
    let rehearsed = visit
        .parsed(move |app| {
            let giver = Giver { debtor, client, by: by.clone(), contact };
            // Read before the unit: while that is open nobody else writes in the book.
            let (file, today) = ((file.name.as_str(), file.content.as_slice()), app.today());
            let answers = app.read(|snapshot| read_sheet(snapshot, &giver, file, today))?.answers;
            app.rehearse(&actor, move |task| {
                let outcome = carry_out(task, &guest, debtor, by, &answers)?;
                Ok((answers, outcome))
            })
        })
        .await;
    match rehearsed {
        Ok((answers, outcome)) => preview(&visit, &statement, &name, &answers, &outcome),
        Err(error) => refused(&visit, &statement, &sent, error),
    }
}

fn refused(visit: &DebtorVisit, statement: &Statement, sent: &Sent, error: Error) -> Answer {
    let Error::Refused(refusals) = error else { return Err(error.into()) };
    let mut errors = FormErrors::default();
    errors.general.extend(refusals.iter().take(PROBLEMS).map(|one| refusal::at_its_place(visit.words, one)));
    if refusals.len() > PROBLEMS {
        errors.general.push((visit.words.sheet.more)(refusals.len() - PROBLEMS));
    }
    show(visit, statement.count, Some(sent), errors)
}

fn preview(
    visit: &DebtorVisit,
    statement: &Statement,
    name: &str,
    answers: &[GivenAnswer],
    outcome: &AnswerOutcome,
) -> Answer {
    let f = visit.frame();
    let mut sums = Vec::new();
    for say in Say::ALL {
        let of_kind = answers.iter().filter(|answer| say_of(&answer.said) == say);
        let open: Vec<Money> =
            of_kind.filter_map(|answer| statement.find(answer.invoice)).map(|(_, line)| line.open).collect();
        if !open.is_empty() {
            let total = statement::sums(open.iter().copied())?;
            sums.push((say.label(f.w), open.len(), home::joined(&f, &total)));
        }
    }
    let page = PreviewPage {
        sums,
        count: answers.len(),
        untouched: statement.count.saturating_sub(answers.len()),
        cases: outcome.taken.iter().filter(|taken| taken.is_new && taken.case.is_some()).count(),
        name: name.to_owned(),
        rows: serde_json::to_string(answers).map_err(|error| Error::fault("sheet", error))?,
        f,
    };
    visit.show(&page)
}

const fn say_of(said: &Said) -> Say {
    match said {
        Said::WillPay { .. } => Say::WillPay,
        Said::Paid { .. } => Say::Paid,
        Said::Confirmed { .. } => Say::Confirmed,
        Said::NotReceived { .. } => Say::NotReceived,
        Said::Disputed { .. } => Say::Disputed,
        Said::WrongContact { .. } => Say::WrongContact,
    }
}

async fn done(
    visit: &DebtorVisit,
    sent: &Sent,
    statement: &Statement,
    name: &str,
    answers: Vec<GivenAnswer>,
) -> Answer {
    // Only what this link shows may be answered by it.
    if answers.iter().any(|answer| statement.find(answer.invoice).is_none()) {
        return Err(Wrong::Form);
    }
    let (by, debtor, count) = (visit.speaker(name), visit.debtor, answers.len());
    let outcome = visit.act(sent, move |task, guest| carry_out(task, guest, debtor, by, &answers)).await;
    match outcome {
        Ok(outcome) => {
            let receipt = outcome.event.map(|event| (visit.words.answer.receipt)(&event.to_string()));
            let text = (visit.words.sheet.done)(count);
            Ok(visit.done("", &format!("{text} {}", receipt.unwrap_or_default())))
        }
        Err(error) => refused(visit, statement, sent, error),
    }
}
