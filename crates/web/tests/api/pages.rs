//! Lists come in pages: nothing twice, nothing left out.

use crate::story::{debtor, line, ready, schedule};
use serde_json::{Value, json};

#[test]
fn following_next_shows_everything_once() {
    let server = ready();
    for number in 0..5 {
        server.put(&format!("/debtors/D-{number}"), &debtor("1.00")).expect(200);
        server.put(&format!("/clients/HARBOR/customers/D-{number}"), &json!({})).expect(200);
        let lines: Vec<Value> = (0..3).map(|one| line(&format!("N-{number}-{one}"), "10.00")).collect();
        server.post("/clients/HARBOR/schedules", &schedule(&lines)).expect(201);
    }
    let all = |path: &str, key: &str, limit: usize| -> Vec<Value> {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let separator = if path.contains('?') { '&' } else { '?' };
            let page = server.get(&format!("{path}{separator}limit={limit}{cursor}")).expect(200);
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= limit);
            seen.extend(items.iter().map(|item| item[key].clone()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return seen,
            }
        }
    };
    let codes = json!(["D-0", "D-1", "D-2", "D-3", "D-4", "NORWELL"]);
    assert_eq!(json!(all("/debtors", "code", 2)), codes);
    assert_eq!(json!(all("/clients/HARBOR/customers", "debtor", 4)), codes);
    assert_eq!(json!(all("/schedules", "number", 2)), json!([5, 4, 3, 2, 1]));
    assert_eq!(json!(all("/schedules?client=HARBOR", "number", 5)), json!([5, 4, 3, 2, 1]));
    assert_eq!(json!(all("/schedules/3/lines", "line_no", 1)), json!([1, 2, 3]));
    assert_eq!(json!(all("/payments", "number", 2)), json!([5, 4, 3, 2, 1]));
    assert_eq!(json!(all("/payments/due", "number", 2)), json!([1, 2, 3, 4, 5]));
    let events = all("/events", "seq", 7);
    assert_eq!(events.len(), usize::try_from(events.last().unwrap().as_i64().unwrap()).unwrap());
}

#[test]
fn a_limit_or_cursor_that_is_none_is_refused() {
    let server = ready();
    for path in [
        "/clients?limit=0",
        "/clients?limit=201",
        "/clients?limit=many",
        "/clients?page=2",
        "/receipts?state=LOST",
        "/reports/aging?as_of=yesterday",
        "/reports/purchases?as_of=2026-06-01&from=2026-06-02",
        "/reports/aging?format=pdf",
        "/ledger?format=xml",
        "/ledger?from=2026-06-02&until=2026-06-01",
    ] {
        server.get(path).problem(400, "QUERY");
    }
    let next = server.get("/events?limit=1").expect(200)["next"].as_str().unwrap().to_owned();
    server.get(&format!("/events?cursor={next}")).expect(200);
    for path in [format!("/schedules?cursor={next}"), "/events?cursor=%21".to_owned(), "/clients?cursor=".to_owned()] {
        server.get(&path).problem(422, "CURSOR");
    }
}
