//! Lines that wait: for a notice, for proof of it, for the debtor's confirmation; and what becomes of them (LC-05, LC-06).

use crate::fixture::{Fixture, line};
use app::schedule::{Answer, decide_waiting, preview, submit, withdraw};
use app::verification::{
    self, Call, CallOutcome, FromWhere, NewAnswer, NewCall, OneAnswer, Planned, answer, confirm_all,
};
use app::{Error, contact, notice};
use domain::contact::{Channel, ContactSource, Role, Sender};
use domain::id::{DebtorId, InvoiceId};
use domain::invoice::InvoiceState;
use domain::invoice::verification::{
    Confirmable, Discrepancy, Evidence, Method, Statement, Timing, VerificationPolicy, VerificationState,
};
use domain::letter::Language;
use domain::notice::Evidence as Received;
use formats::schedule::OfferedLine;
use std::sync::Arc;
use store::kept;

/// The rulebook's policy, for a client that is new and debtors that are.
fn strict() -> Fixture {
    let fixture = Fixture::new();
    fixture.verify(VerificationPolicy::default());
    fixture
}

fn offer(fixture: &Fixture, turn: u8, lines: Vec<OfferedLine>) -> Answer {
    let mut submission = fixture.submission(lines);
    Arc::get_mut(&mut submission.content).unwrap().sha256 = [turn; 32];
    submit(&fixture.app, "test", &submission, &mut |_| {}).unwrap()
}

/// Three invoices to D-1.
fn three(fixture: &Fixture) -> (DebtorId, Vec<InvoiceId>) {
    let lines = [1, 11, 21].map(|number| line(number, fixture.app.today())).to_vec();
    let answer = offer(fixture, 1, lines);
    assert_eq!((answer.bought, answer.asked, answer.refused), (0, 3, 0));
    (fixture.pair("D-1").1, answer.lines.iter().map(|line| line.invoice).collect())
}

fn by_mail(debtor: DebtorId, invoices: Vec<OneAnswer>) -> NewAnswer {
    NewAnswer {
        debtor,
        method: Method::Email,
        who: "R. Osei, accounts payable".into(),
        invoices,
        evidence: vec![Evidence::Note("their mail of today".into())],
        statement: None,
        from: FromWhere::default(),
    }
}

fn state(fixture: &Fixture, invoice: InvoiceId) -> InvoiceState {
    fixture.invoice(invoice).state
}

fn asked(fixture: &Fixture, invoice: InvoiceId) -> VerificationState {
    fixture.app.read(|book| Ok(kept::verification::of_invoice(book, invoice)?.unwrap().state)).unwrap()
}

fn differs(invoice: InvoiceId, words: &str) -> OneAnswer {
    let discrepancy = Some(Discrepancy { what: Confirmable::Amount, words: words.into() });
    OneAnswer { invoice, confirmed: Vec::new(), discrepancy }
}

#[test]
fn lc_05_lines_wait_for_their_confirmation_and_are_bought_with_it() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    assert!(lines.iter().all(|one| state(&fixture, *one) == InvoiceState::Verifying));
    assert!(lines.iter().all(|one| asked(&fixture, *one) == VerificationState::Required));
    fixture.sums_hold();

    // One click for two of them.
    let two = by_mail(debtor, confirm_all(&lines[..2]));
    let again = two.clone();
    let answered = fixture.task(move |task| answer(task, &two)).unwrap();
    assert_eq!((answered.confirmed.len(), answered.bought), (2, 2));
    assert_eq!(state(&fixture, lines[0]), InvoiceState::Purchased);
    assert_eq!(state(&fixture, lines[2]), InvoiceState::Verifying);
    fixture.sums_hold();

    // The same answer again changes nothing.
    let events = (fixture.events("INVOICE_PURCHASED"), fixture.events("VERIFICATION_MOVED"));
    let answered = fixture.task(move |task| answer(task, &again)).unwrap();
    assert_eq!((answered.unchanged.len(), answered.bought), (2, 0));
    assert_eq!((fixture.events("INVOICE_PURCHASED"), fixture.events("VERIFICATION_MOVED")), events);
    fixture.sums_hold();
}

#[test]
fn lc_05_half_a_checklist_is_no_confirmation() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    let half = OneAnswer { invoice: lines[0], confirmed: vec![Confirmable::Amount], discrepancy: None };
    let answered = fixture.task(move |task| answer(task, &by_mail(debtor, vec![half]))).unwrap();
    assert_eq!((answered.partly.len(), answered.bought), (1, 0));
    let rest = confirm_all(&lines[..1]);
    let answered = fixture.task(move |task| answer(task, &by_mail(debtor, rest))).unwrap();
    assert_eq!((answered.confirmed.len(), answered.bought), (1, 1));
}

#[test]
fn lc_05_what_the_debtor_does_not_confirm_goes_back_to_the_client() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    let first = lines[0];
    let said = vec![differs(first, "We agreed on 900.00.")];
    let answered = fixture.task(move |task| answer(task, &by_mail(debtor, said))).unwrap();
    assert_eq!((answered.differing.len(), answered.bought), (1, 0));
    assert_eq!(state(&fixture, first), InvoiceState::Returned);
    assert_eq!(fixture.events("INVOICE_RETURNED"), 1);
    // It is pledged no more: put right, it may be offered again, and is asked about again.
    let again = offer(&fixture, 2, vec![line(1, fixture.app.today())]);
    assert_eq!(again.asked, 1);
    fixture.sums_hold();
}

#[test]
fn lc_07_after_purchase_a_discrepancy_is_a_dispute() {
    let fixture = Fixture::new();
    fixture.verify(VerificationPolicy { mode: Timing::AfterPurchase, ..VerificationPolicy::default() });
    let bought = offer(&fixture, 1, vec![line(1, fixture.app.today())]);
    assert_eq!((bought.bought, bought.asked), (1, 0));
    let (invoice, debtor) = (bought.lines[0].invoice, fixture.pair("D-1").1);
    assert_eq!(asked(&fixture, invoice), VerificationState::Required);
    let said = vec![differs(invoice, "Ten of the twelve boxes were empty.")];
    fixture.task(move |task| answer(task, &by_mail(debtor, said))).unwrap();
    assert_eq!(state(&fixture, invoice), InvoiceState::Purchased);
    assert_eq!(fixture.events("CASE_OPENED"), 1);
    fixture.sums_hold();
}

#[test]
fn lc_05_a_debtor_answers_for_its_own_invoices_only() {
    let fixture = strict();
    let (_, lines) = three(&fixture);
    let other = fixture.pair("D-2").1;
    let refused = fixture.task(move |task| answer(task, &by_mail(other, confirm_all(&lines)))).unwrap_err();
    assert!(matches!(refused, Error::NotFound(_)));
    assert_eq!(fixture.events("INVOICE_PURCHASED"), 0);
}

#[test]
fn lc_06_g5_a_line_is_bought_when_its_notice_is_delivered() {
    let fixture = Fixture::new();
    fixture.add_debtor_untold("NEW");
    let mut untold = line(1, fixture.app.today());
    untold.debtor.code = Some("NEW".into());
    let offered = offer(&fixture, 1, vec![untold, line(2, fixture.app.today())]);
    assert_eq!((offered.bought, offered.asked), (1, 1));
    let invoice = offered.lines[0].invoice;
    assert_eq!(state(&fixture, invoice), InvoiceState::Verified);
    let (client, debtor) = fixture.pair("NEW");
    let ask = move |fixture: &Fixture| fixture.task(move |task| decide_waiting(task, client, debtor)).unwrap();
    // Nothing has happened: nothing is written.
    let held = fixture.events("INVOICE_HELD");
    assert_eq!((ask(&fixture), fixture.events("INVOICE_HELD")), (0, held));
    fixture
        .task(move |task| notice::record_existing(task, client, debtor, task.today, Received::Replied, "their reply"))
        .unwrap();
    // Whoever learned of the notice may have asked already; asking once more buys nothing twice.
    ask(&fixture);
    assert_eq!(state(&fixture, invoice), InvoiceState::Purchased);
    assert_eq!(ask(&fixture), 0);
    assert_eq!(fixture.events("INVOICE_PURCHASED"), 2);
    fixture.sums_hold();
}

#[test]
fn gl_53_g17_a_line_is_bought_when_proof_is_furnished() {
    let fixture = Fixture::new();
    let (client, debtor) = fixture.pair("D-1");
    fixture.task(move |task| notice::request_proof(task, client, debtor, "Who are you?")).unwrap();
    let offered = offer(&fixture, 1, vec![line(1, fixture.app.today())]);
    assert_eq!((offered.bought, offered.asked), (0, 1));
    fixture.task(move |task| notice::furnish_proof(task, client, debtor, "signed assignment page")).unwrap();
    fixture.task(move |task| decide_waiting(task, client, debtor)).unwrap();
    assert_eq!(state(&fixture, offered.lines[0].invoice), InvoiceState::Purchased);
    fixture.sums_hold();
}

#[test]
fn lc_06_a_waiting_line_is_pledged_and_can_be_taken_back() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    // FR-01: the same invoice again.
    assert_eq!(offer(&fixture, 2, vec![line(1, fixture.app.today())]).refused, 1);
    let first = lines[0];
    fixture.task(move |task| withdraw(task, first, "the goods come back")).unwrap();
    assert_eq!((state(&fixture, first), asked(&fixture, first)), (InvoiceState::Withdrawn, VerificationState::Dropped));
    // What is offered no more is not bought by an answer that comes late.
    let late = confirm_all(&[first]);
    let answered = fixture.task(move |task| answer(task, &by_mail(debtor, late))).unwrap();
    assert_eq!((answered.bought, state(&fixture, first)), (0, InvoiceState::Withdrawn));
    assert_eq!(offer(&fixture, 3, vec![line(1, fixture.app.today())]).asked, 1);
    fixture.sums_hold();
}

#[test]
fn lc_06_g12_an_invoice_does_not_grow_too_old_while_it_waits_but_past_due_it_may() {
    let fixture = strict();
    let (client, debtor) = fixture.pair("D-1");
    let mut long = line(11, fixture.app.today());
    long.due = fixture.app.today().saturating_add(jiff::Span::new().days(60));
    let offered = offer(&fixture, 1, vec![line(1, fixture.app.today()), long]);
    fixture.pass_days(40);
    let all: Vec<InvoiceId> = offered.lines.iter().map(|line| line.invoice).collect();
    let confirmed = confirm_all(&all);
    let answered = fixture.task(move |task| answer(task, &by_mail(debtor, confirmed))).unwrap();
    assert_eq!(answered.bought, 1);
    let states: Vec<InvoiceState> = all.iter().map(|one| state(&fixture, *one)).collect();
    assert_eq!(states, [InvoiceState::Rejected, InvoiceState::Purchased]);
    assert_eq!(fixture.task(move |task| decide_waiting(task, client, debtor)).unwrap(), 0);
}

#[test]
fn lc_06_a_line_that_waits_too_long_is_shown_not_dropped() {
    let fixture = strict();
    let (_, lines) = three(&fixture);
    let overdue = |fixture: &Fixture| {
        fixture.app.read(|book| Ok(app::schedule::overdue(book, fixture.app.today(), 50)?.len())).unwrap()
    };
    // 30 days may pass to submission, 10 more are the policy's.
    fixture.pass_days(40);
    assert_eq!(overdue(&fixture), 0);
    fixture.pass_days(1);
    assert_eq!(overdue(&fixture), 3);
    assert!(lines.iter().all(|one| state(&fixture, *one) == InvoiceState::Verifying));
}

#[test]
fn lc_05_a_person_waives_a_confirmation_with_a_reason() {
    let fixture = strict();
    let (_, lines) = three(&fixture);
    let first = lines[0];
    let refused = fixture.task(move |task| verification::waive(task, first, " ")).unwrap_err();
    assert!(matches!(refused, Error::Refused(reasons) if reasons[0].code == "REASON"));
    let bought = fixture.task(move |task| verification::waive(task, first, "we saw the delivery")).unwrap();
    assert_eq!((bought, state(&fixture, first)), (1, InvoiceState::Purchased));
    assert_eq!(fixture.task(move |task| verification::waive(task, first, "we saw the delivery")).unwrap(), 0);
    let refused = fixture.task(move |task| verification::waive(task, first, "another reason")).unwrap_err();
    assert!(matches!(refused, Error::Refused(reasons) if reasons[0].code == "VERIFICATION_STATE"));
}

/// What debtors were asked has left, at the moment it was queued for.
fn leaves(fixture: &Fixture, debtor: DebtorId) {
    fixture
        .task(move |task| {
            let message = kept::message::of_debtor(task, debtor, i64::MAX, 1)?.remove(0);
            app::message::learn(task, &message, &app::message::Fate::Sent)
        })
        .unwrap();
}

#[test]
fn gl_40_a_call_is_recorded_truthfully_or_not_at_all() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    add_contact(&fixture);
    verification::run(&fixture.app, fixture.app.today()).unwrap();
    leaves(&fixture, debtor);
    fixture.pass_days(1);
    let new = NewCall { caller: "Ines Calder".into(), invoices: lines.clone() };
    let planned = match fixture.task(move |task| verification::plan_call(task, &new)).unwrap() {
        Planned::Call(queued) => queued.message,
        other => panic!("{other:?}"),
    };
    let script = fixture.app.read(|snapshot| Ok(kept::message::get(snapshot, planned)?.unwrap().words)).unwrap();
    assert!(script.contains("I am calling from Test Factor, which buys invoices of Seller."), "{script}");
    let call = |said: &str, invoice| Call {
        message: planned,
        made_at: None,
        outcome: CallOutcome::Answered {
            statement: Statement {
                caller: "Ines Calder".into(),
                calling_for: "Test Factor".into(),
                said: said.into(),
                number: "+1 555 010 0142".into(),
                spoke_with: "R. Osei, accounts payable".into(),
            },
            invoices: confirm_all(&[invoice]),
        },
    };
    let pretending = call("This is Ines Calder, calling for Seller about our invoice.", lines[0]);
    let refused = fixture.task(move |task| verification::record_call(task, &pretending)).unwrap_err();
    assert!(matches!(refused, Error::Refused(reasons) if reasons[0].code == "CALL_STATEMENT"));
    assert_eq!(state(&fixture, lines[0]), InvoiceState::Verifying);
    let truthful = call("Ines Calder from Test Factor, which buys invoices of Seller.", lines[0]);
    // LC-05, CO-05: the same words without the planned call are no way around it.
    let CallOutcome::Answered { statement, invoices } = truthful.outcome.clone() else { panic!("an answer") };
    let unplanned = NewAnswer { method: Method::Phone, statement: Some(statement), ..by_mail(debtor, invoices) };
    let refused = fixture.task(move |task| answer(task, &unplanned)).unwrap_err();
    assert!(matches!(&refused, Error::Refused(reasons) if reasons[0].code == "CALL_NOT_PLANNED"), "{refused}");
    assert_eq!(state(&fixture, lines[0]), InvoiceState::Verifying);
    assert_eq!(fixture.task(move |task| verification::record_call(task, &truthful)).unwrap().bought, 1);
}

#[test]
fn fr_22_a_hasty_answer_from_a_new_device_waits_for_a_person() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    let first = lines[0];
    fixture
        .task(move |task| {
            let mut kept = kept::verification::of_invoice(task, first)?.unwrap();
            let at = task.unit.recorded_at();
            kept.ask(domain::invoice::verification::Request {
                on: task.today,
                at,
                method: Method::Email,
                message: None,
            });
            Ok(kept::verification::set(task, &kept)?)
        })
        .unwrap();
    let hasty = NewAnswer {
        from: FromWhere { device: Some("a telephone".into()), ..FromWhere::default() },
        ..by_mail(debtor, confirm_all(&[first]))
    };
    let answered = fixture.task(move |task| answer(task, &hasty)).unwrap();
    assert_eq!((answered.confirmed.len(), answered.bought), (1, 0));
    assert_eq!(state(&fixture, first), InvoiceState::InReview);
    let decided = fixture.task(move |task| app::schedule::buy_waiting(task, first)).unwrap();
    assert_eq!(decided.state, InvoiceState::Purchased);
    fixture.sums_hold();
}

#[test]
fn fr_22_an_answer_is_hasty_by_the_moment_the_mail_left_not_by_when_it_was_written() {
    let from = || FromWhere { device: Some("a telephone".into()), ..FromWhere::default() };
    // Written on Monday morning, it leaves only on Wednesday; the answer comes a minute after that.
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    add_contact(&fixture);
    verification::run(&fixture.app, fixture.app.today()).unwrap();
    fixture.pass_days(2);
    leaves(&fixture, debtor);
    fixture.pass_seconds(60);
    let hasty = NewAnswer { from: from(), ..by_mail(debtor, confirm_all(&lines[..1])) };
    let answered = fixture.task(move |task| answer(task, &hasty)).unwrap();
    assert_eq!((answered.confirmed.len(), answered.bought), (1, 0));
    let kept = fixture.app.read(|book| Ok(kept::verification::of_invoice(book, lines[0])?.unwrap())).unwrap();
    assert!(kept.findings.iter().any(|found| found.rule == "FR-22"), "{:?}", kept.findings);
    assert_eq!(state(&fixture, lines[0]), InvoiceState::InReview);

    // Two hours later nothing is odd about the same answer.
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    add_contact(&fixture);
    verification::run(&fixture.app, fixture.app.today()).unwrap();
    leaves(&fixture, debtor);
    fixture.pass_seconds(7_200);
    let calm = NewAnswer { from: from(), ..by_mail(debtor, confirm_all(&lines[..1])) };
    assert_eq!(fixture.task(move |task| answer(task, &calm)).unwrap().bought, 1);
}

#[test]
fn fr_22_an_answer_before_the_mail_has_left_is_odd() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    add_contact(&fixture);
    // Queued at six in the morning of the debtor's clock, it rests until nine; somebody answers at eight.
    fixture.pass_seconds(-4 * 3_600);
    verification::run(&fixture.app, fixture.app.today()).unwrap();
    fixture.pass_seconds(2 * 3_600);
    let early = NewAnswer {
        from: FromWhere { device: Some("a telephone".into()), ..FromWhere::default() },
        ..by_mail(debtor, confirm_all(&lines[..1]))
    };
    let answered = fixture.task(move |task| answer(task, &early)).unwrap();
    assert_eq!((answered.confirmed.len(), answered.bought), (1, 0), "it is looked into first");
    let kept = fixture.app.read(|book| Ok(kept::verification::of_invoice(book, lines[0])?.unwrap())).unwrap();
    assert!(kept.findings.iter().any(|found| found.rule == "FR-22"), "{:?}", kept.findings);
}

fn add_contact(fixture: &Fixture) {
    fixture
        .task(|task| {
            let sender = Sender {
                address: domain::party::Address {
                    lines: vec!["1 Quay".into()],
                    city: "Toledo".into(),
                    postcode: "43604".into(),
                    region: "OH".into(),
                    country: "US".into(),
                },
                email: "desk@factor.example".into(),
                phone: "+1 555 010 0100".into(),
                register: "Registered in Ohio".into(),
                guest_address: "https://pay.factor.example".into(),
            };
            kept::policy::put(task, Sender::POLICY, &sender)?;
            let new = contact::NewContact {
                contact: None,
                debtor: Some("D-1".into()),
                client: None,
                role: Role::AccountsPayable,
                mailbox: true,
                obligor: false,
                name: "Accounts payable".into(),
                email: Some("ap@debtor-one.example".into()),
                phone: Some("+1 555 010 0142".into()),
                channel: Channel::Email,
                language: Language::English,
                zone: Some("America/New_York".into()),
                source: ContactSource::Factor,
            };
            let saved = contact::save_contact(task, &new)?;
            contact::verify_contact(task, saved.id, "called the switchboard", true)
        })
        .unwrap();
}

#[test]
fn lc_05_a_debtor_is_asked_once_for_everything() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    let today = fixture.app.today();
    // Nobody to write to: it stays to be asked, and says why.
    let run = verification::run(&fixture.app, today).unwrap();
    assert_eq!((run.debtors, run.held_back.len()), (0, 1));
    assert_eq!(asked(&fixture, lines[0]), VerificationState::Required);
    add_contact(&fixture);
    let run = verification::run(&fixture.app, today).unwrap();
    assert_eq!((run.debtors, run.invoices, run.held_back), (1, 3, Vec::new()));
    assert_eq!(asked(&fixture, lines[0]), VerificationState::Asked);
    let sent = fixture.app.read(|book| Ok(kept::message::of_debtor(book, debtor, i64::MAX, 10)?)).unwrap();
    let [message] = &sent[..] else { panic!("one message: {sent:?}") };
    assert!(["INV-000001", "INV-000011", "INV-000021"].iter().all(|number| message.words.contains(number)));
    assert_eq!(message.recipient, "ap@debtor-one.example");
    assert_eq!(verification::run(&fixture.app, today).unwrap().invoices, 0, "nothing is asked twice");
    // It comes back: it is to be asked again.
    let message = message.clone();
    fixture
        .task(move |task| {
            let fate = app::message::Fate::Bounced { permanent: true, reason: "550 no such mailbox".into() };
            app::message::learn(task, &message, &fate)
        })
        .unwrap();
    assert_eq!(asked(&fixture, lines[0]), VerificationState::Required);
}

#[test]
fn fr_14_the_word_of_a_contact_that_only_the_client_knows_waits_for_a_person() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    add_contact(&fixture);
    let said = confirm_all(&lines);
    let answered = fixture
        .task(move |task| {
            let new = contact::NewContact {
                contact: None,
                debtor: Some("D-1".into()),
                client: None,
                role: Role::AccountsPayable,
                mailbox: true,
                obligor: false,
                name: "Accounts payable".into(),
                email: Some("ap@debtor-0ne.example".into()),
                phone: None,
                channel: Channel::Email,
                language: Language::English,
                zone: Some("America/New_York".into()),
                source: ContactSource::Client,
            };
            let named = contact::save_contact(task, &new)?.id;
            let (link, _) = app::guest::make_link(task, app::guest::GuestParty::Debtor(debtor), Some(named), None)?;
            let from = FromWhere { link: Some(link), ..FromWhere::default() };
            answer(task, &NewAnswer { from, ..by_mail(debtor, said) })
        })
        .unwrap();
    assert_eq!(answered.bought, 0, "it is looked into first");
    let one = lines[0];
    let kept = fixture.app.read(|book| Ok(kept::verification::of_invoice(book, one)?.unwrap())).unwrap();
    assert!(kept.findings.iter().any(|found| found.rule == "FR-14"), "{:?}", kept.findings);
    assert_eq!(state(&fixture, one), InvoiceState::InReview);
}

#[test]
fn lc_05_co_05_what_was_taken_back_is_asked_again_and_nothing_is_booked_far_ahead() {
    let fixture = strict();
    let (debtor, lines) = three(&fixture);
    add_contact(&fixture);
    let today = fixture.app.today();
    let out = || fixture.app.read(|book| Ok(kept::message::of_debtor(book, debtor, i64::MAX, 10)?)).unwrap();
    verification::run(&fixture.app, today).unwrap();
    let first = out()[0].id;
    fixture.task(move |task| app::message::cancel(task, first, "they are moving house")).unwrap();
    assert_eq!(asked(&fixture, lines[0]), VerificationState::Required);
    assert_eq!(verification::run(&fixture.app, today).unwrap().invoices, 3);
    // The debtor's mail of this week is planned: a new line waits for the next one instead of booking it now.
    let later = offer(&fixture, 2, vec![line(31, today)]).lines[0].invoice;
    let run = verification::run(&fixture.app, today).unwrap();
    let [(held, reasons)] = &run.held_back[..] else { panic!("{run:?}") };
    assert_eq!((*held, reasons[0].code.as_str(), run.invoices), (debtor, "CONTACT_CO_05", 0));
    assert_eq!((asked(&fixture, later), out().len()), (VerificationState::Required, 2));
}

#[test]
fn lc_07_a_preview_says_what_the_submission_will() {
    let fixture = Fixture::new();
    let policy = VerificationPolicy { new_client_days: 0, new_debtor_invoices: 0, ..VerificationPolicy::default() };
    fixture.verify(policy);
    let lines: Vec<_> = (0..200).map(|number| line(number, fixture.app.today())).collect();
    let submission = fixture.submission(lines);
    let shown = preview(&fixture.app, "test", &submission).unwrap();
    let answer = submit(&fixture.app, "test", &submission, &mut |_| {}).unwrap();
    let states = |lines: &[app::schedule::Decided]| lines.iter().map(|line| line.state).collect::<Vec<_>>();
    assert_eq!(states(&shown.lines), states(&answer.lines));
    // 20 % of 200, give or take; the largest, which is the last, always.
    assert!((20..=60).contains(&answer.asked), "{}", answer.asked);
    assert_eq!(answer.lines[199].state, InvoiceState::Verifying);
}
