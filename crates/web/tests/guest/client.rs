//! The client's page: what needs it, and how its customers are treated in its name.

use crate::browser::{get, post};
use crate::house::House;
use app::guest::GuestParty;
use domain::event::EventKind;

#[test]
fn lc_40_the_client_ticks_its_heads_up_with_person_and_channel() {
    let house = House::new();
    let path = house.harbor();
    let home = get(house.door, &path).expect(200);
    home.says("2 things wait for you.");
    home.says("We have told Norwell Grocers Inc");
    let form_path = format!("{path}/customer/{}/heads-up", house.debtor);
    let form = get(house.door, &form_path).expect(200);
    post(house.door, &form, &form_path, &[("on", "2026-06-15"), ("person", ""), ("way", "PHONE")])
        .expect(422)
        .says("Write whom you have told.");
    let done =
        post(house.door, &form, &form_path, &[("on", "2026-06-15"), ("person", "Pat Example"), ("way", "PHONE")]);
    done.expect(200).says("Thank you. The letter of introduction follows.");
    get(house.door, &path).says("One thing waits for you.");
}

#[test]
fn co_14_the_client_reads_every_letter_and_pauses_with_the_consequence_shown() {
    let house = House::notified();
    house.sells("HARBOR", "NORWELL", 2, 5);
    let path = house.harbor();
    let customer = format!("{path}/customer/{}", house.debtor);
    let page = get(house.door, &customer).expect(200);
    page.says("Notice delivered");
    page.says("sent");
    let letter = page.text.split("/letter/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    get(house.door, &format!("{path}/letter/{letter}")).expect(200).says("Harbor Foods LLC");
    let pause = get(house.door, &format!("{customer}/pause")).expect(200);
    pause.says("What a pause does not stop");
    pause.says("falls back to you on");
    let paused = post(house.door, &pause, &format!("{customer}/pause"), &[("days", "5"), ("why", "A fair this week")]);
    paused.expect(200).says("Contact is paused until 30 June 2026.");
    let page = get(house.door, &customer);
    post(house.door, &page, &format!("{customer}/resume"), &[]).expect(200).says("Contact goes on.");
    assert_eq!((house.events(EventKind::ContactPaused), house.events(EventKind::ContactResumed)), (1, 1));
}

#[test]
fn a_client_sees_its_own_pairs_only() {
    let house = House::notified();
    house.sells("TIDE", "NORWELL", 1, 30);
    let harbor = house.harbor();
    for page in ["".to_owned(), format!("/customer/{}", house.debtor), format!("/customer/{}/pause", house.debtor)] {
        let page = get(house.door, &format!("{harbor}{page}")).expect(200);
        page.hides("Tidewater");
        page.hides("TIDE-");
    }
    let tide = house.link(GuestParty::Client(house.silent), None).1;
    let page = get(house.door, &tide).expect(200);
    page.says("Confidential: they are not told");
    page.hides("Harbor");
    page.hides("Aston");
    get(house.door, &format!("{tide}/customer/{}", house.other_debtor)).expect(404);
    let mine = get(house.door, &format!("{harbor}/customer/{}", house.debtor));
    let letter = mine.text.split("/letter/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    get(house.door, &format!("{tide}/letter/{letter}")).expect(404);
}

#[test]
fn a_better_contact_becomes_a_case_and_is_not_used_unverified() {
    let house = House::notified();
    let path = house.harbor();
    let form_path = format!("{path}/customer/{}/contact", house.debtor);
    let form = get(house.door, &form_path).expect(200);
    let fields = [("words", "invoices@norwell.example"), ("name", "H. Vance")];
    post(house.door, &form, &form_path, &fields).expect(200).says("Thank you. It has arrived, as C-1.");
    get(house.door, &path).says("Contact to correct C-1, Norwell Grocers Inc");
}

#[test]
fn co_14_a_client_reads_no_contact_that_another_client_named_or_that_is_not_written_to() {
    let house = House::notified();
    house.task(|task| {
        use domain::contact::ContactSource::{Client, Factor};
        let given = [
            ("named", None, Client),
            ("harbors", Some("HARBOR"), Client),
            ("tides", Some("TIDE"), Client),
            ("wrong", None, Factor),
            ("retired", None, Factor),
        ];
        for (name, client, source) in given {
            let new = app::contact::NewContact {
                contact: None,
                debtor: Some("NORWELL".into()),
                client: client.map(str::to_owned),
                role: domain::contact::Role::AccountsPayable,
                mailbox: true,
                obligor: false,
                name: name.into(),
                email: Some(format!("{name}@norwell.example")),
                phone: None,
                channel: domain::contact::Channel::Email,
                language: domain::letter::Language::English,
                zone: None,
                source,
            };
            let contact = app::contact::save_contact(task, &new)?.id;
            match name {
                "wrong" => drop(app::contact::mark_wrong(task, contact, "left")?),
                "retired" => drop(app::contact::retire(task, contact, "objects")?),
                _ => {}
            }
        }
        Ok(())
    });
    let page = get(house.door, &format!("{}/customer/{}", house.harbor(), house.debtor)).expect(200);
    page.says("ap@norwell.example");
    page.says("harbors@norwell.example");
    for hidden in ["named@", "tides@", "wrong@", "retired@"] {
        page.hides(hidden);
    }
}
