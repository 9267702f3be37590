//! Cases: what debtors and clients raise, the most urgent first.

mod new;
mod one;

use super::address::Address;
use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::{Empty, Tab};
use crate::look::format::{amount, relative};
use crate::look::{Badge, Noun, Page, Tone, filters};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::{get, post};
use domain::dispute::{Case, CaseKind, CaseState};
use domain::letter::Language;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;
use store::kept;
use uuid::Uuid;

/// Most cases a list shows; the clock decides which come first.
const LISTED: i64 = 200;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/cases", get(list))
        .route("/cases/{number}", get(one::show))
        .route("/cases/{number}/words", post(one::words))
        .route("/cases/{number}/owner", post(one::owner))
        .route("/cases/{number}/settle", post(one::settle))
        .route("/cases/{number}/reopen", post(one::reopen))
        .route("/debtors/{code}/cases/new", get(new::ask).post(new::open))
}

/// How a case is read: what happens next, and how long there is.
pub(super) fn badge(case: &Case, today: Date) -> Badge {
    if let Some(settled) = &case.settled {
        return Badge::new(Tone::Good, settled.outcome.kind.word().to_lowercase());
    }
    let left = relative(today, case.due_on);
    let (tone, what) = match (case.state, case.due_on < today) {
        (_, true) => (Tone::Stop, "overdue"),
        (CaseState::Opened, _) => (Tone::Attention, "waits for an answer"),
        (CaseState::ClientNotified, _) => (Tone::Attention, "the client was told"),
        (_, _) => (Tone::Information, "under discussion"),
    };
    Badge::new(tone, format!("{what}, due {left}"))
}

struct Line {
    number: i64,
    kind: &'static str,
    debtor: (String, String),
    client: Option<(String, String)>,
    about: String,
    owner: String,
    badge: Badge,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
}

#[derive(Template)]
#[template(path = "desk/cases.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    empty: Empty,
}

/// What a case is about, in one line.
pub(super) fn about(case: &Case, invoice: Option<&str>) -> String {
    let mut parts = Vec::new();
    parts.extend(invoice.map(|number| format!("invoice {number}")));
    parts.extend(case.amount.map(amount));
    parts.extend(case.reason.map(|reason| reason.word().to_owned()));
    if parts.is_empty() {
        let first = case.words.first().map(|word| word.text(Language::English)).unwrap_or_default();
        parts.push(first.chars().take(80).collect());
    }
    parts.join(" \u{b7} ")
}

async fn list(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let (cases, names, clients, invoices) = desk
        .read(|book| {
            let cases = kept::relation_case::open_by_clock(book, LISTED)?;
            let debtors: Vec<Uuid> = cases.iter().map(|case| case.debtor.0).collect();
            let names: HashMap<_, _> = kept::party::debtors_by_id(book, &debtors)?
                .into_iter()
                .map(|debtor| (debtor.id, (debtor.code.to_string(), debtor.name)))
                .collect();
            let clients: HashMap<_, _> = kept::party::clients(book)?
                .into_iter()
                .map(|client| (client.id, (client.code.to_string(), client.name)))
                .collect();
            let ids: Vec<Uuid> = cases.iter().filter_map(|case| case.invoice).map(|id| id.0).collect();
            let invoices: HashMap<_, _> = kept::invoice::by_ids(book, &ids)?
                .into_iter()
                .map(|invoice| (invoice.id, invoice.offer.number))
                .collect();
            Ok((cases, names, clients, invoices))
        })
        .await?;
    let kind = CaseKind::from_code(&asked.kind.to_uppercase());
    let tab = |label: &str, of: Option<CaseKind>| Tab {
        label: label.to_owned(),
        href: Address::of("/cases").with("kind", &of.map(|kind| kind.code().to_lowercase()).unwrap_or_default()).link(),
        current: of == kind,
        count: Some(
            i64::try_from(cases.iter().filter(|case| of.is_none_or(|kind| case.kind == kind)).count())
                .unwrap_or(i64::MAX),
        ),
    };
    let tabs = vec![
        tab("All open", None),
        tab("Disputes", Some(CaseKind::Dispute)),
        tab("Complaints", Some(CaseKind::Complaint)),
        tab("Questions", Some(CaseKind::Question)),
        tab("Copies", Some(CaseKind::Copy)),
        tab("Proof", Some(CaseKind::Proof)),
        tab("Contacts", Some(CaseKind::Correction)),
    ];
    let lines = cases
        .iter()
        .filter(|case| kind.is_none_or(|kind| case.kind == kind))
        .map(|case| Line {
            number: case.number,
            kind: case.kind.word(),
            debtor: names.get(&case.debtor).cloned().unwrap_or_default(),
            client: case.client.and_then(|id| clients.get(&id).cloned()),
            about: about(case, case.invoice.and_then(|id| invoices.get(&id)).map(String::as_str)),
            owner: case.owner.clone(),
            badge: badge(case, desk.today),
        })
        .collect();
    desk.show(&ListPage {
        page: desk.page(Noun::Cases),
        tabs,
        lines,
        empty: Empty {
            title: "Nothing is open".to_owned(),
            text:
                "Disputes, complaints, questions and requests of debtors and clients stand here until they are settled."
                    .to_owned(),
            action: None,
        },
    })
}
