//! `kill -9` at the worst moments: nothing is lost, and what may arrive twice carries the same Message-ID and is said.

use crate::book::Book;
use crate::server::{Server, wait_for};
use app::{App, Clock, Ids};
use domain::contact::{Direction, MessageState, Seen};
use domain::id::MessageId;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use store::engine::Connection;
use store::engine::sqlite::Sqlite;
use store::kept;

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credere"));
    command.args(["post", "send", "--data"]).arg(folder).env("RUST_LOG", "info").stdin(Stdio::null());
    command
}

fn start(folder: &Path) -> Child {
    command(folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(folder: &Path) -> String {
    let output: Output = command(folder).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    said
}

/// A book with one message that waits, its settings, and nobody who has it open.
fn waiting(server: &Server) -> (tempfile::TempDir, MessageId) {
    let book = Book::new(Clock::System);
    let id = book.to_client("owner@seller.example");
    book.settings(server.port(), "security = \"none\"");
    let Book { app, folder } = book;
    drop(app);
    (folder, id)
}

fn state(folder: &Path, id: MessageId) -> (MessageState, i64) {
    let app = App::open(folder, Clock::System, Ids::random()).unwrap();
    let message = app.read(|snapshot| Ok(kept::message::get(snapshot, id)?.unwrap())).unwrap();
    (message.state, message.attempts)
}

fn internet_id(folder: &Path, id: MessageId) -> String {
    let app = App::open(folder, Clock::System, Ids::random()).unwrap();
    app.read(|snapshot| Ok(kept::message::get(snapshot, id)?.unwrap())).unwrap().internet_id
}

fn book_file(folder: &Path) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "book")).unwrap()
}

#[test]
fn killed_between_the_servers_answer_and_our_record_it_is_sent_again_under_the_same_message_id_and_the_log_says_so() {
    let Some(server) = Server::start() else { return };
    let (folder, id) = waiting(&server);
    server.set("hold");
    let mut sending = start(folder.path());
    wait_for(|| server.taken().len() == 1, "the server to take the mail");
    // The server has the mail. From here on nobody can write the book: the answer comes, the record cannot.
    let mut writer = Sqlite::open(&book_file(folder.path())).unwrap();
    writer.begin(None).unwrap();
    server.unset("hold");
    wait_for(|| server.sign("answered").exists(), "the server's answer");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(sending.try_wait().unwrap().is_none(), "it waits to record what it knows");
    sending.kill().unwrap();
    sending.wait().unwrap();
    writer.roll_back().unwrap();
    drop(writer);
    assert_eq!(state(folder.path(), id), (MessageState::Sending, 1), "its record is missing");
    let said = send(folder.path());
    assert!(said.contains("may arrive twice"), "{said}");
    assert_eq!(state(folder.path(), id), (MessageState::Sent, 2));
    let taken = server.taken();
    let ids: Vec<String> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
    let own = format!("<{}>", internet_id(folder.path(), id));
    assert_eq!(ids, [own.clone(), own]);
    let app = App::open(folder.path(), Clock::System, Ids::random()).unwrap();
    let told = app
        .read(|snapshot| {
            let message = kept::message::get(snapshot, id)?.unwrap();
            let client = message.client.unwrap();
            Ok(kept::timeline::of_pair(snapshot, client, message.debtor.unwrap(), Seen::FACTOR, i64::MAX, 10)?)
        })
        .unwrap();
    assert!(
        told.iter().any(|entry| entry.said.words(domain::letter::Language::English).contains("may arrive twice")),
        "{told:?}"
    );
    assert!(send(folder.path()).contains("Nothing is due"), "and then it is over");
}

#[test]
fn killed_before_the_server_has_answered_nothing_is_lost() {
    let Some(server) = Server::start() else { return };
    let (folder, id) = waiting(&server);
    server.set("hold");
    let mut sending = start(folder.path());
    wait_for(|| server.taken().len() == 1, "the server to read the mail");
    sending.kill().unwrap();
    sending.wait().unwrap();
    server.unset("hold");
    assert_eq!(state(folder.path(), id), (MessageState::Sending, 1));
    send(folder.path());
    assert_eq!(state(folder.path(), id), (MessageState::Sent, 2));
    let own = format!("<{}>", internet_id(folder.path(), id));
    assert!(server.taken().iter().all(|mail| mail.header("Message-ID") == own));
}

#[test]
fn two_processes_send_each_message_once() {
    let Some(server) = Server::start() else { return };
    let (folder, _) = waiting(&server);
    server.set("hold");
    let sending = start(folder.path());
    wait_for(|| server.taken().len() == 1, "the server to read the mail");
    let other = command(folder.path()).output().unwrap();
    assert!(!other.status.success());
    assert!(String::from_utf8_lossy(&other.stderr).contains("another process does the post"), "{other:?}");
    server.unset("hold");
    assert!(sending.wait_with_output().unwrap().status.success());
    assert_eq!(server.taken().len(), 1);
}

#[test]
fn serve_sends_and_reads_by_itself_and_ends_when_it_is_told_to() {
    let Some(server) = Server::start() else { return };
    let (folder, id) = waiting(&server);
    let letter = "From: stranger@nowhere.example\r\nSubject: Hello\r\n\r\nAbout your letter.\r\n";
    std::fs::write(folder.path().join("maildir/new/1.test"), letter).unwrap();
    let mut serving = Command::new(env!("CARGO_BIN_EXE_credere"))
        .args(["serve", "--port", "0", "--data"])
        .arg(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(|| server.taken().len() == 1, "serve to send");
    wait_for(|| folder.path().join("maildir/cur/1.test:2,S").exists(), "serve to read");
    let ended = Command::new("kill").arg(serving.id().to_string()).status().unwrap();
    assert!(ended.success());
    assert!(serving.wait().unwrap().success(), "it ends well");
    assert_eq!(state(folder.path(), id), (MessageState::Sent, 1));
    let app = App::open(folder.path(), Clock::System, Ids::random()).unwrap();
    let runs = app::job::last_runs(&app).unwrap();
    let names: Vec<&str> = runs.iter().map(|run| run.name.as_str()).collect();
    assert_eq!(
        names,
        ["audit", "cases", "contact", "mailbox", "notices", "outbox", "promises", "retention", "verification"]
    );
    // The letter of this book was put there by hand: the audit says so, and nothing else goes wrong.
    let badly: Vec<&str> = runs.iter().filter(|run| !run.is_well).map(|run| run.name.as_str()).collect();
    assert_eq!(badly, ["audit"], "{runs:?}");
    let unfiled = app.read(|snapshot| Ok(kept::message::unfiled(snapshot, 10)?)).unwrap();
    assert_eq!((unfiled.len(), unfiled[0].direction), (1, Direction::In));
}
