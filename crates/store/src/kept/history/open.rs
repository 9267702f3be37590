//! What was open of each purchased invoice after a value date, as known at a moment: for the ageing of a whole book.
//!
//! An invoice is bought once, for its whole amount, on a day and in an event that its row names and that never change; the audit
//! holds them against the journal of the purchase. So only journals after the purchase are read, by an index that purchases
//! pay nothing for, and every invoice once. Nothing is gathered but what those journals moved.

use super::{Asked, Currencies, Days, Scope};
use crate::book::Reads;
use crate::engine::{Fault, Value, first};
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::ledger::Account;
use domain::money::Currency;
use jiff::civil::Date;
use std::collections::HashMap;

/// The bookings after a purchase that can change what is open of an invoice. As it stands in the index, so that a database
/// knows that the index holds all of them.
const AFTER_PURCHASE: &str =
    "booking IN ('COLLECTION', 'SHORT_WITHIN_TOLERANCE', 'RETURNED_ITEM', 'CREDIT_NOTE', 'REVERSAL')";

/// A purchased invoice with a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenInvoice<'a> {
    /// Key.
    pub id: InvoiceId,
    /// Who sold it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// Number as written.
    pub number: &'a str,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Currency.
    pub currency: Currency,
    /// Amount in minor units.
    pub amount: i64,
    /// The agreement version it was bought under.
    pub agreement_version: u32,
    /// The purchase date.
    pub purchased: Date,
    /// What was open of it, in minor units; never zero.
    pub open: i64,
}

/// The last event recorded up to a moment in microseconds. Events are recorded one after the other, never backwards in time,
/// so that halving finds it: there is no index by time.
fn last_event(reads: &mut dyn Reads, moment: i64) -> Result<i64, Fault> {
    let factor = reads.factor();
    let newest = "SELECT seq FROM event WHERE factor_id = $1 ORDER BY seq DESC LIMIT 1";
    let (mut within, mut beyond) =
        (0, first(reads.connection(), newest, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0) + 1);
    while within + 1 < beyond {
        let middle = within + (beyond - within) / 2;
        let sql = "SELECT recorded_at FROM event WHERE factor_id = $1 AND seq = $2";
        let at = first(reads.connection(), sql, &[Value::Id(factor), Value::Int(middle)], |row| row.int(0))?;
        if at.is_some_and(|at| at <= moment) { within = middle } else { beyond = middle }
    }
    Ok(within)
}

pub(super) fn moved_sql(condition: &str) -> String {
    // Numbers of the chart, never text from outside.
    let (recourse, without) = (Account::ReceivablesRecourse.number(), Account::ReceivablesNonRecourse.number());
    format!(
        "SELECT j.invoice_id, l.amount_minor FROM journal j CROSS JOIN journal_line l WHERE j.factor_id = $1 \
         AND j.{AFTER_PURCHASE} AND {condition} AND l.factor_id = j.factor_id AND l.event_seq = j.event_seq \
         AND l.number = j.number AND l.account IN ({recourse}, {without})"
    )
}

/// Hands every purchased invoice that has a balance in the scope to `each`, in no order.
///
/// # Errors
/// [`Fault::Unreadable`] when journals leave a balance on an invoice that is not there; else [`Fault`], also what `each`
/// returns.
pub fn open_invoices(
    reads: &mut dyn Reads,
    scope: &Scope,
    each: &mut dyn FnMut(&OpenInvoice<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let asked = Asked::new(reads, scope);
    let mut moved: HashMap<Option<InvoiceId>, i64> = HashMap::new();
    reads.connection().query(&moved_sql(asked.condition()), &asked.parameters(), &mut |row| {
        *moved.entry(row.maybe_id(0)?.map(InvoiceId)).or_default() += row.int(1)?;
        Ok(())
    })?;
    let known = match scope.known_at {
        Some(_) => last_event(reads, asked.known_at)?,
        None => i64::MAX,
    };
    let one = if asked.client.is_some() { " AND client_id = $2" } else { "" };
    let sql = format!(
        "SELECT invoice_id, client_id, debtor_id, number, issued, due, currency, amount_minor, agreement_version, purchased_on, \
         decided_seq FROM invoice WHERE factor_id = $1 AND purchased_on IS NOT NULL{one}"
    );
    let mut parameters = vec![Value::Id(asked.factor)];
    parameters.extend(asked.client.map(Value::Id));
    let (mut currencies, mut days) = (Currencies::default(), [Days::default(), Days::default(), Days::default()]);
    let from = scope.from.unwrap_or(Date::MIN);
    reads.connection().query(&sql, &parameters, &mut |row| {
        let id = InvoiceId(row.id(0)?);
        let amount = row.int(7)?;
        let purchased = days[0].read(row.text(9)?)?;
        let counts = purchased <= scope.until && purchased >= from && row.int(10)? <= known;
        let moved = if moved.is_empty() { 0 } else { moved.remove(&Some(id)).unwrap_or(0) };
        let open = if counts { amount } else { 0 } + moved;
        if open == 0 {
            return Ok(());
        }
        each(&OpenInvoice {
            id,
            client: ClientId(row.id(1)?),
            debtor: DebtorId(row.id(2)?),
            number: row.text(3)?,
            issued: days[1].read(row.text(4)?)?,
            due: days[2].read(row.text(5)?)?,
            currency: currencies.read(row.text(6)?)?,
            amount,
            agreement_version: u32::try_from(row.int(8)?).map_err(|error| Fault::unreadable("version", error))?,
            purchased,
            open,
        })
    })?;
    match moved.into_iter().find(|(_, open)| *open != 0) {
        None => Ok(()),
        Some((id, _)) => {
            let id = id.map_or_else(|| "none".to_owned(), |id| id.to_string());
            Err(Fault::unreadable("invoice", format!("journals leave a balance on invoice {id}, which is not there")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AFTER_PURCHASE;
    use crate::schema::MIGRATIONS;
    use domain::ledger::Booking;

    #[test]
    fn the_index_holds_every_booking_that_changes_what_is_open() {
        let after = Booking::ALL.iter().filter(|one| one.moves_receivables() && **one != Booking::Purchase);
        let codes: Vec<String> = after.map(|one| format!("'{}'", one.code())).collect();
        assert_eq!(AFTER_PURCHASE, format!("booking IN ({})", codes.join(", ")));
        let index = format!(
            "CREATE INDEX journal_after_purchase ON journal (factor_id, event_seq, number) WHERE {AFTER_PURCHASE};"
        );
        assert!(MIGRATIONS.iter().any(|one| one.sql.contains(&index)), "{index}");
    }
}
