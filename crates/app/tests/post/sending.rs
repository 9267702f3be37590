//! What each answer of a mail server leads to, and what a crash leaves behind.

use crate::fixture::{Fixture, Plain, Server};
use app::post::{ATTEMPTS, Accepted, Carrier, CarryError, PAUSES, Style, Trouble, Worker, send_due, try_again};
use domain::contact::{Channel, ContactState, Happening, MessageState, Purpose, Seen};
use formats::mail::MailAddress;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::kept;

#[test]
fn co_07_a_message_leaves_once_on_the_contacts_own_day() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::NoticeReminder, Channel::Email, 1);
    let server = Server::default();
    assert_eq!(fixture.send(&server).sent, 1);
    assert!(fixture.send(&server).is_empty(), "it leaves once");
    let sent = fixture.message(message.id);
    assert_eq!((sent.state, sent.attempts), (MessageState::Sent, 1));
    assert_eq!(sent.sent_on, Some(jiff::civil::date(2026, 6, 16)), "the day is the one in Tokyo");
    assert_eq!(sent.body.last_word.as_deref(), Some("250 taken"));
    let taken = server.taken.borrow();
    let [(from, to, mail)] = &taken[..] else { panic!("{taken:?}") };
    assert_eq!((from.as_str(), to.as_str()), ("desk@factor.example", "ap@debtor.example"));
    assert!(mail.contains(&format!("Message-ID: <{}>", message.internet_id)));
    assert!(mail.contains("From: \"Test Factor\" <desk@factor.example>"), "{mail}");
    assert!(mail.contains(&format!(
        "List-Unsubscribe: <mailto:desk@factor.example?subject=stop%20{}>",
        message.internet_id.split('@').next().unwrap()
    )));
    assert!(!mail.contains("application/pdf"), "a question is no paper");
    assert_eq!(
        fixture.timeline(0, Seen::DEBTOR),
        [(Happening::Sent, "Sent: reminder to acknowledge, \u{201c}Invoices of Seller A\u{201d}".to_owned())]
    );
    assert!(fixture.timeline(1, Seen::CLIENT).is_empty(), "another client learns nothing");
}

#[test]
fn a_letter_in_the_clients_voice_comes_from_the_factors_own_address() {
    let fixture = Fixture::new();
    fixture.queued(Purpose::Introduction, Channel::Email, 1);
    let server = Server::default();
    fixture.send(&server);
    let taken = server.taken.borrow();
    let mail = &taken[0].2;
    let from = formats::mail::read(mail.as_bytes()).unwrap().from.unwrap();
    assert_eq!(from, MailAddress::named("Seller A, sent by Test Factor", "desk@factor.example"));
    assert!(mail.contains("application/pdf"), "an introduction travels as paper too");
    assert!(!mail.contains("List-Unsubscribe"), "an introduction is no reminder");
}

#[test]
fn the_envelope_names_the_message_where_the_mail_server_can_take_that() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let server = Server::default();
    send_due(&fixture.app, &fixture.worker(), &server, &Plain, Style { plus_addressing: true }, &|| true).unwrap();
    assert_eq!(
        server.taken.borrow()[0].0,
        format!("desk+{}@factor.example", message.internet_id.split('@').next().unwrap())
    );
    assert!(server.taken.borrow()[0].2.contains("From: \"Test Factor\" <desk@factor.example>"));
}

#[test]
fn a_passing_trouble_is_tried_again_with_growing_pauses_then_a_person_looks() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let server = Server::that_says(&[Trouble::Passing; 8]);
    for (attempt, pause) in (1..).zip(PAUSES) {
        assert_eq!(fixture.send(&server).again, 1, "attempt {attempt}");
        let waiting = fixture.message(message.id);
        assert_eq!((waiting.state, waiting.attempts), (MessageState::Queued, attempt));
        fixture.wait(pause - 1);
        assert!(fixture.send(&server).is_empty(), "not before the pause is over");
        fixture.wait(2);
        // CO-07: at night it waits for the morning.
        fixture.until_open();
    }
    assert_eq!(fixture.send(&server).failed, 1);
    let failed = fixture.message(message.id);
    assert_eq!((failed.state, failed.attempts), (MessageState::Failed, ATTEMPTS));
    assert_eq!(fixture.timeline(0, Seen::FACTOR)[0].0, Happening::NotWritten);
    assert!(fixture.timeline(0, Seen::CLIENT).is_empty() && fixture.timeline(0, Seen::DEBTOR).is_empty());
    let id = message.id;
    fixture.task(move |task| try_again(task, id)).unwrap();
    fixture.wait(1);
    assert_eq!(fixture.send(&server).sent, 1);
    assert!(fixture.task(move |task| try_again(task, id)).is_err(), "what has left is not tried again");
}

#[test]
fn a_server_that_cannot_be_reached_costs_one_message_one_attempt() {
    let fixture = Fixture::new();
    let first = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let second = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let server = Server::that_says(&[Trouble::Unreachable]);
    assert_eq!(fixture.send(&server).again, 1);
    assert_eq!([first.id, second.id].map(|id| fixture.message(id).attempts), [1, 0]);
    fixture.wait(2);
    assert_eq!(fixture.send(&server).sent, 2);
}

#[test]
fn lc_48_an_address_that_takes_no_mail_is_marked() {
    let fixture = Fixture::new();
    // What is refused for good for another reason says nothing of the address.
    let other = fixture.queued(Purpose::Reply, Channel::Email, 1);
    assert_eq!(fixture.send(&Server::that_says(&[Trouble::Lasting])).failed, 1);
    assert_eq!((fixture.message(other.id).state, fixture.the_contact().bounces), (MessageState::Failed, 0));
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let waiting = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let left = fixture.send(&Server::that_says(&[Trouble::Address]));
    assert_eq!((left.bounced, left.held), (1, 1));
    assert_eq!(fixture.message(message.id).state, MessageState::Bounced);
    let contact = fixture.the_contact();
    assert_eq!((contact.state, contact.bounces), (ContactState::Bouncing, 1));
    assert_eq!(fixture.message(waiting.id).state, MessageState::Cancelled, "nothing else goes to that address");
}

#[test]
fn co_08_an_objection_is_heard_by_what_is_queued_already() {
    let fixture = Fixture::new();
    let reminder = fixture.queued(Purpose::NoticeReminder, Channel::Email, 1);
    let contact = fixture.contact;
    fixture.task(move |task| app::contact::opt_out(task, contact, Channel::Email)).unwrap();
    let server = Server::default();
    assert_eq!(fixture.send(&server).held, 1);
    assert!(server.taken.borrow().is_empty());
    assert_eq!(fixture.message(reminder.id).state, MessageState::Cancelled);
}

#[test]
fn co_07_a_message_waits_for_the_contacts_morning() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    fixture.wait(10 * 60);
    assert_eq!(fixture.send(&Server::default()).held, 1);
    let waiting = fixture.message(message.id);
    assert_eq!((waiting.state, waiting.attempts), (MessageState::Queued, 0));
    fixture.until_open();
    assert_eq!(fixture.send(&Server::default()).sent, 1);
}

/// A mail server that takes the message and then the power fails.
struct PowerCut;

impl Carrier for PowerCut {
    fn carry(&self, _from: &str, _to: &str, _bytes: &[u8]) -> Result<Accepted, CarryError> {
        panic!("the power fails");
    }
}

#[test]
fn what_a_crash_cut_off_is_sent_again_under_the_same_message_id_and_said() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let cut = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        send_due(&fixture.app, &fixture.worker(), &PowerCut, &Plain, Style::default(), &|| true)
    }));
    assert!(cut.is_err());
    assert_eq!(fixture.message(message.id).state, MessageState::Sending);
    let server = Server::default();
    let left = fixture.send(&server);
    assert_eq!((left.sent, left.twice), (1, 1));
    assert!(server.taken.borrow()[0].2.contains(&format!("Message-ID: <{}>", message.internet_id)));
    let said = fixture.timeline(0, Seen::FACTOR);
    assert!(said.iter().any(|(_, words)| words.contains("may arrive twice")), "{said:?}");
    assert!(fixture.timeline(0, Seen::DEBTOR).iter().all(|(_, words)| !words.contains("twice")));
}

#[test]
fn what_is_cut_off_every_time_comes_to_a_person() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    for _ in 0..ATTEMPTS {
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            send_due(&fixture.app, &fixture.worker(), &PowerCut, &Plain, Style::default(), &|| true)
        }));
    }
    assert_eq!(fixture.send(&Server::default()).failed, 1);
    assert_eq!(fixture.message(message.id).state, MessageState::Failed);
}

#[test]
fn only_one_worker_sends_for_a_book() {
    let fixture = Fixture::new();
    let worker = fixture.worker();
    assert!(Worker::take(&fixture.app).unwrap().is_none());
    drop(worker);
    assert!(Worker::take(&fixture.app).unwrap().is_some());
}

#[test]
fn the_lock_of_a_worker_goes_with_it_although_programs_are_being_started() {
    let fixture = Fixture::new();
    let busy = AtomicUsize::new(2);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            // Each program is born with a copy of whatever is open at that moment.
            threads.spawn(|| {
                for _ in 0..100 {
                    std::process::Command::new("true").status().unwrap();
                }
                busy.fetch_sub(1, Ordering::Relaxed);
            });
        }
        let (mut taken, mut refused) = (0, 0);
        while busy.load(Ordering::Relaxed) > 0 {
            match Worker::take(&fixture.app).unwrap() {
                Some(_) => taken += 1,
                None => refused += 1,
            }
        }
        assert!(taken > 0 && refused == 0, "taken {taken} times, refused {refused} times");
    });
}

#[test]
fn a_message_that_cannot_be_a_mail_comes_to_a_person_and_the_others_leave() {
    let fixture = Fixture::new();
    let bad = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let good = fixture.queued(Purpose::Reply, Channel::Email, 1);
    let mut injected = bad.clone();
    injected.subject = "Hello\r\nBcc: everybody@elsewhere.example".into();
    fixture.task(move |task| Ok(kept::message::set(task, &injected)?)).unwrap();
    let server = Server::default();
    let left = fixture.send(&server);
    assert_eq!((left.failed, left.sent), (1, 1));
    let failed = fixture.message(bad.id);
    assert_eq!(failed.state, MessageState::Failed);
    assert!(failed.body.last_word.unwrap().contains("line break"));
    assert_eq!(fixture.message(good.id).state, MessageState::Sent);
    assert_eq!(server.taken.borrow().len(), 1);
}

#[test]
fn can_spam_nothing_leaves_without_the_factors_postal_address() {
    let fixture = Fixture::new();
    let message = fixture.queued(Purpose::Reply, Channel::Email, 1);
    fixture
        .task(|task| {
            let sender = domain::contact::Sender { email: "desk@factor.example".into(), ..Default::default() };
            Ok(kept::policy::put(task, domain::contact::Sender::POLICY, &sender)?)
        })
        .unwrap();
    let refused =
        send_due(&fixture.app, &fixture.worker(), &Server::default(), &Plain, Style::default(), &|| true).unwrap_err();
    assert!(refused.to_string().contains("postal address"), "{refused}");
    assert_eq!((fixture.message(message.id).state, fixture.message(message.id).attempts), (MessageState::Queued, 0));
}
