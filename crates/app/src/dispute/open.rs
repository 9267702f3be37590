//! A case is raised.

use super::{effect, number_of_invoice, refused, tell_clients, told};
use crate::{Error, Task, notice};
use domain::dispute::{Case, CaseKind, Disputed, NewCase, Side};
use domain::event::EventKind;
use domain::id::{CaseId, ClientId, DebtorId};
use domain::invoice::InvoiceState;
use domain::money::Money;
use domain::timeline::{Sentence, Who};
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::invoice::Invoice;

/// What raising a case did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The case.
    pub case: CaseId,
    /// The number people read.
    pub number: i64,
    /// A new one, or the one that was open already.
    pub is_new: bool,
}

/// Raises a case, or adds to the same one that is open. LC-08: the client is told in the same unit.
///
/// # Errors
/// [`Error::NotFound`] when the debtor, the client or the invoice is not there, or the invoice is not between the two;
/// [`Error::Refused`] with everything that is wrong; [`Error::Fault`].
pub fn open(task: &mut Task<'_, '_>, new: NewCase) -> Result<Opened, Error> {
    let opened = raise(task, new)?;
    tell_clients(task, std::slice::from_ref(&opened))?;
    Ok(opened)
}

/// The same without telling the client: for several at once, which are told together.
pub(crate) fn raise(task: &mut Task<'_, '_>, mut new: NewCase) -> Result<Opened, Error> {
    let invoice = placed(task, &mut new)?;
    let policy = super::policy(task)?;
    let others = similar(task, &new)?;
    if let Some(open) = others.iter().find(|case| is_same(case, &new)) {
        return add_to(task, open.clone(), &new);
    }
    let disputed = match &invoice {
        Some(invoice) if new.kind == CaseKind::Dispute => Some(disputable(invoice, &others)?),
        _ => None,
    };
    let owner = owner(task, &new)?;
    let (on, at) = (task.today, task.unit.recorded_at());
    let by_client = new.by.side == Side::Client;
    let id = CaseId(task.new_id());
    let calendar = task.factor.calendar;
    // The number is taken last: a refused case leaves no gap.
    let mut case =
        Case::open(id, 0, new, disputed, &owner, (on, at), &policy, calendar).map_err(|problems| refused(&problems))?;
    case.number = task.unit.next_number("case")?;
    if by_client {
        case.client_told(on);
    }
    let ineligible = effect::keep(task, &case)?;
    let event = task.record_facts(EventKind::CaseOpened, &(&case, ineligible), &[])?;
    let said = opening(task, &case)?;
    told(task, event, 0, &case, Who::from(&case.opened_by), said)?;
    if case.kind == CaseKind::Proof {
        ask_proof(task, &case)?;
    }
    Ok(Opened { case: id, number: case.number, is_new: true })
}

/// GL-53: while the request is open, the notice says so and nothing is bought of this debtor (G17). Without a notice that
/// was given, or where it was asked already, only the case stands.
fn ask_proof(task: &mut Task<'_, '_>, case: &Case) -> Result<(), Error> {
    let Some(client) = case.client else { return Ok(()) };
    let words = case.words.first().map_or("", |first| first.words.as_str()).to_owned();
    match notice::request_proof(task, client, case.debtor, &words) {
        Ok(_) | Err(Error::Refused(_) | Error::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// The invoice, where the case is about one; debtor, client and invoice belong together afterwards.
fn placed(task: &mut Task<'_, '_>, new: &mut NewCase) -> Result<Option<Invoice>, Error> {
    if kept::party::debtors_by_id(task, &[new.debtor.0])?.is_empty() {
        return Err(Error::NotFound("customer".to_owned()));
    }
    let Some(id) = new.invoice else {
        if let Some(client) = new.client {
            kept::party::pair(task, client, new.debtor)?.ok_or_else(|| Error::NotFound("supplier".to_owned()))?;
        }
        return Ok(None);
    };
    let missing = || Error::NotFound("invoice".to_owned());
    let invoice = kept::invoice::get(task, id)?.ok_or_else(missing)?;
    let elsewhere = invoice.debtor != Some(new.debtor) || new.client.is_some_and(|client| client != invoice.client);
    if elsewhere {
        return Err(missing());
    }
    new.client = Some(invoice.client);
    Ok(Some(invoice))
}

/// Open cases that may be the same.
fn similar(reads: &mut dyn Reads, new: &NewCase) -> Result<Vec<Case>, Error> {
    let mut found = match (new.invoice, new.client) {
        (Some(invoice), _) => kept::relation_case::of_invoices(reads, &[invoice.0])?,
        (None, Some(client)) => kept::relation_case::of_pair(reads, client, new.debtor, false)?,
        (None, None) => kept::relation_case::of_debtor(reads, new.debtor)?,
    };
    found.retain(|case| case.is_open() && case.kind == new.kind);
    Ok(found)
}

/// Is it the same thing said again?
fn is_same(case: &Case, new: &NewCase) -> bool {
    let same_place = case.invoice == new.invoice && case.client == new.client;
    same_place
        && match case.kind {
            // A dispute of the whole leaves nothing else to dispute.
            CaseKind::Dispute => case.whole || (case.reason == new.reason && case.amount == new.amount),
            CaseKind::Copy | CaseKind::Proof => true,
            CaseKind::Complaint | CaseKind::Question | CaseKind::Correction => {
                case.opened_by.side == new.by.side
                    && case.words.first().is_some_and(|first| first.words == new.words.trim())
            }
        }
}

/// The case is there already: what is new of its words is added.
fn add_to(task: &mut Task<'_, '_>, case: Case, new: &NewCase) -> Result<Opened, Error> {
    let words = new.words.trim();
    let opened = Opened { case: case.id, number: case.number, is_new: false };
    if !words.is_empty() && !case.words.iter().any(|said| said.words == words && said.by.side == new.by.side) {
        super::talk::add(task, case, new.by.clone(), words)?;
    }
    Ok(opened)
}

/// What of an invoice can be disputed: what is open, less what other open disputes hold.
fn disputable(invoice: &Invoice, others: &[Case]) -> Result<Disputed, Error> {
    let currency = invoice.offer.amount.currency;
    let (open, credited) = match &invoice.receivable {
        Some(bought) => (bought.open, effect::credited_so_far(bought)),
        // Not bought, and not turned away: it may still be.
        None if invoice.state == InvoiceState::Rejected || invoice.state == InvoiceState::Withdrawn => (0, 0),
        None => (invoice.offer.amount.minor, 0),
    };
    let held: i64 = others.iter().filter_map(|case| case.amount).map(|amount| amount.minor).sum();
    if open > 0 && held >= open {
        let fact = format!("All that is open of invoice {} is disputed already", invoice.offer.number);
        return Err(Error::refused("CASE_DISPUTED", fact, "Add your words to the dispute that is open."));
    }
    Ok(Disputed { open: Money::new((open - held).max(0), currency), credited })
}

/// Who answers for it: the client's account manager, or whoever raises it at the factor.
fn owner(task: &mut Task<'_, '_>, new: &NewCase) -> Result<String, Error> {
    let client = match new.client {
        Some(client) => Some(client),
        None => largest_client(task, new.debtor)?,
    };
    let manager = match client {
        Some(client) => kept::party::client(task, client)?.map(|client| client.account_manager),
        None => None,
    };
    Ok(manager.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| task.factor.name.clone()))
}

/// A case about no client is answered by the account manager of the client the debtor is linked with first.
fn largest_client(reads: &mut dyn Reads, debtor: DebtorId) -> Result<Option<ClientId>, Error> {
    Ok(super::clients_of(reads, debtor)?.first().copied())
}

/// How the timeline tells it.
fn opening(task: &mut Task<'_, '_>, case: &Case) -> Result<Sentence, Error> {
    Ok(Sentence::CaseOpened {
        case: case.number,
        kind: case.kind,
        invoice: number_of_invoice(task, case)?,
        amount: case.amount,
        whole: case.whole,
        reason: case.reason,
        words: case.words.first().map_or_else(String::new, |first| first.words.clone()),
    })
}
