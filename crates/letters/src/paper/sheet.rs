//! A letter as the layout sees it: texts and numbers, never markup.
//!
//! The fields are described for the factor at the top of `layouts/letter.typ`; the two must say the same.

mod guess;

use super::{Error, Paper, fonts::FONTS};
use crate::qr;
use crate::words::{LONG_IN_CELL, LONG_IN_TEXT, breakable, clean};
use domain::letter::{Block, Letter};
use serde::Serialize;

/// How generously a letter is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Fit {
    /// As designed.
    Roomy,
    /// A little smaller, where that saves a page.
    Snug,
    /// Smaller still.
    Close,
    /// As small as a letter may be, where that saves a page.
    Tight,
}

impl Fit {
    /// From generous to small.
    pub const ALL: [Self; 4] = [Self::Roomy, Self::Snug, Self::Close, Self::Tight];
}

/// All letters of one document.
#[derive(Debug, Serialize)]
pub(crate) struct Run<'a> {
    /// The document's title.
    pub title: &'a str,
    /// Who wrote it.
    pub author: &'a str,
    /// Its date: year, month, day.
    pub dated: (i16, i8, i8),
    /// Its language.
    pub language: &'static str,
    /// The letters.
    pub letters: &'a [Sheet],
}

/// One letter.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sheet {
    paper: Paper,
    pub fit: Fit,
    pub pages: Option<usize>,
    pub language: &'static str,
    #[serde(skip)]
    pub dated: (i16, i8, i8),
    kind: &'static str,
    voice: &'static str,
    letterhead: Vec<String>,
    sent_by: Option<String>,
    sender: Option<String>,
    address: Vec<String>,
    date: String,
    pub subject: String,
    greeting: String,
    blocks: Vec<Part>,
    closing: String,
    signatory: Vec<String>,
    check: Option<Check>,
    footer: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
enum Part {
    Paragraph {
        element: &'static str,
        paragraphs: Vec<Vec<String>>,
    },
    Rows {
        element: &'static str,
        rows: Vec<(String, String)>,
    },
    Table {
        element: &'static str,
        heading: String,
        align: Vec<&'static str>,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
        total: Vec<String>,
    },
    Answers {
        element: &'static str,
        links: Vec<(String, String)>,
    },
}

#[derive(Debug, Clone, Serialize)]
struct Check {
    code: String,
    address: String,
    qr: String,
}

impl Sheet {
    /// Makes the data of a letter.
    ///
    /// # Errors
    /// Every sign that no embedded font has, and a check address too long for its code.
    pub fn of(letter: &Letter, paper: Paper) -> Result<Self, Error> {
        let mut writer = Writer::default();
        let check = match &letter.check {
            None => None,
            Some((code, address)) => Some(Check {
                code: writer.line("the check code", code),
                address: writer.line("the check address", address),
                qr: qr::svg(address)?,
            }),
        };
        let sheet = Self {
            paper,
            fit: Fit::Roomy,
            pages: None,
            language: letter.language.code(),
            dated: (letter.dated.year(), letter.dated.month(), letter.dated.day()),
            kind: letter.kind.code(),
            voice: letter.voice.code(),
            sender: sender(&letter.letterhead).map(|text| clean(&text)),
            letterhead: writer.lines("the letterhead", &letter.letterhead),
            sent_by: letter.sent_by.as_deref().map(|text| writer.line("the line under the letterhead", text)),
            address: writer.lines("the address", &letter.address),
            date: writer.line("the date", &letter.date_line),
            subject: writer.line("the subject", &letter.subject),
            greeting: writer.line("the greeting", &letter.greeting),
            blocks: letter.blocks.iter().map(|block| part(&mut writer, block)).collect(),
            closing: writer.line("the closing", &letter.closing),
            signatory: writer.lines("the signatory", &letter.signatory),
            check,
            footer: writer.lines("the footer", &letter.footer),
        };
        if writer.missing.is_empty() { Ok(sheet) } else { Err(Error::NoShape(writer.missing)) }
    }

    /// The fit to begin with.
    pub fn likely_fit(&self) -> Fit {
        guess::guess(self)
    }

    /// Who wrote it.
    pub fn author(&self) -> &str {
        self.letterhead.first().map_or("", String::as_str)
    }

    /// Every text that must be found on its pages, without marks for breaking.
    pub fn texts(&self) -> Vec<String> {
        let mut texts: Vec<&String> = Vec::new();
        texts.extend(&self.letterhead);
        texts.extend(&self.sent_by);
        texts.extend(&self.address);
        texts.extend([&self.date, &self.subject, &self.greeting, &self.closing]);
        texts.extend(&self.signatory);
        texts.extend(&self.footer);
        texts.extend(self.check.iter().flat_map(|check| [&check.code, &check.address]));
        for part in &self.blocks {
            match part {
                Part::Paragraph { paragraphs, .. } => texts.extend(paragraphs.iter().flatten()),
                Part::Rows { rows, .. } => texts.extend(rows.iter().flat_map(|(name, value)| [name, value])),
                Part::Table { heading, head, rows, total, .. } => {
                    texts.push(heading);
                    texts.extend(head.iter().chain(rows.iter().flatten()).chain(total));
                }
                Part::Answers { links, .. } => texts.extend(links.iter().flat_map(|(word, place)| [word, place])),
            }
        }
        texts.into_iter().map(|text| clean(text)).filter(|text| !text.trim().is_empty()).collect()
    }
}

/// Cleans texts and remembers what cannot be written.
#[derive(Default)]
struct Writer {
    missing: Vec<super::NoShape>,
}

impl Writer {
    fn write(&mut self, place: &str, text: &str, longest: usize) -> String {
        let text = clean(text);
        for sign in text.chars() {
            let known = FONTS.can_write(sign) || self.missing.iter().any(|one| one.sign == sign);
            if !known {
                self.missing.push(super::NoShape { place: place.to_owned(), text: text.clone(), sign });
            }
        }
        breakable(&text, longest)
    }

    fn line(&mut self, place: &str, text: &str) -> String {
        self.write(place, text, LONG_IN_TEXT).replace('\n', " ")
    }

    /// As many cells as the table has columns: a short row must not pull the next one up.
    fn row(&mut self, row: &[String], columns: usize) -> Vec<String> {
        let mut cells: Vec<String> =
            row.iter().map(|cell| self.write("a table", cell, LONG_IN_CELL).replace('\n', " ")).collect();
        cells.resize(columns, String::new());
        cells
    }

    fn lines(&mut self, place: &str, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.line(place, text)).collect()
    }
}

fn part(writer: &mut Writer, block: &Block) -> Part {
    let element = block.element().code();
    match block {
        Block::Paragraph { text, .. } => {
            let text = writer.write("the text", text, LONG_IN_TEXT);
            let paragraphs = text
                .split("\n\n")
                .map(|one| one.trim_matches('\n').lines().map(str::to_owned).collect::<Vec<_>>())
                .filter(|one| !one.is_empty())
                .collect();
            Part::Paragraph { element, paragraphs }
        }
        Block::Rows { rows, .. } => Part::Rows {
            element,
            rows: rows
                .iter()
                .map(|(name, value)| (writer.line("the facts", name), writer.line("the facts", value)))
                .collect(),
        },
        Block::Table { heading, head, rows, total, .. } => {
            let columns = rows.iter().chain([head, total]).map(Vec::len).max().unwrap_or(0);
            Part::Table {
                element,
                heading: writer.line("the heading of a table", heading),
                align: (0..columns).map(|column| side(column, rows, total)).collect(),
                head: writer.row(head, columns),
                rows: rows.iter().map(|row| writer.row(row, columns)).collect(),
                total: writer.row(total, columns),
            }
        }
        Block::Answers { links, .. } => Part::Answers {
            element,
            links: links
                .iter()
                .map(|(word, place)| (writer.line("the answers", word), writer.line("the answers", place)))
                .collect(),
        },
    }
}

/// Amounts stand right: in each of the column's cells there are figures and at most a currency, and it is no date.
pub(crate) fn side(column: usize, rows: &[Vec<String>], total: &[String]) -> &'static str {
    let mut cells = rows.iter().map(Vec::as_slice).chain([total]).filter_map(|row| row.get(column)).peekable();
    let amounts = cells.peek().is_some() && cells.all(|cell| is_amount(cell));
    if column > 0 && amounts { "right" } else { "left" }
}

fn is_amount(cell: &str) -> bool {
    let letters = cell.chars().filter(|sign| sign.is_alphabetic()).count();
    let date = cell.chars().count() == "04.03.2026".len()
        && (cell.matches('.').count() == 2 || cell.matches('/').count() == 2 || cell.matches('-').count() == 2);
    letters <= 3 && !date && !cell.chars().any(char::is_lowercase)
}

/// The line over the address: name, street and town of the letterhead, up to the first telephone or mail address.
fn sender(letterhead: &[String]) -> Option<String> {
    /// Name, two lines of street, town.
    const LINES: usize = 4;
    let figures = |line: &str| line.chars().filter(char::is_ascii_digit).count();
    let lines: Vec<&str> = letterhead
        .iter()
        .map(String::as_str)
        .take_while(|line| !line.contains(['@', '+']) && !line.contains("://") && figures(line) <= 8)
        .take(LINES)
        .collect();
    // A name alone helps nobody to send the letter back.
    (lines.len() > 1).then(|| lines.join(" · "))
}
