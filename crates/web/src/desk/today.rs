//! Today: what needs me now?

use super::debtor::ages_chart;
use super::events::moment;
use super::page::{Answer, Desk};
use super::relation;
use crate::Web;
use crate::look::chart::{FundsEmployed, Svg, Width, funds_employed, responsive};
use crate::look::facts::{Empty, Figure, Moment, Task};
use crate::look::{Badge, Noun, Page, filters, format};
use app::Error;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::agreement::AgreementState;
use domain::calendar::Calendar;
use domain::cash::is_release_day;
use domain::id::ClientId;
use domain::money::{Currency, Money};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use store::kept::event::Recorded;
use store::kept::view::client::Standing;
use store::kept::view::today::{Ages, Beginnings, Sum, Today};
use store::{Snapshot, kept};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/today", get(show)).route("/today/{what}", get(things))
}

/// Days of funds employed that the picture goes back.
const DAYS_BACK: i64 = 120;
/// Waiting lines that are looked at for being overdue, the earliest issued first.
pub(super) const OVERDUE: i64 = 1_000;
/// Events in the rail.
const EVENTS: i64 = 12;

struct Read {
    beginnings: Beginnings,
    today: Today,
    overdue: Vec<Sum>,
    signing: Vec<(String, Standing)>,
    releasing: Vec<(Currency, Sum)>,
    currencies: BTreeMap<Currency, Sums>,
    ages: Vec<(Currency, Ages)>,
    events: Vec<Recorded>,
}

/// The book in one currency.
#[derive(Default)]
struct Sums {
    funds: i64,
    ledger: i64,
    available: i64,
    limits: i64,
    balances: Vec<(Date, Money)>,
}

fn read(snapshot: &mut Snapshot<'_>, calendar: Calendar, on: Date) -> Result<Read, Error> {
    let standing = kept::view::client::in_force(snapshot)?;
    let positions = kept::view::client::positions(snapshot, None)?;
    let mut currencies: BTreeMap<Currency, Sums> = BTreeMap::new();
    for ((_, of), position) in &positions {
        let sums = currencies.entry(*of).or_default();
        sums.funds += position.net_funds_employed().minor;
        sums.ledger += position.ledger;
        sums.available += position.available;
    }
    let mut releasing: BTreeMap<Currency, Sum> = BTreeMap::new();
    for version in standing.iter().filter(|version| version.effective_from <= on) {
        let of = version.terms.currency;
        currencies.entry(of).or_default().limits += version.terms.facility_limit.amount;
        let available = positions.get(&(version.client, of)).map_or(0, |position| position.available);
        if available > 0 && is_release_day(version.terms.release, calendar, on) {
            let cleared = available - kept::invoice::uncleared(snapshot, version.client, of, on)?;
            if cleared > 0 {
                let sum = releasing.entry(of).or_insert(Sum { count: 0, amount: Money::zero(of) });
                sum.count += 1;
                sum.amount.minor += cleared;
            }
        }
    }
    for (of, sums) in &mut currencies {
        sums.balances = kept::view::client::funds_employed(snapshot, None, *of, on.saturating_sub(DAYS_BACK.days()))?;
    }
    let codes: BTreeMap<ClientId, String> =
        kept::party::clients(snapshot)?.into_iter().map(|client| (client.id, client.code.to_string())).collect();
    let waiting = kept::view::client::waiting_for_signatures(snapshot)?;
    Ok(Read {
        beginnings: kept::view::today::beginnings(snapshot)?,
        today: kept::view::today::today(snapshot, on)?,
        overdue: overdue(snapshot, on)?,
        signing: waiting
            .into_iter()
            .filter_map(|version| codes.get(&version.client).map(|code| (code.clone(), version)))
            .collect(),
        releasing: releasing.into_iter().collect(),
        ages: kept::view::today::ages(snapshot, None, on)?,
        events: kept::event::newest(snapshot, None, EVENTS)?,
        currencies,
    })
}

/// Lines that wait for a confirmation or a notice longer than the policy allows.
fn overdue(snapshot: &mut Snapshot<'_>, on: Date) -> Result<Vec<Sum>, Error> {
    let mut sums: BTreeMap<Currency, Sum> = BTreeMap::new();
    for late in app::schedule::overdue(snapshot, on, OVERDUE)? {
        let amount = late.invoice.offer.amount;
        let sum = sums.entry(amount.currency).or_insert(Sum { count: 0, amount: Money::zero(amount.currency) });
        sum.count += 1;
        sum.amount = sum.amount.plus(amount)?;
    }
    Ok(sums.into_values().collect())
}

struct Step {
    done: bool,
    what: &'static str,
    why: &'static str,
    href: &'static str,
}

struct Book {
    currency: Currency,
    figures: Vec<Figure>,
    funds: Svg,
    ages: Option<Svg>,
}

#[derive(Template)]
#[template(path = "desk/today.html")]
struct TodayPage {
    page: Page,
    answer: String,
    tasks: Vec<Task>,
    steps: Vec<Step>,
    books: Vec<Book>,
    events: Vec<Moment>,
}

async fn show(desk: Desk, State(_): State<Web>) -> Answer {
    let (calendar, on) = (desk.factor.calendar, desk.today);
    let (zone_name, now) = (desk.factor.zone.clone(), desk.web.app.now());
    let (read, relations, packets) = desk
        .read(move |snapshot| {
            let relations = relation::tasks::read(snapshot, calendar, &zone_name, on, now)?;
            Ok((read(snapshot, calendar, on)?, relations, super::packets::tasks::read(snapshot, on)?))
        })
        .await?;
    let mut tasks = tasks(&read);
    tasks.extend(relation::tasks::tasks(&relations, on));
    tasks.extend(super::packets::tasks::tasks(&packets, on));
    let begun = read.beginnings;
    let first = !(begun.client && begun.debtor && begun.agreement && begun.schedule && begun.statement);
    let answer = match tasks.len() {
        0 if first => "The book is open. Five steps lead to the first purchase and payment.".to_owned(),
        0 => "Nothing waits for you.".to_owned(),
        1 => "One thing waits for you.".to_owned(),
        many => format!("{many} things wait for you."),
    };
    let zone = TimeZone::get(&desk.factor.zone).unwrap_or(TimeZone::UTC);
    // The factor's own currency stands first.
    let (own, others): (Vec<_>, Vec<_>) = read.currencies.iter().partition(|(of, _)| **of == desk.factor.currency);
    let books = own.into_iter().chain(others).map(|(of, sums)| book(*of, sums, &read, on)).collect();
    desk.show(&TodayPage {
        page: desk.page(Noun::Today),
        answer,
        tasks,
        steps: if first { steps(begun) } else { Vec::new() },
        books,
        events: read.events.iter().map(|event| moment(event, on, &zone)).collect(),
    })
}

#[derive(Template)]
#[template(path = "desk/things.html")]
struct ThingsPage {
    page: Page,
    title: String,
    things: Vec<Task>,
    empty: Empty,
}

/// The things behind one task, each with its page.
async fn things(desk: Desk, Path(what): Path<String>) -> Answer {
    let (calendar, on) = (desk.factor.calendar, desk.today);
    let (zone, now) = (desk.factor.zone.clone(), desk.web.app.now());
    let (title, things) = desk
        .read(move |snapshot| {
            let read = relation::tasks::read(snapshot, calendar, &zone, on, now)?;
            relation::things::things(snapshot, &read, &what, on)?.ok_or_else(|| Error::NotFound(format!("list {what}")))
        })
        .await?;
    desk.show(&ThingsPage {
        page: desk.page(Noun::Today),
        title,
        things,
        empty: Empty {
            title: "Nothing of this waits any more".to_owned(),
            text: "What was done meanwhile stands with its invoice, its case or its customer.".to_owned(),
            action: Some(("Today".to_owned(), "/today".to_owned())),
        },
    })
}

fn steps(begun: Beginnings) -> Vec<Step> {
    let step = |done, what, why, href| Step { done, what, why, href };
    vec![
        step(begun.client, "Add a client", "Who sells its invoices to you.", "/clients/new"),
        step(begun.debtor, "Add its customers as debtors", "Who owes them, each with a limit.", "/debtors/new"),
        step(begun.agreement, "Draft, issue and sign its agreement", "What is advanced, what it costs.", "/clients"),
        step(
            begun.schedule,
            "Submit a schedule of invoices",
            "A CSV file or e-invoices; each line is decided.",
            "/schedules/new",
        ),
        step(begun.statement, "Take in a bank statement", "Payments find their invoices.", "/cash"),
    ]
}

fn tasks(read: &Read) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut each =
        |sums: &[Sum], href: &str, what: &dyn Fn(&str) -> String, things: (&str, &str), about: &str, badge: Badge| {
            for sum in sums {
                let counted = format::counted(sum.count, things.0, things.1);
                tasks.push(Task {
                    what: what(&counted),
                    href: href.to_owned(),
                    about: about.to_owned(),
                    amount: Some(sum.amount),
                    badge: badge.clone(),
                });
            }
        };
    let today = &read.today;
    each(
        &today.lines,
        "/today/decisions",
        &|counted| format!("Decide {counted}"),
        ("invoice", "invoices"),
        "The guards found what only a person can judge",
        Badge::attention("nothing is paid on them until then"),
    );
    each(
        &read.overdue,
        "/today/waiting",
        &|counted| format!("Look after {counted}"),
        ("waiting invoice", "waiting invoices"),
        "No confirmation or notice has come for longer than the policy allows",
        Badge::attention("overdue: call, do without, or give it back"),
    );
    each(
        &today.cash,
        "/cash",
        &|counted| format!("Place {counted}"),
        ("receipt", "receipts"),
        "Money that came in and is not wholly matched",
        Badge::attention("fees run on until it is matched"),
    );
    each(
        &today.debits,
        "/cash",
        &|counted| format!("Book {counted}"),
        ("bank debit", "bank debits"),
        "Money that left the account and is no payment of ours",
        Badge::information("say what each is"),
    );
    each(
        &today.payments,
        "/payments",
        &|counted| format!("Send {counted}"),
        ("payment", "payments"),
        "Advances, released reserve and refunds",
        Badge::attention("due, in no payment file yet"),
    );
    let releasing: Vec<Sum> = read.releasing.iter().map(|(_, sum)| *sum).collect();
    each(
        &releasing,
        "/clients?sort=available&order=desc",
        &|counted| format!("Release reserve to {counted}"),
        ("client", "clients"),
        "Today is a release day of their agreements; the amount is the most",
        Badge::information("cleared and available"),
    );
    for (code, version) in &read.signing {
        let badge = match version.state {
            AgreementState::Executed => Badge::information("signed by both sides"),
            AgreementState::PartlySigned => Badge::attention("waits for the other signature"),
            _ => Badge::attention("waits for both signatures"),
        };
        let verb = if version.state == AgreementState::Executed { "Put in force" } else { "Have signed" };
        tasks.push(Task {
            what: format!("{verb}: agreement of {code}, version {}", version.version),
            href: format!("/clients/{code}/agreements/{}", version.version),
            about: format!("From {}", format::day(version.effective_from)),
            amount: None,
            badge,
        });
    }
    tasks
}

fn book(of: Currency, sums: &Sums, read: &Read, on: Date) -> Book {
    let money = |minor| Money::new(minor, of);
    let figure = |label: &str, minor: i64, note: String| Figure {
        label: label.to_owned(),
        amount: money(minor),
        note: Some(note),
        proof: None,
    };
    let limits = money(sums.limits);
    let collected = read.today.collected.iter().find(|sum| sum.amount.currency == of);
    let chart = FundsEmployed {
        id: format!("funds-{of}"),
        title: format!("Funds employed, {of}"),
        currency: of,
        balances: sums.balances.clone(),
        until: on,
        limit: (sums.limits > 0).then_some(limits),
    };
    Book {
        currency: of,
        figures: vec![
            figure(
                "Funds employed",
                sums.funds,
                format!("{} of {}", format::share(money(sums.funds), limits), limits.figures()),
            ),
            figure("Ledger", sums.ledger, "open on bought invoices".to_owned()),
            figure("Reserve available", sums.available, "owed to clients".to_owned()),
            figure(
                &format!("Received in {}", format::month(on)),
                collected.map_or(0, |sum| sum.amount.minor),
                format::counted(collected.map_or(0, |sum| sum.count), "receipt", "receipts"),
            ),
        ],
        funds: responsive(Width::Wide, |width| funds_employed(&chart, width)),
        ages: read.ages.iter().find(|(its, _)| *its == of).map(|(_, ages)| ages_chart(of, ages, "age")),
    }
}
