//! CO-14: contact with one customer is paused, with what a pause does not stop; and goes on.

use super::ClientVisit;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::look::form::{Field, FormErrors};
use app::contact::{Consequence, consequence, pause, policy, resume};
use app::{Error, Task};
use askama::Template;
use axum::extract::Path;
use domain::id::DebtorId;

#[derive(Template)]
#[template(path = "guest/client/pause.html")]
struct PausePage {
    f: Frame,
    debtor: DebtorId,
    customer: String,
    /// What follows from the longest pause; what a shorter one does not stop is within it.
    consequence: Consequence,
    days: Field,
    why: Field,
    errors: FormErrors,
}

async fn show(
    visit: &ClientVisit,
    debtor: DebtorId,
    customer: String,
    sent: Option<&Sent>,
    errors: FormErrors,
) -> Answer {
    let (client, factor, today) = (visit.client, visit.guests.web.app.factor(), visit.guests.web.app.today());
    let now = visit.guests.web.app.now();
    let (most, consequence) = visit
        .read(move |snapshot| {
            let most = policy(snapshot)?.pause_bd;
            Ok((most, consequence(snapshot, &factor, today, now, (client, debtor), most)?))
        })
        .await?;
    let f = visit.frame();
    let w = &f.w.client;
    let raw = |name: &str| sent.map(|sent| sent.raw(name).to_owned()).unwrap_or_default();
    let days = if sent.is_some() { raw("days") } else { most.to_string() };
    let wrong = !errors.is_empty();
    let page = PausePage {
        days: Field::new("days", w.pause_days)
            .hint((w.pause_days_hint)(&most.to_string()))
            .value(days)
            .checked(&errors),
        why: Field::new("why", w.pause_why).value(raw("why")).checked(&errors),
        debtor,
        customer,
        consequence,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn page(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>) -> Answer {
    let customer = visit.customer(debtor).await?;
    show(&visit, debtor, customer, None, FormErrors::default()).await
}

pub(super) async fn send(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>, sent: Sent) -> Answer {
    let customer = visit.customer(debtor).await?;
    let mut errors = FormErrors::default();
    let days: Option<u32> = sent.get("days").parse().ok().filter(|days| *days > 0);
    if days.is_none() {
        errors.add("days", visit.words.client.days_missing);
    }
    if sent.get("why").is_empty() {
        errors.add("why", visit.words.client.why_missing);
    }
    let Some(days) = days.filter(|_| errors.is_empty()) else {
        return show(&visit, debtor, customer, Some(&sent), errors).await;
    };
    let (client, why) = (visit.client, sent.get("why").to_owned());
    let done = visit.act(&sent, move |task: &mut Task<'_, '_>, _| pause(task, client, debtor, days, &why)).await;
    match done {
        Ok(consequence) => {
            let until = visit.frame().date(&consequence.until);
            Ok(visit.done(&format!("/customer/{debtor}"), &(visit.words.client.paused_until)(&until)))
        }
        Err(Error::Refused(refusals)) => {
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            show(&visit, debtor, customer, Some(&sent), errors).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn resume_now(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>, sent: Sent) -> Answer {
    visit.customer(debtor).await?;
    let client = visit.client;
    visit.act(&sent, move |task: &mut Task<'_, '_>, _| resume(task, client, debtor)).await?;
    Ok(visit.done(&format!("/customer/{debtor}"), visit.words.client.resumed))
}
