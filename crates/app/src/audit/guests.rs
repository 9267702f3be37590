//! Guests' links: each opens what it was made for, until the day it was made for, and not once it was taken back.

use super::notices::facts;
use super::{Audit, Broken, Checked, broken, many, streamed};
use crate::guest::GuestParty;
use domain::event::EventKind;
use domain::id::{ContactId, LinkId};
use serde::Deserialize;
use std::collections::HashMap;
use store::kept::history::proving;

const LINKS: &str = "guest links";

#[derive(Deserialize)]
struct Made {
    link: LinkId,
    party: GuestParty,
    contact: Option<ContactId>,
    expires_at: i64,
}

pub(super) fn prove(audit: &mut Audit<'_>) -> Checked {
    let mut known: HashMap<LinkId, (i64, Made, bool)> = HashMap::new();
    let kinds = [EventKind::LinkMade, EventKind::LinkRevoked];
    proving::events_of(audit.reads, &kinds, &mut |seq, kind, _, body| {
        let made: Made = facts(seq, body)?;
        match kind {
            EventKind::LinkMade => {
                known.insert(made.link, (seq, made, false));
            }
            _ => {
                if let Some((_, _, revoked)) = known.get_mut(&made.link) {
                    *revoked = true;
                }
            }
        }
        Ok(())
    })?;
    let mut count = 0;
    let reads = &mut *audit.reads;
    streamed(|stop| {
        proving::links(reads, &mut |row| {
            count += 1;
            let mut wrong = |fact: &str| Err(stop(Broken { name: LINKS, place: format!("link {} {fact}", row.id) }));
            let Some((seq, made, revoked)) = known.remove(&row.id) else { return wrong("was never made") };
            let party = match (row.debtor, row.client) {
                (Some(debtor), None) => Some(GuestParty::Debtor(debtor)),
                (None, Some(client)) => Some(GuestParty::Client(client)),
                _ => None,
            };
            if (party, row.contact, row.expires_at) != (Some(made.party), made.contact, made.expires_at) {
                return wrong(&format!("is not the one of event {seq}"));
            }
            if row.revoked != revoked {
                return wrong(if revoked { "was taken back and opens again" } else { "was never taken back" });
            }
            Ok(())
        })
    })?;
    if let Some(seq) = known.values().map(|(seq, ..)| *seq).min() {
        return broken(LINKS, format!("the link of event {seq} is not there"));
    }
    audit.prove(LINKS, format!("{}, each for whom and until when it was made", many(count, "link")));
    Ok(())
}
