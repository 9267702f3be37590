//! A copy that the debtor asked for: the desk or the client adds it, the debtor fetches it.

use super::super::browser::{get, post, upload};
use super::super::house::House;
use super::Clerk;
use domain::event::EventKind;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

#[test]
fn a_copy_that_was_asked_for_is_added_by_desk_and_client_and_fetched_by_the_debtor() {
    let house = House::notified();
    let invoice = house.sells("HARBOR", "NORWELL", 1, 30)[0];
    let (norwell, harbor) = (house.norwell(), house.harbor());
    let id = invoice.to_string();
    let form = get(house.door, &format!("{norwell}/answer?say=not-received&invoice={id}")).expect(200);
    let asked = [("say", "not-received"), ("step", "do"), ("invoice", id.as_str()), ("name", "A. Ito")];
    post(house.door, &form, &format!("{norwell}/answer"), &asked).expect(200).says("A copy was asked for");

    assert_eq!(house.events(EventKind::CaseOpened), 1);

    // The client answers the case with a proof of delivery.
    let page = get(house.door, &harbor).expect(200);
    let case = page.text.split("/case/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let to = format!("{harbor}/case/{case}");
    let form = get(house.door, &to).expect(200);
    let unsaid = upload(house.door, &form, &to, &[("name", "R. Alder"), ("paper_kind", "")], ("slip.pdf", PDF));
    unsaid.expect(422).says("Choose what the paper is.");
    let fields = [("name", "R. Alder"), ("paper_kind", "DELIVERY"), ("words", "")];
    upload(house.door, &form, &to, &fields, ("slip.pdf", PDF)).expect(200).says("slip.pdf");

    // The desk: what is wrong is told at its field, and nothing is kept.
    let clerk = Clerk::of(&house);
    let papers = format!("/invoices/{invoice}/papers");
    clerk.page(&papers).says("slip.pdf");
    clerk.refused(&papers, &[("kind", "")]).says("Choose what the paper is.");
    clerk.refused(&papers, &[("kind", "")]).says("No file was chosen.");
    let invoice_kind = [("kind", "INVOICE")];
    clerk.post(&papers, &invoice_kind, Some(("files", "run.pdf", b"MZ\x90\x00"))).expect(422);
    assert_eq!(house.events(EventKind::DocumentAdded), 1, "the client's alone");
    let kept = clerk.done_with(&papers, &invoice_kind, Some(("files", "invoice.pdf", PDF)));
    kept.says("Kept. The debtor finds it on its page");
    kept.says("invoice.pdf");
    clerk.done_with(&papers, &invoice_kind, Some(("files", "invoice.pdf", PDF))).says("there already");

    // The copy is there: nobody has to do anything more about the request.
    assert!(!get(house.door, &harbor).expect(200).text.contains("/case/"));

    // The debtor finds both and fetches them; nobody else does.
    let page = get(house.door, &format!("{norwell}/invoice/{invoice}")).expect(200);
    page.says("invoice.pdf");
    page.says("slip.pdf");
    let paper = page.text.split("/paper/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fetched = get(house.door, &format!("{norwell}/paper/{paper}")).expect(200);
    assert!(fetched.header("content-disposition").unwrap().starts_with("attachment;"));
    let other = house.link(app::guest::GuestParty::Debtor(house.other_debtor), None).1;
    get(house.door, &format!("{other}/paper/{paper}")).expect(404);
}
