//! A small factoring business, all of it by the API.

use crate::client::Server;
use serde_json::{Value, json};

/// Money as the API speaks it.
pub fn usd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "USD" })
}

pub fn terms() -> Value {
    json!({
        "currency": "USD",
        "advance_rate": "0.85",
        "fee": {
            "model": { "kind": "FULL_PERIOD", "p1": "0.015", "d1": 30, "p2": "0.005", "d2": 10 },
            "base": "FACE", "start": "PURCHASE", "charge_at": "AT_CLOSE", "on_partial": "FACE", "stop_day": 120,
            "inclusive_days": false, "clearance_mode": "EXTEND_FEE_CLOCK",
            "clearance": {
                "wire": { "days": 0, "unit": "CALENDAR" }, "ach": { "days": 1, "unit": "CALENDAR" },
                "check": { "days": 3, "unit": "BUSINESS" }, "card": { "days": 1, "unit": "CALENDAR" }
            },
            "rounding": "HALF_UP"
        },
        "transfer_fees": { "wire": usd("25.00"), "credit_transfer": usd("5.00") },
        "release": "PER_INVOICE",
        "recourse": { "kind": "FULL_RECOURSE", "window_days": 90, "from": "PURCHASE" },
        "facility_limit": { "amount": usd("1000000.00"), "basis": "NFE" },
        "notification": "NON_NOTIFICATION",
        "max_terms_days": 90,
        "max_age_days": 30,
        "tolerance": { "share": "0.005", "cap": usd("5.00") }
    })
}

pub fn client() -> Value {
    json!({
        "name": "Harbor Foods LLC", "status": "ACTIVE", "account_manager": "Somebody",
        "account": { "holder": "Harbor Foods LLC", "number": "000987654321", "clearing": "021000021" }
    })
}

pub fn debtor(limit: &str) -> Value {
    json!({
        "name": "Norwell Grocers Inc", "status": "ACTIVE", "limit": usd(limit),
        "identifiers": [{ "scheme": "DUNS", "value": "00-123-4567" }], "paying_accounts": ["5550001"]
    })
}

pub fn line(number: &str, amount: &str) -> Value {
    json!({ "debtor": "NORWELL", "number": number, "issued": "2026-06-10", "due": "2026-07-10", "amount": usd(amount) })
}

pub fn schedule(lines: &[Value]) -> Value {
    json!({ "transfer_method": "CREDIT_TRANSFER", "lines": lines })
}

/// A client with an agreement in force and one debtor.
pub fn ready() -> Server {
    let server = Server::new();
    server.put("/factor", &json!({ "name": "Test Factor", "account": { "holder": "Test Factor", "number": "000111222", "clearing": "021000021" } })).expect(200);
    server.put("/clients/harbor", &client()).expect(200);
    server.put("/debtors/NORWELL", &debtor("100000.00")).expect(200);
    server.put("/clients/HARBOR/customers/NORWELL", &json!({ "client_reference": "C-77" })).expect(200);
    put_in_force(&server, &json!({ "effective_from": "2026-06-01", "terms": terms() }));
    server
}

/// Takes a draft through its life until it is in force.
pub fn put_in_force(server: &Server, draft: &Value) {
    let draft = server.post("/clients/HARBOR/agreements", draft).expect(201);
    let steps = format!("/clients/HARBOR/agreements/{}/steps", draft["version"]);
    server.post(&steps, &json!({ "step": "ISSUE" })).expect(200);
    for side in ["FACTOR", "CLIENT"] {
        let signature = json!({ "side": side, "signer": "Somebody", "capacity": "Director", "signed_on": "2026-06-02",
            "terms_sha256": draft["terms_sha256"] });
        server.post(&steps, &json!({ "step": "SIGN", "signature": signature })).expect(200);
    }
    assert_eq!(server.post(&steps, &json!({ "step": "PUT_IN_FORCE" })).expect(200)["state"], "EFFECTIVE");
}

const HEADER: &str =
    "account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,end_to_end,text\n";

#[test]
fn from_the_first_client_to_the_released_reserve() {
    let server = ready();
    let read = server.get("/clients/HARBOR").expect(200);
    assert_eq!((&read["code"], &read["account"]["clearing"]), (&json!("HARBOR"), &json!("021000021")));
    let terms = &server.get("/clients/HARBOR/agreements").expect(200)["items"][0]["terms"];
    assert_eq!(terms["advance_rate"], "0.85");
    assert_eq!(terms["facility_limit"]["amount"], usd("1000000.00"));
    assert_eq!(
        terms["fee"]["model"],
        json!({ "kind": "FULL_PERIOD", "p1": "0.015", "d1": 30, "p2": "0.005", "d2": 10 })
    );

    // Handed in and bought; the client's own customer number is as good as the code.
    let mut second = line("A-2", "400.00");
    second["debtor"] = json!("C-77");
    let answer = server.post("/clients/HARBOR/schedules", &schedule(&[line("A-1", "1000.00"), second])).expect(201);
    assert_eq!((&answer["number"], &answer["bought"], &answer["sum"]), (&json!(1), &json!(2), &usd("1400.00")));
    assert_eq!(answer["cash"], usd("1185.00"), "85 % less the transfer fee of 5.00");
    assert!(answer["lines"][0]["findings"].as_array().unwrap().iter().all(|one| one["verdict"] == "PASS"));

    let listed = server.get("/schedules?client=harbor").expect(200);
    assert_eq!((&listed["items"][0]["number"], &listed["next"]), (&json!(1), &Value::Null));
    let detail = server.get("/schedules/S-1").expect(200);
    assert_eq!(detail["outcome"][0]["state"], "PURCHASED");
    assert_eq!(server.get(&format!("/schedules/{}", detail["schedule"]["id"].as_str().unwrap())).expect(200), detail);
    let lines = server.get("/schedules/1/lines").expect(200);
    assert_eq!(lines["items"][1]["debtor"], "NORWELL");
    let first = lines["items"][0]["id"].as_str().unwrap().to_owned();

    let invoice = server.get(&format!("/invoices/{first}")).expect(200);
    assert_eq!(invoice["invoice"]["balances"]["open"], usd("1000.00"));
    assert_eq!(invoice["findings"].as_array().unwrap().len(), 12);
    assert_eq!(invoice["movements"][0]["booking"], "PURCHASE");
    assert_eq!(invoice["movements"][0]["proofs"][0]["agreement_version"], 1);

    let availability = server.get("/clients/HARBOR/availability").expect(200);
    assert_eq!(availability["amount"], usd("0.00"), "all that may be drawn was paid with the purchase");
    assert_eq!(availability["proof"]["rule"], "GL-09");

    // The advance leaves in a payment file.
    let due = server.get("/payments/due").expect(200);
    assert_eq!((&due["items"][0]["amount"], &due["items"][0]["missing"]), (&usd("1185.00"), &json!([])));
    let made = server.post("/payment-files", &json!({ "payments": [due["items"][0]["id"]] })).expect(201);
    assert_eq!(made["files"][0]["file"]["sum"], usd("1185.00"));
    let content = server.get("/payment-files/F-1/content");
    assert_eq!(content.header("content-type").as_deref(), Some("application/xml"));
    assert!(content.text.contains("pain.001.001.09") && content.text.contains("1185.00"));
    assert_eq!(server.get("/payment-files").expect(200)["items"], json!([server.get("/payment-files/1").expect(200)]));
    assert_eq!(server.get("/payments").expect(200)["items"][0]["state"], "IN_FILE");

    // Money comes in: one payment names its invoice, one does not.
    server.clock.set("2026-07-09T14:00:00Z".parse().unwrap());
    let csv = format!(
        "{HEADER}00123456,2026-131,USD,0.00,1250.00,2026-07-08,2026-07-08,1000.00,B-1,Norwell Grocers,5550001,E-1,Invoice A-1\n\
         00123456,2026-131,USD,0.00,1250.00,2026-07-08,2026-07-08,300.00,B-2,Norwell Grocers,5550001,E-2,thanks\n\
         00123456,2026-131,USD,0.00,1250.00,2026-07-08,2026-07-08,-50.00,B-3,,,,Account fee\n"
    );
    let taken = server.upload(&server.new_key(), "/statements", &[], &[("july.csv", &csv)]).expect(201);
    assert_eq!(taken["statements"][0]["applied"], json!({ "count": 1, "sum": usd("1000.00") }));
    assert_eq!(server.get("/statements").expect(200)["items"][0]["closing"], usd("1250.00"));
    let waiting = server.get("/receipts?state=WAITING").expect(200);
    assert_eq!(waiting["items"][0]["unapplied"], usd("300.00"));
    let number = format!("R-{}", waiting["items"][0]["number"]);
    let receipt = server.get(&format!("/receipts/{number}")).expect(200);
    assert_eq!(receipt["proposals"][0]["parts"][0]["number"], "A-2");
    let second = receipt["proposals"][0]["parts"][0]["invoice"].as_str().unwrap().to_owned();

    // Applied by hand, undone, applied again, the rest refunded.
    let part = json!({ "reason": "said on the telephone", "parts": [{ "invoice": second, "amount": usd("290.00") }] });
    let applied = server.post(&format!("/receipts/{number}/applications"), &part).expect(201);
    assert_eq!((&applied["parts"][0]["open"], &applied["unapplied"]), (&usd("110.00"), &usd("10.00")));
    let undo = format!("/receipts/{number}/applications/{second}/undo");
    assert_eq!(server.post(&undo, &json!({ "reason": "wrong invoice" })).expect(200)["open"], usd("400.00"));
    server.post(&format!("/receipts/{number}/applications"), &part).expect(201);
    let refunded = server.post(&format!("/receipts/{number}/refund"), &json!({ "amount": usd("10.00") })).expect(201);
    assert_eq!((&refunded["payee"]["number"], &refunded["state"]), (&json!("5550001"), &json!("APPLIED")));

    // The bank's charge is booked; what is left of the reserve goes to the client.
    let charge = server.get("/receipts?state=DEBIT_WAITING").expect(200)["items"][0]["number"].clone();
    let proposals = server.get(&format!("/receipts/{charge}")).expect(200)["debit_proposals"].clone();
    assert!(proposals.as_array().unwrap().iter().any(|one| one["placement"]["kind"] == "BANK_CHARGE"));
    server.post(&format!("/receipts/{charge}/place"), &json!({ "kind": "BANK_CHARGE" })).expect(200);
    server.post("/fee-accruals", &json!({ "by": "2026-06-30" })).expect(201);
    let plan = server.get("/clients/HARBOR/rebates?asked=true").expect(200);
    assert_eq!(plan["rebates"][0]["proof"]["rule"], "GL-11");
    let paid = server.post("/clients/HARBOR/rebates", &json!({})).expect(201);
    assert_eq!(paid["rebates"][0]["cash"], plan["rebates"][0]["cash"]);
    assert_eq!(server.post("/rebate-runs", &json!({ "on": "2026-07-09" })).expect(201), json!({ "rebates": [] }));

    // The bank takes the first payment back.
    let returned = format!(
        "{HEADER}00123456,2026-132,USD,1250.00,250.00,2026-07-09,2026-07-09,-1000.00,B-9,Norwell Grocers,5550001,E-1,returned\n"
    );
    server.upload(&server.new_key(), "/statements", &[], &[("returned.csv", &returned)]).expect(201);
    let entry = server.get("/receipts?state=DEBIT_WAITING").expect(200)["items"][0]["number"].clone();
    let back = server.post(&format!("/receipts/{entry}/return"), &json!({ "receipt": "R-1" })).expect(200);
    assert_eq!(back["parts"][0]["open"], usd("1000.00"));

    // Reports say what the book says; an earlier day still says what it said.
    let balance = server.get("/reports/trial-balance").expect(200);
    assert_eq!(balance["report"], "RP-18");
    let aging = server.get("/reports/aging?as_of=2026-06-20&client=HARBOR").expect(200);
    assert_eq!(aging["rows"].as_array().unwrap().len(), 2);
    let csv = server.get("/reports/purchases?format=csv");
    assert_eq!(csv.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
    assert_eq!(server.get("/reports").expect(200)["reports"].as_array().unwrap().len(), 10);

    for (format, says) in [("hledger", "commodity"), ("beancount", "option"), ("csv", "account")] {
        let ledger = server.get(&format!("/ledger?format={format}&client=HARBOR"));
        assert_eq!(ledger.status, 200);
        assert!(ledger.text.contains(says), "{}", ledger.text);
    }
    let audit = server.get("/audit").expect(200);
    assert_eq!((&audit["holds"], &audit["broken"]), (&json!(true), &Value::Null), "{audit:#}");

    let events = server.get("/events?after=2&limit=3").expect(200);
    assert_eq!(events["items"][0]["seq"], 3);
    let more = server.get(&format!("/events?limit=3&cursor={}", events["next"].as_str().unwrap())).expect(200);
    assert_eq!(more["items"][0]["seq"], 6);
    assert!(
        server.get("/events?limit=200").expect(200)["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["actor"] == "api")
    );
}

#[test]
fn a_person_decides_what_waits_and_refused_lines_are_asked_again() {
    let server = ready();
    server.post("/clients/HARBOR/schedules", &schedule(&[line("A-1", "1000.00")])).expect(201);
    // The same number for another amount: only a person can tell.
    let waits = |number: &str| {
        let answer = server.post("/clients/HARBOR/schedules", &schedule(&[line(number, "1200.00")])).expect(201);
        assert_eq!(answer["waiting"], 1, "{answer:#}");
        format!("/invoices/{}/decision", answer["lines"][0]["invoice"].as_str().unwrap())
    };
    let first = waits("A-1");
    server.post(&first, &json!({ "decision": "REFUSE", "reason": " " })).problem(422, "REFUSED");
    assert_eq!(
        server.post(&first, &json!({ "decision": "WITHDRAW", "reason": "a slip" })).expect(200)["state"],
        "WITHDRAWN"
    );
    let second = waits("A-1");
    let bought = server.post(&second, &json!({ "decision": "BUY" })).expect(200);
    assert_eq!((&bought["state"], &bought["line"]["advance"]), (&json!("PURCHASED"), &usd("1020.00")));
    server.post(&second, &json!({ "decision": "BUY" })).problem(422, "REFUSED");

    let unknown = json!({ "debtor": "LATER", "number": "B-1", "issued": "2026-06-10", "due": "2026-07-10", "amount": usd("50.00") });
    let refused = server.post("/clients/HARBOR/schedules", &schedule(&[unknown])).expect(201);
    assert_eq!(refused["refused"], 1);
    server.put("/debtors/LATER", &debtor("5000")).expect(200);
    server.put("/clients/HARBOR/customers/LATER", &json!({})).expect(200);
    let again = server.post(&format!("/schedules/{}/decide-again", refused["number"]), &json!({})).expect(200);
    assert_eq!(again["lines"][0]["state"], "PURCHASED", "{again:#}");
}

#[test]
fn files_are_shown_before_they_are_submitted() {
    let server = ready();
    let mapping = json!({ "currency": "USD", "optional_columns_may_be_absent": true,
        "columns": { "debtor": "Customer", "number": "Invoice", "issued": "Date", "due": "Due", "amount": "Total" } });
    let saved = server.put("/clients/HARBOR/mappings/erp", &mapping).expect(200);
    assert_eq!(saved["name"], "erp");
    assert_eq!(server.get("/clients/HARBOR/mappings/erp").expect(200), saved);
    assert_eq!(server.get("/clients/HARBOR/mappings").expect(200)["items"], json!([saved]));
    assert_eq!(server.get("/clients/HARBOR/mappings/credere").expect(200)["name"], "credere");

    let csv = "Customer,Invoice,Date,Due,Total\nNORWELL,F-1,2026-06-10,2026-07-10,100.00\nNORWELL,F-2,2026-06-10,soon,50.00\n";
    let path = "/clients/HARBOR/schedule-files";
    let fields = [("transfer_method", "WIRE"), ("mapping", "erp")];
    let shown = server
        .upload("preview-1", path, &[fields[0], fields[1], ("dry_run", "true")], &[("june.csv", csv)])
        .expect(200);
    assert_eq!((&shown["count"], &shown["readable"], &shown["sum"]), (&json!(2), &json!(1), &usd("100.00")));
    assert_eq!((&shown["rejected"][0]["line_no"], &shown["known"]), (&json!(3), &Value::Null));
    assert_eq!(server.get("/schedules").expect(200)["items"], json!([]), "a preview keeps nothing");

    let first = server.upload("submit-01", path, &fields, &[("june.csv", csv)]).expect(201);
    assert_eq!((&first["bought"], &first["known"]), (&json!(1), &json!(false)));
    assert_eq!(server.upload("submit-01", path, &fields, &[("june.csv", csv)]).expect(201), first, "sent again");
    server.upload("submit-01", path, &fields, &[("june.csv", "other")]).problem(422, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(
        server.upload("submit-02", path, &fields, &[("june.csv", csv)]).expect(201)["known"],
        true,
        "the same files"
    );

    server
        .upload("submit-03", path, &[("transfer_method", "PIGEON")], &[("a.csv", csv)])
        .problem(400, "FORM_MALFORMED");
    server.upload("submit-04", path, &fields, &[]).problem(400, "FORM_MALFORMED");
    server.upload("submit-05", path, &[fields[0], ("color", "red")], &[("a.csv", csv)]).problem(400, "FORM_MALFORMED");
    server.upload("submit-06", path, &fields, &[("a.csv", "a,b\n1,2\n")]).problem(422, "REFUSED");
    server.post(path, &json!({})).problem(415, "CONTENT_TYPE");
}
