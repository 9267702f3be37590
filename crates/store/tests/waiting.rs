//! What a unit reads is what stands, although its rows and those of the units before it still wait to be written, and
//! although what was read before is remembered: on both engines, over random units that are kept and dropped.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod ground;

use cluster::{Cluster, Durability};
use ground::factor;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use store::book::{Reads, Salts};
use store::engine::postgres::ON_ITS_WAY;
use store::engine::{Ask, Fault, Value, all};
use store::schema::{COUNTER, MAPPING};
use store::{Book, Place, Unit};
use uuid::Uuid;

/// Seeded numbers.
struct Chance(u64);

impl Chance {
    fn draw(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What stands: definitions by owner and name, and numbers by kind.
#[derive(Clone, Default)]
struct Stands {
    mappings: BTreeMap<(u64, String), String>,
    counters: BTreeMap<String, i64>,
}

#[derive(Clone)]
enum Step {
    Add { owner: u64, name: String, definition: String },
    Change { owner: u64, definition: String },
    Remove { owner: u64, name: String },
    Number { kind: String, last: i64 },
    AddTo { kind: String, more: i64 },
    ChangeNumber { kind: String, last: i64 },
    ChangeOne { owner: u64, name: String, definition: String },
    Ahead { owners: Vec<u64> },
    ReadOwner(u64),
    ReadNames { owner: u64, names: Vec<String> },
    ReadOwners(Vec<u64>),
    ReadDefinition(String),
    ReadNumber(String),
    Count,
}

const OWNERS: u64 = 5;
const OF_OWNER: &str = "SELECT name, definition FROM mapping WHERE factor_id = $1 AND client_id = $2 ORDER BY name";

fn step(chance: &mut Chance, fresh: &mut u64) -> Step {
    let owner = chance.draw(OWNERS);
    let names = |chance: &mut Chance| (0..3).map(|_| format!("n{}", chance.draw(20))).collect();
    let owners = |chance: &mut Chance| (0..2).map(|_| chance.draw(OWNERS)).collect();
    let number = |chance: &mut Chance| i64::try_from(chance.draw(100)).unwrap();
    let kind = |chance: &mut Chance| format!("k{}", chance.draw(3));
    match chance.draw(20) {
        0..=3 => {
            *fresh += 1;
            // A long one is on its way at once.
            let definition = if chance.draw(8) == 0 { "d".repeat(2 * ON_ITS_WAY) } else { "d0".to_owned() };
            Step::Add { owner, name: format!("n{fresh}"), definition }
        }
        4 => Step::Change { owner, definition: format!("d{}", chance.draw(4)) },
        5 => Step::Remove { owner, name: format!("n{}", chance.draw(20)) },
        6 => Step::Number { kind: kind(chance), last: number(chance) },
        // Enough of one kind to be asked as one.
        7 => Step::Ahead { owners: (0..8).map(|_| chance.draw(OWNERS)).collect() },
        8 | 9 => Step::ReadOwner(owner),
        10 => Step::ReadNames { owner, names: names(chance) },
        11 | 12 => Step::ReadOwners(owners(chance)),
        13 => Step::ReadDefinition(format!("d{}", chance.draw(4))),
        14 => Step::ReadNumber(kind(chance)),
        15 => Step::AddTo { kind: kind(chance), more: number(chance) },
        16 => Step::ChangeNumber { kind: kind(chance), last: number(chance) },
        17 | 18 => {
            Step::ChangeOne { owner, name: format!("n{}", chance.draw(20)), definition: format!("d{}", chance.draw(4)) }
        }
        _ => Step::Count,
    }
}

fn id(owner: u64) -> Uuid {
    Uuid::from_u128(u128::from(owner) + 1)
}

/// Takes a step in the book and in what should stand, and compares what is read.
fn take(unit: &mut Unit<'_>, stands: &mut Stands, step: &Step) -> Result<(), Fault> {
    let factor = Value::Id(unit.factor());
    let connection = unit.connection();
    let pairs = |rows: Vec<(String, String)>, expected: &dyn Fn(u64, &str, &str) -> bool, stands: &Stands| {
        let meant = stands.mappings.iter().filter(|((owner, name), definition)| expected(*owner, name, definition));
        let mut meant: Vec<(String, String)> =
            meant.map(|((_, name), definition)| (name.clone(), definition.clone())).collect();
        let mut rows = rows;
        meant.sort();
        rows.sort();
        assert_eq!(rows, meant);
    };
    let mut read = |sql: &str, parameters: &[Value<'_>]| {
        all(connection, sql, parameters, |row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned())))
    };
    match step {
        Step::Add { owner, name, definition } => {
            let row = [factor, Value::Id(id(*owner)), Value::Text(name), Value::Text(definition)];
            connection.insert(&MAPPING, &row)?;
            stands.mappings.insert((*owner, name.clone()), definition.clone());
        }
        Step::Change { owner, definition } => {
            let sql = "UPDATE mapping SET definition = $3 WHERE factor_id = $1 AND client_id = $2";
            connection.send(sql, &[factor, Value::Id(id(*owner)), Value::Text(definition)])?;
            let its = stands.mappings.iter_mut().filter(|((its, _), _)| its == owner);
            its.for_each(|(_, held)| held.clone_from(definition));
        }
        Step::Remove { owner, name } => {
            let sql = "DELETE FROM mapping WHERE factor_id = $1 AND client_id = $2 AND name = $3";
            let gone = connection.execute(sql, &[factor, Value::Id(id(*owner)), Value::Text(name)])?;
            assert_eq!(gone == 1, stands.mappings.remove(&(*owner, name.clone())).is_some());
        }
        Step::Number { kind, last } => {
            connection.replace(&COUNTER, 2, &[factor, Value::Text(kind), Value::Int(*last)])?;
            stands.counters.insert(kind.clone(), *last);
        }
        Step::AddTo { kind, more } => {
            connection.add(&COUNTER, 2, &[factor, Value::Text(kind), Value::Int(*more)])?;
            *stands.counters.entry(kind.clone()).or_default() += more;
        }
        Step::ChangeNumber { kind, last } => {
            connection.change(&COUNTER, 2, &[factor, Value::Text(kind), Value::Int(*last)])?;
            stands.counters.entry(kind.clone()).and_modify(|held| *held = *last);
        }
        Step::ChangeOne { owner, name, definition } => {
            connection.change(
                &MAPPING,
                3,
                &[factor, Value::Id(id(*owner)), Value::Text(name), Value::Text(definition)],
            )?;
            let its = stands.mappings.get_mut(&(*owner, name.clone()));
            its.into_iter().for_each(|held| held.clone_from(definition));
        }
        Step::Ahead { owners } => {
            let ask = |owner: &u64| Ask { sql: OF_OWNER, parameters: vec![factor, Value::Id(id(*owner))] };
            connection.ask_ahead(&owners.iter().map(ask).collect::<Vec<_>>())?;
        }
        Step::ReadOwner(owner) => {
            let rows = read(OF_OWNER, &[factor, Value::Id(id(*owner))])?;
            assert!(rows.is_sorted(), "{rows:?}");
            pairs(rows, &|its, _, _| its == *owner, stands);
        }
        Step::ReadNames { owner, names } => {
            let sql = "SELECT name, definition FROM mapping WHERE factor_id = $1 AND name {in $3} AND client_id = $2";
            let rows = read(sql, &[factor, Value::Id(id(*owner)), Value::Texts(names)])?;
            pairs(rows, &|its, name, _| its == *owner && names.iter().any(|one| one == name), stands);
        }
        Step::ReadOwners(owners) => {
            let ids: Vec<Uuid> = owners.iter().map(|owner| id(*owner)).collect();
            let sql = "SELECT name, definition FROM mapping WHERE factor_id = $1 AND client_id {in $2}";
            pairs(read(sql, &[factor, Value::Ids(&ids)])?, &|its, _, _| owners.contains(&its), stands);
        }
        Step::ReadDefinition(definition) => {
            let sql = "SELECT name, definition FROM mapping WHERE factor_id = $1 AND definition = $2";
            pairs(read(sql, &[factor, Value::Text(definition)])?, &|_, _, its| its == definition, stands);
        }
        Step::ReadNumber(kind) => {
            let sql = "SELECT last FROM counter WHERE factor_id = $1 AND kind = $2";
            let last = all(connection, sql, &[factor, Value::Text(kind)], |row| row.int(0))?;
            assert_eq!(last.first(), stands.counters.get(kind));
        }
        Step::Count => {
            let sql = "SELECT COUNT(*) FROM mapping WHERE factor_id = $1";
            let count = all(connection, sql, &[factor], |row| row.int(0))?;
            assert_eq!(usize::try_from(count[0]).unwrap(), stands.mappings.len());
        }
    }
    Ok(())
}

fn live(place: &Place) {
    let seconds = AtomicI64::new(1_780_000_000);
    let now = move || Timestamp::from_second(seconds.fetch_add(1, Ordering::Relaxed)).unwrap();
    let book = Book::create(place, &factor(1), Arc::new(now), Salts::new([7; 32])).unwrap();
    let stands = Arc::new(Mutex::new(Stands::default()));
    let (mut chance, mut fresh) = (Chance(11), 0);
    let (mut kept, mut dropped) = (0, 0);
    for round in 1..=150 {
        if round % 50 == 0 {
            // What the connection knows of its statements begins anew.
            book.compact().unwrap();
        }
        // Handed in together: a batch of several units, if the queue is quick enough to see them together.
        let (sender, answers) = channel();
        let units = 1 + chance.draw(8);
        for _ in 0..units {
            let steps: Vec<Step> = (0..1 + chance.draw(8)).map(|_| step(&mut chance, &mut fresh)).collect();
            let fails = chance.draw(4) == 0;
            let (held, sender) = (stands.clone(), sender.clone());
            let work = move |unit: &mut Unit<'_>| {
                let mut stands = held.lock().unwrap();
                let before = stands.clone();
                for step in &steps {
                    take(unit, &mut stands, step)?;
                }
                if fails {
                    *stands = before;
                    return Err(Fault::Book("refused".to_owned()));
                }
                Ok(())
            };
            book.submit(work, move |answer: Result<(), Fault>| sender.send((answer, fails)).unwrap()).unwrap();
        }
        drop(sender);
        for (answer, fails) in answers {
            match (answer, fails) {
                (Ok(()), false) => kept += 1,
                (Err(Fault::Book(_)), true) => dropped += 1,
                (other, _) => panic!("{other:?}"),
            }
        }
    }
    assert!(kept > 300 && dropped > 80, "{kept} units were kept and {dropped} dropped");
}

#[test]
fn a_unit_reads_what_stands_also_while_it_waits_to_be_written() {
    let folder = tempfile::tempdir().unwrap();
    live(&Place::from(folder.path()));
    match Cluster::start(Durability::None).unwrap() {
        Some(cluster) => live(&Place::parse(&cluster.database().unwrap())),
        None => println!("left out: this machine has no PostgreSQL"),
    }
}
