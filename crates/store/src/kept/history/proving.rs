//! What an audit reads: the whole book, row by row, beside what its journals say.
//!
//! Every question here is streamed in the order of a key and gathers nothing; a test holds SQLite to that.
//! These questions read present columns on purpose: to hold them against the journals.

use super::Currencies;
use crate::book::{Reads, account};
use crate::engine::{Fault, Row, Value, first};
use crate::kept::{date, named};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::invoice::InvoiceState;
use domain::ledger::{Account, Booking, Journal, JournalKey, Line};
use domain::money::Currency;
use jiff::civil::Date;
use uuid::Uuid;

const WALK: &str = "SELECT e.seq, e.kind, e.business_date, e.recorded_at, e.actor, e.body, e.hash, j.number, j.booking, j.client_id, \
    j.debtor_id, j.invoice_id, j.schedule_id, j.receipt_id, j.agreement_version, j.currency, j.value_date, j.posted_at, \
    j.reverses_event, j.reverses_number, j.proofs, l.line, l.account, l.amount_minor FROM event e \
    LEFT JOIN journal j ON j.factor_id = e.factor_id AND j.event_seq = e.seq \
    LEFT JOIN journal_line l ON l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number \
    WHERE e.factor_id = $1 ORDER BY e.seq, j.number, l.line";

const INVOICES: &str = "SELECT i.invoice_id, i.client_id, i.debtor_id, i.number, i.currency, i.amount_minor, i.state, i.pledged, \
    i.decided_seq, i.agreement_version, i.non_recourse, i.purchased_on, i.advance_minor, i.open_minor, i.held_minor, \
    i.fee_posted_minor, i.fee_accrued_minor, i.fee_deferred_minor, i.portions, i.closed_on, \
    j.event_seq, j.booking, o.booking, j.client_id, j.debtor_id, j.currency, j.value_date, j.agreement_version, l.account, l.amount_minor \
    FROM invoice i LEFT JOIN journal j ON j.factor_id = i.factor_id AND j.invoice_id = i.invoice_id \
    LEFT JOIN journal_line l ON l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number \
    LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event AND o.number = j.reverses_number \
    WHERE i.factor_id = $1 ORDER BY i.invoice_id, j.event_seq, j.number, l.line";

const RECEIPTS: &str = "SELECT r.receipt_id, r.number, r.direction, r.currency, r.amount_minor, r.unapplied_minor, \
    j.booking, o.booking, j.currency, l.account, l.amount_minor \
    FROM receipt r LEFT JOIN journal j ON j.factor_id = r.factor_id AND j.receipt_id = r.receipt_id \
    LEFT JOIN journal_line l ON l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number \
    LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event AND o.number = j.reverses_number \
    WHERE r.factor_id = $1 ORDER BY r.receipt_id, j.event_seq, j.number, l.line";

/// The statements that run over the whole book, for the test that they sort nothing.
#[cfg(test)]
pub(super) const LONG: [&str; 3] = [WALK, INVOICES, RECEIPTS];

/// An event as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct WalkedEvent<'a> {
    /// Its number.
    pub seq: i64,
    /// Stored name of its kind.
    pub kind: &'a str,
    /// Business date.
    pub business_date: Date,
    /// Microseconds since 1970 UTC.
    pub recorded_at: i64,
    /// Who did it.
    pub actor: &'a str,
    /// The facts, as JSON text.
    pub body: &'a str,
    /// Its link in the chain.
    pub hash: &'a [u8],
}

/// A journal as it is stored.
#[derive(Debug, Clone)]
pub struct WalkedJournal {
    /// Its place in the book.
    pub key: JournalKey,
    /// When it was booked: microseconds since 1970 UTC.
    pub posted_at: i64,
    /// The journal; its proofs only as text.
    pub journal: Journal,
    /// Its proofs as stored.
    pub proofs: String,
}

/// Who walks the book: hears of each event, then of its journals in order.
pub trait Walker {
    /// The next event.
    ///
    /// # Errors
    /// To stop the walk.
    fn event(&mut self, event: &WalkedEvent<'_>) -> Result<(), Fault>;
    /// The next journal of that event.
    ///
    /// # Errors
    /// To stop the walk.
    fn journal(&mut self, journal: &WalkedJournal) -> Result<(), Fault>;
}

/// Walks all events, each with its journals, oldest first.
///
/// # Errors
/// [`Fault`], also what `walker` returns; of a row that cannot be read, with its place.
pub fn walk(reads: &mut dyn Reads, walker: &mut dyn Walker) -> Result<(), Fault> {
    let factor = reads.factor();
    let mut currencies = Currencies::default();
    let mut event = None;
    let mut under_way: Option<WalkedJournal> = None;
    reads.connection().query(WALK, &[Value::Id(factor)], &mut |row| {
        let seq = row.int(0)?;
        let key = row.maybe_int(7)?.map(|number| JournalKey { event: seq, number });
        if under_way.as_ref().map(|journal| journal.key) != key
            && let Some(complete) = under_way.take()
        {
            walker.journal(&complete)?;
        }
        if event != Some(seq) {
            event = Some(seq);
            walker.event(&event_row(row).map_err(|fault| at(&format!("event {seq}"), fault))?)?;
        }
        let Some(key) = key else { return Ok(()) };
        let place = || format!("event {seq}, journal {}", key.number);
        if under_way.is_none() {
            under_way = Some(journal_row(row, key, &mut currencies).map_err(|fault| at(&place(), fault))?);
        }
        if let (Some(journal), Some(number)) = (&mut under_way, row.maybe_int(22)?) {
            let account = account(number).map_err(|fault| at(&place(), fault))?;
            journal.journal.lines.push(Line { account, amount: row.int(23)? });
        }
        Ok(())
    })?;
    under_way.as_ref().map_or(Ok(()), |journal| walker.journal(journal))
}

/// An unreadable row, with its place.
fn at(place: &str, fault: Fault) -> Fault {
    match fault {
        Fault::Unreadable { what, reason } => Fault::Unreadable { what, reason: format!("{place}: {reason}") },
        other => other,
    }
}

fn event_row(row: &dyn Row) -> Result<WalkedEvent<'_>, Fault> {
    Ok(WalkedEvent {
        seq: row.int(0)?,
        kind: row.text(1)?,
        business_date: date(row.text(2)?)?,
        recorded_at: row.int(3)?,
        actor: row.text(4)?,
        body: row.text(5)?,
        hash: row.bytes(6)?,
    })
}

fn journal_row(row: &dyn Row, key: JournalKey, currencies: &mut Currencies) -> Result<WalkedJournal, Fault> {
    let reverses = match (row.maybe_int(18)?, row.maybe_int(19)?) {
        (Some(event), Some(number)) => Some(JournalKey { event, number }),
        _ => None,
    };
    let version =
        row.maybe_int(14)?.map(u32::try_from).transpose().map_err(|error| Fault::unreadable("version", error))?;
    let journal = Journal {
        booking: named("booking", row.text(8)?, Booking::from_code)?,
        client: row.maybe_id(9)?.map(ClientId),
        debtor: row.maybe_id(10)?.map(DebtorId),
        invoice: row.maybe_id(11)?.map(InvoiceId),
        schedule: row.maybe_id(12)?.map(ScheduleId),
        receipt: row.maybe_id(13)?.map(ReceiptId),
        agreement_version: version,
        currency: currencies.read(row.text(15)?)?,
        value_date: date(row.text(16)?)?,
        reverses,
        lines: Vec::with_capacity(4),
        proofs: Vec::new(),
    };
    Ok(WalkedJournal { key, posted_at: row.int(17)?, journal, proofs: row.text(20)?.to_owned() })
}

/// An invoice's row, as an audit holds it against its journals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Key.
    pub id: InvoiceId,
    /// Who sells it.
    pub client: ClientId,
    /// Who owes it.
    pub debtor: Option<DebtorId>,
    /// Number as written.
    pub number: String,
    /// Currency.
    pub currency: Currency,
    /// Amount, minor units.
    pub amount: i64,
    /// State.
    pub state: InvoiceState,
    /// Is it marked as pledged?
    pub pledged: bool,
    /// The event that holds its decision.
    pub decided_seq: i64,
    /// The agreement version it was bought under.
    pub agreement_version: Option<i64>,
    /// Does it stand on 1110?
    pub non_recourse: bool,
    /// The purchase date.
    pub purchased: Option<Date>,
    /// What was advanced, minor units.
    pub advance: i64,
    /// Open balance.
    pub open: i64,
    /// Held reserve.
    pub held: i64,
    /// Fee charged.
    pub fee_posted: i64,
    /// Fee accrued.
    pub fee_accrued: i64,
    /// Upfront fee not yet earned.
    pub fee_deferred: i64,
    /// What closed parts of it, as JSON.
    pub portions: String,
    /// The day it closed.
    pub closed: Option<Date>,
}

/// One line on an invoice or a bank entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// The event.
    pub event: i64,
    /// What booking; for a reversal, what it takes back.
    pub booking: Booking,
    /// Whose account.
    pub client: Option<ClientId>,
    /// Which debtor.
    pub debtor: Option<DebtorId>,
    /// Currency.
    pub currency: Currency,
    /// The business date it takes effect.
    pub value_date: Date,
    /// The agreement version that rules it.
    pub agreement_version: Option<i64>,
    /// Account.
    pub account: Account,
    /// Minor units, debit positive.
    pub amount: i64,
}

/// Hands every line of every invoice to `each`, by invoice and booking order; an invoice without lines once, without one.
///
/// # Errors
/// [`Fault`], also what `each` returns; of a row that cannot be read, with its place.
pub fn invoices(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(&InvoiceRow, Option<Proof>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let mut currencies = Currencies::default();
    let mut invoice: Option<InvoiceRow> = None;
    reads.connection().query(INVOICES, &[Value::Id(factor)], &mut |row| {
        let id = InvoiceId(row.id(0)?);
        let current = match &mut invoice {
            Some(current) if current.id == id => current,
            _ => {
                invoice.insert(invoice_row(row, &mut currencies).map_err(|fault| at(&format!("invoice {id}"), fault))?)
            }
        };
        let (Some(event), Some(number)) = (row.maybe_int(20)?, row.maybe_int(28)?) else { return each(current, None) };
        let proof = Proof {
            event,
            booking: named("booking", row.maybe_text(22)?.map_or_else(|| row.text(21), Ok)?, Booking::from_code)?,
            client: row.maybe_id(23)?.map(ClientId),
            debtor: row.maybe_id(24)?.map(DebtorId),
            currency: currencies.read(row.text(25)?)?,
            value_date: date(row.text(26)?)?,
            agreement_version: row.maybe_int(27)?,
            account: account(number)?,
            amount: row.int(29)?,
        };
        each(current, Some(proof))
    })
}

fn invoice_row(row: &dyn Row, currencies: &mut Currencies) -> Result<InvoiceRow, Fault> {
    Ok(InvoiceRow {
        id: InvoiceId(row.id(0)?),
        client: ClientId(row.id(1)?),
        debtor: row.maybe_id(2)?.map(DebtorId),
        number: row.text(3)?.to_owned(),
        currency: currencies.read(row.text(4)?)?,
        amount: row.int(5)?,
        state: named("invoice state", row.text(6)?, InvoiceState::from_code)?,
        pledged: row.int(7)? != 0,
        decided_seq: row.int(8)?,
        agreement_version: row.maybe_int(9)?,
        non_recourse: row.int(10)? != 0,
        purchased: row.maybe_text(11)?.map(date).transpose()?,
        advance: row.int(12)?,
        open: row.int(13)?,
        held: row.int(14)?,
        fee_posted: row.int(15)?,
        fee_accrued: row.int(16)?,
        fee_deferred: row.int(17)?,
        portions: row.text(18)?.to_owned(),
        closed: row.maybe_text(19)?.map(date).transpose()?,
    })
}

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

/// Hands every line of every bank entry to `each`, by entry and booking order; an entry without lines once, without one.
///
/// # Errors
/// [`Fault`], also what `each` returns; of a row that cannot be read, with its place.
pub fn receipts(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(&ReceiptRow, Option<ReceiptLine>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let mut currencies = Currencies::default();
    reads.connection().query(RECEIPTS, &[Value::Id(factor)], &mut |row| {
        let number = row.int(1)?;
        let read = |row: &dyn Row, currencies: &mut Currencies| {
            Ok(ReceiptRow {
                id: ReceiptId(row.id(0)?),
                number,
                credit: row.text(2)? == "CREDIT",
                currency: currencies.read(row.text(3)?)?,
                amount: row.int(4)?,
                unapplied: row.int(5)?,
            })
        };
        let receipt = read(row, &mut currencies).map_err(|fault| at(&format!("R-{number}"), fault))?;
        let Some(on) = row.maybe_int(9)? else { return each(&receipt, None) };
        let booking = named("booking", row.maybe_text(7)?.map_or_else(|| row.text(6), Ok)?, Booking::from_code)?;
        each(&receipt, Some((booking, currencies.read(row.text(8)?)?, account(on)?, row.int(10)?)))
    })
}

/// A statement with the sum of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The account.
    pub account: String,
    /// The bank's id.
    pub external_id: String,
    /// The bank's running number.
    pub sequence: Option<i64>,
    /// Currency.
    pub currency: Currency,
    /// Balance before its first entry, minor units.
    pub opening: i64,
    /// Balance after its last.
    pub closing: i64,
    /// First day.
    pub opened_on: Date,
    /// Last day.
    pub closed_on: Date,
    /// Money in less money out of its entries.
    pub entries: i64,
    /// How many entries it has.
    pub count: i64,
}

/// All statements by account and closing day.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn statements(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(&StatementRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    // One sum per statement, found by its key: entries carry account and the bank's id of the statement.
    let sql = "SELECT s.account, s.external_id, s.sequence, s.currency, s.opening_minor, s.closing_minor, s.opened_on, s.closed_on, \
        CAST((SELECT COALESCE(SUM(CASE WHEN r.direction = 'CREDIT' THEN r.amount_minor ELSE -r.amount_minor END), 0) FROM receipt r \
        WHERE r.factor_id = s.factor_id AND r.account = s.account AND r.external_id = s.external_id) AS BIGINT), \
        (SELECT COUNT(*) FROM receipt r WHERE r.factor_id = s.factor_id AND r.account = s.account AND r.external_id = s.external_id) \
        FROM statement s WHERE s.factor_id = $1 ORDER BY s.account, s.closed_on, s.sequence, s.statement_id";
    let mut currencies = Currencies::default();
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        each(&StatementRow {
            account: row.text(0)?.to_owned(),
            external_id: row.text(1)?.to_owned(),
            sequence: row.maybe_int(2)?,
            currency: currencies.read(row.text(3)?)?,
            opening: row.int(4)?,
            closing: row.int(5)?,
            opened_on: date(row.text(6)?)?,
            closed_on: date(row.text(7)?)?,
            entries: row.int(8)?,
            count: row.int(9)?,
        })
    })
}

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

/// Payments of a kind, for one client and currency: stored name of the kind, client (nil for none), currency, sum.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn payments(
    reads: &mut dyn Reads,
    each: &mut dyn FnMut(&str, Uuid, Currency, i64) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "SELECT kind, client_id, currency, CAST(SUM(amount_minor) AS BIGINT) FROM payment WHERE factor_id = $1 \
        GROUP BY kind, client_id, currency ORDER BY kind, client_id, currency";
    let mut currencies = Currencies::default();
    reads.connection().query(sql, &[Value::Id(factor)], &mut |row| {
        let client = row.maybe_id(1)?.unwrap_or(Uuid::nil());
        let currency = currencies.read(row.text(2)?)?;
        each(row.text(0)?, client, currency, row.int(3)?)
    })
}

/// How many rows a table of the ledger has.
///
/// # Errors
/// [`Fault`].
pub fn counts(reads: &mut dyn Reads) -> Result<(i64, i64), Fault> {
    let factor = reads.factor();
    let mut count = |sql: &str| -> Result<i64, Fault> {
        Ok(first(reads.connection(), sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0))
    };
    let journals = count("SELECT COUNT(*) FROM journal WHERE factor_id = $1")?;
    Ok((journals, count("SELECT COUNT(*) FROM journal_line WHERE factor_id = $1")?))
}

/// A row that hangs in the air, in words; none when every row has what it belongs to.
///
/// # Errors
/// [`Fault`].
pub fn orphan(reads: &mut dyn Reads) -> Result<Option<String>, Fault> {
    let questions = [
        (
            "is of an event that is not there",
            "SELECT j.event_seq, j.number FROM journal j LEFT JOIN event e ON e.factor_id = j.factor_id AND e.seq = j.event_seq \
             WHERE j.factor_id = $1 AND e.seq IS NULL ORDER BY j.event_seq, j.number LIMIT 1",
        ),
        (
            "has lines and is not there",
            "SELECT l.event_seq, l.number FROM journal_line l LEFT JOIN journal j ON j.factor_id = l.factor_id \
             AND j.event_seq = l.event_seq AND j.number = l.number WHERE l.factor_id = $1 AND j.number IS NULL \
             ORDER BY l.event_seq, l.number LIMIT 1",
        ),
        (
            "names an invoice that is not there",
            "SELECT j.event_seq, j.number FROM journal j LEFT JOIN invoice i ON i.factor_id = j.factor_id \
             AND i.invoice_id = j.invoice_id WHERE j.factor_id = $1 AND j.invoice_id IS NOT NULL AND i.invoice_id IS NULL \
             ORDER BY j.event_seq, j.number LIMIT 1",
        ),
        (
            "names a bank entry that is not there",
            "SELECT j.event_seq, j.number FROM journal j LEFT JOIN receipt r ON r.factor_id = j.factor_id \
             AND r.receipt_id = j.receipt_id WHERE j.factor_id = $1 AND j.receipt_id IS NOT NULL AND r.receipt_id IS NULL \
             ORDER BY j.event_seq, j.number LIMIT 1",
        ),
    ];
    found(reads, &questions)
}

/// LE-01: a reversal that does not mirror its original, in words, and how many reversals there are.
///
/// # Errors
/// [`Fault`].
pub fn reversals(reads: &mut dyn Reads) -> Result<(i64, Option<String>), Fault> {
    const PAIR: &str = "FROM journal j LEFT JOIN journal o ON o.factor_id = j.factor_id AND o.event_seq = j.reverses_event \
        AND o.number = j.reverses_number";
    const LAST: &str = "ORDER BY j.event_seq, j.number LIMIT 1";
    let missing = format!(
        "SELECT j.event_seq, j.number {PAIR} WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL AND o.number IS NULL {LAST}"
    );
    let facts = format!(
        "SELECT j.event_seq, j.number {PAIR} WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL AND (j.booking <> 'REVERSAL' \
         OR j.event_seq <= o.event_seq OR j.currency <> o.currency OR j.client_id IS DISTINCT FROM o.client_id \
         OR j.debtor_id IS DISTINCT FROM o.debtor_id OR j.invoice_id IS DISTINCT FROM o.invoice_id \
         OR j.schedule_id IS DISTINCT FROM o.schedule_id OR j.receipt_id IS DISTINCT FROM o.receipt_id \
         OR j.agreement_version IS DISTINCT FROM o.agreement_version) {LAST}"
    );
    let lines = format!(
        "SELECT j.event_seq, j.number {PAIR} CROSS JOIN journal_line a LEFT JOIN journal_line b ON b.factor_id = j.factor_id \
         AND b.event_seq = j.event_seq AND b.number = j.number AND b.line = a.line WHERE j.factor_id = $1 \
         AND j.reverses_event IS NOT NULL AND a.factor_id = o.factor_id AND a.event_seq = o.event_seq AND a.number = o.number \
         AND (b.line IS NULL OR b.account <> a.account OR b.amount_minor <> -a.amount_minor) {LAST}"
    );
    let more = format!(
        "SELECT j.event_seq, j.number {PAIR} WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL AND \
         (SELECT COUNT(*) FROM journal_line l WHERE l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number) <> \
         (SELECT COUNT(*) FROM journal_line l WHERE l.factor_id = o.factor_id AND l.event_seq = o.event_seq AND l.number = o.number) {LAST}"
    );
    let questions = [
        ("mirrors a journal that is not there", missing.as_str()),
        ("is about something else than the journal it mirrors, or is older", facts.as_str()),
        ("has other lines than the journal it mirrors", lines.as_str()),
        ("has other lines than the journal it mirrors", more.as_str()),
        (
            "mirrors nothing, though it is a reversal",
            "SELECT j.event_seq, j.number FROM journal j WHERE j.factor_id = $1 AND j.booking = 'REVERSAL' \
             AND j.reverses_event IS NULL ORDER BY j.event_seq, j.number LIMIT 1",
        ),
        (
            "mirrors a journal that another one mirrors too",
            "SELECT MAX(j.event_seq), MAX(j.number) FROM journal j WHERE j.factor_id = $1 AND j.reverses_event IS NOT NULL \
             GROUP BY j.reverses_event, j.reverses_number HAVING COUNT(*) > 1 ORDER BY 1, 2 LIMIT 1",
        ),
    ];
    let broken = found(reads, &questions)?;
    let factor = reads.factor();
    let sql = "SELECT COUNT(*) FROM journal WHERE factor_id = $1 AND reverses_event IS NOT NULL";
    let count = first(reads.connection(), sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0);
    Ok((count, broken))
}

fn found(reads: &mut dyn Reads, questions: &[(&str, &str)]) -> Result<Option<String>, Fault> {
    let factor = reads.factor();
    for (fact, sql) in questions {
        let place = first(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((row.int(0)?, row.int(1)?)))?;
        if let Some((event, number)) = place {
            return Ok(Some(format!("event {event}, journal {number} {fact}")));
        }
    }
    Ok(None)
}

/// FR-01: an invoice number under which the same invoice is pledged twice, and how many are pledged.
///
/// # Errors
/// [`Fault`].
pub fn pledges(reads: &mut dyn Reads) -> Result<(i64, Option<String>), Fault> {
    let factor = reads.factor();
    let sql = "SELECT MIN(number) FROM invoice WHERE factor_id = $1 AND pledged = 1 \
        GROUP BY number_key, client_id, debtor_id, amount_minor HAVING COUNT(*) > 1 ORDER BY 1 LIMIT 1";
    let twice = first(reads.connection(), sql, &[Value::Id(factor)], |row| Ok(row.text(0)?.to_owned()))?;
    let sql = "SELECT COUNT(*) FROM invoice WHERE factor_id = $1 AND pledged = 1";
    let count = first(reads.connection(), sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0);
    Ok((count, twice))
}

/// LE-10: an application that its journals do not bear out, in words, and how many applications there are.
///
/// # Errors
/// [`Fault`].
pub fn applications(reads: &mut dyn Reads) -> Result<(i64, Option<String>), Fault> {
    let factor = reads.factor();
    let sql = "SELECT r.number, i.number, a.event_seq FROM application a LEFT JOIN receipt r ON r.factor_id = a.factor_id \
        AND r.receipt_id = a.receipt_id LEFT JOIN invoice i ON i.factor_id = a.factor_id AND i.invoice_id = a.invoice_id \
        WHERE a.factor_id = $1 AND (r.number IS NULL OR i.number IS NULL \
        OR a.applied_minor <> (SELECT COALESCE(SUM(-l.amount_minor), 0) FROM journal j CROSS JOIN journal_line l \
            WHERE j.factor_id = a.factor_id AND j.invoice_id = a.invoice_id AND j.event_seq = a.event_seq \
            AND j.receipt_id = a.receipt_id AND j.booking = 'COLLECTION' AND l.factor_id = j.factor_id \
            AND l.event_seq = j.event_seq AND l.number = j.number AND l.account IN (1100, 1110)) \
        OR a.excess_minor <> (SELECT COALESCE(SUM(-l.amount_minor), 0) FROM journal j CROSS JOIN journal_line l \
            WHERE j.factor_id = a.factor_id AND j.invoice_id = a.invoice_id AND j.event_seq = a.event_seq \
            AND j.receipt_id = a.receipt_id AND j.booking = 'COLLECTION' AND l.factor_id = j.factor_id \
            AND l.event_seq = j.event_seq AND l.number = j.number AND l.account = 2010)) \
        ORDER BY a.event_seq LIMIT 1";
    let broken = first(reads.connection(), sql, &[Value::Id(factor)], |row| {
        let receipt =
            row.maybe_int(0)?.map_or_else(|| "a bank entry that is not there".to_owned(), |no| format!("R-{no}"));
        let invoice = row.maybe_text(1)?.unwrap_or("that is not there");
        Ok(format!("{receipt} on invoice {invoice} in event {}: its journals apply another amount", row.int(2)?))
    })?;
    let sql = "SELECT COUNT(*) FROM application WHERE factor_id = $1";
    let count = first(reads.connection(), sql, &[Value::Id(factor)], |row| row.int(0))?.unwrap_or(0);
    Ok((count, broken))
}
