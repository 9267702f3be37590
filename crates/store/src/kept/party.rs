//! Clients, debtors and the pairs of both.

use super::{json, money, named, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, DebtorId};
use domain::party::{
    Client, ClientStatus, Code, Debtor, DebtorStatus, DebtorType, Pair, comparable_identifier, comparable_name,
};
use uuid::Uuid;

const CLIENT: &str = "client_id, code, name, status, account_manager, identity, account, guarantor";
const DEBTOR: &str =
    "debtor_id, code, name, status, limit_minor, limit_currency, identity, paying_accounts, debtor_type";
const PAIR: &str = "client_id, debtor_id, client_reference, limit_minor, limit_currency, order_required";

fn code(text: &str) -> Result<Code, Fault> {
    Code::parse(text).map_err(|error| Fault::unreadable("code", error))
}

fn client_row(row: &dyn Row) -> Result<Client, Fault> {
    Ok(Client {
        id: ClientId(row.id(0)?),
        code: code(row.text(1)?)?,
        name: row.text(2)?.to_owned(),
        status: named("client status", row.text(3)?, ClientStatus::from_code)?,
        account_manager: row.text(4)?.to_owned(),
        identity: json("identity", row.text(5)?)?,
        account: row.maybe_text(6)?.map(|text| json("account", text)).transpose()?,
        guarantor: row.maybe_text(7)?.map(|text| json("guarantor", text)).transpose()?,
    })
}

fn debtor_row(row: &dyn Row) -> Result<Debtor, Fault> {
    Ok(Debtor {
        id: DebtorId(row.id(0)?),
        code: code(row.text(1)?)?,
        name: row.text(2)?.to_owned(),
        status: named("debtor status", row.text(3)?, DebtorStatus::from_code)?,
        limit: money(row.int(4)?, row.text(5)?)?,
        identity: json("identity", row.text(6)?)?,
        paying_accounts: json("paying accounts", row.text(7)?)?,
        debtor_type: named("debtor type", row.text(8)?, DebtorType::from_code)?,
    })
}

fn pair_row(row: &dyn Row) -> Result<Pair, Fault> {
    let limit = match (row.maybe_int(3)?, row.maybe_text(4)?) {
        (Some(minor), Some(currency)) => Some(money(minor, currency)?),
        _ => None,
    };
    Ok(Pair {
        client: ClientId(row.id(0)?),
        debtor: DebtorId(row.id(1)?),
        client_reference: row.maybe_text(2)?.map(str::to_owned),
        limit,
        order_required: row.int(5)? != 0,
    })
}

/// Every client, by code.
///
/// # Errors
/// [`Fault`].
pub fn clients(reads: &mut dyn Reads) -> Result<Vec<Client>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {CLIENT} FROM client WHERE factor_id = $1 ORDER BY code");
    all(reads.connection(), &sql, &[Value::Id(factor)], client_row)
}

/// The client with this id.
///
/// # Errors
/// [`Fault`].
pub fn client(reads: &mut dyn Reads, id: ClientId) -> Result<Option<Client>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {CLIENT} FROM client WHERE factor_id = $1 AND client_id = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(id.0)], client_row)
}

/// The client with this code.
///
/// # Errors
/// [`Fault`].
pub fn client_by_code(reads: &mut dyn Reads, code: &str) -> Result<Option<Client>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {CLIENT} FROM client WHERE factor_id = $1 AND code = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(code)], client_row)
}

/// Adds a client or changes it.
///
/// # Errors
/// [`Fault::Taken`] when another client has the code.
pub fn put_client(reads: &mut dyn Reads, client: &Client) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO client (factor_id, client_id, code, name, status, account_manager, identity, account, \
        guarantor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (factor_id, client_id) DO UPDATE SET code = excluded.code, \
        name = excluded.name, status = excluded.status, account_manager = excluded.account_manager, \
        identity = excluded.identity, account = excluded.account, guarantor = excluded.guarantor";
    let guarantor = client.guarantor.as_ref().map(to_json);
    let account = client.account.as_ref().map(to_json);
    let row = [
        Value::Id(factor),
        Value::Id(client.id.0),
        Value::Text(client.code.as_str()),
        Value::Text(&client.name),
        Value::Text(client.status.code()),
        Value::Text(&client.account_manager),
        Value::Text(&to_json(&client.identity)),
        account.as_deref().into(),
        guarantor.as_deref().into(),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// Every debtor, by code.
///
/// # Errors
/// [`Fault`].
pub fn debtors(reads: &mut dyn Reads) -> Result<Vec<Debtor>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {DEBTOR} FROM debtor WHERE factor_id = $1 ORDER BY code");
    all(reads.connection(), &sql, &[Value::Id(factor)], debtor_row)
}

/// The debtors with these ids, in no order.
///
/// # Errors
/// [`Fault`].
pub fn debtors_by_id(reads: &mut dyn Reads, ids: &[Uuid]) -> Result<Vec<Debtor>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {DEBTOR} FROM debtor WHERE factor_id = $1 AND debtor_id {{in $2}}");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Ids(ids)], debtor_row)
}

/// The debtor with this code.
///
/// # Errors
/// [`Fault`].
pub fn debtor_by_code(reads: &mut dyn Reads, code: &str) -> Result<Option<Debtor>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {DEBTOR} FROM debtor WHERE factor_id = $1 AND code = $2");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Text(code)], debtor_row)
}

/// Which debtors are known under these codes: code and id.
///
/// # Errors
/// [`Fault`].
pub fn ids_by_code(reads: &mut dyn Reads, codes: &[String]) -> Result<Vec<(String, DebtorId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT code, debtor_id FROM debtor WHERE factor_id = $1 AND code {in $2}";
    let read = |row: &dyn Row| Ok((row.text(0)?.to_owned(), DebtorId(row.id(1)?)));
    all(reads.connection(), sql, &[Value::Id(factor), Value::Texts(codes)], read)
}

/// Which debtors are known under these names, in their comparable form: name and id.
///
/// # Errors
/// [`Fault`].
pub fn ids_by_name(reads: &mut dyn Reads, comparable: &[String]) -> Result<Vec<(String, DebtorId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT name_comparable, debtor_id FROM debtor WHERE factor_id = $1 AND name_comparable {in $2}";
    let read = |row: &dyn Row| Ok((row.text(0)?.to_owned(), DebtorId(row.id(1)?)));
    all(reads.connection(), sql, &[Value::Id(factor), Value::Texts(comparable)], read)
}

/// By what a number names a debtor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// Registers and networks.
    Identifier,
    /// Accounts it pays from.
    Account,
}

impl NumberKind {
    /// Stored name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Identifier => "ID",
            Self::Account => "ACCOUNT",
        }
    }
}

/// Which debtors are known under these numbers, in their comparable form: number and id.
///
/// # Errors
/// [`Fault`].
pub fn ids_by_number(
    reads: &mut dyn Reads,
    kind: NumberKind,
    numbers: &[String],
) -> Result<Vec<(String, DebtorId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT value, debtor_id FROM debtor_identifier WHERE factor_id = $1 AND kind = $2 AND value {in $3}";
    let read = |row: &dyn Row| Ok((row.text(0)?.to_owned(), DebtorId(row.id(1)?)));
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(kind.code()), Value::Texts(numbers)], read)
}

/// Adds a debtor or changes it, with the numbers and names it is found by.
///
/// # Errors
/// [`Fault::Taken`] when another debtor has the code.
pub fn put_debtor(reads: &mut dyn Reads, debtor: &Debtor) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO debtor (factor_id, debtor_id, code, name, name_comparable, status, limit_minor, limit_currency, identity, \
        paying_accounts, debtor_type) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (factor_id, debtor_id) DO UPDATE SET \
        code = excluded.code, name = excluded.name, name_comparable = excluded.name_comparable, status = excluded.status, \
        limit_minor = excluded.limit_minor, limit_currency = excluded.limit_currency, identity = excluded.identity, \
        paying_accounts = excluded.paying_accounts, debtor_type = excluded.debtor_type";
    let id = Value::Id(debtor.id.0);
    let row = [
        Value::Id(factor),
        id,
        Value::Text(debtor.code.as_str()),
        Value::Text(&debtor.name),
        Value::Text(&comparable_name(&debtor.name)),
        Value::Text(debtor.status.code()),
        Value::Int(debtor.limit.minor),
        Value::Text(debtor.limit.currency.code()),
        Value::Text(&to_json(&debtor.identity)),
        Value::Text(&to_json(&debtor.paying_accounts)),
        Value::Text(debtor.debtor_type.code()),
    ];
    reads.connection().execute(sql, &row)?;
    reads
        .connection()
        .execute("DELETE FROM debtor_identifier WHERE factor_id = $1 AND debtor_id = $2", &[Value::Id(factor), id])?;
    for (kind, value) in numbers(debtor) {
        let row = [Value::Id(factor), Value::Text(kind.code()), Value::Text(&value), id];
        reads.connection().insert(&crate::schema::DEBTOR_IDENTIFIER, &row)?;
    }
    Ok(())
}

/// The numbers a debtor is found by, each once, in order.
#[must_use]
pub fn numbers(debtor: &Debtor) -> Vec<(NumberKind, String)> {
    let identifiers = debtor.identity.identifiers.iter().map(|one| (NumberKind::Identifier, one.comparable()));
    let accounts = debtor.paying_accounts.iter().map(|one| (NumberKind::Account, comparable_identifier(one)));
    let mut numbers: Vec<(NumberKind, String)> =
        identifiers.chain(accounts).filter(|(_, value)| !value.is_empty()).collect();
    numbers.sort_by(|a, b| (a.0.code(), &a.1).cmp(&(b.0.code(), &b.1)));
    numbers.dedup();
    numbers
}

/// The pairs of a client with all its debtors.
///
/// # Errors
/// [`Fault`].
pub fn pairs_of_client(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<Pair>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAIR} FROM pair WHERE factor_id = $1 AND client_id = $2");
    let mut found = all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0)], pair_row)?;
    found.sort_by_key(|pair| pair.debtor);
    Ok(found)
}

/// The pairs of a debtor with all clients that sell to it.
///
/// # Errors
/// [`Fault`].
pub fn pairs_of_debtor(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<Pair>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAIR} FROM pair WHERE factor_id = $1 AND debtor_id = $2");
    // Sorted here, as everything is that a decision may follow: without it each engine has an order of its own.
    let mut found = all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(debtor.0)], pair_row)?;
    found.sort_by_key(|pair| pair.client);
    Ok(found)
}

/// The pair of a client and one debtor.
///
/// # Errors
/// [`Fault`].
pub fn pair(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Option<Pair>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAIR} FROM pair WHERE factor_id = $1 AND client_id = $2 AND debtor_id = $3");
    first(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0), Value::Id(debtor.0)], pair_row)
}

/// The pairs of a client with these debtors.
///
/// # Errors
/// [`Fault`].
pub fn pairs_with(reads: &mut dyn Reads, client: ClientId, debtors: &[Uuid]) -> Result<Vec<Pair>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {PAIR} FROM pair WHERE factor_id = $1 AND client_id = $2 AND debtor_id {{in $3}}");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0), Value::Ids(debtors)], pair_row)
}

/// The client's customers under its own numbers: number and debtor.
///
/// # Errors
/// [`Fault`].
pub fn ids_by_reference(
    reads: &mut dyn Reads,
    client: ClientId,
    references: &[String],
) -> Result<Vec<(String, DebtorId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT client_reference, debtor_id FROM pair WHERE factor_id = $1 AND client_id = $2 AND client_reference {in $3}";
    let read = |row: &dyn Row| Ok((row.text(0)?.to_owned(), DebtorId(row.id(1)?)));
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Texts(references)], read)
}

/// Links a debtor to a client, or changes their relation.
///
/// # Errors
/// [`Fault`].
pub fn put_pair(reads: &mut dyn Reads, pair: &Pair) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO pair (factor_id, client_id, debtor_id, client_reference, limit_minor, limit_currency, order_required) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (factor_id, client_id, debtor_id) DO UPDATE SET \
        client_reference = excluded.client_reference, limit_minor = excluded.limit_minor, \
        limit_currency = excluded.limit_currency, order_required = excluded.order_required";
    let row = [
        Value::Id(factor),
        Value::Id(pair.client.0),
        Value::Id(pair.debtor.0),
        pair.client_reference.as_deref().into(),
        pair.limit.map(|limit| limit.minor).into(),
        pair.limit.as_ref().map(|limit| limit.currency.code()).into(),
        Value::Int(i64::from(pair.order_required)),
    ];
    reads.connection().execute(sql, &row).map(drop)
}
