//! Matching by hand: check what would happen, then do it.
//!
//! A choice is a list of invoices with minor units. It comes from the table of open invoices (`amount-ID` as typed), or from
//! a proposal (`part` as `ID=MINOR`), and is rehearsed before it is applied.

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, sentence, to_fields};
use super::super::value;
use super::super::wrong::Wrong;
use super::numbered;
use super::receipt::{Checked, Typed, shown_again};
use crate::look::facts::Preview;
use crate::look::form::FormErrors;
use crate::look::format::{amount, counted};
use app::Error;
use app::cash::{ApplyOutcome, apply as apply_money};
use axum::extract::Path;
use domain::id::InvoiceId;
use domain::invoice::InvoiceState;
use domain::ledger::{Account, Booking};
use domain::money::{Currency, Money};
use store::kept;
use store::kept::statement::Receipt;
use uuid::Uuid;

/// What was chosen, as typed and as read.
struct Choice {
    allocations: Vec<(InvoiceId, i64)>,
    typed: Vec<(String, String, Option<String>)>,
    errors: FormErrors,
}

fn part(text: &str) -> Option<(InvoiceId, i64)> {
    let (id, minor) = text.split_once('=')?;
    Some((InvoiceId(Uuid::parse_str(id).ok()?), minor.parse().ok()?))
}

/// Reads a choice of a form: a proposal's parts, or the amounts of the table.
fn choice(posted: &Posted, currency: Currency) -> Result<Choice, Wrong> {
    let unreadable = || Wrong::Form("an amount of it names no invoice".to_owned());
    let mut found = Choice { allocations: Vec::new(), typed: Vec::new(), errors: FormErrors::default() };
    for sent in posted.all("part") {
        for text in sent.split(' ').filter(|text| !text.is_empty()) {
            found.allocations.push(part(text).ok_or_else(unreadable)?);
        }
    }
    for (name, text) in posted.named("amount-") {
        if text.is_empty() {
            continue;
        }
        let id = Uuid::parse_str(name).map_err(|_| unreadable())?;
        let error = match value::money(text, currency) {
            Ok(amount) if amount.minor > 0 => {
                found.allocations.push((InvoiceId(id), amount.minor));
                None
            }
            Ok(_) => Some("Write an amount above zero, or nothing.".to_owned()),
            Err(error) => Some(error),
        };
        if let Some(error) = &error {
            found.errors.add(format!("amount-{id}"), error.clone());
        }
        found.typed.push((id.to_string(), text.to_owned(), error));
    }
    if found.allocations.is_empty() && found.errors.is_empty() {
        found.errors.general.push("Write an amount beside an invoice, or choose a proposal.".to_owned());
    }
    Ok(found)
}

/// Shows what applying would do.
pub(super) async fn check(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let receipt = desk.read(move |book| numbered(book, number)).await?;
    let Choice { allocations, mut typed, mut errors } = choice(&posted, receipt.amount.currency)?;
    let reason = posted.get("reason").to_owned();
    if reason.is_empty() {
        errors.add("reason", "Write in a few words why the money is for these invoices.");
    }
    let chosen = allocations.iter().map(|(id, _)| id.0).collect();
    let mut checked = None;
    if errors.is_empty() {
        match rehearse(&desk, &receipt, &allocations, &reason).await {
            Ok(preview) => {
                let count = counted(i64::try_from(allocations.len()).unwrap_or(i64::MAX), "invoice", "invoices");
                checked = Some(Checked {
                    preview,
                    allocations: allocations.iter().map(|(id, minor)| (id.to_string(), *minor)).collect(),
                    reason: reason.clone(),
                    button: format!("Apply to {count}"),
                });
            }
            Err(error) => to_fields(error, &[("reason", "reason")], &mut errors)?,
        }
    }
    if typed.is_empty() {
        typed = allocations
            .iter()
            .map(|(id, minor)| (id.to_string(), Money::new(*minor, receipt.amount.currency).figures(), None))
            .collect();
    }
    shown_again(&desk, number, &posted, Typed { amounts: typed, reason, errors, checked, chosen }).await
}

/// What applying would do, in words.
async fn rehearse(
    desk: &Desk,
    receipt: &Receipt,
    allocations: &[(InvoiceId, i64)],
    reason: &str,
) -> Result<Preview, Error> {
    let (id, allocations, reason) = (receipt.id, allocations.to_vec(), reason.to_owned());
    let (outcome, released) = desk
        .apart(move |app| {
            app.rehearse(ACTOR, move |task| {
                let outcome = apply_money(task, id, &allocations, &reason)?;
                let released: Vec<(Option<InvoiceId>, i64)> = kept::journal::of_event(task, outcome.event)?
                    .into_iter()
                    .filter(|booked| booked.journal.booking == Booking::ReserveToAvailable)
                    .map(|booked| (booked.journal.invoice, -booked.journal.on_account(Account::ReserveAvailable)))
                    .collect();
                Ok((outcome, released))
            })
        })
        .await?;
    Ok(preview(receipt, &outcome, &released))
}

fn preview(receipt: &Receipt, outcome: &ApplyOutcome, released: &[(Option<InvoiceId>, i64)]) -> Preview {
    let mut steps = Vec::new();
    for part in &outcome.parts {
        let closes = if part.state == InvoiceState::Closed {
            "is paid and closed".to_owned()
        } else {
            format!("is part paid, {} stays open", amount(part.open))
        };
        steps.push((format!("Invoice {} {closes}", part.number), Some(part.applied)));
        if !part.fee.is_zero() {
            steps.push((format!("Fee of {} is charged to the client", part.number), Some(part.fee)));
        }
        let reserve: i64 = released.iter().filter(|(id, _)| *id == Some(part.invoice)).map(|(_, minor)| minor).sum();
        if reserve != 0 {
            let money = Money::new(reserve, part.applied.currency);
            steps.push((format!("Reserve of {} becomes available to the client", part.number), Some(money)));
        }
        if !part.excess.is_zero() {
            steps.push((format!("What {} is overpaid goes to the client", part.number), Some(part.excess)));
        }
    }
    Preview {
        title: format!(
            "Apply R-{} to {}",
            receipt.number,
            counted(i64::try_from(outcome.parts.len()).unwrap_or(i64::MAX), "invoice", "invoices")
        ),
        steps,
        total: Some(("Stays unapplied and waits".to_owned(), outcome.unapplied)),
        undo: "Each application can be undone here later, with its fee and reserve.".to_owned(),
        second_person: None,
    }
}

/// Applies what was checked, or a best proposal at once.
pub(super) async fn apply(desk: Desk, Path(number): Path<i64>, posted: Posted) -> Answer {
    let receipt = desk.read(move |book| numbered(book, number)).await?;
    let Choice { allocations, typed, mut errors } = choice(&posted, receipt.amount.currency)?;
    let reason = posted.get("reason").to_owned();
    let chosen = allocations.iter().map(|(id, _)| id.0).collect();
    if errors.is_empty() {
        let (id, done_for, why) = (receipt.id, allocations.clone(), reason.clone());
        match desk.change(&posted, move |task| apply_money(task, id, &done_for, &why)).await {
            Ok(outcome) => return Ok(told(&desk, number, &outcome)),
            Err(Error::Refused(refusals)) => errors.general.extend(refusals.iter().map(sentence)),
            Err(other) => return Err(other.into()),
        }
    }
    shown_again(&desk, number, &posted, Typed { amounts: typed, reason, errors, checked: None, chosen }).await
}

fn told(desk: &Desk, number: i64, outcome: &ApplyOutcome) -> axum::response::Response {
    let closed = outcome.parts.iter().filter(|part| part.state == InvoiceState::Closed).count();
    let on = match outcome.parts.as_slice() {
        [one] => format!("invoice {}", one.number),
        many => format!("{} invoices", many.len()),
    };
    let mut text = format!("R-{number} is applied to {on}");
    match (closed, outcome.parts.len()) {
        (0, _) => {}
        (1, 1) => text.push_str(", which is paid and closed"),
        (1, _) => text.push_str("; one of them is paid and closed"),
        (closed, _) => text.push_str(&format!("; {closed} of them are paid and closed")),
    }
    text.push('.');
    if !outcome.unapplied.is_zero() {
        text.push_str(&format!(" {} still waits.", amount(outcome.unapplied)));
    }
    text.push_str(" It can be undone below.");
    desk.done(
        &format!("/cash/{number}"),
        text,
        Some((format!("E-{}", outcome.event), format!("/cash/{number}#applied"))),
    )
}
