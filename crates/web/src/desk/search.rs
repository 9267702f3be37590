//! The search: any party, invoice number, amount, schedule, receipt or payment. One exact hit leads straight there.

use super::page::{Answer, Desk};
use super::value;
use crate::Web;
use crate::look::facts::Empty;
use crate::look::{Page, filters, format};
use app::Error;
use askama::Template;
use axum::Router;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use domain::fraud::NumberKey;
use domain::invoice::InvoiceState;
use domain::money::Currency;
use serde::Deserialize;
use store::{Snapshot, kept};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/search", get(show))
}

/// Most hits of one kind.
const HITS: i64 = 20;
/// Longest text that is looked for, in characters.
const CHARS: usize = 100;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Question {
    q: String,
}

struct Hit {
    href: String,
    words: String,
    about: String,
}

struct Kind {
    title: &'static str,
    hits: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "desk/search.html")]
struct SearchPage {
    page: Page,
    kinds: Vec<Kind>,
    words: String,
    empty: Option<Empty>,
}

/// Where one exact hit is, or all that was found.
enum Found {
    There(String),
    These(Vec<Kind>),
}

fn find(snapshot: &mut Snapshot<'_>, text: &str, own: Currency) -> Result<Found, Error> {
    if let Some(there) = numbered(snapshot, text)? {
        return Ok(Found::There(there));
    }
    let mut kinds = Vec::new();
    let parties = kept::view::search::parties(snapshot, text, HITS)?;
    let of = |is_client: bool| if is_client { "clients" } else { "debtors" };
    let exact: Vec<_> = parties
        .iter()
        .filter(|party| party.code.eq_ignore_ascii_case(text) || party.name.eq_ignore_ascii_case(text))
        .collect();
    let key = NumberKey::of(text);
    let invoices = if key.as_str().is_empty() { Vec::new() } else { kept::invoice::search(snapshot, &key, HITS)? };
    let same: Vec<_> = invoices.iter().filter(|invoice| NumberKey::of(&invoice.offer.number) == key).collect();
    match (exact.as_slice(), same.as_slice()) {
        ([party], []) => return Ok(Found::There(format!("/{}/{}", of(party.is_client), party.code))),
        ([], [invoice]) => return Ok(Found::There(format!("/invoices/{}", invoice.id))),
        _ => {}
    }
    for is_client in [true, false] {
        let hits = parties.iter().filter(|party| party.is_client == is_client).map(|party| Hit {
            href: format!("/{}/{}", of(is_client), party.code),
            words: party.name.clone(),
            about: party.code.clone(),
        });
        kinds.push(Kind { title: if is_client { "Clients" } else { "Debtors" }, hits: hits.collect() });
    }
    kinds.push(Kind { title: "Invoices by number", hits: invoices.iter().map(invoice_hit).collect() });
    if let Ok(amount) = value::money(text, own) {
        let open = kept::invoice::open_at(snapshot, amount.minor, HITS)?;
        kinds.push(Kind { title: "Invoices with this open balance", hits: open.iter().map(invoice_hit).collect() });
        let receipts = kept::view::search::receipts_of(snapshot, amount.minor, HITS)?;
        kinds.push(Kind { title: "Receipts that wait, of this amount", hits: moved(receipts, "R", "/cash") });
        let payments = kept::view::search::payments_of(snapshot, amount.minor, HITS)?;
        kinds.push(Kind { title: "Payments due, of this amount", hits: moved(payments, "P", "/payments") });
    }
    kinds.retain(|kind| !kind.hits.is_empty());
    Ok(Found::These(kinds))
}

/// `S-12`, `R-12` and `P-12` are numbers people read.
fn numbered(snapshot: &mut Snapshot<'_>, text: &str) -> Result<Option<String>, Error> {
    let Some((kind, number)) = text.split_once(['-', ' ']) else { return Ok(None) };
    let Ok(number) = number.trim().parse::<i64>() else { return Ok(None) };
    let there = match kind.to_ascii_uppercase().as_str() {
        "S" => kept::schedule::by_number(snapshot, number)?.map(|_| format!("/schedules/{number}")),
        "R" => kept::statement::receipt_by_number(snapshot, number)?.map(|_| format!("/cash/{number}")),
        "P" => kept::payment::by_number(snapshot, number)?.map(|_| format!("/payments/{number}")),
        _ => None,
    };
    Ok(there)
}

fn invoice_hit(invoice: &kept::invoice::Invoice) -> Hit {
    let state = match invoice.state {
        InvoiceState::Purchased | InvoiceState::PartPaid => format!("due {}", format::day(invoice.offer.due)),
        other => other.word().to_owned(),
    };
    Hit {
        href: format!("/invoices/{}", invoice.id),
        words: invoice.offer.number.clone(),
        about: format!("{}, {state}", format::amount(invoice.offer.amount)),
    }
}

fn moved(found: Vec<kept::view::search::Moved>, letter: &str, path: &str) -> Vec<Hit> {
    let hit = |one: kept::view::search::Moved| Hit {
        href: format!("{path}/{}", one.number),
        words: format!("{letter}-{}", one.number),
        about: format!("{}, {}", format::amount(one.amount), one.about),
    };
    found.into_iter().map(hit).collect()
}

async fn show(desk: Desk, Query(question): Query<Question>) -> Answer {
    let text: String = question.q.trim().chars().take(CHARS).collect();
    let mut page = desk.page(None);
    page.search.clone_from(&text);
    let (asked, own) = (text.clone(), desk.factor.currency);
    let found = if text.is_empty() {
        Found::These(Vec::new())
    } else {
        desk.read(move |snapshot| find(snapshot, &asked, own)).await?
    };
    let kinds = match found {
        Found::There(href) => return Ok(Redirect::to(&href).into_response()),
        Found::These(kinds) => kinds,
    };
    let count: usize = kinds.iter().map(|kind| kind.hits.len()).sum();
    let words = format!("{} for \u{201c}{text}\u{201d}", format::counted(i64::try_from(count).unwrap_or(0), "hit", "hits"));
    let empty = kinds.is_empty().then(|| Empty {
        title: if text.is_empty() { "What are you looking for?".to_owned() } else { format!("Nothing is called \u{201c}{text}\u{201d}") },
        text: "Search for a client or debtor by code or name, for an invoice by the beginning of its number, for an amount as \
            1,234.50 or 1.234,50, for a schedule as S-12, a receipt as R-12, a payment as P-12."
            .to_owned(),
        action: None,
    });
    desk.show(&SearchPage { page, kinds, words, empty })
}
