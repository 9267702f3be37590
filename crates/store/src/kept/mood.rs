//! How debtors' people feel about being served this way, one click each.

use super::named;
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::contact::Mood;
use domain::id::{ClientId, DebtorId};

/// Keeps a mood. A second one of the same pair at the same microsecond is the same click.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, debtor: DebtorId, client: ClientId, at: i64, mood: Mood) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO mood (factor_id, debtor_id, client_id, given_at, mood) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (factor_id, debtor_id, client_id, given_at) DO UPDATE SET mood = excluded.mood";
    let row = [Value::Id(factor), Value::Id(debtor.0), Value::Id(client.0), Value::Int(at), Value::Text(mood.code())];
    reads.connection().execute(sql, &row).map(drop)
}

/// The moods of a pair since a time in microseconds, newest first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn of_pair(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    since: i64,
    limit: i64,
) -> Result<Vec<(i64, Mood)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT given_at, mood FROM mood WHERE factor_id = $1 AND debtor_id = $2 AND client_id = $3 AND given_at >= $4 \
        ORDER BY given_at DESC LIMIT $5";
    let parameters =
        [Value::Id(factor), Value::Id(debtor.0), Value::Id(client.0), Value::Int(since), Value::Int(limit)];
    all(reads.connection(), sql, &parameters, |row| Ok((row.int(0)?, named("mood", row.text(1)?, Mood::from_code)?)))
}
