//! Money on its way out.

use super::money::Money;
use super::page::{Page, PageOf, and_one_more};
use super::party::BankAccount;
use super::read::QueryOf;
use super::{Answer, codes, done, names};
use crate::Web;
use app::Error;
use app::payment::{DuePayment, due};
use axum::extract::State;
use domain::invoice::TransferMethod;
use jiff::civil::Date;
use serde::Serialize;
use store::book::Reads;
use store::kept;
use utoipa::ToSchema;
use uuid::Uuid;

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Payment {
    id: Uuid,
    /// Number people read: 12 is `P-12`.
    number: i64,
    /// What it is for.
    #[schema(schema_with = names::payment_kind)]
    kind: &'static str,
    /// Code of the client it goes to.
    client: Option<String>,
    /// Code of the debtor it goes back to.
    debtor: Option<String>,
    /// Id of the schedule it advances.
    schedule: Option<Uuid>,
    amount: Money,
    /// How it is paid.
    #[schema(schema_with = names::transfer_method)]
    transfer_method: TransferMethod,
    /// The day it should leave.
    due_on: Date,
    /// The account it goes to; null while none is on file.
    payee: Option<BankAccount>,
    /// Has it left?
    #[schema(schema_with = names::payment_state)]
    state: &'static str,
    /// Id of the file it left in.
    file: Option<Uuid>,
}

/// A payment that is to be sent to the bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DuePayment)]
pub(super) struct Due {
    id: Uuid,
    /// Number people read: 12 is `P-12`.
    number: i64,
    /// What it is for.
    #[schema(schema_with = names::payment_kind)]
    kind: &'static str,
    /// Code of the client it goes to.
    client: Option<String>,
    /// Code of the debtor it goes back to.
    debtor: Option<String>,
    /// Id of the schedule it advances.
    schedule: Option<Uuid>,
    amount: Money,
    /// How it is paid.
    #[schema(schema_with = names::transfer_method)]
    transfer_method: TransferMethod,
    /// The day it should leave.
    due_on: Date,
    /// The account it goes to.
    payee: Option<BankAccount>,
    /// What keeps it from a payment file; empty when nothing does.
    missing: Vec<String>,
}

/// Codes of clients and of these debtors.
fn parties(reads: &mut dyn Reads, debtors: impl Iterator<Item = Uuid>) -> Result<(codes::Codes, codes::Codes), Error> {
    let mut ids: Vec<Uuid> = debtors.collect();
    ids.sort_unstable();
    ids.dedup();
    Ok((codes::clients(reads)?, codes::debtors(reads, &ids)?))
}

/// All payments, newest first.
#[utoipa::path(get, path = "/payments", tag = "Payments", params(PageOf),
    responses((status = 200, description = "A page of payments", body = Page<Payment>)))]
pub(super) async fn list_payments(State(web): State<Web>, QueryOf(page): QueryOf<PageOf>) -> Answer<Page<Payment>> {
    let (limit, before) = (page.limit()?, page.after::<i64>("payments")?);
    let (found, (clients, debtors)) = web
        .look(move |snapshot| {
            let found = kept::payment::newest(snapshot, before, and_one_more(limit))?;
            let parties = parties(snapshot, found.iter().filter_map(|one| one.debtor).map(|id| id.0))?;
            Ok((found, parties))
        })
        .await?;
    let shown = |payment: kept::payment::Payment| Payment {
        id: payment.id.0,
        number: payment.number,
        kind: payment.kind.code(),
        client: clients.maybe(payment.client.map(|id| id.0)),
        debtor: debtors.maybe(payment.debtor.map(|id| id.0)),
        schedule: payment.schedule.map(|id| id.0),
        amount: payment.amount.into(),
        transfer_method: payment.transfer_method,
        due_on: payment.due_on,
        payee: payment.payee.map(BankAccount::from),
        state: payment.state.code(),
        file: payment.file.map(|id| id.0),
    };
    done(Page::of("payments", limit, found, |payment| payment.number, shown))
}

/// Payments that are to be sent to the bank, by due date, each with what is still missing.
#[utoipa::path(get, path = "/payments/due", tag = "Payments", params(PageOf),
    responses((status = 200, description = "A page of due payments", body = Page<Due>)))]
pub(super) async fn list_due(State(web): State<Web>, QueryOf(page): QueryOf<PageOf>) -> Answer<Page<Due>> {
    let (limit, after) = (page.limit()?, page.after::<String>("due")?);
    let (mut found, (clients, debtors)) = web
        .look(|snapshot| {
            let found = due(snapshot)?;
            let parties = parties(snapshot, found.iter().filter_map(|one| one.debtor).map(|id| id.0))?;
            Ok((found, parties))
        })
        .await?;
    // Due dates have ten characters and numbers are padded, so the key sorts as the list does.
    let key = |one: &DuePayment| format!("{}/{:019}", one.due_on, one.number);
    if let Some(after) = after {
        found.retain(|one| key(one) > after);
    }
    let shown = |payment: DuePayment| Due {
        id: payment.id.0,
        number: payment.number,
        kind: payment.kind.code(),
        client: clients.maybe(payment.client.map(|id| id.0)),
        debtor: debtors.maybe(payment.debtor.map(|id| id.0)),
        schedule: payment.schedule.map(|id| id.0),
        amount: payment.amount.into(),
        transfer_method: payment.transfer_method,
        due_on: payment.due_on,
        payee: payment.payee.map(BankAccount::from),
        missing: payment.missing,
    };
    done(Page::of("due", limit, found, key, shown))
}
