//! The factor itself: one row.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Connection, Fault, Value, first};
use domain::party::Factor;

/// Writes the factor's particulars.
///
/// # Errors
/// [`Fault`].
pub fn put(connection: &mut dyn Connection, factor: &Factor) -> Result<(), Fault> {
    let sql = "INSERT INTO factor (factor_id, particulars) VALUES ($1, $2) \
        ON CONFLICT (factor_id) DO UPDATE SET particulars = excluded.particulars";
    connection.execute(sql, &[Value::Id(factor.id.0), Value::Text(&to_json(factor))]).map(drop)
}

/// The factor's particulars, of the text they are kept as.
///
/// # Errors
/// [`Fault::Unreadable`].
pub fn read(particulars: &str) -> Result<Factor, Fault> {
    json("factor", particulars)
}

/// The factor's particulars.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads) -> Result<Factor, Fault> {
    let factor = reads.factor();
    let sql = "SELECT particulars FROM factor WHERE factor_id = $1";
    first(reads.connection(), sql, &[Value::Id(factor)], |row| read(row.text(0)?))?
        .ok_or_else(|| Fault::unreadable("factor", "its row is missing"))
}
