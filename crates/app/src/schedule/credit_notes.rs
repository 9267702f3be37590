//! Credit notes of a schedule: each reduces the purchased invoice that it names (LE-16).

use super::OfferedCredit;
use crate::{Error, Task};
use domain::agreement::Terms;
use domain::cash::{AvailableReserve, credit};
use domain::event::EventKind;
use domain::id::{ClientId, InvoiceId};
use domain::party::Client;
use serde::Serialize;
use store::kept;
use store::kept::credit_note::CreditNote;
use store::kept::schedule::{RejectedLine, Schedule};

/// What became of a schedule's credit notes.
#[derive(Default)]
pub(super) struct Credited {
    pub applied: i64,
    pub refused: Vec<RejectedLine>,
}

/// Applies every credit note of a schedule; one that cannot be applied never blocks the others.
pub(super) fn apply_all(
    task: &mut Task<'_, '_>,
    client: &Client,
    schedule: &Schedule,
    credits: &[OfferedCredit],
) -> Result<Credited, Error> {
    let mut credited = Credited::default();
    for note in credits {
        match apply(task, client, schedule, note)? {
            Ok(()) => credited.applied += 1,
            Err(problem) => credited.refused.push(RejectedLine {
                line_no: note.line_no,
                file: schedule.files.first().cloned().unwrap_or_default(),
                raw: format!("credit note {}", note.number),
                problems: vec![problem],
            }),
        }
    }
    Ok(credited)
}

/// Applies one; the inner error is its refusal in words.
fn apply(
    task: &mut Task<'_, '_>,
    client: &Client,
    schedule: &Schedule,
    note: &OfferedCredit,
) -> Result<Result<(), String>, Error> {
    let number = &note.number;
    let Some(corrects) = &note.corrects else {
        let text = format!(
            "Credit note {number} does not say which invoice it corrects. Name that invoice and submit it again."
        );
        return Ok(Err(text));
    };
    let found = kept::credit_note::invoices_under(task, client.id, corrects)?;
    let [(invoice, _)] = found[..] else {
        let fact =
            if found.is_empty() { "is not bought from this client" } else { "is the number of several invoices" };
        let text = format!(
            "Credit note {number}: invoice {corrects} {fact}. It stays between client and debtor, or correct the number."
        );
        return Ok(Err(text));
    };
    if kept::credit_note::is_known(task, client.id, number, invoice)? {
        return Ok(Err(format!(
            "Credit note {number} has reduced invoice {corrects} before. Nothing more is to be done."
        )));
    }
    let kept_invoice = kept::invoice::get(task, invoice)?.ok_or_else(|| Error::NotFound("invoice".to_owned()))?;
    let Some(receivable) = kept_invoice.receivable else {
        return Ok(Err(format!(
            "Credit note {number}: invoice {corrects} is not bought. It stays between client and debtor."
        )));
    };
    let terms = terms_of(task, client.id, receivable.agreement_version)?;
    let mut available = AvailableReserve(task.unit.position(client.id, receivable.currency)?.available);
    let outcome = credit(&receivable, &terms, task.factor.calendar, note.amount, task.today, number, &mut available);
    let collected = match outcome {
        Ok(collected) => collected,
        Err(refused) => return Ok(Err(format!("Credit note {number}: {refused}."))),
    };
    #[derive(Serialize)]
    struct Facts<'a> {
        credit_note: &'a str,
        issued: jiff::civil::Date,
        invoice: InvoiceId,
        invoice_number: &'a str,
        client: &'a str,
        amount: i64,
        schedule: i64,
        line: i64,
    }
    let facts = Facts {
        credit_note: number,
        issued: note.issued,
        invoice,
        invoice_number: corrects,
        client: client.code.as_str(),
        amount: note.amount,
        schedule: schedule.number,
        line: note.line_no,
    };
    let seq = task.record_facts(EventKind::CreditNoteApplied, &facts, &collected.journals)?;
    kept::invoice::set_balances(task, &collected.receivable)?;
    crate::dispute::credited(task, invoice)?;
    crate::answer::paid(task, &[&collected.receivable])?;
    let kept_note = CreditNote {
        client: client.id,
        invoice,
        number: number.clone(),
        schedule: schedule.id,
        line_no: note.line_no,
        amount: note.amount,
        event_seq: seq,
    };
    kept::credit_note::add(task, &kept_note)?;
    Ok(Ok(()))
}

/// GL-26: the terms of the version an invoice was bought under.
fn terms_of(task: &mut Task<'_, '_>, client: ClientId, version: u32) -> Result<Terms, Error> {
    let versions = kept::agreement::versions_in_force(task.unit, client)?;
    let found = versions.into_iter().find(|one| one.version == version);
    found.map(|one| one.terms).ok_or_else(|| Error::fault("agreement", format!("version {version} is missing")))
}
