//! The examples around the story, and what they leave open.

use crate::book::*;
use crate::*;
use domain::agreement::{ReleaseCalendar, Terms};
use domain::cash::{self, AvailableReserve, CashError, RebateRequest, Receipt};
use domain::fee::{ChargeAt, FeeModel, Instrument, PartialBasis};
use domain::id::ReceiptId;
use domain::invoice::{InvoiceState, Receivable};
use domain::ledger::bookings::collection::Source;
use domain::ledger::{Account, Booking, Journal};
use domain::money::{Currency, Rounding};
use jiff::civil::date;
use rust_decimal::dec;
use uuid::Uuid;

/// EX-2.05 with the wire taken at funding. The rulebook's other form, the wire taken at settlement (day 0 8,500.00,
/// rebate 1,225.00), is not offered: a transfer fee is always netted from the advance (GL-02).
#[test]
fn fe_21_ex_2_05_a_whole_settlement() {
    let mut book = Book::new(Terms { escrow: None, ..s_1_terms::terms() });
    let bought = book.buy("INV-1", 1_000_000, 2_500, BOUGHT_1);
    let paid = book.wire(&bought.receivable, 1, 1_000_000, day(BOUGHT_1, 47));
    let plan = book.rebate(&[], day(BOUGHT_1, 47));
    assert_eq!(bought.cash, usd(847_500));
    assert_eq!(paid.receivable.fee_posted, 25_000);
    assert_eq!((plan.total, plan.escrow, plan.cash), (usd(125_000), usd(0), usd(125_000)));
    assert_eq!(bought.cash.minor + plan.cash.minor, 972_500);
    assert_eq!(book.trial_balance(), [(1000, -972_500), (1010, 1_000_000), (4000, -25_000), (4030, -2_500)]);
}

#[test]
fn fe_09_ex_2_06_partial_payment_on_face_and_on_balance() {
    for (on_partial, fee) in [(PartialBasis::Face, 25_000), (PartialBasis::Balance, 21_000)] {
        let mut terms = s_1_terms::terms();
        terms.fee.on_partial = on_partial;
        let mut book = Book::new(terms);
        let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
        let part = book.wire(&bought, 1, 400_000, day(BOUGHT_1, 28)).receivable;
        let paid = book.wire(&part, 2, 600_000, day(BOUGHT_1, 47));
        assert_eq!(lines(&paid.journals[1..2]), [[(2000, fee), (4000, -fee)]], "{on_partial:?}");
        assert_eq!(book.balance(Account::ReserveAvailable), 150_000 - fee);
    }
}

#[test]
fn gl_10_le_15_returned_after_the_rebate_is_an_over_advance() {
    let mut book = Book::new(Terms { escrow: None, ..s_1_terms::terms() });
    let bought = book.buy("INV-5", 500_000, 0, BOUGHT_5).receivable;
    let paid = book.wire(&bought, 1, 500_000, day(BOUGHT_5, 28)).receivable;
    assert_eq!(book.rebate(&[], day(BOUGHT_5, 28)).cash, usd(67_500));
    let back = book.returned(&paid, 1, day(BOUGHT_5, 30));
    assert_eq!(lines(&back.journals), [[(1100, 500_000), (1010, -500_000)]], "nothing is left in reserve to hold");
    let found = book.availability(&[&back.receivable]);
    assert_eq!(found.unfloored, usd(-75_000));
    assert_eq!((found.amount, found.over_advance), (usd(0), usd(75_000)));
    // Property 8: nothing is paid out while it lasts, and the proof says why.
    let plan = book.rebate(&[&back.receivable], day(BOUGHT_5, 31));
    assert_eq!(plan.journal, None);
    assert_eq!(plan.proof.formula, "nothing while there is an over-advance of 750.00");
}

/// L23, L23r: INV-7 of 9,000.00 with enough available reserve from elsewhere.
#[test]
fn le_16_l23_l23r_credit_note_and_cure_of_the_held_reserve() {
    let mut story = after_l10();
    let inv_7 = story.book.buy("INV-7", 900_000, 0, BOUGHT_5).receivable;
    let before = story.book.nfe();
    let credited = story.book.credit(&inv_7, 50_000, day(BOUGHT_5, 5));
    assert_eq!(lines(&credited.journals), [[(2000, 50_000), (1100, -50_000)], [(2010, 42_500), (2000, -42_500)]]);
    assert_eq!((credited.receivable.open, credited.receivable.held), (850_000, 127_500));
    assert_eq!(story.book.nfe(), before, "a credit note employs no funds");
    // L27: n = 52, fee 3.0 % of 9,000.00.
    let paid = story.book.wire(&credited.receivable, 9, 850_000, day(BOUGHT_5, 52));
    assert_eq!(lines(&paid.journals[1..]), [[(2000, 27_000), (4000, -27_000)], [(2000, 100_500), (2010, -100_500)]]);
}

#[test]
fn le_16_a_credit_note_beyond_the_held_reserve_goes_to_2010_then_1200() {
    let mut book = Book::new(s_1_terms::terms());
    let small = book.buy("INV-1", 20_000, 0, BOUGHT_1).receivable;
    book.wire(&small, 1, 20_000, day(BOUGHT_1, 10));
    assert_eq!(book.reserve(), AvailableReserve(2_700));
    let large = book.buy("INV-2", 100_000, 0, BOUGHT_2).receivable;
    let credited = book.credit(&large, 30_000, day(BOUGHT_2, 3));
    assert_eq!(lines(&credited.journals), [[(2000, 15_000), (2010, 2_700), (1200, 12_300), (1100, -30_000)]]);
    assert_eq!((credited.receivable.open, credited.receivable.held), (70_000, 0));
    let above =
        cash::credit(&credited.receivable, &book.terms, CALENDAR, 70_001, BOUGHT_3, "CN-9", &mut book.reserve());
    assert_eq!(
        above.expect_err("more than is open").to_string(),
        "credit note CN-9 is for 700.01 USD, but only 700.00 USD of invoice INV-2 is open; enter it up to that amount, \
         the rest is between client and debtor"
    );
}

#[test]
fn le_11_short_within_tolerance_is_dilution() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    // min(0.5 % of 10,000.00, 5.00) = 5.00.
    let paid = book.wire(&bought, 1, 999_500, day(BOUGHT_1, 30));
    assert_eq!(
        lines(&paid.journals),
        [
            [(1010, 999_500), (1100, -999_500)],
            [(2000, 500), (1100, -500)],
            [(2000, 15_000), (4000, -15_000)],
            [(2000, 134_500), (2010, -134_500)],
        ]
    );
    // Returned, the shortfall stands again with the payment.
    let back = book.returned(&paid.receivable, 1, day(BOUGHT_1, 32));
    assert_eq!(
        lines(&back.journals),
        [[(1100, 999_500), (1010, -999_500)], [(2000, -500), (1100, 500)], [(2010, 134_500), (2000, -134_500)],]
    );
    assert_eq!(
        (back.receivable.open, back.receivable.held, &back.receivable.portions[..]),
        (1_000_000, 135_000, &[][..])
    );
    // One cent more is not within the tolerance.
    let one_more = book.wire(&back.receivable, 2, 999_499, day(BOUGHT_1, 40));
    assert_eq!((one_more.receivable.open, one_more.receivable.state), (501, InvoiceState::PartPaid));
}

#[test]
fn le_11_over_within_tolerance_goes_to_the_client() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    let paid = book.wire(&bought, 1, 1_000_500, day(BOUGHT_1, 30));
    assert_eq!((paid.applied, paid.excess, paid.unapplied), (1_000_000, 500, 0));
    assert_eq!(lines(&paid.journals[..1]), [[(1010, 1_000_500), (1100, -1_000_000), (2010, -500)]]);
    assert_eq!(book.balance(Account::ReserveAvailable), 500 + 135_000);
}

#[test]
fn le_12_an_overpayment_waits_on_2030_and_may_pay_another_invoice() {
    let mut book = Book::new(s_1_terms::terms());
    let first = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    let second = book.buy("INV-2", 20_000, 0, BOUGHT_1).receivable;
    let paid = book.wire(&first, 1, 1_000_501, day(BOUGHT_1, 30));
    assert_eq!((paid.excess, paid.unapplied), (0, 501));
    let receipt = Receipt {
        id: ReceiptId(Uuid::from_u128(1)),
        amount: 501,
        value_date: day(BOUGHT_1, 33),
        instrument: Instrument::Wire,
        source: Source::Unapplied,
        reason: "a person chose it".to_owned(),
    };
    let rest = cash::collect(&second, &book.terms, CALENDAR, &receipt, &mut book.reserve()).unwrap();
    assert_eq!(lines(&rest.journals), [[(2030, 501), (1100, -501)]]);
}

/// LE-18: 98 % advance leaves 200.00 for a fee of 250.00.
#[test]
fn le_18_a_fee_beyond_the_held_reserve_takes_2010_then_1200() {
    let terms = Terms { advance_rate: rate(dec!(0.98)), ..s_1_terms::terms() };
    for (in_reserve, expected) in [
        (0, [(2000, 20_000), (1200, 5_000), (4000, -25_000)].to_vec()),
        (3_000, [(2000, 20_000), (2010, 3_000), (1200, 2_000), (4000, -25_000)].to_vec()),
        (9_000, [(2000, 20_000), (2010, 5_000), (4000, -25_000)].to_vec()),
    ] {
        let mut book = Book::new(terms.clone());
        let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
        if in_reserve > 0 {
            // Reserve of another invoice, already available.
            let lines = [(Account::CollectionsCash, in_reserve), (Account::ReserveAvailable, -in_reserve)];
            book.post([Journal::apart(Some(CLIENT), Booking::Collection, Currency::USD, BOUGHT_1, &lines, vec![])]);
        }
        let paid = book.wire(&bought, 1, 1_000_000, day(BOUGHT_1, 47));
        assert_eq!(lines(&paid.journals[1..]), [expected]);
        assert_eq!((paid.receivable.fee_posted, paid.receivable.held), (25_000, 0));
    }
}

#[test]
fn gl_02_le_26_upfront_fee_is_netted_deferred_and_earned_at_close() {
    let mut terms = s_1_terms::terms();
    terms.fee.model = FeeModel::Flat { pct: rate(dec!(0.025)) };
    terms.fee.charge_at = ChargeAt::Upfront;
    let mut book = Book::new(terms);
    let bought = book.buy("INV-1", 1_000_000, 2_500, BOUGHT_1);
    assert_eq!(
        lines(&book.journals),
        [[(1100, 1_000_000), (2000, -150_000), (1000, -822_500), (4030, -2_500), (2060, -25_000)]]
    );
    assert_eq!((bought.cash, bought.advance, bought.receivable.fee_deferred), (usd(822_500), usd(850_000), 25_000));
    assert_eq!(cash::accrue(&bought.receivable, &book.terms, CALENDAR, day(BOUGHT_1, 29)), Ok(None));
    let paid = book.wire(&bought.receivable, 1, 1_000_000, day(BOUGHT_1, 47));
    assert_eq!(lines(&paid.journals[1..]), [[(2060, 25_000), (4000, -25_000)], [(2000, 150_000), (2010, -150_000)]]);
    assert_eq!((paid.receivable.fee_deferred, paid.receivable.fee_posted), (0, 25_000));
    let (undone, _) = book.undo(&paid.receivable, 1, day(BOUGHT_1, 50));
    assert_eq!(undone, bought.receivable, "deferred again");
}

#[test]
fn fe_11_more_accrued_than_charged_takes_income_back() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_1).receivable;
    // Accrued on day 47, but the money was good on day 28 already.
    let accrued = book.accrue(&bought, day(BOUGHT_1, 47));
    let paid = book.wire(&accrued, 1, 1_000_000, day(BOUGHT_1, 28));
    assert_eq!(lines(&paid.journals[1..2]), [[(2000, 15_000), (1210, -25_000), (4000, 10_000)]]);
    assert_eq!(book.balance(Account::AccruedFees), 0);
    assert_eq!(book.balance(Account::FeeIncome), 15_000);
}

#[test]
fn gl_42_non_recourse_stands_on_1110() {
    let mut terms = s_1_terms::terms();
    terms.recourse.kind = domain::agreement::RecourseType::NonRecourse;
    let mut book = Book::new(terms);
    let bought = book.buy("INV-8", 1_200_000, 0, BOUGHT_1).receivable;
    // L29
    assert_eq!(lines(&book.journals), [[(1110, 1_200_000), (2000, -180_000), (1000, -1_020_000)]]);
    let part = book.wire(&bought, 1, 200_000, day(BOUGHT_1, 20)).receivable;
    let credited = book.credit(&part, 1_000, day(BOUGHT_1, 21)).receivable;
    let paid = book.wire(&credited, 2, 999_000, day(BOUGHT_1, 30)).receivable;
    book.returned(&paid, 2, day(BOUGHT_1, 33));
    assert_eq!(book.balance(Account::ReceivablesRecourse), 0);
    assert_eq!(book.balance(Account::ReceivablesNonRecourse), 999_000);
    assert!(book.journals.iter().all(|one| one.on_account(Account::ReceivablesRecourse) == 0));
}

/// A half cent of advance rounded up would be an over-advance at once, and stop every rebate.
#[test]
fn gl_04_an_odd_amount_makes_no_over_advance() {
    for rounding in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Down] {
        let mut terms = s_1_terms::terms();
        terms.fee.rounding = rounding;
        let mut book = Book::new(terms);
        // 85 % of 10.01 is 8.5085, of 10.03 is 8.5255.
        let odd = book.buy("INV-1", 1_001, 0, BOUGHT_1);
        let odder = book.buy("INV-2", 1_003, 0, BOUGHT_1);
        assert_eq!((odd.advance, odder.advance), (usd(850), usd(852)));
        assert_eq!(odd.receivable.held, odd.receivable.required_reserve());
        assert!(book.availability(&[&odd.receivable, &odder.receivable]).over_advance.is_zero());
    }
}

#[test]
fn le_10_money_that_cannot_be_applied_says_why() {
    let mut book = Book::new(s_1_terms::terms());
    let bought = book.buy("INV-1", 1_000_000, 0, BOUGHT_2).receivable;
    let terms = book.terms.clone();
    let try_to = |invoice: &Receivable, amount, on| {
        let receipt = Receipt {
            id: ReceiptId(Uuid::from_u128(5)),
            amount,
            value_date: on,
            instrument: Instrument::Wire,
            source: Source::Bank,
            reason: String::new(),
        };
        cash::collect(invoice, &terms, CALENDAR, &receipt, &mut AvailableReserve(0)).expect_err("refused")
    };
    assert_eq!(try_to(&bought, 0, BOUGHT_2), CashError::Nothing);
    assert_eq!(
        try_to(&bought, 1, BOUGHT_1).to_string(),
        "the payment is dated 1 April 2026, before invoice INV-1 was bought on 15 April 2026; it is the client's money: \
         leave it unapplied"
    );
    let paid = book.wire(&bought, 1, 1_000_000, BOUGHT_3).receivable;
    assert_eq!(
        try_to(&paid, 1, BOUGHT_3).to_string(),
        "invoice INV-1 has no open balance; choose another, or leave the money unapplied"
    );
}

/// L06 waits for the check: paid on 26 June, good on 1 July.
#[test]
fn fe_04_gl_11_a_rebate_waits_for_clearance_and_for_its_day() {
    let mut book = Book::new(Terms { escrow: None, ..s_1_terms::terms() });
    let bought = book.buy("INV-5", 500_000, 0, BOUGHT_5).receivable;
    book.pay(&bought, 5, 500_000, Instrument::Check, date(2026, 6, 26));
    let plan = |terms: &Terms, uncleared, asked| {
        cash::rebate(&RebateRequest {
            client: CLIENT,
            terms,
            calendar: CALENDAR,
            position: &book.position(),
            availability: &book.availability(&[]),
            uncleared,
            asked,
            on: date(2026, 6, 29),
        })
        .unwrap()
    };
    let waits = plan(&book.terms, 67_500, false);
    assert_eq!(waits.journal, None);
    assert_eq!(waits.proof.formula, "min(675.00 \u{2212} 675.00, 675.00) = 0.00, less 0.00 to escrow");
    assert_eq!(plan(&book.terms, 0, false).cash, usd(67_500));
    // 29 June is a Monday.
    let weekly = Terms { release: ReleaseCalendar::Weekly, ..book.terms.clone() };
    let waits = plan(&weekly, 0, false);
    assert_eq!(waits.journal, None);
    assert_eq!(waits.proof.formula, "nothing today: reserve is released weekly, on Friday");
    assert_eq!(plan(&weekly, 0, true).cash, usd(67_500), "unless it is asked for");
}

#[test]
fn gl_11_release_days() {
    let is = |release, on| cash::is_release_day(release, CALENDAR, on);
    let days_of = |release| (1..=31).filter(|day| is(release, date(2026, 12, *day))).collect::<Vec<i8>>();
    assert_eq!(days_of(ReleaseCalendar::PerInvoice).len(), 31);
    assert!(days_of(ReleaseCalendar::OnRequest).is_empty());
    // Christmas is a Friday in 2026: the banks open again on Monday.
    assert_eq!(days_of(ReleaseCalendar::Weekly), [4, 11, 18, 28]);
    assert_eq!(days_of(ReleaseCalendar::Monthly), [1]);
    assert!(is(ReleaseCalendar::Monthly, date(2026, 8, 3)) && !is(ReleaseCalendar::Monthly, date(2026, 8, 1)));
}
