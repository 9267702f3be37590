//! LE-10 to LE-25 on one invoice: payments, credit notes, returns and undoings in any order.

use crate::{Numbers, fees, numbers};
use domain::agreement::{
    FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom, RecourseType, ReleaseCalendar, Terms,
    Tolerance, TransferFees,
};
use domain::calendar::Calendar;
use domain::cash::{AvailableReserve, Receipt, accrue, collect, credit, undo};
use domain::fee::{ChargeAt, FeeTerms, Instrument};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::invoice::{InvoiceState, Receivable};
use domain::ledger::bookings::collection::Source;
use domain::ledger::{Account, Journal, JournalKey};
use domain::money::{Currency, Money, Rate, Rounding};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use uuid::Uuid;

const BOUGHT: Date = date(2026, 3, 2);

fn terms(given: &mut Numbers) -> Terms {
    let agreed = fees::terms(given);
    let share = |units: i64| Rate::new(Decimal::new(units, 4)).expect("up to 1");
    Terms {
        currency: Currency::USD,
        advance_rate: share(5_000 + given.below(5_001)),
        advance_rate_by_debtor: Default::default(),
        fee: if agreed.problems().is_empty() && agreed.charge_at == ChargeAt::AtClose {
            agreed
        } else {
            FeeTerms::default()
        },
        transfer_fees: TransferFees::default(),
        release: ReleaseCalendar::PerInvoice,
        escrow: None,
        recourse: Recourse { kind: RecourseType::FullRecourse, window_days: 90, from: RecourseFrom::Purchase },
        facility_limit: FacilityLimit { amount: i64::MAX, basis: LimitBasis::Nfe },
        notification: NotificationMode::Notification,
        max_terms_days: 90,
        max_age_days: 30,
        tolerance: Tolerance { share: share(given.below(300)), cap: given.below(2_000) },
        discretionary_reserve: 0,
        servicing: domain::contact::Profile::Standard,
    }
}

fn bought(face: i64, terms: &Terms) -> Receivable {
    let id = Uuid::from_u128;
    let advance = Money::new(face, Currency::USD).times(terms.advance_rate, Rounding::Down).expect("fits");
    Receivable {
        id: InvoiceId(id(1)),
        client: ClientId(id(2)),
        debtor: DebtorId(id(3)),
        schedule: ScheduleId(id(4)),
        number: "A-1".into(),
        currency: Currency::USD,
        face,
        issued: BOUGHT,
        due: BOUGHT.saturating_add(30.days()),
        agreement_version: 1,
        advance_rate: terms.advance_rate,
        non_recourse: false,
        purchased: BOUGHT,
        state: InvoiceState::Purchased,
        open: face,
        held: face - advance.minor,
        fee_posted: 0,
        fee_accrued: 0,
        fee_deferred: 0,
        portions: Vec::new(),
        closed: None,
        cleared: None,
    }
}

/// What the journals say must be what the invoice says.
fn agree(before: &Receivable, after: &Receivable, reserves: (i64, i64), journals: &[Journal]) {
    for journal in journals {
        assert!(journal.check().is_ok() && journal.lines.len() != 1, "{journal:?}");
    }
    let moved = |account| journals.iter().map(|journal| journal.on_account(account)).sum::<i64>();
    assert_eq!(after.open - before.open, moved(before.account()), "open balance: {journals:#?}");
    assert_eq!(before.held - after.held, moved(Account::ReserveHeld), "held reserve");
    assert_eq!(reserves.0 - reserves.1, moved(Account::ReserveAvailable), "available reserve");
    assert!(after.open >= 0 && after.held >= 0 && reserves.1 >= 0, "nothing falls below zero: {after:?}");
    let closed: i64 = after.portions.iter().map(|portion| portion.amount).sum();
    assert_eq!(after.open + closed, after.face, "every part is open or closed");
    assert!(after.open > 0 || after.state == InvoiceState::Closed);
}

#[test]
fn le_10_money_on_one_invoice() {
    fuzz::run("cash", numbers(120), |input| {
        let mut given = Numbers::of(input);
        let terms = terms(&mut given);
        let face = if given.below(8) == 0 {
            1 + given.below(i64::from(i32::MAX) * 1_000_000)
        } else {
            1 + given.below(200_000)
        };
        let (mut invoice, mut available) = (bought(face, &terms), AvailableReserve(given.below(30_000)));
        let calendar = Calendar::for_country("US");
        let mut day = BOUGHT;
        for step in 1..=6_i64 {
            day = day.saturating_add(given.below(40).days());
            let (before, reserve) = (invoice.clone(), available.0);
            let near = [
                invoice.open,
                invoice.open - 1,
                invoice.open + 1,
                invoice.open / 2,
                given.below(2 * face),
                given.next(),
            ];
            let amount = given.one_of(&near);
            match given.below(4) {
                0 => {
                    let Ok(done) = credit(&before, &terms, calendar, amount, day, "CN-1", &mut available) else {
                        assert!(
                            amount <= 0 || amount > before.open || !before.state.is_open(),
                            "a credit that fits is taken"
                        );
                        assert_eq!(available.0, reserve, "what is refused changes nothing");
                        continue;
                    };
                    assert!(amount <= before.open);
                    agree(&before, &done.receivable, (reserve, available.0), &done.journals);
                    invoice = done.receivable;
                }
                1 => {
                    let Some((after, journal)) = accrue(&before, &terms, calendar, day).expect("an amount that fits")
                    else {
                        continue;
                    };
                    assert!(journal.check().is_ok() && after.fee_accrued > before.fee_accrued);
                    assert_eq!(accrue(&after, &terms, calendar, day), Ok(None), "a day is accrued once");
                    invoice = after;
                }
                kind => {
                    let receipt = Receipt {
                        id: ReceiptId(Uuid::from_u128(100 + step.unsigned_abs() as u128)),
                        amount,
                        value_date: day,
                        instrument: given.one_of(&[Instrument::Wire, Instrument::Check, Instrument::AchCredit]),
                        source: given.one_of(&[Source::Bank, Source::Unapplied]),
                        reason: "fuzz".into(),
                    };
                    let Ok(done) = collect(&before, &terms, calendar, &receipt, &mut available) else {
                        assert!(
                            amount <= 0 || before.open == 0 || amount > 1_000_000_000_000_000,
                            "money that fits is taken"
                        );
                        continue;
                    };
                    assert_eq!(done.applied + done.excess + done.unapplied, amount, "all of it goes somewhere");
                    assert!(done.applied <= before.open && done.excess >= 0 && done.unapplied >= 0);
                    agree(&before, &done.receivable, (reserve, available.0), &done.journals);
                    if kind == 2 {
                        invoice = done.receivable;
                        continue;
                    }
                    // LE-25: undone at once, all is as before.
                    let keys = (0..).map(|number| JournalKey { event: step, number });
                    let journals: Vec<(JournalKey, Journal)> = keys.zip(done.journals).collect();
                    let undone =
                        undo(&done.receivable, receipt.id, &journals, day, "fuzz", &mut available).expect("undone");
                    assert_eq!((&undone.receivable, available.0), (&before, reserve));
                }
            }
        }
    });
}
