//! Where debtors pay, and changes of it: two persons, a cooling time, then every debtor is told anew.

use super::idempotency::Write;
use super::page::{Page, PageOf};
use super::party::BankAccount;
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, created, done, names};
use crate::Web;
use app::notice::{approve_remit_change, change_remit_to, drop_remit_change};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::RemitChangeId;
use domain::letter;
use domain::money::Currency;
use domain::notice::{RemitChange, RemitChangeState};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where debtors pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PayTo {
    account: BankAccount,
    /// What to write on the payment.
    reference: Option<String>,
}

impl From<letter::PayTo> for PayTo {
    fn from(pay_to: letter::PayTo) -> Self {
        Self { account: pay_to.account.into(), reference: pay_to.reference }
    }
}

/// A change of the account that debtors pay to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct PayToChange {
    id: Uuid,
    /// The currency whose debtors pay there; left out: all that have no account of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::currency)]
    currency: Option<Currency>,
    #[schema(schema_with = names::remit_change_state)]
    state: RemitChangeState,
    from: PayTo,
    to: PayTo,
    why: String,
    requested_by: String,
    requested_on: Date,
    /// The first day it may be in force.
    not_before: Date,
    approved_by: Option<String>,
    in_force_on: Option<Date>,
    /// The last day the old account is open.
    old_until: Option<Date>,
}

impl From<RemitChange> for PayToChange {
    fn from(change: RemitChange) -> Self {
        Self {
            id: change.id.0,
            currency: change.currency,
            state: change.state,
            from: change.from.into(),
            to: change.to.into(),
            why: change.why,
            requested_by: change.requested_by,
            requested_on: change.requested_on,
            not_before: change.not_before,
            approved_by: change.approved.map(|(who, _)| who),
            in_force_on: change.in_force_on,
            old_until: change.old_until,
        }
    }
}

/// Changes of the account that debtors pay to, newest first.
#[utoipa::path(get, path = "/pay-to-changes", tag = "Notices", params(PageOf),
    responses((status = 200, description = "A page of changes", body = Page<PayToChange>)))]
pub(super) async fn list_pay_to_changes(
    State(web): State<Web>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<PayToChange>> {
    let (limit, before) = (page.limit()?, page.after::<Uuid>("pay-to-changes")?);
    let mut found = web.look(|snapshot| Ok(kept::remit_change::all_of_them(snapshot)?)).await?;
    found.retain(|change| before.is_none_or(|before| change.id.0 < before));
    done(Page::of("pay-to-changes", limit, found, |change| change.id, PayToChange::from))
}

/// A change to be asked for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPayToChange {
    account: BankAccount,
    /// The currency whose debtors are to pay there; left out: all that have no account of their own.
    #[serde(default)]
    #[schema(schema_with = names::currency)]
    currency: Option<Currency>,
    /// What to write on the payment.
    #[serde(default)]
    reference: Option<String>,
    why: String,
    /// Who asks.
    by: String,
}

/// Ask for another account that debtors pay to. A second person approves it.
#[utoipa::path(post, path = "/pay-to-changes", tag = "Notices", request_body = NewPayToChange,
    responses((status = 201, description = "The change", body = PayToChange)))]
pub(super) async fn request_pay_to_change(
    State(web): State<Web>,
    write: Write<NewPayToChange>,
) -> Result<(StatusCode, Json<PayToChange>), Problem> {
    let NewPayToChange { account, currency, reference, why, by } = write.body;
    let to = letter::PayTo { account: account.into(), reference };
    let change = web.change(write.command, move |task| change_remit_to(task, currency, to, &why, &by));
    created(change.await?.into())
}

/// A step of a change.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum PayToStep {
    /// A second person approves it.
    Approve { by: String },
    /// It is dropped before it is in force.
    Drop { by: String, why: String },
}

/// Approve a change of the account that debtors pay to, or drop it.
#[utoipa::path(post, path = "/pay-to-changes/{id}/steps", tag = "Notices",
    params(("id" = Uuid, Path, description = "Id of the change")), request_body = PayToStep,
    responses((status = 200, description = "The change after the step", body = PayToChange)))]
pub(super) async fn advance_pay_to_change(
    State(web): State<Web>,
    PathOf(id): PathOf<Uuid>,
    write: Write<PayToStep>,
) -> Answer<PayToChange> {
    let (id, step) = (RemitChangeId(id), write.body);
    let change = web.change(write.command, move |task| match step {
        PayToStep::Approve { by } => approve_remit_change(task, id, &by),
        PayToStep::Drop { by, why } => drop_remit_change(task, id, &by, &why),
    });
    done(change.await?.into())
}
