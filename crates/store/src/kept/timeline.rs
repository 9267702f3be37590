//! One timeline per client-debtor-factor: every word exchanged, in order of time.

use super::{json, named, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all};
use domain::contact::{Happening, Seen, Subject};
use domain::id::{ClientId, DebtorId};
use domain::timeline::{Sentence, Who};
use uuid::Uuid;

/// An entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose invoices.
    pub client: ClientId,
    /// Whose customer.
    pub debtor: DebtorId,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The event it belongs to.
    pub event_seq: i64,
    /// 0, 1, 2 … within the event.
    pub place: i64,
    /// What kind of thing happened.
    pub kind: Happening,
    /// Who.
    pub who: Who,
    /// What is said.
    pub said: Sentence,
    /// What it is about, for a link.
    pub subject: Option<(Subject, Uuid)>,
    /// Who may see it.
    pub seen: Seen,
}

/// Adds an entry.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, entry: &Entry) -> Result<(), Fault> {
    let (who, said) = (to_json(&entry.who), to_json(&entry.said));
    let row = [
        Value::Id(reads.factor()),
        Value::Id(entry.client.0),
        Value::Id(entry.debtor.0),
        Value::Int(entry.at),
        Value::Int(entry.event_seq),
        Value::Int(entry.place),
        Value::Text(entry.kind.code()),
        Value::Text(&who),
        Value::Text(&said),
        entry.subject.map(|(kind, _)| kind.code()).into(),
        entry.subject.map(|(_, id)| id).into(),
        Value::Int(entry.seen.bits()),
    ];
    reads.connection().insert(&crate::schema::TIMELINE, &row)
}

const COLUMNS: &str = "client_id, debtor_id, at, event_seq, place, kind, who, said, subject_kind, subject_id, seen_by";

fn read(row: &dyn Row) -> Result<Entry, Fault> {
    let subject = match (row.maybe_text(8)?, row.maybe_id(9)?) {
        (Some(kind), Some(id)) => Some((named("subject", kind, Subject::from_code)?, id)),
        _ => None,
    };
    Ok(Entry {
        client: ClientId(row.id(0)?),
        debtor: DebtorId(row.id(1)?),
        at: row.int(2)?,
        event_seq: row.int(3)?,
        place: row.int(4)?,
        kind: named("happening", row.text(5)?, Happening::from_code)?,
        who: json("timeline", row.text(6)?)?,
        said: json("timeline", row.text(7)?)?,
        subject,
        seen: Seen::of_bits(row.int(10)?),
    })
}

/// The newest entries of a pair that a side may see, newest first, before a time (microseconds; the end of time for the first page).
///
/// # Errors
/// [`Fault`].
pub fn of_pair(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    by: Seen,
    before: i64,
    count: i64,
) -> Result<Vec<Entry>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM timeline WHERE factor_id = $1 AND client_id = $2 AND debtor_id = $3 AND at < $4 \
        AND (seen_by & $5) <> 0 ORDER BY at DESC, event_seq DESC, place DESC LIMIT $6"
    );
    let parameters = [
        Value::Id(factor),
        Value::Id(client.0),
        Value::Id(debtor.0),
        Value::Int(before),
        Value::Int(by.bits()),
        Value::Int(count),
    ];
    all(reads.connection(), &sql, &parameters, read)
}
