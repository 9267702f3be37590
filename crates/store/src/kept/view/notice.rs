//! The notice register, page by page: by client and debtor, narrowed in the book.
//!
//! Contract: what is read grows with the page, not with the book: the order and every filter stand in one index.

use crate::book::Reads;
use crate::engine::{Fault, Value, all, first};
use crate::kept::{json, named};
use domain::notice::{Notice, NoticeState};
use jiff::civil::Date;
use uuid::Uuid;

/// Which notices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Code of the client, in capitals; all where absent.
    pub client: Option<String>,
    /// Code of the debtor, in capitals; all where absent.
    pub debtor: Option<String>,
    /// In one of these states; in any where none is named.
    pub states: Vec<NoticeState>,
    /// LC-43: whose trackable letter a person is to look after by this day.
    pub letter_by: Option<Date>,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// After so many notices.
    Row(i64),
    /// After the notice of a client and a debtor, by their codes.
    After(String, String),
}

/// A current notice with the codes of its pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Code of the client.
    pub client: String,
    /// Code of the debtor.
    pub debtor: String,
    /// The notice.
    pub notice: Notice,
}

/// How many current notices are in each state, and how many of those were received.
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads) -> Result<Vec<(NoticeState, i64, i64)>, Fault> {
    let factor = reads.factor();
    let sql =
        "SELECT state, COUNT(*), COUNT(received_on) FROM notice WHERE factor_id = $1 AND is_current = 1 GROUP BY state";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok((named("notice state", row.text(0)?, NoticeState::from_code)?, row.int(1)?, row.int(2)?))
    })
}

/// LC-43: of how many a person is to look after the trackable letter by a day.
///
/// # Errors
/// [`Fault`].
pub fn letters(reads: &mut dyn Reads, by: Date) -> Result<i64, Fault> {
    let factor = reads.factor();
    let by = by.to_string();
    let sql = "SELECT COUNT(*) FROM notice WHERE factor_id = $1 AND letter_on <= $2 AND letter_on IS NOT NULL";
    Ok(first(reads.connection(), sql, &[Value::Id(factor), Value::Text(&by)], |row| row.int(0))?.unwrap_or(0))
}

/// Up to `limit` current notices, by the codes of client and debtor.
///
/// # Errors
/// [`Fault`].
pub fn page(reads: &mut dyn Reads, of: &Narrowed, begin: &Begin, limit: i64) -> Result<Vec<Registered>, Fault> {
    let factor = reads.factor();
    let by = of.letter_by.map(|day| day.to_string());
    let states: Vec<String> = of.states.iter().map(|state| state.code().to_owned()).collect();
    let (after, skipped) = match begin {
        Begin::Row(skipped) => (None, *skipped),
        Begin::After(client, debtor) => (Some((client, debtor)), 0),
    };
    let mut sql =
        "SELECT notice_id, client_code, debtor_code FROM notice WHERE factor_id = $1 AND is_current = 1".to_owned();
    let mut parameters = vec![Value::Id(factor), Value::Int(limit), Value::Int(skipped)];
    if let Some((client, debtor)) = after {
        let at = parameters.len() + 1;
        sql.push_str(&format!(" AND (client_code > ${at} OR (client_code = ${at} AND debtor_code > ${}))", at + 1));
        parameters.extend([Value::Text(client), Value::Text(debtor)]);
    }
    if let Some(client) = &of.client {
        sql.push_str(&format!(" AND client_code = ${}", parameters.len() + 1));
        parameters.push(Value::Text(client));
    }
    if let Some(debtor) = &of.debtor {
        sql.push_str(&format!(" AND debtor_code = ${}", parameters.len() + 1));
        parameters.push(Value::Text(debtor));
    }
    if let Some(by) = &by {
        sql.push_str(&format!(" AND letter_on <= ${}", parameters.len() + 1));
        parameters.push(Value::Text(by));
    }
    if !states.is_empty() {
        sql.push_str(&format!(" AND state {{in ${}}}", parameters.len() + 1));
        parameters.push(Value::Texts(&states));
    }
    sql.push_str(" ORDER BY client_code, debtor_code LIMIT $2 OFFSET $3");
    let found: Vec<(Uuid, String, String)> = all(reads.connection(), &sql, &parameters, |row| {
        Ok((row.id(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned()))
    })?;
    let ids: Vec<Uuid> = found.iter().map(|(id, ..)| *id).collect();
    let bodies = "SELECT body FROM notice WHERE factor_id = $1 AND notice_id {in $2}";
    let mut notices: std::collections::HashMap<Uuid, Notice> =
        all(reads.connection(), bodies, &[Value::Id(factor), Value::Ids(&ids)], |row| {
            json::<Notice>("notice", row.text(0)?)
        })?
        .into_iter()
        .map(|notice| (notice.id.0, notice))
        .collect();
    Ok(found
        .into_iter()
        .filter_map(|(id, client, debtor)| notices.remove(&id).map(|notice| Registered { client, debtor, notice }))
        .collect())
}
