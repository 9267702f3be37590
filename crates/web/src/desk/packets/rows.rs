//! The rows of the page: points of the checklist, and what was sent to whom.

use crate::look::Badge;
use crate::look::format::day;
use app::timeline::capital;
use domain::id::DocumentId;
use domain::packet::{Addressee, Packet, Point};
use std::collections::HashMap;
use uuid::Uuid;

/// A paper with its name.
pub(super) struct PaperLink {
    pub href: String,
    pub name: String,
}

fn link(papers: &HashMap<Uuid, String>, id: DocumentId) -> Option<PaperLink> {
    papers.get(&id.0).map(|name| PaperLink { href: format!("/papers/{id}"), name: name.clone() })
}

/// A point of the checklist.
pub(super) struct PointRow {
    pub what: String,
    pub badge: Badge,
    /// Who has confirmed it.
    pub by: Option<String>,
    pub paper: Option<PaperLink>,
}

pub(super) fn points(packet: &Packet, papers: &HashMap<Uuid, String>) -> Vec<PointRow> {
    let row = |point: &Point| {
        let found = packet.confirmation(*point);
        PointRow {
            what: capital(point.word()),
            badge: match found {
                Some(one) => Badge::good(format!("confirmed {}", day(one.on))),
                None => Badge::neutral("to be confirmed"),
            },
            by: found.map(|one| one.by.clone()),
            paper: found.and_then(|one| link(papers, one.paper)),
        }
    };
    Point::ALL.iter().map(row).collect()
}

/// One of those the Act names.
pub(super) struct SendingRow {
    pub to: String,
    pub person: String,
    pub sent: String,
    pub papers: Vec<PaperLink>,
    /// None before it was sent.
    pub badge: Option<Badge>,
    pub signed: Option<PaperLink>,
    /// Why it was taken back.
    pub why: Option<String>,
}

pub(super) fn sendings(packet: &Packet, papers: &HashMap<Uuid, String>) -> Vec<SendingRow> {
    let row = |to: Addressee| {
        let Some(sending) = packet.sending(to) else {
            return SendingRow {
                to: capital(to.word()),
                person: String::new(),
                sent: "not sent yet".to_owned(),
                papers: Vec::new(),
                badge: None,
                signed: None,
                why: None,
            };
        };
        let given = sending.acknowledged.as_ref();
        SendingRow {
            to: capital(to.word()),
            person: sending.person.clone(),
            sent: format!("{}, {}", day(sending.on), sending.how),
            papers: [sending.notice, sending.copy].into_iter().filter_map(|id| link(papers, id)).collect(),
            badge: Some(match (given, &sending.taken_back) {
                (_, Some(back)) => Badge::stop(format!("taken back {}", day(back.on))),
                (Some(given), None) => Badge::good(format!("signed {}", day(given.on))),
                (None, None) => Badge::attention("waits for the signature"),
            }),
            signed: given.and_then(|given| link(papers, given.paper)),
            why: sending.taken_back.as_ref().map(|back| back.why.clone()),
        }
    };
    packet.addressees().map(row).collect()
}
