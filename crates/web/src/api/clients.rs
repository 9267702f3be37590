//! Clients: who sells invoices.

use super::idempotency::Write;
use super::page::{Page, PageOf};
use super::party::{Address, BankAccount, Identifier, identity, parts};
use super::read::{PathOf, QueryOf};
use super::{Answer, done};
use crate::Web;
use app::client_by_code;
use app::party::{NewClient, save_client};
use axum::extract::State;
use domain::party::{self, ClientStatus};
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A business that sells its invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Client {
    id: Uuid,
    /// Short code people type.
    #[schema(example = "HARBOR")]
    code: String,
    /// Legal name.
    name: String,
    /// Where it stands.
    #[schema(schema_with = super::names::client_status)]
    status: ClientStatus,
    /// Person at the factor who answers for it.
    account_manager: String,
    /// Name it trades under, where that differs.
    trading_name: Option<String>,
    address: Address,
    /// Register, tax and network numbers.
    identifiers: Vec<Identifier>,
    /// Where its advances and released reserve are paid.
    account: Option<BankAccount>,
    /// Who guarantees what it owes.
    guarantor: Option<Guarantor>,
}

/// Who guarantees what a client owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Guarantor {
    /// Legal name.
    name: String,
    /// It is a natural person.
    #[serde(default)]
    natural_person_obligor: bool,
    /// It is under California's rules.
    #[serde(default)]
    california: bool,
}

impl From<party::Guarantor> for Guarantor {
    fn from(one: party::Guarantor) -> Self {
        Self { name: one.name, natural_person_obligor: one.natural_person_obligor, california: one.california }
    }
}

impl From<Guarantor> for party::Guarantor {
    fn from(one: Guarantor) -> Self {
        Self { name: one.name, natural_person_obligor: one.natural_person_obligor, california: one.california }
    }
}

/// What is known of a client.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientParticulars {
    /// Legal name.
    name: String,
    /// Where it stands.
    #[schema(schema_with = super::names::client_status)]
    status: ClientStatus,
    /// Person at the factor who answers for it.
    account_manager: String,
    /// Name it trades under, where that differs.
    #[serde(default)]
    trading_name: Option<String>,
    #[serde(default)]
    address: Address,
    /// Register, tax and network numbers.
    #[serde(default)]
    identifiers: Vec<Identifier>,
    /// Where its advances and released reserve are paid.
    #[serde(default)]
    account: Option<BankAccount>,
    /// Who guarantees what it owes; nobody where absent.
    #[serde(default)]
    guarantor: Option<Guarantor>,
}

impl From<party::Client> for Client {
    fn from(client: party::Client) -> Self {
        let (trading_name, address, identifiers) = parts(client.identity);
        Self {
            id: client.id.0,
            code: client.code.into(),
            name: client.name,
            status: client.status,
            account_manager: client.account_manager,
            trading_name,
            address,
            identifiers,
            account: client.account.map(BankAccount::from),
            guarantor: client.guarantor.map(Guarantor::from),
        }
    }
}

/// All clients, by code.
#[utoipa::path(get, path = "/clients", tag = "Clients", params(PageOf),
    responses((status = 200, description = "A page of clients", body = Page<Client>)))]
pub(super) async fn list_clients(State(web): State<Web>, QueryOf(page): QueryOf<PageOf>) -> Answer<Page<Client>> {
    let (limit, after) = (page.limit()?, page.after::<String>("clients")?);
    let mut found = web.look(|snapshot| Ok(kept::party::clients(snapshot)?)).await?;
    if let Some(after) = after {
        found.retain(|client| client.code.as_str() > after.as_str());
    }
    done(Page::of("clients", limit, found, |client| client.code.clone(), Client::from))
}

/// One client.
#[utoipa::path(get, path = "/clients/{code}", tag = "Clients", params(("code" = String, Path, description = "Code of the client")),
    responses((status = 200, description = "The client", body = Client)))]
pub(super) async fn get_client(State(web): State<Web>, PathOf(code): PathOf<String>) -> Answer<Client> {
    done(web.look(move |snapshot| client_by_code(snapshot, &code)).await?.into())
}

/// Add a client, or change the one with this code.
#[utoipa::path(put, path = "/clients/{code}", tag = "Clients", params(("code" = String, Path, description = "Code of the client")),
    request_body = ClientParticulars, responses((status = 200, description = "The client as saved", body = Client)))]
pub(super) async fn put_client(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<ClientParticulars>,
) -> Answer<Client> {
    let body = write.body;
    let new = NewClient {
        code,
        name: body.name,
        status: body.status,
        account_manager: body.account_manager,
        identity: identity(body.trading_name, body.address, body.identifiers),
        account: body.account.map(Into::into),
        guarantor: body.guarantor.map(Into::into),
    };
    done(web.change(write.command, move |task| save_client(task, &new)).await?.into())
}
