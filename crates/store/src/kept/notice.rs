//! Notices, one current per pair. Their life is the domain's. The columns say what is searched and what a purchase asks
//! (G5, G17); the body says all.

use super::{date, json, money, named, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::money::Money;
use domain::notice::{Evidence, Notice, NoticeState, Standing};
use jiff::civil::Date;
use uuid::Uuid;

/// Read on the first page of the day: its plan is proven with the counts of [`super::view::waiting`].
pub(super) const IN_STATE: &str =
    "SELECT body FROM notice WHERE factor_id = $1 AND state = $2 AND is_current = 1 LIMIT $3";
/// As [`IN_STATE`].
pub(super) const OPEN_PROOF: &str =
    "SELECT body FROM notice WHERE factor_id = $1 AND proof_open = 1 AND is_current = 1 ORDER BY next_on LIMIT $2";

/// As [`IN_STATE`].
pub(super) const LETTERS: &str = "SELECT body FROM notice WHERE factor_id = $1 AND letter_on <= $2 AND letter_on IS NOT NULL \
    ORDER BY letter_on LIMIT $3";

fn read(row: &dyn Row) -> Result<Notice, Fault> {
    json("notice", row.text(0)?)
}

/// Adds a notice or changes it. It is the current one of its pair until a newer one took its place: keep the older
/// one first. `next_on` is the day its clock wants something, `letter_on` the day from which a person looks after its
/// trackable letter (LC-43).
///
/// # Errors
/// [`Fault::Taken`] when the pair has another current notice.
pub fn put(
    reads: &mut dyn Reads,
    notice: &Notice,
    next_on: Option<Date>,
    letter_on: Option<Date>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO notice (factor_id, notice_id, client_id, debtor_id, version, state, evidence, received_on, proof_open, \
        is_current, next_on, letter_on, client_code, debtor_code, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
        COALESCE((SELECT code FROM client WHERE factor_id = $1 AND client_id = $3), ''), \
        COALESCE((SELECT code FROM debtor WHERE factor_id = $1 AND debtor_id = $4), ''), $13) \
        ON CONFLICT (factor_id, notice_id) DO UPDATE SET state = excluded.state, evidence = excluded.evidence, \
        received_on = excluded.received_on, proof_open = excluded.proof_open, is_current = excluded.is_current, \
        next_on = excluded.next_on, letter_on = excluded.letter_on, body = excluded.body";
    let standing = notice.standing();
    let received_on = standing.received_on.map(|day| day.to_string());
    let next_on = next_on.map(|day| day.to_string());
    let letter_on = letter_on.map(|day| day.to_string());
    let body = to_json(notice);
    let row = [
        Value::Id(factor),
        Value::Id(notice.id.0),
        Value::Id(notice.client.0),
        Value::Id(notice.debtor.0),
        Value::Int(i64::from(notice.version)),
        Value::Text(standing.state.code()),
        standing.evidence.map(Evidence::level).into(),
        received_on.as_deref().into(),
        Value::Int(i64::from(standing.proof_open)),
        Value::Int(i64::from(notice.superseded.is_none())),
        next_on.as_deref().into(),
        letter_on.as_deref().into(),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// A notice.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: NoticeId) -> Result<Option<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND notice_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The current notice of a pair.
///
/// # Errors
/// [`Fault`].
pub fn current(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Option<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND client_id = $2 AND debtor_id = $3 AND is_current = 1";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0)], read)
}

/// All notices of a pair, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn versions(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND client_id = $2 AND debtor_id = $3 ORDER BY version";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0)], read)
}

/// The current notices of a debtor with all clients. Nobody but the factor may see them together.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND debtor_id = $2 AND is_current = 1 ORDER BY notice_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(debtor.0)], read)
}

/// The current notices of a client.
///
/// # Errors
/// [`Fault`].
pub fn of_client(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND client_id = $2 AND is_current = 1 ORDER BY debtor_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0)], read)
}

/// Current notices of the book, in order of id: up to `limit` after one.
///
/// # Errors
/// [`Fault`].
pub fn after(reads: &mut dyn Reads, after: NoticeId, limit: i64) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND is_current = 1 AND notice_id > $2 ORDER BY notice_id LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(after.0), Value::Int(limit)], read)
}

/// GL-44: current notices that are held back, in order of id: up to `limit` after one.
///
/// # Errors
/// [`Fault`].
pub fn held(reads: &mut dyn Reads, after: NoticeId, limit: i64) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM notice WHERE factor_id = $1 AND state = 'HELD' AND is_current = 1 AND notice_id > $2 \
        ORDER BY notice_id LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(after.0), Value::Int(limit)], read)
}

/// Notices whose clock wants something by a day, the longest waiting first.
///
/// # Errors
/// [`Fault`].
pub fn due(reads: &mut dyn Reads, by: Date) -> Result<Vec<NoticeId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT notice_id FROM notice WHERE factor_id = $1 AND next_on <= $2 AND next_on IS NOT NULL \
        ORDER BY next_on, notice_id";
    let by = by.to_string();
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(&by)], |row| Ok(NoticeId(row.id(0)?)))
}

/// Current notices in a state, up to `limit`, in order of their ids; where there are more, any of them: a page of the day shows
/// some, and is read without sorting all.
///
/// # Errors
/// [`Fault`].
pub fn in_state(reads: &mut dyn Reads, state: NoticeState, limit: i64) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let parameters = [Value::Id(factor), Value::Text(state.code()), Value::Int(limit)];
    let mut found = all(reads.connection(), IN_STATE, &parameters, read)?;
    found.sort_by_key(|notice| notice.id);
    Ok(found)
}

/// GL-53: current notices of which proof is still to be given, the shortest clock first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn with_open_proof(reads: &mut dyn Reads, limit: i64) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    all(reads.connection(), OPEN_PROOF, &[Value::Id(factor), Value::Int(limit)], read)
}

/// LC-43: notices whose trackable letter a person is to look after by a day, the longest waiting first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn with_letter_due(reads: &mut dyn Reads, by: Date, limit: i64) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let by = by.to_string();
    all(reads.connection(), LETTERS, &[Value::Id(factor), Value::Text(&by), Value::Int(limit)], read)
}

/// Pairs that have no notice yet and want one (GL-60: a federal agency gets none), up to `limit` after one, in order of
/// client and debtor.
///
/// # Errors
/// [`Fault`].
pub fn pairs_without(
    reads: &mut dyn Reads,
    after: (ClientId, DebtorId),
    limit: i64,
) -> Result<Vec<(ClientId, DebtorId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT p.client_id, p.debtor_id FROM pair p WHERE p.factor_id = $1 AND (p.client_id > $2 OR (p.client_id = $2 AND \
        p.debtor_id > $3)) AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.factor_id = $1 AND n.client_id = p.client_id AND \
        n.debtor_id = p.debtor_id AND n.is_current = 1) AND NOT EXISTS (SELECT 1 FROM debtor d WHERE d.factor_id = $1 AND \
        d.debtor_id = p.debtor_id AND d.debtor_type = 'US_FEDERAL') ORDER BY p.client_id, p.debtor_id LIMIT $4";
    let parameters = [Value::Id(factor), Value::Id(after.0.0), Value::Id(after.1.0), Value::Int(limit)];
    all(reads.connection(), sql, &parameters, |row| Ok((ClientId(row.id(0)?), DebtorId(row.id(1)?))))
}

/// LC-47: how many purchased invoices of a client on a debtor are open.
///
/// # Errors
/// [`Fault`].
pub fn open_invoices(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<usize, Fault> {
    let factor = reads.factor();
    let sql =
        "SELECT COUNT(*) FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND client_id = $3 AND open_minor > 0";
    let parameters = [Value::Id(factor), Value::Id(debtor.0), Value::Id(client.0)];
    let count = first(reads.connection(), sql, &parameters, |row| row.int(0))?.unwrap_or(0);
    Ok(usize::try_from(count).unwrap_or(0))
}

/// LC-43: what a debtor owes on purchased invoices of all clients, one amount per currency.
///
/// # Errors
/// [`Fault`].
pub fn owed(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<Money>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT currency, CAST(SUM(open_minor) AS BIGINT) FROM exposure WHERE factor_id = $1 AND debtor_id = $2 \
        GROUP BY currency ORDER BY currency";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(debtor.0)], |row| money(row.int(1)?, row.text(0)?))
}

/// Where the current notices of a client with these debtors stand.
///
/// # Errors
/// [`Fault`].
pub fn standings(
    reads: &mut dyn Reads,
    client: ClientId,
    debtors: &[Uuid],
) -> Result<Vec<(DebtorId, Standing)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, state, evidence, received_on, proof_open FROM notice \
        WHERE factor_id = $1 AND client_id = $2 AND debtor_id {in $3} AND is_current = 1";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Ids(debtors)], |row| {
        let standing = Standing {
            state: named("notice state", row.text(1)?, NoticeState::from_code)?,
            evidence: row.maybe_int(2)?.and_then(Evidence::of_level),
            received_on: row.maybe_text(3)?.map(date).transpose()?,
            proof_open: row.int(4)? != 0,
        };
        Ok((DebtorId(row.id(0)?), standing))
    })
}
