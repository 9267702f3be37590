//! RP-18: debits, credits and balance of every account, from the book's beginning to a date.
//!
//! balance = debits - credits in every row, and the balances of each currency sum to nothing (LE-01).
//! Asked as known now, the kept daily sums answer at once; asked as known before, the journals do. A
//! test holds both against each other, and the audit proves the daily sums.

use super::names::Names;
use super::{Cell, Column, Report, ReportRequest};
use domain::id::ClientId;
use domain::ledger::Account;
use domain::money::Currency;
use std::collections::BTreeMap;
use store::Fault;
use store::book::Reads;
use store::kept::history;

type Sums = BTreeMap<(Currency, Account, Option<ClientId>), (i64, i64)>;

pub(super) fn report(reads: &mut dyn Reads, request: &ReportRequest, names: &Names) -> Result<Report, Fault> {
    let sums = if request.known_at.is_none() { kept(reads, request)? } else { booked(reads, request)? };
    let mut columns = vec![Column::text("account", "Account"), Column::text("name", "Name")];
    if request.per_client {
        columns.push(Column::text("client", "Client"));
    }
    columns.extend([
        Column::text("currency", "Currency"),
        Column::sum("debits", "Debits"),
        Column::sum("credits", "Credits"),
        Column::sum("balance", "Balance"),
    ]);
    let rows = sums.into_iter().map(|((currency, account, client), (debit, credit))| {
        let mut row = vec![Cell::Text(account.number().to_string()), Cell::words(account.name())];
        if request.per_client {
            row.push(Cell::words(names.client(client)));
        }
        let amounts = [debit, credit, debit - credit].map(|minor| Cell::minor(minor, currency));
        row.push(Cell::words(currency.code()));
        row.extend(amounts);
        row
    });
    Report::of(columns, rows.collect()).with_totals()
}

/// Whose row a client's sums go to.
fn client(request: &ReportRequest, client: Option<ClientId>) -> Option<ClientId> {
    client.filter(|_| request.per_client)
}

/// From the kept daily sums.
fn kept(reads: &mut dyn Reads, request: &ReportRequest) -> Result<Sums, Fault> {
    let mut sums = Sums::new();
    for moved in history::moved(reads, request.client, request.as_of)? {
        let sum = sums.entry((moved.currency, moved.account, client(request, moved.client))).or_default();
        sum.0 += moved.debit;
        sum.1 += moved.credit;
    }
    Ok(sums)
}

/// From the journals.
fn booked(reads: &mut dyn Reads, request: &ReportRequest) -> Result<Sums, Fault> {
    let mut sums = Sums::new();
    history::postings(reads, &request.all(), Account::ALL, &mut |posting| {
        let sum = sums.entry((posting.currency, posting.account, client(request, posting.client))).or_default();
        if posting.amount > 0 {
            sum.0 += posting.amount;
        } else {
            sum.1 -= posting.amount;
        }
        Ok(())
    })?;
    Ok(sums)
}
