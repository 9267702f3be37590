//! Parties, receipts and payments as the search finds them. Invoices are found by `kept::invoice`.

use super::debtor::{like, name_like};
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use crate::kept::money;
use domain::money::Money;

/// A party that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Is it a client? Else a debtor.
    pub is_client: bool,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Clients and debtors whose code or name contains a text; up to `limit` of each.
///
/// # Errors
/// [`Fault`].
pub fn parties(reads: &mut dyn Reads, text: &str, limit: i64) -> Result<Vec<Party>, Fault> {
    let factor = reads.factor();
    let code = like(text);
    let name = name_like(text);
    let written = format!("%{}%", text.trim().to_uppercase().replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    // Few clients, so their names are compared as written.
    let sql = "SELECT code, name FROM client WHERE factor_id = $1 AND (code LIKE $2 ESCAPE '!' OR upper(name) LIKE $3 ESCAPE '!') \
        ORDER BY code LIMIT $4";
    let parameters = [Value::Id(factor), Value::Text(&code), Value::Text(&written), Value::Int(limit)];
    let mut found = all(reads.connection(), sql, &parameters, |row| {
        Ok(Party { is_client: true, code: row.text(0)?.to_owned(), name: row.text(1)?.to_owned() })
    })?;
    let sql = "SELECT code, name FROM debtor WHERE factor_id = $1 AND (code LIKE $2 ESCAPE '!' OR name_comparable LIKE $3 ESCAPE '!') \
        ORDER BY code LIMIT $4";
    let parameters = [Value::Id(factor), Value::Text(&code), Value::Text(&name), Value::Int(limit)];
    found.extend(all(reads.connection(), sql, &parameters, |row| {
        Ok(Party { is_client: false, code: row.text(0)?.to_owned(), name: row.text(1)?.to_owned() })
    })?);
    Ok(found)
}

/// A receipt or payment that was found: its number, its amount, and a word about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Number people read.
    pub number: i64,
    /// Amount.
    pub amount: Money,
    /// Payer or kind.
    pub about: String,
}

/// Receipts that wait and have this amount or this much left, whatever the currency; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn receipts_of(reads: &mut dyn Reads, minor: i64, limit: i64) -> Result<Vec<Moved>, Fault> {
    let sql = "SELECT number, amount_minor, currency, payer_name FROM receipt WHERE factor_id = $1 AND state IN ('WAITING', 'DEBIT_WAITING') \
        AND (amount_minor = $2 OR unapplied_minor = $2) ORDER BY number DESC LIMIT $3";
    moved(reads, sql, minor, limit)
}

/// Payments that are due and have this amount; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn payments_of(reads: &mut dyn Reads, minor: i64, limit: i64) -> Result<Vec<Moved>, Fault> {
    let sql = "SELECT number, amount_minor, currency, kind FROM payment WHERE factor_id = $1 AND state = 'DUE' AND amount_minor = $2 \
        ORDER BY number DESC LIMIT $3";
    moved(reads, sql, minor, limit)
}

fn moved(reads: &mut dyn Reads, sql: &str, minor: i64, limit: i64) -> Result<Vec<Moved>, Fault> {
    let factor = reads.factor();
    all(reads.connection(), sql, &[Value::Id(factor), Value::Int(minor), Value::Int(limit)], |row| {
        Ok(Moved { number: row.int(0)?, amount: money(row.int(1)?, row.text(2)?)?, about: row.text(3)?.to_owned() })
    })
}
