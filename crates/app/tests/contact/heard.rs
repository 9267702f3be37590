//! Whose words count as the debtor's, and how long they keep the factor from asking (CO-08, CO-09, LC-08).

use crate::house::House;
use app::contact::plan;
use app::dispute::resolve;
use app::message::{Filed, file};
use domain::contact::{Direction, MessageState, Purpose, SenderProof};
use domain::dispute::{DisputeReason, Outcome, OutcomeKind, Side, Speaker};
use domain::id::InvoiceId;
use domain::money::{Currency, Money};
use formats::mail::{Inbound, Kind, MailAddress, Trace};
use store::kept;
use store::kept::message::Message;

/// An invoice that was asked about, and the question.
fn asked() -> (House, InvoiceId, Message) {
    let house = House::new();
    let invoice = house.invoice(1, 0, 9, 100_000);
    house.engine();
    house.later(5);
    assert_eq!(house.outbox(), 1);
    let question = house.to_debtor().remove(0);
    (house, invoice, question)
}

fn comes_in(house: &House, question: &Message, from: &str, kind: Kind) -> Filed {
    let mail = Inbound {
        message_id: Some(format!("{}@mail.example", house.messages().len())),
        in_reply_to: vec![question.internet_id.clone()],
        references: Vec::new(),
        from: Some(MailAddress::named("Somebody", from)),
        to: vec!["desk@calder.example".into()],
        subject: "Re: invoices".into(),
        text: "About your question.".into(),
        date: None,
        attachments: Vec::new(),
        left_out: Vec::new(),
        kind,
        trace: Trace::default(),
    };
    let sha256 = [u8::try_from(house.messages().len()).unwrap(); 32];
    house.run(move |task| file(task, &mail, &sha256, &SenderProof::Checked("DKIM".to_owned()))).unwrap()
}

/// The rule for which nobody is asked now.
fn waits_for(house: &House) -> Vec<String> {
    let (factor, today, now) = (house.app.factor(), house.app.today(), house.app.now());
    let plan = house.app.read(|reads| plan(reads, &factor, today, now, house.debtor)).unwrap();
    plan.decision.waits.into_iter().map(|stop| stop.rule).collect()
}

fn days(house: &House, days: usize) {
    for _ in 0..days {
        house.later(24);
        house.engine();
        house.outbox();
    }
}

fn questions(house: &House) -> Vec<Purpose> {
    let sent = house.to_debtor().into_iter().filter(|message| message.state == MessageState::Sent);
    sent.filter(|message| message.direction == Direction::Out).map(|message| message.purpose).collect()
}

#[test]
fn co_09_what_a_machine_or_the_client_writes_is_not_the_debtor_s_word() {
    let absent = Kind::Automatic("Auto-Submitted: auto-replied".into());
    for (from, kind) in [
        ("ap@norwell.example", absent),
        ("mailer-daemon@norwell.example", Kind::UnreadableBounce),
        ("rae@harbor.example", Kind::Reply),
    ] {
        let (house, _, question) = asked();
        comes_in(&house, &question, from, kind.clone());
        assert_eq!(waits_for(&house), ["CO-09"], "{from} {kind:?}");
        days(&house, 8);
        assert_eq!(questions(&house), [Purpose::Status, Purpose::StatusAgain], "{from}: the ladder goes on");
    }
}

#[test]
fn co_08_the_client_s_answer_to_our_question_is_filed_as_the_client_s() {
    let (house, ..) = asked();
    let question = house.to_debtor().remove(0);
    assert!(matches!(comes_in(&house, &question, "rae@harbor.example", Kind::Reply), Filed::Reply(_)));
    let received = house.messages().into_iter().find(|message| message.direction == Direction::In).unwrap();
    assert_eq!(received.client, Some(house.clients[0]));
    let cases = house.app.read(|reads| Ok(kept::relation_case::of_debtor(reads, house.debtor)?)).unwrap();
    assert!(cases.is_empty(), "the debtor has asked nothing");
}

#[test]
fn co_08_the_debtor_s_words_are_read_before_it_is_asked_again() {
    let (house, _, question) = asked();
    comes_in(&house, &question, "ap@norwell.example", Kind::Reply);
    assert_eq!(waits_for(&house), ["CO-08"]);
    // A message to the client about something else answers nothing.
    house.invoice(2, 0, 85, 1_000_000);
    house.later(1);
    days(&house, 1);
    let told = house.messages().into_iter().filter(|message| message.client.is_some() && message.sent_at.is_some());
    assert_eq!(told.map(|message| message.purpose).collect::<Vec<_>>(), [Purpose::Recourse]);
    assert_eq!(waits_for(&house), ["CO-08"]);
    // The case that holds its words is closed: somebody has read them.
    let cases = house.app.read(|reads| Ok(kept::relation_case::of_debtor(reads, house.debtor)?)).unwrap();
    let [case] = &cases[..] else { panic!("{cases:?}") };
    let (case, by) = (case.id, Speaker::new(Side::Factor, "Ida Quist"));
    house.run(move |task| resolve(task, case, by, Outcome::of(OutcomeKind::Answered), "By phone.").map(drop)).unwrap();
    assert!(!waits_for(&house).contains(&"CO-08".to_owned()));
}

#[test]
fn lc_08_a_dispute_that_ends_badly_keeps_its_invoice_from_being_asked_about() {
    let credit = Outcome { kind: OutcomeKind::Credit, amount: Some(Money::new(40_000, Currency::USD)) };
    for (outcome, by) in [(Outcome::of(OutcomeKind::RejectedByDebtor), Side::Debtor), (credit, Side::Factor)] {
        let house = House::new();
        let invoice = house.invoice(1, 0, 9, 100_000);
        let (client, debtor) = (house.clients[0], house.debtor);
        let new = domain::dispute::NewCase {
            kind: domain::dispute::CaseKind::Dispute,
            debtor,
            client: Some(client),
            invoice: Some(invoice),
            reason: Some(DisputeReason::ALL[0]),
            amount: Some(Money::new(40_000, Currency::USD)),
            words: "Two pallets were broken.".into(),
            by: Speaker::new(Side::Debtor, "Pat"),
        };
        let by = Speaker::new(by, "Pat");
        house
            .run(move |task| {
                let case = app::dispute::open(task, new)?.case;
                resolve(task, case, by, outcome, "That is our last word.").map(drop)
            })
            .unwrap();
        days(&house, 20);
        assert_eq!(questions(&house), [], "{outcome:?}");
    }
}
