//! FR-14, GL-43: what names an account goes only where the client's word is not needed, and an answer from elsewhere
//! proves nothing.

use super::codes;
use super::fixture::{Fixture, account};
use app::Error;
use app::contact::{NewContact, mark_wrong, recipient, save_contact, verify_contact};
use app::message::Fate;
use app::notice::{
    acknowledge, approve_remit_change, change_remit_to, demand_release, doubt_by_holder, release, settle_doubt,
};
use domain::contact::{Channel, Contact, ContactSource, Purpose, Role, Seen};
use domain::letter::Language;
use domain::notice::{Evidence, Leg, NoticeState};
use jiff::civil::{Date, date};
use store::kept;

fn june(day: i8) -> Date {
    date(2026, 6, day)
}

/// The client names a mailbox, and somebody answers there: verified, but not without the client.
fn named_by_client(fixture: &Fixture, email: &str) -> Contact {
    let new = NewContact {
        contact: None,
        debtor: Some("BUYER".into()),
        client: Some("SELLER".into()),
        role: Role::AccountsPayable,
        mailbox: true,
        obligor: false,
        name: "Payables desk".into(),
        email: Some(email.to_owned()),
        phone: None,
        channel: Channel::Email,
        language: Language::English,
        zone: None,
        source: ContactSource::Client,
    };
    fixture
        .task(move |task, _, _| {
            let saved = save_contact(task, &new)?;
            verify_contact(task, saved.id, "answered our mail", false)
        })
        .unwrap()
}

/// Nobody but that mailbox is left to be written to.
fn alone(email: &str) -> (Fixture, Contact) {
    let fixture = Fixture::new();
    let known = contacts(&fixture);
    let contact = named_by_client(&fixture, email);
    for one in known {
        fixture.task(move |task, _, _| mark_wrong(task, one.id, "moved")).unwrap();
    }
    (fixture, contact)
}

fn contacts(fixture: &Fixture) -> Vec<Contact> {
    fixture.app.read(|snapshot| Ok::<_, Error>(kept::contact::of_debtor(snapshot, fixture.debtor)?)).unwrap()
}

fn independently(fixture: &Fixture, contact: &Contact) {
    let id = contact.id;
    fixture.task(move |task, _, _| verify_contact(task, id, "number from the register", true)).unwrap();
}

/// The introduction has arrived, and its business days have passed.
fn introduced(fixture: &Fixture) {
    fixture.heads_up(june(15)).unwrap();
    fixture.on(june(16));
    fixture.run();
    fixture.fate(Leg::Introduction, Fate::Sent);
    fixture.on(june(17));
    fixture.run();
    fixture.on(june(22));
}

#[test]
fn fr_14_gl_43_no_notice_goes_to_a_mailbox_that_only_the_client_vouches_for() {
    let (fixture, contact) = alone("payables@harbor-billing.example");
    introduced(&fixture);
    let refused = fixture.give();
    let Err(Error::Refused(refusals)) = &refused else { panic!("{refused:?}") };
    assert_eq!((refusals[0].place.as_str(), refusals[0].code.as_str()), ("contact", "ADDRESS_NOT_INDEPENDENT"));
    assert!(refusals[0].fact.contains("Payables desk is known by the client's word alone"), "{}", refusals[0].fact);
    assert!(refusals[0].remedy.contains("register"), "{}", refusals[0].remedy);
    let ran = fixture.run();
    assert!(ran.waiting[0].why.contains("the client's word alone"), "{}", ran.waiting[0].why);
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Introduction], "the client's own letter may go there");
    independently(&fixture, &contact);
    fixture.run();
    assert_eq!(fixture.sent_to_debtor(), [Purpose::Introduction, Purpose::Notice]);
}

#[test]
fn fr_14_the_first_mailbox_is_the_one_that_stands_without_the_client() {
    let fixture = Fixture::new();
    let named = named_by_client(&fixture, "payables@harbor-billing.example");
    let (client, debtor) = (fixture.client, fixture.debtor);
    let to = |purpose| {
        fixture.app.read(|snapshot| recipient(snapshot, debtor, Some(client), purpose)).unwrap().email.unwrap()
    };
    for purpose in [Purpose::Notice, Purpose::RemitToChange, Purpose::Release] {
        assert_eq!(to(purpose), "ap@meadow.example", "{purpose}");
    }
    assert_eq!(to(Purpose::PastDue), "payables@harbor-billing.example", "named for this client's invoices");
    independently(&fixture, &named);
    assert_eq!(to(Purpose::Notice), "payables@harbor-billing.example");
}

#[test]
fn fr_14_a_mailbox_under_the_debtors_own_proven_domain_needs_no_more() {
    let fixture = Fixture::new();
    introduced(&fixture);
    named_by_client(&fixture, "invoices@mail.meadow.example");
    // The one that proves the domain comes back; the other one is under it.
    fixture
        .task(|task, _, debtor| {
            let mut known = kept::contact::of_debtor(task, debtor)?;
            known.retain(|one| one.source == ContactSource::Factor);
            let supervisor = Contact { role: Role::Supervisor, ..known.remove(0) };
            Ok(kept::contact::put(task, &supervisor)?)
        })
        .unwrap();
    fixture.give().unwrap();
    assert_eq!(fixture.messages().last().unwrap().recipient, "invoices@mail.meadow.example");
}

#[test]
fn fr_14_a_public_mailbox_and_the_clients_own_domain_prove_nothing() {
    for email in ["meadow.payables@gmail.com", "ap@harbor.example"] {
        let fixture = Fixture::new();
        // The client's own person, whose domain is the second one's.
        let person = NewContact {
            contact: None,
            debtor: None,
            client: Some("SELLER".into()),
            role: Role::Client,
            mailbox: false,
            obligor: false,
            name: "Sam Example".into(),
            email: Some("sam@harbor.example".into()),
            phone: None,
            channel: Channel::Email,
            language: Language::English,
            zone: None,
            source: ContactSource::Client,
        };
        fixture.task(move |task, _, _| save_contact(task, &person)).unwrap();
        let known = contacts(&fixture);
        let contact = named_by_client(&fixture, email);
        let odd: Vec<&str> = contact.findings.iter().map(|one| one.rule.as_str()).collect();
        assert_eq!(odd, [if email.contains("harbor") { "FR-14" } else { "FR-11" }]);
        for one in known {
            fixture.task(move |task, _, _| mark_wrong(task, one.id, "moved")).unwrap();
        }
        introduced(&fixture);
        assert_eq!(codes(fixture.give()), ["ADDRESS_NOT_INDEPENDENT"], "{email}");
    }
}

#[test]
fn fr_14_lc_45_an_answer_from_there_is_told_and_is_no_evidence() {
    let fixture = Fixture::delivered();
    let named = named_by_client(&fixture, "payables@harbor-billing.example");
    let by = Some(named.id);
    fixture.on(june(30));
    fixture.run();
    let reminder = fixture.messages().pop().unwrap();
    assert_eq!((reminder.purpose, reminder.contact), (Purpose::NoticeReminder, by));
    for fate in [Fate::Sent, Fate::Opened, Fate::Replied] {
        let reminder = reminder.clone();
        fixture.task(move |task, _, _| app::message::learn(task, &reminder, &fate)).unwrap();
    }
    fixture.task(move |task, client, debtor| acknowledge(task, client, debtor, "Pat Example", by)).unwrap();
    let notice = fixture.notice();
    assert_eq!((notice.best(), notice.state()), (Some(Evidence::NoBounce), NoticeState::NoaDelivered));
    // Its doubt is taken seriously, and proves no more.
    fixture.task(|task, client, debtor| doubt_by_holder(task, client, debtor, "Is this really you?")).unwrap();
    let held = fixture.notice();
    assert_eq!((held.best(), held.state()), (Some(Evidence::NoBounce), NoticeState::DisputedNotice));
    fixture.task(|task, client, debtor| settle_doubt(task, client, debtor, "Called the switchboard.")).unwrap();
    let told = fixture.timeline(Seen::FACTOR).join("\n");
    for words in
        ["was opened at an address", "was answered at an address", "acknowledged by Pat Example, from an address"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(
        !fixture.timeline(Seen::CLIENT).join("\n").contains("word alone"),
        "a suspicion is not the client's to read"
    );
    independently(&fixture, &named);
    fixture.task(move |task, client, debtor| acknowledge(task, client, debtor, "Pat Example", by)).unwrap();
    assert_eq!(fixture.notice().best(), Some(Evidence::Signed));
}

#[test]
fn fr_14_lc_46_lc_47_no_change_of_account_and_no_release_goes_there_either() {
    let fixture = Fixture::delivered();
    let known = contacts(&fixture);
    named_by_client(&fixture, "payables@harbor-billing.example");
    for one in known {
        fixture.task(move |task, _, _| mark_wrong(task, one.id, "moved")).unwrap();
    }
    fixture.task(demand_release).unwrap();
    assert_eq!(
        codes(fixture.task(|task, client, debtor| release(task, client, debtor, None))),
        ["ADDRESS_NOT_INDEPENDENT"]
    );
    let change = fixture
        .task(|task, _, _| {
            let change = change_remit_to(task, None, account("000999888777"), "a new bank", "Ann Example")?;
            approve_remit_change(task, change.id, "Ben Example")
        })
        .unwrap();
    fixture.on(change.not_before);
    let ran = fixture.run();
    assert_eq!(ran.renewed, 0);
    assert!(ran.waiting.iter().any(|one| one.why.contains("the client's word alone")), "{:?}", ran.waiting);
}
