//! Backups: taken while others write, restored, and refused when a byte is wrong.

use super::program::{Program, said, schedule};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::{Child, Output};
use std::sync::{Arc, OnceLock};
use store::carry::rows;
use store::engine::{Fault, Kept};
use store::schema::TABLES;
use store::{Book, Place};

/// A book, and a key for its backups.
pub struct Saved {
    pub program: Program,
    pub recipient: String,
}

impl Saved {
    pub fn new() -> Self {
        let program = Program::new();
        let made = program.run(&["admin", "key", "--to", &program.place("key")]);
        assert!(made.status.success(), "{}", said(&made));
        let recipient = String::from_utf8(made.stdout).unwrap().trim().to_owned();
        assert!(recipient.starts_with("age1"), "{recipient}");
        Self { program, recipient }
    }

    pub fn backup(&self, name: &str) -> Output {
        self.backup_of(&["--data", &self.program.data()], name)
    }

    /// A backup of the book at another place.
    pub fn backup_of(&self, place: &[&str], name: &str) -> Output {
        let to = self.program.place(name);
        self.program.run(&[&["admin", "backup", "--to", &to, "--recipient", &self.recipient], place].concat())
    }

    pub fn verify(&self, name: &str) -> Output {
        self.program.run(&[
            "admin",
            "verify",
            "--from",
            &self.program.place(name),
            "--identity",
            &self.program.place("key"),
        ])
    }

    pub fn restore(&self, name: &str, folder: &str) -> Output {
        self.restore_to(name, &["--data", &self.program.place(folder)])
    }

    /// Restores to a place that is written as the command takes it.
    pub fn restore_to(&self, name: &str, place: &[&str]) -> Output {
        let (from, key) = (self.program.place(name), self.program.place("key"));
        self.program.run(&[&["admin", "restore", "--from", &from, "--identity", &key], place].concat())
    }
}

/// The line that names the head of the chain.
pub fn head(output: &Output) -> String {
    said(output).lines().find(|line| line.starts_with("Head of the chain: ")).unwrap().to_owned()
}

/// What stands in a folder, by name.
pub fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Every row of every table of the book in a folder, or in a database.
pub fn dump(place: &str) -> Vec<(&'static str, Vec<Vec<Kept>>)> {
    let salts = store::book::Salts::new([7; 32]);
    let book = Book::open(&Place::parse(place), Arc::new(jiff::Timestamp::now), salts).unwrap();
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
fn a_backup_of_a_book_comes_back_equal_with_the_files_beside_it() {
    let kept = Saved::new();
    let program = &kept.program;
    let bought = program.import_text("schedule", "some.csv", &schedule(0, 50), &["--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    let data = PathBuf::from(program.data());
    std::fs::create_dir(data.join("mail")).unwrap();
    std::fs::write(data.join("mail.toml"), "# settings\n").unwrap();
    std::fs::write(data.join("mail/password"), vec![7; 3 * 1024 * 1024 + 1]).unwrap();
    std::fs::write(data.join("empty"), "").unwrap();
    let taken = kept.backup("one.backup");
    assert!(taken.status.success(), "{}", said(&taken));
    let told = said(&taken);
    assert!(told.contains("Head of the chain: event ") && told.contains("4 files"), "{told}");
    let verified = kept.verify("one.backup");
    assert!(verified.status.success() && said(&verified).contains("is whole"), "{}", said(&verified));
    let restored = kept.restore("one.backup", "again");
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("Everything holds."), "{}", said(&restored));
    assert_eq!(head(&taken), head(&restored));
    let again = PathBuf::from(program.place("again"));
    assert_eq!(dump(&program.data()), dump(&program.place("again")));
    for file in ["notice-key", "mail.toml", "mail/password", "empty"] {
        assert_eq!(std::fs::read(data.join(file)).unwrap(), std::fs::read(again.join(file)).unwrap(), "{file}");
    }
    // What was restored is a book like any other: it goes on.
    let more = program.write("more.csv", schedule(50, 5).as_bytes()).display().to_string();
    let place = program.place("again");
    let bought = program.run(&["import", "schedule", &more, "--data", &place, "--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    let audited = program.run(&["audit", "--data", &place]);
    assert!(audited.status.success(), "{}", said(&audited));
}

#[cfg(unix)]
#[test]
fn what_a_backup_leaves_on_the_disk_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let kept = Saved::new();
    assert!(kept.backup("one.backup").status.success());
    assert!(kept.restore("one.backup", "again").status.success());
    let mode = |name: &str| std::fs::metadata(kept.program.place(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        [mode("key"), mode("one.backup"), mode("again"), mode("again/notice-key")],
        [0o600, 0o600, 0o700, 0o600]
    );
}

#[test]
fn nothing_is_overwritten_and_what_is_refused_says_the_remedy_and_leaves_nothing_behind() {
    let kept = Saved::new();
    let program = &kept.program;
    assert!(kept.backup("one.backup").status.success());
    let other = program.run(&["admin", "key", "--to", &program.place("other")]);
    assert!(other.status.success());
    let before = entries(Path::new(&program.place("")));
    let (data, key, backup) = (program.data(), program.place("key"), program.place("one.backup"));
    let place = |name: &str| program.place(name);
    let cases: [(&[&str], &str); 10] = [
        (&["backup", "--data", &data, "--to", &place("two")], "credere admin key --to FILE"),
        (
            &["backup", "--data", &data, "--to", &place("two"), "--recipient", "age1nobody"],
            "age1nobody is no recipient",
        ),
        (&["backup", "--data", &data, "--to", &backup, "--recipient", &kept.recipient], "nothing is overwritten"),
        (
            &["backup", "--data", &data, "--to", &place("data/in"), "--recipient", &kept.recipient],
            "lies in the data folder and would be lost with it",
        ),
        (&["key", "--to", &key], "nothing is overwritten"),
        (&["restore", "--from", &backup, "--identity", &key, "--data", &data], "is not empty"),
        (&["restore", "--from", &backup, "--identity", &place("other"), "--data", &place("new")], "other recipients"),
        (&["restore", "--from", &backup, "--identity", &backup, "--data", &place("new")], "is no identity file"),
        (&["restore", "--from", &key, "--identity", &key, "--data", &place("new")], "is no backup of Credere"),
        (&["verify", "--from", &place("absent"), "--identity", &key], "cannot be read"),
    ];
    for (arguments, told) in cases {
        let answer = program.run(&[&["admin"], arguments].concat());
        assert!(!answer.status.success() && said(&answer).contains(told), "{arguments:?}: {}", said(&answer));
        assert_eq!(entries(Path::new(&program.place(""))), before, "{arguments:?}");
    }
    assert!(!Path::new(&place("data/in")).exists());
}

/// Imports in as many processes as there are files.
fn start(program: &Program, files: usize, lines: u64) -> Vec<Child> {
    let start = |file: usize| {
        let name = format!("{file}.csv");
        program.write(&name, schedule(file as u64 * lines, lines).as_bytes());
        program.start_schedule(&name)
    };
    (0..files).map(start).collect()
}

#[test]
fn backups_in_a_loop_while_four_processes_write_are_each_one_state_that_holds() {
    let kept = Saved::new();
    let program = &kept.program;
    let mut writers = start(program, 4, 5_000);
    let mut heads: Vec<String> = Vec::new();
    while writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none()) {
        let number = heads.len();
        let taken = kept.backup(&format!("{number}.backup"));
        assert!(taken.status.success(), "{}", said(&taken));
        heads.push(head(&taken));
    }
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
    // In the middle of the writing, not all before or after it.
    let states: std::collections::BTreeSet<&String> = heads.iter().collect();
    assert!(states.len() > 2, "{heads:?}");
    for (number, head) in heads.iter().enumerate() {
        let restored = kept.restore(&format!("{number}.backup"), &format!("again-{number}"));
        let told = said(&restored);
        assert!(restored.status.success() && told.contains("Everything holds."), "{told}");
        assert!(told.contains(head), "{told}");
    }
}

/// A backup that is damaged by the next tests, and the key to it.
fn whole() -> &'static (Saved, Vec<u8>) {
    static WHOLE: OnceLock<(Saved, Vec<u8>)> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let kept = Saved::new();
        let bought = kept.program.import_text("schedule", "some.csv", &schedule(0, 20), &["--client", "SELLER"]);
        assert!(bought.status.success());
        assert!(kept.backup("one.backup").status.success());
        let bytes = std::fs::read(kept.program.place("one.backup")).unwrap();
        (kept, bytes)
    })
}

/// Restores the bytes as a backup; what it says, after nothing was left behind.
fn refused(bytes: &[u8]) -> String {
    let (kept, _) = whole();
    kept.program.write("damaged.backup", bytes);
    let before = entries(Path::new(&kept.program.place("")));
    let answer = kept.restore("damaged.backup", "new");
    assert!(!answer.status.success(), "{}", said(&answer));
    assert_eq!(entries(Path::new(&kept.program.place(""))), before);
    said(&answer)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_backup_with_any_bit_flipped_is_refused(place: prop::sample::Index, bit in 0..8_u8) {
        let mut bytes = whole().1.clone();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let told = refused(&bytes);
        prop_assert!(told.contains("damaged.backup is"), "{} at byte {}", told, place);
    }

    #[test]
    fn a_backup_that_is_cut_or_longer_is_refused(place: prop::sample::Index, more in prop::collection::vec(any::<u8>(), 1..100)) {
        let bytes = &whole().1;
        let told = refused(&bytes[..place.index(bytes.len())]);
        prop_assert!(told.contains("damaged.backup is"), "{}", told);
        let told = refused(&[&bytes[..], &more].concat());
        prop_assert!(told.contains("damaged.backup is"), "{}", told);
    }
}
