//! Parties by their ids, as a report names them.

use domain::id::{ClientId, DebtorId};
use domain::party::Factor;
use std::collections::HashMap;
use store::Fault;
use store::book::Reads;
use store::kept::history::{self, Name};

/// The factor, its clients and debtors.
pub(crate) struct Names {
    pub(crate) factor: Factor,
    clients: HashMap<ClientId, Name>,
    debtors: HashMap<DebtorId, Name>,
}

impl Names {
    pub(crate) fn load(reads: &mut dyn Reads) -> Result<Self, Fault> {
        Ok(Self {
            factor: store::kept::factor::get(reads)?,
            clients: history::client_names(reads)?,
            debtors: history::debtor_names(reads)?,
        })
    }

    /// Code of a client; its id when its row is gone, so that its money still shows; nothing for nobody.
    pub(crate) fn client(&self, id: Option<ClientId>) -> String {
        let Some(id) = id else { return String::new() };
        self.clients.get(&id).map_or_else(|| id.to_string(), |name| name.code.clone())
    }

    /// Code and name of a client.
    pub(crate) fn client_in_full(&self, id: ClientId) -> String {
        self.clients.get(&id).map_or_else(|| id.to_string(), |name| format!("{} ({})", name.name, name.code))
    }

    /// Code of a debtor, likewise.
    pub(crate) fn debtor(&self, id: Option<DebtorId>) -> String {
        let Some(id) = id else { return String::new() };
        self.debtors.get(&id).map_or_else(|| id.to_string(), |name| name.code.clone())
    }

    /// Legal name of a debtor; nothing where its row is gone.
    pub(crate) fn debtor_name(&self, id: DebtorId) -> String {
        self.debtors.get(&id).map_or_else(String::new, |name| name.name.clone())
    }
}
