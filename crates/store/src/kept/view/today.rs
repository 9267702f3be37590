//! What the first page of the day tells: what waits, with its sums, and how the book stands.

use super::waiting;
use crate::book::Reads;
use crate::engine::{Fault, Value, all, first};
use crate::kept::{currency, date};
use domain::money::{Currency, Money};
use jiff::civil::Date;

/// A count with the sum of what was counted, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub count: i64,
    /// Their sum.
    pub amount: Money,
}

/// What waits, and what has come in.
#[derive(Debug, Clone, Default)]
pub struct Today {
    /// Invoices that wait for a decision.
    pub lines: Vec<Sum>,
    /// Unapplied money.
    pub cash: Vec<Sum>,
    /// Bank debits to book.
    pub debits: Vec<Sum>,
    /// Payments due up to today and not in a file.
    pub payments: Vec<Sum>,
    /// Money received since the first of the month, less what the bank returned.
    pub collected: Vec<Sum>,
}

/// How many parties, agreements and schedules there are: an empty book shows first steps instead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beginnings {
    /// Is there a client?
    pub client: bool,
    /// A debtor?
    pub debtor: bool,
    /// An agreement in force?
    pub agreement: bool,
    /// A schedule?
    pub schedule: bool,
    /// A bank statement?
    pub statement: bool,
}

/// What there is already.
///
/// # Errors
/// [`Fault`].
pub fn beginnings(reads: &mut dyn Reads) -> Result<Beginnings, Fault> {
    let factor = reads.factor();
    let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM client WHERE factor_id = $1 LIMIT 1) AS c), \
        (SELECT count(*) FROM (SELECT 1 FROM debtor WHERE factor_id = $1 LIMIT 1) AS d), \
        (SELECT count(*) FROM (SELECT 1 FROM agreement WHERE factor_id = $1 AND state = 'EFFECTIVE' LIMIT 1) AS a), \
        (SELECT count(*) FROM (SELECT 1 FROM schedule WHERE factor_id = $1 LIMIT 1) AS s), \
        (SELECT count(*) FROM (SELECT 1 FROM statement WHERE factor_id = $1 LIMIT 1) AS b)";
    let read = first(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok(Beginnings {
            client: row.int(0)? > 0,
            debtor: row.int(1)? > 0,
            agreement: row.int(2)? > 0,
            schedule: row.int(3)? > 0,
            statement: row.int(4)? > 0,
        })
    })?;
    Ok(read.unwrap_or_default())
}

/// What waits today, from partial indexes and indexes that begin with the state.
///
/// # Errors
/// [`Fault`].
pub fn today(reads: &mut dyn Reads, on: Date) -> Result<Today, Fault> {
    let any = waiting::counts(reads)?;
    let mut today = Today::default();
    if any.lines > 0 {
        let sql = "SELECT currency, count(*), CAST(SUM(amount_minor) AS BIGINT) FROM invoice WHERE factor_id = $1 AND state = 'IN_REVIEW' \
            GROUP BY currency ORDER BY 3 DESC, currency";
        today.lines = sums(reads, sql, None)?;
    }
    if any.receipts > 0 {
        let sql = "SELECT currency, count(*), CAST(SUM(unapplied_minor) AS BIGINT) FROM receipt WHERE factor_id = $1 AND state = 'WAITING' \
            GROUP BY currency ORDER BY 3 DESC, currency";
        today.cash = sums(reads, sql, None)?;
        let sql = "SELECT currency, count(*), CAST(SUM(amount_minor) AS BIGINT) FROM receipt WHERE factor_id = $1 \
            AND state = 'DEBIT_WAITING' GROUP BY currency ORDER BY 3 DESC, currency";
        today.debits = sums(reads, sql, None)?;
    }
    if any.payments > 0 {
        let sql = "SELECT currency, count(*), CAST(SUM(amount_minor) AS BIGINT) FROM payment WHERE factor_id = $1 AND state = 'DUE' \
            AND due_on <= $2 GROUP BY currency ORDER BY 3 DESC, currency";
        today.payments = sums(reads, sql, Some(on))?;
    }
    let sql = "SELECT currency, count(*), CAST(SUM(amount_minor) AS BIGINT) FROM receipt WHERE factor_id = $1 AND value_date >= $2 \
        AND state IN ('WAITING', 'APPLIED', 'REFUNDED') GROUP BY currency ORDER BY 3 DESC, currency";
    today.collected = sums(reads, sql, Some(on.first_of_month()))?;
    Ok(today)
}

fn sums(reads: &mut dyn Reads, sql: &str, day: Option<Date>) -> Result<Vec<Sum>, Fault> {
    let day = day.map(|day| day.to_string());
    let mut parameters = vec![Value::Id(reads.factor())];
    parameters.extend(day.as_deref().map(Value::Text));
    all(reads.connection(), sql, &parameters, |row| {
        Ok(Sum { count: row.int(1)?, amount: Money::new(row.int(2)?, currency(row.text(0)?)?) })
    })
}

/// Open invoices by age, minor units: not due, then 1–30, 31–60, 61–90 and over 90 days past due.
pub type Ages = [i64; 5];

/// Open invoices by days past due, per currency, the largest ledger first; of one debtor or all.
///
/// Summed in the order of an index and put into buckets here: comparing each due date in the database takes four times as long.
///
/// # Errors
/// [`Fault`].
pub fn ages(
    reads: &mut dyn Reads,
    debtor: Option<domain::id::DebtorId>,
    on: Date,
) -> Result<Vec<(Currency, Ages)>, Fault> {
    let factor = reads.factor();
    // Each grouping is the order of the index that holds what is asked.
    let (one, order) = match debtor {
        Some(_) => ("AND debtor_id = $2", "due, client_id, currency"),
        None => ("", "client_id, currency, advance_rate, due"),
    };
    let sql = format!(
        "SELECT currency, due, CAST(SUM(open_minor) AS BIGINT) FROM invoice WHERE factor_id = $1 AND open_minor > 0 {one} \
         GROUP BY {order}"
    );
    let mut parameters = vec![Value::Id(factor)];
    parameters.extend(debtor.map(|debtor| Value::Id(debtor.0)));
    let mut found: Vec<(Currency, Ages)> = Vec::new();
    reads.connection().query(&sql, &parameters, &mut |row| {
        let of = currency(row.text(0)?)?;
        let late = (on - date(row.text(1)?)?).get_days();
        let bucket = match late {
            ..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            _ => 4,
        };
        let place = found.iter().position(|(known, _)| *known == of).unwrap_or_else(|| {
            found.push((of, [0; 5]));
            found.len() - 1
        });
        found[place].1[bucket] += row.int(2)?;
        Ok(())
    })?;
    found.sort_by_key(|(_, ages)| std::cmp::Reverse(ages.iter().sum::<i64>()));
    Ok(found)
}
