//! Letters: every message to and from debtors and clients, planned ones first, and what became of each.
//!
//! The list is newest first and goes on below a number. Times are told in the factor's zone; the quiet hours they obey
//! are the debtor's.

mod notices;
mod one;
mod paper;
mod print;
mod unfiled;
mod wordings;

use super::address::{Address, ROWS};
use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::{Empty, Tab};
use crate::look::{Badge, Noun, Page, Tone, filters};
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::{get, post};
use domain::contact::MessageState;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use store::kept;
use store::kept::view::message::Head;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/letters", get(list))
        .route("/letters/unfiled", get(unfiled::list))
        .route("/letters/notices", get(notices::list))
        .route("/letters/notices.csv", get(notices::file))
        .route("/letters/wordings", get(wordings::list))
        .route("/letters/wordings/{kind}/{language}", get(wordings::show).post(wordings::save))
        .route("/letters/print", get(print::list).post(print::make))
        .route("/letters/print/{number}", get(print::show))
        .route("/letters/print/{number}/pdf", get(print::pdf))
        .route("/letters/print/{number}/list.csv", get(print::postal_list))
        .route("/letters/print/{number}/posted", post(print::posted))
        .route("/letters/print/{number}/undo", post(print::undo))
        .route("/letters/preview/{client}/{debtor}/introduction", get(paper::introduction))
        .route("/letters/preview/{client}/{debtor}/introduction/pdf", get(paper::introduction_pdf))
        .route("/letters/{number}", get(one::show))
        .route("/letters/{number}/pdf", get(paper::pdf))
        .route("/letters/{number}/mail", get(paper::mail))
        .route("/letters/{number}/{act}", post(one::act))
}

/// Calls to be made: not a state but a kind of message.
const CALLS: &str = "calls";
/// What a person approves; calls wait in the same state, for somebody to make them.
const APPROVAL: &str = "approval";

/// What the list is narrowed to: tab, its word, its states.
const GROUPS: [(&str, &str, &[MessageState]); 7] = [
    ("", "All", &[]),
    (APPROVAL, "To approve", &[MessageState::Approval]),
    (CALLS, "Calls", &[]),
    ("planned", "Planned", &[MessageState::Preview, MessageState::Queued, MessageState::Sending]),
    ("sent", "Sent", &[MessageState::Sent]),
    ("back", "Came back", &[MessageState::Bounced, MessageState::Failed]),
    ("received", "Received", &[MessageState::Received]),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    below: Option<i64>,
}

/// A line of the list.
struct Line {
    number: i64,
    at: String,
    iso: String,
    party: String,
    party_href: String,
    to: String,
    what: &'static str,
    subject: String,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "desk/letters.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    older: Option<String>,
    empty: Empty,
}

/// How a message's state is read.
pub(super) fn badge(state: MessageState) -> Badge {
    let (tone, text) = match state {
        MessageState::Preview => (Tone::Information, "the client looks at it first"),
        MessageState::Approval => (Tone::Attention, "waits for your approval"),
        MessageState::Queued => (Tone::Neutral, "leaves when its time comes"),
        MessageState::Sending => (Tone::Neutral, "is leaving"),
        MessageState::Sent => (Tone::Good, "sent"),
        MessageState::Bounced => (Tone::Stop, "came back"),
        MessageState::Failed => (Tone::Stop, "could not be sent"),
        MessageState::Cancelled => (Tone::Neutral, "taken back before it left"),
        MessageState::Received => (Tone::Information, "received"),
    };
    Badge::new(tone, text)
}

/// A time as people read it in the factor's zone, and as machines do: `4 Mar 2026, 09:12`.
pub(super) fn time(zone: &TimeZone, at: i64) -> (String, String) {
    let at = Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone());
    (at.strftime("%-d %b %Y, %H:%M").to_string(), at.timestamp().to_string())
}

fn line(zone: &TimeZone, head: Head) -> Line {
    let (at, iso) = time(zone, head.at);
    let (party, party_href) = match (&head.client, &head.debtor) {
        (Some((code, name)), _) => (name.clone(), format!("/clients/{code}")),
        (None, Some((code, name))) => (name.clone(), format!("/debtors/{code}")),
        (None, None) => (String::new(), String::new()),
    };
    Line {
        number: head.number,
        at,
        iso,
        party,
        party_href,
        to: format!("{} \u{b7} {}", head.channel.word(), head.recipient.lines().next().unwrap_or_default()),
        what: head.purpose.word(),
        subject: head.subject,
        badge: badge(head.state),
    }
}

async fn list(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let group = GROUPS.iter().find(|(name, ..)| *name == asked.state).unwrap_or(&GROUPS[0]);
    let (states, below) = (group.2, asked.below);
    let (name, now) = (group.0, desk.web.app.now().as_microsecond());
    let (heads, counts, post) = desk
        .read(move |book| {
            let heads = match name {
                CALLS => kept::view::message::calls(book, below, ROWS + 1)?,
                APPROVAL => kept::view::message::approvals(book, below, ROWS + 1)?,
                _ => kept::view::message::newest(book, states, below, ROWS + 1)?,
            };
            Ok((heads, kept::view::message::counts(book)?, kept::view::waiting::post(book, now)?))
        })
        .await?;
    let rows = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let older = heads
        .get(rows)
        .and_then(|_| heads.get(rows - 1))
        .map(|last| Address::of("/letters").with("state", group.0).with("below", &last.number.to_string()).link());
    let count = |states: &[MessageState]| -> i64 {
        counts.iter().filter(|(state, _)| states.is_empty() || states.contains(state)).map(|(_, count)| count).sum()
    };
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    let template = ListPage {
        page: desk.page(Noun::Letters),
        tabs: GROUPS
            .iter()
            .map(|(name, label, states)| Tab {
                label: (*label).to_owned(),
                href: Address::of("/letters").with("state", name).link(),
                current: *name == group.0,
                count: Some(match *name {
                    CALLS => post.calls,
                    APPROVAL => post.approvals,
                    _ => count(states),
                }),
            })
            .collect(),
        lines: heads.into_iter().take(rows).map(|head| line(&zone, head)).collect(),
        older,
        empty: Empty {
            title: if group.0.is_empty() { "Nothing was written yet".to_owned() } else { "None here".to_owned() },
            text: "Letters come from notices, verifications, the contact rules and cases. Each says why it may leave, and when."
                .to_owned(),
            action: (!group.0.is_empty()).then(|| ("All letters".to_owned(), "/letters".to_owned())),
        },
    };
    desk.show(&template)
}
