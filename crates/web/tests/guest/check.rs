//! Is this letter real? The check page confirms what we wrote, and tells nothing else.

use crate::browser::{get, post, send};
use crate::house::{ACCOUNT, House};
use app::notice::shown_code;
use domain::event::EventKind;

#[test]
fn a_letter_of_ours_is_confirmed_however_its_code_is_typed() {
    let house = House::notified();
    let code = house.code();
    let page = get(house.door, &format!("/check/{code}")).expect(200);
    page.says("This code is ours");
    page.says("Harbor Foods LLC");
    page.says("Norwell Grocers Inc");
    page.says("ends in 2333");
    page.hides(ACCOUNT);
    let typed = shown_code(&code).to_lowercase().replace('-', "%20");
    let reply = get(house.door, &format!("/check?code={typed}"));
    assert_eq!(reply.header("location").unwrap(), format!("/check/{code}"));
    get(house.door, &format!("/check/{code}?lang=de")).says("Dieser Code ist von uns");
}

#[test]
fn a_changed_account_number_fails_and_the_right_one_holds() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 1, 30);
    let path = format!("/check/{}", house.code());
    let page = get(house.door, &path);
    let compare = |account: &str, invoice: &str| {
        post(house.door, &page, &format!("{path}/compare"), &[("account", account), ("invoice", invoice)]).expect(200)
    };
    compare("000 111 222 333", "").says("Yes. The account number is the one we wrote.");
    let known = compare(ACCOUNT, "harbor norwell 1");
    known.says("Every invoice of Harbor Foods LLC to you is to be paid to it.");
    let altered = compare("000111222334", "HARBOR-NORWELL-1");
    altered.says("No. This is not the account number we wrote.");
    altered.says("Do not pay to it.");
    // The letter lists no invoice: whoever found it learns of none, whatever they type.
    let plain = |reply: &str, number: &str| {
        reply
            .split("<main")
            .nth(1)
            .unwrap()
            .replace(number, "")
            .split("role=\"alert\"")
            .nth(1)
            .unwrap()
            .split("</div>")
            .next()
            .unwrap()
            .to_owned()
    };
    let unknown = compare(ACCOUNT, "HARBOR-NORWELL-2");
    assert_eq!(plain(&known.text, "harbor norwell 1"), plain(&unknown.text, "HARBOR-NORWELL-2"));
    post(house.door, &page, &format!("{path}/compare"), &[("account", " - ")])
        .expect(422)
        .says("Type the account number");
}

#[test]
fn an_unknown_code_and_an_altered_letter_look_the_same() {
    let house = House::notified();
    let code = house.code();
    let unknown = get(house.door, "/check/000000000000000").expect(404);
    unknown.says("We do not know this code");
    unknown.says("Do not pay to an account that such a letter names.");
    let altered = code.clone();
    house.task(move |task| {
        let sql = "UPDATE paper SET content = replace(content, '000111222333', '999999999999') WHERE code = $1";
        let parameters = [store::engine::Value::Text(&altered)];
        Ok(store::book::Reads::connection(task).execute(sql, &parameters).map(drop)?)
    });
    let page = get(house.door, &format!("/check/{code}")).expect(404);
    let plain = |text: &str, code: &str| text.replace(code, "").replace(&shown_code(code), "");
    assert_eq!(plain(&page.text, &code), plain(&unknown.text, "000000000000000"));
    get(house.door, &format!("/check/{code}/content")).expect(404);
}

#[test]
fn the_check_page_lists_no_invoices_and_knows_no_other_debtor() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 3, 30);
    let path = format!("/check/{}", house.code());
    for page in [&path, &format!("{path}/content")] {
        get(house.door, page).expect(200).hides("HARBOR-NORWELL");
    }
    let page = get(house.door, &path);
    let compared = post(house.door, &page, &format!("{path}/compare"), &[("account", ACCOUNT), ("invoice", "HARBOR")]);
    compared.hides("NORWELL-1");
    page.hides("Tidewater");
    page.hides("Aston");
}

#[test]
fn gl_53_proof_is_asked_for_once_and_its_clock_is_shown() {
    let house = House::notified();
    let path = format!("/check/{}", house.code());
    let page = get(house.door, &path);
    page.says("within 2 business days");
    let asked = post(house.door, &page, &format!("{path}/proof"), &[("words", "The signed page, please")]).expect(200);
    asked.says("Asked for on 23 June 2026. You will have it by 25 June 2026.");
    assert!(house.events(EventKind::NoticeMoved) > 0);
    let events = house.all_events();
    post(house.door, &page, &format!("{path}/proof"), &[("words", "The signed page, please")]).expect(200);
    assert_eq!(house.all_events(), events, "asked twice, the clock runs once");
    get(house.door, &path).says("Proof was asked for on 23 June 2026. It is due by 25 June 2026.");
}

#[test]
fn what_was_signed_can_be_checked_without_us() {
    let house = House::notified();
    let code = house.code();
    let content = get(house.door, &format!("/check/{code}/content")).expect(200);
    assert!(content.text.starts_with("{\"kind\":\"NOTICE_OF_ASSIGNMENT\""), "{}", content.text);
    let keys = get(house.door, "/check/key").expect(200);
    let (name, key) = house.app.seal().public_key();
    keys.says(&name);
    let pem = get(house.door, &format!("/check/key/{name}.pem")).expect(200);
    assert!(pem.text.starts_with("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA"), "{}", pem.text);
    let signature =
        house.app.read(|snapshot| Ok(store::kept::paper::get(snapshot, &code)?.unwrap().signature)).unwrap();
    assert!(app::holds(&key, &content.text, &signature));
    assert!(!app::holds(&key, &content.text.replace(ACCOUNT, "999"), &signature));
    get(house.door, "/check/key/0000000000000000.pem").expect(404);
    assert_eq!(send(house.door, "POST", &format!("/check/{code}/proof"), &[], b"").status, 400);
}
