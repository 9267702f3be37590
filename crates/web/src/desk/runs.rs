//! Runs over all clients: reserve that is released on its day (GL-11), and fees accrued at the end of a month (L04).
//!
//! Both show what they would do before they do it, and running one again does only what has come since.

use super::page::{ACTOR, Answer, Desk};
use super::posted::{Posted, to_fields};
use super::value;
use super::wrong::Wrong;

use crate::Web;
use crate::look::form::{Field, FormErrors};
use crate::look::{Noun, Page, Tone, filters, format};
use app::cash::{self, RebateOutcome};
use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::money::Money;
use domain::proof::Proof;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/payments/runs", get(show))
        .route("/payments/runs/release", post(release))
        .route("/payments/runs/accrue", post(accrue))
}

struct Row {
    code: String,
    cash: Money,
    currency: String,
    proof: Proof,
}

#[derive(Template)]
#[template(path = "desk/runs.html")]
struct RunsPage {
    page: Page,
    errors: FormErrors,
    rows: Vec<Row>,
    released: usize,
    f_by: Field,
}

async fn page(desk: &Desk, errors: FormErrors, by: String) -> Result<RunsPage, Wrong> {
    let (today, calendar) = (desk.today, desk.factor.calendar);
    let plans: Vec<RebateOutcome> = desk
        .read(move |snapshot| {
            let mut plans = Vec::new();
            for client in kept::party::clients(snapshot)? {
                plans.extend(cash::rebate_plan(snapshot, calendar, client.id, today, false)?);
            }
            Ok(plans)
        })
        .await?;
    let released = plans.iter().filter(|plan| plan.total.minor > 0).count();
    let rows = plans.into_iter().map(|plan| Row {
        currency: plan.cash.currency.to_string(),
        code: plan.code,
        cash: plan.cash,
        proof: plan.proof,
    });
    let f_by = Field::new("by", "Up to").hint("Today or an earlier day; at the end of a month its last day.").value(by);
    Ok(RunsPage {
        page: desk.page(Noun::Payments),
        rows: rows.collect(),
        released,
        f_by: f_by.checked(&errors),
        errors,
    })
}

async fn show(desk: Desk) -> Answer {
    let today = desk.today.to_string();
    desk.show(&page(&desk, FormErrors::default(), today).await?)
}

async fn release(desk: Desk, _: Posted) -> Answer {
    let today = desk.today;
    let paid = desk.apart(move |app| cash::rebate_run(app, today, ACTOR)).await?;
    let made: Vec<&RebateOutcome> = paid.iter().filter(|outcome| outcome.total.minor > 0).collect();
    if made.is_empty() {
        return Ok(nothing(&desk, "Nothing was released: no reserve is due today."));
    }
    let sums: Vec<String> =
        made.iter().map(|outcome| format!("{} to {}", format::amount(outcome.cash), outcome.code)).collect();
    let text = format!("Released and due to be paid: {}.", sums.join(", "));
    Ok(desk.done("/payments", text, None))
}

async fn accrue(desk: Desk, posted: Posted) -> Answer {
    let typed = posted.get("by").to_owned();
    let mut errors = FormErrors::default();
    match value::date(&typed) {
        Err(text) => errors.add("by", text),
        Ok(by) => match desk.apart(move |app| cash::accrue_fees(app, by, ACTOR, &mut |_| {})).await {
            Err(error) => to_fields(error, &[("", "by")], &mut errors)?,
            Ok(accrual) if accrual.accrued == 0 => {
                return Ok(nothing(&desk, "Nothing was accrued: no fee has grown since the last time."));
            }
            Ok(accrual) => {
                let sums: Vec<String> = accrual.sums.iter().map(|sum| format::amount(*sum)).collect();
                let text = format!(
                    "Accrued {} on {} of {} open invoices.",
                    sums.join(" and "),
                    accrual.accrued,
                    accrual.invoices
                );
                return Ok(desk.done("/payments/runs", text, None));
            }
        },
    }
    desk.refused(&page(&desk, errors, typed).await?)
}

fn nothing(desk: &Desk, text: &str) -> Response {
    desk.told("/payments/runs", Tone::Attention, text, None)
}
