//! `kill -9` in the middle of an import.

use super::program::{Program, said, schedule};
use std::time::{Duration, Instant};
use store::engine::first;
use store::engine::sqlite::Sqlite;

/// Lines of the schedule: several units, so that there is a middle.
const LINES: usize = 20_000;

/// Invoices bought so far, as another process sees them.
fn bought(program: &Program) -> usize {
    program.rows("purchases").len()
}

/// Waits until the first unit is committed; looks into the file itself, to be quicker than the import.
fn wait_for_the_first_unit(program: &Program) {
    let files = std::fs::read_dir(program.data()).unwrap().map(|entry| entry.unwrap().path());
    let book = files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "book")).unwrap();
    let mut reader = Sqlite::open_reader(&book).unwrap();
    let begun = Instant::now();
    while first(&mut reader, "SELECT 1 FROM invoice LIMIT 1", &[], |row| row.int(0)).unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(120), "the import commits nothing");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn after_kill_9_what_was_acknowledged_is_there_and_the_import_completes_when_run_again() {
    let program = Program::new();
    program.write("large.csv", schedule(0, LINES as u64).as_bytes());
    let mut import = program.start_schedule("large.csv");
    wait_for_the_first_unit(&program);
    import.kill().unwrap();
    import.wait().unwrap();
    let left = bought(&program);
    assert!(left > 0 && left < LINES, "the import was not ended in its middle: {left} lines are there");
    assert_eq!(left % app::schedule::BATCH, 0, "units are kept whole or not at all");
    program.audit();
    let again = program.start_schedule("large.csv").wait_with_output().unwrap();
    assert!(again.status.success(), "{}", said(&again));
    assert_eq!(bought(&program), LINES);
    program.audit();
}
