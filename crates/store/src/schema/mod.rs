//! Tables and migrations. Forward only, paired by name between the engines, never edited after a release.

mod key;
mod relationship;
mod tables;

pub use key::key;
pub use relationship::*;
pub use tables::*;

use crate::engine::{Connection, Engine, Fault, Value, first};

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
    Migration { name: "0004_writer", sql: include_str!("migrations/0004_writer.sql") },
    Migration { name: "0005_amounts", sql: include_str!("migrations/0005_amounts.sql") },
    Migration { name: "0006_growing", sql: include_str!("migrations/0006_growing.sql") },
];

/// Brings the schema to the newest version. Several processes may try it at once.
///
/// # Errors
/// [`Fault::Book`] when the book comes from a newer version of Credere; else [`Fault`].
pub fn migrate(connection: &mut dyn Connection, engine: &dyn Engine) -> Result<(), Fault> {
    migrate_to(connection, engine, MIGRATIONS)
}

/// Brings the schema to the last of these, which are the first of [`MIGRATIONS`]: for a book that was written by an older
/// Credere and arrives as it was.
pub(crate) fn migrate_to(
    connection: &mut dyn Connection,
    engine: &dyn Engine,
    migrations: &[Migration],
) -> Result<(), Fault> {
    let newest = "SELECT name FROM migration ORDER BY name DESC LIMIT 1";
    let last = migrations.last().map(|one| one.name);
    // A schema that is up to date is left alone: nobody has to wait for a writer. Where there is no schema yet, this fails.
    if let Ok(Some(name)) = first(connection, newest, &[], |row| row.text(0).map(str::to_owned))
        && Some(&*name) == last
    {
        return Ok(());
    }
    connection.recover()?;
    connection.begin(None)?;
    connection.run_script("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)")?;
    let newest = first(connection, newest, &[], |row| row.text(0).map(str::to_owned))?;
    if let Some(newest) = &newest
        && MIGRATIONS.iter().all(|known| known.name != newest)
    {
        connection.roll_back()?;
        return Err(Fault::Book(format!(
            "the book was last opened by a newer Credere (schema {newest}); open it with that version"
        )));
    }
    for migration in migrations.iter().filter(|one| newest.as_deref().is_none_or(|newest| one.name > newest)) {
        connection.run_script(&engine.ddl(migration.sql))?;
        connection.execute("INSERT INTO migration (name) VALUES ($1)", &[Value::Text(migration.name)])?;
    }
    connection.commit()
}
