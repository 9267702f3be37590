//! What a manager decides: to buy before the acknowledgement, and to release the assignment.

use super::step::{known, take};
use crate::{Error, Task};
use domain::contact::Seen;
use domain::id::PacketId;
use domain::packet::{Override, Packet, PacketEvent, Release};
use domain::timeline::PacketStory;
use jiff::civil::Date;
use store::kept;

/// GL-60: a manager lets invoices of this contract be bought before the packet is acknowledged, until a day, and says why. What
/// waits for it is bought. It takes the place of one that runs.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything: no manager, no reason, a day that is past or too far ahead.
pub fn override_acknowledgement(
    task: &mut Task<'_, '_>,
    id: PacketId,
    manager: &str,
    reason: &str,
    until: Date,
) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let (by, reason) = (manager.trim().to_owned(), reason.trim().to_owned());
    let story = PacketStory::Overridden { by: by.clone(), until, reason: reason.clone() };
    let given = Override { on: task.today, until, by, reason, ended_on: None };
    take(task, &packet, PacketEvent::Overridden(given), Vec::new(), story, Seen::FACTOR)
}

/// Ends an override before its time.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when none holds.
pub fn end_override(task: &mut Task<'_, '_>, id: PacketId) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    take(task, &packet, PacketEvent::OverrideEnded, Vec::new(), PacketStory::OverrideEnded, Seen::FACTOR)
}

/// GL-58: releases the assignment, once no bought invoice of the client on the agency is open: the agency was told, by hand, to
/// pay the client again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything: invoices are open, nothing was ever sent, no word on how.
pub fn release(task: &mut Task<'_, '_>, id: PacketId, on: Date, how: &str) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let open_invoices = kept::notice::open_invoices(task, packet.client, packet.debtor)?;
    let story = PacketStory::Released { on, how: how.trim().to_owned() };
    let release = Release { on, by: task.actor.clone(), how: how.to_owned() };
    take(task, &packet, PacketEvent::Released { release, open_invoices }, Vec::new(), story, Seen::FACTOR_AND_CLIENT)
}
