//! The chain as it is stored: each event, then its journals with their lines.

use super::{Currencies, at};
use crate::book::{Reads, account};
use crate::engine::{Fault, Row, Value};
use crate::kept::{date, named};
use domain::id::{ClientId, DebtorId, InvoiceId, ReceiptId, ScheduleId};
use domain::ledger::{Booking, Journal, JournalKey, Line};
use jiff::civil::Date;

pub(super) const WALK: &str = "SELECT e.seq, e.kind, e.business_date, e.recorded_at, e.actor, e.body, e.hash, e.salt, e.digest, j.number, j.booking, j.client_id, \
    j.debtor_id, j.invoice_id, j.schedule_id, j.receipt_id, j.agreement_version, j.currency, j.value_date, j.posted_at, \
    j.reverses_event, j.reverses_number, j.proofs, l.line, l.account, l.amount_minor FROM event e \
    LEFT JOIN journal j ON j.factor_id = e.factor_id AND j.event_seq = e.seq \
    LEFT JOIN journal_line l ON l.factor_id = j.factor_id AND l.event_seq = j.event_seq AND l.number = j.number \
    WHERE e.factor_id = $1 AND e.seq > $2 ORDER BY e.seq, j.number, l.line";

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
    /// Its salt; none when its texts were replaced.
    pub salt: Option<&'a [u8]>,
    /// The digest of its texts as they were, when they were replaced.
    pub digest: Option<&'a [u8]>,
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

/// Walks all events after one (0: all there are), each with its journals, oldest first.
///
/// # Errors
/// [`Fault`], also what `walker` returns; of a row that cannot be read, with its place.
pub fn walk(reads: &mut dyn Reads, after: i64, walker: &mut dyn Walker) -> Result<(), Fault> {
    let factor = reads.factor();
    let mut currencies = Currencies::default();
    let mut event = None;
    let mut under_way: Option<WalkedJournal> = None;
    reads.connection().query(WALK, &[Value::Id(factor), Value::Int(after)], &mut |row| {
        let seq = row.int(0)?;
        let key = row.maybe_int(9)?.map(|number| JournalKey { event: seq, number });
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
        if let (Some(journal), Some(number)) = (&mut under_way, row.maybe_int(24)?) {
            let account = account(number).map_err(|fault| at(&place(), fault))?;
            journal.journal.lines.push(Line { account, amount: row.int(25)? });
        }
        Ok(())
    })?;
    under_way.as_ref().map_or(Ok(()), |journal| walker.journal(journal))
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
        salt: row.maybe_bytes(7)?,
        digest: row.maybe_bytes(8)?,
    })
}

fn journal_row(row: &dyn Row, key: JournalKey, currencies: &mut Currencies) -> Result<WalkedJournal, Fault> {
    let reverses = match (row.maybe_int(20)?, row.maybe_int(21)?) {
        (Some(event), Some(number)) => Some(JournalKey { event, number }),
        _ => None,
    };
    let version =
        row.maybe_int(16)?.map(u32::try_from).transpose().map_err(|error| Fault::unreadable("version", error))?;
    let journal = Journal {
        booking: named("booking", row.text(10)?, Booking::from_code)?,
        client: row.maybe_id(11)?.map(ClientId),
        debtor: row.maybe_id(12)?.map(DebtorId),
        invoice: row.maybe_id(13)?.map(InvoiceId),
        schedule: row.maybe_id(14)?.map(ScheduleId),
        receipt: row.maybe_id(15)?.map(ReceiptId),
        agreement_version: version,
        currency: currencies.read(row.text(17)?)?,
        value_date: date(row.text(18)?)?,
        reverses,
        lines: Vec::with_capacity(4),
        proofs: Vec::new(),
    };
    Ok(WalkedJournal { key, posted_at: row.int(19)?, journal, proofs: row.text(22)?.to_owned() })
}
