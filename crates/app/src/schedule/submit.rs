//! Submit a schedule: keep it with its control figures, decide it in units, close it.

use super::answer::{Answer, Decided, Progress, RejectedLine};
use super::credit_notes::{self, Credited};
use super::decide::{Line, Looked, decide, decide_looked};
use super::{BATCH, OfferedCredit, OfferedInvoice, mapping_named, sorted};
use crate::{App, Command, Error, Refusal, Task, client_by_code};
use domain::event::EventKind;
use domain::id::ScheduleId;
use domain::invoice::{InvoiceState, TransferMethod};
use domain::money::Money;
use domain::party::Client;
use formats::schedule::{DebtorReference, ScheduleFile};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::kept;
use store::kept::schedule::{Schedule, ScheduleState};

/// A schedule that was read and is to be submitted.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Code of the client.
    pub client: String,
    /// Names of the files.
    pub files: Vec<String>,
    /// What they say.
    pub content: Arc<ScheduleFile>,
    /// How the advance is paid.
    pub transfer_method: TransferMethod,
}

/// Reads the files of a schedule with a mapping of the client (CSV) or without (UBL).
///
/// # Errors
/// [`Error::Refused`] with every problem of the files; [`Error::NotFound`] when client or mapping is unknown.
pub fn read_files(
    app: &App,
    client: &str,
    mapping: Option<&str>,
    files: &[(String, Vec<u8>)],
    transfer_method: TransferMethod,
) -> Result<Submission, Error> {
    let mapping = app.read(|snapshot| {
        let client = client_by_code(snapshot, client)?;
        mapping_named(snapshot, client.id, mapping)
    })?;
    let content = formats::schedule::read(files, mapping.as_ref())?;
    let files = files.iter().map(|(name, _)| name.clone()).collect();
    Ok(Submission { client: client.to_owned(), files, content: Arc::new(content), transfer_method })
}

/// Submits a schedule and decides all its lines. Handing in the same files again gives the first answer, or goes
/// on where an interrupted import stopped.
///
/// # Errors
/// [`Error::NotFound`] when the client is unknown; [`Error::Refused`] when the schedule holds nothing; [`Error::Fault`].
pub fn submit(
    app: &App,
    actor: &str,
    submission: &Submission,
    progress: &mut dyn FnMut(Progress),
) -> Result<Answer, Error> {
    let content = submission.content.clone();
    let (invoices, credits) = sorted(content.lines.clone());
    let of = (invoices.len() + credits.len()) as u64;
    if invoices.len() + credits.len() <= BATCH {
        let submission = submission.clone();
        let command = Command::new(actor, None, &[]);
        let answer = app.run(command, move |task| at_once(task, &submission, invoices, &credits))?;
        progress(Progress { done: of, of });
        return Ok(answer);
    }
    submit_in_units(app, actor, submission, invoices, &credits, progress)
}

/// Submits lines that came without a file (the API): one unit, up to [`BATCH`] lines.
///
/// # Errors
/// As [`submit`].
pub fn submit_lines(task: &mut Task<'_, '_>, submission: &Submission) -> Result<Answer, Error> {
    let (invoices, credits) = sorted(submission.content.lines.clone());
    if invoices.len() + credits.len() > BATCH {
        let fact =
            format!("{} lines were given; at most {BATCH} are taken in one request", invoices.len() + credits.len());
        return Err(Error::refused("TOO_MANY_LINES", fact, "Send them in several requests, or as a file."));
    }
    at_once(task, submission, invoices, &credits)
}

/// Says what [`submit_lines`] is going to ask, before its turn.
///
/// # Errors
/// [`Error::NotFound`] when the client is unknown; [`Error::Fault`].
pub fn expect_lines(task: &mut Task<'_, '_>, submission: &Submission) -> Result<(), Error> {
    let (invoices, _) = sorted(submission.content.lines.clone());
    if invoices.len() > BATCH {
        return Ok(());
    }
    let client = client_by_code(task, &submission.client)?;
    look(task, &client, &invoices, &submission.content.sha256).map(drop)
}

/// Looks at the parties of the lines, and says what the decision is going to ask.
fn look<'a>(
    task: &mut Task<'_, '_>,
    client: &'a Client,
    invoices: &[OfferedInvoice],
    sha256: &[u8; 32],
) -> Result<Looked<'a>, Error> {
    let looked = Looked::at(task, client, invoices)?;
    let by_content = kept::schedule::by_content_ask(task, client.id, sha256);
    looked.expect(task, invoices, vec![by_content])?;
    Ok(looked)
}

/// A schedule that comes and is decided in one unit: its row is written once, when all of it is known.
fn at_once(
    task: &mut Task<'_, '_>,
    submission: &Submission,
    invoices: Vec<OfferedInvoice>,
    credits: &[OfferedCredit],
) -> Result<Answer, Error> {
    let head = Head::of(submission);
    let client = client_by_code(task, &submission.client)?;
    let looked = look(task, &client, &invoices, &head.sha256)?;
    let (mut schedule, is_kept) = match open(task, &client, &head)? {
        Opened::Known(answer) => return Ok(answer),
        Opened::Fresh(schedule) => (schedule, false),
        Opened::Begun(schedule) => (schedule, true),
    };
    let largest = largest(&invoices);
    let lines = decide_looked(task, &looked, &mut schedule, lines_of(invoices), largest)?;
    let credited = credit_notes::apply_all(task, &client, &schedule, credits)?;
    let answer = close(task, &mut schedule, &lines, &credited, &head)?;
    if is_kept {
        kept::schedule::set_progress(task, &schedule)?;
    } else {
        kept::schedule::add(task, &schedule)?;
    }
    Ok(answer)
}

/// Control figures and names of a submission.
struct Head {
    files: Vec<String>,
    sha256: [u8; 32],
    count: i64,
    sum: Money,
    rejected: Vec<kept::schedule::RejectedLine>,
    transfer_method: TransferMethod,
    readable: i64,
    /// Where no line can be read: what is wrong with the first [`TOLD`].
    unreadable: Vec<Refusal>,
}

/// Of how many lines it is told what is wrong, when not one can be read.
const TOLD: usize = 50;

impl Head {
    fn of(submission: &Submission) -> Self {
        let content = &submission.content;
        let rejected = content.rejected.iter().map(|line| kept::schedule::RejectedLine {
            line_no: i64::try_from(line.line_no).unwrap_or(i64::MAX),
            file: line.problems.first().map(|problem| problem.place.file.clone()).unwrap_or_default(),
            raw: line.raw.clone(),
            problems: line.problems.iter().map(ToString::to_string).collect(),
        });
        Self {
            files: submission.files.clone(),
            sha256: content.sha256,
            count: i64::try_from(content.count).unwrap_or(i64::MAX),
            sum: content.sum.unwrap_or(Money::zero(content.currency.unwrap_or(domain::money::Currency::USD))),
            rejected: rejected.collect(),
            transfer_method: submission.transfer_method,
            readable: i64::try_from(content.lines.len()).unwrap_or(i64::MAX),
            unreadable: if content.lines.is_empty() {
                let told = content.rejected.iter().take(TOLD).flat_map(|line| line.problems.iter().cloned());
                told.map(Refusal::from).collect()
            } else {
                Vec::new()
            },
        }
    }
}

enum Opened {
    /// It is new; its row is still to be written.
    Fresh(Schedule),
    /// It was begun before and is not decided to its end.
    Begun(Schedule),
    Known(Answer),
}

/// Records the schedule with its control figures and keeps its unreadable lines, unless these files are known.
fn open(task: &mut Task<'_, '_>, client: &Client, head: &Head) -> Result<Opened, Error> {
    if head.readable == 0 {
        let mut refusals = vec![Refusal::new(
            "NOTHING_READABLE",
            format!("none of the {} lines can be read", head.count),
            "Correct them and submit the file again.",
        )];
        refusals.extend(head.unreadable.iter().cloned());
        return Err(Error::Refused(refusals));
    }
    if let Some(known) = kept::schedule::by_content(task, client.id, &head.sha256)? {
        return match known.state {
            ScheduleState::Decided => Ok(Opened::Known(known_answer(task, &known)?)),
            ScheduleState::Submitted => Ok(Opened::Begun(known)),
        };
    }
    let schedule = Schedule {
        id: ScheduleId(task.new_id()),
        client: client.id,
        number: task.unit.next_number("schedule")?,
        state: ScheduleState::Submitted,
        business_date: task.today,
        line_count: head.count,
        line_sum: head.sum,
        files: head.files.clone(),
        content_sha256: head.sha256,
        transfer_method: head.transfer_method,
        transfer_fee: Money::zero(head.sum.currency),
        decided_lines: 0,
    };
    kept::schedule::add_rejected(task, schedule.id, &head.rejected)?;
    #[derive(Serialize)]
    struct Facts<'a> {
        schedule: ScheduleId,
        number: i64,
        client: &'a str,
        lines: i64,
        sum: Money,
        unreadable: usize,
        files: &'a [String],
        sha256: String,
        transfer_method: TransferMethod,
    }
    let facts = Facts {
        schedule: schedule.id,
        number: schedule.number,
        client: client.code.as_str(),
        lines: head.count,
        sum: head.sum,
        unreadable: head.rejected.len(),
        files: &head.files,
        sha256: head.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        transfer_method: head.transfer_method,
    };
    task.record_facts(EventKind::ScheduleSubmitted, &facts, &[])?;
    Ok(Opened::Fresh(schedule))
}

/// Closes the schedule and says what became of it; its row is the caller's to write.
fn close(
    task: &mut Task<'_, '_>,
    schedule: &mut Schedule,
    lines: &[Decided],
    credited: &Credited,
    head: &Head,
) -> Result<Answer, Error> {
    schedule.state = ScheduleState::Decided;
    schedule.decided_lines = head.readable;
    kept::schedule::add_rejected(task, schedule.id, &credited.refused)?;
    let mut answer = tallied(schedule, lines);
    answer.credits = credited.applied;
    let refused = credited.refused.iter();
    answer.rejected = head.rejected.iter().chain(refused).map(rejected_line).collect();
    #[derive(Serialize)]
    struct Facts {
        schedule: ScheduleId,
        lines: i64,
        bought: i64,
        waiting: i64,
        asked: i64,
        refused: i64,
        credits: i64,
    }
    let facts = Facts {
        schedule: schedule.id,
        lines: schedule.decided_lines,
        bought: answer.bought,
        waiting: answer.waiting,
        asked: answer.asked,
        refused: answer.refused,
        credits: answer.credits,
    };
    task.record_facts(EventKind::ScheduleDecided, &facts, &[])?;
    Ok(answer)
}

fn rejected_line(line: &kept::schedule::RejectedLine) -> RejectedLine {
    RejectedLine { line_no: line.line_no, problems: line.problems.clone() }
}

fn tallied(schedule: &Schedule, lines: &[Decided]) -> Answer {
    let in_state = |state| lines.iter().filter(move |line| line.state == state);
    let count = |state| i64::try_from(in_state(state).count()).unwrap_or(i64::MAX);
    let money = |minor| Money::new(minor, schedule.line_sum.currency);
    Answer {
        schedule: schedule.id,
        number: schedule.number,
        known: false,
        count: schedule.line_count,
        sum: schedule.line_sum,
        bought: count(InvoiceState::Purchased),
        bought_sum: money(in_state(InvoiceState::Purchased).map(|line| line.amount.minor).sum()),
        cash: money(lines.iter().map(|line| line.cash.minor).sum()),
        waiting: count(InvoiceState::InReview),
        asked: count(InvoiceState::Verifying) + count(InvoiceState::Verified),
        refused: count(InvoiceState::Rejected),
        credits: 0,
        rejected: Vec::new(),
        lines: lines.to_vec(),
    }
}

/// What became of a schedule that is decided already, from what the book keeps.
fn known_answer(task: &mut Task<'_, '_>, schedule: &Schedule) -> Result<Answer, Error> {
    let mut answer = tallied(schedule, &[]);
    answer.known = true;
    for outcome in kept::schedule::outcome(task, schedule.id)? {
        let state = InvoiceState::from_code(&outcome.state);
        match state {
            Some(InvoiceState::InReview) => answer.waiting += outcome.count,
            Some(InvoiceState::Verifying | InvoiceState::Verified) => answer.asked += outcome.count,
            Some(InvoiceState::Rejected | InvoiceState::Returned | InvoiceState::Withdrawn) => {
                answer.refused += outcome.count;
            }
            _ => {
                answer.bought += outcome.count;
                answer.bought_sum.minor += outcome.amount;
                answer.cash.minor += outcome.advance;
            }
        }
    }
    answer.cash.minor -= schedule.transfer_fee.minor;
    answer.credits = i64::try_from(kept::credit_note::of_schedule(task, schedule.id)?.len()).unwrap_or(i64::MAX);
    answer.rejected = kept::schedule::rejected(task, schedule.id)?.iter().map(rejected_line).collect();
    Ok(answer)
}

pub(super) fn lines_of(invoices: Vec<OfferedInvoice>) -> Vec<Line> {
    invoices.into_iter().map(|offered| Line { offered, kept: None, cleared: false, waits: None }).collect()
}

/// LC-07: the line of a schedule with the largest amount, the first of several.
pub(super) fn largest(invoices: &[OfferedInvoice]) -> Option<i64> {
    invoices.iter().max_by_key(|one| (one.offer.amount.minor, std::cmp::Reverse(one.line_no))).map(|one| one.line_no)
}

/// What one unit of a large schedule reports.
#[derive(Serialize, Deserialize)]
struct UnitDone {
    decided_lines: i64,
    bought: i64,
    bought_sum: i64,
    cash: i64,
    waiting: i64,
    asked: i64,
    refused: i64,
}

/// A large schedule: kept first, then decided unit by unit, each under its own key, then closed.
fn submit_in_units(
    app: &App,
    actor: &str,
    submission: &Submission,
    invoices: Vec<OfferedInvoice>,
    credits: &[OfferedCredit],
    progress: &mut dyn FnMut(Progress),
) -> Result<Answer, Error> {
    let of = (invoices.len() + credits.len()) as u64;
    let opening = submission.clone();
    let opened: Result<(ScheduleId, i64), Answer> = app.run(Command::new(actor, None, &[]), move |task| {
        let client = client_by_code(task, &opening.client)?;
        Ok(match open(task, &client, &Head::of(&opening))? {
            Opened::Fresh(schedule) => {
                kept::schedule::add(task, &schedule)?;
                Ok((schedule.id, schedule.decided_lines))
            }
            Opened::Begun(schedule) => Ok((schedule.id, schedule.decided_lines)),
            Opened::Known(answer) => Err(answer),
        })
    })?;
    let (id, done) = match opened {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    let mut done = usize::try_from(done).unwrap_or(0);
    let largest = largest(&invoices);
    let mut rest = invoices.into_iter().skip(done);
    loop {
        let batch: Vec<OfferedInvoice> = rest.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let expected = i64::try_from(done).unwrap_or(i64::MAX);
        let length = batch.len();
        let key = format!("schedule:{id}:{done}");
        app.run(Command::new(actor, Some(&key), id.bytes()), move |task| one_unit(task, id, expected, batch, largest))?;
        done += length;
        progress(Progress { done: done as u64, of });
    }
    let (closing, credits) = (submission.clone(), credits.to_vec());
    let answer = app.run(Command::new(actor, None, &[]), move |task| {
        let mut schedule = kept::schedule::get(task, id)?.ok_or_else(|| Error::NotFound("schedule".to_owned()))?;
        if schedule.state == ScheduleState::Decided {
            return known_answer(task, &schedule);
        }
        let client = client_by_code(task, &closing.client)?;
        let credited = credit_notes::apply_all(task, &client, &schedule, &credits)?;
        close(task, &mut schedule, &[], &credited, &Head::of(&closing))?;
        kept::schedule::set_progress(task, &schedule)?;
        Ok(Answer { known: false, ..known_answer(task, &schedule)? })
    })?;
    progress(Progress { done: of, of });
    Ok(answer)
}

/// Decides one batch of a large schedule, unless another process has.
fn one_unit(
    task: &mut Task<'_, '_>,
    id: ScheduleId,
    expected: i64,
    batch: Vec<OfferedInvoice>,
    largest: Option<i64>,
) -> Result<UnitDone, Error> {
    let mut schedule = kept::schedule::get(task, id)?.ok_or_else(|| Error::NotFound("schedule".to_owned()))?;
    let length = i64::try_from(batch.len()).unwrap_or(i64::MAX);
    let mut lines = Vec::new();
    if schedule.decided_lines == expected {
        let client = kept::party::client(task, schedule.client)?.ok_or_else(|| Error::NotFound("client".to_owned()))?;
        lines = decide(task, &client, &mut schedule, lines_of(batch), largest)?;
        schedule.decided_lines += length;
        kept::schedule::set_progress(task, &schedule)?;
    }
    let tally = tallied(&schedule, &lines);
    Ok(UnitDone {
        decided_lines: schedule.decided_lines,
        bought: tally.bought,
        bought_sum: tally.bought_sum.minor,
        cash: tally.cash.minor,
        waiting: tally.waiting,
        asked: tally.asked,
        refused: tally.refused,
    })
}

/// Turns lines of the API into the content of a submission; its hash is that of the lines themselves.
#[must_use]
pub fn content_of(lines: Vec<formats::schedule::OfferedLine>, sha256: [u8; 32]) -> ScheduleFile {
    let sum = lines.iter().fold(None, |sum: Option<Money>, line| {
        let amount = if line.is_credit_note { line.amount.negated() } else { line.amount };
        Some(sum.map_or(amount, |sum| sum.plus(amount).unwrap_or(sum)))
    });
    ScheduleFile {
        count: lines.len() as u64,
        currency: sum.map(|sum| sum.currency),
        sum,
        lines,
        rejected: Vec::new(),
        sha256,
    }
}

/// The reference of a debtor by its code alone.
#[must_use]
pub fn reference_by_code(code: &str) -> DebtorReference {
    DebtorReference { code: Some(code.to_owned()), ..DebtorReference::default() }
}
