//! The directory of people and mailboxes, and how a debtor wants to be treated.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::contact::{Contact, Preference};
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
    let sql =
        "SELECT body FROM contact WHERE factor_id = $1 AND client_id = $2 AND debtor_id IS NULL ORDER BY contact_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0)], read)
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
