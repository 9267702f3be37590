//! The life of a notice, step by step and in every order.

mod beside;
mod life;
mod orders;

use super::*;
use crate::calendar::Calendar;
use crate::contact::Channel;
use crate::id::{ClientId, DebtorId, MessageId, NoticeId};
use jiff::civil::{Date, date};
use uuid::Uuid;

/// Its holiday in these tests: Juneteenth, Friday, 19 June 2026.
const BANK: Calendar = Calendar::UnitedStates;

fn draft() -> Notice {
    let id = Uuid::from_u128;
    Notice::draft(NoticeId(id(1)), ClientId(id(2)), DebtorId(id(3)), 1, false, date(2026, 6, 15))
}

fn heads_up(on: Date) -> NoticeEvent {
    NoticeEvent::HeadsUp(HeadsUp {
        on,
        person: "Pat in accounts payable".into(),
        channel: Channel::Phone,
        ticked_by: "Seller".into(),
    })
}

fn queued(leg: Leg) -> NoticeEvent {
    NoticeEvent::Queued {
        leg,
        deliverer: Deliverer::Factor,
        channel: Channel::Email,
        message: None,
        beside: None,
        verified_on: None,
        open_invoices: 0,
    }
}

fn back(leg: Leg) -> NoticeEvent {
    NoticeEvent::CameBack { leg, permanent: true, reason: "no such mailbox".into() }
}

fn found(leg: Leg, evidence: Evidence, on: Date) -> NoticeEvent {
    NoticeEvent::Found { leg, evidence, on, how: "test".into() }
}

/// Takes the event on that day, which must not be refused.
fn step(notice: &Notice, event: NoticeEvent, today: Date) -> Notice {
    notice.apply(event, &NoticePolicy::default(), BANK, today).unwrap().notice
}

/// Why the event is refused on that day.
fn no(notice: &Notice, event: NoticeEvent, today: Date) -> NoticeRefusal {
    notice.apply(event, &NoticePolicy::default(), BANK, today).unwrap_err()
}

/// A notice that arrived on Friday, 26 June: told on the 15th, introduced on the 16th.
fn delivered() -> Notice {
    let mut notice = step(&draft(), heads_up(date(2026, 6, 15)), date(2026, 6, 15));
    for (event, day) in [
        (queued(Leg::Introduction), date(2026, 6, 16)),
        (NoticeEvent::Left { leg: Leg::Introduction }, date(2026, 6, 16)),
        (NoticeEvent::Settled { leg: Leg::Introduction }, date(2026, 6, 17)),
        (queued(Leg::Notice), date(2026, 6, 25)),
        (NoticeEvent::Left { leg: Leg::Notice }, date(2026, 6, 25)),
        (NoticeEvent::Settled { leg: Leg::Notice }, date(2026, 6, 26)),
    ] {
        notice = step(&notice, event, day);
    }
    notice
}
