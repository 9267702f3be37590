//! Callers that ask too often wait; nobody else does.

use crate::browser::{FIREFOX, get, send};
use crate::house::House;
use app::guest::GuestParty;

fn from(address: &'static str) -> Vec<(&'static str, &'static str)> {
    FIREFOX.iter().copied().chain([("x-forwarded-for", address)]).collect()
}

#[test]
fn guessing_is_stopped_after_a_few_tries_and_others_are_not_held_up() {
    let house = House::notified();
    let guesser = from("203.0.113.7");
    let mut refused = None;
    for number in 0..40 {
        let reply = send(house.door, "GET", &format!("/check/AAAAA{number:010}"), &guesser, b"");
        if reply.status == 429 {
            refused = Some((number, reply));
            break;
        }
        assert_eq!(reply.status, 404);
    }
    let (number, reply) = refused.expect("guessing is stopped");
    assert!((15..=web::guest::TRIES.burst + 2).contains(&number), "{number}");
    reply.says("Try again in");
    let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!(wait >= 1 && wait <= web::guest::TRIES.each.as_secs(), "{wait}");
    // Even with a good link that network waits; another does not.
    let page = house.norwell();
    assert_eq!(send(house.door, "GET", &page, &guesser, b"").status, 429);
    send(house.door, "GET", &page, &from("203.0.113.8"), b"").expect(200);
}

#[test]
fn ipv6_networks_count_as_one_and_a_header_from_outside_counts_nothing() {
    let house = House::notified();
    let addresses = ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3"];
    let refused = (0..60).any(|number| {
        let address = addresses[number % addresses.len()];
        send(house.door, "GET", &format!("/check/BBBBB{number:010}"), &from(address), b"").status == 429
    });
    assert!(refused, "one network, however many addresses");
    send(house.door, "GET", "/check", &from("2001:db8:1:3::1"), b"").expect(200);
    // The desk's own door is not behind a proxy: the header there is not believed.
    let refused = (0..60).any(|number| {
        let address: &'static str = if number % 2 == 0 { "198.51.100.1" } else { "198.51.100.2" };
        send(house.desk, "GET", &format!("/check/CCCCC{number:010}"), &from(address), b"").status == 429
    });
    assert!(refused);
}

#[test]
fn one_link_is_asked_only_so_often() {
    let house = House::notified();
    let page = house.norwell();
    let burst = web::guest::LINK.burst;
    let mut last = 200;
    for number in 0..burst + 20 {
        let address: &'static str = if number % 2 == 0 { "198.51.100.1" } else { "198.51.100.2" };
        last = send(house.door, "GET", &format!("{page}/preferences"), &from(address), b"").status;
        if last == 429 {
            assert!(number >= burst - 1, "{number}");
            break;
        }
    }
    assert_eq!(last, 429);
    let other = house.link(GuestParty::Debtor(house.debtor), None).1;
    get(house.door, &other).expect(200);
}
