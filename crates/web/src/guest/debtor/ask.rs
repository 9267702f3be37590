//! A question, a complaint, a contact that is not right.

use super::DebtorVisit;
use super::statement;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::guest::wrong::Wrong;
use crate::look::form::{Choice, Field, FormErrors};
use app::{Error, dispute};
use askama::Template;
use axum::extract::Query;
use domain::dispute::{CaseKind, NewCase};
use domain::id::ClientId;
use serde::Deserialize;

/// What a page of this kind is asked for in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    what: String,
}

#[derive(Template)]
#[template(path = "guest/debtor/ask.html")]
struct AskPage {
    f: Frame,
    what: &'static str,
    title: &'static str,
    lead: &'static str,
    supplier: Option<Field>,
    words: Field,
    name: Field,
    errors: FormErrors,
}

/// What can be raised here, by its code in addresses.
fn kind(what: &str) -> Option<(CaseKind, &'static str)> {
    Some(match what {
        "question" => (CaseKind::Question, "question"),
        "complaint" => (CaseKind::Complaint, "complaint"),
        "contact" => (CaseKind::Correction, "contact"),
        _ => return None,
    })
}

async fn suppliers(visit: &DebtorVisit) -> Result<Vec<(ClientId, String)>, Wrong> {
    let statement = statement::of(visit).await?;
    Ok(statement.suppliers.into_iter().map(|one| (one.client, one.name)).collect())
}

fn show(
    visit: &DebtorVisit,
    (kind, what): (CaseKind, &'static str),
    suppliers: &[(ClientId, String)],
    sent: &Sent,
    errors: FormErrors,
) -> Answer {
    let f = visit.frame();
    let w = &f.w.ask;
    let (title, lead) = match kind {
        CaseKind::Complaint => (w.complaint, w.complaint_lead),
        CaseKind::Correction => (w.contact, w.contact_lead),
        _ => (w.question, w.question_lead),
    };
    let supplier = (kind != CaseKind::Correction && suppliers.len() > 1).then(|| {
        let none = Choice::new("", w.about_none);
        let choices = suppliers.iter().map(|(client, name)| Choice::new(client.to_string(), name.as_str()));
        Field::new("supplier", w.about).value(sent.raw("supplier")).choices([none].into_iter().chain(choices))
    });
    let name = if errors.is_empty() { visit.usual_name() } else { sent.raw("name").to_owned() };
    let wrong = !errors.is_empty();
    let page = AskPage {
        what,
        title,
        lead,
        supplier,
        words: Field::new("words", w.words).value(sent.raw("words")).checked(&errors),
        name: Field::new("name", f.w.common.your_name).hint(f.w.common.your_name_hint).value(name).checked(&errors),
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn page(visit: DebtorVisit, Query(asked): Query<Asked>) -> Answer {
    let kind = kind(&asked.what).ok_or(Wrong::Nothing)?;
    let suppliers = suppliers(&visit).await?;
    show(&visit, kind, &suppliers, &Sent::suggested(Vec::new()), FormErrors::default())
}

pub(super) async fn send(visit: DebtorVisit, sent: Sent) -> Answer {
    let kind = kind(sent.get("what")).ok_or(Wrong::Form)?;
    let suppliers = suppliers(&visit).await?;
    let mut errors = FormErrors::default();
    if sent.get("words").is_empty() {
        errors.add("words", visit.words.ask.words_missing);
    }
    if sent.get("name").is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    if !errors.is_empty() {
        return show(&visit, kind, &suppliers, &sent, errors);
    }
    let named: Option<ClientId> = sent.get("supplier").parse().ok();
    let client = named.filter(|id| suppliers.iter().any(|(client, _)| client == id)).or(match suppliers.as_slice() {
        [(one, _)] if kind.0 != CaseKind::Correction => Some(*one),
        _ => visit.only,
    });
    let (debtor, by, words) = (visit.debtor, visit.speaker(sent.get("name")), sent.get("words").to_owned());
    let opened = visit
        .act(&sent, move |task, _| {
            let new = NewCase { kind: kind.0, debtor, client, invoice: None, reason: None, amount: None, words, by };
            dispute::open(task, new)
        })
        .await;
    match opened {
        Ok(opened) => {
            let number = format!("C-{}", opened.number);
            Ok(visit.done(&format!("/case/{}", opened.case), &(visit.words.ask.done)(&number)))
        }
        Err(Error::Refused(refusals)) => {
            let mut errors = FormErrors::default();
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            show(&visit, kind, &suppliers, &sent, errors)
        }
        Err(error) => Err(error.into()),
    }
}
