//! JSON: one object; rows are objects by column key, amounts decimal strings of major units.

use crate::report::{Cell, Column, Header, Report};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Paper(report))?;
    out.write_all(b"\n")
}

struct Paper<'a>(&'a Report);

impl Serialize for Paper<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let Header { factor, client, currency, from, as_of, known_at, generated_at } = &report.header;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("report", report.id)?;
        map.serialize_entry("name", report.name)?;
        map.serialize_entry("title", report.title)?;
        map.serialize_entry("factor", factor)?;
        map.serialize_entry("client", client)?;
        map.serialize_entry("currency", currency)?;
        map.serialize_entry("from", from)?;
        map.serialize_entry("as_of", as_of)?;
        map.serialize_entry("known_at", known_at)?;
        map.serialize_entry("generated_at", generated_at)?;
        map.serialize_entry("columns", &report.columns.iter().map(Head).collect::<Vec<_>>())?;
        for (key, rows) in [("rows", &report.rows), ("subtotals", &report.subtotals), ("totals", &report.totals)] {
            map.serialize_entry(key, &Rows(&report.columns, rows))?;
        }
        map.end()
    }
}

struct Head<'a>(&'a Column);

impl Serialize for Head<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("key", self.0.key)?;
        map.serialize_entry("title", self.0.title)?;
        map.serialize_entry("kind", &format!("{:?}", self.0.kind).to_lowercase())?;
        map.end()
    }
}

struct Rows<'a>(&'a [Column], &'a [Vec<Cell>]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.1.len()))?;
        for row in self.1 {
            list.serialize_element(&Row(self.0, row))?;
        }
        list.end()
    }
}

struct Row<'a>(&'a [Column], &'a [Cell]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.1.len()))?;
        for (column, cell) in self.0.iter().zip(self.1) {
            match cell {
                Cell::Empty => map.serialize_entry(column.key, &())?,
                Cell::Text(text) => map.serialize_entry(column.key, text)?,
                Cell::Date(date) => map.serialize_entry(column.key, date)?,
                Cell::Money(money) => map.serialize_entry(column.key, &money.decimal())?,
                Cell::Number(number) | Cell::Days(number) => map.serialize_entry(column.key, number)?,
                Cell::Percent(percent) => map.serialize_entry(column.key, percent)?,
            }
        }
        map.end()
    }
}
