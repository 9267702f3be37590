//! What a submission would do, shown before anything is done: the real decision, in a unit that is dropped.

use super::answer::Decided;
use super::decide::decide;
use super::submit::{Submission, largest, lines_of};
use super::{RejectedLine, sorted};
use crate::{App, Command, Error, client_by_code};
use domain::id::ScheduleId;
use domain::money::{Currency, Money};
use std::sync::{Arc, Mutex};
use store::kept;
use store::kept::schedule::{Schedule, ScheduleState};

/// Most lines whose decision is shown in advance.
pub const PREVIEWED: usize = 1_000;

/// What a submission would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Control: lines offered, unreadable ones included.
    pub count: u64,
    /// Control: sum of the readable lines.
    pub sum: Money,
    /// Decisions of the first [`PREVIEWED`] readable lines, as they would fall now.
    pub lines: Vec<Decided>,
    /// How many readable lines there are.
    pub readable: u64,
    /// How many of them are credit notes; they are judged when submitted.
    pub credits: u64,
    /// Lines that would become no invoice.
    pub rejected: Vec<RejectedLine>,
    /// The number of the schedule, when exactly these files were handed in before.
    pub known: Option<i64>,
}

/// Shows what submitting would do. Nothing is kept.
///
/// # Errors
/// [`Error::NotFound`] when the client is unknown; [`Error::Fault`].
pub fn preview(app: &App, actor: &str, submission: &Submission) -> Result<Preview, Error> {
    let content = &submission.content;
    let (mut invoices, credits) = sorted(content.lines.clone());
    let readable = (invoices.len() + credits.len()) as u64;
    let largest = largest(&invoices);
    invoices.truncate(PREVIEWED);
    let sum = content.sum.unwrap_or(Money::zero(content.currency.unwrap_or(Currency::USD)));
    let shown = Arc::new(Mutex::new((Vec::new(), None)));
    let (held, submission) = (shown.clone(), submission.clone());
    let dropped = app.run(Command::new(actor, None, &[]), move |task| -> Result<(), Error> {
        let client = client_by_code(task, &submission.client)?;
        let known = kept::schedule::by_content(task, client.id, &submission.content.sha256)?;
        let mut schedule = Schedule {
            id: ScheduleId(task.new_id()),
            client: client.id,
            number: 0,
            state: ScheduleState::Submitted,
            business_date: task.today,
            line_count: 0,
            line_sum: sum,
            files: Vec::new(),
            content_sha256: [0; 32],
            transfer_method: submission.transfer_method,
            transfer_fee: Money::zero(sum.currency),
            decided_lines: 0,
        };
        let lines = decide(task, &client, &mut schedule, lines_of(invoices), largest)?;
        if let Ok(mut shown) = held.lock() {
            *shown = (lines, known.map(|schedule| schedule.number));
        }
        // Refusing drops the unit: a preview keeps nothing.
        Err(Error::Refused(Vec::new()))
    });
    match dropped {
        Err(Error::Refused(reasons)) if reasons.is_empty() => {}
        Err(error) => return Err(error),
        Ok(()) => {}
    }
    let (lines, known) = shown.lock().map(|mut shown| std::mem::take(&mut *shown)).unwrap_or_default();
    let rejected = content.rejected.iter().map(|line| RejectedLine {
        line_no: i64::try_from(line.line_no).unwrap_or(i64::MAX),
        problems: line.problems.iter().map(ToString::to_string).collect(),
    });
    Ok(Preview {
        count: content.count,
        sum,
        lines,
        readable,
        credits: credits.len() as u64,
        rejected: rejected.collect(),
        known,
    })
}
