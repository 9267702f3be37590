//! The book and its queue: what is kept, what is dropped, what is chained.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod ground;

use domain::event::EventKind;
use domain::id::ClientId;
use domain::ledger::{Account, Booking, Journal};
use domain::money::Currency;
use ground::factor;
use jiff::Timestamp;
use jiff::civil::date;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use store::book::Draft;
use store::engine::sqlite::{File, Sqlite};
use store::engine::{Connection, Fault, Value, all};
use store::kept::{event, idempotency, journal};
use store::schema::{MIGRATIONS, TABLES};
use store::{Book, Now, Unit};
use uuid::Uuid;

const CLIENT: ClientId = ClientId(Uuid::from_u128(7));

fn open(folder: &std::path::Path) -> Book {
    let now: Now = Arc::new(|| Timestamp::from_second(1_780_000_000).unwrap());
    Book::create(&folder.into(), &factor(1), now, store::book::Salts::new([7; 32])).unwrap()
}

/// Books cash against a receivable.
fn book_one(unit: &mut Unit<'_>, amount: i64) -> Result<i64, Fault> {
    let lines = [(Account::ReceivablesRecourse, amount), (Account::OperatingCash, -amount)];
    let on = date(2026, 6, 15);
    let journal = Journal::apart(Some(CLIENT), Booking::Purchase, Currency::USD, on, &lines, Vec::new());
    let draft = Draft { kind: EventKind::InvoicePurchased, business_date: on, actor: "test", body: "{}" };
    unit.record(&draft, &[journal])
}

fn ledger(book: &Book) -> i64 {
    book.read(|snapshot| journal::position(snapshot, CLIENT, Currency::USD)).unwrap().ledger
}

#[test]
fn the_columns_of_every_table_are_those_of_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = Sqlite::open(&folder.path().join("schema.book")).unwrap();
    store::schema::migrate(&mut connection, &File(folder.path().join("schema.book"))).unwrap();
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' AND name NOT LIKE 'sqlite_%'";
    let mut there = all(&mut connection, sql, &[], |row| Ok(row.text(0)?.to_owned())).unwrap();
    there.sort_unstable();
    let mut known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    known.sort_unstable();
    assert_eq!(known, there);
    for table in TABLES {
        let sql = "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid";
        let name = [Value::Text(table.name)];
        let columns = all(&mut connection, sql, &name, |row| Ok((row.text(0)?.to_owned(), row.int(1)?))).unwrap();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, table.columns, "{}", table.name);
        assert_eq!(columns[0], ("factor_id".to_owned(), 1), "{}: the tenant comes first in the key", table.name);
    }
    for migration in MIGRATIONS {
        assert!(!migration.sql.to_uppercase().contains("TRIGGER"), "{} has a trigger", migration.name);
    }
}

#[test]
fn a_unit_that_fails_is_dropped_alone_with_its_sums_and_its_place_in_the_chain() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    // Hold the queue, so that all three wait and share a batch.
    let barrier = Arc::new(Barrier::new(2));
    let held = barrier.clone();
    book.submit::<(), Fault>(
        move |_| {
            held.wait();
            Ok(())
        },
        drop,
    )
    .unwrap();
    let (sender, answers) = channel();
    for (amount, fails) in [(100, false), (1_000, true), (10, false)] {
        let sender = sender.clone();
        book.submit(
            move |unit| {
                book_one(unit, amount)?;
                if fails { Err(Fault::Book("refused".into())) } else { Ok(()) }
            },
            move |answer: Result<(), Fault>| sender.send(answer.is_ok()).unwrap(),
        )
        .unwrap();
    }
    barrier.wait();
    assert_eq!(answers.iter().take(3).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(ledger(&book), 110);
    let events = book.read(|snapshot| event::after(snapshot, 0, 10)).unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2]);
    assert!(events[0].recorded_at < events[1].recorded_at, "no two events share a moment");
    let movements = book.read(|snapshot| journal::movements(snapshot, Some(CLIENT), date(2026, 12, 31))).unwrap();
    assert_eq!(movements.iter().map(|one| (one.debit, one.credit)).max(), Some((110, 0)));
}

#[test]
fn the_first_unit_of_a_batch_is_dropped_as_alone_as_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    book.write(|unit| book_one(unit, 1)).unwrap();
    let barrier = Arc::new(Barrier::new(2));
    let held = barrier.clone();
    let (sender, answers) = channel();
    let first = sender.clone();
    book.submit::<i64, Fault>(
        move |unit| {
            book_one(unit, 1_000)?;
            held.wait();
            Err(Fault::Book("refused".into()))
        },
        move |answer| first.send(answer.is_ok()).unwrap(),
    )
    .unwrap();
    book.submit(|unit| book_one(unit, 10), move |answer: Result<i64, Fault>| sender.send(answer.is_ok()).unwrap())
        .unwrap();
    barrier.wait();
    assert_eq!(answers.iter().take(2).collect::<Vec<_>>(), [false, true]);
    assert_eq!(ledger(&book), 11);
    let events = book.read(|snapshot| event::after(snapshot, 0, 10)).unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_unit_that_panics_is_dropped_and_the_book_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    let answer: Result<(), Fault> = book.write(|unit| {
        book_one(unit, 5)?;
        panic!("a fault of ours");
    });
    assert!(matches!(answer, Err(Fault::Panicked)));
    book.write(|unit| book_one(unit, 7)).unwrap();
    assert_eq!(ledger(&book), 7);
}

#[test]
fn le_01_a_journal_out_of_balance_is_never_written() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    let answer: Result<i64, Fault> = book.write(|unit| {
        let on = date(2026, 6, 15);
        let lines = [(Account::OperatingCash, 5), (Account::FeeIncome, -4)];
        let journal = Journal::apart(None, Booking::BankCharge, Currency::USD, on, &lines, Vec::new());
        let draft = Draft { kind: EventKind::BankEntryPlaced, business_date: on, actor: "test", body: "{}" };
        unit.record(&draft, &[journal])
    });
    assert!(matches!(answer, Err(Fault::Unbalanced(_))));
    assert_eq!(book.read(|snapshot| event::after(snapshot, 0, 10)).unwrap(), []);
}

#[test]
fn a_key_is_kept_with_its_answer_and_refuses_another_request() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    book.write::<_, Fault>(|unit| idempotency::keep(unit, "key", &[1; 32], "the answer")).unwrap();
    let known =
        |request: [u8; 32]| book.write::<_, Fault>(move |unit| idempotency::look_up(unit, "key", &request)).unwrap();
    assert_eq!(known([1; 32]), Some(idempotency::Known::Answered("the answer".into())));
    assert_eq!(known([2; 32]), Some(idempotency::Known::OtherRequest));
}

#[test]
fn a_book_from_a_newer_version_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    let path = book.file().unwrap().to_owned();
    drop(book);
    let mut connection = Sqlite::open(&path).unwrap();
    connection.execute("INSERT INTO migration (name) VALUES ($1)", &[Value::Text("9999_future")]).unwrap();
    let refused =
        Book::open(&folder.path().into(), Arc::new(Timestamp::now), store::book::Salts::new([7; 32])).err().unwrap();
    assert!(refused.to_string().contains("newer"), "{refused}");
}
