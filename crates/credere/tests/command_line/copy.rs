//! A book copied to another place, and proved to be the same.

use super::backup::{dump, entries};
use super::program::{Program, said, schedule};
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
