//! The whole path: an invoice is offered, its debtor is asked by mail, opens the link and answers; another letter comes
//! back; a third is answered by mail; an absence note comes in between.

use crate::book::{AP, Book, tuesday};
use crate::server::{Server, Taken};
use app::answer::{GivenAnswer, Giver, give_from};
use app::post::{Left, Maildir, Style, TakenIn, Worker, send_due, take_in};
use app::schedule::{Submission, content_of, submit};
use app::verification::FromWhere;
use app::{guest, verification};
use credere::post::{LetterPress, Smtp, settings};
use domain::contact::{ContactState, Direction, MessageState, Purpose, Said, Seen};
use domain::dispute::{Side, Speaker};
use domain::invoice::TransferMethod;
use domain::invoice::verification::VerificationState;
use domain::money::{Currency, Money};
use formats::mail::read;
use formats::schedule::{DebtorReference, OfferedLine};
use std::sync::Arc;
use store::kept;

fn offer(book: &Book) {
    let today = book.app.today();
    let line = OfferedLine {
        line_no: 2,
        debtor: DebtorReference { code: Some("BUYER".into()), ..DebtorReference::default() },
        number: "INV-1001".into(),
        issue: today,
        due: today.saturating_add(jiff::Span::new().days(30)),
        amount: Money::new(1_234_500, Currency::USD),
        delivery: Some(today),
        description: Some("Goods".into()),
        order: None,
        contract: None,
        payment_reference: None,
        payee: None,
        is_credit_note: false,
        preceding_invoice: None,
    };
    let submission = Submission {
        client: "SELLER".into(),
        files: vec!["schedule.csv".into()],
        content: Arc::new(content_of(vec![line], [1; 32])),
        transfer_method: TransferMethod::Wire,
    };
    submit(&book.app, "test", &submission, &mut |_| {}).unwrap();
}

fn send(book: &Book) -> Left {
    let settings = settings(book.path()).unwrap().unwrap().outgoing.unwrap();
    let smtp = Smtp::new(&settings).unwrap();
    let press = LetterPress::of(&book.app);
    let worker = Worker::take(&book.app).unwrap().unwrap();
    let style = Style { plus_addressing: settings.plus_addressing };
    send_due(&book.app, &worker, &smtp, &press, style, &|| true).unwrap()
}

/// The factor's own mail server, which says whether a sender is proved.
const MX: &str = "mx.factor.example";

fn receive(book: &Book) -> TakenIn {
    let worker = Worker::take(&book.app).unwrap().unwrap();
    take_in(&book.app, &worker, &Maildir::at(&book.mailbox()).checked_by(Some(MX))).unwrap()
}

/// The mail asks for a confirmation, as a person and as a mail server see it.
fn asked(mail: &Taken, internet_id: &str) {
    assert_eq!((mail.from.as_str(), mail.to.as_str()), ("desk@factor.example", AP));
    assert_eq!(mail.header("From"), "\"Example Factor\" <desk@factor.example>");
    assert_eq!(mail.header("To"), format!("\"Accounts payable\" <{AP}>"));
    assert_eq!(mail.header("Message-ID"), format!("<{internet_id}>"));
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Content-Language"), "en");
    assert!(mail.header("Date").starts_with("Tue, 16 Jun 2026"), "{}", mail.header("Date"));
    assert!(mail.header("Content-Type").starts_with("multipart/alternative"), "{}", mail.header("Content-Type"));
    let words = read(&mail.bytes).unwrap().text;
    for said in ["INV-1001", "Seller Works Inc.", "1 Bank Street"] {
        assert!(words.contains(said), "{said} is missing in\n{words}");
    }
}

/// The secret of the first guest's link in a mail.
fn token(mail: &Taken) -> String {
    let words = read(&mail.bytes).unwrap().text;
    let after = words.split("https://pay.factor.example/g/").nth(1).unwrap_or_else(|| panic!("no link in\n{words}"));
    after.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "-_.~".contains(*sign)).collect()
}

#[test]
fn lc_07_a_letter_leaves_its_link_is_opened_and_the_answer_is_recorded() {
    let Some(server) = Server::start() else { return };
    let clock = tuesday();
    let book = Book::new(clock.clone());
    book.settings(server.port(), "security = \"none\"");
    offer(&book);
    let asked_of = verification::run(&book.app, book.app.today()).unwrap();
    assert_eq!((asked_of.debtors, asked_of.invoices), (1, 1), "{asked_of:?}");
    assert_eq!(send(&book).sent, 1);
    let messages = book.messages(Direction::Out);
    let message = messages.iter().find(|one| one.purpose == Purpose::Verification).unwrap();
    assert_eq!(message.state, MessageState::Sent);
    assert_eq!(message.sent_on, Some(jiff::civil::date(2026, 6, 16)));
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    asked(&taken[0], &message.internet_id);

    let guest = guest::open(&book.app, &token(&taken[0])).unwrap();
    let link = guest.link.id;
    assert!(book.task(move |task| guest::acted(task, link, "192.0.2")).unwrap());
    assert!(book.message(message.id).body.opened_at.is_some(), "LC-45, level 2");
    // FR-22: an answer within two minutes would be looked at first.
    clock.set("2026-06-16T11:20:00Z".parse().unwrap());
    let (client, debtor) = book.ids();
    let found = book.app.read(|snapshot| Ok(kept::message::speaks_of(snapshot, message.id)?)).unwrap();
    assert_eq!(found.0, [client]);
    let invoice = found.1[0];
    book.task(move |task| {
        let by = Speaker::new(Side::Debtor, "A. Payer");
        let giver = Giver { debtor, client: None, by, contact: None };
        let from = FromWhere { link: Some(link), ..FromWhere::default() };
        give_from(task, &giver, &[GivenAnswer { invoice, said: Said::Confirmed { words: String::new() } }], &from)
    })
    .unwrap();
    let verified = book.app.read(|snapshot| Ok(kept::verification::of_invoice(snapshot, invoice)?)).unwrap().unwrap();
    assert_eq!(verified.state, VerificationState::Confirmed);
}

#[test]
fn a_reply_by_mail_is_filed_told_and_answered_for_while_an_absence_note_counts_as_nothing() {
    let Some(server) = Server::start() else { return };
    let book = Book::new(tuesday());
    book.settings(server.port(), "security = \"none\"");
    offer(&book);
    verification::run(&book.app, book.app.today()).unwrap();
    send(&book);
    let id = server.taken()[0].header("Message-ID");
    let to = format!("From: {AP}\r\nTo: desk@factor.example\r\nIn-Reply-To: {id}\r\nReferences: {id}\r\n");
    book.deliver("1.away", &format!("{to}Subject: Automatic reply\r\nAuto-Submitted: auto-replied\r\n\r\nAway.\r\n"));
    assert_eq!(receive(&book).automatic, 1);
    let message = || book.messages(Direction::Out).pop().unwrap();
    assert_eq!(message().body.replied_at, None);
    let proof = format!("Authentication-Results: {MX}; dkim=pass header.d=debtor.example\r\n");
    book.deliver("2.reply", &format!("{proof}{to}Subject: Re: invoices\r\n\r\nThe goods have not come yet.\r\n"));
    assert_eq!(receive(&book).replies, 1);
    assert!(message().body.replied_at.is_some());
    let (client, debtor) = book.ids();
    let read = |side| {
        let entries =
            book.app.read(|snapshot| Ok(kept::timeline::of_pair(snapshot, client, debtor, side, i64::MAX, 100)?));
        entries
            .unwrap()
            .into_iter()
            .map(|entry| entry.said.words(domain::letter::Language::English))
            .collect::<Vec<_>>()
    };
    assert!(read(Seen::CLIENT).iter().any(|words| words.contains("The goods have not come yet.")));
    assert!(read(Seen::FACTOR).iter().all(|words| !words.contains("Away.")));
    let cases = book.app.read(|snapshot| Ok(kept::relation_case::of_debtor(snapshot, debtor)?)).unwrap();
    assert_eq!(cases.len(), 1, "somebody answers for it");
}

#[test]
fn lc_48_a_letter_that_comes_back_marks_its_contact() {
    let Some(server) = Server::start() else { return };
    let book = Book::new(tuesday());
    book.settings(server.port(), "security = \"none\"\nplus_addressing = true");
    offer(&book);
    verification::run(&book.app, book.app.today()).unwrap();
    send(&book);
    let message = book.messages(Direction::Out).pop().unwrap();
    let mail = &server.taken()[0];
    assert_eq!(mail.from, format!("desk+{}@factor.example", message.internet_id.split('@').next().unwrap()));
    // What the debtor's mail server sends to the envelope's sender: the returned headers are those that left.
    let text = mail.text();
    let head = text.split("\r\n\r\n").next().unwrap();
    let report = format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.debtor.example>\r\nTo: {}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"=_b\"\r\n\r\n\
         --=_b\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message.\r\n\
         --=_b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.debtor.example\r\n\r\n\
         Final-Recipient: rfc822; {AP}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 <{AP}>: user unknown\r\n\r\n\
         --=_b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n--=_b--\r\n",
        mail.from
    );
    book.deliver("1.report", &report);
    assert_eq!(receive(&book).reports, 1);
    assert_eq!(book.message(message.id).state, MessageState::Bounced);
    assert_eq!((book.contact().state, book.contact().bounces), (ContactState::Bouncing, 1));
}

#[test]
fn a_server_that_says_not_now_gets_it_later_and_one_that_says_never_is_believed() {
    let Some(server) = Server::start() else { return };
    let clock = tuesday();
    let book = Book::new(clock.clone());
    book.settings(server.port(), "security = \"none\"");
    let id = book.to_client("owner@seller.example");
    let wait = |minutes: i64| {
        let at = book.app.now().as_microsecond() + minutes * 60_000_000 + 1_000_000;
        clock.set(jiff::Timestamp::from_microsecond(at).unwrap());
    };
    wait(0);
    server.set("later");
    assert_eq!(send(&book).again, 1);
    assert!(book.message(id).body.last_word.unwrap().contains("not now"));
    assert!(send(&book).is_empty(), "not before a minute has passed");
    server.unset("later");
    wait(1);
    assert_eq!(send(&book).sent, 1);
    assert_eq!((book.message(id).state, book.message(id).attempts), (MessageState::Sent, 2));
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(read(&taken[0].bytes).unwrap().text.contains("\n.\nA line with a dot"), "dots are carried as they are");

    let gone = book.to_client("gone@seller.example");
    wait(0);
    assert_eq!(send(&book).bounced, 1);
    assert_eq!(book.message(gone).state, MessageState::Bounced);

    std::fs::remove_file(book.path().join("mail.toml")).unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    book.settings(closed, "security = \"none\"");
    let waiting = book.to_client("owner@seller.example");
    wait(0);
    assert_eq!(send(&book).again, 1, "nobody listens there");
    assert_eq!(book.message(waiting).state, MessageState::Queued);
}

#[test]
fn a_message_that_is_too_big_never_reaches_the_server() {
    let Some(server) = Server::start() else { return };
    let book = Book::new(tuesday());
    book.settings(server.port(), "security = \"none\"");
    let id = book.to_client("owner@seller.example");
    book.task(move |task| {
        let mut message = kept::message::get(task, id)?.unwrap();
        message.send_after = 0;
        if let Some(domain::letter::Block::Paragraph { text, .. }) =
            message.body.letter.as_mut().and_then(|letter| letter.blocks.first_mut())
        {
            *text = "word ".repeat(3_000_000);
        }
        Ok(kept::message::set(task, &message)?)
    })
    .unwrap();
    assert_eq!(send(&book).failed, 1);
    assert!(book.message(id).body.last_word.unwrap().contains("bytes with its papers"));
    assert!(server.taken().is_empty());
}
