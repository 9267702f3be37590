//! Notices, one current per pair. Their life is the domain's; here only what a purchase asks (G5, G17).

use super::{date, named};
use crate::book::Reads;
use crate::engine::{Fault, Value, all};
use domain::id::{ClientId, DebtorId};
use domain::notice::{Evidence, NoticeState, Standing};
use uuid::Uuid;

/// Where the current notices of a client with these debtors stand.
///
/// # Errors
/// [`Fault`].
pub fn standings(
    reads: &mut dyn Reads,
    client: ClientId,
    debtors: &[Uuid],
) -> Result<Vec<(DebtorId, Standing)>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT debtor_id, state, evidence, received_on, proof_open FROM notice \
        WHERE factor_id = $1 AND client_id = $2 AND debtor_id {in $3} AND is_current = 1";
    all(reads.connection(), sql, &[Value::Id(factor), Value::Id(client.0), Value::Ids(debtors)], |row| {
        let standing = Standing {
            state: named("notice state", row.text(1)?, NoticeState::from_code)?,
            evidence: row.maybe_int(2)?.and_then(Evidence::of_level),
            received_on: row.maybe_text(3)?.map(date).transpose()?,
            proof_open: row.int(4)? != 0,
        };
        Ok((DebtorId(row.id(0)?), standing))
    })
}
