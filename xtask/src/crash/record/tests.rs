//! The campaign can fail: each way of being wrong is planted and found.

use super::{Answer, Found, Judged, Told, Write, count, invoice, judge, take_again};
use serde_json::json;

fn answer(status: u16, body: &str) -> Answer {
    Answer { status, body: body.to_owned() }
}

fn write(number: &str, told: Told) -> Write {
    Write {
        key: format!("key-{number}"),
        mark: invoice(number),
        path: "/clients/SELLER/schedules".to_owned(),
        media: "application/json",
        body: "{}".to_owned(),
        told,
    }
}

fn done() -> Told {
    Told::Done(answer(201, "{\"number\":1}"))
}

/// What a book holds with these invoices in its events.
fn book(numbers: &[&str]) -> Found {
    let mut found = Found::new();
    for number in numbers {
        count(&json!({"kind": "INVOICE_PURCHASED", "facts": {"number": number}}), &mut found);
        count(&json!({"kind": "SCHEDULE_DECIDED", "facts": {"bought": 1}}), &mut found);
    }
    found
}

#[test]
fn what_was_acknowledged_once_is_there_once_and_the_rest_once_or_not_at_all() {
    let writes = [write("A", done()), write("B", Told::Nothing), write("C", Told::Nothing), write("D", Told::NotKept)];
    assert_eq!(judge(&writes, &book(&["A", "B"])), Judged::default());
}

#[test]
fn a_lost_write_is_found() {
    let writes = [write("A", done()), write("B", done())];
    let judged = judge(&writes, &book(&["A"]));
    assert_eq!(judged.lost, ["invoice B under key key-B was acknowledged and is not there"]);
    assert!(judged.doubled.is_empty() && judged.denied.is_empty(), "{judged:?}");
}

#[test]
fn a_doubled_write_is_found_whether_it_was_acknowledged_or_not() {
    for told in [done(), Told::Nothing] {
        let judged = judge(&[write("A", told)], &book(&["A", "A"]));
        assert_eq!(judged.doubled, ["invoice A under key key-A is there 2 times"]);
        assert!(judged.lost.is_empty(), "{judged:?}");
    }
}

#[test]
fn a_purchase_done_again_counts_though_its_guard_refused_it() {
    let mut found = book(&["A"]);
    count(&json!({"kind": "INVOICE_REFUSED", "facts": {"number": "A"}}), &mut found);
    assert_eq!(judge(&[write("A", done())], &found).doubled.len(), 1);
}

#[test]
fn what_is_kept_though_it_was_refused_is_found() {
    assert_eq!(judge(&[write("A", Told::NotKept)], &book(&["A"])).denied.len(), 1);
}

#[test]
fn another_answer_to_the_same_key_is_found() {
    let mut known = write("A", done());
    assert_eq!(take_again(&mut known, answer(201, "{\"number\":1}")), Ok(()));
    let found = take_again(&mut known, answer(201, "{\"number\":2}")).unwrap_err();
    assert!(found.contains("invoice A") && found.contains("\"number\":2"), "{found}");
    assert!(take_again(&mut known, answer(503, "{}")).is_err());
}

#[test]
fn a_write_nobody_heard_of_is_done_when_it_is_asked_again() {
    let mut open = write("A", Told::Nothing);
    assert!(take_again(&mut open, answer(422, "{}")).is_err(), "a refusal is no answer to what may be there");
    assert_eq!(take_again(&mut open, answer(201, "{}")), Ok(()));
    assert_eq!(open.told, Told::Done(answer(201, "{}")));
}
