//! Invoices: offered, decided, bought, paid.

use super::{date, json, money, named, to_json};
use crate::book::Reads;
use crate::engine::{Ask, Fault, Row, Table, Value, all, first};
use domain::cash::matching::OpenItem;
use domain::credit::EligibleInvoices;
use domain::fraud::NumberKey;
use domain::id::{ClientId, DebtorId, InvoiceId, ScheduleId};
use domain::invoice::{InvoiceState, Offer, Receivable};
use domain::money::{Currency, Money, Rate};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an offer says beyond number, dates and amount.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Details {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivered: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contract: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment_reference: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payee: Option<String>,
}

/// An invoice as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Key.
    pub id: InvoiceId,
    /// The schedule it was offered on.
    pub schedule: ScheduleId,
    /// Its line there.
    pub line_no: i64,
    /// Who sells it.
    pub client: ClientId,
    /// Who owes it; none while nobody on file fits.
    pub debtor: Option<DebtorId>,
    /// What the schedule says of the debtor.
    pub debtor_stated: String,
    /// What it says.
    pub offer: Offer,
    /// State.
    pub state: InvoiceState,
    /// The event that holds its decision.
    pub decided_seq: i64,
    /// GL-04: what was advanced, before fees.
    pub advance: Money,
    /// Its balances; none while it is not bought.
    pub receivable: Option<Receivable>,
}

const INVOICE: &str = "invoice_id, schedule_id, line_no, client_id, debtor_id, debtor_stated, number, issued, due, currency, \
    amount_minor, details, state, decided_seq, agreement_version, advance_rate, non_recourse, purchased_on, advance_minor, \
    open_minor, held_minor, fee_posted_minor, fee_accrued_minor, fee_deferred_minor, portions, closed_on, cleared_on";

fn invoice_row(row: &dyn Row) -> Result<Invoice, Fault> {
    let amount = money(row.int(10)?, row.text(9)?)?;
    let details: Details = json("details", row.text(11)?)?;
    let id = InvoiceId(row.id(0)?);
    let schedule = ScheduleId(row.id(1)?);
    let client = ClientId(row.id(3)?);
    let debtor = row.maybe_id(4)?.map(DebtorId);
    let state = named("invoice state", row.text(12)?, InvoiceState::from_code)?;
    let offer = Offer {
        number: row.text(6)?.to_owned(),
        issued: date(row.text(7)?)?,
        due: date(row.text(8)?)?,
        amount,
        delivered: details.delivered,
        description: details.description,
        order: details.order,
        contract: details.contract,
        payment_reference: details.payment_reference,
        payee: details.payee,
    };
    let receivable = match (row.maybe_text(17)?, debtor) {
        (Some(purchased), Some(debtor)) => Some(Receivable {
            id,
            client,
            debtor,
            schedule,
            number: offer.number.clone(),
            currency: amount.currency,
            face: amount.minor,
            issued: offer.issued,
            due: offer.due,
            agreement_version: u32::try_from(row.int(14)?).map_err(|error| Fault::unreadable("version", error))?,
            advance_rate: rate(row.text(15)?)?,
            non_recourse: row.int(16)? != 0,
            purchased: date(purchased)?,
            state,
            open: row.int(19)?,
            held: row.int(20)?,
            fee_posted: row.int(21)?,
            fee_accrued: row.int(22)?,
            fee_deferred: row.int(23)?,
            portions: json("portions", row.text(24)?)?,
            closed: row.maybe_text(25)?.map(date).transpose()?,
            cleared: row.maybe_text(26)?.map(date).transpose()?,
        }),
        _ => None,
    };
    Ok(Invoice {
        id,
        schedule,
        line_no: row.int(2)?,
        client,
        debtor,
        debtor_stated: row.text(5)?.to_owned(),
        offer,
        state,
        decided_seq: row.int(13)?,
        advance: Money::new(row.int(18)?, amount.currency),
        receivable,
    })
}

fn rate(text: &str) -> Result<Rate, Fault> {
    let fraction = text.parse().map_err(|error| Fault::unreadable("rate", error))?;
    Rate::new(fraction).map_err(|error| Fault::unreadable("rate", error))
}

fn many(reads: &mut dyn Reads, rest: &str, parameters: &[Value<'_>]) -> Result<Vec<Invoice>, Fault> {
    let sql = format!("SELECT {INVOICE} FROM invoice WHERE factor_id = $1 AND {rest}");
    all(reads.connection(), &sql, parameters, invoice_row)
}

/// The invoice with this id.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: InvoiceId) -> Result<Option<Invoice>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {INVOICE} FROM invoice WHERE factor_id = $1 AND invoice_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], invoice_row)
}

/// The invoices with these ids, in no order.
///
/// # Errors
/// [`Fault`].
pub fn by_ids(reads: &mut dyn Reads, ids: &[uuid::Uuid]) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    many(reads, "invoice_id {in $2}", &[Value::Id(factor), Value::Ids(ids)])
}

/// Up to `limit` invoices of a schedule after a line, in file order.
///
/// # Errors
/// [`Fault`].
pub fn of_schedule(
    reads: &mut dyn Reads,
    schedule: ScheduleId,
    after_line: i64,
    limit: i64,
) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let rest = "schedule_id = $2 AND line_no > $3 AND line_no > 0 ORDER BY line_no LIMIT $4";
    many(reads, rest, &[Value::Id(factor), Value::Id(schedule.0), Value::Int(after_line), Value::Int(limit)])
}

/// Up to `limit` open invoices of a debtor, the oldest due date first; of one client or all.
///
/// # Errors
/// [`Fault`].
pub fn open_of_debtor(reads: &mut dyn Reads, debtor: DebtorId, limit: i64) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let rest = "debtor_id = $2 AND open_minor > 0 ORDER BY due, number_key, invoice_id LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Id(debtor.0), Value::Int(limit)])
}

/// Up to `limit` invoices that wait for a person, newest last.
///
/// # Errors
/// [`Fault`].
pub fn waiting(reads: &mut dyn Reads, limit: i64) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    many(reads, "state = 'IN_REVIEW' ORDER BY invoice_id LIMIT $2", &[Value::Id(factor), Value::Int(limit)])
}

/// Up to `limit` lines of a client for a debtor that wait for a confirmation, a notice or proof of it, oldest first; those
/// after `after`, where one is named.
///
/// # Errors
/// [`Fault`].
pub fn waiting_of_pair(
    reads: &mut dyn Reads,
    client: ClientId,
    debtor: DebtorId,
    after: Option<InvoiceId>,
    limit: i64,
) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let after = after.map_or(uuid::Uuid::nil(), |id| id.0);
    // What is pledged and not bought waits; lines in review are few, and left out by their state.
    let rest = "client_id = $2 AND debtor_id = $3 AND pledged = 1 AND purchased_on IS NULL AND \
        state IN ('VERIFYING', 'VERIFIED') AND invoice_id > $4 ORDER BY invoice_id LIMIT $5";
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0), Value::Id(after), Value::Int(limit)];
    many(reads, rest, &parameters)
}

/// Up to `limit` lines that wait for a confirmation, a notice or proof of it, the earliest issued first.
///
/// # Errors
/// [`Fault`].
pub fn asked(reads: &mut dyn Reads, limit: i64) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let rest = "pledged = 1 AND purchased_on IS NULL AND state IN ('VERIFYING', 'VERIFIED') ORDER BY issued, invoice_id LIMIT $2";
    many(reads, rest, &[Value::Id(factor), Value::Int(limit)])
}

/// Amounts of a debtor's purchased invoices in a currency, minor units: up to `limit` open ones, the latest due first and of
/// these the latest decided, and up to `limit` paid ones, the latest paid first.
///
/// # Errors
/// [`Fault`].
pub fn bought_of_debtor(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    currency: Currency,
    limit: i64,
) -> Result<Vec<i64>, Fault> {
    let parameters = bought_parameters(reads, debtor, currency.code(), limit);
    let mut amounts = Vec::new();
    for sql in BOUGHT {
        amounts.extend(all(reads.connection(), sql, &parameters, |row| row.int(0))?);
    }
    Ok(amounts)
}

/// What [`bought_of_debtor`] asks, for [`crate::engine::Connection::ask_ahead`].
pub fn bought_asks<'a>(reads: &dyn Reads, debtor: DebtorId, currency: &'a str, limit: i64) -> [Ask<'a>; 2] {
    let parameters = bought_parameters(reads, debtor, currency, limit);
    BOUGHT.map(|sql| Ask { sql, parameters: parameters.to_vec() })
}

/// One index holds what is open, another what is paid. Each is read from its end, in its own order to the last column: nothing
/// has to be sorted, however many are due on one day. The `+` keeps SQLite from taking the currency for a constant and out of the
/// order, after which it would sort all that is open.
pub(crate) const BOUGHT: [&str; 2] = [
    "SELECT amount_minor FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND +currency = $3 AND open_minor > 0 \
     ORDER BY due DESC, client_id DESC, currency DESC, decided_seq DESC, open_minor DESC, amount_minor DESC LIMIT $4",
    "SELECT amount_minor FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND +currency = $3 AND closed_on IS NOT NULL \
     ORDER BY closed_on DESC, currency DESC, amount_minor DESC LIMIT $4",
];

fn bought_parameters<'a>(reads: &dyn Reads, debtor: DebtorId, currency: &'a str, limit: i64) -> [Value<'a>; 4] {
    [Value::Id(reads.factor()), Value::Id(debtor.0), Value::Text(currency), Value::Int(limit)]
}

/// A pledged invoice: its number normalised, itself, its client, its debtor, its amount.
pub type Pledged = (String, InvoiceId, ClientId, DebtorId, Money);

/// Pledged invoices of a client under these numbers (FR-01), as the duplicate check needs them.
///
/// # Errors
/// [`Fault`].
pub fn pledged_under(reads: &mut dyn Reads, client: ClientId, keys: &[String]) -> Result<Vec<Pledged>, Fault> {
    let Ask { sql, parameters } = pledged_ask(reads, client, keys);
    all(reads.connection(), sql, &parameters, |row| {
        let amount = money(row.int(4)?, row.text(5)?)?;
        Ok((row.text(0)?.to_owned(), InvoiceId(row.id(1)?), ClientId(row.id(2)?), DebtorId(row.id(3)?), amount))
    })
}

/// What [`pledged_under`] asks, for [`crate::engine::Connection::ask_ahead`].
pub fn pledged_ask<'a>(reads: &dyn Reads, client: ClientId, keys: &'a [String]) -> Ask<'a> {
    let sql = "SELECT number_key, invoice_id, client_id, debtor_id, amount_minor, currency FROM invoice \
        WHERE factor_id = $1 AND number_key {in $2} AND client_id = $3 AND pledged = 1";
    Ask { sql, parameters: vec![Value::Id(reads.factor()), Value::Texts(keys), Value::Id(client.0)] }
}

/// Invoices whose number begins with a key, for the search; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn search(reads: &mut dyn Reads, key: &NumberKey, limit: i64) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    // Every key that begins with the text lies between it and it followed by the largest character.
    let end = format!("{}\u{10FFFF}", key.as_str());
    let rest = "number_key >= $2 AND number_key < $3 AND pledged = 1 ORDER BY number_key, invoice_id LIMIT $4";
    many(reads, rest, &[Value::Id(factor), Value::Text(key.as_str()), Value::Text(&end), Value::Int(limit)])
}

/// The invoices of a debtor under a number, of all its clients, as far as they are not refused or withdrawn.
///
/// # Errors
/// [`Fault`].
pub fn of_debtor_under(reads: &mut dyn Reads, debtor: DebtorId, number: &str) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let key = NumberKey::of(number);
    let rest = "number_key = $2 AND debtor_id = $3 AND pledged = 1";
    many(reads, rest, &[Value::Id(factor), Value::Text(key.as_str()), Value::Id(debtor.0)])
}

/// Open invoices with exactly this open balance; up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn open_at(reads: &mut dyn Reads, minor: i64, limit: i64) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let rest = "open_minor = $2 AND open_minor > 0 ORDER BY due, invoice_id LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Int(minor), Value::Int(limit)])
}

const ITEM: &str = "invoice_id, client_id, debtor_id, number, number_key, payment_key, open_minor, due";

fn item_row(row: &dyn Row) -> Result<OpenItem, Fault> {
    Ok(OpenItem {
        invoice: InvoiceId(row.id(0)?),
        client: ClientId(row.id(1)?),
        debtor: DebtorId(row.id(2)?),
        number: row.text(3)?.to_owned(),
        key: NumberKey::of(row.text(4)?),
        payment_reference: row.maybe_text(5)?.map(NumberKey::of),
        open: row.int(6)?,
        due: date(row.text(7)?)?,
    })
}

/// Open invoices of a currency whose number or payment reference is among the keys (LE-10).
///
/// # Errors
/// [`Fault`].
pub fn open_under(reads: &mut dyn Reads, currency: Currency, keys: &[String]) -> Result<Vec<OpenItem>, Fault> {
    let factor = reads.factor();
    let parameters = [Value::Id(factor), Value::Texts(keys), Value::Text(currency.code())];
    let sql = format!(
        "SELECT {ITEM} FROM invoice WHERE factor_id = $1 AND number_key {{in $2}} AND pledged = 1 AND open_minor > 0 AND currency = $3"
    );
    let mut found = all(reads.connection(), &sql, &parameters, item_row)?;
    let sql = format!(
        "SELECT {ITEM} FROM invoice WHERE factor_id = $1 AND payment_key {{in $2}} AND open_minor > 0 AND currency = $3"
    );
    for item in all(reads.connection(), &sql, &parameters, item_row)? {
        if !found.iter().any(|other| other.invoice == item.invoice) {
            found.push(item);
        }
    }
    found.sort_by_key(|item| item.invoice);
    Ok(found)
}

/// Up to `limit` open invoices of a debtor in a currency, as matching needs them, the oldest due date first.
///
/// # Errors
/// [`Fault`].
pub fn open_items(
    reads: &mut dyn Reads,
    debtor: DebtorId,
    currency: Currency,
    limit: i64,
) -> Result<Vec<OpenItem>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {ITEM} FROM invoice WHERE factor_id = $1 AND debtor_id = $2 AND open_minor > 0 AND currency = $3 ORDER BY due, number_key, \
         invoice_id LIMIT $4"
    );
    all(
        reads.connection(),
        &sql,
        &[Value::Id(factor), Value::Id(debtor.0), Value::Text(currency.code()), Value::Int(limit)],
        item_row,
    )
}

/// Open invoices of several debtors in a currency, as matching needs them: up to `limit` of each debtor, the oldest due
/// date first.
///
/// # Errors
/// [`Fault`].
pub fn open_items_of(
    reads: &mut dyn Reads,
    debtors: &[uuid::Uuid],
    currency: Currency,
    limit: i64,
) -> Result<Vec<OpenItem>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT {ITEM} FROM (SELECT {ITEM}, ROW_NUMBER() OVER (PARTITION BY debtor_id ORDER BY due, number_key, invoice_id) AS place \
         FROM invoice WHERE factor_id = $1 AND debtor_id {{in $2}} AND open_minor > 0 AND currency = $3) AS ranked \
         WHERE place <= $4 ORDER BY debtor_id, due, number_key, invoice_id"
    );
    let parameters = [Value::Id(factor), Value::Ids(debtors), Value::Text(currency.code()), Value::Int(limit)];
    all(reads.connection(), &sql, &parameters, item_row)
}

/// Eligible balances of a client per advance rate: what GL-09 multiplies. Open balances, less what disputes take out of
/// them (CR-14 5), which is named.
///
/// # Errors
/// [`Fault`].
pub fn eligible(reads: &mut dyn Reads, client: ClientId, currency: Currency) -> Result<EligibleInvoices, Fault> {
    let factor = reads.factor();
    let sql = "SELECT advance_rate, CAST(SUM(open_minor) AS BIGINT) FROM invoice WHERE factor_id = $1 AND client_id = $2 \
        AND currency = $3 AND open_minor > 0 GROUP BY advance_rate";
    let mut eligible = EligibleInvoices::default();
    reads.connection().query(
        sql,
        &[Value::Id(factor), Value::Id(client.0), Value::Text(currency.code())],
        &mut |row| {
            eligible.add(rate(row.text(0)?)?, row.int(1)?);
            Ok(())
        },
    )?;
    // Several cases of one invoice together never take out more than is open of it.
    let mut left: std::collections::HashMap<InvoiceId, i64> = std::collections::HashMap::new();
    for one in super::relation_case::taken_out(reads, client, currency)? {
        let left = left.entry(one.invoice).or_insert(one.open);
        let amount = one.amount.min(*left);
        if amount > 0 {
            *left -= amount;
            let why = format!("dispute C-{} on invoice {}", one.number, one.invoice_number);
            eligible.exclude(rate(&one.advance_rate)?, amount, why);
        }
    }
    Ok(eligible)
}

/// The joins in the order of [`super::view::client::clearing`], and for its reason.
pub(crate) const UNCLEARED: &str = "SELECT CAST(COALESCE(SUM(-l.amount_minor), 0) AS BIGINT) FROM invoice i CROSS JOIN journal k \
    CROSS JOIN journal j CROSS JOIN journal_line l WHERE i.factor_id = $1 AND i.client_id = $2 AND i.cleared_on > $3 AND i.currency = $4 AND \
    k.factor_id = $1 AND k.invoice_id = i.invoice_id AND j.factor_id = $1 AND j.event_seq = k.event_seq AND j.number = k.number AND \
    j.booking = 'RESERVE_TO_AVAILABLE' AND j.value_date = i.closed_on AND l.factor_id = $1 AND l.event_seq = j.event_seq AND \
    l.number = j.number AND l.account = 2010 AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.factor_id = $1 AND \
    r.reverses_event = j.event_seq AND r.reverses_number = j.number)";

/// Reserve that closed invoices of a client made available and whose payment clears after a day (FE-04), minor units.
/// What was mirrored since (LE-25) does not count.
///
/// # Errors
/// [`Fault`].
pub fn uncleared(reads: &mut dyn Reads, client: ClientId, currency: Currency, on: Date) -> Result<i64, Fault> {
    let factor = reads.factor();
    let parameters =
        [Value::Id(factor), Value::Id(client.0), Value::Text(&on.to_string()), Value::Text(currency.code())];
    Ok(first(reads.connection(), UNCLEARED, &parameters, |row| row.int(0))?.unwrap_or(0))
}

/// All open invoices that were bought by a day, in batches: up to `limit` after an id.
///
/// # Errors
/// [`Fault`].
pub fn open_after(reads: &mut dyn Reads, after: InvoiceId, limit: i64) -> Result<Vec<Invoice>, Fault> {
    let factor = reads.factor();
    let rest = "invoice_id > $2 AND open_minor > 0 ORDER BY invoice_id LIMIT $3";
    many(reads, rest, &[Value::Id(factor), Value::Id(after.0), Value::Int(limit)])
}

/// Adds an offered invoice with its decision. `debtor_code` none and `receivable` none when it was not bought.
///
/// # Errors
/// [`Fault::Taken`] when the same invoice is pledged already (FR-01).
pub fn add(reads: &mut dyn Reads, invoice: &Invoice) -> Result<(), Fault> {
    let offer = &invoice.offer;
    let details = to_json(&Details {
        delivered: offer.delivered,
        description: offer.description.clone(),
        order: offer.order.clone(),
        contract: offer.contract.clone(),
        payment_reference: offer.payment_reference.clone(),
        payee: offer.payee.clone(),
    });
    let key = NumberKey::of(&offer.number);
    let payment_key = offer.payment_reference.as_deref().map(NumberKey::of);
    let held = Held::of(invoice);
    let row = [
        Value::Id(reads.factor()),
        Value::Id(invoice.id.0),
        Value::Id(invoice.schedule.0),
        Value::Int(invoice.line_no),
        Value::Id(invoice.client.0),
        invoice.debtor.map(|id| id.0).into(),
        Value::Text(&invoice.debtor_stated),
        Value::Text(&offer.number),
        Value::Text(key.as_str()),
        Value::Text(&offer.issued.to_string()),
        Value::Text(&offer.due.to_string()),
        Value::Text(offer.amount.currency.code()),
        Value::Int(offer.amount.minor),
        Value::Text(&details),
        payment_key.as_ref().map(NumberKey::as_str).into(),
        Value::Text(invoice.state.code()),
        Value::Int(i64::from(invoice.state.is_pledged())),
        Value::Int(invoice.decided_seq),
        held.version.into(),
        held.rate.as_deref().into(),
        Value::Int(held.non_recourse),
        held.purchased.as_deref().into(),
        Value::Int(invoice.advance.minor),
        Value::Int(held.amounts[0]),
        Value::Int(held.amounts[1]),
        Value::Int(held.amounts[2]),
        Value::Int(held.amounts[3]),
        Value::Int(held.amounts[4]),
        Value::Text(&held.portions),
        held.closed.as_deref().into(),
        held.cleared.as_deref().into(),
    ];
    reads.connection().insert(&crate::schema::INVOICE, &row)
}

/// Columns of the receivable, or what stands there without one.
struct Held {
    version: Option<i64>,
    rate: Option<String>,
    non_recourse: i64,
    purchased: Option<String>,
    amounts: [i64; 5],
    portions: String,
    closed: Option<String>,
    cleared: Option<String>,
}

impl Held {
    fn of(invoice: &Invoice) -> Self {
        let bought = invoice.receivable.as_ref();
        Self {
            version: bought.map(|one| i64::from(one.agreement_version)),
            rate: bought.map(|one| one.advance_rate.fraction().to_string()),
            non_recourse: bought.map_or(0, |one| i64::from(one.non_recourse)),
            purchased: bought.map(|one| one.purchased.to_string()),
            amounts: bought
                .map_or([0; 5], |one| [one.open, one.held, one.fee_posted, one.fee_accrued, one.fee_deferred]),
            portions: bought.map_or_else(|| "[]".to_owned(), |one| to_json(&one.portions)),
            closed: bought.and_then(|one| one.closed).map(|day| day.to_string()),
            cleared: bought.and_then(|one| one.cleared).map(|day| day.to_string()),
        }
    }
}

/// Writes a new decision on an invoice that was not bought: debtor, state, and its purchase where it is bought now.
///
/// # Errors
/// [`Fault::Taken`] when the same invoice is pledged already (FR-01).
pub fn decide_again(reads: &mut dyn Reads, invoice: &Invoice) -> Result<(), Fault> {
    let factor = reads.factor();
    let held = Held::of(invoice);
    let sql = "UPDATE invoice SET debtor_id = $3, state = $4, pledged = $5, decided_seq = $6, agreement_version = $7, advance_rate = $8, \
        non_recourse = $9, purchased_on = $10, advance_minor = $11, open_minor = $12, held_minor = $13, fee_posted_minor = $14, \
        fee_accrued_minor = $15, fee_deferred_minor = $16 WHERE factor_id = $1 AND invoice_id = $2";
    let row = [
        Value::Id(factor),
        Value::Id(invoice.id.0),
        invoice.debtor.map(|id| id.0).into(),
        Value::Text(invoice.state.code()),
        Value::Int(i64::from(invoice.state.is_pledged())),
        Value::Int(invoice.decided_seq),
        held.version.into(),
        held.rate.as_deref().into(),
        Value::Int(held.non_recourse),
        held.purchased.as_deref().into(),
        Value::Int(invoice.advance.minor),
        Value::Int(held.amounts[0]),
        Value::Int(held.amounts[1]),
        Value::Int(held.amounts[2]),
        Value::Int(held.amounts[3]),
        Value::Int(held.amounts[4]),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// What an event changes of a purchased invoice.
pub(crate) static BALANCES: Table = Table {
    name: "invoice",
    columns: &[
        "factor_id",
        "invoice_id",
        "state",
        "open_minor",
        "held_minor",
        "fee_posted_minor",
        "fee_accrued_minor",
        "fee_deferred_minor",
        "portions",
        "closed_on",
        "cleared_on",
    ],
};

/// Writes the balances and state of a purchased invoice after an event.
///
/// # Errors
/// [`Fault`].
pub fn set_balances(reads: &mut dyn Reads, receivable: &Receivable) -> Result<(), Fault> {
    let factor = reads.factor();
    let closed = receivable.closed.map(|day| day.to_string());
    let cleared = receivable.cleared.map(|day| day.to_string());
    let row = [
        Value::Id(factor),
        Value::Id(receivable.id.0),
        Value::Text(receivable.state.code()),
        Value::Int(receivable.open),
        Value::Int(receivable.held),
        Value::Int(receivable.fee_posted),
        Value::Int(receivable.fee_accrued),
        Value::Int(receivable.fee_deferred),
        Value::Text(&to_json(&receivable.portions)),
        closed.as_deref().into(),
        cleared.as_deref().into(),
    ];
    reads.connection().change(&BALANCES, 2, &row)
}
