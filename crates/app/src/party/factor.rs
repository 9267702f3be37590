//! Change the factor's own particulars: its name, and the account payments leave from.

use crate::{App, Command, Error, Refusal};
use domain::event::EventKind;
use domain::party::{BankAccount, Factor};
use serde::{Deserialize, Serialize};
use store::kept;

/// What may be changed. Currency, zone and calendar rule every date and stay as they were opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorParticulars {
    /// Registered name.
    pub name: String,
    /// The account that payments to clients leave from.
    pub account: Option<BankAccount>,
}

/// Changes the factor's particulars.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_factor(app: &App, command: Command, new: FactorParticulars) -> Result<Factor, Error> {
    let mut problems = Vec::new();
    if new.name.trim().is_empty() || new.name.chars().count() > super::NAME_CHARS {
        problems.push(Refusal::at(
            "name",
            "NAME",
            "the factor has no name, or a very long one",
            "Write its registered name.",
        ));
    }
    for problem in new.account.as_ref().map(BankAccount::problems).unwrap_or_default() {
        problems.push(Refusal::at("account", "ACCOUNT", problem, "Correct the account."));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let saved = app.run(command, move |task| {
        let factor = Factor { name: new.name.trim().to_owned(), account: new.account, ..Factor::clone(&task.factor) };
        kept::factor::put(store::book::Reads::connection(task), &factor)?;
        task.record_facts(EventKind::FactorChanged, &factor, &[])?;
        Ok(factor)
    })?;
    app.book.look_again()?;
    Ok(saved)
}
