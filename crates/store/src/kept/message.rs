//! Messages: the outbox and the log in one.

use super::{date, json, named, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::contact::{Channel, Direction, MessageState, Purpose, SenderProof};
use domain::id::{CaseId, ClientId, ContactId, DebtorId, DocumentId, InvoiceId, LinkId, MessageId};
use domain::letter::Letter;
use domain::proof::Proof;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
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
    /// The debtor it is to, from or about.
    pub debtor: Option<DebtorId>,
    /// The client it is to, when it is to a client.
    pub client: Option<ClientId>,
    /// The person or mailbox.
    pub contact: Option<ContactId>,
    /// Mail address, telephone number, or postal lines: where it goes or came from.
    pub recipient: String,
    /// Where it stands.
    pub state: MessageState,
    /// Microseconds since 1970 UTC.
    pub queued_at: i64,
    /// It leaves no sooner than this, in microseconds.
    pub send_after: i64,
    /// When it left or came in.
    pub sent_at: Option<i64>,
    /// The day of that where the debtor is (CO-05, CO-07).
    pub sent_on: Option<Date>,
    /// Its Message-ID (RFC 5322), made once, without angle brackets.
    pub internet_id: String,
    /// How often sending was tried.
    pub attempts: i64,
    /// Subject.
    pub subject: String,
    /// Its words as plain text: what the timeline shows.
    pub words: String,
    /// All else.
    pub body: MessageBody,
}

/// What of a message is never searched by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageBody {
    /// The letter it carries.
    pub letter: Option<Letter>,
    /// Papers that travel with it, besides the letter itself.
    pub documents: Vec<DocumentId>,
    /// The guest's link in it.
    pub link: Option<LinkId>,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// Why it may leave, and why then.
    pub reasons: Vec<Proof>,
    /// What was open of each invoice it asks about when it was written, minor units: it is not sent once that is no longer so.
    pub asked: Vec<(InvoiceId, i64)>,
    /// CO-14: clients that have looked at it and agree.
    pub seen_by: Vec<ClientId>,
    /// What the mail server or a person said last.
    pub last_word: Option<String>,
    /// When it, or the link in it, was first opened; microseconds.
    pub opened_at: Option<i64>,
    /// When it was first answered; microseconds.
    pub replied_at: Option<i64>,
    /// The print run it is in, for a letter.
    pub print_run: Option<i64>,
    /// The courier's or the post's tracking number.
    pub tracking: Option<String>,
    /// LC-45: the day somebody signed for it.
    pub delivered_on: Option<Date>,
    /// Files that came with it and were not kept, each with its reason.
    pub left_out: Vec<String>,
    /// The mail server may have taken it although its answer was never recorded: it counts as if it had left (CO-05).
    pub maybe_left: bool,
    /// A machine wrote what came in (absence note, delivery report, list command): it is nobody's word (CO-08, CO-09).
    pub by_machine: bool,
    /// How the sender of what came in was proved; none for what we wrote, and for a mail that names no sender.
    pub sender: Option<SenderProof>,
}

const COLUMNS: &str = "message_id, number, direction, purpose, channel, debtor_id, client_id, contact_id, recipient, state, \
    queued_at, send_after, sent_at, sent_on, internet_id, attempts, subject, words, body";

fn read(row: &dyn Row) -> Result<Message, Fault> {
    Ok(Message {
        id: MessageId(row.id(0)?),
        number: row.int(1)?,
        direction: named("direction", row.text(2)?, Direction::from_code)?,
        purpose: named("purpose", row.text(3)?, Purpose::from_code)?,
        channel: named("channel", row.text(4)?, Channel::from_code)?,
        debtor: row.maybe_id(5)?.map(DebtorId),
        client: row.maybe_id(6)?.map(ClientId),
        contact: row.maybe_id(7)?.map(ContactId),
        recipient: row.text(8)?.to_owned(),
        state: named("message state", row.text(9)?, MessageState::from_code)?,
        queued_at: row.int(10)?,
        send_after: row.int(11)?,
        sent_at: row.maybe_int(12)?,
        sent_on: row.maybe_text(13)?.map(date).transpose()?,
        internet_id: row.text(14)?.to_owned(),
        attempts: row.int(15)?,
        subject: row.text(16)?.to_owned(),
        words: row.text(17)?.to_owned(),
        body: json("message", row.text(18)?)?,
    })
}

/// Adds a message with the clients and invoices it speaks of.
///
/// # Errors
/// [`Fault::Taken`] when its Message-ID is known.
pub fn add(
    reads: &mut dyn Reads,
    message: &Message,
    clients: &[ClientId],
    invoices: &[InvoiceId],
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sent_on = message.sent_on.map(|date| date.to_string());
    let body = to_json(&message.body);
    let row = [
        Value::Id(factor),
        Value::Id(message.id.0),
        Value::Int(message.number),
        Value::Text(message.direction.code()),
        Value::Text(message.purpose.code()),
        Value::Text(message.channel.code()),
        message.debtor.map(|id| id.0).into(),
        message.client.map(|id| id.0).into(),
        message.contact.map(|id| id.0).into(),
        Value::Text(&message.recipient),
        Value::Text(message.state.code()),
        Value::Int(message.queued_at),
        Value::Int(message.send_after),
        message.sent_at.into(),
        sent_on.as_deref().into(),
        Value::Text(&message.internet_id),
        Value::Int(message.attempts),
        Value::Text(&message.subject),
        Value::Text(&message.words),
        Value::Text(&body),
    ];
    reads.connection().insert(&crate::schema::MESSAGE, &row)?;
    for client in clients {
        let row = [Value::Id(factor), Value::Id(client.0), Value::Id(message.id.0)];
        reads.connection().insert(&crate::schema::MESSAGE_CLIENT, &row)?;
    }
    for invoice in invoices {
        let row = [Value::Id(factor), Value::Id(message.id.0), Value::Id(invoice.0)];
        reads.connection().insert(&crate::schema::MESSAGE_INVOICE, &row)?;
    }
    Ok(())
}

/// Keeps what has changed of a message: state, times, attempts, words, body.
///
/// # Errors
/// [`Fault`].
pub fn set(reads: &mut dyn Reads, message: &Message) -> Result<(), Fault> {
    let factor = reads.factor();
    let sent_on = message.sent_on.map(|date| date.to_string());
    let body = to_json(&message.body);
    let sql = "UPDATE message SET state = $3, send_after = $4, sent_at = $5, sent_on = $6, attempts = $7, subject = $8, \
        words = $9, body = $10, contact_id = $11, recipient = $12 WHERE factor_id = $1 AND message_id = $2";
    let parameters = [
        Value::Id(factor),
        Value::Id(message.id.0),
        Value::Text(message.state.code()),
        Value::Int(message.send_after),
        message.sent_at.into(),
        sent_on.as_deref().into(),
        Value::Int(message.attempts),
        Value::Text(&message.subject),
        Value::Text(&message.words),
        Value::Text(&body),
        message.contact.map(|id| id.0).into(),
        Value::Text(&message.recipient),
    ];
    reads.connection().execute(sql, &parameters).map(drop)
}

/// A message.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: MessageId) -> Result<Option<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND message_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The message with a Message-ID.
///
/// # Errors
/// [`Fault`].
pub fn by_internet_id(reads: &mut dyn Reads, internet_id: &str) -> Result<Option<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND internet_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(internet_id)], read)
}

/// The message whose Message-ID has this key before its domain, whatever the domain was then.
///
/// # Errors
/// [`Fault`].
pub fn by_internet_key(reads: &mut dyn Reads, key: &str) -> Result<Option<Message>, Fault> {
    let factor = reads.factor();
    // `A` is the sign after `@`: all texts that begin with the key and `@`, by the index.
    let sql = format!("SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND internet_id >= $2 AND internet_id < $3");
    let (from, to) = (format!("{key}@"), format!("{key}A"));
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(&from), Value::Text(&to)], read)
}

/// Messages in a state that have not left and whose time has come, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn waiting(reads: &mut dyn Reads, state: MessageState, until: i64, count: i64) -> Result<Vec<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND state = $2 AND send_after <= $3 AND sent_at IS NULL \
        ORDER BY send_after, message_id LIMIT $4"
    );
    let parameters = [Value::Id(factor), Value::Text(state.code()), Value::Int(until), Value::Int(count)];
    all(reads.connection(), &sql, &parameters, read)
}

/// Messages after an id that a person or a client looks at first, in order of their ids.
///
/// # Errors
/// [`Fault`].
pub fn looked_at(reads: &mut dyn Reads, after: MessageId, count: i64) -> Result<Vec<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND state IN ($2, $3) AND sent_at IS NULL \
        AND message_id > $4 ORDER BY message_id LIMIT $5"
    );
    let parameters = [
        Value::Id(factor),
        Value::Text(MessageState::Preview.code()),
        Value::Text(MessageState::Approval.code()),
        Value::Id(after.0),
        Value::Int(count),
    ];
    all(reads.connection(), &sql, &parameters, read)
}

/// Messages of a channel in a state whose time has come, by time. The index is [`waiting`]'s.
///
/// # Errors
/// [`Fault`].
pub fn due(
    reads: &mut dyn Reads,
    channel: Channel,
    state: MessageState,
    until: i64,
    count: i64,
) -> Result<Vec<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND state = $2 AND send_after <= $3 AND sent_at IS NULL \
        AND channel = $4 ORDER BY send_after, message_id LIMIT $5"
    );
    let parameters = [
        Value::Id(factor),
        Value::Text(state.code()),
        Value::Int(until),
        Value::Text(channel.code()),
        Value::Int(count),
    ];
    all(reads.connection(), &sql, &parameters, read)
}

/// How many messages of a channel have not left although their time has come, and when the time of the oldest came. The
/// index is [`waiting`]'s.
///
/// # Errors
/// [`Fault`].
pub fn overdue(reads: &mut dyn Reads, channel: Channel, until: i64) -> Result<(i64, Option<i64>), Fault> {
    let factor = reads.factor();
    let sql = "SELECT COUNT(*), MIN(send_after) FROM message WHERE factor_id = $1 AND state IN ($2, $3) \
        AND send_after <= $4 AND sent_at IS NULL AND channel = $5";
    let parameters = [
        Value::Id(factor),
        Value::Text(MessageState::Queued.code()),
        Value::Text(MessageState::Sending.code()),
        Value::Int(until),
        Value::Text(channel.code()),
    ];
    let found = first(reads.connection(), sql, &parameters, |row| Ok((row.int(0)?, row.maybe_int(1)?)))?;
    Ok(found.unwrap_or((0, None)))
}

/// CO-09, LC-05: the calls to a debtor that a person is to make, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn calls_to_make(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND debtor_id = $2 AND channel = $3 AND state = $4 \
        AND direction = 'OUT' ORDER BY queued_at, message_id"
    );
    let (channel, state) = (Value::Text(Channel::Phone.code()), Value::Text(MessageState::Approval.code()));
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(debtor.0), channel, state], read)
}

/// Received messages that belong to nobody yet, oldest first: a person gives them their place.
///
/// # Errors
/// [`Fault`].
pub fn unfiled(reads: &mut dyn Reads, count: i64) -> Result<Vec<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND debtor_id IS NULL AND client_id IS NULL \
        AND state = 'RECEIVED' ORDER BY queued_at, message_id LIMIT $2"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Int(count)], read)
}

/// Gives a received message its place: the debtor, or the client, and the clients whose timelines show it.
///
/// # Errors
/// [`Fault`].
pub fn place(
    reads: &mut dyn Reads,
    message: MessageId,
    debtor: Option<DebtorId>,
    client: Option<ClientId>,
    clients: &[ClientId],
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "UPDATE message SET debtor_id = $3, client_id = $4 WHERE factor_id = $1 AND message_id = $2";
    let parameters =
        [Value::Id(factor), Value::Id(message.0), debtor.map(|id| id.0).into(), client.map(|id| id.0).into()];
    reads.connection().execute(sql, &parameters)?;
    for client in clients {
        let row = [Value::Id(factor), Value::Id(client.0), Value::Id(message.0)];
        reads.connection().insert(&crate::schema::MESSAGE_CLIENT, &row)?;
    }
    Ok(())
}

/// The messages to, from and about a debtor, newest first, queued before a time in microseconds.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId, before: i64, count: i64) -> Result<Vec<Message>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM message WHERE factor_id = $1 AND debtor_id = $2 AND queued_at < $3 \
        ORDER BY queued_at DESC, message_id DESC LIMIT $4"
    );
    all(
        reads.connection(),
        &sql,
        &[Value::Id(factor), Value::Id(debtor.0), Value::Int(before), Value::Int(count)],
        read,
    )
}

/// The clients and the invoices a message speaks of.
///
/// # Errors
/// [`Fault`].
pub fn speaks_of(reads: &mut dyn Reads, message: MessageId) -> Result<(Vec<ClientId>, Vec<InvoiceId>), Fault> {
    let factor = reads.factor();
    let key = [Value::Id(factor), Value::Id(message.0)];
    let clients = "SELECT client_id FROM message_client WHERE factor_id = $1 AND message_id = $2 ORDER BY client_id";
    let clients = all(reads.connection(), clients, &key, |row| Ok(ClientId(row.id(0)?)))?;
    let invoices =
        "SELECT invoice_id FROM message_invoice WHERE factor_id = $1 AND message_id = $2 ORDER BY invoice_id";
    let invoices = all(reads.connection(), invoices, &key, |row| Ok(InvoiceId(row.id(0)?)))?;
    Ok((clients, invoices))
}
