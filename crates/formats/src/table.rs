//! Tables: the rows of a CSV file, with their true line numbers and named columns.
//!
//! Contract: the file is decoded once and read row by row. Line numbers are counted by line breaks
//! and survive quoted ones. A row is text and nothing else: what looks like a formula stays the
//! text that it is. Limits: file, lines, line length, field length, columns.

use crate::content::Content;
use crate::encoding::{Encoding, table_text};
use crate::limits;
use crate::problem::{Place, Problem, Problems, Refused, quoted};
use crate::schedule::amount;
use crate::schedule::date::DatePattern;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What separates the fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    /// The one of the four that the header line has most of; a tie refuses the file.
    #[default]
    Auto,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// The tabulator.
    Tab,
    /// `|`
    Pipe,
}

/// A column of the file: by its name in the header, or by its 1-based place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Column {
    /// 1-based place.
    Index(u32),
    /// Name in the header; capitals and spaces around it do not matter.
    Name(String),
}

impl From<&str> for Column {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// How a CSV file is written. Every field has a default, so a mapping names what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// What separates the fields; default: found in the header line.
    pub delimiter: Delimiter,
    /// Default: UTF-8.
    pub encoding: Encoding,
    /// `.` (the default) or `,`.
    pub decimal_sign: char,
    /// The sign between thousands, if the file uses one.
    pub grouping: Option<char>,
    /// Default: `YYYY-MM-DD`.
    pub date_format: DatePattern,
    /// Lines above the header (or above the first row) that are not part of the table.
    pub skip_rows: u64,
    /// Has the table a header? Default: yes. Without one, columns are named by their place.
    pub has_header: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            delimiter: Delimiter::Auto,
            encoding: Encoding::Utf8,
            decimal_sign: '.',
            grouping: None,
            date_format: DatePattern::iso(),
            skip_rows: 0,
            has_header: true,
        }
    }
}

impl Layout {
    /// Everything that is wrong with the layout itself.
    pub(crate) fn check(&self, place: &Place, problems: &mut Problems) {
        if !amount::signs_fit(self.decimal_sign, self.grouping) {
            problems.push(Problem::new(
                "MAPPING_SIGNS",
                place.clone().field("decimal_sign"),
                format!("The decimal sign is {:?} and the group sign {:?}.", self.decimal_sign, self.grouping),
                "Use . or , for decimals, and another of . , ' _ or a space between thousands.",
            ));
        }
        if self.skip_rows > limits::SKIPPED_ROWS {
            problems.push(Problem::new(
                "MAPPING_SKIP",
                place.clone().field("skip_rows"),
                format!("{} rows would be skipped; at most {} may be.", self.skip_rows, limits::SKIPPED_ROWS),
                "Lower the number.",
            ));
        }
    }

    /// Can this column be found in a table of this layout?
    pub(crate) fn check_column(&self, name: &str, column: &Column, place: &Place, problems: &mut Problems) {
        let (fact, remedy) = match column {
            Column::Index(0) => ("The first column has the number 1, not 0.", "Count the columns from 1."),
            Column::Index(place) if usize::try_from(*place).is_ok_and(|place| place > limits::COLUMNS) => {
                ("The place is beyond the last column that a table may have, the 512th.", "Count the columns again.")
            }
            Column::Name(text) if text.trim().is_empty() => ("The column has an empty name.", "Name the column."),
            Column::Name(_) if !self.has_header => {
                ("The column is given by name, but the table has no header.", "Give the column by its number.")
            }
            _ => return,
        };
        problems.push(Problem::new("MAPPING_COLUMN", place.clone().field(name), fact, remedy));
    }
}

/// Decodes a CSV file after its content and size were judged.
pub(crate) fn decode<'a>(file: &str, bytes: &'a [u8], layout: &Layout, wanted: &str) -> Result<Cow<'a, str>, Refused> {
    if bytes.len() > limits::CSV_BYTES {
        return Err(Problem::new(
            "FILE_TOO_LARGE",
            Place::file(file),
            format!("The file has {} bytes; a CSV file may have {}.", bytes.len(), limits::CSV_BYTES),
            "Send it in several files.",
        )
        .into());
    }
    // A file of UTF-16 without a mark is full of zero bytes; only its mapping can tell.
    let content = Content::of(bytes);
    let wide = layout.encoding == Encoding::Utf16 && content == Content::Binary;
    if let Some(problem) = content.refusal(file, wanted).filter(|_| !wide) {
        return Err(problem.into());
    }
    let text = table_text(file, bytes, layout.encoding)?;
    if let Some(offset) = text.find('\0') {
        let fact = format!("There is a zero character at offset {offset}: this is not text.");
        return Err(Problem::new("FILE_BINARY", Place::file(file), fact, format!("Give {wanted}.")).into());
    }
    Ok(text)
}

/// The rows of one decoded table.
pub(crate) struct Rows<'a> {
    file: &'a str,
    text: &'a str,
    base: usize,
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
    /// The header, trimmed; empty without one.
    header: Vec<String>,
    counted_to: usize,
    line: u64,
    rows: u64,
}

impl<'a> Rows<'a> {
    /// Opens a table and reads its header.
    pub(crate) fn open(file: &'a str, text: &'a str, layout: &Layout) -> Result<Self, Refused> {
        let mut base = 0;
        for _ in 0..layout.skip_rows {
            base += text[base..].find('\n').map_or(text.len() - base, |end| end + 1);
        }
        let line = 1 + count_lines(&text.as_bytes()[..base]);
        let delimiter = match layout.delimiter {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
            Delimiter::Auto => find_delimiter(file, &text[base..], line)?,
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(&text.as_bytes()[base..]);
        let mut rows = Self {
            file,
            text,
            base,
            reader,
            record: csv::StringRecord::new(),
            header: Vec::new(),
            counted_to: base,
            line,
            rows: 0,
        };
        if layout.has_header {
            match rows.next()? {
                Some(row) => rows.header = row.fields().map(|name| name.trim().to_owned()).collect(),
                None => {
                    let place = Place::file(file).line(rows.line);
                    return Err(Problem::new(
                        "HEADER_MISSING",
                        place,
                        "There is no header line.",
                        "Send the file with its header, or say in the mapping that it has none.",
                    )
                    .into());
                }
            }
            rows.rows = 0;
        }
        Ok(rows)
    }

    /// The header names, in order.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// 0-based place of a column; `None` when it is not there.
    pub(crate) fn find(&self, column: &Column) -> Result<Option<usize>, Refused> {
        match column {
            Column::Index(index) => {
                let index = *index as usize - 1;
                let there = self.header.is_empty() || index < self.header.len();
                Ok(there.then_some(index))
            }
            Column::Name(name) => {
                let name = name.trim().to_lowercase();
                let mut places = (0..self.header.len()).filter(|place| self.header[*place].to_lowercase() == name);
                let first = places.next();
                if places.next().is_some() {
                    return Err(Problem::new(
                        "HEADER_AMBIGUOUS",
                        Place::file(self.file).field(&name),
                        format!("The header has more than one column {}.", quoted(&name)),
                        "Give the column by its number in the mapping.",
                    )
                    .into());
                }
                Ok(first)
            }
        }
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// `TOO_MANY_LINES`, `QUOTE_OPEN`: the rest of the file cannot be told apart.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, Refused> {
        let before = self.base + usize::try_from(self.reader.position().byte()).unwrap_or(0);
        let read = self.reader.read_record(&mut self.record);
        let after = (self.base + usize::try_from(self.reader.position().byte()).unwrap_or(0)).min(self.text.len());
        if !matches!(read, Ok(true)) {
            return Ok(None);
        }
        let bytes = self.text.as_bytes();
        let start = before + bytes[before..after].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += count_lines(&bytes[self.counted_to..start]);
        self.counted_to = start;
        self.rows += 1;
        if self.rows > limits::LINES {
            let fact = format!("The file has more than {} lines.", limits::LINES);
            let place = Place::file(self.file).line(self.line);
            return Err(Problem::new("TOO_MANY_LINES", place, fact, "Send it in several files.").into());
        }
        let raw = self.text[start..after].trim_end_matches(['\r', '\n']);
        // An open quotation mark swallows every line up to the end of the file: those lines would be lost in silence.
        if after == self.text.len() && raw.contains('\n') && raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            return Err(Problem::new(
                "QUOTE_OPEN",
                Place::file(self.file).line(self.line),
                "A quotation mark opens on this line and does not close before the file ends.",
                "Close it, or double it where it is part of the text.",
            )
            .into());
        }
        Ok(Some(Row { record: &self.record, raw, line: self.line }))
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    let feeds = bytes.iter().filter(|byte| **byte == b'\n').count();
    // Old files break lines by carriage returns alone.
    let returns = if feeds == 0 { bytes.iter().filter(|byte| **byte == b'\r').count() } else { 0 };
    (feeds + returns) as u64
}

fn find_delimiter(file: &str, text: &str, line: u64) -> Result<u8, Refused> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let mut counts = [b',', b';', b'\t', b'|'].map(|sign| {
        let mut quoted = false;
        let count = first.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            *byte == sign && !quoted
        });
        (count.count(), sign)
    });
    counts.sort_unstable_by(|left, right| right.cmp(left));
    let [(most, sign), (second, _), ..] = counts;
    if most > 0 && most > second {
        return Ok(sign);
    }
    Err(Problem::new(
        "DELIMITER_UNCLEAR",
        Place::file(file).line(line),
        format!("The first line is {}: no one sign separates its columns.", quoted(first)),
        "Name the delimiter in the mapping: comma, semicolon, tab or pipe.",
    )
    .into())
}

/// One row of a table.
pub(crate) struct Row<'a> {
    record: &'a csv::StringRecord,
    /// The row as it stands in the file.
    pub(crate) raw: &'a str,
    /// 1-based line where it begins.
    pub(crate) line: u64,
}

impl<'a> Row<'a> {
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'a str> {
        self.record.iter()
    }

    /// The trimmed text of a column; empty when the row is too short.
    pub(crate) fn get(&self, place: Option<usize>) -> &'a str {
        place.and_then(|place| self.record.get(place)).unwrap_or("").trim()
    }

    /// Are all fields empty?
    pub(crate) fn is_blank(&self) -> bool {
        self.fields().all(|field| field.trim().is_empty())
    }

    /// What is wrong with the shape of the row, whatever its fields say.
    pub(crate) fn check(&self, file: &str, columns: usize, problems: &mut Problems) {
        let place = || Place::file(file).line(self.line);
        if self.raw.len() > limits::LINE_BYTES {
            let fact = format!("The line has {} bytes; a line may have {}.", self.raw.len(), limits::LINE_BYTES);
            problems.push(Problem::new(
                "LINE_TOO_LONG",
                place(),
                fact,
                "Look for a quotation mark that is not closed.",
            ));
        }
        if self.fields().any(|field| field.len() > limits::FIELD_BYTES) {
            let fact = format!("A field has more than {} bytes.", limits::FIELD_BYTES);
            problems.push(Problem::new("FIELD_TOO_LONG", place(), fact, "Shorten it."));
        }
        let extra = self.fields().skip(columns).any(|field| !field.trim().is_empty());
        if columns > 0 && extra {
            let fact = format!("The line has {} fields and the header {columns}.", self.record.len());
            let remedy = "Look for a separator inside a text, and put that text in quotation marks.";
            problems.push(Problem::new("LINE_HAS_MORE_FIELDS", place(), fact, remedy));
        }
    }
}
