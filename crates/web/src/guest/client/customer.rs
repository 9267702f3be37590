//! One customer of a client: where the notice stands, who is written to, every letter, what happened (CO-14).

use super::ClientVisit;
use super::letter::{Own, own_part};
use crate::guest::cases::{kind_word, usual_name};
use crate::guest::debtor::Happened;
use crate::guest::frame::Frame;
use crate::guest::sent::Sent;
use crate::guest::visit::Answer;
use crate::guest::words::{HealthFigure, Words, refusal};
use crate::look::form::{Field, FormErrors};
use app::message::without_addresses;
use app::timeline::without_past_plans;
use app::{Error, dispute};
use askama::Template;
use axum::extract::Path;
use domain::contact::{Contact, ContactSource, ContactState, Direction, Health, MessageState, Seen};
use domain::dispute::{Case, CaseKind, NewCase, Side, Speaker};
use domain::id::DebtorId;
use domain::letter::Language;
use domain::notice::{Notice, NoticeState};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::kept;

/// Most letters and entries that are shown.
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "guest/client/customer.html")]
struct CustomerPage {
    f: Frame,
    debtor: DebtorId,
    customer: String,
    notice: Option<Notice>,
    /// GL-60: a federal agency gets no notice; its packet takes that place.
    is_federal: bool,
    paused: Option<Date>,
    contacts: Vec<Contact>,
    cases: Vec<Case>,
    letters: Vec<(Own, Date)>,
    history: Vec<Happened>,
    /// Label, figure, and does it stand on few cases?
    figures: Vec<(&'static str, String, bool)>,
}

/// The figures that say something, with their labels.
fn figures(w: &Words, health: &Health) -> Vec<(&'static str, String, bool)> {
    let all = [
        (HealthFigure::Answered, &health.answered),
        (HealthFigure::HoursToAnswer, &health.hours_to_answer),
        (HealthFigure::PromisesKept, &health.promises_kept),
        (HealthFigure::Disputes, &health.disputes),
        (HealthFigure::Messages, &health.messages),
        (HealthFigure::DaysToPay, &health.days_to_pay),
    ];
    all.into_iter()
        .filter_map(|(figure, found)| {
            let value = found.value?.to_string();
            let value = if w.language == Language::English { value } else { value.replace('.', ",") };
            Some(((w.client.figures)(figure), value, found.is_thin))
        })
        .collect()
}

impl CustomerPage {
    fn state(&self) -> &'static str {
        let w = &self.f.w.client;
        if self.is_federal {
            return w.federal;
        }
        self.notice.as_ref().map_or(w.no_notice, |notice| (w.notice_state)(notice.state()))
    }

    fn wants_heads_up(&self) -> bool {
        !self.is_federal
            && self
                .notice
                .as_ref()
                .is_none_or(|notice| notice.state() == NoticeState::Drafted && !notice.skips_introduction())
    }

    /// Where a letter stands, and on which day it left, came in or is planned to leave.
    fn when(&self, own: &Own, on: &Date) -> String {
        let (w, on) = (&self.f.w.client, self.f.date(on));
        if own.direction == Direction::In {
            return format!("{on} \u{b7} {}", w.received);
        }
        match own.state {
            MessageState::Queued => (w.planned_for)(&on),
            state if own.to_it => format!("{on} \u{b7} {}, {}", w.to_you, (w.message_state)(state)),
            state => format!("{on} \u{b7} {}", (w.message_state)(state)),
        }
    }

    fn kind(&self, case: &Case) -> &'static str {
        kind_word(&self.f, case.kind)
    }
}

pub(super) async fn page(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>) -> Answer {
    let customer = visit.customer(debtor).await?;
    let (client, today) = (visit.client, visit.guests.web.app.today());
    let zone = TimeZone::get(&visit.guests.web.app.factor().zone).unwrap_or(TimeZone::UTC);
    let day = move |at| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let now = visit.guests.web.app.now().as_microsecond();
    let language = visit.words.language;
    let (is_federal, notice, paused, contacts, cases, letters, history, health) = visit
        .read(move |snapshot| {
            let is_federal = app::notice::is_federal(snapshot, debtor)?;
            let notice = kept::notice::current(snapshot, client, debtor)?;
            let paused = kept::contact::relation(snapshot, client, debtor)?.paused(today).map(|pause| pause.until);
            let mut contacts = kept::contact::of_debtor(snapshot, debtor)?;
            // Who is asked about another supplier's invoices alone is not this client's to know.
            // Nor whom another client named, who may be any of the others; nor who is not written to.
            contacts.retain(|contact| {
                let is_given = contact.client.map_or(contact.source != ContactSource::Client, |only| only == client);
                contact.state == ContactState::Good && is_given
            });
            let mut cases = kept::relation_case::of_pair(snapshot, client, debtor, false)?;
            cases.retain(Case::is_open);
            let mut letters = Vec::new();
            for message in kept::message::of_debtor(snapshot, debtor, i64::MAX, ROWS)? {
                if let Some(own) = own_part(snapshot, client, &message)? {
                    let on = day(own.at);
                    letters.push((own, on));
                }
            }
            let entries = kept::timeline::of_pair(snapshot, client, debtor, Seen::CLIENT, i64::MAX, ROWS)?;
            let history = without_past_plans(entries)
                .into_iter()
                .map(|entry| Happened {
                    on: day(entry.at),
                    who: entry.who.words(language),
                    words: without_addresses(&entry.said.words(language)),
                })
                .collect::<Vec<_>>();
            let health = app::health::of_pair(snapshot, client, debtor, today, now)?;
            Ok((is_federal, notice, paused, contacts, cases, letters, history, health))
        })
        .await?;
    visit.show(&CustomerPage {
        figures: figures(visit.words, &health),
        f: visit.frame(),
        debtor,
        customer,
        notice,
        is_federal,
        paused,
        contacts,
        cases,
        letters,
        history,
    })
}

#[derive(Template)]
#[template(path = "guest/client/contact.html")]
struct ContactPage {
    f: Frame,
    debtor: DebtorId,
    customer: String,
    words: Field,
    name: Field,
    errors: FormErrors,
}

fn show_contact(
    visit: &ClientVisit,
    debtor: DebtorId,
    customer: String,
    sent: Option<&Sent>,
    errors: FormErrors,
) -> Answer {
    let f = visit.frame();
    let raw = |name: &str| sent.map(|sent| sent.raw(name).to_owned()).unwrap_or_default();
    let name = if sent.is_some() { raw("name") } else { usual_name(visit) };
    let wrong = !errors.is_empty();
    let page = ContactPage {
        words: Field::new("words", f.w.client.contact_words)
            .hint(f.w.client.contact_hint)
            .value(raw("words"))
            .checked(&errors),
        name: Field::new("name", f.w.common.your_name).hint(f.w.common.your_name_hint).value(name).checked(&errors),
        debtor,
        customer,
        errors,
        f,
    };
    if wrong { visit.refused(&page) } else { visit.show(&page) }
}

pub(super) async fn contact(visit: ClientVisit, Path((_, debtor)): Path<(String, DebtorId)>) -> Answer {
    let customer = visit.customer(debtor).await?;
    show_contact(&visit, debtor, customer, None, FormErrors::default())
}

/// A better contact: a case for a person at the factor, who verifies it before anything is written there (FR-14).
pub(super) async fn send_contact(
    visit: ClientVisit,
    Path((_, debtor)): Path<(String, DebtorId)>,
    sent: Sent,
) -> Answer {
    let customer = visit.customer(debtor).await?;
    let mut errors = FormErrors::default();
    let (words, name) = (sent.get("words").to_owned(), sent.get("name").to_owned());
    if words.is_empty() {
        errors.add("words", visit.words.ask.words_missing);
    }
    if name.is_empty() {
        errors.add("name", visit.words.common.name_missing);
    }
    if !errors.is_empty() {
        return show_contact(&visit, debtor, customer, Some(&sent), errors);
    }
    let client = visit.client;
    let by = Speaker::new(Side::Client, &format!("{name}, {}", visit.guest.name));
    let done = visit
        .act(&sent, move |task, _| {
            let new = NewCase {
                kind: CaseKind::Correction,
                debtor,
                client: Some(client),
                invoice: None,
                reason: None,
                amount: None,
                words,
                by,
            };
            dispute::open(task, new)
        })
        .await;
    match done {
        Ok(opened) => {
            let number = format!("C-{}", opened.number);
            Ok(visit.done(&format!("/customer/{debtor}"), &(visit.words.ask.done)(&number)))
        }
        Err(Error::Refused(refusals)) => {
            errors.general.extend(refusals.iter().map(|one| refusal::sentence(visit.words, one)));
            show_contact(&visit, debtor, customer, Some(&sent), errors)
        }
        Err(error) => Err(error.into()),
    }
}
