//! The continuity kit: from a backup alone, everything a client and its customers need.

use super::backup::{Saved, entries};
use super::program::{said, schedule};
use app::{App, Clock, Ids};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::kept;

fn credere(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_credere")).args(arguments).output().unwrap()
}

/// Every file of a folder as text; PDFs by their name alone.
fn texts(folder: &Path) -> String {
    let text = |name: &String| match name.ends_with(".pdf") {
        true => format!("{name}\n"),
        false => std::fs::read_to_string(folder.join(name)).unwrap(),
    };
    entries(folder).iter().map(text).collect()
}

#[test]
fn lc_47_the_kit_of_the_example_book_has_each_clients_account_and_the_releases_of_its_customers_alone() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name).display().to_string();
    let (data, key, backup, kit) = (at("demo"), at("key"), at("backup"), at("kit"));
    assert!(credere(&["demo", "--no-serve", "--data", &data]).status.success());
    let made = credere(&["admin", "key", "--to", &key]);
    let recipient = String::from_utf8(made.stdout).unwrap();
    let taken = credere(&["admin", "backup", "--data", &data, "--to", &backup, "--recipient", recipient.trim()]);
    assert!(taken.status.success(), "{}", said(&taken));
    let app = App::open(Path::new(&data), Clock::System, Ids::random()).unwrap();
    let (clients, notices) = app
        .read(|snapshot| {
            let clients = kept::party::clients(snapshot)?;
            let mut notices = Vec::new();
            for client in &clients {
                notices.push(kept::notice::of_client(snapshot, client.id)?);
            }
            Ok((clients, notices))
        })
        .unwrap();
    drop(app);
    // The running system is gone.
    let held = credere(&["report", "client-statement", "--data", &data, "--format", "csv", "--from", "2000-01-01"]);
    std::fs::rename(&data, at("gone")).unwrap();
    let before = entries(place.path());
    let written = credere(&["admin", "continuity", "--from", &backup, "--identity", &key, "--to", &kit]);
    let told = said(&written);
    assert!(written.status.success(), "{told}");
    // The restored book was removed.
    let mut after = before;
    after.push("kit".to_owned());
    after.sort();
    assert_eq!(entries(place.path()), after);
    let kit = PathBuf::from(kit);
    let index = std::fs::read_to_string(kit.join("index.html")).unwrap();
    let head =
        said(&taken).lines().find_map(|line| line.strip_prefix("Head of the chain: ").map(str::to_owned)).unwrap();
    assert!(index.contains(&head) && index.contains("Everything holds.") && !index.contains("http"), "{index}");
    // RP-07: the sums of the kit are those that the running system gave.
    let statements = String::from_utf8(held.stdout).unwrap();
    let (mut letters, mut agencies_in_all) = (0, 0);
    for (client, notices) in clients.iter().zip(&notices) {
        let folder = kit.join(client.code.as_str());
        let own = texts(&folder);
        let closing = |text: &str| -> Vec<String> {
            let of_client =
                |line: &&str| line.contains(client.code.as_str()) && line.to_lowercase().contains("closing");
            text.lines().filter(of_client).map(str::to_owned).collect()
        };
        let statement = std::fs::read_to_string(folder.join("statement.csv")).unwrap();
        assert_eq!(closing(&statement), closing(&statements), "{}", client.code);
        for other in clients.iter().filter(|other| other.code != client.code) {
            assert!(!own.contains(&other.name), "{} reads of {}", client.code, other.name);
        }
        let standing = notices.iter().filter(|notice| notice.was_given() && notice.state().code() != "RELEASED");
        let prepared: Vec<String> = entries(&folder).into_iter().filter(|name| name.ends_with(".pdf")).collect();
        let standing = standing.count();
        // GL-60: an agency has no letter, and pays the factor all the same.
        let agencies = own.matches("by the papers of its packet").count();
        assert_eq!(own.matches("not prepared:").count() - agencies, standing - prepared.len(), "{own}");
        agencies_in_all += agencies;
        for name in &prepared {
            assert!(std::fs::read(folder.join(name)).unwrap().starts_with(b"%PDF"), "{name}");
        }
        letters += prepared.len();
    }
    assert!(letters > 10 && agencies_in_all > 0, "{letters}, {agencies_in_all}");
    assert!(told.contains(&format!("{} clients, {letters} release letters.", clients.len())), "{told}");
}

#[test]
fn the_kit_says_where_each_invoice_is_paid_to_what_must_be_paid_before_a_release_and_what_could_not_be_prepared() {
    let saved = Saved::new();
    let program = &saved.program;
    let bought = program.import_text("schedule", "some.csv", &schedule(0, 3), &["--client", "SELLER"]);
    assert!(bought.status.success(), "{}", said(&bought));
    assert!(saved.backup("one.backup").status.success());
    let (from, key) = (program.place("one.backup"), program.place("key"));
    let written =
        program.run(&["admin", "continuity", "--from", &from, "--identity", &key, "--to", &program.place("kit")]);
    assert!(written.status.success(), "{}", said(&written));
    assert!(said(&written).contains("SELLER, BUYER: "), "{}", said(&written));
    let page = std::fs::read_to_string(program.place("kit/SELLER/index.html")).unwrap();
    // On a telephone a wide table scrolls in a box of its own, and the page does not.
    assert_eq!(page.matches("<table>").count(), page.matches("<div class=\"scroll\" tabindex=\"0\"><table>").count());
    for part in ["Funds employed", "(GL-08)", "May be drawn", "no account on file"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // 100.50 + 101.50 + 102.50.
    assert!(page.contains("304.50 USD on 3 invoices"), "{page}");
    let rows = std::fs::read_to_string(program.place("kit/SELLER/open-invoices.csv")).unwrap();
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(rows.contains("INV-0") && rows.contains("the factor"), "{rows}");
    // A damaged backup leaves nothing, neither a kit nor a book in clear.
    let mut bytes = std::fs::read(&from).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    program.write("damaged", &bytes);
    let before = entries(Path::new(&program.place("")));
    let (from, to) = (program.place("damaged"), program.place("other"));
    let refused = program.run(&["admin", "continuity", "--from", &from, "--identity", &key, "--to", &to]);
    assert!(!refused.status.success() && said(&refused).contains("is damaged"), "{}", said(&refused));
    assert_eq!(entries(Path::new(&program.place(""))), before);
}
