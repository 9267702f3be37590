//! A book without room: it says so, keeps nothing by halves, goes on reading, and takes changes again by itself.
//!
//! The fault is SQLite's own `database or disk is full`, brought about by `PRAGMA max_page_count` on the writing connection:
//! a disk that is really full needs a mount of its own, and with it the rights of root.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod ground;

use cluster::{Cluster, Durability};
use domain::event::EventKind;
use ground::factor;
use jiff::Timestamp;
use jiff::civil::date;
use std::process::Command;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};
use store::book::{Draft, Reads};
use store::engine::{Fault, all, first};
use store::kept::event;
use store::{Book, Now, Place, Unit};

/// Of one event: more than the page at the end of a table holds.
const LARGE: usize = 200_000;

fn open(folder: &std::path::Path) -> Book {
    create(&folder.into())
}

fn create(place: &Place) -> Book {
    let now: Now = Arc::new(|| Timestamp::from_second(1_780_000_000).unwrap());
    Book::create(place, &factor(1), now, store::book::Salts::new([7; 32])).unwrap()
}

fn record(unit: &mut Unit<'_>, bytes: usize) -> Result<i64, Fault> {
    let body = format!("\"{}\"", "x".repeat(bytes));
    let on = date(2026, 6, 15);
    unit.record(&Draft { kind: EventKind::BookOpened, business_date: on, actor: "test", body: &body }, &[])
}

/// Lets the file grow by so many pages and no more.
fn leave(book: &Book, pages: i64) {
    book.write(move |unit| -> Result<(), Fault> {
        let count = first(unit.connection(), "PRAGMA page_count", &[], |row| row.int(0))?.unwrap();
        unit.connection().query(&format!("PRAGMA max_page_count = {}", count + pages), &[], &mut |_| Ok(()))
    })
    .unwrap();
}

fn events(book: &Book) -> usize {
    book.read(|snapshot| event::after(snapshot, 0, 10_000)).unwrap().len()
}

#[track_caller]
fn is_full<T: std::fmt::Debug>(answer: &Result<T, Fault>) {
    assert!(matches!(answer, Err(Fault::Full { .. })), "{answer:?}");
}

#[test]
fn a_unit_without_room_keeps_nothing_and_the_book_is_read_only_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    book.write(|unit| record(unit, 10)).unwrap();
    leave(&book, 3);
    is_full(&book.write(|unit| {
        record(unit, 10)?;
        record(unit, LARGE)
    }));
    // What would fit is refused too, at once: nobody has to find out how much just fits.
    let begun = Instant::now();
    is_full(&book.write(|unit| record(unit, 10)));
    assert!(begun.elapsed() < Duration::from_millis(500), "refused without waiting for a try");
    assert!(matches!(book.pulse().trouble(), Some(Fault::Full { .. })));
    assert_eq!(events(&book), 1, "read, and nothing half written");

    // It tries by itself, and three pages are not enough for its trial.
    std::thread::sleep(Duration::from_millis(1_300));
    is_full(&book.write(|unit| record(unit, 10)));
    drop(book);
    let now: Now = Arc::new(|| Timestamp::from_second(1_780_000_000).unwrap());
    let again = Book::open(&folder.path().into(), now, store::book::Salts::new([7; 32])).unwrap();
    assert_eq!(again.write(|unit| record(unit, LARGE)).unwrap(), 2, "with room the chain goes on where it stood");
}

#[test]
fn when_there_is_room_again_the_book_goes_on_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    // Enough for the trial of the queue, not for what comes: as on a disk where somebody has made a little room meanwhile.
    leave(&book, 16);
    is_full(&book.write(|unit| record(unit, LARGE)));
    let begun = Instant::now();
    while book.pulse().trouble().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it must try by itself");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(book.write(|unit| record(unit, 10)).unwrap(), 1);
    assert_eq!(book.pulse().lost(), 1);
    let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'room_trial'";
    let left = book.read(|snapshot| first(snapshot.connection(), tables, &[], |row| row.int(0))).unwrap();
    assert_eq!(left, Some(0), "the trial leaves nothing");
}

#[test]
fn everyone_in_the_batch_that_met_the_full_disk_is_told_and_nothing_of_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    leave(&book, 8);
    // A unit that holds the queue up, so that the others come into one batch behind it.
    let (held, barrier) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (at, on) = (held.clone(), barrier.clone());
    let (sender, answers) = channel();
    let tell = sender.clone();
    book.submit(
        move |unit| {
            at.wait();
            on.wait();
            record(unit, 10)
        },
        move |answer| tell.send(answer).unwrap(),
    )
    .unwrap();
    held.wait();
    for bytes in [10, LARGE, 10] {
        let tell = sender.clone();
        // The one that meets it makes light of it: it must not get away with that.
        let work = move |unit: &mut Unit<'_>| Ok(record(unit, bytes).unwrap_or(0));
        book.submit(work, move |answer: Result<i64, Fault>| tell.send(answer).unwrap()).unwrap();
    }
    assert_eq!(book.pulse().waiting(), 3);
    barrier.wait();
    drop(sender);
    let answers: Vec<_> = answers.iter().collect();
    assert_eq!(answers.len(), 4);
    answers.iter().for_each(is_full);
    assert_eq!(events(&book), 0);
    assert_eq!(book.pulse().waiting(), 0);
}

#[test]
fn the_pulse_counts_batches_and_gives_readers_back() {
    let folder = tempfile::tempdir().unwrap();
    let book = open(folder.path());
    for _ in 0..3 {
        book.write(|unit| record(unit, 10)).unwrap();
    }
    let sizes = book.pulse().sizes.counted();
    assert_eq!((sizes.classes[0], sizes.above, sizes.sum), ((1, 3), 0, 3));
    assert_eq!(book.pulse().times.counted().classes.iter().map(|(_, count)| count).sum::<u64>(), 3);
    let used = book.read(|_| Ok::<_, Fault>(book.pulse().readers())).unwrap();
    assert_eq!((used, book.pulse().readers()), (1, 0));
    // More panics than there are readers: each gives its place back.
    for _ in 0..=store::book::READERS {
        let read = || book.read(|_| -> Result<(), Fault> { panic!("a fault of ours") });
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).is_err());
    }
    assert_eq!(events(&book), 3);
}

/// A disk in memory; unmounted when it is let go of.
struct Disk(std::path::PathBuf);

impl Disk {
    /// None where the system does not let us.
    fn mount(at: std::path::PathBuf) -> Option<Self> {
        std::fs::create_dir(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    fn free(&self) -> usize {
        let told = Command::new("df").args(["--output=avail", "-B1"]).arg(&self.0).output().unwrap();
        String::from_utf8(told.stdout).unwrap().lines().last().unwrap().trim().parse().unwrap()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: the database has files of it open.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn a_database_with_room_for_one_row_more_is_not_said_to_take_changes_again() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let Some(disk) = Disk::mount(cluster.folder().join("disk")) else {
        return println!("left out: no disk can be mounted here");
    };
    let tables = disk.0.join("tables");
    std::fs::create_dir(&tables).unwrap();
    let book = create(&Place::parse(&cluster.database_in(&tables).unwrap()));
    let mut connection = book.connect().unwrap();
    connection.try_writing().unwrap();
    const MIB: usize = 1024 * 1024;
    std::fs::write(disk.0.join("ballast"), vec![7; disk.free() - 6 * MIB]).unwrap();
    connection.begin(None).unwrap();
    connection.execute("INSERT INTO migration (name) VALUES ('one row')", &[]).unwrap();
    connection.roll_back().unwrap();
    let tried = connection.try_writing();
    assert!(matches!(tried, Err(Fault::Full { .. })), "{tried:?}");
    std::fs::remove_file(disk.0.join("ballast")).unwrap();
    connection.try_writing().unwrap();
    let left = "SELECT CAST(relname AS TEXT) FROM pg_class WHERE relname = 'room_trial'";
    let left = all(connection.as_mut(), left, &[], |row| row.text(0).map(str::to_owned)).unwrap();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(events(&book), 0);
}
