//! L04: fees earned and not yet charged, over all open invoices, in units.
//!
//! A unit's accruals are one event with a journal for each invoice. Run again for the same day it finds nothing to
//! add: only what was earned since is accrued (FE-11).

use super::Progress;
use super::post::Agreements;
use crate::{App, Command, Error, Task};
use domain::cash;
use domain::event::EventKind;
use domain::id::InvoiceId;
use domain::money::{Currency, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::kept;

/// Most invoices that one unit of work looks at.
const UNIT: i64 = 500;

/// What an accrual run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accrual {
    /// The day up to which fees were accrued.
    pub by: Date,
    /// Invoices that were looked at.
    pub invoices: u64,
    /// Invoices whose fee has grown.
    pub accrued: u64,
    /// What was accrued, per currency.
    pub sums: Vec<Money>,
}

/// One unit of it.
#[derive(Serialize, Deserialize)]
struct Step {
    last: Option<InvoiceId>,
    invoices: u64,
    accrued: u64,
    sums: BTreeMap<Currency, i64>,
}

/// Accrues the fees of all open invoices up to a day.
///
/// # Errors
/// [`Error::Refused`] when the day lies ahead; [`Error::Fault`].
pub fn accrue_fees(app: &App, by: Date, actor: &str, progress: &mut dyn FnMut(Progress)) -> Result<Accrual, Error> {
    if by > app.today() {
        let fact = format!("{by} lies ahead; fees are earned up to today, {}", app.today());
        return Err(Error::refused("DAY_AHEAD", fact, "Choose today or an earlier day."));
    }
    let mut whole = Accrual { by, invoices: 0, accrued: 0, sums: Vec::new() };
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    let mut after = InvoiceId(uuid::Uuid::nil());
    loop {
        let step = app.run(Command::new(actor, None, &[]), move |task| one(task, after, by))?;
        whole.invoices += step.invoices;
        whole.accrued += step.accrued;
        for (currency, amount) in step.sums {
            *sums.entry(currency).or_default() += amount;
        }
        progress(Progress { done: whole.invoices, of: whole.invoices });
        match step.last {
            Some(last) => after = last,
            None => break,
        }
    }
    whole.sums = sums.into_iter().map(|(currency, minor)| Money::new(minor, currency)).collect();
    Ok(whole)
}

fn one(task: &mut Task<'_, '_>, after: InvoiceId, by: Date) -> Result<Step, Error> {
    let found = kept::invoice::open_after(task, after, UNIT)?;
    let last = found.last().map(|invoice| invoice.id);
    let mut step = Step { last, invoices: found.len() as u64, accrued: 0, sums: BTreeMap::new() };
    let calendar = task.factor.calendar;
    let mut agreements = Agreements::default();
    let mut journals = Vec::new();
    let mut changed = Vec::new();
    for receivable in found.into_iter().filter_map(|invoice| invoice.receivable) {
        let terms = agreements.terms(task, receivable.client, receivable.agreement_version)?;
        if let Some((grown, journal)) = cash::accrue(&receivable, terms, calendar, by)? {
            *step.sums.entry(grown.currency).or_default() += grown.fee_accrued - receivable.fee_accrued;
            journals.push(journal);
            changed.push(grown);
        }
    }
    step.accrued = changed.len() as u64;
    if !changed.is_empty() {
        let sums: Vec<Money> = step.sums.iter().map(|(currency, minor)| Money::new(*minor, *currency)).collect();
        let facts = serde_json::json!({ "by": by, "invoices": changed.len(), "sums": sums });
        task.record_facts(EventKind::FeesAccrued, &facts, &journals)?;
        for receivable in &changed {
            kept::invoice::set_balances(task, receivable)?;
        }
    }
    Ok(step)
}
