//! Two processes at one book.

use super::program::{Program, said, schedule};

#[test]
fn fr_01_two_processes_submitting_the_same_invoices_buy_each_once() {
    let program = Program::new();
    // Two files that differ in one description and hold the same invoices.
    program.write("one.csv", schedule(0, 3_000).as_bytes());
    program.write("two.csv", schedule(0, 3_000).replacen("Goods", "Parts", 1).as_bytes());
    let running = [program.start_schedule("one.csv"), program.start_schedule("two.csv")];
    for process in running {
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    let rows = program.rows("purchases");
    let mut numbers: Vec<&str> = rows.iter().map(|row| row["invoice"].as_str().unwrap()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((rows.len(), numbers.len()), (3_000, 3_000));
    program.audit();
}
