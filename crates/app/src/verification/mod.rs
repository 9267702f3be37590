//! Verification of invoices with their debtors: required at the decision, asked, answered, waived (GL-40, LC-05, LC-07).
//!
//! Phases: deciding a batch of lines asks the policy once and in sets what is to be confirmed (`at_decision`); what is
//! required waits as one verification per invoice. `ask` writes one message per debtor for all of them, under the
//! contact policy: what it refuses stays required and is tried on the next day. [`answer`] takes what came back, for many
//! invoices at once; what is confirmed is bought by [`crate::schedule::decide_waiting`], what is not goes back to the
//! client, or becomes a dispute where it is bought already. Where a mail stays unanswered a person may call (`call`).
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
pub use call::{
    CALLER, Call, CallOutcome, NewCall, PLANNED_WITHIN_DAYS, Planned, WAITS_DAYS, call_to_make, plan_call, record_call,
};
pub(crate) use waive::look;
pub use waive::waive;

use crate::{Error, Refusal, Task};
use domain::agreement::NotificationMode;
use domain::id::{ClientId, DebtorId, InvoiceId, VerificationId};
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

/// Is the debtor told of the assignment, so that it may be asked by the factor (GL-40, GL-44)? By the agreement whose terms
/// bind, the stricter of both where there is none; a confidential one whose notice was sprung is told.
///
/// # Errors
/// [`Error::Fault`].
pub fn mode(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId, today: Date) -> Result<NotificationMode, Error> {
    let confidential = crate::notice::is_confidential(reads, client, today)?.unwrap_or(true);
    let silent = confidential
        && kept::notice::current(reads, client, debtor)?.is_none_or(|notice| notice.is_silent(confidential));
    Ok(if silent { NotificationMode::NonNotification } else { NotificationMode::Notification })
}
