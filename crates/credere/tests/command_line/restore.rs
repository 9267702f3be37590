//! A backup of one engine restored on the other, and refused whole.

use super::backup::{Saved, dump, entries, head};
use super::program::{Program, said, schedule};
use super::serving::Serving;
use super::standing::purchase;
use cluster::{Cluster, Durability};
use std::path::Path;
use std::process::Output;

/// A backup that is taken while purchases go on; how many of them were acknowledged before it was begun.
fn taken_while_serving(kept: &Saved, serving: &Serving, place: &[&str], name: &str, first: usize) -> (Output, usize) {
    let before = first..first + 5;
    for number in before.clone() {
        let reply = purchase(serving.at, &serving.token, &format!("before-{number}"), number..number + 1);
        assert_eq!(reply.status, 201, "{reply:?}");
    }
    let stop = std::sync::atomic::AtomicBool::new(false);
    let taken = std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in before.end..before.end + 400 {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                purchase(serving.at, &serving.token, &format!("while-{number}"), number..number + 1);
            }
        });
        let taken = kept.backup_of(place, name);
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        taken
    });
    assert!(taken.status.success(), "{}", said(&taken));
    (taken, before.len())
}

/// The balances of every account, as people and programs read them.
fn balances(program: &Program, place: &[&str]) -> serde_json::Value {
    let answer = program.run(&[&["report", "trial-balance", "--format", "json"], place].concat());
    assert!(answer.status.success(), "{}", said(&answer));
    let report: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert!(report["rows"].as_array().unwrap().len() > 2, "{report}");
    report["rows"].clone()
}

fn invoices(dumped: &[(&'static str, Vec<Vec<store::engine::Kept>>)]) -> usize {
    dumped.iter().find(|(name, _)| *name == "invoice").unwrap().1.len()
}

#[test]
fn a_backup_taken_while_serving_on_one_engine_is_the_same_book_on_the_other_both_ways() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let database = cluster.database().unwrap();
    let kept = Saved::new();
    let program = &kept.program;
    let data = program.data();
    let serving = Serving::start(program, "warn");
    let (taken, bought) = taken_while_serving(&kept, &serving, &["--data", &data], "file.backup", 1_000);
    serving.signal("TERM");
    assert!(serving.ended().0.success());

    let keys = program.place("keys");
    let in_database = ["--database", &database, "--data", &keys];
    let restored = kept.restore_to("file.backup", &in_database);
    let told = said(&restored);
    assert!(restored.status.success() && told.contains("Everything holds."), "{told}");
    assert_eq!(head(&taken), head(&restored));
    // The database's password is never repeated; where to look is.
    assert!(told.contains("Restored to postgres://127.0.0.1"), "{told}");
    assert!(kept.restore("file.backup", "folder").status.success());
    let folder = program.place("folder");
    let first = dump(&folder);
    assert_eq!(dump(&database), first);
    assert!(invoices(&first) >= bought, "what was acknowledged before it was taken is in it");
    assert_eq!(balances(program, &in_database), balances(program, &["--data", &folder]));
    assert_eq!(
        entries(Path::new(&keys)),
        entries(Path::new(&folder)).into_iter().filter(|name| !name.contains(".book")).collect::<Vec<_>>()
    );

    // The book goes on in the database, and comes back.
    let serving = Serving::start_at(program, &keys, &["--database", &database], "warn");
    let (taken, bought) = taken_while_serving(&kept, &serving, &in_database, "database.backup", 5_000);
    serving.signal("TERM");
    assert!(serving.ended().0.success());
    let restored = kept.restore("database.backup", "back");
    assert!(restored.status.success() && said(&restored).contains("Everything holds."), "{}", said(&restored));
    assert_eq!(head(&taken), head(&restored));
    let again = cluster.database().unwrap();
    let other = program.place("other-keys");
    let in_other = ["--database", &again, "--data", &other];
    assert!(kept.restore_to("database.backup", &in_other).status.success());
    let back = program.place("back");
    assert_eq!(dump(&again), dump(&back));
    assert!(invoices(&dump(&back)) >= invoices(&first) + bought);
    assert_eq!(balances(program, &in_other), balances(program, &["--data", &back]));
    for place in [&in_database[..], &in_other[..], &["--data", &back]] {
        let audited = program.run(&[&["audit"], place].concat());
        assert!(audited.status.success() && said(&audited).contains("Everything holds."), "{}", said(&audited));
    }
}

#[test]
fn what_cannot_be_restored_into_a_database_says_why_and_leaves_nothing_there_nor_beside_it() {
    let Some(cluster) = Cluster::start(Durability::None).unwrap() else {
        return println!("left out: this machine has no PostgreSQL");
    };
    let database = cluster.database().unwrap();
    let kept = Saved::new();
    let program = &kept.program;
    // Large enough for a torn file to have many rows before its end.
    let bought = program.import_text("schedule", "some.csv", &schedule(0, 500), &["--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    assert!(kept.backup("one.backup").status.success());
    let bytes = std::fs::read(program.place("one.backup")).unwrap();
    program.write("torn.backup", &bytes[..bytes.len() - 10_000]);
    program.write("empty.backup", b"");
    let mut flipped = bytes.clone();
    let near_the_end = flipped.len() - 2_000;
    flipped[near_the_end] ^= 1;
    program.write("flipped.backup", &flipped);
    assert!(program.run(&["admin", "key", "--to", &program.place("other")]).status.success());
    std::fs::create_dir(program.place("full")).unwrap();
    program.write("full/mine", b"mine");
    let place = |name: &str| program.place(name);
    let keys = place("keys");
    let absent = database.replace("/book_", "/nothing_");
    let nobody = "postgres://credere@127.0.0.1:1/book";
    let before = entries(Path::new(&place("")));
    let cases: [(&str, &str, &str, &str, &[&str]); 8] = [
        ("one.backup", "other", &database, "keys", &["encrypted to other recipients", "name the identity file"]),
        ("torn.backup", "key", &database, "keys", &["torn.backup is damaged", "use another copy of it"]),
        ("flipped.backup", "key", &database, "keys", &["flipped.backup is damaged", "use another copy of it"]),
        ("empty.backup", "key", &database, "keys", &["empty.backup is damaged", "use another copy of it"]),
        ("absent.backup", "key", &database, "keys", &["absent.backup cannot be read", "No such file"]),
        ("one.backup", "key", &database, "full", &["full is not empty", "name a folder that is empty"]),
        ("one.backup", "key", &absent, "keys", &["nothing_0", "does not exist"]),
        ("one.backup", "key", nobody, "keys", &["cannot be reached"]),
    ];
    for (backup, identity, database, folder, words) in cases {
        let (from, identity, folder) = (place(backup), place(identity), place(folder));
        let answer = program.run(&[
            "admin",
            "restore",
            "--from",
            &from,
            "--identity",
            &identity,
            "--database",
            database,
            "--data",
            &folder,
        ]);
        let told = said(&answer);
        assert!(!answer.status.success(), "{backup} into {database}: {told}");
        for word in words {
            assert!(told.contains(word), "{backup} into {database} does not say {word}: {told}");
        }
        assert_eq!(entries(Path::new(&place(""))), before, "{backup} into {database}");
        assert_eq!(entries(Path::new(&place("full"))), ["mine"]);
    }
    let looked = program.run(&["audit", "--database", &database, "--data", &keys]);
    assert!(said(&looked).contains("holds no book"), "{}", said(&looked));
    // All of that was in nobody's way.
    let restored = kept.restore_to("one.backup", &["--database", &database, "--data", &keys]);
    assert!(restored.status.success(), "{}", said(&restored));
    let first = dump(&database);
    let before = entries(Path::new(&place("")));
    let again = kept.restore_to("one.backup", &["--database", &database, "--data", &place("more")]);
    assert!(!again.status.success(), "{}", said(&again));
    for word in ["holds the book of", "already", "name an empty place"] {
        assert!(said(&again).contains(word), "{}", said(&again));
    }
    assert_eq!(entries(Path::new(&place(""))), before);
    assert_eq!(dump(&database), first);
}
