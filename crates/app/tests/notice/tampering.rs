//! The audit of notices, papers, messages and links: whatever is changed behind the book's back is named.

use super::fixture::Fixture;
use app::answer::{GivenAnswer, Giver, give};
use app::audit::{AuditReport, audit};
use app::guest::{GuestParty, make_link, revoke};
use app::message::{Fate, learn};
use domain::contact::{Channel, MessageState, Purpose, Said};
use domain::dispute::{Side, Speaker};
use domain::event::EventKind;
use domain::id::MessageId;
use domain::notice::Evidence;
use jiff::civil::date;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use store::Book;
use store::kept;

fn audited(fixture: &Fixture) -> AuditReport {
    audit(&fixture.app.book, fixture.app.now()).unwrap()
}

/// A pair with a delivered notice, one invoice past due that was asked about and answered, and a link taken back.
fn lively() -> Fixture {
    let fixture = Fixture::delivered();
    let invoice = fixture.offer("INV-1", 400_000);
    // Thirty days to its due date, and nine more.
    fixture.on(date(2026, 8, 3));
    app::contact::run(&fixture.app, "job", &mut |_| {}).unwrap();
    let status = fixture.messages().into_iter().find(|one| one.purpose == Purpose::Status).unwrap();
    fixture.task(move |task, _, _| learn(task, &status, &Fate::Sent)).unwrap();
    fixture
        .task(move |task, _, debtor| {
            let giver =
                Giver { debtor, client: None, by: Speaker::new(Side::Debtor, "Accounts payable"), contact: None };
            let said = Said::WillPay { on: date(2026, 8, 20), amount: None };
            give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)
        })
        .unwrap();
    let (link, _) = fixture.task(|task, _, debtor| make_link(task, GuestParty::Debtor(debtor), None, None)).unwrap();
    fixture.task(move |task, _, _| revoke(task, link, "lost")).unwrap();
    fixture
}

/// A copy of the book, changed behind its back.
fn changed(original: &Fixture, folder: &Path, sql: &str) -> AuditReport {
    let path = folder.join("copy.book");
    let _ = std::fs::remove_file(&path);
    let source = Connection::open(original.app.book.file().unwrap()).unwrap();
    source.execute("VACUUM INTO ?1", [path.to_str().unwrap()]).unwrap();
    let file = Connection::open(&path).unwrap();
    file.execute_batch(&format!("PRAGMA journal_mode=DELETE; {sql}")).unwrap();
    assert!(file.changes() > 0, "nothing changed: {sql}");
    drop(file);
    let now = original.app.now();
    let book = Book::open(&folder.into(), Arc::new(move || now), store::book::Salts::new([7; 32])).unwrap();
    audit(&book, now).unwrap()
}

/// (what is done behind the book's back, what the audit must say is broken, and where)
const CHANGES: &[(&str, &str, &str)] = &[
    ("UPDATE notice SET state = 'ACKNOWLEDGED'", "notices", "stands in its columns as it does not in its facts"),
    ("UPDATE notice SET evidence = 4", "notices", "stands in its columns"),
    ("UPDATE notice SET proof_open = 1", "notices", "stands in its columns"),
    ("UPDATE notice SET is_current = 0", "notices", "stands in its columns"),
    (
        "UPDATE notice SET body = replace(body, '\"level\":\"NO_BOUNCE\"', '\"level\":\"SIGNED\"')",
        "notices",
        "is not what event",
    ),
    ("DELETE FROM notice", "notices", "is not there"),
    (
        "INSERT INTO notice SELECT factor_id, x'0123456789abcdef0123456789abcdef', client_id, debtor_id, 0, state, evidence, \
         received_on, proof_open, 0, next_on, letter_on, client_code, debtor_code, replace(body, substr(body, 8, 36), '01234567-89ab-cdef-0123-456789abcdef') FROM notice",
        "notices",
        "is of no event",
    ),
    ("UPDATE paper SET content = replace(content, '000111222333', '000999888777')", "papers", "is not what was signed"),
    ("UPDATE paper SET signature = zeroblob(64)", "papers", "is not what was signed"),
    ("UPDATE paper SET key_id = 'another'", "papers", "was signed with a key that was never published"),
    ("UPDATE signing_key SET public_key = zeroblob(32)", "papers", "has another name"),
    ("DELETE FROM paper", "papers", "is not there"),
    ("UPDATE paper SET code = 'AAAAABBBBBCCCCC'", "papers", "is of no event"),
    ("UPDATE paper SET superseded_by = 'NOBODY'", "papers", "was followed by NOBODY"),
    (
        "UPDATE message SET sent_at = sent_at + 1 WHERE purpose = 'STATUS'",
        "messages",
        "did not leave when its event says",
    ),
    ("UPDATE message SET sent_at = NULL WHERE purpose = 'STATUS'", "messages", "did not leave when its event says"),
    ("UPDATE message SET purpose = 'REPLY' WHERE purpose = 'STATUS'", "messages", "is not the one of event"),
    ("UPDATE message SET debtor_id = NULL WHERE purpose = 'STATUS'", "messages", "is not the one of event"),
    ("DELETE FROM message_invoice", "messages", "is not the one of event"),
    (
        "DELETE FROM message_client WHERE message_id IN (SELECT message_id FROM message WHERE purpose = 'NOTICE')",
        "messages",
        "is not the one of event",
    ),
    ("DELETE FROM message WHERE purpose = 'STATUS'", "messages", "is not there"),
    (
        "INSERT INTO message SELECT factor_id, x'0123456789abcdef0123456789abcdef', 999, direction, purpose, channel, debtor_id, \
         client_id, contact_id, recipient, state, queued_at, send_after, sent_at, sent_on, 'another', attempts, subject, words, \
         body FROM message WHERE purpose = 'STATUS'",
        "messages",
        "message 999 was never queued",
    ),
    (
        "UPDATE invoice SET due = '2026-07-30' WHERE number = 'INV-1'",
        "contact",
        "asked for invoice INV-1 4 days after its due date",
    ),
    ("DELETE FROM timeline WHERE subject_kind = 'MESSAGE'", "timelines", "is not told to SELLER"),
    ("UPDATE timeline SET at = at + 1", "answers and cases", "an entry of a timeline is not of its event"),
    (
        "UPDATE answer SET client_id = x'0123456789abcdef0123456789abcdef'",
        "answers and cases",
        "an answer is not of the pair of its invoice (INV-1)",
    ),
    (
        "UPDATE guest_link SET revoked_at = NULL WHERE revoked_at IS NOT NULL",
        "guest links",
        "was taken back and opens again",
    ),
    ("UPDATE guest_link SET expires_at = expires_at + 1", "guest links", "is not the one of event"),
    (
        "UPDATE guest_link SET contact_id = x'0123456789abcdef0123456789abcdef' WHERE contact_id IS NULL",
        "guest links",
        "is not the one of event",
    ),
    ("UPDATE guest_link SET revoked_at = 1 WHERE revoked_at IS NULL", "guest links", "was never taken back"),
    ("DELETE FROM guest_link WHERE revoked_at IS NOT NULL", "guest links", "is not there"),
];

#[test]
fn whatever_is_changed_of_a_relationship_is_named() {
    let original = lively();
    assert!(audited(&original).holds(), "{}", audited(&original));
    let folder = tempfile::tempdir().unwrap();
    for (sql, name, place) in CHANGES {
        let report = changed(&original, folder.path(), sql);
        let found = report.broken.unwrap_or_else(|| panic!("not found: {sql}"));
        assert!(found.name == *name && found.place.contains(place), "{sql}\nfound {found:?}");
    }
}

/// A use case that does not ask the contact policy: a mail with its events, well linked, and without a permit.
fn rogue(fixture: &Fixture, reasons: &'static str) {
    fixture
        .task(move |task, client, debtor| {
            let all = kept::message::of_debtor(task, debtor, i64::MAX, 100)?;
            let mut message = all.into_iter().find(|one| one.purpose == Purpose::Status).unwrap();
            let (_, invoices) = kept::message::speaks_of(task, message.id)?;
            message.id = MessageId(task.new_id());
            message.number = 900;
            message.internet_id = "rogue".to_owned();
            (message.state, message.channel) = (MessageState::Sent, Channel::Email);
            message.sent_at = Some(task.unit.recorded_at());
            message.sent_on = Some(task.today);
            let body = serde_json::json!({
                "message": message.id, "purpose": "STATUS", "channel": "EMAIL", "debtor": debtor, "to_client": null,
                "clients": [client], "invoices": invoices,
                "reasons": serde_json::from_str::<serde_json::Value>(reasons).unwrap(),
            });
            task.record(EventKind::MessageQueued, &body.to_string(), &[])?;
            let sent = serde_json::json!({ "message": message.id });
            task.record(EventKind::MessageSent, &sent.to_string(), &[])?;
            Ok(kept::message::add(task, &message, &[client], &invoices)?)
        })
        .unwrap();
}

#[test]
fn co_11_a_message_without_a_permit_is_found() {
    let fixture = lively();
    fixture.on(date(2026, 8, 24));
    rogue(&fixture, "[]");
    let found = audited(&fixture).broken.unwrap();
    assert_eq!((found.name, found.place.as_str()), ("messages", "message 900 left without a permit"));
}

#[test]
fn co_05_a_mail_too_many_is_found_though_it_says_it_was_permitted() {
    let fixture = lively();
    fixture.on(date(2026, 8, 4));
    rogue(&fixture, r#"[{ "rule": "CO-05", "formula": "so it says", "inputs": [], "agreement_version": null }]"#);
    let found = audited(&fixture).broken.unwrap();
    assert_eq!((found.name, found.place.as_str()), ("contact", "message 900 to BUYER was one too many"));
}

#[test]
fn lc_46_a_notice_given_before_credere_holds_too() {
    let fixture = Fixture::new();
    fixture
        .task(|task, client, debtor| {
            app::notice::record_existing(task, client, debtor, date(2026, 5, 4), Evidence::Signed, "folder 12")
        })
        .unwrap();
    assert!(audited(&fixture).holds(), "{}", audited(&fixture));
}
