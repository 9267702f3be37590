//! Customers: the relation of one client to one debtor.

use super::idempotency::Write;
use super::money::Money;
use super::page::{Page, PageOf};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, done};
use crate::Web;
use app::party::{NewCustomer, link_customer};
use app::{Error, client_by_code};
use axum::extract::State;
use domain::party::Pair;
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// The relation of a client to one of its customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Customer {
    /// Code of the debtor.
    debtor: String,
    /// The client's own number for it, as its schedules state it.
    client_reference: Option<String>,
    /// A limit for this pair, under the debtor's own.
    limit: Option<Money>,
    /// Must each invoice name the customer's order?
    order_required: bool,
}

fn shown(debtor: String, pair: Pair) -> Customer {
    Customer {
        debtor,
        client_reference: pair.client_reference,
        limit: pair.limit.map(Money::from),
        order_required: pair.order_required,
    }
}

/// What is known of the relation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerParticulars {
    /// The client's own number for it; unique among its customers.
    #[serde(default)]
    client_reference: Option<String>,
    /// A limit for this pair, under the debtor's own.
    #[serde(default)]
    limit: Option<Money>,
    /// Must each invoice name the customer's order?
    #[serde(default)]
    order_required: bool,
}

/// The customers of a client, by code of the debtor.
#[utoipa::path(get, path = "/clients/{code}/customers", tag = "Clients",
    params(("code" = String, Path, description = "Code of the client"), PageOf),
    responses((status = 200, description = "A page of customers", body = Page<Customer>)))]
pub(super) async fn list_customers(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<Customer>> {
    let (limit, after) = (page.limit()?, page.after::<String>("customers")?);
    let found = web.look(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        let pairs = kept::party::pairs_of_client(snapshot, client.id)?;
        let ids: Vec<Uuid> = pairs.iter().map(|pair| pair.debtor.0).collect();
        let codes = super::codes::debtors(snapshot, &ids)?;
        let mut found: Vec<Customer> = pairs.into_iter().map(|pair| shown(codes.of(pair.debtor.0), pair)).collect();
        found.sort_by(|a, b| a.debtor.cmp(&b.debtor));
        Ok(found)
    });
    let mut found = found.await?;
    if let Some(after) = after {
        found.retain(|customer| customer.debtor > after);
    }
    done(Page::of("customers", limit, found, |customer| customer.debtor.clone(), |customer| customer))
}

/// One customer of a client.
#[utoipa::path(get, path = "/clients/{code}/customers/{debtor}", tag = "Clients",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    responses((status = 200, description = "The relation", body = Customer)))]
pub(super) async fn get_customer(
    State(web): State<Web>,
    PathOf((code, debtor)): PathOf<(String, String)>,
) -> Answer<Customer> {
    let found = web.look(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        let none = || Error::NotFound(format!("customer {debtor} of {code}"));
        let debtor = kept::party::debtor_by_code(snapshot, &debtor.to_ascii_uppercase())?.ok_or_else(none)?;
        let pair = kept::party::pair(snapshot, client.id, debtor.id)?.ok_or_else(none)?;
        Ok(shown(debtor.code.into(), pair))
    });
    done(found.await?)
}

/// Link a debtor to a client that sells to it, or change their relation.
#[utoipa::path(put, path = "/clients/{code}/customers/{debtor}", tag = "Clients",
    params(("code" = String, Path, description = "Code of the client"), ("debtor" = String, Path, description = "Code of the debtor")),
    request_body = CustomerParticulars, responses((status = 200, description = "The relation as saved", body = Customer)))]
pub(super) async fn put_customer(
    State(web): State<Web>,
    PathOf((client, debtor)): PathOf<(String, String)>,
    write: Write<CustomerParticulars>,
) -> Answer<Customer> {
    let CustomerParticulars { client_reference, limit, order_required } = write.body;
    let mut problems = Vec::new();
    let limit = limit.and_then(|limit| limit.read("limit", &mut problems));
    if !problems.is_empty() {
        return Err(Problem::refused(problems));
    }
    let code = debtor.to_ascii_uppercase();
    let new = NewCustomer { client, debtor, client_reference, limit, order_required };
    done(shown(code, web.change(write.command, move |task| link_customer(task, &new)).await?))
}
