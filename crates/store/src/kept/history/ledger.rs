//! The whole ledger, journal by journal, with the codes and numbers by which people know what it is about.
//!
//! Streamed in booking order: one journal is in memory at a time, however many there are.

use super::{Asked, Currencies, Scope};
use crate::book::{Reads, account};
use crate::engine::{Fault, Row, Value, all};
use crate::kept::{currency, date, named};
use domain::ledger::{Account, Booking, JournalKey};
use domain::money::Currency;
use jiff::civil::Date;

/// A journal as it is handed to an accountant (LE-02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its place in the book.
    pub key: JournalKey,
    /// Which booking.
    pub booking: Booking,
    /// Code of the client.
    pub client: Option<String>,
    /// Code of the debtor.
    pub debtor: Option<String>,
    /// Number of the invoice.
    pub invoice: Option<String>,
    /// Number of the schedule.
    pub schedule: Option<i64>,
    /// Number of the bank entry.
    pub receipt: Option<i64>,
    /// The agreement version that rules it.
    pub agreement_version: Option<i64>,
    /// Currency.
    pub currency: Currency,
    /// The business date it takes effect.
    pub value_date: Date,
    /// When it was booked: microseconds since 1970 UTC.
    pub posted_at: i64,
    /// The journal it mirrors.
    pub reverses: Option<JournalKey>,
    /// Its lines.
    pub lines: Vec<LedgerLine>,
}

/// One line of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerLine {
    /// 0, 1, 2 … within the journal.
    pub place: i64,
    /// Account.
    pub account: Account,
    /// Minor units, debit positive.
    pub amount: i64,
}

pub(super) fn sql(condition: &str) -> String {
    format!(
        "SELECT j.event_seq, j.number, j.booking, c.code, d.code, i.number, s.number, r.number, j.agreement_version, j.currency, \
         j.value_date, j.posted_at, j.reverses_event, j.reverses_number, l.line, l.account, l.amount_minor FROM journal j \
         LEFT JOIN client c ON c.factor_id = j.factor_id AND c.client_id = j.client_id \
         LEFT JOIN debtor d ON d.factor_id = j.factor_id AND d.debtor_id = j.debtor_id \
         LEFT JOIN invoice i ON i.factor_id = j.factor_id AND i.invoice_id = j.invoice_id \
         LEFT JOIN schedule s ON s.factor_id = j.factor_id AND s.schedule_id = j.schedule_id \
         LEFT JOIN receipt r ON r.factor_id = j.factor_id AND r.receipt_id = j.receipt_id \
         CROSS JOIN journal_line l WHERE j.factor_id = $1 AND {condition} AND l.factor_id = j.factor_id \
         AND l.event_seq = j.event_seq AND l.number = j.number ORDER BY j.event_seq, j.number, l.line"
    )
}

/// Hands every journal in the scope to `each`, in booking order.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn ledger(
    reads: &mut dyn Reads,
    scope: &Scope,
    each: &mut dyn FnMut(&LedgerEntry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let asked = Asked::new(reads, scope);
    let mut currencies = Currencies::default();
    let mut under_way: Option<LedgerEntry> = None;
    reads.connection().query(&sql(asked.condition()), &asked.parameters(), &mut |row| {
        let key = JournalKey { event: row.int(0)?, number: row.int(1)? };
        if under_way.as_ref().is_none_or(|entry| entry.key != key) {
            if let Some(complete) = under_way.take() {
                each(&complete)?;
            }
            under_way = Some(entry_row(row, key, &mut currencies)?);
        }
        if let Some(entry) = &mut under_way {
            let line = LedgerLine { place: row.int(14)?, account: account(row.int(15)?)?, amount: row.int(16)? };
            entry.lines.push(line);
        }
        Ok(())
    })?;
    under_way.as_ref().map_or(Ok(()), each)
}

fn entry_row(row: &dyn Row, key: JournalKey, currencies: &mut Currencies) -> Result<LedgerEntry, Fault> {
    let reverses = match (row.maybe_int(12)?, row.maybe_int(13)?) {
        (Some(event), Some(number)) => Some(JournalKey { event, number }),
        _ => None,
    };
    Ok(LedgerEntry {
        key,
        booking: named("booking", row.text(2)?, Booking::from_code)?,
        client: row.maybe_text(3)?.map(str::to_owned),
        debtor: row.maybe_text(4)?.map(str::to_owned),
        invoice: row.maybe_text(5)?.map(str::to_owned),
        schedule: row.maybe_int(6)?,
        receipt: row.maybe_int(7)?,
        agreement_version: row.maybe_int(8)?,
        currency: currencies.read(row.text(9)?)?,
        value_date: date(row.text(10)?)?,
        posted_at: row.int(11)?,
        reverses,
        lines: Vec::with_capacity(4),
    })
}

/// An account of a client on which something is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Account.
    pub account: Account,
    /// Code of the client; none for money nobody is known for.
    pub client: Option<String>,
    /// First value date on it.
    pub since: Date,
}

/// Every account of every client on which something is booked, by account and code; nobody's own first.
///
/// # Errors
/// [`Fault`].
pub fn used_accounts(reads: &mut dyn Reads) -> Result<Vec<Used>, Fault> {
    let factor = reads.factor();
    // Said, because the engines put what is absent at different ends.
    let sql = "SELECT m.account, c.code, MIN(m.value_date) FROM movement m LEFT JOIN client c ON c.factor_id = m.factor_id \
        AND c.client_id = m.client_id WHERE m.factor_id = $1 GROUP BY m.account, c.code ORDER BY m.account, c.code IS NOT NULL, c.code";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok(Used {
            account: account(row.int(0)?)?,
            client: row.maybe_text(1)?.map(str::to_owned),
            since: date(row.text(2)?)?,
        })
    })
}

/// Every currency in which something is booked.
///
/// # Errors
/// [`Fault`].
pub fn currencies(reads: &mut dyn Reads) -> Result<Vec<Currency>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT DISTINCT currency FROM balance WHERE factor_id = $1 ORDER BY currency";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| currency(row.text(0)?))
}
