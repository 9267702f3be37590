//! What is asked is what the document says, no more and no less: found by schemathesis and the fuzz targets.

use crate::story::{client, line, ready, schedule, terms};
use serde_json::{Value, json};

#[test]
fn a_step_takes_no_field_that_it_does_not_have() {
    let server = ready();
    let steps = "/clients/HARBOR/customers/NORWELL/notice/steps";
    let problem = server.post(steps, &json!({ "step": "OPEN", "hurry": true })).problem(400, "JSON_FIELD");
    assert!(problem["detail"].as_str().unwrap().contains("hurry"), "{problem:#}");
    server.post("/clients/HARBOR/agreements", &json!({ "effective_from": "2026-07-01", "terms": terms() })).expect(201);
    let steps = "/clients/HARBOR/agreements/2/steps";
    server.post(steps, &json!({ "step": "ISSUE", "when": "now" })).problem(400, "JSON_FIELD");
    server.post(steps, &json!({ "step": "ISSUE" })).expect(200);
}

#[test]
fn a_list_is_no_object() {
    let server = ready();
    server.put("/clients/HARBOR/customers/NORWELL", &json!([null, null])).problem(400, "JSON_FIELD");
    server.put("/clients/HARBOR/customers/NORWELL", &json!({})).expect(200);
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction_of_nothing() {
    let server = ready();
    let mut all = terms();
    all["max_terms_days"] = json!(90.0);
    let draft = json!({ "effective_from": "2026-07-01", "terms": all });
    let draft = server.post("/clients/HARBOR/agreements", &draft).expect(201);
    assert_eq!(draft["terms"]["max_terms_days"], 90);
    all["max_terms_days"] = json!(90.5);
    let draft = json!({ "effective_from": "2026-07-01", "terms": all });
    server.post("/clients/HARBOR/agreements", &draft).problem(400, "JSON_FIELD");
}

#[test]
fn what_fits_the_document_and_not_the_book_is_refused_by_the_rules() {
    let server = ready();
    server.get("/events?after=-1").problem(400, "QUERY");
    server.get("/events?cursor=").problem(422, "CURSOR");
    server.get("/reports/reserve?debtor=NORWELL").problem(422, "REFUSED");
    server.get("/ledger?from=2026-07-01&until=2026-06-01").problem(422, "REFUSED");
    for place in [0, 513] {
        let mapping =
            json!({ "columns": { "debtor": place, "number": 2, "issued": 3, "due": 4, "amount": 5, "currency": 6 } });
        server.put("/clients/HARBOR/mappings/far", &mapping).problem(422, "REFUSED");
    }
}

#[test]
fn every_unreadable_line_says_where_and_what_to_do() {
    let server = ready();
    let csv = "debtor,number,issued,due,amount,currency\nNORWELL,A-1,soon,,,\n";
    let fields = [("transfer_method", "WIRE")];
    let problem = server.upload("upload-01", "/clients/HARBOR/schedule-files", &fields, &[("a.csv", csv)]);
    let problem = problem.problem(422, "REFUSED");
    let reasons = problem["errors"].as_array().unwrap();
    assert!(reasons.len() > 3, "{problem:#}");
    for reason in &reasons[1..] {
        assert!(reason["place"].as_str().unwrap().starts_with("a.csv line 2"), "{reason:#}");
        assert!(!reason["remedy"].as_str().unwrap().is_empty(), "{reason:#}");
    }
}

#[test]
fn the_document_lists_what_is_taken() {
    let server = ready();
    let document = server.get("/openapi.json").expect(200);
    let parameters = document["paths"]["/guest-links"]["get"]["parameters"].as_array().unwrap();
    let side = parameters.iter().find(|one| one["name"] == "side").unwrap();
    assert_eq!(side["required"], true);
    let body = |path: &str, method: &str| document["paths"][path][method]["requestBody"]["required"].clone();
    assert_eq!(body("/clients/{code}/customers/{debtor}", "put"), false, "every field of it may be absent");
    assert_eq!(body("/clients/{code}", "put"), true);
    let currencies = document["components"]["schemas"]["Terms"]["properties"]["currency"]["enum"].as_array().unwrap();
    assert!(currencies.contains(&json!("EUR")) && !currencies.contains(&json!("LYB")));
    // Facts of an event are whatever was recorded: not always an object.
    assert_eq!(document["components"]["schemas"]["Event"]["properties"]["facts"].get("type"), None);
    let mut odd: Value = client();
    odd["name"] = json!("");
    server.put("/clients/ODD", &odd).problem(422, "REFUSED");
    server.post("/clients/HARBOR/schedules", &schedule(&[line("A-1", "1.00")])).expect(201);
}
