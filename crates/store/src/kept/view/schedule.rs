//! Schedules as a list shows them, and the lines of one.

use super::super::schedule::{RejectedLine, Schedule, of_row, rejected_of_row};
use super::super::{date, money, named};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, InvoiceId, ScheduleId};
use domain::invoice::InvoiceState;
use domain::money::Money;
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// Which schedules of those there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Having {
    /// All of them.
    #[default]
    Anything,
    /// A line waits for a person.
    Waiting,
    /// A line waits for the debtor's confirmation or for its notice.
    Asked,
    /// A line is refused.
    Refused,
    /// Lines are still to be decided.
    Undecided,
}

impl Having {
    /// As a condition on `s`.
    const fn condition(self) -> &'static str {
        match self {
            Self::Anything => "1 = 1",
            Self::Waiting => {
                "s.schedule_id IN (SELECT w.schedule_id FROM invoice w WHERE w.factor_id = $1 AND w.state = 'IN_REVIEW')"
            }
            Self::Asked => {
                "s.schedule_id IN (SELECT w.schedule_id FROM invoice w WHERE w.factor_id = $1 AND w.pledged = 1 AND w.purchased_on IS NULL AND w.state IN ('VERIFYING', 'VERIFIED'))"
            }
            Self::Refused => {
                "EXISTS (SELECT 1 FROM invoice r WHERE r.factor_id = $1 AND r.schedule_id = s.schedule_id AND r.line_no > 0 AND r.state = 'REJECTED')"
            }
            Self::Undecided => "s.state = 'SUBMITTED'",
        }
    }
}

/// What a list of schedules is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of one client.
    pub client: Option<ClientId>,
    /// With lines of a kind.
    pub having: Having,
}

/// How many lines of a schedule were bought, refused, wait: counts and minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Bought, whatever became of them since.
    pub bought: i64,
    /// Their amounts.
    pub bought_sum: i64,
    /// Their advances, before fees.
    pub advance: i64,
    /// Refused.
    pub refused: i64,
    /// Their amounts.
    pub refused_sum: i64,
    /// Wait for a person.
    pub waiting: i64,
    /// Their amounts.
    pub waiting_sum: i64,
    /// Wait for the debtor's confirmation or for its notice.
    pub asked: i64,
    /// Their amounts.
    pub asked_sum: i64,
    /// Taken back by the client.
    pub withdrawn: i64,
    /// Could not become an invoice.
    pub unreadable: i64,
}

/// A schedule in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The schedule.
    pub schedule: Schedule,
    /// Code and name of its client.
    pub client: (String, String),
    /// What became of its lines.
    pub tally: Tally,
    /// Its advance payment: number, amount, stored name of its state.
    pub payment: Option<(i64, Money, String)>,
}

const SCHEDULE: &str = "s.schedule_id, s.client_id, s.number, s.state, s.business_date, s.line_count, s.line_sum_minor, s.currency, \
    s.files, s.content_sha256, s.transfer_method, s.transfer_fee_minor, s.decided_lines";

fn narrowed(filter: Filter) -> String {
    let client = if filter.client.is_some() { " AND s.client_id = $2" } else { "" };
    format!("s.factor_id = $1{client} AND {}", filter.having.condition())
}

/// How many schedules a filter leaves.
///
/// # Errors
/// [`Fault`].
pub fn count(reads: &mut dyn Reads, filter: Filter) -> Result<i64, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT COUNT(*) FROM schedule s WHERE {}", narrowed(filter));
    let mut parameters = vec![Value::Id(factor)];
    parameters.extend(filter.client.map(|client| Value::Id(client.0)));
    Ok(first(reads.connection(), &sql, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// Schedules of a filter, the newest first: up to `limit` after the first `skipped`.
///
/// # Errors
/// [`Fault`].
pub fn page(reads: &mut dyn Reads, filter: Filter, skipped: i64, limit: i64) -> Result<Vec<Listed>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {SCHEDULE}, c.code, c.name FROM schedule s JOIN client c ON c.factor_id = s.factor_id AND c.client_id = s.client_id \
         WHERE {} ORDER BY s.number DESC LIMIT {limit} OFFSET {skipped}",
        narrowed(filter)
    );
    let mut parameters = vec![Value::Id(factor)];
    parameters.extend(filter.client.map(|client| Value::Id(client.0)));
    let found = all(reads.connection(), &sql, &parameters, |row| {
        Ok((of_row(row)?, (row.text(13)?.to_owned(), row.text(14)?.to_owned())))
    })?;
    let ids: Vec<Uuid> = found.iter().map(|(schedule, _)| schedule.id.0).collect();
    let mut tallies = tallies(reads, &ids)?;
    let mut payments = payments(reads, &ids)?;
    let listed = found.into_iter().map(|(schedule, client)| Listed {
        tally: tallies.remove(&schedule.id.0).unwrap_or_default(),
        payment: payments.remove(&schedule.id.0),
        schedule,
        client,
    });
    Ok(listed.collect())
}

/// What became of the lines of one schedule.
///
/// # Errors
/// [`Fault`].
pub fn tally(reads: &mut dyn Reads, schedule: ScheduleId) -> Result<Tally, Fault> {
    Ok(tallies(reads, &[schedule.0])?.remove(&schedule.0).unwrap_or_default())
}

fn tallies(reads: &mut dyn Reads, schedules: &[Uuid]) -> Result<HashMap<Uuid, Tally>, Fault> {
    let factor = reads.factor();
    let parameters = [Value::Id(factor), Value::Ids(schedules)];
    let mut tallies: HashMap<Uuid, Tally> = HashMap::new();
    let sql = "SELECT schedule_id, state, COUNT(*), CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(advance_minor) AS BIGINT) FROM invoice \
        WHERE factor_id = $1 AND schedule_id {in $2} AND line_no > 0 GROUP BY schedule_id, state";
    reads.connection().query(sql, &parameters, &mut |row| {
        let tally = tallies.entry(row.id(0)?).or_default();
        let (count, amount) = (row.int(2)?, row.int(3)?);
        match named("invoice state", row.text(1)?, InvoiceState::from_code)? {
            InvoiceState::InReview => (tally.waiting, tally.waiting_sum) = (count, amount),
            InvoiceState::Verifying | InvoiceState::Verified => {
                tally.asked += count;
                tally.asked_sum += amount;
            }
            InvoiceState::Rejected | InvoiceState::Returned => {
                tally.refused += count;
                tally.refused_sum += amount;
            }
            InvoiceState::Withdrawn => tally.withdrawn = count,
            InvoiceState::Purchased | InvoiceState::PartPaid | InvoiceState::Closed => {
                tally.bought += count;
                tally.bought_sum += amount;
                tally.advance += row.int(4)?;
            }
        }
        Ok(())
    })?;
    let sql = "SELECT schedule_id, COUNT(*) FROM rejected_line WHERE factor_id = $1 AND schedule_id {in $2} GROUP BY schedule_id";
    reads.connection().query(sql, &parameters, &mut |row| {
        tallies.entry(row.id(0)?).or_default().unreadable = row.int(1)?;
        Ok(())
    })?;
    Ok(tallies)
}

fn payments(reads: &mut dyn Reads, schedules: &[Uuid]) -> Result<HashMap<Uuid, (i64, Money, String)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT schedule_id, number, amount_minor, currency, state FROM payment WHERE factor_id = $1 AND schedule_id {in $2}";
    let rows = all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(schedules)], |row| {
        Ok((row.id(0)?, (row.int(1)?, money(row.int(2)?, row.text(3)?)?, row.text(4)?.to_owned())))
    })?;
    Ok(rows.into_iter().collect())
}

/// Which lines of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    /// All.
    #[default]
    All,
    /// Bought, whatever became of them since.
    Bought,
    /// Wait for a person.
    Waiting,
    /// Wait for the debtor's confirmation or for its notice.
    Asked,
    /// Refused, or returned to the client.
    Refused,
    /// Taken back by the client.
    Withdrawn,
}

impl Lines {
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "1 = 1",
            Self::Bought => "i.state IN ('PURCHASED', 'PART_PAID', 'CLOSED')",
            Self::Waiting => "i.state = 'IN_REVIEW'",
            Self::Asked => "i.state IN ('VERIFYING', 'VERIFIED')",
            Self::Refused => "i.state IN ('REJECTED', 'RETURNED')",
            Self::Withdrawn => "i.state = 'WITHDRAWN'",
        }
    }
}

/// A line of a schedule with its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedLine {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its line.
    pub line_no: i64,
    /// Its number as written.
    pub number: String,
    /// Code and name of the debtor; none while nobody on file fits.
    pub debtor: Option<(String, String)>,
    /// What the schedule says of the debtor.
    pub debtor_stated: String,
    /// Due date.
    pub due: Date,
    /// What was offered.
    pub amount: Money,
    /// What was advanced, before fees.
    pub advance: Money,
    /// What is open of it.
    pub open: Money,
    /// Where it stands.
    pub state: InvoiceState,
    /// What its decision says: JSON of the event.
    pub decision: String,
}

/// Lines of a schedule in file order: up to `limit` after the first `skipped`.
///
/// # Errors
/// [`Fault`].
pub fn lines(
    reads: &mut dyn Reads,
    schedule: ScheduleId,
    lines: Lines,
    skipped: i64,
    limit: i64,
) -> Result<Vec<DecidedLine>, Fault> {
    let factor = reads.factor();
    // The lines to be shown are chosen in the index alone; only those are then read whole.
    let sql = format!(
        "SELECT i.invoice_id FROM invoice i WHERE i.factor_id = $1 AND i.schedule_id = $2 AND i.line_no > 0 AND {} ORDER BY i.line_no \
         LIMIT {limit} OFFSET {skipped}",
        lines.condition()
    );
    let ids: Vec<Uuid> = all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(schedule.0)], |row| row.id(0))?;
    let sql = "SELECT i.invoice_id, i.line_no, i.number, d.code, d.name, i.debtor_stated, i.due, i.currency, i.amount_minor, \
        i.advance_minor, i.open_minor, i.state, e.body FROM invoice i JOIN event e ON e.factor_id = i.factor_id AND \
        e.seq = i.decided_seq LEFT JOIN debtor d ON d.factor_id = i.factor_id AND d.debtor_id = i.debtor_id \
        WHERE i.factor_id = $1 AND i.invoice_id {in $2} ORDER BY i.line_no";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(&ids)], decided_line)
}

/// Lines of a schedule that could not become an invoice, in file order: up to `limit` after the first `skipped`.
///
/// # Errors
/// [`Fault`].
pub fn unreadable(
    reads: &mut dyn Reads,
    schedule: ScheduleId,
    skipped: i64,
    limit: i64,
) -> Result<Vec<RejectedLine>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT line_no, file, raw, problems FROM rejected_line WHERE factor_id = $1 AND schedule_id = $2 ORDER BY line_no \
         LIMIT {limit} OFFSET {skipped}"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(schedule.0)], rejected_of_row)
}

fn decided_line(row: &dyn Row) -> Result<DecidedLine, Fault> {
    let currency = super::super::currency(row.text(7)?)?;
    let debtor = match (row.maybe_text(3)?, row.maybe_text(4)?) {
        (Some(code), Some(name)) => Some((code.to_owned(), name.to_owned())),
        _ => None,
    };
    Ok(DecidedLine {
        invoice: InvoiceId(row.id(0)?),
        line_no: row.int(1)?,
        number: row.text(2)?.to_owned(),
        debtor,
        debtor_stated: row.text(5)?.to_owned(),
        due: date(row.text(6)?)?,
        amount: Money::new(row.int(8)?, currency),
        advance: Money::new(row.int(9)?, currency),
        open: Money::new(row.int(10)?, currency),
        state: named("invoice state", row.text(11)?, InvoiceState::from_code)?,
        decision: row.text(12)?.to_owned(),
    })
}
