//! What was written to debtors and came from them, in order of time; what they answered of which invoice.

use crate::book::Reads;
use crate::engine::{Fault, Value};
use crate::kept::{json, named};
use domain::contact::{AnswerKind, Channel, Direction, Purpose};
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId};
use domain::proof::Proof;
use serde::Deserialize;

/// Which messages: of a span of time, of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactsOf {
    /// That speak of invoices of one client, or all.
    pub client: Option<ClientId>,
    /// Of one debtor, or of all.
    pub debtor: Option<DebtorId>,
    /// Left or came in at this moment or later, in microseconds since 1970 UTC.
    pub from: i64,
    /// And before this one.
    pub until: i64,
}

/// A message that left for a debtor or came from one: what of it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacted {
    /// Key.
    pub message: MessageId,
    /// The number people read.
    pub number: i64,
    /// Which way.
    pub direction: Direction,
    /// What for.
    pub purpose: Purpose,
    /// How.
    pub channel: Channel,
    /// To, from or about whom.
    pub debtor: DebtorId,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The zone of whom it went to or came from: the contact's, else the debtor's; none where neither is known.
    pub zone: Option<String>,
    /// Why it could leave.
    pub reasons: Vec<Proof>,
    /// When it was first opened.
    pub opened_at: Option<i64>,
    /// When it was first answered.
    pub replied_at: Option<i64>,
    /// What was said last of it; of a call, what came of it.
    pub last_word: Option<String>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Body {
    reasons: Vec<Proof>,
    opened_at: Option<i64>,
    replied_at: Option<i64>,
    last_word: Option<String>,
}

#[derive(Deserialize)]
struct Zone {
    zone: String,
}

impl ContactsOf {
    fn condition(&self) -> String {
        let mut condition = "m.factor_id = $1 AND m.sent_at >= $2 AND m.sent_at < $3 AND m.sent_at IS NOT NULL \
            AND m.debtor_id IS NOT NULL AND m.client_id IS NULL"
            .to_owned();
        let mut next = 4;
        if self.debtor.is_some() {
            condition.push_str(" AND m.debtor_id = $4");
            next = 5;
        }
        if self.client.is_some() {
            condition.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM message_client o WHERE o.factor_id = $1 AND o.client_id = ${next} \
                AND o.message_id = m.message_id)"
            ));
        }
        condition
    }

    fn parameters(&self, reads: &dyn Reads) -> Vec<Value<'_>> {
        let mut parameters = vec![Value::Id(reads.factor()), Value::Int(self.from), Value::Int(self.until)];
        parameters.extend(self.debtor.map(|debtor| Value::Id(debtor.0)));
        parameters.extend(self.client.map(|client| Value::Id(client.0)));
        parameters
    }
}

/// Hands every message that left for a debtor or came from one to `each`, in order of time.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn contacts(
    reads: &mut dyn Reads,
    of: &ContactsOf,
    each: &mut dyn FnMut(Contacted) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let parameters = of.parameters(reads);
    let sql = format!(
        "SELECT m.message_id, m.number, m.direction, m.purpose, m.channel, m.debtor_id, m.sent_at, m.body, k.body, p.body \
         FROM message m LEFT JOIN contact k ON k.factor_id = m.factor_id AND k.contact_id = m.contact_id \
         LEFT JOIN preference p ON p.factor_id = m.factor_id AND p.debtor_id = m.debtor_id \
         WHERE {} ORDER BY m.sent_at, m.number",
        of.condition()
    );
    reads.connection().query(&sql, &parameters, &mut |row| {
        let body: Body = json("message", row.text(7)?)?;
        let zone = match (row.maybe_text(8)?, row.maybe_text(9)?) {
            (Some(text), _) | (None, Some(text)) => Some(json::<Zone>("zone", text)?.zone),
            (None, None) => None,
        };
        each(Contacted {
            message: MessageId(row.id(0)?),
            number: row.int(1)?,
            direction: named("direction", row.text(2)?, Direction::from_code)?,
            purpose: named("purpose", row.text(3)?, Purpose::from_code)?,
            channel: named("channel", row.text(4)?, Channel::from_code)?,
            debtor: DebtorId(row.id(5)?),
            at: row.int(6)?,
            zone,
            reasons: body.reasons,
            opened_at: body.opened_at,
            replied_at: body.replied_at,
            last_word: body.last_word,
        })
    })
}

/// An invoice that a message speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The message.
    pub message: MessageId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whose.
    pub client: ClientId,
    /// Number as written.
    pub number: String,
}

/// Hands the invoices that the same messages speak of to `each`, message by message; of one client where one is asked for.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn covered(
    reads: &mut dyn Reads,
    of: &ContactsOf,
    each: &mut dyn FnMut(Covered) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let parameters = of.parameters(reads);
    let sql = format!(
        "SELECT s.message_id, i.invoice_id, i.client_id, i.number FROM message m CROSS JOIN message_invoice s CROSS JOIN invoice i \
         WHERE {} AND s.factor_id = m.factor_id AND s.message_id = m.message_id AND i.factor_id = s.factor_id \
         AND i.invoice_id = s.invoice_id ORDER BY m.sent_at, m.number, i.number, i.invoice_id",
        of.condition()
    );
    reads.connection().query(&sql, &parameters, &mut |row| {
        let client = ClientId(row.id(2)?);
        if of.client.is_some_and(|asked| asked != client) {
            return Ok(());
        }
        let (message, invoice) = (MessageId(row.id(0)?), InvoiceId(row.id(1)?));
        each(Covered { message, invoice, client, number: row.text(3)?.to_owned() })
    })
}

/// What debtors said of their invoices in the same span, in order of time: invoice, what, when.
///
/// # Errors
/// [`Fault`], also what `each` returns.
pub fn answered(
    reads: &mut dyn Reads,
    of: &ContactsOf,
    each: &mut dyn FnMut(InvoiceId, AnswerKind, i64) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut parameters = vec![Value::Id(reads.factor()), Value::Int(of.from), Value::Int(of.until)];
    let one = if of.debtor.is_some() { " AND debtor_id = $4" } else { "" };
    parameters.extend(of.debtor.map(|debtor| Value::Id(debtor.0)));
    let sql = format!(
        "SELECT invoice_id, kind, given_at FROM answer WHERE factor_id = $1 AND given_at >= $2 AND given_at < $3{one} \
         ORDER BY given_at, answer_id"
    );
    reads.connection().query(&sql, &parameters, &mut |row| {
        each(InvoiceId(row.id(0)?), named("answer", row.text(1)?, AnswerKind::from_code)?, row.int(2)?)
    })
}
