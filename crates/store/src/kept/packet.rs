//! Assignment of Claims packets (GL-60).
//!
//! The columns say which contract, where the packet stands and whether the agency ever acknowledged; the body says all.

use super::{json, to_json};
use crate::book::Reads;
use crate::engine::{Fault, Row, Value, all, first};
use domain::id::{ClientId, DebtorId, PacketId};
use domain::packet::{Packet, PacketState, contract_key};
use uuid::Uuid;

fn read(row: &dyn Row) -> Result<Packet, Fault> {
    json("packet", row.text(0)?)
}

/// Adds a packet, or keeps where it stands.
///
/// # Errors
/// [`Fault::Taken`] when another packet of the pair that is not released is of the same contract.
pub fn put(reads: &mut dyn Reads, packet: &Packet) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO packet (factor_id, packet_id, client_id, debtor_id, contract_key, state, was_acknowledged, body) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (factor_id, packet_id) DO UPDATE SET \
        contract_key = excluded.contract_key, state = excluded.state, was_acknowledged = excluded.was_acknowledged, \
        body = excluded.body";
    let key = contract_key(&packet.contract);
    let body = to_json(packet);
    let row = [
        Value::Id(factor),
        Value::Id(packet.id.0),
        Value::Id(packet.client.0),
        Value::Id(packet.debtor.0),
        Value::Text(&key),
        Value::Text(packet.state().code()),
        Value::Int(i64::from(packet.was_acknowledged())),
        Value::Text(&body),
    ];
    reads.connection().execute(sql, &row).map(drop)
}

/// A packet.
///
/// # Errors
/// [`Fault`].
pub fn get(reads: &mut dyn Reads, id: PacketId) -> Result<Option<Packet>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM packet WHERE factor_id = $1 AND packet_id = $2";
    first(reads.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], read)
}

/// The packets of a pair, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_pair(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Vec<Packet>, Fault> {
    of_pairs(reads, client, &[debtor.0])
}

/// The packets of a client with these debtors, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn of_pairs(reads: &mut dyn Reads, client: ClientId, debtors: &[Uuid]) -> Result<Vec<Packet>, Fault> {
    let factor = reads.factor();
    let sql =
        "SELECT body FROM packet WHERE factor_id = $1 AND client_id = $2 AND debtor_id {in $3} ORDER BY packet_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Ids(debtors)], read)
}

/// The packets in a state, oldest first, up to `limit`.
///
/// # Errors
/// [`Fault`].
pub fn in_state(reads: &mut dyn Reads, state: PacketState, limit: i64) -> Result<Vec<Packet>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM packet WHERE factor_id = $1 AND state = $2 ORDER BY packet_id LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Text(state.code()), Value::Int(limit)], read)
}

/// Packets of the book, in order of id: up to `limit` after one.
///
/// # Errors
/// [`Fault`].
pub fn after(reads: &mut dyn Reads, after: PacketId, limit: i64) -> Result<Vec<Packet>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM packet WHERE factor_id = $1 AND packet_id > $2 ORDER BY packet_id LIMIT $3";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(after.0), Value::Int(limit)], read)
}

/// LC-40: pairs of these debtors whose agency has acknowledged an assignment, so that it knows the factor.
///
/// # Errors
/// [`Fault`].
pub fn acknowledged_pairs(reads: &mut dyn Reads, debtors: &[Uuid]) -> Result<Vec<(DebtorId, ClientId)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT DISTINCT debtor_id, client_id FROM packet \
        WHERE factor_id = $1 AND debtor_id {in $2} AND was_acknowledged = 1 \
        ORDER BY debtor_id, client_id";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Ids(debtors)], |row| {
        Ok((DebtorId(row.id(0)?), ClientId(row.id(1)?)))
    })
}
