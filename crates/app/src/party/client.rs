//! Add or change a client.

use super::{NAME_CHARS, common_problems};
use crate::{Error, Task};
use domain::event::EventKind;
use domain::id::ClientId;
use domain::party::{BankAccount, Client, ClientStatus, Guarantor, Identity};
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
    /// Who guarantees what it owes.
    #[serde(default)]
    pub guarantor: Option<Guarantor>,
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
    if let Some(guarantor) = &new.guarantor {
        problems.extend(guarantor_problems(guarantor));
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
        guarantor: new.guarantor.clone().map(|one| Guarantor { name: one.name.trim().to_owned(), ..one }),
    };
    kept::party::put_client(task, &client)?;
    task.record_facts(EventKind::ClientSaved, &client, &[])?;
    Ok(client)
}

fn guarantor_problems(guarantor: &Guarantor) -> Vec<crate::Refusal> {
    let mut problems = Vec::new();
    if guarantor.name.trim().is_empty() || guarantor.name.chars().count() > NAME_CHARS {
        let fact = format!("the guarantor\u{2019}s name is empty or longer than {NAME_CHARS} characters");
        problems.push(crate::Refusal::at(
            "guarantor_name",
            "NAME",
            fact,
            "Write its legal name, or name no guarantor.",
        ));
    }
    if guarantor.california && !guarantor.natural_person_obligor {
        let fact = "California\u{2019}s rules are for natural persons".to_owned();
        let remedy = "Say that the guarantor is a natural person, or leave both.";
        problems.push(crate::Refusal::at("guarantor_california", "CALIFORNIA", fact, remedy));
    }
    problems
}
