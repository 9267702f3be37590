//! Add or change a debtor, its limit included.

use super::{NUMBERS, common_problems};
use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use domain::id::DebtorId;
use domain::money::Money;
use domain::packet::PacketState;
use domain::party::{Debtor, DebtorStatus, DebtorType, Identity};
use serde::{Deserialize, Serialize};
use store::kept;

/// A debtor as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDebtor {
    /// Code people type.
    pub code: String,
    /// Legal name.
    pub name: String,
    /// Where it stands.
    pub status: DebtorStatus,
    /// GL-60: what kind of debtor.
    #[serde(default)]
    pub debtor_type: DebtorType,
    /// The most it may owe on purchased invoices, over all clients.
    pub limit: Money,
    /// Address and numbers.
    #[serde(default)]
    pub identity: Identity,
    /// Accounts it is known to pay from.
    #[serde(default)]
    pub paying_accounts: Vec<String>,
}

/// Adds the debtor, or changes the one with its code.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_debtor(task: &mut Task<'_, '_>, new: &NewDebtor) -> Result<Debtor, Error> {
    let (code, mut problems) = common_problems(&new.code, &new.name, &new.identity, None);
    if new.limit.minor < 0 {
        problems.push(Refusal::at("limit", "LIMIT", "the limit is below zero", "Write zero or more."));
    }
    if new.paying_accounts.len() > NUMBERS {
        let fact = format!("{} paying accounts were given; at most {NUMBERS} are kept", new.paying_accounts.len());
        problems.push(Refusal::at("paying_accounts", "TOO_MANY", fact, "Keep those in use."));
    }
    let Some(code) = code.filter(|_| problems.is_empty()) else { return Err(Error::Refused(problems)) };
    let known = kept::party::debtor_by_code(task, code.as_str())?;
    let retyped = known.as_ref().is_some_and(|known| known.debtor_type != new.debtor_type);
    if let Some(known) = known.as_ref().filter(|_| retyped && new.debtor_type == DebtorType::Business) {
        no_packet_stands(task, known)?;
    }
    let debtor = Debtor {
        id: known.map_or_else(|| DebtorId(task.new_id()), |known| known.id),
        code,
        name: new.name.trim().to_owned(),
        status: new.status,
        debtor_type: new.debtor_type,
        limit: new.limit,
        identity: new.identity.clone(),
        paying_accounts: new.paying_accounts.clone(),
    };
    kept::party::put_debtor(task, &debtor)?;
    task.record_facts(EventKind::DebtorSaved, &debtor, &[])?;
    if retyped {
        crate::notice::follow_type(task, debtor.id)?;
    }
    Ok(debtor)
}

/// GL-60: whose acknowledged packet stands is an agency, and its invoices are owed under it.
fn no_packet_stands(task: &mut Task<'_, '_>, known: &Debtor) -> Result<(), Error> {
    let mut stands = false;
    for (debtor, client) in kept::packet::acknowledged_pairs(task, &[known.id.0])? {
        let packets = kept::packet::of_pair(task, client, debtor)?;
        stands |= packets.iter().any(|packet| packet.state() == PacketState::Acknowledged);
    }
    if !stands {
        return Ok(());
    }
    let fact = format!("{} has acknowledged an Assignment of Claims packet as a US federal agency", known.name);
    Err(Error::Refused(vec![Refusal::at(
        "debtor_type",
        "FEDERAL_STAYS",
        fact,
        "Release the packet first, once nothing is owed under it; or leave the type as it is.",
    )]))
}
