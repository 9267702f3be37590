//! The factor's own wordings: which letter in which language, its text, the letter it makes, and the way back.
//!
//! A text is tried before it is kept; all its problems are told at once, each with its line. It is looked at with the facts
//! of a real pair, or with invented ones, on the page, on paper and as mail; looking keeps nothing and sends nothing. Every
//! saved text stays readable as a version.

use super::super::debtors;
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, sentence, to_fields};
use super::super::wrong::Wrong;
use super::{paper, time};
use crate::look::form::{Field, FormErrors};
use crate::look::{Badge, Noun, Page, filters};
use app::letter::{
    Origin, WordingInUse, note_review, preview, real_facts, reset_wording, review, save_wording, wording_text, wordings,
};
use app::{Error, Refusal, client_by_code};
use askama::Template;
use axum::extract::Path;
use domain::letter::{
    Condition, Element, Language, Letter, LetterKind, Placeholder, Review, required_elements, samples,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::Snapshot;
use store::kept;
use store::kept::wording::WordingVersion;

/// Most versions that the page shows.
const VERSIONS: usize = 20;

/// One letter of the list: its name, and a cell for each language.
struct Line {
    kind: &'static str,
    cells: Vec<Cell>,
}

struct Cell {
    href: String,
    /// Read aloud with the link: which letter, which language.
    about: String,
    own: bool,
    badge: Badge,
}

struct Part {
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "desk/wordings.html")]
struct ListPage {
    page: Page,
    lead: String,
    languages: Vec<&'static str>,
    parts: Vec<Part>,
}

fn badge(one: &WordingInUse) -> Badge {
    match one.origin {
        Origin::BuiltIn => Badge::neutral("comes with Credere"),
        Origin::Own => Badge::information(format!("your own, version {}", one.version)),
    }
}

fn lines(known: &[WordingInUse], to_client: bool) -> Vec<Line> {
    let kinds = LetterKind::ALL.iter().filter(|kind| kind.is_to_client() == to_client);
    kinds
        .map(|kind| Line {
            kind: kind.word(),
            cells: known
                .iter()
                .filter(|one| one.kind == *kind)
                .map(|one| Cell {
                    href: address(one.kind, one.language),
                    about: format!("{}, {}", one.kind.word(), one.language.word()),
                    own: one.origin == Origin::Own,
                    badge: badge(one),
                })
                .collect(),
        })
        .collect()
}

pub(super) async fn list(desk: Desk) -> Answer {
    let known = desk.read(|book| wordings(book)).await?;
    let own = known.iter().filter(|one| one.origin == Origin::Own).count();
    let lead = match own {
        0 => "All letters use the wordings that come with Credere.".to_owned(),
        1 => "One wording is your own; the others come with Credere.".to_owned(),
        many => format!("{many} wordings are your own; the others come with Credere."),
    };
    desk.show(&ListPage {
        page: desk.page(Noun::Letters),
        lead,
        languages: Language::ALL.iter().map(|one| one.word()).collect(),
        parts: vec![
            Part { title: "To debtors", lines: lines(&known, false) },
            Part { title: "To clients", lines: lines(&known, true) },
        ],
    })
}

/// A version that was kept.
struct Version {
    number: i64,
    saved: String,
    text: String,
    built_in: bool,
}

/// The letter that a text makes.
struct Tried {
    subject: String,
    words: String,
    told: String,
}

#[derive(Template)]
#[template(path = "desk/wording.html")]
struct WordingPage {
    page: Page,
    title: String,
    badge: Badge,
    action: String,
    own: bool,
    /// CO-31: who reviewed it and when, in a sentence; empty where no review is asked.
    reviewed: String,
    is_reviewed: bool,
    needs_review: bool,
    reviewed_by: Field,
    reviewed_on: Field,
    errors: FormErrors,
    text: Field,
    client: Field,
    debtor: Field,
    letter: Option<Tried>,
    must: Vec<(&'static str, &'static str)>,
    may: Vec<(&'static str, &'static str)>,
    names: Vec<(String, &'static str)>,
    conditions: Vec<(&'static str, &'static str)>,
    versions: Vec<Version>,
    more_versions: usize,
}

fn address(kind: LetterKind, language: Language) -> String {
    format!("/letters/wordings/{}/{}", kind.code(), language.code())
}

fn which(kind: &str, language: &str) -> Result<(LetterKind, Language), Wrong> {
    let found = LetterKind::from_code(kind).zip(Language::from_code(language));
    found.ok_or_else(|| Wrong::not_found(format!("wording {kind} in {language}")))
}

/// What the page knows.
struct Read {
    text: String,
    in_use: WordingInUse,
    versions: Vec<WordingVersion>,
    review: Option<Review>,
    /// A pair to look at the letter with: the first customer of the first client that has one.
    pair: (String, String),
}

fn a_pair(book: &mut Snapshot<'_>) -> Result<(String, String), Error> {
    for client in kept::party::clients(book)? {
        let customers = kept::view::client::customers(book, client.id, 0)?.0;
        if let Some(first) = customers.into_iter().next() {
            return Ok((client.code.to_string(), first.code));
        }
    }
    Ok(Default::default())
}

async fn read(desk: &Desk, (kind, language): (LetterKind, Language)) -> Result<Read, Wrong> {
    desk.read(move |book| {
        let in_use = wordings(book)?.into_iter().find(|one| one.kind == kind && one.language == language);
        Ok(Read {
            text: wording_text(book, kind, language)?,
            in_use: in_use.ok_or_else(|| Error::NotFound("wording".to_owned()))?,
            versions: kept::wording::versions(book, kind, language)?,
            review: review(book, kind, language)?,
            pair: a_pair(book)?,
        })
    })
    .await
}

async fn page(
    desk: &Desk,
    of: (LetterKind, Language),
    sent: Option<(&Posted, FormErrors)>,
    letter: Option<Tried>,
) -> Result<WordingPage, Wrong> {
    let (kind, language) = of;
    let read = read(desk, of).await?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let (typed, errors) = sent.map_or_else(
        || {
            let (client, debtor) = read.pair.clone();
            let fields = [("text", read.text.clone()), ("client", client), ("debtor", debtor)];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            (Posted::suggested(fields), FormErrors::default())
        },
        |(posted, errors)| (posted.clone(), errors),
    );
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.raw(name)).checked(&errors);
    let must = required_elements(kind);
    let named = |element: &Element| (element.code(), element.word());
    let more_versions = read.versions.len().saturating_sub(VERSIONS);
    Ok(WordingPage {
        page: desk.page(Noun::Letters),
        title: format!("{}, {}", kind.word(), language.word()),
        badge: badge(&read.in_use),
        action: address(kind, language),
        own: read.in_use.origin == Origin::Own,
        text: field("text", "The wording")
            .hint("A name in brackets begins a part, an empty line a paragraph; names in braces are filled in."),
        reviewed: match &read.review {
            Some(review) => {
                format!("Reviewed by {} on {}.", review.reviewed_by, Language::English.date(review.reviewed_on))
            }
            None => {
                "Not reviewed: this letter is not sent. A review counts for the saved wording, until a word is changed."
                    .to_owned()
            }
        },
        is_reviewed: read.review.is_some(),
        needs_review: kind.is_reviewed(),
        reviewed_by: field("reviewed_by", "Counsel who reviewed it").hint("Name and office.").optional(),
        reviewed_on: field("reviewed_on", "Reviewed on").optional(),
        client: field("client", "Client").optional(),
        debtor: field("debtor", "Debtor").optional(),
        letter,
        must: must.iter().map(named).collect(),
        may: Element::ALL.iter().filter(|element| !must.contains(element)).map(named).collect(),
        names: Placeholder::ALL
            .iter()
            .filter(|name| name.is_for(kind))
            .map(|name| (format!("{{{}}}", name.code()), name.word()))
            .collect(),
        conditions: Condition::ALL.iter().map(|one| (one.code(), one.word())).collect(),
        versions: read
            .versions
            .into_iter()
            .take(VERSIONS)
            .map(|one| Version {
                number: one.version,
                saved: format!("{} by {}", time(&zone, one.saved_at).0, one.saved_by),
                built_in: one.content.is_empty(),
                text: one.content,
            })
            .collect(),
        more_versions,
        errors,
    })
}

pub(super) async fn show(desk: Desk, Path((kind, language)): Path<(String, String)>) -> Answer {
    let page = page(&desk, which(&kind, &language)?, None, None).await?;
    desk.show(&page)
}

/// Browsers end lines with CR LF; the text is kept with plain ends.
fn text(posted: &Posted) -> String {
    posted.raw("text").replace("\r\n", "\n")
}

/// Problems of a text with their lines, on top of the form; those of the pair at their field.
fn by_line(error: Error, errors: &mut FormErrors) -> Result<(), Wrong> {
    let Error::Refused(refusals) = error else { return to_fields(error, &[], errors) };
    for refusal in &refusals {
        match refusal.place.as_str() {
            place @ ("client" | "debtor" | "reviewed_by" | "reviewed_on") => errors.add(place, sentence(refusal)),
            place => {
                let line = place.rsplit_once(" line ").map(|(_, line)| format!("Line {line}: "));
                errors.general.push(format!("{}{}", line.unwrap_or_default(), sentence(refusal)));
            }
        }
    }
    Ok(())
}

/// What is not in the book belongs to the field in which it was named.
fn at(field: &str, error: Error) -> Error {
    let refusal = match error {
        Error::NotFound(what) => {
            Refusal::at(field, "UNKNOWN", format!("there is no {what}"), "Write its code as in the list.")
        }
        Error::Refused(refusals) => match refusals.into_iter().next() {
            Some(first) => Refusal { place: field.to_owned(), ..first },
            None => return Error::Refused(Vec::new()),
        },
        other => return other,
    };
    Error::Refused(vec![refusal])
}

/// CO-31: who reviewed the wording that is saved, and when.
fn review_of(posted: &Posted) -> Result<(String, Date), Error> {
    let by = posted.get("reviewed_by").to_owned();
    let mut wrong = Vec::new();
    if by.is_empty() {
        wrong.push(Refusal::at(
            "reviewed_by",
            "REVIEW",
            "nobody is named",
            "Write who reviewed the words: name and office.",
        ));
    }
    match posted.get("reviewed_on").parse::<Date>() {
        Ok(on) if wrong.is_empty() => Ok((by, on)),
        Ok(_) => Err(Error::Refused(wrong)),
        Err(_) => {
            let fact = format!("\u{201c}{}\u{201d} is not a date", posted.get("reviewed_on"));
            wrong.push(Refusal::at(
                "reviewed_on",
                "DATE",
                fact,
                "Write the day of the review, for example 2026-11-02.",
            ));
            Err(Error::Refused(wrong))
        }
    }
}

/// The letter that a text makes, with the facts of a pair or, where none is named, with invented ones; and which.
async fn tried(
    desk: &Desk,
    (kind, language): (LetterKind, Language),
    posted: &Posted,
) -> Result<Result<(Letter, String), Error>, Wrong> {
    let text = text(posted);
    let (client, debtor) = (posted.get("client").to_owned(), posted.get("debtor").to_owned());
    let (factor, today) = (desk.factor.clone(), desk.today);
    let tried = desk.read(move |book| {
        if client.is_empty() && debtor.is_empty() {
            let sample = samples(kind, language).into_iter().next();
            let sample = sample.ok_or_else(|| Error::NotFound("sample of this letter".to_owned()))?;
            let told = "With invented parties and invoices. Nothing has left.".to_owned();
            return Ok(preview(&text, &sample).map(|letter| (letter, told)));
        }
        let found = (client_by_code(book, &client), debtors::by_code(book, &debtor));
        let (client, debtor) = match found {
            (Ok(client), Ok(debtor)) => (client, debtor),
            (client, debtor) => {
                let wrong = [client.err().map(|one| at("client", one)), debtor.err().map(|one| at("debtor", one))];
                return Ok(Err(all_of(wrong.into_iter().flatten())?));
            }
        };
        let real = match real_facts(book, &factor, (kind, language), today, (client.id, debtor.id)) {
            Ok(real) => real,
            Err(error @ Error::Refused(_)) => return Ok(Err(at("debtor", error))),
            Err(other) => return Err(other),
        };
        let mut told = format!("With the facts of {} and {} as the book knows them now.", client.name, debtor.name);
        if !real.invented.is_empty() {
            told.push_str(&format!(" Invented here: {}.", real.invented.join("; ")));
        }
        told.push_str(" Nothing has left.");
        Ok(preview(&text, &real.facts).map(|letter| (letter, told)))
    });
    tried.await
}

/// Several refusals as one; the first that is none comes back as it is.
fn all_of(errors: impl Iterator<Item = Error>) -> Result<Error, Error> {
    let mut all = Vec::new();
    for error in errors {
        match error {
            Error::Refused(refusals) => all.extend(refusals),
            other => return Err(other),
        }
    }
    Ok(Error::Refused(all))
}

pub(super) async fn save(desk: Desk, Path((kind, language)): Path<(String, String)>, posted: Posted) -> Answer {
    let of = which(&kind, &language)?;
    let mut errors = FormErrors::default();
    let error = match posted.get("do") {
        how @ ("preview" | "pdf" | "mail") => match tried(&desk, of, &posted).await? {
            Ok((letter, _)) if how == "pdf" => {
                let name = format!("draft-{}-{}", of.0.code().to_lowercase().replace('_', "-"), of.1.code());
                return Ok(paper::pdf_page(&name, paper::set(&desk, letter).await?));
            }
            Ok((letter, _)) if how == "mail" => return Ok(paper::as_mail(&letter)),
            Ok((letter, told)) => {
                let letter = Tried { words: letter.plain_text(), subject: letter.subject, told };
                let page = page(&desk, of, Some((&posted, errors)), Some(letter)).await?;
                return desk.show(&page);
            }
            Err(error) => error,
        },
        "review" => match review_of(&posted) {
            Err(error) => error,
            Ok((by, on)) => match desk.change(&posted, move |task| note_review(task, of.0, of.1, &by, on)).await {
                Ok(()) => {
                    let told = format!("{}, {}: the review is noted, and the letter may be sent.", of.0, of.1);
                    return Ok(desk.done(&address(of.0, of.1), told, None));
                }
                Err(error) => error,
            },
        },
        "reset" => match desk.change(&posted, move |task| reset_wording(task, of.0, of.1)).await {
            Ok(_) => {
                let told = format!("{}, {}: the wording that comes with Credere is used again.", of.0, of.1);
                return Ok(desk.done("/letters/wordings", told, None));
            }
            Err(error) => error,
        },
        _ => {
            let text = text(&posted);
            match desk.change(&posted, move |task| save_wording(task, of.0, of.1, &text)).await {
                Ok(saved) => {
                    let told = format!("{}, {}: version {} is used from now on.", of.0, of.1, saved.version);
                    return Ok(desk.done("/letters/wordings", told, None));
                }
                Err(error) => error,
            }
        }
    };
    by_line(error, &mut errors)?;
    let page = page(&desk, of, Some((&posted, errors)), None).await?;
    desk.refused(&page)
}
