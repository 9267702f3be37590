//! CR-14 5, GL-06, GL-09, GL-10: what a dispute takes out of the base, to the cent, and when it comes back.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, usd};
use crate::trade::{Trade, customer, factor, supplier};
use app::dispute::{reopen, resolve, run};
use app::schedule;
use domain::dispute::{Outcome, OutcomeKind};
use domain::invoice::TransferMethod;
use domain::letter::Language;
use domain::money::Money;
use jiff::civil::date;

/// Client K hands in a credit note for an invoice.
fn credit_note(trade: &Trade, number: &str, corrects: &str, amount: &str) {
    let today = trade.app.today();
    let due = today.saturating_add(jiff::Span::new().days(30));
    let text = format!(
        "debtor,number,issued,due,amount,currency,kind,corrects\nalpha,{number},{today},{due},{amount},USD,credit note,{corrects}\n\
         alpha,FILLER-{number},{today},{due},1.00,USD,,\n"
    );
    let file = (format!("{number}.csv"), text.into_bytes());
    let read = schedule::read_files(
        &trade.app,
        "CLIENT-K",
        Some("credere"),
        std::slice::from_ref(&file),
        TransferMethod::CreditTransfer,
    )
    .unwrap();
    let answer = schedule::submit(&trade.app, "test", &read, &mut |_| {}).unwrap();
    assert_eq!((answer.rejected.len(), answer.credits), (0, 1), "{answer:?}");
}

#[test]
fn cr_14_a_part_dispute_takes_out_its_part_to_the_cent() {
    let trade = Trade::new();
    let one = trade.buy("ALPHA", "A-101", 1_000_001);
    trade.buy("ALPHA", "A-102", 650_000);
    let before = trade.availability();
    // 0.85 x 16,500.01 = 14,025.0085, rounded down; it is all employed but for a cent's fraction.
    assert_eq!((before.advance_value, before.unfloored), (usd(1_402_500), usd(0)));
    let opened = trade.dispute(one, Some(123_456)).unwrap();
    let found = trade.availability();
    // 0.85 x (16,500.01 - 1,234.56) = 0.85 x 15,265.45 = 12,975.6325
    assert_eq!(found.advance_value, usd(1_297_563));
    assert_eq!(found.net_funds_employed, before.net_funds_employed, "GL-08: nothing was booked");
    assert_eq!(found.required_reserve, usd(1_650_001 - 1_297_563), "GL-06");
    assert_eq!(found.over_advance, usd(1_402_500 - 1_297_563), "GL-10");
    assert_eq!(found.ineligible, usd(123_456));
    let line = (format!("not eligible: dispute C-{} on invoice A-101", opened.number), usd(123_456).to_string());
    assert!(found.proof.inputs.contains(&line), "{:?}", found.proof.inputs);
    trade.check();
}

#[test]
fn cr_14_several_disputes_never_take_out_more_than_is_open() {
    let trade = Trade::new();
    let one = trade.buy("ALPHA", "A-101", 100_000);
    trade.buy("ALPHA", "A-102", 50_000);
    trade.dispute(one, Some(60_000)).unwrap();
    // The rest of it may be disputed, and not a cent more.
    let more = trade.dispute(one, Some(40_001));
    assert_eq!(crate::trade::codes(more), ["CASE_TOO_MUCH"]);
    trade.dispute(one, Some(40_000)).unwrap();
    assert_eq!(trade.availability().ineligible, usd(100_000));
    // What is paid of it meanwhile is no longer open, and so not taken out twice.
    let entry = Entry::new("E1", 70_000).from(ALPHA.0, ALPHA.1).paying(&[("A-101", Some(70_000))]);
    trade.bank(&Paper::new("S-1", date(2026, 3, 9), 0, vec![entry]));
    assert_eq!(trade.availability().ineligible, usd(30_000));
    trade.check();
}

#[test]
fn lc_08_what_a_settlement_does_to_the_base() {
    let trade = Trade::new();
    let one = trade.buy("ALPHA", "A-101", 100_000);
    trade.buy("ALPHA", "A-102", 100_000);
    let case = trade.dispute(one, Some(30_000)).unwrap().case;
    let settle = |outcome: Outcome, by| trade.run(move |task| resolve(task, case, by, outcome, ""));
    let again = || trade.run(move |task| reopen(task, case, customer(), "It is not settled.")).unwrap();
    settle(Outcome::of(OutcomeKind::FullPay), customer()).unwrap();
    assert_eq!(trade.availability().ineligible, usd(0));
    again();
    assert_eq!(trade.availability().ineligible, usd(30_000));
    settle(Outcome::of(OutcomeKind::RejectedByDebtor), customer()).unwrap();
    assert_eq!(trade.availability().ineligible, usd(30_000), "nobody will pay it");
    again();
    // The client agrees to credit two thirds: that much stays out until its credit note is booked.
    let settled = settle(Outcome::credit(usd(20_000)), supplier()).unwrap();
    assert!(
        settled.words.last().unwrap().text(Language::English).contains("until then this amount stays out"),
        "{settled:?}"
    );
    assert_eq!(trade.availability().ineligible, usd(20_000));
    credit_note(&trade, "CN-1", "A-101", "150.00");
    assert_eq!(trade.invoice(one).open, 85_000);
    assert_eq!(trade.availability().ineligible, usd(5_000));
    credit_note(&trade, "CN-2", "A-101", "50.00");
    assert_eq!(trade.availability().ineligible, usd(0));
    trade.check();
}

#[test]
fn property_8_no_reserve_is_released_on_what_is_disputed() {
    let trade = Trade::new();
    trade.set_client_account("CLIENT-K", Some(crate::book::account("Client K", "5500660077")));
    let one = trade.buy("ALPHA", "A-101", 1_000_000);
    trade.buy("ALPHA", "A-102", 1_000_000);
    let entry = Entry::new("E1", 1_000_000).from(ALPHA.0, ALPHA.1).paying(&[("A-102", None)]);
    trade.bank(&Paper::new("S-1", date(2026, 3, 9), 0, vec![entry]));
    let client = trade.client_id("CLIENT-K");
    let calendar = trade.app.factor().calendar;
    let plan = || {
        let today = trade.app.today();
        trade.app.read(|reads| app::cash::rebate_plan(reads, calendar, client, today, true)).unwrap().remove(0)
    };
    let free = plan();
    assert!(free.total.minor > 0, "{free:?}");
    let case = trade.dispute(one, Some(900_000)).unwrap();
    let held = plan();
    assert_eq!(held.total, usd(0), "{held:?}");
    let named = format!("not eligible: dispute C-{} on invoice A-101", case.number);
    assert!(held.availability_proof.inputs.iter().any(|(name, _)| *name == named), "{:?}", held.availability_proof);
    let of_case = case.case;
    let by = customer();
    trade.run(move |task| resolve(task, of_case, by, Outcome::of(OutcomeKind::Withdrawn), "")).unwrap();
    assert_eq!(plan().total, free.total);
    trade.check();
}

#[test]
fn lc_09_a_dispute_of_thirty_days_is_a_breach_and_a_paid_one_is_settled() {
    let trade = Trade::new();
    let ids =
        trade.buy_all("CLIENT-K", &[("ALPHA", "A-101", 100_000), ("ALPHA", "A-102", 100_000)], TransferMethod::Wire);
    let old = trade.dispute(ids[0], None).unwrap().case;
    let paid = trade.dispute(ids[1], Some(10_000)).unwrap().case;
    let entry = Entry::new("E1", 100_000).from(ALPHA.0, ALPHA.1).paying(&[("A-102", None)]);
    trade.bank(&Paper::new("S-1", date(2026, 3, 9), 0, vec![entry]));
    let done = run(&trade.app, "daily").unwrap();
    assert_eq!((done.settled, done.breached), (1, 0));
    assert_eq!(trade.case(paid).settled.unwrap().outcome, Outcome::of(OutcomeKind::FullPay));
    // Opened on 2 March: the 30 days are over after 1 April.
    trade.on(date(2026, 4, 1));
    assert_eq!(run(&trade.app, "daily").unwrap().breached, 0);
    trade.on(date(2026, 4, 2));
    assert_eq!(run(&trade.app, "daily").unwrap().breached, 1);
    assert_eq!(trade.case(old).breached_on, Some(date(2026, 4, 2)));
    assert_eq!(run(&trade.app, "daily").unwrap(), app::dispute::CaseRun::default(), "told once");
    // Refused for good is a breach at once.
    let three = trade.buy("ALPHA", "A-103", 100_000);
    let case = trade.dispute(three, None).unwrap().case;
    let refused = Outcome::of(OutcomeKind::RejectedByDebtor);
    let settled = trade.run(move |task| resolve(task, case, factor(), refused, "They told us on the phone.")).unwrap();
    assert_eq!(settled.breached_on, Some(date(2026, 4, 2)));
    assert_eq!(trade.availability().ineligible, Money::new(200_000, domain::money::Currency::USD));
    trade.check();
}
