//! What both engines promise, on both: what is kept, what is dropped, what is chained, what happens when the database goes.
//!
//! Where the machine has no PostgreSQL its half is left out, and says so.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "what is left out is said aloud")]

mod ground;

use cluster::{Cluster, Durability};
use domain::event::EventKind;
use domain::id::ClientId;
use domain::ledger::{Account, Booking, Journal};
use domain::money::Currency;
use ground::factor;
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};
use store::book::{Ahead, Draft, Expected, Look, Reads, Salts};
use store::engine::postgres::ON_ITS_WAY;
use store::engine::{Fault, Value, all};
use store::kept::{event, idempotency, journal};
use store::schema::{MIGRATIONS, TABLES};
use store::{Book, Now, Place, Unit};
use uuid::Uuid;

const CLIENT: ClientId = ClientId(Uuid::from_u128(7));

/// A clock that goes a second a look, from the same moment for every book.
fn clock() -> Now {
    let seconds = AtomicI64::new(1_780_000_000);
    Arc::new(move || Timestamp::from_second(seconds.fetch_add(1, Ordering::Relaxed)).unwrap())
}

fn create(place: &Place, id: u128) -> Book {
    Book::create(place, &factor(id), clock(), Salts::new([7; 32])).unwrap()
}

/// Runs a test on every engine of this machine.
fn on_each(test: impl Fn(&Place)) {
    let folder = tempfile::tempdir().unwrap();
    test(&Place::from(folder.path()));
    match Cluster::start(Durability::None).unwrap() {
        Some(cluster) => test(&Place::parse(&cluster.database().unwrap())),
        None => println!("left out: this machine has no PostgreSQL"),
    }
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

/// Holds the queue, so that what is handed in meanwhile shares a batch. Once: a batch may be run again.
fn held(book: &Book) -> Arc<Barrier> {
    let barrier = Arc::new(Barrier::new(2));
    let (waits, held) = (barrier.clone(), Arc::new(AtomicBool::new(false)));
    book.submit::<(), Fault>(
        move |_| {
            if !held.swap(true, Ordering::Relaxed) {
                waits.wait();
            }
            Ok(())
        },
        drop,
    )
    .unwrap();
    barrier
}

#[test]
fn a_unit_that_fails_is_dropped_alone() {
    on_each(|place| {
        let book = create(place, 1);
        let barrier = held(&book);
        let (sender, answers) = channel();
        for (amount, fails) in [(100, false), (1_000, true), (10, false)] {
            let sender = sender.clone();
            book.submit(
                move |unit| {
                    book_one(unit, amount)?;
                    // What is read behind it sees it.
                    assert!(event::newest(unit, None, 1)?.len() == 1);
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
    });
}

#[test]
fn a_key_that_is_taken_meets_its_own_unit_and_no_other() {
    // A short answer waits for the commit; a long one is on its way while the units behind it run.
    for answered in ["kept".to_owned(), "k".repeat(2 * ON_ITS_WAY)] {
        on_each(|place| {
            let book = create(place, 1);
            let barrier = held(&book);
            let (sender, answers) = channel();
            for (amount, key) in [(100, "one"), (1_000, "one"), (5, "refused"), (10, "two")] {
                let (sender, answered) = (sender.clone(), answered.clone());
                book.submit(
                    move |unit| {
                        book_one(unit, amount)?;
                        idempotency::keep(unit, key, &[1; 32], &answered)?;
                        if key == "refused" { Err(Fault::Book(key.to_owned())) } else { Ok(()) }
                    },
                    move |answer: Result<(), Fault>| sender.send(answer.map_err(|fault| fault.to_string())).unwrap(),
                )
                .unwrap();
            }
            barrier.wait();
            let answers: Vec<_> = answers.iter().take(4).collect();
            assert!(answers[0].is_ok() && answers[3].is_ok(), "{answers:?}");
            let told =
                |answer: &Result<(), String>, word: &str| answer.as_ref().is_err_and(|fault| fault.contains(word));
            assert!(told(&answers[1], "idempotency") && told(&answers[2], "refused"), "{answers:?}");
            assert_eq!(ledger(&book), 110);
        });
    }
}

#[test]
fn what_is_said_ahead_is_read_as_it_stands_when_its_turn_comes() {
    on_each(|place| {
        let book = create(place, 1);
        // Looks begin once a unit has run.
        book.write(|unit| book_one(unit, 1)).unwrap();
        let barrier = held(&book);
        let (sender, answers) = channel();
        let looks = Arc::new(AtomicI64::new(0));
        for (amount, fails) in [(100, false), (1_000, true), (10, false), (5, false)] {
            let (sender, looks) = (sender.clone(), looks.clone());
            let look: Look = Box::new(move |unit| {
                looks.fetch_add(1, Ordering::Relaxed);
                unit.expect(Expected {
                    client: CLIENT,
                    currency: Currency::USD,
                    debtors: &[],
                    numbers: &["schedule"],
                    also: Vec::new(),
                })?;
                assert_ne!(amount, 5, "a look that panics is nobody's loss");
                Ok(())
            });
            book.submit_ahead(
                Ahead { key: Some(format!("key {amount}")), look: Some(look) },
                move |unit| {
                    let seen = (unit.position(CLIENT, Currency::USD)?.ledger, unit.next_number("schedule")?);
                    book_one(unit, amount)?;
                    if fails { Err(Fault::Book("refused".into())) } else { Ok(seen) }
                },
                move |answer: Result<(i64, i64), Fault>| sender.send(answer.ok()).unwrap(),
            )
            .unwrap();
        }
        barrier.wait();
        let seen: Vec<_> = answers.iter().take(4).collect();
        assert_eq!(seen, [Some((1, 1)), None, Some((101, 2)), Some((111, 3))]);
        // A file is near: nothing has to be said ahead.
        let expected = if matches!(place, Place::Folder(_)) { 0 } else { 4 };
        assert_eq!(looks.load(Ordering::Relaxed), expected);
        assert_eq!(ledger(&book), 116);
    });
}

#[test]
fn both_engines_link_the_same_chain() {
    let mut chains: Vec<Vec<[u8; 32]>> = Vec::new();
    let kept = std::cell::RefCell::new(&mut chains);
    on_each(|place| {
        let book = create(place, 1);
        for amount in 1..=20 {
            book.write(move |unit| book_one(unit, amount)).unwrap();
        }
        let events = book.read(|snapshot| event::after(snapshot, 0, 100)).unwrap();
        kept.borrow_mut().push(events.into_iter().map(|event| event.hash).collect());
    });
    assert_eq!(chains[0].len(), 20);
    assert!(chains.iter().all(|chain| chain == &chains[0]), "the engines differ");
}

#[test]
fn two_books_of_one_database_never_meet() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let place = Place::parse(&cluster.database().unwrap());
    let (one, two) = (create(&place, 1), create(&place, 2));
    one.write(|unit| book_one(unit, 5)).unwrap();
    two.write(|unit| book_one(unit, 7)).unwrap();
    assert_eq!((ledger(&one), ledger(&two)), (5, 7));
    assert_eq!(one.read(|snapshot| event::after(snapshot, 0, 10)).unwrap().len(), 1);
    // Without its name it is not guessed which is meant.
    let refused = Book::open(&place, clock(), Salts::new([7; 32])).err().unwrap().to_string();
    assert!(refused.contains("holds 2 books") && refused.contains("--book"), "{refused}");
    let Place::Database { url, .. } = &place else { unreachable!() };
    let named = Place::Database { url: url.clone(), factor: Some(two.factor()) };
    assert_eq!(ledger(&Book::open(&named, clock(), Salts::new([7; 32])).unwrap()), 7);
}

/// Two queues of one book, as two processes have them: every unit counts once, and the chain has no fork.
#[test]
fn two_queues_of_one_book_take_turns() {
    on_each(|place| {
        let one = create(place, 1);
        let two = Book::open(place, clock(), Salts::new([7; 32])).unwrap();
        let (sender, answers) = channel();
        for number in 0..200 {
            let sender = sender.clone();
            let book = if number % 2 == 0 { &one } else { &two };
            book.submit(
                |unit| book_one(unit, 1),
                move |answer: Result<i64, Fault>| sender.send(answer.unwrap()).unwrap(),
            )
            .unwrap();
        }
        let mut sequence: Vec<i64> = answers.iter().take(200).collect();
        sequence.sort_unstable();
        assert_eq!(sequence, (1..=200).collect::<Vec<_>>());
        assert_eq!(ledger(&one), 200);
    });
}

/// What a writer remembers is what the book holds: after its own writes, after those of another process, after units and
/// whole batches that were dropped.
#[test]
fn a_unit_reads_what_stands_whoever_wrote_it_last() {
    const SET: &str = "INSERT INTO counter (factor_id, kind, last) VALUES ($1, $2, $3) \
        ON CONFLICT (factor_id, kind) DO UPDATE SET last = excluded.last";
    const GET: &str = "SELECT last FROM counter WHERE factor_id = $1 AND kind = $2";
    on_each(|place| {
        let books = [create(place, 1), Book::open(place, clock(), Salts::new([7; 32])).unwrap()];
        let (factor, mut stands) = (Value::Id(books[0].factor().0), BTreeMap::new());
        let mut chance = 7_u64;
        let mut draw = move |end: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % end
        };
        for round in 0..400 {
            let (book, fails) = (&books[usize::try_from(draw(2)).unwrap()], draw(4) == 0);
            let steps: Vec<(String, Option<i64>)> =
                (0..6).map(|step| (format!("kind {}", draw(5)), (draw(3) == 0).then_some(round * 10 + step))).collect();
            let held = Arc::new(std::sync::Mutex::new(stands.clone()));
            let seen = held.clone();
            let done = book.write(move |unit| {
                for (kind, set) in &steps {
                    let mut stands = seen.lock().unwrap();
                    if let Some(number) = set {
                        unit.connection().execute(SET, &[factor, Value::Text(kind), Value::Int(*number)])?;
                        stands.insert(kind.clone(), *number);
                    }
                    let read = all(unit.connection(), GET, &[factor, Value::Text(kind)], |row| row.int(0))?;
                    assert_eq!(read.first(), stands.get(kind), "round {round}: {kind}");
                }
                if fails { Err(Fault::Book("refused".into())) } else { Ok(()) }
            });
            match (done, fails) {
                (Ok(()), false) => stands = held.lock().unwrap().clone(),
                (Err(Fault::Book(_)), true) => {}
                (other, _) => panic!("round {round}: {other:?}"),
            }
        }
        assert_eq!(stands.len(), 5);
    });
}

#[test]
fn what_was_under_way_when_the_database_went_is_done_once_when_it_is_back() {
    let Some(mut cluster) = Cluster::start(Durability::Full).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let place = Place::parse(&cluster.database().unwrap());
    let book = create(&place, 1);
    let (sender, answers) = channel();
    let mut acknowledged = 0;
    for round in 0..3 {
        for _ in 0..50 {
            let sender = sender.clone();
            book.submit(
                |unit| book_one(unit, 1),
                move |answer: Result<i64, Fault>| sender.send(answer.is_ok()).unwrap(),
            )
            .unwrap();
        }
        std::thread::sleep(Duration::from_millis(7 * round));
        cluster.kill();
        cluster.serve().unwrap();
        acknowledged += i64::try_from(answers.iter().take(50).filter(|done| *done).count()).unwrap();
    }
    assert_eq!(ledger(&book), acknowledged, "what was acknowledged is there, and nothing else");
    assert_eq!(acknowledged, 150, "all of it was done in the end");
    let events = book.read(|snapshot| event::after(snapshot, 0, 1_000)).unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=150).collect::<Vec<_>>());
}

/// Stands between a book and its database. Once told, it sends the next COMMIT on, keeps the answer for itself, and lets nobody
/// through until it is told again.
struct Between {
    port: u16,
    cuts: Arc<AtomicBool>,
    is_cut: Arc<AtomicBool>,
}

impl Between {
    fn new(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (cuts, is_cut) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (arms, cut) = (cuts.clone(), is_cut.clone());
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok).filter(|_| !cut.load(Ordering::SeqCst)) {
                let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                let (back, on) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                let (arms, cut, stays) = (arms.clone(), cut.clone(), cut.clone());
                std::thread::spawn(move || {
                    let is_commit = |bytes: &[u8]| bytes.windows(7).any(|word| word == b"COMMIT\0");
                    // Only once it has gone on: the answers before it may come at any moment, and end both ways.
                    pass(
                        client,
                        server,
                        |_| true,
                        |bytes| {
                            if is_commit(bytes) && arms.swap(false, Ordering::SeqCst) {
                                cut.store(true, Ordering::SeqCst);
                            }
                        },
                    );
                });
                std::thread::spawn(move || pass(back, on, |_| !stays.load(Ordering::SeqCst), |_| {}));
            }
        });
        Self { port, cuts, is_cut }
    }
}

/// Sends on what comes, as long as it may.
fn pass(mut from: TcpStream, mut to: TcpStream, may: impl Fn(&[u8]) -> bool, sent: impl Fn(&[u8])) {
    let mut bytes = [0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if !may(&bytes[..count]) {
            // The server goes on talking: it must be heard out, or it would drop what it has not done yet.
            let _ = to.shutdown(Shutdown::Both);
            continue;
        }
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
        sent(&bytes[..count]);
    }
    // Nothing more comes this way; what goes the other way ends by itself.
    let _ = to.shutdown(Shutdown::Write);
}

/// A commit that was sent and not answered is kept or not: nobody may be told that it is not.
#[test]
fn a_commit_whose_answer_is_lost_is_in_doubt_and_what_comes_after_it_is_refused() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let url = cluster.database().unwrap();
    let (head, name) = url.rsplit_once('/').unwrap();
    let (head, port) = head.rsplit_once(':').unwrap();
    let between = Between::new(port.parse().unwrap());
    let book = create(&Place::parse(&format!("{head}:{}/{name}", between.port)), 1);
    between.cuts.store(true, Ordering::SeqCst);
    let answer = book.write(|unit| book_one(unit, 1));
    assert!(matches!(answer, Err(Fault::InDoubt { .. })), "{answer:?}");
    let answer = book.write(|unit| book_one(unit, 10));
    assert!(matches!(answer, Err(Fault::Away { .. })), "{answer:?}");
    between.is_cut.store(false, Ordering::SeqCst);
    let begun = Instant::now();
    while book.pulse().trouble().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it must try by itself");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ledger(&book), 1, "it was kept, once");
    book.write(|unit| book_one(unit, 100)).unwrap();
    assert_eq!(ledger(&book), 101);
}

/// The tenant comes first in every key and every unique index; there are no triggers; both schemas have the same columns.
#[test]
fn the_catalogue_of_postgresql_holds_what_sharding_needs() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let book = create(&Place::parse(&cluster.database().unwrap()), 1);
    let mut connection = book.connect().unwrap();
    let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public' \
        AND table_name <> 'migration' ORDER BY table_name, ordinal_position";
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in
        all(connection.as_mut(), sql, &[], |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).unwrap()
    {
        columns.entry(table).or_default().push(column);
    }
    assert_eq!(columns.len(), TABLES.len());
    for table in TABLES {
        assert_eq!(columns[table.name], table.columns, "{}", table.name);
    }
    let sql = "SELECT t.relname::text, i.relname::text, a.attname::text FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid \
        JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = t.relnamespace \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0] \
        WHERE n.nspname = 'public' AND t.relname <> 'migration'";
    let read =
        |row: &dyn store::engine::Row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.text(2)?.to_owned()));
    let indexes = all(connection.as_mut(), sql, &[], read).unwrap();
    assert!(indexes.len() > TABLES.len());
    for (table, index, first) in indexes {
        assert_eq!(first, "factor_id", "{table}: {index}");
    }
    let triggers =
        all(connection.as_mut(), "SELECT COUNT(*) FROM pg_trigger WHERE NOT tgisinternal", &[], |row| row.int(0));
    assert_eq!(triggers.unwrap(), [0]);
    let known =
        all(connection.as_mut(), "SELECT name FROM migration ORDER BY name", &[], |row| Ok(row.text(0)?.to_owned()));
    assert_eq!(known.unwrap(), MIGRATIONS.iter().map(|one| one.name).collect::<Vec<_>>());
}

#[test]
fn values_come_back_as_they_were_kept() {
    on_each(|place| {
        let book = create(place, 1);
        let text = "Müller & Sons — „quoted“ \u{1F600}\n\ttab";
        book.write::<_, Fault>(move |unit| idempotency::keep(unit, text, &[0; 32], text)).unwrap();
        let known = book.write::<_, Fault>(move |unit| idempotency::look_up(unit, text, &[0; 32])).unwrap();
        assert_eq!(known, Some(idempotency::Known::Answered(text.to_owned())));
        let sums = book
            .read::<_, Fault>(|snapshot| {
                let sql = "SELECT SUM(n), COUNT(*), MAX(n), CASE WHEN SUM(n) > $1 THEN 1 ELSE 0 END FROM \
                    (SELECT recorded_at AS n FROM idempotency WHERE factor_id = $2) AS kept";
                let factor = snapshot.factor();
                all(snapshot.connection(), sql, &[Value::Int(5), Value::Id(factor)], |row| {
                    Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?))
                })
            })
            .unwrap();
        assert_eq!((sums[0].1, sums[0].3), (1, 1));
        assert_eq!(sums[0].0, sums[0].2);
    });
}

/// A plan for the very values takes a book that the server has not counted for an empty one: a page about the second book of a
/// database took minutes.
#[test]
fn no_plan_is_made_for_the_values_of_one_book() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        println!("left out: this machine has no PostgreSQL");
        return;
    };
    let book = create(&Place::parse(&cluster.database().unwrap()), 1);
    let kept = "SELECT current_setting('plan_cache_mode')";
    let read = book.read::<_, Fault>(|reads| all(reads.connection(), kept, &[], |row| Ok(row.text(0)?.to_owned())));
    let written =
        book.write::<_, Fault>(move |unit| all(unit.connection(), kept, &[], |row| Ok(row.text(0)?.to_owned())));
    assert_eq!([read.unwrap(), written.unwrap()].concat(), ["force_generic_plan", "force_generic_plan"]);
}

/// A server drops its book inside its runtime, where nothing may wait.
#[test]
fn a_book_may_end_anywhere() {
    on_each(|place| {
        let book = create(place, 1);
        book.write(|unit| book_one(unit, 5)).unwrap();
        assert_eq!(ledger(&book), 5);
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        runtime.block_on(runtime.spawn(async move { drop(book) })).unwrap();
    });
}

/// PostgreSQL cannot keep U+0000: no book takes it, so that each can move there.
#[test]
fn a_text_with_nul_is_refused_alike() {
    on_each(|place| {
        let book = create(place, 1);
        let refused = book.write(|unit| idempotency::keep(unit, "a\0b", &[1; 32], "kept"));
        assert!(matches!(refused, Err(Fault::NulInText)), "{refused:?}");
        book.write::<_, Fault>(|unit| idempotency::keep(unit, "ab", &[1; 32], "kept")).unwrap();
    });
}
