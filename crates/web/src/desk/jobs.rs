//! The work Credere does by itself: what ran last, for which day, what it said, and whether it went well.

use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::Empty;
use crate::look::{Badge, Page, filters, format};
use askama::Template;
use axum::Router;
use axum::routing::get;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::kept::job;

/// What the jobs are called at the desk, in the order in which they run.
const CALLED: [(&str, &str); 9] = [
    ("cases", "Cases whose time is over"),
    ("promises", "Promises to pay, kept or broken"),
    ("notices", "Steps of notices of assignment"),
    ("verification", "Debtors asked to confirm invoices"),
    ("contact", "Whom to write to"),
    ("audit", "Proof of what is new in the book"),
    ("retention", "Personal data whose time is over"),
    ("outbox", "Mail that leaves"),
    ("mailbox", "Mail that comes in"),
];

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/settings/jobs", get(show))
}

struct Line {
    work: String,
    when: String,
    iso: String,
    day: jiff::civil::Date,
    went: Badge,
    said: String,
}

#[derive(Template)]
#[template(path = "desk/jobs.html")]
struct JobsPage {
    page: Page,
    lines: Vec<Line>,
    empty: Empty,
}

async fn show(desk: Desk) -> Answer {
    let mut runs = desk.read(|snapshot| Ok(job::each(snapshot)?)).await?;
    let place = |name: &str| CALLED.iter().position(|(known, _)| *known == name).unwrap_or(CALLED.len());
    runs.sort_by_key(|run| place(&run.name));
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let lines = runs.into_iter().map(|run| {
        let at = Timestamp::from_microsecond(run.ran_at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone());
        Line {
            work: CALLED.get(place(&run.name)).map_or_else(|| run.name.clone(), |(_, called)| (*called).to_owned()),
            when: format!("{}, {:02}:{:02}", format::short_day_year(at.date()), at.hour(), at.minute()),
            iso: at.timestamp().to_string(),
            day: run.business_date,
            went: if run.is_well { Badge::good("went well") } else { Badge::stop("failed; tried again by itself") },
            said: run.said,
        }
    });
    let lines = lines.collect();
    let empty = Empty {
        title: "Nothing has run yet".to_owned(),
        text: "It begins with `credere serve`, once on each business day, and is left out with --no-jobs.".to_owned(),
        action: None,
    };
    desk.show(&JobsPage { page: desk.page(None), lines, empty })
}
