//! Reserve released to clients: what would be paid, one client, or the run of a day.

use super::idempotency::{Nothing, Write, once};
use super::money::Money;
use super::problem::Problem;
use super::proof::Proof;
use super::read::{PathOf, QueryOf};
use super::{ACTOR, Answer, created, done};
use crate::Web;
use app::cash::{RebateOutcome, pay_rebate, rebate_plan, rebate_run};
use app::client_by_code;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a client is paid in one currency, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Rebate {
    /// Code of the client.
    client: String,
    /// The day it was looked at.
    on: Date,
    /// Taken from the available reserve.
    total: Money,
    /// Kept in escrow.
    escrow: Money,
    /// Paid to the client.
    cash: Money,
    /// What may be drawn.
    availability: Money,
    /// How the amount came to be, also when it is nothing.
    proof: Proof,
    /// How the availability came to be.
    availability_proof: Proof,
    /// Number of the payment, once it is paid: 12 is `P-12`.
    payment: Option<i64>,
    /// The event that holds it, once it is paid.
    event: Option<i64>,
}

impl From<RebateOutcome> for Rebate {
    fn from(outcome: RebateOutcome) -> Self {
        Self {
            client: outcome.code,
            on: outcome.on,
            total: outcome.total.into(),
            escrow: outcome.escrow.into(),
            cash: outcome.cash.into(),
            availability: outcome.availability.into(),
            proof: outcome.proof.into(),
            availability_proof: outcome.availability_proof.into(),
            payment: outcome.payment,
            event: outcome.event,
        }
    }
}

/// Releases, one for each client and currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Rebates {
    rebates: Vec<Rebate>,
}

fn all(outcomes: Vec<RebateOutcome>) -> Rebates {
    Rebates { rebates: outcomes.into_iter().map(Rebate::from).collect() }
}

/// Inside or outside the release calendar.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// As if the client asked: also outside its release calendar.
    #[serde(default)]
    asked: Option<bool>,
}

/// What a client would be paid of its reserve today, with its proof.
#[utoipa::path(get, path = "/clients/{code}/rebates", tag = "Reserve",
    params(("code" = String, Path, description = "Code of the client"), Asked),
    responses((status = 200, description = "The plan, per currency", body = Rebates)))]
pub(super) async fn plan_rebate(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    QueryOf(asked): QueryOf<Asked>,
) -> Answer<Rebates> {
    let (calendar, today) = (web.app.factor().calendar, web.app.today());
    let planned = web.look(move |snapshot| {
        let client = client_by_code(snapshot, &code)?;
        rebate_plan(snapshot, calendar, client.id, today, asked.asked.unwrap_or(false))
    });
    done(all(planned.await?))
}

/// Pay a client what its reserve allows, because it asks.
///
/// What comes to nothing is told with its proof and not recorded.
#[utoipa::path(post, path = "/clients/{code}/rebates", tag = "Reserve",
    params(("code" = String, Path, description = "Code of the client")),
    responses((status = 201, description = "What was paid, per currency", body = Rebates)))]
pub(super) async fn pay_client(
    State(web): State<Web>,
    PathOf(code): PathOf<String>,
    write: Write<Nothing>,
) -> Result<(StatusCode, Json<Rebates>), Problem> {
    let paid = web.change(write.command, move |task| {
        let client = client_by_code(task, &code)?;
        pay_rebate(task, client.id, true)
    });
    created(all(paid.await?))
}

/// Which day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRebateRun {
    /// Today or an earlier day.
    on: Date,
}

/// The rebate run of a day: every client whose release day it is. Run again, it pays only what has come since.
#[utoipa::path(post, path = "/rebate-runs", tag = "Reserve", request_body = NewRebateRun,
    responses((status = 201, description = "What was paid", body = Rebates)))]
pub(super) async fn run_rebates(
    State(web): State<Web>,
    write: Write<NewRebateRun>,
) -> Result<(StatusCode, Json<Rebates>), Problem> {
    let Write { command, body } = write;
    let paid = web.apart(move |app| once(app, &command, |app| rebate_run(app, body.on, ACTOR)));
    created(all(paid.await?))
}
