//! Events in their order, and the audit: what of the book is proven, and the first thing that does not hold.

use super::events::moment;
use super::page::{Answer, Desk};
use super::posted::Posted;

use crate::Web;
use crate::look::facts::Moment;
use crate::look::{Badge, Noun, Page, filters};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/audit", get(show).post(prove))
}

/// Events on one page.
const EVENTS: i64 = 50;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Question {
    before: Option<i64>,
}

struct Line {
    seq: i64,
    moment: Moment,
    hash: String,
}

struct Found {
    verdict: Badge,
    proven: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "desk/audit.html")]
struct AuditPage {
    page: Page,
    found: Option<Found>,
    events: Vec<Line>,
    older: Option<String>,
    newest: bool,
}

async fn page(desk: &Desk, before: Option<i64>, found: Option<Found>) -> Result<AuditPage, super::wrong::Wrong> {
    let events = desk.read(move |snapshot| Ok(kept::event::newest(snapshot, before, EVENTS)?)).await?;
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let older = events.last().filter(|last| last.seq > 1).map(|last| format!("/audit?before={}", last.seq));
    let line = |event: &kept::event::Recorded| Line {
        seq: event.seq,
        moment: moment(event, desk.today, &zone),
        hash: event.hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect(),
    };
    Ok(AuditPage {
        page: desk.page(Noun::Reports),
        found,
        events: events.iter().map(line).collect(),
        older,
        newest: before.is_none(),
    })
}

async fn show(desk: Desk, Query(question): Query<Question>) -> Answer {
    desk.show(&page(&desk, question.before, None).await?)
}

/// Proving changes nothing, so the answer is the page itself; it is a form because it reads the whole book.
async fn prove(desk: Desk, _: Posted) -> Answer {
    let report = desk.apart(|app| Ok(app::audit::audit(&app.book, app.now())?)).await?;
    let verdict = match &report.broken {
        None => Badge::good("The book holds: everything below is proven"),
        Some(broken) => Badge::stop(format!("It does not hold at {}: {}", broken.name, broken.place)),
    };
    let proven = report.proven.into_iter().map(|one| (one.name, one.detail)).collect();
    desk.show(&page(&desk, None, Some(Found { verdict, proven })).await?)
}
