//! Whatever happens in whatever order.

use super::*;
use proptest::prelude::*;

/// An event out of the whole alphabet, and how many days pass before it.
fn any_event() -> impl Strategy<Value = (u8, u8, u8, u8)> {
    (0..26_u8, 0..3_u8, 0..5_u8, 0..4_u8)
}

fn event(kind: u8, leg: u8, level: u8, today: Date) -> NoticeEvent {
    let leg = Leg::ALL[usize::from(leg)];
    let evidence = Evidence::of_level(i64::from(level)).unwrap();
    let words = "words".to_owned();
    match kind {
        0 | 1 => heads_up(today),
        2..=5 => NoticeEvent::Queued {
            leg,
            deliverer: Deliverer::Factor,
            channel: if level == 0 { Channel::Letter } else { Channel::Email },
            message: None,
            // LC-43: in some streams a letter goes beside the mail.
            beside: (leg == Leg::Notice && level > 1).then(|| MessageId(Uuid::from_u128(7))),
            verified_on: (level > 2).then_some(today),
            open_invoices: usize::from(level == 1),
        },
        6..=8 => NoticeEvent::Left { leg },
        9 | 10 => NoticeEvent::Settled { leg },
        11 => found(leg, evidence, today),
        12 => back(leg),
        13 => NoticeEvent::TakenBack { leg },
        14 => NoticeEvent::Reminded,
        15 => NoticeEvent::ProofAsked { words, by_debtor: true },
        16 => NoticeEvent::ProofGiven { words },
        17 => NoticeEvent::Doubted { words, by_debtor: level > 1 },
        18 => NoticeEvent::LetterQueued { message: None, verified_on: (level > 2).then_some(today) },
        19 => NoticeEvent::LetterTakenBack,
        20 | 21 => NoticeEvent::LetterLeft,
        22 => NoticeEvent::LetterTracked { number: words },
        23 => NoticeEvent::LetterReceived { on: today, how: words },
        24 => NoticeEvent::LetterCameBack { permanent: true, reason: words },
        _ => NoticeEvent::DoubtSettled { words },
    }
}

proptest! {
    #[test]
    fn lc_40_lc_41_no_order_of_events_breaks_the_order_of_letters(events in prop::collection::vec(any_event(), 1..120)) {
        let policy = NoticePolicy::default();
        let mut today = date(2026, 6, 1);
        let mut notice = draft();
        // Half of the streams begin where the notice may be given soon.
        if events.len() % 2 == 0 {
            for (event, on) in [
                (heads_up(date(2026, 5, 26)), date(2026, 5, 26)),
                (queued(Leg::Introduction), date(2026, 5, 27)),
                (NoticeEvent::Left { leg: Leg::Introduction }, date(2026, 5, 27)),
                (NoticeEvent::Settled { leg: Leg::Introduction }, date(2026, 5, 28)),
            ] {
                notice = step(&notice, event, on);
            }
        }
        let mut reminders = 0;
        for (kind, leg, level, wait) in events {
            for _ in 0..wait {
                today = today.tomorrow().unwrap();
            }
            let event = event(kind, leg, level, today);
            let before = notice.clone();
            let Ok(outcome) = notice.apply(event.clone(), &policy, BANK, today) else { continue };
            prop_assert_eq!(outcome.steps.is_empty(), outcome.notice == before);
            notice = outcome.notice;
            // LC-40: no introduction before the heads-up, and not on its day.
            if let Some(way) = &notice.introduction {
                let told = notice.heads_up.as_ref().map(|told| told.on);
                prop_assert!(told.is_some_and(|told| BANK.shift(told, 1) <= way.queued_on));
            }
            // LC-41: when the notice is handed over, the introduction has arrived two business days before.
            if let NoticeEvent::Queued { leg: Leg::Notice, .. } = event {
                let arrived = notice.introduction.as_ref().and_then(|way| way.delivered_on);
                prop_assert!(arrived.is_some_and(|arrived| BANK.shift(arrived, 2) <= today));
            }
            if event == NoticeEvent::Reminded {
                reminders += 1;
                // LC-43: nobody is asked to acknowledge while the letter lies here, or is back.
                prop_assert!(before.beside().is_none_or(|letter| letter.left_on.is_some() || letter.delivered_on.is_some()));
            }
            // GL-52: the day of receipt is the first that any evidence of mail or letter speaks for.
            let first = notice.evidence.iter().filter(|one| one.level.level() >= 1).map(|one| one.on).min();
            prop_assert_eq!(notice.received_on(), first);
            if let Some(letter) = notice.beside() {
                // LC-45: a signature on the letter is level 3, and not before the letter left.
                if let Some(on) = letter.delivered_on {
                    prop_assert!(notice.best() >= Some(Evidence::Replied));
                    prop_assert!(notice.received_on() <= Some(on));
                    prop_assert!(letter.left_on.is_some_and(|left| left <= on));
                }
                // LC-48: a letter that is back leaves nothing standing that nobody has opened, answered or signed.
                if letter.is_back() && notice.best() < Some(Evidence::Opened) {
                    prop_assert_eq!(notice.received_on(), None);
                }
                // It is never forgotten: it is on its way to somebody's desk, or its receipt is proven.
                let proven = notice.best() >= Some(Evidence::Replied) || notice.release.is_some();
                prop_assert!(proven || !notice.letter_dues(&policy, BANK).is_empty());
            }
            // LC-45: delivered means evidence of level 1, and a day of receipt.
            let standing = notice.standing();
            if matches!(standing.state, NoticeState::NoaDelivered | NoticeState::Acknowledged) {
                prop_assert!(standing.evidence.is_some_and(|one| one.level() >= 1));
                prop_assert!(standing.received_on.is_some());
            }
            // G5: what was not received never meets a purchase.
            if standing.received_on.is_none() {
                let some = crate::money::Money::new(1, crate::money::Currency::USD);
                prop_assert!(standing.meets(&policy, some).is_err());
            }
            let text = serde_json::to_string(&notice).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Notice>(&text).unwrap(), &notice);
        }
        prop_assert!(reminders <= 1);
    }
}
