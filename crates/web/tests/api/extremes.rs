//! Values at the edge of what can be written: refused or taken, never a fault of ours.

use crate::client::Reply;
use crate::story::{client, debtor, line, put_in_force, ready, schedule, terms, usd};
use serde_json::{Value, json};

#[track_caller]
fn no_fault(reply: &Reply) -> u16 {
    assert!(reply.status < 500, "{}", reply.text);
    reply.status
}

#[test]
fn the_largest_amounts_are_no_fault() {
    let server = ready();
    let most = "92233720368547758.07";
    let largest = || {
        let mut all = terms();
        all["facility_limit"]["amount"] = usd(most);
        all["tolerance"]["cap"] = usd(most);
        all["discretionary_reserve"] = usd(most);
        all
    };
    no_fault(&server.put("/debtors/NORWELL", &debtor(most)));
    put_in_force(&server, &json!({ "effective_from": "2026-06-02", "terms": largest() }));
    let both = schedule(&[line("L-1", most), line("L-2", "0.01")]);
    let problem = server.post("/clients/HARBOR/schedules", &both).problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["code"], "SUM_TOO_LARGE");
    let half = [line("L-1", "46116860184273879.03"), line("L-2", "46116860184273879.03")];
    no_fault(&server.post("/clients/HARBOR/schedules", &schedule(&half)));
    for amount in [most, "-92233720368547758.08", "92233720368547758.08", "9999999999999999999", "0.00", "0"] {
        let lines = [line("M-1", amount), line("M-2", amount), line("M-3", amount)];
        no_fault(&server.post("/clients/HARBOR/schedules", &schedule(&lines)));
    }
    for path in [
        "/schedules",
        "/clients/HARBOR/availability",
        "/clients/HARBOR/rebates",
        "/reports/aging",
        "/reports/trial-balance",
        "/audit",
    ] {
        no_fault(&server.get(path));
    }
}

#[test]
fn days_at_the_end_of_the_calendar_are_no_fault() {
    let server = ready();
    for (issued, due) in [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("2026-06-10", "9999-12-31")] {
        let mut far = line("D-1", "10.00");
        far["issued"] = json!(issued);
        far["due"] = json!(due);
        no_fault(&server.post("/clients/HARBOR/schedules", &schedule(&[far])));
    }
    for day in ["-009999-01-01", "0000-01-01", "9999-12-31"] {
        no_fault(&server.post("/fee-accruals", &json!({ "by": day })));
        no_fault(&server.post("/rebate-runs", &json!({ "on": day })));
        no_fault(&server.post("/clients/HARBOR/agreements", &json!({ "effective_from": day, "terms": terms() })));
        for report in ["aging", "purchases", "collections", "reserve", "trial-balance", "client-statement"] {
            no_fault(&server.get(&format!("/reports/{report}?as_of={day}")));
            no_fault(&server.get(&format!("/reports/{report}?from={day}&known_at=9999-12-30T22:00:00Z")));
        }
        no_fault(&server.get(&format!("/ledger?until={day}")));
    }
    server.post("/clients/HARBOR/schedules", &schedule(&[line("D-2", "10.00")])).expect(201);
}

#[test]
fn strange_texts_are_no_fault() {
    let server = ready();
    for text in [
        "\u{0}",
        "\u{202e}abc",
        "'; DROP TABLE invoice; --",
        "=1+1",
        "\u{10ffff}",
        &"\u{e9}".repeat(600),
        "%00",
        "\r\n",
    ] {
        let mut strange = line(text, "10.00");
        strange["description"] = json!(text);
        no_fault(&server.post("/clients/HARBOR/schedules", &schedule(&[strange])));
        let mut named = client();
        named["name"] = json!(text);
        named["identifiers"] = json!([{ "scheme": text, "value": text }]);
        no_fault(&server.put("/clients/HARBOR", &named));
        let mut owing: Value = debtor("1.00");
        owing["paying_accounts"] = json!([text]);
        no_fault(&server.put("/debtors/STRANGE", &owing));
        no_fault(&server.put("/clients/HARBOR/customers/NORWELL", &json!({ "client_reference": text })));
        no_fault(&server.put("/clients/HARBOR/mappings/x", &json!({ "skip_when_first_cell_starts_with": [text] })));
        no_fault(&server.post("/receipts/1/applications", &json!({ "reason": text, "parts": [] })));
    }
    for path in [
        "/clients/%00",
        "/clients/%F0%9F%98%80",
        "/clients/..%2f..",
        "/schedules/-1",
        "/schedules/S-99999999999999999999",
        "/events?after=9223372036854775807",
        "/events?after=-9223372036854775808",
        "/clients?cursor=AAAA",
        "/receipts/R-0",
    ] {
        no_fault(&server.get(path));
    }
    for name in ["a.csv", "../../a.csv", "\u{1f600}.csv"] {
        no_fault(&server.upload(&server.new_key(), "/statements", &[("mapping", "{}")], &[(name, "\u{0}\u{0}")]));
        no_fault(&server.upload(&server.new_key(), "/statements", &[("mapping", "no")], &[(name, "a,b")]));
        no_fault(&server.upload(
            &server.new_key(),
            "/clients/HARBOR/schedule-files",
            &[("transfer_method", "WIRE")],
            &[(name, "<a>")],
        ));
    }
}
