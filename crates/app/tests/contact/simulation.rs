//! CO-11 through the use cases, on a real book: whatever happens, what has left keeps the rules.

use crate::house::House;
use app::answer::{GivenAnswer, Giver, give};
use app::contact::{pause, resume};
use domain::contact::{Channel, Purpose, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::InvoiceId;
use jiff::civil::{Date, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Happens {
    Days(u8),
    Hours(i64),
    Sold(usize, i64),
    Promised(usize, i64),
    Disputed(usize),
    Paid(usize),
    Paused(usize),
    Resumed(usize),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => (1_u8..9).prop_map(Happens::Days),
        3 => (1_i64..20).prop_map(Happens::Hours),
        4 => (0_usize..2, -3_i64..30).prop_map(|(client, dpd)| Happens::Sold(client, dpd)),
        2 => (any::<usize>(), 0_i64..15).prop_map(|(one, days)| Happens::Promised(one, days)),
        1 => any::<usize>().prop_map(Happens::Disputed),
        1 => any::<usize>().prop_map(Happens::Paid),
        1 => (0_usize..2).prop_map(Happens::Paused),
        1 => (0_usize..2).prop_map(Happens::Resumed),
    ]
}

/// What the world knows of each invoice, kept apart from the book.
#[derive(Default)]
struct Known {
    due: BTreeMap<InvoiceId, (Date, usize)>,
    silent_until: BTreeMap<InvoiceId, Date>,
    disputed: Vec<InvoiceId>,
    paid: Vec<InvoiceId>,
    paused_until: [Option<Date>; 2],
}

fn live(events: &[Happens]) {
    let house = House::new();
    let mut known = Known::default();
    let mut checked = Vec::new();
    let pick = |known: &Known, number: usize| {
        let open: Vec<InvoiceId> = known.due.keys().filter(|id| !known.paid.contains(id)).copied().collect();
        (!open.is_empty()).then(|| open[number % open.len()])
    };
    for event in events {
        let today = house.app.today();
        match event {
            Happens::Days(days) => {
                for _ in 0..*days {
                    house.later(24);
                    day(&house, &known, &mut checked);
                }
            }
            Happens::Hours(hours) => {
                house.later(*hours);
                day(&house, &known, &mut checked);
            }
            Happens::Sold(client, dpd) => {
                let id = house.invoice(known.due.len() as u64, *client, *dpd, 30_000);
                known.due.insert(id, (today.saturating_sub(dpd.days()), *client));
            }
            Happens::Promised(one, days) => {
                if let Some(id) = pick(&known, *one) {
                    let on = today.saturating_add(days.days());
                    if answered(&house, id, Said::WillPay { on, amount: None }) {
                        known.silent_until.insert(id, on);
                    }
                }
            }
            Happens::Disputed(one) => {
                if let Some(id) = pick(&known, *one) {
                    let words = "Not what was ordered".to_owned();
                    if answered(&house, id, Said::Disputed { reason: DisputeReason::ALL[0], amount: None, words }) {
                        known.disputed.push(id);
                    }
                }
            }
            Happens::Paid(one) => {
                if let Some(id) = pick(&known, *one) {
                    house.sql(&format!("UPDATE invoice SET open_minor = 0 WHERE hex(invoice_id) = '{}'", hex(id)));
                    known.paid.push(id);
                }
            }
            Happens::Paused(client) => {
                let (id, debtor) = (house.clients[*client], house.debtor);
                // Refused where it follows too soon on the last.
                if let Ok(paused) = house.run(move |task| pause(task, id, debtor, 5, "they asked")) {
                    known.paused_until[*client] = Some(paused.until);
                }
            }
            Happens::Resumed(client) => {
                let (id, debtor) = (house.clients[*client], house.debtor);
                house.run(move |task| resume(task, id, debtor)).unwrap();
                known.paused_until[*client] = None;
            }
        }
    }
}

fn hex(id: InvoiceId) -> String {
    id.bytes().iter().map(|byte| format!("{byte:02X}")).collect()
}

fn answered(house: &House, invoice: InvoiceId, said: Said) -> bool {
    let giver = Giver { debtor: house.debtor, client: None, by: Speaker::new(Side::Debtor, "Pat"), contact: None };
    house.run(move |task| give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)).is_ok()
}

/// The engine and the outbox once, then every message that has left is checked.
fn day(house: &House, known: &Known, checked: &mut Vec<(Timestamp, Channel)>) {
    house.engine();
    house.outbox();
    let zone = TimeZone::get("America/New_York").unwrap();
    let now = house.app.now();
    let mut mails = Vec::new();
    for message in house.to_debtor() {
        let Some(sent) = message.sent_at else { continue };
        let at = Timestamp::from_microsecond(sent).unwrap();
        if !message.purpose.is_exempt() {
            mails.push((at, message.channel));
        }
        if now.duration_since(at) > SignedDuration::from_secs(5) || checked.contains(&(at, message.channel)) {
            continue;
        }
        checked.push((at, message.channel));
        let wall = zone.to_datetime(at);
        assert!(!matches!(wall.weekday(), Weekday::Saturday | Weekday::Sunday), "CO-07 {wall}");
        assert!(wall.time() >= time(9, 0, 0, 0) && wall.time() < time(17, 0, 0, 0), "CO-07 {wall}");
        if !message.purpose.is_about_payment() || message.purpose == Purpose::PastDue {
            continue;
        }
        let (_, invoices) = house.app.read(|reads| Ok(store::kept::message::speaks_of(reads, message.id)?)).unwrap();
        for id in invoices {
            let (due, client) = known.due[&id];
            assert!(due.duration_until(wall.date()).as_hours() / 24 > 7, "CO-01");
            assert!(!known.paid.contains(&id), "paid, and asked for");
            assert!(!known.disputed.contains(&id), "LC-08");
            assert!(known.silent_until.get(&id).is_none_or(|until| *until < wall.date()), "CO-08");
            assert!(known.paused_until[client].is_none_or(|until| until < wall.date()), "CO-14");
        }
    }
    mails.sort();
    let email: Vec<Timestamp> =
        mails.iter().filter(|(_, channel)| *channel == Channel::Email).map(|(at, _)| *at).collect();
    for pair in email.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= SignedDuration::from_hours(7 * 24), "CO-05");
    }
    for group in email.windows(4) {
        assert!(group[3].duration_since(group[0]) >= SignedDuration::from_hours(30 * 24), "CO-05");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn co_11_what_has_left_kept_the_rules(events in prop::collection::vec(happens(), 4..30)) {
        live(&events);
    }
}
