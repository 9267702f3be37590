//! How a server stands: health, readiness, figures; and what it says and does while its book has no room.
//!
//! "Full" is SQLite's own `database or disk is full`, brought about by `PRAGMA max_page_count` on the writing connection, and
//! room is made by giving pages back: a disk that is really full needs a mount of its own, and with it the rights of root.

use super::program::Program;
use super::serving::{Reply, Serving, ask};
use app::{App, Clock, Ids};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::book::Reads;
use store::engine::first;
use web::Secrets;

const TOKEN: &str = "token-of-the-test";

pub fn purchase(at: SocketAddr, token: &str, key: &str, numbers: std::ops::Range<usize>) -> Reply {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let due = today.saturating_add(jiff::Span::new().days(30));
    let line = |number: usize| {
        json!({ "debtor": "BUYER", "number": format!("INV-{number}"), "issued": today, "due": due, "delivered": today,
            "amount": { "amount": format!("{}.50", 100 + number % 900), "currency": "USD" },
            "description": "Goods", "order": format!("PO-{number}") })
    };
    let lines: Vec<Value> = numbers.map(line).collect();
    let body = json!({ "transfer_method": "CREDIT_TRANSFER", "lines": lines }).to_string();
    let headers = [
        ("authorization", &*format!("Bearer {token}")),
        ("content-type", "application/json"),
        ("idempotency-key", key),
    ];
    ask(at, "POST", "/api/v1/clients/SELLER/schedules", &headers, &body).unwrap()
}

/// The value of a series of the page of metrics.
#[track_caller]
fn value(page: &str, series: &str) -> f64 {
    let line = page.lines().find(|line| line.strip_prefix(series).is_some_and(|rest| rest.starts_with(' ')));
    line.unwrap_or_else(|| panic!("{series} is not in {page}")).rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn health_readiness_and_figures_are_told_on_loopback_without_signing_in_and_never_to_guests() {
    let program = Program::new();
    let serving = Serving::start(&program, "info");
    assert_eq!(serving.get("/healthz", &[]).text, "ok\n");
    let ready = serving.get("/readyz", &[]);
    assert_eq!((ready.status, ready.text.as_str()), (200, "reading the book: ready\nwriting the book: ready\n"));
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(ask(serving.guests, "GET", path, &[], "").unwrap().status, 404, "{path} at the guests' door");
    }
    assert_eq!(purchase(serving.at, &serving.token, "purchase-1", 1_000..1_001).status, 201);
    assert_eq!(purchase(serving.at, &serving.token, "purchase-1", 1_001..1_002).status, 422);
    let metrics = serving.get("/metrics", &[]);
    let page = metrics.text;
    assert!(metrics.head.contains("application/openmetrics-text") && page.ends_with("# EOF\n"), "{page}");
    let route = "route=\"/api/v1/clients/{code}/schedules\",method=\"POST\"";
    assert!(
        (value(&page, &format!("credere_http_requests_total{{{route},class=\"2xx\"}}")) - 1.0).abs() < f64::EPSILON
    );
    assert!(value(&page, &format!("credere_http_request_seconds_count{{{route}}}")) > 1.9);
    assert!(value(&page, "credere_refusals_total{code=\"IDEMPOTENCY_KEY_REUSED\"}") > 0.9);
    let commits = value(&page, "credere_commit_units_count");
    assert!(commits > 0.9 && (value(&page, "credere_commit_seconds_count") - commits).abs() < f64::EPSILON);
    for series in ["credere_commits_lost_total", "credere_queue_waiting", "credere_outbox_waiting"] {
        assert!(value(&page, series).abs() < f64::EPSILON, "{series}");
    }
    assert!(value(&page, "credere_book_writable") > 0.9 && value(&page, "credere_book_readable") > 0.9);
    assert!(value(&page, "credere_readers") > 3.9);
    for name in ["SELLER", "BUYER", "Test Factor", "INV-"] {
        assert!(!page.contains(name), "{name} is in the figures: {page}");
    }
}

#[test]
fn without_room_the_desk_reads_on_under_a_banner_every_write_is_refused_and_it_recovers_by_itself() {
    let program = Program::new();
    let data = program.data();
    let app = App::open(Path::new(&data), Clock::System, Ids::random()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let secrets = Arc::new(Secrets::new(TOKEN.into()));
    let link = secrets.new_link();
    let desk = runtime.block_on(web::serve(app.clone(), secrets, 0)).unwrap();
    let at = desk.address;
    runtime.spawn(desk.until(std::future::pending()));
    let session = ask(at, "GET", &format!("/sign-in/{link}"), &[], "").unwrap();
    let session = session.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let page = |path: &str| ask(at, "GET", path, &[("cookie", &*session)], "").unwrap();

    let jobs = page("/settings/jobs").text;
    assert!(jobs.contains("Nothing has run yet"), "{jobs}");
    app::job::record(&app, "contact", &Ok("3 debtors decided on".into())).unwrap();
    app::job::record(&app, "cases", &Err("the book is closing".into())).unwrap();
    let jobs = page("/settings/jobs").text;
    for said in ["Whom to write to", "3 debtors decided on", "went well", "Cases whose time is over", "failed"] {
        assert!(jobs.contains(said), "{said} is not in {jobs}");
    }
    assert!(value(&page("/metrics").text, "credere_job_last_run_well{job=\"cases\"}").abs() < f64::EPSILON);

    // What somebody will take away later, and then no page more.
    let mut beside = app.book.connect().unwrap();
    beside.run_script("CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(8000000));").unwrap();
    app.book
        .write(|unit| -> Result<(), store::Fault> {
            let count = first(unit.connection(), "PRAGMA page_count", &[], |row| row.int(0))?.unwrap_or(0);
            unit.connection().query(&format!("PRAGMA max_page_count = {count}"), &[], &mut |_| Ok(()))
        })
        .unwrap();
    assert!(!page("/today").text.contains("Nothing can be changed just now"));
    for (key, numbers) in [("purchase-0", 1_000..1_400), ("purchase-1", 2_000..2_001)] {
        let reply = purchase(at, TOKEN, key, numbers);
        assert_eq!(reply.status, 503, "{reply:?}");
        assert_eq!(reply.header("retry-after"), Some("60"));
        let problem: Value = serde_json::from_str(&reply.text).unwrap();
        let reason = &problem["errors"][0];
        assert_eq!((&problem["code"], &reason["place"]), (&json!("BOOK_FULL"), &json!("the book")));
        assert!(reason["fact"].as_str().unwrap().contains("no room to write"), "{problem:#}");
        assert!(reason["remedy"].as_str().unwrap().contains("Make room"), "{problem:#}");
    }
    assert_eq!(page("/schedules").status, 200);
    assert!(page("/today").text.contains("Nothing can be changed just now. There is no room to write"));
    let ready = page("/readyz");
    assert_eq!(ready.status, 503);
    let said = "reading the book: ready\nwriting the book: The book takes no changes: there is no room\n";
    assert_eq!(ready.text, said);
    assert_eq!(page("/healthz").status, 200, "the process lives");
    assert!(value(&page("/metrics").text, "credere_book_writable").abs() < f64::EPSILON);
    assert!(program.rows("purchases").is_empty(), "nothing half written");

    beside.run_script("DROP TABLE ballast;").unwrap();
    let begun = Instant::now();
    while page("/readyz").status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it must find the room by itself");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!page("/today").text.contains("Nothing can be changed just now"));
    let reply = purchase(at, TOKEN, "purchase-1", 2_000..2_001);
    assert_eq!(reply.status, 201, "the same request under the same key: {reply:?}");
    assert_eq!(program.rows("purchases").len(), 1);
    program.audit();
}
