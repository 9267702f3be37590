//! Agreement versions. Terms are read once and kept: they never change once issued.

use super::{date, json, named, to_json};
use crate::book::{Reads, Unit};
use crate::engine::{Fault, Row, Value, all, first};
use domain::agreement::{Agreement, AgreementState, Signature, Terms};
use domain::id::{AgreementId, ClientId};
use jiff::civil::Date;
use std::sync::Arc;

const AGREEMENT: &str = "agreement_id, client_id, version, state, effective_from, signatures, terms";

/// A version without its terms.
struct Head {
    id: AgreementId,
    client: ClientId,
    version: u32,
    state: AgreementState,
    effective_from: Date,
    signatures: Vec<Signature>,
}

impl Head {
    fn read(row: &dyn Row) -> Result<Self, Fault> {
        Ok(Self {
            id: AgreementId(row.id(0)?),
            client: ClientId(row.id(1)?),
            version: u32::try_from(row.int(2)?).map_err(|error| Fault::unreadable("version", error))?,
            state: named("agreement state", row.text(3)?, AgreementState::from_code)?,
            effective_from: date(row.text(4)?)?,
            signatures: json("signatures", row.text(5)?)?,
        })
    }

    fn with(self, terms: Terms) -> Agreement {
        let Self { id, client, version, state, effective_from, signatures } = self;
        Agreement { id, client, version, state, effective_from, signatures, terms }
    }
}

/// All versions of a client's agreement, oldest first.
///
/// # Errors
/// [`Fault`].
pub fn versions(reads: &mut dyn Reads, client: ClientId) -> Result<Vec<Agreement>, Fault> {
    let factor = reads.factor();
    let sql = format!("SELECT {AGREEMENT} FROM agreement WHERE factor_id = $1 AND client_id = $2 ORDER BY version");
    all(reads.connection(), &sql, &[Value::Id(factor), Value::Id(client.0)], |row| {
        Ok(Head::read(row)?.with(json("terms", row.text(6)?)?))
    })
}

/// The same inside a unit of work, with terms that were read before.
///
/// A draft's terms may still change, so only those of versions that were in force are kept in memory.
///
/// # Errors
/// [`Fault`].
pub fn versions_in_force(unit: &mut Unit<'_>, client: ClientId) -> Result<Vec<Agreement>, Fault> {
    let factor = unit.factor();
    let sql = "SELECT agreement_id, client_id, version, state, effective_from, signatures FROM agreement \
        WHERE factor_id = $1 AND client_id = $2 AND state IN ('EFFECTIVE', 'SUPERSEDED') ORDER BY version";
    let heads = all(unit.connection(), sql, &[Value::Id(factor), Value::Id(client.0)], Head::read)?;
    heads
        .into_iter()
        .map(|head| {
            let terms = terms_of(unit, head.id)?;
            Ok(head.with(Terms::clone(&terms)))
        })
        .collect()
}

/// The terms of a version that was in force, from memory where they were read before.
fn terms_of(unit: &mut Unit<'_>, id: AgreementId) -> Result<Arc<Terms>, Fault> {
    if let Some(known) = unit.known_terms().get(&id) {
        return Ok(known.clone());
    }
    let factor = unit.factor();
    let sql = "SELECT terms FROM agreement WHERE factor_id = $1 AND agreement_id = $2";
    let found =
        first(unit.connection(), sql, &[Value::Id(factor), Value::Id(id.0)], |row| json("terms", row.text(0)?))?;
    let terms = Arc::new(found.ok_or_else(|| Fault::unreadable("terms", "they are missing"))?);
    unit.known_terms().insert(id, Arc::clone(&terms));
    Ok(terms)
}

/// Adds a version or changes its state and signatures; of a draft also its terms.
///
/// # Errors
/// [`Fault::Taken`] when the client has a version of this number.
pub fn put(reads: &mut dyn Reads, agreement: &Agreement) -> Result<(), Fault> {
    let factor = reads.factor();
    let sql = "INSERT INTO agreement (factor_id, agreement_id, client_id, version, state, effective_from, terms, terms_sha256, signatures) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (factor_id, agreement_id) DO UPDATE SET state = excluded.state, \
        effective_from = excluded.effective_from, terms = excluded.terms, terms_sha256 = excluded.terms_sha256, \
        signatures = excluded.signatures";
    let row = [
        Value::Id(factor),
        Value::Id(agreement.id.0),
        Value::Id(agreement.client.0),
        Value::Int(i64::from(agreement.version)),
        Value::Text(agreement.state.code()),
        Value::Text(&agreement.effective_from.to_string()),
        Value::Text(&to_json(&agreement.terms)),
        Value::Text(&agreement.terms_sha256()),
        Value::Text(&to_json(&agreement.signatures)),
    ];
    reads.connection().execute(sql, &row).map(drop)
}
