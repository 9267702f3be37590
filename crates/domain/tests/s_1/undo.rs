//! LE-25: a payment that was applied to the wrong invoice is taken back as one unit.

use crate::book::*;
use crate::*;
use domain::agreement::{Terms, Tolerance};
use domain::cash;
use domain::fee::FeeModel;
use domain::id::ReceiptId;
use domain::invoice::InvoiceState;
use domain::ledger::{Account, Booking};
use domain::money::Rate;
use rust_decimal::dec;
use uuid::Uuid;

#[test]
fn le_25_le_01_undo_restores_everything() {
    let mut story = after_l04();
    let before = (story.book.trial_balance(), story.inv_1.clone());
    let paid = story.book.wire(&story.inv_1, 1, 1_000_000, day(BOUGHT_1, 47));
    let (undone, mirrors) = story.book.undo(&paid.receivable, 1, day(BOUGHT_1, 50));
    assert_eq!((story.book.trial_balance(), undone), before);
    assert_eq!(mirrors.len(), 3);
    for (mirror, original) in mirrors.iter().zip(&paid.journals) {
        assert_eq!(mirror.booking, Booking::Reversal);
        assert!(mirror.reverses.is_some());
        assert_eq!(
            (mirror.invoice, mirror.receipt, mirror.client),
            (original.invoice, original.receipt, original.client)
        );
    }
    let why = &mirrors[0].proofs[0];
    assert_eq!(
        (why.rule.as_str(), why.formula.as_str()),
        ("LE-01", "mirrors Payment received (event 6, journal 0): wrong invoice")
    );
}

/// The rebate went out before the mistake was seen: what the fee gave back is held, and is 1,250.00 short.
#[test]
fn le_25_undo_after_the_rebate_holds_the_less() {
    let mut story = after_l06();
    let (undone, journals) = story.book.undo(&story.inv_1, 1, day(BOUGHT_1, 50));
    assert_eq!(lines(&journals[3..]), [[(2010, -125_000), (2000, 125_000)]]);
    assert_eq!((undone.held, undone.required_reserve()), (25_000, 150_000));
    assert_eq!(story.book.balance(Account::ReserveAvailable), 0);
    // The escrow of 125.00 covers none of it by itself (GL-10 is measured before escrow).
    let found = story.book.availability(&[&undone, &story.inv_2, &story.inv_3]);
    assert_eq!(found.over_advance, usd(125_000));
}

/// An excess within tolerance was paid out too: the held reserve that comes back cannot bear all of it.
#[test]
fn le_25_undo_beyond_the_held_reserve_is_due_from_the_client() {
    let terms = Terms {
        advance_rate: Rate::ONE,
        escrow: None,
        tolerance: Tolerance { share: rate(dec!(0.01)), cap: 10_000 },
        ..s_1_terms::terms()
    };
    let mut book = Book::new(terms);
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    // 100.00 too much goes to the client, of which the fee of 10.00 is taken.
    book.terms.fee.model = FeeModel::Flat { pct: rate(dec!(0.001)) };
    let paid = book.wire(&bought, 1, 1_010_000, day(BOUGHT_1, 47)).receivable;
    assert_eq!(book.rebate(&[], day(BOUGHT_1, 47)).cash, usd(9_000));
    let nfe = book.nfe();
    let (undone, journals) = book.undo(&paid, 1, day(BOUGHT_1, 50));
    assert_eq!(lines(&journals[2..]), [[(1200, 9_000), (2010, -9_000)]]);
    assert_eq!(journals[2].booking, Booking::ReserveDueBack);
    assert_eq!((undone.open, undone.held, undone.fee_posted), (1_000_000, 0, 0));
    assert_eq!((book.balance(Account::ReserveAvailable), book.balance(Account::DueFromClients)), (0, 9_000));
    assert_eq!(book.nfe(), nfe + 1_010_000 - 1_000, "payment and excess back, fee given back");
    assert_eq!(book.availability(&[&undone]).over_advance, usd(9_000));
}

/// The first of two payments was for another invoice; the second had closed this one.
#[test]
fn le_25_undo_out_of_order_keeps_the_fee_and_holds_reserve_again() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    let part = book.wire(&bought, 1, 400_000, day(BOUGHT_1, 20)).receivable;
    let paid = book.wire(&part, 2, 600_000, day(BOUGHT_1, 30)).receivable;
    let (undone, journals) = book.undo(&paid, 1, day(BOUGHT_1, 33));
    assert_eq!(lines(&journals), [[(1010, -400_000), (1100, 400_000)], [(2010, 60_000), (2000, -60_000)]]);
    assert_eq!((undone.open, undone.held, undone.fee_posted), (400_000, 60_000, 15_000));
    // The second undone as well: the reserve held twice goes back, and all is as it was.
    let (undone, journals) = book.undo(&undone, 2, day(BOUGHT_1, 34));
    assert_eq!(lines(&journals[3..]), [[(2010, -60_000), (2000, 60_000)]]);
    assert_eq!(undone, bought);
    assert_eq!(book.balance(Account::ReserveAvailable), 0);
}

/// The same while other reserve is there: what is held twice is found by itself, not by a reserve below zero.
#[test]
fn le_25_undo_out_of_order_never_holds_more_than_at_purchase() {
    let mut book = Book::new(s_1_terms::terms());
    let other = book.buy("INV-0", 1_000_000, 0, BOUGHT_1).receivable;
    book.wire(&other, 9, 1_000_000, day(BOUGHT_1, 30));
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    let part = book.wire(&bought, 1, 400_000, day(BOUGHT_1, 20)).receivable;
    let paid = book.wire(&part, 2, 600_000, day(BOUGHT_1, 30)).receivable;
    let undone = book.undo(&paid, 1, day(BOUGHT_1, 33)).0;
    let (undone, journals) = book.undo(&undone, 2, day(BOUGHT_1, 34));
    assert_eq!(lines(&journals[3..]), [[(2010, -60_000), (2000, 60_000)]]);
    assert_eq!(undone, bought);
    assert_eq!(book.balance(Account::ReserveAvailable), 135_000, "that of the other invoice");
}

/// A credit note alone pays nothing: an invoice whose only payment is taken back is bought, not part paid.
#[test]
fn le_25_undo_after_a_credit_note_is_not_part_paid() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    let credited = book.credit(&bought, 50_000, day(BOUGHT_1, 3)).receivable;
    assert_eq!(credited.state, InvoiceState::Purchased);
    let part = book.wire(&credited, 1, 400_000, day(BOUGHT_1, 20)).receivable;
    assert_eq!(book.undo(&part, 1, day(BOUGHT_1, 33)).0, credited);
}

#[test]
fn le_25_what_cannot_be_taken_back_is_refused() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    let paid = book.wire(&bought, 1, 999_600, day(BOUGHT_1, 30));
    let stranger = ReceiptId(Uuid::from_u128(99));
    let refused = cash::undo(&paid.receivable, stranger, &[], BOUGHT_2, "", &mut book.reserve());
    assert_eq!(
        refused.expect_err("not its payment").to_string(),
        "this payment has paid nothing of invoice INV-1; choose an invoice that it did pay"
    );
    // The shortfall is left out: nothing may be half undone.
    let refused =
        cash::return_item(&paid.receivable, ReceiptId(Uuid::from_u128(1)), (0, None), BOUGHT_2, &mut book.reserve());
    assert_eq!(
        refused.expect_err("the shortfall is missing").to_string(),
        "the bookings handed in are not all that this payment did to invoice INV-1: 9,996.00 USD instead of \
         10,000.00 USD; take payment, shortfall, fee and reserve back together"
    );
}
