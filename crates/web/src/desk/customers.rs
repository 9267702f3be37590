//! The relation of a client to one debtor: the client's own number, the pair's limit, whether orders must be named.

use super::debtors;
use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::posted::{Posted, to_fields};
use super::value;
use crate::Web;
use crate::look::Noun;
use crate::look::form::FormErrors;
use app::client_by_code;
use app::party::{NewCustomer, link_customer};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/clients/{code}/customers/new", get(new_of_client).post(save_of_client))
        .route("/clients/{code}/customers/{debtor}", get(change).post(save))
        .route("/debtors/{code}/clients/new", get(new_of_debtor).post(save_of_debtor))
}

/// Which side the form was opened from: that one is fixed, the other is asked.
#[derive(Clone)]
enum Side {
    Client(String),
    Debtor(String),
    Both(String, String),
}

impl Side {
    /// The page to go back to, with its words.
    fn back(&self) -> (String, String) {
        match self {
            Self::Client(code) | Self::Both(code, _) => (code.clone(), format!("/clients/{code}")),
            Self::Debtor(code) => (code.clone(), format!("/debtors/{code}")),
        }
    }
}

fn form(desk: &Desk, side: &Side, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let mut inputs = Vec::new();
    let (title, action, noun) = match side {
        Side::Client(client) => {
            inputs.push(Input::Text(fill.hinted("debtor", "Debtor", "Its code, for example NORWELL. Add it under Debtors first.")));
            (format!("Link a customer to {client}"), format!("/clients/{client}/customers/new"), Noun::Clients)
        }
        Side::Debtor(debtor) => {
            inputs.push(Input::Text(fill.hinted("client", "Client", "Its code, for example ARDEN.")));
            (format!("Link {debtor} to a client"), format!("/debtors/{debtor}/clients/new"), Noun::Debtors)
        }
        Side::Both(client, debtor) => {
            (format!("{debtor} as a customer of {client}"), format!("/clients/{client}/customers/{debtor}"), Noun::Clients)
        }
    };
    inputs.extend([
        Input::Text(
            fill.hinted("client_reference", "The client's own number for it", "As the client's files name this customer.").optional(),
        ),
        Input::Row(vec![
            fill.hinted("limit", "Limit of the pair", "Under the debtor's own limit.").optional(),
            fill.field("currency", "Currency").optional(),
        ]),
        Input::Tick(fill.field("order_required", "Each invoice must name the customer's order").optional()),
    ]);
    let (word, href) = side.back();
    let all = if noun == Noun::Clients { ("Clients", "/clients") } else { ("Debtors", "/debtors") };
    FormPage {
        page: desk.page(noun),
        title,
        crumbs: vec![(all.0.to_owned(), all.1.to_owned()), (word, href.clone())],
        lead: String::new(),
        errors,
        action,
        groups: vec![Group::new("", "", inputs)],
        submit: "Save".to_owned(),
        cancel: href,
    }
}

fn suggested(desk: &Desk) -> Posted {
    Posted::suggested(vec![("currency".to_owned(), desk.factor.currency.to_string())])
}

async fn new_of_client(desk: Desk, Path(code): Path<String>) -> Answer {
    let client = desk.read(move |snapshot| client_by_code(snapshot, &code)).await?;
    desk.show(&form(&desk, &Side::Client(client.code.to_string()), &suggested(&desk), FormErrors::default()))
}

async fn new_of_debtor(desk: Desk, Path(code): Path<String>) -> Answer {
    let debtor = desk.read(move |snapshot| debtors::by_code(snapshot, &code)).await?;
    desk.show(&form(&desk, &Side::Debtor(debtor.code.to_string()), &suggested(&desk), FormErrors::default()))
}

async fn change(desk: Desk, Path((code, debtor)): Path<(String, String)>) -> Answer {
    let (client, debtor, pair) = desk
        .read(move |snapshot| {
            let client = client_by_code(snapshot, &code)?;
            let debtor = debtors::by_code(snapshot, &debtor)?;
            let pair = kept::party::pair(snapshot, client.id, debtor.id)?;
            let missing = || app::Error::NotFound(format!("customer {} of {}", debtor.code, client.code));
            let pair = pair.ok_or_else(missing)?;
            Ok((client, debtor, pair))
        })
        .await?;
    let of = pair.limit.map_or(debtor.limit.currency, |limit| limit.currency);
    let fields = vec![
        ("client_reference".to_owned(), pair.client_reference.unwrap_or_default()),
        ("limit".to_owned(), pair.limit.map(domain::money::Money::figures).unwrap_or_default()),
        ("currency".to_owned(), of.to_string()),
        ("order_required".to_owned(), if pair.order_required { "yes" } else { "" }.to_owned()),
    ];
    let side = Side::Both(client.code.to_string(), debtor.code.to_string());
    desk.show(&form(&desk, &side, &Posted::suggested(fields), FormErrors::default()))
}

async fn save_of_client(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    keep(desk, Side::Client(code), posted).await
}

async fn save_of_debtor(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    keep(desk, Side::Debtor(code), posted).await
}

async fn save(desk: Desk, Path((client, debtor)): Path<(String, String)>, posted: Posted) -> Answer {
    keep(desk, Side::Both(client, debtor), posted).await
}

async fn keep(desk: Desk, side: Side, posted: Posted) -> Answer {
    let mut reading = Reading::new(&posted);
    let text = |text: &str| Ok(text.to_owned());
    let (client, debtor) = match &side {
        Side::Client(client) => (Some(client.clone()), reading.need("debtor", "Write the debtor's code.", text)),
        Side::Debtor(debtor) => (reading.need("client", "Write the client's code.", text), Some(debtor.clone())),
        Side::Both(client, debtor) => (Some(client.clone()), Some(debtor.clone())),
    };
    let currency = reading.may("currency", value::currency).unwrap_or(desk.factor.currency);
    let limit = reading.may("limit", |text| value::money_from_zero(text, currency));
    // Both codes are looked up here, so that an unknown one is told at its field.
    let (asked_client, asked_debtor) = (client.clone().unwrap_or_default(), debtor.clone().unwrap_or_default());
    let known = desk
        .read(move |snapshot| {
            let client = kept::party::client_by_code(snapshot, &asked_client.to_ascii_uppercase())?;
            let debtor = kept::party::debtor_by_code(snapshot, &asked_debtor.to_ascii_uppercase())?;
            Ok((client.map(|client| client.code.to_string()), debtor.map(|debtor| debtor.code.to_string())))
        })
        .await?;
    if client.is_some() && known.0.is_none() {
        reading.errors.add("client", "There is no client with this code. Look for it under Clients.");
    }
    if debtor.is_some() && known.1.is_none() {
        reading.errors.add("debtor", "There is no debtor with this code. Add it under Debtors first.");
    }
    let mut errors = reading.errors;
    if let ((Some(client), Some(debtor)), true) = (known, errors.is_empty()) {
        let new = NewCustomer {
            client: client.clone(),
            debtor: debtor.clone(),
            client_reference: posted.some("client_reference").map(str::to_owned),
            limit,
            order_required: posted.ticked("order_required"),
        };
        match desk.change(&posted, move |task| link_customer(task, &new)).await {
            Ok(_) => return Ok(desk.done(&side.back().1, format!("{debtor} is a customer of {client}."), None)),
            Err(error) => to_fields(error, &[], &mut errors)?,
        }
    }
    desk.refused(&form(&desk, &side, &posted, errors))
}
