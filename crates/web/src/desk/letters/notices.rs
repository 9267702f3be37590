//! RP-14: the notice register of now, as a table and as a file. The register as of another day is a report.
//!
//! One row per pair. A tab keeps the notices that are in one stretch of their life; the first after "All" is what a person
//! of the factor has to look after.

use super::super::address::{Address, ROWS, before, page_number};
use super::super::export::csv;
use super::super::page::{Answer, Desk};
use super::super::relation;
use super::super::wrong::Wrong;
use crate::look::facts::{Empty, Tab};
use crate::look::format::{counted, short_day_year};
use crate::look::table::Pager;
use crate::look::{Badge, Noun, Page, filters};
use app::notice::{RegisterRow, register};
use askama::Template;
use axum::extract::Query;
use domain::notice::NoticeState::{self, *};
use jiff::civil::Date;
use serde::Deserialize;

/// What the register is narrowed to: tab, its word, its states.
const GROUPS: [(&str, &str, &[NoticeState]); 7] = [
    ("", "All", &[]),
    ("care", "To look after", &[Bounced, ProofRequested, DisputedNotice]),
    ("client", "Wait for the client", &[Drafted]),
    ("way", "On their way", &[HeadsUpSent, LoiSent, LoiDelivered, NoaSent, ReSent]),
    ("received", "Received", &[NoaDelivered, Acknowledged, ProofFurnished]),
    ("held", "Held back", &[Held]),
    ("ended", "Ended", &[ReleaseSent, Released, Superseded]),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: String,
}

/// A row of the table: lines that are read below each other, empty where nothing happened yet.
struct Line {
    href: String,
    debtor: String,
    client: String,
    badge: Badge,
    next: String,
    /// Heads-up and introduction; the notice; its evidence.
    steps: [Vec<String>; 3],
    /// What came after: proof, doubts, release.
    since: Vec<String>,
    proof_due: Option<Badge>,
}

#[derive(Template)]
#[template(path = "desk/notices.html")]
struct NoticesPage {
    page: Page,
    lead: String,
    tabs: Vec<Tab>,
    csv: String,
    lines: Vec<Line>,
    pager: Pager,
    empty: Empty,
}

fn on(word: &str, date: Option<Date>) -> Option<String> {
    date.map(|date| format!("{word} {}", short_day_year(date)))
}

fn times(word: &str, count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some(word.to_owned()),
        many => Some(format!("{word} {many} times")),
    }
}

impl Line {
    fn of(row: &RegisterRow) -> Self {
        let told = |lines: Vec<Option<String>>| lines.into_iter().flatten().collect();
        let open = if row.doubt_open { ", open" } else { "" };
        Self {
            href: format!("/relations/{}/{}", row.client, row.debtor),
            debtor: row.debtor_name.clone(),
            client: row.client.clone(),
            badge: relation::badge(row.state),
            next: on("next", row.next_on).unwrap_or_default(),
            steps: [
                told(vec![
                    on("heads-up", row.heads_up_on),
                    on("sent", row.introduction_sent_on),
                    on("delivered", row.introduction_delivered_on),
                ]),
                told(vec![
                    on("sent", row.notice_sent_on),
                    // A notice that renews an earlier one keeps the day on which the debtor first knew (GL-52).
                    match (row.received_on, row.notice_sent_on) {
                        (Some(received), Some(sent)) if received < sent => on("known since", row.received_on),
                        _ => on("received", row.received_on),
                    },
                    on("letter posted", row.letter_posted_on),
                    on("letter signed for", row.letter_received_on),
                    times("came back", row.came_back),
                ]),
                told(vec![
                    row.evidence.map(|one| format!("level {}: {}", one.level(), one.word())),
                    on("acknowledged", row.acknowledged_on),
                ]),
            ],
            since: told(vec![
                times("proof asked for", row.proofs),
                times("doubted", row.doubts).map(|words| words + open),
                on("release due", row.release_due_on),
                on("release sent", row.release_sent_on),
                on("release delivered", row.released_on),
            ]),
            proof_due: row.proof_due_on.map(|due| {
                let due = short_day_year(due);
                if row.proof_overdue {
                    Badge::stop(format!("was due {due}"))
                } else {
                    Badge::attention(format!("by {due}"))
                }
            }),
        }
    }
}

async fn rows(desk: &Desk) -> Result<Vec<RegisterRow>, Wrong> {
    let (calendar, today) = (desk.factor.calendar, desk.today);
    desk.read(move |book| register(book, calendar, today)).await
}

fn group(asked: &Asked) -> (&'static str, &'static str, &'static [NoticeState]) {
    GROUPS.into_iter().find(|(name, ..)| *name == asked.state).unwrap_or(GROUPS[0])
}

fn is_in(states: &[NoticeState], row: &RegisterRow) -> bool {
    states.is_empty() || states.contains(&row.state)
}

fn lead(rows: &[RegisterRow]) -> String {
    let care = rows.iter().filter(|row| is_in(GROUPS[1].2, row)).count();
    let received = rows.iter().filter(|row| row.received_on.is_some()).count();
    let all = counted(i64::try_from(rows.len()).unwrap_or(i64::MAX), "notice", "notices");
    match care {
        0 => format!("{all}, {received} received. None needs you now."),
        1 => format!("{all}, {received} received. One is to be looked after."),
        many => format!("{all}, {received} received. {many} are to be looked after."),
    }
}

pub(super) async fn list(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let (name, _, states) = group(&asked);
    let rows = rows(&desk).await?;
    let count = |states: &[NoticeState]| rows.iter().filter(|row| is_in(states, row)).count();
    let total = u64::try_from(count(states)).unwrap_or(u64::MAX);
    let address = Address::of("/letters/notices").with("state", name);
    // A page past the end shows the last one, as the pager says.
    let last = total.div_ceil(u64::try_from(ROWS).unwrap_or(1)).max(1);
    let page = page_number(&asked.page).min(last);
    let skipped = usize::try_from(before(page)).unwrap_or(0);
    let shown = usize::try_from(ROWS).unwrap_or(usize::MAX);
    desk.show(&NoticesPage {
        page: desk.page(Noun::Letters),
        lead: lead(&rows),
        tabs: GROUPS
            .iter()
            .map(|(tab, label, states)| Tab {
                label: (*label).to_owned(),
                href: Address::of("/letters/notices").with("state", tab).link(),
                current: *tab == name,
                count: i64::try_from(count(states)).ok(),
            })
            .collect(),
        csv: Address::of("/letters/notices.csv").with("state", name).link(),
        lines: rows.iter().filter(|row| is_in(states, row)).skip(skipped).take(shown).map(Line::of).collect(),
        pager: Pager::new(address.base(), page, total),
        empty: Empty {
            title: if rows.is_empty() { "No notice was prepared yet" } else { "None here" }.to_owned(),
            text: "A notice is prepared for each client and customer; it begins with the client telling its customer."
                .to_owned(),
            action: Some(if name.is_empty() {
                ("Clients".to_owned(), "/clients".to_owned())
            } else {
                ("All notices".to_owned(), "/letters/notices".to_owned())
            }),
        },
    })
}

/// The columns of the file, in the words of the register's report.
const HEADS: [&str; 26] = [
    "client",
    "debtor",
    "debtor_name",
    "version",
    "state",
    "heads_up",
    "introduction_sent",
    "introduction_delivered",
    "notice_sent",
    "letter_posted",
    "letter_tracking",
    "letter_received",
    "notice_received",
    "evidence",
    "evidence_how",
    "reminded",
    "acknowledged",
    "came_back",
    "proofs",
    "proof_due",
    "doubts",
    "doubt_open",
    "release_due",
    "release_sent",
    "released",
    "next",
];

pub(super) async fn file(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let on = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let (.., states) = group(&asked);
    let rows = rows(&desk).await?.into_iter().filter(|row| is_in(states, row)).map(|row| {
        vec![
            row.client,
            row.debtor,
            row.debtor_name,
            row.version.to_string(),
            row.state.code().to_owned(),
            on(row.heads_up_on),
            on(row.introduction_sent_on),
            on(row.introduction_delivered_on),
            on(row.notice_sent_on),
            on(row.letter_posted_on),
            row.letter_tracking.unwrap_or_default(),
            on(row.letter_received_on),
            on(row.received_on),
            row.evidence.map(|one| one.level().to_string()).unwrap_or_default(),
            row.evidence.map(|one| one.word().to_owned()).unwrap_or_default(),
            on(row.reminded_on),
            on(row.acknowledged_on),
            row.came_back.to_string(),
            row.proofs.to_string(),
            on(row.proof_due_on),
            row.doubts.to_string(),
            if row.doubt_open { "yes" } else { "no" }.to_owned(),
            on(row.release_due_on),
            on(row.release_sent_on),
            on(row.released_on),
            on(row.next_on),
        ]
    });
    Ok(csv("notices", &HEADS, rows))
}
