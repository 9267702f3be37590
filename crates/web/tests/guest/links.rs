//! Whatever opens nothing is one page, to the letter; looking counts once, and only a person's look.

use crate::browser::{FIREFOX, get, post, post_raw, send};
use crate::house::House;
use app::guest::{GuestParty, revoke};
use domain::event::EventKind;

#[test]
fn forged_expired_revoked_and_never_made_links_are_one_and_the_same_page() {
    let house = House::notified();
    let (link, revoked) = house.link(GuestParty::Debtor(house.debtor), None);
    let expired = house.norwell();
    get(house.door, &revoked).expect(200);
    house.task(move |task| revoke(task, link, "test"));
    house.clock.set("2026-12-01T14:00:00Z".parse().unwrap());
    let mut forged = expired.clone();
    let last = forged.pop().unwrap();
    forged.push(if last == 'A' { 'B' } else { 'A' });
    let page = get(house.door, &expired).expect(404);
    page.says("This address opens nothing");
    for path in [&revoked, &forged, "/g/nothing", "/g/", "/g/a/b/c", &format!("{revoked}/answer?say=paid"), "/nowhere"]
    {
        let other = get(house.door, path);
        assert_eq!((other.status, &other.text), (404, &page.text), "{path}");
    }
    let post = post_raw(house.door, &format!("{revoked}/ask"), &[("csrf", "x"), ("key", "12345678"), ("words", "?")]);
    assert_eq!((post.status, &post.text), (404, &page.text));
}

#[test]
fn nobodys_link_opens_anothers_invoices_papers_or_cases() {
    let house = House::notified();
    let own = house.sells("HARBOR", "NORWELL", 1, 30)[0];
    let norwell = house.norwell();
    let aston = house.link(GuestParty::Debtor(house.other_debtor), None).1;
    get(house.door, &format!("{norwell}/invoice/{own}")).expect(200);
    let nothing = get(house.door, &format!("{norwell}/invoice/00000000-0000-0000-0000-000000000000")).expect(404);
    for path in [
        format!("{aston}/invoice/{own}"),
        format!("{norwell}/customer/{}", house.debtor),
        format!("{}/invoice/{own}", house.harbor()),
        format!("{}/answer?say=paid", house.harbor()),
    ] {
        let other = get(house.door, &path).expect(404);
        let strip = |text: &str| {
            text.split("<main")
                .nth(1)
                .unwrap()
                .split("</main")
                .next()
                .unwrap()
                .replace(&norwell, "")
                .replace(&aston, "")
                .replace(
                    &path[..path.rfind("/invoice").or(path.rfind("/customer")).or(path.rfind("/answer")).unwrap()],
                    "",
                )
        };
        assert_eq!(strip(&other.text), strip(&nothing.text), "{path}");
    }
    // A form with another's invoice answers nothing.
    let before = house.all_events();
    let page = get(house.door, &aston).expect(200);
    let id = own.to_string();
    let fields = [("say", "confirmed"), ("step", "do"), ("invoice", id.as_str()), ("name", "Eve")];
    post(house.door, &page, &format!("{aston}/answer"), &fields).expect(422).says("Choose at least one invoice");
    assert_eq!(house.all_events(), before);
}

#[test]
fn lc_45_only_a_persons_first_look_is_recorded() {
    let house = House::notified();
    let page = house.norwell();
    let opened = || house.events(EventKind::LinkOpened);
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        FIREFOX.iter().chain(more).copied().collect()
    };
    send(house.door, "HEAD", &page, FIREFOX, b"");
    send(house.door, "GET", &page, &with(&[("sec-purpose", "prefetch;prerender")]), b"").expect(200);
    send(house.door, "GET", &page, &[("user-agent", "curl/8"), ("accept", "*/*")], b"").expect(200);
    send(
        house.door,
        "GET",
        &page,
        &[("user-agent", "Mozilla/5.0 (compatible; Scanbot)"), ("accept", "text/html")],
        b"",
    )
    .expect(200);
    assert_eq!(opened(), 0);
    let before = house.all_events();
    get(house.door, &page).expect(200);
    get(house.door, &page).expect(200);
    get(house.door, &format!("{page}/letters")).expect(200);
    assert_eq!((opened(), house.all_events()), (1, before + 1), "looking changes nothing else");
}

#[test]
fn lc_45_a_fetched_page_is_no_evidence_and_a_click_on_it_is() {
    let house = House::notified();
    let (client, debtor) = (house.client, house.debtor);
    let notice =
        || house.app.read(|snapshot| Ok(store::kept::notice::current(snapshot, client, debtor)?.unwrap())).unwrap();
    let best = || notice().best();
    let message = notice().way(domain::notice::Leg::Notice).unwrap().message.unwrap();
    let words = house.app.read(|snapshot| Ok(store::kept::message::get(snapshot, message)?.unwrap().words)).unwrap();
    let token = words.split("https://pay.calder.example/g/").nth(1).unwrap();
    let token: String = token.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let path = format!("/g/{token}");
    let before = best();
    let opened = Some(domain::notice::Evidence::Opened);
    get(house.door, &path).expect(200);
    get(house.door, &format!("{path}/letters")).expect(200);
    assert_eq!((best(), house.events(EventKind::LinkOpened)), (before, 1), "a filter fetches what it finds");
    assert_ne!(before, opened);
    let click: Vec<(&str, &str)> = FIREFOX
        .iter()
        .copied()
        .filter(|(name, _)| !name.starts_with("sec-fetch"))
        .chain([
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-user", "?1"),
        ])
        .collect();
    send(house.door, "GET", &format!("{path}/letters"), &click, b"").expect(200);
    assert_eq!((best(), house.events(EventKind::LinkOpened)), (opened, 1));
}

#[test]
fn lc_45_whoever_acts_has_looked_whatever_their_browser_calls_itself() {
    let house = House::notified();
    let path = house.norwell();
    let page = send(house.door, "GET", &path, &[("user-agent", "curl/8")], b"").expect(200);
    assert_eq!(house.events(EventKind::LinkOpened), 0);
    let asked = send(house.door, "GET", &format!("{path}/ask?what=question"), &[("user-agent", "curl/8")], b"");
    let (csrf, key) = (asked.hidden("csrf"), asked.hidden("key"));
    assert_eq!(page.hidden("csrf"), csrf);
    let fields =
        [("csrf", csrf.as_str()), ("key", key.as_str()), ("what", "question"), ("words", "Why?"), ("name", "A. Ito")];
    post_raw(house.door, &format!("{path}/ask"), &fields).expect(303);
    assert_eq!((house.events(EventKind::LinkOpened), house.events(EventKind::CaseOpened)), (1, 1));
}

#[test]
fn a_form_without_its_pages_token_does_nothing_and_the_same_form_counts_once() {
    let house = House::notified();
    let (norwell, aston) = (house.norwell(), house.link(GuestParty::Debtor(house.other_debtor), None).1);
    let page = get(house.door, &format!("{norwell}/ask?what=question"));
    let foreign = get(house.door, &format!("{aston}/ask?what=question"));
    let (key, csrf) = (page.hidden("key"), page.hidden("csrf"));
    let ask = |csrf: &str, key: &str, words: &str| {
        let fields = [("csrf", csrf), ("key", key), ("what", "question"), ("words", words), ("name", "A. Ito")];
        post_raw(house.door, &format!("{norwell}/ask"), &fields)
    };
    ask("", &key, "Why?").expect(403).says("The form has expired");
    ask(&foreign.hidden("csrf"), &key, "Why?").expect(403);
    ask(&csrf, "", "Why?").expect(400);
    assert_eq!(house.events(EventKind::CaseOpened), 0);
    ask(&csrf, &key, "Why?").expect(303);
    let cases = house.all_events();
    ask(&csrf, &key, "Why?").expect(303);
    assert_eq!(house.all_events(), cases, "sent twice, it counts once");
    ask(&csrf, &key, "And how?").expect(409).says("Sent already");
    assert_eq!(house.events(EventKind::CaseOpened), 1);
}
