//! The log of a server that was walked through with names, addresses, tokens and numbers: none of them is in it, and every
//! request is found by its id.

use super::program::{Program, schedule};
use super::serving::{Reply, Serving, ask};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Pages walked at each door.
const PAGES: usize = 60;

const SENDER: &str = r#"
[factor.sender]
address = { lines = ["9 Wick Lane"], city = "Cleveland", region = "OH", postcode = "44113", country = "US" }
email = "hello@lantern.example"
phone = "+1 555 010 0100"
register = "Lantern Trade Finance LLC, registered in Ohio, 5530021"
guest_address = "https://pay.example.com"
"#;

/// What must be in no line: parties, their codes, mails, numbers, what was searched for, and what a request made up.
const MARKERS: [&str; 11] = [
    "Seller Works",
    "SELLER",
    "Buyer Stores",
    "BUYER",
    "Test Factor",
    "lantern.example",
    "Wick Lane",
    "INV-",
    "PO-7",
    "Ostrander",
    "555 010",
];

/// Follows the links of pages; gives back every answer.
fn walk(begin: &[&str], below: &str, get: impl Fn(&str) -> Reply) -> Vec<Reply> {
    let (mut seen, mut next) = (BTreeSet::new(), begin.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>());
    let mut replies = Vec::new();
    while let Some(path) = next.pop() {
        if replies.len() == PAGES || !seen.insert(path.clone()) {
            continue;
        }
        let reply = get(&path);
        let links = reply.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let links =
            links.map(|link| link.split('#').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&"));
        next.extend(links.filter(|link| link.starts_with(below) && !link.starts_with("/assets")));
        replies.push(reply);
    }
    replies
}

/// Serves, asks for everything once, and ends: the answers, the log, and what else must not be in it.
fn walked() -> (Vec<Reply>, String, Vec<String>) {
    let program = Program::new();
    let data = program.data();
    assert!(program.import_text("portfolio", "sender.toml", SENDER, &[]).status.success());
    let csv = schedule(7_000, 5);
    assert!(program.import_text("schedule", "marked.csv", &csv, &["--client", "SELLER"]).status.success());
    let made = program.run(&["link", "make", "--debtor", "BUYER", "--data", &data]);
    let made = String::from_utf8_lossy(&made.stdout).into_owned();
    let link = made.split("https://pay.example.com").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let link_token = link.strip_prefix("/g/").unwrap().to_owned();

    let serving = Serving::start(&program, "trace");
    let bearer = format!("Bearer {}", serving.token);
    let api = |method: &str, path: &str, body: &str| {
        let headers =
            [("authorization", &*bearer), ("content-type", "application/json"), ("idempotency-key", "Ostrander-12345")];
        ask(serving.at, method, &format!("/api/v1{path}"), &headers, body).unwrap()
    };
    let guest = |path: &str| ask(serving.guests, "GET", path, &[("user-agent", "Ostrander")], "").unwrap();

    let mut replies =
        walk(&["/settings", "/clients", "/debtors", "/schedules", "/today"], "/", |path| serving.page(path));
    let desk = replies.len();
    replies.extend(walk(&[&link], &link, guest));
    assert!(desk >= 30 && replies.len() >= desk + 4, "{desk} pages of the desk, {} in all", replies.len());
    replies.push(serving.page("/search?q=Ostrander+INV-7001"));
    replies.push(serving.page("/nothing/Ostrander?of=Ostrander"));
    replies.push(guest("/g/Ostrander"));
    replies.push(guest("/check/Ostrander"));
    replies.push(serving.get("/today", &[("x-request-id", "Ostrander")]));
    replies.push(api("GET", "/clients/SELLER", ""));
    replies.push(api("GET", "/clients/Ostrander", ""));
    replies.push(api("PUT", "/debtors/BUYER", "{\"name\": \"Ostrander\""));
    replies.push(api("PUT", "/debtors/BUYER", "{\"name\": 7, \"Ostrander\": 1}"));
    replies.push(api("POST", "/clients/SELLER/schedules", "{\"lines\": [\"Ostrander\"]}"));
    let (cookie, token, sign_in) = (serving.session.clone(), serving.token.clone(), serving.sign_in.clone());
    serving.signal("TERM");
    let (status, log) = serving.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    (replies, log, vec![cookie.split('=').nth(1).unwrap().to_owned(), token, link_token, sign_in])
}

#[test]
fn the_log_finds_every_request_by_its_id_and_names_nobody() {
    let (replies, log, tokens) = walked();
    for marker in MARKERS.iter().map(|marker| (*marker).to_owned()).chain(tokens) {
        let found = log.lines().find(|line| line.contains(&marker));
        assert!(found.is_none(), "\u{201c}{marker}\u{201d} is in the log: {found:?}");
    }
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect();
    let answered: BTreeMap<&str, &Value> = lines
        .iter()
        .filter(|line| line["message"] == "answered")
        .map(|line| (line["span"]["id"].as_str().unwrap(), line))
        .collect();
    for reply in &replies {
        let id = reply.header("x-request-id").unwrap_or_else(|| panic!("no id: {reply:?}"));
        let line = answered.get(id).unwrap_or_else(|| panic!("{id} is not in the log"));
        assert_eq!(line["status"], reply.status, "{line}");
        assert!(line["span"]["route"].as_str().unwrap().starts_with(['/', 'n']), "{line}");
        if reply.header("content-type") == Some("application/problem+json") {
            let problem: Value = serde_json::from_str(&reply.text).unwrap();
            assert_eq!(problem["instance"], format!("urn:uuid:{id}"), "{problem}");
        }
    }
    assert!(answered.values().any(|line| line["span"]["route"] == "/api/v1/clients/{code}"), "patterns, not addresses");
    assert!(answered.values().any(|line| line["span"]["route"] == "/g/{token}"), "at the guests' door too");
}

#[test]
fn an_id_is_taken_from_a_proxy_where_it_is_one_and_made_where_it_is_not() {
    let program = Program::new();
    let serving = Serving::start(&program, "info");
    let given = "6f1c2a9e-7b3d-4c58-9a01-2b3c4d5e6f70";
    for (sent, kept) in [
        (given, Some(given)),
        ("6F1C2A9E7B3D4C589A012B3C4D5E6F70", Some(given)),
        ("{6f1c2a9e-7b3d-4c58-9a01-2b3c4d5e6f70}", None),
        ("anna.schmidt", None),
        ("", None),
    ] {
        let reply = serving.get("/api/v1/clients", &[("x-request-id", sent)]);
        let id = reply.header("x-request-id").unwrap();
        assert_eq!(kept.unwrap_or(id), id, "{sent}");
        assert!(!id.is_empty() && (kept.is_some() || id != sent), "{sent}");
        assert!(reply.text.contains(&format!("urn:uuid:{id}")), "{reply:?}");
    }
    serving.signal("TERM");
    let (_, log) = serving.ended();
    assert_eq!(log.lines().filter(|line| line.contains(given)).count(), 2, "{log}");
    assert!(!log.contains("anna"), "{log}");
}
