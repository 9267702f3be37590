//! LC-40, CO-14: the steps of a notice, what was settled, a pause, and how the relation fares, on its page.

use super::super::house::House;
use super::Clerk;
use domain::contact::Mood;
use domain::dispute::{Side, Speaker};
use store::kept;

const AT: &str = "/relations/HARBOR/NORWELL";

fn act(name: &str) -> String {
    format!("{AT}/{name}")
}

#[test]
fn lc_40_the_steps_of_a_notice_come_in_their_order_at_the_desk() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    clerk.page(AT).says("It waits for the client: it tells its customer first");
    let early = clerk.refused(&act("introduce"), &[]);
    early.says("One thing needs correcting");
    clerk.refused(&act("notify"), &[]).says("One thing needs correcting");
    let bare = clerk.refused(&act("heads-up"), &[("on", "yesterday"), ("by", "PIGEON"), ("person", "Pat")]);
    bare.says("2 things need correcting");
    assert!(bare.text.contains("value=\"Pat\""), "what was typed stays");
    let told = [("on", "2026-06-15"), ("by", "PHONE"), ("person", "Pat Example, accounts payable")];
    let mut ahead = told;
    ahead[0].1 = "2026-07-15";
    clerk.refused(&act("heads-up"), &ahead).says("One thing needs correcting");
    clerk.done(&act("heads-up"), &told).says("Kept: the client has told Norwell Grocers Inc.");
    clerk.refused(&act("heads-up"), &told).says("One thing needs correcting");
    clerk.refused(&act("introduce"), &[]).says("Wait for that day; the letter then leaves by itself.");
    house.clock.set("2026-06-16T14:00:00Z".parse().unwrap());
    clerk.done(&act("introduce"), &[]).says("The letter of introduction is on its way.");
    clerk.refused(&act("notify"), &[]).says("One thing needs correcting");
    clerk.refused(&act("existing"), &[("existing_level", ""), ("existing_on", "")]).says("2 things need correcting");
    clerk.post(&act("dance"), &[], None).expect(400);
}

#[test]
fn co_14_a_pause_says_its_reason_and_its_length() {
    let house = House::acknowledged();
    let clerk = Clerk::of(&house);
    clerk.refused(&act("pause"), &[("days", "many"), ("why", "")]).says("many");
    clerk.refused(&act("pause"), &[("days", "30"), ("why", "They move.")]).says("are not within 1 to");
    clerk.refused(&act("pause"), &[("days", "3"), ("why", "")]).says("Write the reason in a few words.");
    let paused = clerk.done(&act("pause"), &[("days", "3"), ("why", "They move house.")]);
    paused.says("Contact is paused until 26 June 2026");
    paused.says("They move house.");
    clerk.done(&act("resume"), &[]).says("Contact goes on.");
    let settled = [("servicing", "LIGHT_TOUCH"), ("note", "Ask for Pat."), ("client_delivers", "yes")];
    clerk.done(&act("settle"), &settled).says("light touch");
    let relation = house.app.read(|book| Ok(kept::contact::relation(book, house.client, house.debtor)?)).unwrap();
    assert!(relation.client_delivers && !relation.before_due);
    clerk.done(&act("link-debtor"), &[]).says("https://pay.calder.example/g/");
}

#[test]
fn the_desk_sees_how_a_relation_fares_with_every_derivation() {
    let house = House::acknowledged();
    house.sells("HARBOR", "NORWELL", 4, 30);
    let (client, debtor) = (house.client, house.debtor);
    let by = Speaker::new(Side::Debtor, "A. Ito, Norwell Grocers Inc");
    for mood in [Mood::Good, Mood::Fine] {
        let by = by.clone();
        house.task(move |task| app::health::give_mood(task, (client, debtor), mood, &by, "", false).map(drop));
    }
    let clerk = Clerk::of(&house);
    let page = clerk.page(AT);
    page.says("How the relation fares");
    page.says("1.5 of 2, of few cases only why? 3 / 2 = 1.5");
    page.says("0 in 100 invoices, of few cases only why? 0 / 4");
    page.says("Days to pay before factoring not stated");
    let wrong = clerk.refused(&act("days-before"), &[("days_before", "a month")]);
    wrong.says("is no number of days");
    assert!(wrong.text.contains("value=\"a month\""), "what was typed stays");
    clerk.refused(&act("days-before"), &[("days_before", "900")]).says("900 days are more than 730");
    clerk.done(&act("days-before"), &[("days_before", "45")]).says("45 days, as the client states");
    clerk.done(&act("days-before"), &[("days_before", "")]).says("Days to pay before factoring not stated");
    clerk.get("/relations/TIDE/ASTON").expect(404);
}
