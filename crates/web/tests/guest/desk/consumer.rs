//! CO-31 at the desk: counsel's review of a wording, a client's guarantor, the person that owes, what a caller heard.

use super::super::house::House;
use super::Clerk;
use domain::contact::{Channel, Role};
use store::kept;

const WORDING: &str = "/letters/wordings/VALIDATION/en";

#[test]
fn co_31_counsel_s_review_is_noted_and_ends_with_a_changed_word() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    clerk.page(WORDING).says("Not reviewed: this letter is not sent.");
    clerk.page("/letters/wordings/STATUS/en").hides("Reviewed by counsel");
    let wrong = [("do", "review"), ("text", "as typed"), ("reviewed_by", " "), ("reviewed_on", "soon")];
    let refused = clerk.refused(WORDING, &wrong);
    refused.says("2 things need correcting");
    refused.says("\u{201c}soon\u{201d} is not a date. Write the day of the review");
    refused.says("as typed");
    let future = [("do", "review"), ("text", ""), ("reviewed_by", "Orla Pym"), ("reviewed_on", "2031-01-01")];
    clerk.refused(WORDING, &future).says("2031-01-01 lies in the future.");
    let good = [("do", "review"), ("text", ""), ("reviewed_by", "Orla Pym, counsel"), ("reviewed_on", "2026-06-12")];
    clerk.done(WORDING, &good).says("Reviewed by Orla Pym, counsel on 12 June 2026.");
    let text = domain::letter::built_in_text(domain::letter::LetterKind::Validation, domain::letter::Language::English);
    let own = text.replace("Kind regards,", "With kind regards,");
    clerk.done(WORDING, &[("do", "save"), ("text", &own)]);
    clerk.page(WORDING).says("Not reviewed: this letter is not sent.");
}

#[test]
fn co_31_a_guarantor_is_saved_and_the_page_says_how_it_is_spoken_to() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    let typed = |name: &'static str, natural: &'static str| {
        [
            ("name", "Harbor Foods LLC"),
            ("status", "ACTIVE"),
            ("account_manager", "Ida Quist"),
            ("guarantor_name", name),
            ("guarantor_natural_person_obligor", natural),
            ("guarantor_california", "yes"),
        ]
    };
    let refused = clerk.refused("/clients/HARBOR/edit", &typed("", ""));
    refused.says("2 things need correcting");
    refused.says("Write its legal name, or name no guarantor.");
    refused.says("Say that the guarantor is a natural person, or leave both.");
    let page = clerk.done("/clients/HARBOR/edit", &typed("Rae Holm", "yes"));
    page.says("Rae Holm, a natural person under California\u{2019}s rules");
    page.says("Call or write between 8:00 and 21:00");
    assert!(clerk.page("/clients/HARBOR/edit").text.contains("value=\"Rae Holm\""));
}

#[test]
fn co_31_the_person_that_owes_is_marked_and_no_mailbox_is_a_person() {
    let house = House::new();
    let clerk = Clerk::of(&house);
    let typed = |mailbox: &'static str| {
        [
            ("role", "AP"),
            ("name", "Rosa Quill"),
            ("email", "rosa@norwell.example"),
            ("channel", "EMAIL"),
            ("language", "en"),
            ("source", "CLIENT"),
            ("obligor", "yes"),
            ("mailbox", mailbox),
        ]
    };
    clerk.refused("/debtors/NORWELL/contacts/new", &typed("yes")).says("A role mailbox is nobody in person.");
    clerk.done("/debtors/NORWELL/contacts/new", &typed("")).says("the person that owes, itself");
    let preference = [
        ("language", "en"),
        ("zone", "America/Los_Angeles"),
        ("calendar", "UNITED_STATES"),
        ("natural_person_obligor", "yes"),
        ("california", "yes"),
    ];
    clerk.done("/debtors/NORWELL/preference", &preference).says("The validation notice goes first");
    let people = house.app.read(|book| Ok(kept::contact::of_debtor(book, house.debtor)?)).unwrap();
    assert!(people.iter().any(|one| one.obligor && one.role == Role::AccountsPayable && one.channel == Channel::Email));
}
