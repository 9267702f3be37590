//! The factor's own rules where they differ from the rulebook's defaults, one JSON text by name.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Value, first};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A policy by its name; its defaults when the factor never changed it.
///
/// # Errors
/// [`Fault`].
pub fn get<T: DeserializeOwned + Default>(reads: &mut dyn Reads, name: &str) -> Result<T, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM policy WHERE factor_id = $1 AND name = $2";
    let found =
        first(reads.connection(), sql, &[Value::Id(factor), Value::Text(name)], |row| json("policy", row.text(0)?))?;
    Ok(found.unwrap_or_default())
}

/// Keeps a policy.
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, name: &str, policy: &impl Serialize) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO policy (factor_id, name, body) VALUES ($1, $2, $3) \
        ON CONFLICT (factor_id, name) DO UPDATE SET body = excluded.body";
    let body = to_json(policy);
    reads.connection().execute(sql, &[Value::Id(factor), Value::Text(name), Value::Text(&body)]).map(drop)
}
