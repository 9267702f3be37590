//! One reading of all events and kept answers: which of them speak of the people who go.
//!
//! Contract: events are read in chunks, each a short snapshot of its own; an event belongs to a party when its facts name an
//! id of it. Events are only ever added, and what is added later is looked at inside the write.

use super::gather::{Gathered, by_id};
use crate::{App, Error};
use std::collections::HashSet;
use store::book::Reads;
use store::kept;
use store::kept::erasure::Party;
use uuid::Uuid;

/// Events and kept answers read at a time.
const CHUNK: i64 = 2_000;
/// Characters of an id as it is written.
const ID_CHARS: usize = 36;

/// Every id in a text.
pub(super) fn ids_in(text: &str) -> impl Iterator<Item = Uuid> + '_ {
    let bytes = text.as_bytes();
    let dashes = |at: usize| [8, 13, 18, 23].iter().all(|dash| bytes[at + dash] == b'-');
    (0..bytes.len().saturating_sub(ID_CHARS - 1))
        .filter(move |at| dashes(*at))
        .filter_map(move |at| Uuid::try_parse_ascii(&bytes[at..at + ID_CHARS]).ok())
}

/// Does a text name a debtor besides this party's own? Then other people's words stand in it too.
pub(super) fn is_foreign(text: &str, party: Party, debtors: &HashSet<Uuid>) -> bool {
    ids_in(text).any(|id| id != party.id() && debtors.contains(&id))
}

/// Every debtor's key.
pub(super) fn all_debtors(reads: &mut dyn Reads) -> Result<HashSet<Uuid>, Error> {
    Ok(kept::party::debtors(reads)?.into_iter().map(|debtor| debtor.id.0).collect())
}

/// Finds the events and kept answers of these parties, and takes from events the names and addresses they had before.
pub(super) fn scan(app: &App, gathered: &mut [Gathered], debtors: &HashSet<Uuid>) -> Result<(), Error> {
    if gathered.is_empty() {
        return Ok(());
    }
    let ids = by_id(gathered);
    let owners =
        |text: &str| -> HashSet<usize> { ids_in(text).filter_map(|id| ids.get(&id)).flatten().copied().collect() };
    let mut looked_to = 0;
    loop {
        let last = app.read(|snapshot| {
            Ok(kept::erasure::events(snapshot, looked_to, CHUNK, &mut |seq, body| {
                for owner in owners(body) {
                    let one = &mut gathered[owner];
                    one.events.push(seq);
                    if !is_foreign(body, one.party, debtors)
                        && let Ok(value) = serde_json::from_str(body)
                    {
                        one.take(&value);
                    }
                }
                Ok(())
            })?)
        })?;
        let Some(last) = last else { break };
        looked_to = last;
    }
    gathered.iter_mut().for_each(|one| one.looked_to = looked_to);
    let mut after = String::new();
    loop {
        let last = app.read(|snapshot| {
            Ok(kept::erasure::answers(snapshot, &after, CHUNK, &mut |key, answer| {
                for owner in owners(key).union(&owners(answer)) {
                    gathered[*owner].keys.push(key.to_owned());
                }
                Ok(())
            })?)
        })?;
        let Some(last) = last else { return Ok(()) };
        after = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_wherever_they_stand() {
        let (a, b) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let text = format!("{{\"debtor\":\"{a}\",\"x\":\"guest:{b}:k-1-2\"}} 1234-5678-");
        assert_eq!(ids_in(&text).collect::<Vec<_>>(), [a, b]);
        assert_eq!(ids_in("short").count(), 0);
    }
}
