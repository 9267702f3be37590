//! A book that holds is proven; whatever row is edited, deleted or inserted behind its back is named.

use super::{Audit, AuditReport, ledger, names, report_of};
use crate::report::tests::small_book::{SmallBook, noon};
use crate::report::tests::sums::step;
use domain::event::{ErasedEvent, Erasure, ErasureReason, EventKind, erased_sha256};
use proptest::prelude::*;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use store::book::Draft;
use store::{Book, kept};

/// The audit without the facts: the events of the small book say nothing but what their journals say.
fn audited(book: &Book) -> AuditReport {
    book.read(|snapshot| {
        let names = match names(snapshot)? {
            Ok(names) => names,
            Err(report) => return Ok(report),
        };
        let mut audit = Audit { reads: snapshot, names, proven: Vec::new() };
        let ended = ledger(&mut audit, jiff::Timestamp::UNIX_EPOCH).map(drop);
        let proven = audit.proven;
        report_of(proven, ended)
    })
    .unwrap()
}

#[test]
fn a_lively_book_holds() {
    let book = SmallBook::lively();
    let report = audited(&book.book);
    assert_eq!(report.broken, None, "{report}");
    let names: Vec<&str> = report.proven.iter().map(|proven| proven.name).collect();
    let expected = [
        "chain",
        "journals",
        "balances",
        "daily sums",
        "exposures",
        "funds employed",
        "invoices",
        "subledger",
        "bank entries",
        "statements",
        "applications",
        "payments",
        "reversals",
        "pledges",
        "notices",
        "papers",
        "messages",
        "contact",
        "stops",
        "timelines",
        "answers and cases",
        "guest links",
        "reports",
    ];
    assert_eq!(names, expected);
    assert!(report.to_string().starts_with("chain: 19 events, each linked to the one before, without a gap; head "));
    assert!(report.to_string().ends_with("Everything holds.\n"), "{report}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn le_08_whatever_happens_the_book_holds(steps in prop::collection::vec(step(), 1..50)) {
        let mut book = SmallBook::new();
        steps.into_iter().for_each(|step| book.take(step));
        let report = audited(&book.book);
        prop_assert!(report.holds(), "{report}");
    }
}

#[test]
fn an_empty_book_holds() {
    assert!(audited(&SmallBook::new().book).holds());
}

/// A copy of the lively book, changed behind its back.
fn changed(original: &SmallBook, folder: &Path, sql: &str) -> AuditReport {
    let path = folder.join("copy.book");
    let _ = std::fs::remove_file(&path);
    let source = Connection::open(original.book.file().unwrap()).unwrap();
    source.execute("VACUUM INTO ?1", [path.to_str().unwrap()]).unwrap();
    let file = Connection::open(&path).unwrap();
    file.execute_batch(&format!("PRAGMA ignore_check_constraints=ON; PRAGMA journal_mode=DELETE; {sql}")).unwrap();
    assert!(file.changes() > 0, "nothing changed: {sql}");
    drop(file);
    let now = noon(original.today);
    let book = Book::open(&folder.into(), Arc::new(move || now), store::book::Salts::new([7; 32])).unwrap();
    audited(&book)
}

/// (what is done behind the book's back, what the audit must say is broken, and where)
const CHANGES: &[(&str, &str, &str)] = &[
    // event
    ("UPDATE event SET body = '{\"by\":\"somebody else\"}' WHERE seq = 3", "chain", "event 3 does not carry"),
    ("UPDATE event SET actor = 'nobody' WHERE seq = 1", "chain", "event 1 "),
    ("UPDATE event SET business_date = '2026-01-02' WHERE seq = 5", "chain", "event 5 "),
    ("UPDATE event SET recorded_at = recorded_at + 1 WHERE seq = 1", "chain", "event 1 "),
    ("UPDATE event SET kind = 'NONSENSE' WHERE seq = 2", "chain", "event 2 is of an unknown kind, NONSENSE"),
    ("UPDATE event SET body = 'not json' WHERE seq = 2", "chain", "the facts of event 2 are not JSON"),
    ("UPDATE event SET hash = x'00' WHERE seq = 4", "chain", "event 4 has not 32 bytes"),
    ("UPDATE event SET salt = zeroblob(16) WHERE seq = 4", "chain", "event 4 does not carry"),
    ("UPDATE event SET salt = x'00' WHERE seq = 4", "chain", "event 4 has neither or both"),
    ("UPDATE event SET salt = NULL WHERE seq = 4", "chain", "event 4 has neither or both"),
    ("UPDATE event SET digest = zeroblob(32) WHERE seq = 4", "chain", "event 4 has neither or both"),
    ("UPDATE event SET salt = NULL, digest = zeroblob(32) WHERE seq = 4", "chain", "event 4 does not carry"),
    ("DELETE FROM event WHERE seq = 7", "chain", "event 7 is missing; after event 6 comes event 8"),
    ("DELETE FROM event WHERE seq = 19", "journals", "event 19, journal 0 is of an event that is not there"),
    (
        "INSERT INTO event SELECT factor_id, 20, kind, business_date, recorded_at + 1, actor, body, hash, salt, digest FROM event WHERE seq = 19",
        "chain",
        "event 20 does not carry",
    ),
    // journal
    ("UPDATE journal SET value_date = '2026-01-01' WHERE event_seq = 2", "chain", "event 2 "),
    ("UPDATE journal SET client_id = NULL WHERE event_seq = 2", "chain", "event 2 "),
    ("UPDATE journal SET proofs = '[]' WHERE event_seq = 2", "chain", "event 2 "),
    (
        "UPDATE journal SET posted_at = posted_at - 1 WHERE event_seq = 2",
        "journals",
        "event 2, journal 0 was not booked",
    ),
    (
        "UPDATE journal SET booking = 'NONSENSE' WHERE event_seq = 2",
        "rows",
        "event 2, journal 0: NONSENSE is not known",
    ),
    ("DELETE FROM journal WHERE event_seq = 2", "chain", "event 2 "),
    (
        "INSERT INTO journal SELECT factor_id, event_seq, 9, booking, client_id, debtor_id, invoice_id, schedule_id, receipt_id, \
         agreement_version, currency, value_date, posted_at, NULL, NULL, proofs FROM journal WHERE event_seq = 2",
        "chain",
        "event 2 ",
    ),
    (
        "INSERT INTO journal SELECT factor_id, 99, 0, booking, client_id, debtor_id, invoice_id, schedule_id, receipt_id, \
         agreement_version, currency, value_date, posted_at, NULL, NULL, proofs FROM journal WHERE event_seq = 2",
        "journals",
        "event 99, journal 0 is of an event that is not there",
    ),
    // journal_line
    (
        "UPDATE journal_line SET amount_minor = amount_minor + 1 WHERE event_seq = 2 AND line = 0",
        "journals",
        "does not balance",
    ),
    ("UPDATE journal_line SET amount_minor = amount_minor * 2 WHERE event_seq = 2", "chain", "event 2 "),
    ("UPDATE journal_line SET account = 1110 WHERE event_seq = 2 AND line = 0", "chain", "event 2 "),
    (
        "UPDATE journal_line SET account = 1234 WHERE event_seq = 2 AND line = 0",
        "rows",
        "event 2, journal 0: 1234 is not",
    ),
    (
        "DELETE FROM journal_line WHERE event_seq = 2 AND number = 0 AND line = 1",
        "journals",
        "event 2, journal 0 does not balance",
    ),
    ("DELETE FROM journal_line WHERE event_seq = 2", "chain", "event 2 "),
    (
        "INSERT INTO journal_line SELECT factor_id, event_seq, 77, line, account, amount_minor FROM journal_line WHERE event_seq = 2",
        "journals",
        "event 2, journal 77 has lines and is not there",
    ),
    // balance
    (
        "UPDATE balance SET amount_minor = amount_minor + 1 WHERE account = 1000 AND currency = 'EUR'",
        "balances",
        "account 1000 Operating cash of LINDEN",
    ),
    (
        "DELETE FROM balance WHERE account = 1100",
        "balances",
        "account 1100 Factored receivables, recourse of HARBOR: kept 0.00 USD is not 10,000.00 USD",
    ),
    (
        "INSERT INTO balance SELECT factor_id, client_id, 'GBP', account, 5 FROM balance WHERE account = 1100",
        "balances",
        "0.05 GBP is not 0.00 GBP",
    ),
    // movement
    (
        "UPDATE movement SET debit_minor = debit_minor + 1 WHERE account = 1100 AND value_date = '2026-01-11'",
        "daily sums",
        "of HARBOR on 2026-01-11: kept debit 10,000.01 USD is not 10,000.00 USD",
    ),
    (
        "UPDATE movement SET credit_minor = credit_minor + 1, debit_minor = debit_minor + 1 WHERE account = 2000",
        "daily sums",
        "account 2000",
    ),
    ("DELETE FROM movement WHERE account = 5010", "daily sums", "account 5010 Bank charges of nobody in particular"),
    (
        "INSERT INTO movement SELECT factor_id, client_id, currency, account, '2031-01-01', 7, 7 FROM movement WHERE account = 5010",
        "daily sums",
        "on 2031-01-01",
    ),
    // exposure
    (
        "UPDATE exposure SET open_minor = open_minor + 1 WHERE currency = 'USD' AND open_minor > 0",
        "exposures",
        "debtor DEB-1 on HARBOR",
    ),
    ("DELETE FROM exposure WHERE open_minor > 0", "exposures", "kept 0.00"),
    (
        "INSERT INTO exposure SELECT factor_id, debtor_id, client_id, 'GBP', 5 FROM exposure LIMIT 1",
        "exposures",
        "0.05 GBP is not 0.00 GBP",
    ),
    // invoice
    (
        "UPDATE invoice SET open_minor = open_minor + 1 WHERE number = '=INV/1'",
        "invoices",
        "invoice =INV/1 of HARBOR: open balance 10,000.01 USD is not 10,000.00 USD",
    ),
    (
        "UPDATE invoice SET held_minor = held_minor + 1 WHERE number = '=INV/1'",
        "invoices",
        "invoice =INV/1 of HARBOR: held reserve",
    ),
    ("UPDATE invoice SET held_minor = -1 WHERE number = '=INV/2'", "invoices", "held reserve"),
    ("UPDATE invoice SET fee_posted_minor = 1 WHERE number = '=INV/1'", "invoices", "charged fee"),
    ("UPDATE invoice SET fee_accrued_minor = 1 WHERE number = '=INV/2'", "invoices", "accrued fee"),
    ("UPDATE invoice SET fee_deferred_minor = 1 WHERE number = '=INV/1'", "invoices", "deferred fee"),
    ("UPDATE invoice SET amount_minor = 1 WHERE number = '=INV/1'", "invoices", "amount 0.01 USD is not 10,000.00 USD"),
    ("UPDATE invoice SET advance_minor = 1 WHERE number = '=INV/1'", "invoices", "advance 0.01 USD"),
    (
        "UPDATE invoice SET state = 'CLOSED' WHERE number = '=INV/1'",
        "invoices",
        "its state is CLOSED with an open balance of 10,000.00 USD",
    ),
    (
        "UPDATE invoice SET state = 'REJECTED' WHERE number = '=INV/1'",
        "invoices",
        "its state is REJECTED and its pledge does not fit",
    ),
    ("UPDATE invoice SET state = 'NONSENSE' WHERE number = '=INV/1'", "rows", "NONSENSE is not known"),
    ("UPDATE invoice SET pledged = 0 WHERE number = '=INV/1'", "invoices", "its pledge does not fit"),
    ("UPDATE invoice SET purchased_on = '2026-01-01' WHERE number = '=INV/1'", "invoices", "purchase date"),
    ("UPDATE invoice SET purchased_on = NULL WHERE number = '=INV/1'", "invoices", "not marked as bought"),
    ("UPDATE invoice SET agreement_version = 7 WHERE number = '=INV/1'", "invoices", "agreement version"),
    ("UPDATE invoice SET non_recourse = 1 WHERE number = '=INV/1'", "invoices", "event 2 books it on 1100"),
    (
        "UPDATE invoice SET client_id = (SELECT client_id FROM client WHERE code = 'LINDEN') WHERE number = '=INV/1'",
        "invoices",
        "for another client",
    ),
    ("UPDATE invoice SET portions = '[]' WHERE number = '=INV/2'", "invoices", "closed portions"),
    ("UPDATE invoice SET decided_seq = 1000 WHERE number = '=INV/1'", "invoices", "event 1000, which is not there"),
    ("UPDATE invoice SET decided_seq = 1 WHERE number = '=INV/1'", "invoices", "but event 2 buys it"),
    ("DELETE FROM invoice WHERE number = '=INV/4'", "invoices", "names an invoice that is not there"),
    (
        "CREATE TABLE copied AS SELECT * FROM invoice WHERE number = '=INV/1'; \
         UPDATE copied SET invoice_id = x'0123456789abcdef0123456789abcdef', number = 'X', number_key = 'X'; \
         INSERT INTO invoice SELECT * FROM copied",
        "invoices",
        "invoice X of HARBOR: open balance 10,000.00 USD is not 0.00 USD",
    ),
    // receipt
    ("UPDATE receipt SET unapplied_minor = unapplied_minor + 1 WHERE number = 1", "bank entries", "R-1: unapplied"),
    ("UPDATE receipt SET amount_minor = amount_minor + 1 WHERE number = 1", "bank entries", "R-1: amount"),
    ("UPDATE receipt SET amount_minor = amount_minor + 1 WHERE direction = 'DEBIT'", "bank entries", "amount"),
    ("UPDATE receipt SET currency = 'GBP' WHERE number = 1", "bank entries", "R-1: it is booked in another currency"),
    ("DELETE FROM receipt WHERE number = 2", "bank entries", "names a bank entry that is not there"),
    (
        "CREATE TABLE copied AS SELECT * FROM receipt WHERE number = 1; UPDATE copied SET number = 88, unapplied_minor = 0, \
         receipt_id = x'0123456789abcdef0123456789abcdef', entry_reference = '2'; INSERT INTO receipt SELECT * FROM copied",
        "statements",
        "statement ST-1 of account COLLECTIONS: opening balance and 2 bank entries",
    ),
    // statement, application, payment
    (
        "UPDATE statement SET opening_minor = opening_minor + 1, closing_minor = closing_minor + 1 WHERE sequence = 3",
        "statements",
        "does not open where",
    ),
    (
        "UPDATE application SET applied_minor = applied_minor - 1 WHERE event_seq = (SELECT MIN(event_seq) FROM application)",
        "applications",
        "R-1 on invoice =INV/1",
    ),
    ("UPDATE payment SET amount_minor = amount_minor + 1 WHERE number = 1", "payments", "Advance to HARBOR"),
    ("DELETE FROM payment WHERE kind = 'REFUND'", "payments", "Refund to debtor to debtors"),
    // Together with its constraint: the same invoice pledged again under another id, as if nothing had been bought.
    (
        "DROP INDEX invoice_pledge; CREATE TABLE copied AS SELECT * FROM invoice WHERE number = '=INV/1'; \
         UPDATE copied SET invoice_id = x'0123456789abcdef0123456789abcdef', state = 'IN_REVIEW', purchased_on = NULL, \
         open_minor = 0, held_minor = 0, fee_posted_minor = 0, fee_accrued_minor = 0; INSERT INTO invoice SELECT * FROM copied",
        "pledges",
        "invoice =INV/1 is pledged twice",
    ),
];

#[test]
fn whatever_is_changed_behind_its_back_is_named() {
    let original = SmallBook::lively();
    let folder = tempfile::tempdir().unwrap();
    for (sql, name, place) in CHANGES {
        let report = changed(&original, folder.path(), sql);
        let found = report.broken.unwrap_or_else(|| panic!("not found: {sql}"));
        assert!(found.name == *name && found.place.contains(place), "{sql}\nfound {found:?}");
    }
}

/// Someone who recomputes the whole chain after a change is still found by the mirrors.
#[test]
fn le_01_a_reversal_that_does_not_mirror_is_found() {
    let original = SmallBook::lively();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.book");
    let source = Connection::open(original.book.file().unwrap()).unwrap();
    source.execute("VACUUM INTO ?1", [path.to_str().unwrap()]).unwrap();
    let now = noon(original.today);
    let book = Book::open(&folder.path().into(), Arc::new(move || now), store::book::Salts::new([7; 32])).unwrap();
    let reversals = |book: &Book| book.read(|snapshot| kept::history::proving::reversals(snapshot)).unwrap();
    assert!(matches!(reversals(&book), (count, None) if count > 0));
    let file = Connection::open(&path).unwrap();
    let reversal = "event_seq = (SELECT MIN(event_seq) FROM journal WHERE booking = 'REVERSAL')";
    for (sql, fact) in [
        (format!("UPDATE journal_line SET amount_minor = amount_minor * 2 WHERE {reversal}"), "other lines"),
        (
            format!("UPDATE journal_line SET amount_minor = amount_minor / 2, line = line + 10 WHERE {reversal}"),
            "other lines",
        ),
        (format!("UPDATE journal_line SET line = line - 10 WHERE {reversal}"), ""),
        (
            format!(
                "INSERT INTO journal_line SELECT factor_id, event_seq, number, 9, account, 0 FROM journal_line WHERE {reversal} AND line = 0"
            ),
            "other lines",
        ),
        (format!("UPDATE journal SET debtor_id = NULL WHERE {reversal} AND booking = 'REVERSAL'"), "something else"),
        (format!("UPDATE journal SET reverses_event = 999 WHERE {reversal} AND booking = 'REVERSAL'"), "not there"),
        (
            format!("UPDATE journal SET reverses_event = NULL WHERE {reversal} AND booking = 'REVERSAL'"),
            "mirrors nothing",
        ),
    ] {
        file.execute_batch(&sql).unwrap();
        let (_, found) = reversals(&book);
        assert!(
            found.as_ref().map_or(fact.is_empty(), |place| !fact.is_empty() && place.contains(fact)),
            "{sql}: {found:?}"
        );
    }
}

/// A lively book whose events 3 and 5 lost what they said: the third twice, as when two debtors are named in one event.
fn erased() -> SmallBook {
    let original = SmallBook::lively();
    for (round, seqs) in [(1, vec![3, 5]), (2, vec![3])] {
        original
            .book
            .write(move |unit| {
                let mut events = Vec::new();
                for seq in seqs {
                    let before = kept::event::get(unit, seq)?.unwrap();
                    let body = format!("{{\"round\":{round}}}");
                    assert!(kept::event::erase(unit, &before, "job", &body)?);
                    assert!(!kept::event::erase(unit, &before, "job", &body)?, "it reads otherwise by now");
                    events.push(ErasedEvent { seq, sha256: erased_sha256("job", &body) });
                }
                let reason = ErasureReason::TimeOver;
                let (first, last) = (events.first().map(|one| one.seq), events.last().map(|one| one.seq));
                let erasure = Erasure {
                    debtor: None,
                    client: None,
                    contact: None,
                    nobody_left: false,
                    reason,
                    why: String::new(),
                    first,
                    last,
                    events,
                };
                let body = serde_json::to_string(&erasure).unwrap();
                let business_date = jiff::civil::date(2026, 4, 1);
                let kind = EventKind::PersonalDataErased;
                unit.record(&Draft { kind, business_date, actor: "job", body: &body }, &[])
            })
            .unwrap();
    }
    original
}

/// What somebody does to a book with erased events, and what the audit says.
const AFTER_ERASURE: &[(&str, &str)] = &[
    (
        "UPDATE event SET body = '{\"round\":9}' WHERE seq = 3",
        "event 3 was changed after its personal data were erased",
    ),
    (
        "UPDATE event SET body = '{\"round\":1}' WHERE seq = 3",
        "event 3 was changed after its personal data were erased",
    ),
    ("UPDATE event SET actor = 'nobody' WHERE seq = 5", "event 5 was changed after its personal data were erased"),
    ("UPDATE event SET digest = zeroblob(32) WHERE seq = 5", "event 5 does not carry"),
    ("UPDATE event SET salt = zeroblob(16), digest = NULL WHERE seq = 5", "event 5 does not carry"),
    ("UPDATE event SET business_date = '2026-01-02' WHERE seq = 5", "event 5 does not carry"),
    ("UPDATE event SET body = '{}' WHERE seq = 20", "event 20 does not say which events it erased"),
    ("UPDATE event SET body = replace(body, '\"seq\":5', '\"seq\":6') WHERE seq = 20", "event 20 does not carry"),
    (
        "UPDATE event SET body = replace(body, '\"seq\":5', '\"seq\":50') WHERE seq = 20",
        "erased event 50, which came after it",
    ),
    (
        "UPDATE event SET salt = NULL, digest = zeroblob(32) WHERE seq = 21",
        "event 21 says what was erased and may not itself",
    ),
];

#[test]
fn co_33_a_book_with_erased_events_holds_and_still_finds_whoever_changes_it() {
    let original = erased();
    let report = audited(&original.book);
    assert!(report.holds(), "{report}");
    assert!(report.to_string().contains("personal data erased from 2 of them, each as a later event says"), "{report}");
    let folder = tempfile::tempdir().unwrap();
    for (sql, place) in AFTER_ERASURE {
        let found = changed(&original, folder.path(), sql).broken.unwrap_or_else(|| panic!("not found: {sql}"));
        assert!(found.name == "chain" && found.place.contains(place), "{sql}\nfound {found:?}");
    }
}

/// Whoever can compute digests blanks an event, or puts an erased one's texts back with a digest that fits: both are seen.
#[test]
fn co_33_blanking_without_an_event_and_undoing_an_erasure_are_found() {
    let original = SmallBook::lively();
    let before = original.book.read(|snapshot| kept::event::get(snapshot, 4)).unwrap().unwrap();
    original.book.write(move |unit| kept::event::erase(unit, &before, "job", "{}")).unwrap();
    let found = audited(&original.book).broken.unwrap();
    assert!(found.place.contains("event 4 was blanked, and no later event says"), "{found:?}");

    let original = SmallBook::lively();
    let body = r#"{"debtor":null,"client":null,"contact":null,"nobody_left":false,"reason":"ASKED","first":4,"last":4,"events":[{"seq":4,"sha256":""}]}"#;
    let business_date = jiff::civil::date(2026, 4, 1);
    let draft = Draft { kind: EventKind::PersonalDataErased, business_date, actor: "job", body };
    original.book.write(move |unit| unit.record(&draft, &[])).unwrap();
    let found = audited(&original.book).broken.unwrap();
    assert!(found.place.contains("event 4 has its texts again"), "{found:?}");
}

#[test]
fn the_same_secret_and_times_give_the_same_chain() {
    let head = |book: &SmallBook| book.book.read(|snapshot| kept::event::newest(snapshot, None, 1)).unwrap()[0].hash;
    assert_eq!(head(&SmallBook::lively()), head(&SmallBook::lively()));
}
