//! GL-44: what the debtor is not to know.

use super::codes;
use super::fixture::{Fixture, terms};
use app::agreement::{NewVersion, Step, advance, draft};
use app::dispute;
use app::message::Fate;
use app::notice::{record_existing, remind_to_acknowledge, request_proof, spring};
use domain::agreement::{self, NotificationMode, Signature};
use domain::contact::{Purpose, Seen};
use domain::dispute::{CaseKind, DisputeReason, NewCase, Side, Speaker};
use domain::invoice::InvoiceState;
use domain::invoice::verification::{Timing, VerificationState};
use domain::notice::{Evidence, Leg, NoticeState, Trigger};
use jiff::civil::{Date, date};
use store::kept;

#[test]
fn gl_44_a_confidential_pair_is_written_nothing_whatever_is_asked() {
    let fixture = Fixture::with(NotificationMode::NonNotification);
    assert_eq!(fixture.notice().state(), NoticeState::Held);
    assert_eq!(codes(fixture.heads_up(date(2026, 6, 15))), ["NOTICE_HELD"]);
    assert_eq!(codes(fixture.introduce()), ["NOTICE_HELD"]);
    assert_eq!(codes(fixture.give()), ["NOTICE_HELD"]);
    assert_eq!(codes(fixture.task(remind_to_acknowledge)), ["NOTICE_HELD"]);
    let proof = fixture.task(|task, client, debtor| request_proof(task, client, debtor, ""));
    assert_eq!(codes(proof), ["NOTICE_HELD"]);
    let existing = fixture
        .task(|task, client, debtor| record_existing(task, client, debtor, date(2026, 1, 5), Evidence::Signed, "file"));
    assert_eq!(codes(existing), ["NOTICE_HELD"]);
    for month in 7..=12 {
        fixture.on(date(2026, month, 1));
        fixture.run();
    }
    assert_eq!(fixture.messages().len(), 0);
    assert_eq!(fixture.timeline(Seen::DEBTOR), Vec::<String>::new());
}

#[test]
fn gl_44_a_trigger_springs_the_notice_and_it_goes_out_at_once() {
    let fixture = Fixture::with(NotificationMode::NonNotification);
    let pull = |trigger, words: &'static str| {
        fixture.task(move |task, client, debtor| spring(task, client, debtor, trigger, words))
    };
    assert_eq!(codes(pull(Trigger::OverAdvance, "since 5 June")), ["OVER_ADVANCE_TOO_YOUNG"]);
    assert_eq!(codes(pull(Trigger::Misdirected, " ")), ["WORDS_MISSING"]);
    pull(Trigger::Misdirected, "a payment of 2 June was kept").unwrap();
    assert_eq!(codes(pull(Trigger::Default, "twice")), ["NOTICE_NOT_HELD"]);
    let ran = fixture.run();
    assert_eq!((ran.steps, ran.waiting), (1, vec![]));
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Notice]);
    let reasons = &fixture.messages()[0].body.reasons;
    assert_eq!(reasons[0].rule, "GL-44");
}

#[test]
fn gl_44_the_daily_job_finds_an_over_advance_and_a_person_decides_when_it_has_lasted() {
    let fixture = Fixture::with(NotificationMode::NonNotification);
    let invoice = fixture.offer("INV-1", 1_000_000);
    assert_eq!(fixture.state(invoice), InvoiceState::Purchased);
    fixture.run();
    assert_eq!(fixture.notice().over_advance_since, None);
    // The whole invoice is disputed: nothing is left to lend on (CR-14, GL-10).
    let case = fixture.task(move |task, client, debtor| {
        let by = Speaker::new(Side::Client, "R. Alder");
        dispute::open(
            task,
            NewCase {
                kind: CaseKind::Dispute,
                debtor,
                client: Some(client),
                invoice: Some(invoice),
                reason: Some(DisputeReason::Quality),
                amount: None,
                words: "The crates were wet.".into(),
                by,
            },
        )
    });
    case.unwrap();
    fixture.run();
    assert_eq!(fixture.notice().over_advance_since, Some(date(2026, 6, 15)));
    let pull = |words: &'static str| {
        fixture.task(move |task, client, debtor| spring(task, client, debtor, Trigger::OverAdvance, words))
    };
    fixture.on(date(2026, 6, 25));
    fixture.run();
    assert_eq!(codes(pull("it lasts")), ["OVER_ADVANCE_TOO_YOUNG"], "ten days are not more than ten");
    fixture.on(date(2026, 6, 26));
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [], "no clock tells the customer of a confidential agreement");
    pull("it lasts longer than agreed").unwrap();
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Notice]);
}

#[test]
fn gl_44_lc_31_a_notice_follows_its_agreement_until_the_debtor_knows() {
    let fixture = Fixture::new();
    let changes = |version: u32, mode, from: Date| {
        fixture.on(from);
        fixture
            .task(move |task, _, _| {
                let new = NewVersion { client: "SELLER".into(), effective_from: from, terms: terms(mode) };
                draft(task, &new)?;
                let issued = advance(task, "SELLER", version, &Step::Issue)?;
                for side in [agreement::Side::Factor, agreement::Side::Client] {
                    let signature = Signature {
                        side,
                        signer: "Somebody".into(),
                        capacity: "Director".into(),
                        signed_on: from,
                        terms_sha256: issued.terms_sha256(),
                    };
                    advance(task, "SELLER", version, &Step::Sign { signature })?;
                }
                advance(task, "SELLER", version, &Step::PutInForce)
            })
            .unwrap();
        fixture.run();
    };
    assert_eq!(fixture.notice().state(), NoticeState::Drafted);
    changes(2, NotificationMode::NonNotification, date(2026, 6, 16));
    assert_eq!(fixture.notice().state(), NoticeState::Held);
    changes(3, NotificationMode::Notification, date(2026, 6, 17));
    assert_eq!(fixture.notice().state(), NoticeState::Drafted);
    assert_eq!(fixture.messages().len(), 0);
}

#[test]
fn gl_44_lc_05_the_customer_of_a_confidential_client_is_asked_to_confirm_once_its_notice_was_sprung() {
    let fixture = Fixture::with(NotificationMode::NonNotification);
    let invoice = fixture.offer_under(Timing::AfterPurchase, "INV-1", 1_000_000);
    let state = || {
        let found = fixture.app.read(|snapshot| Ok(kept::verification::of_invoice(snapshot, invoice)?));
        found.unwrap().map(|one| one.state)
    };
    let ask = || app::verification::run(&fixture.app, fixture.app.today()).unwrap().invoices;
    assert_eq!((ask(), state()), (0, Some(VerificationState::Required)), "nobody is asked in confidence");
    fixture
        .task(|task, client, debtor| spring(task, client, debtor, Trigger::Misdirected, "a payment was kept"))
        .unwrap();
    assert_eq!(ask(), 0, "LC-40: it is not told yet");
    fixture.run();
    fixture.fate(Leg::Notice, Fate::Sent);
    fixture.on(date(2026, 6, 16));
    assert_eq!((ask(), state()), (1, Some(VerificationState::Asked)));
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Notice, Purpose::Verification]);
}
