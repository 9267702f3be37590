//! Every message asks when it is queued, and again before it leaves.

use crate::house::House;
use app::answer::{GivenAnswer, Giver, give};
use app::message::{Leave, Outgoing, Queued, queue, still_permitted};
use app::{Error, Task};
use domain::agreement::NotificationMode;
use domain::contact::{Channel, MessageState, Purpose, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::{ClientId, ContactId, DebtorId, InvoiceId};
use domain::letter::{Language, Letter, LetterKind, Voice};
use store::kept;

fn letter() -> Letter {
    Letter {
        kind: LetterKind::Verification,
        language: Language::English,
        voice: Voice::Factor,
        letterhead: Vec::new(),
        sent_by: None,
        address: Vec::new(),
        dated: jiff::civil::date(2026, 6, 15),
        date_line: String::new(),
        subject: "A question".into(),
        greeting: "Hello,".into(),
        blocks: Vec::new(),
        closing: String::new(),
        signatory: Vec::new(),
        check: None,
        footer: Vec::new(),
    }
}

fn send(task: &mut Task<'_, '_>, purpose: Purpose, to: (DebtorId, ClientId, ContactId)) -> Result<Queued, Error> {
    let outgoing = Outgoing {
        purpose,
        channel: Channel::Email,
        debtor: Some(to.0),
        to_client: None,
        clients: vec![to.1],
        invoices: Vec::new(),
        contact: Some(to.2),
        recipient: "ap@norwell.example".into(),
        letter: letter(),
        documents: Vec::new(),
        link: None,
        case: None,
        answers: None,
        reasons: Vec::new(),
        state: MessageState::Queued,
        not_before: 0,
    };
    queue(task, outgoing)
}

fn wanted(house: &House, purpose: Purpose) -> Result<Queued, Error> {
    let to = (house.debtor, house.clients[0], house.contact.id);
    house.run(move |task| send(task, purpose, to))
}

fn micro(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

#[test]
fn co_05_queued_messages_spend_the_budget_of_the_day_they_are_planned_for() {
    let house = House::new();
    assert_eq!(wanted(&house, Purpose::Verification).unwrap().send_after, micro("2026-06-15T13:00:00Z"));
    assert_eq!(wanted(&house, Purpose::NoticeReminder).unwrap().send_after, micro("2026-06-22T13:00:00Z"));
    assert_eq!(wanted(&house, Purpose::Verification).unwrap().send_after, micro("2026-06-29T13:00:00Z"));
    let Err(Error::Refused(refusals)) = wanted(&house, Purpose::Verification) else {
        panic!("a fourth in thirty days")
    };
    assert_eq!(refusals[0].code, "CONTACT_CO_05");
    // Legal notices are outside the budget, and still wait for business hours.
    assert_eq!(wanted(&house, Purpose::Notice).unwrap().send_after, micro("2026-06-15T13:00:00Z"));
}

#[test]
fn gl_44_a_confidential_client_s_debtor_gets_nothing() {
    let house = House::with(NotificationMode::NonNotification);
    for purpose in [Purpose::Notice, Purpose::Verification, Purpose::Reply, Purpose::Introduction] {
        let Err(Error::Refused(refusals)) = wanted(&house, purpose) else { panic!("{purpose}") };
        assert_eq!(refusals[0].code, "CONTACT_GL_44");
    }
    house.invoice(1, 0, 20, 100_000);
    let ran = house.engine();
    assert_eq!((ran.written, ran.asked), (0, 1));
}

#[test]
fn a_message_that_was_overtaken_waits_for_its_turn() {
    let house = House::new();
    wanted(&house, Purpose::Verification).unwrap();
    let second = wanted(&house, Purpose::NoticeReminder).unwrap().message;
    // The mail server was away: the first leaves five days late.
    house.at("2026-06-18T15:00:00Z");
    assert_eq!(house.outbox(), 1);
    house.at("2026-06-22T13:00:00Z");
    let leave = house
        .run(move |task| {
            let message = kept::message::get(task, second)?.expect("it was queued");
            Ok(still_permitted(task, &message)? == Leave::Later(micro("2026-06-25T15:00:00Z")))
        })
        .unwrap();
    assert!(leave);
    assert_eq!(house.outbox(), 0);
    house.at("2026-06-25T15:00:00Z");
    assert_eq!(house.outbox(), 1);
}

fn said(house: &House, invoice: InvoiceId, said: Said) {
    let by = Speaker::new(Side::Debtor, "Pat");
    let giver = Giver { debtor: house.debtor, client: None, by, contact: None };
    house.run(move |task| give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)).unwrap();
}

/// What comes in between queueing and leaving takes the question back.
#[test]
fn co_08_co_11_lc_08_nothing_leaves_that_was_overtaken_by_the_debtor_s_word() {
    type Change = fn(&House, InvoiceId);
    let changes: [(&str, Change); 6] = [
        ("a promise", |house, invoice| {
            said(house, invoice, Said::WillPay { on: jiff::civil::date(2026, 6, 24), amount: None });
        }),
        ("money on its way", |house, invoice| {
            said(house, invoice, Said::Paid { on: jiff::civil::date(2026, 6, 15), how: "wire".into() });
        }),
        ("a dispute", |house, invoice| {
            let reason = DisputeReason::ALL[0];
            said(house, invoice, Said::Disputed { reason, amount: None, words: "Two pallets were broken.".into() });
        }),
        ("a payment", |house, _| house.sql("UPDATE invoice SET open_minor = 0")),
        ("a part payment", |house, _| house.sql("UPDATE invoice SET open_minor = open_minor - 1")),
        ("an objection", |house, _| {
            let contact = house.contact.id;
            house.run(move |task| app::contact::opt_out(task, contact, Channel::Email).map(drop)).unwrap();
        }),
    ];
    for (name, change) in changes {
        let house = House::new();
        let invoice = house.invoice(1, 0, 9, 100_000);
        assert_eq!(house.engine().written, 1, "{name}");
        change(&house, invoice);
        house.at("2026-06-15T15:00:00Z");
        house.outbox();
        assert!(house.to_debtor().iter().all(|message| message.sent_at.is_none()), "{name}");
        let question = house.to_debtor().into_iter().find(|message| message.purpose == Purpose::Status).unwrap();
        assert_eq!(question.state, MessageState::Cancelled, "{name}");
        assert!(question.body.last_word.is_some(), "{name}");
    }
}
