//! LC-43: the trackable letter beside the mail: posted, traced, signed for, or back.

use super::codes;
use super::fixture::Fixture;
use app::message::Fate;
use app::notice::{register, send_letter};
use app::party::{NewDebtor, save_debtor};
use app::post::{courier_signed, letter_came_back, track};
use domain::calendar::Calendar;
use domain::contact::{Channel, ContactState, MessageState, Purpose, Seen};
use domain::id::MessageId;
use domain::notice::{Evidence, Leg, NoticeState};
use jiff::civil::{Date, date};
use store::kept;
use store::kept::message::Message;

fn june(day: i8) -> Date {
    date(2026, 6, day)
}

/// A pair that owes more than 25,000.00: mail and letter are queued on the 22nd, the mail counts as received on the 23rd.
fn given() -> Fixture {
    let fixture = Fixture::new();
    fixture.has_bought("OTHER-1", 2_500_001);
    fixture.deliver();
    fixture
}

/// The letters beside the mail, oldest first.
fn letters(fixture: &Fixture) -> Vec<Message> {
    fixture.messages().into_iter().filter(|one| one.channel == Channel::Letter).collect()
}

fn letter(fixture: &Fixture) -> MessageId {
    letters(fixture).last().unwrap().id
}

fn post(fixture: &Fixture) {
    let message = letters(fixture).pop().unwrap();
    fixture.task(move |task, _, _| app::message::learn(task, &message, &Fate::Sent)).unwrap();
}

fn due(fixture: &Fixture, by: Date) -> usize {
    fixture.app.read(|snapshot| Ok::<_, app::Error>(kept::notice::with_letter_due(snapshot, by, 10)?.len())).unwrap()
}

#[test]
fn lc_43_lc_45_the_letter_has_its_own_way_and_its_signature_its_own_day() {
    let fixture = given();
    let id = letter(&fixture);
    let beside = || fixture.notice().beside().unwrap().clone();
    assert_eq!((beside().message, beside().waits), (Some(id), true));
    let sign = |on| fixture.task(move |task, _, _| courier_signed(task, id, on));
    assert_eq!(codes(sign(june(23))), ["LETTER_NOT_POSTED"]);
    post(&fixture);
    assert_eq!(beside().left_on, Some(june(23)));
    assert_eq!(codes(sign(june(23))), ["NO_TRACKING"]);
    fixture.task(move |task, _, _| track(task, id, "RR 12")).unwrap();
    assert_eq!(beside().tracking.as_deref(), Some("RR 12"));
    fixture.on(june(26));
    assert_eq!(codes(sign(june(27))), ["DAY_AHEAD"]);
    assert_eq!(codes(sign(june(22))), ["DAY_BEFORE_POSTING"]);
    sign(june(25)).unwrap();
    let notice = fixture.notice();
    assert_eq!(beside().delivered_on, Some(june(25)));
    assert_eq!((notice.received_on(), notice.best()), (Some(june(23)), Some(Evidence::Replied)));
    let found = notice.evidence.iter().find(|one| one.level == Evidence::Replied).unwrap();
    assert_eq!((found.on, found.how.as_str()), (june(25), "letter RR 12, signed for"));
    let events = fixture.count("SELECT COUNT(*) FROM event");
    sign(june(25)).unwrap();
    assert_eq!(fixture.count("SELECT COUNT(*) FROM event"), events, "the same again changes nothing");
    let told = fixture.timeline(Seen::CLIENT).join("\n");
    for words in [
        "by mail and by a letter that is tracked",
        "The trackable letter beside the mail was posted.",
        "traced under the number RR 12",
        "received by post on 25 June 2026",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let rows = fixture.app.read(|snapshot| register(snapshot, Calendar::UnitedStates, june(26))).unwrap();
    assert_eq!((rows[0].letter_posted_on, rows[0].letter_received_on), (Some(june(23)), Some(june(25))));
    assert_eq!(rows[0].letter_tracking.as_deref(), Some("RR 12"));
}

#[test]
fn lc_43_a_signature_on_the_letter_is_receipt_though_the_mail_came_back() {
    let fixture = given();
    post(&fixture);
    fixture.fate(Leg::Notice, Fate::Bounced { permanent: true, reason: "no such mailbox".into() });
    assert_eq!(fixture.notice().state(), NoticeState::Bounced);
    let id = letter(&fixture);
    fixture.task(move |task, _, _| track(task, id, "RR 12")).unwrap();
    fixture.on(june(25));
    fixture.task(move |task, _, _| courier_signed(task, id, june(25))).unwrap();
    let notice = fixture.notice();
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::NoaDelivered, Some(june(25))));
}

#[test]
fn lc_43_a_letter_nobody_posted_or_signed_for_comes_to_a_person_by_its_day() {
    let fixture = given();
    // Queued on Monday, the 22nd; two business days.
    assert_eq!((due(&fixture, june(23)), due(&fixture, june(24))), (0, 1));
    fixture.on(june(30));
    fixture.run();
    assert!(!fixture.sent_to_debtor().contains(&Purpose::NoticeReminder), "LC-41: half a notice asks for nothing");
    post(&fixture);
    assert_eq!(due(&fixture, june(30)), 0);
    fixture.run();
    assert!(fixture.sent_to_debtor().contains(&Purpose::NoticeReminder), "posted, it asks");
    // Ten business days after Tuesday, the 30th.
    assert_eq!((due(&fixture, date(2026, 7, 13)), due(&fixture, date(2026, 7, 14))), (0, 1));
}

#[test]
fn lc_48_a_letter_that_came_back_holds_and_goes_again_to_a_corrected_or_verified_address() {
    let fixture = given();
    post(&fixture);
    let id = letter(&fixture);
    let back = |words: &'static str| fixture.task(move |task, _, _| letter_came_back(task, id, words));
    assert_eq!(codes(back(" ")), ["CAME_BACK"]);
    fixture.on(june(25));
    back("no such company at this address").unwrap();
    back("no such company at this address").unwrap();
    let notice = fixture.notice();
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::Bounced, None), "G5 waits");
    assert_eq!(notice.beside().unwrap().came_back.len(), 1);
    assert_eq!(fixture.message(id).state, MessageState::Bounced);
    assert_eq!(due(&fixture, june(25)), 1);
    let contact = fixture.message(id).contact.unwrap();
    let contact =
        fixture.app.read(|snapshot| Ok::<_, app::Error>(kept::contact::get(snapshot, contact)?)).unwrap().unwrap();
    assert_eq!((contact.state, contact.bounces), (ContactState::Good, 0), "the mail address is not to blame");
    assert_eq!(codes(fixture.task(send_letter)), ["ADDRESS_NOT_VERIFIED"]);
    fixture.on(june(26));
    let ran = fixture.run();
    assert_eq!((letters(&fixture).len(), ran.waiting.len()), (1, 1), "nobody has looked at the address");
    // The address is corrected: the clock sends the letter again, and the mail counts once more.
    fixture
        .task(|task, _, debtor| {
            let known = kept::party::debtors_by_id(task, &[debtor.0])?.remove(0);
            let mut identity = known.identity.clone();
            identity.address.lines = vec!["7 Millrace Road".into()];
            let corrected = NewDebtor {
                code: known.code.to_string(),
                name: known.name.clone(),
                status: known.status,
                limit: known.limit,
                identity,
                paying_accounts: Vec::new(),
            };
            save_debtor(task, &corrected).map(drop)
        })
        .unwrap();
    fixture.run();
    let sent = letters(&fixture);
    assert_eq!(sent.len(), 2);
    assert!(sent[1].recipient.contains("7 Millrace Road"), "{}", sent[1].recipient);
    let notice = fixture.notice();
    assert_eq!(notice.beside().unwrap().message, Some(sent[1].id));
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::NoaDelivered, Some(june(23))));
    // The code in the mail still says that it holds: nothing took its place.
    assert_eq!(fixture.count("SELECT COUNT(*) FROM paper WHERE superseded_by IS NOT NULL"), 0);
    // Back again: verified at the same address, it goes a third time; the client is asked for a better one.
    post(&fixture);
    let second = letter(&fixture);
    fixture.task(move |task, _, _| letter_came_back(task, second, "moved away")).unwrap();
    assert_eq!(fixture.notice().client_asked_on, Some(june(26)));
    fixture.on(june(29));
    assert_eq!(codes(fixture.task(send_letter)), ["ADDRESS_NOT_VERIFIED"]);
    fixture.verify(&contact);
    fixture.task(send_letter).unwrap();
    assert_eq!(letters(&fixture).len(), 3);
    assert_eq!(codes(fixture.task(send_letter)), ["UNDER_WAY"]);
}

#[test]
fn lc_43_a_letter_that_was_taken_back_is_prepared_again_and_mail_goes_alone_below_the_amount() {
    let fixture = given();
    fixture.execute("UPDATE message SET state = 'CANCELLED' WHERE channel = 'LETTER'");
    fixture.run();
    assert_eq!(letters(&fixture).len(), 2);
    assert!(fixture.notice().beside().unwrap().waits);
    // The mail comes back and is sent again: the letter is on its way already.
    fixture.fate(Leg::Notice, Fate::Bounced { permanent: true, reason: "no such mailbox".into() });
    let contact = fixture.save_contact("payables@meadow.example");
    fixture.verify(&contact);
    fixture.on(june(24));
    fixture.run();
    assert_eq!(letters(&fixture).len(), 2);
    assert_eq!(fixture.sent_to_debtor().iter().filter(|one| **one == Purpose::Notice).count(), 4);
    let small = Fixture::delivered();
    assert_eq!(small.notice().beside(), None);
    assert_eq!(codes(small.task(send_letter)), ["NO_LETTER"]);
}
