//! What packets ask of the factor's people today (GL-60): points to confirm, signatures to ask for, a registration that ends.

use crate::look::Badge;
use crate::look::facts::Task;
use crate::look::format::{counted, relative, short_day};
use app::Error;
use domain::id::DebtorId;
use domain::packet::{Packet, PacketState, Registration};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::{Snapshot, kept};

/// Packets that are looked at for one task.
const LOOKED: i64 = 200;
/// Agencies that a task names.
const NAMED: usize = 3;
/// Days after which a signature that did not come is asked for again. The Act gives an agency none; ours.
const SIGNATURE_DAYS: i64 = 30;

/// What is known of today.
pub(in crate::desk) struct Read {
    preparing: Vec<Packet>,
    unsigned: Vec<Packet>,
    revoked: Vec<Packet>,
    registration: Registration,
    /// A packet that is not released: on its page the registration is kept.
    any: Option<String>,
    debtors: BTreeMap<DebtorId, String>,
}

/// Reads all of it.
pub(in crate::desk) fn read(book: &mut Snapshot<'_>, on: Date) -> Result<Read, Error> {
    let mut of = |state, limit| kept::packet::in_state(book, state, limit);
    let preparing = of(PacketState::Preparing, LOOKED)?;
    let sent = of(PacketState::Sent, LOOKED)?;
    let revoked = of(PacketState::Revoked, LOOKED)?;
    let acknowledged = of(PacketState::Acknowledged, 1)?;
    let live = [&acknowledged, &sent, &preparing, &revoked].into_iter().flatten();
    let any = live.map(|packet| packet.id.to_string()).next();
    let late = |packet: &Packet| {
        let last = packet.sendings.iter().map(|one| one.on).max();
        last.is_some_and(|last| last.saturating_add(SIGNATURE_DAYS.days()) < on)
    };
    let unsigned: Vec<Packet> = sent.into_iter().filter(late).collect();
    let mut wanted: Vec<uuid::Uuid> =
        [&preparing, &unsigned, &revoked].into_iter().flatten().map(|packet| packet.debtor.0).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let debtors = kept::party::debtors_by_id(book, &wanted)?.into_iter().map(|one| (one.id, one.name)).collect();
    Ok(Read { preparing, unsigned, revoked, registration: app::packet::registration(book)?, any, debtors })
}

impl Read {
    fn task(&self, packets: &[Packet], verb: &str, words: (&str, &str), badge: Badge) -> Option<Task> {
        let first = packets.first()?;
        let mut names: Vec<&str> = Vec::new();
        for packet in packets {
            let name = self.debtors.get(&packet.debtor).map_or("", String::as_str);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(NAMED);
        let mut about = names[..names.len().min(NAMED)].join("; ");
        if more > 0 {
            about.push_str(&format!("; and {}", counted(i64::try_from(more).unwrap_or(i64::MAX), "other", "others")));
        }
        let count = i64::try_from(packets.len()).unwrap_or(i64::MAX);
        Some(Task {
            what: format!("{verb} {}", counted(count, words.0, words.1)),
            // The one that has waited longest.
            href: format!("/packets/{}", first.id),
            about,
            amount: None,
            badge,
        })
    }
}

/// The tasks.
pub(in crate::desk) fn tasks(read: &Read, on: Date) -> Vec<Task> {
    let packet = ("Assignment of Claims packet", "Assignment of Claims packets");
    let mut tasks = Vec::new();
    tasks.extend(read.task(&read.revoked, "Send again", packet, Badge::stop("taken back: new invoices wait")));
    if let Some(id) = read.any.as_ref().filter(|_| read.registration.wants_renewal(on)) {
        let badge = match read.registration.expires_on {
            None => Badge::stop("never looked up: invoices wait"),
            Some(last) if last < on => Badge::stop(format!("ended {}: invoices wait", short_day(last))),
            Some(last) => Badge::attention(format!("ends {}", relative(on, last))),
        };
        tasks.push(Task {
            what: "Renew our registration in SAM".to_owned(),
            href: format!("/packets/{id}#registration"),
            about: "Without it no federal agency pays us".to_owned(),
            amount: None,
            badge,
        });
    }
    tasks.extend(read.task(&read.preparing, "Complete", packet, Badge::attention("invoices wait for it")));
    let signature = ("Assignment of Claims packet to be signed", "Assignment of Claims packets to be signed");
    let badge = Badge::attention(format!("no signature in {SIGNATURE_DAYS} days"));
    tasks.extend(read.task(&read.unsigned, "Ask after", signature, badge));
    tasks
}
