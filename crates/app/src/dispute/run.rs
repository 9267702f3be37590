//! The daily run of cases: clients that could not be told, disputes whose invoice is paid, disputes that have become a breach.

use super::tell::tell_of;
use super::{Facts, effect, number_of_invoice, resolve_noting, told_to};
use crate::{App, Command, Error, Task};
use domain::contact::Seen;
use domain::dispute::{Case, CaseKind, Note, Outcome, OutcomeKind, Side, Speaker};
use domain::event::EventKind;
use domain::timeline::{Sentence, Who};
use serde::{Deserialize, Serialize};
use store::kept;

/// What the daily run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRun {
    /// Disputes that were settled because their invoice is paid or credited.
    pub settled: usize,
    /// Disputes that became a breach of warranty (LC-09).
    pub breached: usize,
}

/// Looks at every open case. Run again on the same day, it finds nothing new.
///
/// # Errors
/// [`Error::Fault`].
pub fn run(app: &App, actor: &str) -> Result<CaseRun, Error> {
    let mut after = 0;
    let mut sum = CaseRun::default();
    loop {
        let (found, next) = app.run(Command::new(actor, None, &[]), move |task| look(task, after))?;
        sum.settled += found.settled;
        sum.breached += found.breached;
        match next {
            Some(last) => after = last,
            None => return Ok(sum),
        }
    }
}

/// Looks at the open cases after a number, up to one read of them; the last number when there may be more.
fn look(task: &mut Task<'_, '_>, after: i64) -> Result<(CaseRun, Option<i64>), Error> {
    let open = kept::relation_case::open_after(task, after)?;
    let last = open.last().map(|case| case.number);
    let more = i64::try_from(open.len()).is_ok_and(|count| count == kept::relation_case::CASES);
    let mut done = CaseRun::default();
    let mut untold = Vec::new();
    for case in open {
        if let Some(outcome) = paid_off(task, &case)? {
            let by = Speaker::new(Side::Factor, &task.factor.name);
            resolve_noting(task, case.id, by, outcome, Note::NothingOpen)?;
            done.settled += 1;
            continue;
        }
        if case.breached_on.is_none() && case.is_breach(task.today) {
            breach(task, case.clone())?;
            done.breached += 1;
        }
        // A case that could not be told today is tried again tomorrow, not each time somebody runs this.
        if case.opened_on < task.today {
            untold.push(case);
        }
    }
    tell_of(task, untold)?;
    Ok((done, last.filter(|_| more)))
}

/// How a dispute ended whose invoice has nothing open any more; none while something is open.
fn paid_off(task: &mut Task<'_, '_>, case: &Case) -> Result<Option<Outcome>, Error> {
    let (Some(invoice), Some(amount)) = (case.invoice, case.amount) else { return Ok(None) };
    if case.kind != CaseKind::Dispute {
        return Ok(None);
    }
    let Some(invoice) = kept::invoice::by_ids(task, &[invoice.0])?.pop() else { return Ok(None) };
    let Some(bought) = invoice.receivable.filter(|bought| bought.open == 0 && bought.closed.is_some()) else {
        return Ok(None);
    };
    let credited = effect::credited_so_far(&bought) - case.credited_before;
    let outcome = if credited >= amount.minor { Outcome::credit(amount) } else { Outcome::of(OutcomeKind::FullPay) };
    Ok(Some(outcome))
}

/// LC-09: the dispute is a breach of warranty. The client reads what that means; the factor decides what follows.
pub(super) fn breach(task: &mut Task<'_, '_>, mut case: Case) -> Result<(), Error> {
    case.breached_on = Some(task.today);
    let ineligible = effect::keep(task, &case)?;
    let by = Speaker::new(Side::Factor, &task.factor.name);
    let facts = Facts::of(&case, "BREACH", &by, "", ineligible);
    let event = task.record_facts(EventKind::CaseMoved, &facts, &[])?;
    let days = case.is_open().then(|| (task.today - case.opened_on).get_days());
    let said = Sentence::Breach { case: case.number, invoice: number_of_invoice(task, &case)?, days };
    told_to(task, (event, 0), &case, Who::named(&by.name), said, Seen::FACTOR_AND_CLIENT)
}
