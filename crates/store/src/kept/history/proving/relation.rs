//! The relationship's rows, beside the events that made them: notices, papers, messages, links.

use crate::book::Reads;
use crate::engine::{Fault, Value, first};
use crate::kept::{date, json, named};
use domain::contact::{Channel, Purpose};
use domain::event::EventKind;
use domain::id::{ClientId, ContactId, DebtorId, InvoiceId, LinkId, MessageId, NoticeId, PacketId};
use domain::notice::Notice;
use domain::packet::Packet;
use jiff::civil::Date;

/// Takes an event: number, kind, moment of record in microseconds since 1970 UTC, facts.
pub type EachEvent<'a> = dyn FnMut(i64, EventKind, i64, &str) -> Result<(), Fault> + 'a;

/// Takes what was asked for money: number of the message, what for, the debtor's day it left, number and due date of the
/// invoice.
pub type EachAsked<'a> = dyn FnMut(i64, Purpose, Date, &str, Date) -> Result<(), Fault> + 'a;

/// Hands the events of some kinds to `each`, in order.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn events_of(reads: &mut dyn Reads, kinds: &[EventKind], each: &mut EachEvent<'_>) -> Result<(), Fault> {
    let factor = reads.factor();
    let codes: Vec<String> = kinds.iter().map(|kind| kind.code().to_owned()).collect();
    let sql = "SELECT seq, kind, recorded_at, body FROM event WHERE factor_id = $1 AND kind {in $2} ORDER BY seq";
    reads.connection().query(sql, &[Value::Id(factor), Value::Texts(&codes)], &mut |row| {
        each(row.int(0)?, named("event kind", row.text(1)?, EventKind::from_code)?, row.int(2)?, row.text(3)?)
    })
}

/// A notice with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// What the body says.
    pub notice: Notice,
    /// Column by column what a purchase asks of it: key, pair, state, evidence, day of receipt, open proof, current.
    pub columns: (NoticeId, ClientId, DebtorId, String, Option<i64>, Option<String>, bool, bool),
}

/// Hands every notice to `each`, by pair and version.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn notices(reads: &mut dyn Reads, each: &mut dyn FnMut(NoticeRow) -> Result<(), Fault>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT notice_id, client_id, debtor_id, state, evidence, received_on, proof_open, is_current, body FROM notice \
        WHERE factor_id = $1 ORDER BY client_id, debtor_id, version";
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(NoticeRow {
            columns: (
                NoticeId(row.id(0)?),
                ClientId(row.id(1)?),
                DebtorId(row.id(2)?),
                row.text(3)?.to_owned(),
                row.maybe_int(4)?,
                row.maybe_text(5)?.map(str::to_owned),
                row.int(6)? != 0,
                row.int(7)? != 0,
            ),
            notice: json("notice", row.text(8)?)?,
        })
    })
}

/// GL-60: a packet with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketRow {
    /// What the body says.
    pub packet: Packet,
    /// Column by column: key, pair, contract, state, ever acknowledged.
    pub columns: (PacketId, ClientId, DebtorId, String, String, bool),
}

/// GL-60: hands every packet to `each`.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn packets(reads: &mut dyn Reads, each: &mut dyn FnMut(PacketRow) -> Result<(), Fault>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT packet_id, client_id, debtor_id, contract_key, state, was_acknowledged, body FROM packet \
        WHERE factor_id = $1 ORDER BY packet_id";
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(PacketRow {
            columns: (
                PacketId(row.id(0)?),
                ClientId(row.id(1)?),
                DebtorId(row.id(2)?),
                row.text(3)?.to_owned(),
                row.text(4)?.to_owned(),
                row.int(5)? != 0,
            ),
            packet: json("packet", row.text(6)?)?,
        })
    })
}

/// A message that was written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Key.
    pub id: MessageId,
    /// The number people read.
    pub number: i64,
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub channel: Channel,
    /// The debtor it is to, or about.
    pub debtor: Option<DebtorId>,
    /// The client it is to.
    pub client: Option<ClientId>,
    /// When it left, in microseconds since 1970 UTC.
    pub sent_at: Option<i64>,
    /// The day of that where the debtor is.
    pub sent_on: Option<Date>,
    /// The person or mailbox.
    pub contact: Option<ContactId>,
}

/// Hands every message that was written here to `each`, by number.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn messages(reads: &mut dyn Reads, each: &mut dyn FnMut(MessageRow) -> Result<(), Fault>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT message_id, number, purpose, channel, debtor_id, client_id, sent_at, sent_on, contact_id FROM message WHERE factor_id = $1 \
        AND direction = 'OUT' ORDER BY number";
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(MessageRow {
            id: MessageId(row.id(0)?),
            number: row.int(1)?,
            purpose: named("purpose", row.text(2)?, Purpose::from_code)?,
            channel: named("channel", row.text(3)?, Channel::from_code)?,
            debtor: row.maybe_id(4)?.map(DebtorId),
            client: row.maybe_id(5)?.map(ClientId),
            sent_at: row.maybe_int(6)?,
            sent_on: row.maybe_text(7)?.map(date).transpose()?,
            contact: row.maybe_id(8)?.map(ContactId),
        })
    })
}

/// Hands to `each` of what messages speak, message by message in no order: a client, or an invoice.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn spoken_of(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(MessageId, Option<ClientId>, Option<InvoiceId>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT message_id, client_id FROM message_client WHERE factor_id = $1";
    reads
        .connection()
        .query(sql, &[Value::Id(factor)], &mut |row| each(MessageId(row.id(0)?), Some(ClientId(row.id(1)?)), None))?;
    let sql = "SELECT message_id, invoice_id FROM message_invoice WHERE factor_id = $1";
    reads
        .connection()
        .query(sql, &[Value::Id(factor)], &mut |row| each(MessageId(row.id(0)?), None, Some(InvoiceId(row.id(1)?))))
}

/// Hands to `each` what was asked for money by mail and letter.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn asked_for(reads: &mut dyn Reads, each: &mut EachAsked<'_>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT m.number, m.purpose, m.sent_on, i.number, i.due FROM message m CROSS JOIN message_invoice s CROSS JOIN invoice i \
        WHERE m.factor_id = $1 AND m.direction = 'OUT' AND m.client_id IS NULL AND m.sent_on IS NOT NULL \
        AND m.channel IN ('EMAIL', 'LETTER') AND s.factor_id = m.factor_id AND s.message_id = m.message_id \
        AND i.factor_id = s.factor_id AND i.invoice_id = s.invoice_id";
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        let purpose = named("purpose", row.text(1)?, Purpose::from_code)?;
        each(row.int(0)?, purpose, date(row.text(2)?)?, row.text(3)?, date(row.text(4)?)?)
    })
}

/// Hands to `each` the messages that timelines speak of: whose timeline, which message.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn told_messages(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(ClientId, MessageId) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT client_id, subject_id FROM timeline WHERE factor_id = $1 AND subject_kind = 'MESSAGE' \
        AND subject_id IS NOT NULL";
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| each(ClientId(row.id(0)?), MessageId(row.id(1)?)))
}

/// A link with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Key.
    pub id: LinkId,
    /// The debtor whose page it opens.
    pub debtor: Option<DebtorId>,
    /// The client whose page it opens.
    pub client: Option<ClientId>,
    /// To whom it was given.
    pub contact: Option<ContactId>,
    /// Until when, in microseconds since 1970 UTC.
    pub expires_at: i64,
    /// Was it taken back?
    pub revoked: bool,
}

/// Hands every guest's link to `each`.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn links(reads: &mut dyn Reads, each: &mut dyn FnMut(LinkRow) -> Result<(), Fault>) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT link_id, debtor_id, client_id, contact_id, expires_at, revoked_at FROM guest_link WHERE factor_id = $1 \
        ORDER BY link_id";
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(LinkRow {
            id: LinkId(row.id(0)?),
            debtor: row.maybe_id(1)?.map(DebtorId),
            client: row.maybe_id(2)?.map(ClientId),
            contact: row.maybe_id(3)?.map(ContactId),
            expires_at: row.int(4)?,
            revoked: row.maybe_int(5)?.is_some(),
        })
    })
}

/// What belongs to the wrong party, in words: the first row; none when every row is its own pair's.
///
/// # Errors
/// [`Fault`].
pub fn strays(reads: &mut dyn Reads) -> Result<Option<String>, Fault> {
    const INVOICE: &str = "LEFT JOIN invoice i ON i.factor_id = x.factor_id AND i.invoice_id = x.invoice_id";
    const FOREIGN: &str =
        "i.invoice_id IS NULL OR i.debtor_id IS NULL OR i.debtor_id <> x.debtor_id OR i.client_id <> x.client_id";
    let questions = [
        (
            "a message to its debtor names the invoice of another debtor, or of a client it does not speak of",
            "SELECT i.number FROM message m CROSS JOIN message_invoice s LEFT JOIN invoice i ON i.factor_id = s.factor_id \
             AND i.invoice_id = s.invoice_id LEFT JOIN message_client c ON c.factor_id = s.factor_id \
             AND c.message_id = s.message_id AND c.client_id = i.client_id WHERE m.factor_id = $1 AND m.direction = 'OUT' \
             AND s.factor_id = m.factor_id AND s.message_id = m.message_id AND (i.debtor_id IS NULL \
             OR i.debtor_id <> m.debtor_id OR c.client_id IS NULL OR i.client_id <> COALESCE(m.client_id, i.client_id)) LIMIT 1"
                .to_owned(),
        ),
        (
            "a message is said to speak of a client and is not there",
            "SELECT 'of a message_client' FROM message_client c LEFT JOIN message m ON m.factor_id = c.factor_id \
             AND m.message_id = c.message_id WHERE c.factor_id = $1 AND m.number IS NULL LIMIT 1"
                .to_owned(),
        ),
        (
            "a message is said to speak of an invoice and is not there",
            "SELECT i.number FROM message_invoice s LEFT JOIN message m ON m.factor_id = s.factor_id \
             AND m.message_id = s.message_id LEFT JOIN invoice i ON i.factor_id = s.factor_id AND i.invoice_id = s.invoice_id \
             WHERE s.factor_id = $1 AND m.number IS NULL LIMIT 1"
                .to_owned(),
        ),
        (
            "an answer is not of the pair of its invoice",
            format!("SELECT i.number FROM answer x {INVOICE} WHERE x.factor_id = $1 AND ({FOREIGN}) LIMIT 1"),
        ),
        (
            "a case is not of the pair of its invoice",
            format!(
                "SELECT i.number FROM relation_case x {INVOICE} WHERE x.factor_id = $1 AND x.invoice_id IS NOT NULL AND \
                 ({FOREIGN} OR x.client_id IS NULL) LIMIT 1"
            ),
        ),
        (
            "a verification is not of the pair of its invoice",
            format!("SELECT i.number FROM verification x {INVOICE} WHERE x.factor_id = $1 AND ({FOREIGN}) LIMIT 1"),
        ),
        (
            "an entry of a timeline is not of its event",
            "SELECT CAST(t.event_seq AS TEXT) FROM timeline t LEFT JOIN event e ON e.factor_id = t.factor_id AND e.seq = t.event_seq \
             WHERE t.factor_id = $1 AND (e.seq IS NULL OR e.recorded_at <> t.at) LIMIT 1"
                .to_owned(),
        ),
    ];
    let factor = reads.factor();
    for (fact, sql) in &questions {
        let found =
            first(reads.connection(), sql, &[Value::Id(factor)], |row| Ok(row.maybe_text(0)?.map(str::to_owned)))?;
        if let Some(number) = found {
            return Ok(Some(format!("{fact} ({})", number.unwrap_or_else(|| "which is not there".to_owned()))));
        }
    }
    Ok(None)
}
