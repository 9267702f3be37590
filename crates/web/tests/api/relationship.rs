//! The relationship by the API: contacts, notices, messages, cases, answers, links, pay-to details.

use crate::client::Server;
use crate::story::{client, debtor, line, put_in_force, schedule, terms, usd};
use serde_json::{Value, json};

const PAIR: &str = "/clients/HARBOR/customers/NORWELL";

/// A client whose debtors are told, one debtor with accounts payable.
fn told() -> (Server, String) {
    let server = Server::new();
    let account = json!({ "holder": "Test Factor", "number": "000111222", "clearing": "021000021" });
    server.put("/factor", &json!({ "name": "Test Factor", "account": account })).expect(200);
    server.put("/clients/harbor", &client()).expect(200);
    server.put("/debtors/NORWELL", &debtor("100000.00")).expect(200);
    server.put(PAIR, &json!({})).expect(200);
    let mut terms = terms();
    terms["notification"] = json!("NOTIFICATION");
    put_in_force(&server, &json!({ "effective_from": "2026-06-01", "terms": terms }));
    let contact = server.post("/debtors/NORWELL/contacts", &mailbox("ap@norwell.example")).expect(201);
    let id = contact["id"].as_str().unwrap().to_owned();
    (server, id)
}

fn mailbox(email: &str) -> Value {
    json!({
        "role": "AP", "mailbox": true, "name": "Accounts payable", "email": email, "phone": "+1 212 555 0199",
        "channel": "EMAIL", "language": "en", "zone": "America/New_York", "source": "DEBTOR"
    })
}

fn step(server: &Server, body: &Value) -> crate::client::Reply {
    server.post(&format!("{PAIR}/notice/steps"), body)
}

/// The notice was given before Credere, and one invoice is bought.
fn bought() -> (Server, String) {
    let (server, _) = told();
    let existing = json!({ "step": "EXISTING", "level": "SIGNED", "received_on": "2026-05-04", "how": "signed copy in folder 12" });
    assert_eq!(step(&server, &existing).expect(200)["received_on"], "2026-05-04");
    let answer = server.post("/clients/HARBOR/schedules", &schedule(&[line("A-1", "1000.00")])).expect(201);
    assert_eq!(answer["bought"], 1, "{answer:#}");
    let invoice = answer["lines"][0]["invoice"].as_str().unwrap().to_owned();
    (server, invoice)
}

/// All items of a list, page by page.
fn all(server: &Server, path: &str, limit: usize) -> Vec<Value> {
    let sign = if path.contains('?') { '&' } else { '?' };
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = server.get(&format!("{path}{sign}limit={limit}{cursor}")).expect(200);
        let found = page["items"].as_array().unwrap();
        assert!(found.len() <= limit, "{path}");
        items.extend(found.iter().cloned());
        let Some(next) = page["next"].as_str() else { return items };
        cursor = format!("&cursor={next}");
    }
}

#[test]
fn contacts_are_added_verified_found_wrong_and_opted_out() {
    let (server, id) = told();
    let steps = format!("/contacts/{id}/steps");
    let verify = |how: &str| json!({ "step": "VERIFY", "how": how, "independent": true });
    let problem = server.post(&steps, &verify(" ")).problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["place"], "how");
    let verified = server.post(&steps, &verify("called the switchboard")).expect(200);
    assert_eq!((&verified["verified_on"], &verified["verified_independently"]), (&json!("2026-06-15"), &json!(true)));
    let opted = server.post(&steps, &json!({ "step": "OPT_OUT", "channel": "EMAIL" })).expect(200);
    assert_eq!(opted["opted_out"], json!(["EMAIL"]));
    let back = |who: &str, on: &str| json!({ "step": "OPT_IN", "channel": "EMAIL", "who": who, "on": on });
    let problem = server.post(&steps, &back("", "2031-01-01")).problem(422, "REFUSED");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem:#}");
    assert_eq!(server.post(&steps, &back("A. Ito", "2026-06-15")).expect(200)["opted_out"], json!([]));
    let opted = server.post(&steps, &json!({ "step": "OPT_OUT", "channel": "EMAIL" })).expect(200);
    server.post("/debtors/NORWELL/contacts", &mailbox("ap2@norwell.example")).expect(201);
    let listed = all(&server, "/debtors/NORWELL/contacts", 1);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0], opted);
    let wrong = server.post(&steps, &json!({ "step": "MARK_WRONG", "why": "left" })).expect(200);
    assert_eq!(wrong["state"], "WRONG");
    let bad = json!({ "role": "CLIENT", "name": "", "email": "nobody", "channel": "PHONE", "language": "en", "source": "DEBTOR" });
    let problem = server.post("/debtors/NORWELL/contacts", &bad).problem(422, "REFUSED");
    let places: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect();
    assert_eq!(places, ["role", "name", "email", "channel"], "all at once");
    server.post(&steps, &json!({ "step": "FORGET" })).problem(400, "JSON_FIELD");
    server.get("/debtors/NOBODY/contacts").problem(404, "NOT_FOUND");

    let usual = server.get("/debtors/NORWELL/preference").expect(200);
    assert_eq!(usual["natural_person_obligor"], false);
    let wanted = json!({ "natural_person_obligor": true, "california": true, "calendar": "UNITED_STATES", "zone": "America/New_York",
        "language": "es", "bankrupt_since": null });
    assert_eq!(server.put("/debtors/NORWELL/preference", &wanted).expect(200), wanted);
    assert_eq!(server.get("/debtors/NORWELL/preference").expect(200), wanted);
    assert_eq!(server.get("/debtors/NORWELL/contact-decisions").expect(200)["items"], json!([]));
}

#[test]
fn co_31_a_guarantor_and_the_person_that_owes() {
    let (server, _) = told();
    let mut wanted = json!({ "name": "Harbor Foods LLC", "status": "ACTIVE", "account_manager": "Ida Quist",
        "guarantor": { "name": " ", "natural_person_obligor": false, "california": true } });
    let problem = server.put("/clients/HARBOR", &wanted).problem(422, "REFUSED");
    let places: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap()).collect();
    assert_eq!(places, ["guarantor_name", "guarantor_california"], "all at once");
    let guarantor = json!({ "name": "Rae Holm", "natural_person_obligor": true, "california": true });
    wanted["guarantor"] = guarantor.clone();
    assert_eq!(server.put("/clients/HARBOR", &wanted).expect(200)["guarantor"], guarantor);
    assert_eq!(server.get("/clients/HARBOR").expect(200)["guarantor"], guarantor);
    let person = json!({ "role": "AP", "obligor": true, "name": "Rosa Quill", "email": "rosa@norwell.example",
        "channel": "EMAIL", "language": "en", "source": "CLIENT" });
    assert_eq!(server.post("/debtors/NORWELL/contacts", &person).expect(201)["obligor"], true);
}

#[test]
fn lc_40_a_notice_goes_step_by_step_and_none_is_left_out() {
    let (server, contact) = told();
    let verify = json!({ "step": "VERIFY", "how": "called the switchboard", "independent": true });
    server.post(&format!("/contacts/{contact}/steps"), &verify).expect(200);
    server.get(&format!("{PAIR}/notice")).problem(404, "NOT_FOUND");
    step(&server, &json!({ "step": "OPEN" })).expect(200);
    let refused = step(&server, &json!({ "step": "NOTIFY" })).problem(422, "REFUSED");
    assert_eq!(refused["errors"][0]["code"], "HEADS_UP_MISSING");
    let heads_up = json!({ "step": "HEADS_UP", "on": "2026-06-15", "person": "Pat Example", "channel": "PHONE" });
    assert_eq!(step(&server, &heads_up).expect(200)["state"], "HEADS_UP_SENT");
    server.clock.set("2026-06-16T14:00:00Z".parse().unwrap());
    let sent = step(&server, &json!({ "step": "INTRODUCE" })).expect(200);
    assert!(sent["introduction"]["message"].is_string(), "{sent:#}");
    let register = all(&server, "/notices?client=harbor", 1);
    assert_eq!((&register[0]["debtor"], &register[0]["heads_up_on"]), (&json!("NORWELL"), &json!("2026-06-15")));
    assert!(all(&server, "/notices?debtor=other", 9).is_empty());

    let waiting = server.get("/messages?state=QUEUED").expect(200);
    let number = waiting["items"][0]["number"].as_i64().unwrap();
    let message = server.get(&format!("/messages/M-{number}")).expect(200);
    assert_eq!((&message["purpose"], &message["clients"]), (&json!("INTRODUCTION"), &json!(["HARBOR"])));
    assert!(message["reasons"].as_array().unwrap().iter().any(|one| one["rule"] == "CO-05"), "{message:#}");
    let stop = format!("/messages/{number}/stop");
    server.post(&stop, &json!({ "why": "" })).problem(422, "REFUSED");
    assert_eq!(server.post(&stop, &json!({ "why": "a slip" })).expect(200)["state"], "CANCELLED");
    server.post(&format!("/messages/{number}/approve"), &json!({})).problem(422, "REFUSED");
    server.get("/messages/M-999").problem(404, "NOT_FOUND");
    server.get("/messages?state=LOST").problem(400, "QUERY");
    assert_eq!(server.get("/print-runs").expect(200)["items"], json!([]));
    server.get("/print-runs/R-1/content").problem(404, "NOT_FOUND");
}

#[test]
fn gl_53_proof_and_doubt_of_a_notice_given_before() {
    let (server, _) = bought();
    let asked = step(&server, &json!({ "step": "REQUEST_PROOF", "words": "Please prove it." })).expect(200);
    assert_eq!((&asked["state"], &asked["proofs"][0]["answered_on"]), (&json!("PROOF_REQUESTED"), &Value::Null));
    let given = step(&server, &json!({ "step": "FURNISH_PROOF", "words": "the signed page" })).expect(200);
    assert_eq!(given["proofs"][0]["answer"], "the signed page");
    let stranger = json!({ "step": "DOUBT", "words": "Who?", "contact": "00000000-0000-0000-0000-000000000001" });
    step(&server, &stranger).problem(404, "NOT_FOUND");
    let unnamed = json!({ "step": "ACKNOWLEDGE", "person": "Pat Example" });
    step(&server, &unnamed).problem(400, "JSON_FIELD");
    step(&server, &json!({ "step": "DOUBT", "words": "Who are you?" })).expect(200);
    let settled = step(&server, &json!({ "step": "SETTLE_DOUBT", "words": "we called back" })).expect(200);
    assert_eq!(settled["doubts"][0]["answer"], "we called back");
    assert_eq!(step(&server, &json!({ "step": "RELEASE" })).status, 422, "an invoice is open");
}

#[test]
fn co_14_what_is_settled_paused_and_told() {
    let (server, _) = bought();
    let wanted = json!({ "servicing": "LIGHT_TOUCH", "before_due": true, "note": "Our oldest customer." });
    let settled = server.put(&format!("{PAIR}/relation"), &wanted).expect(200);
    assert_eq!((&settled["servicing"], &settled["note"]), (&json!("LIGHT_TOUCH"), &json!("Our oldest customer.")));
    let pause = format!("{PAIR}/pause");
    server.post(&pause, &json!({ "business_days": 40, "why": "a visit" })).problem(422, "REFUSED");
    let paused = server.post(&pause, &json!({ "business_days": 3, "why": "a visit" })).expect(200);
    assert_eq!((&paused["until"], &paused["next_recourse"]), (&json!("2026-06-18"), &json!("2026-09-14")));
    assert_eq!(server.get(&format!("{PAIR}/relation")).expect(200)["paused_until"], "2026-06-18");
    assert_eq!(server.post(&format!("{PAIR}/resume"), &json!({})).expect(200)["paused_until"], Value::Null);
    let whole = all(&server, &format!("{PAIR}/timeline"), 200);
    assert!(whole.len() > 4, "{whole:#?}");
    assert_eq!(all(&server, &format!("{PAIR}/timeline"), 1), whole, "page by page it is the same");
    assert_eq!(all(&server, &format!("{PAIR}/timeline"), 2), whole);
    server.get("/clients/HARBOR/customers/NOBODY/timeline").problem(404, "NOT_FOUND");
}

#[test]
fn lc_08_cases_and_answers() {
    let (server, invoice) = bought();
    let said = json!({ "person": "A. Ito", "answers": [{ "invoice": invoice, "said": { "kind": "WILL_PAY", "on": "2026-07-10" } }] });
    let taken = server.post_under("will-pay-1", "/debtors/NORWELL/answers", &said).expect(201);
    assert_eq!(taken["taken"][0]["number"], "A-1");
    assert_eq!(server.post_under("will-pay-1", "/debtors/NORWELL/answers", &said).expect(201), taken);
    assert_eq!(server.post("/debtors/NORWELL/answers", &said).expect(201)["taken"][0]["is_new"], false);
    let listed = all(&server, "/debtors/NORWELL/answers", 1);
    assert_eq!((listed.len(), &listed[0]["kind"]), (1, &json!("WILL_PAY")));

    let dispute = json!({ "kind": "DISPUTE", "debtor": "NORWELL", "client": "HARBOR", "invoice": invoice, "reason": "PRICE",
        "amount": usd("100.00"), "words": "The price is not the agreed one.", "by": { "side": "DEBTOR", "name": "A. Ito" } });
    let case = server.post("/cases", &dispute).expect(201);
    assert_eq!((&case["number"], &case["amount"], &case["client"]), (&json!(1), &usd("100.00"), &json!("HARBOR")));
    assert_eq!(server.post("/cases", &dispute).expect(201)["number"], 1, "the same is raised once");
    let steps = "/cases/C-1/steps";
    server.post(steps, &json!({ "step": "ADD_WORDS", "words": " " })).problem(422, "REFUSED");
    let talked = server.post(steps, &json!({ "step": "ADD_WORDS", "words": "We look into it." })).expect(200);
    assert_eq!(talked["words"].as_array().unwrap().last().unwrap()["side"], "FACTOR");
    assert_eq!(
        server.post(steps, &json!({ "step": "SET_OWNER", "owner": "M. Reyes" })).expect(200)["owner"],
        "M. Reyes"
    );
    assert_eq!(all(&server, "/cases", 1).len(), 1);
    let credit =
        json!({ "step": "RESOLVE", "outcome": "CREDIT", "amount": usd("100.00"), "words": "A credit follows." });
    assert_eq!(server.post(steps, &credit).expect(200)["outcome"], "CREDIT");
    assert!(all(&server, "/cases", 1).is_empty());
    assert_eq!(all(&server, "/cases?debtor=NORWELL", 1)[0], server.get("/cases/1").expect(200));
    let without = json!({ "kind": "DISPUTE", "debtor": "NORWELL", "words": "no invoice" });
    assert_eq!(server.post("/cases", &without).status, 422);

    assert_eq!(server.get("/debtors/NORWELL/verifications").expect(200)["items"], json!([]));
    let call = json!({ "method": "PHONE", "who": "A. Ito", "invoices": [] });
    assert_eq!(
        server.post("/debtors/NORWELL/verifications", &call).problem(422, "REFUSED")["errors"][0]["place"],
        "call"
    );
}

#[test]
fn lc_05_a_call_is_planned_and_written_down_under_its_rules_only() {
    let (server, invoice) = bought();
    let plan = json!({ "caller": "Ines Calder", "invoices": [invoice] });
    let problem = server.post("/debtors/NORWELL/verification-calls", &plan).problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["code"], "CALL_NOTHING", "{problem:#}");
    let other = json!({ "caller": "Ines Calder", "invoices": ["00000000-0000-0000-0000-000000000001"] });
    assert_eq!(server.post("/debtors/NORWELL/verification-calls", &other).status, 404);
    let call = json!({ "message": "M-77", "caller": "Ines", "calling_for": "Us", "said": "Ines of us", "number": "1" });
    let answer = json!({ "method": "PHONE", "who": "A. Ito", "invoices": [], "call": call });
    assert_eq!(server.post("/debtors/NORWELL/verifications", &answer).status, 404, "no such call was planned");
    assert_eq!(server.post("/messages/77/call", &json!({ "said": "they pay on Friday" })).status, 404);
}

#[test]
fn a_link_is_made_once_and_taken_back_and_its_secret_is_not_kept() {
    let (server, contact) = told();
    let new = json!({ "side": "DEBTOR", "code": "NORWELL", "contact": contact, "valid_days": 30 });
    let made = server.post_under("link-0001", "/guest-links", &new).expect(201);
    let address = made["address"].as_str().unwrap();
    assert!(address.starts_with("https://pay.factor.example/g/"), "{address}");
    assert_eq!(
        server.post_under("link-0001", "/guest-links", &new).expect(201),
        made,
        "sent again it is the same link"
    );
    let token = address.rsplit('/').next().unwrap();
    assert!(!server.book_holds(token), "the book has the secret part of a link");
    let links = "/guest-links?side=DEBTOR&code=NORWELL";
    let listed = all(&server, links, 1);
    assert_eq!((listed.len(), &listed[0]["id"]), (1, &made["id"]));
    let revoke = format!("/guest-links/{}/revoke", made["id"].as_str().unwrap());
    assert!(server.post(&revoke, &json!({ "why": "lost" })).expect(200)["revoked_at"].is_string());
    server
        .post("/guest-links", &json!({ "side": "CLIENT", "code": "HARBOR", "contact": contact }))
        .problem(422, "REFUSED");
}

#[test]
fn fr_09_two_persons_change_where_debtors_pay() {
    let (server, _) = told();
    let account = json!({ "holder": "Test Factor", "number": "000999888", "clearing": "021000021" });
    let new = json!({ "account": account, "why": "another bank", "by": "R. Calder" });
    let change = server.post("/pay-to-changes", &new).expect(201);
    assert_eq!((&change["state"], &change["from"]["account"]["number"]), (&json!("REQUESTED"), &json!("000111222")));
    let steps = format!("/pay-to-changes/{}/steps", change["id"].as_str().unwrap());
    let own = server.post(&steps, &json!({ "step": "APPROVE", "by": "R. Calder" })).problem(422, "REFUSED");
    assert_eq!(own["errors"][0]["code"], "SECOND_PERSON");
    assert_eq!(server.post(&steps, &json!({ "step": "APPROVE", "by": "M. Reyes" })).expect(200)["state"], "APPROVED");
    let dropped = server.post(&steps, &json!({ "step": "DROP", "by": "M. Reyes", "why": "not yet" })).expect(200);
    assert_eq!(all(&server, "/pay-to-changes", 1), [dropped]);
}

#[test]
fn rp_22_a_statement_is_of_one_debtor() {
    let (server, _) = bought();
    let problem = server.get("/reports/debtor-statement").problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["place"], "debtor");
    let statement = server.get("/reports/debtor-statement?debtor=norwell").expect(200);
    assert_eq!(
        (&statement["rows"][0]["open"], &statement["rows"][0]["supplier"]),
        (&json!("1000.00"), &json!("HARBOR"))
    );
    assert_eq!(server.get("/reports/notices?debtor=NORWELL").expect(200)["rows"][0]["evidence"], 4);
    server.get("/reports/aging?debtor=NORWELL").problem(422, "REFUSED");
    let log = server.get("/reports/contacts?from=2026-06-01").expect(200);
    assert_eq!(log["rows"], json!([]));
}

/// GL-60: the packet of an agency's contract, from its beginning to an override, and what is refused on the way.
#[test]
fn gl_60_the_packet_of_an_agency_is_begun_sent_signed_and_overridden() {
    let (server, _) = told();
    let packets = format!("{PAIR}/packets");
    let contract = json!({ "contract": "W91-26-C-0042", "amount": usd("400000.00") });
    server.post(&packets, &contract).problem(422, "REFUSED");
    let mut agency = debtor("100000.00");
    agency["debtor_type"] = json!("US_FEDERAL");
    assert_eq!(server.put("/debtors/NORWELL", &agency).expect(200)["debtor_type"], "US_FEDERAL");
    // Silence changes nothing.
    assert_eq!(server.put("/debtors/NORWELL", &debtor("90000.00")).expect(200)["debtor_type"], "US_FEDERAL");
    let small = json!({ "contract": " ", "amount": usd("999.99") });
    let problem = server.post(&packets, &small).problem(422, "REFUSED");
    let places: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|one| one["place"].clone()).collect();
    assert_eq!(places, ["contract", "amount"], "all at once");
    let begun = server.post(&packets, &contract).expect(201);
    assert_eq!((&begun["state"], &begun["points"][0]["confirmed_by"]), (&json!("PREPARING"), &Value::Null));
    let id = begun["id"].as_str().unwrap().to_owned();
    let steps = format!("/packets/{id}/steps");
    let paper = json!({ "name": "paper.txt", "content": "QSBwYXBlci4=" });
    let broken = json!({ "name": "paper.txt", "content": "*" });
    let confirm = |paper: &Value| json!({ "step": "CONFIRM", "point": "AMOUNT", "by": "Ines Calder", "paper": paper });
    let problem = server.post(&steps, &confirm(&broken)).problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["place"], "paper.content");
    for point in ["AMOUNT", "FINANCING_INSTITUTION", "ALL_UNPAID", "ONE_PARTY", "NOT_PROHIBITED"] {
        let step = json!({ "step": "CONFIRM", "point": point, "by": "Ines Calder", "paper": paper });
        server.post(&steps, &step).expect(200);
    }
    for to in ["CONTRACTING_OFFICER", "DISBURSING_OFFICER"] {
        let send = json!({ "step": "SEND", "to": to, "person": "R. Holt", "on": "2026-06-15", "how": "registered mail",
            "notice": paper, "copy": paper });
        server.post(&steps, &send).expect(200);
        let sign = json!({ "step": "ACKNOWLEDGE", "by": to, "on": "2026-06-15", "paper": paper });
        server.post(&steps, &sign).expect(200);
    }
    assert_eq!(server.get(&format!("/packets/{id}")).expect(200)["state"], "ACKNOWLEDGED");
    let back = json!({ "step": "TAKE_BACK", "by": "DISBURSING_OFFICER", "on": "2026-06-15", "why": "wrong office" });
    assert_eq!(server.post(&steps, &back).expect(200)["state"], "REVOKED");
    let given = json!({ "step": "OVERRIDE", "manager": "Tomas Reyl", "reason": "signs again", "until": "2026-06-30" });
    assert_eq!(server.post(&steps, &given).expect(200)["running_override"]["manager"], "Tomas Reyl");
    assert_eq!(server.post(&steps, &json!({ "step": "END_OVERRIDE" })).expect(200)["running_override"], Value::Null);
    let problem = server.post(&steps, &json!({ "step": "END_OVERRIDE" })).problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["code"], "PACKET_NO_OVERRIDE");
    assert_eq!(all(&server, &packets, 1).len(), 1);

    assert_eq!(server.get("/sam-registration").expect(200)["is_active"], false);
    let kept =
        json!({ "checked_on": "2026-06-15", "expires_on": "2026-12-31", "by": "Ines Calder", "evidence": "entity" });
    assert_eq!(server.put("/sam-registration", &kept).expect(200)["is_active"], true);
    let problem = step(&server, &json!({ "step": "OPEN" })).problem(422, "REFUSED");
    assert_eq!(problem["errors"][0]["code"], "FEDERAL_DEBTOR");
}
