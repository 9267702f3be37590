//! LC-40: the client tells its customer itself, and ticks it here.

use super::ClientVisit;
use crate::desk::value;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::refusal;
use crate::look::form::{Choice, Field, FormErrors};
use app::{Error, Task, notice};
use askama::Template;
use axum::extract::Path;
use domain::contact::Channel;
use domain::id::DebtorId;

/// How a heads-up is given.
const WAYS: [Channel; 2] = [Channel::Phone, Channel::Email];

#[derive(Template)]
#[template(path = "guest/client/heads_up.html")]
struct HeadsUpPage {
    f: Frame,
    debtor: DebtorId,
    customer: String,
    on: Field,
    person: Field,
    way: Field,
    errors: FormErrors,
}

fn show(visit: &ClientVisit, debtor: DebtorId, customer: String, sent: Option<&Sent>, errors: FormErrors) -> Answer {
    let f = visit.frame();
    let w = &f.w.client;
    let raw = |name: &str| sent.map(|sent| sent.raw(name).to_owned()).unwrap_or_default();
    let today = visit.guests.web.app.today().to_string();
    let word = |way: Channel| if way == Channel::Phone { f.w.preferences.by_phone } else { f.w.preferences.by_mail };
    let wrong = !errors.is_empty();
    let page = HeadsUpPage {
        on: Field::new("on", w.told_on).value(if sent.is_some() { raw("on") } else { today }).checked(&errors),
        person: Field::new("person", w.told_whom).hint(w.told_whom_hint).value(raw("person")).checked(&errors),
        way: Field::new("way", w.told_how)
            .value(if sent.is_some() { raw("way") } else { Channel::Phone.code().to_owned() })
            .choices(WAYS.iter().map(|way| Choice::new(way.code(), word(*way))))
            .checked(&errors),
        debtor,
        customer,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn page(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>) -> Answer {
    let customer = visit.customer(debtor).await?;
    show(&visit, debtor, customer, None, FormErrors::default())
}

pub(super) async fn send(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>, sent: Sent) -> Answer {
    let customer = visit.customer(debtor).await?;
    let mut errors = FormErrors::default();
    let on = value::date(sent.get("on")).ok();
    if on.is_none() {
        errors.add("on", visit.words.answer.date_wrong);
    }
    if sent.get("person").is_empty() {
        errors.add("person", visit.words.client.whom_missing);
    }
    let way = Channel::from_code(sent.get("way")).filter(|way| WAYS.contains(way)).unwrap_or(Channel::Phone);
    let Some(on) = on.filter(|_| errors.is_empty()) else {
        return show(&visit, debtor, customer, Some(&sent), errors);
    };
    let (client, person) = (visit.client, sent.get("person").to_owned());
    let done = visit
        .act(&sent, move |task: &mut Task<'_, '_>, _| {
            notice::heads_up(task, client, debtor, on, &person, way).map(drop)
        })
        .await;
    match done {
        Ok(()) => Ok(visit.done(&format!("/customer/{debtor}"), visit.words.client.told_done)),
        Err(Error::Refused(refusals)) => {
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            show(&visit, debtor, customer, Some(&sent), errors)
        }
        Err(error) => Err(error.into()),
    }
}
