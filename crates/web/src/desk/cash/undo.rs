//! Taking back what a payment paid of an invoice: what would happen, why, then do it (LE-25).

use super::super::page::{ACTOR, Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::wrong::Wrong;
use super::numbered;
use crate::look::facts::Preview;
use crate::look::form::{Field, FormErrors};
use crate::look::format::amount;
use crate::look::{Noun, Page, filters};
use app::Error;
use app::cash::{UndoOutcome, undo as undo_application};
use askama::Template;
use axum::extract::Path;
use domain::id::{InvoiceId, ReceiptId};
use domain::ledger::Account;
use domain::money::Money;
use store::kept;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "desk/receipt_act.html")]
struct UndoPage {
    page: Page,
    number: i64,
    title: String,
    lead: String,
    action: String,
    hidden: Vec<(String, String)>,
    preview: Preview,
    reason: Option<Field>,
    errors: FormErrors,
    button: String,
}

fn invoice_of(text: &str) -> Result<InvoiceId, Error> {
    Uuid::parse_str(text).map(InvoiceId).map_err(|_| Error::NotFound("such invoice".to_owned()))
}

async fn page(
    desk: &Desk,
    number: i64,
    receipt: ReceiptId,
    invoice: InvoiceId,
    typed: &str,
    errors: FormErrors,
) -> Result<UndoPage, Wrong> {
    let rehearsed = desk
        .apart(move |app| {
            app.rehearse(ACTOR, move |task| {
                let outcome = undo_application(task, receipt, invoice, "preview")?;
                let mut fee = 0;
                let mut available = 0;
                for booked in kept::journal::of_event(task, outcome.event)? {
                    let journal = &booked.journal;
                    fee += journal.on_account(Account::FeeIncome) + journal.on_account(Account::AccruedFees);
                    available += journal.on_account(Account::ReserveAvailable);
                }
                Ok((outcome, fee, available))
            })
        })
        .await?;
    let (outcome, fee, available) = rehearsed;
    let money = |minor| Money::new(minor, outcome.open.currency);
    let name = &outcome.invoice_number;
    let mut steps = vec![(format!("Invoice {name} is open again"), Some(outcome.open))];
    if fee > 0 {
        steps.push(("The fee charged with it is taken back".to_owned(), Some(money(fee))));
    }
    if available > 0 {
        steps.push(("Reserve that was available is held again".to_owned(), Some(money(available))));
    }
    Ok(UndoPage {
        page: desk.page(Noun::Cash),
        number,
        title: format!("Undo R-{number} on invoice {name}"),
        lead: "Every journal of it is mirrored; nothing is erased.".to_owned(),
        action: format!("/cash/{number}/undo/{invoice}"),
        hidden: Vec::new(),
        preview: Preview {
            title: format!("Take back what R-{number} paid of invoice {name}"),
            steps,
            total: Some((format!("Of R-{number} waits then"), outcome.unapplied)),
            undo: "The money can be applied again at once, to the same invoice or another.".to_owned(),
            second_person: None,
        },
        reason: Some(
            Field::new("reason", "What was wrong?")
                .hint("A few words: they stand beside the payment for good.")
                .value(typed)
                .checked(&errors),
        ),
        errors,
        button: "Undo it".to_owned(),
    })
}

/// Shows what undoing would do.
pub(super) async fn preview(desk: Desk, Path((number, invoice)): Path<(i64, String)>) -> Answer {
    let invoice = invoice_of(&invoice)?;
    let receipt = desk.read(move |book| Ok(numbered(book, number)?.id)).await?;
    desk.show(&page(&desk, number, receipt, invoice, "", FormErrors::default()).await?)
}

/// Undoes it.
pub(super) async fn undo(desk: Desk, Path((number, invoice)): Path<(i64, String)>, posted: Posted) -> Answer {
    let invoice = invoice_of(&invoice)?;
    let receipt = desk.read(move |book| Ok(numbered(book, number)?.id)).await?;
    let reason = posted.get("reason").to_owned();
    let done: Result<UndoOutcome, Error> =
        desk.change(&posted, move |task| undo_application(task, receipt, invoice, &reason)).await;
    match done {
        Ok(outcome) => {
            let text = format!(
                "R-{number} is taken back from invoice {}; {} waits to be matched.",
                outcome.invoice_number,
                amount(outcome.unapplied),
            );
            let receipt = (format!("E-{}", outcome.event), format!("/cash/{number}#movements"));
            Ok(desk.done(&format!("/cash/{number}"), text, Some(receipt)))
        }
        Err(error) => {
            let mut errors = FormErrors::default();
            to_fields(error, &[("REASON", "reason")], &mut errors)?;
            let page = page(&desk, number, receipt, invoice, posted.get("reason"), errors).await?;
            desk.refused(&page)
        }
    }
}
