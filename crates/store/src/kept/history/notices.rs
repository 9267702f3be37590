//! Notices as they stood: each step of a notice recorded the whole of it.

use crate::book::Reads;
use crate::engine::{Fault, Value};
use crate::kept::json;
use domain::id::{ClientId, DebtorId};
use domain::notice::Notice;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashSet;

/// Whose notices, and as of when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticesOf {
    /// Of one client, or of all.
    pub client: Option<ClientId>,
    /// Of one debtor, or of all.
    pub debtor: Option<DebtorId>,
    /// After the steps of this business date.
    pub as_of: Date,
    /// Of the steps recorded up to this moment; none for all.
    pub known_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Pair {
    client: ClientId,
    debtor: DebtorId,
}

#[derive(Deserialize)]
struct Step {
    stands: Notice,
}

/// The notice that was the current one of each pair, in no order. Read from events alone, newest first, so that of each
/// pair only its last step is taken apart.
///
/// # Errors
/// [`Fault`].
pub fn notices(reads: &mut dyn Reads, of: &NoticesOf) -> Result<Vec<Notice>, Fault> {
    let factor = reads.factor();
    let sql = "SELECT body FROM event WHERE factor_id = $1 AND kind = 'NOTICE_MOVED' AND business_date <= $2 AND recorded_at <= $3 \
        ORDER BY seq DESC";
    let known_at = of.known_at.map_or(i64::MAX, Timestamp::as_microsecond);
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    let parameters = [Value::Id(factor), Value::Text(&of.as_of.to_string()), Value::Int(known_at)];
    reads.connection().query(sql, &parameters, &mut |row| {
        let body = row.text(0)?;
        let pair: Pair = json("notice", body)?;
        let asked = of.client.is_none_or(|client| client == pair.client)
            && of.debtor.is_none_or(|debtor| debtor == pair.debtor);
        if asked && seen.insert((pair.client, pair.debtor)) {
            found.push(json::<Step>("notice", body)?.stands);
        }
        Ok(())
    })?;
    Ok(found)
}
