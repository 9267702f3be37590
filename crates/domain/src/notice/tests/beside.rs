//! LC-43: mail and a trackable letter, two ways of one notice.

use super::*;

fn day(day: i8) -> Date {
    date(2026, 6, day)
}

/// Introduced, then given on Thursday, 25 June, by mail and by letter.
fn given() -> Notice {
    let mut notice = step(&draft(), heads_up(day(15)), day(15));
    let message = Some(MessageId(Uuid::from_u128(7)));
    let NoticeEvent::Queued { leg, deliverer, channel, open_invoices, .. } = queued(Leg::Notice) else {
        panic!("it is queued")
    };
    let both = NoticeEvent::Queued {
        leg,
        deliverer,
        channel,
        message: None,
        beside: message,
        verified_on: None,
        open_invoices,
    };
    for (event, on) in [
        (queued(Leg::Introduction), day(16)),
        (NoticeEvent::Left { leg: Leg::Introduction }, day(16)),
        (NoticeEvent::Settled { leg: Leg::Introduction }, day(17)),
        (both, day(25)),
        (NoticeEvent::Left { leg: Leg::Notice }, day(25)),
    ] {
        notice = step(&notice, event, on);
    }
    notice
}

fn settled() -> Notice {
    step(&given(), NoticeEvent::Settled { leg: Leg::Notice }, day(26))
}

fn signed(on: Date) -> NoticeEvent {
    NoticeEvent::LetterReceived { on, how: "RR 12, signed for".into() }
}

fn returned() -> NoticeEvent {
    NoticeEvent::LetterCameBack { permanent: true, reason: "no such company here".into() }
}

/// The days and tasks of the letter.
fn asks(notice: &Notice) -> Vec<(Date, LetterTask)> {
    notice.letter_dues(&NoticePolicy::default(), BANK)
}

#[test]
fn lc_43_a_letter_is_posted_traced_and_signed_for_and_then_wants_nothing() {
    let notice = settled();
    assert_eq!(asks(&notice), [(day(26), LetterTask::Look), (day(29), LetterTask::Post)]);
    assert_eq!(notice.letter_on(&NoticePolicy::default(), BANK), Some(day(29)));
    assert_eq!(no(&notice, signed(day(27)), day(27)), NoticeRefusal::NotSent(Leg::Notice));
    assert_eq!(
        no(&notice, NoticeEvent::LetterTracked { number: "RR 12".into() }, day(27)),
        NoticeRefusal::NotSent(Leg::Notice)
    );
    let notice = step(&notice, NoticeEvent::LetterLeft, day(26));
    let notice = step(&notice, NoticeEvent::LetterTracked { number: "RR 12".into() }, day(26));
    // Ten business days: Independence Day is a Saturday, and the bank is open on the Friday before it.
    assert_eq!(asks(&notice), [(date(2026, 7, 10), LetterTask::Trace)]);
    assert_eq!(no(&notice, signed(day(25)), day(30)), NoticeRefusal::EvidenceTooOld { on: day(25), left: day(26) });
    let notice = step(&notice, signed(day(29)), day(30));
    assert_eq!(asks(&notice), []);
    assert_eq!(notice.letter_on(&NoticePolicy::default(), BANK), None);
    let letter = notice.beside().unwrap();
    assert_eq!((letter.delivered_on, letter.tracking.as_deref()), (Some(day(29)), Some("RR 12")));
}

#[test]
fn lc_45_gl_52_the_earlier_day_and_the_higher_level_count() {
    let notice = step(&settled(), NoticeEvent::LetterLeft, day(26));
    let notice = step(&notice, signed(day(29)), day(30));
    assert_eq!((notice.received_on(), notice.best()), (Some(day(26)), Some(Evidence::Replied)), "mail first");
    let slow = step(&given(), NoticeEvent::LetterLeft, day(25));
    let slow = step(&slow, signed(day(25)), day(26));
    let slow = step(&slow, found(Leg::Notice, Evidence::Opened, day(30)), day(30));
    assert_eq!((slow.received_on(), slow.best()), (Some(day(25)), Some(Evidence::Replied)), "letter first");
    // The mail comes back after all: the letter was signed for, but its silence says nothing any more.
    let back = step(&notice, back(Leg::Notice), day(30));
    assert_eq!((back.state(), back.received_on()), (NoticeState::NoaDelivered, Some(day(29))));
    assert_eq!(back.best(), Some(Evidence::Replied));
}

#[test]
fn lc_43_a_letter_that_was_signed_for_is_receipt_though_the_mail_came_back() {
    let notice = step(&given(), NoticeEvent::LetterLeft, day(25));
    let notice = step(&notice, back(Leg::Notice), day(26));
    assert_eq!(notice.state(), NoticeState::Bounced);
    let notice = step(&notice, signed(day(29)), day(29));
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::NoaDelivered, Some(day(29))));
    let dues = notice.dues(&NoticePolicy::default(), BANK);
    assert!(dues.iter().all(|(_, due)| !matches!(due, Due::Send(_) | Due::Letter(_))), "{dues:?}");
}

#[test]
fn lc_48_a_letter_that_came_back_holds_until_it_goes_to_a_verified_address() {
    let policy = NoticePolicy::default();
    let notice = step(&settled(), NoticeEvent::LetterLeft, day(26));
    let small = crate::money::Money::new(100, crate::money::Currency::USD);
    assert!(notice.standing().meets(&policy, small).is_ok());
    let back = step(&notice, returned(), day(29));
    assert_eq!((back.state(), back.received_on(), back.best()), (NoticeState::Bounced, None, Some(Evidence::Sent)));
    assert!(back.standing().meets(&policy, small).is_err(), "G5");
    assert_eq!(back.dues(&policy, BANK), [(day(30), Due::Letter(LetterTask::Send))], "no silence, no reminder");
    assert_eq!(back.letter_on(&policy, BANK), Some(day(29)), "somebody looks at once");
    let again = |verified_on| NoticeEvent::LetterQueued { message: None, verified_on };
    let refusal = NoticeRefusal::NotReverified { leg: Leg::Notice, since: day(29) };
    assert_eq!(no(&back, again(None), day(30)), refusal);
    assert_eq!(no(&back, again(Some(day(26))), day(30)), refusal);
    assert_eq!(no(&back, NoticeEvent::Settled { leg: Leg::Notice }, day(30)), refusal);
    let sent = step(&back, again(Some(day(30))), day(30));
    assert_eq!(no(&sent, again(Some(day(30))), day(30)), NoticeRefusal::AlreadyQueued(Leg::Notice));
    // The mail has not come back in all that time.
    let sent = step(&sent, NoticeEvent::Settled { leg: Leg::Notice }, day(30));
    assert_eq!(sent.received_on(), Some(day(26)));
    let sent = step(&sent, NoticeEvent::LetterLeft, day(30));
    let outcome = sent.apply(returned(), &policy, BANK, date(2026, 7, 2)).unwrap();
    assert!(outcome.steps.contains(&Step::AskClient), "LC-48: twice");
}

#[test]
fn lc_48_what_the_debtor_opened_was_received_though_the_letter_came_back() {
    let notice = step(&settled(), NoticeEvent::LetterLeft, day(26));
    let notice = step(&notice, found(Leg::Notice, Evidence::Opened, day(28)), day(28));
    let notice = step(&notice, returned(), day(29));
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::NoaDelivered, Some(day(28))));
    assert_eq!(asks(&notice), [(day(30), LetterTask::Send)], "the address is still to be looked at");
}

#[test]
fn lc_41_nobody_is_asked_to_acknowledge_while_the_letter_lies_here_or_is_back() {
    let policy = NoticePolicy::default();
    let late = date(2026, 7, 7);
    let lies = settled();
    assert_eq!(no(&lies, NoticeEvent::Reminded, late), NoticeRefusal::LetterNotPosted(day(25)));
    assert!(!lies.dues(&policy, BANK).iter().any(|(_, due)| *due == Due::Remind));
    let posted = step(&lies, NoticeEvent::LetterLeft, day(26));
    assert!(posted.dues(&policy, BANK).iter().any(|(_, due)| *due == Due::Remind));
    assert_eq!(step(&posted, NoticeEvent::Reminded, late).reminded_on, Some(late));
}

#[test]
fn lc_43_a_letter_that_was_taken_back_is_sent_again_and_mail_does_not_send_a_second() {
    let taken = step(&given(), NoticeEvent::LetterTakenBack, day(26));
    assert_eq!(asks(&taken), [(day(25), LetterTask::Send)]);
    let again = step(&taken, NoticeEvent::LetterQueued { message: None, verified_on: None }, day(26));
    assert!(again.beside().unwrap().waits);
    let back = step(&again, back(Leg::Notice), day(26));
    let NoticeEvent::Queued { leg, deliverer, channel, open_invoices, .. } = queued(Leg::Notice) else {
        panic!("it is queued")
    };
    let verified_on = Some(day(29));
    let resent =
        NoticeEvent::Queued { leg, deliverer, channel, message: None, beside: None, verified_on, open_invoices };
    let resent = step(&back, resent, day(29));
    assert_eq!(resent.beside(), again.beside(), "the letter is still the letter of this notice");
    assert_eq!(no(&delivered(), NoticeEvent::LetterLeft, day(29)), NoticeRefusal::NoLetter);
}
