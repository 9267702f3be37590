//! What the contact engine asks of the book, in sets of debtors: open invoices, messages, last answers, confidentiality.

use super::{date, json, money, named};
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::contact::{Channel, Direction, MessageState, Purpose};
use domain::dispute::{Case, Side};
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId};
use domain::money::Money;
use domain::notice::{Notice, NoticeState};
use jiff::civil::Date;
use uuid::Uuid;

/// An open invoice as the engine and its letters need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvoice {
    /// Key.
    pub invoice: InvoiceId,
    /// Who owes it.
    pub debtor: DebtorId,
    /// Who sold it.
    pub client: ClientId,
    /// Number as written.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Face amount.
    pub amount: Money,
    /// What of it is open.
    pub open: Money,
    /// The day it was bought.
    pub purchased: Option<Date>,
    /// The version of the agreement it was bought under.
    pub agreement_version: Option<i64>,
}

/// A message as it counts against a debtor's budget and ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMessage {
    /// Key.
    pub message: MessageId,
    /// The debtor.
    pub debtor: DebtorId,
    /// The client it is to.
    pub to_client: Option<ClientId>,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub channel: Channel,
    /// Where it stands.
    pub state: MessageState,
    /// When it left or came in, else when it is planned; microseconds.
    pub at: i64,
}

/// Up to `count` debtors after an id with something due before a day, in order of their ids.
///
/// # Errors
/// [`Fault`].
pub fn debtors_due_before(
    reads: &mut dyn Reads,
    before: Date,
    after: Uuid,
    count: i64,
) -> Result<Vec<DebtorId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT DISTINCT debtor_id FROM invoice WHERE factor_id = $1 AND debtor_id > $2 AND due < $3 \
        AND open_minor > 0 ORDER BY debtor_id LIMIT $4";
    let before = before.to_string();
    let parameters = [Value::Id(factor), Value::Id(after), Value::Text(&before), Value::Int(count)];
    all(reads.connection(), sql, &parameters, |row| Ok(DebtorId(row.id(0)?)))
}

/// What a debtor has open of a client under one version of its agreement, by the earliest of its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTerm {
    /// Who owes it.
    pub debtor: DebtorId,
    /// Who sold it.
    pub client: ClientId,
    /// The version it was bought under.
    pub version: i64,
    /// The first purchase among them.
    pub purchased: Date,
    /// The first issue date.
    pub issued: Date,
    /// The first due date.
    pub due: Date,
}

/// LC-09: what is open and due from a day on, by debtor, client and version of the agreement. One pass over what is open.
///
/// # Errors
/// [`Fault`].
pub fn open_terms(reads: &mut dyn Reads, due_from: Date) -> Result<Vec<OpenTerm>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, client_id, agreement_version, MIN(purchased_on), MIN(issued), MIN(due) FROM invoice \
        WHERE factor_id = $1 AND due >= $2 AND open_minor > 0 AND purchased_on IS NOT NULL \
        AND agreement_version IS NOT NULL GROUP BY debtor_id, client_id, agreement_version ORDER BY debtor_id";
    let due_from = due_from.to_string();
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(&due_from)], |row| {
        Ok(OpenTerm {
            debtor: DebtorId(row.id(0)?),
            client: ClientId(row.id(1)?),
            version: row.int(2)?,
            purchased: date(row.text(3)?)?,
            issued: date(row.text(4)?)?,
            due: date(row.text(5)?)?,
        })
    })
}

/// The open invoices of debtors that are due before a day, the oldest due first.
///
/// # Errors
/// [`Fault`].
pub fn open_invoices(reads: &mut dyn Reads, debtors: &[Uuid], before: Date) -> Result<Vec<OpenInvoice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT invoice_id, debtor_id, client_id, number, issued, due, amount_minor, open_minor, currency, purchased_on, \
        agreement_version FROM invoice WHERE factor_id = $1 AND debtor_id {in $2} AND due < $3 AND open_minor > 0 \
        ORDER BY debtor_id, due, invoice_id";
    let before = before.to_string();
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors), Value::Text(&before)], |row| {
        Ok(OpenInvoice {
            invoice: InvoiceId(row.id(0)?),
            debtor: DebtorId(row.id(1)?),
            client: ClientId(row.id(2)?),
            number: row.text(3)?.to_owned(),
            issued: date(row.text(4)?)?,
            due: date(row.text(5)?)?,
            amount: money(row.int(6)?, row.text(8)?)?,
            open: money(row.int(7)?, row.text(8)?)?,
            purchased: row.maybe_text(9)?.map(date).transpose()?,
            agreement_version: row.maybe_int(10)?,
        })
    })
}

/// The messages to, from and about debtors since a time in microseconds. Of what came in, only the debtors' own words: not
/// what a client or a machine wrote (CO-08, CO-09). Of what could not be sent, only what may have left after all (CO-05).
///
/// # Errors
/// [`Fault`].
pub fn messages(reads: &mut dyn Reads, debtors: &[Uuid], since: i64) -> Result<Vec<PastMessage>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT message_id, debtor_id, client_id, direction, purpose, channel, state, sent_at, send_after FROM message \
        WHERE factor_id = $1 AND debtor_id {in $2} AND queued_at >= $3 \
        AND NOT (direction = $4 AND (client_id IS NOT NULL OR body LIKE '%\"by_machine\":true%')) \
        AND NOT (state = $5 AND body NOT LIKE '%\"maybe_left\":true%')";
    let (incoming, failed) = (Value::Text(Direction::In.code()), Value::Text(MessageState::Failed.code()));
    let parameters = [Value::Id(factor), Value::Ids(debtors), Value::Int(since), incoming, failed];
    all(reads.connection(), sql, &parameters, |row| {
        Ok(PastMessage {
            message: MessageId(row.id(0)?),
            debtor: DebtorId(row.id(1)?),
            to_client: row.maybe_id(2)?.map(ClientId),
            direction: named("direction", row.text(3)?, Direction::from_code)?,
            purpose: named("purpose", row.text(4)?, Purpose::from_code)?,
            channel: named("channel", row.text(5)?, Channel::from_code)?,
            state: named("message state", row.text(6)?, MessageState::from_code)?,
            at: row.maybe_int(7)?.unwrap_or(row.int(8)?),
        })
    })
}

/// A validation notice (CO-31), whenever it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidationNotice {
    /// To whom.
    pub debtor: DebtorId,
    /// Whose invoices it speaks of.
    pub client: ClientId,
    /// The message.
    pub message: MessageId,
    /// Where it stands.
    pub state: MessageState,
    /// When it left, in microseconds.
    pub sent_at: Option<i64>,
}

/// CO-31: the validation notices to debtors, the earliest first.
///
/// # Errors
/// [`Fault`].
pub fn validation_notices(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<ValidationNotice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT m.debtor_id, c.client_id, m.message_id, m.state, m.sent_at FROM message m \
        JOIN message_client c ON c.factor_id = m.factor_id AND c.message_id = m.message_id \
        WHERE m.factor_id = $1 AND m.debtor_id {in $2} AND m.purpose = $3 ORDER BY m.queued_at, m.message_id";
    let parameters = [Value::Id(factor), Value::Ids(debtors), Value::Text(Purpose::Validation.code())];
    all(reads.connection(), sql, &parameters, |row| {
        Ok(ValidationNotice {
            debtor: DebtorId(row.id(0)?),
            client: ClientId(row.id(1)?),
            message: MessageId(row.id(2)?),
            state: named("message state", row.text(3)?, MessageState::from_code)?,
            sent_at: row.maybe_int(4)?,
        })
    })
}

/// The invoices that messages speak of.
///
/// # Errors
/// [`Fault`].
pub fn spoken_of(reads: &mut dyn Reads, messages: &[Uuid]) -> Result<Vec<(MessageId, InvoiceId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT message_id, invoice_id FROM message_invoice WHERE factor_id = $1 AND message_id {in $2}";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(messages)], |row| {
        Ok((MessageId(row.id(0)?), InvoiceId(row.id(1)?)))
    })
}

/// When debtors last said something of their invoices, in microseconds, and until which day it stops contact.
///
/// # Errors
/// [`Fault`].
pub fn answers(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<(DebtorId, InvoiceId, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, invoice_id, MAX(given_at) FROM answer WHERE factor_id = $1 AND debtor_id {in $2} \
        GROUP BY debtor_id, invoice_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        Ok((DebtorId(row.id(0)?), InvoiceId(row.id(1)?), row.int(2)?))
    })
}

/// The last moment at which each debtor's cases that were closed from a day on got a word of the debtor, and the moment of
/// their last word at all, which closed them; microseconds.
///
/// # Errors
/// [`Fault`].
pub fn settled_words(reads: &mut dyn Reads, debtors: &[Uuid], from: Date) -> Result<Vec<(DebtorId, i64, i64)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM relation_case WHERE factor_id = $1 AND debtor_id {in $2} AND closed_on >= $3";
    let from = from.to_string();
    let cases: Vec<Case> =
        all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors), Value::Text(&from)], |row| {
            json("case", row.text(0)?)
        })?;
    let words = cases.into_iter().filter_map(|case| {
        let own = case.words.iter().filter(|word| word.by.side == Side::Debtor).map(|word| word.at).max()?;
        Some((case.debtor, own, case.words.iter().map(|word| word.at).max()?))
    });
    Ok(words.collect())
}

/// The clients that sell to debtors.
///
/// # Errors
/// [`Fault`].
pub fn pairs(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<(DebtorId, ClientId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, client_id FROM pair WHERE factor_id = $1 AND debtor_id {in $2} ORDER BY debtor_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        Ok((DebtorId(row.id(0)?), ClientId(row.id(1)?)))
    })
}

/// GL-44, LC-40: where the current notice of a pair leaves the debtor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Whose customer.
    pub debtor: DebtorId,
    /// Whose invoices.
    pub client: ClientId,
    /// GL-44: the notice is held back.
    pub held: bool,
    /// The debtor was given notice, by this version or the one before.
    pub given: bool,
}

/// What debtors were told, one line for each pair that has a notice. Only a notice whose state leaves it open is read whole.
///
/// # Errors
/// [`Fault`].
pub fn told(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<Told>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, client_id, state, CASE WHEN state IN ('HELD', 'NOA_SENT', 'NOA_DELIVERED', \
        'ACKNOWLEDGED', 'PROOF_REQUESTED', 'PROOF_FURNISHED', 'DISPUTED_NOTICE', 'RELEASE_SENT', 'RELEASED') \
        THEN '' ELSE body END FROM notice WHERE factor_id = $1 AND debtor_id {in $2} AND is_current = 1";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        let body = row.text(3)?;
        let held = row.text(2)? == NoticeState::Held.code();
        let given = if body.is_empty() { !held } else { json::<Notice>("notice", body)?.was_given() };
        Ok(Told { debtor: DebtorId(row.id(0)?), client: ClientId(row.id(1)?), held, given })
    })
}

/// Debtors of whom a client asked that they are reminded before the due date (CO-02).
///
/// # Errors
/// [`Fault`].
pub fn reminded_before_due(reads: &mut dyn Reads, after: Uuid, count: i64) -> Result<Vec<DebtorId>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT DISTINCT debtor_id FROM relation WHERE factor_id = $1 AND debtor_id > $2 \
        AND body LIKE '%\"before_due\":true%' ORDER BY debtor_id LIMIT $3";
    let parameters = [Value::Id(factor), Value::Id(after), Value::Int(count)];
    all(reads.connection(), sql, &parameters, |row| Ok(DebtorId(row.id(0)?)))
}
