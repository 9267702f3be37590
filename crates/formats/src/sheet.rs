//! Sheets that people fill in: the rows of a CSV file or of a spreadsheet (`.xlsx`), under heads that are told tolerantly.
//!
//! Contract: content decides what the file is. The first sheet that holds anything is read, its first row that holds
//! anything is the head. A head is compared without capitals, spaces and signs. A spreadsheet's amounts are taken with the
//! 15 digits that spreadsheets count with, its dates as the days they show. A CSV file is UTF-8, or Windows-1252 where it
//! is not. Limits: bytes, unpacked bytes, rows, columns, bytes of a cell, bytes of all cells together (one shared text of a
//! small spreadsheet can stand in a million cells).
//!
//! Deliberately absent: formulas (their last value counts), other sheets, colours, merged cells.

use crate::content::Content;
use crate::encoding::{Encoding, table_text};
use crate::limits;
use crate::problem::{Place, Problem, Refused, quoted};
use crate::schedule::amount;
use crate::schedule::date::{DateError, DatePattern};
use crate::table::{Layout, Rows};
use calamine::{DataRef, Reader, Xlsx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Words, or a number or date as it was written in a CSV file.
    Text(String),
    /// A number of a spreadsheet.
    Number(Decimal),
    /// A day of a spreadsheet.
    Day(Date),
}

/// One row: its 1-based line, and its cells by 0-based column.
pub(crate) type Line = (u64, BTreeMap<usize, Cell>);

/// The rows of a sheet below its head.
#[derive(Debug)]
pub(crate) struct Sheet {
    file: String,
    /// The head as it is written, and the column.
    head: Vec<(String, usize)>,
    head_line: u64,
    /// The rows that hold anything.
    pub(crate) lines: Vec<Line>,
}

/// A head or a word as it is compared: small letters and digits only.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Sheet {
    /// Reads a file of a guest.
    pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > limits::SHEET_BYTES {
            let fact = format!("The file has {} bytes; a sheet may have {}.", bytes.len(), limits::SHEET_BYTES);
            return Err(Problem::new("FILE_TOO_LARGE", Place::file(file), fact, "Send it in several files.").into());
        }
        let content = Content::of(bytes);
        let lines = match content {
            Content::Zip => spreadsheet(file, bytes)?,
            Content::Text => table(file, bytes)?,
            _ => {
                let wanted = "a CSV file or a spreadsheet (.xlsx)";
                let problem = content.refusal(file, wanted).unwrap_or_else(|| {
                    let fact = "This is an XML document.";
                    Problem::new("XML_GIVEN", Place::file(file), fact, format!("Give {wanted}."))
                });
                return Err(problem.into());
            }
        };
        let mut lines = lines.into_iter();
        let Some((head_line, head)) = lines.next() else {
            let fact = "There is nothing in the sheet.";
            return Err(Problem::new("FILE_EMPTY", Place::file(file), fact, "Send the sheet with its head.").into());
        };
        let head = head
            .into_iter()
            .filter_map(|(column, cell)| match cell {
                Cell::Text(text) => Some((text, column)),
                Cell::Number(_) | Cell::Day(_) => None,
            })
            .collect();
        Ok(Self { file: file.to_owned(), head, head_line, lines: lines.collect() })
    }

    /// The column under one of these heads, each written as [`plain`] does; the first that is there.
    pub(crate) fn column<S: AsRef<str>>(&self, names: &[S]) -> Option<usize> {
        let known: Vec<(String, usize)> = self.head.iter().map(|(name, column)| (plain(name), *column)).collect();
        names
            .iter()
            .find_map(|wanted| known.iter().find(|(name, _)| name == wanted.as_ref()))
            .map(|(_, column)| *column)
    }

    /// The head of a column as it is written.
    pub(crate) fn head(&self, column: usize) -> &str {
        self.head.iter().find(|(_, place)| *place == column).map_or("", |(name, _)| name)
    }

    /// A column that has to be there.
    pub(crate) fn needed<S: AsRef<str>>(&self, names: &[S], called: &str) -> Result<usize, Refused> {
        self.column(names).ok_or_else(|| {
            let heads: Vec<String> = self.head.iter().map(|(name, _)| quoted(name)).collect();
            let fact = format!("No column is called {}; the heads are {}.", quoted(called), heads.join(", "));
            let place = Place::file(&self.file).line(self.head_line);
            Problem::new("COLUMN_MISSING", place, fact, format!("Call the column {}.", quoted(called))).into()
        })
    }

    /// Where a cell stands.
    pub(crate) fn place(&self, line: u64, column: Option<usize>) -> Place {
        let place = Place::file(&self.file).line(line);
        match column.map(|column| self.head(column)).filter(|head| !head.is_empty()) {
            Some(head) => place.field(head),
            None => place,
        }
    }
}

/// The words of a cell; empty when it holds nothing.
pub(crate) fn words(line: &Line, column: Option<usize>) -> String {
    match column.and_then(|column| line.1.get(&column)) {
        None => String::new(),
        Some(Cell::Text(text)) => text.clone(),
        // A number that looks like an invoice number keeps its digits.
        Some(Cell::Number(number)) => number.normalize().to_string(),
        Some(Cell::Day(day)) => day.to_string(),
    }
}

/// The day in a cell: a spreadsheet's date, `2026-03-04`, or `4.3.2026`. None when the cell is empty.
pub(crate) fn day(line: &Line, column: Option<usize>) -> Result<Option<Date>, String> {
    match column.and_then(|column| line.1.get(&column)) {
        None => Ok(None),
        Some(Cell::Day(day)) => Ok(Some(*day)),
        Some(Cell::Number(number)) => Err(format!("{number} is not a date.")),
        Some(Cell::Text(text)) => {
            let dotted: DatePattern = "D.M.YYYY".parse().map_err(|error| format!("{error}"))?;
            for pattern in [DatePattern::iso(), dotted] {
                match pattern.parse(text) {
                    Ok(day) => return Ok(Some(day)),
                    Err(DateError::NoSuchDay) => return Err(format!("There is no day {}.", quoted(text))),
                    Err(_) => {}
                }
            }
            // 3/4 is a day in March to some and in April to others: it is never guessed.
            Err(format!("{} is not a date that can only be read one way.", quoted(text)))
        }
    }
}

/// The amount in a cell. None when the cell is empty.
pub(crate) fn number(line: &Line, column: Option<usize>) -> Result<Option<Decimal>, String> {
    let text = match column.and_then(|column| line.1.get(&column)) {
        None => return Ok(None),
        Some(Cell::Number(number)) => return Ok(Some(*number)),
        Some(Cell::Day(day)) => return Err(format!("{day} is a date and not an amount.")),
        Some(Cell::Text(text)) => text,
    };
    let (decimal_sign, grouping) =
        signs(text).ok_or_else(|| format!("{} can be read as thousands and as decimals.", quoted(text)))?;
    amount::parse(text, decimal_sign, grouping).map(Some).map_err(|error| format!("{}: {error}.", quoted(text)))
}

/// Decimal sign and group sign of one amount, where only one reading is possible.
fn signs(text: &str) -> Option<(char, Option<char>)> {
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let after =
        |sign: char| text.rsplit(sign).next().map_or(0, |rest| rest.chars().filter(char::is_ascii_digit).count());
    match (points, commas) {
        (0, 0) => Some(('.', None)),
        (_, 0) if points > 1 => Some((',', Some('.'))),
        (0, _) if commas > 1 => Some(('.', Some(','))),
        // One sign before three digits: thousands, or a third decimal?
        (1, 0) => (after('.') != 3).then_some(('.', None)),
        (0, 1) => (after(',') != 3).then_some((',', None)),
        _ if text.rfind('.') > text.rfind(',') => Some(('.', Some(','))),
        _ => Some((',', Some('.'))),
    }
}

/// A text that a program which opens the sheet does not take for a formula, and that no control character makes unreadable.
pub(crate) fn harmless(text: &str) -> String {
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.trim_start().starts_with(['=', '+', '-', '@', '\'']) { format!("'{text}") } else { text }
}

/// Takes back what [`harmless`] added.
fn unmarked(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

fn text_cell(text: &str) -> Option<Cell> {
    let text = text.trim();
    (!text.is_empty()).then(|| Cell::Text(unmarked(text).to_owned()))
}

fn too_many_rows(file: &str, line: u64) -> Refused {
    let fact = format!("The sheet has more than {} rows.", limits::SHEET_ROWS);
    Problem::new("TOO_MANY_LINES", Place::file(file).line(line), fact, "Send it in several sheets.").into()
}

/// Counts the text of one sheet, cell by cell.
struct Weight<'a> {
    file: &'a str,
    left: usize,
}

impl<'a> Weight<'a> {
    const fn of(file: &'a str) -> Self {
        Self { file, left: limits::SHEET_TEXT_BYTES }
    }

    fn add(&mut self, line: u64, text: &str) -> Result<(), Refused> {
        let place = || Place::file(self.file).line(line);
        if text.len() > limits::FIELD_BYTES {
            let fact = format!("A cell has {} bytes; {} are possible.", text.len(), limits::FIELD_BYTES);
            return Err(Problem::new("FIELD_TOO_LONG", place(), fact, "Shorten it.").into());
        }
        let Some(left) = self.left.checked_sub(text.len()) else {
            let fact = format!("The words of all cells have more than {} bytes.", limits::SHEET_TEXT_BYTES);
            return Err(Problem::new("SHEET_TOO_LONG", place(), fact, "Send it in several sheets.").into());
        };
        self.left = left;
        Ok(())
    }
}

/// The rows of a CSV file.
fn table(file: &str, bytes: &[u8]) -> Result<Vec<Line>, Refused> {
    // A spreadsheet program of the west saves CSV in its own code page; no text of it is valid UTF-8 by chance.
    let text = table_text(file, bytes, Encoding::Utf8).or_else(|_| table_text(file, bytes, Encoding::Windows1252))?;
    let layout = Layout { has_header: false, ..Layout::default() };
    let mut rows = Rows::open(file, &text, &layout)?;
    let mut lines = Vec::new();
    let mut weight = Weight::of(file);
    while let Some(row) = rows.next()? {
        let mut cells = BTreeMap::new();
        for (column, field) in row.fields().enumerate().take(limits::SHEET_COLUMNS as usize) {
            weight.add(row.line, field)?;
            if let Some(cell) = text_cell(field) {
                cells.insert(column, cell);
            }
        }
        if !cells.is_empty() {
            if lines.len() > limits::SHEET_ROWS {
                return Err(too_many_rows(file, row.line));
            }
            lines.push((row.line, cells));
        }
    }
    Ok(lines)
}

/// The rows of the first sheet of a spreadsheet that holds anything.
fn spreadsheet(file: &str, bytes: &[u8]) -> Result<Vec<Line>, Refused> {
    unpacks(file, bytes)?;
    // The parser is not ours, and a spreadsheet may be made to make it stumble.
    let read = std::panic::catch_unwind(|| first_sheet(file, bytes));
    read.unwrap_or_else(|_| Err(cannot_be_read(file, &"its cells do not add up")))
}

fn cannot_be_read(file: &str, why: &dyn std::fmt::Display) -> Refused {
    let fact = format!("The spreadsheet cannot be read: {}.", quoted(&why.to_string()));
    let remedy = "Save it again as .xlsx, or as CSV.";
    Problem::new("SPREADSHEET_BROKEN", Place::file(file), fact, remedy).into()
}

fn first_sheet(file: &str, bytes: &[u8]) -> Result<Vec<Line>, Refused> {
    let broken = |error: &dyn std::fmt::Display| cannot_be_read(file, error);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for name in book.sheet_names() {
        // Cell by cell: a range would reserve room for all cells between the first and the last.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let mut lines: BTreeMap<u32, BTreeMap<usize, Cell>> = BTreeMap::new();
        let mut weight = Weight::of(file);
        while let Some(found) = reader.next_cell().map_err(|error| broken(&error))? {
            let (row, column) = found.get_position();
            let line = u64::from(row) + 1;
            if column >= limits::SHEET_COLUMNS {
                continue;
            }
            if let Some(cell) = cell_of(found.get_value())? {
                if let Cell::Text(text) = &cell {
                    weight.add(line, text)?;
                }
                lines.entry(row).or_default().insert(column as usize, cell);
                if lines.len() > limits::SHEET_ROWS + 1 {
                    return Err(too_many_rows(file, line));
                }
            }
        }
        if !lines.is_empty() {
            return Ok(lines.into_iter().map(|(row, cells)| (u64::from(row) + 1, cells)).collect());
        }
    }
    Ok(Vec::new())
}

fn cell_of(value: &DataRef<'_>) -> Result<Option<Cell>, Refused> {
    Ok(match value {
        DataRef::Empty | DataRef::Error(_) => None,
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(yes) => Some(Cell::Text(if *yes { "yes" } else { "no" }.to_owned())),
        DataRef::Int(number) => Some(Cell::Number(Decimal::from(*number))),
        DataRef::Float(number) => {
            // Spreadsheets count and show with 15 digits; the ones behind are leavings of their sums.
            let digits = format!("{number:.14e}");
            Decimal::from_scientific(&digits).ok().map(|number| Cell::Number(number.normalize()))
        }
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            let date = i16::try_from(year)
                .ok()
                .zip(i8::try_from(month).ok())
                .zip(i8::try_from(day).ok())
                .and_then(|((year, month), day)| Date::new(year, month, day).ok());
            date.map(Cell::Day)
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            day.map(Cell::Day).or_else(|| text_cell(text))
        }
    })
}

/// Does the spreadsheet stay within bounds once it is unpacked? Counted by unpacking it, since its directory may lie.
fn unpacks(file: &str, bytes: &[u8]) -> Result<(), Refused> {
    let place = || Place::file(file);
    let broken =
        || Problem::new("SPREADSHEET_BROKEN", place(), "This is not a spreadsheet.", "Give a CSV or .xlsx file.");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut left = limits::SHEET_UNPACKED_BYTES;
    let mut is_book = false;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| broken())?;
        is_book |= entry.name().is_ok_and(|name| name.starts_with("xl/"));
        let read = std::io::copy(&mut entry.by_ref().take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        if read > left {
            let fact = format!("Unpacked, the spreadsheet has more than {} bytes.", limits::SHEET_UNPACKED_BYTES);
            return Err(Problem::new("FILE_TOO_LARGE", place(), fact, "Save the one sheet alone, or as CSV.").into());
        }
        left -= read;
    }
    if is_book { Ok(()) } else { Err(broken().into()) }
}
