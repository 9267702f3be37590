//! Copies for the debtor, and remittance advices from it (LE-10).

use super::DebtorVisit;
use super::statement::{self, Statement};
use crate::desk::invoices::papers::{ACCEPT, attachment};
use crate::desk::value;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::guest::wrong::Wrong;
use crate::look::form::{Choice, Field, FormErrors};
use app::Error;
use app::answer::{Giver, read_advice, take_advice};
use app::document::{Viewer, fetch as fetch_document};
use askama::Template;
use axum::extract::Path;
use domain::id::DocumentId;
use domain::money::Currency;

/// A copy of a paper: of the debtor's own invoices, or between debtor and factor.
pub(super) async fn fetch(visit: DebtorVisit, Path((_, document)): Path<(String, DocumentId)>) -> Answer {
    let statement = statement::of(&visit).await?;
    let debtor = visit.debtor;
    let (paper, content) =
        visit.read(move |snapshot| fetch_document(snapshot, Viewer::Debtor(debtor), document)).await?;
    // A paper of a supplier that this debtor was not told of, or that this link does not show, is as if it were not there.
    let shown = |client| statement.suppliers.iter().any(|one| one.client == client);
    if !paper.client.map_or(visit.only.is_none(), shown) {
        return Err(Wrong::Nothing);
    }
    Ok(attachment(&paper, content))
}

#[derive(Template)]
#[template(path = "guest/debtor/remittance.html")]
struct RemittancePage {
    f: Frame,
    file: Field,
    on: Field,
    currency: Option<Field>,
    name: Field,
    errors: FormErrors,
}

/// The currencies that something is open in.
fn currencies(visit: &DebtorVisit, statement: &Statement) -> Vec<Currency> {
    let mut found: Vec<Currency> = statement.totals.iter().map(|total| total.currency).collect();
    if found.is_empty() {
        found.push(visit.guests.web.app.factor().currency);
    }
    found
}

fn show(visit: &DebtorVisit, known: &[Currency], sent: Option<&Sent>, errors: FormErrors) -> Answer {
    let f = visit.frame();
    let w = &f.w.remittance;
    let raw = |name: &str| sent.map(|sent| sent.raw(name).to_owned()).unwrap_or_default();
    let name = if sent.is_some() { raw("name") } else { visit.usual_name() };
    let currency = (known.len() > 1).then(|| {
        let choices = known.iter().map(|currency| Choice::new(currency.to_string(), currency.to_string()));
        Field::new("currency", w.currency).value(raw("currency")).choices(choices)
    });
    let wrong = !errors.is_empty();
    let page = RemittancePage {
        file: Field::new("file", w.file).hint(w.file_hint).accept(ACCEPT).checked(&errors),
        on: Field::new("on", w.on).value(raw("on")).optional().checked(&errors),
        currency,
        name: Field::new("name", f.w.common.your_name).hint(f.w.common.your_name_hint).value(name).checked(&errors),
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn remittance(visit: DebtorVisit) -> Answer {
    let statement = statement::of(&visit).await?;
    show(&visit, &currencies(&visit, &statement), None, FormErrors::default())
}

pub(super) async fn send_remittance(visit: DebtorVisit, sent: Sent) -> Answer {
    let statement = statement::of(&visit).await?;
    let known = currencies(&visit, &statement);
    let mut errors = FormErrors::default();
    let file = sent.files.iter().find(|file| file.field == "file").cloned();
    if file.is_none() {
        errors.add("file", visit.words.remittance.file_missing);
    }
    let on = match sent.some("on").map(value::date) {
        Some(Err(_)) => {
            errors.add("on", visit.words.answer.date_wrong);
            None
        }
        Some(Ok(on)) => Some(on),
        None => None,
    };
    let name = sent.get("name").to_owned();
    if name.is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    let chosen = known.iter().copied().find(|currency| currency.to_string() == sent.get("currency"));
    let (Some(file), Some(currency)) = (file.filter(|_| errors.is_empty()), chosen.or(known.first().copied())) else {
        return show(&visit, &known, Some(&sent), errors);
    };
    let (debtor, client, by) = (visit.debtor, visit.only, visit.speaker(&name));
    // Read before the unit: while that is open nobody else writes in the book.
    let taken = match visit.parsed(move |_| read_advice(&file.name, file.content, currency)).await {
        Ok(advice) => {
            let act = visit.act(&sent, move |task, guest| {
                let contact = guest.contact.as_ref().map(|contact| contact.id);
                take_advice(task, &Giver { debtor, client, by, contact }, advice, on)
            });
            act.await
        }
        Err(error) => Err(error),
    };
    match taken {
        Ok(outcome) => {
            let w = &visit.words.remittance;
            let mut text = w.done.to_owned();
            if let Some(total) = outcome.total {
                let total = visit.frame().money(&total);
                text = format!("{text} {}", (w.read)(&(visit.words.sheet.of_invoices)(outcome.known), &total));
            }
            if !outcome.unknown.is_empty() {
                const NAMED: usize = 5;
                let more = if outcome.unknown.len() > NAMED { " \u{2026}" } else { "" };
                let named = outcome.unknown.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
                text = format!("{text} {}", (w.unknown)(&format!("{named}{more}")));
            }
            Ok(visit.done("", &text))
        }
        Err(Error::Refused(refusals)) => {
            errors.general.extend(refusals.iter().map(|one| refusal::at_its_place(visit.words, one)));
            show(&visit, &known, Some(&sent), errors)
        }
        Err(error) => Err(error.into()),
    }
}
