//! Link a debtor to a client that sells to it, or change their relation (rulebook 4.2).

use crate::{Error, Refusal, Task, client_by_code};
use domain::event::EventKind;
use domain::money::Money;
use domain::party::{DebtorType, Pair};
use serde::{Deserialize, Serialize};
use store::kept;

/// A customer relation as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// Code of the client.
    pub client: String,
    /// Code of the debtor.
    pub debtor: String,
    /// The client's own number for this customer.
    #[serde(default)]
    pub client_reference: Option<String>,
    /// A limit for this pair, under the debtor's own.
    #[serde(default)]
    pub limit: Option<Money>,
    /// LC-04: must each invoice name the customer's order?
    #[serde(default)]
    pub order_required: bool,
}

/// Links both, or changes their relation.
///
/// # Errors
/// [`Error::NotFound`] when either is unknown; [`Error::Refused`] when the reference is another customer's.
pub fn link_customer(task: &mut Task<'_, '_>, new: &NewCustomer) -> Result<Pair, Error> {
    let client = client_by_code(task, &new.client)?;
    let debtor = kept::party::debtor_by_code(task, &new.debtor.to_ascii_uppercase())?
        .ok_or_else(|| Error::NotFound(format!("debtor {}", new.debtor)))?;
    let mut problems = Vec::new();
    if new.limit.is_some_and(|limit| limit.minor < 0) {
        problems.push(Refusal::at(
            "limit",
            "LIMIT",
            "the limit is below zero",
            "Write zero or more, or leave it empty.",
        ));
    }
    let client_reference =
        new.client_reference.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    if let Some(reference) = &client_reference {
        let others = kept::party::pairs_of_client(task, client.id)?;
        if others.iter().any(|other| other.debtor != debtor.id && other.client_reference.as_ref() == Some(reference)) {
            let fact = format!("{} already uses \u{201c}{reference}\u{201d} for another customer", client.code);
            problems.push(Refusal::at(
                "client_reference",
                "REFERENCE_TAKEN",
                fact,
                "Give each customer its own number.",
            ));
        }
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let pair = Pair {
        client: client.id,
        debtor: debtor.id,
        client_reference,
        limit: new.limit,
        order_required: new.order_required,
    };
    kept::party::put_pair(task, &pair)?;
    task.record_facts(EventKind::PairSaved, &pair, &[])?;
    // GL-43, GL-44: with an agreement on file the pair's notice is prepared, or held; without one the daily job opens it
    // once there is one.
    let today = task.today;
    // GL-60: a federal agency gets no notice.
    if debtor.debtor_type != DebtorType::UsFederal && crate::notice::is_confidential(task, client.id, today)?.is_some()
    {
        crate::notice::open(task, client.id, debtor.id)?;
    }
    Ok(pair)
}
