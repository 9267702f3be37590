//! A journal: one balanced entry, with all that says what it was for (LE-02).

use crate::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use crate::invoice::Receivable;
use crate::ledger::Account;
use crate::money::Currency;
use crate::named::named;
use crate::proof::Proof;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// The bookings of today: one file each in `ledger/bookings/`.
    Booking {
        /// L01 to L03, L12, L16.
        Purchase = "PURCHASE", "Purchase";
        /// L04.
        FeeAccrual = "FEE_ACCRUAL", "Fee accrued";
        /// L05, L07, L08, L10.
        Collection = "COLLECTION", "Payment received";
        /// LE-10 (5): money received and not yet matched.
        UnappliedReceipt = "UNAPPLIED_RECEIPT", "Payment received, not yet matched";
        /// LE-11.
        ShortWithinTolerance = "SHORT_WITHIN_TOLERANCE", "Small shortfall settled";
        /// L05f, L08f, LE-18.
        FeeAtClose = "FEE_AT_CLOSE", "Fee charged";
        /// LE-26.
        UpfrontFeeEarned = "UPFRONT_FEE_EARNED", "Upfront fee earned";
        /// L05r, L08r.
        ReserveToAvailable = "RESERVE_TO_AVAILABLE", "Reserve made available";
        /// L06.
        Rebate = "REBATE", "Reserve released";
        /// L09.
        RefundToDebtor = "REFUND_TO_DEBTOR", "Refund to debtor";
        /// L18.
        ReturnedItem = "RETURNED_ITEM", "Payment returned";
        /// L18r, L23r.
        HeldReserveRestored = "HELD_RESERVE_RESTORED", "Held reserve restored";
        /// LE-16, LE-25: reserve that was paid out and is the client's no more.
        ReserveDueBack = "RESERVE_DUE_BACK", "Reserve due back from client";
        /// L18b.
        BankFeePassedOn = "BANK_FEE_PASSED_ON", "Bank fee passed on";
        /// Bank charges the factor bears.
        BankCharge = "BANK_CHARGE", "Bank charge";
        /// LE-16, L23.
        CreditNote = "CREDIT_NOTE", "Credit note";
        /// Money moved between the factor's own accounts.
        OwnTransfer = "OWN_TRANSFER", "Transfer between own accounts";
        /// LE-01.
        Reversal = "REVERSAL", "Reversal";
    }
}

impl Booking {
    /// Can it change what is open of an invoice? A reversal can, as what it takes back may have.
    #[must_use]
    pub const fn moves_receivables(self) -> bool {
        match self {
            Self::Purchase
            | Self::Collection
            | Self::ShortWithinTolerance
            | Self::ReturnedItem
            | Self::CreditNote
            | Self::Reversal => true,
            Self::FeeAccrual
            | Self::UnappliedReceipt
            | Self::FeeAtClose
            | Self::UpfrontFeeEarned
            | Self::ReserveToAvailable
            | Self::Rebate
            | Self::RefundToDebtor
            | Self::HeldReserveRestored
            | Self::ReserveDueBack
            | Self::BankFeePassedOn
            | Self::BankCharge
            | Self::OwnTransfer => false,
        }
    }
}

/// One side of a journal: debit positive, credit negative, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which account.
    pub account: Account,
    /// Minor units: debit positive, credit negative. Never zero.
    pub amount: i64,
}

/// The place of a journal in the book: its event, and its place among that event's journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JournalKey {
    /// Sequence number of the event.
    pub event: i64,
    /// 0, 1, 2 … within the event.
    pub number: i64,
}

/// One balanced entry. Booking time and event are added when it is committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// Which booking.
    pub booking: Booking,
    /// Whose account it concerns; none for money nobody is known for yet.
    pub client: Option<ClientId>,
    /// Which debtor.
    pub debtor: Option<DebtorId>,
    /// Which invoice: never more than one.
    pub invoice: Option<InvoiceId>,
    /// Which schedule.
    pub schedule: Option<ScheduleId>,
    /// Which receipt.
    pub receipt: Option<ReceiptId>,
    /// The agreement version that rules it.
    pub agreement_version: Option<u32>,
    /// Its one currency.
    pub currency: Currency,
    /// The business date it takes effect.
    pub value_date: Date,
    /// LE-01: the journal it mirrors.
    pub reverses: Option<JournalKey>,
    /// Two or more lines that sum to zero.
    pub lines: Vec<Line>,
    /// How its figures came to be (FE-10).
    pub proofs: Vec<Proof>,
}

/// A journal that does not balance: a fault of ours, never a refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("journal {booking} is out of balance by {difference} minor units of {currency}")]
pub struct Unbalanced {
    /// Which booking.
    pub booking: Booking,
    /// Sum of its lines.
    pub difference: i128,
    /// Its currency.
    pub currency: Currency,
}

impl Journal {
    /// A journal on one invoice. Lines of nothing are left out.
    #[must_use]
    pub fn on(
        receivable: &Receivable,
        booking: Booking,
        value_date: Date,
        lines: &[(Account, i64)],
        proofs: Vec<Proof>,
    ) -> Self {
        Self {
            booking,
            client: Some(receivable.client),
            debtor: Some(receivable.debtor),
            invoice: Some(receivable.id),
            schedule: Some(receivable.schedule),
            receipt: None,
            agreement_version: Some(receivable.agreement_version),
            currency: receivable.currency,
            value_date,
            reverses: None,
            lines: lines_of(lines),
            proofs,
        }
    }

    /// A journal on no invoice. Lines of nothing are left out.
    #[must_use]
    pub fn apart(
        client: Option<ClientId>,
        booking: Booking,
        currency: Currency,
        value_date: Date,
        lines: &[(Account, i64)],
        proofs: Vec<Proof>,
    ) -> Self {
        Self {
            booking,
            client,
            debtor: None,
            invoice: None,
            schedule: None,
            receipt: None,
            agreement_version: None,
            currency,
            value_date,
            reverses: None,
            lines: lines_of(lines),
            proofs,
        }
    }

    /// Names the receipt it came from.
    #[must_use]
    pub const fn from_receipt(mut self, receipt: ReceiptId) -> Self {
        self.receipt = Some(receipt);
        self
    }

    /// LE-01: do the lines sum to zero?
    ///
    /// # Errors
    /// [`Unbalanced`] with the difference.
    pub fn check(&self) -> Result<(), Unbalanced> {
        let difference: i128 = self.lines.iter().map(|line| i128::from(line.amount)).sum();
        if difference == 0 {
            Ok(())
        } else {
            Err(Unbalanced { booking: self.booking, difference, currency: self.currency })
        }
    }

    /// Sum of its lines on one account, debit positive.
    #[must_use]
    pub fn on_account(&self, account: Account) -> i64 {
        self.lines.iter().filter(|line| line.account == account).map(|line| line.amount).sum()
    }
}

fn lines_of(lines: &[(Account, i64)]) -> Vec<Line> {
    lines.iter().filter(|(_, amount)| *amount != 0).map(|&(account, amount)| Line { account, amount }).collect()
}
