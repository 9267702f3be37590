//! What an agreement says, as one object: hashed when issued, never changed after.

use crate::contact::Profile;
use crate::fee::{FeeTerms, FeeTermsProblem};
use crate::money::{Currency, Money, Rate, Rounding};
use crate::named::named;
use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::{Decimal, dec};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// When available reserve is paid to the client (GL-11).
    ReleaseCalendar {
        /// With the first rebate run after an invoice has closed.
        PerInvoice = "PER_INVOICE", "after each invoice";
        /// On Fridays, or the next business day.
        Weekly = "WEEKLY", "weekly, on Friday";
        /// On the first business day of a month.
        Monthly = "MONTHLY", "monthly, on the first business day";
        /// When the client asks.
        OnRequest = "ON_REQUEST", "when the client asks";
    }
}

named! {
    /// What the facility limit caps (GL-12).
    LimitBasis {
        /// Net funds employed.
        Nfe = "NFE", "funds employed";
        /// The ledger of purchased invoices.
        Ledger = "LEDGER", "the ledger";
    }
}

named! {
    /// Does the debtor know of the assignment (GL-43, GL-44)?
    NotificationMode {
        /// The debtor is notified and pays the factor.
        Notification = "NOTIFICATION", "notification";
        /// The debtor is not told.
        NonNotification = "NON_NOTIFICATION", "non-notification";
    }
}

named! {
    /// Who bears the debtor's failure to pay (GL-42).
    RecourseType {
        /// The client repurchases what is unpaid at the recourse date.
        FullRecourse = "FULL_RECOURSE", "full recourse";
        /// The factor bears a defined credit event (GL-17).
        NonRecourse = "NON_RECOURSE", "non-recourse";
    }
}

named! {
    /// The day the recourse window counts from (GL-16).
    RecourseFrom {
        /// The purchase date.
        Purchase = "PURCHASE", "purchase";
        /// The invoice date.
        InvoiceDate = "INVOICE_DATE", "invoice date";
        /// The due date.
        DueDate = "DUE_DATE", "due date";
    }
}

/// Recourse of the agreement (GL-16, GL-42).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recourse {
    /// Who bears the debtor's failure to pay.
    pub kind: RecourseType,
    /// Days until the client must repurchase; usual 60 to 90.
    pub window_days: u32,
    /// The day the window counts from.
    pub from: RecourseFrom,
}

impl Recourse {
    /// GL-16: the day on which the client must repurchase, before it is moved to a business day.
    #[must_use]
    pub fn date(&self, purchased: Date, issued: Date, due: Date) -> Date {
        let start = match self.from {
            RecourseFrom::Purchase => purchased,
            RecourseFrom::InvoiceDate => issued,
            RecourseFrom::DueDate => due,
        };
        start.saturating_add(i64::from(self.window_days).days())
    }
}

/// A cushion built from a share of the rebates (GL-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escrow {
    /// Share of each rebate that is kept.
    pub share: Rate,
    /// The most that is kept, in minor units.
    pub cap: i64,
}

/// What a transfer to the client costs it (FE-26), in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TransferFees {
    /// A wire.
    pub wire: i64,
    /// A credit transfer by batch (ACH, SEPA).
    pub credit_transfer: i64,
}

/// LE-11: differences up to the smaller of both are settled without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// Share of the open balance.
    pub share: Rate,
    /// Minor units.
    pub cap: i64,
}

impl Tolerance {
    /// The largest difference that is settled without asking, on an open balance (LE-11). Rounded down.
    #[must_use]
    pub fn on(&self, open: Money) -> Money {
        let share = open.times(self.share, Rounding::Down).map_or(0, |part| part.minor);
        Money::new(share.min(self.cap).max(0), open.currency)
    }
}

/// The cap of the facility (GL-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilityLimit {
    /// Minor units.
    pub amount: i64,
    /// What is capped.
    pub basis: LimitBasis,
}

/// The terms of one agreement version.
///
/// FE-43: every fee of the agreement stands here, and a fee that does not cannot be booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The one currency of the facility.
    pub currency: Currency,
    /// GL-04: the share paid at purchase.
    pub advance_rate: Rate,
    /// Other advance rates for named debtors, by debtor code.
    #[serde(default)]
    pub advance_rate_by_debtor: BTreeMap<String, Rate>,
    /// The factoring fee (rulebook 2).
    pub fee: FeeTerms,
    /// FE-26.
    #[serde(default)]
    pub transfer_fees: TransferFees,
    /// GL-11.
    pub release: ReleaseCalendar,
    /// GL-05; none when absent.
    #[serde(default)]
    pub escrow: Option<Escrow>,
    /// GL-16, GL-42.
    pub recourse: Recourse,
    /// GL-12.
    pub facility_limit: FacilityLimit,
    /// GL-43, GL-44.
    pub notification: NotificationMode,
    /// LC-04: the longest payment terms an invoice may have, in days.
    pub max_terms_days: u32,
    /// LC-06 G12: the oldest an invoice may be at submission, in days from its issue.
    pub max_age_days: u32,
    /// LE-11.
    pub tolerance: Tolerance,
    /// Kept back from availability by the factor's judgement, in minor units (GL-09).
    #[serde(default)]
    pub discretionary_reserve: i64,
    /// CO-03: how much the factor writes to the debtors. Left out of the hashed text where it is the standard one, so that
    /// what was signed before there was a choice keeps its hash.
    #[serde(default = "standard", skip_serializing_if = "is_standard")]
    pub servicing: Profile,
}

const fn standard() -> Profile {
    Profile::Standard
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_standard(profile: &Profile) -> bool {
    *profile == Profile::Standard
}

/// GL-04: the least advance rate; an agreement that advances less buys nothing.
pub const LEAST_ADVANCE: Decimal = dec!(0.01);

/// What keeps terms from being issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsProblem {
    /// GL-04: an advance is a part of the invoice, and something.
    #[error("{place}: {rate} is outside 1 % to 100 %; usual are 70 % to 90 %")]
    Advance {
        /// `advance_rate`, or the debtor it is for.
        place: String,
        /// The rate as given.
        rate: Rate,
    },
    /// The recourse window is unusable.
    #[error("recourse: a window of {0} days is outside 1 to 365; usual are 60 to 90")]
    RecourseWindow(u32),
    /// A facility must have a limit.
    #[error("facility_limit: it is not above zero; give the most that may be drawn")]
    FacilityLimit,
    /// Payment terms are unusable.
    #[error("max_terms_days: {0} days are outside 1 to 365; give the longest terms an invoice may have")]
    MaxTerms(u32),
    /// An amount is negative.
    #[error("{0} is below zero; give zero or more")]
    Negative(&'static str),
    /// A share is above the whole.
    #[error("{what}: {share} is more than the whole; write a fraction, for example 0.1 for 10 %")]
    Share {
        /// Which share.
        what: &'static str,
        /// Its value.
        share: Rate,
    },
    /// The fee is unusable.
    #[error("fee: {0}")]
    Fee(FeeTermsProblem),
}

impl Terms {
    /// GL-04: the advance rate for a debtor.
    #[must_use]
    pub fn advance_for(&self, debtor_code: &str) -> Rate {
        self.advance_rate_by_debtor.get(debtor_code).copied().unwrap_or(self.advance_rate)
    }

    /// CO-03, GL-44: how much the factor writes under these terms: nothing where the debtor is not told.
    #[must_use]
    pub fn servicing(&self) -> Profile {
        match self.notification {
            NotificationMode::NonNotification => Profile::Silent,
            NotificationMode::Notification => self.servicing,
        }
    }

    /// The facility limit as money.
    #[must_use]
    pub const fn limit(&self) -> Money {
        Money::new(self.facility_limit.amount, self.currency)
    }

    /// All that keeps these terms from being issued; nothing when they may.
    #[must_use]
    pub fn problems(&self) -> Vec<TermsProblem> {
        let mut problems = Vec::new();
        let by_debtor = self.advance_rate_by_debtor.iter();
        let advances = std::iter::once(("advance_rate".to_owned(), self.advance_rate))
            .chain(by_debtor.map(|(code, rate)| (format!("advance_rate_by_debtor, {code}"), *rate)));
        for (place, rate) in advances {
            if rate > Rate::ONE || rate.fraction() < LEAST_ADVANCE {
                problems.push(TermsProblem::Advance { place, rate });
            }
        }
        if !(1..=365).contains(&self.recourse.window_days) {
            problems.push(TermsProblem::RecourseWindow(self.recourse.window_days));
        }
        if self.facility_limit.amount <= 0 {
            problems.push(TermsProblem::FacilityLimit);
        }
        if !(1..=365).contains(&self.max_terms_days) {
            problems.push(TermsProblem::MaxTerms(self.max_terms_days));
        }
        let amounts = [
            ("the wire fee", self.transfer_fees.wire),
            ("the transfer fee", self.transfer_fees.credit_transfer),
            ("the tolerance", self.tolerance.cap),
            ("the discretionary reserve", self.discretionary_reserve),
            ("the escrow cap", self.escrow.as_ref().map_or(0, |escrow| escrow.cap)),
        ];
        problems.extend(amounts.iter().filter(|(_, amount)| *amount < 0).map(|(what, _)| TermsProblem::Negative(what)));
        let escrow_share = self.escrow.as_ref().map_or(Rate::ZERO, |escrow| escrow.share);
        for (what, share) in [("the escrow share", escrow_share), ("the tolerance", self.tolerance.share)] {
            if share > Rate::ONE {
                problems.push(TermsProblem::Share { what, share });
            }
        }
        problems.extend(self.fee.problems().into_iter().map(TermsProblem::Fee));
        problems
    }
}
