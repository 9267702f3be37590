//! A debtor's page: how much of its limit is used, what is open, and how it pays.

use super::contacts::{ContactRow, kept as kept_words, preference};
use super::debtors::{by_code, status_badge};
use super::page::{Answer, Desk};
use super::party::on_one_line;
use super::view::View;
use crate::Web;
use crate::look::chart::{Ageing, Bucket, DaysToPay, Paid, Svg, Usage, Width, ageing, days_to_pay, responsive, usage};
use crate::look::facts::{Empty, Fact};
use crate::look::table::Pager;
use crate::look::{Badge, Noun, Page, filters, format};
use app::Error;
use app::erasure::Party;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use domain::money::Money;
use domain::party::{Debtor, DebtorType, Factor};
use domain::proof::Proof;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use store::kept::view::debtor::{HABIT, OpenInvoice, PaidInvoice, Seller};
use store::kept::view::today::Ages;
use store::{Snapshot, kept};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/debtors/{code}", get(show))
}

struct Read {
    debtor: Debtor,
    sellers: Vec<Seller>,
    open: Vec<OpenInvoice>,
    open_count: i64,
    paid: Vec<PaidInvoice>,
    ages: Vec<(domain::money::Currency, Ages)>,
    contacts: Vec<ContactRow>,
    kept: String,
    treated: Vec<Fact>,
}

fn read(snapshot: &mut Snapshot<'_>, factor: &Factor, code: &str, skip: i64, on: Date) -> Result<Read, Error> {
    let debtor = by_code(snapshot, code)?;
    let (open, open_count) = kept::view::debtor::open_invoices(snapshot, debtor.id, skip)?;
    let contacts = kept::contact::of_debtor(snapshot, debtor.id)?;
    let preference = app::contact::preference(snapshot, factor, &debtor)?;
    Ok(Read {
        sellers: kept::view::debtor::sellers(snapshot, debtor.id, debtor.limit.currency)?,
        paid: kept::view::debtor::paid_invoices(snapshot, debtor.id)?,
        ages: kept::view::today::ages(snapshot, Some(debtor.id), on)?,
        treated: preference::facts(&preference, &contacts),
        contacts: contacts.iter().map(ContactRow::of).collect(),
        kept: kept_words(snapshot, Party::Debtor(debtor.id), &factor.zone, on)?,
        open,
        open_count,
        debtor,
    })
}

/// How a debtor has paid: averages over its latest closed invoices, weighted by amount.
struct Habit {
    /// CR-01: days from issue to payment.
    days_to_pay: String,
    /// CR-02: days after the due date, early payments counted as they are.
    days_late: String,
    proof: Proof,
    late_proof: Proof,
    /// Typical terms: the middle one.
    terms: i32,
}

/// CR-01, CR-02 over closed invoices, each weighted by its face, rounded half up to a tenth of a day.
fn habit(paid: &[PaidInvoice]) -> Option<Habit> {
    let days = |from: Date, to: Date| i64::from(format::days_from(from, to));
    let weight: i128 = paid.iter().map(|one| i128::from(one.face)).sum();
    if weight == 0 {
        return None;
    }
    let average = |of: &dyn Fn(&PaidInvoice) -> i64| {
        let sum: i128 = paid.iter().map(|one| i128::from(of(one)) * i128::from(one.face)).sum();
        let exact = Decimal::from_i128_with_scale(sum, 0) / Decimal::from_i128_with_scale(weight, 0);
        exact
            .round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
            .normalize()
            .to_string()
            .replace('-', "\u{2212}")
    };
    let to_pay = average(&|one| days(one.issued, one.closed));
    let late = average(&|one| days(one.due, one.closed));
    let mut terms: Vec<i64> = paid.iter().map(|one| days(one.issued, one.due)).collect();
    terms.sort_unstable();
    let proof = |rule: &str, what: &str, result: &str| {
        Proof::new(rule, format!("sum of (face \u{d7} {what}) \u{f7} sum of faces = {result} days"))
            .with("closed invoices", paid.len())
            .with("the latest, at most", HABIT)
    };
    Some(Habit {
        proof: proof("CR-01", "days from issue to payment", &to_pay),
        late_proof: proof("CR-02", "days from due date to payment", &late),
        days_to_pay: to_pay,
        days_late: late,
        terms: i32::try_from(terms[terms.len() / 2]).unwrap_or(0),
    })
}

struct SellerRow {
    code: String,
    name: String,
    reference: String,
    open: Money,
    meter: Option<Svg>,
}

struct InvoiceRow {
    id: String,
    number: String,
    client: String,
    due: Date,
    face: Money,
    open: Money,
    badge: Badge,
}

#[derive(Template)]
#[template(path = "desk/debtor.html")]
struct DebtorPage {
    page: Page,
    code: String,
    name: String,
    badge: Badge,
    open: Money,
    words: String,
    limit: Svg,
    ages: Vec<(String, Svg)>,
    habit: Option<Habit>,
    dots: Svg,
    dot_rows: Vec<(String, Date, i64, i64)>,
    sellers: Vec<SellerRow>,
    sellers_empty: Empty,
    invoices: Vec<InvoiceRow>,
    invoices_empty: Empty,
    pager: Pager,
    facts: Vec<Fact>,
    kept: String,
    contacts: Vec<ContactRow>,
    treated: Vec<Fact>,
    new_contact: String,
}

async fn show(desk: Desk, Path(code): Path<String>, Query(view): Query<View>) -> Answer {
    let (on, skip) = (desk.today, view.skip());
    let factor = desk.factor.clone();
    let read = desk.read(move |snapshot| read(snapshot, &factor, &code, skip, on)).await?;
    let limit = read.debtor.limit;
    let of = limit.currency;
    let open = Money::new(read.sellers.iter().map(|seller| seller.open).sum(), of);
    let left = Money::new(limit.minor - open.minor, of);
    let words = if left.minor < 0 {
        format!("open, {} above its limit of {}", left.negated().figures(), format::amount(limit))
    } else {
        format!("open, {} left of its limit of {}", left.figures(), format::amount(limit))
    };
    let code = read.debtor.code.to_string();
    let habit = habit(&read.paid);
    let dots = DaysToPay {
        id: "days".into(),
        title: "Days from issue to payment".into(),
        terms: habit.as_ref().map_or(30, |habit| habit.terms),
        paid: read.paid.iter().rev().map(paid).collect(),
    };
    let meter = Usage { id: "limit".into(), title: "Limit over all clients".into(), used: open, limit };
    desk.show(&DebtorPage {
        page: desk.page(Noun::Debtors),
        name: read.debtor.name.clone(),
        badge: status_badge(read.debtor.status),
        open,
        words,
        limit: responsive(Width::Wide, |width| usage(&meter, width)),
        ages: read.ages.iter().map(|(of, ages)| (of.to_string(), ages_chart(*of, ages, "ages"))).collect(),
        dot_rows: read.paid.iter().take(12).map(dot_row).collect(),
        habit,
        dots: responsive(Width::Wide, |width| days_to_pay(&dots, width)),
        sellers: read.sellers.iter().map(|seller| seller_row(seller, of)).collect(),
        sellers_empty: Empty {
            title: "No client sells to it yet".into(),
            text: "Link it to a client, with the client's own number for it, so that schedules name it.".into(),
            action: Some(("Link to a client".into(), format!("/debtors/{code}/clients/new"))),
        },
        invoices: read.open.iter().map(|invoice| invoice_row(invoice, on)).collect(),
        invoices_empty: Empty {
            title: "Nothing is open".into(),
            text: "No bought invoice of this debtor has an open balance.".into(),
            action: None,
        },
        pager: Pager::new(&format!("/debtors/{code}?"), view.page(), u64::try_from(read.open_count).unwrap_or(0)),
        facts: facts(&read.debtor),
        contacts: read.contacts,
        kept: read.kept,
        treated: read.treated,
        new_contact: format!("/debtors/{code}/contacts/new"),
        code,
    })
}

fn paid(one: &PaidInvoice) -> Paid {
    Paid { on: one.closed, days: format::days_from(one.issued, one.closed), invoice: one.number.clone() }
}

fn dot_row(one: &PaidInvoice) -> (String, Date, i64, i64) {
    let days = |from| i64::from(format::days_from(from, one.closed));
    (one.number.clone(), one.closed, days(one.issued), days(one.due))
}

/// Open invoices by age as one stacked bar.
pub(super) fn ages_chart(of: domain::money::Currency, ages: &Ages, id: &str) -> Svg {
    let labels = ["Not due", "1\u{2013}30", "31\u{2013}60", "61\u{2013}90", "Over 90"];
    let input = Ageing {
        id: format!("{id}-{of}"),
        title: format!("Open invoices by days past due, {of}"),
        currency: of,
        buckets: labels
            .into_iter()
            .zip(ages)
            .map(|(label, minor)| Bucket { label: label.to_owned(), amount: Money::new(*minor, of) })
            .collect(),
    };
    responsive(Width::Wide, |width| ageing(&input, width))
}

fn seller_row(seller: &Seller, of: domain::money::Currency) -> SellerRow {
    let open = Money::new(seller.open, of);
    SellerRow {
        code: seller.code.clone(),
        name: seller.name.clone(),
        reference: seller.reference.clone().unwrap_or_default(),
        open,
        meter: seller
            .limit
            .filter(|limit| limit.currency == of)
            .map(|limit| crate::look::chart::bar(&format!("pair-{}", seller.code), open, limit)),
    }
}

fn invoice_row(invoice: &OpenInvoice, on: Date) -> InvoiceRow {
    let late = format::days_from(invoice.due, on);
    let badge = match late {
        ..=-1 => Badge::neutral(format!("due {}", format::relative(on, invoice.due))),
        0 => Badge::information("due today"),
        1..=30 => Badge::attention(format!("{} past due", format::counted(late.into(), "day", "days"))),
        _ => Badge::stop(format!("{} past due", format::counted(late.into(), "day", "days"))),
    };
    InvoiceRow {
        id: invoice.id.to_string(),
        number: invoice.number.clone(),
        client: invoice.client.clone(),
        due: invoice.due,
        face: invoice.face,
        open: invoice.open,
        badge,
    }
}

fn facts(debtor: &Debtor) -> Vec<Fact> {
    let mut facts = Vec::new();
    if debtor.debtor_type != DebtorType::Business {
        facts.push(Fact::new("Kind of debtor", debtor.debtor_type.word()));
    }
    facts.extend(debtor.identity.trading_name.as_ref().map(|name| Fact::new("Trades as", name.as_str())));
    let address = on_one_line(&debtor.identity.address);
    if !address.is_empty() {
        facts.push(Fact::new("Address", address));
    }
    facts.extend(debtor.identity.identifiers.iter().map(|one| Fact::new(one.scheme.as_str(), one.value.as_str())));
    facts.extend(debtor.paying_accounts.iter().map(|account| Fact::new("Pays from", account.as_str())));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn cr_01_cr_02_days_are_weighted_by_amount() {
        let one = |face, closed| PaidInvoice {
            number: "1".into(),
            issued: date(2026, 1, 1),
            due: date(2026, 1, 31),
            closed,
            face,
        };
        // 30 days on 300, 45 days on 100: (9000 + 4500) / 400 = 33.75; late: (0 + 1500) / 400 = 3.75.
        let habit = habit(&[one(300, date(2026, 1, 31)), one(100, date(2026, 2, 15))]).unwrap();
        assert_eq!((habit.days_to_pay.as_str(), habit.days_late.as_str(), habit.terms), ("33.8", "3.8", 30));
        assert!(super::habit(&[]).is_none());
    }
}
