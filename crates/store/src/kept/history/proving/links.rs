//! What must belong to something else: journals to events, mirrors to originals, pledges to one invoice.

use crate::book::Reads;
use crate::engine::{Fault, Kept, Row, Table, Value, all, first};
use uuid::Uuid;

/// How many journals and lines events after one have (0: all there are).
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads, after: i64) -> Result<(i64, i64), Fault> {
    let factor = reads.factor();
    let mut count = |sql: &str| -> Result<i64, Fault> {
        Ok(first(reads.connection(), sql, &[Value::Id(factor), Value::Int(after)], |row| row.int(0))?.unwrap_or(0))
    };
    let journals = count("SELECT COUNT(*) FROM journal WHERE factor_id = $1 AND event_seq > $2")?;
    Ok((journals, count("SELECT COUNT(*) FROM journal_line WHERE factor_id = $1 AND event_seq > $2")?))
}

/// The number and id of every schedule.
///
/// # Errors
/// [`Fault`].
pub fn schedules(reads: &mut dyn Reads) -> Result<Vec<(i64, Uuid)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT number, schedule_id FROM schedule WHERE factor_id = $1";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((row.int(0)?, row.id(1)?)))
}

/// The highest number in a column; 0 without rows.
///
/// # Errors
/// [`Fault`].
pub fn highest(reads: &mut dyn Reads, table: &str, column: &str) -> Result<i64, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT COALESCE(MAX({column}), 0) FROM {table} WHERE factor_id = $1");
    Ok(first(reads.connection(), &sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0))
}

/// The row of a table whose columns have these values, with all its columns; none when it is not there.
///
/// # Errors
/// [`Fault`].
pub fn row_by(
    reads: &mut dyn Reads,
    table: &Table,
    columns: &[&str],
    values: &[Value<'_>],
) -> Result<Option<Vec<Kept>>, Fault> {
    let mut parameters = vec![Value::Id(reads.factor())];
    parameters.extend_from_slice(values);
    let condition: String = (2..).zip(columns).map(|(place, column)| format!(" AND {column} = ${place}")).collect();
    let sql = format!("SELECT {} FROM {} WHERE factor_id = $1{condition}", table.columns.join(", "), table.name);
    let read = |row: &dyn Row| (0..table.columns.len()).map(|column| row.kept(column)).collect();
    first(reads.connection(), &sql, &parameters, read)
}

/// A row that hangs in the air, in words; none when every row has what it belongs to.
///
/// # Errors
/// [`Fault`].
pub fn orphan(reads: &mut dyn Reads) -> Result<Option<String>, Fault> {
    let questions = [
        (
            "is of an event that is not there",
            "SELECT j.event_seq, j.number FROM journal j LEFT JOIN event e ON e.factor_id = j.factor_id AND e.seq = j.event_seq \
             WHERE j.factor_id = $1 AND e.seq IS NULL ORDER BY j.event_seq, j.number LIMIT 1",
        ),
        (
            "has lines and is not there",
            "SELECT l.event_seq, l.number FROM journal_line l LEFT JOIN journal j ON j.factor_id = l.factor_id \
             AND j.event_seq = l.event_seq AND j.number = l.number WHERE l.factor_id = $1 AND j.number IS NULL \
             ORDER BY l.event_seq, l.number LIMIT 1",
        ),
        (
            "names an invoice that is not there",
            "SELECT j.event_seq, j.number FROM journal j LEFT JOIN invoice i ON i.factor_id = j.factor_id \
             AND i.invoice_id = j.invoice_id WHERE j.factor_id = $1 AND j.invoice_id IS NOT NULL AND i.invoice_id IS NULL \
             ORDER BY j.event_seq, j.number LIMIT 1",
        ),
        (
            "names a bank entry that is not there",
            "SELECT j.event_seq, j.number FROM journal j LEFT JOIN receipt r ON r.factor_id = j.factor_id \
             AND r.receipt_id = j.receipt_id WHERE j.factor_id = $1 AND j.receipt_id IS NOT NULL AND r.receipt_id IS NULL \
             ORDER BY j.event_seq, j.number LIMIT 1",
        ),
    ];
    found(reads, &questions)
}

/// LE-01: a reversal that does not mirror its original, in words, and how many reversals there are.
///
/// # Errors
/// [`Fault`].
pub fn reversals(reads: &mut dyn Reads) -> Result<(i64, Option<String>), Fault> {
    const PAIR: &str = "FROM journal j LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event \
        AND o.number = j.reverses_number";
    const LAST: &str = "ORDER BY j.event_seq, j.number LIMIT 1";
    let missing = format!(
        "SELECT j.event_seq, j.number {PAIR} WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL AND o.number IS NULL {LAST}"
    );
    let facts = format!(
        "SELECT j.event_seq, j.number {PAIR} WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL AND (j.booking <> 'REVERSAL' \
         OR j.event_seq <= o.event_seq OR j.currency <> o.currency OR j.client_id IS DISTINCT FROM o.client_id \
         OR j.debtor_id IS DISTINCT FROM o.debtor_id OR j.invoice_id IS DISTINCT FROM o.invoice_id \
         OR j.schedule_id IS DISTINCT FROM o.schedule_id OR j.receipt_id IS DISTINCT FROM o.receipt_id \
         OR j.agreement_version IS DISTINCT FROM o.agreement_version) {LAST}"
    );
    let lines = format!(
        "SELECT j.event_seq, j.number {PAIR} CROSS JOIN journal_line a LEFT JOIN journal_line b ON b.factor_id = j.factor_id \
         AND b.event_seq = j.event_seq AND b.number = j.number AND b.line = a.line WHERE j.factor_id = $1 \
         AND j.reverses_event IS NOT NULL AND a.factor_id = o.factor_id AND a.event_seq = o.event_seq AND a.number = o.number \
         AND (b.line IS NULL OR b.account <> a.account OR b.amount_minor <> -a.amount_minor) {LAST}"
    );
    let more = format!(
        "SELECT j.event_seq, j.number {PAIR} WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL AND \
         (SELECT COUNT(*) FROM journal_line l WHERE l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number) <> \
         (SELECT COUNT(*) FROM journal_line l WHERE l.factor_id = o.factor_id AND l.event_seq = o.event_seq AND l.number = o.number) {LAST}"
    );
    let questions = [
        ("mirrors a journal that is not there", missing.as_str()),
        ("is about something else than the journal it mirrors, or is older", facts.as_str()),
        ("has other lines than the journal it mirrors", lines.as_str()),
        ("has other lines than the journal it mirrors", more.as_str()),
        (
            "mirrors nothing, though it is a reversal",
            "SELECT j.event_seq, j.number FROM journal j WHERE j.factor_id = $1 AND j.booking = 'REVERSAL' \
             AND j.reverses_event IS NULL ORDER BY j.event_seq, j.number LIMIT 1",
        ),
        (
            "mirrors a journal that another one mirrors too",
            "SELECT MAX(j.event_seq), MAX(j.number) FROM journal j WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL \
             GROUP BY j.reverses_event, j.reverses_number HAVING COUNT(*) > 1 ORDER BY 1, 2 LIMIT 1",
        ),
    ];
    let broken = found(reads, &questions)?;
    let factor = reads.factor();
    let sql = "SELECT COUNT(*) FROM journal WHERE factor_id = $1 AND reverses_event IS NOT NULL";
    let count = first(reads.connection(), sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0);
    Ok((count, broken))
}

fn found(reads: &mut dyn Reads, questions: &[(&str, &str)]) -> Result<Option<String>, Fault> {
    let factor = reads.factor();
    for (fact, sql) in questions {
        let place = first(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((row.int(0)?, row.int(1)?)))?;
        if let Some((event, number)) = place {
            return Ok(Some(format!("event {event}, journal {number} {fact}")));
        }
    }
    Ok(None)
}

/// FR-01: an invoice number under which the same invoice is pledged twice, and how many are pledged.
///
/// # Errors
/// [`Fault`].
pub fn pledges(reads: &mut dyn Reads) -> Result<(i64, Option<String>), Fault> {
    let factor = reads.factor();
    let sql = "SELECT MIN(number) FROM invoice WHERE factor_id = $1 AND pledged = 1 \
        GROUP BY number_key, client_id, debtor_id, amount_minor HAVING COUNT(*) > 1 ORDER BY 1 LIMIT 1";
    let twice = first(reads.connection(), sql, &[Value::Id(factor)], |row| Ok(row.text(0)?.to_owned()))?;
    let sql = "SELECT COUNT(*) FROM invoice WHERE factor_id = $1 AND pledged = 1";
    let count = first(reads.connection(), sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0);
    Ok((count, twice))
}
