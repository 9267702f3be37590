//! How cases end, and which side may open and settle what.

use super::{CaseKind, Side};
use crate::money::Money;
use crate::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// How a case ended.
    OutcomeKind {
        /// LC-08: the debtor pays all of it.
        FullPay = "FULL_PAY", "Will be paid in full";
        /// LC-08: the client credits a part or all of it.
        Credit = "CREDIT", "Client gives a credit";
        /// LC-08: the debtor finally refuses to pay the disputed amount.
        RejectedByDebtor = "REJECTED_BY_DEBTOR", "Debtor will not pay the disputed amount";
        /// Who raised it takes it back.
        Withdrawn = "WITHDRAWN", "Taken back";
        /// The complaint or question was answered.
        Answered = "ANSWERED", "Answered";
        /// The copy, the proof or the correction was given.
        Done = "DONE", "Done";
        /// There is nothing to give or to correct, and why was said.
        Declined = "DECLINED", "Could not be met, with the reason";
    }
}

/// How a case ended, with the amount where money is part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How.
    pub kind: OutcomeKind,
    /// [`OutcomeKind::Credit`]: how much the client credits. None for all others.
    pub amount: Option<Money>,
}

impl Outcome {
    /// An outcome without an amount.
    #[must_use]
    pub const fn of(kind: OutcomeKind) -> Self {
        Self { kind, amount: None }
    }

    /// The client credits an amount.
    #[must_use]
    pub const fn credit(amount: Money) -> Self {
        Self { kind: OutcomeKind::Credit, amount: Some(amount) }
    }

    /// What follows, as all sides read it.
    #[must_use]
    pub fn says(&self) -> String {
        match (self.kind, self.amount) {
            (OutcomeKind::Credit, Some(amount)) => format!(
                "The supplier credits {amount}. The credit is booked when its credit note arrives; until then this amount \
                 stays out of what can be drawn"
            ),
            (OutcomeKind::FullPay, _) => "The invoice will be paid in full".to_owned(),
            (OutcomeKind::RejectedByDebtor, _) => {
                "The disputed amount will not be paid by the customer; supplier and factor settle it between them"
                    .to_owned()
            }
            (kind, _) => kind.word().to_owned(),
        }
    }
}

/// May this side open a case of this kind?
#[must_use]
pub const fn may_open(kind: CaseKind, side: Side) -> bool {
    match (kind, side) {
        // The factor writes down what it heard on the phone or read in a mail.
        (_, Side::Factor) | (_, Side::Debtor) => true,
        (CaseKind::Dispute | CaseKind::Complaint | CaseKind::Question | CaseKind::Correction, Side::Client) => true,
        // Only the debtor asks for copies and for proof.
        (CaseKind::Copy | CaseKind::Proof, Side::Client) => false,
    }
}

/// May this side end a case of this kind in this way? `opener`: the side that raised it.
///
/// A debtor's promise to pay is the debtor's to give, a client's credit the client's; the factor writes down what either
/// has told it. Only who raised a case takes it back.
#[must_use]
pub fn may_settle(kind: CaseKind, outcome: OutcomeKind, side: Side, opener: Side) -> bool {
    let fits = match kind {
        CaseKind::Dispute => matches!(
            outcome,
            OutcomeKind::FullPay | OutcomeKind::Credit | OutcomeKind::RejectedByDebtor | OutcomeKind::Withdrawn
        ),
        CaseKind::Complaint | CaseKind::Question => {
            matches!(outcome, OutcomeKind::Answered | OutcomeKind::Declined | OutcomeKind::Withdrawn)
        }
        CaseKind::Copy | CaseKind::Proof | CaseKind::Correction => {
            matches!(outcome, OutcomeKind::Done | OutcomeKind::Declined | OutcomeKind::Withdrawn)
        }
    };
    let allowed = match outcome {
        OutcomeKind::FullPay | OutcomeKind::RejectedByDebtor => side != Side::Client,
        OutcomeKind::Credit => side != Side::Debtor,
        OutcomeKind::Withdrawn => side == opener,
        // The client has the papers; what is said to the debtor about them, the factor or the client says.
        OutcomeKind::Done | OutcomeKind::Answered | OutcomeKind::Declined => {
            side == Side::Factor || (side == Side::Client && kind != CaseKind::Proof && opener == Side::Debtor)
        }
    };
    fits && allowed
}
