//! Schedules of accounts: which there are, a new one, one of them.
//!
//! A schedule goes preview, confirm, receipt: its files are read and rehearsed ([`offer`]), wait under a token
//! ([`uploads`]), and are submitted from the preview. Addresses: `/schedules`, `/schedules/new`,
//! `/schedules/preview/{token}`, `/schedules/{number}`.

mod again;
mod offer;
mod one;
mod uploads;

use super::address::{Address, ROWS, before, page_number};
use super::export;
use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::{Empty, Tab};
use crate::look::form::Choice;
use crate::look::format;
use crate::look::table::{Column, Pager};
use crate::look::{Noun, Page, filters};
use app::Error;
use askama::Template;
use axum::extract::Query;
use axum::routing::get;
use axum::{Extension, Router};
use domain::money::{Currency, Money};
use jiff::civil::Date;
use serde::Deserialize;
use store::kept;
use store::kept::schedule::ScheduleState;
use store::kept::view::schedule::{Filter, Having, Listed};

/// The pages of this noun.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/schedules", get(list))
        .route("/schedules.csv", get(exported))
        .route("/schedules/new", get(offer::form).post(offer::read))
        .route("/schedules/preview/{token}", get(offer::preview).post(offer::submit))
        .route("/schedules/{number}", get(one::show))
        .route("/schedules/{number}/lines.csv", get(one::exported))
        .route("/schedules/{number}/ask-again", get(again::preview).post(again::ask))
        .layer(Extension(uploads::Uploads::default()))
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct View {
    client: String,
    having: String,
    page: String,
}

const HAVING: [(&str, &str, Having); 5] = [
    ("", "All", Having::Anything),
    ("waiting", "Wait for you", Having::Waiting),
    ("asked", "Wait for others", Having::Asked),
    ("refused", "With refused lines", Having::Refused),
    ("undecided", "Being decided", Having::Undecided),
];

/// A row of the list.
struct Row {
    number: String,
    href: String,
    client: String,
    client_href: String,
    date: Date,
    lines: i64,
    undecided: Option<String>,
    sum: Money,
    bought: i64,
    refused: i64,
    waiting: i64,
    asked: i64,
    paid: Money,
}

impl Row {
    fn of(listed: Listed) -> Self {
        let Listed { schedule, client, tally, payment } = listed;
        let money = |minor| Money::new(minor, schedule.line_sum.currency);
        let refused = tally.refused + tally.unreadable;
        let undecided = (schedule.state == ScheduleState::Submitted)
            .then(|| format!("{} decided", format::grouped(schedule.decided_lines)));
        Self {
            number: format!("S-{}", schedule.number),
            href: format!("/schedules/{}", schedule.number),
            client_href: format!("/clients/{}", client.0),
            client: client.1,
            date: schedule.business_date,
            lines: schedule.line_count,
            undecided,
            sum: schedule.line_sum,
            bought: tally.bought,
            refused,
            waiting: tally.waiting,
            asked: tally.asked,
            paid: payment.map_or(money(0), |(_, amount, _)| amount),
        }
    }
}

#[derive(Template)]
#[template(path = "desk/schedules.html")]
struct ListPage {
    page: Page,
    answer: String,
    tabs: Vec<Tab>,
    clients: Vec<Choice>,
    client: String,
    having: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    unit: Option<Currency>,
    csv: String,
    pager: Pager,
    empty: Empty,
}

/// The one currency of many amounts; none where there are several.
pub(super) fn one_currency(amounts: impl IntoIterator<Item = Money>) -> Option<Currency> {
    let mut amounts = amounts.into_iter();
    let first = amounts.next()?.currency;
    amounts.all(|amount| amount.currency == first).then_some(first)
}

/// The head of a column of amounts, with their currency where it is one.
pub(super) fn amounts_head(label: &str, unit: Option<Currency>) -> Column {
    Column::figures(unit.map_or_else(|| label.to_owned(), |unit| format!("{label}, {unit}")))
}

async fn list(desk: Desk, Query(view): Query<View>) -> Answer {
    let page = page_number(&view.page);
    let having =
        HAVING.into_iter().find(|(name, ..)| *name == view.having).map_or(Having::Anything, |(.., having)| having);
    let wanted = view.client.clone();
    let (clients, waiting, total, rows) = desk
        .read(move |book| {
            let clients = kept::party::clients(book)?;
            let client = match wanted.as_str() {
                "" => None,
                code => Some(app::client_by_code(book, code)?.id),
            };
            let filter = Filter { client, having };
            let total = kept::view::schedule::count(book, filter)?;
            let waiting = kept::view::schedule::count(book, Filter { client: None, having: Having::Waiting })?;
            Ok((clients, waiting, total, kept::view::schedule::page(book, filter, before(page), ROWS)?))
        })
        .await?;
    let rows: Vec<Row> = rows.into_iter().map(Row::of).collect();
    let unit = one_currency(rows.iter().map(|row| row.sum));
    let address = Address::of("/schedules").with("client", &view.client);
    let tabs = HAVING.map(|(name, label, _)| Tab {
        label: label.to_owned(),
        href: address.clone().with("having", name).link(),
        current: name == view.having,
        count: (name == "waiting" && waiting > 0).then_some(waiting),
    });
    let narrowed = address.with("having", &view.having);
    let answer = match waiting {
        0 => "No line waits for you. Offer a schedule to buy invoices of a client.".to_owned(),
        1 => "1 schedule has lines that wait for your decision.".to_owned(),
        many => format!("{} schedules have lines that wait for your decision.", format::grouped(many)),
    };
    let template = ListPage {
        page: desk.page(Noun::Schedules),
        answer,
        tabs: tabs.to_vec(),
        clients: clients.iter().map(|one| Choice::new(one.code.as_str(), one.name.as_str())).collect(),
        client: view.client.clone(),
        having: view.having.clone(),
        columns: vec![
            Column::text("Schedule"),
            Column::text("Client"),
            Column::text("Date"),
            Column::figures("Lines"),
            amounts_head("Sum", unit),
            Column::figures("Bought"),
            Column::figures("Refused"),
            Column::figures("Wait for you"),
            Column::figures("For others"),
            amounts_head("Paid out", unit),
        ],
        rows,
        unit,
        csv: Address::of("/schedules.csv").with("client", &view.client).with("having", &view.having).link(),
        pager: Pager::new(narrowed.base(), page, u64::try_from(total).unwrap_or(0)),
        empty: Empty {
            title: "No schedule here".to_owned(),
            text: "A schedule of accounts is a list of invoices that a client offers. Take one in as CSV or UBL."
                .to_owned(),
            action: Some(("Offer a schedule".to_owned(), "/schedules/new".to_owned())),
        },
    };
    desk.show(&template)
}

async fn exported(desk: Desk, Query(view): Query<View>) -> Answer {
    let having =
        HAVING.into_iter().find(|(name, ..)| *name == view.having).map_or(Having::Anything, |(.., having)| having);
    let rows = desk
        .read(move |book| {
            let client = match view.client.as_str() {
                "" => None,
                code => Some(app::client_by_code(book, code)?.id),
            };
            Ok(kept::view::schedule::page(book, Filter { client, having }, 0, export::EXPORTED)?)
        })
        .await?;
    let heads = [
        "schedule",
        "client",
        "date",
        "lines",
        "currency",
        "sum",
        "bought",
        "bought_sum",
        "refused",
        "unreadable",
        "waiting",
        "withdrawn",
        "paid_out",
        "asked",
    ];
    let rows = rows.into_iter().map(|one| {
        let money = |minor| Money::new(minor, one.schedule.line_sum.currency).decimal().to_string();
        vec![
            format!("S-{}", one.schedule.number),
            one.client.0.clone(),
            one.schedule.business_date.to_string(),
            one.schedule.line_count.to_string(),
            one.schedule.line_sum.currency.to_string(),
            one.schedule.line_sum.decimal().to_string(),
            one.tally.bought.to_string(),
            money(one.tally.bought_sum),
            one.tally.refused.to_string(),
            one.tally.unreadable.to_string(),
            one.tally.waiting.to_string(),
            one.tally.withdrawn.to_string(),
            money(one.payment.as_ref().map_or(0, |(_, amount, _)| amount.minor)),
            one.tally.asked.to_string(),
        ]
    });
    Ok(export::csv("schedules", &heads, rows))
}

/// The schedule with the number of an address.
fn numbered(book: &mut store::Snapshot<'_>, number: i64) -> Result<kept::schedule::Schedule, Error> {
    kept::schedule::by_number(book, number)?.ok_or_else(|| Error::NotFound(format!("schedule S-{number}")))
}
