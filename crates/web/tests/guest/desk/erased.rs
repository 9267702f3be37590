//! CO-33: the desk says how long people's data are kept, erases one person's in two steps, and shows what is left.

use super::super::house::House;
use super::Clerk;
use app::dispute::open;
use app::guest::{GuestParty, make_link};
use app::health::give_mood;
use domain::contact::Mood;
use domain::dispute::{CaseKind, NewCase, Outcome, OutcomeKind, Side, Speaker};
use domain::id::ContactId;
use jiff::civil::date;
use store::kept;

/// Somebody at Norwell.
fn pat(clerk: &Clerk<'_>) -> ContactId {
    let typed = [
        ("role", "CONTROLLER"),
        ("name", "Pat Example"),
        ("email", "pat@norwell.example"),
        ("phone", "+1 315 555 0177"),
        ("channel", "EMAIL"),
        ("language", "en"),
        ("source", "FACTOR"),
        ("zone", "America/New_York"),
    ];
    clerk.done("/debtors/NORWELL/contacts/new", &typed).says("Pat Example is saved.");
    let debtor = clerk.house.debtor;
    let all = clerk.house.app.read(|book| Ok(kept::contact::of_debtor(book, debtor)?)).unwrap();
    all.into_iter().find(|one| one.name == "Pat Example").unwrap().id
}

#[test]
fn co_33_a_person_is_erased_in_two_steps_and_not_while_notices_need_an_address() {
    let house = House::acknowledged();
    let clerk = Clerk::of(&house);
    let pat = pat(&clerk);
    let (at, erase) = (format!("/contacts/{pat}"), format!("/contacts/{pat}/erase"));
    clerk.page(&at).says("It asks to have its data erased");
    clerk.page("/debtors/NORWELL").says("Kept until 24 months after the last open invoice (CO-33). Now there is:");
    house.sells("HARBOR", "NORWELL", 1, 30);
    let refused = clerk.refused(&erase, &[("why_erased", " ")]);
    refused.says("2 things need correcting");
    refused.says("There is still something to settle, for which notices need an address: 1 open invoice.");
    refused.says("It does not say who asked for it, and when.");
    clerk.refused(&erase, &[("why_erased", "typed and kept")]).says("needs correcting");
    let again = clerk.refused(&erase, &[("why_erased", "typed and kept")]);
    assert!(again.text.contains("value=\"typed and kept\""), "{}", again.words());

    let house = House::acknowledged();
    let clerk = Clerk::of(&house);
    let pat = self::pat(&clerk);
    let (at, erase) = (format!("/contacts/{pat}"), format!("/contacts/{pat}/erase"));
    let events = house.all_events();
    let shown = clerk.post(&erase, &[("why_erased", "by mail on 5 March")], None).expect(200);
    shown.says("Erase the data of Pat Example");
    shown.says("This cannot be undone.");
    assert_eq!(house.all_events(), events, "only shown");
    clerk.page(&at).says("Pat Example");
    let sure = [("why_erased", "by mail on 5 March"), ("sure", "yes")];
    clerk.done(&erase, &sure).says("The person\u{2019}s data are erased.");
    let page = clerk.page(&at);
    page.says("erased on 23 June 2026 (CO-33)");
    page.hides("Pat Example");
    page.hides("pat@norwell.example");
    page.hides("Write here no longer");
    let rows = clerk.page("/debtors/NORWELL");
    rows.says("erased on 23 June 2026 (CO-33)");
    rows.says("ap@norwell.example");
    clerk.refused(&erase, &sure).says("The data of this contact were erased already. Nothing is left to do.");
    let edited = clerk.refused(
        &format!("{at}/edit"),
        &[
            ("role", "CONTROLLER"),
            ("name", "Pat"),
            ("email", "p@norwell.example"),
            ("channel", "EMAIL"),
            ("language", "en"),
            ("source", "FACTOR"),
            ("zone", "America/New_York"),
        ],
    );
    edited.says("The data of this contact were erased on 23 June 2026 (CO-33). Save a new contact.");
}

#[test]
fn co_33_after_the_time_is_over_every_page_still_answers_and_names_nobody() {
    let house = House::acknowledged();
    let clerk = Clerk::of(&house);
    let pat = pat(&clerk);
    let (client, debtor) = (house.client, house.debtor);
    house.task(move |task| {
        let by = Speaker::new(Side::Debtor, "Pat Example");
        let new = NewCase {
            kind: CaseKind::Question,
            debtor,
            client: Some(client),
            invoice: None,
            reason: None,
            amount: None,
            words: "My boy is ill".into(),
            by: by.clone(),
        };
        let case = open(task, new)?.case;
        let us = Speaker::new(Side::Factor, "Desk");
        app::dispute::resolve(task, case, us, Outcome::of(OutcomeKind::Answered), "thank you, Pat")?;
        give_mood(task, (client, debtor), Mood::Good, &by, "My boy is well again", false)?;
        make_link(task, GuestParty::Debtor(debtor), Some(pat), None).map(drop)
    });
    clerk.page("/audit").says("Link made");
    house.clock.set(date(2028, 8, 1).at(14, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp());
    let clerk = Clerk::of(&house);
    clerk.page("/debtors/NORWELL").says("Due: they go with the next daily run");
    let erased = app::erasure::run(&house.app, "job").unwrap();
    assert!(erased.parties >= 1, "{erased}");
    assert!(app::audit::audit(&house.app.book, house.app.now()).unwrap().holds());
    let mark = "erased on 1 August 2028 (CO-33)";
    clerk.page(&format!("/contacts/{pat}")).says(mark);
    clerk.page("/relations/HARBOR/NORWELL").says(mark);
    clerk.page("/audit").says("Personal data erased (CO-33)");
    let mut pages: Vec<String> = [
        "/today",
        "/debtors/NORWELL",
        "/clients/HARBOR",
        "/letters",
        "/cases",
        "/letters/notices",
        "/verifications",
        "/reports",
        "/audit",
        "/cases/1",
    ]
    .map(str::to_owned)
    .into();
    let messages = house.app.read(|book| Ok(kept::message::of_debtor(book, debtor, i64::MAX, 100)?)).unwrap();
    assert!(messages.len() > 1);
    pages.extend(messages.iter().map(|message| format!("/letters/{}", message.number)));
    for page in pages {
        let reply = clerk.page(&page);
        for personal in ["Pat Example", "pat@norwell.example", "ap@norwell.example", "My boy", "555 0177"] {
            reply.hides(personal);
        }
    }
}
