//! Every bank entry: by state, or searched by number, amount or payer.

use super::super::address::{Address, ROWS, before, page_number};
use super::super::export;
use super::super::page::{Answer, Desk};
use super::super::value;
use super::who;
use crate::look::facts::{Empty, Tab};
use crate::look::table::Pager;
use crate::look::{Badge, Noun, Page, filters};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect};
use domain::money::Money;
use jiff::civil::Date;
use serde::Deserialize;
use store::kept;
use store::kept::statement::{Receipt, ReceiptState};
use store::kept::view::cash::{Entries, SEARCHED};

/// A bank entry in a list.
pub(super) struct EntryRow {
    pub number: i64,
    pub date: Date,
    pub party: String,
    pub text: String,
    pub came_in: Option<Money>,
    pub went_out: Option<Money>,
    pub waits: Option<Money>,
    pub badge: Badge,
}

/// What happens next with an entry.
pub(super) fn entry_badge(state: ReceiptState) -> Badge {
    match state {
        ReceiptState::Waiting | ReceiptState::DebitWaiting => Badge::attention(state.word().to_lowercase()),
        ReceiptState::Applied => Badge::good(state.word().to_lowercase()),
        ReceiptState::DebitBooked => Badge::neutral(state.word().to_lowercase()),
        ReceiptState::Refunded | ReceiptState::Returned => Badge::information(state.word().to_lowercase()),
    }
}

impl EntryRow {
    pub fn of(receipt: &Receipt) -> Self {
        let (party, text) = who(receipt);
        Self {
            number: receipt.number,
            date: receipt.value_date,
            party,
            text,
            came_in: receipt.credit.then_some(receipt.amount),
            went_out: (!receipt.credit).then_some(receipt.amount),
            waits: (receipt.unapplied > 0).then(|| Money::new(receipt.unapplied, receipt.amount.currency)),
            badge: entry_badge(receipt.state),
        }
    }
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    state: String,
    q: String,
    page: String,
}

const TABS: [(&str, &str, Option<ReceiptState>); 7] = [
    ("", "All", None),
    ("waiting", "To match", Some(ReceiptState::Waiting)),
    ("matched", "Matched", Some(ReceiptState::Applied)),
    ("refunded", "Refunded", Some(ReceiptState::Refunded)),
    ("returned", "Returned", Some(ReceiptState::Returned)),
    ("to-book", "To book", Some(ReceiptState::DebitWaiting)),
    ("booked", "Booked", Some(ReceiptState::DebitBooked)),
];

#[derive(Template)]
#[template(path = "desk/entries.html")]
struct EntriesPage {
    page: Page,
    tabs: Vec<Tab>,
    q: String,
    note: Option<String>,
    entries: Vec<EntryRow>,
    csv: String,
    pager: Pager,
    empty: Empty,
}

fn wanted(view: &View, currency: domain::money::Currency) -> Entries {
    let text = view.q.trim();
    if !text.is_empty() {
        return match value::money(text, currency) {
            Ok(amount) => Entries::Amount(amount.minor.abs()),
            Err(_) => Entries::Payer(text.to_uppercase()),
        };
    }
    match TABS.into_iter().find(|(name, ..)| *name == view.state).and_then(|(.., state)| state) {
        Some(state) => Entries::In(state),
        None => Entries::All,
    }
}

/// The list.
pub(super) async fn list(desk: Desk, Query(view): Query<View>) -> Answer {
    // R-12 is one entry: it is opened.
    let number = view.q.trim().to_ascii_uppercase();
    if let Some(number) = number.strip_prefix("R-").and_then(|number| number.parse::<i64>().ok()) {
        return Ok(Redirect::to(&format!("/cash/{number}")).into_response());
    }
    let page = page_number(&view.page);
    let entries = wanted(&view, desk.factor.currency);
    let note = match &entries {
        Entries::Payer(_) => Some(format!(
            "Names and accounts are searched in the newest {} entries.",
            crate::look::format::grouped(SEARCHED)
        )),
        _ => None,
    };
    let (counts, (found, total)) = desk
        .read(move |book| {
            Ok((kept::view::cash::counts(book)?, kept::view::cash::entries(book, &entries, before(page), ROWS)?))
        })
        .await?;
    let count_of = |state: Option<ReceiptState>| match state {
        None => counts.iter().map(|(_, count)| count).sum(),
        Some(state) => counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count),
    };
    let searched = !view.q.trim().is_empty();
    let tabs = TABS
        .into_iter()
        .filter(|(name, _, state)| *name == view.state || count_of(*state) > 0)
        .map(|(name, label, state)| Tab {
            label: label.to_owned(),
            href: Address::of("/cash/entries").with("state", name).link(),
            current: name == view.state && !searched,
            count: Some(count_of(state)),
        })
        .collect();
    let address = |path: &str| Address::of(path).with("state", &view.state).with("q", view.q.trim());
    let template = EntriesPage {
        page: desk.page(Noun::Cash),
        tabs,
        q: view.q.trim().to_owned(),
        note,
        entries: found.iter().map(EntryRow::of).collect(),
        csv: address("/cash/entries.csv").link(),
        pager: Pager::new(address("/cash/entries").base(), page, u64::try_from(total).unwrap_or(0)),
        empty: Empty {
            title: "No such bank entry".to_owned(),
            text: if searched {
                "Search for R-12, an amount such as 1,234.50, or a part of the payer\u{2019}s name or account."
                    .to_owned()
            } else {
                "Entries appear here as soon as a statement is taken in.".to_owned()
            },
            action: Some(("Take in a statement".to_owned(), "/cash/import".to_owned())),
        },
    };
    desk.show(&template)
}

/// The entries as CSV.
pub(super) async fn exported(desk: Desk, Query(view): Query<View>) -> Answer {
    let entries = wanted(&view, desk.factor.currency);
    let (found, _) = desk.read(move |book| Ok(kept::view::cash::entries(book, &entries, 0, export::EXPORTED)?)).await?;
    let heads =
        ["entry", "booked", "valued", "direction", "currency", "amount", "waits", "party", "account", "text", "state"];
    let rows = found.into_iter().map(|one| {
        vec![
            format!("R-{}", one.number),
            one.booking_date.to_string(),
            one.value_date.to_string(),
            if one.credit { "in" } else { "out" }.to_owned(),
            one.amount.currency.to_string(),
            one.amount.decimal().to_string(),
            Money::new(one.unapplied, one.amount.currency).decimal().to_string(),
            one.payer_name.clone(),
            one.payer_account.clone(),
            one.details.texts.join(" "),
            one.state.code().to_owned(),
        ]
    });
    Ok(export::csv("bank-entries", &heads, rows))
}
