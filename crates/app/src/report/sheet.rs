//! A report as data: columns with kinds, typed cells, rows and their sums.

use super::names::Names;
use super::{ReportKind, ReportRequest};
use domain::money::{Currency, Money};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use store::Fault;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, codes, numbers of papers.
    Text,
    /// A civil date.
    Date,
    /// An amount in the currency of its row.
    Money,
    /// A count.
    Number,
    /// A number of days.
    Days,
    /// Per cent: 85 is 85 %.
    Percent,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs: `due`.
    pub key: &'static str,
    /// Its head for people: `Due`.
    pub title: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Is it added up?
    pub summed: bool,
}

impl Column {
    pub(crate) const fn text(key: &'static str, title: &'static str) -> Self {
        Self { key, title, kind: Kind::Text, summed: false }
    }

    pub(crate) const fn of(kind: Kind, key: &'static str, title: &'static str) -> Self {
        Self { key, title, kind, summed: false }
    }

    /// An amount that is added up.
    pub(crate) const fn sum(key: &'static str, title: &'static str) -> Self {
        Self { key, title, kind: Kind::Money, summed: true }
    }
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing to say.
    Empty,
    /// Words.
    Text(String),
    /// A date.
    Date(Date),
    /// An amount.
    Money(Money),
    /// A count.
    Number(i64),
    /// Days; negative before the day they are counted from.
    Days(i64),
    /// Per cent.
    Percent(Decimal),
}

impl Cell {
    /// An amount in minor units.
    pub(crate) const fn minor(minor: i64, currency: Currency) -> Self {
        Self::Money(Money::new(minor, currency))
    }

    /// Words, or nothing.
    pub(crate) fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// The amount in minor units, if it is one.
    #[must_use]
    pub const fn as_money(&self) -> Option<Money> {
        match self {
            Self::Money(money) => Some(*money),
            _ => None,
        }
    }

    /// The words, if it holds some.
    #[must_use]
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }
}

/// What stands above a report (rulebook 10, common header).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The factor's name.
    pub factor: String,
    /// Name and code of the client, when the report is of one.
    pub client: Option<String>,
    /// The one currency of all amounts; none when there are several.
    pub currency: Option<Currency>,
    /// First day of the period, where the report has one.
    pub from: Option<Date>,
    /// The business date up to which bookings count.
    pub as_of: Date,
    /// The moment as of which the book was known.
    pub known_at: Timestamp,
    /// When the report was made.
    pub generated_at: Timestamp,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The rule that defines it: `RP-02`.
    pub id: &'static str,
    /// The word by which it is asked for: `aging`.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What stands above it.
    pub header: Header,
    /// Columns.
    pub columns: Vec<Column>,
    /// Detail, in the order people read it.
    pub rows: Vec<Vec<Cell>>,
    /// Sums per debtor and currency, where the report has them.
    pub subtotals: Vec<Vec<Cell>>,
    /// Sums per currency.
    pub totals: Vec<Vec<Cell>>,
}

impl Report {
    /// A report of rows that still lacks its head.
    pub(crate) fn of(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        debug_assert!(rows.iter().all(|row| row.len() == columns.len()));
        let nobody = Header {
            factor: String::new(),
            client: None,
            currency: None,
            from: None,
            as_of: Date::ZERO,
            known_at: Timestamp::UNIX_EPOCH,
            generated_at: Timestamp::UNIX_EPOCH,
        };
        let (subtotals, totals) = (Vec::new(), Vec::new());
        Self { id: "", name: "", title: "", header: nobody, columns, rows, subtotals, totals }
    }

    pub(crate) fn head(&mut self, kind: ReportKind, request: &ReportRequest, names: &Names, generated_at: Timestamp) {
        self.id = kind.id();
        self.name = kind.name();
        self.title = kind.title();
        self.header = Header {
            factor: names.factor.name.clone(),
            client: request.client.map(|id| names.client_in_full(id)),
            currency: self.one_currency(),
            from: kind.has_period().then(|| request.first_day()),
            as_of: request.as_of,
            known_at: request.known_at.unwrap_or(generated_at),
            generated_at,
        };
    }

    fn one_currency(&self) -> Option<Currency> {
        let mut found = None;
        for money in self.rows.iter().flatten().filter_map(Cell::as_money) {
            if found.is_some_and(|other| other != money.currency) {
                return None;
            }
            found = Some(money.currency);
        }
        found
    }

    /// Place of a column.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// Adds the totals: one per currency.
    pub(crate) fn with_totals(mut self) -> Result<Self, Fault> {
        self.totals = self.sums(&[])?;
        Ok(self)
    }

    /// Adds the sums per value of some columns and currency.
    pub(crate) fn with_subtotals(mut self, by: &[&str]) -> Result<Self, Fault> {
        self.subtotals = self.sums(by)?;
        Ok(self)
    }

    /// Sums of the summed columns per value of the columns `by` and per currency, in order of both.
    fn sums(&self, by: &[&str]) -> Result<Vec<Vec<Cell>>, Fault> {
        let Some(currency) = self.place("currency") else { return Ok(Vec::new()) };
        let keys: Vec<usize> = std::iter::once(currency).chain(by.iter().filter_map(|key| self.place(key))).collect();
        let mut groups: BTreeMap<Vec<&str>, Vec<Cell>> = BTreeMap::new();
        for row in &self.rows {
            let group: Vec<&str> = keys.iter().map(|place| row[*place].as_text()).collect();
            let sum = groups.entry(group).or_insert_with(|| {
                let kept =
                    |(place, cell): (usize, &Cell)| if keys.contains(&place) { cell.clone() } else { Cell::Empty };
                row.iter().enumerate().map(kept).collect()
            });
            for (place, cell) in row.iter().enumerate().filter(|(place, _)| self.columns[*place].summed) {
                let Some(money) = cell.as_money() else { continue };
                sum[place] = Cell::Money(match &sum[place] {
                    Cell::Money(before) => {
                        before.plus(money).map_err(|error| Fault::unreadable("sum of a report", error))?
                    }
                    _ => money,
                });
            }
        }
        Ok(groups.into_values().collect())
    }

    /// Sum of a column over all rows in one currency, minor units. For tests and ties.
    #[must_use]
    pub fn total(&self, key: &str, currency: Currency) -> i64 {
        let Some(place) = self.place(key) else { return 0 };
        let amounts = self.rows.iter().filter_map(|row| row[place].as_money());
        amounts.filter(|money| money.currency == currency).map(|money| money.minor).sum()
    }
}
