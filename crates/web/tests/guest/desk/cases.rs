//! LC-08: a dispute that came by telephone is written down, talked about, given to somebody, settled and opened again.

use super::super::house::House;
use super::Clerk;
use domain::event::EventKind;
use store::kept;

#[test]
fn lc_08_a_dispute_told_by_telephone_goes_its_way_at_the_desk() {
    let house = House::acknowledged();
    let invoices = house.sells("HARBOR", "NORWELL", 2, 30);
    let clerk = Clerk::of(&house);
    let new = "/debtors/NORWELL/cases/new";
    clerk.page(new).says("What Norwell Grocers Inc raised");
    let bare = clerk.refused(new, &[("kind", ""), ("invoice", "NO-SUCH")]);
    bare.says("4 things need correcting");
    for told in [
        "Choose one of the list.",
        "Write who said it.",
        "Write what was said.",
        "This debtor has no invoice of this number.",
    ] {
        bare.says(told);
    }
    assert!(bare.text.contains("value=\"NO-SUCH\""), "what was typed stays");
    let dispute = [
        ("kind", "DISPUTE"),
        ("invoice", "HARBOR-NORWELL-1"),
        ("reason", "WRONG_AMOUNT"),
        ("amount", "30.00"),
        ("who", "A. Ito"),
        ("words", "Two crates were broken."),
    ];
    let mut wordless = dispute;
    wordless[2].1 = "";
    clerk.refused(new, &wordless).says("One thing needs correcting");
    let mut much = dispute;
    much[3].1 = "900.00";
    clerk.refused(new, &much).says("is more than");
    let mut odd = dispute;
    odd[3].1 = "thirty";
    clerk.refused(new, &odd).says("One thing needs correcting");
    assert_eq!(house.events(EventKind::CaseOpened), 0, "what is refused opens nothing");
    let opened = clerk.done(new, &dispute);
    opened.says("The case is open; the client was told.");
    opened.says("Dispute of Norwell Grocers Inc");
    opened.says("Two crates were broken.");
    opened.says("30.00 USD");
    clerk.page("/cases?kind=dispute").says("invoice HARBOR-NORWELL-1");

    clerk.refused("/cases/1/words", &[("words", " ")]).says("One thing needs correcting");
    clerk.page("/cases/1").says("Answer by e-mail too");
    let answer = [("words", "We ask Harbor for the slip."), ("mail", "yes")];
    clerk.done("/cases/1/words", &answer).says("We ask Harbor for the slip.");
    clerk.page("/letters").says("answer");
    clerk.refused("/cases/1/words", &[("words", "And again."), ("mail", "yes")]).says("waits for an answer");
    clerk.refused("/cases/1/owner", &[("owner", "")]).says("One thing needs correcting");
    clerk.done("/cases/1/owner", &[("owner", "Bo Quist")]).says("Somebody else answers for it now.");
    clerk.page("/cases").says("Bo Quist");

    let settle = "/cases/1/settle";
    let unsaid = clerk.refused(settle, &[("outcome", ""), ("settle_words", "Harbor gives a credit.")]);
    unsaid.says("No outcome was chosen. Choose one of the list.");
    unsaid.says("Harbor gives a credit.");
    clerk.refused(settle, &[("outcome", "CREDIT"), ("credit", "a few"), ("settle_words", "x")]).says("a few");
    clerk
        .refused(settle, &[("outcome", "CREDIT"), ("credit", "31.00"), ("settle_words", "x")])
        .says("31.00 USD is more than");
    let settled = clerk.done(settle, &[("outcome", "FULL_PAY"), ("settle_words", "Norwell found the crates.")]);
    settled.says("The case is settled and every side was told.");
    clerk.refused(settle, &[("outcome", "WITHDRAWN"), ("settle_words", "Another way.")]).says("C-1 was settled on");
    clerk.refused("/cases/1/reopen", &[("reopen_words", "")]).says("One thing needs correcting");
    clerk.done("/cases/1/reopen", &[("reopen_words", "They are broken after all.")]).says("The case is open again.");
    let open = house.app.read(|book| Ok(kept::relation_case::by_number(book, 1)?.unwrap())).unwrap();
    assert!(open.is_open());
    assert_eq!(open.invoice, Some(invoices[0]));
    clerk.get("/cases/99").expect(404);
}
