//! The notice of assignment with the true copy: sent by hand, acknowledged, taken back.

use super::papers::{Paper, file};
use super::step::{known, take};
use crate::{Error, Refusal, Task, notice};
use domain::contact::{DocumentKind, Seen};
use domain::id::PacketId;
use domain::packet::{Addressee, Packet, PacketEvent, Sending};
use domain::timeline::PacketStory;
use jiff::civil::Date;

/// A sending as it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSending {
    /// To whom.
    pub to: Addressee,
    /// Name and office of the person.
    pub person: String,
    /// The day it left.
    pub on: Date,
    /// How.
    pub how: String,
    /// The notice of assignment.
    pub notice: Option<Paper>,
    /// The true copy of the assignment.
    pub copy: Option<Paper>,
}

/// Records that the notice of assignment and the true copy were sent to one of those the Act names.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything: the checklist is not complete, a paper is missing, the agreement is
/// confidential (GL-44), the day lies ahead.
pub fn send(task: &mut Task<'_, '_>, id: PacketId, new: &NewSending) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let today = task.today;
    let mut problems = Vec::new();
    if notice::is_confidential(task, packet.client, today)?.unwrap_or(false) {
        let fact = "the agreement with the client is confidential, and the packet tells the agency";
        let remedy = "Agree notification with the client first, or leave the invoices of this contract with it.";
        problems.push(Refusal::new("PACKET_CONFIDENTIAL", fact, remedy));
    }
    let notice = file(task, &packet, ("notice", DocumentKind::Notice), new.notice.as_ref(), &mut problems)?;
    let copy = file(task, &packet, ("copy", DocumentKind::Notice), new.copy.as_ref(), &mut problems)?;
    let sending = Sending {
        to: new.to,
        person: new.person.clone(),
        on: new.on,
        how: new.how.clone(),
        notice,
        copy,
        acknowledged: None,
        taken_back: None,
    };
    let (person, how) = (new.person.trim().to_owned(), new.how.trim().to_owned());
    let story = PacketStory::Sent { to: new.to, person, on: new.on, how };
    take(task, &packet, PacketEvent::Sent(sending), problems, story, Seen::FACTOR_AND_CLIENT)
}

/// Records that one of them has acknowledged. With the last of them what waits for it is bought.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything: nothing was sent to it, the paper is missing, the day is before it
/// was sent or lies ahead.
pub fn acknowledge(
    task: &mut Task<'_, '_>,
    id: PacketId,
    by: Addressee,
    on: Date,
    paper: Option<&Paper>,
) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let mut problems = Vec::new();
    let paper = file(task, &packet, ("acknowledgement", DocumentKind::Notice), paper, &mut problems)?;
    let story = PacketStory::Acknowledged { by, on };
    take(task, &packet, PacketEvent::Acknowledged { by, on, paper }, problems, story, Seen::FACTOR_AND_CLIENT)
}

/// Records that an acknowledgement was taken back. Nothing more is bought on the contract until it is given again; an override
/// that ran has ended with it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything: none of this addressee is on file, no reason is given, the day is
/// before it was given or lies ahead.
pub fn take_back(task: &mut Task<'_, '_>, id: PacketId, by: Addressee, on: Date, why: &str) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let why = why.trim().to_owned();
    let story = PacketStory::TakenBack { by, on, why: why.clone() };
    take(task, &packet, PacketEvent::TakenBack { by, on, why }, Vec::new(), story, Seen::FACTOR_AND_CLIENT)
}
