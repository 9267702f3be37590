//! LC-05, CO-05: calls to confirm invoices are calls; a call is written down as it was made, when it was made.

use crate::house::{House, mailbox};
use app::answer::{GivenAnswer, Giver, give};
use app::contact::{opt_in, opt_out};
use app::message::{MayCall, may_call, record_call};
use app::verification::{
    Answered, Call, CallOutcome, NewCall, Planned, call_to_make, confirm_all, plan_call, record_call as record, run,
};
use app::{Error, Refusal};
use domain::contact::{Channel, MessageState, Purpose, Said};
use domain::dispute::{DisputeReason, Side, Speaker};
use domain::id::{InvoiceId, MessageId, VerificationId};
use domain::invoice::verification::{Reason, Statement, Timing, Verification, VerificationState};
use jiff::Timestamp;
use store::kept;
use store::kept::message::Message;

/// An open invoice of Harbor that is to be confirmed.
pub fn to_confirm(house: &House, number: u64) -> InvoiceId {
    let id = house.invoice(number, 0, -20, 100_000);
    must_be_confirmed(house, id);
    id
}

/// The invoice is to be confirmed.
pub fn must_be_confirmed(house: &House, id: InvoiceId) {
    house
        .run(move |task| {
            let invoice = kept::invoice::get(task, id)?.unwrap();
            let verification = Verification {
                id: VerificationId(task.new_id()),
                invoice: id,
                client: invoice.client,
                debtor: invoice.debtor.unwrap(),
                state: VerificationState::Required,
                timing: Timing::AfterPurchase,
                reasons: vec![(Reason::Sample, "drawn".into())],
                sample: None,
                required_on: task.today,
                required_at: task.unit.recorded_at(),
                requests: Vec::new(),
                held_back: None,
                answers: Vec::new(),
                findings: Vec::new(),
                looked: None,
                waiver: None,
            };
            Ok(kept::verification::add(task, &verification)?)
        })
        .unwrap();
}

pub fn plan(house: &House, invoice: InvoiceId) -> Result<Planned, Error> {
    let new = NewCall { caller: "Ines Calder".into(), invoices: vec![invoice] };
    house.run(move |task| plan_call(task, &new))
}

fn planned(house: &House, invoice: InvoiceId) -> MessageId {
    match plan(house, invoice) {
        Ok(Planned::Call(queued)) => queued.message,
        other => panic!("{other:?}"),
    }
}

fn not_planned(house: &House, invoice: InvoiceId) -> Refusal {
    match plan(house, invoice) {
        Ok(Planned::Not(mut why)) => why.remove(0),
        other => panic!("{other:?}"),
    }
}

fn verification(house: &House, invoice: InvoiceId) -> Verification {
    house.app.read(|reads| Ok(kept::verification::of_invoice(reads, invoice)?.unwrap())).unwrap()
}

fn message(house: &House, id: MessageId) -> Message {
    house.app.read(|reads| Ok(kept::message::get(reads, id)?.unwrap())).unwrap()
}

fn may(house: &House, id: MessageId) -> MayCall {
    let (factor, today, now) = (house.app.factor(), house.app.today(), house.app.now());
    let call = message(house, id);
    house.app.read(|reads| may_call(reads, &factor, today, now, &call)).unwrap()
}

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn missed(house: &House, id: MessageId, made_at: Option<Timestamp>) -> Result<Answered, Error> {
    let call = Call { message: id, made_at, outcome: CallOutcome::NotReached { words: "it rang out".into() } };
    house.run(move |task| record(task, &call))
}

fn answered(house: &House, id: MessageId, invoice: InvoiceId, made_at: Option<Timestamp>) -> Result<Answered, Error> {
    let statement = Statement {
        caller: "Ines Calder".into(),
        calling_for: "Calder Street Factors".into(),
        said: "Ines Calder from Calder Street Factors, which buys invoices of Harbor Foods.".into(),
        number: "+1 212 555 0199".into(),
        spoke_with: "R. Osei, accounts payable".into(),
    };
    let outcome = CallOutcome::Answered { statement, invoices: confirm_all(&[invoice]) };
    let call = Call { message: id, made_at, outcome };
    house.run(move |task| record(task, &call))
}

fn refused(answer: Result<Answered, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(mut refusals)) => refusals.remove(0),
        other => panic!("{other:?}"),
    }
}

/// An invoice that was asked about by mail on Monday, 15 June 2026; it is Wednesday, 10:00 in New York.
fn asked_by_mail() -> (House, InvoiceId) {
    let house = House::new();
    let invoice = to_confirm(&house, 1);
    run(&house.app, house.app.today()).unwrap();
    house.at("2026-06-15T14:00:00Z");
    assert_eq!(house.outbox(), 1);
    house.at("2026-06-17T14:00:00Z");
    (house, invoice)
}

fn dispute(house: &House, invoice: InvoiceId) {
    let giver = Giver { debtor: house.debtor, client: None, by: Speaker::new(Side::Debtor, "Pat"), contact: None };
    let said = Said::Disputed { reason: DisputeReason::ALL[0], amount: None, words: "Two were broken".into() };
    house.run(move |task| give(task, &giver, &[GivenAnswer { invoice, said }]).map(drop)).unwrap();
}

#[test]
fn lc_05_co_05_a_call_comes_only_after_an_unanswered_mail_and_its_refusal_is_kept() {
    let house = House::new();
    let invoice = to_confirm(&house, 1);
    house.at("2026-06-15T14:00:00Z");
    assert_eq!(not_planned(&house, invoice).code, "CONTACT_CO_05");
    let (_, kept) = verification(&house, invoice).held_back.expect("the reason is kept");
    assert!(kept.contains("a call comes only after one unanswered e-mail"), "{kept}");
    run(&house.app, house.app.today()).unwrap();
    house.outbox();
    house.at("2026-06-15T14:05:00Z");
    // The day of the mail is too soon: the call is planned for the next morning, and its script rests until then.
    let id = planned(&house, invoice);
    assert_eq!(planned(&house, invoice), id, "planned twice it is one call");
    let call = message(&house, id);
    assert_eq!(
        (call.state, call.channel, call.purpose),
        (MessageState::Approval, Channel::Phone, Purpose::Verification)
    );
    assert_eq!(call.send_after, moment("2026-06-16T13:00:00Z").as_microsecond());
    assert!(call.words.contains("my name is Ines Calder. I am calling from Calder Street Factors"), "{}", call.words);
    assert!(matches!(may(&house, id), MayCall::From(wall) if wall.to_string() == "2026-06-16T09:00:00"));
    assert_eq!(refused(answered(&house, id, invoice, None)).code, "CONTACT_CO_07");
    house.at("2026-06-16T14:00:00Z");
    assert_eq!(may(&house, id), MayCall::Now);
    assert_eq!(answered(&house, id, invoice, None).unwrap().confirmed, [invoice]);
    assert_eq!(answered(&house, id, invoice, None).unwrap().unchanged, [invoice], "recorded twice it is one answer");
    assert_eq!((message(&house, id).state, message(&house, id).sent_on), (MessageState::Sent, Some(house.app.today())));
    assert_eq!(verification(&house, invoice).state, VerificationState::Confirmed);
}

#[test]
fn co_05_a_call_that_found_nobody_counts_and_the_next_comes_after_fourteen_days() {
    let (house, invoice) = asked_by_mail();
    let id = planned(&house, invoice);
    missed(&house, id, None).unwrap();
    assert_eq!(message(&house, id).body.last_word.unwrap(), "Nobody was reached on +1 212 555 0199: it rang out");
    assert_eq!(verification(&house, invoice).state, VerificationState::Asked, "it is still to be confirmed");
    house.later(24);
    assert_eq!(not_planned(&house, invoice).code, "CONTACT_CO_05");
    house.at("2026-07-01T14:00:01Z");
    planned(&house, invoice);
}

#[test]
fn co_07_a_call_is_written_down_later_and_judged_by_the_moment_it_was_made() {
    let (house, invoice) = asked_by_mail();
    let id = planned(&house, invoice);
    house.at("2026-06-17T23:00:00Z");
    for (made, code) in [
        ("2026-06-17T23:30:00Z", "CALL_MOMENT"),
        ("2026-06-17T13:30:00Z", "CALL_MOMENT"),
        ("2026-06-17T22:30:00Z", "CONTACT_CO_07"),
    ] {
        assert_eq!(refused(missed(&house, id, Some(moment(made)))).code, code, "{made}");
    }
    // What happens after the call does not forbid it any more: a dispute, an opt-out that was voiced in it.
    dispute(&house, invoice);
    let contact = house.contact.id;
    house.run(move |task| opt_out(task, contact, Channel::Phone)).unwrap();
    assert!(matches!(may(&house, id), MayCall::No(_)));
    house.at("2026-06-18T01:00:00Z");
    let made = moment("2026-06-17T18:30:00Z");
    answered(&house, id, invoice, Some(made)).unwrap();
    let call = message(&house, id);
    assert_eq!((call.sent_at, call.state), (Some(made.as_microsecond()), MessageState::Sent));
    assert_eq!(call.sent_on.unwrap().to_string(), "2026-06-17");

    // What held when it was made still forbids it, also on the day after it has ended.
    let (house, invoice) = asked_by_mail();
    let id = planned(&house, invoice);
    let contact = house.contact.id;
    house.run(move |task| opt_out(task, contact, Channel::Phone)).unwrap();
    house.later(2);
    let made = house.app.now();
    house.later(1);
    house.run(move |task| opt_in(task, contact, Channel::Phone, "R. Osei", task.today)).unwrap();
    assert_eq!(refused(missed(&house, id, Some(made))).code, "CONTACT_CO_04");
    house.later(24 * 8);
    let old = refused(missed(&house, id, Some(made)));
    assert!(old.fact.contains("more than 7 days back"), "{}", old.fact);
}

#[test]
fn lc_05_a_planned_call_is_taken_back_when_it_is_answered_or_nobody_makes_it() {
    let (house, invoice) = asked_by_mail();
    let id = planned(&house, invoice);
    house.run(move |task| app::verification::waive(task, invoice, "we saw the delivery")).unwrap();
    assert!(matches!(may(&house, id), MayCall::No(why) if why.code == "CONTACT_STALE"));
    house.engine();
    assert_eq!(message(&house, id).state, MessageState::Cancelled);

    let (house, invoice) = asked_by_mail();
    let id = planned(&house, invoice);
    house.later(24 * 7 + 1);
    run(&house.app, house.app.today()).unwrap();
    assert_eq!(message(&house, id).state, MessageState::Cancelled);
    let (client, debtor) = (house.clients[0], house.debtor);
    assert_eq!(house.app.read(|reads| call_to_make(reads, client, debtor)).unwrap(), None);
    // What was never made has spent nothing.
    planned(&house, invoice);
}

#[test]
fn co_08_an_opt_out_is_taken_back_on_the_debtor_s_own_word_only() {
    let house = House::new();
    let contact = house.contact.id;
    house.at("2026-06-15T14:00:00Z");
    house.run(move |task| opt_out(task, contact, Channel::Email)).unwrap();
    house.later(24);
    let future = house.app.today().tomorrow().unwrap();
    let before = house.app.today().saturating_sub(jiff::Span::new().days(9));
    for (who, on, count) in [(" ", future, 2), ("R. Osei", before, 1)] {
        match house.run(move |task| opt_in(task, contact, Channel::Email, who, on)) {
            Err(Error::Refused(refusals)) => assert_eq!(refusals.len(), count, "{refusals:?}"),
            other => panic!("{other:?}"),
        }
    }
    let today = house.app.today();
    let saved = house.run(move |task| opt_in(task, contact, Channel::Email, "R. Osei", today)).unwrap();
    assert!(saved.opted_out.is_empty());
    let (client, debtor) = (house.clients[0], house.debtor);
    let told = house
        .app
        .read(|reads| Ok(kept::timeline::of_pair(reads, client, debtor, domain::contact::Seen::FACTOR, i64::MAX, 50)?))
        .unwrap();
    let words = "Accounts payable wants reminders by e-mail again: R. Osei said so on 16 June 2026";
    assert!(told.iter().any(|entry| entry.said.words(domain::letter::Language::English) == words), "{told:?}");
    // It is an objection against reminders that ends, not the contact's other fate.
    let again = app::contact::NewContact { contact: Some(contact), ..mailbox() };
    assert!(house.run(move |task| app::contact::save_contact(task, &again)).unwrap().opted_out.is_empty());
    house.invoice(1, 0, 9, 100_000);
    house.engine();
    assert_eq!(house.to_debtor().len(), 1, "it is written to again");
}

#[test]
fn co_07_a_call_of_the_ladder_is_written_down_after_hours() {
    let (house, _, id) = crate::leaving::call();
    house.at("2026-07-15T23:00:00Z");
    match house.run(move |task| record_call(task, id, " ", Some(moment("2026-07-16T23:00:00Z")))) {
        Err(Error::Refused(refusals)) => assert_eq!(refusals.len(), 2, "{refusals:?}"),
        other => panic!("{other:?}"),
    }
    let made = moment("2026-07-15T15:00:00Z");
    house.run(move |task| record_call(task, id, "Pat will look into it", Some(made))).unwrap();
    assert_eq!(message(&house, id).sent_at, Some(made.as_microsecond()));
}
