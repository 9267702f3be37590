//! The directory of people and mailboxes, and how a debtor wants to be treated.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::contact::{Contact, Preference, Relation};
use domain::id::{ClientId, ContactId, DebtorId};
use uuid::Uuid;

fn read(row: &dyn Row) -> Result<Contact, Fault> {
    json("contact", row.text(0)?)
}

/// A contact.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: ContactId) -> Result<Option<Contact>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM contact WHERE factor_id = $1 AND contact_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The contacts of debtors, of all roles and states, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_debtors(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<Contact>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM contact WHERE factor_id = $1 AND debtor_id {in $2} ORDER BY debtor_id, contact_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], read)
}

/// The contacts of a debtor.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<Contact>, Fault> {
    of_debtors(reads, &[debtor.0])
}

/// A client's own people, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_client(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<Contact>, Fault> {
    let factor = reads.factor();
    // Sorted here: an order by the primary key would be taken for a reason to read every contact of the book.
    let sql = "SELECT body FROM contact WHERE factor_id = $1 AND client_id = $2 AND debtor_id IS NULL";
    let mut found = all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0)], read)?;
    found.sort_by_key(|contact| contact.id);
    Ok(found)
}

/// Contacts with a mail address, in small letters: of whom did this mail come?
///
/// # Errors
/// [`Fault`].
pub fn with_email(reads: &mut dyn Reads, email: &str) -> Result<Vec<Contact>, Fault> {
    let factor = reads.factor();
    let email = email.to_lowercase();
    let sql = "SELECT body FROM contact WHERE factor_id = $1 AND email = $2 AND email IS NOT NULL ORDER BY contact_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(&email)], read)
}

/// Adds or changes a contact.
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, contact: &Contact) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO contact (factor_id, contact_id, debtor_id, client_id, role, email, state, body) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (factor_id, contact_id) DO UPDATE SET \
        client_id = excluded.client_id, role = excluded.role, email = excluded.email, state = excluded.state, body = excluded.body";
    let email = contact.email.as_deref().map(str::to_lowercase);
    let body = to_json(contact);
    let row = [
        Value::Id(factor),
        Value::Id(contact.id.0),
        contact.debtor.map(|id| id.0).into(),
        contact.client.map(|id| id.0).into(),
        Value::Text(contact.role.code()),
        email.as_deref().into(),
        Value::Text(contact.state.code()),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// How debtors want to be treated, where that was said.
///
/// # Errors
/// [`Fault`].
pub fn preferences(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<(DebtorId, Preference)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, body FROM preference WHERE factor_id = $1 AND debtor_id {in $2}";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        Ok((DebtorId(row.id(0)?), json("preference", row.text(1)?)?))
    })
}

/// How a debtor wants to be treated, where that was said.
///
/// # Errors
/// [`Fault`].
pub fn preference(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Option<Preference>, Fault> {
    Ok(preferences(reads, &[debtor.0])?.pop().map(|(_, preference)| preference))
}

/// Keeps how a debtor wants to be treated.
///
/// # Errors
/// [`Fault`].
pub fn put_preference(reads: &mut dyn Reads, debtor: DebtorId, preference: &Preference) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO preference (factor_id, debtor_id, body) VALUES ($1, $2, $3) \
        ON CONFLICT (factor_id, debtor_id) DO UPDATE SET body = excluded.body";
    let body = to_json(preference);
    reads.connection().execute(sql, &[Value::Id(factor), Value::Id(debtor.0), Value::Text(&body)]).map(drop)
}

/// Every mail address of the directory, in small letters, each once: FR-10 compares a new domain with all of them.
///
/// # Errors
/// [`Fault`].
pub fn emails(reads: &mut dyn Reads) -> Result<Vec<String>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT DISTINCT email FROM contact WHERE factor_id = $1 AND email IS NOT NULL";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| Ok(row.text(0)?.to_owned()))
}

/// The people of all clients (FR-14).
///
/// # Errors
/// [`Fault`].
pub fn of_all_clients(reads: &mut dyn Reads) -> Result<Vec<Contact>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM contact WHERE factor_id = $1 AND debtor_id IS NULL ORDER BY contact_id";
    all(reads.connection(), sql, &[Value::Id(factor)], read)
}

/// What was settled for pairs of these debtors, where something was.
///
/// # Errors
/// [`Fault`].
pub fn relations(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<(ClientId, DebtorId, Relation)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT client_id, debtor_id, body FROM relation WHERE factor_id = $1 AND debtor_id {in $2}";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        Ok((ClientId(row.id(0)?), DebtorId(row.id(1)?), json("relation", row.text(2)?)?))
    })
}

/// What was settled for a pair; nothing is the default.
///
/// # Errors
/// [`Fault`].
pub fn relation(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Relation, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM relation WHERE factor_id = $1 AND client_id = $2 AND debtor_id = $3";
    let key = [Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0)];
    let found = first(reads.connection(), sql, &key, |row| json("relation", row.text(0)?))?;
    Ok(found.unwrap_or_default())
}

/// Keeps what was settled for a pair.
///
/// # Errors
/// [`Fault`].
pub fn put_relation(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    relation: &Relation,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO relation (factor_id, client_id, debtor_id, paused_until, body) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (factor_id, client_id, debtor_id) DO UPDATE SET paused_until = excluded.paused_until, \
        body = excluded.body";
    let until = relation.pause.as_ref().filter(|pause| pause.ended_on.is_none()).map(|pause| pause.until.to_string());
    let body = to_json(relation);
    let row =
        [Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0), until.as_deref().into(), Value::Text(&body)];
    reads.connection().execute(sql, &row).map(drop)
}
