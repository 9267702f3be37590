//! Lines that a person decides, or that are asked again after something has changed.

use super::answer::Decided;
use super::decide::{Line, decide};
use super::decision::Decision;
use super::{BATCH, OfferedInvoice, debtors};
use crate::{Error, Task};
use domain::agreement::AgreementState;
use domain::event::EventKind;
use domain::fraud::NumberKey;
use domain::id::{ClientId, DebtorId, InvoiceId, ScheduleId};
use domain::invoice::InvoiceState;
use domain::invoice::guard::Finding;
use formats::invoice::{Identifier, IdentifierKind};
use formats::schedule::DebtorReference;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::book::Reads;
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// A person has looked at both papers and found two invoices: the line is asked again with FR-01b cleared.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it does not wait for a decision.
pub fn buy_waiting(task: &mut Task<'_, '_>, invoice: InvoiceId) -> Result<Decided, Error> {
    let waiting = must_be(task, invoice, |state| state == InvoiceState::InReview)?;
    crate::verification::look(task, invoice)?;
    again(task, waiting.schedule, vec![waiting], true)?.pop().ok_or_else(|| Error::NotFound("invoice".to_owned()))
}

/// A person refuses a line that waits.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it does not wait, or no reason is given.
pub fn refuse_waiting(task: &mut Task<'_, '_>, invoice: InvoiceId, reason: &str) -> Result<InvoiceState, Error> {
    let waiting = must_be(task, invoice, InvoiceState::is_undecided)?;
    end(task, waiting, InvoiceState::Rejected, reason)
}

/// The client takes back a line that is not bought.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it does not wait, or no reason is given.
pub fn withdraw(task: &mut Task<'_, '_>, invoice: InvoiceId, reason: &str) -> Result<InvoiceState, Error> {
    let waiting = must_be(task, invoice, InvoiceState::is_undecided)?;
    end(task, waiting, InvoiceState::Withdrawn, reason)
}

/// Asks again what waits of a client's lines for a debtor: after a notice has arrived, proof was furnished, the debtor
/// has confirmed. What passes now is bought. Gives how many lines are bought. Asking twice buys nothing twice.
///
/// # Errors
/// [`Error::Fault`].
pub fn decide_waiting(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId) -> Result<usize, Error> {
    let size = i64::try_from(BATCH).unwrap_or(1_000);
    let mut bought = 0;
    let mut after = None;
    loop {
        let page = kept::invoice::waiting_of_pair(task, client, debtor, after, size)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        let mut schedules: BTreeMap<ScheduleId, Vec<Invoice>> = BTreeMap::new();
        for invoice in page {
            schedules.entry(invoice.schedule).or_default().push(invoice);
        }
        for (schedule, invoices) in schedules {
            // They passed FR-01b when they came to wait: as the first of their number, or because a person had compared.
            let decided = again(task, schedule, invoices, true)?;
            bought += decided.iter().filter(|line| line.state == InvoiceState::Purchased).count();
        }
    }
    Ok(bought)
}

/// A line that has waited long: past the age at which it could still have been offered, and the days the policy adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// The line.
    pub invoice: Invoice,
    /// The last day on which nobody would have wondered.
    pub since: Date,
}

/// Lines that wait too long for a confirmation or a notice, oldest first, up to `limit` of those that wait. They stay
/// offered until somebody decides.
///
/// # Errors
/// [`Error::Fault`].
pub fn overdue(reads: &mut dyn Reads, today: Date, limit: i64) -> Result<Vec<Overdue>, Error> {
    let policy = crate::verification::policy(reads)?;
    let mut ages: BTreeMap<ClientId, u32> = BTreeMap::new();
    let mut found = Vec::new();
    for invoice in kept::invoice::asked(reads, limit)? {
        let age = match ages.get(&invoice.client) {
            Some(age) => *age,
            None => {
                let versions = kept::agreement::versions(reads, invoice.client)?;
                let in_force = versions.iter().rev().find(|version| version.state == AgreementState::Effective);
                let age = in_force.map_or(0, |version| version.terms.max_age_days);
                ages.insert(invoice.client, age);
                age
            }
        };
        let days = i64::from(age) + i64::from(policy.overdue_after_days);
        let since = invoice.offer.issued.saturating_add(days.days());
        if since < today {
            found.push(Overdue { invoice, since });
        }
    }
    Ok(found)
}

/// Asks the refused lines of a schedule again, up to [`BATCH`] of them: after a limit was raised, a debtor added.
///
/// # Errors
/// [`Error::NotFound`] when the schedule is unknown; [`Error::Refused`] when no line of it is refused.
pub fn decide_again(task: &mut Task<'_, '_>, schedule: ScheduleId) -> Result<Vec<Decided>, Error> {
    let mut refused = Vec::new();
    let mut after = i64::MIN;
    loop {
        let page = kept::invoice::of_schedule(task, schedule, after, i64::try_from(BATCH).unwrap_or(1_000))?;
        let Some(last) = page.last() else { break };
        after = last.line_no;
        refused.extend(page.into_iter().filter(|invoice| invoice.state == InvoiceState::Rejected));
        if refused.len() >= BATCH {
            break;
        }
    }
    refused.truncate(BATCH);
    if refused.is_empty() {
        return Err(Error::refused(
            "NOTHING_REFUSED",
            "no line of this schedule is refused",
            "There is nothing to ask again.",
        ));
    }
    again(task, schedule, refused, false)
}

fn must_be(task: &mut Task<'_, '_>, invoice: InvoiceId, fits: fn(InvoiceState) -> bool) -> Result<Invoice, Error> {
    let found = kept::invoice::get(task, invoice)?.ok_or_else(|| Error::NotFound("invoice".to_owned()))?;
    if fits(found.state) {
        Ok(found)
    } else {
        let fact = format!("invoice {} is \u{201c}{}\u{201d}", found.offer.number, found.state);
        Err(Error::refused("INVOICE_STATE", fact, "Only a line that waits for a decision can be decided."))
    }
}

fn again(
    task: &mut Task<'_, '_>,
    schedule: ScheduleId,
    invoices: Vec<Invoice>,
    cleared: bool,
) -> Result<Vec<Decided>, Error> {
    let mut schedule = kept::schedule::get(task, schedule)?.ok_or_else(|| Error::NotFound("schedule".to_owned()))?;
    let client = kept::party::client(task, schedule.client)?.ok_or_else(|| Error::NotFound("client".to_owned()))?;
    let mut ids: Vec<Uuid> = invoices.iter().filter_map(|invoice| invoice.debtor).map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let debtors = kept::party::debtors_by_id(task, &ids)?;
    let code_of = |id: DebtorId| debtors.iter().find(|one| one.id == id).map(|one| one.code.as_str().to_owned());
    let codes: Vec<Option<String>> = invoices.iter().map(|invoice| invoice.debtor.and_then(code_of)).collect();
    let mut decisions = decisions(task, &invoices)?;
    let largest = kept::schedule::largest_line(task, schedule.id)?;
    let lines = invoices.into_iter().zip(codes).map(|(invoice, code)| {
        // A debtor that was found keeps being meant; one that was not is looked for under every word of what was stated.
        let reference = match code {
            Some(code) => DebtorReference { code: Some(code), ..DebtorReference::default() },
            None => reference(&invoice.debtor_stated),
        };
        let key = NumberKey::of(&invoice.offer.number);
        let offered = OfferedInvoice { line_no: invoice.line_no, reference, offer: invoice.offer, key };
        let waits = decisions.remove(&invoice.id).map(|findings| (invoice.state, findings));
        Line { offered, kept: Some(invoice.id), cleared, waits }
    });
    let decided = decide(task, &client, &mut schedule, lines.collect(), largest)?;
    kept::schedule::set_progress(task, &schedule)?;
    Ok(decided)
}

/// What the guards have said of the lines among these that wait for something to happen.
fn decisions(task: &mut Task<'_, '_>, invoices: &[Invoice]) -> Result<HashMap<InvoiceId, Vec<Finding>>, Error> {
    let mut found = HashMap::new();
    for invoice in invoices.iter().filter(|invoice| invoice.state.is_waiting()) {
        if let Some(event) = kept::event::get(task, invoice.decided_seq)? {
            found.insert(invoice.id, Decision::read(&event.body)?.findings);
        }
    }
    Ok(found)
}

/// The parts of what a schedule stated of a debtor: any of them may be its name or a number.
fn reference(stated: &str) -> DebtorReference {
    let parts: Vec<&str> = stated.split(debtors::STATED_BETWEEN).collect();
    let identifier = |part: &&str| Identifier { scheme: None, kind: IdentifierKind::Party, value: (*part).to_owned() };
    DebtorReference {
        code: parts.last().map(|part| (*part).to_owned()),
        name: parts.first().map(|part| (*part).to_owned()),
        identifiers: parts.iter().map(identifier).collect(),
    }
}

fn end(task: &mut Task<'_, '_>, invoice: Invoice, state: InvoiceState, reason: &str) -> Result<InvoiceState, Error> {
    if reason.trim().is_empty() {
        return Err(Error::refused(
            "REASON",
            "no reason is given",
            "Say why, in a few words: the client will read it.",
        ));
    }
    #[derive(Serialize)]
    struct Facts<'a> {
        invoice: InvoiceId,
        number: &'a str,
        reason: &'a str,
    }
    let kind = if state == InvoiceState::Withdrawn { EventKind::InvoiceWithdrawn } else { EventKind::InvoiceRefused };
    let facts = Facts { invoice: invoice.id, number: &invoice.offer.number, reason: reason.trim() };
    let seq = task.record_facts(kind, &facts, &[])?;
    let id = invoice.id;
    kept::invoice::decide_again(task, &Invoice { state, decided_seq: seq, ..invoice })?;
    crate::verification::at_decision::follow(task, id, state)?;
    Ok(state)
}
