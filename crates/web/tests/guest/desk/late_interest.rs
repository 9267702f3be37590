//! CO-32: late interest on the invoice's page, with what grants it and with the client's wish, and never with one alone.

use super::super::house::House;
use super::Clerk;
use domain::contact::Seen;
use domain::letter::Language;
use domain::money::{Currency, Money};
use jiff::ToSpan;
use store::kept;

const SETTLE: &str = "/relations/KEMBLE/NORWELL/settle";

#[test]
fn co_32_ex_6_03_late_interest_stands_on_the_invoice_only_where_it_is_granted_and_wanted() {
    let house = House::acknowledged();
    let client = house.supplier_in("KEMBLE", "Kemble Looms Ltd", Currency::GBP);
    house.counts_norwell_in(Currency::GBP);
    let clerk = Clerk::of(&house);
    // One line is offered, and numbered 1: 5,000.00.
    let invoice = house.offers_of("KEMBLE", "NORWELL", 1, 30, Money::new(499_999, Currency::GBP))[0];
    let bought = house.app.read(|book| Ok(kept::invoice::get(book, invoice)?.unwrap())).unwrap();
    assert!(bought.receivable.is_some(), "{:?}: {}", bought.state, clerk.page(&format!("/invoices/{invoice}")).words());
    let late = bought.offer.due.saturating_add(101.days());
    house.clock.set(format!("{late}T14:00:00Z").parse().unwrap());
    let page = format!("/invoices/{invoice}");
    let hidden = || clerk.page(&page).hides("Late interest");

    hidden();
    clerk.page("/relations/KEMBLE/NORWELL").says("What grants late interest");
    clerk
        .done(SETTLE, &[("servicing", "AGREEMENT"), ("late_interest_grant", "STATUTE")])
        .says("off: granted by a statute; the client does not ask for it");
    hidden();
    clerk
        .done(SETTLE, &[("servicing", "AGREEMENT"), ("late_interest_grant", "NOTHING"), ("late_interest", "yes")])
        .says("off: the client asks for it; nothing grants it");
    hidden();
    clerk
        .done(SETTLE, &[("servicing", "AGREEMENT"), ("late_interest_grant", "STATUTE"), ("late_interest", "yes")])
        .says("on: granted by a statute, at the client's wish");
    let shown = clerk.page(&page);
    shown.says("239.49");
    shown.says("5000.00 \u{d7} 12.25 % \u{d7} 101 / 365 = 169.49; + 70.00 = 239.49");
    // A grant that the form does not offer is said to be wrong, not taken for none.
    let wrong = [("servicing", "AGREEMENT"), ("late_interest_grant", "CUSTOM"), ("late_interest", "yes")];
    clerk.refused(SETTLE, &wrong).says("One thing needs correcting");
    clerk.page(&page).says("239.49");

    // The client reads what was settled, its customer does not.
    let words = |seen| {
        let read = |book: &mut store::Snapshot<'_>| {
            let found = kept::timeline::of_pair(book, client, house.debtor, seen, i64::MAX, 100)?;
            Ok(found.iter().map(|entry| entry.said.words(Language::German)).collect::<Vec<_>>().join("\n"))
        };
        house.app.read(read).unwrap()
    };
    assert!(words(Seen::CLIENT).contains("der Lieferant m\u{f6}chte Verzugszinsen: ja"), "{}", words(Seen::CLIENT));
    assert!(!words(Seen::DEBTOR).contains("Verzugszinsen"));
}
