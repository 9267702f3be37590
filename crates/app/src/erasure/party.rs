//! One erasure, in its unit of work: rows, events, kept answers, and the event that says so.

use super::gather::Gathered;
use super::rows::{contacts_go, guarantor_goes, messages_go, texts_go};
use super::scan::{ids_in, is_foreign};
use super::standing::contacts;
use crate::timeline::{Told, tell};
use crate::{Error, Task};
use domain::contact::{Happening, Seen};
use domain::event::{ERASED_PER_EVENT, ErasedEvent, Erasure, ErasureReason, EventKind, erased_sha256};
use domain::id::{ClientId, ContactId};
use domain::timeline::Sentence;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use store::kept;
use store::kept::erasure::Party;
use uuid::Uuid;

/// Events looked at again inside the write at a time: those recorded since they were scanned.
const SINCE: i64 = 2_000;

/// What went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Contacts.
    pub contacts: usize,
    /// Other rows.
    pub rows: usize,
    /// Events.
    pub events: usize,
}

/// Erases the people gathered. Whoever calls it has made sure that they may go.
pub(super) fn erase(
    task: &mut Task<'_, '_>,
    mut gathered: Gathered,
    debtors: &HashSet<Uuid>,
    reason: ErasureReason,
    why: &str,
) -> Result<Gone, Error> {
    let contacts_gone = contacts_go(task, &gathered)?;
    guarantor_goes(task, &gathered)?;
    since_scanned(task, &mut gathered)?;
    let mut gone = Gone { contacts: contacts_gone, ..Gone::default() };
    gone.rows = messages_go(task, &gathered)? + texts_go(task, &gathered)? + answers_go(task, &gathered)?;
    let events = events_go(task, &gathered, debtors)?;
    gone.events = events.len();
    let only = (!gathered.whole).then(|| single(&gathered)).flatten();
    let why = gathered.eraser.text(why.trim()).unwrap_or_else(|| why.trim().to_owned());
    let (debtor, client) = match gathered.party {
        Party::Debtor(id) => (Some(id), None),
        Party::Client(id) => (None, Some(id)),
    };
    let mut parts: Vec<&[ErasedEvent]> = events.chunks(ERASED_PER_EVENT).collect();
    if parts.is_empty() {
        // Nothing in events: it is said nevertheless that the rows changed.
        parts.push(&[]);
    }
    let nobody_left = contacts(task, gathered.party)?.iter().all(|one| one.erased_on.is_some());
    let mut event = 0;
    for part in parts {
        let erasure = Erasure {
            debtor,
            client,
            contact: only,
            nobody_left,
            reason,
            why: why.clone(),
            first: part.first().map(|one| one.seq),
            last: part.last().map(|one| one.seq),
            events: part.to_vec(),
        };
        event = task.record_facts(EventKind::PersonalDataErased, &erasure, &[])?;
    }
    if nobody_left {
        let (on, at) = (task.today, task.unit.recorded_at());
        kept::erasure::erased(task, gathered.party, on, at)?;
    }
    if let Some(debtor) = debtor {
        let clients: Vec<ClientId> =
            kept::party::pairs_of_debtor(task, debtor)?.into_iter().map(|pair| pair.client).collect();
        let said = Sentence::PeopleErased { asked: reason == ErasureReason::Asked };
        let who = crate::timeline::factor(task);
        let told = Told { kind: Happening::Contact, who, said, subject: None, seen: Seen::FACTOR };
        tell(task, event, 0, &clients, debtor, &told)?;
    }
    Ok(gone)
}

fn single(gathered: &Gathered) -> Option<ContactId> {
    let mut people = gathered.people.iter();
    let only = people.next().copied();
    only.filter(|_| people.next().is_none()).map(ContactId)
}

/// Events recorded since they were scanned: whatever was written down meanwhile goes as well.
fn since_scanned(task: &mut Task<'_, '_>, gathered: &mut Gathered) -> Result<(), Error> {
    let mut after = gathered.looked_to;
    let ids: HashSet<Uuid> = kept::erasure::ids(task, gathered.party)?.into_iter().collect();
    loop {
        let found = &mut gathered.events;
        let last = kept::erasure::events(task, after, SINCE, &mut |seq, body| {
            if ids_in(body).any(|id| ids.contains(&id)) {
                found.push(seq);
            }
            Ok(())
        })?;
        let Some(last) = last else { break };
        after = last;
    }
    // A line of a schedule was decided with others of it: the same event may have been found twice.
    gathered.events.sort_unstable();
    gathered.events.dedup();
    Ok(())
}

/// Each event as it stands now loses what is personal; gives back those that changed.
fn events_go(task: &mut Task<'_, '_>, gathered: &Gathered, debtors: &HashSet<Uuid>) -> Result<Vec<ErasedEvent>, Error> {
    let eraser = &gathered.eraser;
    let mut changed = Vec::new();
    for seq in &gathered.events {
        let Some(event) = kept::event::get(task, *seq)? else { continue };
        let whole =
            gathered.whole && !is_foreign(&event.body, gathered.party, debtors) || names_only(&event.body, gathered);
        let body = eraser.json(&event.body, whole);
        let actor = eraser.text(&event.actor);
        if body.is_none() && actor.is_none() {
            continue;
        }
        let (body, actor) = (body.as_deref().unwrap_or(&event.body), actor.as_deref().unwrap_or(&event.actor));
        if !kept::event::erase(task, &event, actor, body)? {
            let fact = format!("event {seq} changed while it was being erased");
            return Err(Error::refused("ERASURE_CHANGED", &fact, "Run `credere audit`, then try again."));
        }
        changed.push(ErasedEvent { seq: *seq, sha256: erased_sha256(actor, body) });
    }
    Ok(changed)
}

/// Is this event about a contact that goes, and nobody else?
fn names_only(body: &str, gathered: &Gathered) -> bool {
    let is_contact = |id: Uuid| gathered.people.contains(&id);
    body.contains("\"mailbox\"") && ids_in(body).any(is_contact)
}

/// Kept answers of idempotency keys: whoever repeats the request reads the same answer, without names.
fn answers_go(task: &mut Task<'_, '_>, gathered: &Gathered) -> Result<usize, Error> {
    let mut count = 0;
    for key in &gathered.keys {
        let Some(answer) = kept::erasure::answer(task, key)? else { continue };
        if let Some(erased) = gathered.eraser.json(&answer, gathered.whole) {
            kept::erasure::set_answer(task, key, &erased)?;
            count += 1;
        }
    }
    Ok(count)
}
