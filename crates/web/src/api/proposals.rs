//! What money that waits may be, with reasons a person can check.

use super::codes::Codes;
use super::money::Money;
use super::names;
use app::cash::{self, Proposed};
use domain::cash::matching::MatchRule;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One way to place waiting money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MatchProposal {
    /// How it was found.
    #[schema(schema_with = names::match_rule)]
    rule: MatchRule,
    /// Would it post by itself, had it come today?
    certain: bool,
    /// Why, in words a person can check.
    reason: String,
    /// The invoices, in the order they would be paid.
    parts: Vec<MatchPart>,
    /// What would still wait.
    rest: Money,
}

/// One invoice of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct MatchPart {
    /// Id of the invoice.
    invoice: Uuid,
    /// Its number.
    number: String,
    /// Code of the client.
    client: String,
    /// Code of the debtor.
    debtor: String,
    due: Date,
    /// What is open of it.
    open: Money,
    /// What of the payment would be for it.
    amount: Money,
}

impl MatchProposal {
    pub(super) fn of(proposed: Proposed, clients: &Codes, debtors: &Codes) -> Self {
        let parts = proposed.parts.into_iter().map(|part| MatchPart {
            invoice: part.invoice.0,
            number: part.number,
            client: clients.of(part.client.0),
            debtor: debtors.of(part.debtor.0),
            due: part.due,
            open: part.open.into(),
            amount: part.amount.into(),
        });
        Self {
            rule: proposed.rule,
            certain: proposed.certain,
            reason: proposed.reason,
            parts: parts.collect(),
            rest: proposed.rest.into(),
        }
    }
}

/// What an outgoing entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Placement {
    /// A charge of the bank that the factor bears.
    BankCharge,
    /// A charge of the bank for a returned payment, passed on to the client.
    PassOnTo {
        /// Code of the client.
        client: String,
    },
    /// Money moved to the factor's operating account.
    OwnTransfer,
    /// A payment of ours that the bank names in another way.
    OwnPayment {
        /// Id of the payment.
        payment: Uuid,
    },
}

impl Placement {
    pub(super) fn of(placement: cash::Placement, clients: &Codes) -> Self {
        match placement {
            cash::Placement::BankCharge => Self::BankCharge,
            cash::Placement::PassOnTo { client } => Self::PassOnTo { client: clients.of(client.0) },
            cash::Placement::OwnTransfer => Self::OwnTransfer,
            cash::Placement::OwnPayment { payment } => Self::OwnPayment { payment: payment.0 },
        }
    }
}

/// What an outgoing entry may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum DebitProposal {
    /// The return of an incoming payment: post it to `/receipts/{number}/return`.
    ReturnOf {
        /// Number of the payment: 12 is `R-12`.
        receipt: i64,
        /// Why.
        reason: String,
    },
    /// Post it to `/receipts/{number}/place`.
    Place {
        /// What it may be.
        placement: Placement,
        /// Why.
        reason: String,
    },
}

impl DebitProposal {
    pub(super) fn of(proposal: cash::DebitProposal, clients: &Codes) -> Self {
        match proposal {
            cash::DebitProposal::ReturnOf { number, reason, .. } => Self::ReturnOf { receipt: number, reason },
            cash::DebitProposal::Place { placement, reason } => {
                Self::Place { placement: Placement::of(placement, clients), reason }
            }
        }
    }
}
