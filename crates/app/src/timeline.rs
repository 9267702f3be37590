//! Telling the timeline: one entry per pair for everything that happens between client, debtor and factor.
//!
//! Contract: an entry says *what* happened, as a [`Sentence`] with its facts, and *who* did it; no finished words are kept.
//! They are made when somebody reads them, in that reader's language (`entry.said.words(language)`,
//! `entry.who.words(language)`). To tell something: `tell(task, event, place, &[client], debtor, &Told { kind, who, said,
//! subject, seen })`, with `who` one of [`factor`], [`actor`], `Who::named(name)`, `Who::from(&speaker)`, and `said` a
//! variant of [`Sentence`] (`domain::timeline` says how to add one). Where one fact is also kept as text, in an event, that
//! is English: `said.words(Language::English)`.

use crate::{Error, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::id::{ClientId, DebtorId};
use domain::timeline::{Sentence, Who};
use std::collections::HashSet;
use store::kept::timeline::{self, Entry};
use uuid::Uuid;

/// What is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// What kind of thing happened.
    pub kind: Happening,
    /// Who.
    pub who: Who,
    /// What is said.
    pub said: Sentence,
    /// What it is about.
    pub subject: Option<(Subject, Uuid)>,
    /// Who may see it.
    pub seen: Seen,
}

/// Tells the timelines of these clients with the debtor, as part of the event `seq`. `place` keeps several entries of
/// one event apart and in order.
///
/// # Errors
/// [`Error::Fault`].
pub fn tell(
    task: &mut Task<'_, '_>,
    seq: i64,
    place: i64,
    clients: &[ClientId],
    debtor: DebtorId,
    told: &Told,
) -> Result<(), Error> {
    let at = task.unit.recorded_at();
    for client in clients {
        let entry = Entry {
            client: *client,
            debtor,
            at,
            event_seq: seq,
            place,
            kind: told.kind,
            who: told.who.clone(),
            said: told.said.clone(),
            subject: told.subject,
            seen: told.seen,
        };
        timeline::add(task, &entry)?;
    }
    Ok(())
}

/// The factor, by its name.
#[must_use]
pub fn factor(task: &Task<'_, '_>) -> Who {
    Who::named(&task.factor.name)
}

/// Whoever the task acts for.
#[must_use]
pub fn actor(task: &Task<'_, '_>) -> Who {
    Who::actor(&task.actor)
}

/// Entries of a timeline without the plans that were carried out or given up: what became of them is told beside.
#[must_use]
pub fn without_past_plans(entries: Vec<Entry>) -> Vec<Entry> {
    let settled: HashSet<_> =
        entries.iter().filter(|one| one.kind != Happening::Planned).filter_map(|one| one.subject).collect();
    let stands = |one: &Entry| one.kind != Happening::Planned || one.subject.is_none_or(|it| !settled.contains(&it));
    entries.into_iter().filter(stands).collect()
}

/// The text with a capital letter at its beginning.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
