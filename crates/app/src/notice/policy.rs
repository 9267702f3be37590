//! The factor's own parameters of notices.

use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use domain::notice::{NoticePolicy, NoticePolicyProblem};
use store::book::Reads;
use store::kept;

/// The factor's policy on notices; the rulebook's defaults where it never changed it.
///
/// # Errors
/// [`Error::Fault`].
pub fn policy(reads: &mut dyn Reads) -> Result<NoticePolicy, Error> {
    Ok(kept::policy::get(reads, NoticePolicy::POLICY)?)
}

/// Changes the factor's policy on notices. Clocks that run follow it from the next step of their notice on.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_policy(task: &mut Task<'_, '_>, policy: &NoticePolicy) -> Result<(), Error> {
    let problems: Vec<Refusal> = policy
        .problems()
        .iter()
        .map(|problem| {
            let text = problem.to_string();
            let (fact, remedy) = text.split_once("; ").unwrap_or((&text, "choose another value"));
            let place = match problem {
                NoticePolicyProblem::Range { field, .. } => field,
                NoticePolicyProblem::Thresholds(_) => "thresholds",
            };
            Refusal::at(place, "NOTICE_POLICY", fact, format!("{}.", crate::timeline::capital(remedy)))
        })
        .collect();
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    kept::policy::put(task, NoticePolicy::POLICY, policy)?;
    task.record_facts(EventKind::PolicySaved, &(NoticePolicy::POLICY, policy), &[])?;
    Ok(())
}
