//! Money for an invoice: full, partial, over, short (LE-10 to LE-13), fee and close (LE-18).
//!
//! Order within one receipt: the collection, then a shortfall within tolerance, then the fee, then
//! the held reserve becomes available. Each is a journal of its own.

use crate::agreement::Terms;
use crate::calendar::Calendar;
use crate::cash::Charge;
use crate::fee::{self, ChargeAt, Clearance, FeeError, FeeStart, Instrument};
use crate::id::ReceiptId;
use crate::invoice::{ClosedBy, InvoiceState, Portion, Receivable};
use crate::ledger::bookings::{self, collection::Source};
use crate::ledger::{Account, Journal};
use crate::money::{Money, MoneyError};
use crate::proof::Proof;
use crate::wording::long_date;
use jiff::civil::Date;

/// Money that pays an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The bank entry it is part of.
    pub id: ReceiptId,
    /// Minor units that are meant for this invoice; may exceed its balance.
    pub amount: i64,
    /// FE-03: value date.
    pub value_date: Date,
    /// How it was paid.
    pub instrument: Instrument,
    /// Where the money stood before.
    pub source: Source,
    /// LE-10: why it is taken to be for this invoice.
    pub reason: String,
}

/// The client's available reserve (2010) while one unit of work goes through its invoices, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvailableReserve(pub i64);

impl AvailableReserve {
    /// Takes the journal's effect on the available reserve into account.
    fn after(&mut self, journal: &Journal) {
        self.0 -= journal.on_account(Account::ReserveAvailable);
    }
}

/// What a receipt did to an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collected {
    /// The invoice afterwards.
    pub receivable: Receivable,
    /// In order.
    pub journals: Vec<Journal>,
    /// What the invoice took.
    pub applied: i64,
    /// LE-11: an excess that went to the client.
    pub excess: i64,
    /// LE-12: what stays unapplied.
    pub unapplied: i64,
}

/// Why money cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CashError {
    /// The invoice has no open balance.
    #[error("invoice {number} has no open balance; choose another, or leave the money unapplied")]
    NotOpen {
        /// Its number.
        number: String,
    },
    /// Nothing to apply.
    #[error("the amount is not above zero; enter what was paid or credited")]
    Nothing,
    /// The money came before the invoice was bought.
    #[error(
        "the payment is dated {}, before invoice {number} was bought on {}; it is the client's money: leave it unapplied",
        long_date(*value_date),
        long_date(*purchased)
    )]
    BeforePurchase {
        /// Its number.
        number: String,
        /// Value date.
        value_date: Date,
        /// Purchase date.
        purchased: Date,
    },
    /// LE-16: a credit note above the balance.
    #[error(
        "credit note {note} is for {credit}, but only {open} of invoice {number} is open; enter it up to that amount, \
         the rest is between client and debtor"
    )]
    CreditAboveBalance {
        /// Number of the invoice.
        number: String,
        /// Number of the credit note.
        note: String,
        /// Its amount.
        credit: Money,
        /// Open balance.
        open: Money,
    },
    /// LE-15, LE-25: the payment to be taken back did not pay this invoice.
    #[error("this payment has paid nothing of invoice {number}; choose an invoice that it did pay")]
    NotPaidByIt {
        /// Number of the invoice.
        number: String,
    },
    /// LE-25: an application is taken back as one unit.
    #[error(
        "the bookings handed in are not all that this payment did to invoice {number}: {sum} instead of {face}; \
         take payment, shortfall, fee and reserve back together"
    )]
    NotWhole {
        /// Number of the invoice.
        number: String,
        /// What open balance and closed parts would come to.
        sum: Money,
        /// What they must come to.
        face: Money,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The fee cannot be computed.
    #[error(transparent)]
    Fee(#[from] FeeError),
}

/// Applies money to one invoice.
///
/// # Errors
/// [`CashError`].
pub fn collect(
    receivable: &Receivable,
    terms: &Terms,
    calendar: Calendar,
    receipt: &Receipt,
    available: &mut AvailableReserve,
) -> Result<Collected, CashError> {
    if !receivable.state.is_open() || receivable.open <= 0 {
        return Err(CashError::NotOpen { number: receivable.number.clone() });
    }
    if receipt.amount <= 0 {
        return Err(CashError::Nothing);
    }
    if receipt.value_date < receivable.purchased {
        return Err(CashError::BeforePurchase {
            number: receivable.number.clone(),
            value_date: receipt.value_date,
            purchased: receivable.purchased,
        });
    }
    let tolerance = terms.tolerance.on(receivable.money(receivable.open)).minor;
    let applied = receipt.amount.min(receivable.open);
    let over = receipt.amount - applied;
    // LE-11, LE-12
    let (excess, unapplied) = if over <= tolerance { (over, 0) } else { (0, over) };
    let mut after = receivable.clone();
    after.open -= applied;
    after.portions.push(Portion {
        by: ClosedBy::Payment(receipt.id),
        amount: applied,
        value_date: receipt.value_date,
        instrument: receipt.instrument,
    });
    after.state = InvoiceState::PartPaid;
    let amounts = bookings::collection::Amounts { applied, excess, unapplied };
    let proof = Proof::new("LE-10", receipt.reason.clone())
        .with("received", receivable.money(receipt.amount))
        .with("open before", receivable.money(receivable.open))
        .with("open after", after.money(after.open))
        .under(receivable.agreement_version);
    let mut journals = vec![
        bookings::collection::journal(receivable, receipt.source, &amounts, receipt.value_date, proof)
            .from_receipt(receipt.id),
    ];
    available.after(&journals[0]);

    if after.open > 0 && after.open <= tolerance {
        let charge = Charge::split(after.open, after.held, available.0);
        let formula = format!(
            "{} short of {}: within min({}, {})",
            after.money(after.open).figures(),
            receivable.money(receivable.open).figures(),
            terms.tolerance.share,
            after.money(terms.tolerance.cap).figures()
        );
        let proof = Proof::new("LE-11", formula).under(after.agreement_version);
        let journal = bookings::short_within_tolerance::journal(&after, &charge, receipt.value_date, proof)
            .from_receipt(receipt.id);
        available.after(&journal);
        after.held -= charge.held;
        after.portions.push(Portion {
            by: ClosedBy::Short(receipt.id),
            amount: after.open,
            value_date: receipt.value_date,
            instrument: receipt.instrument,
        });
        after.open = 0;
        journals.push(journal);
    }
    if after.open == 0 {
        close(&mut after, terms, calendar, (receipt.value_date, receipt.instrument), available, &mut journals)?;
        for journal in &mut journals {
            journal.receipt = Some(receipt.id);
        }
    }
    Ok(Collected { receivable: after, journals, applied, excess, unapplied })
}

/// LE-16: a credit note on a purchased invoice. It reduces the ledger and the held reserve of that
/// invoice; what the held reserve cannot bear comes from the available reserve, then from the client.
///
/// # Errors
/// [`CashError::NotOpen`], or [`CashError::CreditAboveBalance`].
pub fn credit(
    receivable: &Receivable,
    terms: &Terms,
    calendar: Calendar,
    amount: i64,
    on: Date,
    note: &str,
    available: &mut AvailableReserve,
) -> Result<Collected, CashError> {
    if !receivable.state.is_open() {
        return Err(CashError::NotOpen { number: receivable.number.clone() });
    }
    if amount <= 0 {
        return Err(CashError::Nothing);
    }
    if amount > receivable.open {
        return Err(CashError::CreditAboveBalance {
            number: receivable.number.clone(),
            note: note.to_owned(),
            credit: receivable.money(amount),
            open: receivable.money(receivable.open),
        });
    }
    let mut after = receivable.clone();
    let charge = Charge::split(amount, after.held, available.0);
    let formula = format!("credit note {note}: {} off the balance", after.money(amount).figures());
    let proof = Proof::new("LE-16", formula)
        .with("from held reserve", after.money(charge.held))
        .with("from available reserve", after.money(charge.available))
        .with("due from client", after.money(charge.due))
        .under(after.agreement_version);
    let journal = bookings::credit_note::journal(&after, &charge, on, proof);
    available.after(&journal);
    after.open -= amount;
    after.held -= charge.held;
    after.portions.push(Portion { by: ClosedBy::CreditNote, amount, value_date: on, instrument: Instrument::Wire });
    let mut journals = vec![journal];
    if after.open == 0 {
        close(&mut after, terms, calendar, (on, Instrument::Wire), available, &mut journals)?;
    } else {
        restore(&mut after, on, available, &mut journals);
    }
    Ok(Collected { receivable: after, journals, applied: 0, excess: 0, unapplied: 0 })
}

/// L18r, L23r: held reserve back to what the open balance requires, as far as available reserve is there.
pub(super) fn restore(after: &mut Receivable, on: Date, available: &mut AvailableReserve, journals: &mut Vec<Journal>) {
    let missing = (after.required_reserve() - after.held).min(available.0).max(0);
    if missing > 0 {
        let journal = bookings::held_reserve_restored::journal(after, missing, on);
        available.after(&journal);
        after.held += missing;
        journals.push(journal);
    }
}

/// Fee and close: LE-18, L05f, L05r. The balance is zero when this is called.
fn close(
    after: &mut Receivable,
    terms: &Terms,
    calendar: Calendar,
    (value_date, instrument): (Date, Instrument),
    available: &mut AvailableReserve,
    journals: &mut Vec<Journal>,
) -> Result<(), CashError> {
    let clearance = terms.fee.clearance.of(instrument);
    let cleared = clearance.after(value_date, calendar);
    if terms.fee.charge_at == ChargeAt::AtClose {
        let total = fee_total(after, terms, calendar, value_date, clearance)?;
        let due = (total.amount.minor - after.fee_posted).max(0);
        let charge = Charge::split(due, after.held, available.0);
        let mut proofs = vec![total.proof.under(after.agreement_version)];
        if after.fee_posted > 0 {
            let formula = format!(
                "{} \u{2212} {} charged before = {}",
                total.amount.figures(),
                after.money(after.fee_posted).figures(),
                after.money(due).figures()
            );
            proofs.push(Proof::new("LE-15", formula).under(after.agreement_version));
        }
        let journal = bookings::fee_at_close::journal(after, &charge, after.fee_accrued, value_date, proofs);
        available.after(&journal);
        after.held -= charge.held;
        after.fee_posted += due;
        after.fee_accrued = 0;
        if !journal.lines.is_empty() {
            journals.push(journal);
        }
    } else if after.fee_deferred > 0 {
        journals.push(bookings::upfront_fee_earned::journal(after, value_date));
        after.fee_deferred = 0;
    }
    if after.held > 0 {
        let journal = bookings::reserve_to_available::journal(after, after.held, value_date);
        available.after(&journal);
        after.held = 0;
        journals.push(journal);
    }
    after.state = InvoiceState::Closed;
    after.closed = Some(value_date);
    after.cleared = Some(cleared);
    Ok(())
}

/// The fee of an invoice by a day, as if it closed then (FE-02, FE-09).
fn fee_total(
    receivable: &Receivable,
    terms: &Terms,
    calendar: Calendar,
    close: Date,
    clearance: Clearance,
) -> Result<fee::Fee, CashError> {
    let start = match terms.fee.start {
        // The advance leaves on the day of purchase.
        FeeStart::Purchase | FeeStart::Funding => receivable.purchased,
        FeeStart::InvoiceDate => receivable.issued,
    };
    let days = |until, clearance| fee::days_outstanding(start, until, clearance, calendar, terms.fee.inclusive_days);
    let (days_open, clock) = days(close, clearance);
    let portions: Vec<(Money, u32)> = receivable
        .portions
        .iter()
        .map(|part| (receivable.money(part.amount), days(part.value_date, terms.fee.clearance.of(part.instrument)).0))
        .collect();
    let face = receivable.money(receivable.face);
    let open = receivable.money(receivable.open);
    let mut found = fee::fee_with_portions(&terms.fee, face, &portions, open, days_open)?;
    found.proof.inputs.push(("days outstanding".to_owned(), clock.formula));
    Ok(found)
}

/// L04: fee earned by a day and neither charged nor accrued yet (FE-11). Nothing for fees charged up front.
///
/// # Errors
/// [`CashError::Money`] when an amount does not fit.
pub fn accrue(
    receivable: &Receivable,
    terms: &Terms,
    calendar: Calendar,
    by: Date,
) -> Result<Option<(Receivable, Journal)>, CashError> {
    if terms.fee.charge_at == ChargeAt::Upfront || !receivable.state.is_open() || by <= receivable.purchased {
        return Ok(None);
    }
    let total = fee_total(receivable, terms, calendar, by, Clearance::NONE)?;
    let amount = total.amount.minor - receivable.fee_posted - receivable.fee_accrued;
    if amount <= 0 {
        return Ok(None);
    }
    let mut after = receivable.clone();
    after.fee_accrued += amount;
    let proof = total
        .proof
        .with("charged before", receivable.money(receivable.fee_posted))
        .with("accrued before", receivable.money(receivable.fee_accrued))
        .under(receivable.agreement_version);
    Ok(Some((after, bookings::fee_accrual::journal(receivable, amount, by, proof))))
}
