//! The guests' door has the guests' pages and nothing else; the desk's door has both.

use crate::browser::{FIREFOX, get, send};
use crate::house::House;

const DESK: [&str; 14] = [
    "/",
    "/today",
    "/clients",
    "/debtors",
    "/schedules",
    "/cash",
    "/payments",
    "/reports",
    "/settings",
    "/letters",
    "/sign-in/x",
    "/api/v1/docs",
    "/api/v1/clients",
    "/audit",
];

#[test]
fn nothing_of_the_desk_is_on_the_guests_door() {
    let house = House::new();
    let nothing = get(house.door, "/nowhere").expect(404);
    for (number, path) in DESK.into_iter().enumerate() {
        // Another network each time: whoever asks for many things that are not there waits.
        let network = format!("203.0.113.{number}");
        let asking: Vec<_> = FIREFOX.iter().copied().chain([("x-forwarded-for", network.as_str())]).collect();
        let reply = send(house.door, "GET", path, &asking, b"");
        assert_eq!((reply.status, &reply.text), (404, &nothing.text), "{path}");
        let bearer = [("authorization", "Bearer token-of-the-test"), ("x-forwarded-for", network.as_str())];
        assert_eq!(send(house.door, "GET", path, &bearer, b"").status, 404, "{path}");
    }
    get(house.door, "/check").expect(200);
    let robots = get(house.door, "/robots.txt").expect(200);
    assert_eq!(robots.text, "User-agent: *\nDisallow: /\n");
}

#[test]
fn the_desks_door_lets_guests_in_too_and_keeps_its_own() {
    let house = House::notified();
    get(house.desk, &house.norwell()).expect(200).says("Nothing is open");
    get(house.desk, "/check").expect(200).says("Is this letter real?");
    get(house.desk, "/today").says("You are not signed in");
    get(house.desk, "/g/nothing/at/all").expect(404).says("This address opens nothing");
}

#[test]
fn every_answer_has_strict_headers_and_no_script() {
    let house = House::notified();
    for at in [house.door, house.desk] {
        for path in [house.norwell(), house.harbor(), "/check".to_owned(), "/g/nothing".to_owned()] {
            let reply = get(at, &path);
            let header = |name: &str| reply.header(name).unwrap_or_default();
            assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
            assert!(!header("content-security-policy").contains("script-src"), "{path}: no script at all");
            assert_eq!(header("referrer-policy"), "no-referrer");
            assert_eq!(header("cache-control"), "no-store");
            assert_eq!(header("x-robots-tag"), "noindex, nofollow");
            assert_eq!(header("x-frame-options"), "DENY");
            assert!(reply.header("set-cookie").is_none(), "{path}: works without cookies");
            for forbidden in ["<script", " style=", " onclick", "http://", "https://"] {
                reply.hides(forbidden);
            }
        }
    }
    let style = get(house.door, "/assets/guest.css").expect(200);
    assert_eq!(style.header("content-type").as_deref(), Some("text/css; charset=utf-8"));
    assert_eq!(style.header("x-content-type-options").as_deref(), Some("nosniff"));
}

#[test]
fn too_much_at_once_is_refused_by_a_page_that_says_how_much() {
    let house = House::notified();
    let page = house.norwell();
    let headers: Vec<_> =
        FIREFOX.iter().copied().chain([("content-type", "application/x-www-form-urlencoded")]).collect();
    let large = vec![b'a'; web::guest::FORM + 1];
    let reply = send(house.door, "POST", &format!("{page}/ask"), &headers, &large).expect(413);
    reply.says("That is too large");
    let headers: Vec<_> =
        FIREFOX.iter().copied().chain([("content-type", "multipart/form-data; boundary=edge")]).collect();
    let mut body = b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n".to_vec();
    body.resize(web::guest::UPLOAD + 1024, b'a');
    send(house.door, "POST", &format!("{page}/sheet"), &headers, &body).expect(413).says("At most 10 MB");
    // What a sheet may be is too much for a question.
    let half = vec![b'a'; web::guest::UPLOAD / 2];
    send(house.door, "POST", &format!("{page}/ask"), &headers, &half).expect(413);
}
