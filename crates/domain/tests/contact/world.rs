//! A debtor with clients, invoices and one accounts payable mailbox.

use domain::calendar::Calendar;
use domain::contact::{
    Channel, Contact, ContactSource, ContactState, Direction, Item, MessageState, PairFacts, Past, Preference, Profile,
    Purpose, Relation, Role, Situation, Validation,
};
use domain::id::{ClientId, ContactId, DebtorId, InvoiceId, MessageId};
use domain::letter::Language;
use domain::money::{Currency, Money};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub const DEBTOR: DebtorId = DebtorId(Uuid::from_u128(1));

pub fn client(number: u128) -> ClientId {
    ClientId(Uuid::from_u128(100 + number))
}

pub fn invoice(number: u128) -> InvoiceId {
    InvoiceId(Uuid::from_u128(1000 + number))
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn contact(number: u128, role: Role, zone: &str) -> Contact {
    Contact {
        id: ContactId(Uuid::from_u128(10 + number)),
        debtor: Some(DEBTOR),
        client: None,
        role,
        mailbox: true,
        obligor: false,
        name: format!("{role} {number}"),
        email: Some(format!("mailbox{number}@debtor.example")),
        phone: Some("+1 212 555 0100".into()),
        channel: Channel::Email,
        language: Language::English,
        zone: zone.into(),
        source: ContactSource::Debtor,
        added_on: day("2026-01-02"),
        added_at: 0,
        added_by: "somebody".into(),
        verified: None,
        opted_out: BTreeMap::new(),
        state: ContactState::Good,
        bounces: 0,
        findings: Vec::new(),
        erased_on: None,
    }
}

/// A debtor of `clients` clients of standard servicing; nothing is open yet.
pub fn debtor(zone: &str, clients: u128) -> Situation {
    let zone_itself = TimeZone::get(zone).unwrap();
    let facts = PairFacts {
        profile: Profile::Standard,
        relation: Relation::default(),
        introduced: true,
        covered: false,
        validation: Validation::Missing,
    };
    Situation {
        debtor: DEBTOR,
        barred: None,
        preference: Preference { zone: zone.into(), calendar: Calendar::UnitedStates, ..Preference::default() },
        zone: zone_itself.clone(),
        contacts: vec![contact(0, Role::AccountsPayable, zone)],
        zones: BTreeMap::from([(zone.to_owned(), zone_itself)]),
        items: Vec::new(),
        pairs: (0..clients).map(|number| (client(number), facts.clone())).collect(),
        answered_until: BTreeMap::new(),
        answered_at: BTreeMap::new(),
        words_settled_at: None,
        disputed: BTreeSet::new(),
        past: Vec::new(),
    }
}

pub fn item(number: u128, of: u128, due: Date) -> Item {
    let open = Money::new(100_000, Currency::USD);
    Item { invoice: invoice(number), client: client(of), due, open, recourse_on: None }
}

pub fn mail(number: u128, purpose: Purpose, sent: Timestamp, invoices: &[InvoiceId]) -> Past {
    let channel = match purpose {
        Purpose::Call => Channel::Phone,
        Purpose::PastDue => Channel::Letter,
        _ => Channel::Email,
    };
    Past {
        message: MessageId(Uuid::from_u128(5000 + number)),
        direction: Direction::Out,
        purpose,
        channel,
        state: MessageState::Sent,
        at: sent,
        to_client: purpose.is_to_client().then(|| client(0)),
        invoices: invoices.to_vec(),
    }
}
