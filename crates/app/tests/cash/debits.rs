//! Money that left the account: our payments, returns, charges, transfers.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, BETA, World, account, codes, usd};
use app::cash::{self, DebitProposal, Placement};
use app::{Error, payment};
use domain::id::ReceiptId;
use domain::invoice::InvoiceState;
use domain::ledger::Account;
use jiff::civil::{Date, date};
use store::kept::payment::PaymentState;
use store::kept::statement::ReceiptState;

const BOUGHT: Date = date(2026, 4, 20);
const PAID: Date = date(2026, 5, 4);
const NEXT: Date = date(2026, 5, 5);

fn proposals(world: &World, reference: &str) -> Vec<DebitProposal> {
    let id = world.entry_id(reference);
    let factor = world.app.factor();
    world.app.read(|reads| cash::debit_proposals(reads, &factor, id)).unwrap()
}

fn place(world: &World, id: ReceiptId, placement: Placement) -> Result<cash::DebitOutcome, Error> {
    world.run(move |task| cash::place_debit(task, id, placement))
}

#[test]
fn our_own_payments_are_recognised_and_booked_no_second_time() {
    let world = World::new();
    world.set_client_account("CLIENT-K", Some(account("Client K", "5512004471")));
    world.on(BOUGHT);
    world.buy("ALPHA", "INV-1", 100_000);
    world.buy("BETA", "INV-2", 200_000);
    world.buy("DELTA", "INV-3", 300_000);
    let due = world.app.read(|reads| payment::due(reads)).unwrap();
    assert_eq!(due.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3]);
    let ids: Vec<_> = due.iter().map(|one| one.id).collect();
    let (first, rest) = (ids[0], ids[1..].to_vec());
    world.run(move |task| payment::make_files(task, &[first])).unwrap();
    let file = world.run(move |task| payment::make_files(task, &rest)).unwrap().remove(0).file;
    let event = world.next_event();
    let one = |reference: &str, amount: i64| Entry::new(reference, -amount).from("Client K", "5512004471");
    let entries = vec![
        // By end-to-end id; the same once more; by number with another amount; the file as one sum.
        one("E-1", 85_000).end_to_end(&ids[0].0.simple().to_string().to_uppercase()),
        one("E-2", 85_000).end_to_end(&ids[0].0.simple().to_string()),
        one("E-3", 1).text("P-2 Advance"),
        one("E-4", file.sum.minor).text(&format!("BATCH {}", file.message_id.to_lowercase())),
    ];
    let outcome = world.bank(&Paper::new("S-1", PAID, 1_000_000, entries));
    assert_eq!((outcome.debits_booked.sum, outcome.debits_waiting.sum), (usd(85_000 + 410_000), usd(85_001)));
    assert_eq!(world.lines_since(event), Vec::<Vec<(u16, i64)>>::new(), "nothing is booked again");
    let states = world.app.read(|reads| Ok(store::kept::payment::newest(reads, None, 10)?)).unwrap();
    assert!(states.iter().all(|one| one.state == PaymentState::Left), "{states:?}");
    world.check();
}

#[test]
fn a_payment_made_by_hand_is_placed_by_hand_and_leaves_no_file_any_more() {
    let world = World::new();
    world.set_client_account("CLIENT-K", Some(account("Client K", "5512004471")));
    world.on(BOUGHT).buy("ALPHA", "INV-1", 100_000);
    let id = world.app.read(|reads| payment::due(reads)).unwrap()[0].id;
    let entries = vec![Entry::new("E-1", -85_000).from("Client K", "5512 004471"), Entry::new("E-2", -85_000)];
    world.bank(&Paper::new("S-1", PAID, 1_000_000, entries));
    let placement = Placement::OwnPayment { payment: id };
    let best = proposals(&world, "E-1").remove(0);
    assert!(matches!(&best, DebitProposal::Place { placement: found, .. } if *found == placement), "{best:?}");
    place(&world, world.entry_id("E-1"), placement).unwrap();
    assert_eq!(codes(place(&world, world.entry_id("E-2"), placement)), ["OTHER_PAYMENT"]);
    assert_eq!(codes(world.run(move |task| payment::make_files(task, &[id]))), ["NOT_DUE"]);
    assert_eq!(world.app.read(|reads| payment::due(reads)).unwrap(), []);
    assert_eq!(world.balance(Account::CollectionsCash), 0);
    world.check();
}

#[test]
fn charges_and_transfers_are_booked_as_a_person_says() {
    let world = World::new();
    let entries = vec![
        Entry::new("FEE", -6_000).text("Account fee"),
        Entry::new("SWEEP", -50_000).from("Lantern Test Factors", "7700200100").text("Sweep"),
        Entry::new("PASS", -1_200).text("Return fee"),
    ];
    world.bank(&Paper::new("S-1", PAID, 100_000, entries));
    let first = |reference| proposals(&world, reference).remove(0);
    assert!(matches!(first("FEE"), DebitProposal::Place { placement: Placement::BankCharge, .. }));
    assert!(matches!(first("SWEEP"), DebitProposal::Place { placement: Placement::OwnTransfer, .. }));
    let event = world.next_event();
    place(&world, world.entry_id("FEE"), Placement::BankCharge).unwrap();
    place(&world, world.entry_id("SWEEP"), Placement::OwnTransfer).unwrap();
    // Nothing is available: the client owes it.
    let client = world.client_id("CLIENT-K");
    let passed = place(&world, world.entry_id("PASS"), Placement::PassOnTo { client }).unwrap();
    assert_eq!((passed.from_available, passed.due_from_client), (usd(0), usd(1_200)));
    assert_eq!(
        world.lines_since(event),
        [[(5010, 6_000), (1010, -6_000)], [(1000, 50_000), (1010, -50_000)], [(1200, 1_200), (1010, -1_200)]]
    );
    assert_eq!(codes(place(&world, world.entry_id("FEE"), Placement::BankCharge)), ["NOT_WAITING"]);
    assert_eq!(proposals(&world, "FEE"), []);
    assert_eq!(world.entry("FEE").state, ReceiptState::DebitBooked);
    world.check();
}

#[test]
fn le_15_a_returned_batch_payment_opens_every_invoice_and_gives_back_what_was_not_matched() {
    let world = World::new();
    world.on(BOUGHT);
    let a = world.buy("ALPHA", "INV-1", 100_000);
    let b = world.buy("ALPHA", "INV-2", 200_000);
    // INV-1 short within tolerance; INV-2 by an over-payment of 50.00 that waits.
    let entries = vec![
        Entry::new("E-1", 99_600).from(ALPHA.0, ALPHA.1).text("INV-1").end_to_end("Z-1"),
        Entry::new("E-2", 205_000).from(ALPHA.0, ALPHA.1).text("INV-2").end_to_end("Z-2"),
        Entry::new("E-3", 99_600).from(BETA.0, BETA.1).text("something"),
    ];
    world.bank(&Paper::new("S-1", PAID, 0, entries));
    let back = vec![
        Entry::new("R-1", -99_600).from(ALPHA.0, ALPHA.1).end_to_end("Z-1").returned("AC04"),
        Entry::new("R-2", -205_000).from(ALPHA.0, ALPHA.1).end_to_end("Z-2").returned("AC04"),
    ];
    world.bank(&Paper::new("S-2", NEXT, 404_200, back));
    let best = proposals(&world, "R-1").remove(0);
    let expected = world.entry_id("E-1");
    assert!(matches!(&best, DebitProposal::ReturnOf { receipt, .. } if *receipt == expected), "{best:?}");
    let ids = |reference: &str, of: &str| (world.entry_id(reference), world.entry_id(of));
    let ((r1, e1), (r2, e2)) = (ids("R-1", "E-1"), ids("R-2", "E-2"));
    assert_eq!(codes(world.run(move |task| cash::return_item(task, r2, e1))), ["AMOUNT_DIFFERS"]);
    assert_eq!(
        codes(world.run(move |task| cash::return_item(task, e1, r1))),
        ["NOT_WAITING", "NOT_RETURNABLE", "BEFORE_PAYMENT"]
    );
    let first = world.run(move |task| cash::return_item(task, r1, e1)).unwrap();
    assert_eq!((first.parts[0].open, first.unmatched), (usd(100_000), usd(0)));
    let second = world.run(move |task| cash::return_item(task, r2, e2)).unwrap();
    assert_eq!((second.parts[0].returned, second.unmatched), (usd(200_000), usd(5_000)));
    for invoice in [a, b] {
        assert_eq!(world.invoice(invoice).state, InvoiceState::Purchased);
    }
    assert_eq!(world.balance(Account::CollectionsCash), 99_600);
    assert_eq!(codes(world.run(move |task| cash::return_item(task, r1, e1))).len(), 2, "once only");
    assert_eq!(codes(world.run(move |task| cash::undo(task, e1, a, "again"))), ["NOT_APPLIED"]);
    world.check();
}

#[test]
fn a_payment_that_was_refunded_in_part_cannot_be_returned_as_a_whole() {
    let world = World::new();
    world.bank(&Paper::new("S-1", PAID, 0, vec![Entry::new("E-1", 10_000).from(BETA.0, BETA.1)]));
    let receipt = world.entry_id("E-1");
    world.run(move |task| cash::refund(task, receipt, 4_000)).unwrap();
    world.bank(&Paper::new("S-2", NEXT, 10_000, vec![Entry::new("E-2", -10_000).from(BETA.0, BETA.1)]));
    let entry = world.entry_id("E-2");
    assert_eq!(codes(world.run(move |task| cash::return_item(task, entry, receipt))), ["REFUNDED"]);
    world.check();
}
