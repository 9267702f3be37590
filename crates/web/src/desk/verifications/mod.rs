//! Verifications: which invoices are to be confirmed by their debtors, why, and how far that is (LC-07, GL-40).
//!
//! The open ones stand debtor by debtor, whoever has waited longest first; the others newest first, state by state. What
//! was said by telephone or shown by papers is recorded on the page of the pair ([`pair`]).

mod answers;
pub(super) mod calling;
mod pair;
mod record;

use super::address::{Address, ROWS};
use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::{Empty, Tab};
use crate::look::format::{amount, counted, day, short_day_year};
use crate::look::{Badge, Noun, Page, Tone, filters};
use app::Error;
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::routing::{get, post};
use domain::agreement::NotificationMode;
use domain::id::{ClientId, DebtorId, InvoiceId, VerificationId};
use domain::invoice::verification::{Timing, Verification, VerificationState};
use domain::proof::Proof;
use serde::Deserialize;
use std::collections::HashMap;
use store::book::Reads;
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Most open verifications on the list; those that wait longest come first.
const OPEN_LISTED: i64 = 300;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/verifications", get(list))
        .route("/verifications/{debtor}", get(pair::first))
        .route("/verifications/{debtor}/{client}", get(pair::show))
        .route("/verifications/{debtor}/{client}/{act}", post(record::act))
}

/// What the list is narrowed to: its word in the address, its label, its state; open ones without a state.
const GROUPS: [(&str, &str, Option<VerificationState>); 7] = [
    ("", "Open", None),
    ("required", "To be asked", Some(VerificationState::Required)),
    ("asked", "Asked", Some(VerificationState::Asked)),
    ("confirmed", "Confirmed", Some(VerificationState::Confirmed)),
    ("discrepancy", "Not as invoiced", Some(VerificationState::Discrepancy)),
    ("waived", "Waived", Some(VerificationState::Waived)),
    ("dropped", "No longer needed", Some(VerificationState::Dropped)),
];

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    state: String,
    below: Option<Uuid>,
}

/// A verification of the list.
struct Line {
    number: String,
    href: String,
    client: String,
    record: String,
    amount: String,
    due: String,
    why: String,
    proof: Proof,
    told: String,
    badge: Badge,
}

/// A debtor with its verifications.
struct Of {
    code: String,
    name: String,
    count: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "desk/verifications.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    debtors: Vec<Of>,
    more: Option<String>,
    older: Option<String>,
    empty: Empty,
}

/// LC-07: why it is asked, in two or three words.
pub(super) fn short(verification: &Verification) -> String {
    let mut words: Vec<&str> = verification.reasons.iter().map(|(reason, _)| reason.word()).collect();
    words.dedup();
    words.join(", ")
}

/// LC-07: why it is asked, with the figures: the draw, the median, the threshold.
pub(super) fn proof(verification: &Verification) -> Proof {
    let proof = verification.sample.clone().unwrap_or_else(|| Proof::new("LC-07", verification.why()));
    let when = match verification.timing {
        Timing::AfterPurchase => "after purchase",
        Timing::BeforePurchase | Timing::Never => "before purchase",
    };
    proof.with("required on", day(verification.required_on)).with("to be confirmed", when)
}

/// How a verification is read: what happens next, or how it ended.
pub(super) fn badge(one: &Verification, mode: NotificationMode) -> Badge {
    match one.state {
        VerificationState::Required if mode == NotificationMode::NonNotification => {
            Badge::new(Tone::Attention, "confidential: by papers or the client")
        }
        VerificationState::Required if one.held_back.is_some() => Badge::new(Tone::Attention, "could not be asked"),
        VerificationState::Required => Badge::new(Tone::Neutral, "is asked with the next run"),
        VerificationState::Asked if !one.answers.is_empty() => Badge::new(Tone::Attention, "confirmed in part"),
        VerificationState::Asked => Badge::new(Tone::Information, "waits for the debtor"),
        VerificationState::Confirmed if one.wants_a_look() => {
            Badge::new(Tone::Attention, "confirmed; look at it first")
        }
        VerificationState::Confirmed => Badge::new(Tone::Good, "confirmed"),
        VerificationState::Discrepancy => Badge::new(Tone::Stop, "not as invoiced"),
        VerificationState::Waived => Badge::new(Tone::Neutral, "waived"),
        VerificationState::Dropped => Badge::new(Tone::Neutral, "no longer needed"),
    }
}

/// What was asked and answered so far, as one sentence.
pub(super) fn told(one: &Verification, mode: NotificationMode) -> String {
    if let (VerificationState::Waived, Some(waiver)) = (one.state, &one.waiver) {
        return format!("{} by {}: {}", day(waiver.on), waiver.by, waiver.reason);
    }
    let odd: Vec<&str> = one.findings.iter().map(|found| found.fact.as_str()).collect();
    let odd = match (odd.is_empty(), &one.looked) {
        (true, _) => String::new(),
        (false, Some(looked)) => format!(" Odd: {}; {} looked at it on {}.", odd.join("; "), looked.by, day(looked.on)),
        (false, None) => format!(" Odd: {}.", odd.join("; ")),
    };
    if let Some(given) = one.answers.last() {
        let missing: Vec<&str> = one.missing(mode).iter().map(|fact| fact.word()).collect();
        let said = match &given.discrepancy {
            Some(said) => format!(" {}: \u{201c}{}\u{201d}", said.what.word(), said.words),
            None if !missing.is_empty() => format!(" Still to be confirmed: {}.", missing.join(", ")),
            None => String::new(),
        };
        return format!("{} {} by {}.{said}{odd}", day(given.on), given.method.word(), given.who);
    }
    match (one.requests.last(), &one.held_back) {
        (Some(request), held) => {
            let times = i64::try_from(one.requests.len()).unwrap_or(i64::MAX);
            let often = if times > 1 { format!(", {}", counted(times, "time", "times")) } else { String::new() };
            let held = held.as_ref().map_or_else(String::new, |(since, why)| format!("; {}: {why}", day(*since)));
            format!("asked {} {}{often}{held}", day(request.on), request.method.word())
        }
        (None, Some((since, why))) => format!("not since {}: {why}", day(*since)),
        (None, None) => String::new(),
    }
}

/// What the list reads besides the verifications.
struct Around {
    invoices: HashMap<InvoiceId, Invoice>,
    debtors: HashMap<DebtorId, (String, String)>,
    /// By pair: a confidential client may have customers whose notice was sprung.
    pairs: HashMap<(ClientId, DebtorId), (String, NotificationMode)>,
}

impl Around {
    fn read(book: &mut dyn Reads, today: jiff::civil::Date, found: &[Verification]) -> Result<Self, Error> {
        let ids: Vec<Uuid> = found.iter().map(|one| one.invoice.0).collect();
        let invoices = kept::invoice::by_ids(book, &ids)?.into_iter().map(|one| (one.id, one)).collect();
        let mut ids: Vec<Uuid> = found.iter().map(|one| one.debtor.0).collect();
        ids.sort_unstable();
        ids.dedup();
        let debtors = kept::party::debtors_by_id(book, &ids)?.into_iter();
        let debtors = debtors.map(|one| (one.id, (one.code.to_string(), one.name))).collect();
        let mut pairs = HashMap::new();
        for one in found {
            if !pairs.contains_key(&(one.client, one.debtor))
                && let Some(client) = kept::party::client(book, one.client)?
            {
                let mode = app::verification::mode(book, one.client, one.debtor, today)?;
                pairs.insert((one.client, one.debtor), (client.code.to_string(), mode));
            }
        }
        Ok(Self { invoices, debtors, pairs })
    }

    fn line(&self, one: &Verification) -> Line {
        let offer = self.invoices.get(&one.invoice).map(|invoice| &invoice.offer);
        let debtor = self.debtors.get(&one.debtor).map_or("", |(code, _)| code.as_str());
        let (client, mode) = self
            .pairs
            .get(&(one.client, one.debtor))
            .map_or(("", NotificationMode::NonNotification), |(code, mode)| (code.as_str(), *mode));
        Line {
            number: offer.map_or_else(String::new, |offer| offer.number.clone()),
            href: format!("/invoices/{}", one.invoice),
            client: client.to_owned(),
            record: format!("/verifications/{debtor}/{client}"),
            amount: offer.map_or_else(String::new, |offer| amount(offer.amount)),
            due: offer.map_or_else(String::new, |offer| short_day_year(offer.due)),
            why: short(one),
            proof: proof(one),
            told: told(one, mode),
            badge: badge(one, mode),
        }
    }

    /// Debtor by debtor, in the order in which each comes first.
    fn by_debtor(&self, found: &[Verification]) -> Vec<Of> {
        let mut order: Vec<DebtorId> = Vec::new();
        let mut lines: HashMap<DebtorId, Vec<Line>> = HashMap::new();
        for one in found {
            if !lines.contains_key(&one.debtor) {
                order.push(one.debtor);
            }
            lines.entry(one.debtor).or_default().push(self.line(one));
        }
        let of = |debtor: DebtorId| {
            let (code, name) = self.debtors.get(&debtor).cloned().unwrap_or_default();
            let lines = lines.remove(&debtor).unwrap_or_default();
            let count = counted(i64::try_from(lines.len()).unwrap_or(i64::MAX), "invoice", "invoices");
            Of { code, name, count, lines }
        };
        order.into_iter().map(of).collect()
    }
}

async fn list(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let group = GROUPS.iter().find(|(name, ..)| *name == asked.state).unwrap_or(&GROUPS[0]);
    let (state, below, today) = (group.2, asked.below.map(VerificationId), desk.today);
    let (mut found, counts, around) = desk
        .read(move |book| {
            let found = match state {
                None => kept::verification::oldest_open(book, OPEN_LISTED + 1)?,
                Some(state) => kept::verification::newest(book, &[state], below, ROWS + 1)?,
            };
            let around = Around::read(book, today, &found)?;
            Ok((found, kept::verification::open_counts(book)?, around))
        })
        .await?;
    let most = usize::try_from(if state.is_none() { OPEN_LISTED } else { ROWS }).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let older = found
        .last()
        .filter(|_| more && state.is_some())
        .map(|last| Address::of("/verifications").with("state", group.0).with("below", &last.id.to_string()).link());
    let open: i64 = counts.iter().map(|(_, count)| count).sum();
    let count = |of: Option<VerificationState>| match of {
        None => Some(open),
        Some(state) if state.is_open() => {
            Some(counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count))
        }
        // The ended ones are as many as there are invoices: they are not counted for a label.
        Some(_) => None,
    };
    let tabs = GROUPS.iter().map(|(name, label, of)| Tab {
        label: (*label).to_owned(),
        href: Address::of("/verifications").with("state", name).link(),
        current: *name == group.0,
        count: count(*of),
    });
    desk.show(&ListPage {
        page: desk.page(Noun::Letters),
        tabs: tabs.collect(),
        debtors: around.by_debtor(&found),
        more: (more && state.is_none()).then(|| {
            format!("The {OPEN_LISTED} that wait longest of {open}. The others follow as these are confirmed or waived.")
        }),
        older,
        empty: Empty {
            title: if group.0.is_empty() { "Nothing is to be confirmed" } else { "None here" }.to_owned(),
            text: "Which invoices are to be confirmed is decided when they are offered: new clients and debtors, large amounts, \
                the largest of each schedule, and a sample of the rest."
                .to_owned(),
            action: (!group.0.is_empty()).then(|| ("All open ones".to_owned(), "/verifications".to_owned())),
        },
    })
}
