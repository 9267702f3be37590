//! Invoices: what was offered, how it was decided, every movement with its proof, and decisions by hand.

use super::findings::Finding;
use super::idempotency::Write;
use super::journals::Movement;
use super::money::{Fraction, Money};
use super::read::PathOf;
use super::schedules::Decision;
use super::{Answer, codes, done, names};
use crate::Web;
use app::Error;
use app::schedule::{Decided, buy_waiting, refuse_waiting, withdraw};
use axum::extract::State;
use domain::cash::matching::MatchRule;
use domain::id::InvoiceId;
use domain::invoice::{InvoiceState, guard};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// An invoice as it was offered, with its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Invoice {
    id: Uuid,
    /// Id of the schedule it was offered on.
    schedule: Uuid,
    /// Its line there.
    line_no: i64,
    /// Code of the client.
    client: String,
    /// Code of the debtor; null while nobody on file fits.
    debtor: Option<String>,
    /// What the schedule says of the debtor.
    debtor_stated: String,
    /// Number as written.
    number: String,
    issued: Date,
    due: Date,
    /// What was offered.
    amount: Money,
    #[schema(schema_with = names::invoice_state)]
    state: InvoiceState,
    /// What was advanced, before fees.
    advance: Money,
    delivered: Option<Date>,
    description: Option<String>,
    order: Option<String>,
    contract: Option<String>,
    payment_reference: Option<String>,
    payee: Option<String>,
    /// Its balances, once it is bought.
    balances: Option<Balances>,
}

/// The balances of a purchased invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InvoiceBalances)]
pub(super) struct Balances {
    /// The day it was bought: the start of its fee clock.
    purchased: Date,
    /// The agreement version it was bought under.
    agreement_version: u32,
    advance_rate: Fraction,
    non_recourse: bool,
    /// What the debtor still owes.
    open: Money,
    /// Reserve held on it.
    held_reserve: Money,
    /// Fee charged so far.
    fee_posted: Money,
    /// Fee accrued and not yet charged.
    fee_accrued: Money,
    /// Upfront fee not yet earned.
    fee_deferred: Money,
    /// Value date of the payment that closed it.
    closed: Option<Date>,
    /// When that payment has cleared.
    cleared: Option<Date>,
}

/// Codes of the parties of some invoices.
pub(super) struct Parties {
    clients: codes::Codes,
    debtors: codes::Codes,
}

impl Parties {
    pub(super) fn of(reads: &mut dyn Reads, invoices: &[kept::invoice::Invoice]) -> Result<Self, Error> {
        let mut ids: Vec<Uuid> = invoices.iter().filter_map(|invoice| invoice.debtor).map(|id| id.0).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Self { clients: codes::clients(reads)?, debtors: codes::debtors(reads, &ids)? })
    }

    pub(super) fn shown(&self, invoice: kept::invoice::Invoice) -> Invoice {
        let offer = invoice.offer;
        let balances = invoice.receivable.map(|bought| {
            let money = |minor| Money::minor(minor, bought.currency);
            Balances {
                purchased: bought.purchased,
                agreement_version: bought.agreement_version,
                advance_rate: Fraction(bought.advance_rate),
                non_recourse: bought.non_recourse,
                open: money(bought.open),
                held_reserve: money(bought.held),
                fee_posted: money(bought.fee_posted),
                fee_accrued: money(bought.fee_accrued),
                fee_deferred: money(bought.fee_deferred),
                closed: bought.closed,
                cleared: bought.cleared,
            }
        });
        Invoice {
            id: invoice.id.0,
            schedule: invoice.schedule.0,
            line_no: invoice.line_no,
            client: self.clients.of(invoice.client.0),
            debtor: self.debtors.maybe(invoice.debtor.map(|id| id.0)),
            debtor_stated: invoice.debtor_stated,
            number: offer.number,
            issued: offer.issued,
            due: offer.due,
            amount: offer.amount.into(),
            state: invoice.state,
            advance: invoice.advance.into(),
            delivered: offer.delivered,
            description: offer.description,
            order: offer.order,
            contract: offer.contract,
            payment_reference: offer.payment_reference,
            payee: offer.payee,
            balances,
        }
    }
}

/// An invoice with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct InvoiceDetail {
    invoice: Invoice,
    /// Every guard's answer of the last decision.
    findings: Vec<Finding>,
    /// What was paid on it, ended applications included.
    applications: Vec<Application>,
    /// Every movement in the ledger, in order, each with its proofs.
    movements: Vec<Movement>,
}

/// A part of a receipt on this invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InvoiceApplication)]
pub(super) struct Application {
    /// Id of the receipt.
    receipt: Uuid,
    /// What the invoice took.
    applied: Money,
    /// An excess that went to the client.
    excess: Money,
    /// How it was found.
    #[schema(schema_with = names::match_rule)]
    rule: MatchRule,
    /// Why.
    reason: String,
    /// Was it undone or returned since?
    ended: bool,
}

/// An invoice with its decision, applications and movements.
#[utoipa::path(get, path = "/invoices/{id}", tag = "Invoices", params(("id" = Uuid, Path, description = "Id of the invoice")),
    responses((status = 200, description = "The invoice", body = InvoiceDetail)))]
pub(super) async fn get_invoice(State(web): State<Web>, PathOf(id): PathOf<Uuid>) -> Answer<InvoiceDetail> {
    let found = web.look(move |snapshot| {
        let id = InvoiceId(id);
        let invoice =
            kept::invoice::get(snapshot, id)?.ok_or_else(|| Error::NotFound("invoice of this id".to_owned()))?;
        let currency = invoice.offer.amount.currency;
        let findings = findings(snapshot, invoice.decided_seq)?;
        let applications = kept::cash::of_invoice(snapshot, id)?.into_iter().map(|one| Application {
            receipt: one.receipt.0,
            applied: Money::minor(one.applied, currency),
            excess: Money::minor(one.excess, currency),
            rule: one.rule,
            reason: one.reason,
            ended: one.ended_seq.is_some(),
        });
        let applications = applications.collect();
        let movements = kept::journal::of_invoice(snapshot, id)?.into_iter().map(Movement::from).collect();
        let parties = Parties::of(snapshot, std::slice::from_ref(&invoice))?;
        Ok(InvoiceDetail { invoice: parties.shown(invoice), findings, applications, movements })
    });
    done(found.await?)
}

/// The findings stand in the event of the decision; a decision by hand has none.
fn findings(reads: &mut dyn Reads, decided_seq: i64) -> Result<Vec<Finding>, Error> {
    #[derive(Deserialize)]
    struct Decision {
        #[serde(default)]
        findings: Vec<guard::Finding>,
    }
    let Some(event) = kept::event::get(reads, decided_seq)? else { return Ok(Vec::new()) };
    let decision: Decision = serde_json::from_str(&event.body).map_err(|error| Error::fault("decision", error))?;
    Ok(decision.findings.into_iter().map(Finding::from).collect())
}

/// What a person decides about a line that waits.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "decision", rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(super) enum InvoiceDecision {
    /// It is another invoice than the known one: the guards are asked again without that objection.
    Buy {},
    /// It is not bought.
    Refuse {
        /// Why, in a few words: the client will read it.
        reason: String,
    },
    /// The factor does without the debtor's confirmation: the guards are asked again without that objection.
    Waive {
        /// Why: the decision keeps it.
        reason: String,
    },
    /// The client takes it back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// What became of the invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct DecidedInvoice {
    #[schema(schema_with = names::invoice_state)]
    state: InvoiceState,
    /// The decision of the guards, when it was asked to be bought.
    line: Option<Decision>,
}

/// Decide an invoice that waits: buy it after comparing, refuse it, do without its confirmation, or withdraw it.
#[utoipa::path(post, path = "/invoices/{id}/decision", tag = "Invoices", params(("id" = Uuid, Path, description = "Id of the invoice")),
    request_body = InvoiceDecision, responses((status = 200, description = "What became of it", body = DecidedInvoice)))]
pub(super) async fn decide_invoice(
    State(web): State<Web>,
    PathOf(id): PathOf<Uuid>,
    write: Write<InvoiceDecision>,
) -> Answer<DecidedInvoice> {
    let decision = write.body;
    let decided = web.change(write.command, move |task| -> Result<(InvoiceState, Option<Decided>), Error> {
        match decision {
            InvoiceDecision::Buy {} => {
                let line = buy_waiting(task, InvoiceId(id))?;
                Ok((line.state, Some(line)))
            }
            InvoiceDecision::Refuse { reason } => Ok((refuse_waiting(task, InvoiceId(id), &reason)?, None)),
            InvoiceDecision::Waive { reason } => {
                app::verification::waive(task, InvoiceId(id), &reason)?;
                let invoice = kept::invoice::get(task, InvoiceId(id))?;
                Ok((invoice.ok_or_else(|| Error::NotFound("invoice".to_owned()))?.state, None))
            }
            InvoiceDecision::Withdraw { reason } => Ok((withdraw(task, InvoiceId(id), &reason)?, None)),
        }
    });
    let (state, line) = decided.await?;
    done(DecidedInvoice { state, line: line.map(Decision::from) })
}
