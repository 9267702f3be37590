//! The debtor never received an invoice: the copy that is there, or a request to the client.

use super::Giver;
use crate::dispute::{self, Opened};
use crate::{Error, Task};
use domain::contact::DocumentKind;
use domain::dispute::{CaseKind, NewCase, Note, Outcome, OutcomeKind, Side, Speaker};
use store::kept;
use store::kept::invoice::Invoice;

/// Opens the request for a copy of the invoice. Where the paper is there, the request is met at once: the debtor finds it
/// on its page, and nobody has to do anything.
pub(super) fn ask(
    task: &mut Task<'_, '_>,
    giver: &Giver,
    invoice: &Invoice,
    words: &str,
) -> Result<Option<Opened>, Error> {
    let papers = kept::document::of_invoices(task, &[invoice.id.0])?;
    let copy = papers.into_iter().rev().find(|paper| paper.kind == DocumentKind::Invoice);
    let words = words.trim();
    let new = NewCase {
        // A client that passes its customer's words on does not ask for its own invoice: the factor notes the request.
        by: if giver.by.side == Side::Client { Speaker::new(Side::Factor, &giver.by.name) } else { giver.by.clone() },
        kind: CaseKind::Copy,
        debtor: giver.debtor,
        client: Some(invoice.client),
        invoice: Some(invoice.id),
        reason: None,
        amount: None,
        words: words.to_owned(),
    };
    let opened = dispute::raise(task, new)?;
    if let Some(copy) = copy {
        let by = Speaker::new(Side::Factor, &task.factor.name);
        dispute::resolve_noting(task, opened.case, by, Outcome::of(OutcomeKind::Done), Note::CopyHere(copy.name))?;
    }
    Ok(Some(opened))
}
