//! Entries of bank statements: money that came in or went out, and what became of it.

use super::journals::Movement;
use super::money::Money;
use super::page::{Page, PageOf, and_one_more};
use super::proposals::{DebitProposal, MatchProposal};
use super::read::{PathOf, QueryOf};
use super::{Answer, codes, done, names};
use crate::Web;
use app::Error;
use app::cash::{debit_proposals, proposals};
use axum::extract::State;
use domain::cash::matching::MatchRule;
use domain::fee::Instrument;
use domain::id::ReceiptId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::statement::ReceiptState;
use utoipa::ToSchema;
use uuid::Uuid;

/// One entry of a bank statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Receipt {
    id: Uuid,
    /// Number people read: 12 is `R-12`.
    number: i64,
    /// Id of its statement.
    statement: Uuid,
    /// The account.
    account: String,
    /// The bank's reference of the entry.
    entry_reference: String,
    /// Did money come in?
    incoming: bool,
    booking_date: Date,
    value_date: Date,
    /// Never negative.
    amount: Money,
    /// How it was paid.
    #[schema(schema_with = names::instrument)]
    instrument: Instrument,
    /// Who paid, as the bank says.
    payer_name: String,
    /// The account it came from or went to.
    payer_account: String,
    /// What the payer wrote.
    texts: Vec<String>,
    /// End-to-end id of the payer.
    end_to_end: Option<String>,
    /// Why the bank returned it.
    return_reason: Option<String>,
    /// Code of the debtor, when the payer is known.
    debtor: Option<String>,
    #[schema(schema_with = names::receipt_state)]
    state: ReceiptState,
    /// What of it waits to be matched.
    unapplied: Money,
}

fn shown(receipt: kept::statement::Receipt, codes: &codes::Codes) -> Receipt {
    let unapplied = Money::minor(receipt.unapplied, receipt.amount.currency);
    Receipt {
        id: receipt.id.0,
        number: receipt.number,
        statement: receipt.statement.0,
        account: receipt.account,
        entry_reference: receipt.entry_reference,
        incoming: receipt.credit,
        booking_date: receipt.booking_date,
        value_date: receipt.value_date,
        amount: receipt.amount.into(),
        instrument: receipt.instrument,
        payer_name: receipt.payer_name,
        payer_account: receipt.payer_account,
        texts: receipt.details.texts,
        end_to_end: receipt.details.end_to_end,
        return_reason: receipt.details.return_reason,
        debtor: codes.maybe(receipt.debtor.map(|id| id.0)),
        state: receipt.state,
        unapplied,
    }
}

fn debtors(reads: &mut dyn Reads, receipts: &[kept::statement::Receipt]) -> Result<codes::Codes, Error> {
    let mut ids: Vec<Uuid> = receipts.iter().filter_map(|receipt| receipt.debtor).map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    codes::debtors(reads, &ids)
}

/// The entry under a number (`12` or `R-12`) or id.
pub(super) fn find(reads: &mut dyn Reads, name: &str) -> Result<kept::statement::Receipt, Error> {
    let number = name.strip_prefix("R-").unwrap_or(name).parse::<i64>();
    let found = match (number, name.parse::<ReceiptId>()) {
        (Ok(number), _) => kept::statement::receipt_by_number(reads, number)?,
        (_, Ok(id)) => kept::statement::receipt(reads, id)?,
        _ => None,
    };
    found.ok_or_else(|| Error::NotFound("bank entry of this number".to_owned()))
}

/// In which state, and which page.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReceiptsIn {
    /// Only entries in this state, oldest first; without it all, newest first.
    #[param(schema_with = names::receipt_state)]
    state: Option<ReceiptState>,
    /// How many items.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Bank entries: those of one state oldest first, or all newest first.
#[utoipa::path(get, path = "/receipts", tag = "Cash", params(ReceiptsIn),
    responses((status = 200, description = "A page of bank entries", body = Page<Receipt>)))]
pub(super) async fn list_receipts(State(web): State<Web>, QueryOf(of): QueryOf<ReceiptsIn>) -> Answer<Page<Receipt>> {
    let page = PageOf::new(of.limit, of.cursor);
    let list = of.state.map_or("receipts", ReceiptState::code);
    let (limit, last) = (page.limit()?, page.after::<i64>(list)?);
    let (found, codes) = web
        .look(move |snapshot| {
            let found = match of.state {
                Some(state) => kept::statement::receipts_in(snapshot, state, last.unwrap_or(0), and_one_more(limit))?,
                None => kept::statement::newest_receipts(snapshot, last, and_one_more(limit))?,
            };
            let codes = debtors(snapshot, &found)?;
            Ok((found, codes))
        })
        .await?;
    done(Page::of(list, limit, found, |receipt| receipt.number, |receipt| shown(receipt, &codes)))
}

/// A bank entry with all that happened to it, and what it may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ReceiptDetail {
    receipt: Receipt,
    /// Where its money went, ended applications included.
    applications: Vec<Application>,
    /// Ways to place what waits, best first. To accept one, post its parts as an application.
    proposals: Vec<MatchProposal>,
    /// What an outgoing entry may be, best first.
    debit_proposals: Vec<DebitProposal>,
    /// Every movement in the ledger, in order, each with its proofs.
    movements: Vec<Movement>,
}

/// A part of the entry on one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReceiptApplication)]
pub(super) struct Application {
    /// Id of the invoice.
    invoice: Uuid,
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

/// One bank entry, with its applications, proposals and movements.
#[utoipa::path(get, path = "/receipts/{number}", tag = "Cash",
    params(("number" = String, Path, description = "Number, as `12` or `R-12`, or id of the entry")),
    responses((status = 200, description = "The entry", body = ReceiptDetail)))]
pub(super) async fn get_receipt(State(web): State<Web>, PathOf(number): PathOf<String>) -> Answer<ReceiptDetail> {
    let factor = web.app.factor();
    let found = web.look(move |snapshot| {
        let receipt = find(snapshot, &number)?;
        let (id, currency) = (receipt.id, receipt.amount.currency);
        let applications = kept::cash::of_receipt(snapshot, id)?.into_iter().map(|one| Application {
            invoice: one.invoice.0,
            applied: Money::minor(one.applied, currency),
            excess: Money::minor(one.excess, currency),
            rule: one.rule,
            reason: one.reason,
            ended: one.ended_seq.is_some(),
        });
        let applications = applications.collect();
        let clients = codes::clients(snapshot)?;
        let matches = proposals(snapshot, id)?;
        let mut ids: Vec<Uuid> = matches.iter().flat_map(|one| &one.parts).map(|part| part.debtor.0).collect();
        ids.sort_unstable();
        ids.dedup();
        let of_parts = codes::debtors(snapshot, &ids)?;
        let debits = debit_proposals(snapshot, &factor, id)?;
        let codes = debtors(snapshot, std::slice::from_ref(&receipt))?;
        Ok(ReceiptDetail {
            receipt: shown(receipt, &codes),
            applications,
            proposals: matches.into_iter().map(|one| MatchProposal::of(one, &clients, &of_parts)).collect(),
            debit_proposals: debits.into_iter().map(|one| DebitProposal::of(one, &clients)).collect(),
            movements: kept::journal::of_receipt(snapshot, id)?.into_iter().map(Movement::from).collect(),
        })
    });
    done(found.await?)
}
