//! The factor itself.

use super::idempotency::Write;
use super::party::BankAccount;
use super::{Answer, done};
use crate::Web;
use app::party::{FactorParticulars, save_factor};
use axum::Json;
use axum::extract::State;
use domain::party;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Who buys invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Factor {
    id: Uuid,
    /// Registered name.
    name: String,
    /// ISO 3166-1 alpha-2 country; its bank calendar rules business days.
    country: String,
    /// The currency its own accounts are kept in.
    #[schema(schema_with = super::names::currency)]
    currency: String,
    /// IANA time zone in which its business days run.
    zone: String,
    /// The account that payments to clients leave from.
    account: Option<BankAccount>,
}

impl From<&party::Factor> for Factor {
    fn from(factor: &party::Factor) -> Self {
        Self {
            id: factor.id.0,
            name: factor.name.clone(),
            country: factor.country.clone(),
            currency: factor.currency.code().to_owned(),
            zone: factor.zone.clone(),
            account: factor.account.clone().map(BankAccount::from),
        }
    }
}

/// What may be changed. Currency, zone and country stay as the book was opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FactorChange {
    /// Registered name.
    name: String,
    /// The account that payments to clients leave from.
    #[serde(default)]
    account: Option<BankAccount>,
}

/// The factor's particulars.
#[utoipa::path(get, path = "/factor", tag = "Factor", responses((status = 200, description = "The factor", body = Factor)))]
pub(super) async fn get_factor(State(web): State<Web>) -> Json<Factor> {
    Json(Factor::from(&*web.app.factor()))
}

/// Change the factor's particulars.
#[utoipa::path(put, path = "/factor", tag = "Factor", request_body = FactorChange,
    responses((status = 200, description = "The factor as changed", body = Factor)))]
pub(super) async fn put_factor(State(web): State<Web>, write: Write<FactorChange>) -> Answer<Factor> {
    let FactorChange { name, account } = write.body;
    let new = FactorParticulars { name, account: account.map(Into::into) };
    done(Factor::from(&web.apart(|app| save_factor(app, write.command, new)).await?))
}
