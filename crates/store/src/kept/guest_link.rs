//! Signed links of guests: to whom, until when, taken back, first opened. The secret part of a link is never in the book.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, ContactId, DebtorId, LinkId, MessageId};
use domain::letter::Language;
use serde::{Deserialize, Serialize};

/// A link as the book knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestLink {
    /// Key.
    pub id: LinkId,
    /// The debtor whose page it opens; none when it is a client's.
    pub debtor: Option<DebtorId>,
    /// The client whose page it opens; none when it is a debtor's.
    pub client: Option<ClientId>,
    /// The person or mailbox it was given to.
    pub contact: Option<ContactId>,
    /// Microseconds since 1970 UTC.
    pub made_at: i64,
    /// It opens nothing from this moment on, in microseconds.
    pub expires_at: i64,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// When a person first opened it.
    pub opened_at: Option<i64>,
    /// All else.
    pub body: LinkBody,
}

/// What of a link is never searched by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkBody {
    /// Who had it made.
    pub made_by: String,
    /// Who took it back, and why.
    pub revoked: Option<String>,
    /// The language chosen on its page, where the link was given to no contact.
    pub language: Option<Language>,
    /// FR-22: keyed marks of the networks it was used from, the last used one last; no address can be read out of them.
    pub places: Vec<String>,
    /// LC-45: when a person first did something on its pages, in microseconds; a page that was only fetched proves nobody.
    pub used_at: Option<i64>,
}

const COLUMNS: &str = "link_id, debtor_id, client_id, contact_id, made_at, expires_at, revoked_at, opened_at, body";

fn read(row: &dyn Row) -> Result<GuestLink, Fault> {
    Ok(GuestLink {
        id: LinkId(row.id(0)?),
        debtor: row.maybe_id(1)?.map(DebtorId),
        client: row.maybe_id(2)?.map(ClientId),
        contact: row.maybe_id(3)?.map(ContactId),
        made_at: row.int(4)?,
        expires_at: row.int(5)?,
        revoked_at: row.maybe_int(6)?,
        opened_at: row.maybe_int(7)?,
        body: json("link", row.text(8)?)?,
    })
}

/// Adds a link.
///
/// # Errors
/// [`Fault`].
pub fn add(reads: &mut dyn Reads, link: &GuestLink) -> Result<(), Fault> {
    let factor = reads.factor();
    let body = to_json(&link.body);
    let row = [
        Value::Id(factor),
        Value::Id(link.id.0),
        link.debtor.map(|id| id.0).into(),
        link.client.map(|id| id.0).into(),
        link.contact.map(|id| id.0).into(),
        Value::Int(link.made_at),
        Value::Int(link.expires_at),
        link.revoked_at.into(),
        link.opened_at.into(),
        Value::Text(&body),
    ];
    reads.connection().insert(&crate::schema::GUEST_LINK, &row)
}

/// Keeps what has changed of a link: taken back, opened, body. Party and expiry never change: the link is bound to them.
///
/// # Errors
/// [`Fault`].
pub fn set(reads: &mut dyn Reads, link: &GuestLink) -> Result<(), Fault> {
    let factor = reads.factor();
    let body = to_json(&link.body);
    let sql = "UPDATE guest_link SET revoked_at = $3, opened_at = $4, body = $5 WHERE factor_id = $1 AND link_id = $2";
    let parameters =
        [Value::Id(factor), Value::Id(link.id.0), link.revoked_at.into(), link.opened_at.into(), Value::Text(&body)];
    reads.connection().execute(sql, &parameters).map(drop)
}

/// A link.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: LinkId) -> Result<Option<GuestLink>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {COLUMNS} FROM guest_link WHERE factor_id = $1 AND link_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The links of a debtor, newest first.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<GuestLink>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM guest_link WHERE factor_id = $1 AND debtor_id = $2 ORDER BY made_at DESC, link_id DESC"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(debtor.0)], read)
}

/// The links that were given to a contact, newest first.
///
/// # Errors
/// [`Fault`].
pub fn of_contact(reads: &mut dyn Reads, contact: ContactId) -> Result<Vec<GuestLink>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM guest_link WHERE factor_id = $1 AND contact_id = $2 ORDER BY made_at DESC, link_id DESC"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(contact.0)], read)
}

/// The links of a client, newest first.
///
/// # Errors
/// [`Fault`].
pub fn of_client(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<GuestLink>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {COLUMNS} FROM guest_link WHERE factor_id = $1 AND client_id = $2 ORDER BY made_at DESC, link_id DESC"
    );
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0)], read)
}

/// The messages that carry this link, oldest first. A message never carries a link that was made after it.
///
/// # Errors
/// [`Fault`].
pub fn messages_with(reads: &mut dyn Reads, link: &GuestLink) -> Result<Vec<MessageId>, Fault> {
    let factor = reads.factor();
    let (of_party, party) = match (link.debtor, link.client) {
        (Some(debtor), _) => ("debtor_id = $2 AND debtor_id IS NOT NULL", debtor.0),
        (None, Some(client)) => ("client_id = $2", client.0),
        (None, None) => return Ok(Vec::new()),
    };
    let sql = format!(
        "SELECT message_id, body FROM message WHERE factor_id = $1 AND {of_party} AND queued_at >= $3 \
        ORDER BY queued_at, message_id"
    );
    let found =
        all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(party), Value::Int(link.made_at)], |row| {
            let body: super::message::MessageBody = json("message", row.text(1)?)?;
            Ok((MessageId(row.id(0)?), body.link))
        })?;
    Ok(found.into_iter().filter(|(_, carried)| *carried == Some(link.id)).map(|(id, _)| id).collect())
}
