//! Codes of parties for answers that hold only their ids.

use app::Error;
use std::collections::HashMap;
use store::book::Reads;
use store::kept;
use uuid::Uuid;

/// Codes by id.
#[derive(Debug, Default)]
pub(super) struct Codes(HashMap<Uuid, String>);

impl Codes {
    /// The code of a party that is in the book.
    pub(super) fn of(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    /// The code, where there is a party at all.
    pub(super) fn maybe(&self, id: Option<Uuid>) -> Option<String> {
        id.and_then(|id| self.0.get(&id).cloned())
    }
}

/// Codes of these debtors, in one query.
pub(super) fn debtors(reads: &mut dyn Reads, ids: &[Uuid]) -> Result<Codes, Error> {
    if ids.is_empty() {
        return Ok(Codes::default());
    }
    let found = kept::party::debtors_by_id(reads, ids)?;
    Ok(Codes(found.into_iter().map(|debtor| (debtor.id.0, debtor.code.into())).collect()))
}

/// Codes of all clients.
pub(super) fn clients(reads: &mut dyn Reads) -> Result<Codes, Error> {
    let found = kept::party::clients(reads)?;
    Ok(Codes(found.into_iter().map(|client| (client.id.0, client.code.into())).collect()))
}
