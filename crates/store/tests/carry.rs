//! A book carried whole: every row of every table, from one state, into a new book.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod ground;

use domain::id::FactorId;
use ground::factor;
use jiff::Timestamp;
use std::sync::Arc;
use store::book::Reads;
use store::carry::{Arriving, PAGE, Sum, rows};
use store::engine::{Fault, Kept, Table, Value, all};
use store::schema::{MIGRATIONS, TABLES, key};
use store::{Book, Now, Place};
use uuid::Uuid;

const FACTOR: FactorId = FactorId(Uuid::from_u128(1));

fn open(folder: &std::path::Path) -> Book {
    let now: Now = Arc::new(|| Timestamp::from_second(1_780_000_000).unwrap());
    Book::create(&Place::from(folder), &factor(1), now, store::book::Salts::new([7; 32])).unwrap()
}

/// Is the column of this table declared as a number, as bytes, may it be empty?
fn declared(reads: &mut dyn Reads, table: &Table) -> Vec<(String, bool)> {
    let sql = "SELECT type, \"notnull\" FROM pragma_table_info($1) ORDER BY cid";
    all(reads.connection(), sql, &[Value::Text(table.name)], |row| Ok((row.text(0)?.to_owned(), row.int(1)? == 1)))
        .unwrap()
}

/// Some rows for every table: more than a page of them in the first, every kind of value, and nothing where that may be.
fn fill(book: &Book) {
    book.write::<_, Fault>(|unit| {
        for table in TABLES.iter().filter(|table| table.name != "factor") {
            let declared = declared(unit, table);
            let count = if table.name == "journal_line" { 2 * PAGE + 1 } else { 7 };
            for number in 0..count {
                let row: Vec<Kept> = declared
                    .iter()
                    .enumerate()
                    .map(|(place, (kind, needed))| match &**kind {
                        _ if place == 0 => Kept::Bytes(FACTOR.0.as_bytes().to_vec()),
                        _ if !needed && number % 2 == 0 => Kept::Null,
                        "UUID" => {
                            Kept::Bytes(Uuid::from_u128(u128::try_from(number * 31 + 5).unwrap()).as_bytes().to_vec())
                        }
                        "BYTEA" => Kept::Bytes(vec![0, 255, u8::try_from(number % 256).unwrap()]),
                        "BIGINT" => Kept::Int(number),
                        _ => Kept::Text(format!("\u{e4} \"{number}\"\n{{}}")),
                    })
                    .collect();
                let values: Vec<Value<'_>> = row.iter().map(Kept::value).collect();
                unit.connection().insert(table, &values)?;
            }
        }
        Ok(())
    })
    .unwrap();
}

fn dump(book: &Book) -> Vec<(&'static str, Vec<Vec<Kept>>)> {
    book.read::<_, Fault>(|snapshot| {
        TABLES
            .iter()
            .map(|table| {
                let mut found = Vec::new();
                rows(snapshot, table, |row| {
                    found.push(row.to_vec());
                    Ok::<(), Fault>(())
                })?;
                Ok((table.name, found))
            })
            .collect()
    })
    .unwrap()
}

#[test]
fn every_table_has_the_key_that_its_migration_gives_it() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path())
        .read::<_, Fault>(|snapshot| {
            for table in TABLES {
                let sql = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";
                let told =
                    all(snapshot.connection(), sql, &[Value::Text(table.name)], |row| Ok(row.text(0)?.to_owned()))?;
                assert_eq!(key(table), told, "{}", table.name);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn whatever_an_older_schema_had_is_still_there_under_its_name() {
    for older in 1..=MIGRATIONS.len() {
        let folder = tempfile::tempdir().unwrap();
        let mut arriving = Arriving::begin_older(folder.path(), FACTOR, &MIGRATIONS[..older]).unwrap();
        let sql = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c \
            WHERE t.type = 'table' AND t.name <> 'migration' AND t.name NOT LIKE 'sqlite_%'";
        let columns =
            all(arriving.connection(), sql, &[], |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).unwrap();
        assert!(columns.len() > 100, "{older}");
        for (table, column) in columns {
            let known = TABLES.iter().any(|one| one.name == table && one.columns.contains(&column.as_str()));
            assert!(known, "{table}.{column} is gone: a backup of schema {older} could not be restored");
        }
    }
}

#[test]
fn a_book_that_arrived_is_equal_row_by_row_in_every_table() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let book = open(from.path());
    fill(&book);
    let mut arriving = Arriving::begin(&to.path().into(), FACTOR).unwrap();
    let sums = book
        .read::<_, Fault>(|snapshot| {
            let mut sums = Vec::new();
            for table in TABLES {
                let mut sum = Sum::default();
                let read = rows(snapshot, table, |row| {
                    sum.add(row);
                    arriving.put(table, row)
                })?;
                assert_eq!(read, sum.rows);
                sums.push(sum);
            }
            Ok(sums)
        })
        .unwrap();
    for (table, sum) in TABLES.iter().zip(&sums) {
        assert_eq!(Sum::of(&mut arriving, table).unwrap(), *sum, "{}", table.name);
    }
    arriving.keep().unwrap();
    let there = Book::open(&to.path().into(), Arc::new(Timestamp::now), store::book::Salts::new([7; 32])).unwrap();
    let dumped = dump(&book);
    assert!(dumped.iter().all(|(_, rows)| !rows.is_empty()));
    assert_eq!(dumped.iter().map(|(_, rows)| rows.len()).max(), usize::try_from(2 * PAGE + 1).ok());
    assert_eq!(dumped, dump(&there));
}

#[test]
fn a_sum_does_not_ask_for_order_and_sees_every_change() {
    let row = |text: &str, number| [Kept::Text(text.into()), Kept::Int(number), Kept::Null];
    let sum = |rows: &[[Kept; 3]]| {
        let mut sum = Sum::default();
        rows.iter().for_each(|row| sum.add(row));
        sum
    };
    let whole = sum(&[row("a", 1), row("b", 2)]);
    assert_eq!(whole, sum(&[row("b", 2), row("a", 1)]));
    for other in [[row("a", 1), row("b", 3)], [row("a", 2), row("b", 1)], [row("a", 1), row("a", 1)]] {
        assert_ne!(whole, sum(&other));
    }
}

#[test]
fn a_row_of_another_factor_does_not_arrive() {
    let folder = tempfile::tempdir().unwrap();
    let mut arriving = Arriving::begin(&folder.path().into(), FACTOR).unwrap();
    let row = [Kept::Bytes(Uuid::from_u128(2).as_bytes().to_vec()), Kept::Text("{}".into())];
    assert!(matches!(arriving.put(TABLES[0], &row), Err(Fault::Book(_))));
}
