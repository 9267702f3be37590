//! Whatever row of the example book is edited, taken away or put in behind the book's back, the audit says which.
//!
//! Driven by the catalogue of tables: a part of a table is tampered with here, or stands in `app::audit::coverage` with its
//! reason. Each change is made and audited in one transaction that is rolled back, on both engines.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod tampering;

use app::audit::{Checkpoint, audit, audit_state, checkpoint_at, coverage, newer};
use app::{App, Clock, Home, Ids};
use cluster::{Cluster, Durability};
use std::path::Path;
use std::process::Command;
use store::Place;
use tampering::{Tampering, everywhere};

/// Columns of a table that are edited where all of them would take too long.
const FEW: usize = 3;

/// Runs the program and wants it to end well.
fn credere(arguments: &[&str]) {
    let ran = Command::new(env!("CARGO_BIN_EXE_credere")).args(arguments).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

fn example(data: &Path) -> App {
    credere(&["demo", "--data", data.to_str().unwrap(), "--no-serve", "--port", "0"]);
    App::open(Home::from(data), Clock::System, Ids::random()).unwrap()
}

fn by_all(book: &mut Tampering, most: usize) {
    everywhere(book, most, &coverage::is_held, &mut |reads| audit_state(reads, jiff::Timestamp::UNIX_EPOCH).unwrap());
}

fn by_newer(app: &App, most: usize) {
    // As if all but the opening of the book were newer, so that every table has rows of newer events.
    let opened: Checkpoint = checkpoint_at(app, 1).unwrap().to_string().parse().unwrap();
    let mut book = Tampering::of(app);
    everywhere(&mut book, most, &coverage::is_held_by_newer, &mut |reads| {
        newer(reads, &opened, jiff::Timestamp::UNIX_EPOCH).unwrap()
    });
}

#[test]
fn every_row_that_is_tampered_with_is_named_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let app = example(&folder.path().join("demo"));
    assert!(audit(&app.book, app.now()).unwrap().holds());
    by_all(&mut Tampering::of(&app), usize::MAX);
}

#[test]
fn every_newer_row_that_is_tampered_with_is_named_from_a_checkpoint_on() {
    let folder = tempfile::tempdir().unwrap();
    let app = example(&folder.path().join("demo"));
    by_newer(&app, usize::MAX);
}

#[test]
fn the_same_in_a_database() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let folder = tempfile::tempdir().unwrap();
    let (data, keys) = (folder.path().join("demo"), folder.path().join("keys"));
    drop(example(&data));
    let database = cluster.database().unwrap();
    let (from, to_data) = (data.to_str().unwrap(), keys.to_str().unwrap());
    credere(&["admin", "copy", "--from", from, "--to", &database, "--to-data", to_data]);
    let home = Home { place: Place::parse(&database), folder: Some(keys) };
    let app = App::open(home, Clock::System, Ids::random()).unwrap();
    by_all(&mut Tampering::of(&app), FEW);
    by_newer(&app, FEW);
}
