//! The rulebook's scenario `S-1` from L01 to L19, through schedules and statements. What is no event of today (L11, L13 to
//! L15) is not played; funds employed from L12 on are worked out where they stand.

use crate::bank::{Entry, Paper};
use crate::book::{ALPHA, BETA, World, codes, usd};
use app::cash::{self, Placement, Taken};
use domain::invoice::{InvoiceState, TransferMethod};
use domain::ledger::Account;
use jiff::civil::{Date, date};
use store::kept::statement::ReceiptState;

fn day(from: Date, days: i64) -> Date {
    from.saturating_add(jiff::Span::new().days(days))
}

#[test]
fn le_04_l01_to_l10_through_schedules_and_statements() {
    let world = World::new();
    // L01 to L03.
    let (bought_1, bought_2, bought_3) = (date(2026, 4, 1), date(2026, 4, 15), date(2026, 4, 20));
    let event = world.next_event();
    let inv_1 = world.on(bought_1).buy_from("CLIENT-K", "ALPHA", "INV-1", 1_000_000, TransferMethod::Wire);
    assert_eq!(world.lines_since(event), [[(1100, 1_000_000), (2000, -150_000), (1000, -847_500), (4030, -2_500)]]);
    let inv_2 = world.on(bought_2).buy("BETA", "INV-2", 650_000);
    let inv_3 = world.on(bought_3).buy("ALPHA", "INV-3", 400_000);
    assert_eq!(world.nfe(), 1_742_500);

    // L04, and nothing more on a second run of the same day.
    world.on(date(2026, 4, 30));
    let event = world.next_event();
    let accrual = cash::accrue_fees(&world.app, date(2026, 4, 30), "test", &mut |_| {}).unwrap();
    assert_eq!((accrual.accrued, accrual.sums), (3, vec![usd(30_750)]));
    let mut lines = world.lines_since(event);
    lines.sort();
    assert_eq!(
        lines,
        [[(1210, 6_000), (4000, -6_000)], [(1210, 9_750), (4000, -9_750)], [(1210, 15_000), (4000, -15_000)]]
    );
    let again = cash::accrue_fees(&world.app, date(2026, 4, 30), "test", &mut |_| {}).unwrap();
    assert_eq!((again.accrued, again.sums), (0, vec![]));
    assert_eq!(codes(cash::accrue_fees(&world.app, date(2026, 5, 1), "test", &mut |_| {})), ["DAY_AHEAD"]);

    // L05, L05f, L05r.
    let event = world.next_event();
    let pays = Entry::new("B-1", 1_000_000).from(ALPHA.0, ALPHA.1).text("Invoice INV-1");
    let outcome = world.bank(&Paper::new("S-1", day(bought_1, 47), 0, vec![pays]));
    assert_eq!((outcome.taken, outcome.applied.count, outcome.applied.sum), (Taken::New, 1, usd(1_000_000)));
    assert_eq!(
        world.lines_since(event),
        [
            vec![(1010, 1_000_000), (1100, -1_000_000)],
            vec![(2000, 25_000), (1210, -15_000), (4000, -10_000)],
            vec![(2000, 125_000), (2010, -125_000)],
        ]
    );
    assert_eq!(world.nfe(), 767_500);
    let paid = world.invoice(inv_1);
    assert_eq!((paid.state, paid.open, paid.held), (InvoiceState::Closed, 0, 0));

    // L06: a tenth to escrow.
    let client = world.client_id("CLIENT-K");
    let event = world.next_event();
    let run = cash::rebate_run(&world.app, day(bought_1, 47), "test").unwrap();
    assert_eq!(run.len(), 1);
    assert_eq!((run[0].total, run[0].escrow, run[0].cash), (usd(125_000), usd(12_500), usd(112_500)));
    assert_eq!(world.lines_since(event), [[(2010, 125_000), (2020, -12_500), (1000, -112_500)]]);
    assert_eq!(world.nfe(), 880_000);
    assert_eq!(cash::rebate_run(&world.app, day(bought_1, 47), "test").unwrap(), [], "a second run pays nothing");
    let asked = world.run(move |task| cash::pay_rebate(task, client, true)).unwrap();
    assert_eq!((asked[0].total, asked[0].event), (usd(0), None));

    // L07, L08, L08f, L08r.
    let event = world.next_event();
    let part = Entry::new("B-2", 400_000).from(BETA.0, BETA.1).text("INV-2 part");
    world.bank(&Paper::new("S-2", date(2026, 5, 20), 1_000_000, vec![part]));
    let over = Entry::new("B-3", 260_000).from(BETA.0, BETA.1).text("INV-2 rest");
    let outcome = world.bank(&Paper::new("S-3", day(bought_2, 38), 1_400_000, vec![over]));
    assert_eq!((outcome.applied.sum, outcome.waiting.sum), (usd(250_000), usd(10_000)));
    assert_eq!(
        world.lines_since(event),
        [
            vec![(1010, 400_000), (1100, -400_000)],
            vec![(1010, 260_000), (1100, -250_000), (2030, -10_000)],
            vec![(2000, 13_000), (1210, -9_750), (4000, -3_250)],
            vec![(2000, 84_500), (2010, -84_500)],
        ]
    );
    assert_eq!(world.nfe(), 243_000);
    assert_eq!(world.invoice(inv_2).state, InvoiceState::Closed);

    // L09.
    let event = world.next_event();
    let receipt = world.entry_id("B-3");
    let refund = world.on(date(2026, 5, 23)).run(move |task| cash::refund(task, receipt, 10_000)).unwrap();
    assert_eq!((refund.unapplied, refund.state, refund.payee.number.as_str()), (usd(0), ReceiptState::Applied, BETA.1));
    assert_eq!(world.lines_since(event), [[(2030, 10_000), (1000, -10_000)]]);

    // L10: short by more than the tolerance stays open.
    let event = world.next_event();
    let short = Entry::new("B-4", 388_000).from(ALPHA.0, ALPHA.1).text("INV-3");
    world.bank(&Paper::new("S-4", day(bought_3, 33), 1_660_000, vec![short]));
    assert_eq!(world.lines_since(event), [[(1010, 388_000), (1100, -388_000)]]);
    assert_eq!((world.invoice(inv_3).open, world.invoice(inv_3).state), (12_000, InvoiceState::PartPaid));
    assert_eq!(world.nfe(), -145_000);
    assert_eq!(world.balance(Account::CollectionsCash), 2_048_000);
    world.check();
}

#[test]
fn le_15_l16_to_l19_a_check_comes_back_and_is_paid_by_wire() {
    let world = World::new();
    // L08: 845.00 of INV-2 are available and stay with the factor.
    world.on(date(2026, 4, 15)).buy("BETA", "INV-2", 650_000);
    let pays = Entry::new("C-0", 650_000).from(BETA.0, BETA.1).text("INV-2");
    world.bank(&Paper::new("S-1", date(2026, 5, 23), 0, vec![pays]));
    let bought = date(2026, 6, 3);
    let inv_5 = world.on(bought).buy("ALPHA", "INV-5", 500_000);
    assert_eq!(world.nfe(), 425_000 - 84_500);

    // L17: received on a Friday, good on Wednesday, 1 July: n = 28.
    let event = world.next_event();
    let check = Entry::new("C-1", 500_000).from(ALPHA.0, ALPHA.1).text("INV-5").check("20445");
    world.bank(&Paper::new("S-2", date(2026, 6, 26), 650_000, vec![check]));
    assert_eq!(
        world.lines_since(event),
        [[(1010, 500_000), (1100, -500_000)], [(2000, 7_500), (4000, -7_500)], [(2000, 67_500), (2010, -67_500)]]
    );
    assert_eq!(world.invoice(inv_5).cleared, Some(date(2026, 7, 1)));
    // FE-04: its reserve waits until the check has cleared.
    let client = world.client_id("CLIENT-K");
    let plan = world
        .app
        .read(|reads| {
            cash::rebate_plan(reads, domain::calendar::Calendar::UnitedStates, client, date(2026, 6, 29), true)
        })
        .unwrap();
    assert_eq!(plan[0].total, usd(84_500), "{}", plan[0].proof.formula);

    // L18, L18r, L18b.
    let back = Entry::new("C-2", -500_000).from(ALPHA.0, ALPHA.1).check("20445").returned("AC06");
    let fee = Entry::new("C-3", -1_200).text("Return fee");
    let outcome = world.bank(&Paper::new("S-3", date(2026, 6, 30), 1_150_000, vec![back, fee]));
    assert_eq!((outcome.debits_waiting.count, outcome.debits_waiting.sum), (2, usd(501_200)));
    let (entry, receipt, fee) = (world.entry_id("C-2"), world.entry_id("C-1"), world.entry_id("C-3"));
    let factor = world.app.factor();
    let proposals = world.app.read(|reads| cash::debit_proposals(reads, &factor, entry)).unwrap();
    assert!(
        matches!(&proposals[0], cash::DebitProposal::ReturnOf { receipt: found, .. } if *found == receipt),
        "{proposals:?}"
    );
    let event = world.next_event();
    let returned = world.run(move |task| cash::return_item(task, entry, receipt)).unwrap();
    assert_eq!((returned.parts[0].returned, returned.parts[0].held), (usd(500_000), usd(75_000)));
    world.run(move |task| cash::place_debit(task, fee, Placement::PassOnTo { client })).unwrap();
    assert_eq!(
        world.lines_since(event),
        [[(1100, 500_000), (1010, -500_000)], [(2010, 75_000), (2000, -75_000)], [(2010, 1_200), (1010, -1_200)]]
    );
    assert_eq!(world.entry("C-1").state, ReceiptState::Returned);
    assert_eq!(world.entry("C-2").state, ReceiptState::DebitBooked);
    world.check();

    // L19: the clock never restarted: n = 41, 125.00 in all.
    let event = world.next_event();
    let wire = Entry::new("C-4", 500_000).from(ALPHA.0, ALPHA.1).text("INV-5 again");
    world.bank(&Paper::new("S-4", day(bought, 41), 648_800, vec![wire]));
    assert_eq!(
        world.lines_since(event),
        [[(1010, 500_000), (1100, -500_000)], [(2000, 5_000), (4000, -5_000)], [(2000, 70_000), (2010, -70_000)]]
    );
    assert_eq!(world.invoice(inv_5).fee_posted, 12_500);
    assert_eq!(world.balance(Account::CollectionsCash), 1_148_800, "the ledger has what the bank has");
    world.check();
}
