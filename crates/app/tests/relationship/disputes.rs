//! LC-08, GL-18: cases raised, talked about, settled; who may do what, and who reads it.

use crate::book::usd;
use crate::trade::{Trade, codes, customer, factor, supplier};
use app::dispute::{add_words, open, reopen, reply, resolve, set_owner};
use domain::contact::{MessageState, Purpose, Seen};
use domain::dispute::{CaseKind, CaseState, DisputeReason, NewCase, Outcome, OutcomeKind, Side, Speaker};
use domain::id::CaseId;
use domain::invoice::TransferMethod;
use jiff::civil::date;
use store::kept;

fn messages(trade: &Trade) -> Vec<kept::message::Message> {
    let debtor = trade.debtor("ALPHA");
    trade.app.read(|reads| Ok(kept::message::of_debtor(reads, debtor, i64::MAX, 100)?)).unwrap()
}

fn question(trade: &Trade, kind: CaseKind, words: &str, by: Speaker) -> NewCase {
    NewCase {
        kind,
        debtor: trade.debtor("ALPHA"),
        client: Some(trade.client_id("CLIENT-K")),
        invoice: None,
        reason: None,
        amount: None,
        words: words.into(),
        by,
    }
}

#[test]
fn lc_08_the_client_is_told_the_same_day_and_contact_stops() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 250_000);
    let opened = trade.dispute(invoice, Some(50_000)).unwrap();
    let case = trade.case(opened.case);
    assert_eq!((case.state, case.client_told_on), (CaseState::ClientNotified, Some(date(2026, 3, 2))));
    assert_eq!((case.owner.as_str(), case.due_on), ("Imogen Harrowgate", date(2026, 4, 1)));
    let sent = messages(&trade);
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].purpose, sent[0].recipient.as_str()), (Purpose::ToClient, "ben@client-k.example"));
    assert_eq!((sent[0].state, sent[0].body.case), (MessageState::Queued, Some(opened.case)));
    for said in ["A-101", "Two pallets were wet.", "Imogen Harrowgate"] {
        assert!(sent[0].words.contains(said), "{said} is not in\n{}", sent[0].words);
    }
    let debtor = trade.debtor("ALPHA");
    let frozen = trade.app.read(|reads| Ok(kept::relation_case::open_disputes(reads, &[debtor.0])?)).unwrap();
    assert_eq!((frozen[0].invoice, frozen[0].amount), (invoice, usd(50_000)));
    let id = opened.case;
    trade.run(move |task| resolve(task, id, customer(), Outcome::of(OutcomeKind::FullPay), "We found them.")).unwrap();
    let frozen = trade.app.read(|reads| Ok(kept::relation_case::open_disputes(reads, &[debtor.0])?)).unwrap();
    assert!(frozen.is_empty());
    trade.check();
}

#[test]
fn lc_08_a_dispute_is_taken_also_when_nobody_can_be_told() {
    let trade = Trade::silent();
    let invoice = trade.buy("ALPHA", "A-101", 250_000);
    let opened = trade.dispute(invoice, None).unwrap();
    assert_eq!(trade.case(opened.case).state, CaseState::Opened);
    assert_eq!(trade.availability().ineligible, usd(250_000));
    let client = trade.client_id("CLIENT-K");
    let of_factor = trade.timeline(client, Seen::FACTOR);
    assert!(of_factor.iter().any(|words| words.contains("could not be told")), "{of_factor:?}");
    let of_debtor = trade.timeline(client, Seen::DEBTOR);
    assert!(!of_debtor.iter().any(|words| words.contains("could not be told")), "{of_debtor:?}");
    // The next day somebody is there.
    let trade = Trade { world: trade.world };
    trade.on(date(2026, 3, 3));
    trade.person("CLIENT-K", None, "ben@client-k.example");
    let sender = domain::contact::Sender {
        email: "desk@lantern.example".into(),
        phone: "+1 212 555 0100".into(),
        ..domain::contact::Sender::default()
    };
    trade.run(move |task| app::policy::save(task, domain::contact::Sender::POLICY, &sender, Vec::new())).unwrap();
    app::dispute::run(&trade.app, "daily").unwrap();
    assert_eq!(trade.case(opened.case).client_told_on, Some(date(2026, 3, 3)));
    trade.check();
}

#[test]
fn lc_08_the_same_dispute_again_is_the_one_that_is_open() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 250_000);
    let first = trade.dispute(invoice, Some(50_000)).unwrap();
    let again = trade.dispute(invoice, Some(50_000)).unwrap();
    assert_eq!((again.case, again.is_new), (first.case, false));
    assert_eq!((trade.case(first.case).words.len(), messages(&trade).len()), (1, 1));
    assert!(first.is_new);
}

#[test]
fn lc_08_words_owner_settlement_and_opening_again() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 250_000);
    let id = trade.dispute(invoice, Some(50_000)).unwrap().case;
    trade.run(move |task| add_words(task, id, supplier(), "We look into it.")).unwrap();
    trade.run(move |task| add_words(task, id, supplier(), "We look into it.")).unwrap();
    let case = trade.case(id);
    assert_eq!((case.state, case.words.len()), (CaseState::UnderDiscussion, 2), "said once");
    let stranger = trade.run(move |task| set_owner(task, id, &supplier(), "Somebody"));
    assert_eq!(codes(stranger), ["CASE_NOT_YOURS_TO_ASSIGN"]);
    trade.run(move |task| set_owner(task, id, &factor(), "R. Quill")).unwrap();
    assert_eq!(trade.case(id).owner, "R. Quill");
    let settle = |by, outcome| trade.run(move |task| resolve(task, id, by, outcome, ""));
    // Whose word is whose.
    assert_eq!(codes(settle(supplier(), Outcome::of(OutcomeKind::FullPay))), ["CASE_NOT_YOURS_TO_SETTLE"]);
    assert_eq!(codes(settle(customer(), Outcome::credit(usd(1)))), ["CASE_NOT_YOURS_TO_SETTLE"]);
    assert_eq!(codes(settle(factor(), Outcome::of(OutcomeKind::Withdrawn))), ["CASE_NOT_YOURS_TO_SETTLE"]);
    assert_eq!(codes(settle(factor(), Outcome::of(OutcomeKind::Answered))), ["CASE_NOT_YOURS_TO_SETTLE"]);
    assert_eq!(codes(settle(supplier(), Outcome::credit(usd(50_001)))), ["CASE_TOO_MUCH"]);
    assert_eq!(codes(settle(supplier(), Outcome::of(OutcomeKind::Credit))), ["CASE_CREDIT_AMOUNT"]);
    settle(supplier(), Outcome::credit(usd(50_000))).unwrap();
    settle(supplier(), Outcome::credit(usd(50_000))).unwrap();
    assert_eq!(trade.case(id).words.len(), 3, "settled once");
    assert_eq!(codes(trade.run(move |task| add_words(task, id, customer(), "And now?"))), ["CASE_SETTLED"]);
    trade.run(move |task| reopen(task, id, customer(), "No credit note came.")).unwrap();
    let case = trade.case(id);
    assert_eq!((case.state, case.due_on), (CaseState::UnderDiscussion, date(2026, 4, 1)), "LC-09 counts on");
    assert_eq!(codes(trade.run(move |task| reopen(task, id, customer(), "x"))), ["CASE_OPEN"]);
    trade.check();
}

#[test]
fn gl_18_a_dispute_says_all_that_is_wrong_with_it_at_once() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 250_000);
    let mut new = question(&trade, CaseKind::Dispute, "", Speaker::new(Side::Debtor, " "));
    let refused = trade.run(move |task| open(task, new));
    assert_eq!(codes(refused), ["CASE_NO_NAME", "CASE_NO_REASON", "CASE_NO_WORDS", "CASE_NO_INVOICE"]);
    new = question(&trade, CaseKind::Dispute, "", customer());
    (new.invoice, new.reason) = (Some(invoice), Some(DisputeReason::Price));
    new.amount = Some(usd(250_001));
    let over = new.clone();
    // GL-54: a claim never goes beyond what is owed.
    assert_eq!(codes(trade.run(move |task| open(task, over))), ["CASE_TOO_MUCH"]);
    new.amount = Some(usd(0));
    assert_eq!(codes(trade.run(move |task| open(task, new))), ["CASE_NO_AMOUNT"]);
    let asks = question(&trade, CaseKind::Proof, "Show me.", supplier());
    assert_eq!(codes(trade.run(move |task| open(task, asks))), ["CASE_NOT_YOURS_TO_OPEN"]);
}

#[test]
fn a_debtor_reaches_its_own_invoices_only_and_a_client_sees_no_case_of_another() {
    let trade = Trade::new();
    let other = trade.buy("BETA", "B-1", 100_000);
    let refused = trade.dispute(other, None);
    assert!(matches!(refused, Err(app::Error::NotFound(_))), "{refused:?}");
    // ALPHA buys of two clients, disputes the invoice of one, complains of the factor.
    let of_b = trade.buy_from("CLIENT-B", "ALPHA", "X-1", 100_000, TransferMethod::CreditTransfer);
    trade.dispute(of_b, None).unwrap();
    let mut of_factor = question(&trade, CaseKind::Complaint, "You write too often.", customer());
    of_factor.client = None;
    trade.run(move |task| open(task, of_factor)).unwrap();
    let (k, b) = (trade.client_id("CLIENT-K"), trade.client_id("CLIENT-B"));
    let told = trade.timeline(k, Seen::CLIENT);
    assert!(!told.iter().any(|words| words.starts_with("C-")), "{told:?}");
    let of_k = trade.app.read(|reads| Ok(kept::view::relationship::cases_of_client(reads, k, 100)?)).unwrap();
    assert!(of_k.is_empty());
    let of_b = trade.app.read(|reads| Ok(kept::view::relationship::cases_of_client(reads, b, 100)?)).unwrap();
    assert_eq!(of_b.len(), 1);
    assert_eq!((of_b[0].invoice.as_deref(), of_b[0].debtor_code.as_str()), (Some("X-1"), "ALPHA"));
    // The factor and the debtor read of the complaint beside each supplier.
    for by in [Seen::FACTOR, Seen::DEBTOR] {
        assert!(trade.timeline(k, by).iter().any(|words| words.contains("too often")));
    }
    let (open, count) = trade.app.read(|reads| Ok(kept::view::relationship::open_cases(reads, 0)?)).unwrap();
    assert_eq!((open.len(), count), (2, 2));
    assert_eq!(open[0].case.kind, CaseKind::Complaint, "the shortest clock first");
    trade.check();
}

#[test]
fn a_question_is_answered_by_mail_within_its_clock() {
    let trade = Trade::new();
    let asks = question(&trade, CaseKind::Question, "Which account is right?", customer());
    let (first, second) = (asks.clone(), asks);
    let opened = trade.run(move |task| open(task, first)).unwrap();
    // Asked on Monday: answered by Tuesday.
    assert_eq!(trade.case(opened.case).due_on, date(2026, 3, 3));
    assert!(!trade.run(move |task| open(task, second)).unwrap().is_new);
    let id: CaseId = opened.case;
    let queued = trade.run(move |task| reply(task, id, factor(), "The one on the notice.", None)).unwrap();
    let message = trade.app.read(|reads| Ok(kept::message::get(reads, queued.message)?)).unwrap().unwrap();
    assert_eq!((message.purpose, message.recipient.as_str()), (Purpose::Reply, "ap@alpha.example"));
    assert!(message.words.contains("The one on the notice."), "{}", message.words);
    let case = trade.case(id);
    assert_eq!((case.state, case.words.len()), (CaseState::UnderDiscussion, 2));
    let answered = Outcome::of(OutcomeKind::Answered);
    trade.run(move |task| resolve(task, id, factor(), answered, "")).unwrap();
    assert!(!trade.case(id).is_open());
}
