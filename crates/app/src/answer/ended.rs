//! Promises and money on its way end: kept, broken, not seen, or replaced (CO-10).

use super::told;
use crate::{App, Command, Error, Task};
use domain::contact::{Answer, AnswerState, PaidSoFar};
use domain::event::EventKind;
use domain::id::{AnswerId, ClientId, DebtorId, InvoiceId};
use domain::invoice::{ClosedBy, Receivable};
use domain::letter::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Most answers that one unit of the daily run looks at.
const UNIT: i64 = 1_000;

/// What the daily run found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Promises whose money came in time, and payments that were on their way.
    pub kept: usize,
    /// Promises whose money did not come in time.
    pub broken: usize,
    /// Payments that were on their way and were not seen.
    pub not_seen: usize,
}

#[derive(Serialize)]
struct Facts<'a> {
    debtor: DebtorId,
    client: ClientId,
    answers: Vec<(AnswerId, AnswerState)>,
    words: &'a str,
}

/// What has been paid of an invoice by the day an answer is kept by.
fn paid_by(bought: Option<&Receivable>, kept_by: Option<Date>) -> PaidSoFar {
    let Some(bought) = bought else { return PaidSoFar { in_time: 0, closed_on: None } };
    let in_time = |day: Date| kept_by.is_none_or(|last| day <= last);
    let payments = bought.portions.iter().filter(|portion| matches!(portion.by, ClosedBy::Payment(_)));
    PaidSoFar {
        in_time: payments.filter(|portion| in_time(portion.value_date)).map(|portion| portion.amount).sum(),
        closed_on: bought.closed,
    }
}

/// A newer answer takes the place of this one. CO-10: what had not been kept by its day is broken all the same.
pub(super) fn replace(task: &mut Task<'_, '_>, mut earlier: Answer, invoice: &Invoice) -> Result<(), Error> {
    match earlier.state {
        AnswerState::Running => {
            let judged = earlier.judged(paid_by(invoice.receivable.as_ref(), earlier.kept_by), task.today);
            let late = earlier.kept_by.is_some_and(|last| task.today > last);
            match judged {
                Some(state) => return keep_ended(task, vec![(earlier, state)]),
                None if late && earlier.kind() == domain::contact::AnswerKind::WillPay => {
                    return keep_ended(task, vec![(earlier, AnswerState::Broken)]);
                }
                None => earlier.state = AnswerState::Replaced,
            }
        }
        AnswerState::Noted => earlier.state = AnswerState::Replaced,
        _ => return Ok(()),
    }
    earlier.ended_on = Some(task.today);
    Ok(kept::answer::set(task, &earlier)?)
}

/// Keeps how answers ended: one event and one entry in the timeline per pair.
fn keep_ended(task: &mut Task<'_, '_>, ended: Vec<(Answer, AnswerState)>) -> Result<(), Error> {
    let mut pairs: BTreeMap<(DebtorId, ClientId), Vec<Answer>> = BTreeMap::new();
    for (mut answer, state) in ended {
        answer.state = state;
        answer.ended_on = Some(task.today);
        kept::answer::set(task, &answer)?;
        pairs.entry((answer.debtor, answer.client)).or_default().push(answer);
    }
    for ((debtor, client), answers) in pairs {
        let said = told::how_ended(task, &answers)?;
        let words = said.words(Language::English);
        let facts =
            Facts { debtor, client, answers: answers.iter().map(|one| (one.id, one.state)).collect(), words: &words };
        let event = task.record_facts(EventKind::PromiseEnded, &facts, &[])?;
        told::ended(task, event, (client, debtor), said)?;
    }
    Ok(())
}

/// Which of these invoices somebody has promised to pay, with a clock that runs.
pub(crate) fn promised(task: &mut Task<'_, '_>, invoices: &[InvoiceId]) -> Result<HashSet<InvoiceId>, Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|id| id.0).collect();
    Ok(kept::answer::awaited(task, &ids)?.into_iter().map(|answer| answer.invoice).collect())
}

/// Money, or a credit note, was put on invoices: promises that it keeps are kept.
pub(crate) fn paid(task: &mut Task<'_, '_>, invoices: &[&Receivable]) -> Result<(), Error> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.id.0).collect();
    let mut ended = Vec::new();
    for answer in kept::answer::awaited(task, &ids)? {
        let bought = invoices.iter().find(|invoice| invoice.id == answer.invoice).copied();
        if let Some(state) = answer.judged(paid_by(bought, answer.kept_by), task.today) {
            ended.push((answer, state));
        }
    }
    keep_ended(task, ended)
}

/// An application was taken back, or the bank returned the money: a promise that it had ended runs again, or is judged
/// anew where its clock has run out.
pub(crate) fn reopened(task: &mut Task<'_, '_>, bought: &Receivable) -> Result<(), Error> {
    let ended = |state| matches!(state, AnswerState::Kept | AnswerState::Broken | AnswerState::NotSeen);
    for mut answer in kept::answer::latest(task, &[bought.id.0])? {
        // A promise that broke because its day went by stays broken; only what money had ended opens again.
        let by_money = answer.ended_on.zip(answer.until).is_some_and(|(on, until)| on <= until);
        if !ended(answer.state) || !(answer.state == AnswerState::Kept || by_money) {
            continue;
        }
        answer.state = AnswerState::Running;
        answer.ended_on = None;
        match answer.judged(paid_by(Some(bought), answer.kept_by), task.today) {
            Some(state) => keep_ended(task, vec![(answer, state)])?,
            None => kept::answer::set(task, &answer)?,
        }
    }
    Ok(())
}

/// Ends the answers after an id, up to a unit's number, whose clock has run out or whose money has come.
///
/// # Errors
/// [`Error::Fault`].
pub fn end_due(task: &mut Task<'_, '_>, after: AnswerId) -> Result<(Ended, Option<AnswerId>), Error> {
    let running = kept::answer::running_after(task, after, UNIT)?;
    let ids: Vec<Uuid> = running.iter().map(|answer| answer.invoice.0).collect();
    let invoices: HashMap<_, _> =
        kept::invoice::by_ids(task, &ids)?.into_iter().map(|invoice| (invoice.id, invoice.receivable)).collect();
    let last = running.last().map(|answer| answer.id);
    let more = i64::try_from(running.len()).is_ok_and(|count| count == UNIT);
    let mut found = Ended::default();
    let mut ended = Vec::new();
    for answer in running {
        let bought = invoices.get(&answer.invoice).and_then(Option::as_ref);
        let Some(state) = answer.judged(paid_by(bought, answer.kept_by), task.today) else { continue };
        match state {
            AnswerState::Kept => found.kept += 1,
            AnswerState::Broken => found.broken += 1,
            _ => found.not_seen += 1,
        }
        ended.push((answer, state));
    }
    keep_ended(task, ended)?;
    Ok((found, last.filter(|_| more)))
}

/// The daily run: every promise and every payment on its way whose clock has run out is ended. Run again, it finds nothing.
///
/// # Errors
/// [`Error::Fault`].
pub fn run(app: &App, actor: &str) -> Result<Ended, Error> {
    let mut after = AnswerId(Uuid::nil());
    let mut sum = Ended::default();
    loop {
        let (found, next) = app.run(Command::new(actor, None, &[]), move |task| end_due(task, after))?;
        sum.kept += found.kept;
        sum.broken += found.broken;
        sum.not_seen += found.not_seen;
        match next {
            Some(last) => after = last,
            None => return Ok(sum),
        }
    }
}
