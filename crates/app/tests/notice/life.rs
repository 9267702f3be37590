//! From the heads-up to the acknowledgment, and what may go wrong on the way.

use super::codes;
use super::fixture::Fixture;
use app::message::Fate;
use app::notice::{
    acknowledge, doubt, furnish_proof, introduction_delivered, preview_introduction, record_evidence, record_existing,
    register, request_proof, send_proof, settle_doubt,
};
use app::relation::{Settling, settle};
use domain::calendar::Calendar;
use domain::contact::{Channel, Purpose, Seen};
use domain::invoice::InvoiceState;
use domain::letter::{Element, LetterKind};
use domain::money::{Currency, Money};
use domain::notice::{Evidence, Leg, NoticePolicy, NoticeState};
use jiff::civil::{Date, date};

fn june(day: i8) -> Date {
    date(2026, 6, day)
}

#[test]
fn lc_40_lc_41_the_whole_life_in_order_by_the_clock() {
    let fixture = Fixture::new();
    assert_eq!(fixture.notice().state(), NoticeState::Drafted);
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [], "nothing before the client has spoken");
    fixture.heads_up(june(15)).unwrap();
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [], "not on the day of the heads-up");
    fixture.on(june(16));
    assert_eq!(fixture.run().steps, 1);
    assert_eq!(fixture.run().steps, 0, "run again, it finds nothing to do");
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Introduction]);
    assert_eq!(fixture.notice().state(), NoticeState::HeadsUpSent, "the letter waits in the outbox");
    fixture.fate(Leg::Introduction, Fate::Sent);
    fixture.fate(Leg::Introduction, Fate::Sent);
    assert_eq!(fixture.notice().state(), NoticeState::LoiSent);
    fixture.on(june(17));
    fixture.run();
    assert_eq!(fixture.notice().state(), NoticeState::LoiDelivered);
    // 18 June, then Juneteenth and a weekend do not count: the second business day is the 22nd.
    for day in [18, 19, 21] {
        fixture.on(june(day));
        assert_eq!(fixture.run().steps, 0, "{day}");
        assert_eq!(codes(fixture.give()), ["TOO_EARLY"]);
    }
    fixture.on(june(22));
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Introduction, Purpose::Notice]);
    fixture.fate(Leg::Notice, Fate::Sent);
    fixture.on(june(23));
    fixture.run();
    let notice = fixture.notice();
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::NoaDelivered, Some(june(23))));
    fixture.fate(Leg::Notice, Fate::Opened);
    assert_eq!(fixture.notice().best(), Some(Evidence::Opened));
    // Five business days after the 23rd: Tuesday, 30 June.
    fixture.on(june(29));
    fixture.run();
    assert_eq!(fixture.sent_to_debtor().len(), 2);
    fixture.on(june(30));
    fixture.run();
    fixture.run();
    fixture.on(date(2026, 8, 3));
    fixture.run();
    assert_eq!(
        fixture.sent_to_debtor(),
        [Purpose::Introduction, Purpose::Notice, Purpose::NoticeReminder],
        "one reminder and no more"
    );
    fixture.task(|task, client, debtor| acknowledge(task, client, debtor, "Pat Example", None)).unwrap();
    assert_eq!(fixture.notice().state(), NoticeState::Acknowledged);
    let told = fixture.timeline(Seen::CLIENT).join("\n");
    assert!(told.contains("Harbor Tools LLC told Pat Example by phone on 15 June 2026."), "{told}");
    assert!(told.contains("acknowledged by Pat Example"), "{told}");
}

#[test]
fn lc_40_nothing_is_sent_before_the_heads_up_and_its_day() {
    let fixture = Fixture::new();
    assert_eq!(codes(fixture.introduce()), ["HEADS_UP_MISSING"]);
    assert_eq!(codes(fixture.give()), ["HEADS_UP_MISSING"]);
    assert_eq!(codes(fixture.heads_up(june(16))), ["DAY_AHEAD"]);
    fixture.heads_up(june(15)).unwrap();
    assert_eq!(codes(fixture.heads_up(june(15))), ["HEADS_UP_GIVEN"]);
    assert_eq!(codes(fixture.introduce()), ["TOO_EARLY"]);
    assert_eq!(codes(fixture.give()), ["NOT_INTRODUCED"]);
    assert_eq!(fixture.messages().len(), 0);
}

#[test]
fn gl_50_the_notice_says_what_makes_it_effective_and_is_signed() {
    let fixture = Fixture::delivered();
    let notice = fixture.notice();
    let message = fixture.message(notice.notice.as_ref().unwrap().message.unwrap());
    let letter = message.body.letter.clone().unwrap();
    for element in [
        Element::Assigned,
        Element::PayAssignee,
        Element::RightsAssigned,
        Element::PayTo,
        Element::Effective,
        Element::OnlyFactor,
        Element::Proof,
        Element::CopyToClient,
        Element::Signature,
    ] {
        assert!(letter.has(element), "{element}");
    }
    assert_eq!(message.recipient, "ap@meadow.example");
    assert!(message.words.contains(super::fixture::FIRST));
    assert_eq!(letter.address[0], "Meadow Works Inc");
    assert!(letter.check.is_some());
    assert_eq!(fixture.count("SELECT COUNT(*) FROM paper"), 1);
    assert_eq!(fixture.count("SELECT COUNT(*) FROM event WHERE kind = 'PAPER_SIGNED'"), 1);
}

#[test]
fn lc_42_the_introduction_is_the_clients_and_may_be_delivered_by_it() {
    let fixture = Fixture::new();
    let settling = Settling {
        note: Some("We have enjoyed working with you since 2019.".into()),
        client_delivers: Some(true),
        ..Settling::default()
    };
    fixture.task(move |task, client, debtor| settle(task, client, debtor, &settling)).unwrap();
    fixture.heads_up(june(15)).unwrap();
    fixture.on(june(16));
    fixture.run();
    assert_eq!(fixture.notice().introduction, None, "the clock leaves it to the client");
    let (factor, today) = (fixture.app.factor(), fixture.app.today());
    let letter = fixture
        .app
        .read(|snapshot| preview_introduction(snapshot, &factor, today, fixture.client, fixture.debtor))
        .unwrap();
    assert_eq!(letter.letterhead[0], "Harbor Tools LLC");
    assert!(letter.plain_text().contains("since 2019"));
    assert_eq!(codes(fixture.task(introduction_delivered)), ["NOT_THE_CLIENTS"]);
    fixture.introduce().unwrap();
    assert_eq!(fixture.messages().len(), 0, "the factor sends nothing");
    fixture.task(introduction_delivered).unwrap();
    assert_eq!(fixture.notice().state(), NoticeState::LoiSent);
    fixture.on(june(17));
    fixture.run();
    assert_eq!(fixture.notice().state(), NoticeState::LoiDelivered);
}

#[test]
fn lc_43_the_address_is_verified_and_above_25_000_a_letter_is_tracked() {
    let fixture = Fixture::new();
    fixture.has_bought("OTHER-1", 2_500_001);
    fixture.deliver();
    let channels: Vec<_> = fixture
        .messages()
        .iter()
        .filter(|one| one.purpose == Purpose::Notice)
        .map(|one| (one.channel, one.recipient.clone()))
        .collect();
    assert_eq!(channels.len(), 2);
    let posted = channels.iter().find(|(channel, _)| *channel == Channel::Letter).unwrap();
    assert!(posted.1.starts_with("Meadow Works Inc\n"), "{}", posted.1);
    assert!(posted.1.contains("1 Example Street"));
    // A courier's signature on the letter besides the mail is evidence of level 3.
    let letter = fixture.messages().into_iter().find(|one| one.channel == Channel::Letter).unwrap();
    fixture.task(move |task, _, _| app::message::learn(task, &letter, &Fate::Replied)).unwrap();
    assert_eq!(fixture.notice().best(), Some(Evidence::Replied));
}

#[test]
fn lc_43_an_address_that_nobody_verified_gets_no_notice() {
    let fixture = Fixture::new();
    fixture.heads_up(june(15)).unwrap();
    fixture.on(june(16));
    fixture.run();
    fixture.fate(Leg::Introduction, Fate::Opened);
    assert_eq!(fixture.notice().state(), NoticeState::LoiDelivered, "what is opened has left and arrived");
    fixture.execute("UPDATE contact SET body = replace(body, '\"verified\":{', '\"verified_not\":{')");
    fixture.on(june(18));
    let ran = fixture.run();
    assert_eq!(ran.waiting.len(), 1);
    assert!(ran.waiting[0].why.contains("never verified"), "{}", ran.waiting[0].why);
    assert_eq!(fixture.notice().state(), NoticeState::LoiDelivered);
}

#[test]
fn lc_45_level_by_level_up_to_what_each_exposure_asks() {
    let fixture = Fixture::delivered();
    let usd = |whole: i64| Money::new(whole * 100, Currency::USD);
    let meets = |whole| fixture.notice().standing().meets(&NoticePolicy::default(), usd(whole));
    assert!(meets(5_000).is_ok());
    let fact = meets(12_000).unwrap_err().fact;
    assert!(fact.contains("evidence level 1 (did not come back) of 2 needed for 12,000.00 USD"), "{fact}");
    fixture.fate(Leg::Notice, Fate::Opened);
    assert!(meets(50_000).is_ok());
    assert!(meets(50_001).is_err());
    let record = |evidence, on, how: &'static str| {
        fixture.task(move |task, client, debtor| record_evidence(task, client, debtor, Leg::Notice, evidence, on, how))
    };
    assert_eq!(codes(record(Evidence::Replied, june(1), "courier 42")), ["EVIDENCE_TOO_OLD"]);
    assert_eq!(codes(record(Evidence::Replied, june(23), " ")), ["WORDS_MISSING"]);
    record(Evidence::Replied, june(22), "courier 42").unwrap();
    assert!(meets(50_001).is_ok());
    // GL-52: the courier's paper proves an earlier day of receipt.
    assert_eq!(fixture.notice().received_on(), Some(june(22)));
    let rows = fixture.app.read(|snapshot| register(snapshot, Calendar::UnitedStates, june(23))).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].client.as_str(), rows[0].debtor.as_str()), ("SELLER", "BUYER"));
    assert_eq!(
        (rows[0].heads_up_on, rows[0].introduction_sent_on, rows[0].introduction_delivered_on),
        (Some(june(15)), Some(june(16)), Some(june(17)))
    );
    assert_eq!((rows[0].notice_sent_on, rows[0].received_on), (Some(june(22)), Some(june(22))));
    assert_eq!(rows[0].evidence, Some(Evidence::Replied));
}

#[test]
fn lc_48_came_back_twice_sent_again_verified_and_the_client_asked() {
    let fixture = Fixture::new();
    fixture.heads_up(june(15)).unwrap();
    fixture.on(june(16));
    fixture.run();
    fixture.fate(Leg::Introduction, Fate::Sent);
    let gone = || Fate::Bounced { permanent: true, reason: "no such mailbox".into() };
    fixture.fate(Leg::Introduction, gone());
    assert_eq!(fixture.notice().state(), NoticeState::Bounced);
    fixture.on(june(17));
    let ran = fixture.run();
    assert_eq!((ran.steps, ran.waiting.len()), (0, 1), "it waits for a verified address");
    let contact = fixture.save_contact("payables@meadow.example");
    fixture.verify(&contact);
    assert_eq!(fixture.run().steps, 1);
    assert_eq!(fixture.messages().last().unwrap().recipient, "payables@meadow.example");
    fixture.fate(Leg::Introduction, Fate::Sent);
    assert_eq!(fixture.notice().state(), NoticeState::ReSent);
    fixture.fate(Leg::Introduction, gone());
    assert_eq!(fixture.notice().client_asked_on, Some(june(17)));
    assert!(fixture.timeline(Seen::CLIENT).iter().any(|words| words.contains("came back more than once")));
    assert_eq!(codes(fixture.give()), ["NOT_INTRODUCED"]);
}

#[test]
fn gl_53_a_request_for_proof_holds_the_pair_until_it_is_answered() {
    let fixture = Fixture::delivered();
    fixture.task(|task, client, debtor| request_proof(task, client, debtor, "Please show us.")).unwrap();
    assert!(fixture.notice().standing().proof_open);
    let overdue = |day| {
        let rows = fixture.app.read(|snapshot| register(snapshot, Calendar::UnitedStates, day)).unwrap();
        (rows[0].proof_due_on, rows[0].proof_overdue, rows[0].state)
    };
    assert_eq!(overdue(june(25)), (Some(june(25)), false, NoticeState::ProofRequested));
    assert_eq!(overdue(june(26)), (Some(june(25)), true, NoticeState::ProofRequested));
    assert_eq!(fixture.count("SELECT COUNT(*) FROM notice WHERE next_on = '2026-06-25'"), 1);
    fixture.task(|task, client, debtor| send_proof(task, client, debtor, Vec::new())).unwrap();
    assert!(!fixture.notice().standing().proof_open);
    assert_eq!(fixture.notice().state(), NoticeState::ProofFurnished);
    let proof = fixture.messages().into_iter().rfind(|one| one.purpose == Purpose::Proof).unwrap();
    assert_eq!(proof.body.letter.unwrap().kind, LetterKind::ProofOfAssignment);
    assert_eq!(
        codes(fixture.task(|task, client, debtor| furnish_proof(task, client, debtor, "again"))),
        ["NO_PROOF_ASKED"]
    );
    fixture.task(|task, client, debtor| doubt(task, client, debtor, "Is this really you?")).unwrap();
    assert_eq!(fixture.notice().state(), NoticeState::DisputedNotice);
    assert!(fixture.notice().standing().proof_open);
    fixture.task(|task, client, debtor| settle_doubt(task, client, debtor, "Called back.")).unwrap();
    assert!(!fixture.notice().standing().proof_open);
}

#[test]
fn gl_52_a_notice_given_before_is_recorded_once_and_asks_for_nothing() {
    let fixture = Fixture::new();
    let record = |received_on| {
        fixture.task(move |task, client, debtor| {
            record_existing(task, client, debtor, received_on, Evidence::Signed, "signed copy in file 7")
        })
    };
    assert_eq!(codes(record(june(16))), ["DAY_AHEAD"]);
    let notice = record(date(2024, 3, 1)).unwrap();
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::Acknowledged, Some(date(2024, 3, 1))));
    let events = fixture.count("SELECT COUNT(*) FROM event");
    record(date(2024, 3, 1)).unwrap();
    assert_eq!(fixture.count("SELECT COUNT(*) FROM event"), events, "the same again changes nothing");
    assert_eq!(codes(record(date(2024, 3, 2))), ["NOTICE_UNDER_WAY"]);
    fixture.on(date(2026, 9, 1));
    fixture.run();
    assert_eq!(fixture.messages().len(), 0);
}

#[test]
fn a_letter_that_was_taken_back_is_prepared_again() {
    let fixture = Fixture::new();
    fixture.heads_up(june(15)).unwrap();
    fixture.on(june(16));
    fixture.run();
    fixture.execute("UPDATE message SET state = 'CANCELLED'");
    fixture.on(june(17));
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Introduction, Purpose::Introduction]);
    assert_eq!(fixture.notice().state(), NoticeState::HeadsUpSent);
}

#[test]
fn lc_45_gl_53_what_waits_for_a_notice_or_a_proof_is_bought_when_it_comes() {
    let fixture = Fixture::new();
    let small = fixture.offer("INV-1", 400_000);
    assert_eq!(fixture.state(small), InvoiceState::Verified, "all it lacks is the notice");
    fixture.deliver();
    assert_eq!(fixture.state(small), InvoiceState::Purchased);
    // 4,000.00 are open: with 2,000.00 more, level 1 is no longer enough.
    let more = fixture.offer("INV-2", 200_000);
    assert_eq!(fixture.state(more), InvoiceState::Verified);
    fixture.task(|task, client, debtor| request_proof(task, client, debtor, "")).unwrap();
    assert_eq!(fixture.state(more), InvoiceState::Verified, "the question proves receipt, and holds the pair");
    fixture.task(|task, client, debtor| furnish_proof(task, client, debtor, "handed over")).unwrap();
    assert_eq!(fixture.state(more), InvoiceState::Purchased);
}
