//! `kill -9` in the middle of an import.

use super::program::{Program, said, schedule};
use std::time::{Duration, Instant};

/// Lines of the schedule: several units, so that there is a middle.
const LINES: u64 = 10_000;

/// Invoices bought so far, as another process sees them.
fn bought(program: &Program) -> usize {
    program.rows("purchases").len()
}

#[test]
fn after_kill_9_what_was_acknowledged_is_there_and_the_import_completes_when_run_again() {
    let program = Program::new();
    program.write("large.csv", schedule(0, LINES).as_bytes());
    let mut import = program.start_schedule("large.csv");
    let begun = Instant::now();
    let mut seen = 0;
    while seen == 0 && begun.elapsed() < Duration::from_secs(60) {
        seen = bought(&program);
    }
    import.kill().unwrap();
    import.wait().unwrap();
    let left = bought(&program);
    assert!(left >= seen, "{left} of {seen} that were seen are left");
    assert_eq!(left % app::schedule::BATCH, 0, "units are kept whole or not at all");
    program.audit();
    let again = program.start_schedule("large.csv").wait_with_output().unwrap();
    assert!(again.status.success(), "{}", said(&again));
    assert_eq!(bought(&program), usize::try_from(LINES).unwrap());
    program.audit();
}
