//! Client K's book in memory: it posts what the domain decides and nothing else.

use crate::s_1_terms;
use domain::agreement::Terms;
use domain::calendar::Calendar;
use domain::cash::{self, AvailableReserve, Collected, RebatePlan, RebateRequest, Receipt, Reopened};
use domain::credit::{self, Availability, ClientPosition, EligibleInvoices};
use domain::fee::Instrument;
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::invoice::{Offer, Purchase, PurchaseRequest, Receivable, purchase};
use domain::ledger::bookings::collection::Source;
use domain::ledger::{Account, Booking, Journal, JournalKey};
use domain::money::{Currency, Money, Rate};
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

pub const CALENDAR: Calendar = Calendar::UnitedStates;
pub const CLIENT: ClientId = ClientId(Uuid::from_u128(1));

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn rate(fraction: Decimal) -> Rate {
    Rate::new(fraction).expect("a fraction between 0 and 10")
}

/// Client K's book: every journal in order, and what its lines come to.
pub struct Book {
    pub terms: Terms,
    pub journals: Vec<Journal>,
}

impl Book {
    pub fn new(terms: Terms) -> Self {
        assert_eq!(terms.problems(), []);
        Self { terms, journals: Vec::new() }
    }

    /// Balance of an account, positive on its normal side.
    pub fn balance(&self, account: Account) -> i64 {
        let debit: i64 = self.journals.iter().map(|journal| journal.on_account(account)).sum();
        match account.side() {
            domain::ledger::Side::Debit => debit,
            domain::ledger::Side::Credit => -debit,
        }
    }

    pub fn position(&self) -> ClientPosition {
        ClientPosition {
            currency: Currency::USD,
            ledger: self.balance(Account::ReceivablesRecourse) + self.balance(Account::ReceivablesNonRecourse),
            due_from_client: self.balance(Account::DueFromClients),
            held: self.balance(Account::ReserveHeld),
            available: self.balance(Account::ReserveAvailable),
            escrow: self.balance(Account::ReserveEscrow),
        }
    }

    /// GL-08
    pub fn nfe(&self) -> i64 {
        self.position().net_funds_employed().minor
    }

    pub fn reserve(&self) -> AvailableReserve {
        AvailableReserve(self.balance(Account::ReserveAvailable))
    }

    pub fn post(&mut self, journals: impl IntoIterator<Item = Journal>) {
        for journal in journals {
            assert_eq!(journal.check(), Ok(()));
            assert!(journal.lines.len() > 1 && journal.lines.iter().all(|line| line.amount != 0), "{journal:?}");
            self.journals.push(journal);
        }
    }

    pub fn buy(&mut self, number: &str, face: i64, transfer_fee: i64, on: Date) -> Purchase {
        self.buy_of("ALPHA", number, face, transfer_fee, on)
    }

    pub fn buy_of(&mut self, debtor_code: &str, number: &str, face: i64, transfer_fee: i64, on: Date) -> Purchase {
        let offer = Offer {
            number: number.to_owned(),
            issued: on,
            due: on.saturating_add(jiff::Span::new().days(60)),
            amount: usd(face),
            delivered: None,
            description: None,
            order: None,
            contract: None,
            payment_reference: None,
            payee: None,
        };
        let agreement = s_1_terms::agreement(self.terms.clone());
        let bought = purchase(&PurchaseRequest {
            invoice: InvoiceId(Uuid::from_u128(self.journals.len() as u128 + 1)),
            client: CLIENT,
            debtor: DebtorId(Uuid::from_u128(7)),
            debtor_code,
            schedule: ScheduleId(Uuid::from_u128(8)),
            agreement: &agreement,
            offer: &offer,
            transfer_fee: usd(transfer_fee),
            on,
        })
        .expect("it can be bought");
        self.post([bought.journal.clone()]);
        bought
    }

    pub fn pay(&mut self, invoice: &Receivable, n: u128, amount: i64, how: Instrument, on: Date) -> Collected {
        let receipt = Receipt {
            id: ReceiptId(Uuid::from_u128(n)),
            amount,
            value_date: on,
            instrument: how,
            source: Source::Bank,
            reason: format!("{} is named in the reference", invoice.number),
        };
        let found = cash::collect(invoice, &self.terms, CALENDAR, &receipt, &mut self.reserve()).expect("it is open");
        self.post(found.journals.clone());
        found
    }

    pub fn wire(&mut self, invoice: &Receivable, n: u128, amount: i64, on: Date) -> Collected {
        self.pay(invoice, n, amount, Instrument::Wire, on)
    }

    pub fn credit(&mut self, invoice: &Receivable, amount: i64, on: Date) -> Collected {
        let found = cash::credit(invoice, &self.terms, CALENDAR, amount, on, "CN-1", &mut self.reserve())
            .expect("it is open, and for more");
        self.post(found.journals.clone());
        found
    }

    pub fn accrue(&mut self, invoice: &Receivable, by: Date) -> Receivable {
        let (after, journal) =
            cash::accrue(invoice, &self.terms, CALENDAR, by).expect("it fits").expect("something was earned");
        self.post([journal]);
        after
    }

    pub fn returned(&mut self, invoice: &Receivable, n: u128, on: Date) -> Reopened {
        let receipt = ReceiptId(Uuid::from_u128(n));
        let short = self.journals.iter().position(|one| one.booking == Booking::ShortWithinTolerance);
        let short = short.map(|place| (self.journals[place].clone(), key(place)));
        let short = short.as_ref().filter(|(one, _)| one.receipt == Some(receipt)).map(|(one, key)| (one, *key));
        let excess =
            self.journals.iter().find(|one| one.receipt == Some(receipt) && one.booking == Booking::Collection);
        let excess = excess.map_or(0, |one| -one.on_account(Account::ReserveAvailable));
        let found = cash::return_item(invoice, receipt, (excess, short), on, &mut self.reserve()).expect("it had paid");
        self.post(found.journals.clone());
        found
    }

    /// All live journals of one receipt are mirrored.
    pub fn undo(&mut self, invoice: &Receivable, n: u128, on: Date) -> (Receivable, Vec<Journal>) {
        let receipt = ReceiptId(Uuid::from_u128(n));
        let its: Vec<(JournalKey, Journal)> = (self.journals.iter().enumerate())
            .filter(|(_, journal)| journal.receipt == Some(receipt))
            .map(|(place, journal)| (key(place), journal.clone()))
            .collect();
        let undone = cash::undo(invoice, receipt, &its, on, "wrong invoice", &mut self.reserve()).expect("it had paid");
        self.post(undone.journals.clone());
        (undone.receivable, undone.journals)
    }

    pub fn availability(&self, open: &[&Receivable]) -> Availability {
        let mut eligible = EligibleInvoices::default();
        for one in open {
            eligible.add(one.advance_rate, one.open);
        }
        let discretionary = usd(self.terms.discretionary_reserve);
        credit::availability(&self.position(), &eligible, discretionary, self.terms.limit()).expect("it fits")
    }

    pub fn rebate(&mut self, open: &[&Receivable], on: Date) -> RebatePlan {
        let plan = cash::rebate(&RebateRequest {
            client: CLIENT,
            terms: &self.terms,
            calendar: CALENDAR,
            position: &self.position(),
            availability: &self.availability(open),
            uncleared: 0,
            asked: false,
            on,
        })
        .expect("it fits");
        self.post(plan.journal.clone());
        plan
    }

    /// Every account that is not zero, debit positive.
    pub fn trial_balance(&self) -> Vec<(u16, i64)> {
        let debit = |account: &Account| self.journals.iter().map(|journal| journal.on_account(*account)).sum();
        Account::ALL.iter().map(|account| (account.number(), debit(account))).filter(|(_, sum)| *sum != 0).collect()
    }
}

pub fn key(place: usize) -> JournalKey {
    JournalKey { event: i64::try_from(place).expect("few journals"), number: 0 }
}

/// The lines of journals in the rulebook's form: account and debit, credit negative.
pub fn lines(journals: &[Journal]) -> Vec<Vec<(u16, i64)>> {
    journals
        .iter()
        .map(|journal| journal.lines.iter().map(|line| (line.account.number(), line.amount)).collect())
        .collect()
}

pub fn day(start: Date, days: i32) -> Date {
    start.saturating_add(jiff::Span::new().days(days))
}
