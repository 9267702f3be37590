//! Told to end: under load, twice, and while nothing happens.

use super::program::Program;
use super::serving::{Reply, Serving, ask};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Callers at a time.
const CALLERS: usize = 8;
/// Purchases acknowledged before it is told to end.
const BEFORE: usize = 25;

/// Buys one invoice, on a connection of its own.
fn buy(at: SocketAddr, token: &str, number: usize) -> std::io::Result<Reply> {
    let (amount, number) = (format!("{}.50", 100 + number % 900), format!("INV-{number}"));
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let due = today.saturating_add(jiff::Span::new().days(30));
    let line = serde_json::json!({ "debtor": "BUYER", "number": number, "issued": today, "due": due,
        "amount": { "amount": amount, "currency": "USD" }, "delivered": today, "description": "Goods", "order": number });
    let body = serde_json::json!({ "transfer_method": "CREDIT_TRANSFER", "lines": [line] }).to_string();
    let headers = [
        ("authorization", &*format!("Bearer {token}")),
        ("content-type", "application/json"),
        ("idempotency-key", &*format!("purchase-{number}")),
    ];
    ask(at, "POST", "/api/v1/clients/SELLER/schedules", &headers, &body)
}

#[test]
fn told_to_end_under_load_every_request_is_answered_after_its_commit_or_refused_and_the_code_is_0() {
    let program = Program::new();
    let serving = Serving::start(&program, "info");
    let (at, token) = (serving.at, serving.token.clone());
    let acknowledged = AtomicUsize::new(0);
    let bought: Vec<String> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (token, acknowledged) = (&token, &acknowledged);
                scope.spawn(move || {
                    let mut bought = Vec::new();
                    for one in 0.. {
                        let number = 1_000_000 + caller * 10_000 + one;
                        match buy(at, token, number) {
                            Ok(reply) if reply.status == 201 => {
                                assert!(reply.text.contains("\"bought\":1"), "{reply:?}");
                                bought.push(format!("INV-{number}"));
                                acknowledged.fetch_add(1, Ordering::SeqCst);
                            }
                            // Whole and in our own words: nothing was kept, and it may be sent again.
                            Ok(reply) => {
                                assert_eq!(reply.status, 503, "{reply:?}");
                                assert!(reply.text.contains("\"code\":\"CLOSING\""), "{reply:?}");
                            }
                            // Nobody listens any more, or the connection had not been taken yet.
                            Err(_) => return bought,
                        }
                    }
                    bought
                })
            })
            .collect();
        let begun = Instant::now();
        // A caller that stops at a surprise says so below.
        while acknowledged.load(Ordering::SeqCst) < BEFORE && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(5));
        }
        serving.signal("TERM");
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    });
    let (status, log) = serving.ended();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("told to end: requests under way are finished") && log.contains("\"ended\""), "{log}");
    assert!(bought.len() >= BEFORE);
    let rows = program.rows("purchases");
    let kept: BTreeSet<&str> = rows.iter().map(|row| row["invoice"].as_str().unwrap()).collect();
    for number in &bought {
        assert!(kept.contains(number.as_str()), "{number} was acknowledged and is not in the book");
    }
    // A caller that saw its connection break may have one more in the book, and no other.
    assert!(kept.len() <= bought.len() + CALLERS, "{} kept, {} acknowledged", kept.len(), bought.len());
    program.audit();
}

#[test]
fn an_idle_process_ends_at_once_on_either_signal() {
    let program = Program::new();
    for signal in ["INT", "TERM"] {
        let serving = Serving::start(&program, "warn");
        serving.signal(signal);
        let (status, log) = serving.ended();
        assert_eq!((status.code(), log.as_str()), (Some(0), ""), "{signal}");
    }
}

#[test]
fn a_second_signal_ends_it_while_a_request_is_still_waited_for() {
    use std::io::Write;
    let program = Program::new();
    let serving = Serving::start(&program, "info");
    // A request whose body never comes: it would be waited for as long as requests may take.
    let mut open = std::net::TcpStream::connect(serving.at).unwrap();
    let head = format!(
        "POST /api/v1/clients/SELLER/schedules HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\nidempotency-key: never-comes\r\ncontent-length: 100\r\n\r\n{{",
        serving.token
    );
    open.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    serving.signal("TERM");
    std::thread::sleep(Duration::from_millis(500));
    assert!(std::net::TcpStream::connect(serving.at).is_err(), "nobody new is let in");
    serving.signal("TERM");
    let (status, log) = serving.ended();
    assert_eq!(status.code(), Some(128 + 15), "{log}");
    assert!(log.contains("ended at once"), "{log}");
    program.audit();
}
