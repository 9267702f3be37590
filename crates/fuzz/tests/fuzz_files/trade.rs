//! Invoices, schedules with their mappings, statements with theirs, and master data.

use crate::told;
use formats::content::Content;
use formats::invoice::ubl;
use formats::schedule::{self, Mapping, from_documents};
use formats::statement::{self, Direction, StatementMapping};
use formats::{invoice, portfolio};
use fuzz::change::changed;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[test]
fn invoices() {
    fuzz::run("invoices", changed, |input| {
        let _ = Content::of(input);
        match ubl::read("a.xml", input) {
            Ok(document) => {
                assert!(!document.number.trim().is_empty());
                let one = from_documents(vec![("a.xml".to_owned(), document)]);
                let _ = one.map(|schedule| assert_eq!(schedule.count, 1)).map_err(|refused| told(&refused));
            }
            Err(refused) => told(&refused),
        }
        for rule in invoice::rules::ids() {
            if let Err(refused) = ubl::judge("a.xml", input, rule) {
                // What is no invoice breaks no single rule.
                return told(&refused);
            }
        }
    });
}

#[test]
fn schedules() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/schedule-mappings");
    let mut mappings = vec![None, Some(Mapping::credere()), Some(Mapping::xero())];
    for file in std::fs::read_dir(folder).expect("the kept mappings") {
        let text = std::fs::read_to_string(file.expect("a file").path()).unwrap_or_default();
        mappings.extend(Mapping::from_toml("m", &text).map(Some));
    }
    assert!(mappings.len() >= 7);
    fuzz::run("schedules", changed, |input| {
        for mapping in &mappings {
            match schedule::read(&[("a".to_owned(), input.to_vec())], mapping.as_ref()) {
                Ok(read) => {
                    assert_eq!(read.count, (read.lines.len() + read.rejected.len()) as u64, "no line is lost");
                    assert!(read.rejected.iter().all(|line| !line.problems.is_empty()));
                }
                Err(refused) => told(&refused),
            }
        }
    });
}

/// What is read from TOML can be kept as JSON and means the same.
fn kept<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("json");
    assert_eq!(serde_json::from_str::<T>(&json).as_ref().ok(), Some(value), "{json}");
}

#[test]
fn mappings_of_schedules() {
    let table = b"debtor,number,issued,due,amount,currency\nC-1,A-1,2026-03-04,2026-04-03,1234.50,USD\n".to_vec();
    fuzz::run("schedule-mappings", changed, |input| match Mapping::from_toml("m", &String::from_utf8_lossy(input)) {
        Ok(mapping) => {
            assert!(mapping.check().is_ok(), "what is read was checked");
            kept(&mapping);
            let _ =
                schedule::read(&[("a".to_owned(), table.clone())], Some(&mapping)).map_err(|refused| told(&refused));
        }
        Err(refused) => told(&refused),
    });
}

#[test]
fn mappings_of_statements() {
    let table = b"Booked;Amount;Text;Balance\n03.03.2026;-1,00;Fee;11,00\n02.03.2026;2,00;A-1001;12,00\n".to_vec();
    fuzz::run("statement-mappings", changed, |input| {
        match StatementMapping::from_toml("m", &String::from_utf8_lossy(input)) {
            Ok(mapping) => {
                kept(&mapping);
                // What stands beside the file may be given later, so that it is checked by itself.
                let _ = mapping.check().map_err(|refused| told(&refused));
                let _ = statement::read("a", &table, Some(&mapping)).map_err(|refused| told(&refused));
            }
            Err(refused) => told(&refused),
        }
    });
}

#[test]
fn statements() {
    let mapping = include_str!("../../corpus/statement-mappings/bank.toml");
    let mapping = StatementMapping::from_toml("m", mapping).expect("a mapping");
    fuzz::run("statements", changed, |input| {
        for mapping in [None, Some(&mapping)] {
            match statement::read("a", input, mapping) {
                Ok(statements) => {
                    for statement in statements {
                        let sum = statement.entries.iter().try_fold(statement.opening, |sum, entry| {
                            assert!(entry.amount.minor >= 0, "the direction is the sign: {entry:?}");
                            match entry.direction {
                                Direction::Credit => sum.plus(entry.amount),
                                Direction::Debit => sum.minus(entry.amount),
                            }
                        });
                        assert_eq!(sum, Ok(statement.closing), "opening and entries are the closing balance");
                        let mut references: Vec<_> =
                            statement.entries.iter().map(|entry| &entry.entry_reference).collect();
                        references.sort();
                        assert!(references.windows(2).all(|pair| pair[0] != pair[1]), "a reference names one entry");
                    }
                }
                Err(refused) => told(&refused),
            }
        }
    });
}

#[test]
fn portfolios() {
    fuzz::run("portfolios", changed, |input| match portfolio::read("p.toml", input) {
        Ok(read) => {
            for days in [0, 31, -400, i64::from(i32::MAX)] {
                let _ = read.clone().shifted(days);
            }
        }
        Err(refused) => told(&refused),
    });
}
