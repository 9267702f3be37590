//! What a debtor says of an invoice: will pay, has paid, confirms, never received it, disputes it, is the wrong contact.
//!
//! Contract: a newer answer of an invoice replaces the older. An answer with a clock (a promise, money on its way) stops
//! contact about its invoice until the clock has run out (CO-08); a promise then was kept or broken (CO-10).

use crate::dispute::{DisputeReason, Speaker};
use crate::id::{AnswerId, CaseId, ClientId, DebtorId, InvoiceId};
use crate::money::Money;
use crate::named::named;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

named! {
    /// CO-12: what a debtor may answer by one click.
    AnswerKind {
        /// It will be paid on a day.
        WillPay = "WILL_PAY", "Will pay";
        /// It was paid.
        Paid = "PAID", "Paid";
        /// GL-40: it is right and will be paid when due.
        Confirmed = "CONFIRMED", "Confirmed";
        /// The invoice never came.
        NotReceived = "NOT_RECEIVED", "Invoice not received";
        /// GL-18: it need not be paid, or not in full.
        Disputed = "DISPUTED", "Disputed";
        /// Somebody else is to be asked.
        WrongContact = "WRONG_CONTACT", "Wrong contact";
    }
}

named! {
    /// Where an answer stands.
    AnswerState {
        /// Its clock runs.
        Running = "RUNNING", "running";
        /// The money came in time.
        Kept = "KEPT", "kept";
        /// CO-10: the money did not come in time.
        Broken = "BROKEN", "broken";
        /// The money that was said to be on its way was not seen in time.
        NotSeen = "NOT_SEEN", "not seen yet";
        /// A newer answer took its place.
        Replaced = "REPLACED", "replaced by a newer answer";
        /// It has no clock.
        Noted = "NOTED", "noted";
    }
}

/// What is said, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub enum Said {
    /// It will be paid.
    WillPay {
        /// On this day.
        on: Date,
        /// How much; none for all that is open.
        #[serde(default)]
        amount: Option<Money>,
    },
    /// It was paid.
    Paid {
        /// On this day.
        on: Date,
        /// How: `wire`, `cheque 4711`.
        #[serde(default)]
        how: String,
    },
    /// It is right.
    Confirmed {
        /// Words, where there are any.
        #[serde(default)]
        words: String,
    },
    /// The invoice never came.
    NotReceived {
        /// Words, where there are any.
        #[serde(default)]
        words: String,
    },
    /// It need not be paid, or not in full.
    Disputed {
        /// Why.
        reason: DisputeReason,
        /// How much; none for all that is open.
        #[serde(default)]
        amount: Option<Money>,
        /// In own words.
        #[serde(default)]
        words: String,
    },
    /// Somebody else is to be asked.
    WrongContact {
        /// Who would be right, where that is known.
        #[serde(default)]
        words: String,
    },
}

impl Said {
    /// Which answer it is.
    #[must_use]
    pub const fn kind(&self) -> AnswerKind {
        match self {
            Self::WillPay { .. } => AnswerKind::WillPay,
            Self::Paid { .. } => AnswerKind::Paid,
            Self::Confirmed { .. } => AnswerKind::Confirmed,
            Self::NotReceived { .. } => AnswerKind::NotReceived,
            Self::Disputed { .. } => AnswerKind::Disputed,
            Self::WrongContact { .. } => AnswerKind::WrongContact,
        }
    }
}

/// What a debtor has said of one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Key.
    pub id: AnswerId,
    /// Who owes.
    pub debtor: DebtorId,
    /// Whose invoice.
    pub client: ClientId,
    /// Which invoice.
    pub invoice: InvoiceId,
    /// What was said.
    pub said: Said,
    /// Who said it.
    pub by: Speaker,
    /// When, in microseconds since 1970 UTC.
    pub given_at: i64,
    /// The day of that at the factor.
    pub given_on: Date,
    /// CO-08: the last day it stops contact.
    pub until: Option<Date>,
    /// What of the invoice had been paid when it was said, minor units.
    pub paid_before: i64,
    /// Where it stands.
    pub state: AnswerState,
    /// The day its clock ended.
    #[serde(default)]
    pub ended_on: Option<Date>,
    /// The case it opened.
    #[serde(default)]
    pub case: Option<CaseId>,
}

/// What has been paid of an invoice, as a promise is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidSoFar {
    /// Payments with a value date up to the answer's last day, minor units.
    pub in_time: i64,
    /// Nothing is open any more, and the last of it was in time.
    pub closed_in_time: bool,
}

impl Answer {
    /// Which answer it is.
    #[must_use]
    pub const fn kind(&self) -> AnswerKind {
        self.said.kind()
    }

    /// CO-10: what has become of a running promise, or of money on its way, on a day; none while its clock still runs.
    ///
    /// Kept when the invoice was paid off in time, or when the promised part came in time. A date that is past without
    /// either breaks a promise; for money on its way it only says that it was not seen.
    #[must_use]
    pub fn judged(&self, paid: PaidSoFar, today: Date) -> Option<AnswerState> {
        let until = self.until.filter(|_| self.state == AnswerState::Running)?;
        let came = paid.in_time - self.paid_before;
        let kept = paid.closed_in_time
            || match &self.said {
                Said::WillPay { amount: Some(amount), .. } => amount.minor > 0 && came >= amount.minor,
                // Money on its way has no amount: any that came after it was said is taken for it.
                Said::Paid { .. } => came > 0,
                _ => false,
            };
        if kept {
            return Some(AnswerState::Kept);
        }
        (today > until).then_some(match self.kind() {
            AnswerKind::WillPay => AnswerState::Broken,
            _ => AnswerState::NotSeen,
        })
    }
}
