//! The audit replays stop rules: a question that left while a stop held is named, whatever sent it (CO-08, CO-14, LC-08).

use super::fixture::Fixture;
use app::answer::{GivenAnswer, Giver, give};
use app::audit::audit;
use app::contact::{NewContact, opt_in, opt_out, pause, resume, save_contact, save_preference};
use app::message::{Fate, learn};
use domain::calendar::Calendar;
use domain::contact::{Channel, ContactSource, Preference, Purpose, Role, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::{ContactId, InvoiceId};
use domain::letter::Language;
use domain::proof::Proof;
use jiff::civil::date;
use store::kept;
use store::kept::message::Message;

/// A question for an invoice, nine days past due; it has not left yet.
fn asked() -> (Fixture, InvoiceId, Message) {
    let fixture = Fixture::delivered();
    let invoice = fixture.offer("INV-1", 400_000);
    fixture.on(date(2026, 8, 3));
    app::contact::run(&fixture.app, "job", &mut |_| {}).unwrap();
    let status = fixture.messages().into_iter().find(|one| one.purpose == Purpose::Status).unwrap();
    (fixture, invoice, status)
}

/// It leaves, and nobody asks the contact policy.
fn leaves(fixture: &Fixture, status: &Message) {
    let message = status.clone();
    fixture.task(move |task, _, _| learn(task, &message, &Fate::Sent)).unwrap();
}

fn says(fixture: &Fixture, invoice: InvoiceId, said: Said) {
    fixture
        .task(move |task, _, debtor| {
            let by = Speaker::new(Side::Debtor, "Accounts payable");
            let giver = Giver { debtor, client: None, by, contact: None };
            give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)
        })
        .unwrap();
}

fn bankrupt(fixture: &Fixture, is_bankrupt: bool) {
    fixture
        .task(move |task, _, debtor| {
            let preference = Preference {
                calendar: Calendar::UnitedStates,
                zone: "America/New_York".into(),
                bankrupt_since: is_bankrupt.then_some(task.today),
                ..Preference::default()
            };
            save_preference(task, debtor, &preference)
        })
        .unwrap();
}

fn lawyer(fixture: &Fixture) {
    let lawyer = NewContact {
        contact: None,
        debtor: Some("BUYER".into()),
        client: None,
        role: Role::Lawyer,
        mailbox: false,
        name: "Counsel".into(),
        email: Some("counsel@lex.example".into()),
        phone: None,
        channel: Channel::Email,
        language: Language::English,
        zone: None,
        obligor: false,
        source: ContactSource::Debtor,
    };
    fixture.task(move |task, _, _| save_contact(task, &lawyer).map(drop)).unwrap();
}

fn opted_out(fixture: &Fixture, contact: ContactId) {
    fixture.task(move |task, _, _| opt_out(task, contact, Channel::Email).map(drop)).unwrap();
}

fn paused(fixture: &Fixture) {
    fixture.task(|task, client, debtor| pause(task, client, debtor, 3, "they asked").map(drop)).unwrap();
}

fn stop(fixture: &Fixture, invoice: InvoiceId, contact: ContactId, kind: usize) {
    match kind {
        0 => says(fixture, invoice, Said::WillPay { on: date(2026, 8, 20), amount: None }),
        1 => {
            let words = "Two crates were wet.".to_owned();
            says(fixture, invoice, Said::Disputed { reason: DisputeReason::ALL[0], amount: None, words });
        }
        2 => bankrupt(fixture, true),
        3 => opted_out(fixture, contact),
        4 => paused(fixture),
        _ => lawyer(fixture),
    }
}

const STOPS: [&str; 6] = [
    "a promise for an invoice it asks about was running",
    "an invoice it asks about was disputed",
    "the debtor was known to be bankrupt",
    "its recipient had opted out of that channel",
    "a client had paused contact",
    "the debtor had named a lawyer",
];

#[test]
fn co_08_the_audit_names_a_message_that_left_while_a_stop_held() {
    for (kind, fact) in STOPS.into_iter().enumerate() {
        let (fixture, invoice, status) = asked();
        stop(&fixture, invoice, status.contact.unwrap(), kind);
        leaves(&fixture, &status);
        let found = audit(&fixture.app.book, fixture.app.now()).unwrap().broken.expect(fact);
        let place = format!("message {} left although {fact}", status.number);
        assert_eq!((found.name, found.place.as_str()), ("stops", place.as_str()));
    }
}

#[test]
fn co_08_the_audit_finds_nothing_in_what_came_after_it_left_or_had_ended_before() {
    for (kind, fact) in STOPS.into_iter().enumerate() {
        let (fixture, invoice, status) = asked();
        leaves(&fixture, &status);
        stop(&fixture, invoice, status.contact.unwrap(), kind);
        let report = audit(&fixture.app.book, fixture.app.now()).unwrap();
        assert!(report.holds(), "{fact}: {report}");
    }
    let (fixture, _, status) = asked();
    let contact = status.contact.unwrap();
    opted_out(&fixture, contact);
    fixture.task(move |task, _, _| opt_in(task, contact, Channel::Email, "R. Osei", task.today).map(drop)).unwrap();
    paused(&fixture);
    fixture.task(resume).unwrap();
    bankrupt(&fixture, true);
    bankrupt(&fixture, false);
    leaves(&fixture, &status);
    let report = audit(&fixture.app.book, fixture.app.now()).unwrap();
    assert!(report.holds(), "{report}");
    assert!(report.proven.iter().any(|one| one.name == "stops" && one.detail.starts_with("1 question ")), "{report}");
}

#[test]
fn co_05_the_audit_names_a_call_too_many() {
    let (fixture, _, status) = asked();
    leaves(&fixture, &status);
    for day in [4, 10] {
        fixture.on(date(2026, 8, day));
        let call = status.clone();
        fixture
            .task(move |task, client, debtor| {
                let (number, invoices) =
                    (task.unit.next_number("message")?, kept::message::speaks_of(task, call.id)?.1);
                let id = domain::id::MessageId(task.new_id());
                let (purpose, channel) = (Purpose::Call, Channel::Phone);
                let reasons = vec![Proof::new("CO-05", "somebody says so".to_owned())];
                let facts = serde_json::json!({
                    "message": id, "purpose": purpose, "channel": channel, "debtor": debtor, "to_client": null,
                    "clients": [client], "invoices": invoices, "reasons": reasons,
                });
                let event = task.record_facts(domain::event::EventKind::MessageQueued, &facts, &[])?;
                let internet_id = format!("{id}@northlight.example");
                let state = domain::contact::MessageState::Approval;
                let queued_at = task.unit.recorded_at();
                let call = Message {
                    id,
                    number,
                    purpose,
                    channel,
                    state,
                    internet_id,
                    queued_at,
                    sent_at: None,
                    sent_on: None,
                    ..call
                };
                kept::message::add(task, &call, &[client], &invoices)?;
                let told = app::timeline::Told {
                    kind: domain::contact::Happening::Planned,
                    who: app::timeline::actor(task),
                    said: domain::timeline::Sentence::Own { words: "A call".into() },
                    subject: Some((domain::contact::Subject::Message, id.0)),
                    seen: domain::contact::Seen::FACTOR,
                };
                app::timeline::tell(task, event, 0, &[client], debtor, &told)?;
                learn(task, &call, &Fate::Sent)
            })
            .unwrap();
    }
    let found = audit(&fixture.app.book, fixture.app.now()).unwrap().broken.expect("a call too many");
    assert_eq!(found.name, "contact");
    assert!(found.place.ends_with("was one too many"), "{}", found.place);
}
