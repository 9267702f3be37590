//! Bank entries, statements, applications and payments beside the lines of their journals.

use super::{Currencies, at};
use crate::book::{Reads, account};
use crate::engine::{Fault, Row, Value, all, first};
use crate::kept::named;
use domain::id::{ClientId, ReceiptId};
use domain::ledger::{Account, Booking};
use domain::money::Currency;

/// The columns of a bank entry's row.
macro_rules! row_columns {
    () => {
        "r.receipt_id, r.number, r.direction, r.currency, r.amount_minor, r.unapplied_minor"
    };
}

/// Bank entries with journals, in the order of the journals' own index.
pub(super) const BOOKED: &str = concat!(
    "SELECT ",
    row_columns!(),
    ", j.booking, o.booking, j.currency, l.account, l.amount_minor FROM journal j CROSS JOIN receipt r \
     LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event AND o.number = j.reverses_number \
     CROSS JOIN journal_line l WHERE j.factor_id = $1 AND j.receipt_id IS NOT NULL AND r.factor_id = j.factor_id \
     AND r.receipt_id = j.receipt_id AND l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number \
     ORDER BY j.receipt_id, j.event_seq, j.number"
);

/// What follows of [`BOOKED`] where one bank entry is asked for.
const ONE: &str = "AND j.receipt_id = $2 ORDER BY j.receipt_id";

/// Bank entries without.
pub(super) const UNBOOKED: &str = concat!(
    "SELECT ",
    row_columns!(),
    " FROM receipt r WHERE r.factor_id = $1 AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.factor_id = r.factor_id \
     AND j.receipt_id = r.receipt_id) ORDER BY r.receipt_id"
);

/// A bank entry's row, as an audit holds it against its journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Key.
    pub id: ReceiptId,
    /// Number people read.
    pub number: i64,
    /// Did money come in?
    pub credit: bool,
    /// Currency.
    pub currency: Currency,
    /// Amount, minor units.
    pub amount: i64,
    /// What waits to be matched.
    pub unapplied: i64,
}

/// A line of a bank entry: booking (of a reversal, what it takes back), currency, account, amount.
pub type ReceiptLine = (Booking, Currency, Account, i64);

/// Who hears of each line of a bank entry, or once of an entry without lines.
pub type EachReceipt<'a> = dyn FnMut(&ReceiptRow, Option<ReceiptLine>) -> Result<(), Fault> + 'a;

/// Hands every line of every bank entry to `each`, by entry and booking order; then every entry
/// without lines once, without one.
///
/// # Errors
/// [`Fault`], also what `each` returns; of a row that cannot be read, with its place.
pub fn receipts(reads: &mut dyn Reads, each: &mut EachReceipt<'_>) -> Result<(), Fault> {
    let factor = reads.factor();
    booked(reads, BOOKED, &[Value::Id(factor)], each)?;
    let mut currencies = Currencies::default();
    reads.connection().query(UNBOOKED, &[Value::Id(factor)], &mut |row| each(&receipt_row(row, &mut currencies)?, None))
}

/// Hands every line of one bank entry to `each`, in booking order; nothing where the entry is not there.
///
/// # Errors
/// As [`receipts`].
pub fn receipt(reads: &mut dyn Reads, id: ReceiptId, each: &mut EachReceipt<'_>) -> Result<(), Fault> {
    let factor = reads.factor();
    booked(reads, &BOOKED.replace("ORDER BY j.receipt_id", ONE), &[Value::Id(factor), Value::Id(id.0)], each)
}

fn booked(reads: &mut dyn Reads, sql: &str, parameters: &[Value<'_>], each: &mut EachReceipt<'_>) -> Result<(), Fault> {
    let mut currencies = Currencies::default();
    reads.connection().query(sql, parameters, &mut |row| {
        let receipt = receipt_row(row, &mut currencies)?;
        let booking = named("booking", row.maybe_text(7)?.map_or_else(|| row.text(6), Ok)?, Booking::from_code)?;
        let line = (booking, currencies.read(row.text(8)?)?, account(row.int(9)?)?, row.int(10)?);
        each(&receipt, Some(line))
    })
}

fn receipt_row(row: &dyn Row, currencies: &mut Currencies) -> Result<ReceiptRow, Fault> {
    let number = row.int(1)?;
    let place = |fault| at(&format!("R-{number}"), fault);
    Ok(ReceiptRow {
        id: ReceiptId(row.id(0)?),
        number,
        credit: row.text(2)? == "CREDIT",
        currency: currencies.read(row.text(3)?).map_err(place)?,
        amount: row.int(4).map_err(place)?,
        unapplied: row.int(5).map_err(place)?,
    })
}

/// A statement with the sum of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The account.
    pub account: String,
    /// The bank's id.
    pub external_id: String,
    /// Currency.
    pub currency: Currency,
    /// Balance before its first entry, minor units.
    pub opening: i64,
    /// Balance after its last.
    pub closing: i64,
    /// Money in less money out of its entries.
    pub entries: i64,
    /// How many entries are in the book.
    pub count: i64,
    /// How many it has; more than are in the book while taking it in is interrupted.
    pub expected: i64,
}

/// All statements by account and currency, in the order in which they were taken in (ids grow with time).
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn statements(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(&StatementRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    // One sum per statement, found by its key: entries carry account and the bank's id of the statement.
    let sql = "SELECT s.account, s.external_id, s.currency, s.opening_minor, s.closing_minor, \
        CAST((SELECT COALESCE(SUM(CASE WHEN r.direction = 'CREDIT' THEN r.amount_minor ELSE -r.amount_minor END), 0) FROM receipt r \
        WHERE r.factor_id = s.factor_id AND r.account = s.account AND r.external_id = s.external_id) AS BIGINT), \
        (SELECT COUNT(*) FROM receipt r WHERE r.factor_id = s.factor_id AND r.account = s.account AND r.external_id = s.external_id), \
        s.entry_count FROM statement s WHERE s.factor_id = $1 ORDER BY s.account, s.currency, s.statement_id";
    let mut currencies = Currencies::default();
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(&StatementRow {
            account: row.text(0)?.to_owned(),
            external_id: row.text(1)?.to_owned(),
            currency: currencies.read(row.text(2)?)?,
            opening: row.int(3)?,
            closing: row.int(4)?,
            entries: row.int(5)?,
            count: row.int(6)?,
            expected: row.int(7)?,
        })
    })
}

/// Payments of one kind to one client in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentSum {
    /// Stored name of the kind.
    pub kind: String,
    /// To whom; none for debtors.
    pub client: Option<ClientId>,
    /// Currency.
    pub currency: Currency,
    /// Minor units.
    pub amount: i64,
}

/// Sums of all payments, per kind, client and currency.
///
/// # Errors
/// [`Fault`].
pub fn payments(reads: &mut dyn Reads) -> Result<Vec<PaymentSum>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT kind, client_id, currency, CAST(SUM(amount_minor) AS BIGINT) FROM payment WHERE factor_id = $1 \
        GROUP BY kind, client_id, currency ORDER BY kind, client_id, currency";
    let mut currencies = Currencies::default();
    all(reads.connection(), sql, &[Value::Id(factor)], |row| {
        Ok(PaymentSum {
            kind: row.text(0)?.to_owned(),
            client: row.maybe_id(1)?.map(ClientId),
            currency: currencies.read(row.text(2)?)?,
            amount: row.int(3)?,
        })
    })
}

/// LE-10: an application of an event after one (0: of any) that its journals do not bear out, in words, and how many there are.
///
/// # Errors
/// [`Fault`].
pub fn applications(reads: &mut dyn Reads, after: i64) -> Result<(i64, Option<String>), Fault> {
    let factor = reads.factor();
    let sql = "SELECT r.number, i.number, a.event_seq FROM application a LEFT JOIN receipt r ON r.factor_id = a.factor_id \
        AND r.receipt_id = a.receipt_id LEFT JOIN invoice i ON i.factor_id = a.factor_id AND i.invoice_id = a.invoice_id \
        WHERE a.factor_id = $1 AND a.event_seq > $2 AND (r.number IS NULL OR i.number IS NULL \
        OR a.applied_minor <> (SELECT COALESCE(SUM(-l.amount_minor), 0) FROM journal j CROSS JOIN journal_line l \
            WHERE j.factor_id = a.factor_id AND j.invoice_id = a.invoice_id AND j.event_seq = a.event_seq \
            AND j.receipt_id = a.receipt_id AND j.booking = 'COLLECTION' AND l.factor_id = j.factor_id \
            AND l.event_seq = j.event_seq AND l.number = j.number AND l.account IN (1100, 1110)) \
        OR a.excess_minor <> (SELECT COALESCE(SUM(-l.amount_minor), 0) FROM journal j CROSS JOIN journal_line l \
            WHERE j.factor_id = a.factor_id AND j.invoice_id = a.invoice_id AND j.event_seq = a.event_seq \
            AND j.receipt_id = a.receipt_id AND j.booking = 'COLLECTION' AND l.factor_id = j.factor_id \
            AND l.event_seq = j.event_seq AND l.number = j.number AND l.account = 2010)) \
        ORDER BY a.event_seq LIMIT 1";
    let broken = first(reads.connection(), sql, &[Value::Id(factor), Value::Int(after)], |row| {
        let receipt =
            row.maybe_int(0)?.map_or_else(|| "a bank entry that is not there".to_owned(), |no| format!("R-{no}"));
        let invoice = row.maybe_text(1)?.unwrap_or("that is not there");
        Ok(format!("{receipt} on invoice {invoice} in event {}: its journals apply another amount", row.int(2)?))
    })?;
    let sql = "SELECT COUNT(*) FROM application WHERE factor_id = $1 AND event_seq > $2";
    let count = first(reads.connection(), sql, &[Value::Id(factor), Value::Int(after)], |row| row.int(0))?.unwrap_or(0);
    Ok((count, broken))
}
