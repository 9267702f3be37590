//! Verification of invoices with their debtors: required at the decision, asked, answered, waived (GL-40, LC-05, LC-07).
//!
//! Phases: deciding a batch of lines asks the policy once and in sets what is to be confirmed (`at_decision`); what is
//! required waits as one verification per invoice. `ask` writes one message per debtor for all of them, under the
//! contact policy: what it refuses stays required and is tried on the next day. [`answer`] takes what came back, for many
//! invoices at once; what is confirmed is bought by [`crate::schedule::decide_waiting`], what is not goes back to the
//! client, or becomes a dispute where it is bought already.
//!
//! Contract: an answer that is repeated changes nothing. A debtor answers for its own invoices only. Nothing is asked of
//! the debtors of confidential facilities (GL-44).

mod answer;
mod ask;

pub(crate) mod at_decision;
mod call;
mod waive;

pub use answer::{ANSWERED, Answered, FromWhere, NewAnswer, OneAnswer, answer, confirm_all};

pub(crate) use ask::did_not_reach;
pub use ask::{ASKED_AT_ONCE, Asked, learn, run};
pub use call::{Call, record_call, script};
pub(crate) use waive::look;
pub use waive::waive;

use crate::{Error, Refusal, Task};
use domain::agreement::{NotificationMode, in_force};
use domain::id::{ClientId, InvoiceId, VerificationId};
use domain::invoice::verification::{Verification, VerificationPolicy, VerificationState};
use jiff::civil::Date;
use serde::Serialize;
use store::book::Reads;
use store::kept;

/// How the factor verifies.
///
/// # Errors
/// [`Error::Fault`].
pub fn policy(reads: &mut dyn Reads) -> Result<VerificationPolicy, Error> {
    Ok(kept::policy::get(reads, VerificationPolicy::POLICY)?)
}

/// Changes how the factor verifies. What is required already stays required; a person may waive it.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_policy(task: &mut Task<'_, '_>, policy: &VerificationPolicy) -> Result<(), Error> {
    let problems = policy.problems().into_iter();
    let problems =
        problems.map(|(place, fact, remedy)| Refusal::at(place, "VERIFICATION_POLICY", fact, remedy)).collect();
    crate::policy::save(task, VerificationPolicy::POLICY, policy, problems)
}

/// What the event of a step says.
#[derive(Serialize)]
struct Moved<'a> {
    step: &'static str,
    client: &'a str,
    invoices: Vec<MovedInvoice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct MovedInvoice<'a> {
    verification: VerificationId,
    invoice: InvoiceId,
    number: &'a str,
    state: VerificationState,
}

impl<'a> MovedInvoice<'a> {
    fn of(verification: &Verification, number: &'a str) -> Self {
        Self { verification: verification.id, invoice: verification.invoice, number, state: verification.state }
    }
}

/// Is the debtor of this client's invoices told of the assignment? By the agreement in force; the stricter of both where
/// there is none.
fn notification(task: &mut Task<'_, '_>, client: ClientId) -> Result<NotificationMode, Error> {
    let agreement = crate::agreement::today(task, client)?;
    Ok(agreement.map_or(NotificationMode::NonNotification, |one| one.terms.notification))
}

/// The same for a page, which has no unit of work: which methods fit the invoices of this client (GL-44).
///
/// # Errors
/// [`Error::Fault`].
pub fn mode(reads: &mut dyn Reads, client: ClientId, today: Date) -> Result<NotificationMode, Error> {
    let versions = kept::agreement::versions(reads, client)?;
    Ok(in_force(&versions, today).map_or(NotificationMode::NonNotification, |one| one.terms.notification))
}

/// Numbers of invoices as people read them; after ten of them only how many more.
fn listed(numbers: &[&str]) -> String {
    const NAMED: usize = 10;
    let mut text = numbers.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if numbers.len() > NAMED {
        text.push_str(&format!(" and {} more", numbers.len() - NAMED));
    }
    text
}
