//! A small book in memory: it applies what the domain decides and keeps what the domain does not, as the store does.

use domain::agreement::{Agreement, AgreementState, Terms};
use domain::calendar::Calendar;
use domain::cash::{self, AvailableReserve, Charge, RebatePlan, RebateRequest, Receipt};
use domain::credit::{self, Availability, ClientPosition, EligibleInvoices};
use domain::fee::Instrument;
use domain::id::{AgreementId, ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::invoice::{InvoiceState, Offer, PurchaseRequest, Receivable, purchase};
use domain::ledger::bookings::{self, collection::Source};
use domain::ledger::{Account, Booking, Journal, JournalKey, Side};
use domain::money::Money;
use domain::proof::Proof;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const CALENDAR: Calendar = Calendar::UnitedStates;

/// Where a balance stands: account, client, invoice, and for unapplied cash the receipt.
pub type Place = (Account, Option<ClientId>, Option<InvoiceId>, Option<ReceiptId>);

/// What passed between the factor and one client, kept from the outcomes and not from the journals.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Advances and rebates paid.
    pub paid_out: i64,
    /// Money of debtors kept: applied, and excess within tolerance.
    pub collected: i64,
    /// Transfer fees and bank fees.
    pub passed_through: i64,
}

/// What one receipt did to one invoice.
#[derive(Debug, Clone)]
pub struct Application {
    pub receipt: ReceiptId,
    pub invoice: usize,
    pub excess: i64,
    pub journals: Vec<(JournalKey, Journal)>,
}

/// Money of a debtor: what of it is unapplied, what was refunded, how it came.
#[derive(Debug, Clone)]
pub struct Money1010 {
    pub unapplied: i64,
    pub refunded: i64,
    pub instrument: Instrument,
    pub currency: domain::money::Currency,
}

#[derive(Debug, Clone)]
pub struct Book {
    pub terms: Vec<Terms>,
    pub tallies: Vec<Tally>,
    pub invoices: Vec<Receivable>,
    /// Per invoice: the fee that stood when it was last reopened; a fee once posted stays (LE-15).
    pub posted_before: Vec<i64>,
    pub receipts: BTreeMap<ReceiptId, Money1010>,
    pub applications: Vec<Application>,
    pub entries: BTreeMap<JournalKey, Journal>,
    pub today: Date,
    events: i64,
}

/// The n-th client; clients are numbered as their terms.
pub fn client_id(n: usize) -> ClientId {
    ClientId(Uuid::from_u128(n as u128 + 1))
}

/// Positive on the account's normal side.
pub fn normal(account: Account, debit: i64) -> i64 {
    if account.side() == Side::Debit { debit } else { -debit }
}

/// The balances of journals, debit positive, without zeros.
pub fn balances<'a>(journals: impl IntoIterator<Item = &'a Journal>) -> BTreeMap<Place, i64> {
    let mut sums = BTreeMap::new();
    for journal in journals {
        for line in &journal.lines {
            let place = match line.account {
                Account::UnappliedCash => (line.account, None, None, journal.receipt),
                _ => (line.account, journal.client, journal.invoice, None),
            };
            *sums.entry(place).or_default() += line.amount;
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

impl Book {
    pub fn new(terms: Vec<Terms>) -> Self {
        Self {
            tallies: vec![Tally::default(); terms.len()],
            terms,
            invoices: Vec::new(),
            posted_before: Vec::new(),
            receipts: BTreeMap::new(),
            applications: Vec::new(),
            entries: BTreeMap::new(),
            today: date(2027, 11, 15),
            events: 0,
        }
    }

    pub fn trial_balance(&self) -> BTreeMap<Place, i64> {
        balances(self.entries.values())
    }

    /// Balance of an account of one client, positive on its normal side.
    pub fn of_client(&self, client: usize, account: Account) -> i64 {
        let its = self.entries.values().filter(|journal| journal.client == Some(client_id(client)));
        normal(account, its.map(|journal| journal.on_account(account)).sum())
    }

    /// The same for one invoice.
    pub fn of_invoice(&self, invoice: usize, account: Account) -> i64 {
        let its = self.entries.values().filter(|journal| journal.invoice == Some(self.invoices[invoice].id));
        normal(account, its.map(|journal| journal.on_account(account)).sum())
    }

    pub fn client_of(&self, invoice: usize) -> usize {
        (0..self.terms.len()).find(|n| client_id(*n) == self.invoices[invoice].client).expect("a client of the book")
    }

    fn reserve(&self, client: usize) -> AvailableReserve {
        AvailableReserve(self.of_client(client, Account::ReserveAvailable))
    }

    pub fn position(&self, client: usize) -> ClientPosition {
        let of = |account| self.of_client(client, account);
        ClientPosition {
            currency: self.terms[client].currency,
            ledger: of(Account::ReceivablesRecourse) + of(Account::ReceivablesNonRecourse),
            due_from_client: of(Account::DueFromClients),
            held: of(Account::ReserveHeld),
            available: of(Account::ReserveAvailable),
            escrow: of(Account::ReserveEscrow),
        }
    }

    pub fn availability(&self, client: usize) -> Availability {
        let mut eligible = EligibleInvoices::default();
        for one in self.invoices.iter().filter(|one| one.client == client_id(client) && one.state.is_open()) {
            eligible.add(one.advance_rate, one.open);
        }
        let terms = &self.terms[client];
        let discretionary = Money::new(terms.discretionary_reserve, terms.currency);
        credit::availability(&self.position(client), &eligible, discretionary, terms.limit()).expect("it fits")
    }

    /// Commits one event. Every journal must be sound on its own.
    fn commit(&mut self, journals: Vec<Journal>) -> Vec<(JournalKey, Journal)> {
        self.events += 1;
        let keyed: Vec<_> = (0..).map(|number| JournalKey { event: self.events, number }).zip(journals).collect();
        for (key, journal) in &keyed {
            assert_eq!(journal.check(), Ok(()));
            assert!(journal.lines.len() > 1 && journal.lines.iter().all(|line| line.amount != 0), "{journal:?}");
            assert!(!journal.proofs.is_empty(), "FE-10: {journal:?}");
            self.entries.insert(*key, journal.clone());
        }
        keyed
    }

    /// L01. Nothing when the fees eat the advance.
    pub fn buy(&mut self, client: usize, face: i64, age: i32, transfer_fee: i64) -> bool {
        let terms = self.terms[client].clone();
        let currency = terms.currency;
        let money = |minor| Money::new(minor, currency);
        let issued = self.today.saturating_sub(jiff::Span::new().days(age));
        let offer = Offer {
            number: format!("INV-{}", self.invoices.len() + 1),
            issued,
            due: issued.saturating_add(jiff::Span::new().days(45)),
            amount: money(face),
            delivered: None,
            description: None,
            order: None,
            contract: None,
            payment_reference: None,
            payee: None,
        };
        let agreement = Agreement {
            id: AgreementId(Uuid::from_u128(1)),
            client: client_id(client),
            version: 1,
            state: AgreementState::Effective,
            effective_from: self.today,
            terms,
            signatures: Vec::new(),
        };
        let bought = purchase(&PurchaseRequest {
            invoice: InvoiceId(Uuid::from_u128(self.invoices.len() as u128 + 100)),
            client: client_id(client),
            debtor: DebtorId(Uuid::from_u128(face.unsigned_abs().into())),
            debtor_code: "ALPHA",
            schedule: ScheduleId(Uuid::from_u128(1)),
            agreement: &agreement,
            offer: &offer,
            transfer_fee: money(transfer_fee),
            on: self.today,
        });
        let Ok(bought) = bought else { return false };
        self.tallies[client].paid_out += bought.cash.minor;
        self.tallies[client].passed_through += transfer_fee;
        self.commit(vec![bought.journal]);
        self.invoices.push(bought.receivable);
        self.posted_before.push(0);
        true
    }

    /// New money for an open invoice.
    pub fn pay(&mut self, invoice: usize, amount: i64, instrument: Instrument, days_back: i32) -> ReceiptId {
        let receipt = ReceiptId(Uuid::from_u128(self.receipts.len() as u128 + 1));
        let currency = self.invoices[invoice].currency;
        self.receipts.insert(receipt, Money1010 { unapplied: 0, refunded: 0, instrument, currency });
        let value_date = self.today.saturating_sub(jiff::Span::new().days(days_back));
        self.apply(receipt, invoice, amount, value_date, Source::Bank);
        receipt
    }

    /// Unapplied money for an open invoice.
    pub fn apply_rest(&mut self, receipt: ReceiptId, invoice: usize) {
        let amount = self.receipts[&receipt].unapplied;
        self.apply(receipt, invoice, amount, self.today, Source::Unapplied);
    }

    fn apply(&mut self, id: ReceiptId, invoice: usize, amount: i64, value_date: Date, source: Source) {
        let client = self.client_of(invoice);
        let receivable = &self.invoices[invoice];
        let receipt = Receipt {
            id,
            amount,
            value_date: value_date.max(receivable.purchased),
            instrument: self.receipts[&id].instrument,
            source,
            reason: "a person chose it".to_owned(),
        };
        let mut reserve = self.reserve(client);
        let found =
            cash::collect(receivable, &self.terms[client], CALENDAR, &receipt, &mut reserve).expect("it is open");
        assert_eq!(found.applied + found.excess + found.unapplied, amount, "no cent of a payment is lost");
        let money = self.receipts.get_mut(&id).expect("known");
        match source {
            Source::Bank => money.unapplied += found.unapplied,
            Source::Unapplied => money.unapplied -= found.applied + found.excess,
        }
        self.tallies[client].collected += found.applied + found.excess;
        self.invoices[invoice] = found.receivable;
        let keyed = self.commit(found.journals);
        assert_eq!(self.reserve(client), reserve, "the reserve passed along is the ledger's");
        let before = self.applications.iter().position(|one| (one.receipt, one.invoice) == (id, invoice));
        // Last applied, last in the list.
        let mut application = before.map_or_else(
            || Application { receipt: id, invoice, excess: 0, journals: Vec::new() },
            |place| self.applications.remove(place),
        );
        application.excess += found.excess;
        application.journals.extend(keyed);
        self.applications.push(application);
    }

    /// LE-16
    pub fn credit(&mut self, invoice: usize, amount: i64) {
        let client = self.client_of(invoice);
        let mut reserve = self.reserve(client);
        let receivable = &self.invoices[invoice];
        let found = cash::credit(receivable, &self.terms[client], CALENDAR, amount, self.today, "CN", &mut reserve)
            .expect("not above the balance");
        self.invoices[invoice] = found.receivable;
        self.commit(found.journals);
        assert_eq!(self.reserve(client), reserve);
    }

    /// L04 for every open invoice.
    pub fn accrue(&mut self) {
        for invoice in 0..self.invoices.len() {
            let terms = &self.terms[self.client_of(invoice)];
            let found = cash::accrue(&self.invoices[invoice], terms, CALENDAR, self.today).expect("it fits");
            if let Some((after, journal)) = found {
                self.invoices[invoice] = after;
                self.commit(vec![journal]);
            }
        }
    }

    /// LE-25, without the money being booked as unapplied again: only the mirrors.
    pub fn mirror(&mut self, place: usize) -> Application {
        let application = self.applications.remove(place);
        let client = self.client_of(application.invoice);
        let mut reserve = self.reserve(client);
        let receivable = &self.invoices[application.invoice];
        let undone = cash::undo(
            receivable,
            application.receipt,
            &application.journals,
            self.today,
            "wrong invoice",
            &mut reserve,
        )
        .expect("it had paid");
        let taken_back = -(undone.journals.iter())
            .map(|one| one.on_account(Account::ReceivablesRecourse) + one.on_account(Account::ReceivablesNonRecourse))
            .sum::<i64>();
        let rounded: i64 = (application.journals.iter())
            .filter(|(_, one)| one.booking == Booking::ShortWithinTolerance)
            .map(|(_, one)| one.on_account(receivable.account()))
            .sum();
        self.tallies[client].collected += taken_back - rounded - application.excess;
        let back_on_2030: i64 = undone.journals.iter().map(|one| one.on_account(Account::UnappliedCash)).sum();
        self.receipts.get_mut(&application.receipt).expect("known").unapplied -= back_on_2030;
        self.posted_before[application.invoice] = undone.receivable.fee_posted;
        self.invoices[application.invoice] = undone.receivable;
        self.commit(undone.journals);
        assert_eq!(self.reserve(client), reserve);
        application
    }

    /// LE-25: mirrors, and the bank's money is unapplied again.
    pub fn undo(&mut self, place: usize) {
        let application = self.mirror(place);
        let from_bank: i64 = application.journals.iter().map(|(_, one)| one.on_account(Account::CollectionsCash)).sum();
        if from_bank > 0 {
            let money = self.receipts.get_mut(&application.receipt).expect("known");
            money.unapplied += from_bank;
            let proof = Proof::new("LE-25", "undone".to_owned());
            let amount = Money::new(from_bank, money.currency);
            self.commit(vec![bookings::unapplied_receipt::journal(application.receipt, amount, self.today, proof)]);
        }
    }

    /// L18: the bank takes a whole receipt back. Nothing when part of it has gone back to the debtor already.
    pub fn bank_returns(&mut self, receipt: ReceiptId) {
        let money = self.receipts[&receipt].clone();
        if money.refunded > 0 {
            return;
        }
        while let Some(place) = self.applications.iter().position(|one| one.receipt == receipt) {
            let application = self.applications.remove(place);
            let client = self.client_of(application.invoice);
            let mut reserve = self.reserve(client);
            let receivable = &self.invoices[application.invoice];
            let mut shorts =
                application.journals.iter().filter(|(_, one)| one.booking == Booking::ShortWithinTolerance);
            let short = shorts.next().map(|(key, journal)| (journal, *key));
            let found = cash::return_item(receivable, receipt, (application.excess, short), self.today, &mut reserve)
                .expect("it had paid");
            let rounded = short.map_or(0, |(one, _)| -one.on_account(receivable.account()));
            let applied = found.receivable.open - receivable.open - rounded;
            self.tallies[client].collected -= applied + application.excess;
            self.posted_before[application.invoice] = found.receivable.fee_posted;
            self.invoices[application.invoice] = found.receivable;
            self.commit(found.journals);
            assert_eq!(self.reserve(client), reserve);
        }
        if money.unapplied > 0 {
            let amount = Money::new(money.unapplied, money.currency);
            self.commit(vec![bookings::returned_item::unapplied(receipt, amount, self.today)]);
            self.receipts.get_mut(&receipt).expect("known").unapplied = 0;
        }
    }

    /// L09
    pub fn refund(&mut self, receipt: ReceiptId) {
        let money = self.receipts.get_mut(&receipt).expect("known");
        let amount = Money::new(money.unapplied, money.currency);
        money.refunded += money.unapplied;
        money.unapplied = 0;
        self.commit(vec![bookings::refund_to_debtor::journal(receipt, amount, self.today)]);
    }

    /// L18b
    pub fn bank_fee(&mut self, client: usize, amount: i64) {
        let charge = Charge::split(amount, 0, self.reserve(client).0);
        let proof = Proof::new("LE-15", "the bank's fee".to_owned());
        let currency = self.terms[client].currency;
        self.tallies[client].passed_through += amount;
        let journal = bookings::bank_fee_passed_on::journal(client_id(client), currency, &charge, self.today, proof);
        self.commit(vec![journal]);
    }

    /// What closed invoices have made available whose payment has not cleared yet (FE-04).
    pub fn uncleared(&self, client: usize) -> i64 {
        (0..self.invoices.len())
            .filter(|n| self.client_of(*n) == client && self.invoices[*n].state == InvoiceState::Closed)
            .filter(|n| self.invoices[*n].cleared.is_some_and(|cleared| cleared > self.today))
            .map(|n| self.of_invoice(n, Account::ReserveAvailable).max(0))
            .sum()
    }

    /// GL-11
    pub fn rebate(&mut self, client: usize, asked: bool) -> RebatePlan {
        let plan = cash::rebate(&RebateRequest {
            client: client_id(client),
            terms: &self.terms[client],
            calendar: CALENDAR,
            position: &self.position(client),
            availability: &self.availability(client),
            uncleared: self.uncleared(client),
            asked,
            on: self.today,
        })
        .expect("it fits");
        self.tallies[client].paid_out += plan.cash.minor;
        self.commit(plan.journal.clone().into_iter().collect());
        plan
    }
}
