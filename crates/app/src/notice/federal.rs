//! GL-60: no notice by mail binds an agency of the United States; its Assignment of Claims packet stands in for it.

use super::carry::is_confidential;
use super::step::{Telling, take};
use crate::{Error, Task};
use domain::id::DebtorId;
use domain::notice::NoticeEvent;
use domain::party::DebtorType;
use domain::timeline::Sentence;
use store::book::Reads;
use store::kept;

/// Is the debtor an agency of the United States?
///
/// # Errors
/// [`Error::Fault`].
pub fn is_federal(reads: &mut dyn Reads, debtor: DebtorId) -> Result<bool, Error> {
    let found = kept::party::debtors_by_id(reads, &[debtor.0])?;
    Ok(found.iter().any(|one| one.debtor_type == DebtorType::UsFederal))
}

/// Refuses every step of a notice to a federal agency.
pub(super) fn not_federal(task: &mut Task<'_, '_>, debtor: DebtorId) -> Result<(), Error> {
    if !is_federal(task, debtor)? {
        return Ok(());
    }
    let fact = "the debtor is a US federal agency, which no notice by mail binds";
    Err(Error::refused("FEDERAL_DEBTOR", fact, "Prepare the Assignment of Claims packet of its contract instead."))
}

/// Somebody has said of a debtor that it is a federal agency, or that it is none: its notices that have not left are held
/// back, or go on as the agreement says.
///
/// # Errors
/// [`Error::Fault`].
pub(crate) fn follow_type(task: &mut Task<'_, '_>, debtor: DebtorId) -> Result<(), Error> {
    let (federal, today) = (is_federal(task, debtor)?, task.today);
    for mut notice in kept::notice::of_debtor(task, debtor)? {
        let confidential = is_confidential(task, notice.client, today)?.unwrap_or(false);
        if federal && notice.can_be_held_back() {
            let telling = Telling::of_factor(task, Sentence::FederalAgency { is_federal: true });
            take(task, &mut notice, NoticeEvent::HeldBack, &telling)?;
        } else if !federal && notice.held && !confidential {
            let telling = Telling::of_factor(task, Sentence::FederalAgency { is_federal: false });
            take(task, &mut notice, NoticeEvent::Lifted, &telling)?;
        }
    }
    Ok(())
}
