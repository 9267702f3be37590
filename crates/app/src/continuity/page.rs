//! The pages of the kit: whole in themselves, printable, without script and without anything from elsewhere.

use super::{Kit, day, day_of};
use crate::Error;
use crate::report::{Kind, Report, figures};
use askama::Template;
use domain::money::Money;
use domain::party::Factor;
use domain::proof::Proof;
use jiff::civil::Date;

/// The first page.
#[derive(Template)]
#[template(path = "continuity/index.html")]
pub(super) struct Index {
    factor: String,
    as_of: String,
    taken_at: String,
    version: String,
    chain: String,
    audit: Vec<(String, String)>,
    broken: Option<String>,
    clients: Vec<IndexRow>,
    unprepared: Vec<String>,
}

/// A client on the first page.
pub(super) struct IndexRow {
    pub code: String,
    pub name: String,
    pub employed: Vec<String>,
    pub drawable: Option<String>,
    pub open_invoices: usize,
    pub prepared: usize,
    pub unprepared: usize,
}

impl Index {
    pub(super) fn of(kit: &Kit, factor: &Factor, today: Date, clients: Vec<IndexRow>) -> Self {
        let head = &kit.contents.head;
        debug_assert_eq!(today, day_of(factor, head.taken_at));
        Self {
            factor: factor.name.clone(),
            as_of: day(today),
            taken_at: head.taken_at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            version: head.version.clone(),
            chain: head.chain.to_string(),
            audit: kit.audit.proven.iter().map(|one| (one.name.to_owned(), one.detail.clone())).collect(),
            broken: kit.audit.broken.as_ref().map(|broken| format!("{}: {}", broken.name, broken.place)),
            clients,
            unprepared: kit.unprepared.clone(),
        }
    }

    pub(super) fn text(&self) -> Result<String, Error> {
        self.render().map_err(|error| Error::fault("page of the kit", error))
    }
}

/// A client's page.
#[derive(Template)]
#[template(path = "continuity/client.html")]
pub(super) struct ClientPage<'a> {
    pub factor: String,
    pub name: String,
    pub code: String,
    pub as_of: String,
    pub chain: String,
    pub figures: &'a [Figure],
    pub statement: Table,
    pub open_columns: &'a [&'static str],
    pub open: &'a [Vec<String>],
    pub open_sums: Vec<String>,
    pub files: Vec<(&'static str, &'static str)>,
    pub releases: &'a [Release],
}

impl ClientPage<'_> {
    pub(super) fn text(&self) -> Result<String, Error> {
        self.render().map_err(|error| Error::fault("page of the kit", error))
    }
}

/// A figure, and how it came to be.
pub(super) struct Figure {
    pub label: String,
    pub amount: String,
    pub proof: Option<String>,
    pub inputs: Vec<(String, String)>,
}

impl Figure {
    pub(super) fn plain(label: &str, amount: Money) -> Self {
        Self { label: label.to_owned(), amount: amount.to_string(), proof: None, inputs: Vec::new() }
    }

    pub(super) fn proved(label: &str, amount: Money, proof: &Proof) -> Self {
        let under =
            proof.agreement_version.map_or_else(String::new, |version| format!(", agreement version {version}"));
        let told = Some(format!("{} ({}{under})", proof.formula, proof.rule));
        Self { proof: told, inputs: proof.inputs.clone(), ..Self::plain(label, amount) }
    }
}

/// A report as a table of texts.
#[derive(Default)]
pub(super) struct Table {
    pub columns: Vec<&'static str>,
    /// Is the column one of figures?
    pub right: Vec<bool>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn of(report: &Report) -> Self {
        Self {
            columns: report.columns.iter().map(|column| column.title).collect(),
            right: report.columns.iter().map(|column| !matches!(column.kind, Kind::Text | Kind::Date)).collect(),
            rows: report.rows.iter().map(|row| row.iter().map(figures).collect()).collect(),
        }
    }
}

/// A release letter that was prepared, or not.
pub(super) struct Release {
    pub debtor: String,
    pub name: String,
    pub state: String,
    /// What must be paid before it may leave (LC-47).
    pub open: Vec<String>,
    pub file: Option<String>,
    pub why: Option<String>,
}
