//! The chain of events: any change of anything that is under it changes its link; erasing does not (CO-33).

use crate::{Numbers, numbers};
use domain::event::{Chain, Content, Link, Salt, digest};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::ledger::{Account, Booking, Journal, JournalKey, Line};
use domain::money::Currency;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use uuid::Uuid;

/// An event as it is recorded: its texts, its salt and its journals.
#[derive(Clone, PartialEq)]
struct Event {
    before: Link,
    sequence: i64,
    recorded_at: i64,
    on: Date,
    kind: String,
    actor: String,
    body: String,
    salt: Salt,
    journals: Vec<(Journal, String)>,
}

impl Event {
    fn digest(&self) -> Link {
        digest(&self.salt, &self.actor, &self.body)
    }

    fn link_over(&self, digest: Link) -> Link {
        let Self { sequence, recorded_at, on, .. } = *self;
        let content = Content { sequence, kind: &self.kind, business_date: on, recorded_at, digest };
        let mut chain = Chain::start(&self.before, &content);
        for (journal, proofs) in &self.journals {
            chain.journal(journal, proofs);
        }
        chain.finish()
    }

    fn link(&self) -> Link {
        self.link_over(self.digest())
    }
}

fn day(given: &mut Numbers) -> Date {
    date(2026, 1, 1).saturating_add(given.below(4_000).days())
}

fn text(given: &mut Numbers) -> String {
    given.one_of(&["", "a", "ab", "b", "{}", "[1]", "\u{e9}", "AR", "a\u{0}"]).repeat(given.small(3) as usize)
}

fn id(given: &mut Numbers) -> Option<Uuid> {
    // Nil stands for none in the chain and is never drawn: the ids carry their time.
    (given.below(2) == 0).then(|| Uuid::from_u128(1 + given.next().unsigned_abs() as u128))
}

fn journal(given: &mut Numbers) -> Journal {
    let lines = (0..given.below(4)).map(|_| {
        let account = given.one_of(&[Account::ReserveHeld, Account::ReserveAvailable, Account::DueFromClients]);
        Line { account, amount: given.next() }
    });
    Journal {
        lines: lines.collect(),
        booking: given.one_of(Booking::ALL),
        client: id(given).map(ClientId),
        debtor: id(given).map(DebtorId),
        invoice: id(given).map(InvoiceId),
        schedule: id(given).map(ScheduleId),
        receipt: id(given).map(ReceiptId),
        agreement_version: Some(given.small(5)).filter(|version| *version > 0),
        currency: given.one_of(&[Currency::USD, Currency::EUR]),
        value_date: day(given),
        reverses: (given.below(2) == 0).then(|| JournalKey { event: given.below(90) + 1, number: given.below(9) }),
        proofs: Vec::new(),
    }
}

fn event(given: &mut Numbers) -> Event {
    Event {
        before: [given.small(256) as u8; 32],
        sequence: given.next(),
        recorded_at: given.next(),
        on: day(given),
        kind: text(given),
        actor: text(given),
        body: text(given),
        salt: [given.small(256) as u8; 16],
        journals: (0..given.below(3)).map(|_| (journal(given), text(given))).collect(),
    }
}

/// Changes one thing; what comes out may be what went in.
fn change(event: &mut Event, given: &mut Numbers) {
    let last = event.journals.len().saturating_sub(1);
    match (given.below(22), event.journals.last_mut()) {
        (0, _) => event.before[given.small(32) as usize] ^= 1 << given.small(8),
        (1, _) => event.sequence = given.next(),
        (2, _) => event.recorded_at = given.next(),
        (3, _) => event.on = day(given),
        (4, _) => event.kind = text(given),
        (5, _) => event.actor = text(given),
        (6, _) => event.body = text(given),
        (7, _) => event.salt[given.small(16) as usize] ^= 1 << given.small(8),
        // A letter from the end of one text to the start of the next.
        (8, _) => event.body.extend(event.actor.pop()),
        (9, Some(_)) => event.journals.swap(0, last),
        (10, Some(_)) => drop(event.journals.pop()),
        (11, Some((journal, _))) => journal.client = id(given).map(ClientId),
        (12, Some((journal, _))) => journal.debtor = id(given).map(DebtorId),
        (13, Some((journal, _))) => (journal.invoice, journal.schedule) = (journal.invoice, id(given).map(ScheduleId)),
        (14, Some((journal, _))) => journal.receipt = id(given).map(ReceiptId),
        (15, Some((journal, _))) => journal.value_date = day(given),
        (16, Some((journal, _))) => journal.reverses = None,
        (17, Some((journal, _))) => journal.agreement_version = Some(given.small(5)).filter(|version| *version > 0),
        (18, Some((journal, _))) => drop(journal.lines.pop()),
        (19, Some((journal, _))) => journal.lines.iter_mut().for_each(|line| line.amount ^= 1 << given.small(63)),
        (20, Some((_, proofs))) => *proofs = text(given),
        (21, Some((journal, _))) => journal.booking = given.one_of(Booking::ALL),
        _ => event.journals.push((journal(given), text(given))),
    }
}

#[test]
fn one_change_changes_the_link() {
    fuzz::run("chain", numbers(90), |input| {
        let mut given = Numbers::of(input);
        let event = event(&mut given);
        let link = event.link();
        assert_eq!(event.link(), link);
        let mut changed = event.clone();
        change(&mut changed, &mut given);
        assert_eq!(changed == event, changed.link() == link, "what is changed has another link, and only that");
        // CO-33: the texts go, the salt goes, the digest stays.
        let kept = event.digest();
        let erased = Event { actor: "erased".into(), body: "{}".into(), salt: [0; 16], ..event };
        assert_eq!(erased.link_over(kept), link);
    });
}
