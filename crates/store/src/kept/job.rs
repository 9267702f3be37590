//! The work Credere does by itself: when each job ran last and what it said.

use super::date;
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use jiff::civil::Date;

/// The last run of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRun {
    /// Its name.
    pub name: String,
    /// When, in microseconds since 1970 UTC.
    pub ran_at: i64,
    /// The factor's business date it ran for.
    pub business_date: Date,
    /// Did it end well?
    pub is_well: bool,
    /// What it said: counts, or what went wrong. No personal data.
    pub said: String,
}

fn read(row: &dyn Row) -> Result<JobRun, Fault> {
    Ok(JobRun {
        name: row.text(0)?.to_owned(),
        ran_at: row.int(1)?,
        business_date: date(row.text(2)?)?,
        is_well: row.int(3)? != 0,
        said: row.text(4)?.to_owned(),
    })
}

/// The last run of a job.
///
/// # Errors
/// [`Fault`].
pub fn last(reads: &mut dyn Reads, name: &str) -> Result<Option<JobRun>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT name, ran_at, business_date, is_well, said FROM job_run WHERE factor_id = $1 AND name = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Text(name)], read)
}

/// The last runs of all jobs, by name.
///
/// # Errors
/// [`Fault`].
pub fn each(reads: &mut dyn Reads) -> Result<Vec<JobRun>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT name, ran_at, business_date, is_well, said FROM job_run WHERE factor_id = $1 ORDER BY name";
    all(reads.connection(), sql, &[Value::Id(factor)], read)
}

/// Keeps a run in place of the one before it.
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, run: &JobRun) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO job_run (factor_id, name, ran_at, business_date, is_well, said) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (factor_id, name) DO UPDATE SET ran_at = excluded.ran_at, business_date = excluded.business_date, \
        is_well = excluded.is_well, said = excluded.said";
    let day = run.business_date.to_string();
    let row = [
        Value::Id(factor),
        Value::Text(&run.name),
        Value::Int(run.ran_at),
        Value::Text(&day),
        Value::Int(i64::from(run.is_well)),
        Value::Text(&run.said),
    ];
    reads.connection().execute(sql, &row).map(drop)
}
