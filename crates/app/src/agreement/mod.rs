//! Agreement versions: drafted, issued, signed by both sides, put in force (LC-30 to LC-34).

use crate::{Error, Task, client_by_code};
use domain::agreement::{Agreement, AgreementState, Signature, Terms};
use domain::event::EventKind;
use domain::id::AgreementId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;

/// A new version as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewVersion {
    /// Code of the client.
    pub client: String,
    /// First day it may be in force.
    pub effective_from: Date,
    /// What it says.
    pub terms: Terms,
}

/// A step in the life of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Step {
    /// Freeze the terms.
    Issue,
    /// One side signs.
    Sign {
        /// Who, when, and the hash of what was signed.
        signature: Signature,
    },
    /// LC-33: all signatures are there and the conditions are ticked.
    PutInForce,
    /// Withdraw it before both have signed.
    Withdraw,
}

/// Drafts the next version of a client's agreement.
///
/// # Errors
/// [`Error::NotFound`] when the client is unknown; [`Error::Refused`] with every problem of the terms.
pub fn draft(task: &mut Task<'_, '_>, new: &NewVersion) -> Result<Agreement, Error> {
    let client = client_by_code(task, &new.client)?;
    let problems = new.terms.problems();
    if !problems.is_empty() {
        let refusals = problems
            .iter()
            .map(|problem| crate::Refusal::at("terms", "TERMS", problem, "Correct the terms."))
            .collect();
        return Err(Error::Refused(refusals));
    }
    let versions = kept::agreement::versions(task, client.id)?;
    let version = versions.last().map_or(1, |last| last.version + 1);
    let agreement = Agreement {
        id: AgreementId(task.new_id()),
        client: client.id,
        version,
        state: AgreementState::Draft,
        effective_from: new.effective_from,
        terms: new.terms.clone(),
        signatures: Vec::new(),
    };
    kept::agreement::put(task, &agreement)?;
    task.record_facts(EventKind::AgreementDrafted, &agreement, &[])?;
    Ok(agreement)
}

/// Takes a version one step further. When it comes into force, versions of an earlier first day are superseded.
///
/// # Errors
/// [`Error::NotFound`] when client or version is unknown; [`Error::Refused`] when the step is not possible.
pub fn advance(task: &mut Task<'_, '_>, client: &str, version: u32, step: &Step) -> Result<Agreement, Error> {
    let client = client_by_code(task, client)?;
    let versions = kept::agreement::versions(task, client.id)?;
    let current = versions
        .iter()
        .find(|one| one.version == version)
        .ok_or_else(|| Error::NotFound(format!("version {version} of the agreement with {}", client.code)))?;
    let (kind, next) = match step {
        Step::Issue => (EventKind::AgreementIssued, current.issue()?),
        Step::Sign { signature } => (EventKind::AgreementSigned, current.sign(signature.clone())?),
        Step::PutInForce => (EventKind::AgreementInForce, current.put_in_force()?),
        Step::Withdraw => (EventKind::AgreementWithdrawn, current.withdraw()?),
    };
    kept::agreement::put(task, &next)?;
    if next.state == AgreementState::Effective {
        for earlier in versions.iter().filter(|one| one.state == AgreementState::Effective && one.version < version) {
            kept::agreement::put(task, &Agreement { state: AgreementState::Superseded, ..earlier.clone() })?;
        }
    }
    task.record_facts(kind, &next, &[])?;
    Ok(next)
}
