//! Answers for many invoices by a sheet: fetched with every open invoice in it, filled in, sent back.
//!
//! Contract: the sheet is CSV as spreadsheets write it, parted by comma, semicolon or tab, in UTF-8 or, where that does not
//! fit, Latin-1. Rows without an answer are left alone. Columns and answers may be in any of the four languages.
//! Everything wrong is told at once by its line, and then nothing is done. Limits: the upload's bytes,
//! [`statement::INVOICES`] answers, [`WORDS`] characters of words in a row.

use super::answer::{Say, carry_out};
use super::statement::{self, Line, Statement, Supplier};
use super::{DebtorVisit, home};
use crate::desk::value;
use crate::desk::view::csv_line;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::{self, Words};
use crate::guest::wrong::Wrong;
use crate::look::form::{Field, FormErrors};
use app::Error;
use app::answer::{AnswerOutcome, GivenAnswer};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::contact::Said;
use domain::dispute::DisputeReason;
use domain::letter::Language;
use domain::money::Money;

/// Longest words of a row, in characters.
const WORDS: usize = 500;
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
    fn answers(&self) -> Vec<&'static str> {
        Say::CHOOSABLE.iter().map(|say| say.label(self.f.w)).collect()
    }
}

impl PreviewPage {
    fn invoices(&self, count: &usize) -> String {
        (self.f.w.sheet.of_invoices)(*count)
    }
}

/// The sheet's columns, in order.
const fn columns(w: &Words) -> [&'static str; 10] {
    let s = &w.sheet;
    [s.supplier, s.invoice, s.issued, s.due, s.open, s.currency, s.answer, s.day, s.reason, s.words]
}

async fn statement_of(visit: &DebtorVisit) -> Result<Statement, Wrong> {
    let (debtor, only, today) = (visit.debtor, visit.only, visit.guests.web.app.today());
    let factor = visit.guests.web.app.factor();
    visit.read(move |snapshot| statement::read(snapshot, &factor, debtor, only, today)).await
}

/// The sheet with every open invoice, to be filled in.
pub(super) async fn template(visit: DebtorVisit) -> Answer {
    let statement = statement_of(&visit).await?;
    let mark = if visit.words.language == Language::English { ',' } else { ';' };
    let line = |cells: &[String]| {
        let line = csv_line(cells);
        // Spreadsheets of the continent part columns by semicolons; figures here hold no commas that are not quoted.
        if mark == ',' { line } else { requoted(cells) }
    };
    let mut text = String::from("\u{feff}");
    text.push_str(&line(&columns(visit.words).map(str::to_owned)));
    for (supplier, one) in statement.lines() {
        let open = plain_figures(one.open, visit.words.language);
        let cells = [
            supplier.name.clone(),
            one.number.clone(),
            one.issued.to_string(),
            one.due.to_string(),
            open,
            one.open.currency.to_string(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ];
        text.push_str(&line(&cells));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"invoices.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// Figures without grouping, with the language's decimal mark: what a spreadsheet of that language reads as a number.
fn plain_figures(amount: Money, language: Language) -> String {
    let figures = amount.decimal().to_string();
    if language == Language::English { figures } else { figures.replace('.', ",") }
}

/// A line parted by semicolons, every cell quoted, formulas made harmless.
fn requoted(cells: &[String]) -> String {
    let cell = |text: &String| {
        let harmless = text.starts_with(['=', '+', '@', '\t', '\r']) || (text.starts_with('-') && text.len() > 1);
        let text = if harmless { format!("'{text}") } else { text.clone() };
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    format!("{}\r\n", cells.iter().map(cell).collect::<Vec<_>>().join(";"))
}

fn show(visit: &DebtorVisit, count: usize, sent: Option<&Sent>, errors: FormErrors) -> Answer {
    let f = visit.frame();
    let w = &f.w.sheet;
    let name = sent.map_or_else(|| visit.usual_name(), |sent| sent.raw("name").to_owned());
    let wrong = !errors.is_empty();
    let page = SheetPage {
        file: Field::new("file", w.file).hint(w.file_hint).accept(".csv,text/csv").checked(&errors),
        name: Field::new("name", f.w.common.your_name).hint(f.w.common.your_name_hint).value(name).checked(&errors),
        count,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn page(visit: DebtorVisit) -> Answer {
    let statement = statement_of(&visit).await?;
    show(&visit, statement.count, None, FormErrors::default())
}

/// The sheet was sent (then what it will do is shown), or what was shown is to be done.
pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let statement = statement_of(&visit).await?;
    let mut errors = FormErrors::default();
    let name = sent.get("name").to_owned();
    if name.is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    if sent.get("step") == "do" {
        let answers: Vec<GivenAnswer> = serde_json::from_str(sent.raw("rows")).map_err(|_| Wrong::Form)?;
        // The invoices were on the page; what is no longer there is refused by the use case, by its number.
        return done(&visit, &sent, &statement, &name, answers).await;
    }
    let answers = match sent.files.iter().find(|file| file.field == "file") {
        Some(file) => read(visit.words, &statement, &file.content, &mut errors),
        None => {
            errors.add("file", visit.words.sheet.file_missing);
            Vec::new()
        }
    };
    if errors.is_empty() && answers.is_empty() {
        errors.add("file", visit.words.sheet.nothing_answered);
    }
    if !errors.is_empty() {
        return show(&visit, statement.count, Some(&sent), errors);
    }
    let (guest, by, debtor) = (visit.guest.clone(), visit.speaker(&name), visit.debtor);
    let (actor, rehearsed) = (guest.actor(), answers.clone());
    let outcome = visit
        .guests
        .web
        .apart(move |app| app.rehearse(&actor, move |task| carry_out(task, &guest, debtor, by, &rehearsed)))
        .await;
    match outcome {
        Ok(outcome) => preview(&visit, &statement, &name, &answers, &outcome),
        Err(error) => refused(&visit, &statement, &sent, error),
    }
}

fn refused(visit: &DebtorVisit, statement: &Statement, sent: &Sent, error: Error) -> Answer {
    let Error::Refused(refusals) = error else { return Err(error.into()) };
    let mut errors = FormErrors::default();
    errors.general.extend(refusals.iter().take(PROBLEMS).map(crate::desk::posted::sentence));
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
    for say in Say::CHOOSABLE {
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
            let told: Response = visit.done("", &format!("{text} {}", receipt.unwrap_or_default()));
            Ok(told)
        }
        Err(error) => refused(visit, statement, sent, error),
    }
}

/// Reads the sheet. What is wrong goes to `errors`, a line each.
fn read(w: &'static Words, statement: &Statement, bytes: &[u8], errors: &mut FormErrors) -> Vec<GivenAnswer> {
    let text = text_of(bytes);
    let head = text.lines().next().unwrap_or("");
    let delimiter = [b';', b',', b'\t']
        .into_iter()
        .max_by_key(|mark| head.bytes().filter(|byte| byte == mark).count())
        .unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let head: Vec<String> = match rows.next() {
        Some(Ok(head)) => head.iter().map(comparable).collect(),
        _ => Vec::new(),
    };
    let place = |column: usize| {
        let names: Vec<String> = Language::ALL.iter().map(|one| comparable(columns(words::of(*one))[column])).collect();
        head.iter().position(|name| names.contains(name))
    };
    let (Some(invoice), Some(answer)) = (place(1), place(6)) else {
        errors.add("file", (w.sheet.no_columns)(columns(w)[1], columns(w)[6]));
        return Vec::new();
    };
    let places = Places { supplier: place(0), invoice, answer, day: place(7), reason: place(8), words: place(9) };
    let mut answers = Vec::new();
    let mut more = 0;
    for (number, row) in (2..).zip(rows) {
        let read =
            row.map_err(|_| w.sheet.unreadable.to_owned()).and_then(|row| answer_of(w, statement, &places, &row));
        match read {
            Ok(Some(one)) => answers.push(one),
            Ok(None) => {}
            Err(_) if errors.len() >= PROBLEMS => more += 1,
            Err(problem) => errors.general.push((w.sheet.line)(&number.to_string(), &problem)),
        }
    }
    if more > 0 {
        errors.general.push((w.sheet.more)(more));
    }
    answers
}

/// Where the columns are.
struct Places {
    supplier: Option<usize>,
    invoice: usize,
    answer: usize,
    day: Option<usize>,
    reason: Option<usize>,
    words: Option<usize>,
}

/// UTF-8, with or without its mark; else Latin-1, in which every byte is a letter.
fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// A word as two sheets can be compared: small letters, no blanks at its ends.
fn comparable(text: &str) -> String {
    text.trim().trim_start_matches('\u{feff}').to_lowercase()
}

fn key(number: &str) -> String {
    number.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn answer_of(
    w: &'static Words,
    statement: &Statement,
    places: &Places,
    row: &csv::StringRecord,
) -> Result<Option<GivenAnswer>, String> {
    let cell = |place: Option<usize>| place.and_then(|place| row.get(place)).unwrap_or("").trim();
    let said = cell(Some(places.answer));
    if said.is_empty() {
        return Ok(None);
    }
    let number = cell(Some(places.invoice));
    let supplier = comparable(cell(places.supplier));
    let fits = |one: &&(&Supplier, &Line)| {
        key(&one.1.number) == key(number) && (supplier.is_empty() || comparable(&one.0.name) == supplier)
    };
    let all: Vec<(&Supplier, &Line)> = statement.lines().collect();
    let found: Vec<&(&Supplier, &Line)> = all.iter().filter(fits).collect();
    let (_, line) = match found.as_slice() {
        [one] => **one,
        [] => return Err((w.sheet.not_listed)(number)),
        _ => return Err((w.sheet.ambiguous)(number)),
    };
    let says = |say: &Say| {
        comparable(said) == say.code()
            || Language::ALL.iter().any(|one| comparable(say.label(words::of(*one))) == comparable(said))
    };
    let say = Say::CHOOSABLE.into_iter().find(says).ok_or_else(|| {
        let known: Vec<&str> = Say::CHOOSABLE.iter().map(|say| say.label(w)).collect();
        (w.sheet.no_answer)(said, &known.join(", "))
    })?;
    let words: String = cell(places.words).chars().take(WORDS).collect();
    let day = || value::date(cell(places.day)).map_err(|_| w.answer.date_wrong.to_owned());
    let said = match say {
        Say::Confirmed => Said::Confirmed { words },
        Say::WillPay => Said::WillPay { on: day()?, amount: None },
        Say::Paid => Said::Paid { on: day()?, how: words },
        Say::NotReceived => Said::NotReceived { words },
        Say::WrongContact => Said::WrongContact { words },
        Say::Disputed => {
            let given = comparable(cell(places.reason));
            let is = |reason: &&DisputeReason| {
                comparable(reason.code()) == given
                    || Language::ALL.iter().any(|one| comparable((words::of(*one).answer.reason)(**reason)) == given)
            };
            let reason = DisputeReason::ALL.iter().find(is).copied();
            let reason = if given.is_empty() && !words.is_empty() { Some(DisputeReason::Other) } else { reason };
            Said::Disputed { reason: reason.ok_or_else(|| w.answer.choose_reason.to_owned())?, amount: None, words }
        }
    };
    Ok(Some(GivenAnswer { invoice: line.id, said }))
}
