//! What a purchase asks of the packets of a pair (G5 where a federal agency owes).

use super::facts::{Addressee, Packet};
use super::life::PacketState;
use super::registration::Registration;
use crate::party::comparable_identifier;
use crate::wording::{all_of, long_date};
use jiff::civil::Date;

/// Why an invoice is not bought yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// Something has to happen first: fact and remedy.
    Waits(String, &'static str),
    /// The invoice itself is wrong: fact and remedy.
    Refused(String, &'static str),
}

/// A contract's number as two papers can be compared: capitals and digits only.
#[must_use]
pub fn contract_key(contract: &str) -> String {
    comparable_identifier(contract)
}

const ACKNOWLEDGE: &str = "Record the acknowledgements as they come in; the invoice is asked again with the last of them. A manager may override.";

/// GL-60: may an invoice on this contract be bought today? The facts when it may.
///
/// The packet of the contract is to be acknowledged and the factor's registration active, or an override holds. Nothing
/// else lets it pass; the packet of another contract does not help.
///
/// # Errors
/// The [`Objection`].
pub fn purchase_permitted(
    packets: &[Packet],
    contract: Option<&str>,
    registration: &Registration,
    today: Date,
) -> Result<String, Objection> {
    let Some(contract) = contract.map(str::trim).filter(|number| !number.is_empty()) else {
        return Err(Objection::Refused(
            "a federal agency owes, and the invoice does not name the contract".to_owned(),
            "Name the contract on the invoice and in the schedule, and offer it again: the claim is assigned contract by contract.",
        ));
    };
    let key = contract_key(contract);
    // Ids grow with time: the newest packet of the contract counts.
    let live = packets.iter().filter(|one| one.release.is_none() && contract_key(&one.contract) == key);
    let Some(packet) = live.max_by_key(|one| one.id) else {
        return Err(Objection::Waits(
            format!("a federal agency owes, and contract {contract} has no Assignment of Claims packet"),
            "Begin the packet on the relation's page; the invoice is asked again when it is acknowledged.",
        ));
    };
    let contract = &packet.contract;
    if let Some(given) = packet.override_on(today) {
        return Ok(format!(
            "contract {contract}: bought before the acknowledgement, by override of {} until {}: {}",
            given.by,
            long_date(given.until),
            given.reason
        ));
    }
    let missing = |them: Vec<Addressee>| all_of(&them.iter().map(|one| format!("the {one}")).collect::<Vec<_>>());
    match packet.state() {
        PacketState::Acknowledged => {}
        PacketState::Revoked => {
            let back = packet.addressees().filter(|to| packet.is_taken_back(*to)).collect();
            return Err(Objection::Waits(
                format!("contract {contract}: the acknowledgement was taken back by {}", missing(back)),
                "Send the notice again and have it acknowledged; the invoice is asked again then. A manager may override.",
            ));
        }
        PacketState::Sent => {
            let fact = format!("contract {contract}: not acknowledged yet by {}", missing(packet.unacknowledged()));
            return Err(Objection::Waits(fact, ACKNOWLEDGE));
        }
        PacketState::Preparing | PacketState::Released => {
            let confirmed = super::Point::ALL.len() - packet.unconfirmed().len();
            let fact = format!(
                "contract {contract}: the Assignment of Claims packet is being prepared, {confirmed} of {} points confirmed, \
                 the notice still to be sent to {}",
                super::Point::ALL.len(),
                missing(packet.unsent())
            );
            return Err(Objection::Waits(fact, ACKNOWLEDGE));
        }
    }
    match registration.expires_on {
        Some(last) if registration.is_active(today) => {
            let acknowledged = packet.addressees().filter_map(|to| packet.sending(to)).filter_map(|one| {
                let on = one.acknowledged.as_ref()?.on;
                Some(format!("the {} on {}", one.to, long_date(on)))
            });
            Ok(format!(
                "contract {contract}: acknowledged by {}; SAM registration active until {}",
                all_of(&acknowledged.collect::<Vec<_>>()),
                long_date(last)
            ))
        }
        Some(last) => Err(Objection::Waits(
            format!("the factor's SAM registration ended on {}", long_date(last)),
            "Renew it and record the new last day; the invoice is asked again then. A manager may override.",
        )),
        None => Err(Objection::Waits(
            "nobody has looked up the factor's SAM registration".to_owned(),
            "Look it up and record its last day; the invoice is asked again then. A manager may override.",
        )),
    }
}
