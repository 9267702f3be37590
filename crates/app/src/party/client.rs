//! Add or change a client.

use super::common_problems;
use crate::{Error, Task};
use domain::event::EventKind;
use domain::id::ClientId;
use domain::party::{BankAccount, Client, ClientStatus, Identity};
use serde::{Deserialize, Serialize};
use store::kept;

/// A client as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    /// Code people type.
    pub code: String,
    /// Legal name.
    pub name: String,
    /// Where it stands.
    pub status: ClientStatus,
    /// Person at the factor who answers for it.
    pub account_manager: String,
    /// Address and numbers.
    #[serde(default)]
    pub identity: Identity,
    /// Where it is paid.
    #[serde(default)]
    pub account: Option<BankAccount>,
}

/// Adds the client, or changes the one with its code.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_client(task: &mut Task<'_, '_>, new: &NewClient) -> Result<Client, Error> {
    let (code, mut problems) = common_problems(&new.code, &new.name, &new.identity, new.account.as_ref());
    if new.account_manager.trim().is_empty() {
        problems.push(crate::Refusal::at(
            "account_manager",
            "ACCOUNT_MANAGER",
            "no account manager is named",
            "Name the person who answers for this client.",
        ));
    }
    let Some(code) = code.filter(|_| problems.is_empty()) else { return Err(Error::Refused(problems)) };
    let known = kept::party::client_by_code(task, code.as_str())?;
    let client = Client {
        id: known.map_or_else(|| ClientId(task.new_id()), |known| known.id),
        code,
        name: new.name.trim().to_owned(),
        status: new.status,
        account_manager: new.account_manager.trim().to_owned(),
        identity: new.identity.clone(),
        account: new.account.clone(),
    };
    kept::party::put_client(task, &client)?;
    task.record_facts(EventKind::ClientSaved, &client, &[])?;
    Ok(client)
}
