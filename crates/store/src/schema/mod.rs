//! Tables and migrations. Forward only, paired by name between the engines, never edited after a release.

mod relationship;
mod tables;

pub use relationship::*;
pub use tables::*;

use crate::engine::{Connection, Fault, Value, first};

/// A step from one schema to the next.
#[derive(Debug)]
pub struct Migration {
    /// Its name: number and what it brings.
    pub name: &'static str,
    /// DDL in the subset both engines take.
    pub sql: &'static str,
}

/// All migrations, in order.
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_book", sql: include_str!("migrations/0001_book.sql") },
    Migration { name: "0002_relationship", sql: include_str!("migrations/0002_relationship.sql") },
    Migration { name: "0003_ageing", sql: include_str!("migrations/0003_ageing.sql") },
];

/// Brings the schema to the newest version. `ddl` gives a migration's text as the engine wants it.
///
/// # Errors
/// [`Fault::Book`] when the book comes from a newer version of Credere; else [`Fault`].
pub fn migrate(connection: &mut dyn Connection, ddl: fn(&str) -> String) -> Result<(), Fault> {
    connection.run_script("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)")?;
    let newest = first(connection, "SELECT name FROM migration ORDER BY name DESC LIMIT 1", &[], |row| {
        row.text(0).map(str::to_owned)
    })?;
    if let Some(newest) = &newest
        && MIGRATIONS.iter().all(|known| known.name != newest)
    {
        return Err(Fault::Book(format!(
            "the book was last opened by a newer Credere (schema {newest}); open it with that version"
        )));
    }
    let pending: Vec<&Migration> =
        MIGRATIONS.iter().filter(|one| newest.as_deref().is_none_or(|newest| one.name > newest)).collect();
    if pending.is_empty() {
        return Ok(());
    }
    connection.begin()?;
    for migration in pending {
        connection.run_script(&ddl(migration.sql))?;
        connection.execute("INSERT INTO migration (name) VALUES ($1)", &[Value::Text(migration.name)])?;
    }
    connection.commit()
}
