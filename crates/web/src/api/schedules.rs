//! Schedules of accounts: what was handed in, what became of it, and its lines.

use super::findings::Finding;
use super::idempotency::{Nothing, Write};
use super::money::Money;
use super::page::{Page, PageOf, and_one_more};
use super::problem::Problem;
use super::read::{PathOf, QueryOf};
use super::{Answer, codes, done, names};
use crate::Web;
use app::schedule::{self, decide_again};
use app::{Error, client_by_code};
use axum::extract::State;
use domain::id::ScheduleId;
use domain::invoice::{InvoiceState, TransferMethod};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// The decision on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Decision {
    /// Its line.
    line_no: i64,
    /// The invoice.
    invoice: Uuid,
    /// Its number as written.
    number: String,
    /// Bought, waits, or refused.
    #[schema(schema_with = names::invoice_state)]
    state: InvoiceState,
    /// What was offered.
    amount: Money,
    /// What is advanced before fees.
    advance: Money,
    /// What is paid to the client.
    cash: Money,
    /// Every guard's answer.
    findings: Vec<Finding>,
}

impl From<schedule::Decided> for Decision {
    fn from(line: schedule::Decided) -> Self {
        Self {
            line_no: line.line_no,
            invoice: line.invoice.0,
            number: line.number,
            state: line.state,
            amount: line.amount.into(),
            advance: line.advance.into(),
            cash: line.cash.into(),
            findings: line.findings.into_iter().map(Finding::from).collect(),
        }
    }
}

/// A line that became no invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct RejectedLine {
    line_no: i64,
    /// What is wrong, each with its remedy.
    problems: Vec<String>,
}

impl From<schedule::RejectedLine> for RejectedLine {
    fn from(line: schedule::RejectedLine) -> Self {
        Self { line_no: line.line_no, problems: line.problems }
    }
}

/// What became of a schedule when it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ScheduleAnswer {
    id: Uuid,
    /// Number people read: 12 is `S-12`.
    number: i64,
    /// It was handed in before: this is what became of it.
    known: bool,
    /// Control: lines offered, unreadable ones included.
    count: i64,
    /// Control: sum of the readable lines.
    sum: Money,
    /// Lines bought.
    bought: i64,
    /// Their amounts.
    bought_sum: Money,
    /// What the client is paid.
    cash: Money,
    /// Lines that wait for a person.
    waiting: i64,
    /// Lines that wait for the debtor's confirmation, its notice, or proof of it.
    asked: i64,
    /// Lines refused by a guard.
    refused: i64,
    /// Credit notes that took effect.
    credits: i64,
    /// Lines that became no invoice.
    rejected: Vec<RejectedLine>,
    /// The decisions, for up to 2,500 lines; those of a larger schedule are at `/schedules/{number}/lines`.
    lines: Vec<Decision>,
}

impl From<schedule::Answer> for ScheduleAnswer {
    fn from(answer: schedule::Answer) -> Self {
        Self {
            id: answer.schedule.0,
            number: answer.number,
            known: answer.known,
            count: answer.count,
            sum: answer.sum.into(),
            bought: answer.bought,
            bought_sum: answer.bought_sum.into(),
            cash: answer.cash.into(),
            waiting: answer.waiting,
            asked: answer.asked,
            refused: answer.refused,
            credits: answer.credits,
            rejected: answer.rejected.into_iter().map(RejectedLine::from).collect(),
            lines: answer.lines.into_iter().map(Decision::from).collect(),
        }
    }
}

/// A schedule as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Schedule {
    id: Uuid,
    /// Number people read: 12 is `S-12`.
    number: i64,
    /// Code of the client.
    client: String,
    /// Is every line decided?
    #[schema(schema_with = names::schedule_state)]
    state: &'static str,
    /// The day it was handed in.
    business_date: Date,
    /// Control: lines offered, unreadable ones included.
    count: i64,
    /// Control: sum of the readable lines.
    sum: Money,
    /// Names of its files.
    files: Vec<String>,
    /// How the advance is paid.
    #[schema(schema_with = names::transfer_method)]
    transfer_method: TransferMethod,
    /// The transfer fee that its purchases have borne.
    transfer_fee: Money,
}

fn shown(schedule: kept::schedule::Schedule, codes: &codes::Codes) -> Schedule {
    Schedule {
        id: schedule.id.0,
        number: schedule.number,
        client: codes.of(schedule.client.0),
        state: schedule.state.code(),
        business_date: schedule.business_date,
        count: schedule.line_count,
        sum: schedule.line_sum.into(),
        files: schedule.files,
        transfer_method: schedule.transfer_method,
        transfer_fee: schedule.transfer_fee.into(),
    }
}

/// One schedule with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ScheduleDetail {
    schedule: Schedule,
    /// Its lines by state.
    outcome: Vec<Outcome>,
    /// Lines that became no invoice.
    rejected: Vec<RejectedLine>,
}

/// Lines of one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ScheduleOutcome)]
pub(super) struct Outcome {
    #[schema(schema_with = names::invoice_state)]
    state: String,
    count: i64,
    /// Sum of their amounts.
    amount: Money,
    /// Sum of their advances.
    advance: Money,
}

/// The schedule under a number (`12` or `S-12`) or id.
pub(super) fn find(reads: &mut dyn Reads, name: &str) -> Result<kept::schedule::Schedule, Error> {
    let number = name.strip_prefix("S-").unwrap_or(name).parse::<i64>();
    let found = match (number, name.parse::<ScheduleId>()) {
        (Ok(number), _) => kept::schedule::by_number(reads, number)?,
        (_, Ok(id)) => kept::schedule::get(reads, id)?,
        _ => None,
    };
    found.ok_or_else(|| Error::NotFound("schedule of this number".to_owned()))
}

/// Of which client, and which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SchedulesOf {
    /// Code of a client; all clients where absent.
    client: Option<String>,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// All schedules, newest first.
#[utoipa::path(get, path = "/schedules", tag = "Schedules", params(SchedulesOf),
    responses((status = 200, description = "A page of schedules", body = Page<Schedule>)))]
pub(super) async fn list_schedules(
    State(web): State<Web>,
    QueryOf(of): QueryOf<SchedulesOf>,
) -> Answer<Page<Schedule>> {
    let page = PageOf::new(of.limit, of.cursor);
    let (limit, before) = (page.limit()?, page.after::<i64>("schedules")?);
    let (found, codes) = web
        .look(move |snapshot| {
            let client = of.client.map(|code| client_by_code(snapshot, &code)).transpose()?.map(|client| client.id);
            let found = kept::schedule::newest(snapshot, client, before, and_one_more(limit))?;
            Ok((found, codes::clients(snapshot)?))
        })
        .await?;
    done(Page::of("schedules", limit, found, |schedule| schedule.number, |schedule| shown(schedule, &codes)))
}

/// One schedule, with what became of it.
#[utoipa::path(get, path = "/schedules/{number}", tag = "Schedules",
    params(("number" = String, Path, description = "Number, as `12` or `S-12`, or id of the schedule")),
    responses((status = 200, description = "The schedule", body = ScheduleDetail)))]
pub(super) async fn get_schedule(State(web): State<Web>, PathOf(number): PathOf<String>) -> Answer<ScheduleDetail> {
    let found = web.look(move |snapshot| {
        let schedule = find(snapshot, &number)?;
        let currency = schedule.line_sum.currency;
        let outcome = kept::schedule::outcome(snapshot, schedule.id)?.into_iter().map(|one| Outcome {
            state: one.state,
            count: one.count,
            amount: Money::minor(one.amount, currency),
            advance: Money::minor(one.advance, currency),
        });
        let rejected = kept::schedule::rejected(snapshot, schedule.id)?.into_iter();
        let rejected = rejected.map(|line| RejectedLine { line_no: line.line_no, problems: line.problems });
        let (outcome, rejected) = (outcome.collect(), rejected.collect());
        Ok(ScheduleDetail { schedule: shown(schedule, &codes::clients(snapshot)?), outcome, rejected })
    });
    done(found.await?)
}

/// The lines of a schedule, in the order of its files.
#[utoipa::path(get, path = "/schedules/{number}/lines", tag = "Schedules",
    params(("number" = String, Path, description = "Number, as `12` or `S-12`, or id of the schedule"), PageOf),
    responses((status = 200, description = "A page of invoices", body = Page<super::invoices::Invoice>)))]
pub(super) async fn list_lines(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    QueryOf(page): QueryOf<PageOf>,
) -> Answer<Page<super::invoices::Invoice>> {
    let (limit, after) = (page.limit()?, page.after::<i64>("lines")?.unwrap_or(i64::MIN));
    let (found, parties) = web
        .look(move |snapshot| {
            let schedule = find(snapshot, &number)?;
            let found = kept::invoice::of_schedule(snapshot, schedule.id, after, and_one_more(limit))?;
            let parties = super::invoices::Parties::of(snapshot, &found)?;
            Ok((found, parties))
        })
        .await?;
    done(Page::of("lines", limit, found, |invoice| invoice.line_no, |invoice| parties.shown(invoice)))
}

/// Decisions on lines that were asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Decisions {
    lines: Vec<Decision>,
}

/// Ask the refused lines of a schedule again, after a limit was raised or a debtor added.
///
/// Up to 2,500 lines at a time.
#[utoipa::path(post, path = "/schedules/{number}/decide-again", tag = "Schedules",
    params(("number" = String, Path, description = "Number, as `12` or `S-12`, or id of the schedule")),
    responses((status = 200, description = "The new decisions", body = Decisions)))]
pub(super) async fn decide_schedule_again(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<Nothing>,
) -> Result<axum::Json<Decisions>, Problem> {
    let decided = web.change(write.command, move |task| {
        let schedule = find(task, &number)?;
        decide_again(task, schedule.id)
    });
    done(Decisions { lines: decided.await?.into_iter().map(Decision::from).collect() })
}
