//! How a relationship fares: moods, complaints, the figures of a pair.

use crate::bank::{Entry, Paper};
use crate::book::ALPHA;
use crate::trade::{Trade, codes, customer, supplier};
use app::health::{give_mood, of_pair, set_days_before};
use domain::contact::{Health, Mood, Said, Seen};
use domain::dispute::CaseKind;
use domain::invoice::TransferMethod;
use jiff::civil::date;
use rust_decimal::dec;
use store::kept;

fn health(trade: &Trade) -> Health {
    let (client, debtor) = (trade.client_id("CLIENT-K"), trade.debtor("ALPHA"));
    let (today, now) = (trade.app.today(), trade.app.now().as_microsecond());
    trade.app.read(|reads| of_pair(reads, client, debtor, today, now)).unwrap()
}

#[test]
fn one_click_and_a_complaint_only_where_it_is_wanted() {
    let trade = Trade::new();
    let pair = (trade.client_id("CLIENT-K"), trade.debtor("ALPHA"));
    let feel = |mood, words: &'static str, complain| {
        trade.run(move |task| give_mood(task, pair, mood, &customer(), words, complain))
    };
    assert!(feel(Mood::Good, "", false).unwrap().complaint.is_none());
    assert!(feel(Mood::NotGood, "Too many letters.", false).unwrap().complaint.is_none());
    let complaint = feel(Mood::NotGood, "Too many letters.", true).unwrap().complaint.unwrap();
    let case = trade.case(complaint.case);
    // Two business days.
    assert_eq!((case.kind, case.due_on), (CaseKind::Complaint, date(2026, 3, 4)));
    assert_eq!(codes(feel(Mood::NotGood, "", true)), ["CASE_NO_WORDS"]);
    let of_client = trade.run(move |task| give_mood(task, pair, Mood::Good, &supplier(), "", false));
    assert_eq!(codes(of_client), ["MOOD_SIDE"]);
    assert!(trade.timeline(pair.0, Seen::CLIENT).iter().any(|words| words == "Asked how it is to work with us: good"));
    let found = health(&trade);
    assert_eq!(found.mood.value, Some(dec!(0.7)));
    assert!(found.mood.is_thin);
    assert!(found.verdict.starts_with("Worth a word"), "{}", found.verdict);
}

#[test]
fn days_to_pay_are_held_against_what_the_client_states() {
    let trade = Trade::new();
    let pair = (trade.client_id("CLIENT-K"), trade.debtor("ALPHA"));
    trade.run(move |task| set_days_before(task, pair, Some(40))).unwrap();
    assert_eq!(codes(trade.run(move |task| set_days_before(task, pair, Some(5_000)))), ["DAYS_BEFORE"]);
    assert_eq!(health(&trade).verdict, "Nothing has been paid yet: it is too early to tell.");
    let numbers: Vec<String> = (0..6).map(|number| format!("A-10{number}")).collect();
    let lines: Vec<(&str, &str, i64)> = numbers.iter().map(|number| ("ALPHA", number.as_str(), 10_000)).collect();
    let ids = trade.buy_all("CLIENT-K", &lines, TransferMethod::CreditTransfer);
    for id in &ids {
        trade.say(*id, Said::WillPay { on: date(2026, 3, 31), amount: None }).unwrap();
    }
    // All on 1 April: 30 days after their issue.
    let entries = numbers
        .iter()
        .map(|number| Entry::new(number, 10_000).from(ALPHA.0, ALPHA.1).paying(&[(number, None)]))
        .collect();
    trade.bank(&Paper::new("S-1", date(2026, 4, 1), 0, entries));
    let found = health(&trade);
    assert_eq!(found.days_to_pay.value, Some(dec!(30)));
    assert_eq!(found.days_change.value, Some(dec!(-10)));
    assert_eq!(found.promises_kept.value, Some(dec!(100)));
    assert_eq!(
        found.verdict,
        "Nothing here worries: payment comes 10 days sooner than before and 100 % of the promises to pay were kept."
    );
    assert!(found.disputes.is_thin && found.disputes.value == Some(dec!(0)), "{:?}", found.disputes);
    let relation = trade.app.read(|reads| Ok(kept::contact::relation(reads, pair.0, pair.1)?)).unwrap();
    assert_eq!(relation.days_to_pay_before, Some(40));
    trade.check();
}
