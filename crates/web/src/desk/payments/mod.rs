//! Payments: what is due and to whom, files for the bank, one payment.
//!
//! A payment file goes choose, preview, make, download. Addresses: `/payments`, `/payments/all`, `/payments/files`,
//! `/payments/files/{number}` with `.xml` behind it, `/payments/{number}`.

mod files;

use super::address::{Address, ROWS, before, page_number};
use super::export;
use super::page::{Answer, Desk};
use crate::Web;
use crate::look::facts::{Empty, Fact, Tab};
use crate::look::format::{amount, counted, day};
use crate::look::table::Pager;
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use app::payment::{DuePayment, due};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use domain::money::{Currency, Money};
use domain::party::BankAccount;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::kept;
use store::kept::payment::PaymentState;
use store::kept::view::payment::Listed;

/// The pages of this noun.
pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/payments", get(list))
        .route("/payments/all", get(all))
        .route("/payments/all.csv", get(exported))
        .route("/payments/check", post(files::check))
        .route("/payments/files", get(files::list).post(files::make))
        .route("/payments/files/{number}", get(files::show))
        .route("/payments/files/{number}/download", get(files::download))
        .route("/payments/{number}", get(show))
}

/// Which part, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    page: String,
}

/// A payment that is due.
struct DueRow {
    id: String,
    number: i64,
    what: String,
    to: String,
    to_href: Option<String>,
    account: String,
    method: &'static str,
    due: Date,
    amount: Money,
    missing: Vec<String>,
}

/// An account as one reads it: number with its bank.
pub(super) fn account_words(account: &BankAccount) -> String {
    let bank = account.bic.as_ref().or(account.clearing.as_ref());
    match bank {
        Some(bank) => format!("{}, bank {bank}", account.number),
        None => account.number.clone(),
    }
}

/// Sums per currency, in words.
pub(super) fn sums(amounts: impl IntoIterator<Item = Money>) -> Result<Vec<Money>, Error> {
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    for one in amounts {
        let sum = sums.entry(one.currency).or_insert(Money::zero(one.currency));
        *sum = sum.plus(one)?;
    }
    Ok(sums.into_values().collect())
}

/// Amounts of several currencies, in words.
pub(super) fn sums_words(sums: &[Money]) -> String {
    sums.iter().map(|sum| amount(*sum)).collect::<Vec<_>>().join(" and ")
}

/// The tabs of this noun; `current` is the one shown.
pub(super) fn tabs(current: &str, due: i64) -> Vec<Tab> {
    [("Due", "/payments", Some(due)), ("Files", "/payments/files", None), ("All payments", "/payments/all", None)]
        .into_iter()
        .map(|(label, href, count)| Tab {
            label: label.to_owned(),
            href: href.to_owned(),
            current: href == current,
            count,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "desk/payments.html")]
struct DuePage {
    page: Page,
    tabs: Vec<Tab>,
    answer: Option<Money>,
    words: String,
    notice: Option<Badge>,
    rows: Vec<DueRow>,
    payable: usize,
    pager: Pager,
    empty: Empty,
}

/// The word of a payment's kind with what it stands for.
fn what(kind: kept::payment::PaymentKind, listed: Option<&Listed>) -> String {
    let of = match listed {
        Some(Listed { schedule: Some(number), .. }) => format!(" on S-{number}"),
        Some(Listed { receipt: Some(number), .. }) => format!(" of R-{number}"),
        _ => String::new(),
    };
    format!("{}{of}", kind.word())
}

fn to(listed: &Listed) -> (String, Option<String>) {
    match (&listed.client, &listed.debtor) {
        (Some((code, name)), _) => (name.clone(), Some(format!("/clients/{code}"))),
        (None, Some((code, name))) => (name.clone(), Some(format!("/debtors/{code}"))),
        (None, None) => (listed.payment.payee.as_ref().map_or_else(String::new, |payee| payee.holder.clone()), None),
    }
}

async fn list(desk: Desk, Query(view): Query<View>) -> Answer {
    let page = page_number(&view.page);
    let (all, shown) = desk
        .read(move |book| {
            let all = due(book)?;
            Ok((all, kept::view::payment::in_state(book, PaymentState::Due, before(page), ROWS)?))
        })
        .await?;
    let payable: Vec<&DuePayment> = all.iter().filter(|payment| payment.missing.is_empty()).collect();
    let due_sums = sums(all.iter().map(|payment| payment.amount))?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let stuck = all.len() - payable.len();
    let rows = shown
        .iter()
        .map(|listed| {
            let payment = &listed.payment;
            let found = all.iter().find(|one| one.id == payment.id);
            let payee = found.and_then(|one| one.payee.as_ref());
            let (to, to_href) = to(listed);
            DueRow {
                id: payment.id.to_string(),
                number: payment.number,
                what: what(payment.kind, Some(listed)),
                to,
                to_href,
                account: payee.map_or_else(String::new, account_words),
                method: payment.transfer_method.word(),
                due: payment.due_on,
                amount: payment.amount,
                missing: found.map(|one| one.missing.clone()).unwrap_or_default(),
            }
        })
        .collect();
    let words = match (total, due_sums.as_slice()) {
        (0, _) => "Nothing is due.".to_owned(),
        (count, [_]) => format!("due in {}", counted(count, "payment", "payments")),
        (count, several) => {
            format!("{}: {}", counted(count, "payment is due", "payments are due"), sums_words(several))
        }
    };
    let no_account = desk.factor.account.is_none().then(|| {
        Badge::stop(
            "The account that payments leave from is not known: put it into the settings before a file can be made.",
        )
    });
    let stuck = (stuck > 0).then(|| {
        let count = counted(i64::try_from(stuck).unwrap_or(0), "payment cannot", "payments cannot");
        Badge::attention(format!("{count} be put into a file yet: see what is missing beside it."))
    });
    let template = DuePage {
        page: desk.page(Noun::Payments),
        tabs: tabs("/payments", total),
        answer: if let [sum] = due_sums.as_slice() { Some(*sum) } else { None },
        words,
        notice: no_account.or(stuck),
        rows,
        payable: payable.len(),
        pager: Pager::new(Address::of("/payments").base(), page, u64::try_from(total).unwrap_or(0)),
        empty: Empty {
            title: "No payment is due".to_owned(),
            text:
                "Advances of schedules, released reserve and refunds stand here until they leave with a payment file."
                    .to_owned(),
            action: Some(("Payment files".to_owned(), "/payments/files".to_owned())),
        },
    };
    desk.show(&template)
}

/// A payment in a list.
pub(super) struct PaymentRow {
    pub number: i64,
    pub what: String,
    pub to: String,
    pub to_href: Option<String>,
    pub account: String,
    pub due: Date,
    pub amount: Money,
    pub badge: Badge,
}

impl PaymentRow {
    pub fn of(listed: &Listed) -> Self {
        let payment = &listed.payment;
        let (to, to_href) = to(listed);
        Self {
            number: payment.number,
            what: what(payment.kind, Some(listed)),
            to,
            to_href,
            account: payment.payee.as_ref().map_or_else(String::new, account_words),
            due: payment.due_on,
            amount: payment.amount,
            badge: payment_badge(listed),
        }
    }
}

fn payment_badge(listed: &Listed) -> Badge {
    match (listed.payment.state, listed.file) {
        (PaymentState::Due, _) => Badge::attention("due, not in a file yet"),
        (PaymentState::InFile, Some(file)) => Badge::information(format!("in file F-{file}, waits for the bank")),
        (PaymentState::InFile, None) => Badge::information("in a payment file"),
        (PaymentState::Left, _) => Badge::good("paid, seen on a statement"),
    }
}

#[derive(Template)]
#[template(path = "desk/payments_all.html")]
struct AllPage {
    page: Page,
    tabs: Vec<Tab>,
    rows: Vec<PaymentRow>,
    pager: Pager,
    empty: Empty,
}

async fn all(desk: Desk, Query(view): Query<View>) -> Answer {
    let page = page_number(&view.page);
    let (total, due, rows) = desk
        .read(move |book| {
            Ok((
                kept::view::payment::count(book, None)?,
                kept::view::payment::count(book, Some(PaymentState::Due))?,
                kept::view::payment::newest(book, before(page), ROWS)?,
            ))
        })
        .await?;
    let template = AllPage {
        page: desk.page(Noun::Payments),
        tabs: tabs("/payments/all", due),
        rows: rows.iter().map(PaymentRow::of).collect(),
        pager: Pager::new(Address::of("/payments/all").base(), page, u64::try_from(total).unwrap_or(0)),
        empty: Empty {
            title: "No payment yet".to_owned(),
            text: "The first purchase makes the first payment.".to_owned(),
            action: Some(("Offer a schedule".to_owned(), "/schedules/new".to_owned())),
        },
    };
    desk.show(&template)
}

async fn exported(desk: Desk) -> Answer {
    let rows = desk.read(|book| Ok(kept::view::payment::newest(book, 0, export::EXPORTED)?)).await?;
    let heads = [
        "payment", "kind", "to", "account", "schedule", "receipt", "method", "due", "currency", "amount", "state",
        "file",
    ];
    let numbered =
        |letter: &str, number: Option<i64>| number.map_or_else(String::new, |number| format!("{letter}-{number}"));
    let rows = rows.into_iter().map(|one| {
        vec![
            format!("P-{}", one.payment.number),
            one.payment.kind.code().to_owned(),
            to(&one).0,
            one.payment.payee.as_ref().map_or_else(String::new, |payee| payee.number.clone()),
            numbered("S", one.schedule),
            numbered("R", one.receipt),
            one.payment.transfer_method.code().to_owned(),
            one.payment.due_on.to_string(),
            one.payment.amount.currency.to_string(),
            one.payment.amount.decimal().to_string(),
            one.payment.state.code().to_owned(),
            numbered("F", one.file),
        ]
    });
    Ok(export::csv("payments", &heads, rows))
}

#[derive(Template)]
#[template(path = "desk/payment.html")]
struct PaymentPage {
    page: Page,
    number: i64,
    amount: Money,
    words: String,
    badge: Badge,
    facts: Vec<Fact>,
    missing: Vec<String>,
}

async fn show(desk: Desk, Path(number): Path<i64>) -> Answer {
    let (listed, waiting) = desk
        .read(move |book| {
            let missing = || Error::NotFound(format!("payment P-{number}"));
            let listed = kept::view::payment::numbered(book, number)?.ok_or_else(missing)?;
            let waiting = match listed.payment.state {
                PaymentState::Due => due(book)?.into_iter().find(|one| one.number == number),
                _ => None,
            };
            Ok((listed, waiting))
        })
        .await?;
    let payment = &listed.payment;
    let (to, to_href) = to(&listed);
    let payee = waiting.as_ref().and_then(|one| one.payee.as_ref()).or(payment.payee.as_ref());
    let link = |fact: Fact, href: Option<String>| match href {
        Some(href) => fact.link(href),
        None => fact,
    };
    let mut facts = vec![
        Fact::new("What", what(payment.kind, Some(&listed))),
        link(Fact::new("To", to.as_str()), to_href),
        Fact::new("Account holder", payee.map_or("not on file", |payee| payee.holder.as_str())),
        Fact::new("Account", payee.map_or_else(|| "not on file".to_owned(), account_words)),
        Fact::new("How", payment.transfer_method.word()),
        Fact::new("Due", day(payment.due_on)),
    ];
    facts
        .extend(listed.schedule.map(|one| Fact::new("Schedule", format!("S-{one}")).link(format!("/schedules/{one}"))));
    facts.extend(listed.receipt.map(|one| Fact::new("Refunds", format!("R-{one}")).link(format!("/cash/{one}"))));
    facts.extend(listed.file.map(|one| Fact::new("File", format!("F-{one}")).link(format!("/payments/files/{one}"))));
    facts.push(Fact::new("End-to-end id", payment.id.0.simple().to_string()));
    let words = match payment.state {
        PaymentState::Due => format!("is due to {to} on {}", day(payment.due_on)),
        PaymentState::InFile => format!("to {to}, handed to the bank"),
        PaymentState::Left => format!("paid to {to}"),
    };
    let template = PaymentPage {
        page: desk.page(Noun::Payments),
        number,
        amount: payment.amount,
        words,
        badge: payment_badge(&listed),
        facts,
        missing: waiting.map(|one| one.missing).unwrap_or_default(),
    };
    desk.show(&template)
}
