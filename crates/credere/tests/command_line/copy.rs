//! A book copied to another place, and proved to be the same.

use super::backup::{dump, entries};
use super::program::{Program, said, schedule};
use cluster::{Cluster, Durability};
use std::path::Path;
use store::engine::Connection;
use store::engine::sqlite::Sqlite;

fn copy(program: &Program, to: &str) -> std::process::Output {
    program.run(&["admin", "copy", "--from", &program.data(), "--to", &program.place(to)])
}

#[test]
fn a_copied_book_has_the_same_events_hashes_balances_and_files_and_goes_on() {
    let program = Program::new();
    let bought = program.import_text("schedule", "some.csv", &schedule(0, 30), &["--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    let copied = copy(&program, "new");
    let told = said(&copied);
    assert!(copied.status.success(), "{told}");
    for line in
        ["Head of the chain on both sides: event ", "event: ", "balance: ", "Everything holds.", "1 file beside it"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert_eq!(dump(&program.data()), dump(&program.place("new")));
    let key = |folder: &str| std::fs::read(Path::new(folder).join("notice-key")).unwrap();
    assert_eq!(key(&program.data()), key(&program.place("new")));
    let more = program.write("more.csv", schedule(30, 5).as_bytes()).display().to_string();
    let bought = program.run(&["import", "schedule", &more, "--data", &program.place("new"), "--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
}

#[test]
fn neither_a_full_place_nor_a_book_that_does_not_hold_is_copied() {
    let program = Program::new();
    std::fs::create_dir(program.place("full")).unwrap();
    program.write("full/mine", b"mine");
    let before = entries(Path::new(&program.place("")));
    let refused = copy(&program, "full");
    assert!(!refused.status.success() && said(&refused).contains("is not empty"), "{}", said(&refused));
    assert_eq!(entries(Path::new(&program.place("full"))), ["mine"]);
    let book = entries(Path::new(&program.data())).into_iter().find(|name| name.ends_with(".book")).unwrap();
    let mut opened = Sqlite::open(&Path::new(&program.data()).join(book)).unwrap();
    opened.execute("UPDATE event SET body = '{\"a\":1}' WHERE seq = 2", &[]).unwrap();
    let refused = copy(&program, "new");
    assert!(!refused.status.success() && said(&refused).contains("does not hold: chain"), "{}", said(&refused));
    assert_eq!(entries(Path::new(&program.place(""))), before);
}

#[test]
fn a_book_moves_into_a_database_and_back_with_the_same_rows_and_hashes() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let database = cluster.database().unwrap();
    let program = Program::new();
    let bought = program.import_text("schedule", "some.csv", &schedule(0, 30), &["--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    let (data, keys, back) = (program.data(), program.place("keys"), program.place("back"));
    let into = ["admin", "copy", "--from", &data, "--to", &database, "--to-data", &keys];
    let copied = program.run(&into);
    let told = said(&copied);
    assert!(copied.status.success() && told.contains("Everything holds."), "{told}");
    // It is there already; the folder for another try is not left behind.
    let again = program.run(&["admin", "copy", "--from", &data, "--to", &database, "--to-data", &back]);
    assert!(!again.status.success() && said(&again).contains("already"), "{}", said(&again));
    assert!(!Path::new(&back).exists());
    let book = entries(Path::new(&data)).into_iter().find(|name| name.ends_with(".book")).unwrap();
    let id = book.trim_end_matches(".book");
    let audited = program.run(&["audit", "--database", &database, "--data", &keys, "--book", id]);
    assert!(audited.status.success(), "{}", said(&audited));
    let out = ["admin", "copy", "--from", &database, "--from-data", &keys, "--book", id, "--to", &back];
    let copied = program.run(&out);
    assert!(copied.status.success(), "{}", said(&copied));
    assert_eq!(dump(&data), dump(&back));
    let rows = |told: &str| -> Vec<String> {
        told.lines().filter(|line| line.contains("on both sides")).map(str::to_owned).collect()
    };
    assert_eq!(rows(&told), rows(&said(&copied)));
    // A backup of the book in the database is restored into a folder: the same once more.
    let key = program.place("key");
    let made = program.run(&["admin", "key", "--to", &key]);
    let recipient = String::from_utf8(made.stdout).unwrap();
    let backup = program.place("backup");
    let source = ["--database", &database, "--data", &keys, "--book", id, "--to", &backup];
    let taken = program.run(&[&["admin", "backup", "--recipient", recipient.trim()], &source[..]].concat());
    assert!(taken.status.success(), "{}", said(&taken));
    let restored = program.place("restored");
    let answer = program.run(&["admin", "restore", "--from", &backup, "--identity", &key, "--data", &restored]);
    assert!(answer.status.success(), "{}", said(&answer));
    assert_eq!(dump(&data), dump(&restored));
}

#[test]
fn a_database_without_citus_is_left_as_it_is_and_says_so() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let program = Program::new();
    let told = program.run(&["admin", "distribute", "--database", &cluster.database().unwrap()]);
    assert!(!told.status.success() && said(&told).contains("nothing was changed"), "{}", said(&told));
    let folder = program.run(&["admin", "distribute", "--database", "books"]);
    assert!(said(&folder).contains("an address begins with postgres://"), "{}", said(&folder));
}
