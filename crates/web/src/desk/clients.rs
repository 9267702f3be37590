//! The list of clients, and the form that adds or changes one.

use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::party::{account_group, identity_groups, read_account, read_identity, typed_account, typed_identity};
use super::posted::{Posted, to_fields};
use super::view::{View, csv_file, csv_line, sortable};
use crate::Web;
use crate::look::chart::{Svg, bar};
use crate::look::facts::Empty;
use crate::look::form::FormErrors;
use crate::look::table::{Column, Order, Pager};
use crate::look::{Badge, Noun, Page, filters};
use app::Error;
use app::party::{NewClient, save_client};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use domain::credit::ClientPosition;
use domain::id::ClientId;
use domain::money::{Currency, Money};
use domain::party::{Client, ClientStatus, Guarantor};
use std::collections::{BTreeMap, BTreeSet};
use store::{Snapshot, kept};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/clients", get(list).post(add))
        .route("/clients.csv", get(list_csv))
        .route("/clients/new", get(new))
        .route("/clients/{code}/edit", get(edit).post(change))
}

/// One row of the list: a client in one currency.
struct Line {
    code: String,
    name: String,
    status: ClientStatus,
    badge: Badge,
    currency: Currency,
    ledger: Money,
    funds: Money,
    limit: Option<Money>,
    available: Money,
    meter: Option<Svg>,
}

#[derive(Template)]
#[template(path = "desk/clients.html")]
struct ListPage {
    page: Page,
    view: View,
    statuses: Vec<(&'static str, &'static str)>,
    columns: Vec<Column>,
    rows: Vec<Line>,
    totals: Option<(Money, Money, Money)>,
    words: String,
    csv: String,
    pager: Pager,
    empty: Option<Empty>,
}

/// How a client's state reads.
pub(super) fn status_badge(status: ClientStatus) -> Badge {
    match status {
        ClientStatus::Onboarding => Badge::information("Onboarding: nothing is bought yet"),
        ClientStatus::Active => Badge::good("Active"),
        ClientStatus::Watch => Badge::attention("Watch"),
        ClientStatus::Suspended => Badge::stop("Suspended: nothing is bought"),
        ClientStatus::Terminating => Badge::attention("Winding down: nothing is bought"),
        ClientStatus::Closed => Badge::neutral("Closed"),
    }
}

const SORTS: [&str; 6] = ["code", "name", "ledger", "funds", "used", "available"];

/// All rows that fit the question, in its order.
fn lines(snapshot: &mut Snapshot<'_>, view: &View, own: Currency) -> Result<Vec<Line>, Error> {
    let mut by_client: BTreeMap<ClientId, Vec<ClientPosition>> = BTreeMap::new();
    for ((client, _), position) in kept::view::client::positions(snapshot, None)? {
        by_client.entry(client).or_default().push(position);
    }
    let mut limits: BTreeMap<_, Money> = BTreeMap::new();
    for standing in kept::view::client::in_force(snapshot)? {
        limits.insert(standing.client, standing.terms.limit());
    }
    let wanted = view.q.trim().to_lowercase();
    let mut lines = Vec::new();
    for client in kept::party::clients(snapshot)? {
        let found = wanted.is_empty()
            || client.name.to_lowercase().contains(&wanted)
            || client.code.as_str().to_lowercase().contains(&wanted);
        if !found || (!view.status.is_empty() && client.status.code() != view.status) {
            continue;
        }
        let limit = limits.get(&client.id).copied();
        let held = by_client.remove(&client.id).unwrap_or_default();
        let mut currencies: BTreeSet<Currency> = held.iter().map(|position| position.currency).collect();
        currencies.extend(limit.map(|limit| limit.currency));
        if currencies.is_empty() {
            currencies.insert(own);
        }
        for currency in currencies {
            let empty = ClientPosition::empty(currency);
            let position = held.iter().find(|position| position.currency == currency).unwrap_or(&empty);
            lines.push(line(&client, position, limit.filter(|limit| limit.currency == currency)));
        }
    }
    let (by, order) = view.sorted(&SORTS);
    lines.sort_by(|a, b| match by {
        "name" => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        "ledger" => a.ledger.minor.cmp(&b.ledger.minor),
        "funds" => a.funds.minor.cmp(&b.funds.minor),
        "used" => used(a).cmp(&used(b)),
        "available" => a.available.minor.cmp(&b.available.minor),
        _ => a.code.cmp(&b.code),
    });
    if order == Order::Descending {
        lines.reverse();
    }
    Ok(lines)
}

/// Share of the facility that is used, in hundredths of a percent; below everything where there is none.
fn used(line: &Line) -> i128 {
    line.limit
        .filter(|limit| limit.minor > 0)
        .map_or(i128::MIN, |limit| i128::from(line.funds.minor) * 10_000 / i128::from(limit.minor))
}

fn line(client: &Client, position: &ClientPosition, limit: Option<Money>) -> Line {
    let currency = position.currency;
    let funds = position.net_funds_employed();
    Line {
        code: client.code.to_string(),
        name: client.name.clone(),
        status: client.status,
        badge: Badge { text: client.status.word().to_owned(), ..status_badge(client.status) },
        currency,
        ledger: Money::new(position.ledger, currency),
        funds,
        limit,
        available: Money::new(position.available, currency),
        meter: limit.map(|limit| bar(&format!("used-{}-{currency}", client.code), funds, limit)),
    }
}

async fn list(desk: Desk, Query(view): Query<View>) -> Answer {
    let (asked, own) = (view.clone(), desk.factor.currency);
    let all = desk.read(move |snapshot| lines(snapshot, &asked, own)).await?;
    let total = all.len() as u64;
    let currencies: BTreeSet<Currency> = all.iter().map(|line| line.currency).collect();
    let one = (currencies.len() == 1).then(|| currencies.first().copied()).flatten();
    let sum =
        |of: Currency, amount: fn(&Line) -> Money| Money::new(all.iter().map(|line| amount(line).minor).sum(), of);
    let totals =
        one.filter(|_| total > 1).map(|of| (sum(of, |l| l.ledger), sum(of, |l| l.funds), sum(of, |l| l.available)));
    let now = view.sorted(&SORTS);
    let unit = |label: &str| one.map_or_else(|| label.to_owned(), |of| format!("{label}, {of}"));
    let column = |column: Column, key: &str| sortable(column, &view, "/clients", key, now);
    let mut columns =
        vec![column(Column::text("Code"), "code"), column(Column::text("Name"), "name"), Column::text("State")];
    if one.is_none() {
        columns.push(Column::text("Currency"));
    }
    columns.extend([
        column(Column::figures(unit("Ledger")), "ledger"),
        column(Column::figures("Funds employed"), "funds"),
        column(Column::text("Facility used"), "used"),
        column(Column::figures("Reserve free"), "available"),
    ]);
    let pager = Pager::new(&view.ordered("/clients"), view.page(), total);
    let skip = usize::try_from(pager.first.saturating_sub(1)).unwrap_or(0);
    let filtered = !view.q.is_empty() || !view.status.is_empty();
    let empty = (total == 0).then(|| Empty {
        title: if filtered { "No client fits".to_owned() } else { "There is no client yet".to_owned() },
        text: if filtered {
            "Look for another code, name or state.".to_owned()
        } else {
            "A client sells its invoices. Add the first one, then its customers and its agreement.".to_owned()
        },
        action: Some(if filtered {
            ("Show all clients".to_owned(), "/clients".to_owned())
        } else {
            ("Add a client".to_owned(), "/clients/new".to_owned())
        }),
    });
    desk.show(&ListPage {
        page: desk.page(Noun::Clients),
        statuses: ClientStatus::ALL.iter().map(|status| (status.code(), status.word())).collect(),
        columns,
        rows: all.into_iter().skip(skip).take(50).collect(),
        totals,
        words: crate::look::format::counted(i64::try_from(total).unwrap_or(i64::MAX), "client", "clients"),
        csv: view.ordered("/clients.csv").trim_end_matches(['?', '&']).to_owned(),
        pager,
        empty,
        view,
    })
}

async fn list_csv(desk: Desk, Query(view): Query<View>) -> Answer {
    let own = desk.factor.currency;
    let all = desk.read(move |snapshot| lines(snapshot, &view, own)).await?;
    let head =
        ["code", "name", "status", "currency", "ledger", "funds_employed", "facility_limit", "reserve_available"];
    let mut text = csv_line(&head.map(str::to_owned));
    for line in all {
        let amount = |money: Money| money.decimal().to_string();
        text.push_str(&csv_line(&[
            line.code,
            line.name,
            line.status.code().to_owned(),
            line.currency.to_string(),
            amount(line.ledger),
            amount(line.funds),
            line.limit.map(amount).unwrap_or_default(),
            amount(line.available),
        ]));
    }
    Ok(csv_file("clients.csv", text))
}

fn form(desk: &Desk, known: Option<&str>, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let mut basics = Vec::new();
    if known.is_none() {
        let hint = "2 to 20 letters, digits and hyphens. People type it and files name it; it stays.";
        basics.push(Input::Text(fill.hinted("code", "Code", hint)));
    }
    basics.extend([
        Input::Text(fill.field("name", "Legal name")),
        Input::Text(fill.field("trading_name", "Trading name").optional()),
        fill.choice("status", "State", ClientStatus::ALL.iter().map(|s| (s.code().to_owned(), s.word().to_owned()))),
        Input::Text(fill.hinted("account_manager", "Account manager", "The person here who answers for this client.")),
    ]);
    let mut groups = vec![Group::new("", "", basics)];
    groups.push(account_group(
        &fill,
        "Where advances and released reserve are paid to. Nothing is paid while it is empty.",
    ));
    groups.push(Group::new(
        "Guarantor",
        "Who guarantees what the client owes. A natural person in California is spoken to as its law asks.",
        vec![
            Input::Text(fill.field("guarantor_name", "Name of the guarantor").optional()),
            Input::Tick(fill.field("guarantor_natural_person_obligor", "It is a natural person").optional()),
            Input::Tick(
                fill.hinted("guarantor_california", "Under California\u{2019}s rules", "Only for a natural person.")
                    .optional(),
            ),
        ],
    ));
    groups.extend(identity_groups(&fill));
    let (title, action, cancel) = match known {
        None => ("Add a client".to_owned(), "/clients".to_owned(), "/clients".to_owned()),
        Some(code) => (format!("Change {code}"), format!("/clients/{code}/edit"), format!("/clients/{code}")),
    };
    let mut crumbs = vec![("Clients".to_owned(), "/clients".to_owned())];
    crumbs.extend(known.map(|code| (code.to_owned(), format!("/clients/{code}"))));
    let submit = if known.is_none() { "Add the client" } else { "Save" }.to_owned();
    FormPage {
        page: desk.page(Noun::Clients),
        title,
        crumbs,
        lead: String::new(),
        errors,
        action,
        groups,
        submit,
        cancel,
    }
}

async fn new(desk: Desk) -> Answer {
    let suggested = Posted::suggested(vec![
        ("status".to_owned(), ClientStatus::Onboarding.code().to_owned()),
        ("country".to_owned(), desk.factor.country.clone()),
    ]);
    desk.show(&form(&desk, None, &suggested, FormErrors::default()))
}

async fn edit(desk: Desk, Path(code): Path<String>) -> Answer {
    let client = desk.read(move |snapshot| app::client_by_code(snapshot, &code)).await?;
    let mut fields = vec![
        ("name".to_owned(), client.name.clone()),
        ("status".to_owned(), client.status.code().to_owned()),
        ("account_manager".to_owned(), client.account_manager.clone()),
    ];
    fields.extend(typed_identity(&client.identity));
    fields.extend(typed_account(client.account.as_ref()));
    if let Some(guarantor) = &client.guarantor {
        let yes = |is: bool| if is { "yes" } else { "" }.to_owned();
        fields.push(("guarantor_name".to_owned(), guarantor.name.clone()));
        fields.push(("guarantor_natural_person_obligor".to_owned(), yes(guarantor.natural_person_obligor)));
        fields.push(("guarantor_california".to_owned(), yes(guarantor.california)));
    }
    desk.show(&form(&desk, Some(client.code.as_str()), &Posted::suggested(fields), FormErrors::default()))
}

async fn add(desk: Desk, posted: Posted) -> Answer {
    save(desk, None, posted).await
}

async fn change(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let wanted = code.clone();
    let client = desk.read(move |snapshot| app::client_by_code(snapshot, &wanted)).await?;
    save(desk, Some(client.code.to_string()), posted).await
}

/// None where nothing of it was filled in.
fn guarantor(posted: &Posted) -> Option<Guarantor> {
    let guarantor = Guarantor {
        name: posted.get("guarantor_name").to_owned(),
        natural_person_obligor: posted.ticked("guarantor_natural_person_obligor"),
        california: posted.ticked("guarantor_california"),
    };
    let is_filled = !guarantor.name.is_empty() || guarantor.natural_person_obligor || guarantor.california;
    is_filled.then_some(guarantor)
}

async fn save(desk: Desk, known: Option<String>, posted: Posted) -> Answer {
    let mut reading = Reading::new(&posted);
    let status = reading.one("status", ClientStatus::from_code);
    let identity = read_identity(&mut reading);
    let account = read_account(&mut reading);
    let mut errors = reading.errors;
    let new = NewClient {
        code: known.clone().unwrap_or_else(|| posted.get("code").to_owned()),
        name: posted.get("name").to_owned(),
        status: status.unwrap_or(ClientStatus::Onboarding),
        account_manager: posted.get("account_manager").to_owned(),
        identity,
        account: account.filter(|account| account.problems().is_empty()),
        guarantor: guarantor(&posted),
    };
    let (is_new, sound) = (known.is_none(), errors.is_empty());
    // The use case is asked even when the form has errors of its own, so that all of them are told at once.
    let saved = desk
        .change(&posted, move |task| {
            let code = new.code.to_ascii_uppercase();
            if is_new && kept::party::client_by_code(task, code.trim())?.is_some() {
                let fact = format!("there is a client {code} already");
                return Err(Error::Refused(vec![app::Refusal::at("code", "CODE_TAKEN", fact, "Choose another code.")]));
            }
            let saved = save_client(task, &new)?;
            if sound { Ok(saved.code.to_string()) } else { Err(Error::Refused(Vec::new())) }
        })
        .await;
    match saved {
        Ok(code) => {
            let text = if known.is_none() {
                format!("{code} was added. Next: its agreement and its customers.")
            } else {
                format!("{code} was saved.")
            };
            Ok(desk.done(&format!("/clients/{code}"), text, None))
        }
        Err(error) => {
            to_fields(error, &[("identifiers", "scheme-0"), ("account", "account")], &mut errors)?;
            desk.refused(&form(&desk, known.as_deref(), &posted, errors))
        }
    }
}
