//! Cases: raised, talked about, given to somebody, settled, opened again (LC-08, GL-18, GL-53).
//!
//! Contract: whoever raises the same thing twice gets the case that is open, with any new words added to it. A dispute
//! takes effect in the unit that opens it: contact about its invoice stops (the contact engine reads the open disputes)
//! and the disputed amount, and only that, is ineligible (CR-14). Every step is told to the sides that may see it: a case
//! with a client to all three, a case about the factor alone to debtor and factor.
//!
//! Deliberately absent: money. What a settlement means for the books arrives as a credit note, a payment, or a recourse.

mod effect;
mod open;
mod run;
mod settle;
mod talk;
mod tell;
mod words;

pub use effect::{credited, ineligible_of};
pub(crate) use open::raise;
pub use open::{Opened, open};
pub use run::{CaseRun, run};
pub(crate) use settle::resolve_noting;
pub use settle::{reopen, resolve};
pub use talk::{add_words, set_owner};
pub use tell::reply;
pub(crate) use tell::tell_clients;

use crate::timeline::{Told, tell};
use crate::{Error, Refusal, Task};
use domain::contact::{Happening, Seen, Subject};
use domain::dispute::{Case, CasePolicy, CaseProblem, Speaker};
use domain::id::{CaseId, ClientId, DebtorId};
use domain::timeline::{Sentence, Who};
use serde::Serialize;
use store::book::Reads;
use store::kept;

/// The clocks of cases.
///
/// # Errors
/// [`Error::Fault`].
pub fn policy(reads: &mut dyn Reads) -> Result<CasePolicy, Error> {
    Ok(kept::policy::get(reads, CasePolicy::POLICY)?)
}

/// Changes the clocks of cases. Those of open cases stay as they were when the case was raised.
///
/// # Errors
/// [`Error::Refused`] with every problem.
pub fn save_policy(task: &mut Task<'_, '_>, policy: &CasePolicy) -> Result<(), Error> {
    let problems = policy.problems().into_iter();
    let remedy = "Write a number of days within that range.";
    let problems = problems.map(|(place, fact)| Refusal::at(place, "CASE_POLICY", fact, remedy)).collect();
    crate::policy::save(task, CasePolicy::POLICY, policy, problems)
}

/// What a step did, as its event keeps it.
#[derive(Serialize)]
struct Facts<'a> {
    case: CaseId,
    number: i64,
    step: &'a str,
    by: &'a Speaker,
    words: &'a str,
    state: domain::dispute::CaseState,
    owner: &'a str,
    settled: Option<&'a domain::dispute::Settlement>,
    ineligible_minor: i64,
}

impl<'a> Facts<'a> {
    fn of(case: &'a Case, step: &'a str, by: &'a Speaker, words: &'a str, ineligible_minor: i64) -> Self {
        Self {
            case: case.id,
            number: case.number,
            step,
            by,
            words,
            state: case.state,
            owner: &case.owner,
            settled: case.settled.as_ref(),
            ineligible_minor,
        }
    }
}

/// The case with this id.
fn known(reads: &mut dyn Reads, id: CaseId) -> Result<Case, Error> {
    kept::relation_case::get(reads, id)?.ok_or_else(|| Error::NotFound("case".to_owned()))
}

fn refusal(problem: &CaseProblem) -> Refusal {
    Refusal::new(problem.code(), sentence(&problem.to_string()), problem.remedy())
}

fn refused(problems: &[CaseProblem]) -> Error {
    Error::Refused(problems.iter().map(refusal).collect())
}

/// A text as a sentence begins: the first letter large.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Debtor and factor, for what is about no client.
fn without_client() -> Seen {
    Seen::of_bits(Seen::FACTOR.bits() | Seen::DEBTOR.bits())
}

/// Tells a step of a case to all who may see it.
fn told(task: &mut Task<'_, '_>, seq: i64, place: i64, case: &Case, who: Who, said: Sentence) -> Result<(), Error> {
    told_to(task, (seq, place), case, who, said, Seen::ALL)
}

/// Tells a step of a case to some. What is about no client is told beside each of the debtor's clients, and none of them
/// sees it.
fn told_to(
    task: &mut Task<'_, '_>,
    (seq, place): (i64, i64),
    case: &Case,
    who: Who,
    said: Sentence,
    seen: Seen,
) -> Result<(), Error> {
    let (clients, seen) = match case.client {
        Some(client) => (vec![client], seen),
        None => (clients_of(task, case.debtor)?, Seen::of_bits(seen.bits() & without_client().bits())),
    };
    let told = Told { kind: Happening::Case, who, said, subject: Some((Subject::Case, case.id.0)), seen };
    tell(task, seq, place, &clients, case.debtor, &told)
}

fn clients_of(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Vec<ClientId>, Error> {
    Ok(kept::party::pairs_of_debtor(reads, debtor)?.into_iter().map(|pair| pair.client).collect())
}

/// The number of the case's invoice, where it is about one.
fn number_of_invoice(reads: &mut dyn Reads, case: &Case) -> Result<Option<String>, Error> {
    let Some(invoice) = case.invoice else { return Ok(None) };
    Ok(kept::invoice::get(reads, invoice)?.map(|invoice| invoice.offer.number))
}
