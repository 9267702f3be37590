//! Assignment of Claims packets (GL-60): each is what its last step recorded, and its columns say the same.

use super::notices::facts;
use super::{Audit, Broken, Checked, broken, many, streamed};
use domain::event::EventKind;
use domain::id::PacketId;
use domain::packet::{Packet, contract_key};
use serde::Deserialize;
use std::collections::HashMap;
use store::kept::history::proving;

const PACKETS: &str = "packets";

#[derive(Deserialize)]
struct Moved {
    packet: PacketId,
    stands: Packet,
}

/// GL-60: what a purchase asks of a packet is what people have recorded. A book without any says nothing of them.
pub(super) fn prove(audit: &mut Audit<'_>) -> Checked {
    let mut last: HashMap<PacketId, (i64, Packet)> = HashMap::new();
    proving::events_of(audit.reads, &[EventKind::PacketMoved], &mut |seq, _, _, body| {
        let moved: Moved = facts(seq, body)?;
        last.insert(moved.packet, (seq, moved.stands));
        Ok(())
    })?;
    let mut count = 0;
    let names = &audit.names;
    let reads = &mut *audit.reads;
    streamed(|stop| {
        proving::packets(reads, &mut |row| {
            count += 1;
            let packet = row.packet;
            let (client, debtor) = (names.client(Some(packet.client)), names.debtor(Some(packet.debtor)));
            let place = format!("the packet of {client} and {debtor}, contract {}", packet.contract);
            let mut wrong = |fact: &str| Err(stop(Broken { name: PACKETS, place: format!("{place} {fact}") }));
            match last.remove(&packet.id) {
                None => return wrong("is of no event"),
                Some((seq, then)) if then != packet => return wrong(&format!("is not what event {seq} recorded")),
                Some(_) => {}
            }
            let key = contract_key(&packet.contract);
            let (state, told) = (packet.state().code().to_owned(), packet.was_acknowledged());
            if row.columns != (packet.id, packet.client, packet.debtor, key, state, told) {
                return wrong("stands in its columns as it does not in its facts");
            }
            Ok(())
        })
    })?;
    if let Some(seq) = last.values().map(|(seq, _)| seq).min() {
        return broken(PACKETS, format!("the packet of event {seq} is not there"));
    }
    if count > 0 {
        audit.prove(PACKETS, format!("{}, each where its last step left it", many(count, "packet")));
    }
    Ok(())
}
