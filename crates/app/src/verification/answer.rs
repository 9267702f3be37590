//! An answer came in: kept, judged, and acted on, for as many invoices as it speaks of.

use super::{Moved, MovedInvoice, mode};
use crate::dispute;
use crate::schedule::decide_waiting;
use crate::timeline::{Told, factor, tell};
use crate::{Error, Refusal, Task};
use domain::agreement::NotificationMode;
use domain::contact::{ContactSource, Happening, Seen, Subject};
use domain::dispute::{CaseKind, DisputeReason, NewCase, Side, Speaker};
use domain::event::EventKind;
use domain::fraud::{Anomaly, AnswerTrace, anomalies};
use domain::id::{ClientId, DebtorId, InvoiceId, LinkId};
use domain::invoice::InvoiceState;
use domain::invoice::verification::{
    Confirmable, Discrepancy, Evidence, Given, Method, Statement, Verification, VerificationPolicy, VerificationState,
};
use domain::timeline::{Numbers, Sentence, Who};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::kept;
use store::kept::invoice::Invoice;

/// How many earlier answers of a debtor, and mails of a client, an answer is compared with (FR-22).
const COMPARED: i64 = 50;
/// Most invoices in one answer.
pub const ANSWERED: usize = 500;

/// What is said of one invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneAnswer {
    /// The invoice.
    pub invoice: InvoiceId,
    /// What is confirmed of it.
    pub confirmed: Vec<Confirmable>,
    /// What is not as invoiced.
    pub discrepancy: Option<Discrepancy>,
}

/// Where an answer came from, as far as that is known (FR-22).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FromWhere {
    /// The guest's link it came by.
    pub link: Option<LinkId>,
    /// A mark of the device.
    pub device: Option<String>,
    /// All that was written, where it was words.
    pub words: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// Who answers. Only its own invoices are touched.
    pub debtor: DebtorId,
    /// How.
    pub method: Method,
    /// The person who answers, or the origin of the papers.
    pub who: String,
    /// What is said, invoice by invoice.
    pub invoices: Vec<OneAnswer>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// For a call: what was said.
    pub statement: Option<Statement>,
    /// Where it came from.
    pub from: FromWhere,
}

/// What became of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Invoices that are confirmed now.
    pub confirmed: Vec<InvoiceId>,
    /// Invoices of which something is still to be confirmed.
    pub partly: Vec<InvoiceId>,
    /// Invoices that are not as invoiced: returned to the client, or disputed where they are bought.
    pub differing: Vec<InvoiceId>,
    /// Invoices of which it says nothing new, or that need no confirmation.
    pub unchanged: Vec<InvoiceId>,
    /// How many of the confirmed ones are bought with it.
    pub bought: usize,
}

/// One-click confirmation of many: every fact of the checklist, for each invoice.
#[must_use]
pub fn confirm_all(invoices: &[InvoiceId]) -> Vec<OneAnswer> {
    let one =
        |invoice: &InvoiceId| OneAnswer { invoice: *invoice, confirmed: Confirmable::ALL.to_vec(), discrepancy: None };
    invoices.iter().map(one).collect()
}

/// One verification that the answer speaks of.
struct Meant {
    verification: Verification,
    invoice: Invoice,
    said: OneAnswer,
}

/// Takes an answer. What is confirmed is bought where nothing else stands in the way; what differs goes back to the client
/// before purchase and becomes a dispute after it. The same answer again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when an invoice is not this debtor's; [`Error::Refused`] with every reason why the answer is not
/// taken (GL-40, LC-05), and then nothing of it is. What was said by telephone is taken with its planned call alone
/// ([`super::record_call`]): a call nobody planned has passed by the debtor's hours and budget (CO-05).
pub fn answer(task: &mut Task<'_, '_>, new: &NewAnswer) -> Result<Answered, Error> {
    if new.method == Method::Phone {
        let fact = "an answer by telephone belongs to no planned call";
        let remedy = "Plan the call first; then record with it what was said.";
        return Err(Error::refused("CALL_NOT_PLANNED", fact, remedy));
    }
    let odd = of_the_contact(task, new)?;
    answer_with(task, new, &odd)
}

/// FR-11, FR-14: what is odd about the contact whose link the answer came by, and that nobody has looked into.
fn of_the_contact(task: &mut Task<'_, '_>, new: &NewAnswer) -> Result<Vec<Anomaly>, Error> {
    let Some(link) = new.from.link else { return Ok(Vec::new()) };
    let contact = match kept::guest_link::get(task, link)?.and_then(|link| link.contact) {
        Some(contact) => kept::contact::get(task, contact)?,
        None => None,
    };
    let Some(contact) = contact else { return Ok(Vec::new()) };
    let mut odd: Vec<Anomaly> = contact
        .findings
        .iter()
        .filter(|finding| !finding.cleared)
        .map(|finding| Anomaly::new(&finding.rule, finding.fact.clone()))
        .collect();
    if contact.source == ContactSource::Client && !contact.verified.as_ref().is_some_and(|one| one.independent) {
        let fact = format!("{} was named by the client and is not confirmed independently of it", contact.name);
        odd.push(Anomaly::new("FR-14", fact));
    }
    Ok(odd)
}

/// The moment the debtor was asked last by mail: when the message left, not when it was written down; while it has not, the
/// soonest it could.
fn asked_at(task: &mut Task<'_, '_>, verification: &Verification) -> Result<Option<i64>, Error> {
    let mut mails = verification.requests.iter().rev().filter(|request| request.method == Method::Email);
    let Some(request) = mails.next() else { return Ok(None) };
    let left = match request.message {
        Some(message) => {
            kept::message::get(task, message)?.map(|message| message.sent_at.unwrap_or(message.send_after))
        }
        None => None,
    };
    Ok(Some(left.unwrap_or(request.at)))
}

/// The same with what is odd about it already.
pub(super) fn answer_with(task: &mut Task<'_, '_>, new: &NewAnswer, known_odd: &[Anomaly]) -> Result<Answered, Error> {
    if new.invoices.is_empty() || new.invoices.len() > ANSWERED {
        let fact = format!("{} invoices are answered; an answer speaks of 1 to {ANSWERED}", new.invoices.len());
        return Err(Error::refused("VERIFICATION_COUNT", fact, "Send them in several answers."));
    }
    let mut answered = Answered::default();
    let mut clients: BTreeMap<ClientId, Vec<Meant>> = BTreeMap::new();
    for said in &new.invoices {
        let missing = || Error::NotFound("such invoice".to_owned());
        let invoice = kept::invoice::get(task, said.invoice)?.ok_or_else(missing)?;
        if invoice.debtor != Some(new.debtor) {
            return Err(missing());
        }
        match kept::verification::of_invoice(task, said.invoice)? {
            Some(verification) => {
                clients.entry(invoice.client).or_default().push(Meant { verification, invoice, said: said.clone() });
            }
            None => answered.unchanged.push(said.invoice),
        }
    }
    let policy = super::policy(task)?;
    let devices = known_devices(task, new.debtor)?;
    for (client, meant) in clients {
        let against = Against { policy: &policy, devices: &devices, known_odd };
        of_client(task, new, &against, client, meant, &mut answered)?;
    }
    Ok(answered)
}

/// The invoices of one client in the answer.
fn of_client(
    task: &mut Task<'_, '_>,
    new: &NewAnswer,
    against: &Against<'_>,
    client: ClientId,
    meant: Vec<Meant>,
    answered: &mut Answered,
) -> Result<(), Error> {
    let today = task.today;
    let notification = mode(task, client, new.debtor, today)?;
    let seller = kept::party::client(task, client)?.ok_or_else(|| Error::NotFound("client".to_owned()))?;
    let factor = task.factor.name.clone();
    let same_place = match new.from.link {
        Some(link) => crate::guest::same_place(task, link, new.from.device.as_deref(), client)?,
        None => false,
    };
    let mails = kept::verification::words_of_client(task, client, COMPARED)?;
    let compared = Compared { against, mails, same_place };
    let mut moved = Vec::new();
    for Meant { mut verification, invoice, said } in meant {
        let given = given(task, new, &said);
        let odd = odd(&compared, new, asked_at(task, &verification)?, &given);
        let trading = seller.identity.trading_name.clone().unwrap_or_else(|| seller.name.clone());
        let taken = verification.answer(given, odd, notification, &factor, &trading).map_err(|refused| {
            let refusals = refused.iter().map(|one| Refusal::at(&invoice.offer.number, one.code(), one, one.remedy()));
            Error::Refused(refusals.collect())
        })?;
        if !taken {
            answered.unchanged.push(invoice.id);
            continue;
        }
        kept::verification::set(task, &verification)?;
        match verification.state {
            VerificationState::Confirmed => answered.confirmed.push(invoice.id),
            VerificationState::Discrepancy => answered.differing.push(invoice.id),
            _ => answered.partly.push(invoice.id),
        }
        moved.push((verification, invoice));
    }
    if moved.is_empty() {
        return Ok(());
    }
    let invoices = moved.iter().map(|(one, invoice)| MovedInvoice::of(one, &invoice.offer.number)).collect();
    let facts = Moved { step: "ANSWERED", client: seller.code.as_str(), invoices, reason: None };
    let event = task.record_facts(EventKind::VerificationMoved, &facts, &[])?;
    told(task, event, new, client, &moved)?;
    let differing: Vec<_> = moved.into_iter().filter(|(one, _)| one.state == VerificationState::Discrepancy).collect();
    for (verification, invoice) in differing {
        differs(task, new, notification, &verification, invoice)?;
    }
    answered.bought += decide_waiting(task, client, new.debtor)?;
    Ok(())
}

fn given(task: &Task<'_, '_>, new: &NewAnswer, said: &OneAnswer) -> Given {
    let mut evidence = new.evidence.clone();
    if let Some(link) = new.from.link
        && !evidence.contains(&Evidence::Link(link))
    {
        evidence.push(Evidence::Link(link));
    }
    Given {
        method: new.method,
        who: new.who.trim().to_owned(),
        recorded_by: task.actor.clone(),
        on: task.today,
        at: task.unit.recorded_at(),
        confirmed: said.confirmed.clone(),
        discrepancy: said.discrepancy.clone(),
        evidence,
        statement: new.statement.clone(),
        device: new.from.device.clone(),
    }
}

/// What an answer is compared with, whatever client it is about.
struct Against<'a> {
    policy: &'a VerificationPolicy,
    devices: &'a [String],
    known_odd: &'a [Anomaly],
}

/// What it is compared with for one client.
struct Compared<'a> {
    against: &'a Against<'a>,
    mails: Vec<String>,
    same_place: bool,
}

/// FR-22: what is odd about the answer.
fn odd(compared: &Compared<'_>, new: &NewAnswer, asked_at: Option<i64>, given: &Given) -> Vec<Anomaly> {
    // Only what came by itself can be odd; a person who called or read papers has seen for itself.
    if given.method != Method::Email {
        return compared.against.known_odd.to_vec();
    }
    let words = given.discrepancy.as_ref().map(|one| one.words.as_str()).or(new.from.words.as_deref());
    let trace = AnswerTrace {
        asked_at,
        answered_at: given.at,
        device: given.device.as_deref(),
        known_devices: compared.against.devices,
        same_place: compared.same_place,
        words: words.unwrap_or_default(),
        client_mails: &compared.mails,
    };
    let found = anomalies(&trace, compared.against.policy.hasty_seconds, compared.against.policy.alike_percent);
    compared.against.known_odd.iter().cloned().chain(found).collect()
}

fn known_devices(task: &mut Task<'_, '_>, debtor: DebtorId) -> Result<Vec<String>, Error> {
    let earlier = kept::verification::newest_of_debtor(task, debtor, COMPARED)?;
    let devices: BTreeSet<String> =
        earlier.into_iter().flat_map(|one| one.answers).filter_map(|given| given.device).collect();
    Ok(devices.into_iter().collect())
}

fn told(
    task: &mut Task<'_, '_>,
    event: i64,
    new: &NewAnswer,
    client: ClientId,
    moved: &[(Verification, Invoice)],
) -> Result<(), Error> {
    let in_state = |state| -> Vec<&str> {
        let found = moved.iter().filter(|(one, _)| one.state == state);
        found.map(|(_, invoice)| invoice.offer.number.as_str()).collect()
    };
    let mut entries = Vec::new();
    let subject = |numbers: &[&str]| match numbers {
        [one] => moved.iter().find(|(_, invoice)| invoice.offer.number == *one),
        _ => None,
    };
    let confirmed = in_state(VerificationState::Confirmed);
    if !confirmed.is_empty() {
        let said = Sentence::Confirmed { method: new.method, invoices: Numbers::of(&confirmed) };
        entries.push((said, subject(&confirmed)));
    }
    let partly = in_state(VerificationState::Asked);
    if !partly.is_empty() {
        let said = Sentence::PartlyConfirmed { method: new.method, invoices: Numbers::of(&partly) };
        entries.push((said, subject(&partly)));
    }
    for one in moved.iter().filter(|(one, _)| one.state == VerificationState::Discrepancy) {
        let (verification, invoice) = one;
        let differs = verification.discrepancy();
        let said = Sentence::NotAsInvoiced {
            invoice: invoice.offer.number.clone(),
            what: differs.map(|differs| differs.what),
            words: differs.map_or_else(String::new, |differs| differs.words.clone()),
        };
        entries.push((said, Some(one)));
    }
    for (place, (said, about)) in (0..).zip(entries) {
        let told = Told {
            kind: Happening::Verification,
            who: Who::named(&new.who),
            said,
            subject: about.map(|(_, invoice)| (Subject::Invoice, invoice.id.0)),
            seen: Seen::ALL,
        };
        tell(task, event, place, &[client], new.debtor, &told)?;
    }
    Ok(())
}

/// LC-05: before purchase the invoice goes back to the client, who reads what to put right; after it the debtor's words
/// are a dispute (LC-08).
fn differs(
    task: &mut Task<'_, '_>,
    new: &NewAnswer,
    notification: NotificationMode,
    verification: &Verification,
    invoice: Invoice,
) -> Result<(), Error> {
    let Some(said) = verification.discrepancy().cloned() else { return Ok(()) };
    if invoice.state.is_open() {
        let case = NewCase {
            kind: CaseKind::Dispute,
            debtor: new.debtor,
            client: Some(invoice.client),
            invoice: Some(invoice.id),
            reason: Some(reason(said.what)),
            amount: None,
            words: said.words,
            // In a confidential facility it is the client who tells what its customer says.
            by: match notification {
                NotificationMode::Notification => Speaker::new(Side::Debtor, &new.who),
                NotificationMode::NonNotification => Speaker::new(Side::Client, &new.who),
            },
        };
        dispute::open(task, case)?;
        return Ok(());
    }
    if !invoice.state.is_undecided() {
        return Ok(());
    }
    #[derive(Serialize)]
    struct Facts<'a> {
        invoice: InvoiceId,
        number: &'a str,
        reason: &'a str,
    }
    let words = format!("not confirmed by the customer: {}, \u{201c}{}\u{201d}", said.what, said.words);
    let facts = Facts { invoice: invoice.id, number: &invoice.offer.number, reason: &words };
    let seq = task.record_facts(EventKind::InvoiceReturned, &facts, &[])?;
    let (client, id, number) = (invoice.client, invoice.id, invoice.offer.number.clone());
    let returned = Invoice { state: InvoiceState::Returned, decided_seq: seq, ..invoice };
    kept::invoice::decide_again(task, &returned)?;
    let told = Told {
        kind: Happening::Verification,
        who: factor(task),
        said: Sentence::GoesBack { invoice: number, words: said.words },
        subject: Some((Subject::Invoice, id.0)),
        seen: Seen::FACTOR_AND_CLIENT,
    };
    tell(task, seq, 0, &[client], new.debtor, &told)
}

/// The dispute's reason nearest to the fact that is not confirmed.
const fn reason(what: Confirmable) -> DisputeReason {
    match what {
        Confirmable::Delivered => DisputeReason::NotReceived,
        Confirmable::Amount => DisputeReason::WrongAmount,
        Confirmable::Terms => DisputeReason::ContractTerms,
        Confirmable::InSystem | Confirmable::NoOffset | Confirmable::RemitTo => DisputeReason::Other,
    }
}
