//! Debtors: the customers of clients, each once per factor.

use super::idempotency::Write;
use super::money::Money;
use super::page::{Page, PageOf};
use super::party::{Address, Identifier, identity, parts};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, done};
use crate::Web;
use app::Error;
use app::party::{NewDebtor, save_debtor};
use axum::extract::State;
use domain::party::{self, DebtorStatus, DebtorType};
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A customer of one or more clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Debtor {
    id: Uuid,
    /// Short code people type.
    #[schema(example = "NORWELL")]
    code: String,
    /// Legal name.
    name: String,
    /// Where it stands.
    #[schema(schema_with = super::names::debtor_status)]
    status: DebtorStatus,
    /// GL-60: what kind of debtor.
    #[schema(schema_with = super::names::debtor_type)]
    debtor_type: DebtorType,
    /// The most it may owe on purchased invoices, over all clients.
    limit: Money,
    /// Name it trades under, where that differs.
    trading_name: Option<String>,
    address: Address,
    /// Register, tax and network numbers.
    identifiers: Vec<Identifier>,
    /// Accounts it is known to pay from.
    paying_accounts: Vec<String>,
}

impl From<party::Debtor> for Debtor {
    fn from(debtor: party::Debtor) -> Self {
        let (trading_name, address, identifiers) = parts(debtor.identity);
        Self {
            id: debtor.id.0,
            code: debtor.code.into(),
            name: debtor.name,
            status: debtor.status,
            debtor_type: debtor.debtor_type,
            limit: debtor.limit.into(),
            trading_name,
            address,
            identifiers,
            paying_accounts: debtor.paying_accounts,
        }
    }
}

/// What is known of a debtor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DebtorParticulars {
    /// Legal name.
    name: String,
    /// Where it stands.
    #[schema(schema_with = super::names::debtor_status)]
    status: DebtorStatus,
    /// GL-60: what kind of debtor. Where it is not said, it stays what it is; a new one is a business.
    #[serde(default)]
    #[schema(schema_with = super::names::maybe_debtor_type)]
    debtor_type: Option<DebtorType>,
    /// The most it may owe on purchased invoices, over all clients.
    limit: Money,
    /// Name it trades under, where that differs.
    #[serde(default)]
    trading_name: Option<String>,
    #[serde(default)]
    address: Address,
    /// Register, tax and network numbers.
    #[serde(default)]
    identifiers: Vec<Identifier>,
    /// Accounts it is known to pay from.
    #[serde(default)]
    paying_accounts: Vec<String>,
}

/// All debtors, by code.
#[utoipa::path(get, path = "/debtors", tag = "Debtors", params(PageOf),
    responses((status = 200, description = "A page of debtors", body = Page<Debtor>)))]
pub(super) async fn list_debtors(State(web): State<Web>, QueryOf(page): QueryOf<PageOf>) -> Answer<Page<Debtor>> {
    let (limit, after) = (page.limit()?, page.after::<String>("debtors")?);
    let mut found = web.look(|snapshot| Ok(kept::party::debtors(snapshot)?)).await?;
    if let Some(after) = after {
        found.retain(|debtor| debtor.code.as_str() > after.as_str());
    }
    done(Page::of("debtors", limit, found, |debtor| debtor.code.clone(), Debtor::from))
}

/// One debtor.
#[utoipa::path(get, path = "/debtors/{code}", tag = "Debtors", params(("code" = String, Path, description = "Code of the debtor")),
    responses((status = 200, description = "The debtor", body = Debtor)))]
pub(super) async fn get_debtor(State(web): State<Web>, PathOf(code): PathOf<String>) -> Answer<Debtor> {
    let found = web.look(move |snapshot| {
        kept::party::debtor_by_code(snapshot, &code.to_ascii_uppercase())?
            .ok_or_else(|| Error::NotFound(format!("debtor {code}")))
    });
    done(found.await?.into())
}

/// Add a debtor, or change the one with this code, its limit included.
#[utoipa::path(put, path = "/debtors/{code}", tag = "Debtors", params(("code" = String, Path, description = "Code of the debtor")),
    request_body = DebtorParticulars, responses((status = 200, description = "The debtor as saved", body = Debtor)))]
pub(super) async fn put_debtor(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<DebtorParticulars>,
) -> Answer<Debtor> {
    let body = write.body;
    let mut problems = Vec::new();
    let Some(limit) = body.limit.read("limit", &mut problems) else { return Err(Problem::refused(problems)) };
    let said = body.debtor_type;
    let mut new = NewDebtor {
        code,
        name: body.name,
        status: body.status,
        debtor_type: DebtorType::default(),
        limit,
        identity: identity(body.trading_name, body.address, body.identifiers),
        paying_accounts: body.paying_accounts,
    };
    let saved = web.change(write.command, move |task| {
        let known = kept::party::debtor_by_code(task, &new.code.trim().to_ascii_uppercase())?;
        new.debtor_type = said.or(known.map(|known| known.debtor_type)).unwrap_or_default();
        save_debtor(task, &new)
    });
    done(saved.await?.into())
}
