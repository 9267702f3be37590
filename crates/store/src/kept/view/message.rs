//! Messages as the desk lists them: newest first, a page at a time.

use super::super::named;
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::contact::{Channel, Direction, MessageState, Purpose};
use domain::id::MessageId;

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Key.
    pub id: MessageId,
    /// The number people read.
    pub number: i64,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How it travels.
    pub channel: Channel,
    /// Where it stands.
    pub state: MessageState,
    /// When it left or came in, or else the soonest it may leave; microseconds since 1970 UTC.
    pub at: i64,
    /// Mail address, telephone number or postal lines.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Code and name of the debtor.
    pub debtor: Option<(String, String)>,
    /// Code and name of the client, where it is to a client.
    pub client: Option<(String, String)>,
}

const HEAD: &str = "m.message_id, m.number, m.direction, m.purpose, m.channel, m.state, COALESCE(m.sent_at, m.send_after), \
    m.recipient, m.subject, d.code, d.name, c.code, c.name FROM message m \
    LEFT JOIN debtor d ON d.factor_id = m.factor_id AND d.debtor_id = m.debtor_id \
    LEFT JOIN client c ON c.factor_id = m.factor_id AND c.client_id = m.client_id";

fn read(row: &dyn Row) -> Result<Head, Fault> {
    let both = |code: usize, name: usize| -> Result<Option<(String, String)>, Fault> {
        Ok(row.maybe_text(code)?.zip(row.maybe_text(name)?).map(|(code, name)| (code.to_owned(), name.to_owned())))
    };
    Ok(Head {
        id: MessageId(row.id(0)?),
        number: row.int(1)?,
        direction: named("direction", row.text(2)?, Direction::from_code)?,
        purpose: named("purpose", row.text(3)?, Purpose::from_code)?,
        channel: named("channel", row.text(4)?, Channel::from_code)?,
        state: named("message state", row.text(5)?, MessageState::from_code)?,
        at: row.int(6)?,
        recipient: row.text(7)?.to_owned(),
        subject: row.text(8)?.to_owned(),
        debtor: both(9, 10)?,
        client: both(11, 12)?,
    })
}

/// The newest messages in these states (all when none are named), newest first, below a number.
///
/// # Errors
/// [`Fault`].
pub fn newest(
    reads: &mut dyn Reads,
    states: &[MessageState],
    below: Option<i64>,
    count: i64,
) -> Result<Vec<Head>, Fault> {
    let factor = reads.factor();
    let below = Value::Int(below.unwrap_or(i64::MAX));
    if states.is_empty() {
        let sql = format!("SELECT {HEAD} WHERE m.factor_id = $1 AND m.number < $2 ORDER BY m.number DESC LIMIT $3");
        return all(reads.connection(), &sql, &[Value::Id(factor), below, Value::Int(count)], read);
    }
    let codes: Vec<String> = states.iter().map(|state| state.code().to_owned()).collect();
    let sql = format!(
        "SELECT {HEAD} WHERE m.factor_id = $1 AND m.state {{in $4}} AND m.number < $2 ORDER BY m.number DESC LIMIT $3"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), below, Value::Int(count), Value::Texts(&codes)], read)
}

/// Calls that a person is to make, newest first, below a number.
///
/// # Errors
/// [`Fault`].
pub fn calls(reads: &mut dyn Reads, below: Option<i64>, count: i64) -> Result<Vec<Head>, Fault> {
    approval(reads, "=", below, count)
}

/// What waits for a person's approval, without calls, newest first, below a number.
///
/// # Errors
/// [`Fault`].
pub fn approvals(reads: &mut dyn Reads, below: Option<i64>, count: i64) -> Result<Vec<Head>, Fault> {
    approval(reads, "<>", below, count)
}

fn approval(reads: &mut dyn Reads, phone: &str, below: Option<i64>, count: i64) -> Result<Vec<Head>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {HEAD} WHERE m.factor_id = $1 AND m.state = 'APPROVAL' AND m.channel {phone} 'PHONE' AND m.number < $2 \
        ORDER BY m.number DESC LIMIT $3"
    );
    let below = Value::Int(below.unwrap_or(i64::MAX));
    all(reads.connection(), &sql, &[Value::Id(factor), below, Value::Int(count)], read)
}

/// How many messages stand in each state.
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads) -> Result<Vec<(MessageState, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT state, count(*) FROM message WHERE factor_id = $1 GROUP BY state";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok((named("message state", row.text(0)?, MessageState::from_code)?, row.int(1)?))
    })
}

/// The message under a number.
///
/// # Errors
/// [`Fault`].
pub fn id_of(reads: &mut dyn Reads, number: i64) -> Result<Option<MessageId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT message_id FROM message WHERE factor_id = $1 AND number = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Int(number)], |row| Ok(MessageId(row.id(0)?)))
}
