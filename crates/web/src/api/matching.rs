//! Cash by hand: apply, undo, refund, return, and say what an outgoing entry is.

use super::codes::{self, Codes};
use super::idempotency::Write;
use super::money::Money;
use super::party::BankAccount;
use super::problem::Problem;
use super::proposals::Placement;
use super::read::PathOf;
use super::receipts::find;
use super::{Answer, created, done, names};
use crate::Web;
use app::cash::{self, apply, place_debit, refund, return_item, undo};
use app::{Error, client_by_code};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::id::{InvoiceId, PaymentId};
use domain::invoice::InvoiceState;
use serde::{Deserialize, Serialize};
use store::kept::statement::ReceiptState;
use utoipa::ToSchema;
use uuid::Uuid;

/// Money meant for invoices.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewApplication {
    /// Why the money is for these invoices, in a few words.
    reason: String,
    /// Invoice by invoice.
    #[schema(min_items = 1)]
    parts: Vec<NewPart>,
}

/// What of the money is meant for one invoice.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPart {
    /// Id of the invoice.
    invoice: Uuid,
    /// What is meant for it; what it cannot take stays unapplied.
    amount: Money,
}

/// What applying did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Applied {
    /// Number of the entry: 12 is `R-12`.
    number: i64,
    /// The event that holds it.
    event: i64,
    parts: Vec<AppliedPart>,
    /// What of the entry still waits.
    unapplied: Money,
    /// Where the entry stands now.
    #[schema(schema_with = names::receipt_state)]
    state: ReceiptState,
}

/// What applying did to one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct AppliedPart {
    /// Id of the invoice.
    invoice: Uuid,
    /// Its number.
    number: String,
    /// What the invoice took.
    applied: Money,
    /// An excess that went to the client.
    excess: Money,
    /// What is open of it now.
    open: Money,
    /// Where it stands now.
    #[schema(schema_with = names::invoice_state)]
    state: InvoiceState,
    /// The fee that was charged with this payment.
    fee: Money,
}

impl From<cash::ApplyOutcome> for Applied {
    fn from(outcome: cash::ApplyOutcome) -> Self {
        let parts = outcome.parts.into_iter().map(|part| AppliedPart {
            invoice: part.invoice.0,
            number: part.number,
            applied: part.applied.into(),
            excess: part.excess.into(),
            open: part.open.into(),
            state: part.state,
            fee: part.fee.into(),
        });
        Self {
            number: outcome.number,
            event: outcome.event,
            parts: parts.collect(),
            unapplied: outcome.unapplied.into(),
            state: outcome.state,
        }
    }
}

/// Apply waiting money to invoices.
#[utoipa::path(post, path = "/receipts/{number}/applications", tag = "Cash",
    params(("number" = String, Path, description = "Number, as `12` or `R-12`, or id of the entry")),
    request_body = NewApplication, responses((status = 201, description = "What it did", body = Applied)))]
pub(super) async fn apply_receipt(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<NewApplication>,
) -> Result<(StatusCode, Json<Applied>), Problem> {
    let NewApplication { reason, parts } = write.body;
    let applied = web.change(write.command, move |task| {
        let receipt = find(task, &number)?;
        let mut problems = Vec::new();
        let mut allocations = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let place = format!("parts[{index}].amount");
            let minor = part.amount.read_in(receipt.amount.currency, &place, &mut problems);
            allocations.extend(minor.map(|minor| (InvoiceId(part.invoice), minor)));
        }
        if !problems.is_empty() {
            return Err(Error::Refused(problems));
        }
        apply(task, receipt.id, &allocations, &reason)
    });
    created(applied.await?.into())
}

/// Why something is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Because {
    /// In a few words.
    reason: String,
}

/// What undoing did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Undone {
    /// Number of the entry: 12 is `R-12`.
    number: i64,
    /// The event that holds it.
    event: i64,
    /// Id of the invoice that is open again.
    invoice: Uuid,
    /// Its number.
    invoice_number: String,
    /// What is open of it now.
    open: Money,
    /// Where it stands now.
    #[schema(schema_with = names::invoice_state)]
    invoice_state: InvoiceState,
    /// What of the entry waits now.
    unapplied: Money,
    /// Where the entry stands now.
    #[schema(schema_with = names::receipt_state)]
    state: ReceiptState,
}

/// Take back what an entry paid of an invoice, with its fee and reserve.
#[utoipa::path(post, path = "/receipts/{number}/applications/{invoice}/undo", tag = "Cash",
    params(("number" = String, Path, description = "Number, as `12` or `R-12`, or id of the entry"),
        ("invoice" = Uuid, Path, description = "Id of the invoice")),
    request_body = Because, responses((status = 200, description = "What it did", body = Undone)))]
pub(super) async fn undo_application(
    State(web): State<Web>,
    PathOf((number, invoice)): PathOf<(String, Uuid)>,
    write: Write<Because>,
) -> Answer<Undone> {
    let Because { reason } = write.body;
    let undone = web.change(write.command, move |task| {
        let receipt = find(task, &number)?;
        undo(task, receipt.id, InvoiceId(invoice), &reason)
    });
    let undone = undone.await?;
    done(Undone {
        number: undone.number,
        event: undone.event,
        invoice: undone.invoice.0,
        invoice_number: undone.invoice_number,
        open: undone.open.into(),
        invoice_state: undone.invoice_state,
        unapplied: undone.unapplied.into(),
        state: undone.state,
    })
}

/// How much goes back to the payer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRefund {
    /// More than zero, and no more than waits.
    amount: Money,
}

/// What a refund did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Refunded {
    /// Number of the entry: 12 is `R-12`.
    number: i64,
    /// The event that holds it.
    event: i64,
    /// Number of the payment that was made: 12 is `P-12`.
    payment: i64,
    /// What goes back.
    amount: Money,
    /// The account it goes to.
    payee: BankAccount,
    /// What of the entry still waits.
    unapplied: Money,
    /// Where the entry stands now.
    #[schema(schema_with = names::receipt_state)]
    state: ReceiptState,
}

/// Refund part or all of what waits to the account it came from. The payment leaves with the next payment file.
#[utoipa::path(post, path = "/receipts/{number}/refund", tag = "Cash",
    params(("number" = String, Path, description = "Number, as `12` or `R-12`, or id of the entry")),
    request_body = NewRefund, responses((status = 201, description = "What it did", body = Refunded)))]
pub(super) async fn refund_receipt(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<NewRefund>,
) -> Result<(StatusCode, Json<Refunded>), Problem> {
    let NewRefund { amount } = write.body;
    let refunded = web.change(write.command, move |task| {
        let receipt = find(task, &number)?;
        let mut problems = Vec::new();
        match amount.read_in(receipt.amount.currency, "amount", &mut problems) {
            Some(minor) => refund(task, receipt.id, minor),
            None => Err(Error::Refused(problems)),
        }
    });
    let refunded = refunded.await?;
    created(Refunded {
        number: refunded.number,
        event: refunded.event,
        payment: refunded.payment_number,
        amount: refunded.amount.into(),
        payee: refunded.payee.into(),
        unapplied: refunded.unapplied.into(),
        state: refunded.state,
    })
}

/// Which payment the bank took back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReturn {
    /// Number (`12` or `R-12`) or id of the incoming entry.
    #[schema(example = "R-12")]
    receipt: String,
}

/// What a return did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Returned {
    /// Number of the entry by which the bank took the money.
    entry: i64,
    /// Number of the payment that was returned.
    receipt: i64,
    /// The event that holds it.
    event: i64,
    /// Invoices that stand again.
    parts: Vec<ReopenedPart>,
    /// What had not been matched.
    unmatched: Money,
}

/// One invoice that stands again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ReopenedPart {
    /// Id of the invoice.
    invoice: Uuid,
    /// Its number.
    number: String,
    /// What the payment had paid of it.
    returned: Money,
    /// What is open of it now.
    open: Money,
    /// What is held for it now.
    held: Money,
}

/// Book an outgoing entry as the return of an incoming payment.
#[utoipa::path(post, path = "/receipts/{number}/return", tag = "Cash",
    params(("number" = String, Path, description = "Number, as `12` or `R-12`, or id of the outgoing entry")),
    request_body = NewReturn, responses((status = 200, description = "What it did", body = Returned)))]
pub(super) async fn return_receipt(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<NewReturn>,
) -> Answer<Returned> {
    let NewReturn { receipt } = write.body;
    let returned = web.change(write.command, move |task| {
        let entry = find(task, &number)?;
        let receipt = find(task, &receipt)?;
        return_item(task, entry.id, receipt.id)
    });
    let returned = returned.await?;
    let parts = returned.parts.into_iter().map(|part| ReopenedPart {
        invoice: part.invoice.0,
        number: part.number,
        returned: part.returned.into(),
        open: part.open.into(),
        held: part.held.into(),
    });
    done(Returned {
        entry: returned.entry_number,
        receipt: returned.number,
        event: returned.event,
        parts: parts.collect(),
        unmatched: returned.unmatched.into(),
    })
}

/// What a person says an outgoing entry is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum NewPlacement {
    /// A charge of the bank that the factor bears.
    BankCharge {},
    /// A charge of the bank for a returned payment, passed on to the client.
    PassOnTo {
        /// Code of the client.
        client: String,
    },
    /// Money moved to the factor's operating account.
    OwnTransfer {},
    /// A payment of ours that the bank names in another way.
    OwnPayment {
        /// Id of the payment.
        payment: Uuid,
    },
}

/// What placing did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Placed {
    /// Number of the entry: 12 is `R-12`.
    number: i64,
    /// The event that holds it.
    event: i64,
    placement: Placement,
    amount: Money,
    /// What the client bears from its available reserve, where a charge was passed on.
    from_available: Money,
    /// What the client owes after that.
    due_from_client: Money,
}

/// Say what an outgoing entry is: a bank charge, a transfer of our own, or a payment of ours.
#[utoipa::path(post, path = "/receipts/{number}/place", tag = "Cash",
    params(("number" = String, Path, description = "Number, as `12` or `R-12`, or id of the outgoing entry")),
    request_body = NewPlacement, responses((status = 200, description = "What it did", body = Placed)))]
pub(super) async fn place_receipt(
    State(web): State<Web>,
    PathOf(number): PathOf<String>,
    write: Write<NewPlacement>,
) -> Answer<Placed> {
    let wanted = write.body;
    let placed = web.change(write.command, move |task| {
        let entry = find(task, &number)?;
        let placement = match wanted {
            NewPlacement::BankCharge {} => cash::Placement::BankCharge,
            NewPlacement::PassOnTo { client } => {
                cash::Placement::PassOnTo { client: client_by_code(task, &client)?.id }
            }
            NewPlacement::OwnTransfer {} => cash::Placement::OwnTransfer,
            NewPlacement::OwnPayment { payment } => cash::Placement::OwnPayment { payment: PaymentId(payment) },
        };
        place_debit(task, entry.id, placement)
    });
    let placed = placed.await?;
    let clients = match placed.placement {
        cash::Placement::PassOnTo { .. } => web.look(|snapshot| codes::clients(snapshot)).await?,
        _ => Codes::default(),
    };
    done(Placed {
        number: placed.number,
        event: placed.event,
        placement: Placement::of(placed.placement, &clients),
        amount: placed.amount.into(),
        from_available: placed.from_available.into(),
        due_from_client: placed.due_from_client.into(),
    })
}
