//! Invariant 7: detail sums to summary in every report, as of every date, as known at every moment.

use super::small_book::{FIRST_DAY, SmallBook, Step, noon};
use crate::report::{AgeBasis, Cell, Report, ReportKind, ReportRequest, run};
use domain::ledger::Account;
use domain::money::Currency;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use store::Fault;

fn made(book: &SmallBook, kind: ReportKind, request: &ReportRequest) -> Report {
    book.book.read(|snapshot| run(snapshot, kind, request, noon(book.today))).unwrap()
}

/// Balance of some accounts in the trial balance, debit positive.
fn balance(trial: &Report, accounts: &[Account], currency: Currency) -> i64 {
    let (account, balance) = (trial.place("account").unwrap(), trial.place("balance").unwrap());
    let asked = |row: &&Vec<Cell>| accounts.iter().any(|one| one.number().to_string() == row[account].as_text());
    let amounts = trial.rows.iter().filter(asked).filter_map(|row| row[balance].as_money());
    amounts.filter(|money| money.currency == currency).map(|money| money.minor).sum()
}

/// One line of a client statement, over all clients.
fn line(statement: &Report, section: &str, line: &str, currency: Currency) -> i64 {
    let place = |key| statement.place(key).unwrap();
    let (sections, lines, amounts) = (place("section"), place("line"), place("amount"));
    let asked = statement.rows.iter().filter(|row| row[sections].as_text() == section && row[lines].as_text() == line);
    let amounts = asked.filter_map(|row| row[amounts].as_money());
    amounts.filter(|money| money.currency == currency).map(|money| money.minor).sum()
}

const RECEIVABLES: [Account; 2] = [Account::ReceivablesRecourse, Account::ReceivablesNonRecourse];
const FUNDS: [Account; 6] = [
    Account::ReceivablesRecourse,
    Account::ReceivablesNonRecourse,
    Account::DueFromClients,
    Account::ReserveHeld,
    Account::ReserveAvailable,
    Account::ReserveEscrow,
];

/// All reports of one question tie to each other.
fn ties(book: &SmallBook, request: &ReportRequest) {
    let of = |kind| made(book, kind, request);
    let (trial, statement, collections, reserve, purchases) = (
        of(ReportKind::TrialBalance),
        of(ReportKind::ClientStatement),
        of(ReportKind::Collections),
        of(ReportKind::Reserve),
        of(ReportKind::Purchases),
    );
    for currency in [Currency::USD, Currency::EUR] {
        assert_eq!(trial.total("balance", currency), 0, "LE-01");
        let ledger = balance(&trial, &RECEIVABLES, currency);
        for basis in [AgeBasis::DueDate, AgeBasis::InvoiceDate] {
            let aging = made(book, ReportKind::Aging, &ReportRequest { basis, ..*request });
            assert_eq!(aging.total("open", currency), ledger, "the ageing is the ledger");
            assert_eq!(buckets(&aging, currency), ledger, "its buckets are the whole");
            let summary = made(book, ReportKind::AgingSummary, &ReportRequest { basis, ..*request });
            assert_eq!(summary.total("open", currency), ledger);
            assert_eq!(summary.rows.len(), aging.subtotals.len());
            assert_eq!(buckets(&summary, currency), ledger);
        }
        assert_eq!(line(&statement, "Ledger", "Closing", currency), ledger);
        assert_eq!(line(&statement, "Funds employed", "Closing", currency), balance(&trial, &FUNDS, currency), "GL-08");
        for (pot, word, account) in [
            ("held_closing", "Held reserve", Account::ReserveHeld),
            ("available_closing", "Available reserve", Account::ReserveAvailable),
            ("escrow_closing", "Escrow reserve", Account::ReserveEscrow),
        ] {
            assert_eq!(reserve.total(pot, currency), -balance(&trial, &[account], currency), "{pot}");
            assert_eq!(line(&statement, "Balances", word, currency), reserve.total(pot, currency));
        }
        let bought = purchases.total("gross", currency);
        assert_eq!(line(&statement, "Ledger", "Purchases", currency), bought);
        assert_eq!(line(&statement, "Funds employed", "Advances", currency), purchases.total("cash_paid", currency));
        let kept = ["cash_paid", "transfer_fee", "fee_at_funding", "held_reserve"];
        assert_eq!(bought, kept.iter().map(|key| purchases.total(key, currency)).sum::<i64>());
        let applied = line(&statement, "Ledger", "Collections", currency)
            + line(&statement, "Ledger", "Returned payments", currency);
        assert_eq!(collections.total("applied", currency), -applied);
        assert_eq!(line(&statement, "Funds employed", "Other", currency), 0);
        assert_eq!(line(&statement, "Ledger", "Adjustments", currency), 0);
        let by_rule =
            statement.rows.iter().filter(|row| row[2].as_text() == "Fees").filter_map(|row| row[4].as_money());
        let fees: i64 = by_rule.filter(|money| money.currency == currency).map(|money| money.minor).sum();
        assert_eq!(line(&statement, "Funds employed", "Fees", currency), fees, "the fee table is the fees");
    }
    let whole = |row: &Vec<Cell>, key| row[collections.place(key).unwrap()].as_money().unwrap().minor;
    for row in &collections.rows {
        assert_eq!(whole(row, "received"), whole(row, "applied") + whole(row, "to_client") + whole(row, "unapplied"));
    }
}

fn buckets(report: &Report, currency: Currency) -> i64 {
    let keys = ["current", "days_1_30", "days_0_30", "days_31_60", "days_61_90", "days_91"];
    keys.iter().map(|key| report.total(key, currency)).sum()
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..4_usize, 5_000..2_000_000_i64, 5..70_i64).prop_map(|(pair, amount, terms)| Step::Buy { pair, amount, terms }),
        4 => (0..9_usize, prop_oneof![Just(1000), Just(996), Just(1003), 1..1500_i64], 0..12_i64)
            .prop_map(|(invoice, permille, late)| Step::Pay { invoice, permille, late }),
        1 => (1..500_000_i64).prop_map(|amount| Step::Unknown { amount }),
        2 => (0..9_usize, 0..9_usize).prop_map(|(receipt, invoice)| Step::Apply { receipt, invoice }),
        2 => (0..9_usize).prop_map(|receipt| Step::Undo { receipt }),
        1 => (0..9_usize).prop_map(|receipt| Step::Bounce { receipt }),
        1 => (0..9_usize, 1..1000_i64).prop_map(|(invoice, permille)| Step::Credit { invoice, permille }),
        1 => Just(Step::Accrue),
        1 => (0..2_usize).prop_map(|client| Step::Release { client }),
        1 => (0..9_usize).prop_map(|receipt| Step::Refund { receipt }),
        1 => (1..9_000_i64).prop_map(|amount| Step::Charge { amount }),
    ]
}

/// Dates and moments spread over the book's life and beyond both ends.
fn questions(book: &SmallBook) -> Vec<(Date, Option<Timestamp>)> {
    let days = |ahead: i64| FIRST_DAY.saturating_add(ahead.days());
    let life = FIRST_DAY.until(book.today).unwrap().get_days();
    let ends = [-1, 0, 7, i64::from(life) / 2, i64::from(life), i64::from(life) + 40];
    let moments = [None, Some(noon(days(i64::from(life) / 3))), Some(noon(book.today))];
    ends.into_iter().flat_map(|end| moments.map(|known| (days(end), known))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn rp_18_detail_sums_to_summary_as_of_every_date(steps in prop::collection::vec(step(), 1..40)) {
        let mut book = SmallBook::new();
        steps.into_iter().for_each(|step| book.take(step));
        for (as_of, known_at) in questions(&book) {
            for client in [None, Some(book.clients[0].id)] {
                for from in [None, Some(FIRST_DAY)] {
                    ties(&book, &ReportRequest { client, known_at, from, ..ReportRequest::new(as_of) });
                }
            }
        }
    }

    #[test]
    fn rp_18_the_kept_sums_answer_like_the_journals(steps in prop::collection::vec(step(), 1..40)) {
        let mut book = SmallBook::new();
        steps.into_iter().for_each(|step| book.take(step));
        for (as_of, _) in questions(&book) {
            for client in [None, Some(book.clients[1].id)] {
                let request = ReportRequest { client, per_client: true, ..ReportRequest::new(as_of) };
                let fast = made(&book, ReportKind::TrialBalance, &request);
                let slow = ReportRequest { known_at: Some(noon(book.today.saturating_add(1.day()))), ..request };
                prop_assert_eq!(fast.rows, made(&book, ReportKind::TrialBalance, &slow).rows);
            }
        }
    }
}

#[test]
fn a_lively_book_ties_on_each_of_its_days() {
    let book = SmallBook::lively();
    let mut day = FIRST_DAY;
    while day <= book.today {
        for known_at in [None, Some(noon(day))] {
            ties(&book, &ReportRequest { known_at, ..ReportRequest::new(day) });
        }
        day = day.saturating_add(3.days());
    }
}

/// A payment is booked late with an earlier value date, and taken back later still: each report shows what was known.
#[test]
fn what_was_booked_later_does_not_show_before_it_was_known() {
    let mut book = SmallBook::new();
    book.take(Step::Buy { pair: 0, amount: 1_000_000, terms: 30 });
    book.take(Step::Pay { invoice: 0, permille: 400, late: 5 });
    let paid_on = book.today.saturating_sub(5.days());
    book.take(Step::Undo { receipt: 0 });
    let open = |as_of, known_at: Option<Date>| {
        let request = ReportRequest { known_at: known_at.map(noon), ..ReportRequest::new(as_of) };
        made(&book, ReportKind::Aging, &request).total("open", Currency::USD)
    };
    let (bought, booked, undone) =
        (FIRST_DAY.saturating_add(6.days()), FIRST_DAY.saturating_add(12.days()), book.today);
    assert_eq!(open(bought, Some(bought)), 1_000_000);
    assert_eq!(open(paid_on, Some(bought)), 1_000_000, "the payment was not known yet");
    assert_eq!(open(paid_on, Some(booked)), 600_000, "its value date counts once it is known");
    assert_eq!(open(paid_on, None), 600_000, "it was taken back on a later business date");
    assert_eq!(open(undone, Some(booked)), 600_000, "the reversal was not known yet");
    assert_eq!(open(undone, None), 1_000_000);
    let nothing = made(
        &book,
        ReportKind::TrialBalance,
        &ReportRequest { known_at: Some(noon(FIRST_DAY)), ..ReportRequest::new(undone) },
    );
    assert!(nothing.rows.is_empty());
}

#[test]
fn rp_07_the_statement_names_each_movement_once() {
    let mut book = SmallBook::new();
    book.take(Step::Buy { pair: 0, amount: 1_000_000, terms: 30 });
    for _ in 0..7 {
        book.take(Step::Accrue);
    }
    book.take(Step::Pay { invoice: 0, permille: 1000, late: 0 });
    let request = ReportRequest { from: Some(FIRST_DAY), ..ReportRequest::new(book.today) };
    let statement = made(&book, ReportKind::ClientStatement, &request);
    let of = |section, name| line(&statement, section, name, Currency::USD);
    assert_eq!(of("Ledger", "Purchases"), 1_000_000);
    assert_eq!(of("Ledger", "Collections"), -1_000_000);
    assert_eq!(of("Ledger", "Closing"), 0);
    // L01: 8,475.00 in cash and 25.00 wire fee; 49 days (one of clearance): 1.5 % and two further blocks begun.
    assert_eq!(of("Funds employed", "Advances"), 847_500);
    assert_eq!(of("Fees", "FE-26"), 2_500);
    assert_eq!(of("Fees", "FE-21"), 25_000);
    assert_eq!(of("Funds employed", "Fees"), 27_500);
    assert_eq!(of("Funds employed", "Closing"), -125_000);
    assert_eq!(of("Balances", "Available reserve"), 125_000);
}

#[test]
fn an_unreadable_book_is_a_fault_not_a_wrong_report() {
    let book = SmallBook::lively();
    let file = rusqlite_of(&book);
    file.execute("DELETE FROM invoice", []).unwrap();
    let request = ReportRequest::new(book.today);
    let made = book.book.read(|snapshot| run(snapshot, ReportKind::Aging, &request, noon(book.today)));
    assert!(matches!(made, Err(Fault::Unreadable { what: "invoice", .. })), "{made:?}");
}

fn rusqlite_of(book: &SmallBook) -> rusqlite::Connection {
    rusqlite::Connection::open(book.book.file().unwrap()).unwrap()
}
