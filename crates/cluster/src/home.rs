//! Where the books of tests go.

use crate::{Cluster, Durability};
use app::Home;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use store::Place;

/// Where the book of a test goes: the folder, or with `CREDERE_TEST_ENGINE=postgres` a database of its own. The same folder
/// always gives the same place.
///
/// # Panics
/// When PostgreSQL is asked for and does not start: a test then has nothing to run on.
#[must_use]
pub fn home(folder: &Path) -> Home {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static HOMES: Mutex<Option<HashMap<PathBuf, String>>> = Mutex::new(None);
    if !is_postgres() {
        return Home::from(folder);
    }
    let cluster = CLUSTER.get_or_init(|| {
        let cluster = Cluster::start(Durability::None).expect("PostgreSQL starts");
        cluster.expect("CREDERE_TEST_ENGINE=postgres needs PostgreSQL on this machine")
    });
    let mut homes = HOMES.lock().expect("no test panics in here");
    let homes = homes.get_or_insert_default();
    let url = homes.entry(folder.to_owned()).or_insert_with(|| cluster.database().expect("a database can be made"));
    Home { place: Place::parse(url), folder: Some(folder.to_owned()) }
}

/// Do the tests run on PostgreSQL?
#[must_use]
pub fn is_postgres() -> bool {
    std::env::var_os("CREDERE_TEST_ENGINE").is_some_and(|engine| engine == "postgres")
}
