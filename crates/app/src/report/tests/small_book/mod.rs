//! A small book with everything that can happen to an invoice, made through the store and the domain.

mod opening;
mod rows;

use domain::agreement::{
    Agreement, AgreementState, Escrow, FacilityLimit, LimitBasis, NotificationMode, Recourse, RecourseFrom,
    RecourseType, ReleaseCalendar, Terms, Tolerance, TransferFees,
};
use domain::calendar::Calendar;
use domain::cash::matching::MatchRule;
use domain::cash::{self, AvailableReserve};
use domain::event::EventKind;
use domain::fee::{FeeTerms, Instrument};
use domain::id::{AgreementId, ClientId, DebtorId, FactorId, InvoiceId, PaymentId, ReceiptId, ScheduleId, StatementId};
use domain::invoice::{InvoiceState, Offer, PurchaseRequest, Receivable, TransferMethod, purchase};
use domain::ledger::bookings::{self, collection::Source};
use domain::ledger::{Booking, Journal, JournalKey};
use domain::money::{Currency, Money, Rate};
use domain::party::{Client, ClientStatus, Code, Debtor, DebtorStatus, Factor, Identity};
use domain::proof::Proof;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::book::Draft;
use store::kept::payment::{Payment, PaymentKind, PaymentState};
use store::kept::schedule::{Schedule, ScheduleState};
use store::kept::statement::{EntryDetails, Receipt, ReceiptState, Statement};
use store::kept::{self, cash::Application, invoice::Invoice};
use store::{Book, Fault, Unit};
use tempfile::TempDir;
use uuid::Uuid;

use rows::{add_payment, applied, available, collect, draft, receipt_of, schedule_of, statement_of};

pub(crate) const FIRST_DAY: Date = date(2026, 1, 5);

/// What a test does to the book, each on a day after the one before.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Buy { pair: usize, amount: i64, terms: i64 },
    Pay { invoice: usize, permille: i64, late: i64 },
    Unknown { amount: i64 },
    Apply { receipt: usize, invoice: usize },
    Undo { receipt: usize },
    Bounce { receipt: usize },
    Credit { invoice: usize, permille: i64 },
    Accrue,
    Release { client: usize },
    Refund { receipt: usize },
    Charge { amount: i64 },
}

pub(crate) struct SmallBook {
    pub(crate) book: Book,
    pub(crate) clients: Vec<Client>,
    pub(crate) debtors: Vec<Debtor>,
    pub(crate) today: Date,
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) receipts: Vec<Receipt>,
    agreements: Vec<Agreement>,
    clock: Arc<AtomicI64>,
    last_id: u128,
    closing: HashMap<Currency, i64>,
    _folder: TempDir,
}

/// The moment of noon on a day.
pub(crate) fn noon(day: Date) -> Timestamp {
    day.at(12, 0, 0, 0).in_tz("UTC").unwrap().timestamp()
}

impl SmallBook {
    /// A book in which everything has happened at least once.
    pub(crate) fn lively() -> Self {
        let mut book = Self::new();
        let steps = [
            Step::Buy { pair: 0, amount: 1_000_000, terms: 30 },
            Step::Buy { pair: 1, amount: 650_000, terms: 45 },
            Step::Buy { pair: 2, amount: 300_001, terms: 60 },
            Step::Buy { pair: 0, amount: 123_457, terms: 10 },
            Step::Accrue,
            Step::Pay { invoice: 0, permille: 1000, late: 0 },
            Step::Pay { invoice: 1, permille: 400, late: 2 },
            Step::Unknown { amount: 70_000 },
            Step::Pay { invoice: 2, permille: 999, late: 0 },
            Step::Apply { receipt: 2, invoice: 3 },
            Step::Credit { invoice: 1, permille: 100 },
            Step::Release { client: 0 },
            Step::Undo { receipt: 0 },
            Step::Bounce { receipt: 1 },
            Step::Unknown { amount: 5_000 },
            Step::Refund { receipt: 4 },
            Step::Charge { amount: 1_200 },
            Step::Pay { invoice: 1, permille: 1100, late: 1 },
            Step::Buy { pair: 3, amount: 99_900, terms: 30 },
        ];
        steps.into_iter().for_each(|step| book.take(step));
        book
    }

    /// Lets days go by, then does one thing, if it can be done at all.
    pub(crate) fn take(&mut self, step: Step) {
        self.pass(6);
        match step {
            Step::Buy { pair, amount, terms } => self.buy(pair % 4, amount, terms),
            Step::Pay { invoice, permille, late } => self.pay(invoice, permille, late),
            Step::Unknown { amount } => {
                self.receive(amount, Currency::USD, self.today, None);
            }
            Step::Apply { receipt, invoice } => self.apply(receipt, invoice),
            Step::Undo { receipt } => self.undo(receipt),
            Step::Bounce { receipt } => self.bounce(receipt),
            Step::Credit { invoice, permille } => self.credit(invoice, permille),
            Step::Accrue => self.accrue(),
            Step::Release { client } => self.release(client % 2),
            Step::Refund { receipt } => self.refund(receipt),
            Step::Charge { amount } => self.charge(amount),
        }
    }

    fn pass(&mut self, days: i64) {
        self.today = self.today.saturating_add(days.days());
        self.clock.store(noon(self.today).as_microsecond(), Ordering::SeqCst);
    }

    fn id(&mut self) -> Uuid {
        self.last_id += 1;
        Uuid::from_u128(self.last_id)
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Unit<'_>) -> Result<T, Fault> + Clone + Send + 'static,
    ) -> T {
        self.book.write(work).unwrap()
    }

    /// Pairs 0 and 1 are the first client's, 2 and 3 the second's.
    pub(crate) fn buy(&mut self, pair: usize, amount: i64, days: i64) {
        let (client, debtor) = (self.clients[pair / 2].id, self.debtors[pair].clone());
        let agreement = self.agreements[pair / 2].clone();
        let currency = agreement.terms.currency;
        let (invoice, schedule, payment) = (InvoiceId(self.id()), ScheduleId(self.id()), PaymentId(self.id()));
        let on = self.today;
        let offer = Offer {
            number: format!("=INV/{}", self.invoices.len() + 1),
            issued: on.saturating_sub(3.days()),
            due: on.saturating_add(days.days()),
            amount: Money::new(amount, currency),
            delivered: None,
            description: None,
            order: (pair == 0).then(|| "PO-7".to_owned()),
            contract: None,
            payment_reference: None,
            payee: None,
        };
        let fee = Money::new(if amount > 100_000 { 2500 } else { 0 }, currency);
        let bought = purchase(&PurchaseRequest {
            invoice,
            client,
            debtor: debtor.id,
            debtor_code: debtor.code.as_str(),
            schedule,
            agreement: &agreement,
            offer: &offer,
            transfer_fee: fee,
            on,
        })
        .unwrap();
        let kept = self.write(move |unit| {
            let seq = unit.record(&draft(EventKind::InvoicePurchased, on), std::slice::from_ref(&bought.journal))?;
            let number = unit.next_number("schedule")?;
            kept::schedule::add(unit, &schedule_of(schedule, client, number, on, offer.amount, fee))?;
            let invoice = Invoice {
                id: invoice,
                schedule,
                line_no: 1,
                client,
                debtor: Some(debtor.id),
                debtor_stated: debtor.name.clone(),
                offer,
                state: InvoiceState::Purchased,
                decided_seq: seq,
                advance: bought.advance,
                receivable: Some(bought.receivable),
            };
            kept::invoice::add(unit, &invoice)?;
            let kind = (PaymentKind::Advance, Some(client), Some(schedule), None);
            add_payment(unit, payment, kind, bought.cash, on)?;
            Ok(invoice)
        });
        self.invoices.push(kept);
    }

    fn open(&self, place: usize) -> Option<(usize, Receivable, Terms)> {
        let open: Vec<usize> = (0..self.invoices.len())
            .filter(|at| self.invoices[*at].receivable.as_ref().is_some_and(|one| one.open > 0))
            .collect();
        let at = *open.get(place % open.len().max(1))?;
        let receivable = self.invoices[at].receivable.clone()?;
        let terms = self.agreements.iter().find(|one| one.client == receivable.client)?.terms.clone();
        Some((at, receivable, terms))
    }

    /// A bank entry on a statement of its own; its money is unapplied when it is for no invoice.
    fn receive(
        &mut self,
        amount: i64,
        currency: Currency,
        value_date: Date,
        invoice: Option<(Receivable, Terms)>,
    ) -> Option<Receivable> {
        let (id, statement) = (ReceiptId(self.id()), StatementId(self.id()));
        let opening = self.closing.get(&currency).copied().unwrap_or(0);
        let (closing, on) = (opening + amount, self.today);
        self.closing.insert(currency, closing);
        let sequence = i64::try_from(self.receipts.len()).unwrap() + 1;
        let (receipt, after) = self.write(move |unit| {
            let number = unit.next_number("receipt")?;
            let statement = statement_of(statement, sequence, (opening, closing, currency), on);
            kept::statement::add(unit, &statement)?;
            let mut receipt = receipt_of(id, &statement, number, Money::new(amount, currency), value_date);
            let after = if let Some((receivable, terms)) = invoice {
                let (seq, collected) = collect(unit, &receivable, &terms, &receipt, Source::Bank, on)?;
                kept::statement::add_receipt(unit, &Receipt { unapplied: collected.unapplied, ..receipt.clone() })?;
                receipt.unapplied = collected.unapplied;
                applied(unit, &receipt, seq, &collected)?;
                Some(collected.receivable)
            } else {
                let proof = Proof::new("LE-10", "nothing fits".to_owned());
                let journal = bookings::unapplied_receipt::journal(id, receipt.amount, value_date, proof);
                unit.record(&draft(EventKind::ReceiptUnapplied, on), &[journal])?;
                receipt.unapplied = amount;
                kept::statement::add_receipt(unit, &receipt)?;
                None
            };
            receipt.state = if receipt.unapplied > 0 { ReceiptState::Waiting } else { ReceiptState::Applied };
            kept::statement::set_receipt(unit, &receipt)?;
            Ok((receipt, after))
        });
        self.receipts.push(receipt);
        after
    }

    fn pay(&mut self, place: usize, permille: i64, late: i64) {
        let Some((at, receivable, terms)) = self.open(place) else { return };
        let amount = (receivable.open * permille / 1000).max(1);
        // Money is often booked some days after its value date.
        let value_date = self.today.saturating_sub(late.days()).max(receivable.purchased);
        let after = self.receive(amount, receivable.currency, value_date, Some((receivable.clone(), terms)));
        self.invoices[at].receivable = after;
    }

    fn apply(&mut self, receipt: usize, place: usize) {
        let Some(held) = self.receipts.get(receipt).filter(|one| one.unapplied > 0).cloned() else { return };
        let Some((at, receivable, terms)) = self.open(place) else { return };
        if receivable.currency != held.amount.currency {
            return;
        }
        let on = self.today;
        let part = held.unapplied.min(receivable.open);
        let (receipt_after, after) = self.write(move |unit| {
            let mut paying = held.clone();
            paying.amount.minor = part;
            paying.value_date = on;
            let (seq, collected) = collect(unit, &receivable, &terms, &paying, Source::Unapplied, on)?;
            let mut held = held;
            held.unapplied -= collected.applied + collected.excess;
            applied(unit, &held, seq, &collected)?;
            held.state = if held.unapplied > 0 { ReceiptState::Waiting } else { ReceiptState::Applied };
            kept::statement::set_receipt(unit, &held)?;
            Ok((held, collected.receivable))
        });
        self.receipts[receipt] = receipt_after;
        self.invoices[at].receivable = Some(after);
    }

    fn undo(&mut self, receipt: usize) {
        let Some(held) = self.receipts.get(receipt).cloned() else { return };
        let on = self.today;
        let invoices = self.invoices.clone();
        let done = self.write(move |unit| {
            let applications = kept::cash::of_receipt(unit, held.id)?.into_iter();
            let active: Vec<Application> = applications.filter(|one| one.ended_seq.is_none()).collect();
            let Some(application) = active.last().cloned() else { return Ok(None) };
            // The domain undoes all that a payment did to an invoice at once.
            if active.iter().filter(|one| one.invoice == application.invoice).count() > 1 {
                return Ok(None);
            }
            let at = invoices.iter().position(|one| one.id == application.invoice).unwrap();
            let receivable = invoices[at].receivable.clone().unwrap();
            let journals: Vec<(JournalKey, Journal)> = kept::journal::of_event(unit, application.event_seq)?
                .into_iter()
                .filter(|one| one.journal.invoice == Some(application.invoice))
                .map(|one| (one.key, one.journal))
                .collect();
            let mut available = available(unit, &receivable)?;
            let undone = cash::undo(&receivable, held.id, &journals, on, "wrong invoice", &mut available).unwrap();
            let mut all = undone.journals;
            let back: i64 =
                journals.iter().map(|(_, journal)| journal.on_account(domain::ledger::Account::CollectionsCash)).sum();
            let unapplied_then: i64 =
                journals.iter().map(|(_, journal)| -journal.on_account(domain::ledger::Account::UnappliedCash)).sum();
            let mut held = held;
            if back > 0 {
                let money = Money::new(back, held.amount.currency);
                let proof = Proof::new("LE-25", "unapplied again".to_owned());
                all.push(bookings::unapplied_receipt::journal(held.id, money, on, proof));
            }
            held.unapplied += back - unapplied_then;
            held.state = ReceiptState::Waiting;
            let seq = unit.record(&draft(EventKind::ApplicationUndone, on), &all)?;
            kept::cash::end(unit, &application, seq)?;
            kept::invoice::set_balances(unit, &undone.receivable)?;
            kept::statement::set_receipt(unit, &held)?;
            Ok(Some((at, undone.receivable, held)))
        });
        if let Some((at, after, held)) = done {
            self.invoices[at].receivable = Some(after);
            self.receipts[receipt] = held;
        }
    }

    fn bounce(&mut self, receipt: usize) {
        let Some(held) = self.receipts.get(receipt).filter(|one| one.state == ReceiptState::Applied).cloned() else {
            return;
        };
        let on = self.today;
        let invoices = self.invoices.clone();
        let done = self.write(move |unit| {
            let active: Vec<Application> =
                kept::cash::of_receipt(unit, held.id)?.into_iter().filter(|one| one.ended_seq.is_none()).collect();
            let [application] = &active[..] else { return Ok(None) };
            if application.applied + application.excess != held.amount.minor {
                return Ok(None);
            }
            let at = invoices.iter().position(|one| one.id == application.invoice).unwrap();
            let receivable = invoices[at].receivable.clone().unwrap();
            let booked = kept::journal::of_event(unit, application.event_seq)?;
            let short = booked.iter().find(|one| one.journal.booking == Booking::ShortWithinTolerance);
            let short = short.map(|one| (&one.journal, one.key));
            let mut available = available(unit, &receivable)?;
            let reopened =
                cash::return_item(&receivable, held.id, (application.excess, short), on, &mut available).unwrap();
            let seq = unit.record(&draft(EventKind::ItemReturned, on), &reopened.journals)?;
            kept::cash::end(unit, application, seq)?;
            kept::invoice::set_balances(unit, &reopened.receivable)?;
            let held = Receipt { state: ReceiptState::Returned, unapplied: 0, ..held };
            kept::statement::set_receipt(unit, &held)?;
            Ok(Some((at, reopened.receivable, held)))
        });
        if let Some((at, after, held)) = done {
            self.invoices[at].receivable = Some(after);
            self.receipts[receipt] = held;
        }
    }

    fn credit(&mut self, place: usize, permille: i64) {
        let Some((at, receivable, terms)) = self.open(place) else { return };
        let on = self.today;
        let amount = (receivable.open * permille.min(1000) / 1000).max(1);
        let after = self.write(move |unit| {
            let mut available = available(unit, &receivable)?;
            let calendar = Calendar::UnitedStates;
            let credited = cash::credit(&receivable, &terms, calendar, amount, on, "CN-1", &mut available).unwrap();
            unit.record(&draft(EventKind::CreditNoteApplied, on), &credited.journals)?;
            kept::invoice::set_balances(unit, &credited.receivable)?;
            Ok(credited.receivable)
        });
        self.invoices[at].receivable = Some(after);
    }

    fn accrue(&mut self) {
        let on = self.today;
        let agreements = self.agreements.clone();
        let open: Vec<Receivable> =
            self.invoices.iter().filter_map(|one| one.receivable.clone()).filter(|one| one.open > 0).collect();
        let changed = self.write(move |unit| {
            let mut changed = Vec::new();
            let mut journals = Vec::new();
            for receivable in open {
                let terms = &agreements.iter().find(|one| one.client == receivable.client).unwrap().terms;
                let accrued = cash::accrue(&receivable, terms, Calendar::UnitedStates, on).unwrap();
                if let Some((after, journal)) = accrued {
                    kept::invoice::set_balances(unit, &after)?;
                    journals.push(journal);
                    changed.push(after);
                }
            }
            unit.record(&draft(EventKind::FeesAccrued, on), &journals)?;
            Ok(changed)
        });
        for after in changed {
            let invoice = self.invoices.iter_mut().find(|one| one.id == after.id).unwrap();
            invoice.receivable = Some(after);
        }
    }

    fn release(&mut self, client: usize) {
        let (id, payment, on) = (self.clients[client].id, PaymentId(self.id()), self.today);
        let currency = self.agreements[client].terms.currency;
        self.write(move |unit| {
            let available = unit.position(id, currency)?.available;
            if available < 10 {
                return Ok(());
            }
            let escrow = available / 10;
            let proof = Proof::new("GL-11", "all of it".to_owned());
            let journal = bookings::rebate::journal(id, currency, available, escrow, on, proof);
            unit.record(&draft(EventKind::RebatePaid, on), &[journal])?;
            let cash = Money::new(available - escrow, currency);
            add_payment(unit, payment, (PaymentKind::Rebate, Some(id), None, None), cash, on)
        });
    }

    fn refund(&mut self, receipt: usize) {
        let Some(held) = self.receipts.get(receipt).filter(|one| one.unapplied > 0).cloned() else { return };
        let (payment, on) = (PaymentId(self.id()), self.today);
        self.receipts[receipt] = self.write(move |unit| {
            let money = Money::new(held.unapplied, held.amount.currency);
            unit.record(
                &draft(EventKind::ReceiptRefunded, on),
                &[bookings::refund_to_debtor::journal(held.id, money, on)],
            )?;
            add_payment(unit, payment, (PaymentKind::Refund, None, None, Some(held.id)), money, on)?;
            let held = Receipt { unapplied: 0, state: ReceiptState::Refunded, ..held };
            kept::statement::set_receipt(unit, &held)?;
            Ok(held)
        });
    }

    /// The bank takes a charge, and moves the rest to the operating account.
    fn charge(&mut self, amount: i64) {
        let (id, statement) = (ReceiptId(self.id()), StatementId(self.id()));
        let opening = self.closing.get(&Currency::USD).copied().unwrap_or(0);
        let (closing, on) = (opening - amount, self.today);
        self.closing.insert(Currency::USD, closing);
        let sequence = i64::try_from(self.receipts.len()).unwrap() + 1;
        let receipt = self.write(move |unit| {
            let number = unit.next_number("receipt")?;
            let statement = statement_of(statement, sequence, (opening, closing, Currency::USD), on);
            kept::statement::add(unit, &statement)?;
            let money = Money::new(amount, Currency::USD);
            let mut receipt = receipt_of(id, &statement, number, money, on);
            receipt.credit = false;
            receipt.state = ReceiptState::DebitBooked;
            unit.record(&draft(EventKind::BankEntryPlaced, on), &[bookings::bank_charge::journal(id, money, on)])?;
            kept::statement::add_receipt(unit, &receipt)?;
            Ok(receipt)
        });
        self.receipts.push(receipt);
    }
}
