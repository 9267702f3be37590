//! Month-end: fees that are earned and not yet charged.

use super::idempotency::{Write, once};
use super::money::Money;
use super::problem::Problem;
use super::{ACTOR, created};
use crate::Web;
use app::cash::accrue_fees;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Up to which day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFeeAccrual {
    /// Today or an earlier day, usually the last of a month.
    by: Date,
}

/// What an accrual did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct FeeAccrual {
    /// The day up to which fees were accrued.
    by: Date,
    /// Invoices that were looked at.
    invoices: u64,
    /// Invoices whose fee has grown.
    accrued: u64,
    /// What was accrued, per currency.
    sums: Vec<Money>,
}

/// Accrue the fees of all open invoices up to a day. Run again, it accrues only what has grown since.
#[utoipa::path(post, path = "/fee-accruals", tag = "Fees", request_body = NewFeeAccrual,
    responses((status = 201, description = "What it did", body = FeeAccrual)))]
pub(super) async fn accrue(
    State(web): State<Web>,
    write: Write<NewFeeAccrual>,
) -> Result<(StatusCode, Json<FeeAccrual>), Problem> {
    let Write { command, body } = write;
    let accrued = web.apart(move |app| once(app, &command, |app| accrue_fees(app, body.by, ACTOR, &mut |_| ())));
    let accrued = accrued.await?;
    created(FeeAccrual {
        by: accrued.by,
        invoices: accrued.invoices,
        accrued: accrued.accrued,
        sums: accrued.sums.into_iter().map(Money::from).collect(),
    })
}
