//! What the doors refuse is counted by its code, whoever refused: a use case, or what reads a request before one is asked.

use super::program::Program;
use super::serving::{Serving, ask};
use super::standing::purchase;
use std::collections::BTreeMap;

/// Every code and how often an answer refused by it.
fn refusals(serving: &Serving) -> BTreeMap<String, u64> {
    let page = serving.get("/metrics", &[]).text;
    let lines = page.lines().filter_map(|line| line.strip_prefix("credere_refusals_total{code=\"")?.split_once("\"} "));
    lines.map(|(code, count)| (code.to_owned(), count.parse().unwrap())).collect()
}

/// What is counted more than before.
fn more(serving: &Serving, before: &mut BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let now = refusals(serving);
    let grown = now.iter().map(|(code, count)| (code.clone(), count - before.get(code).unwrap_or(&0)));
    let grown = grown.filter(|(_, more)| *more > 0).collect();
    *before = now;
    grown
}

fn once(code: &str) -> Vec<(String, u64)> {
    vec![(code.to_owned(), 1)]
}

/// Method, path, headers, body; the status and the code it is counted by.
type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a str, u16, &'a str);

#[test]
fn every_refusal_at_the_doors_is_counted_once_by_its_code_also_where_no_use_case_was_asked() {
    let program = Program::new();
    let serving = Serving::start(&program, "info");
    let bearer = format!("Bearer {}", serving.token);
    let mut before = refusals(&serving);
    let path = "/api/v1/clients/SELLER/schedules";
    let whole = ["authorization: yes", "content-type: application/json", "idempotency-key: 12345678"];
    let large = format!("{{\"lines\":\"{}\"}}", "x".repeat(4 * 1024 * 1024));
    let plain = ["authorization: yes", "content-type: text/plain", "idempotency-key: 12345678"];
    let short_key = ["authorization: yes", "content-type: application/json", "idempotency-key: 1"];
    let cases: [Case<'_>; 13] = [
        ("POST", path, &whole, "{\"lines\": [", 400, "JSON_MALFORMED"),
        ("POST", path, &whole, "[]", 400, "JSON_FIELD"),
        ("POST", path, &whole, "{\"surprise\": 1}", 400, "JSON_FIELD"),
        ("POST", path, &whole, "{\"lines\": 7}", 400, "JSON_FIELD"),
        ("POST", path, &whole, &large, 413, "BODY_TOO_LARGE"),
        ("POST", path, &plain, "{}", 415, "CONTENT_TYPE"),
        ("POST", path, &whole[..2], "{}", 400, "IDEMPOTENCY_KEY_MISSING"),
        ("POST", path, &short_key, "{}", 400, "IDEMPOTENCY_KEY_MALFORMED"),
        ("POST", path, &whole[1..], "{}", 401, "NOT_SIGNED_IN"),
        ("GET", "/api/v1/clients?surprise=1", &whole, "", 400, "QUERY"),
        ("GET", "/api/v1/nothing", &whole, "", 404, "NOT_FOUND"),
        ("GET", "/api/v1/clients/NOBODY", &whole, "", 404, "NOT_FOUND"),
        ("DELETE", path, &whole, "", 405, "METHOD_NOT_ALLOWED"),
    ];
    for (method, path, headers, body, status, code) in cases {
        let split = headers.iter().map(|header| header.split_once(": ").unwrap());
        let headers: Vec<(&str, &str)> =
            split.map(|(name, value)| (name, if name == "authorization" { bearer.as_str() } else { value })).collect();
        let reply = ask(serving.at, method, path, &headers, body).unwrap();
        assert_eq!(reply.status, status, "{method} {path} for {code}: {}", reply.text);
        assert_eq!(more(&serving, &mut before), once(code), "{method} {path}");
    }
    // What a use case refuses is not counted a second time on its way out.
    assert_eq!(purchase(serving.at, &serving.token, "purchase-1", 1_000..1_001).status, 201);
    assert!(more(&serving, &mut before).is_empty(), "what is done is no refusal");
    assert_eq!(purchase(serving.at, &serving.token, "purchase-1", 1_001..1_002).status, 422);
    assert_eq!(more(&serving, &mut before), once("IDEMPOTENCY_KEY_REUSED"));

    // The desk: without a session, with another session's form, with fields that do not fit, with no form at all.
    let session = [("cookie", serving.session.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let post = |path: &str, body: &str| ask(serving.at, "POST", path, &session, body).unwrap().status;
    assert_eq!(serving.get("/clients", &[]).status, 401);
    assert_eq!(more(&serving, &mut before), once("NOT_SIGNED_IN"));
    assert_eq!(post("/clients", "csrf=another"), 403);
    assert_eq!(more(&serving, &mut before), once("FORM_EXPIRED"));
    let form = serving.page("/clients/new").text;
    let csrf = form.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(post("/debtors", &format!("csrf={csrf}&key=1&code=NEW&name=New&currency=USD&limit=much")), 422);
    assert_eq!(more(&serving, &mut before), once("FORM_FIELD"));
    assert_eq!(post("/clients", &format!("csrf={csrf}&key=2&code=")), 422);
    let of_a_use_case = ["ACCOUNT_MANAGER", "CODE", "NAME"].map(|code| (code.to_owned(), 1));
    assert_eq!(more(&serving, &mut before), of_a_use_case);
    let no_form = [session[0], ("content-type", "application/json")];
    assert_eq!(ask(serving.at, "POST", "/clients", &no_form, "{}").unwrap().status, 400);
    assert_eq!(more(&serving, &mut before), once("FORM_MALFORMED"));
    assert_eq!(serving.page("/clients/NOBODY").status, 404);
    assert_eq!(more(&serving, &mut before), once("NOT_FOUND"));

    // Guests who guess.
    let tried: Vec<u16> =
        (0..30).map(|number| ask(serving.guests, "GET", &format!("/g/{number}"), &[], "").unwrap().status).collect();
    let often = tried.iter().filter(|status| **status == 429).count() as u64;
    assert!(often > 0, "{tried:?}");
    let counted = [("NOT_FOUND".to_owned(), 30 - often), ("TOO_MANY_REQUESTS".to_owned(), often)];
    assert_eq!(more(&serving, &mut before), counted);
}
