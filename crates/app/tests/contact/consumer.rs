//! CO-31: natural persons under California's rules. The notice first, nobody else hears of it, the outside names nothing.

use crate::house::{House, mailbox};
use app::Error;
use app::contact::{Heard, NewContact, honour, plan, recipient, save_contact, save_preference};
use app::letter::{note_review, review, save_wording};
use app::message::{record_call, still_permitted};
use domain::calendar::Calendar;
use domain::contact::{Channel, ContactSource, MessageState, Preference, Purpose, Role};
use domain::letter::{Element, Language, LetterKind, built_in_text};
use jiff::Timestamp;
use store::kept;
use store::kept::message::Message;

/// The debtor is a sole trader in California; its one address is its own, or was given by a client.
fn person(own: bool) -> House {
    let house = House::new();
    let debtor = house.debtor;
    house
        .run(move |task| {
            save_preference(task, debtor, &protected())?;
            let source = if own { ContactSource::Debtor } else { ContactSource::Client };
            save_contact(task, &NewContact { source, ..mailbox() }).map(drop)
        })
        .unwrap();
    house
}

pub fn protected() -> Preference {
    Preference {
        natural_person_obligor: true,
        california: true,
        calendar: Calendar::UnitedStates,
        zone: "America/New_York".into(),
        ..Preference::default()
    }
}

pub fn reviewed(house: &House) {
    house
        .run(|task| {
            let today = task.today;
            for language in Language::ALL {
                note_review(task, LetterKind::Validation, *language, "Orla Pym, counsel", today)?;
            }
            Ok(())
        })
        .unwrap();
}

fn code(error: Error) -> String {
    match error {
        Error::Refused(refusals) => refusals[0].code.clone(),
        other => panic!("{other:?}"),
    }
}

fn why_not(house: &House) -> String {
    let (factor, today, now) = (house.app.factor(), house.app.today(), house.app.now());
    let debtor = house.debtor;
    let plan = house.app.read(|reads| plan(reads, &factor, today, now, debtor)).unwrap();
    plan.decision.waits.iter().map(|stop| format!("{}: {}", stop.rule, stop.fact)).collect::<Vec<_>>().join("; ")
}

fn days(house: &House, days: i64) -> Vec<Message> {
    for _ in 0..days {
        house.engine();
        house.later(5);
        house.outbox();
        house.later(19);
    }
    house.to_debtor()
}

#[test]
fn co_31_unreviewed_words_are_not_sent_and_nothing_else_is() {
    let house = person(true);
    house.invoice(1, 0, 9, 100_000);
    let ran = house.engine();
    assert_eq!((ran.written, ran.refused), (0, 1));
    let decided = house.app.read(|reads| Ok(kept::contact_decision::of_debtor(reads, house.debtor, 9)?)).unwrap();
    assert!(decided[0].reason.contains("counsel has not reviewed these words"), "{}", decided[0].reason);
    assert_eq!(days(&house, 20), []);
    // Every problem of a review at once; other letters need none.
    let wrong = house.run(|task| {
        let tomorrow = task.today.tomorrow().unwrap();
        note_review(task, LetterKind::Status, Language::English, " ", tomorrow)
    });
    let Err(Error::Refused(refusals)) = wrong else { panic!() };
    assert_eq!(
        refusals.iter().map(|one| one.place.as_str()).collect::<Vec<_>>(),
        ["kind", "reviewed_by", "reviewed_on"]
    );
    reviewed(&house);
    assert_eq!(days(&house, 2).len(), 1);
    // A changed word takes the review away; going back to the words that were reviewed gives it back.
    let kind = LetterKind::Validation;
    let text = built_in_text(kind, Language::English).replace("Kind regards", "Best wishes");
    house.run(move |task| save_wording(task, kind, Language::English, &text)).unwrap();
    assert_eq!(house.app.read(|reads| review(reads, kind, Language::English)).unwrap(), None);
    house.run(move |task| app::letter::reset_wording(task, kind, Language::English)).unwrap();
    assert!(house.app.read(|reads| review(reads, kind, Language::English)).unwrap().is_some());
}

#[test]
fn co_31_each_client_s_notice_goes_before_any_question_and_the_outside_names_nothing() {
    let house = person(true);
    reviewed(&house);
    house.invoice(1, 0, 9, 100_000);
    house.invoice(2, 1, 9, 100_000);
    let sent = days(&house, 40);
    let seen: Vec<(Purpose, Channel)> = sent.iter().map(|one| (one.purpose, one.channel)).collect();
    let mail = Channel::Email;
    assert_eq!(seen[..3], [(Purpose::Validation, mail), (Purpose::Validation, mail), (Purpose::StatusAgain, mail)]);
    for (message, (client, other)) in sent.iter().zip([("Harbor Foods", "Linden"), ("Linden Staffing", "Harbor")]) {
        assert!(message.words.contains(client) && !message.words.contains(other), "{}", message.words);
    }
    // 30 days from when it must be there: 5 business days after Monday, 15 June (19 June is a holiday).
    assert!(sent[0].words.contains("until 23 July 2026"), "{}", sent[0].words);
    assert!(sent[0].words.contains("1,000.00") && sent[0].words.contains("Paid, credited"), "{}", sent[0].words);
    for message in &sent {
        assert_eq!(message.subject, "A message from Calder Street Factors");
        let letter = message.body.letter.as_ref().unwrap();
        assert!(letter.has(Element::ForWhom) && letter.blocks[0].element() == Element::ForWhom);
        let outside = [&letter.address.join(" "), &letter.greeting, &letter.subject].map(String::as_str).join(" ");
        assert!(!outside.to_lowercase().contains("payable") && !outside.contains("INV-"), "{outside}");
    }
    // The second notice waits for the budget of the first (CO-05), and there is no third.
    let left: Vec<i64> = sent.iter().filter_map(|one| one.sent_at).collect();
    assert!(left[1] - left[0] >= 7 * 24 * 3_600_000_000);
    assert_eq!(sent.iter().filter(|one| one.purpose == Purpose::Validation).count(), 2);
}

#[test]
fn co_31_a_notice_that_came_back_counts_for_nothing() {
    let house = person(true);
    reviewed(&house);
    house.invoice(1, 0, 9, 100_000);
    let first = days(&house, 1).remove(0);
    let fate = app::message::Fate::Bounced { permanent: false, reason: "full".into() };
    house.run(move |task| app::message::learn(task, &first, &fate)).unwrap();
    let sent: Vec<Purpose> = days(&house, 9).iter().map(|one| one.purpose).collect();
    assert_eq!(sent, [Purpose::Validation, Purpose::Validation]);
}

#[test]
fn co_31_nobody_but_the_person_hears_of_it_and_without_an_own_address_the_notice_goes_by_post() {
    let house = person(false);
    reviewed(&house);
    house.invoice(1, 0, 9, 100_000);
    let debtor = house.debtor;
    for purpose in [Purpose::Status, Purpose::Verification, Purpose::Notice, Purpose::Reply] {
        let refused = house.app.read(|reads| recipient(reads, debtor, None, purpose)).unwrap_err();
        let words = format!("{refused:?}");
        assert!(words.contains("is not known to be it") && words.contains("nobody else may hear"), "{words}");
    }
    let sent = days(&house, 20);
    let seen: Vec<(Purpose, Channel)> = sent.iter().map(|one| (one.purpose, one.channel)).collect();
    assert_eq!(seen, [(Purpose::Validation, Channel::Letter)]);
    assert_eq!(sent[0].contact, None);
    assert!(sent[0].recipient.starts_with("Norwell Grocers"));
    assert!(
        house.messages().iter().any(|one| one.purpose == Purpose::ContactTask),
        "the client is asked for an address"
    );
    // Marked as the person itself, it is written to.
    let own = NewContact { obligor: true, mailbox: false, source: ContactSource::Client, ..mailbox() };
    house.run(move |task| save_contact(task, &own).map(drop)).unwrap();
    assert!(days(&house, 8).iter().any(|one| one.purpose == Purpose::StatusAgain && one.channel == Channel::Email));
}

#[test]
fn co_31_what_was_written_before_the_person_was_known_as_one_is_taken_back() {
    let house = House::new();
    house.invoice(1, 0, 9, 100_000);
    house.engine();
    let question = house.to_debtor().remove(0);
    assert_eq!((question.purpose, question.state), (Purpose::Status, MessageState::Queued));
    let debtor = house.debtor;
    house.run(move |task| save_preference(task, debtor, &protected())).unwrap();
    house.later(5);
    house.run(move |task| still_permitted(task, &question).map(drop)).unwrap();
    let question = house.to_debtor().remove(0);
    assert_eq!(question.state, MessageState::Cancelled);
    assert!(question.body.last_word.unwrap().contains("the validation notice has not gone out yet"));
}

#[test]
fn co_31_more_than_half_a_million_owed_to_one_client_is_not_covered() {
    let house = person(true);
    house.invoice(1, 0, 9, 50_000_001);
    let sent: Vec<Purpose> = days(&house, 1).iter().map(|one| one.purpose).collect();
    assert_eq!(sent, [Purpose::Status]);
    let house = person(true);
    house.invoice(1, 0, 9, 30_000_000);
    house.invoice(2, 0, -20, 20_000_000);
    assert_eq!(
        days(&house, 1),
        [],
        "what is not due yet counts, and half a million is covered: nobody reviewed the notice"
    );
    assert!(why_not(&house).is_empty(), "{}", why_not(&house));
}

#[test]
fn co_31_the_call_opens_with_who_calls_and_what_was_heard_is_honoured_at_once() {
    let house = person(true);
    reviewed(&house);
    house.invoice(1, 0, 30, 100_000);
    let call = days(&house, 40).into_iter().find(|one| one.purpose == Purpose::Call).unwrap();
    let (ask, matter) = (call.words.find("May I speak with Norwell"), call.words.find("INV-1"));
    assert!(ask.is_some() && ask < matter, "{}", call.words);
    // Somewhere in the working day.
    house.at("2026-07-28T15:00:00Z");
    let (id, contact) = (call.id, call.contact.unwrap());
    let heard = Heard { lawyer: Some("Tess Lunn".into()), ..Heard::default() };
    let wrong = heard.clone();
    let refused = house.run(move |task| honour(task, contact, &wrong)).unwrap_err();
    let Error::Refused(refusals) = refused else { panic!() };
    assert_eq!(refusals[0].place, "lawyer_at");
    let heard = Heard { lawyer_at: Some("tess@lunn.example".into()), not_then: true, somebody_else: true, ..heard };
    let said = heard.words();
    house
        .run(move |task| {
            record_call(task, id, &said, None)?;
            honour(task, contact, &heard)
        })
        .unwrap();
    let contacts = house.app.read(|reads| Ok(kept::contact::of_debtor(reads, house.debtor)?)).unwrap();
    assert!(contacts.iter().any(|one| one.role == Role::Lawyer && one.email.as_deref() == Some("tess@lunn.example")));
    assert!(contacts.iter().find(|one| one.id == contact).unwrap().opted_out.contains_key(&Channel::Phone));
    let debtor = house.debtor;
    let to = house.app.read(|reads| recipient(reads, debtor, None, Purpose::Status)).unwrap();
    assert_eq!(to.role, Role::Lawyer);
    let call = house.to_debtor().into_iter().find(|one| one.id == id).unwrap();
    assert!(call.body.last_word.unwrap().starts_with("Another person answered; nothing of the matter was said."));
    assert!(Timestamp::from_microsecond(call.sent_at.unwrap()).is_ok());
}

#[test]
fn co_31_the_permit_refuses_with_the_same_reason_whatever_asks() {
    let house = person(true);
    let invoice = house.invoice(1, 0, 9, 100_000);
    let (debtor, client, contact) = (house.debtor, house.clients[0], house.contact.id);
    let refused = house.run(move |task| {
        let outgoing = crate::leaving::outgoing(Purpose::Status, (debtor, client, contact), vec![invoice]);
        app::message::queue(task, outgoing).map(drop)
    });
    assert_eq!(code(refused.unwrap_err()), "CONTACT_CO_31");
}

#[test]
fn co_31_a_message_to_the_client_s_guarantor_waits_for_its_hours() {
    let house = House::new();
    let (client, debtor) = (house.clients[0], house.debtor);
    // Relations of this client are asked by the client alone: it is written to at once, at six in the morning.
    let written = |house: &House| {
        house.invoice(1, 0, 9, 100_000);
        house.engine();
        let all = house.messages();
        all.into_iter().find(|one| one.purpose == Purpose::ClientFirst).unwrap().send_after
    };
    house
        .run(move |task| {
            let relation = domain::contact::Relation {
                servicing: Some(domain::contact::Profile::LightTouch),
                ..domain::contact::Relation::default()
            };
            kept::contact::put_relation(task, client, debtor, &relation)?;
            let mut known = kept::party::client(task, client)?.unwrap();
            let name = "Rae of Harbor Foods".to_owned();
            known.guarantor = Some(domain::party::Guarantor { name, natural_person_obligor: true, california: true });
            kept::party::put_client(task, &known)?;
            let mut person = kept::contact::of_client(task, client)?.remove(0);
            person.obligor = true;
            kept::contact::put(task, &person).map_err(Error::from)
        })
        .unwrap();
    let nine: Timestamp = "2026-06-15T13:00:00Z".parse().unwrap();
    assert_eq!(written(&house), nine.as_microsecond());
}
