//! Telling the timeline: one entry per pair for everything that happens between client, debtor and factor.

use crate::{Error, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::id::{ClientId, DebtorId};
use std::collections::HashSet;
use store::kept::timeline::{self, Entry};
use uuid::Uuid;

/// What is told.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// What kind of thing happened.
    pub kind: Happening,
    /// Who: a name and a side, as people read it.
    pub who: &'a str,
    /// The words.
    pub words: &'a str,
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
    told: &Told<'_>,
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
            who: told.who.to_owned(),
            words: told.words.to_owned(),
            subject: told.subject,
            seen: told.seen,
        };
        timeline::add(task, &entry)?;
    }
    Ok(())
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
