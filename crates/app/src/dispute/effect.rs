//! What disputes take out of the eligible balances (CR-14 5), kept current with the case and with credit notes.

use super::known;
use crate::{Error, Task};
use domain::dispute::Case;
use domain::id::{CaseId, InvoiceId};
use domain::invoice::{ClosedBy, Receivable};
use store::book::Reads;
use store::kept;

/// What of an invoice has been credited so far, minor units.
pub(super) fn credited_so_far(bought: &Receivable) -> i64 {
    bought.portions.iter().filter(|portion| portion.by == ClosedBy::CreditNote).map(|portion| portion.amount).sum()
}

/// What may not be advanced on because of a case, minor units, before the cap at what is open of the invoice.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Fault`].
pub fn ineligible_of(reads: &mut dyn Reads, case: CaseId) -> Result<i64, Error> {
    let case = known(reads, case)?;
    ineligible(reads, &case)
}

pub(super) fn ineligible(reads: &mut dyn Reads, case: &Case) -> Result<i64, Error> {
    let Some(invoice) = case.invoice else { return Ok(0) };
    let Some(invoice) = kept::invoice::get(reads, invoice)? else { return Ok(0) };
    // An invoice that is not bought yet is in nobody's base; once it is, the whole of it is the face.
    let credited = invoice.receivable.as_ref().map_or(0, credited_so_far);
    Ok(case.ineligible(invoice.offer.amount.minor, credited))
}

/// Keeps a case with what it takes out now.
pub(super) fn keep(task: &mut Task<'_, '_>, case: &Case) -> Result<i64, Error> {
    let ineligible = ineligible(task, case)?;
    kept::relation_case::put(task, case, ineligible)?;
    Ok(ineligible)
}

/// A credit note has reduced an invoice: what was agreed as a credit is no longer ineligible once it is booked.
///
/// # Errors
/// [`Error::Fault`].
pub fn credited(task: &mut Task<'_, '_>, invoice: InvoiceId) -> Result<(), Error> {
    for case in kept::relation_case::of_invoices(task, &[invoice.0])? {
        if case.settled.is_some() && case.amount.is_some() {
            keep(task, &case)?;
        }
    }
    Ok(())
}
