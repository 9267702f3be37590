//! Backups of another schema than this Credere's: an older one is brought up to it, a newer one is refused.
//!
//! An older backup is made of one of today: what later migrations brought is taken out of it, and it is sealed again.

use super::backup::{Saved, dump, entries, head};
use super::program::{said, schedule};
use age::x25519::{Identity, Recipient};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;
use store::engine::Kept;
use store::schema::MIGRATIONS;

/// Columns that came with a migration: its place among the migrations, the table, the column.
const COLUMNS: [(usize, &str, &str); 2] = [(2, "debtor", "debtor_type"), (4, "factor", "writer")];

fn opened(kept: &Saved, name: &str) -> Vec<Value> {
    let key = std::fs::read_to_string(kept.program.place("key")).unwrap();
    let identity: Identity = key.lines().last().unwrap().parse().unwrap();
    let file = std::fs::File::open(kept.program.place(name)).unwrap();
    let clear = age::Decryptor::new(file).unwrap().decrypt(std::iter::once(&identity as &dyn age::Identity)).unwrap();
    let mut text = String::new();
    GzDecoder::new(clear).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sealed(kept: &Saved, name: &str, lines: &[Value]) {
    let (last, before) = lines.split_last().unwrap();
    let mut text: String = before.iter().fold(String::new(), |mut text, line| {
        writeln!(text, "{line}").unwrap();
        text
    });
    let digest = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    let mut end = last.clone();
    end["end"]["sha256"] = json!(digest);
    writeln!(text, "{end}").unwrap();
    let recipient: Recipient = kept.recipient.parse().unwrap();
    let to = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut out = GzEncoder::new(to.wrap_output(Vec::new()).unwrap(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    let bytes = out.finish().unwrap().finish().unwrap();
    kept.program.write(name, &bytes);
}

/// The lines as a book that knew only the first of the migrations would have given them.
fn older(lines: &[Value], migrations: usize) -> Vec<Value> {
    let later: String = MIGRATIONS[migrations..].iter().map(|one| one.sql).collect();
    let came_later = |table: &str| later.contains(&format!("CREATE TABLE {table} ("));
    let mut found: Vec<Value> = Vec::new();
    let (mut is_left_out, mut gone): (bool, Vec<usize>) = (false, Vec::new());
    let mut rows: BTreeMap<String, i64> = BTreeMap::new();
    let mut under_way = String::new();
    for line in lines {
        let mut line = line.clone();
        if line.get("credere_backup").is_some() {
            line["migrations"].as_array_mut().unwrap().truncate(migrations);
        } else if let Some(table) = line["table"].as_str().map(str::to_owned) {
            is_left_out = came_later(&table);
            let columns = line["columns"].as_array_mut().unwrap();
            let is_gone = |column: &Value| {
                COLUMNS.iter().any(|(with, of, name)| *with > migrations && *of == table && column == name)
            };
            gone = (0..columns.len()).filter(|place| is_gone(&columns[*place])).collect();
            gone.iter().rev().for_each(|place| drop(columns.remove(*place)));
            if !is_left_out {
                rows.insert(table.clone(), 0);
            }
            under_way = table;
        } else if let Some(row) = line.as_array_mut() {
            assert!(!is_left_out, "{under_way} has a row, and an older book could not have it");
            gone.iter().rev().for_each(|place| drop(row.remove(*place)));
            *rows.get_mut(&under_way).unwrap() += 1;
        } else if line.get("end").is_some() {
            is_left_out = false;
            line["end"]["rows"] = json!(rows.values().sum::<i64>());
            line["end"]["tables"] = json!(rows);
        }
        if !is_left_out {
            found.push(line);
        }
    }
    found
}

/// Every row, without the mark of the connection that wrote last: an older book had none.
fn without_mark(place: &str) -> Vec<(&'static str, Vec<Vec<Kept>>)> {
    let mut dumped = dump(place);
    let factor = dumped.iter_mut().find(|(name, _)| *name == "factor").unwrap();
    let writer = store::schema::FACTOR.columns.iter().position(|column| *column == "writer").unwrap();
    factor.1.iter_mut().for_each(|row| row[writer] = Kept::Null);
    dumped
}

#[test]
fn a_backup_of_an_older_schema_is_restored_and_brought_to_the_newest() {
    let kept = Saved::new();
    let program = &kept.program;
    let bought = program.import_text("schedule", "some.csv", &schedule(0, 20), &["--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    let taken = kept.backup("full.backup");
    let newborn = program.place("newborn");
    let named = ["--factor", "New Factor", "--country", "US", "--currency", "USD", "--timezone", "UTC"];
    assert!(program.run(&[&["init", "--data", &newborn], &named[..]].concat()).status.success());
    let first_day = kept.backup_of(&["--data", &newborn], "newborn.backup");
    for migrations in 1..MIGRATIONS.len() {
        // A book of the first schema knew no relations: ours of that age is a new one.
        let (from, data, taken) =
            if migrations == 1 { ("newborn", &newborn, &first_day) } else { ("full", &program.data(), &taken) };
        let name = format!("{migrations}.backup");
        sealed(&kept, &name, &older(&opened(&kept, &format!("{from}.backup")), migrations));
        let verified = kept.verify(&name);
        assert!(verified.status.success() && said(&verified).contains("is whole"), "{}", said(&verified));
        let folder = format!("again-{migrations}");
        let restored = kept.restore(&name, &folder);
        let told = said(&restored);
        assert!(restored.status.success() && told.contains("Everything holds."), "{migrations}: {told}");
        assert_eq!(head(&restored), head(taken));
        assert_eq!(without_mark(&program.place(&folder)), without_mark(data), "{migrations}");
    }
    // The book goes on, and so does the kit without it.
    let again = program.place("again-2");
    let more = program.write("more.csv", schedule(50, 5).as_bytes()).display().to_string();
    let bought = program.run(&["import", "schedule", &more, "--data", &again, "--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    let audited = program.run(&["audit", "--data", &again]);
    assert!(audited.status.success(), "{}", said(&audited));
    let (from, key, kit) = (program.place("2.backup"), program.place("key"), program.place("kit"));
    let written = program.run(&["admin", "continuity", "--from", &from, "--identity", &key, "--to", &kit]);
    assert!(written.status.success(), "{}", said(&written));
}

#[test]
fn what_is_of_a_newer_schema_or_older_than_a_database_is_refused_with_the_remedy_and_nothing_is_left() {
    let kept = Saved::new();
    let program = &kept.program;
    assert!(kept.backup("one.backup").status.success());
    let lines = opened(&kept, "one.backup");
    sealed(&kept, "same.backup", &lines);
    sealed(&kept, "older.backup", &older(&lines, 3));
    let mut newer = lines.clone();
    newer[0]["migrations"].as_array_mut().unwrap().push(json!("0099_tomorrow"));
    newer[0]["version"] = json!("9.8.7");
    sealed(&kept, "newer.backup", &newer);
    let mut torn = older(&lines, 3);
    let table = torn.iter().position(|line| line["table"] == "invoice").unwrap();
    torn[table]["columns"][1] = json!("surprise");
    sealed(&kept, "foreign.backup", &torn);
    let before = entries(Path::new(&program.place("")));
    let folder = program.place("new");
    let in_folder = ["--data", folder.as_str()];
    let in_database = ["--database", "postgres://nobody@127.0.0.1:1/book", "--data", &folder];
    let newest = MIGRATIONS.last().unwrap().name;
    let cases: [(&str, &[&str], &[&str]); 3] = [
        ("newer.backup", &in_folder, &["0099_tomorrow", newest, "bring it up to Credere 9.8.7 or newer"]),
        ("older.backup", &in_database, &["older schema", "into a folder with --data", "`credere admin copy --from"]),
        ("foreign.backup", &in_folder, &["is damaged", "the table invoice is not of this schema"]),
    ];
    for (name, place, words) in cases {
        let refused = kept.restore_to(name, place);
        assert!(!refused.status.success(), "{name}: {}", said(&refused));
        for word in words {
            assert!(said(&refused).contains(word), "{name} does not say {word}: {}", said(&refused));
        }
        assert_eq!(entries(Path::new(&program.place(""))), before, "{name}");
    }
    // It is the schema that was refused, not how the test seals.
    assert!(kept.restore("same.backup", "new").status.success());
}
