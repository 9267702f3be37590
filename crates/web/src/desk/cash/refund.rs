//! Money back to the account it came from: how much, what would happen, then do it (L09).

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, sentence};
use super::super::value;
use super::super::wrong::Wrong;
use super::numbered;
use crate::look::facts::Preview;
use crate::look::form::{Field, FormErrors};
use crate::look::format::amount;
use crate::look::{Noun, Page, filters};
use app::Error;
use app::cash::{RefundOutcome, refund as refund_money};
use askama::Template;
use axum::extract::{Path, Query};
use domain::money::Money;
use serde::Deserialize;
use store::kept::statement::Receipt;

/// How much, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct View {
    amount: String,
}

#[derive(Template)]
#[template(path = "desk/refund.html")]
struct RefundPage {
    page: Page,
    number: i64,
    f_amount: Field,
    errors: FormErrors,
    checked: Option<(Preview, i64)>,
}

async fn page(desk: &Desk, receipt: &Receipt, typed: &str, mut errors: FormErrors) -> Result<RefundPage, Wrong> {
    let currency = receipt.amount.currency;
    let typed = if typed.is_empty() { Money::new(receipt.unapplied, currency).figures() } else { typed.to_owned() };
    let mut checked = None;
    match value::money(&typed, currency) {
        Err(error) => errors.add("amount", error),
        Ok(money) => {
            let (id, minor) = (receipt.id, money.minor);
            match desk.apart(move |app| app.rehearse(ACTOR, move |task| refund_money(task, id, minor))).await {
                Ok(outcome) => checked = Some((would(receipt, &outcome), minor)),
                Err(Error::Refused(refusals)) => {
                    for refusal in &refusals {
                        match refusal.place.as_str() {
                            "amount" => errors.add("amount", sentence(refusal)),
                            _ => errors.general.push(sentence(refusal)),
                        }
                    }
                }
                Err(other) => return Err(other.into()),
            }
        }
    }
    Ok(RefundPage {
        page: desk.page(Noun::Cash),
        number: receipt.number,
        f_amount: Field::new("amount", "Amount that goes back")
            .unit(currency.code())
            .hint(format!("{} of it waits.", amount(Money::new(receipt.unapplied, currency))))
            .value(typed)
            .checked(&errors),
        errors,
        checked,
    })
}

fn would(receipt: &Receipt, outcome: &RefundOutcome) -> Preview {
    Preview {
        title: format!("Refund money of R-{}", receipt.number),
        steps: vec![
            (
                format!(
                    "Payment P-{} to {}, account {}",
                    outcome.payment_number, outcome.payee.holder, outcome.payee.number
                ),
                Some(outcome.amount),
            ),
            ("It leaves with the next payment file".to_owned(), None),
        ],
        total: Some((format!("Of R-{} still waits", receipt.number), outcome.unapplied)),
        undo: "It goes only to the account it came from. The payment stays due until you put it into a payment file."
            .to_owned(),
        second_person: None,
    }
}

async fn preview_of(desk: &Desk, number: i64, typed: &str, errors: FormErrors) -> Result<RefundPage, Wrong> {
    let receipt = desk.read(move |book| numbered(book, number)).await?;
    page(desk, &receipt, typed, errors).await
}

/// The page.
pub(super) async fn preview(desk: Desk, Path(number): Path<i64>, Query(view): Query<View>) -> Answer {
    let page = preview_of(&desk, number, view.amount.trim(), FormErrors::default()).await?;
    if page.errors.is_empty() { desk.show(&page) } else { desk.refused(&page) }
}

/// Refunds it.
pub(super) async fn refund(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let receipt = desk.read(move |book| numbered(book, number)).await?;
    let Ok(minor) = posted.get("minor").parse::<i64>() else {
        return Err(Wrong::Form("its amount is missing".to_owned()));
    };
    let id = receipt.id;
    let done: Result<RefundOutcome, Error> = desk.change(&posted, move |task| refund_money(task, id, minor)).await;
    match done {
        Ok(outcome) => {
            let payment = outcome.payment_number;
            let text = format!(
                "{} of R-{number} goes back to {}: payment P-{payment} is due.",
                amount(outcome.amount),
                outcome.payee.holder
            );
            Ok(desk.done(
                &format!("/cash/{number}"),
                text,
                Some((format!("P-{payment}"), format!("/payments/{payment}"))),
            ))
        }
        Err(Error::Refused(refusals)) => {
            let mut errors = FormErrors::default();
            errors.general.extend(refusals.iter().map(sentence));
            let typed = Money::new(minor, receipt.amount.currency).figures();
            desk.refused(&page(&desk, &receipt, &typed, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}
