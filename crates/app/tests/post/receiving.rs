//! Where mail that comes in is filed.

use crate::fixture::{AP, Fixture, MX, Server};
use app::message::place;
use domain::contact::{Channel, ContactState, Happening, MessageState, Purpose, Seen};
use store::kept;
use store::kept::message::Message;

/// A message that has left.
pub fn sent(fixture: &Fixture, clients: usize) -> Message {
    let message = fixture.queued(Purpose::Reply, Channel::Email, clients);
    assert_eq!(fixture.send(&Server::default()).sent, 1);
    fixture.message(message.id)
}

/// A mail whose sender the receiving server has checked.
fn reply(to: &str, from: &str, more: &str, text: &str) -> String {
    let domain = from.rsplit_once('@').unwrap().1;
    format!("Authentication-Results: {MX}; dkim=pass header.d={domain}\r\n{}", unproved(to, from, more, text))
}

/// A mail that anybody may have written.
pub fn unproved(to: &str, from: &str, more: &str, text: &str) -> String {
    format!(
        "From: Someone <{from}>\r\nTo: desk@factor.example\r\nSubject: Re: Invoices\r\nMessage-ID: <r@debtor.example>\r\n{to}{more}\r\n{text}\r\n"
    )
}

pub fn answering(message: &Message) -> String {
    format!("In-Reply-To: <{}>\r\n", message.internet_id)
}

#[test]
fn lc_45_a_reply_is_filed_to_its_message_told_and_somebody_answers_for_it() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let mail = reply(
        &answering(&message),
        AP,
        "",
        "We pay on Friday.\r\n\r\nOn 15.06.2026 10:00, Test Factor wrote:\r\n> When?",
    );
    assert_eq!(fixture.take_in(&mail).replies, 1);
    let received = fixture.received();
    let [incoming] = &received[..] else { panic!("{received:?}") };
    assert_eq!((incoming.words.as_str(), incoming.state), ("We pay on Friday.", MessageState::Received));
    assert_eq!((incoming.body.answers, incoming.contact), (Some(message.id), Some(fixture.contact)));
    assert!(fixture.message(message.id).body.replied_at.is_some(), "the message was answered");
    let told = fixture.timeline(0, Seen::CLIENT);
    assert!(
        told.iter().any(|(kind, words)| *kind == Happening::Case && words.contains("We pay on Friday.")),
        "{told:?}"
    );
    assert!(told.iter().any(|(kind, _)| *kind == Happening::Received), "{told:?}");
    let cases = fixture.app.read(|snapshot| Ok(kept::relation_case::of_debtor(snapshot, fixture.debtor)?)).unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].client, Some(fixture.clients[0]));
    assert!(std::fs::read_dir(fixture.mailbox().join("new")).unwrap().next().is_none(), "it lies in cur now");
    assert_eq!(std::fs::read_dir(fixture.mailbox().join("cur")).unwrap().count(), 1);
}

#[test]
fn a_mail_is_filed_once_however_often_it_is_delivered() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let mail = reply(&answering(&message), AP, "", "Yes.");
    assert_eq!(fixture.take_in(&mail).replies, 1);
    assert_eq!(fixture.take_in(&mail).before, 1);
    assert_eq!(fixture.received().len(), 1);
    // Another mail that claims the same Message-ID is not lost.
    assert_eq!(fixture.take_in(&mail.replace("Yes.", "No.")).replies, 1);
    assert_eq!(fixture.received().len(), 2);
}

#[test]
fn no_client_reads_what_a_debtor_says_of_several() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 2);
    fixture.take_in(&reply(&answering(&message), AP, "", "Seller B is paid, Seller A next week."));
    for client in 0..2 {
        let told = fixture.timeline(client, Seen::CLIENT);
        assert!(told.iter().all(|(_, words)| !words.contains("Seller B is paid")), "{told:?}");
        assert!(told.iter().any(|(_, words)| words.starts_with("Answered by mail.")), "{told:?}");
        assert!(fixture.timeline(client, Seen::FACTOR).iter().any(|(_, words)| words.contains("Seller B is paid")));
    }
}

#[test]
fn an_absence_note_is_filed_and_counts_as_nothing() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let before = fixture.timeline(0, Seen::ALL).len();
    let mail = reply(&answering(&message), AP, "Auto-Submitted: auto-replied\r\n", "I am away until Monday.");
    assert_eq!(fixture.take_in(&mail).automatic, 1);
    assert_eq!(fixture.received().len(), 1);
    let message = fixture.message(message.id);
    assert_eq!((message.state, message.body.replied_at), (MessageState::Sent, None));
    assert_eq!(fixture.timeline(0, Seen::ALL).len(), before, "nothing is told");
    let cases = fixture.app.read(|snapshot| Ok(kept::relation_case::of_debtor(snapshot, fixture.debtor)?)).unwrap();
    assert!(cases.is_empty(), "nobody has asked anything");
}

#[test]
fn lc_45_an_answer_from_elsewhere_is_filed_and_proves_no_receipt() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let mail = reply(&answering(&message), "somebody@elsewhere.example", "", "This was forwarded to me.");
    assert_eq!(fixture.take_in(&mail).replies, 1);
    assert_eq!(fixture.message(message.id).body.replied_at, None);
}

fn report(original: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@debtor.example\r\nTo: desk@factor.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.debtor.example\r\n\r\n\
         Final-Recipient: rfc822; {AP}\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\n\r\n--b--\r\n"
    )
}

#[test]
fn lc_48_a_delivery_report_marks_message_and_contact() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    assert_eq!(fixture.take_in(&report(&message.internet_id, "5.1.1")).reports, 1);
    assert_eq!(fixture.message(message.id).state, MessageState::Bounced);
    let contact = fixture.the_contact();
    assert_eq!((contact.state, contact.bounces), (ContactState::Bouncing, 1));
    assert_eq!(fixture.timeline(0, Seen::CLIENT)[0].0, Happening::Bounced);
    // The same report in other bytes counts once.
    fixture.take_in(&report(&message.internet_id, "5.1.1").replace("Sorry", "Sorry again"));
    assert_eq!(fixture.the_contact().bounces, 1);
}

#[test]
fn lc_48_a_report_about_another_address_says_nothing_of_ours() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let other = report(&message.internet_id, "5.1.1").replace(AP, "someone@elsewhere.example");
    assert_eq!(fixture.take_in(&other).reports, 1, "it is kept for a person");
    assert_eq!(fixture.message(message.id).state, MessageState::Sent);
    assert_eq!(fixture.the_contact().state, ContactState::Good);
}

#[test]
fn co_08_nobody_else_stops_reminders_and_an_id_is_no_key() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let key = message.internet_id.split('@').next().unwrap();
    let stop = |from, key: &str| reply("", from, "", "").replace("Re: Invoices", &format!("stop {key}"));
    fixture.take_in(&stop("rival@elsewhere.example", key));
    fixture.take_in(&stop(AP, &message.id.0.simple().to_string()));
    assert!(fixture.the_contact().opted_out.is_empty());
}

#[test]
fn lc_48_a_full_mailbox_is_no_fault_of_the_address() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    fixture.take_in(&report(&message.internet_id, "4.2.2"));
    assert_eq!(fixture.message(message.id).state, MessageState::Bounced);
    assert_eq!((fixture.the_contact().state, fixture.the_contact().bounces), (ContactState::Good, 0));
}

#[test]
fn a_report_without_headers_finds_its_message_by_the_envelope() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let mail = report("nobody@elsewhere.example", "5.1.1")
        .replace("To: desk@", &format!("To: desk+{}@", message.internet_id.split('@').next().unwrap()));
    fixture.take_in(&mail);
    assert_eq!(fixture.message(message.id).state, MessageState::Bounced);
}

#[test]
fn mail_of_strangers_waits_for_a_person_who_gives_it_its_place() {
    let fixture = Fixture::new();
    assert_eq!(fixture.take_in(&reply("", "stranger@nowhere.example", "", "About your letter.")).unfiled, 1);
    let daemon = "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nCould not deliver.\r\n";
    fixture.wait(1);
    assert_eq!(fixture.take_in(daemon).reports, 1);
    fixture.wait(1);
    fixture.take_in(&format!("From: a@b.example\r\n{}", "Content-Type: message/rfc822\r\n\r\n".repeat(100)));
    let waiting = fixture.app.read(|snapshot| Ok(kept::message::unfiled(snapshot, 10)?)).unwrap();
    let subjects: Vec<&str> = waiting.iter().map(|message| message.subject.as_str()).collect();
    assert_eq!(subjects, ["Re: Invoices", "failure notice", "A mail that could not be read"]);
    let (id, debtor, client) = (waiting[0].id, fixture.debtor, fixture.clients[1]);
    fixture.task(move |task| place(task, id, debtor, &[client])).unwrap();
    assert!(fixture.timeline(1, Seen::CLIENT).iter().any(|(_, words)| words.contains("About your letter.")));
    assert!(fixture.timeline(0, Seen::CLIENT).is_empty());
    assert!(fixture.task(move |task| place(task, id, debtor, &[client])).is_err(), "it has its place already");
}

#[test]
fn a_known_sender_is_filed_without_any_conversation() {
    let fixture = Fixture::new();
    assert_eq!(fixture.take_in(&reply("", AP, "", "Please send your tax form.")).replies, 1);
    assert_eq!(fixture.received()[0].contact, Some(fixture.contact));
}

#[test]
fn co_08_one_click_stops_reminders_at_once() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let mail = reply("", AP, "", "")
        .replace("Re: Invoices", &format!("stop {}", message.internet_id.split('@').next().unwrap()));
    assert_eq!(fixture.take_in(&mail).stops, 1);
    assert!(fixture.the_contact().opted_out.contains_key(&Channel::Email));
}

#[test]
fn a_link_that_a_reply_quotes_goes_no_further_than_the_mail() {
    let fixture = Fixture::new();
    let message = sent(&fixture, 1);
    let token = fixture.app.seal().link_token(domain::id::LinkId(uuid::Uuid::from_u128(7)), "debtor");
    let text = format!(
        "Seen.\r\nhttps://eu.safelinks.example/?url=https%3A%2F%2Fpay.calder.example%2Fg%2F{token}&data=05\r\n\
         Tracked: https://track.example/c?to={token}"
    );
    assert_eq!(fixture.take_in(&reply(&answering(&message), AP, "", &text)).replies, 1);
    // Nothing but a quotation: then it is all there is to keep.
    let quoted = format!("> https://pay.calder.example/g/{token}\r\n> When?");
    assert_eq!(fixture.take_in(&reply(&answering(&message), AP, "", &quoted).replace("<r@", "<s@")).replies, 1);
    let received = fixture.received();
    assert_eq!(received.len(), 2);
    assert!(received.iter().all(|one| !one.words.contains(&token)), "{received:?}");
    let told = fixture.timeline(0, Seen::CLIENT);
    assert!(told.iter().any(|(_, words)| words.contains("Seen.")), "{told:?}");
    assert!(told.iter().all(|(_, words)| !words.contains(&token)), "{told:?}");
    let cases = fixture.app.read(|snapshot| Ok(kept::relation_case::of_debtor(snapshot, fixture.debtor)?)).unwrap();
    assert!(cases.iter().flat_map(|case| &case.words).all(|word| !word.words.contains(&token)), "{cases:?}");
}
