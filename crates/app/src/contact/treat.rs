//! How a debtor wants to be treated (CO-07, CO-08, CO-31), and pauses at a client's wish (CO-14).

use super::situation::usual;
use super::{Loader, policy};
use crate::timeline::{Told, actor, tell};
use crate::{Error, Refusal, Task};
use domain::contact::{Happening, Pause, Preference, Seen, recourse_within};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId};
use domain::money::Money;
use domain::party::{Debtor, Factor};
use domain::timeline::Sentence;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;

/// Longest reason for a pause, in characters.
pub const WHY_CHARS: usize = 2_000;

/// How a debtor wants to be treated; where nobody said so, as is usual in its country, in the factor's zone.
///
/// # Errors
/// [`Error::Fault`].
pub fn preference(reads: &mut dyn Reads, factor: &Factor, debtor: &Debtor) -> Result<Preference, Error> {
    Ok(kept::contact::preference(reads, debtor.id)?.unwrap_or_else(|| usual(factor, debtor)))
}

/// Keeps how a debtor wants to be treated: zone, calendar, language, natural person, bankruptcy.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with every problem.
pub fn save_preference(task: &mut Task<'_, '_>, debtor: DebtorId, preference: &Preference) -> Result<(), Error> {
    known_debtor(task, debtor)?;
    let mut problems = Vec::new();
    if TimeZone::get(&preference.zone).is_err() {
        let fact = format!("\u{201c}{}\u{201d} is not a time zone", preference.zone);
        problems.push(Refusal::at("zone", "TIME_ZONE", fact, "Write its IANA name, for example America/New_York."));
    }
    if let Some(since) = preference.bankrupt_since.filter(|since| *since > task.today) {
        let fact = format!("{since} lies in the future");
        problems.push(Refusal::at(
            "bankrupt_since",
            "DATE",
            fact,
            "Write the day the notice of bankruptcy was received.",
        ));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    if kept::contact::preference(task, debtor)?.as_ref() == Some(preference) {
        return Ok(());
    }
    kept::contact::put_preference(task, debtor, preference)?;
    task.record_facts(EventKind::PreferenceSaved, &(debtor, preference), &[])?;
    Ok(())
}

/// What a pause does not stop (CO-14): the recourse clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// The last day of the pause.
    pub until: Date,
    /// Invoices whose recourse date comes before the pause has ended: number, date, what is open.
    pub recourse: Vec<(String, Date, Money)>,
    /// The first recourse date of all open invoices of the pair.
    pub next_recourse: Option<Date>,
}

/// What would follow if contact were paused for so many business days from today.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it is too long.
pub fn consequence(
    reads: &mut dyn Reads,
    factor: &std::sync::Arc<Factor>,
    today: Date,
    now: Timestamp,
    pair: (ClientId, DebtorId),
    business_days: u32,
) -> Result<Consequence, Error> {
    let (client, debtor) = pair;
    known_pair(reads, client, debtor)?;
    let most = policy(reads)?.pause_bd;
    if business_days == 0 || business_days > most {
        let fact = format!("{business_days} business days are not within 1 to {most}");
        return Err(Error::Refused(vec![Refusal::at("days", "PAUSE", fact, "Choose a pause of that length.")]));
    }
    let relation = kept::contact::relation(reads, client, debtor)?;
    // Where a pause comes too soon, what would follow from a new one is shown all the same; only asking for it is refused.
    let since = relation.pause_since(today, &policy(reads)?, factor.calendar).unwrap_or(today);
    let until = factor.calendar.shift(today, business_days).min(factor.calendar.shift(since, most));
    let mut loader = Loader::new(reads, factor.clone(), today, now)?;
    let Some(loaded) = loader.load_all(reads, debtor)? else { return Err(Error::NotFound("debtor".to_owned())) };
    let number = |id| {
        let found = loaded.invoices.iter().find(|invoice| invoice.invoice == id);
        found.map_or_else(String::new, |invoice| invoice.number.clone())
    };
    let within = recourse_within(&loaded.situation, client, until);
    let own = loaded.situation.items.iter().filter(|item| item.client == client);
    Ok(Consequence {
        until,
        recourse: within.into_iter().map(|(id, date, open)| (number(id), date, open)).collect(),
        next_recourse: own.filter_map(|item| item.recourse_on).min(),
    })
}

/// CO-14: a client pauses contact with one customer for some business days. What is queued is taken back when it would
/// leave. A pause that runs, or ended less than [`domain::contact::PAUSE_GAP_BD`] ago, may be changed or taken up again, but
/// not beyond its longest length from its first day.
///
/// # Errors
/// As [`consequence`]; [`Error::Refused`] when it does not say why, or follows too soon on the last.
pub fn pause(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    business_days: u32,
    why: &str,
) -> Result<Consequence, Error> {
    let now = Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    let (factor, today) = (task.factor.clone(), task.today);
    let consequence = consequence(task, &factor, today, now, (client, debtor), business_days)?;
    let why = why.trim();
    if why.is_empty() || why.chars().count() > WHY_CHARS {
        let fact = format!("it does not say why, or in more than {WHY_CHARS} characters");
        return Err(Error::Refused(vec![Refusal::at("why", "WHY", fact, "Write the reason in a few words.")]));
    }
    let mut relation = kept::contact::relation(task, client, debtor)?;
    let since = relation.pause_since(today, &policy(task)?, factor.calendar).map_err(|free| {
        let fact = "Contact with this customer was paused as long as it may be";
        Error::Refused(vec![Refusal::at("days", "PAUSE_AGAIN", fact, format!("A new pause can begin on {free}."))])
    })?;
    let (by, until) = (task.actor.clone(), consequence.until);
    let pause = Pause { since, until, ended_on: None, by, why: why.to_owned() };
    if relation.pause.as_ref() == Some(&pause) {
        return Ok(consequence);
    }
    relation.pause = Some(pause);
    kept::contact::put_relation(task, client, debtor, &relation)?;
    let event = task.record_facts(EventKind::ContactPaused, &(client, debtor, &relation.pause), &[])?;
    let said = Sentence::Paused { until: consequence.until, why: why.to_owned(), recourse: consequence.next_recourse };
    told(task, event, client, debtor, said)?;
    Ok(consequence)
}

/// CO-14: contact goes on.
///
/// # Errors
/// [`Error::NotFound`].
pub fn resume(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<(), Error> {
    known_pair(task, client, debtor)?;
    let mut relation = kept::contact::relation(task, client, debtor)?;
    // It stays on record, so that the next one knows of it.
    let today = task.today;
    let Some(pause) = relation.pause.as_mut().filter(|pause| pause.ended_on.is_none() && today <= pause.until) else {
        return Ok(());
    };
    pause.ended_on = Some(today);
    kept::contact::put_relation(task, client, debtor, &relation)?;
    let event = task.record_facts(EventKind::ContactResumed, &(client, debtor), &[])?;
    told(task, event, client, debtor, Sentence::Resumed)
}

fn told(task: &mut Task<'_, '_>, event: i64, client: ClientId, debtor: DebtorId, said: Sentence) -> Result<(), Error> {
    let who = actor(task);
    let told = Told { kind: Happening::Pause, who, said, subject: None, seen: Seen::FACTOR_AND_CLIENT };
    tell(task, event, 0, &[client], debtor, &told)
}

fn known_debtor(reads: &mut dyn Reads, debtor: DebtorId) -> Result<(), Error> {
    let found = kept::party::debtors_by_id(reads, &[debtor.0])?;
    if found.is_empty() { Err(Error::NotFound("debtor".to_owned())) } else { Ok(()) }
}

fn known_pair(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<(), Error> {
    kept::party::pair(reads, client, debtor)?
        .map(drop)
        .ok_or_else(|| Error::NotFound("customer of this client".to_owned()))
}
