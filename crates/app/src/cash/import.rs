//! Take bank statements in: read and prove all, then post each in units.

use super::chain::{Chain, Judged, Ready, Verdict, in_order};
use super::entry::NewEntry;
use super::place::{self, Placed};
use super::{FILES, Progress, Tally, UNIT};
use crate::{App, Command, Error, Refusal, Task};
use domain::event::EventKind;
use domain::id::StatementId;
use domain::money::Money;
use formats::statement::StatementMapping;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::statement::Statement;

/// How a statement was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Taken {
    /// For the first time.
    New,
    /// The rest of it, after an interruption.
    Continued,
    /// What the bank has added since.
    Grown,
    /// It was in the book already; nothing was done.
    Before,
}

impl Taken {
    /// The words people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "taken in",
            Self::Continued => "completed after an interruption",
            Self::Grown => "its new entries were taken in",
            Self::Before => "taken in before; nothing was done",
        }
    }
}

/// What became of one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementOutcome {
    /// The file it came from.
    pub file: String,
    /// Its key in the book.
    pub statement: StatementId,
    /// The account.
    pub account: String,
    /// The bank's id of the statement.
    pub external_id: String,
    /// Its first day.
    pub opened_on: Date,
    /// Its last day.
    pub closed_on: Date,
    /// Balance before its first entry.
    pub opening: Money,
    /// Balance after its last entry.
    pub closing: Money,
    /// How it was taken in.
    pub taken: Taken,
    /// Receipts that its entries become.
    pub entries: u64,
    /// How many of them were in the book before.
    pub known: u64,
    /// Money that found its invoices by itself: payments, and what of them was placed.
    pub applied: Tally,
    /// Money that waits to be matched: payments, and what of them waits.
    pub waiting: Tally,
    /// Payments of ours that the bank shows.
    pub debits_booked: Tally,
    /// Money that went out and waits for a person to say what it is.
    pub debits_waiting: Tally,
    /// Entries the bank has not booked yet; they come again in a later statement.
    pub unbooked: u64,
    /// What payers wrote that could not be read.
    pub remarks: Vec<Refusal>,
}

/// What the event of a statement says.
#[derive(Serialize)]
struct TakenFacts<'a> {
    statement: StatementId,
    account: &'a str,
    external_id: &'a str,
    file: &'a str,
    opening: Money,
    closing: Money,
    entries: usize,
    credits: Money,
    debits: Money,
    sequence: Option<i64>,
    opened_on: Date,
    closed_on: Date,
    grown: bool,
}

/// What the first unit of a statement finds.
#[derive(Serialize, Deserialize)]
struct Opened {
    statement: StatementId,
    days: (Date, Date),
    taken: Taken,
    placed: Option<Placed>,
}

/// Takes statement files in, camt.053 or CSV. Handed in again, they change nothing, or complete what was interrupted.
///
/// # Errors
/// [`Error::Refused`] with everything that is wrong with any file or statement, before anything is written;
/// [`Error::Fault`].
pub fn import_statement(
    app: &App,
    files: &[(String, Vec<u8>)],
    mapping: Option<&StatementMapping>,
    actor: &str,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<StatementOutcome>, Error> {
    let ready = read(files, mapping)?;
    let today = app.today();
    let fresh = app.read(|snapshot| {
        let mut chain = Chain::new(today);
        let mut refusals = Vec::new();
        let mut fresh = Vec::with_capacity(ready.len());
        for one in ready {
            match chain.judge(snapshot, &one)?.verdict {
                Ok(verdict) => fresh.push((one, verdict)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() { Ok(fresh) } else { Err(Error::Refused(refusals)) }
    })?;
    let of = fresh.iter().map(|(one, _)| one.entries.len() as u64).sum();
    let mut done = 0;
    let mut outcomes = Vec::with_capacity(fresh.len());
    for (one, verdict) in fresh {
        let before = done;
        let count = one.entries.len() as u64;
        outcomes.push(statement(app, actor, one, &verdict, &mut |entries| {
            done = before + entries;
            progress(Progress { done, of });
        })?);
        done = before + count;
        progress(Progress { done, of });
    }
    Ok(outcomes)
}

/// Reads all files and puts their statements in order.
fn read(files: &[(String, Vec<u8>)], mapping: Option<&StatementMapping>) -> Result<Vec<Ready>, Error> {
    if files.is_empty() || files.len() > FILES {
        let fact = format!("{} files were given; 1 to {FILES} are taken at once", files.len());
        return Err(Error::refused("FILES", fact, "Hand in at least one statement file, and not too many."));
    }
    let mut ready = Vec::new();
    let mut refusals = Vec::new();
    for (name, bytes) in files {
        match formats::statement::read(name, bytes, mapping).map_err(Error::from) {
            Ok(statements) => ready.extend(statements.into_iter().map(|one| Ready::of(name, one))),
            Err(Error::Refused(reasons)) => refusals.extend(reasons),
            Err(fault) => return Err(fault),
        }
    }
    if refusals.is_empty() { Ok(in_order(ready)) } else { Err(Error::Refused(refusals)) }
}

/// Posts one statement in units: the first keeps it with its balances, all take entries.
fn statement(
    app: &App,
    actor: &str,
    ready: Ready,
    verdict: &Verdict,
    progress: &mut dyn FnMut(u64),
) -> Result<StatementOutcome, Error> {
    let zero = Money::zero(ready.closing.currency);
    let all = ready.entries.len();
    let known = if *verdict == Verdict::New {
        Vec::new()
    } else {
        app.read(|snapshot| Ok(kept::statement::entries_of(snapshot, &ready.account, &ready.external_id)?))?
    };
    let known: std::collections::HashSet<String> = known.into_iter().map(|(reference, _)| reference).collect();
    let fresh: Vec<NewEntry> =
        ready.entries.iter().filter(|entry| !known.contains(&entry.reference)).cloned().collect();
    let mut outcome = StatementOutcome {
        file: ready.file.clone(),
        statement: StatementId(uuid::Uuid::nil()),
        account: ready.account.clone(),
        external_id: ready.external_id.clone(),
        opened_on: Date::MIN,
        closed_on: Date::MIN,
        opening: ready.opening,
        closing: ready.closing,
        taken: Taken::Before,
        entries: all as u64,
        known: (all - fresh.len()) as u64,
        applied: Tally::none(zero),
        waiting: Tally::none(zero),
        debits_booked: Tally::none(zero),
        debits_waiting: Tally::none(zero),
        unbooked: ready.unbooked,
        remarks: ready.remarks.clone(),
    };
    let command = || Command::new(actor, None, &[]);
    let mut units = fresh.chunks(UNIT);
    let first = units.next().unwrap_or_default().to_vec();
    let mut done = outcome.known + first.len() as u64;
    let opened = app.run(command(), move |task| open(task, &ready, first))?;
    (outcome.statement, outcome.taken) = (opened.statement, opened.taken);
    (outcome.opened_on, outcome.closed_on) = opened.days;
    let mut placed = Placed::none(zero);
    if let Some(part) = &opened.placed {
        placed.join(part)?;
        progress(done);
    }
    for unit in units.map(<[NewEntry]>::to_vec) {
        done += unit.len() as u64;
        let id = opened.statement;
        let part = app.run(command(), move |task| {
            let statement = kept::statement::get(task, id)?
                .ok_or_else(|| Error::fault("statement", "it was kept a moment ago and is gone"))?;
            place::entries(task, &statement, unit)
        })?;
        placed.join(&part)?;
        progress(done);
    }
    let Placed { applied, waiting, debits_booked, debits_waiting } = placed;
    Ok(StatementOutcome { applied, waiting, debits_booked, debits_waiting, ..outcome })
}

/// The first unit: judges the statement once more inside the transaction, keeps it, takes the first entries.
fn open(task: &mut Task<'_, '_>, ready: &Ready, first: Vec<NewEntry>) -> Result<Opened, Error> {
    let mut chain = Chain::new(task.today);
    let known = kept::statement::by_external(task, &ready.account, &ready.external_id)?;
    let Judged { verdict, days: (opened_on, closed_on) } = chain.judge(task, ready)?;
    let verdict = verdict.map_err(|refusal| Error::Refused(vec![refusal]))?;
    let entry_count = i64::try_from(ready.entries.len()).unwrap_or(i64::MAX);
    let (statement, taken) = match (verdict, known) {
        (Verdict::TakenBefore, Some(known)) => {
            let days = (known.opened_on, known.closed_on);
            return Ok(Opened { statement: known.id, days, taken: Taken::Before, placed: None });
        }
        (Verdict::Continue, Some(known)) => (known, Taken::Continued),
        (Verdict::Grow, Some(known)) => {
            let grown =
                Statement { closing: ready.closing, closed_on: closed_on.max(known.closed_on), entry_count, ..known };
            kept::statement::set(task, &grown)?;
            record(task, &grown, ready, true)?;
            (grown, Taken::Grown)
        }
        (_, _) => {
            let statement = Statement {
                id: StatementId(task.new_id()),
                account: ready.account.clone(),
                external_id: ready.external_id.clone(),
                sequence: ready.sequence,
                opening: ready.opening,
                closing: ready.closing,
                opened_on,
                closed_on,
                file: ready.file.clone(),
                business_date: task.today,
                entry_count,
            };
            kept::statement::add(task, &statement)?;
            record(task, &statement, ready, false)?;
            (statement, Taken::New)
        }
    };
    let placed = place::entries(task, &statement, first)?;
    let days = (statement.opened_on, statement.closed_on);
    Ok(Opened { statement: statement.id, days, taken, placed: Some(placed) })
}

fn record(task: &mut Task<'_, '_>, statement: &Statement, ready: &Ready, grown: bool) -> Result<(), Error> {
    let sum = |credit: bool| {
        let sides = ready.entries.iter().filter(|entry| entry.credit == credit);
        Money::new(sides.map(|entry| entry.amount.minor).sum(), ready.closing.currency)
    };
    let facts = TakenFacts {
        statement: statement.id,
        account: &statement.account,
        external_id: &statement.external_id,
        file: &ready.file,
        opening: statement.opening,
        closing: statement.closing,
        entries: ready.entries.len(),
        credits: sum(true),
        debits: sum(false),
        sequence: statement.sequence,
        opened_on: statement.opened_on,
        closed_on: statement.closed_on,
        grown,
    };
    task.record_facts(EventKind::StatementTaken, &facts, &[])?;
    Ok(())
}
