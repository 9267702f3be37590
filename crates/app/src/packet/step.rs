//! One step of a packet: decided by the domain, kept, recorded, told.

use super::refusals;
use crate::timeline::{Told, factor, tell};
use crate::{Error, Refusal, Task};
use domain::contact::{Happening, Seen};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, PacketId};
use domain::letter::Language;
use domain::packet::{Packet, PacketEvent, PacketState};
use domain::timeline::{PacketStory, Sentence};
use serde::Serialize;
use store::kept;

#[derive(Serialize)]
struct Facts<'a> {
    packet: PacketId,
    client: ClientId,
    debtor: DebtorId,
    contract: &'a str,
    from: Option<PacketState>,
    to: PacketState,
    words: &'a str,
    /// The whole of it after the step.
    stands: &'a Packet,
}

/// A packet.
pub(super) fn known(task: &mut Task<'_, '_>, id: PacketId) -> Result<Packet, Error> {
    kept::packet::get(task, id)?.ok_or_else(|| Error::NotFound("Assignment of Claims packet".to_owned()))
}

/// Lets something happen to a packet, unless something else is wrong already; keeps, records and tells it.
pub(super) fn take(
    task: &mut Task<'_, '_>,
    packet: &Packet,
    event: PacketEvent,
    mut problems: Vec<Refusal>,
    story: PacketStory,
    seen: Seen,
) -> Result<Packet, Error> {
    let next = match packet.apply(event, task.today) {
        Ok(next) if problems.is_empty() => next,
        Ok(_) => return Err(Error::Refused(problems)),
        Err(refused) => {
            problems.extend(refusals(&refused));
            return Err(Error::Refused(problems));
        }
    };
    keep(task, &next, Some(packet.state()), story, seen)?;
    Ok(next)
}

/// Keeps a packet, records the event, tells the timeline, and asks again what waits of its pair.
pub(super) fn keep(
    task: &mut Task<'_, '_>,
    packet: &Packet,
    from: Option<PacketState>,
    story: PacketStory,
    seen: Seen,
) -> Result<(), Error> {
    kept::packet::put(task, packet)?;
    let to = packet.state();
    let said = Sentence::Packet { contract: packet.contract.clone(), story };
    let words = &said.words(Language::English);
    let (id, client, debtor) = (packet.id, packet.client, packet.debtor);
    let facts = Facts { packet: id, client, debtor, contract: &packet.contract, from, to, words, stands: packet };
    let event = task.record_facts(EventKind::PacketMoved, &facts, &[])?;
    let told = Told { kind: Happening::Notice, who: factor(task), said, subject: None, seen };
    tell(task, event, 0, &[client], debtor, &told)?;
    // G5: what waited for this packet is asked again.
    crate::schedule::decide_waiting(task, client, debtor)?;
    Ok(())
}
