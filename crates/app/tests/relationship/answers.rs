//! CO-08, CO-10, CO-12: answers to one or five hundred invoices, promises kept and broken.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, usd};
use crate::trade::{Trade, codes, customer, supplier};
use app::answer::{ANSWERS, Ended, GivenAnswer, Giver, give, run};
use app::cash;
use domain::contact::{AnswerKind, AnswerState, ContactState, Said};
use domain::dispute::{CaseKind, DisputeReason};
use domain::id::InvoiceId;
use domain::invoice::TransferMethod;
use jiff::civil::{Date, date};
use store::kept;

const fn will_pay(on: Date) -> Said {
    Said::WillPay { on, amount: None }
}

/// ALPHA pays an invoice on a day.
fn pays(trade: &Trade, reference: &str, day: Date, opening: i64, number: &str, amount: i64) {
    let entry = Entry::new(reference, amount).from(ALPHA.0, ALPHA.1).paying(&[(number, Some(amount))]);
    trade.bank(&Paper::new(&format!("S-{reference}"), day, opening, vec![entry]));
}

fn states(trade: &Trade, invoice: InvoiceId) -> Vec<AnswerState> {
    trade.answers(invoice).iter().map(|answer| answer.state).collect()
}

#[test]
fn co_08_a_promise_stops_contact_until_three_business_days_after_its_date() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    // Friday 13 March; Monday, Tuesday, Wednesday.
    let outcome = trade.say(invoice, will_pay(date(2026, 3, 13))).unwrap();
    assert_eq!(outcome.taken[0].until, Some(date(2026, 3, 18)));
    let debtor = trade.debtor("ALPHA");
    let running = |day| trade.app.read(|reads| Ok(kept::answer::running(reads, &[debtor.0], day)?)).unwrap().len();
    assert_eq!((running(date(2026, 3, 18)), running(date(2026, 3, 19))), (1, 0));
    // Money on its way: five business days from today.
    let paid = Said::Paid { on: date(2026, 2, 27), how: "wire".into() };
    assert_eq!(trade.say(invoice, paid).unwrap().taken[0].until, Some(date(2026, 3, 9)));
    assert_eq!(states(&trade, invoice), [AnswerState::Replaced, AnswerState::Running]);
}

#[test]
fn co_10_a_promise_is_kept_by_money_in_time_and_broken_by_its_day() {
    let trade = Trade::new();
    let ids = trade.buy_all(
        "CLIENT-K",
        &[
            ("ALPHA", "A-101", 100_000),
            ("ALPHA", "A-102", 100_000),
            ("ALPHA", "A-103", 100_000),
            ("ALPHA", "A-104", 100_000),
        ],
        TransferMethod::Wire,
    );
    for id in &ids {
        trade.say(*id, will_pay(date(2026, 3, 9))).unwrap();
    }
    // Thursday 12 March is the third day after; the 13th is one too late.
    pays(&trade, "E1", date(2026, 3, 12), 0, "A-101", 100_000);
    assert_eq!(states(&trade, ids[0]), [AnswerState::Kept], "in the unit that books the money");
    assert_eq!(run(&trade.app, "daily").unwrap(), Ended::default());
    pays(&trade, "E2", date(2026, 3, 13), 100_000, "A-102", 100_000);
    assert_eq!(states(&trade, ids[1]), [AnswerState::Broken], "it came, a day late");
    // A part is not what was promised.
    pays(&trade, "E3", date(2026, 3, 13), 200_000, "A-103", 60_000);
    assert_eq!(states(&trade, ids[2]), [AnswerState::Broken]);
    assert_eq!(run(&trade.app, "daily").unwrap(), Ended { broken: 1, ..Ended::default() });
    assert_eq!(run(&trade.app, "daily").unwrap(), Ended::default(), "once");
    assert_eq!(states(&trade, ids[3]), [AnswerState::Broken]);
    let debtor = trade.debtor("ALPHA");
    let broken = trade.app.read(|reads| Ok(kept::answer::broken_promises(reads, &[debtor.0], date(2026, 1, 1))?));
    assert_eq!(broken.unwrap(), [(debtor, 3)], "what CR-07 counts");
    trade.check();
}

#[test]
fn co_10_a_promised_part_is_kept_by_that_part() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    trade.say(invoice, Said::WillPay { on: date(2026, 3, 9), amount: Some(usd(40_000)) }).unwrap();
    pays(&trade, "E1", date(2026, 3, 9), 0, "A-101", 40_000);
    assert_eq!(states(&trade, invoice), [AnswerState::Kept]);
    trade.check();
}

#[test]
fn co_10_a_promise_that_is_moved_after_its_day_is_broken_all_the_same() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    trade.say(invoice, will_pay(date(2026, 3, 6))).unwrap();
    trade.on(date(2026, 3, 9));
    trade.say(invoice, will_pay(date(2026, 3, 10))).unwrap();
    assert_eq!(states(&trade, invoice), [AnswerState::Replaced, AnswerState::Running], "moved in time");
    trade.on(date(2026, 3, 15));
    trade.say(invoice, will_pay(date(2026, 3, 31))).unwrap();
    assert_eq!(states(&trade, invoice), [AnswerState::Replaced, AnswerState::Broken, AnswerState::Running]);
}

#[test]
fn co_10_an_application_taken_back_lets_the_promise_run_again() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    trade.say(invoice, will_pay(date(2026, 3, 9))).unwrap();
    pays(&trade, "E1", date(2026, 3, 6), 0, "A-101", 100_000);
    assert_eq!(states(&trade, invoice), [AnswerState::Kept]);
    let receipt = trade.entry_id("E1");
    trade.run(move |task| cash::undo(task, receipt, invoice, "it was for another")).unwrap();
    assert_eq!(states(&trade, invoice), [AnswerState::Running]);
    trade.on(date(2026, 3, 20));
    assert_eq!(run(&trade.app, "daily").unwrap().broken, 1);
    trade.check();
}

#[test]
fn co_08_money_on_its_way_that_is_not_seen_breaks_no_promise() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    trade.say(invoice, Said::Paid { on: date(2026, 3, 2), how: String::new() }).unwrap();
    trade.on(date(2026, 3, 10));
    assert_eq!(run(&trade.app, "daily").unwrap(), Ended { not_seen: 1, ..Ended::default() });
    assert_eq!(states(&trade, invoice), [AnswerState::NotSeen]);
}

#[test]
fn co_12_the_same_answer_again_changes_nothing() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    let giver = trade.giver(None);
    let answers = vec![GivenAnswer { invoice, said: will_pay(date(2026, 3, 31)) }];
    // The same request sent again: the key answers. A second click in a new request: the answer itself is known.
    let send = |key: &str| {
        let (giver, answers) = (giver.clone(), answers.clone());
        trade.app.run(trade.asked(key, b"will pay"), move |task| give(task, &giver, &answers)).unwrap()
    };
    let first = send("link-1/1");
    assert_eq!(send("link-1/1"), first);
    let second = send("link-1/2");
    assert!(first.taken[0].is_new && !second.taken[0].is_new && second.event.is_none());
    assert_eq!(trade.answers(invoice).len(), 1);
    let told = trade.timeline(trade.client_id("CLIENT-K"), domain::contact::Seen::CLIENT);
    assert_eq!(told.iter().filter(|words| words.contains("will pay on 31 March 2026")).count(), 1);
}

#[test]
fn co_12_five_hundred_answers_at_once_one_entry_per_kind() {
    let trade = Trade::new();
    let numbers: Vec<String> = (0..500).map(|number| format!("A-{number}")).collect();
    let lines: Vec<(&str, &str, i64)> = numbers.iter().map(|number| ("ALPHA", number.as_str(), 10_000)).collect();
    let ids = trade.buy_all("CLIENT-K", &lines, TransferMethod::CreditTransfer);
    let answers: Vec<GivenAnswer> = ids
        .iter()
        .enumerate()
        .map(|(place, invoice)| {
            let said = match place % 5 {
                0 => Said::Disputed { reason: DisputeReason::Price, amount: Some(usd(1_000)), words: String::new() },
                1 => Said::Confirmed { words: String::new() },
                2 => Said::Paid { on: date(2026, 3, 2), how: "wire".into() },
                3 => Said::NotReceived { words: String::new() },
                _ => will_pay(date(2026, 3, 31)),
            };
            GivenAnswer { invoice: *invoice, said }
        })
        .collect();
    let giver = trade.giver(None);
    let outcome = trade.run(move |task| give(task, &giver, &answers)).unwrap();
    assert_eq!(outcome.taken.len(), 500);
    assert_eq!(outcome.taken.iter().filter(|taken| taken.case.is_some()).count(), 200);
    assert_eq!(trade.availability().ineligible, usd(100 * 1_000));
    // One message for a hundred disputes, one for a hundred copies.
    let debtor = trade.debtor("ALPHA");
    let sent = trade.app.read(|reads| Ok(kept::message::of_debtor(reads, debtor, i64::MAX, 1_000)?)).unwrap();
    assert_eq!(sent.len(), 2);
    let told = trade.timeline(trade.client_id("CLIENT-K"), domain::contact::Seen::CLIENT);
    assert_eq!(told.iter().filter(|words| words.starts_with("Invoices A-")).count(), 5, "{told:?}");
    assert!(told.iter().any(|words| words.contains("and 90 more: will pay on 31 March 2026.")), "{told:?}");
    trade.check();
}

#[test]
fn co_12_every_problem_of_every_answer_at_once_and_nothing_is_kept() {
    let trade = Trade::new();
    let ids = trade.buy_all(
        "CLIENT-K",
        &[("ALPHA", "A-101", 100_000), ("ALPHA", "A-102", 100_000), ("BETA", "B-1", 100_000)],
        TransferMethod::Wire,
    );
    let said = [
        (ids[0], will_pay(date(2026, 3, 1))),
        (ids[1], Said::WillPay { on: date(2028, 1, 1), amount: Some(usd(100_001)) }),
        (ids[1], Said::Paid { on: date(2026, 3, 3), how: String::new() }),
        // BETA's invoice is no invoice of ALPHA.
        (ids[2], Said::Confirmed { words: String::new() }),
    ];
    let answers: Vec<GivenAnswer> = said.into_iter().map(|(invoice, said)| GivenAnswer { invoice, said }).collect();
    let giver = trade.giver(None);
    let refused = trade.run(move |task| give(task, &giver, &answers));
    assert_eq!(
        codes(refused),
        ["ANSWER_DAY", "ANSWER_DAY", "ANSWER_AMOUNT", "ANSWER_TWICE", "ANSWER_DAY", "ANSWER_INVOICE"]
    );
    assert!(trade.answers(ids[0]).is_empty());
    let many = vec![GivenAnswer { invoice: ids[0], said: will_pay(date(2026, 3, 31)) }; ANSWERS + 1];
    let giver = trade.giver(None);
    assert_eq!(codes(trade.run(move |task| give(task, &giver, &many))), ["ANSWERS"]);
    // A client passes on answers to its own invoices only.
    let giver = Giver { client: Some(trade.client_id("CLIENT-B")), by: supplier(), ..trade.giver(None) };
    let one = vec![GivenAnswer { invoice: ids[0], said: will_pay(date(2026, 3, 31)) }];
    assert_eq!(codes(trade.run(move |task| give(task, &giver, &one))), ["ANSWER_INVOICE"]);
}

#[test]
fn co_12_disputed_and_wrong_contact_have_their_effect() {
    let trade = Trade::new();
    let invoice = trade.buy("ALPHA", "A-101", 100_000);
    let said = Said::Disputed { reason: DisputeReason::NotReceived, amount: None, words: "Nothing came.".into() };
    let outcome = trade.say(invoice, said).unwrap();
    assert_eq!((outcome.taken[0].kind, outcome.taken[0].case), (AnswerKind::Disputed, Some(1)));
    assert_eq!(trade.availability().ineligible, usd(100_000));
    let contact = trade.person("", Some("ALPHA"), "ap@alpha.example").id;
    let giver = trade.giver(Some(contact));
    let words = "Please ask billing@alpha.example.".to_owned();
    let answers = vec![GivenAnswer { invoice, said: Said::WrongContact { words } }];
    trade.run(move |task| give(task, &giver, &answers)).unwrap();
    let kept_contact = trade.app.read(|reads| Ok(kept::contact::get(reads, contact)?)).unwrap().unwrap();
    assert_eq!(kept_contact.state, ContactState::Wrong);
    let debtor = trade.debtor("ALPHA");
    let cases = trade.app.read(|reads| Ok(kept::relation_case::of_debtor(reads, debtor)?)).unwrap();
    assert_eq!(cases[0].kind, CaseKind::Correction);
    assert_eq!(cases[0].opened_by, customer());
    trade.check();
}
