//! Column mappings per client, as JSON text that the file readers understand.

use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::id::ClientId;

/// The mappings of a client: name and definition, by name.
///
/// # Errors
/// [`Fault`].
pub fn of_client(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<(String, String)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT name, definition FROM mapping WHERE factor_id = $1 AND client_id = $2 ORDER BY name";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0)], |row| {
        Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
    })
}

/// Adds a mapping or changes it.
///
/// # Errors
/// [`Fault`].
pub fn put(reads: &mut dyn Reads, client: ClientId, name: &str, definition: &str) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO mapping (factor_id, client_id, name, definition) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (factor_id, client_id, name) DO UPDATE SET definition = excluded.definition";
    let row = [Value::Id(factor), Value::Id(client.0), Value::Text(name), Value::Text(definition)];
    reads.connection().execute(sql, &row).map(drop)
}
