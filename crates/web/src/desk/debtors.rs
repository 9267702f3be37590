//! The list of debtors, and the form that adds or changes one.

use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::party::{identity_groups, lines, read_identity, typed_identity};
use super::posted::{Posted, to_fields};
use super::value;
use super::view::{View, csv_file, csv_line, sortable};
use crate::Web;
use crate::look::chart::{Svg, bar};
use crate::look::facts::Empty;
use crate::look::form::{Choice, FormErrors};
use crate::look::table::{Column, Pager};
use crate::look::{Badge, Noun, Page, filters, format};
use app::Error;
use app::party::{NewDebtor, save_debtor};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use domain::money::{Currency, Money};
use domain::party::{Debtor, DebtorStatus, DebtorType};
use store::kept;
use store::kept::view::debtor::SortedBy;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/debtors", get(list).post(add))
        .route("/debtors.csv", get(list_csv))
        .route("/debtors/new", get(new))
        .route("/debtors/{code}/edit", get(edit).post(change))
}

/// The debtor with a code.
pub(super) fn by_code(reads: &mut dyn store::book::Reads, code: &str) -> Result<Debtor, Error> {
    kept::party::debtor_by_code(reads, &code.to_ascii_uppercase())?
        .ok_or_else(|| Error::NotFound(format!("debtor {code}")))
}

/// How a debtor's state reads.
pub(super) fn status_badge(status: DebtorStatus) -> Badge {
    match status {
        DebtorStatus::Prospect => Badge::information("Prospect: not yet looked at"),
        DebtorStatus::Screening => Badge::information("In screening: nothing is bought yet"),
        DebtorStatus::Approved => Badge::good("Approved"),
        DebtorStatus::Active => Badge::good("Active"),
        DebtorStatus::Watch => Badge::attention("Watch: looked at before more is bought"),
        DebtorStatus::Hold => Badge::stop("On hold: nothing more is bought"),
        DebtorStatus::Insolvent => Badge::stop("Insolvent"),
        DebtorStatus::Blocked => Badge::stop("Blocked"),
        DebtorStatus::Closed => Badge::neutral("Closed"),
    }
}

const SORTS: [&str; 4] = ["code", "name", "open", "limit"];

fn sorted_by(view: &View) -> SortedBy {
    match view.sorted(&SORTS).0 {
        "name" => SortedBy::Name,
        "open" => SortedBy::Open,
        "limit" => SortedBy::Limit,
        _ => SortedBy::Code,
    }
}

struct Row {
    code: String,
    name: String,
    badge: Badge,
    clients: i64,
    currency: Currency,
    open: Money,
    limit: Money,
    meter: Svg,
}

#[derive(Template)]
#[template(path = "desk/debtors.html")]
struct ListPage {
    page: Page,
    view: View,
    statuses: Vec<(&'static str, &'static str)>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    words: String,
    csv: String,
    pager: Pager,
    empty: Option<Empty>,
}

async fn list(desk: Desk, Query(view): Query<View>) -> Answer {
    let asked = view.clone();
    let (found, total) = desk
        .read(move |snapshot| {
            let status = DebtorStatus::from_code(&asked.status);
            let by = sorted_by(&asked);
            Ok(kept::view::debtor::list(snapshot, &asked.q, status, by, asked.descending(), asked.skip())?)
        })
        .await?;
    let now = view.sorted(&SORTS);
    let column = |column: Column, key: &str| sortable(column, &view, "/debtors", key, now);
    let filtered = !view.q.is_empty() || !view.status.is_empty();
    let empty = found.is_empty().then(|| Empty {
        title: if filtered { "No debtor fits".to_owned() } else { "There is no debtor yet".to_owned() },
        text: if filtered {
            "Look for another code, name or state.".to_owned()
        } else {
            "A debtor is a customer of a client: who owes the invoice. Add it with its limit, then link it to the clients that sell to it.".to_owned()
        },
        action: Some(if filtered {
            ("Show all debtors".to_owned(), "/debtors".to_owned())
        } else {
            ("Add a debtor".to_owned(), "/debtors/new".to_owned())
        }),
    });
    desk.show(&ListPage {
        page: desk.page(Noun::Debtors),
        statuses: DebtorStatus::ALL.iter().map(|status| (status.code(), status.word())).collect(),
        columns: vec![
            column(Column::text("Code"), "code"),
            column(Column::text("Name"), "name"),
            Column::text("State"),
            Column::figures("Clients"),
            Column::text("Currency"),
            column(Column::figures("Open"), "open"),
            column(Column::figures("Limit"), "limit"),
            Column::text("Used"),
        ],
        rows: found
            .into_iter()
            .map(|line| Row {
                badge: Badge { text: line.status.word().to_owned(), ..status_badge(line.status) },
                meter: bar(&format!("used-{}", line.code), line.open, line.limit),
                currency: line.limit.currency,
                code: line.code,
                name: line.name,
                clients: line.clients,
                open: line.open,
                limit: line.limit,
            })
            .collect(),
        words: format::counted(total, "debtor", "debtors"),
        csv: view.ordered("/debtors.csv").trim_end_matches(['?', '&']).to_owned(),
        pager: Pager::new(&view.ordered("/debtors"), view.page(), u64::try_from(total).unwrap_or(0)),
        empty,
        view,
    })
}

/// All that fits, page by page of the same query.
async fn list_csv(desk: Desk, Query(view): Query<View>) -> Answer {
    let text = desk
        .read(move |snapshot| {
            let head = ["code", "name", "status", "clients", "currency", "open", "limit"];
            let mut text = csv_line(&head.map(str::to_owned));
            let status = DebtorStatus::from_code(&view.status);
            let mut skip = 0;
            loop {
                let by = sorted_by(&view);
                let (rows, total) = kept::view::debtor::list(snapshot, &view.q, status, by, view.descending(), skip)?;
                for line in rows {
                    text.push_str(&csv_line(&[
                        line.code,
                        line.name,
                        line.status.code().to_owned(),
                        line.clients.to_string(),
                        line.limit.currency.to_string(),
                        line.open.decimal().to_string(),
                        line.limit.decimal().to_string(),
                    ]));
                }
                skip += kept::view::ROWS;
                if skip >= total {
                    return Ok(text);
                }
            }
        })
        .await?;
    Ok(csv_file("debtors.csv", text))
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
        fill.choice("status", "State", DebtorStatus::ALL.iter().map(|s| (s.code().to_owned(), s.word().to_owned()))),
        Input::Select(
            fill.hinted(
                "debtor_type",
                "Kind of debtor",
                "A US federal agency gets no notice: each contract has its Assignment of Claims packet.",
            )
            .choices(DebtorType::ALL.iter().map(|one| Choice::new(one.code(), one.word()))),
        ),
    ]);
    let limit = vec![Input::Row(vec![fill.field("limit", "Limit"), fill.field("currency", "Currency")])];
    let paying = fill.hinted(
        "paying_accounts",
        "Paying accounts",
        "One account a line. Money from them is matched to this debtor.",
    );
    let mut groups = vec![
        Group::new("", "", basics),
        Group::new("Limit", "The most it may owe on bought invoices, over all clients.", limit),
        Group::new("Accounts it pays from", "", vec![Input::Area(paying.optional())]),
    ];
    groups.extend(identity_groups(&fill));
    let (title, action, cancel) = match known {
        None => ("Add a debtor".to_owned(), "/debtors".to_owned(), "/debtors".to_owned()),
        Some(code) => (format!("Change {code}"), format!("/debtors/{code}/edit"), format!("/debtors/{code}")),
    };
    let mut crumbs = vec![("Debtors".to_owned(), "/debtors".to_owned())];
    crumbs.extend(known.map(|code| (code.to_owned(), format!("/debtors/{code}"))));
    let submit = if known.is_none() { "Add the debtor" } else { "Save" }.to_owned();
    FormPage {
        page: desk.page(Noun::Debtors),
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
        ("status".to_owned(), DebtorStatus::Approved.code().to_owned()),
        ("debtor_type".to_owned(), DebtorType::Business.code().to_owned()),
        ("currency".to_owned(), desk.factor.currency.to_string()),
        ("country".to_owned(), desk.factor.country.clone()),
    ]);
    desk.show(&form(&desk, None, &suggested, FormErrors::default()))
}

async fn edit(desk: Desk, Path(code): Path<String>) -> Answer {
    let debtor = desk.read(move |snapshot| by_code(snapshot, &code)).await?;
    let mut fields = vec![
        ("name".to_owned(), debtor.name.clone()),
        ("status".to_owned(), debtor.status.code().to_owned()),
        ("debtor_type".to_owned(), debtor.debtor_type.code().to_owned()),
        ("limit".to_owned(), debtor.limit.figures()),
        ("currency".to_owned(), debtor.limit.currency.to_string()),
        ("paying_accounts".to_owned(), debtor.paying_accounts.join("\n")),
    ];
    fields.extend(typed_identity(&debtor.identity));
    desk.show(&form(&desk, Some(debtor.code.as_str()), &Posted::suggested(fields), FormErrors::default()))
}

async fn add(desk: Desk, posted: Posted) -> Answer {
    save(desk, None, posted).await
}

async fn change(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let debtor = desk.read(move |snapshot| by_code(snapshot, &code)).await?;
    save(desk, Some(debtor.code.to_string()), posted).await
}

async fn save(desk: Desk, known: Option<String>, posted: Posted) -> Answer {
    let mut reading = Reading::new(&posted);
    let status = reading.one("status", DebtorStatus::from_code);
    // A new debtor is a business unless somebody says otherwise; what is known is never changed by silence.
    let debtor_type = match (&known, posted.has("debtor_type")) {
        (None, false) => Some(DebtorType::Business),
        _ => reading.one("debtor_type", DebtorType::from_code),
    };
    let currency = reading.need("currency", "Write the currency, for example USD.", value::currency);
    let of = currency.unwrap_or(desk.factor.currency);
    let limit = reading.need("limit", "Write the most it may owe, or 0.", |text| value::money_from_zero(text, of));
    let identity = read_identity(&mut reading);
    let mut errors = reading.errors;
    let new = NewDebtor {
        code: known.clone().unwrap_or_else(|| posted.get("code").to_owned()),
        name: posted.get("name").to_owned(),
        status: status.unwrap_or(DebtorStatus::Prospect),
        debtor_type: debtor_type.unwrap_or_default(),
        limit: limit.unwrap_or(Money::zero(of)),
        identity,
        paying_accounts: lines(posted.get("paying_accounts")),
    };
    let (is_new, sound) = (known.is_none(), errors.is_empty());
    // The use case is asked even when the form has errors of its own, so that all of them are told at once.
    let saved = desk
        .change(&posted, move |task| {
            let code = new.code.trim().to_ascii_uppercase();
            if is_new && kept::party::debtor_by_code(task, &code)?.is_some() {
                let fact = format!("there is a debtor {code} already");
                return Err(Error::Refused(vec![app::Refusal::at("code", "CODE_TAKEN", fact, "Choose another code.")]));
            }
            let saved = save_debtor(task, &new)?;
            if sound { Ok(saved.code.to_string()) } else { Err(Error::Refused(Vec::new())) }
        })
        .await;
    match saved {
        Ok(code) => {
            let next = if is_new { " Next: link it to the clients that sell to it." } else { "" };
            let done = if is_new { "added" } else { "saved" };
            Ok(desk.done(&format!("/debtors/{code}"), format!("{code} was {done}.{next}"), None))
        }
        Err(error) => {
            to_fields(error, &[("identifiers", "scheme-0")], &mut errors)?;
            desk.refused(&form(&desk, known.as_deref(), &posted, errors))
        }
    }
}
