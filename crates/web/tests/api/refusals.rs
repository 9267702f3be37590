//! Refusals: one shape everywhere, all reasons at once, and nothing done twice.

use crate::client::{Reply, Server, TOKEN};
use crate::story::{client, debtor, line, ready, schedule, terms, usd};
use serde_json::{Value, json};

fn places(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect()
}

#[test]
fn the_same_key_gives_the_first_answer_and_refuses_another_request() {
    let server = ready();
    let body = schedule(&[line("A-1", "1000.00")]);
    let path = "/clients/HARBOR/schedules";
    let first = server.post_under("purchase-1", path, &body).expect(201);
    let count = server.get("/events?limit=200").expect(200)["items"].as_array().unwrap().len();
    assert_eq!(server.post_under("purchase-1", path, &body).expect(201), first);
    assert_eq!(
        server.get("/events?limit=200").expect(200)["items"].as_array().unwrap().len(),
        count,
        "nothing was done twice"
    );

    let other = schedule(&[line("A-9", "1000.00")]);
    server.post_under("purchase-1", path, &other).problem(422, "IDEMPOTENCY_KEY_REUSED");
    server.post_under("purchase-1", "/schedules/1/decide-again", &json!({})).problem(422, "IDEMPOTENCY_KEY_REUSED");

    // Equal lines under another key are another schedule, and the guards see the duplicate.
    let again = server.post_under("purchase-2", path, &body).expect(201);
    assert_eq!((&again["number"], &again["bought"], &again["known"]), (&json!(2), &json!(0), &json!(false)));

    // A refusal keeps nothing, so the corrected request may carry the same key.
    server.post_under("purchase-3", path, &schedule(&[line("", "1.00")])).problem(422, "REFUSED");
    server.post_under("purchase-3", path, &schedule(&[line("A-3", "1.00")])).expect(201);

    // Work of several units keeps its first answer too.
    let accrued = server.post_under("accrual-1", "/fee-accruals", &json!({ "by": "2026-06-15" })).expect(201);
    server.clock.set("2026-07-20T14:00:00Z".parse().unwrap());
    assert_eq!(server.post_under("accrual-1", "/fee-accruals", &json!({ "by": "2026-06-15" })).expect(201), accrued);
    server
        .post_under("accrual-1", "/fee-accruals", &json!({ "by": "2026-07-15" }))
        .problem(422, "IDEMPOTENCY_KEY_REUSED");
}

#[test]
fn every_post_needs_a_key_that_can_be_one() {
    let server = ready();
    let path = "/clients/HARBOR/schedules";
    let body = schedule(&[line("A-1", "1.00")]).to_string();
    assert_eq!(
        places(&server.post_text(path, None, &body).problem(400, "IDEMPOTENCY_KEY_MISSING")),
        ["Idempotency-Key"]
    );
    let long = "x".repeat(129);
    for wrong in ["short", &long, "sch\u{fc}ssel-1"] {
        server.post_text(path, Some(wrong), &body).problem(400, "IDEMPOTENCY_KEY_MALFORMED");
    }
    server.post_text(path, Some(&"x".repeat(128)), &body).expect(201);
}

#[test]
fn a_body_that_does_not_fit_says_where() {
    let server = ready();
    let path = "/clients/HARBOR/schedules";
    let sent = |body: &str| server.post_text(path, Some("some-key-1"), body);
    assert_eq!(places(&sent("{\"lines\": [").problem(400, "JSON_MALFORMED")), ["line 1 column 11"]);
    sent("").problem(400, "JSON_FIELD");
    let mut unknown = schedule(&[line("A-1", "1.00"), line("A-2", "1.00")]);
    unknown["lines"][1]["colour"] = json!("red");
    assert_eq!(places(&sent(&unknown.to_string()).problem(400, "JSON_FIELD")), ["lines[1].colour"]);
    let mut number = schedule(&[line("A-1", "1.00")]);
    number["lines"][0]["amount"]["amount"] = json!(1.5);
    assert_eq!(places(&sent(&number.to_string()).problem(400, "JSON_FIELD")), ["lines[0].amount.amount"]);

    let form = [
        ("authorization", format!("Bearer {TOKEN}")),
        ("content-type", "text/plain".to_owned()),
        ("idempotency-key", "some-key-2".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    server.send("POST", "/api/v1/clients/HARBOR/schedules", &form, b"{}").problem(415, "CONTENT_TYPE");
    server
        .post_text(path, Some("some-key-3"), &format!("{{\"x\": \"{}\"}}", "y".repeat(4 * 1024 * 1024)))
        .problem(413, "BODY_TOO_LARGE");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let server = ready();
    let lines = [
        json!({ "debtor": " ", "number": "A-1", "issued": "2026-06-31", "due": "2026-07-10", "amount": usd("1.005") }),
        json!({ "debtor": "NORWELL", "number": "A-2", "issued": "2026-07-01", "due": "2026-06-01", "amount": { "amount": "5", "currency": "usd" } }),
        json!({ "debtor": "NORWELL", "number": "A-3", "issued": "2026-06-01", "due": "2026-07-01", "amount": usd("-5") }),
    ];
    let problem = server.post("/clients/HARBOR/schedules", &schedule(&lines)).problem(422, "REFUSED");
    assert_eq!(
        places(&problem),
        [
            "lines[0].issued",
            "lines[0].amount.amount",
            "lines[0].debtor",
            "lines[1].amount.currency",
            "lines[1].due",
            "lines[2].amount.amount"
        ]
    );
    insta::assert_json_snapshot!(problem["errors"][4], @r#"
    {
      "code": "DUE_BEFORE_ISSUE",
      "fact": "the due date 2026-06-01 is before the issue date 2026-07-01",
      "place": "lines[1].due",
      "remedy": "Correct one of them."
    }
    "#);
    assert_eq!(problem["detail"], "There are 6 reasons; each has its remedy.");
    assert_eq!(places(&server.post("/clients/HARBOR/schedules", &schedule(&[])).problem(422, "REFUSED")), ["lines"]);
    let mixed = [
        line("A-1", "1.00"),
        json!({ "debtor": "NORWELL", "number": "A-2", "issued": "2026-06-10", "due": "2026-07-10", "amount": { "amount": "5", "currency": "EUR" } }),
    ];
    assert_eq!(
        places(&server.post("/clients/HARBOR/schedules", &schedule(&mixed)).problem(422, "REFUSED")),
        ["lines[1].amount.currency"]
    );

    let mut wrong = client();
    wrong["name"] = json!("");
    wrong["account_manager"] = json!("");
    wrong["account"]["number"] = json!("");
    assert_eq!(server.put("/clients/x", &wrong).problem(422, "REFUSED")["errors"].as_array().unwrap().len(), 4);

    let mut euros = terms();
    euros["tolerance"]["cap"]["currency"] = json!("EUR");
    euros["facility_limit"]["amount"]["amount"] = json!("a lot");
    let draft = json!({ "effective_from": "2026-07-01", "terms": euros });
    let problem = server.post("/clients/HARBOR/agreements", &draft).problem(422, "REFUSED");
    assert_eq!(places(&problem), ["terms.facility_limit.amount.amount", "terms.tolerance.cap.currency"]);
    let mut outside = terms();
    outside["advance_rate"] = json!("1.2");
    outside["max_terms_days"] = json!(0);
    let draft = json!({ "effective_from": "2026-07-01", "terms": outside });
    assert_eq!(
        server.post("/clients/HARBOR/agreements", &draft).problem(422, "REFUSED")["errors"].as_array().unwrap().len(),
        2
    );
}

#[test]
fn a_number_in_use_is_a_conflict() {
    let server = ready();
    server.put("/debtors/OTHER", &debtor("1.00")).expect(200);
    server.put("/clients/HARBOR/customers/OTHER", &json!({ "client_reference": "C-77" })).problem(409, "TAKEN");
}

#[test]
fn what_is_not_there_is_not_found_whatever_it_is() {
    let server = ready();
    let nil = "00000000-0000-0000-0000-000000000000";
    let paths = [
        "/clients/NOBODY",
        "/clients/NOBODY/availability",
        "/clients/NOBODY/agreements",
        "/clients/NOBODY/customers",
        "/clients/HARBOR/customers/NOBODY",
        "/clients/HARBOR/mappings/none",
        "/clients/NOBODY/rebates",
        "/debtors/NOBODY",
        "/schedules/99",
        "/schedules/S-x",
        "/schedules/1/lines",
        "/schedules?client=NOBODY",
        "/invoices/x",
        "/receipts/7",
        "/receipts/R-",
        "/payment-files/9",
        "/payment-files/9/content",
        "/reports/none",
        "/reports/aging?client=NOBODY",
        "/problems/NONE",
        "/nothing",
        "/clients/%FF",
    ];
    for path in paths {
        server.get(path).problem(404, "NOT_FOUND");
    }
    server.get(&format!("/invoices/{nil}")).problem(404, "NOT_FOUND");
    server.get(&format!("/payment-files/{nil}")).problem(404, "NOT_FOUND");
    server.post(&format!("/invoices/{nil}/decision"), &json!({ "decision": "BUY" })).problem(404, "NOT_FOUND");
    server.post("/receipts/9/refund", &json!({ "amount": usd("1") })).problem(404, "NOT_FOUND");
    server.post("/clients/NOBODY/schedules", &schedule(&[line("A-1", "1.00")])).problem(404, "NOT_FOUND");
    server.put("/events", &json!({})).problem(405, "METHOD_NOT_ALLOWED");
    let explained = server.get("/problems/REFUSED").expect(200);
    assert_eq!((&explained["status"], &explained["title"]), (&json!(422), &json!("Refused")));
}

#[test]
fn who_is_not_signed_in_sees_the_same_everywhere() {
    let server = Server::new();
    let seen = server.send("GET", "/api/v1/clients", &[], b"");
    seen.problem(401, "NOT_SIGNED_IN");
    assert_eq!(seen.header("www-authenticate").as_deref(), Some("Bearer"));
    let wrong =
        [("authorization", "Bearer wrong"), ("content-type", "application/json"), ("idempotency-key", "some-key-1")];
    let asked = [
        ("GET", "/clients/NOBODY"),
        ("PUT", "/clients/HARBOR"),
        ("POST", "/statements"),
        ("GET", "/nothing"),
        ("DELETE", "/clients"),
        ("GET", "/openapi.json"),
        ("GET", "/docs"),
        ("GET", "/problems/REFUSED"),
    ];
    for (method, path) in asked {
        for headers in [&[][..], &wrong[..]] {
            let reply = server.send(method, &format!("/api/v1{path}"), headers, b"{}");
            assert_eq!((reply.status, alike(&reply)), (401, alike(&seen)), "{method} {path}");
        }
    }
}

/// An answer without what names this one request.
fn alike(reply: &Reply) -> Value {
    let mut problem = reply.json();
    let instance = problem.as_object_mut().unwrap().remove("instance").unwrap();
    assert_eq!(instance, format!("urn:uuid:{}", reply.header("x-request-id").unwrap()));
    problem
}
