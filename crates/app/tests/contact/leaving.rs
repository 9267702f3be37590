//! Every message asks when it is queued, and again before it leaves.

use crate::house::House;
use app::answer::{GivenAnswer, Giver, give};
use app::message::{Leave, Outgoing, Queued, queue, record_call, still_permitted};
use app::packet::{self, Contract, NewSending, Paper};
use app::{Error, Task};
use domain::agreement::NotificationMode;
use domain::contact::{Channel, MessageState, Purpose, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::{ClientId, ContactId, DebtorId, InvoiceId, MessageId};
use domain::letter::{Language, Letter, LetterKind, Voice};
use domain::money::{Currency, Money};
use domain::packet::{Addressee, Point};
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
    queue(task, outgoing(purpose, to, Vec::new()))
}

pub fn outgoing(purpose: Purpose, to: (DebtorId, ClientId, ContactId), invoices: Vec<InvoiceId>) -> Outgoing {
    Outgoing {
        purpose,
        channel: Channel::Email,
        debtor: Some(to.0),
        to_client: None,
        clients: vec![to.1],
        invoices,
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
    }
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

/// A message that somebody looks at first is planned for later: what leaves before it counts at its own moment.
#[test]
fn co_05_co_14_a_message_for_a_later_day_does_not_wait_for_one_that_has_left_by_then() {
    let house = House::new();
    assert_eq!(wanted(&house, Purpose::Verification).unwrap().send_after, micro("2026-06-15T13:00:00Z"));
    let to = (house.debtor, house.clients[0], house.contact.id);
    let later = micro("2026-06-22T13:00:00Z");
    let queued = house.run(move |task| {
        queue(task, Outgoing { not_before: later, ..outgoing(Purpose::NoticeReminder, to, Vec::new()) })
    });
    assert_eq!(queued.unwrap().send_after, later);
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

/// GL-60: an agency that has acknowledged the assignment knows of it as from a notice; before, nobody writes to it.
#[test]
fn gl_60_lc_40_an_agency_is_written_to_once_it_has_acknowledged() {
    let house = House::new();
    house.sql("DELETE FROM notice; UPDATE debtor SET debtor_type = 'US_FEDERAL'");
    let refused = |answer| match answer {
        Err(Error::Refused(refusals)) => refusals[0].code.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(wanted(&house, Purpose::Verification)), "CONTACT_LC_40");
    let (client, debtor) = (house.clients[0], house.debtor);
    let packet = house
        .run(move |task| {
            let contract =
                Contract { number: "A-1".into(), amount: Money::new(500_000, Currency::USD), has_surety: false };
            let mut packet = packet::begin(task, client, debtor, &contract)?;
            let paper = |name: &str| Some(Paper { name: format!("{name}.txt"), content: name.as_bytes().to_vec() });
            for point in Point::ALL {
                packet = packet::confirm(task, packet.id, *point, "Ines Calder", paper("contract").as_ref())?;
            }
            for to in [Addressee::ContractingOfficer, Addressee::DisbursingOfficer] {
                let (person, how) = ("R. Holt".into(), "registered mail".into());
                let (notice, copy) = (paper("notice"), paper("copy"));
                packet::send(task, packet.id, &NewSending { to, person, on: task.today, how, notice, copy })?;
            }
            let signed = paper("signed");
            packet::acknowledge(task, packet.id, Addressee::DisbursingOfficer, task.today, signed.as_ref())
        })
        .unwrap()
        .id;
    assert_eq!(refused(wanted(&house, Purpose::Verification)), "CONTACT_LC_40", "one of two has signed");
    house
        .run(move |task| {
            let paper = Paper { name: "signed.txt".into(), content: b"signed".to_vec() };
            packet::acknowledge(task, packet, Addressee::ContractingOfficer, task.today, Some(&paper)).map(drop)
        })
        .unwrap();
    assert!(wanted(&house, Purpose::Verification).is_ok());
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
            let Leave::Later(at) = still_permitted(task, &message)? else { return Ok(false) };
            Ok((0..5_000_000).contains(&(at - micro("2026-06-25T15:00:00Z"))))
        })
        .unwrap();
    assert!(leave);
    assert_eq!(house.outbox(), 0);
    house.at("2026-06-25T15:00:05Z");
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

/// The engine's call, as it waits for somebody to make it: Wednesday, 15 July 2026, 06:00 in New York.
pub fn call() -> (House, InvoiceId, MessageId) {
    let house = House::new();
    let invoice = house.invoice(1, 0, 0, 100_000);
    for _ in 0..30 {
        house.later(24);
        house.engine();
        house.later(5);
        house.outbox();
        house.later(-5);
    }
    let calls = house.to_debtor().into_iter().filter(|message| message.purpose == Purpose::Call);
    let [call] = &calls.collect::<Vec<_>>()[..] else { panic!("one call") };
    assert_eq!(call.state, MessageState::Approval);
    let id = call.id;
    (house, invoice, id)
}

fn state(house: &House, id: MessageId) -> MessageState {
    house.app.read(|reads| Ok(kept::message::get(reads, id)?.expect("it is in the book").state)).unwrap()
}

fn call_refused(house: &House, id: MessageId) -> app::Refusal {
    match house.run(move |task| record_call(task, id, "Pat will look into it", None)) {
        Err(Error::Refused(mut refusals)) => refusals.remove(0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn lc_08_a_call_is_asked_about_again_when_it_is_made_and_every_day_until_then() {
    let (house, invoice, id) = call();
    let early = call_refused(&house, id);
    assert_eq!(early.code, "CONTACT_CO_07", "it is six in the morning");
    assert!(early.remedy.contains("09:00"), "{}", early.remedy);
    house.later(4);
    let reason = DisputeReason::ALL[0];
    said(&house, invoice, Said::Disputed { reason, amount: None, words: "Two pallets were broken.".into() });
    assert_eq!(call_refused(&house, id).code, "CONTACT_LC_08");
    assert_eq!(state(&house, id), MessageState::Approval);
    assert_eq!(house.engine().taken_back, 1);
    assert_eq!(state(&house, id), MessageState::Cancelled);
    assert_eq!(house.engine().taken_back, 0);

    let (house, _, id) = call();
    house.later(4);
    house.run(move |task| record_call(task, id, "Pat will look into it", None)).unwrap();
    house.later(24);
    house.run(move |task| record_call(task, id, "Pat will look into it", None)).unwrap();
    assert_eq!(state(&house, id), MessageState::Sent);
}

#[test]
fn co_14_a_preview_of_what_was_paid_is_taken_back_before_the_client_looks() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    let (client, debtor) = (house.clients[0], house.debtor);
    house
        .run(move |task| {
            let relation = domain::contact::Relation { preview: Some(true), ..Default::default() };
            Ok(kept::contact::put_relation(task, client, debtor, &relation)?)
        })
        .unwrap();
    house.engine();
    let id = house.to_debtor()[0].id;
    assert_eq!((state(&house, id), house.engine().taken_back), (MessageState::Preview, 0));
    house.sql("UPDATE invoice SET open_minor = 0");
    assert_eq!(house.engine().taken_back, 1);
    assert_eq!(state(&house, id), MessageState::Cancelled);
}

#[test]
fn fr_10_a_message_follows_its_contact_to_the_new_address() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    house.engine();
    let (old, contact) = (house.to_debtor()[0].clone(), house.contact.id);
    let moved = app::contact::NewContact {
        contact: Some(contact),
        email: Some("payables@norwell.example".into()),
        ..crate::house::mailbox()
    };
    house.run(move |task| app::contact::save_contact(task, &moved)).unwrap();
    house.later(5);
    assert_eq!((house.outbox(), state(&house, old.id)), (0, MessageState::Cancelled));
    house.later(24);
    house.engine();
    assert_eq!(house.outbox(), 1);
    let new = house.to_debtor().into_iter().find(|message| message.state == MessageState::Sent).unwrap();
    assert_eq!((old.recipient.as_str(), new.recipient.as_str()), ("ap@norwell.example", "payables@norwell.example"));
}

/// A crash between the mail server's answer and its record: the message stands as being sent.
fn cut_off(house: &House) -> MessageId {
    let id = house.to_debtor()[0].id;
    house
        .run(move |task| {
            let mut message = kept::message::get(task, id)?.expect("it was queued");
            message.state = MessageState::Sending;
            message.attempts = 1;
            Ok(kept::message::set(task, &message)?)
        })
        .unwrap();
    id
}

#[test]
fn co_07_what_a_crash_left_behind_is_asked_about_before_it_is_sent_again() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    house.engine();
    let id = cut_off(&house);
    // Quiet hours: it waits where it stands.
    house.at("2026-06-15T23:00:00Z");
    assert_eq!(house.post().0, app::post::Left { held: 1, ..Default::default() });
    assert_eq!(state(&house, id), MessageState::Sending);
    house.at("2026-06-16T12:00:00Z");
    assert!(house.post().0.is_empty());
    house.at("2026-06-16T13:00:01Z");
    let (left, carried) = house.post();
    assert_eq!((left.sent, left.twice, carried), (1, 1, 1));

    // Forbidden meanwhile: a person finds out, and it spends the budget.
    let house = House::new();
    let invoice = house.invoice(1, 0, 9, 100_000);
    house.engine();
    let id = cut_off(&house);
    house.later(5);
    let reason = DisputeReason::ALL[0];
    said(&house, invoice, Said::Disputed { reason, amount: None, words: "Two pallets were broken.".into() });
    let left = house.post().0;
    assert_eq!((left.held, left.sent), (1, 1), "the client is told of the dispute");
    let failed = house.app.read(|reads| Ok(kept::message::get(reads, id)?)).unwrap().unwrap();
    assert_eq!((failed.state, failed.body.maybe_left), (MessageState::Failed, true));
    assert!(failed.body.last_word.unwrap().contains("may have left"));
    house.invoice(2, 1, 30, 100_000);
    house.later(24);
    assert_eq!(house.engine().written, 0, "CO-05: one mail in seven days");
}
