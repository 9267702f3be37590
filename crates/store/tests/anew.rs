//! CO-33: a book is written anew while it is in use. Nothing stays behind in its log, and whoever asked for it is answered.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod ground;

use domain::event::EventKind;
use ground::factor;
use jiff::Timestamp;
use jiff::civil::date;
use std::ffi::OsString;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};
use store::book::{Draft, Salts};
use store::engine::Fault;
use store::{Book, Place};

fn book(folder: &std::path::Path) -> Book {
    let now = Arc::new(|| Timestamp::from_second(1_780_000_000).unwrap());
    Book::create(&Place::from(folder), &factor(1), now, Salts::new([7; 32])).unwrap()
}

/// 80 MB, so that the log is copied back while the book grows, and again when it is written anew.
#[test]
fn co_33_nothing_is_left_in_the_log_although_it_is_copied_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let book = book(folder.path());
    let mut log = OsString::from(book.file().unwrap());
    log.push("-wal");
    for _ in 0..4 {
        for _ in 0..20 {
            book.write(|unit| -> Result<(), Fault> {
                let body = format!("\"{}\"", "x".repeat(1_000_000));
                let draft =
                    Draft { kind: EventKind::BookOpened, business_date: date(2026, 6, 15), actor: "test", body: &body };
                unit.record(&draft, &[]).map(drop)
            })
            .unwrap();
        }
        book.compact().unwrap();
        assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    }
}

#[test]
fn co_33_two_who_ask_behind_one_unit_are_both_answered() {
    let folder = tempfile::tempdir().unwrap();
    let book = book(folder.path());
    let (begins, ends) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (begun, ended) = (begins.clone(), ends.clone());
    std::thread::scope(|scope| {
        let unit = scope.spawn(|| {
            book.write(move |_| -> Result<(), Fault> {
                begun.wait();
                ended.wait();
                Ok(())
            })
        });
        begins.wait();
        let until_waiting = |count| {
            let limit = Instant::now() + Duration::from_secs(30);
            while book.pulse().waiting() < count && Instant::now() < limit {
                std::thread::yield_now();
            }
        };
        let next = scope.spawn(|| book.write(|_| -> Result<(), Fault> { Ok(()) }));
        until_waiting(1);
        let asked = [scope.spawn(|| book.compact()), scope.spawn(|| book.compact())];
        until_waiting(3);
        ends.wait();
        unit.join().unwrap().unwrap();
        next.join().unwrap().unwrap();
        for one in asked {
            one.join().unwrap().unwrap();
        }
    });
    assert_eq!(book.pulse().waiting(), 0);
}
