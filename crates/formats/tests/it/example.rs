//! The example book in `examples/`: every file is read, every balance proves and chains, and no day lies
//! outside the 120 days up to the anchor (what falls due may lie after it).

use formats::portfolio::{self, Portfolio};
use formats::{schedule, statement};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const ANCHOR: Date = date(2026, 11, 20);
const FIRST: Date = date(2026, 7, 24);

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// What lies in a folder, in the order of its names.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn loaded(path: &Path) -> (String, Vec<u8>) {
    (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap())
}

fn book() -> Portfolio {
    let (name, bytes) = loaded(&examples().join("portfolio.toml"));
    portfolio::read(&name, &bytes).unwrap_or_else(|refused| panic!("{refused}"))
}

/// The day in front of a file's name, and what follows it.
fn day_and_rest(path: &Path) -> (Date, String) {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    (stem[..10].parse().unwrap(), stem[11..].split('.').next().unwrap().to_owned())
}

#[test]
fn every_example_schedule_is_read_with_the_mapping_of_its_client() {
    let book = book();
    let (mut schedules, mut lines, mut rejected, mut credit_notes) = (0, 0, Vec::new(), 0);
    for path in listed(&examples().join("schedules")) {
        let (day, client) = day_and_rest(&path);
        assert!((FIRST..=ANCHOR).contains(&day), "{path:?}");
        assert!(book.clients.iter().any(|one| one.code.as_str() == client), "{path:?}");
        let files: Vec<_> =
            if path.is_dir() { listed(&path).iter().map(|file| loaded(file)).collect() } else { vec![loaded(&path)] };
        let mapping = book.mappings.iter().find(|one| one.client.as_str() == client).map(|one| &one.mapping);
        let read = schedule::read(&files, mapping).unwrap_or_else(|refused| panic!("{path:?}: {refused}"));
        for line in &read.lines {
            let days = [Some(line.issue), line.delivery.filter(|_| line.delivery <= Some(day))];
            assert!(days.into_iter().flatten().all(|one| (FIRST..=day).contains(&one)), "{path:?}: {line:?}");
        }
        schedules += 1;
        lines += read.lines.len();
        credit_notes += read.lines.iter().filter(|line| line.is_credit_note).count();
        rejected.extend(read.rejected.iter().flat_map(|line| line.problems.iter().map(|problem| problem.code)));
    }
    rejected.sort_unstable();
    assert_eq!((schedules, lines, credit_notes), (77, LINES, 5));
    assert_eq!(rejected, ["AMOUNT_MISSING", "DUE_BEFORE_ISSUE", "DUE_DATE_MISSING"]);
}

/// Lines that are whole, credit notes among them.
const LINES: usize = 399;

#[test]
fn every_example_statement_proves_itself_and_follows_the_one_before() {
    let mut last: BTreeMap<String, (domain::money::Money, Date)> = BTreeMap::new();
    let (mut statements, mut entries) = (0, 0);
    for path in listed(&examples().join("statements")) {
        let (day, number) = day_and_rest(&path);
        let (name, bytes) = loaded(&path);
        let read = statement::read(&name, &bytes, None).unwrap_or_else(|refused| panic!("{refused}"));
        let [one] = read.as_slice() else { panic!("{name} has {} statements", read.len()) };
        assert_eq!(one.account.number(), number);
        assert_eq!(one.remarks, []);
        if let Some((closing, before)) = last.insert(number, (one.closing, day)) {
            assert_eq!(one.opening, closing, "{name} does not go on where {before} ended");
        }
        assert!(one.entries.iter().all(|entry| (FIRST..=day).contains(&entry.booking_date)), "{name}");
        statements += 1;
        entries += one.entries.len();
    }
    assert_eq!(last.len(), 3);
    assert_eq!((statements, entries), (56, ENTRIES));
}

/// Entries of all statements.
const ENTRIES: usize = 266;
