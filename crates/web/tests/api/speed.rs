//! How long one purchase takes through the front door.

use crate::client::{Server, TOKEN};
use crate::story::{debtor, line, ready, schedule};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Callers at a time.
const CALLERS: usize = 20;

/// One purchase on a connection that stays open.
fn purchase(stream: &mut TcpStream, number: &str) -> Duration {
    let body = schedule(&[line(number, "10.00")]).to_string();
    let request = format!(
        "POST /api/v1/clients/HARBOR/schedules HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\nidempotency-key: purchase-{number}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let begun = Instant::now();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        let read = stream.read(&mut part).unwrap();
        answer.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok()).unwrap();
        if body.len() >= length {
            assert!(head.starts_with("HTTP/1.1 201") && body.contains("\"bought\":1"), "{text}");
            return begun.elapsed();
        }
    }
}

/// A rough wall against handlers that became slow; the real figures come from `credere bench` in release.
#[test]
fn twenty_callers_buy_one_invoice_at_a_time() {
    let each = if cfg!(debug_assertions) { 10 } else { 500 };
    let server: Server = ready();
    server.put("/debtors/NORWELL", &debtor("900000.00")).expect(200);
    let begun = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let mut stream = server.connect();
                scope.spawn(move || {
                    (0..each).map(|one| purchase(&mut stream, &format!("P-{caller:02}{one:04}"))).collect::<Vec<_>>()
                })
            })
            .collect();
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    });
    let whole = begun.elapsed();
    times.sort_unstable();
    let (count, middle, late) = (times.len(), times[times.len() / 2], times[times.len() * 99 / 100]);
    let rate = count as u128 * 1_000_000 / whole.as_micros();
    println!("{count} purchases from {CALLERS} callers: {rate} a second, p50 {middle:?}, p99 {late:?}");
    let mut stream = server.connect();
    let alone: Vec<Duration> = (0..each).map(|one| purchase(&mut stream, &format!("Q-{one:04}"))).collect();
    println!("one caller alone: {:?} on average", alone.iter().sum::<Duration>() / u32::try_from(each).unwrap());
    assert!(late < Duration::from_secs(2), "p99 is {late:?}");
}
