//! The factor's policies: each figure with its value, its unit, what is usual and its rule; and the form that changes them.
//!
//! A factor may be gentler than the rulebook, never harsher: the domain says so, and its refusal stands at the figure. A
//! change is an event and counts from the next decision on; what was decided stays.

mod figures;
#[cfg(test)]
mod tests;
mod written;

use super::form::{Fill, FormPage, Group, Input, Reading};
use super::page::{Answer, Desk};
use super::posted::{Posted, sentence, to_fields};
use super::wrong::Wrong;
use crate::Web;
use crate::look::form::FormErrors;
use crate::look::{Page, filters};
use app::guest::GuestPolicy;
use app::{Error, Refusal, Task};
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use domain::contact::ContactPolicy;
use domain::dispute::CasePolicy;
use domain::invoice::verification::VerificationPolicy;
use domain::notice::NoticePolicy;
use figures::{Figure, Kind, Part};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::book::Reads;
use store::kept;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/settings/policies/{name}", get(show))
        .route("/settings/policies/{name}/edit", get(edit).post(save))
}

/// One of the policies.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it decides.
    pub lead: &'static str,
    parts: &'static [Part],
    get: fn(&mut dyn Reads) -> Result<Value, Error>,
    usual: fn() -> Value,
    save: fn(&mut Task<'_, '_>, Value) -> Result<(), Error>,
}

fn kept_as<T: Serialize + DeserializeOwned + Default>(reads: &mut dyn Reads, name: &str) -> Result<Value, Error> {
    Ok(json!(kept::policy::get::<T>(reads, name)?))
}

/// The policy that was typed. Each figure was read by its kind, so only one that its type cannot hold is left.
fn typed<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    let refusal = |error: serde_json::Error| {
        Error::refused("POLICY", format!("a figure cannot be kept: {error}"), "Write a smaller number.")
    };
    serde_json::from_value(value).map_err(refusal)
}

/// All of them, in the order of their weight.
pub(super) const POLICIES: [Policy; 5] = [
    Policy {
        name: "contact",
        title: "Contact with debtors",
        lead: "When, how often and at what hours a debtor may be written to. You may be gentler than this, never harsher.",
        parts: figures::CONTACT,
        get: |reads| kept_as::<ContactPolicy>(reads, ContactPolicy::POLICY),
        usual: || json!(ContactPolicy::default()),
        save: |task, value| app::contact::save_policy(task, &typed(value)?),
    },
    Policy {
        name: "notice",
        title: "Notices",
        lead: "The order and the clocks of introduction, notice, proof and release, and what counts as received.",
        parts: figures::NOTICE,
        get: |reads| kept_as::<NoticePolicy>(reads, NoticePolicy::POLICY),
        usual: || json!(NoticePolicy::default()),
        save: |task, value| app::notice::save_policy(task, &typed(value)?),
    },
    Policy {
        name: "verification",
        title: "Verification",
        lead: "Which invoices their debtors confirm, and when.",
        parts: figures::VERIFICATION,
        get: |reads| kept_as::<VerificationPolicy>(reads, VerificationPolicy::POLICY),
        usual: || json!(VerificationPolicy::default()),
        save: |task, value| app::verification::save_policy(task, &typed(value)?),
    },
    Policy {
        name: "cases",
        title: "Cases",
        lead: "How long there is for disputes, complaints, questions and requests. Open cases keep the clock they began with.",
        parts: figures::CASES,
        get: |reads| kept_as::<CasePolicy>(reads, CasePolicy::POLICY),
        usual: || json!(CasePolicy::default()),
        save: |task, value| app::dispute::save_policy(task, &typed(value)?),
    },
    Policy {
        name: "guest",
        title: "Links of guests",
        lead: "How long the links in letters open the pages of debtors and clients. Links that were sent keep their day.",
        parts: figures::GUEST,
        get: |reads| kept_as::<GuestPolicy>(reads, GuestPolicy::POLICY),
        usual: || json!(GuestPolicy::default()),
        save: |task, value| app::guest::save_policy(task, &typed(value)?),
    },
];

impl Policy {
    fn figures(self) -> impl Iterator<Item = &'static Figure> {
        self.parts.iter().flat_map(|part| part.figures)
    }

    /// How many figures are not the usual ones.
    pub(super) fn own(self, reads: &mut dyn Reads) -> Result<usize, Error> {
        let (value, usual) = ((self.get)(reads)?, (self.usual)());
        let own = |figure: &&Figure| written::at(&value, figure.path) != written::at(&usual, figure.path);
        Ok(self.figures().filter(own).count())
    }
}

fn named(name: &str) -> Result<Policy, Wrong> {
    let found = POLICIES.into_iter().find(|policy| policy.name == name);
    found.ok_or_else(|| Wrong::not_found(format!("policy {name}")))
}

struct Row {
    label: &'static str,
    value: String,
    own: bool,
    usual: String,
    words: &'static str,
}

#[derive(Template)]
#[template(path = "desk/policy.html")]
struct PolicyPage {
    page: Page,
    policy: Policy,
    parts: Vec<(&'static str, Vec<Row>)>,
}

async fn show(desk: Desk, Path(name): Path<String>) -> Answer {
    let policy = named(&name)?;
    let value = desk.read(move |book| (policy.get)(book)).await?;
    let usual = (policy.usual)();
    let row = |figure: &Figure| Row {
        label: figure.label,
        value: written::shown(figure, &value),
        own: written::at(&value, figure.path) != written::at(&usual, figure.path),
        usual: written::shown(figure, &usual),
        words: figure.words,
    };
    let parts = policy.parts.iter().map(|part| (part.title, part.figures.iter().map(row).collect())).collect();
    desk.show(&PolicyPage { page: desk.page(None), policy, parts })
}

fn form(desk: &Desk, policy: Policy, sent: &Posted, errors: FormErrors) -> FormPage {
    let fill = Fill { sent, errors: &errors };
    let usual = (policy.usual)();
    let input = |figure: &Figure| {
        let hint = format!("{} Usual: {}.", figure.words, written::shown(figure, &usual));
        let label = match (figure.kind, figure.unit) {
            (Kind::Count | Kind::Amount | Kind::Hour, unit) if !unit.is_empty() => format!("{} ({unit})", figure.label),
            _ => figure.label.to_owned(),
        };
        let field = fill.hinted(figure.path, &label, hint.trim());
        match figure.kind {
            Kind::Count | Kind::Amount | Kind::Hour => Input::Figure(field),
            Kind::Yes => Input::Tick(field.optional()),
            Kind::One(choices) => Input::Select(
                field.choices(choices.iter().map(|(code, word)| crate::look::form::Choice::new(*code, *word))),
            ),
            Kind::Text => Input::Text(field.optional()),
            Kind::Lines | Kind::ByCurrency(_) => {
                let hint = format!(
                    "{}, {}. Usual: {}.",
                    figure.words.trim_end_matches('.'),
                    figure.unit,
                    written::shown(figure, &usual)
                );
                Input::Area(field.hint(hint).optional())
            }
        }
    };
    let groups = policy.parts.iter().map(|part| Group::new(part.title, "", part.figures.iter().map(input).collect()));
    let home = format!("/settings/policies/{}", policy.name);
    FormPage {
        page: desk.page(None),
        title: format!("Change: {}", policy.title.to_lowercase()),
        crumbs: vec![("Settings".to_owned(), "/settings".to_owned()), (policy.title.to_owned(), home.clone())],
        lead: policy.lead.to_owned(),
        groups: groups.collect(),
        errors,
        action: format!("{home}/edit"),
        submit: "Save".to_owned(),
        cancel: home,
    }
}

async fn edit(desk: Desk, Path(name): Path<String>) -> Answer {
    let policy = named(&name)?;
    let value = desk.read(move |book| (policy.get)(book)).await?;
    let fields = policy.figures().map(|figure| (figure.path.to_owned(), written::typed(figure, &value)));
    desk.show(&form(&desk, policy, &Posted::suggested(fields.collect()), FormErrors::default()))
}

/// A refusal names figures as the policy keeps them: here they are called as on the page, and stand at their field.
fn readable(policy: Policy, refusal: Refusal) -> Refusal {
    let label = |path: &str| format!("\u{201c}{}\u{201d}", named_as(policy, path));
    let mut paths: Vec<&str> =
        policy.figures().map(|figure| figure.path.split('.').next().unwrap_or_default()).collect();
    paths.sort_unstable_by_key(|path| std::cmp::Reverse(path.len()));
    paths.dedup();
    let mut fact = refusal.fact;
    for path in paths.into_iter().filter(|path| path.contains('_')) {
        fact = fact.replace(path, &label(path));
    }
    let figure = policy.figures().find(|figure| {
        figure.path == refusal.place
            || figure.path.strip_prefix(&refusal.place).is_some_and(|rest| rest.starts_with('.'))
    });
    Refusal { place: figure.map_or(refusal.place, |figure| figure.path.to_owned()), fact, ..refusal }
}

fn named_as(policy: Policy, path: &str) -> &'static str {
    let starts = |figure: &&Figure| figure.path.split('.').next() == Some(path);
    policy.figures().find(starts).map_or("this figure", |figure| figure.label)
}

async fn save(desk: Desk, Path(name): Path<String>, posted: Posted) -> Answer {
    let policy = named(&name)?;
    let mut value = (policy.usual)();
    let mut reading = Reading::new(&posted);
    for figure in policy.figures() {
        written::read(figure, &mut reading, &mut value);
    }
    let mut errors = reading.errors;
    let unread = !errors.is_empty();
    // What could be read is judged too, so that all is told at once; with anything unread nothing is kept.
    let saved = desk.change(&posted, move |task| {
        (policy.save)(task, value)?;
        if unread { Err(Error::Refused(Vec::new())) } else { Ok(()) }
    });
    match saved.await {
        Ok(()) => {
            let told = format!("{}: saved. It counts from the next decision on.", policy.title);
            return Ok(desk.done(&format!("/settings/policies/{}", policy.name), told, None));
        }
        Err(Error::Refused(refusals)) => {
            for refusal in refusals.into_iter().map(|refusal| readable(policy, refusal)) {
                match policy.figures().find(|figure| figure.path == refusal.place) {
                    Some(figure) => errors.add(figure.path, figure.named(&sentence(&refusal))),
                    None => errors.general.push(sentence(&refusal)),
                }
            }
        }
        Err(error) => to_fields(error, &[], &mut errors)?,
    }
    desk.refused(&form(&desk, policy, &posted, errors))
}
