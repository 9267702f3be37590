//! What makes a row of a table the only one: its primary key, as the migrations say it.

use super::MIGRATIONS;
use crate::engine::Table;

/// The columns of a table's primary key, in order; the first is the factor's id. Empty for a table that no migration makes.
#[must_use]
pub fn key(table: &Table) -> Vec<&'static str> {
    let begins = format!("CREATE TABLE {} (", table.name);
    let made = MIGRATIONS.iter().find_map(|migration| migration.sql.split_once(&begins));
    let columns = made
        .and_then(|(_, rest)| rest.split(';').next())
        .and_then(|table| table.split_once("PRIMARY KEY ("))
        .and_then(|(_, rest)| rest.split_once(')'));
    columns.map_or_else(Vec::new, |(columns, _)| columns.split(',').map(str::trim).collect())
}
