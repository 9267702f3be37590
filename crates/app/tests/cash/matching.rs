//! Which invoices a payment finds by itself, and which wait with a proposal (LE-10 to LE-12).

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, BETA, World, terms, usd};
use app::cash::{self, Proposed};
use domain::cash::matching::MatchRule;
use domain::invoice::{InvoiceState, TransferMethod};
use domain::ledger::{Account, Booking};
use domain::money::{Currency, Money};
use jiff::civil::{Date, date};
use store::kept;
use store::kept::statement::ReceiptState;

const BOUGHT: Date = date(2026, 4, 20);
const PAID: Date = date(2026, 5, 4);

fn alpha(reference: &str, amount: i64, text: &str) -> Entry {
    Entry::new(reference, amount).from(ALPHA.0, ALPHA.1).text(text)
}

fn proposals(world: &World, reference: &str) -> Vec<Proposed> {
    let id = world.entry_id(reference);
    world.app.read(|reads| cash::proposals(reads, id)).unwrap()
}

/// The reason that the book keeps with waiting money.
fn why(world: &World, reference: &str) -> String {
    let id = world.entry_id(reference);
    let booked = world.app.read(|reads| Ok(kept::journal::of_receipt(reads, id)?)).unwrap();
    let journal = booked.iter().find(|one| one.journal.booking == Booking::UnappliedReceipt).expect("it waits");
    journal.journal.proofs[0].formula.clone()
}

#[test]
fn le_10_certain_matches_post_and_each_sees_what_the_one_before_has_paid() {
    let world = World::new();
    world.on(BOUGHT);
    let a = world.buy("ALPHA", "INV-101", 50_000);
    let b = world.buy("ALPHA", "INV-102", 70_000);
    let c = world.buy("BETA", "X-17", 33_300);
    let outcome = world.bank(&Paper::new(
        "S-1",
        PAID,
        0,
        vec![
            // (1) remittance advice, one invoice on two lines; (2) a number in the text of a stranger; (3) the only one left
            // of this debtor, by exact amount.
            alpha("E-1", 30_000, "").paying(&[("inv 101", Some(20_000)), ("INV-0101", Some(10_000))]),
            Entry::new("E-2", 33_300).from("Somebody Else", "77").text("pays X-17"),
            alpha("E-3", 20_000, "rest of INV-101"),
            alpha("E-4", 70_000, "with thanks"),
            // Nothing is left.
            alpha("E-5", 70_000, "INV-102 once more"),
        ],
    ));
    assert_eq!((outcome.applied.count, outcome.applied.sum), (4, usd(153_300)), "{}", why(&world, "E-2"));
    assert_eq!((outcome.waiting.count, outcome.waiting.sum), (1, usd(70_000)));
    for invoice in [a, b, c] {
        assert_eq!(world.invoice(invoice).state, InvoiceState::Closed);
    }
    let rules = |reference: &str| -> Vec<MatchRule> {
        let id = world.entry_id(reference);
        let found = world.app.read(|reads| Ok(kept::cash::of_receipt(reads, id)?)).unwrap();
        found.iter().map(|one| one.rule).collect()
    };
    assert_eq!(rules("E-1"), [MatchRule::Remittance]);
    assert_eq!((rules("E-2"), rules("E-4")), (vec![MatchRule::Reference], vec![MatchRule::ExactAmount]));
    assert_eq!(world.entry("E-2").debtor, Some(world.invoice(c).debtor), "known by what it paid");
    assert!(why(&world, "E-5").contains("owes no purchased invoice"), "{}", why(&world, "E-5"));
    world.check();
}

#[test]
fn le_10_4_the_only_sum_posts_as_one_event_with_journals_for_each_invoice() {
    let world = World::new();
    world.on(BOUGHT);
    world.buy("ALPHA", "INV-1", 11_000);
    world.buy("ALPHA", "INV-2", 23_000);
    world.buy("ALPHA", "INV-3", 59_000);
    let event = world.next_event();
    world.bank(&Paper::new("S-1", PAID, 0, vec![alpha("E-1", 70_000, "payment")]));
    let lines = world.lines_since(event);
    assert_eq!(lines[0], [(1010, 11_000), (1100, -11_000)]);
    assert_eq!(lines[3], [(1010, 59_000), (1100, -59_000)]);
    assert_eq!(lines.len(), 6);
    assert_eq!(world.next_event(), event + 2, "the statement and the receipt");
    world.check();
}

#[test]
fn le_10_what_is_not_certain_waits_with_its_reason() {
    let world = World::new();
    world.on(BOUGHT);
    world.buy("ALPHA", "INV-4711", 50_000);
    world.buy("ALPHA", "INV-4712", 50_000);
    world.buy_from("CLIENT-B", "ALPHA", "B-9", 64_000, TransferMethod::CreditTransfer);
    world.buy("BETA", "BETA-7", 20_000);
    world.bank(&Paper::new(
        "S-1",
        PAID,
        0,
        vec![
            alpha("MISREAD", 40_000, "INV-47l1"),
            alpha("TWICE", 50_000, "payment"),
            alpha("CLIENTS", 64_000, "payment"),
            alpha("ROUND", 30_000, "on account"),
            alpha("FOREIGN", 20_000, "BETA-7"),
            alpha("SHORT", 90_000, "INV-4711 INV-4712"),
            Entry::new("STRANGER", 5_000).from("Nobody Known", "12"),
            alpha("OWN", 50_000, "INV-4711").from("Lantern Test Factors", "7700-200-100"),
        ],
    ));
    for (reference, rule, certain) in [
        ("MISREAD", MatchRule::Misread, false),
        ("TWICE", MatchRule::ExactAmount, false),
        ("CLIENTS", MatchRule::ExactAmount, false),
        ("ROUND", MatchRule::OldestFirst, false),
        ("FOREIGN", MatchRule::Reference, false),
        ("SHORT", MatchRule::Reference, false),
    ] {
        let entry = world.entry(reference);
        assert_eq!((entry.state, entry.unapplied), (ReceiptState::Waiting, entry.amount.minor), "{reference}");
        let found = proposals(&world, reference);
        assert_eq!((found[0].rule, found[0].certain), (rule, certain), "{reference}: {found:?}");
        assert!(why(&world, reference).contains(&found[0].reason), "{reference}: {}", why(&world, reference));
    }
    assert!(why(&world, "MISREAD").contains("one character off INV-4711"), "{}", why(&world, "MISREAD"));
    assert_eq!(proposals(&world, "STRANGER"), []);
    assert!(why(&world, "STRANGER").contains("the payer is not known"));
    assert!(why(&world, "OWN").contains("our own account"));
    assert_eq!(world.balance(Account::UnappliedCash), world.balance(Account::CollectionsCash));
    world.check();
}

#[test]
fn le_12_a_remittance_that_pays_one_only_in_part_leaves_the_rest_unapplied() {
    let world = World::new();
    world.on(BOUGHT);
    let a = world.buy("ALPHA", "INV-1", 50_000);
    let b = world.buy("ALPHA", "INV-2", 70_000);
    let event = world.next_event();
    let pays = alpha("E-1", 100_000, "").paying(&[("INV-1", Some(50_000)), ("INV-2", Some(30_000))]);
    world.bank(&Paper::new("S-1", PAID, 0, vec![pays]));
    assert_eq!((world.invoice(a).open, world.invoice(b).open), (0, 40_000));
    let lines = world.lines_since(event);
    assert_eq!(lines.last().unwrap(), &[(1010, 20_000), (2030, -20_000)]);
    assert_eq!(world.entry("E-1").unapplied, 20_000);
    world.check();
}

#[test]
fn le_11_small_differences_are_settled_and_larger_ones_are_not() {
    let world = World::new();
    world.on(BOUGHT);
    let numbers = ["INV-1", "INV-2", "INV-3", "INV-4"];
    let [short, over, too_short, too_much] = numbers.map(|number| world.buy("ALPHA", number, 80_000));
    world.bank(&Paper::new(
        "S-1",
        PAID,
        0,
        vec![
            alpha("E-1", 79_600, "INV-1"),
            alpha("E-2", 80_400, "INV-2"),
            alpha("E-3", 79_599, "INV-3"),
            alpha("E-4", 80_401, "INV-4"),
        ],
    ));
    // min(0.5 % of 800.00, 5.00) = 4.00
    assert_eq!((world.invoice(short).open, world.invoice(short).state), (0, InvoiceState::Closed));
    assert_eq!((world.invoice(over).open, world.entry("E-2").unapplied), (0, 0));
    assert_eq!((world.invoice(too_short).open, world.invoice(too_short).state), (401, InvoiceState::PartPaid));
    assert_eq!((world.invoice(too_much).open, world.entry("E-4").unapplied), (0, 401));
    world.check();
}

#[test]
fn money_from_before_the_purchase_waits() {
    let world = World::new();
    let invoice = world.on(BOUGHT).buy("ALPHA", "INV-1", 80_000);
    let early = alpha("E-1", 80_000, "INV-1").valued(date(2026, 4, 17));
    world.bank(&Paper::new("S-1", date(2026, 4, 20), 0, vec![early]));
    assert_eq!(world.invoice(invoice).open, 80_000);
    assert!(why(&world, "E-1").contains("before invoice INV-1 was bought on 20 April 2026"), "{}", why(&world, "E-1"));
    world.check();
}

#[test]
fn le_10_a_return_of_the_bank_is_no_payment_of_a_debtor() {
    let world = World::new();
    let invoice = world.on(BOUGHT).buy("ALPHA", "INV-1", 80_000);
    let back = Entry::new("E-1", 80_000).from(ALPHA.0, ALPHA.1).text("INV-1").returned("AC04");
    world.bank(&Paper::new("S-1", PAID, 0, vec![back]));
    assert_eq!(world.invoice(invoice).open, 80_000);
    assert!(why(&world, "E-1").contains("AC04"), "{}", why(&world, "E-1"));
    world.check();
}

#[test]
fn one_account_that_pays_for_two_companies_is_told_apart_by_name() {
    let world = World::new();
    world
        .run(|task| {
            let mut beta = kept::party::debtor_by_code(task, "BETA")?.unwrap();
            beta.paying_accounts.push(ALPHA.1.to_owned());
            kept::party::put_debtor(task, &beta)?;
            task.record_facts(domain::event::EventKind::DebtorSaved, &beta, &[])
        })
        .unwrap();
    world.on(BOUGHT);
    let a = world.buy("ALPHA", "INV-1", 80_000);
    let b = world.buy("BETA", "INV-2", 80_000);
    world.bank(&Paper::new(
        "S-1",
        PAID,
        0,
        vec![
            Entry::new("E-1", 80_000).from("Payments Hub", ALPHA.1).text("thanks"),
            Entry::new("E-2", 80_000).from("BETA STORES", ALPHA.1).text("thanks"),
        ],
    ));
    assert_eq!((world.entry("E-1").debtor, world.entry("E-1").unapplied), (None, 80_000));
    assert_eq!((world.invoice(a).open, world.invoice(b).open), (80_000, 0));
    assert_ne!(BETA.1, ALPHA.1);
    world.check();
}

#[test]
fn another_currency_has_its_own_invoices_reserve_and_rebate() {
    let world = World::with(date(2026, 3, 2), &terms("EUR"));
    let invoice = world.on(BOUGHT).buy("ALPHA", "INV-1", 80_000);
    // Dollars do not pay euros.
    world.bank(&Paper::new("S-1", date(2026, 5, 1), 0, vec![alpha("USD-1", 80_000, "INV-1")]));
    assert_eq!((world.invoice(invoice).open, world.entry("USD-1").unapplied), (80_000, 80_000));
    let euros = Paper { currency: "EUR".into(), ..Paper::new("E-1", PAID, 0, vec![alpha("EUR-1", 80_000, "INV-1")]) };
    world.bank(&euros);
    assert_eq!(world.invoice(invoice).state, InvoiceState::Closed);
    let paid = cash::rebate_run(&world.app, PAID, "test").unwrap();
    // 120.00 held less 1.5 % of 800.00.
    assert_eq!(paid[0].total, Money::new(10_800, Currency::EUR));
    world.check();
}

#[test]
fn among_very_many_open_invoices_an_amount_alone_decides_nothing() {
    let world = World::new();
    world.on(BOUGHT);
    let numbers: Vec<String> = (0..=cash::OPEN_ITEMS).map(|n| format!("INV-{n:05}")).collect();
    let lines: Vec<(&str, &str, i64)> =
        (1_000..).zip(&numbers).map(|(minor, number)| ("ALPHA", number.as_str(), minor)).collect();
    world.buy_all("CLIENT-K", &lines, TransferMethod::CreditTransfer);
    let entries = vec![alpha("E-1", 1_500, "payment"), alpha("E-2", 1_501, "INV-00501")];
    let outcome = world.bank(&Paper::new("S-1", PAID, 0, entries));
    assert_eq!((outcome.applied.sum, outcome.waiting.sum), (usd(1_501), usd(1_500)));
    assert!(why(&world, "E-1").contains("more than 2000 open invoices"), "{}", why(&world, "E-1"));
    // With one fewer it is sure: the rule is the number of open invoices and nothing else.
    world.bank(&Paper::new("S-2", PAID, 3_001, vec![alpha("E-3", 1_502, "payment")]));
    assert_eq!(world.entry("E-3").unapplied, 0);
    world.check();
}
