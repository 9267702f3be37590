//! Clients with their sums: what each owes and may draw, over time, and with which customers.

use crate::book::Reads;
use crate::engine::{Fault, Value, all, first};
use crate::kept::{currency, date, json, money, named};
use domain::agreement::{AgreementState, Terms};
use domain::credit::ClientPosition;
use domain::id::{ClientId, DebtorId};
use domain::ledger::Account;
use domain::money::{Currency, Money};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The accounts of funds employed (GL-08), as a list for `IN`.
const FUNDS: &str = "1100, 1110, 1200, 2000, 2010, 2020";

/// The balances of every client, or of one, per currency.
///
/// # Errors
/// [`Fault`].
pub fn positions(
    reads: &mut dyn Reads,
    client: Option<ClientId>,
) -> Result<BTreeMap<(ClientId, Currency), ClientPosition>, Fault> {
    let factor = reads.factor();
    let one = if client.is_some() { "AND client_id = $2" } else { "" };
    let sql = format!(
        "SELECT client_id, currency, account, amount_minor FROM balance WHERE factor_id = $1 {one} AND account IN ({FUNDS})"
    );
    let mut parameters = vec![Value::Id(factor)];
    parameters.extend(client.map(|client| Value::Id(client.0)));
    let mut found: BTreeMap<(ClientId, Currency), ClientPosition> = BTreeMap::new();
    reads.connection().query(&sql, &parameters, &mut |row| {
        let id = row.id(0)?;
        if id.is_nil() {
            return Ok(());
        }
        let currency = currency(row.text(1)?)?;
        let held = found.entry((ClientId(id), currency)).or_insert(ClientPosition::empty(currency));
        let minor = row.int(3)?;
        match u16::try_from(row.int(2)?).ok().and_then(Account::from_number) {
            Some(Account::ReceivablesRecourse | Account::ReceivablesNonRecourse) => held.ledger += minor,
            Some(Account::DueFromClients) => held.due_from_client += minor,
            Some(Account::ReserveHeld) => held.held -= minor,
            Some(Account::ReserveAvailable) => held.available -= minor,
            Some(Account::ReserveEscrow) => held.escrow -= minor,
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Funds employed (GL-08) at the end of each day after `after` on which they changed, of one client or of all, by
/// value date. The first entry is `after` itself.
///
/// # Errors
/// [`Fault`].
pub fn funds_employed(
    reads: &mut dyn Reads,
    client: Option<ClientId>,
    of: Currency,
    after: Date,
) -> Result<Vec<(Date, Money)>, Fault> {
    let factor = reads.factor();
    let one = if client.is_some() { "AND b.client_id = $4" } else { "" };
    let day = after.to_string();
    let mut parameters = vec![Value::Id(factor), Value::Text(of.code()), Value::Text(&day)];
    parameters.extend(client.map(|client| Value::Id(client.0)));
    // By way of the balances each account is one seek into its own days.
    let sql = format!(
        "SELECT m.value_date, CAST(SUM(m.debit_minor - m.credit_minor) AS BIGINT) FROM balance b JOIN movement m ON \
         m.factor_id = b.factor_id AND m.client_id = b.client_id AND m.currency = b.currency AND m.account = b.account \
         AND m.value_date > $3 WHERE b.factor_id = $1 AND b.currency = $2 AND b.account IN ({FUNDS}) {one} \
         GROUP BY m.value_date ORDER BY m.value_date"
    );
    let changes = all(reads.connection(), &sql, &parameters, |row| Ok((date(row.text(0)?)?, row.int(1)?)))?;
    // The same parameters again, so that both engines count them alike.
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(b.amount_minor), 0) AS BIGINT) FROM balance b WHERE b.factor_id = $1 AND b.currency = $2 \
         AND b.account IN ({FUNDS}) AND $3 = $3 {one}"
    );
    let now = first(reads.connection(), &sql, &parameters, |row| row.int(0))?.unwrap_or(0);
    let mut level = now - changes.iter().map(|(_, change)| change).sum::<i64>();
    let mut days = vec![(after, Money::new(level, of))];
    for (day, change) in changes {
        level += change;
        days.push((day, Money::new(level, of)));
    }
    Ok(days)
}

/// An agreement version that is in force or on its way there.
#[derive(Debug, Clone)]
pub struct Standing {
    /// With whom.
    pub client: ClientId,
    /// Which version.
    pub version: u32,
    /// Where it stands.
    pub state: AgreementState,
    /// Its first day.
    pub effective_from: Date,
    /// What it says.
    pub terms: Terms,
}

/// All versions that are in force, of every client.
///
/// # Errors
/// [`Fault`].
pub fn in_force(reads: &mut dyn Reads) -> Result<Vec<Standing>, Fault> {
    standing(reads, "'EFFECTIVE'")
}

/// All versions that wait for a signature or for being put in force.
///
/// # Errors
/// [`Fault`].
pub fn waiting_for_signatures(reads: &mut dyn Reads) -> Result<Vec<Standing>, Fault> {
    standing(reads, "'ISSUED', 'PARTLY_SIGNED', 'EXECUTED'")
}

fn standing(reads: &mut dyn Reads, states: &str) -> Result<Vec<Standing>, Fault> {
    let factor = reads.factor();
    let sql = format!(
        "SELECT client_id, version, state, effective_from, terms FROM agreement WHERE factor_id = $1 AND state IN ({states}) \
         ORDER BY effective_from, version"
    );
    all(reads.connection(), &sql, &[Value::Id(factor)], |row| {
        Ok(Standing {
            client: ClientId(row.id(0)?),
            version: u32::try_from(row.int(1)?).map_err(|error| Fault::unreadable("version", error))?,
            state: named("agreement state", row.text(2)?, AgreementState::from_code)?,
            effective_from: date(row.text(3)?)?,
            terms: json("terms", row.text(4)?)?,
        })
    })
}

/// A customer of a client, with what it owes on invoices of that client.
#[derive(Debug, Clone)]
pub struct Customer {
    /// Key of the debtor.
    pub debtor: DebtorId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The client's own number for it.
    pub reference: Option<String>,
    /// Limit of the pair.
    pub pair_limit: Option<Money>,
    /// Limit over all clients.
    pub limit: Money,
    /// Open balance with this client, in the currency of the debtor's limit.
    pub open: Money,
    /// Open balance over all clients.
    pub open_in_all: Money,
    /// Must each invoice name the customer's order?
    pub order_required: bool,
}

/// Up to [`super::ROWS`] customers of a client after `skip`, those that owe most first; and how many there are.
///
/// # Errors
/// [`Fault`].
pub fn customers(reads: &mut dyn Reads, client: ClientId, skip: i64) -> Result<(Vec<Customer>, i64), Fault> {
    let factor = reads.factor();
    let count = "SELECT count(*) FROM pair WHERE factor_id = $1 AND client_id = $2";
    let total =
        first(reads.connection(), count, &[Value::Id(factor), Value::Id(client.0)], |row| row.int(0))?.unwrap_or(0);
    let sql = "SELECT d.debtor_id, d.code, d.name, p.client_reference, p.limit_minor, p.limit_currency, d.limit_minor, \
        d.limit_currency, COALESCE(e.open_minor, 0) AS here, COALESCE((SELECT CAST(SUM(x.open_minor) AS BIGINT) FROM exposure x \
        WHERE x.factor_id = p.factor_id AND x.debtor_id = p.debtor_id AND x.currency = d.limit_currency), 0), p.order_required \
        FROM pair p JOIN debtor d ON d.factor_id = p.factor_id AND d.debtor_id = p.debtor_id \
        LEFT JOIN exposure e ON e.factor_id = p.factor_id AND e.debtor_id = p.debtor_id AND e.client_id = p.client_id \
        AND e.currency = d.limit_currency WHERE p.factor_id = $1 AND p.client_id = $2 ORDER BY here DESC, d.code LIMIT $3 OFFSET $4";
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Int(super::ROWS), Value::Int(skip)];
    let rows = all(reads.connection(), sql, &parameters, |row| {
        let of = currency(row.text(7)?)?;
        let pair_limit = match (row.maybe_int(4)?, row.maybe_text(5)?) {
            (Some(minor), Some(code)) => Some(money(minor, code)?),
            _ => None,
        };
        Ok(Customer {
            debtor: DebtorId(row.id(0)?),
            code: row.text(1)?.to_owned(),
            name: row.text(2)?.to_owned(),
            reference: row.maybe_text(3)?.map(str::to_owned),
            pair_limit,
            limit: Money::new(row.int(6)?, of),
            open: Money::new(row.int(8)?, of),
            open_in_all: Money::new(row.int(9)?, of),
            order_required: row.int(10)? != 0,
        })
    })?;
    Ok((rows, total))
}

/// The order of the joins is said, not left to the planner: from the few that clear, by an index that holds all that is asked
/// of it, to their journals. Without that step the whole journal is walked for each of them.
pub(super) const CLEARING: &str = "SELECT i.cleared_on, CAST(SUM(-l.amount_minor) AS BIGINT), count(DISTINCT i.invoice_id) FROM invoice i \
    CROSS JOIN journal k CROSS JOIN journal j CROSS JOIN journal_line l WHERE i.factor_id = $1 AND i.client_id = $2 AND \
    i.cleared_on >= $3 AND i.currency = $4 AND k.factor_id = $1 AND k.invoice_id = i.invoice_id AND j.factor_id = $1 AND \
    j.event_seq = k.event_seq AND j.number = k.number AND j.booking = 'RESERVE_TO_AVAILABLE' AND j.value_date = i.closed_on AND \
    l.factor_id = $1 AND l.event_seq = j.event_seq AND l.number = j.number AND l.account = 2010 AND NOT EXISTS (SELECT 1 FROM journal r \
    WHERE r.factor_id = $1 AND r.reverses_event = j.event_seq AND r.reverses_number = j.number) GROUP BY i.cleared_on ORDER BY i.cleared_on";

/// Reserve of closed invoices by the day their payment clears (FE-04), from a day on: day, minor units, how many invoices.
///
/// # Errors
/// [`Fault`].
pub fn clearing(
    reads: &mut dyn Reads,
    client: ClientId,
    of: Currency,
    from: Date,
) -> Result<Vec<(Date, Money, i64)>, Fault> {
    let factor = reads.factor();
    let parameters = [Value::Id(factor), Value::Id(client.0), Value::Text(&from.to_string()), Value::Text(of.code())];
    all(reads.connection(), CLEARING, &parameters, |row| {
        Ok((date(row.text(0)?)?, Money::new(row.int(1)?, of), row.int(2)?))
    })
}

/// The names of all column mappings, with whose each is, by name.
///
/// # Errors
/// [`Fault`].
pub fn mappings(reads: &mut dyn Reads) -> Result<Vec<(ClientId, String)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT client_id, name FROM mapping WHERE factor_id = $1 ORDER BY client_id, name";
    all(reads.connection(), sql, &[Value::Id(factor)], |row| Ok((ClientId(row.id(0)?), row.text(1)?.to_owned())))
}
