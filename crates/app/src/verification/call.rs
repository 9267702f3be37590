//! Calls: the script a person reads out, and the record of what was said (GL-40).

use super::answer::{Answered, FromWhere, NewAnswer, OneAnswer, answer_with};
use super::mode;
use crate::{Error, Task};
use domain::contact::{PersonalCall, opening};
use domain::fraud::{Anomaly, client_phone};
use domain::id::{DebtorId, InvoiceId};
use domain::invoice::verification::{CallFacts, Method, Statement, phone_script};
use domain::party::Factor;
use jiff::civil::Date;
use std::collections::BTreeSet;
use store::book::Reads;
use store::kept;

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who was called.
    pub debtor: DebtorId,
    /// Who called, for whom, on which number, who answered, and the words.
    pub statement: Statement,
    /// What was said of each invoice.
    pub invoices: Vec<OneAnswer>,
}

/// The words of a call on `today` about these invoices of one client and one debtor. They name the factor. Nothing is
/// written: a page may show them before anybody is called.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] for confidential facilities, where nobody calls (GL-44), for a caller without a
/// name, and for invoices of several parties.
pub fn script(
    reads: &mut dyn Reads,
    factor: &Factor,
    today: Date,
    caller: &str,
    invoices: &[InvoiceId],
) -> Result<String, Error> {
    let ids: Vec<uuid::Uuid> = invoices.iter().map(|id| id.0).collect();
    let mut found = kept::invoice::by_ids(reads, &ids)?;
    found.sort_by_key(|invoice| (invoice.offer.due, invoice.offer.number.clone()));
    let parties: BTreeSet<_> = found.iter().map(|invoice| (invoice.client, invoice.debtor)).collect();
    let [(client, Some(debtor))] = parties.into_iter().collect::<Vec<_>>()[..] else {
        let fact = "the invoices are not of one client and one customer";
        return Err(Error::refused("CALL_PARTIES", fact, "Choose invoices of one client and one customer."));
    };
    let notification = mode(reads, client, debtor, today)?;
    let missing = || Error::NotFound("party of this call".to_owned());
    let seller = kept::party::client(reads, client)?.ok_or_else(missing)?;
    let debtor = kept::party::debtors_by_id(reads, &[debtor.0])?.pop().ok_or_else(missing)?;
    let lines: Vec<String> = found
        .iter()
        .map(|one| {
            let due = one.offer.due.strftime("%-d %B %Y");
            format!("invoice {}, {}, due {due}", one.offer.number, one.offer.amount)
        })
        .collect();
    let facts = CallFacts {
        caller,
        factor: &factor.name,
        client: seller.identity.trading_name.as_deref().unwrap_or(&seller.name),
        debtor: &debtor.name,
        invoices: &lines,
        notification,
    };
    let preference = kept::contact::preference(reads, debtor.id)?.unwrap_or_default();
    // CO-31: a natural person hears who calls before it hears why, and nobody else does.
    let opening = match preference.is_protected() {
        true => opening(&PersonalCall { caller: Some(caller), factor: &factor.name, person: &debtor.name }),
        false => String::new(),
    };
    phone_script(&facts).map(|words| opening + &words).map_err(|refused| {
        let text = refused.to_string();
        let (fact, remedy) = text.split_once(". ").unwrap_or((&text, ""));
        Error::refused("CALL_SCRIPT", fact, format!("{remedy}."))
    })
}

/// Records a call and its answers. A record in which the caller does not say who called and for whom is refused.
///
/// # Errors
/// As [`super::answer()`].
pub fn record_call(task: &mut Task<'_, '_>, call: &Call) -> Result<Answered, Error> {
    let new = NewAnswer {
        debtor: call.debtor,
        method: Method::Phone,
        who: call.statement.spoke_with.clone(),
        invoices: call.invoices.clone(),
        evidence: Vec::new(),
        statement: Some(call.statement.clone()),
        from: FromWhere::default(),
    };
    let odd = odd_number(task, call)?;
    answer_with(task, &new, &odd)
}

/// FR-14: a number that is the client's own is no independent way to its customer.
fn odd_number(task: &mut Task<'_, '_>, call: &Call) -> Result<Vec<Anomaly>, Error> {
    let ids: Vec<uuid::Uuid> = call.invoices.iter().map(|one| one.invoice.0).collect();
    let clients: BTreeSet<_> = kept::invoice::by_ids(task, &ids)?.into_iter().map(|invoice| invoice.client).collect();
    let mut numbers = Vec::new();
    for client in clients {
        numbers.extend(kept::contact::of_client(task, client)?.into_iter().filter_map(|person| person.phone));
    }
    let found = client_phone(&call.statement.number, numbers.iter().map(String::as_str));
    Ok(found.map(|finding| Anomaly { rule: finding.rule, fact: finding.fact }).into_iter().collect())
}
