//! What one debtor owed: its purchased invoices and what the journals had left open on each.

use super::Asked;
use super::Currencies;
use super::facts::{INVOICE, InvoiceFacts, invoice_row};
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::ledger::Account;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// The invoices of one debtor, of one client or of all, that had a balance after a value date, as known at a moment; each
/// with what was open in minor units. In no order. Read by the debtor's own invoices: quick in a large book.
///
/// # Errors
/// [`Fault`].
pub fn owed(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    client: Option<ClientId>,
    as_of: Date,
    known_at: Option<Timestamp>,
) -> Result<Vec<(InvoiceFacts, i64)>, Fault> {
    let factor = reads.factor();
    // Two index scans: what is bought is open or closed.
    let sql = format!(
        "SELECT {INVOICE} FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND open_minor > 0 AND purchased_on IS NOT NULL \
         UNION ALL SELECT {INVOICE} FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND closed_on IS NOT NULL \
         AND open_minor = 0 AND purchased_on IS NOT NULL"
    );
    let mut currencies = Currencies::default();
    let mut invoices: HashMap<InvoiceId, InvoiceFacts> = HashMap::new();
    reads.connection().query(&sql, &[Value::Id(factor), Value::Id(debtor.0)], &mut |row| {
        let facts = invoice_row(row, &mut currencies)?;
        if client.is_none_or(|client| client == facts.client) {
            invoices.insert(facts.id, facts);
        }
        Ok(())
    })?;
    let ids: Vec<Uuid> = invoices.keys().map(|id| id.0).collect();
    // Numbers of the chart, never text from outside.
    let accounts = [Account::ReceivablesRecourse, Account::ReceivablesNonRecourse]
        .map(|account| account.number().to_string())
        .join(", ");
    let sql = format!(
        "SELECT j.invoice_id, CAST(SUM(l.amount_minor) AS BIGINT) FROM journal j CROSS JOIN journal_line l WHERE j.factor_id = $1 \
         AND j.invoice_id {{in $2}} AND j.invoice_id IS NOT NULL AND j.value_date <= $3 AND j.posted_at <= $4 \
         AND l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number AND l.account IN ({accounts}) \
         GROUP BY j.invoice_id"
    );
    let scope = super::Scope { client: None, from: None, until: as_of, known_at };
    let asked = Asked::new(reads, &scope);
    let parameters = [Value::Id(factor), Value::Ids(&ids), Value::Text(&asked.until), Value::Int(asked.known_at)];
    let sums = all(reads.connection(), &sql, &parameters, |row| Ok((InvoiceId(row.id(0)?), row.int(1)?)))?;
    let open = sums.into_iter().filter(|(_, open)| *open != 0);
    Ok(open.filter_map(|(id, open)| invoices.remove(&id).map(|facts| (facts, open))).collect())
}
