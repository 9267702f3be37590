use super::*;

#[test]
fn lc_41_the_order_takes_its_time_and_counts_business_days() {
    let day = |d| date(2026, 6, d);
    let notice = draft();
    assert_eq!(no(&notice, queued(Leg::Introduction), day(15)), NoticeRefusal::NoHeadsUp);
    assert_eq!(no(&notice, queued(Leg::Notice), day(15)), NoticeRefusal::NoHeadsUp);
    assert_eq!(no(&notice, heads_up(day(16)), day(15)), NoticeRefusal::DayAhead(day(16)));
    // Told on Thursday; Friday is Juneteenth; so Monday.
    let notice = step(&notice, heads_up(day(18)), day(18));
    assert_eq!(notice.state(), NoticeState::HeadsUpSent);
    assert_eq!(no(&notice, heads_up(day(18)), day(18)), NoticeRefusal::HeadsUpGiven(day(18)));
    let early = NoticeRefusal::TooEarly { leg: Leg::Introduction, from: day(22) };
    assert_eq!(no(&notice, queued(Leg::Introduction), day(19)), early);
    assert_eq!(no(&notice, queued(Leg::Introduction), day(21)), early);
    let notice = step(&notice, queued(Leg::Introduction), day(22));
    assert_eq!(notice.state(), NoticeState::HeadsUpSent, "it waits in the outbox");
    assert_eq!(no(&notice, queued(Leg::Introduction), day(22)), NoticeRefusal::AlreadyQueued(Leg::Introduction));
    let notice = step(&notice, NoticeEvent::Left { leg: Leg::Introduction }, day(22));
    assert_eq!(notice.state(), NoticeState::LoiSent);
    assert_eq!(no(&notice, queued(Leg::Notice), day(24)), NoticeRefusal::NotIntroduced);
    let settled = NoticeEvent::Settled { leg: Leg::Introduction };
    let early = NoticeRefusal::TooEarly { leg: Leg::Introduction, from: day(23) };
    assert_eq!(no(&notice, settled.clone(), day(22)), early);
    let notice = step(&notice, settled, day(23));
    assert_eq!(notice.state(), NoticeState::LoiDelivered);
    let early = NoticeRefusal::TooEarly { leg: Leg::Notice, from: day(25) };
    assert_eq!(no(&notice, queued(Leg::Notice), day(24)), early);
    let notice = step(&notice, queued(Leg::Notice), day(25));
    let notice = step(&notice, NoticeEvent::Left { leg: Leg::Notice }, day(25));
    assert_eq!((notice.state(), notice.best()), (NoticeState::NoaSent, Some(Evidence::Sent)));
    let notice = step(&notice, NoticeEvent::Settled { leg: Leg::Notice }, day(26));
    assert_eq!((notice.state(), notice.best()), (NoticeState::NoaDelivered, Some(Evidence::NoBounce)));
    assert_eq!(notice.received_on(), Some(day(26)));
    let signed = found(Leg::Notice, Evidence::Signed, day(29));
    let notice = step(&notice, signed, day(29));
    assert_eq!((notice.state(), notice.best()), (NoticeState::Acknowledged, Some(Evidence::Signed)));
    // GL-52: the first day of receipt stays.
    assert_eq!(notice.received_on(), Some(day(26)));
}

#[test]
fn lc_41_one_reminder_after_five_business_days_and_silence_is_enough() {
    let policy = NoticePolicy::default();
    let notice = delivered();
    // Friday 26 June + 5 business days: 29, 30, 1, 2; 3 July is a business day because the 4th is a Saturday.
    let due = date(2026, 7, 3);
    assert_eq!(notice.dues(&policy, BANK), [(due, Due::Remind)]);
    assert_eq!(
        no(&notice, NoticeEvent::Reminded, date(2026, 7, 2)),
        NoticeRefusal::TooEarly { leg: Leg::Notice, from: due }
    );
    let notice = step(&notice, NoticeEvent::Reminded, due);
    assert_eq!(no(&notice, NoticeEvent::Reminded, date(2026, 8, 3)), NoticeRefusal::Reminded(due));
    assert_eq!(notice.next_on(&policy, BANK), None, "the clock wants nothing more");
    assert_eq!(notice.state(), NoticeState::NoaDelivered);
}

#[test]
fn lc_45_a_late_bounce_takes_back_what_only_silence_had_proved() {
    let day = date(2026, 6, 29);
    let silent = step(&delivered(), back(Leg::Notice), day);
    assert_eq!((silent.state(), silent.best()), (NoticeState::Bounced, Some(Evidence::Sent)));
    assert_eq!(silent.received_on(), None);
    let opened = step(&delivered(), found(Leg::Notice, Evidence::Opened, day), day);
    let opened = step(&opened, back(Leg::Notice), day);
    assert_eq!((opened.state(), opened.best()), (NoticeState::NoaDelivered, Some(Evidence::Opened)));
}

#[test]
fn lc_45_evidence_is_of_a_day_after_the_letter_left() {
    let early = found(Leg::Notice, Evidence::Replied, date(2026, 6, 24));
    let refusal = NoticeRefusal::EvidenceTooOld { on: date(2026, 6, 24), left: date(2026, 6, 25) };
    assert_eq!(no(&delivered(), early, date(2026, 6, 29)), refusal);
    assert_eq!(
        no(&draft(), found(Leg::Notice, Evidence::Replied, date(2026, 6, 15)), date(2026, 6, 15)),
        NoticeRefusal::NotSent(Leg::Notice)
    );
}

#[test]
fn lc_48_sent_again_to_a_verified_address_and_the_client_is_asked_after_the_second_time() {
    let policy = NoticePolicy::default();
    let day = |d| date(2026, 6, d);
    let mut notice = step(&draft(), heads_up(day(15)), day(15));
    notice = step(&notice, queued(Leg::Introduction), day(16));
    notice = step(&notice, NoticeEvent::Left { leg: Leg::Introduction }, day(16));
    notice = step(&notice, back(Leg::Introduction), day(17));
    assert_eq!(notice.state(), NoticeState::Bounced);
    assert!(!notice.wants_better_address(&policy));
    assert_eq!(notice.dues(&policy, BANK), [(day(18), Due::Send(Leg::Introduction))]);
    let again = |on| NoticeEvent::Queued {
        leg: Leg::Introduction,
        deliverer: Deliverer::Factor,
        channel: Channel::Email,
        message: None,
        beside: None,
        verified_on: on,
        open_invoices: 0,
    };
    let refusal = NoticeRefusal::NotReverified { leg: Leg::Introduction, since: day(17) };
    assert_eq!(no(&notice, again(None), day(18)), refusal);
    assert_eq!(no(&notice, again(Some(day(16))), day(18)), refusal);
    notice = step(&notice, again(Some(day(18))), day(18));
    notice = step(&notice, NoticeEvent::Left { leg: Leg::Introduction }, day(18));
    assert_eq!(notice.state(), NoticeState::ReSent);
    let outcome = notice.apply(back(Leg::Introduction), &policy, BANK, day(22)).unwrap();
    assert!(outcome.steps.contains(&Step::AskClient));
    assert!(outcome.notice.wants_better_address(&policy));
    // The same news a second time changes nothing.
    assert_eq!(outcome.notice.apply(back(Leg::Introduction), &policy, BANK, day(22)).unwrap().steps, []);
}

#[test]
fn gl_53_proof_has_two_business_days_and_its_question_proves_receipt() {
    let asked_on = date(2026, 7, 2);
    let asked = NoticeEvent::ProofAsked { words: "Please show us the assignment".into(), by_debtor: true };
    let notice = step(&delivered(), asked.clone(), asked_on);
    assert_eq!(notice.state(), NoticeState::ProofRequested);
    assert_eq!(notice.best(), Some(Evidence::Replied));
    assert!(notice.standing().proof_open);
    // Thursday, then Friday, then Monday.
    assert_eq!(notice.open_proof().unwrap().due_on, date(2026, 7, 6));
    assert!(!notice.proof_overdue(date(2026, 7, 6)));
    assert!(notice.proof_overdue(date(2026, 7, 7)));
    let twice = step(&notice, asked, date(2026, 7, 3));
    assert_eq!(twice, notice, "one clock, not two");
    let given = NoticeEvent::ProofGiven { words: "assignment page".into() };
    let outcome = notice.apply(given.clone(), &NoticePolicy::default(), BANK, date(2026, 7, 6)).unwrap();
    assert!(outcome.steps.contains(&Step::MayPass));
    assert_eq!(outcome.notice.state(), NoticeState::ProofFurnished);
    assert_eq!(no(&outcome.notice, given, date(2026, 7, 6)), NoticeRefusal::NoProofAsked);
}

#[test]
fn gl_53_who_only_holds_the_letter_proves_no_receipt_and_proof_that_came_back_is_open_again() {
    let day = date(2026, 7, 2);
    let before = delivered();
    let asked = NoticeEvent::ProofAsked { words: String::new(), by_debtor: false };
    let notice = step(&before, asked, day);
    assert!(notice.standing().proof_open, "G17 holds all the same");
    assert_eq!(notice.best(), before.best());
    let given = step(&notice, NoticeEvent::ProofGiven { words: "assignment page".into() }, day);
    assert!(!given.standing().proof_open);
    let back = step(&given, NoticeEvent::ProofCameBack, day);
    assert_eq!((back.state(), back.standing().proof_open), (NoticeState::ProofRequested, true));
}

#[test]
fn gl_53_a_doubt_holds_until_it_is_settled() {
    let day = date(2026, 6, 29);
    assert!(matches!(
        no(&delivered(), NoticeEvent::Doubted { words: " ".into(), by_debtor: true }, day),
        NoticeRefusal::NoWords(_)
    ));
    let notice = step(&delivered(), NoticeEvent::Doubted { words: "Is this you?".into(), by_debtor: true }, day);
    assert_eq!(notice.state(), NoticeState::DisputedNotice);
    assert!(notice.standing().proof_open);
    let notice = step(&notice, NoticeEvent::DoubtSettled { words: "Called back by phone".into() }, day);
    assert_eq!(notice.state(), NoticeState::NoaDelivered);
    assert!(!notice.standing().proof_open);
}

#[test]
fn lc_46_a_new_version_keeps_what_the_debtor_knows() {
    let day = date(2026, 8, 3);
    let first = delivered();
    let next = first.successor(NoticeId(Uuid::from_u128(9)), day);
    let first = step(&first, NoticeEvent::Superseded { by: next.id }, day);
    assert_eq!(first.state(), NoticeState::Superseded);
    assert_eq!(no(&first, NoticeEvent::Reminded, day), NoticeRefusal::Superseded);
    assert_eq!((next.version, next.received_on()), (2, Some(date(2026, 6, 26))));
    assert_eq!(next.standing().evidence, Some(Evidence::NoBounce));
    let next = step(&next, queued(Leg::Notice), day);
    let next = step(&next, NoticeEvent::Left { leg: Leg::Notice }, day);
    assert_eq!(next.state(), NoticeState::NoaSent);
    // GL-52: an account that changed does not undo the notice of the assignment.
    assert_eq!(next.received_on(), Some(date(2026, 6, 26)));
}

#[test]
fn lc_47_no_release_while_an_invoice_is_open_and_gl_58_its_ten_days() {
    let day = date(2026, 9, 1);
    assert_eq!(no(&draft(), NoticeEvent::ReleaseDemanded, day), NoticeRefusal::NeverNotified);
    let notice = step(&delivered(), NoticeEvent::ReleaseDemanded, day);
    assert_eq!(notice.demand.as_ref().unwrap().due_on, date(2026, 9, 11));
    let release = |open_invoices| NoticeEvent::Queued {
        leg: Leg::Release,
        deliverer: Deliverer::Factor,
        channel: Channel::Email,
        message: None,
        beside: None,
        verified_on: None,
        open_invoices,
    };
    assert_eq!(no(&notice, release(2), day), NoticeRefusal::InvoicesOpen(2));
    let notice = step(&notice, release(0), day);
    assert_eq!(notice.state(), NoticeState::NoaDelivered, "the letter waits to leave");
    let notice = step(&notice, NoticeEvent::Left { leg: Leg::Release }, day);
    assert_eq!(notice.state(), NoticeState::ReleaseSent);
    let notice = step(&notice, NoticeEvent::Settled { leg: Leg::Release }, date(2026, 9, 2));
    assert_eq!(notice.state(), NoticeState::Released);
}

#[test]
fn gl_44_held_until_a_trigger_springs_it_and_then_at_once() {
    let day = date(2026, 6, 15);
    let held = Notice { held: true, ..draft() };
    assert_eq!(held.next_on(&NoticePolicy::default(), BANK), None);
    for event in [heads_up(day), queued(Leg::Introduction), queued(Leg::Notice), NoticeEvent::ReleaseDemanded] {
        assert_eq!(no(&held, event, day), NoticeRefusal::Held);
    }
    let spring = |trigger| NoticeEvent::Sprung { trigger, words: "It was agreed so".into() };
    let found = |since| NoticeEvent::OverAdvance { since };
    assert_eq!(
        no(&held, spring(Trigger::OverAdvance), day),
        NoticeRefusal::OverAdvanceTooYoung { lasts: 0, limit: 10 },
        "nothing was found"
    );
    let over = step(&held, found(Some(date(2026, 6, 5))), date(2026, 6, 5));
    let over = step(&over, found(Some(date(2026, 6, 9))), date(2026, 6, 9));
    assert_eq!(over.dues(&NoticePolicy::default(), BANK), [(date(2026, 6, 16), Due::Spring)], "the first day counts");
    assert_eq!(
        no(&over, spring(Trigger::OverAdvance), day),
        NoticeRefusal::OverAdvanceTooYoung { lasts: 10, limit: 10 }
    );
    let healed = step(&over, found(None), day);
    assert_eq!(healed.dues(&NoticePolicy::default(), BANK), []);
    assert_eq!(no(&draft(), spring(Trigger::Default), day), NoticeRefusal::NotHeld);
    let day = date(2026, 6, 16);
    let sprung = step(&over, spring(Trigger::OverAdvance), day);
    assert_eq!(sprung.dues(&NoticePolicy::default(), BANK), [(day, Due::Send(Leg::Notice))]);
    let sprung = step(&sprung, queued(Leg::Notice), day);
    assert_eq!(sprung.state(), NoticeState::Drafted, "it waits to leave");
}

#[test]
fn gl_52_a_notice_given_before_is_recorded_once() {
    let (received_on, day) = (date(2024, 3, 1), date(2026, 6, 15));
    let existing = |evidence| NoticeEvent::Existing { received_on, evidence, how: "signed copy in the file".into() };
    assert_eq!(no(&draft(), existing(Evidence::Sent), day), NoticeRefusal::EvidenceTooWeak);
    let notice = step(&draft(), existing(Evidence::Signed), day);
    assert_eq!((notice.state(), notice.received_on()), (NoticeState::Acknowledged, Some(received_on)));
    assert_eq!(notice.next_on(&NoticePolicy::default(), BANK), None, "it reminds of nothing");
    assert_eq!(no(&notice, existing(Evidence::Signed), day), NoticeRefusal::AlreadyUnderWay);
}
