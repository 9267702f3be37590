//! Citus: one database on many machines, each book on one of them.
//!
//! Every table's key begins with the factor, and so does every unique index; no statement and no transaction spans two
//! factors; there are no triggers. Therefore every table is distributed by `factor_id`, all side by side (a book's rows of
//! all tables lie on one machine), and only the list of migrations is copied to each.

use super::{Database, Postgres, WRITER};
use crate::engine::{Connection, Fault, first};
use crate::schema;

/// What became of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distributed {
    /// The extension is not in this database, and can it be made there?
    NoExtension {
        /// The server has it to give: `CREATE EXTENSION citus`.
        available: bool,
    },
    /// Every table is distributed now.
    Tables {
        /// Tables that were distributed by this call.
        new: usize,
        /// All tables by factor.
        all: usize,
    },
}

impl Database {
    /// Turns the schema into Citus' distributed and reference tables; those that are, stay. Books stay where they can be
    /// read; writers wait meanwhile.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn distribute(&self) -> Result<Distributed, Fault> {
        let mut connection = Postgres::open(&self.config, WRITER)?;
        schema::migrate(&mut connection, self)?;
        let count = |connection: &mut Postgres, sql: &str| {
            first(connection, sql, &[], |row| row.int(0)).map(|one| one.unwrap_or(0))
        };
        if count(&mut connection, "SELECT COUNT(*) FROM pg_extension WHERE extname = 'citus'")? == 0 {
            let offered = "SELECT COUNT(*) FROM pg_available_extensions WHERE name = 'citus'";
            return Ok(Distributed::NoExtension { available: count(&mut connection, offered)? > 0 });
        }
        let mut new = 0;
        for (table, statement) in plan() {
            let sql = format!("SELECT COUNT(*) FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass");
            if count(&mut connection, &sql)? == 0 {
                connection.run_script(&statement)?;
                new += 1;
            }
        }
        Ok(Distributed::Tables { new, all: schema::TABLES.len() })
    }
}

/// The statements, in order, each with its table.
fn plan() -> Vec<(&'static str, String)> {
    let mut plan = vec![("migration", "SELECT create_reference_table('migration')".to_owned())];
    for table in schema::TABLES {
        let beside = if table.name == ANCHOR { "none" } else { ANCHOR };
        plan.push((
            table.name,
            format!("SELECT create_distributed_table('{}', 'factor_id', colocate_with => '{beside}')", table.name),
        ));
    }
    // The one that all others lie beside comes first.
    plan.sort_by_key(|(table, _)| (*table != "migration", *table != ANCHOR));
    plan
}

/// The table that all others lie beside.
const ANCHOR: &str = "factor";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_distributed_beside_the_factor_and_the_factor_comes_first() {
        let plan = plan();
        assert_eq!(plan.len(), schema::TABLES.len() + 1);
        assert_eq!([plan[0].0, plan[1].0], ["migration", "factor"]);
        assert!(plan[1].1.ends_with("colocate_with => 'none')"));
        assert!(
            plan[2..]
                .iter()
                .all(|(table, sql)| sql.contains(&format!("'{table}', 'factor_id', colocate_with => 'factor'")))
        );
    }
}
