//! Writing down what a debtor said by telephone or mail, as a case.

use super::super::debtors::by_code;
use super::super::form::{Fill, FormPage, Group, Input, Reading};
use super::super::page::{Answer, Desk};
use super::super::posted::{Posted, to_fields};
use super::super::value;
use crate::look::Noun;
use crate::look::form::FormErrors;
use axum::extract::Path;
use domain::dispute::{CaseKind, DisputeReason, NewCase, Side, Speaker};
use store::kept;

fn form(desk: &Desk, code: &str, name: &str, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let named = |items: Vec<(&str, &str)>| {
        items.into_iter().map(|(code, word)| (code.to_owned(), word.to_owned())).collect::<Vec<_>>()
    };
    let kinds = named(CaseKind::ALL.iter().map(|one| (one.code(), one.word())).collect());
    let mut reasons = vec![(String::new(), "No reason: it is no dispute".to_owned())];
    reasons.extend(named(DisputeReason::ALL.iter().map(|one| (one.code(), one.word())).collect()));
    let inputs = vec![
        fill.choice("kind", "What it is", kinds),
        Input::Text(fill.hinted("invoice", "Invoice number", "Needed for a dispute or a copy.").optional()),
        fill.choice("reason", "Reason of a dispute", reasons),
        Input::Figure(fill.hinted("amount", "Disputed amount", "Empty: all that is open.").optional()),
        Input::Text(fill.hinted("who", "Who said it", "The person at the debtor.")),
        Input::Area(fill.field("words", "What was said")),
    ];
    FormPage {
        page: desk.page(Noun::Cases),
        title: format!("What {name} raised"),
        crumbs: vec![("Debtors".to_owned(), "/debtors".to_owned()), (code.to_owned(), format!("/debtors/{code}"))],
        lead: "A dispute stops all contact about its invoice at once and takes the disputed amount out of what can be drawn. The \
            client is told the same day."
            .to_owned(),
        errors,
        action: format!("/debtors/{code}/cases/new"),
        groups: vec![Group::new("", "", inputs)],
        submit: "Open the case".to_owned(),
        cancel: format!("/debtors/{code}"),
    }
}

pub(super) async fn ask(desk: Desk, Path(code): Path<String>) -> Answer {
    let debtor = desk.read(move |book| by_code(book, &code)).await?;
    let sent = Posted::suggested(vec![("kind".to_owned(), CaseKind::Question.code().to_owned())]);
    desk.show(&form(&desk, debtor.code.as_str(), &debtor.name, &sent, FormErrors::default()))
}

pub(super) async fn open(desk: Desk, Path(code): Path<String>, posted: Posted) -> Answer {
    let debtor = desk.read(move |book| by_code(book, &code)).await?;
    let mut reading = Reading::new(&posted);
    let kind = reading.one("kind", CaseKind::from_code);
    let who = reading.need("who", "Write who said it.", |text| Ok(text.to_owned()));
    let words = reading.need("words", "Write what was said.", |text| Ok(text.to_owned()));
    let number = posted.some("invoice").map(str::to_owned);
    let debtor_id = debtor.id;
    let invoice = match number.clone() {
        Some(number) => desk.read(move |book| Ok(kept::invoice::of_debtor_under(book, debtor_id, &number)?)).await?,
        None => Vec::new(),
    };
    if number.is_some() && invoice.is_empty() {
        reading.errors.add("invoice", "This debtor has no invoice of this number. Look it up by the search.");
    }
    if invoice.len() > 1 {
        reading
            .errors
            .add("invoice", "Several clients have an invoice of this number. Open the case from the invoice's page.");
    }
    let currency = invoice.first().map_or(debtor.limit.currency, |invoice| invoice.offer.amount.currency);
    let amount = reading.may("amount", |text| value::money(text, currency));
    let mut errors = reading.errors;
    if let (Some(kind), Some(who), Some(words), true) = (kind, who, words, errors.is_empty()) {
        let new = NewCase {
            kind,
            debtor: debtor.id,
            client: invoice.first().map(|invoice| invoice.client),
            invoice: invoice.first().map(|invoice| invoice.id),
            reason: DisputeReason::from_code(posted.get("reason")),
            amount,
            words,
            by: Speaker::new(Side::Debtor, &format!("{who}, {}", debtor.name)),
        };
        match desk.change(&posted, move |task| app::dispute::open(task, new)).await {
            Ok(opened) => {
                let text = if opened.is_new {
                    "The case is open; the client was told."
                } else {
                    "The words were added to the case that was open already."
                };
                return Ok(desk.done(
                    &format!("/cases/{}", opened.number),
                    text,
                    Some((format!("C-{}", opened.number), format!("/cases/{}", opened.number))),
                ));
            }
            Err(error) => to_fields(
                error,
                &[("CASE_NO_INVOICE", "invoice"), ("CASE_NO_REASON", "reason"), ("CASE_TOO_MUCH", "amount")],
                &mut errors,
            )?,
        }
    }
    desk.refused(&form(&desk, debtor.code.as_str(), &debtor.name, &posted, errors))
}
