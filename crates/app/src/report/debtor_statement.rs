//! RP-22: a debtor's own statement. What it owes on invoices that were bought, supplier by supplier, and where to pay each.
//!
//! It is for the debtor's own eyes: only suppliers whose notice had been given to it are in it (GL-44), and it is of one
//! debtor always ([`super::ReportKind::needs_debtor`]): asked of nobody it is empty. A statement of one supplier has that
//! supplier's invoices alone. An invoice that waits to be bought is not owed to the factor yet, and is not in it.
//!
//! The account is the one the notice named; where it named none, the one that debtors are told now.

use super::names::Names;
use super::{Cell, Column, Kind, Report, ReportRequest};
use crate::notice::current_as_of;
use domain::agreement::ruling;
use domain::id::ClientId;
use domain::letter::PayTo;
use domain::notice::{Notice, PayToAccounts};
use jiff::civil::Date;
use std::collections::HashMap;
use store::Fault;
use store::book::Reads;
use store::kept;
use store::kept::history;

const COLUMNS: [Column; 19] = [
    Column::text("debtor", "Debtor"),
    Column::text("debtor_name", "Name"),
    Column::text("supplier", "Supplier"),
    Column::text("supplier_name", "Supplier's name"),
    Column::text("invoice", "Invoice"),
    Column::text("order", "Your order"),
    Column::of(Kind::Date, "issued", "Issued"),
    Column::of(Kind::Date, "due", "Due"),
    Column::of(Kind::Days, "days", "Days past due"),
    Column::text("currency", "Currency"),
    Column::sum("amount", "Amount"),
    Column::sum("open", "Open"),
    Column::text("pay_to", "Pay to"),
    Column::text("account", "Account"),
    Column::text("bic", "BIC"),
    Column::text("clearing", "Bank code"),
    Column::text("reference", "Reference"),
    Column::of(Kind::Date, "notice_received", "Notice received"),
    Column::text("notice", "Notice"),
];

/// What a supplier's rows have in common.
struct Supplier {
    name: String,
    notice: Notice,
    pay_to: Option<PayTo>,
}

pub(super) fn report(
    reads: &mut dyn Reads,
    request: &ReportRequest,
    names: &Names,
    today: Date,
) -> Result<Report, Fault> {
    let Some(debtor) = request.debtor else { return Ok(Report::of(COLUMNS.to_vec(), Vec::new())) };
    let told = told(reads, request, names, today)?;
    let mut owed = history::owed(reads, debtor, request.client, request.as_of, request.known_at)?;
    owed.retain(|(facts, _)| told.contains_key(&facts.client));
    owed.sort_by_cached_key(|(facts, _)| {
        (told[&facts.client].name.clone(), facts.client, facts.due, facts.number.clone(), facts.id)
    });
    let rows = owed.into_iter().map(|(facts, open)| {
        let supplier = &told[&facts.client];
        let account = supplier.pay_to.as_ref().map(|pay_to| &pay_to.account);
        let of_account = |text: Option<&String>| Cell::words(text.cloned().unwrap_or_default());
        vec![
            Cell::words(names.debtor(Some(debtor))),
            Cell::words(names.debtor_name(debtor)),
            Cell::words(names.client(Some(facts.client))),
            Cell::words(supplier.name.clone()),
            Cell::words(facts.number),
            Cell::words(facts.order.unwrap_or_default()),
            Cell::Date(facts.issued),
            Cell::Date(facts.due),
            Cell::Days(super::aging::days_between(facts.due, request.as_of)),
            Cell::words(facts.currency.code()),
            Cell::minor(facts.amount, facts.currency),
            Cell::minor(open, facts.currency),
            of_account(account.map(|account| &account.holder)),
            of_account(account.map(|account| &account.number)),
            of_account(account.and_then(|account| account.bic.as_ref())),
            of_account(account.and_then(|account| account.clearing.as_ref())),
            of_account(supplier.pay_to.as_ref().and_then(|pay_to| pay_to.reference.as_ref())),
            supplier.notice.received_on().map_or(Cell::Empty, Cell::Date),
            of_account(supplier.notice.papers.last()),
        ]
    });
    Report::of(COLUMNS.to_vec(), rows.collect()).with_subtotals(&["supplier", "supplier_name"])?.with_totals()
}

/// GL-44: the suppliers the debtor had been told of.
fn told(
    reads: &mut dyn Reads,
    request: &ReportRequest,
    names: &Names,
    today: Date,
) -> Result<HashMap<ClientId, Supplier>, Fault> {
    let usual = kept::policy::get::<PayToAccounts>(reads, PayToAccounts::POLICY)?;
    let own = names.factor.account.clone().map(|account| PayTo { account, reference: None });
    let mut told = HashMap::new();
    for notice in current_as_of(reads, &request.notices(), today)? {
        if notice.held || !notice.was_given() {
            continue;
        }
        let Some(client) = kept::party::client(reads, notice.client)? else { continue };
        let versions = kept::agreement::versions(reads, client.id)?;
        let currency = ruling(&versions, today).map_or(names.factor.currency, |version| version.terms.currency);
        let pay_to = notice.pay_to.clone().or_else(|| usual.current(currency).cloned()).or_else(|| own.clone());
        // The name on its invoices.
        let name = client.identity.trading_name.filter(|name| !name.is_empty()).unwrap_or(client.name);
        told.insert(notice.client, Supplier { name, notice, pay_to });
    }
    Ok(told)
}
