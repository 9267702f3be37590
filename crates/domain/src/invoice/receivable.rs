//! A purchased invoice with its balances.

use crate::fee::Instrument;
use crate::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use crate::invoice::InvoiceState;
use crate::ledger::Account;
use crate::money::{Currency, Money, Rate, Rounding};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What closed a part of the balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClosedBy {
    /// Money of this receipt.
    Payment(ReceiptId),
    /// A shortfall of this receipt within the tolerance (LE-11).
    Short(ReceiptId),
    /// A credit note (LE-16).
    CreditNote,
}

/// A part of the balance that was closed, as FE-09 needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// What closed it.
    pub by: ClosedBy,
    /// Minor units.
    pub amount: i64,
    /// Value date.
    pub value_date: Date,
    /// How it was paid, for the clearance days (FE-04).
    pub instrument: Instrument,
}

/// A purchased invoice: what it is, under which terms it was bought, and what is left of it.
///
/// All amounts are minor units of `currency` and positive on their normal side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receivable {
    /// Key.
    pub id: InvoiceId,
    /// Who sold it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// The schedule it was offered on.
    pub schedule: ScheduleId,
    /// Its number as written.
    pub number: String,
    /// Its currency.
    pub currency: Currency,
    /// Purchased amount.
    pub face: i64,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// LC-34: the agreement version of its purchase date.
    pub agreement_version: u32,
    /// GL-04, as bought.
    pub advance_rate: Rate,
    /// Is it on 1110 (non-recourse) instead of 1100?
    pub non_recourse: bool,
    /// The purchase date: the fee clock's start (FE-02), never restarted (LE-15).
    pub purchased: Date,
    /// State.
    pub state: InvoiceState,
    /// Open balance (1100 or 1110).
    pub open: i64,
    /// Held reserve (2000).
    pub held: i64,
    /// Fee charged to the client so far.
    pub fee_posted: i64,
    /// Fee accrued on 1210 and not yet charged (FE-11).
    pub fee_accrued: i64,
    /// Upfront fee on 2060, not yet earned (LE-26).
    pub fee_deferred: i64,
    /// What was paid so far, in order.
    pub portions: Vec<Portion>,
    /// FE-03: value date of the receipt that closed it.
    pub closed: Option<Date>,
    /// FE-04: when that receipt has cleared; its reserve may be paid out from then on.
    pub cleared: Option<Date>,
}

impl Receivable {
    /// The account its open balance stands on.
    #[must_use]
    pub const fn account(&self) -> Account {
        if self.non_recourse { Account::ReceivablesNonRecourse } else { Account::ReceivablesRecourse }
    }

    /// Minor units as money of the invoice's currency.
    #[must_use]
    pub const fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// GL-06: the reserve that its open balance requires, rounded up by what the advance rounds down.
    #[must_use]
    pub fn required_reserve(&self) -> i64 {
        self.reserve_on(self.open)
    }

    /// GL-05: the reserve held when it was bought; never more is held again.
    #[must_use]
    pub fn reserve_at_purchase(&self) -> i64 {
        self.reserve_on(self.face)
    }

    fn reserve_on(&self, balance: i64) -> i64 {
        let advance = self.money(balance).times(self.advance_rate, Rounding::Down);
        advance.map_or(balance, |advance| balance - advance.minor)
    }
}
