//! What a person does with money at the desk: apply, undo, refund.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, BETA, World, codes, usd};
use app::cash;
use app::{Command, Error};
use domain::id::{InvoiceId, ReceiptId};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::ledger::Account;
use jiff::civil::{Date, date};
use store::kept;
use store::kept::statement::ReceiptState;
use uuid::Uuid;

const BOUGHT: Date = date(2026, 4, 1);
/// Day 47: 2.5 % of the face.
const PAID: Date = date(2026, 5, 18);
const LATER: Date = date(2026, 6, 22);

fn apply(world: &World, id: ReceiptId, allocations: Vec<(InvoiceId, i64)>) -> Result<cash::ApplyOutcome, Error> {
    world.run(move |task| cash::apply(task, id, &allocations, "the debtor told us on the phone"))
}

fn undo(world: &World, id: ReceiptId, invoice: InvoiceId) -> Result<cash::UndoOutcome, Error> {
    world.run(move |task| cash::undo(task, id, invoice, "read as the wrong invoice"))
}

#[test]
fn le_10_5_a_person_applies_waiting_money_and_the_fee_stops_on_its_value_date() {
    let world = World::new();
    world.on(BOUGHT);
    let a = world.buy("ALPHA", "INV-1", 1_000_000);
    let b = world.buy("ALPHA", "INV-2", 200_000);
    world.bank(&Paper::new("S-1", PAID, 0, vec![Entry::new("E-1", 1_150_000).from(ALPHA.0, ALPHA.1)]));
    let id = world.entry_id("E-1");
    let event = world.next_event();
    let done = apply(world.on(LATER), id, vec![(a, 1_000_000), (b, 100_000)]).unwrap();
    assert_eq!((done.parts[0].fee, done.parts[0].state), (usd(25_000), InvoiceState::Closed));
    assert_eq!((done.parts[1].open, done.unapplied, done.state), (usd(100_000), usd(50_000), ReceiptState::Waiting));
    assert_eq!(
        world.lines_since(event),
        [
            [(2030, 1_000_000), (1100, -1_000_000)],
            [(2000, 25_000), (4000, -25_000)],
            [(2000, 125_000), (2010, -125_000)],
            [(2030, 100_000), (1100, -100_000)],
        ]
    );
    // More than is open: the rest stays where it is.
    let rest = apply(&world, id, vec![(b, 50_000)]).unwrap();
    assert_eq!((rest.unapplied, rest.state), (usd(0), ReceiptState::Applied));
    world.check();
    // Two applications of one receipt on one invoice are taken back together.
    let undone = undo(&world, id, b).unwrap();
    assert_eq!((undone.open, undone.unapplied), (usd(200_000), usd(150_000)));
    world.check();
}

#[test]
fn everything_that_stands_in_the_way_is_said_at_once() {
    let world = World::new();
    world.on(BOUGHT);
    let a = world.buy("ALPHA", "INV-1", 10_000);
    let closed = world.buy("ALPHA", "INV-2", 20_000);
    let entries = vec![
        Entry::new("E-1", 30_000).from("Stranger", "1"),
        Entry::new("E-2", 20_000).from(ALPHA.0, ALPHA.1).text("INV-2"),
    ];
    world.bank(&Paper::new("S-1", PAID, 0, entries));
    let id = world.entry_id("E-1");
    let nobody = InvoiceId(Uuid::from_u128(5));
    let allocations = vec![(a, 20_000), (a, 1), (closed, 20_000), (nobody, 1)];
    let refused = world.run(move |task| cash::apply(task, id, &allocations, " "));
    assert_eq!(codes(refused), ["REASON", "TOO_MUCH", "INVOICE_TWICE", "INVOICE_UNKNOWN", "CASH"]);
    assert_eq!(codes(apply(&world, id, vec![(a, 0)])), ["CASH"]);
    assert_eq!(codes(apply(&world, id, Vec::new())), ["ALLOCATIONS"]);
    assert_eq!(codes(apply(&world, world.entry_id("E-2"), vec![(a, 1)])), ["NOTHING_WAITS"]);
    assert!(matches!(apply(&world, ReceiptId(Uuid::nil()), vec![(a, 1)]), Err(Error::NotFound(_))));
    assert_eq!(codes(undo(&world, id, a)), ["NOT_APPLIED"]);
    assert_eq!(world.entry("E-1").unapplied, 30_000);
    world.check();
}

#[test]
fn the_same_key_applies_once() {
    let world = World::new();
    let a = world.on(BOUGHT).buy("ALPHA", "INV-1", 10_000);
    world.bank(&Paper::new("S-1", PAID, 0, vec![Entry::new("E-1", 4_000).from("Stranger", "1")]));
    let id = world.entry_id("E-1");
    let apply = |minor| {
        let request = format!("{minor}");
        let command = Command::new("test", Some("key-1"), request.as_bytes());
        world.app.run(command, move |task| cash::apply(task, id, &[(a, minor)], "as told"))
    };
    let first = apply(1_000).unwrap();
    assert_eq!(apply(1_000).unwrap(), first);
    assert!(matches!(apply(2_000), Err(Error::KeyReused)));
    assert_eq!(world.entry("E-1").unapplied, 3_000);
    world.check();
}

/// A payment of BETA names an invoice of ALPHA's that it never owed; taken back, applied where it belongs.
#[test]
fn le_25_a_misposting_is_taken_back_as_one_unit_and_applied_anew() {
    let world = World::new();
    world.on(BOUGHT);
    let wrong = world.buy_from("CLIENT-B", "ALPHA", "INV-B2", 90_000, TransferMethod::CreditTransfer);
    let right = world.buy("BETA", "INV-8", 90_000);
    let event = world.next_event();
    world.bank(&Paper::new("S-1", PAID, 0, vec![Entry::new("E-1", 90_000).from("Shared Desk", "9").text("INV B2")]));
    let applied = world.lines_since(event);
    assert_eq!(world.invoice(wrong).state, InvoiceState::Closed);
    let id = world.entry_id("E-1");

    let event = world.next_event();
    let undone = undo(world.on(LATER), id, wrong).unwrap();
    assert_eq!(
        (undone.invoice_state, undone.open, undone.unapplied),
        (InvoiceState::Purchased, usd(90_000), usd(90_000))
    );
    let mirrored: Vec<Vec<(u16, i64)>> =
        applied.iter().map(|lines| lines.iter().map(|(account, amount)| (*account, -amount)).collect()).collect();
    let mut lines = world.lines_since(event);
    assert_eq!(lines.pop().unwrap(), [(1010, 90_000), (2030, -90_000)]);
    assert_eq!(lines, mirrored);
    let open = world.invoice(wrong);
    assert_eq!((open.held, open.fee_posted, open.closed), (13_500, 0, None));
    assert_eq!(world.entry("E-1").state, ReceiptState::Waiting);
    world.check();

    let done = apply(&world, id, vec![(right, 90_000)]).unwrap();
    assert_eq!((done.parts[0].fee, done.state), (usd(2_250), ReceiptState::Applied), "day 47, not today");
    assert_eq!(codes(undo(&world, id, wrong)), ["NOT_APPLIED"], "once only");
    // And back to where it was: the first story again, to the cent.
    undo(&world, id, right).unwrap();
    let event = world.next_event();
    apply(&world, id, vec![(wrong, 90_000)]).unwrap();
    assert_eq!(world.lines_since(event)[1..], applied[1..]);
    world.check();
}

#[test]
fn le_25_undo_after_the_rebate_is_an_over_advance_and_never_a_negative_reserve() {
    let world = World::new();
    let invoice = world.on(BOUGHT).buy("ALPHA", "INV-1", 1_000_000);
    world.bank(&Paper::new("S-1", PAID, 0, vec![Entry::new("E-1", 1_000_300).from(ALPHA.0, ALPHA.1).text("INV-1")]));
    assert_eq!(cash::rebate_run(&world.app, PAID, "test").unwrap()[0].total, usd(125_300));
    let id = world.entry_id("E-1");
    undo(world.on(LATER), id, invoice).unwrap();
    assert_eq!(world.entry("E-1").unapplied, 1_000_300);
    assert_eq!(world.balance(Account::ReserveAvailable), 0);
    world.check();
    let client = world.client_id("CLIENT-K");
    let asked = world.run(move |task| cash::pay_rebate(task, client, true)).unwrap();
    assert!(asked[0].proof.formula.contains("over-advance"), "{}", asked[0].proof.formula);
    // Applied again, what was paid out stays paid out.
    apply(&world, id, vec![(invoice, 1_000_300)]).unwrap();
    assert_eq!(world.balance(Account::ReserveAvailable), 0);
    world.check();
}

#[test]
fn fe_04_an_undone_close_counts_once_as_uncleared() {
    let world = World::new();
    let invoice = world.on(BOUGHT).buy("ALPHA", "INV-1", 100_000);
    let check = Entry::new("E-1", 100_000).from(ALPHA.0, ALPHA.1).text("INV-1").check("17");
    world.bank(&Paper::new("S-1", PAID, 0, vec![check]));
    let id = world.entry_id("E-1");
    undo(&world, id, invoice).unwrap();
    apply(&world, id, vec![(invoice, 100_000)]).unwrap();
    let client = world.client_id("CLIENT-K");
    let uncleared = world
        .app
        .read(|reads| Ok(kept::invoice::uncleared(reads, client, domain::money::Currency::USD, PAID)?))
        .unwrap();
    assert_eq!(uncleared, world.balance(Account::ReserveAvailable));
    world.check();
}

#[test]
fn le_12_a_refund_goes_to_the_paying_account_and_nowhere_else() {
    let world = World::new();
    let entries = vec![Entry::new("E-1", 10_000).from(BETA.0, BETA.1), Entry::new("E-2", 500).from("Cash desk", "")];
    world.bank(&Paper::new("S-1", PAID, 0, entries));
    let (known, unknown) = (world.entry_id("E-1"), world.entry_id("E-2"));
    let refund = |id, minor| world.run(move |task| cash::refund(task, id, minor));
    assert_eq!(codes(refund(unknown, 500)), ["PAYING_ACCOUNT_UNKNOWN"]);
    assert_eq!(codes(refund(known, 10_001)), ["AMOUNT"]);
    assert_eq!(codes(refund(known, 0)), ["AMOUNT"]);
    let part = refund(known, 4_000).unwrap();
    assert_eq!((part.unapplied, part.state), (usd(6_000), ReceiptState::Waiting));
    let rest = refund(known, 6_000).unwrap();
    assert_eq!((rest.unapplied, rest.state), (usd(0), ReceiptState::Refunded));
    assert_eq!(codes(refund(known, 1)), ["NOTHING_WAITS"]);
    assert_eq!(world.balance(Account::OperatingCash), -10_000);
    world.check();
}

#[test]
fn le_12_the_rest_of_an_over_payment_that_went_back_does_not_come_back_with_an_undo() {
    let world = World::new();
    let invoice = world.on(BOUGHT).buy("ALPHA", "INV-1", 100_000);
    world.bank(&Paper::new("S-1", PAID, 0, vec![Entry::new("E-1", 110_000).from(ALPHA.0, ALPHA.1).text("INV-1")]));
    let id = world.entry_id("E-1");
    world.run(move |task| cash::refund(task, id, 10_000)).unwrap();
    let undone = undo(&world, id, invoice).unwrap();
    assert_eq!(undone.unapplied, usd(100_000));
    assert_eq!(world.balance(Account::UnappliedCash), 100_000);
    world.check();
}
