//! Signed papers by the code of their check page, and the public keys they were signed with.

use super::named;
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, DebtorId, NoticeId};
use domain::letter::LetterKind;

/// A signed paper. What was signed never changes; what took its place is written beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The code people type, without hyphens.
    pub code: String,
    /// Which paper.
    pub kind: LetterKind,
    /// Whose invoices.
    pub client: ClientId,
    /// Who owes them.
    pub debtor: DebtorId,
    /// The notice it belongs to.
    pub notice: NoticeId,
    /// Microseconds since 1970 UTC.
    pub issued_at: i64,
    /// Code of the paper that took its place.
    pub superseded_by: Option<String>,
    /// Name of the key it was signed with.
    pub key_id: String,
    /// The signed text.
    pub content: String,
    /// Ed25519 signature of the text.
    pub signature: Vec<u8>,
}

const COLUMNS: &str =
    "code, kind, client_id, debtor_id, notice_id, issued_at, superseded_by, key_id, content, signature";

fn read(row: &dyn Row) -> Result<Paper, Fault> {
    Ok(Paper {
        code: row.text(0)?.to_owned(),
        kind: named("letter kind", row.text(1)?, LetterKind::from_code)?,
        client: ClientId(row.id(2)?),
        debtor: DebtorId(row.id(3)?),
        notice: NoticeId(row.id(4)?),
        issued_at: row.int(5)?,
        superseded_by: row.maybe_text(6)?.map(str::to_owned),
        key_id: row.text(7)?.to_owned(),
        content: row.text(8)?.to_owned(),
        signature: row.bytes(9)?.to_vec(),
    })
}

/// Adds a paper.
///
/// # Errors
/// [`Fault::Taken`] when the code is known.
pub fn add(reads: &mut dyn Reads, paper: &Paper) -> Result<(), Fault> {
    let row = [
        Value::Id(reads.factor()),
        Value::Text(&paper.code),
        Value::Text(paper.kind.code()),
        Value::Id(paper.client.0),
        Value::Id(paper.debtor.0),
        Value::Id(paper.notice.0),
        Value::Int(paper.issued_at),
        paper.superseded_by.as_deref().into(),
        Value::Text(&paper.key_id),
        Value::Text(&paper.content),
        Value::Bytes(&paper.signature),
    ];
    reads.connection().insert(&crate::schema::PAPER, &row)
}

/// The paper with a code.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, code: &str) -> Result<Option<Paper>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM paper WHERE factor_id = $1 AND code = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(code)], read)
}

/// Hands every paper to `each`, by code.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn every(reads: &mut dyn Reads, each: &mut dyn FnMut(Paper) -> Result<(), Fault>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM paper WHERE factor_id = $1 ORDER BY code");
    reads.connection().query(&sql, &[Value::Id(factor)], &mut |row| each(read(row)?))
}

/// The papers of a notice, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_notice(reads: &mut dyn Reads, notice: NoticeId) -> Result<Vec<Paper>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM paper WHERE factor_id = $1 AND notice_id = $2 ORDER BY issued_at, code");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(notice.0)], read)
}

/// Says of the papers of a notice, where nothing was said before, that another took their place.
///
/// # Errors
/// [`Fault`].
pub fn supersede(reads: &mut dyn Reads, notice: NoticeId, by: &str) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE paper SET superseded_by = $3 WHERE factor_id = $1 AND notice_id = $2 AND superseded_by IS NULL \
        AND code <> $3";
    reads.connection().execute(sql, &[Value::Id(factor), Value::Id(notice.0), Value::Text(by)]).map(drop)
}

/// A public key the factor has signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Its short name.
    pub key_id: String,
    /// The key (Ed25519).
    pub public_key: [u8; 32],
    /// In use since, in microseconds since 1970 UTC.
    pub since: i64,
}

fn key(row: &dyn Row) -> Result<SigningKey, Fault> {
    Ok(SigningKey {
        key_id: row.text(0)?.to_owned(),
        public_key: row.bytes(1)?.try_into().map_err(|error| Fault::unreadable("public key", error))?,
        since: row.int(2)?,
    })
}

/// Keeps a public key under its name; one that is known stays as it is.
///
/// # Errors
/// [`Fault`].
pub fn publish_key(reads: &mut dyn Reads, key: &SigningKey) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO signing_key (factor_id, key_id, public_key, since) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (factor_id, key_id) DO NOTHING";
    let row = [Value::Id(factor), Value::Text(&key.key_id), Value::Bytes(&key.public_key), Value::Int(key.since)];
    reads.connection().execute(sql, &row).map(drop)
}

/// Every public key the factor has signed with, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn keys(reads: &mut dyn Reads) -> Result<Vec<SigningKey>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT key_id, public_key, since FROM signing_key WHERE factor_id = $1 ORDER BY since, key_id";
    all(reads.connection(), sql, &[Value::Id(factor)], key)
}
