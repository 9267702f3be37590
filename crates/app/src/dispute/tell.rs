//! LC-08: the client is told the same day; the debtor is answered.
//!
//! A debtor's word is never refused because the client has no mail address or a letter cannot be written: the case is open
//! all the same, the factor reads what stands in the way, and the daily run tries again.

use super::{Facts, Opened, effect, known, refused, words};
use crate::message::{Outgoing, Queued, queue};
use crate::timeline::{Told, tell};
use crate::{Error, Task, contact, letter};
use domain::contact::{Channel, Contact, Happening, MessageState, Purpose, Seen, Subject};
use domain::dispute::{Case, CaseKind, Side, Speaker};
use domain::event::EventKind;
use domain::id::{CaseId, ClientId, DebtorId, MessageId};
use domain::letter::{InvoiceLine, LetterKind, Person, Section};
use domain::timeline::{Sentence, Who};
use std::collections::BTreeMap;
use store::kept;
use store::kept::invoice::Invoice;
use uuid::Uuid;

/// Tells the clients of new cases, one message per client and debtor however many cases.
pub(crate) fn tell_clients(task: &mut Task<'_, '_>, cases: &[Opened]) -> Result<(), Error> {
    let mut found = Vec::new();
    for opened in cases.iter().filter(|opened| opened.is_new) {
        found.push(known(task, opened.case)?);
    }
    tell_of(task, found)
}

/// The same for cases at hand. Those that are settled, told, or none of the client's business are passed over.
pub(super) fn tell_of(task: &mut Task<'_, '_>, cases: Vec<Case>) -> Result<(), Error> {
    let mut groups: BTreeMap<(ClientId, DebtorId, bool), Vec<Case>> = BTreeMap::new();
    for case in cases {
        let is_told = case.client_told_on.is_some() || !case.is_open();
        let is_theirs = matches!(case.kind, CaseKind::Dispute | CaseKind::Complaint | CaseKind::Copy);
        if let Some(client) = case.client.filter(|_| is_theirs && !is_told) {
            groups.entry((client, case.debtor, case.kind == CaseKind::Dispute)).or_default().push(case);
        }
    }
    for ((client, debtor, _), cases) in groups {
        match message(task, client, debtor, &cases) {
            Ok(_) => {
                let by = Speaker::new(Side::Factor, &task.factor.name);
                for mut case in cases {
                    case.client_told(task.today);
                    let ineligible = effect::keep(task, &case)?;
                    let facts = Facts::of(&case, "CLIENT_TOLD", &by, "", ineligible);
                    task.record_facts(EventKind::CaseMoved, &facts, &[])?;
                }
            }
            Err(Error::Refused(reasons)) => {
                let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                not_told(task, client, debtor, &cases, &reasons.join(" "))?;
            }
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Most cases that one entry names.
const NAMED: usize = 5;

/// What keeps the client from being told, for the factor alone. Said once a day.
fn not_told(
    task: &mut Task<'_, '_>,
    client: ClientId,
    debtor: DebtorId,
    cases: &[Case],
    reasons: &str,
) -> Result<(), Error> {
    let Some(first) = cases.first() else { return Ok(()) };
    let by = Speaker::new(Side::Factor, &task.factor.name);
    let ineligible = effect::ineligible(task, first)?;
    let facts = Facts::of(first, "CLIENT_NOT_TOLD", &by, reasons, ineligible);
    let event = task.record_facts(EventKind::CaseMoved, &facts, &[])?;
    let told = Told {
        kind: Happening::Case,
        who: Who::named(&by.name),
        said: Sentence::ClientNotTold {
            cases: cases.iter().take(NAMED).map(|case| case.number).collect(),
            reasons: reasons.to_owned(),
        },
        subject: Some((Subject::Case, first.id.0)),
        seen: Seen::FACTOR,
    };
    tell(task, event, 0, &[client], debtor, &told)
}

/// Queues the message to the client.
fn message(task: &mut Task<'_, '_>, client: ClientId, debtor: DebtorId, cases: &[Case]) -> Result<Queued, Error> {
    let is_dispute = cases.iter().all(|case| case.kind == CaseKind::Dispute);
    let kind = if is_dispute { LetterKind::ClientDispute } else { LetterKind::ClientTask };
    let to = contact::recipient(task, debtor, Some(client), Purpose::ToClient)?;
    let factor = task.factor.clone();
    let today = task.today;
    let mut facts = letter::base_facts(task, &factor, kind, to.language, today, Some(client), debtor)?;
    facts.to = person(&to);
    facts.until = cases.iter().map(|case| case.due_on).min();
    let invoices = invoices_of(task, cases)?;
    let name = facts
        .client
        .as_ref()
        .map_or(String::new(), |party| party.trading_name.clone().unwrap_or_else(|| party.name.clone()));
    facts.sections = sections(&name, cases, &invoices);
    let debtor_name = facts.debtor.name.clone();
    facts.words = Some(if is_dispute {
        words::of_disputes(to.language, cases)
    } else {
        words::of_tasks(to.language, &debtor_name, cases, &invoices)
    });
    let letter = letter::write(task, &facts)?;
    queue(
        task,
        Outgoing {
            purpose: Purpose::ToClient,
            channel: Channel::Email,
            debtor: Some(debtor),
            to_client: Some(client),
            clients: vec![client],
            invoices: invoices.iter().map(|invoice| invoice.id).collect(),
            contact: Some(to.id),
            recipient: to.email.clone().unwrap_or_default(),
            letter,
            documents: Vec::new(),
            link: None,
            case: cases.first().map(|case| case.id),
            answers: None,
            reasons: Vec::new(),
            state: MessageState::Queued,
            not_before: 0,
        },
    )
}

fn person(contact: &Contact) -> Person {
    Person {
        name: contact.name.clone(),
        office: String::new(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
    }
}

fn invoices_of(task: &mut Task<'_, '_>, cases: &[Case]) -> Result<Vec<Invoice>, Error> {
    let mut ids: Vec<Uuid> = cases.iter().filter_map(|case| case.invoice).map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = kept::invoice::by_ids(task, &ids)?;
    found.sort_by(|a, b| (a.offer.due, &a.offer.number).cmp(&(b.offer.due, &b.offer.number)));
    Ok(found)
}

/// One section for each currency: a section has one. Nothing is paid to the account of a letter to a client.
fn sections(client: &str, cases: &[Case], invoices: &[Invoice]) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    for invoice in invoices {
        let of_case = |case: &&Case| case.invoice == Some(invoice.id) && case.kind == CaseKind::Dispute;
        let disputed = cases.iter().find(of_case).and_then(|case| case.amount);
        let open = invoice.receivable.as_ref().map_or(invoice.offer.amount, |bought| bought.money(bought.open));
        let line = InvoiceLine {
            number: invoice.offer.number.clone(),
            issued: invoice.offer.issued,
            due: invoice.offer.due,
            amount: invoice.offer.amount,
            open,
            disputed,
        };
        let same = |section: &&mut Section| {
            section.invoices.first().is_some_and(|first| first.amount.currency == line.amount.currency)
        };
        match found.iter_mut().find(same) {
            Some(section) => section.invoices.push(line),
            None => found.push(Section { client: client.to_owned(), invoices: vec![line], pay_to: None }),
        }
    }
    found
}

/// Answers the debtor by mail, from a case: the words stand in the case and in the letter (CO-05: an answer to the
/// debtor's own question is outside the budget).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when nobody is fit to be written to, the letter cannot leave, or the case is
/// settled; [`Error::Fault`].
pub fn reply(
    task: &mut Task<'_, '_>,
    case: CaseId,
    by: Speaker,
    words: &str,
    answers: Option<MessageId>,
) -> Result<Queued, Error> {
    let case = known(task, case)?;
    if by.side != Side::Factor {
        return Err(Error::refused(
            "CASE_REPLY",
            "Only the factor answers by mail",
            "Add your words to the case; all sides read them there.",
        ));
    }
    if words.trim().is_empty() {
        return Err(refused(&[domain::dispute::CaseProblem::NoWords]));
    }
    // CO-05: what nobody asked is no answer, and would be outside the budget all the same.
    if !case.awaits_answer() {
        return Err(Error::refused(
            "CASE_REPLY",
            "The customer has written nothing here that waits for an answer",
            "Add your words to the case; all sides read them there.",
        ));
    }
    let to = contact::recipient(task, case.debtor, case.client, Purpose::Reply)?;
    let factor = task.factor.clone();
    let today = task.today;
    let mut facts = letter::base_facts(task, &factor, LetterKind::Reply, to.language, today, case.client, case.debtor)?;
    facts.to = person(&to);
    facts.words = Some(words.trim().to_owned());
    let invoices = invoices_of(task, std::slice::from_ref(&case))?;
    let name = facts
        .client
        .as_ref()
        .map_or(String::new(), |party| party.trading_name.clone().unwrap_or_else(|| party.name.clone()));
    facts.sections = sections(&name, std::slice::from_ref(&case), &invoices);
    let letter = letter::write(task, &facts)?;
    let clients = case.client.into_iter().collect();
    let outgoing = Outgoing {
        purpose: Purpose::Reply,
        channel: Channel::Email,
        debtor: Some(case.debtor),
        to_client: None,
        clients,
        invoices: case.invoice.into_iter().collect(),
        contact: Some(to.id),
        recipient: to.email.clone().unwrap_or_default(),
        letter,
        documents: Vec::new(),
        link: None,
        case: Some(case.id),
        answers,
        reasons: Vec::new(),
        state: MessageState::Queued,
        not_before: 0,
    };
    let queued = queue(task, outgoing)?;
    super::talk::add(task, case, by, words)?;
    Ok(queued)
}
