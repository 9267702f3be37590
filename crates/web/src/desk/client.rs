//! A client's page: how much can be drawn, and why not more.

use super::clients::status_badge;
use super::contacts::{ContactRow, kept as kept_words};
use super::page::{Answer, Desk};
use super::party::{on_one_line, spaced};
use super::posted::Posted;
use super::view::View;
use crate::Web;
use crate::look::chart::{
    CalendarStrip, DayMark, DayState, FundsEmployed, Svg, Width, bar, calendar_strip, funds_employed, responsive,
};
use crate::look::facts::{Empty, Fact, Figure, Preview};
use crate::look::table::Pager;
use crate::look::{Badge, Noun, Page, Tone, filters, format};
use app::erasure::Party;
use app::{Error, client_by_code};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post};
use domain::agreement::{Agreement, AgreementState, in_force};
use domain::calendar::Calendar;
use domain::cash::{RebatePlan, RebateRequest, rebate};
use domain::credit::{Availability, ClientPosition, availability};
use domain::money::{Currency, Money};
use domain::party::Client;
use domain::proof::Proof;
use jiff::ToSpan;
use jiff::civil::Date;
use store::{Snapshot, kept};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/clients/{code}", get(show)).route("/clients/{code}/release", post(release))
}

/// Days of funds employed that the picture goes back.
const DAYS_BACK: i64 = 120;
/// Days of the reserve clock: about a week back and three weeks ahead.
const CLOCK: (i64, i64) = (6, 21);
/// Schedules shown.
const SCHEDULES: i64 = 8;

/// What a client may draw today under the version in force.
pub(super) struct Standing {
    pub(super) position: ClientPosition,
    pub(super) availability: Availability,
    pub(super) uncleared: Money,
    pub(super) plan: RebatePlan,
}

/// All that the page reads, from one state of the book.
struct Read {
    client: Client,
    versions: Vec<Agreement>,
    currency: Currency,
    others: Vec<ClientPosition>,
    standing: Option<Standing>,
    customers: Vec<kept::view::client::Customer>,
    customer_count: i64,
    schedules: Vec<kept::schedule::Schedule>,
    mappings: Vec<String>,
    clearing: Vec<(Date, Money, i64)>,
    funds: Vec<(Date, Money)>,
    contacts: Vec<ContactRow>,
    kept: String,
}

/// What may be drawn and released under an agreement.
fn standing(
    snapshot: &mut Snapshot<'_>,
    client: &Client,
    agreement: &Agreement,
    calendar: Calendar,
    on: Date,
) -> Result<Standing, Error> {
    let terms = &agreement.terms;
    let currency = terms.currency;
    let positions = kept::view::client::positions(snapshot, Some(client.id))?;
    let position = positions.get(&(client.id, currency)).copied().unwrap_or(ClientPosition::empty(currency));
    let eligible = kept::invoice::eligible(snapshot, client.id, currency)?;
    let discretionary = Money::new(terms.discretionary_reserve, currency);
    let mut found = availability(&position, &eligible, discretionary, terms.limit())?;
    found.proof = found.proof.under(agreement.version);
    let uncleared = kept::invoice::uncleared(snapshot, client.id, currency, on)?;
    let request = RebateRequest {
        client: client.id,
        terms,
        calendar,
        position: &position,
        availability: &found,
        uncleared,
        asked: true,
        on,
    };
    let plan = rebate(&request)?;
    Ok(Standing { position, availability: found, uncleared: Money::new(uncleared, currency), plan })
}

fn read(
    snapshot: &mut Snapshot<'_>,
    code: &str,
    skip: i64,
    (calendar, own, on): (Calendar, Currency, Date),
    zone: &str,
) -> Result<Read, Error> {
    let client = client_by_code(snapshot, code)?;
    let versions = kept::agreement::versions(snapshot, client.id)?;
    let current = in_force(&versions, on);
    let positions = kept::view::client::positions(snapshot, Some(client.id))?;
    let currency = current
        .map(|version| version.terms.currency)
        .or_else(|| positions.keys().next().map(|(_, of)| *of))
        .unwrap_or(own);
    let standing = current.map(|version| standing(snapshot, &client, version, calendar, on)).transpose()?;
    let (customers, customer_count) = kept::view::client::customers(snapshot, client.id, skip)?;
    Ok(Read {
        others: positions.into_values().filter(|position| position.currency != currency).collect(),
        schedules: kept::schedule::newest(snapshot, Some(client.id), None, SCHEDULES)?,
        mappings: kept::mapping::of_client(snapshot, client.id)?.into_iter().map(|(name, _)| name).collect(),
        clearing: kept::view::client::clearing(snapshot, client.id, currency, on.saturating_sub(CLOCK.0.days()))?,
        funds: kept::view::client::funds_employed(
            snapshot,
            Some(client.id),
            currency,
            on.saturating_sub(DAYS_BACK.days()),
        )?,
        contacts: kept::contact::of_client(snapshot, client.id)?.iter().map(ContactRow::of).collect(),
        kept: kept_words(snapshot, Party::Client(client.id), zone, on)?,
        client,
        versions,
        currency,
        standing,
        customers,
        customer_count,
    })
}

struct CustomerRow {
    code: String,
    name: String,
    reference: String,
    open: Money,
    pair: Option<Svg>,
    of_limit: Svg,
}

struct ScheduleRow {
    number: i64,
    date: Date,
    lines: i64,
    sum: Money,
    badge: Badge,
}

struct VersionRow {
    version: u32,
    from: Date,
    badge: Badge,
    advance: String,
    limit: Money,
    price: String,
}

#[derive(Template)]
#[template(path = "desk/client.html")]
struct ClientPage {
    page: Page,
    code: String,
    name: String,
    currency: Currency,
    badge: Badge,
    answer: Option<Money>,
    why: String,
    proof: Option<Proof>,
    notices: Vec<Badge>,
    figures: Vec<Figure>,
    others: Vec<String>,
    preview: Option<Preview>,
    no_release: Option<Proof>,
    clock: Svg,
    funds: Svg,
    sentence: String,
    versions: Vec<VersionRow>,
    customers: Vec<CustomerRow>,
    customers_empty: Empty,
    pager: Pager,
    schedules: Vec<ScheduleRow>,
    schedules_empty: Empty,
    statements: Vec<(String, String)>,
    mappings: Vec<String>,
    facts: Vec<Fact>,
    contacts: Vec<ContactRow>,
    kept: String,
    new_contact: String,
}

async fn show(desk: Desk, Path(code): Path<String>, Query(view): Query<View>) -> Answer {
    let on = desk.today;
    let about = (desk.factor.calendar, desk.factor.currency, on);
    let skip = view.skip();
    let zone = desk.factor.zone.clone();
    let read = desk.read(move |snapshot| read(snapshot, &code, skip, about, &zone)).await?;
    let current = in_force(&read.versions, on);
    let code = read.client.code.to_string();
    let (why, notices) = reasons(&read, current);
    let released = read.standing.as_ref().filter(|standing| standing.plan.total.minor > 0);
    desk.show(&ClientPage {
        page: desk.page(Noun::Clients),
        name: read.client.name.clone(),
        currency: read.currency,
        badge: status_badge(read.client.status),
        answer: read.standing.as_ref().map(|standing| standing.availability.amount),
        why,
        proof: read.standing.as_ref().map(|standing| standing.availability.proof.clone()),
        notices,
        figures: read.standing.as_ref().map(|standing| figures(standing, current)).unwrap_or_default(),
        others: read
            .others
            .iter()
            .filter(|position| position.ledger != 0 || position.net_funds_employed().minor != 0)
            .map(|position| {
                let ledger = Money::new(position.ledger, position.currency);
                format!(
                    "{} on the ledger, {} employed",
                    format::amount(ledger),
                    format::amount(position.net_funds_employed())
                )
            })
            .collect(),
        preview: released.map(|standing| preview(&read.client, standing)),
        no_release: read.standing.as_ref().filter(|s| s.plan.total.minor == 0).map(|s| s.plan.proof.clone()),
        clock: clock(&read, on, desk.factor.calendar),
        funds: funds(&read, on, current),
        sentence: current.map(|version| super::agreements::sentence(&version.terms)).unwrap_or_default(),
        versions: read.versions.iter().rev().map(version_row).collect(),
        customers: read.customers.iter().map(customer_row).collect(),
        customers_empty: Empty {
            title: "No customer is linked".into(),
            text:
                "Link the debtors this client sells to, each with the client's own number, so that its files name them."
                    .into(),
            action: Some(("Link a customer".into(), format!("/clients/{code}/customers/new"))),
        },
        pager: Pager::new(&format!("/clients/{code}?"), view.page(), u64::try_from(read.customer_count).unwrap_or(0)),
        schedules: read.schedules.iter().map(schedule_row).collect(),
        schedules_empty: Empty {
            title: "No schedule yet".into(),
            text: "Offered invoices come as a CSV file or as e-invoices.".into(),
            action: Some(("New schedule".into(), format!("/schedules/new?client={code}"))),
        },
        statements: statements(&code, on),
        mappings: read.mappings.clone(),
        facts: facts(&read.client),
        contacts: read.contacts,
        kept: read.kept,
        new_contact: format!("/clients/{code}/contacts/new"),
        code,
    })
}

/// Releases what the preview showed: the client asks, so its release calendar is not waited for.
async fn release(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let client = desk.read(move |snapshot| client_by_code(snapshot, &code)).await?;
    let id = client.id;
    let paid = desk.change(&posted, move |task| app::cash::pay_rebate(task, id, true)).await?;
    let to = format!("/clients/{}", client.code);
    let made: Vec<_> = paid.iter().filter(|outcome| outcome.total.minor > 0).collect();
    let Some(first) = made.first() else {
        return Ok(desk.told(
            &to,
            Tone::Attention,
            "Nothing was released: there is nothing to release any more.",
            None,
        ));
    };
    let sums: Vec<String> = made.iter().map(|outcome| format::amount(outcome.cash)).collect();
    let receipt = first.payment.map(|number| (format!("P-{number}"), format!("/payments/{number}")));
    let text = format!("{} of reserve is released to {} and due to be paid.", sums.join(" and "), client.name);
    Ok(desk.done(&to, text, receipt))
}

/// Why not more can be drawn, and what stands in the way.
fn reasons(read: &Read, current: Option<&Agreement>) -> (String, Vec<Badge>) {
    let mut notices = Vec::new();
    if !read.client.status.may_sell() {
        notices
            .push(Badge::attention(format!("{}: no invoice is bought while that is so.", read.client.status.word())));
    }
    if read.client.account.is_none() {
        notices.push(Badge::attention("No bank account is known, so nothing can be paid out. Add one under Change."));
    }
    let (Some(standing), Some(version)) = (&read.standing, current) else {
        notices.push(Badge::attention(
            "No agreement is in force, so nothing is bought. Draft one, issue it, and have both sides sign.",
        ));
        return (String::new(), notices);
    };
    let found = &standing.availability;
    let limit = version.terms.limit();
    // CR-14
    let disputed = if found.ineligible.is_zero() {
        String::new()
    } else {
        format!(" {} is disputed and carries nothing.", format::amount(found.ineligible))
    };
    let why = if found.over_advance.minor > 0 {
        format!(
            "Nothing more: funds employed are {} above what the open invoices carry.{disputed}",
            format::amount(found.over_advance)
        )
    } else if found.headroom.minor <= found.amount.minor {
        format!("Not more, because the facility limit of {} is then reached.", format::amount(limit))
    } else {
        let kept_back = Money::new(standing.position.escrow + version.terms.discretionary_reserve, limit.currency);
        let kept =
            if kept_back.is_zero() { String::new() } else { format!(" and {} kept back", format::amount(kept_back)) };
        format!(
            "Not more, because the open invoices carry {}: {} of it are employed{kept}.{disputed}",
            format::amount(found.advance_value),
            format::amount(found.net_funds_employed)
        )
    };
    (why, notices)
}

fn figures(standing: &Standing, current: Option<&Agreement>) -> Vec<Figure> {
    let Standing { position, availability: found, uncleared, .. } = standing;
    let money = |minor| Money::new(minor, position.currency);
    let limit = current.map_or(Money::zero(position.currency), |version| version.terms.limit());
    let figure = |label: &str, amount: Money, note: String, proof: Option<Proof>| Figure {
        label: label.to_owned(),
        amount,
        note: Some(note).filter(|note| !note.is_empty()),
        proof,
    };
    let reserve = money(position.held + position.available + position.escrow);
    let employed = Proof::new(
        "GL-08",
        format!(
            "{} + {} \u{2212} {} = {}",
            money(position.ledger).figures(),
            money(position.due_from_client).figures(),
            reserve.figures(),
            found.net_funds_employed.figures()
        ),
    )
    .with("ledger of bought invoices", money(position.ledger))
    .with("due from the client", money(position.due_from_client))
    .with("reserve held, available and escrow", reserve);
    let required = Proof::new(
        "GL-06",
        format!(
            "{} \u{2212} {} = {}",
            money(position.ledger + position.due_from_client).figures(),
            found.advance_value.figures(),
            found.required_reserve.figures()
        ),
    )
    .with("ledger and due from the client", money(position.ledger + position.due_from_client))
    .with("advance value of eligible invoices", found.advance_value);
    let cleared = money((position.available - uncleared.minor).max(0));
    let mut figures = vec![
        figure(
            "Funds employed",
            found.net_funds_employed,
            format!("{} of {}", format::share(found.net_funds_employed, limit), limit.figures()),
            Some(employed),
        ),
        figure("Ledger", money(position.ledger), "open on bought invoices".to_owned(), None),
        figure(
            "Reserve held",
            money(position.held),
            format!("{} required", found.required_reserve.figures()),
            Some(required),
        ),
        figure(
            "Reserve available",
            money(position.available),
            if position.available == 0 {
                "nothing to release".to_owned()
            } else if uncleared.minor == 0 {
                "all of it has cleared".to_owned()
            } else {
                format!("{} cleared, {} not yet", cleared.figures(), uncleared.figures())
            },
            Some(standing.plan.proof.clone()),
        ),
    ];
    if position.escrow != 0 || current.is_some_and(|version| version.terms.escrow.is_some()) {
        figures.push(figure("Escrow", money(position.escrow), "kept from released reserve".to_owned(), None));
    }
    if position.due_from_client != 0 {
        figures.push(figure("Due from client", money(position.due_from_client), String::new(), None));
    }
    figures
}

fn preview(client: &Client, standing: &Standing) -> Preview {
    let plan = &standing.plan;
    let mut steps = vec![("Taken from the available reserve".to_owned(), Some(plan.total))];
    if plan.escrow.minor != 0 {
        steps.push(("Kept in escrow".to_owned(), Some(plan.escrow)));
    }
    steps.push((format!("A payment to {} is prepared", client.name), Some(plan.cash)));
    Preview {
        title: format!("Release reserve to {}", client.name),
        steps,
        total: Some(("Will be paid out".to_owned(), plan.cash)),
        undo: "It goes to the bank only with the next payment file.".to_owned(),
        second_person: None,
    }
}

fn clock(read: &Read, on: Date, calendar: Calendar) -> Svg {
    let (from, to) = (on.saturating_sub(CLOCK.0.days()), on.saturating_add(CLOCK.1.days()));
    let marks = read.clearing.iter().filter(|(day, ..)| *day <= to).map(|(day, amount, count)| DayMark {
        on: *day,
        label: format!("Reserve of {}", format::counted(*count, "invoice", "invoices")),
        amount: Some(*amount),
        state: if *day <= on { DayState::Done } else { DayState::Ahead },
    });
    let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(|day| *day <= to);
    let strip = CalendarStrip {
        id: "clock".into(),
        title: "When reserve of paid invoices clears".into(),
        from,
        to,
        today: on,
        closed: days.filter(|day| !calendar.is_business_day(*day)).collect(),
        marks: marks.collect(),
    };
    responsive(Width::Wide, |width| calendar_strip(&strip, width))
}

fn funds(read: &Read, on: Date, current: Option<&Agreement>) -> Svg {
    let input = FundsEmployed {
        id: "funds".into(),
        title: "Funds employed".into(),
        currency: read.currency,
        balances: read.funds.clone(),
        until: on,
        limit: current.map(|version| version.terms.limit()),
    };
    responsive(Width::Wide, |width| funds_employed(&input, width))
}

fn version_row(agreement: &Agreement) -> VersionRow {
    let terms = &agreement.terms;
    VersionRow {
        version: agreement.version,
        from: agreement.effective_from,
        badge: version_badge(agreement.state),
        advance: format::percent(terms.advance_rate),
        limit: terms.limit(),
        price: domain::fee::describe(&terms.fee, terms.currency).split(';').next().unwrap_or_default().to_owned(),
    }
}

/// How a version's state reads.
pub(super) fn version_badge(state: AgreementState) -> Badge {
    match state {
        AgreementState::Draft => Badge::neutral("Draft, may still be withdrawn"),
        AgreementState::Issued => Badge::attention("Waits for both signatures"),
        AgreementState::PartlySigned => Badge::attention("Waits for the other signature"),
        AgreementState::Executed => Badge::attention("Signed, waits to be put in force"),
        AgreementState::Effective => Badge::good("In force"),
        AgreementState::Superseded => Badge::neutral("Superseded"),
        AgreementState::Terminated => Badge::stop("Ended"),
        AgreementState::Void => Badge::neutral("Withdrawn"),
    }
}

fn customer_row(customer: &kept::view::client::Customer) -> CustomerRow {
    CustomerRow {
        code: customer.code.clone(),
        name: customer.name.clone(),
        reference: customer.reference.clone().unwrap_or_default(),
        open: customer.open,
        pair: customer
            .pair_limit
            .filter(|limit| limit.currency == customer.open.currency)
            .map(|limit| bar(&format!("pair-{}", customer.code), customer.open, limit)),
        of_limit: bar(&format!("limit-{}", customer.code), customer.open_in_all, customer.limit),
    }
}

fn schedule_row(schedule: &kept::schedule::Schedule) -> ScheduleRow {
    ScheduleRow {
        number: schedule.number,
        date: schedule.business_date,
        lines: schedule.line_count,
        sum: schedule.line_sum,
        badge: match schedule.state {
            kept::schedule::ScheduleState::Submitted => Badge::attention("Being decided"),
            kept::schedule::ScheduleState::Decided => Badge::good("Decided"),
        },
    }
}

/// The statements of the last three months (RP-07): words and addresses.
fn statements(code: &str, on: Date) -> Vec<(String, String)> {
    (0..3_i64)
        .map(|back| {
            let month = on.first_of_month().saturating_sub(back.months());
            let until = month.last_of_month().min(on);
            let href = format!("/reports/client-statement?client={code}&from={month}&as_of={until}");
            (format!("{} {}", format::month(month), month.year()), href)
        })
        .collect()
}

/// CO-31, for whoever calls or writes to the guarantor about what the client owes.
const GUARANTOR_RULES: &str = "Call or write between 8:00 and 21:00 where it lives; to nobody else about it; to its lawyer, \
    where it has one; and send a validation notice that counsel has reviewed before anything else. Credere itself writes \
    to the guarantor only as a person of the client that is marked so.";

fn facts(client: &Client) -> Vec<Fact> {
    let identity = &client.identity;
    let mut facts = vec![Fact::new("Account manager", client.account_manager.as_str())];
    facts.extend(identity.trading_name.as_ref().map(|name| Fact::new("Trades as", name.as_str())));
    let address = on_one_line(&identity.address);
    if !address.is_empty() {
        facts.push(Fact::new("Address", address));
    }
    facts.extend(identity.identifiers.iter().map(|one| Fact::new(one.scheme.as_str(), one.value.as_str())));
    if let Some(account) = &client.account {
        facts.push(Fact::new("Paid to", spaced(account)));
        facts.push(Fact::new("Account holder", account.holder.as_str()));
    }
    if let Some(guarantor) = &client.guarantor {
        let kind = match (guarantor.is_protected(), guarantor.natural_person_obligor) {
            (true, _) => ", a natural person under California\u{2019}s rules",
            (false, true) => ", a natural person",
            (false, false) => "",
        };
        facts.push(Fact::new("Guarantor", format!("{}{kind}", guarantor.name)));
        if guarantor.is_protected() {
            facts.push(Fact::new("To the guarantor", GUARANTOR_RULES));
        }
    }
    facts
}
