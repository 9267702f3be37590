//! The kept sums as they are stored.

use super::Currencies;
use crate::book::{Reads, account};
use crate::engine::{Fault, Value};
use crate::kept::date;
use domain::id::{ClientId, DebtorId};
use domain::ledger::Account;
use domain::money::Currency;
use jiff::civil::Date;
use uuid::Uuid;

/// A kept sum: whose, currency, account, and debit and credit (of a balance: its amount and nothing).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptSum {
    /// Whose; the nil id for money nobody is known for.
    pub client: Uuid,
    /// Currency.
    pub currency: Currency,
    /// Account.
    pub account: Account,
    /// The day, of a daily sum.
    pub day: Option<Date>,
    /// Debits, or the balance.
    pub debit: i64,
    /// Credits.
    pub credit: i64,
}

/// Hands every row of `balance` to `each`.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn balances(reads: &mut dyn Reads, each: &mut dyn FnMut(&KeptSum) -> Result<(), Fault>) -> Result<(), Fault> {
    let sql = "SELECT client_id, currency, account, amount_minor, 0, NULL FROM balance WHERE factor_id = $1 \
        ORDER BY client_id, currency, account";
    sums(reads, sql, each)
}

/// Hands every row of `movement` to `each`.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn daily_sums(reads: &mut dyn Reads, each: &mut dyn FnMut(&KeptSum) -> Result<(), Fault>) -> Result<(), Fault> {
    let sql = "SELECT client_id, currency, account, debit_minor, credit_minor, value_date FROM movement WHERE factor_id = $1 \
        ORDER BY client_id, currency, account, value_date";
    sums(reads, sql, each)
}

fn sums(reads: &mut dyn Reads, sql: &str, each: &mut dyn FnMut(&KeptSum) -> Result<(), Fault>) -> Result<(), Fault> {
    let factor = reads.factor();
    let mut currencies = Currencies::default();
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(&KeptSum {
            client: row.id(0)?,
            currency: currencies.read(row.text(1)?)?,
            account: account(row.int(2)?)?,
            day: row.maybe_text(5)?.map(date).transpose()?,
            debit: row.int(3)?,
            credit: row.int(4)?,
        })
    })
}

/// Hands every row of `exposure` to `each`: debtor, client, currency, open balance in minor units.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn exposures(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut((DebtorId, ClientId, Currency), i64) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, client_id, currency, open_minor FROM exposure WHERE factor_id = $1 \
        ORDER BY debtor_id, client_id, currency";
    let mut currencies = Currencies::default();
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each((DebtorId(row.id(0)?), ClientId(row.id(1)?), currencies.read(row.text(2)?)?), row.int(3)?)
    })
}
