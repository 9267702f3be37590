//! Begin a packet for a contract, and confirm its checklist.

use super::papers::{Paper, file};
use super::refusals;
use super::step::{keep, known, take};
use crate::{Error, Refusal, Task};
use domain::contact::{DocumentKind, Seen};
use domain::id::{ClientId, DebtorId, PacketId};
use domain::money::Money;
use domain::packet::{Confirmation, Packet, PacketEvent, Point, contract_key};
use domain::party::DebtorType;
use domain::timeline::PacketStory;
use serde::{Deserialize, Serialize};
use store::kept;

/// The contract of a packet, as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Its number, as the agency writes it.
    pub number: String,
    /// Its amount, in US dollars.
    pub amount: Money,
    /// Is there a surety on a bond of it?
    #[serde(default)]
    pub has_surety: bool,
}

/// Begins the packet of a contract.
///
/// # Errors
/// [`Error::NotFound`] when the pair is not linked; [`Error::Refused`] with everything: the debtor is no federal agency, the
/// contract is smaller than the Act asks for (GL-60), or has a packet already.
pub fn begin(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    contract: &Contract,
) -> Result<Packet, Error> {
    if kept::party::pair(task, client, debtor)?.is_none() {
        return Err(Error::NotFound("customer of this client".to_owned()));
    }
    let mut problems = Vec::new();
    let of = kept::party::debtors_by_id(task, &[debtor.0])?.pop();
    if of.is_none_or(|one| one.debtor_type != DebtorType::UsFederal) {
        let remedy = "Give it notice of the assignment; or say at the debtor that it is a US federal agency.";
        problems.push(Refusal::new("NOT_FEDERAL", "the debtor is no US federal agency", remedy));
    }
    taken(task, (client, debtor), None, contract, &mut problems)?;
    let id = PacketId(task.new_id());
    let begun =
        Packet::begin(id, (client, debtor), contract.number.clone(), contract.amount, contract.has_surety, task.today);
    match begun {
        Ok(packet) if problems.is_empty() => {
            keep(task, &packet, None, PacketStory::Begun, Seen::FACTOR_AND_CLIENT)?;
            Ok(packet)
        }
        begun => {
            problems.extend(refusals(&begun.err().unwrap_or_default()));
            Err(Error::Refused(problems))
        }
    }
}

/// Writes the contract of a packet anew, before anything was confirmed or sent.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] as [`begin`], and once a point is confirmed.
pub fn correct(task: &mut Task<'_, '_>, id: PacketId, contract: &Contract) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let mut problems = Vec::new();
    taken(task, (packet.client, packet.debtor), Some(id), contract, &mut problems)?;
    let event = PacketEvent::Corrected {
        contract: contract.number.clone(),
        amount: contract.amount,
        has_surety: contract.has_surety,
    };
    take(task, &packet, event, problems, PacketStory::Corrected, Seen::FACTOR)
}

/// One packet for one contract of a pair, until it is released.
fn taken(
    task: &mut Task<'_, '_>,
    (client, debtor): (ClientId, DebtorId),
    own: Option<PacketId>,
    contract: &Contract,
    problems: &mut Vec<Refusal>,
) -> Result<(), Error> {
    let key = contract_key(&contract.number);
    let known = kept::packet::of_pair(task, client, debtor)?;
    let other = known.iter().find(|one| {
        Some(one.id) != own && one.release.is_none() && !key.is_empty() && contract_key(&one.contract) == key
    });
    if let Some(other) = other {
        let fact = format!("contract {} has a packet already, {}", other.contract, other.state().word().to_lowercase());
        problems.push(Refusal::at("contract", "PACKET_CONTRACT_KNOWN", fact, "Go on with that one."));
    }
    Ok(())
}

/// A person has looked at a paper and confirms a point of the checklist with it. Confirmed again, the newer one counts.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] with everything: nobody is named, the paper is missing or of no kind that is kept.
pub fn confirm(
    task: &mut Task<'_, '_>,
    id: PacketId,
    point: Point,
    by: &str,
    paper: Option<&Paper>,
) -> Result<Packet, Error> {
    let packet = known(task, id)?;
    let mut problems = Vec::new();
    let filed = file(task, &packet, ("paper", DocumentKind::Other), paper, &mut problems)?;
    let confirmation = Confirmation { point, on: task.today, by: by.to_owned(), paper: filed };
    let open = packet.unconfirmed().iter().filter(|one| **one != point).count();
    let story = PacketStory::Confirmed { by: by.trim().to_owned(), open };
    take(task, &packet, PacketEvent::Confirmed(confirmation), problems, story, Seen::FACTOR)
}
