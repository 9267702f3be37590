//! FR-09, LC-46: the account debtors pay to is changed by two people, after its cooling time, with its effect shown before.

use super::super::house::{ACCOUNT, House};
use super::Clerk;
use app::notice::pay_to;
use domain::notice::RemitChangeState;
use store::kept;

const NEW: &str = "/settings/pay-to/new";

fn current(house: &House) -> String {
    let factor = house.app.factor();
    house.app.read(|book| pay_to(book, &factor, factor.currency)).unwrap().unwrap().account.number
}

fn change(house: &House) -> (String, RemitChangeState) {
    let newest = house.app.read(|book| Ok(kept::remit_change::all_of_them(book)?.remove(0))).unwrap();
    (newest.id.to_string(), newest.state)
}

#[test]
fn fr_09_two_people_and_a_cooling_time_change_the_account() {
    let house = House::notified();
    let clerk = Clerk::of(&house);
    clerk.page("/settings").says("Where debtors pay");
    clerk.page("/settings/pay-to").says(ACCOUNT);
    let bare = clerk.refused(NEW, &[("holder", ""), ("account", ""), ("why", ""), ("by", "")]);
    bare.says("3 things need correcting");
    let asked = [
        ("holder", "Calder Street Factors"),
        ("account", "DE00 1234"),
        ("clearing", "021000021"),
        ("why", "The account moves to another bank."),
        ("by", "Ines Calder"),
    ];
    let wrong = clerk.refused(NEW, &asked);
    wrong.says("One thing needs correcting");
    assert!(wrong.text.contains("value=\"DE00 1234\""), "what was typed stays");
    let mut same = asked;
    same[1].1 = ACCOUNT;
    clerk.refused(NEW, &same).says("Debtors pay to this account already");
    let mut right = asked;
    right[1].1 = "444555666";
    let page = clerk.done(NEW, &right);
    page.says("Asked for. Another person approves it; it can be in force from 25 June 2026 on.");
    page.says("1 debtor is told again for 1 supplier relation by signed letter");
    page.says("The earlier account stays open for 180 days");
    let mut other = right;
    other[1].1 = "777000777";
    clerk.refused(NEW, &other).says("A change that Ines Calder asked for is");

    let (id, _) = change(&house);
    let (approve, by) = (format!("/settings/pay-to/{id}/approve"), format!("by-{id}"));
    clerk.refused(&approve, &[(&by, "")]).says("It does not say who approves");
    let alone = clerk.refused(&approve, &[(&by, "ines  calder")]);
    alone.says("second person must approve it");
    assert!(alone.text.contains("value=\"ines  calder\""), "what was typed stays");
    clerk.done(&approve, &[(&by, "Bo Quist")]).says("in force from 25 June 2026 on, by itself");
    house.day(24);
    assert_eq!(current(&house), ACCOUNT, "it cools down");
    house.day(25);
    assert_eq!(current(&house), "444555666");
    assert_eq!(change(&house).1, RemitChangeState::Done);
    let after = clerk.page("/settings/pay-to");
    after.says("every debtor is told");
    after.says("open until");
    clerk.get("/settings/pay-to/nonsense").expect(404);
}

#[test]
fn fr_09_a_change_is_dropped_by_a_person_with_a_reason() {
    let house = House::notified();
    let clerk = Clerk::of(&house);
    let asked = [
        ("holder", "Calder Street Factors"),
        ("account", "444555666"),
        ("why", "A mail asked for it."),
        ("by", "Ines Calder"),
    ];
    clerk.done(NEW, &asked);
    let (id, _) = change(&house);
    let (drop, by, why) = (format!("/settings/pay-to/{id}/drop"), format!("dropped_by-{id}"), format!("why-{id}"));
    let bare = clerk.refused(&drop, &[]);
    bare.says("Write who drops it.");
    bare.says("Write why it is dropped");
    clerk
        .done(&drop, &[(&by, "Bo Quist"), (&why, "The mail was forged.")])
        .says("Dropped: debtors pay to the account they know.");
    let page = clerk.page("/settings/pay-to");
    page.says("by Bo Quist: The mail was forged.");
    assert_eq!(change(&house).1, RemitChangeState::Dropped);
    assert_eq!(current(&house), ACCOUNT);
    clerk.refused(&drop, &[(&by, "Bo Quist"), (&why, "Twice.")]).says("is not possible from there");
}
