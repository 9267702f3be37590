//! The factor's own rules: kept whole, checked before they are kept.

use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use serde::Serialize;
use store::kept;

/// Keeps a policy under its name. `problems` is what its own check says of it: with any of them nothing is kept.
/// Keeping the same again records it again and changes nothing.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save<T: Serialize>(
    task: &mut Task<'_, '_>,
    name: &'static str,
    policy: &T,
    problems: Vec<Refusal>,
) -> Result<(), Error> {
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    kept::policy::put(task, name, policy)?;
    task.record_facts(EventKind::PolicySaved, &(name, policy), &[])?;
    Ok(())
}
