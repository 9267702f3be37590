//! Reports: what the book says as of a date, as it was known at a moment; their files; the ledger for other programs.
//!
//! A report is made anew for each view: it reads what it covers. The page shows its rows page by page, the totals always.

use super::page::{Answer, Desk};
use super::value;
use super::view::encoded;
use super::wrong::Wrong;
use crate::Web;
use crate::look::form::FormErrors;
use crate::look::table::{Pager, ROWS_PER_PAGE};
use crate::look::{Noun, Page, filters, format};
use app::Error;
use app::export::{LedgerFormat, ledger};
use app::report::{AgeBasis, Cell, Format, Kind, Report, ReportKind, ReportRequest, run};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::kept;
use store::kept::history::Scope;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/reports", get(index))
        .route("/reports/ledger/{format}", get(export))
        .route("/reports/{name}", get(show))
}

/// What a report is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Question {
    as_of: String,
    from: String,
    known_at: String,
    client: String,
    debtor: String,
    basis: String,
    per_client: String,
    format: String,
    page: String,
}

struct Listed {
    href: String,
    id: &'static str,
    title: &'static str,
    sentence: &'static str,
}

#[derive(Template)]
#[template(path = "desk/reports.html")]
struct IndexPage {
    page: Page,
    reports: Vec<Listed>,
}

/// What a report answers, in a sentence.
const fn sentence(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Aging => "Which invoices are open, and how long past due is each?",
        ReportKind::AgingSummary => "Which debtors owe how much, and how late?",
        ReportKind::Purchases => "Which invoices were bought, at what advance?",
        ReportKind::Collections => "What money came in, and what did it pay?",
        ReportKind::Reserve => "What reserve is held, available and in escrow, and how did it move?",
        ReportKind::TrialBalance => "Does the ledger balance, account by account?",
        ReportKind::ClientStatement => "How did a client's ledger and funds go from opening to closing, with its fees?",
        ReportKind::Notices => "Which debtors were told of the assignment, how surely, and what do they ask?",
        ReportKind::Contacts => "What was written to which debtor, when, about which invoices, and what did it answer?",
        ReportKind::DebtorStatement => {
            "What does one debtor owe to whom, and where does it pay? As the debtor may see it."
        }
    }
}

async fn index(desk: Desk) -> Answer {
    let listed = |kind: &ReportKind| Listed {
        href: format!("/reports/{}", kind.name()),
        id: kind.id(),
        title: kind.title(),
        sentence: sentence(*kind),
    };
    desk.show(&IndexPage { page: desk.page(Noun::Reports), reports: ReportKind::ALL.iter().map(listed).collect() })
}

/// One cell as the page shows it.
struct Shown {
    class: &'static str,
    text: String,
}

fn shown(cell: &Cell) -> Shown {
    match cell {
        Cell::Empty => Shown { class: "", text: String::new() },
        Cell::Text(text) => Shown { class: "", text: text.clone() },
        Cell::Date(date) => Shown { class: "date", text: format::short_day_year(*date) },
        Cell::Money(money) => Shown {
            class: if money.minor < 0 {
                "num negative"
            } else if money.minor == 0 {
                "num zero"
            } else {
                "num"
            },
            text: format::figures(*money),
        },
        Cell::Number(number) | Cell::Days(number) => Shown { class: "num", text: format::grouped(*number) },
        Cell::Percent(share) => Shown { class: "num", text: format!("{}\u{a0}%", share.normalize()) },
    }
}

struct Head {
    title: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "desk/report.html")]
struct ReportPage {
    page: Page,
    kind: ReportKind,
    asked: Question,
    has_known_at: bool,
    /// It is of one debtor, and none is named yet.
    waits: bool,
    clients: Vec<(String, String)>,
    errors: FormErrors,
    made: Option<Made>,
}

struct Made {
    told: String,
    heads: Vec<Head>,
    rows: Vec<Vec<Shown>>,
    totals: Vec<Vec<Shown>>,
    words: String,
    csv: String,
    json: String,
    pager: Pager,
}

impl Question {
    fn address(&self, kind: ReportKind) -> String {
        let mut address = format!("/reports/{}?", kind.name());
        let parts = [
            ("as_of", &self.as_of),
            ("from", &self.from),
            ("known_at", &self.known_at),
            ("client", &self.client),
            ("debtor", &self.debtor),
            ("basis", &self.basis),
            ("per_client", &self.per_client),
        ];
        for (name, value) in parts {
            if !value.is_empty() {
                address.push_str(&format!("{name}={}&", encoded(value)));
            }
        }
        address
    }
}

/// A moment as it is typed: a timestamp, a date and time in the factor's zone, or a date for its end.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let wrong = || {
        format!(
            "\u{201c}{}\u{201d} is not a moment. Write it as 2026-03-04 17:30.",
            text.chars().take(40).collect::<String>()
        )
    };
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    let civil = match value::date(text) {
        Ok(day) => day.at(23, 59, 59, 999_999_999),
        Err(_) => text.replace(' ', "T").parse().map_err(|_| wrong())?,
    };
    civil.to_zoned(zone.clone()).map(|zoned| zoned.timestamp()).map_err(|_| wrong())
}

async fn show(desk: Desk, Path(name): Path<String>, Query(mut asked): Query<Question>) -> Answer {
    let kind =
        ReportKind::from_name(&name).ok_or_else(|| Wrong::not_found(format!("report \u{201c}{name}\u{201d}")))?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    if asked.as_of.is_empty() {
        asked.as_of = desk.today.to_string();
    }
    if kind.has_period() && asked.from.is_empty() {
        asked.from = value::date(&asked.as_of).unwrap_or(desk.today).first_of_month().to_string();
    }
    let mut errors = FormErrors::default();
    let mut read = |field: &str, text: &str| {
        if text.is_empty() { None } else { value::date(text).map_err(|error| errors.add(field, error)).ok() }
    };
    let as_of = read("as_of", &asked.as_of).unwrap_or(desk.today);
    let from: Option<Date> = read("from", &asked.from).filter(|_| kind.has_period());
    if from.is_some_and(|from| from > as_of) {
        errors.add("from", "The first day is after the last. Correct one of them.");
    }
    let known_at = match asked.known_at.as_str() {
        "" => None,
        text => moment(text, &zone).map_err(|error| errors.add("known_at", error)).ok(),
    };
    let code = asked.client.trim().to_ascii_uppercase();
    let wanted = code.clone();
    let debtor_code = if kind.has_debtor() { asked.debtor.trim().to_ascii_uppercase() } else { String::new() };
    let wanted_debtor = debtor_code.clone();
    let (client, debtor, clients) = desk
        .read(move |snapshot| {
            let debtor = match wanted_debtor.as_str() {
                "" => None,
                code => kept::party::debtor_by_code(snapshot, code)?.map(|debtor| debtor.id),
            };
            let clients = kept::party::clients(snapshot)?;
            let client = clients.iter().find(|client| client.code.as_str() == wanted).map(|client| client.id);
            Ok((client, debtor, clients.iter().map(|one| (one.code.to_string(), one.name.clone())).collect::<Vec<_>>()))
        })
        .await?;
    if !code.is_empty() && client.is_none() {
        errors.add("client", "There is no client with this code. Choose one of the list.");
    }
    let waits = kind.needs_debtor() && debtor_code.is_empty();
    if !debtor_code.is_empty() && debtor.is_none() {
        errors.add("debtor", "There is no debtor with this code. Write the code that stands on its page.");
    }
    let made = if errors.is_empty() && !waits {
        let basis = if asked.basis == "issued" { AgeBasis::InvoiceDate } else { AgeBasis::DueDate };
        let per_client = asked.per_client == "yes";
        let request = ReportRequest { client, debtor, as_of, known_at, from, basis, per_client };
        let now = desk.web.app.now();
        let report = desk.read(move |snapshot| Ok(run(snapshot, kind, &request, now)?)).await?;
        if let Some(file) = Format::from_name(&asked.format) {
            return written(&report, file, as_of);
        }
        Some(made(&report, kind, &asked, &zone))
    } else {
        None
    };
    let refused = !errors.is_empty();
    let template = ReportPage {
        waits,
        page: desk.page(Noun::Reports),
        kind,
        has_known_at: !asked.known_at.is_empty(),
        asked,
        clients,
        errors,
        made,
    };
    if refused { desk.refused(&template) } else { desk.show(&template) }
}

fn made(report: &Report, kind: ReportKind, asked: &Question, zone: &TimeZone) -> Made {
    let base = asked.address(kind);
    let total = report.rows.len() as u64;
    let pager = Pager::new(&base, asked.page.parse().unwrap_or(1), total);
    let skip = usize::try_from(pager.first.saturating_sub(1)).unwrap_or(0);
    let row = |row: &Vec<Cell>| row.iter().map(shown).collect::<Vec<_>>();
    let header = &report.header;
    let known = header.known_at.to_zoned(zone.clone());
    let period = header.from.map_or_else(
        || format!("As of {}", format::day(header.as_of)),
        |from| format!("From {} to {}", format::day(from), format::day(header.as_of)),
    );
    let unit = header.currency.map(|of| format!(", all amounts in {of}")).unwrap_or_default();
    Made {
        told: format!(
            "{period}, as known on {} at {:02}:{:02}{unit}{}.",
            format::day(known.date()),
            known.hour(),
            known.minute(),
            header.client.as_ref().map(|client| format!(", {client}")).unwrap_or_default()
        ),
        heads: report
            .columns
            .iter()
            .map(|column| Head {
                title: column.title.to_owned(),
                class: if matches!(column.kind, Kind::Text | Kind::Date) { "" } else { "num" },
            })
            .collect(),
        rows: report.rows.iter().skip(skip).take(usize::try_from(ROWS_PER_PAGE).unwrap_or(50)).map(row).collect(),
        totals: report.totals.iter().map(row).collect(),
        words: format::counted(i64::try_from(total).unwrap_or(i64::MAX), "row", "rows"),
        csv: format!("{base}format=csv"),
        json: format!("{base}format=json"),
        pager,
    }
}

fn written(report: &Report, format: Format, as_of: Date) -> Answer {
    let mut bytes = Vec::new();
    report.write(format, &mut bytes).map_err(|error| Error::fault("report", error))?;
    Ok(file(&format!("{}-{as_of}.{}", report.name, format.name()), format.media_type(), bytes))
}

fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

async fn export(desk: Desk, Path(name): Path<String>) -> Answer {
    let format = LedgerFormat::from_name(&name)
        .ok_or_else(|| Wrong::not_found(format!("ledger format \u{201c}{name}\u{201d}")))?;
    let bytes = desk
        .read(move |snapshot| {
            let mut bytes = Vec::new();
            ledger(snapshot, &Scope::EVERYTHING, format, &mut bytes).map_err(|error| Error::fault("export", error))?;
            Ok(bytes)
        })
        .await?;
    Ok(file(&format!("ledger.{}", format.ending()), format.media_type(), bytes))
}
