//! The book's history: what was booked by a value date, as it was known at a moment.
//!
//! Contract: everything here is read from rows that are only ever added (journals and their lines)
//! and from facts of invoices, receipts and schedules that never change once booked. No column that holds a
//! present state is read, so any past report can be made again (rulebook 10, header rule).
//! The one exception says so: [`moved`] reads the kept daily sums, which know only the present.
//!
//! Each question is one statement over the whole set; rows are handed to the caller one by one and
//! nothing is gathered here. A reversal counts as the booking that it mirrors, with the other sign.
//!
//! `CROSS JOIN … WHERE` is written on purpose: both engines take it for an inner join, and SQLite keeps
//! the order in which the tables are named (lines first where few accounts are asked for, journals
//! first where all are).

mod contacts;
mod entries;
mod facts;
mod ledger;
mod notices;
mod open;
mod owed;
pub mod proving;
#[cfg(test)]
mod tests;

pub use contacts::{Contacted, ContactsOf, Covered, answered, contacts, covered};
pub use entries::{Entry, Posting, Wanted, entries, postings};
pub use facts::{InvoiceFacts, Name, ReceiptFacts, client_names, debtor_names, invoices, receipts, schedules};
pub use ledger::{LedgerEntry, LedgerLine, Used, currencies, ledger, used_accounts};
pub use notices::{NoticesOf, notices};
pub use open::{OpenInvoice, open_invoices};
pub use owed::owed;

use super::{currency, date};
use crate::book::{Reads, account};
use crate::engine::{Fault, Value, all, first};
use domain::id::ClientId;
use domain::ledger::Account;
use domain::money::Currency;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// Which bookings count: by value date, by the moment they were booked, by client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Of one client, or of all and of nobody.
    pub client: Option<ClientId>,
    /// Value date from this day on; none for the book's beginning.
    pub from: Option<Date>,
    /// Value date up to this day, included.
    pub until: Date,
    /// Booked up to this moment, included; none for all that is booked.
    pub known_at: Option<Timestamp>,
}

impl Scope {
    /// Everything that is booked.
    pub const EVERYTHING: Self = Self { client: None, from: None, until: Date::MAX, known_at: None };
}

/// A scope as parameters: `$1` factor, `$2` last day, `$3` moment, `$4` first day, `$5` client where one is asked for.
struct Asked {
    factor: Uuid,
    until: String,
    known_at: i64,
    from: String,
    client: Option<Uuid>,
}

impl Asked {
    fn new(reads: &dyn Reads, scope: &Scope) -> Self {
        Self {
            factor: reads.factor(),
            until: scope.until.to_string(),
            known_at: scope.known_at.map_or(i64::MAX, Timestamp::as_microsecond),
            // Every date is larger than no text at all.
            from: scope.from.map_or_else(String::new, |day| day.to_string()),
            client: scope.client.map(|id| id.0),
        }
    }

    fn condition(&self) -> &'static str {
        if self.client.is_some() {
            "j.value_date <= $2 AND j.posted_at <= $3 AND j.value_date >= $4 AND j.client_id = $5"
        } else {
            "j.value_date <= $2 AND j.posted_at <= $3 AND j.value_date >= $4"
        }
    }

    fn parameters(&self) -> Vec<Value<'_>> {
        let mut parameters =
            vec![Value::Id(self.factor), Value::Text(&self.until), Value::Int(self.known_at), Value::Text(&self.from)];
        parameters.extend(self.client.map(Value::Id));
        parameters
    }
}

/// Codes of currencies, each read once: the list of currencies is long and rows are many.
#[derive(Default)]
pub(super) struct Currencies(Vec<Currency>);

impl Currencies {
    pub(super) fn read(&mut self, code: &str) -> Result<Currency, Fault> {
        if let Some(known) = self.0.iter().find(|known| known.code() == code) {
            return Ok(*known);
        }
        let new = currency(code)?;
        self.0.push(new);
        Ok(new)
    }
}

/// Days, each read once where it follows itself: rows of one day stand side by side.
#[derive(Default)]
pub(super) struct Days(String, Date);

impl Days {
    pub(super) fn read(&mut self, text: &str) -> Result<Date, Fault> {
        if self.0 != text {
            self.1 = date(text)?;
            text.clone_into(&mut self.0);
        }
        Ok(self.1)
    }
}

/// Debits and credits of one account of one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Whose; none for money nobody is known for.
    pub client: Option<ClientId>,
    /// Currency.
    pub currency: Currency,
    /// Account.
    pub account: Account,
    /// Debits in minor units.
    pub debit: i64,
    /// Credits in minor units.
    pub credit: i64,
}

/// Debits and credits per client, currency and account up to a value date, from the kept daily sums: fast, and only as
/// known now. The audit proves that they equal the journals.
///
/// # Errors
/// [`Fault`].
pub fn moved(reads: &mut dyn Reads, client: Option<ClientId>, until: Date) -> Result<Vec<Moved>, Fault> {
    let (factor, until) = (reads.factor(), until.to_string());
    let one = if client.is_some() { "AND client_id = $3" } else { "" };
    let sql = format!(
        "SELECT client_id, currency, account, CAST(SUM(debit_minor) AS BIGINT), CAST(SUM(credit_minor) AS BIGINT) FROM movement \
         WHERE factor_id = $1 AND value_date <= $2 {one} GROUP BY client_id, currency, account ORDER BY client_id, currency, account"
    );
    let mut parameters = vec![Value::Id(factor), Value::Text(&until)];
    parameters.extend(client.map(|id| Value::Id(id.0)));
    let mut currencies = Currencies::default();
    all(reads.connection(), &sql, &parameters, |row| {
        let client = row.id(0)?;
        Ok(Moved {
            client: (!client.is_nil()).then_some(ClientId(client)),
            currency: currencies.read(row.text(1)?)?,
            account: account(row.int(2)?)?,
            debit: row.int(3)?,
            credit: row.int(4)?,
        })
    })
}

/// First and last value date of the book; none while nothing is booked.
///
/// # Errors
/// [`Fault`].
pub fn days(reads: &mut dyn Reads) -> Result<Option<(Date, Date)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT MIN(value_date), MAX(value_date) FROM journal WHERE factor_id = $1";
    let found =
        first(reads.connection(), sql, &[Value::Id(factor)], |row| match (row.maybe_text(0)?, row.maybe_text(1)?) {
            (Some(from), Some(to)) => Ok(Some((date(from)?, date(to)?))),
            _ => Ok(None),
        })?;
    Ok(found.flatten())
}
