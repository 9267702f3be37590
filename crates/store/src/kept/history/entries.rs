//! Journals of the past as reports need them: whole entries, or single lines on some accounts.

use super::{Asked, Currencies, Days, Scope};
use crate::book::{Reads, account};
use crate::engine::{Fault, Row};
use crate::kept::{date, named};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::ledger::{Account, Booking, JournalKey, Line};
use domain::money::Currency;
use jiff::civil::Date;

/// A journal of the past, without its proofs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the book.
    pub key: JournalKey,
    /// What it is; for a reversal, what it takes back.
    pub booking: Booking,
    /// Does it take the booking back?
    pub reversal: bool,
    /// Whose account it concerns.
    pub client: Option<ClientId>,
    /// Which debtor.
    pub debtor: Option<DebtorId>,
    /// Which invoice.
    pub invoice: Option<InvoiceId>,
    /// Which schedule.
    pub schedule: Option<ScheduleId>,
    /// Which bank entry.
    pub receipt: Option<ReceiptId>,
    /// The agreement version that rules it.
    pub agreement_version: Option<u32>,
    /// Currency.
    pub currency: Currency,
    /// The business date it takes effect.
    pub value_date: Date,
    /// When it was booked: microseconds since 1970 UTC.
    pub posted_at: i64,
    /// Its proofs as stored.
    pub proofs: String,
    /// Its lines, debit positive.
    pub lines: Vec<Line>,
}

impl Entry {
    /// Sum of its lines on some accounts, debit positive, minor units.
    #[must_use]
    pub fn on(&self, accounts: &[Account]) -> i64 {
        self.lines.iter().filter(|line| accounts.contains(&line.account)).map(|line| line.amount).sum()
    }
}

/// One line of a journal of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Whose account.
    pub client: Option<ClientId>,
    /// Which invoice.
    pub invoice: Option<InvoiceId>,
    /// What booking; for a reversal, what it takes back.
    pub booking: Booking,
    /// Currency.
    pub currency: Currency,
    /// The business date it takes effect.
    pub value_date: Date,
    /// Account.
    pub account: Account,
    /// Minor units, debit positive.
    pub amount: i64,
}

/// Whose proofs an entry shall carry: they are long, and most reports need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Every journal without its proofs.
    Figures,
    /// Every journal with its proofs.
    Proofs,
}

pub(super) fn entries_sql(condition: &str, bookings: &[Booking], wanted: Wanted) -> String {
    let proofs = if wanted == Wanted::Proofs { "j.proofs" } else { "''" };
    format!(
        "SELECT j.event_seq, j.number, j.booking, o.booking, j.client_id, j.debtor_id, j.invoice_id, j.schedule_id, j.receipt_id, \
         j.agreement_version, j.currency, j.value_date, j.posted_at, {proofs}, l.account, l.amount_minor FROM journal j \
         LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event AND o.number = j.reverses_number \
         CROSS JOIN journal_line l WHERE j.factor_id = $1 AND {condition}{} AND l.factor_id = j.factor_id \
         AND l.event_seq = j.event_seq AND l.number = j.number ORDER BY j.event_seq, j.number, l.line",
        named_in(bookings)
    )
}

/// Hands every journal in the scope to `each`, in booking order. `bookings` empty for all.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn entries(
    reads: &mut dyn Reads,
    scope: &Scope,
    bookings: &[Booking],
    wanted: Wanted,
    each: &mut dyn FnMut(&Entry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let asked = Asked::new(reads, scope);
    let sql = entries_sql(asked.condition(), bookings, wanted);
    let mut currencies = Currencies::default();
    let mut under_way: Option<Entry> = None;
    reads.connection().query(&sql, &asked.parameters(), &mut |row| {
        let key = JournalKey { event: row.int(0)?, number: row.int(1)? };
        if under_way.as_ref().is_none_or(|entry| entry.key != key) {
            if let Some(complete) = under_way.take() {
                each(&complete)?;
            }
            under_way = Some(entry_row(row, key, &mut currencies)?);
        }
        if let Some(entry) = &mut under_way {
            entry.lines.push(Line { account: account(row.int(14)?)?, amount: row.int(15)? });
        }
        Ok(())
    })?;
    under_way.as_ref().map_or(Ok(()), each)
}

fn entry_row(row: &dyn Row, key: JournalKey, currencies: &mut Currencies) -> Result<Entry, Fault> {
    let mirrored = row.maybe_text(3)?;
    let version =
        row.maybe_int(9)?.map(u32::try_from).transpose().map_err(|error| Fault::unreadable("version", error))?;
    Ok(Entry {
        key,
        booking: named("booking", mirrored.map_or_else(|| row.text(2), Ok)?, Booking::from_code)?,
        reversal: mirrored.is_some(),
        client: row.maybe_id(4)?.map(ClientId),
        debtor: row.maybe_id(5)?.map(DebtorId),
        invoice: row.maybe_id(6)?.map(InvoiceId),
        schedule: row.maybe_id(7)?.map(ScheduleId),
        receipt: row.maybe_id(8)?.map(ReceiptId),
        agreement_version: version,
        currency: currencies.read(row.text(10)?)?,
        value_date: date(row.text(11)?)?,
        posted_at: row.int(12)?,
        proofs: row.text(13)?.to_owned(),
        lines: Vec::with_capacity(4),
    })
}

pub(super) fn postings_sql(condition: &str, accounts: &[Account]) -> String {
    // Numbers of the chart, never text from outside.
    let numbers = accounts.iter().map(|account| account.number().to_string()).collect::<Vec<_>>().join(", ");
    format!(
        "SELECT j.client_id, j.invoice_id, j.booking, o.booking, j.currency, j.value_date, l.account, l.amount_minor \
         FROM journal_line l CROSS JOIN journal j \
         LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event AND o.number = j.reverses_number \
         WHERE l.factor_id = $1 AND l.account IN ({numbers}) AND j.factor_id = l.factor_id AND j.event_seq = l.event_seq \
         AND j.number = l.number AND {condition} ORDER BY l.event_seq, l.number, l.line"
    )
}

/// Hands every line on some accounts in the scope to `each`, in booking order.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn postings(
    reads: &mut dyn Reads,
    scope: &Scope,
    accounts: &[Account],
    each: &mut dyn FnMut(&Posting) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let asked = Asked::new(reads, scope);
    let sql = postings_sql(asked.condition(), accounts);
    let (mut currencies, mut days) = (Currencies::default(), Days::default());
    reads.connection().query(&sql, &asked.parameters(), &mut |row| {
        each(&Posting {
            client: row.maybe_id(0)?.map(ClientId),
            invoice: row.maybe_id(1)?.map(InvoiceId),
            booking: named("booking", row.maybe_text(3)?.map_or_else(|| row.text(2), Ok)?, Booking::from_code)?,
            currency: currencies.read(row.text(4)?)?,
            value_date: days.read(row.text(5)?)?,
            account: account(row.int(6)?)?,
            amount: row.int(7)?,
        })
    })
}

/// The condition that a journal is one of some bookings, or takes one back. The codes are our own names.
fn named_in(bookings: &[Booking]) -> String {
    if bookings.is_empty() {
        return String::new();
    }
    let codes = bookings.iter().map(|booking| format!("'{}'", booking.code())).collect::<Vec<_>>().join(", ");
    format!(" AND COALESCE(o.booking, j.booking) IN ({codes})")
}
