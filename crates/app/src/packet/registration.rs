//! The factor's own registration in SAM (GL-60).

use crate::{Error, Refusal, Task, policy};
use domain::id::PacketId;
use domain::packet::Registration;
use jiff::civil::Date;
use std::collections::BTreeSet;
use store::book::Reads;
use store::kept;
use uuid::Uuid;

/// Packets that are read at a time.
const PAGE: i64 = 500;

/// A registration as it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRegistration {
    /// The day it was looked up.
    pub checked_on: Date,
    /// The last day it is active.
    pub expires_on: Date,
    /// Who looked it up.
    pub by: String,
    /// The unique entity id, and where the extract is.
    pub evidence: String,
}

/// The factor's registration; empty before anybody has looked it up.
///
/// # Errors
/// [`Error::Fault`].
pub fn registration(reads: &mut dyn Reads) -> Result<Registration, Error> {
    Ok(kept::policy::get(reads, Registration::POLICY)?)
}

/// Keeps that somebody has looked the registration up. It counts for every packet: what waits for it is bought.
///
/// # Errors
/// [`Error::Refused`] with everything that is wrong with it.
pub fn save_registration(task: &mut Task<'_, '_>, new: &NewRegistration) -> Result<Registration, Error> {
    let registration = Registration {
        checked_on: Some(new.checked_on),
        expires_on: Some(new.expires_on),
        by: new.by.trim().to_owned(),
        evidence: new.evidence.trim().to_owned(),
    };
    let problems = registration.problems(task.today);
    let refused = problems.into_iter().map(|one| Refusal::at(one.field, "REGISTRATION", one.fact, one.remedy));
    policy::save(task, Registration::POLICY, &registration, refused.collect())?;
    let mut pairs = BTreeSet::new();
    let mut after = PacketId(Uuid::nil());
    loop {
        let page = kept::packet::after(task, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id;
        pairs.extend(page.iter().filter(|one| one.release.is_none()).map(|one| (one.client, one.debtor)));
    }
    for (client, debtor) in pairs {
        crate::schedule::decide_waiting(task, client, debtor)?;
    }
    Ok(registration)
}
