//! A database for a while: empty, or a copy of another, on the same server; for measurements.

use super::{Database, Postgres};
use crate::engine::{Connection, Fault};
use tokio_postgres::Config;

/// What its name begins with.
const NAME: &str = "credere_scratch";

/// A database that is dropped with this.
pub struct Scratch {
    server: Config,
    name: String,
    config: Config,
}

impl Scratch {
    /// Makes a new database beside the one at `url`, empty or a copy of it. Copying needs that nobody has it open.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn beside(url: &str, is_copy: bool) -> Result<Self, Fault> {
        let server = super::reach::config(url)?;
        let name = format!("{NAME}_{}", std::process::id());
        let mut config = server.clone();
        config.dbname(&name);
        let template = match (is_copy, server.get_dbname()) {
            (true, Some(of)) => format!(" TEMPLATE \"{of}\" STRATEGY FILE_COPY"),
            _ => String::new(),
        };
        let mut made = Self { server, name, config };
        made.server.dbname("postgres");
        made.order(&format!("DROP DATABASE IF EXISTS {}", made.name))?;
        made.order(&format!("CREATE DATABASE {}{template}", made.name))?;
        Ok(made)
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> Database {
        Database { config: self.config.clone() }
    }

    fn order(&self, words: &str) -> Result<(), Fault> {
        Postgres::open(&self.server, super::WRITER)?.run_script(words)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be dropped now is dropped by the next of this name.
        let _ = self.order(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}
