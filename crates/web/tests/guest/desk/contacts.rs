//! FR-11, FR-14: a contact is written down, verified, found wrong; a changed address wants to be verified again.

use super::super::house::House;
use super::Clerk;
use domain::contact::ContactState;
use store::kept;

#[test]
fn fr_11_a_contact_is_saved_verified_and_found_wrong_at_the_desk() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    let new = "/debtors/ASTON/contacts/new";
    let typed = [
        ("role", "AP_SUPERVISOR"),
        ("name", ""),
        ("email", "nobody at aston"),
        ("phone", "12"),
        ("channel", "EMAIL"),
        ("language", "en"),
        ("source", "FACTOR"),
        ("zone", "Mars/Olympus"),
        ("client", "NOBODY"),
    ];
    let wrong = clerk.refused(new, &typed);
    wrong.says("5 things need correcting");
    for told in [
        "is not a mail address",
        "is not a telephone number",
        "is not a time zone",
        "Write the person's",
        "no client NOBODY",
    ] {
        wrong.says(told);
    }
    for value in ["nobody at aston", "Mars/Olympus"] {
        assert!(wrong.text.contains(&format!("value=\"{value}\"")), "{value} stays");
    }
    let mut right = typed;
    right[1].1 = "Jo Penn";
    right[2].1 = "jo.penn@aston.example";
    right[3].1 = "+1 315 555 0142";
    right[7].1 = "America/New_York";
    right[8].1 = "";
    clerk.done(new, &right).says("Jo Penn is saved.");
    let debtor = house.other_debtor;
    let contact = move |house: &House| {
        let all = house.app.read(|book| Ok(kept::contact::of_debtor(book, debtor)?)).unwrap();
        all.into_iter().find(|one| one.name == "Jo Penn").unwrap()
    };
    let at = format!("/contacts/{}", contact(&house).id);
    clerk.page("/debtors/ASTON").says("Jo Penn");

    clerk.refused(&format!("{at}/verified"), &[("how", "")]).says("It does not say how the contact was verified.");
    let verified = clerk.done(&format!("{at}/verified"), &[("how", "called the switchboard"), ("independent", "yes")]);
    verified.says("Jo Penn is verified.");
    verified.says("called the switchboard, independently of the client");
    assert!(contact(&house).verified.is_some_and(|done| done.independent));
    let mut moved = right;
    moved[2].1 = "j.penn@aston.example";
    clerk.done(&format!("{at}/edit"), &moved).says("Verified not yet");

    clerk.refused(&format!("{at}/opted-out"), &[]).says("No channel was chosen.");
    clerk.done(&format!("{at}/opted-out"), &[("opt_out", "EMAIL")]).says("gets no more reminders by e-mail");
    let wrong = clerk.refused(&format!("{at}/opted-in"), &[("said_by", ""), ("said_on", "soon")]);
    for told in ["Choose one of the list.", "Write who at the debtor said so."] {
        wrong.says(told);
    }
    assert!(wrong.text.contains("value=\"soon\""), "what was typed stays");
    let on = house.app.today().to_string();
    let early = [("opt_in", "EMAIL"), ("said_by", "Jo Penn"), ("said_on", "2026-01-05")];
    clerk.refused(&format!("{at}/opted-in"), &early).says("On 2026-01-05 it had not opted out yet");
    let again = [("opt_in", "EMAIL"), ("said_by", "Jo Penn, accounts payable"), ("said_on", on.as_str())];
    clerk.done(&format!("{at}/opted-in"), &again).says("Jo Penn gets reminders by e-mail again.");
    assert!(contact(&house).opted_out.is_empty());
    clerk.refused(&format!("{at}/wrong"), &[("why_wrong", "")]).says("It does not say why. Write what was said.");
    clerk.done(&format!("{at}/wrong"), &[("why_wrong", "She left in May.")]).says("Nothing more is sent to Jo Penn.");
    assert_eq!(contact(&house).state, ContactState::Wrong);
    clerk.refused(&format!("{at}/retired"), &[]).says("It does not say why.");
    clerk
        .done(&format!("{at}/retired"), &[("why_retired", "She left in May.")])
        .says("Jo Penn is no longer written to.");
    clerk.get("/contacts/nonsense").expect(404);
}
