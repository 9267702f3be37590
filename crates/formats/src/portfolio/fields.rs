//! One table of the file while it is read: each asked-for field is taken out, what is left is unknown.
//!
//! A fault is noted and answered with nothing, so that reading goes on and every fault is found. What a
//! fault cost is not asked again: a portfolio with one problem is refused as a whole.

use crate::problem::{Place, Problem, Problems, quoted};
use crate::schedule::amount;
use domain::money::{Currency, Money, Rate};
use jiff::civil::Date;
use rust_decimal::dec;
use std::cell::RefCell;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file, where its lines begin, and what is wrong with it so far.
pub(super) struct Source<'a> {
    name: &'a str,
    line_starts: Vec<usize>,
    problems: RefCell<Problems>,
}

impl<'a> Source<'a> {
    pub(super) fn new(name: &'a str, text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        Self { name, line_starts, problems: RefCell::default() }
    }

    /// 1-based line of a byte offset.
    pub(super) fn line(&self, offset: usize) -> u64 {
        self.line_starts.partition_point(|start| *start <= offset) as u64
    }

    pub(super) fn fault(&self, line: u64, field: &str, code: &'static str, fact: impl Into<String>, remedy: &str) {
        let place = Place::file(self.name).line(line).field(field);
        self.problems.borrow_mut().push(Problem::new(code, place, fact, remedy));
    }

    /// The problems, by line.
    pub(super) fn into_problems(self) -> Problems {
        let refused = self.problems.into_inner().refused();
        let mut kept = refused.problems;
        kept.sort_by_key(|problem| problem.place.line);
        let mut problems = Problems::default();
        problems.append(crate::problem::Refused { problems: kept, more: refused.more });
        problems
    }
}

/// A table of the file.
pub(super) struct Fields<'a> {
    source: &'a Source<'a>,
    path: String,
    line: u64,
    table: DeTable<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(source: &'a Source<'a>, path: &str, line: u64, table: DeTable<'a>) -> Self {
        Self { source, path: path.to_owned(), line, table }
    }

    /// The file it stands in, for faults that are found once the table is taken apart.
    pub(super) fn source(&self) -> &'a Source<'a> {
        self.source
    }

    /// 1-based line where the table begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// A fault of a field that was read, or of the table.
    pub(super) fn fault_at(&self, line: u64, key: &str, code: &'static str, fact: impl Into<String>, remedy: &str) {
        self.source.fault(line, &self.path_of(key), code, fact, remedy);
    }

    /// Takes a field with its line.
    fn take(&mut self, key: &str) -> Option<(u64, Spanned<DeValue<'a>>)> {
        let value = self.table.remove(key)?;
        Some((self.source.line(value.span().start), value))
    }

    /// Notes that a field must be there.
    fn missing(&self, key: &str, example: &str) {
        let remedy = format!("Write it, for example {key} = {example}.");
        self.fault_at(self.line, key, "FIELD_MISSING", format!("{} is not there.", self.path_of(key)), &remedy);
    }

    fn wrong_kind(&self, line: u64, key: &str, found: &DeValue<'_>, example: &str) {
        let fact = format!("{} is {} here.", self.path_of(key), kind(found));
        self.fault_at(line, key, "FIELD_KIND", fact, &format!("Write it as in {key} = {example}."));
    }

    /// An optional field that is written as text, with its line.
    fn text_at(&mut self, key: &str, example: &str) -> Option<(u64, String)> {
        let (line, value) = self.take(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_kind(line, key, value.get_ref(), example);
            return None;
        };
        let text = text.trim();
        let remedy = format!("Write it as in {key} = {example}.");
        if text.is_empty() {
            self.fault_at(line, key, "TEXT_EMPTY", "There is nothing between the quotation marks.", &remedy);
        } else if text.chars().count() > super::TEXT_CHARS {
            let fact = format!("The text {} is longer than {} characters.", quoted(text), super::TEXT_CHARS);
            self.fault_at(line, key, "TEXT_TOO_LONG", fact, "Shorten it.");
        } else if text.chars().any(char::is_control) {
            self.fault_at(line, key, "TEXT_UNREADABLE", "The text breaks over lines.", &remedy);
        } else {
            return Some((line, text.to_owned()));
        }
        None
    }

    /// An optional text.
    pub(super) fn text(&mut self, key: &str, example: &str) -> Option<String> {
        self.text_at(key, example).map(|(_, text)| text)
    }

    /// A text that must be there.
    pub(super) fn must_text(&mut self, key: &str, example: &str) -> Option<String> {
        self.must(key, example, |fields| fields.text(key, example))
    }

    /// Reads a field, and notes it when it is not there at all.
    pub(super) fn must<T>(&mut self, key: &str, example: &str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.table.contains_key(key) {
            read(self)
        } else {
            self.missing(key, example);
            None
        }
    }

    /// An optional text that a function reads; its error is the fact.
    pub(super) fn parsed<T, E: std::fmt::Display>(
        &mut self,
        key: &str,
        example: &str,
        code: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<(u64, T)> {
        let (line, text) = self.text_at(key, example)?;
        match parse(&text) {
            Ok(value) => Some((line, value)),
            Err(error) => {
                let fact = crate::portfolio::sentence(&error.to_string());
                self.fault_at(line, key, code, fact, &format!("Write it as in {key} = {example}."));
                None
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, options: &[(&'static str, T)]) -> Option<T> {
        let example = options.first().map_or_else(String::new, |(word, _)| format!("\"{word}\""));
        let (line, text) = self.text_at(key, &example)?;
        let found = options.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
            let remedy = format!("Write one of {}.", words.join(", "));
            self.fault_at(line, key, "CHOICE_UNKNOWN", format!("{} is not one of its words.", quoted(&text)), &remedy);
        }
        found
    }

    /// Yes or no; no where it is absent.
    pub(super) fn yes(&mut self, key: &str) -> bool {
        let Some((line, value)) = self.take(key) else { return false };
        match value.get_ref() {
            DeValue::Boolean(yes) => *yes,
            other => {
                self.wrong_kind(line, key, other, "true");
                false
            }
        }
    }

    /// A whole number from 0 up.
    pub(super) fn count(&mut self, key: &str, example: &str) -> Option<u32> {
        let (line, value) = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            other => {
                self.wrong_kind(line, key, other, example);
                return None;
            }
        };
        if number.is_none() {
            let fact = format!("It is not a whole number from 0 to {}.", u32::MAX);
            self.fault_at(line, key, "NUMBER_OUTSIDE", fact, &format!("Write it as in {key} = {example}."));
        }
        number
    }

    /// A day, as TOML writes one.
    pub(super) fn date(&mut self, key: &str) -> Option<Date> {
        const EXAMPLE: &str = "2026-09-28";
        let (line, value) = self.take(key)?;
        let DeValue::Datetime(written) = value.get_ref() else {
            self.wrong_kind(line, key, value.get_ref(), EXAMPLE);
            return None;
        };
        let (Some(day), None, None) = (written.date, written.time, written.offset) else {
            self.fault_at(line, key, "DATE_UNREADABLE", "It has a time of day.", "Write the day alone.");
            return None;
        };
        let date = i16::try_from(day.year).ok().zip(i8::try_from(day.month).ok()).zip(i8::try_from(day.day).ok());
        let date = date.and_then(|((year, month), day)| Date::new(year, month, day).ok());
        if date.is_none() {
            self.fault_at(
                line,
                key,
                "DATE_UNREADABLE",
                format!("{written} is not a day of the calendar."),
                "Correct it.",
            );
        }
        date
    }

    /// An amount of a currency; nothing is noted when the currency itself could not be read.
    pub(super) fn amount(&mut self, key: &str, currency: Option<Currency>) -> Option<Money> {
        let (line, text) = self.text_at(key, "\"25000.00\"")?;
        let decimal = match amount::parse_plain(&text) {
            Ok(decimal) => decimal,
            Err(error) => {
                let fact = format!("{} cannot be read: {error}.", quoted(&text));
                let remedy = "Write digits with a point before the cents, without thousands signs: \"25000.00\".";
                self.fault_at(line, key, "AMOUNT_UNREADABLE", fact, remedy);
                return None;
            }
        };
        if decimal.is_sign_negative() && !decimal.is_zero() {
            let fact = format!("{} is below zero.", quoted(&text));
            self.fault_at(line, key, "AMOUNT_NEGATIVE", fact, "Write an amount from zero up.");
            return None;
        }
        match Money::from_decimal(decimal, currency?) {
            Ok(money) => Some(money),
            Err(error) => {
                let fact = crate::portfolio::sentence(&error.to_string());
                self.fault_at(line, key, "AMOUNT_UNREADABLE", fact, "Correct the amount; nothing is rounded here.");
                None
            }
        }
    }

    /// A share in percent, `"85 %"`; the sign of percent is what makes 0.85 and 85 unmistakable.
    pub(super) fn rate(&mut self, key: &str) -> Option<Rate> {
        let (line, text) = self.text_at(key, "\"85 %\"")?;
        let percent = text.strip_suffix('%').and_then(|number| amount::parse_plain(number.trim()).ok());
        let rate = percent.and_then(|percent| percent.checked_mul(dec!(0.01))).map(Rate::new);
        match rate {
            Some(Ok(rate)) => Some(rate),
            Some(Err(_)) => {
                let fact = format!("{} is outside 0 % to 1000 %.", quoted(&text));
                self.fault_at(line, key, "RATE_OUTSIDE", fact, "Correct it.");
                None
            }
            None => {
                let fact = format!("{} is not a share in percent.", quoted(&text));
                self.fault_at(line, key, "RATE_UNREADABLE", fact, "Write the number and the sign, as in \"85 %\".");
                None
            }
        }
    }

    /// Is the field written at all?
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A table inside this one.
    pub(super) fn table(&mut self, key: &str, example: &str) -> Option<Self> {
        let (line, value) = self.take(key)?;
        match value.into_inner() {
            DeValue::Table(table) => Some(Self::new(self.source, &self.path_of(key), line, table)),
            other => {
                self.wrong_kind(line, key, &other, example);
                None
            }
        }
    }

    /// A list of tables inside this one; none where it is absent.
    pub(super) fn tables(&mut self, key: &str, example: &str) -> Vec<Self> {
        let Some((line, value)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(list) = value.into_inner() else {
            self.fault_at(line, key, "FIELD_KIND", "It is not a list of tables.", &format!("Write {example}."));
            return Vec::new();
        };
        if list.len() > super::ENTRIES {
            let fact = format!("There are {} of them; a portfolio may have {}.", list.len(), super::ENTRIES);
            self.fault_at(line, key, "TOO_MANY_ENTRIES", fact, "Import them in several files.");
            return Vec::new();
        }
        let mut tables = Vec::with_capacity(list.len());
        for entry in list {
            let line = self.source.line(entry.span().start);
            match entry.into_inner() {
                DeValue::Table(table) => tables.push(Self::new(self.source, &self.path_of(key), line, table)),
                other => self.wrong_kind(line, key, &other, example),
            }
        }
        tables
    }

    /// A list of texts; empty where it is absent.
    pub(super) fn texts(&mut self, key: &str, example: &str) -> Vec<String> {
        let Some((line, value)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_kind(line, key, value.get_ref(), example);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(list.len());
        for entry in list {
            match entry.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => texts.push(text.trim().to_owned()),
                other => self.wrong_kind(self.source.line(entry.span().start), key, other, example),
            }
        }
        texts
    }

    /// Every field of the table as a share, by its name, with its line.
    pub(super) fn rates(mut self) -> Vec<(u64, String, Rate)> {
        let names: Vec<String> = self.table.keys().map(|name| name.get_ref().to_string()).collect();
        let line_of =
            |fields: &Self, name: &str| fields.table.get(name).map_or(0, |at| fields.source.line(at.span().start));
        names
            .into_iter()
            .filter_map(|name| {
                let line = line_of(&self, &name);
                self.rate(&name).map(|rate| (line, name, rate))
            })
            .collect()
    }

    /// What is left of the table, for a reader of its own.
    pub(super) fn into_rest(self) -> DeTable<'a> {
        self.table
    }

    /// Notes every field that nobody asked for.
    pub(super) fn finish(self) {
        self.fault_unknown();
    }

    /// [`Fields::finish`], for a table of which something is still to be said.
    pub(super) fn fault_unknown(&self) {
        for name in self.table.keys() {
            let line = self.source.line(name.span().start);
            let fact = format!("{} is not a field here.", quoted(name.get_ref()));
            let remedy = "Look for a spelling mistake, or remove it.";
            self.fault_at(line, name.get_ref(), "FIELD_UNKNOWN", fact, remedy);
        }
    }
}

/// What a value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number without quotation marks",
        DeValue::Float(_) => "a number without quotation marks",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
