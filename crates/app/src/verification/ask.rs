//! Asking debtors: one message per debtor for everything that is to be confirmed, of all its suppliers.
//!
//! Each debtor is one unit: what the contact policy, the directory or the letter's checklist refuses for one leaves the
//! others alone. It stays to be asked, the reason is kept with it, and the next run tries again.

use super::{Moved, MovedInvoice, mode};
use crate::guest::{GuestParty, make_link};
use crate::message::{Fate, Outgoing, planned_for, queue};
use crate::notice::told_account;
use crate::task::business_date;
use crate::{App, Command, Error, Refusal, Task, contact, letter};
use domain::agreement::NotificationMode;
use domain::contact::{Channel, MessageState, Purpose};
use domain::event::EventKind;
use domain::id::{ClientId, DebtorId, InvoiceId};
use domain::invoice::InvoiceState;
use domain::invoice::verification::{Method, Request, Verification, VerificationState};
use domain::letter::{InvoiceLine, LetterKind, Section};
use domain::money::Currency;
use domain::party::Factor;
use domain::proof::Proof;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::kept;
use store::kept::invoice::Invoice;
use store::kept::message::Message;

/// Most invoices in one question: what a person looks through at once. The others follow with the next run.
pub const ASKED_AT_ONCE: usize = 100;
/// Most open verifications of a debtor that are looked at in one run.
const LOOKED_THROUGH: i64 = 2_000;

/// A mail that could leave only later than this is not planned yet: a weekend with holidays around it passes, a used-up
/// budget does not. Microseconds.
const SOON_MICROS: i64 = 5 * 24 * 3_600_000_000;

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Debtors that were asked.
    pub debtors: usize,
    /// Invoices that were asked about.
    pub invoices: usize,
    /// Debtors that were not asked, each with the reasons; they are tried again.
    pub held_back: Vec<(DebtorId, Vec<Refusal>)>,
}

/// Asks every debtor that has something to confirm. Asked twice on one day, it asks nothing twice. Planned calls that nobody
/// has made are taken back first.
///
/// # Errors
/// [`Error::Fault`]; what is refused is in the answer.
pub fn run(app: &App, today: Date) -> Result<Asked, Error> {
    super::call::give_up(app)?;
    let debtors = app.read(|snapshot| Ok(kept::verification::debtors_to_ask(snapshot)?))?;
    let mut asked = Asked::default();
    for debtor in debtors {
        match app.run(Command::system("verification"), move |task| ask(task, debtor, today)) {
            Ok(0) => {}
            Ok(invoices) => {
                asked.debtors += 1;
                asked.invoices += invoices;
            }
            Err(Error::Refused(reasons)) => {
                let kept = reasons.clone();
                app.run(Command::system("verification"), move |task| hold_back(task, debtor, &kept))?;
                asked.held_back.push((debtor, reasons));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(asked)
}

/// CO-08, LC-08: what the debtor has said of its invoices, and keeps it from being asked about them, in words.
fn said_already(
    task: &mut Task<'_, '_>,
    debtor: DebtorId,
    today: Date,
) -> Result<BTreeMap<InvoiceId, &'static str>, Error> {
    let running = kept::answer::running(task, &[debtor.0], today)?;
    let mut said: BTreeMap<InvoiceId, &'static str> = running
        .into_iter()
        .map(|one| (one.invoice, "the debtor has given a status; it is asked when that has run out"))
        .collect();
    for (_, invoice) in kept::relation_case::frozen(task, &[debtor.0])? {
        said.insert(invoice, "it is disputed; it is asked about when that is settled");
    }
    Ok(said)
}

/// What a debtor is to be asked now, of the facilities that it knows of. Of what is left out because of the debtor's own
/// words the reason is kept.
fn to_ask(task: &mut Task<'_, '_>, debtor: DebtorId, today: Date) -> Result<Vec<(Verification, Invoice)>, Error> {
    let open = kept::verification::open_of_debtor(task, debtor, LOOKED_THROUGH)?;
    let open: Vec<Verification> = open.into_iter().filter(|one| one.state == VerificationState::Required).collect();
    let ids: Vec<uuid::Uuid> = open.iter().map(|one| one.invoice.0).collect();
    let mut invoices: BTreeMap<_, Invoice> =
        kept::invoice::by_ids(task, &ids)?.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    let mut modes: BTreeMap<ClientId, NotificationMode> = BTreeMap::new();
    // LC-40: nobody is asked by a factor that it was not told of.
    let told: BTreeSet<ClientId> = kept::contact_facts::told(task, &[debtor.0])?
        .into_iter()
        .filter(|pair| pair.given && !pair.held)
        .map(|pair| pair.client)
        .collect();
    let said = said_already(task, debtor, today)?;
    let mut found = Vec::new();
    for mut verification in open {
        if let Some(why) = said.get(&verification.invoice) {
            if verification.held_back.as_ref().is_none_or(|(_, known)| known != why) {
                verification.held_back = Some((today, (*why).to_owned()));
                kept::verification::set(task, &verification)?;
            }
            continue;
        }
        let Some(invoice) = invoices.remove(&verification.invoice) else { continue };
        // A line in review is decided by a person first: it may never be bought.
        if invoice.state != InvoiceState::Verifying && !invoice.state.is_open() {
            continue;
        }
        let mode = match modes.get(&verification.client) {
            Some(mode) => *mode,
            None => {
                let mode = mode(task, verification.client, debtor, today)?;
                modes.insert(verification.client, mode);
                mode
            }
        };
        // GL-44: nobody writes to the debtors of a confidential facility.
        if mode == NotificationMode::Notification && told.contains(&verification.client) {
            found.push((verification, invoice));
        }
        if found.len() == ASKED_AT_ONCE {
            break;
        }
    }
    Ok(found)
}

/// Asks one debtor, in one message. Gives how many invoices it speaks of.
fn ask(task: &mut Task<'_, '_>, debtor: DebtorId, today: Date) -> Result<usize, Error> {
    let mut found = to_ask(task, debtor, today)?;
    if found.is_empty() {
        return Ok(0);
    }
    found.sort_by_key(|(one, invoice)| (one.client, invoice.offer.due, invoice.offer.number.clone()));
    let mut clients: Vec<ClientId> = found.iter().map(|(one, _)| one.client).collect();
    clients.dedup();
    let only = match clients[..] {
        [one] => Some(one),
        _ => None,
    };
    let contact = contact::recipient(task, debtor, only, Purpose::Verification)?;
    let (link, address) = make_link(task, GuestParty::Debtor(debtor), Some(contact.id), None)?;
    let factor = task.factor.clone();
    let mut facts = letter::base_facts(task, &factor, LetterKind::Verification, contact.language, today, only, debtor)?;
    facts.to.name = if contact.mailbox { String::new() } else { contact.name.clone() };
    facts.links.page = Some(address);
    facts.sections = sections(task, &factor, &found, today)?;
    let letter = letter::write(task, &facts)?;
    let proof = Proof::new("LC-07", format!("{} to be confirmed with this debtor", found.len()))
        .with("debtor", &facts.debtor.name);
    let outgoing = Outgoing {
        purpose: Purpose::Verification,
        channel: Channel::Email,
        debtor: Some(debtor),
        to_client: None,
        clients: clients.clone(),
        invoices: found.iter().map(|(_, invoice)| invoice.id).collect(),
        contact: Some(contact.id),
        recipient: contact.email.clone().unwrap_or_default(),
        letter,
        documents: Vec::new(),
        link: Some(link),
        case: None,
        answers: None,
        reasons: vec![proof],
        state: MessageState::Queued,
        not_before: 0,
    };
    // CO-05, CO-06: nothing is booked far ahead. What becomes due until then goes along, and other questions have their turn.
    let opens = planned_for(task, &outgoing)?;
    if opens > task.unit.recorded_at() + SOON_MICROS {
        let day = Timestamp::from_microsecond(opens).map_err(|error| Error::fault("time", error))?;
        let fact = format!("the debtor was written to as often as it may be until {}", business_date(&factor, day));
        return Err(Error::refused("CONTACT_CO_05", fact, "It is asked then, together with what has come until then."));
    }
    let queued = queue(task, outgoing)?;
    let at = task.unit.recorded_at();
    for (verification, _) in &mut found {
        verification.ask(Request { on: today, at, method: Method::Email, message: Some(queued.message) });
        kept::verification::set(task, verification)?;
    }
    for client in clients {
        let of_client = found.iter().filter(|(one, _)| one.client == client);
        let invoices = of_client.map(|(one, invoice)| MovedInvoice::of(one, &invoice.offer.number)).collect();
        let code = kept::party::client(task, client)?.map(|one| one.code.to_string()).unwrap_or_default();
        let facts = Moved { step: "ASKED", client: &code, invoices, reason: None };
        task.record_facts(EventKind::VerificationMoved, &facts, &[])?;
    }
    Ok(found.len())
}

/// CO-06: one section per client, in one currency each, the oldest due date first.
fn sections(
    task: &mut Task<'_, '_>,
    factor: &Factor,
    found: &[(Verification, Invoice)],
    today: Date,
) -> Result<Vec<Section>, Error> {
    let mut sections: Vec<((ClientId, Currency), Section)> = Vec::new();
    for (verification, invoice) in found {
        let key = (verification.client, invoice.offer.amount.currency);
        let line = InvoiceLine {
            number: invoice.offer.number.clone(),
            issued: invoice.offer.issued,
            due: invoice.offer.due,
            amount: invoice.offer.amount,
            open: invoice.receivable.as_ref().map_or(invoice.offer.amount, |bought| bought.money(bought.open)),
            disputed: None,
        };
        match sections.iter_mut().find(|(known, _)| *known == key) {
            Some((_, section)) => section.invoices.push(line),
            None => {
                let client = kept::party::client(task, verification.client)?;
                let name = client.map(|one| one.identity.trading_name.unwrap_or(one.name)).unwrap_or_default();
                let pay_to = told_account(task, factor, (verification.client, verification.debtor), key.1, today)?;
                sections.push((key, Section { client: name, invoices: vec![line], pay_to }));
            }
        }
    }
    Ok(sections.into_iter().map(|(_, section)| section).collect())
}

/// Why a debtor could not be asked is kept with what it was to be asked; the same reason is kept once.
fn hold_back(task: &mut Task<'_, '_>, debtor: DebtorId, reasons: &[Refusal]) -> Result<(), Error> {
    let words = reasons
        .iter()
        .map(|one| format!("{}. {}", one.fact.trim_end_matches('.'), one.remedy))
        .collect::<Vec<_>>()
        .join(" ");
    let on = task.today;
    for (mut verification, _) in to_ask(task, debtor, on)? {
        if verification.held_back.as_ref().is_none_or(|(_, known)| *known != words) {
            verification.held_back = Some((on, words.clone()));
            kept::verification::set(task, &verification)?;
        }
    }
    Ok(())
}

/// What became of a question: one that came back is asked again, at a better address.
///
/// # Errors
/// [`Error::Fault`].
pub fn learn(task: &mut Task<'_, '_>, message: &Message, fate: &Fate) -> Result<(), Error> {
    if !matches!(fate, Fate::Bounced { .. }) {
        return Ok(());
    }
    did_not_reach(task, message)
}

/// A message that was taken back, could not be sent or came back asks nobody: what it was to ask is to be asked again.
///
/// # Errors
/// [`Error::Fault`].
pub(crate) fn did_not_reach(task: &mut Task<'_, '_>, message: &Message) -> Result<(), Error> {
    if message.purpose != Purpose::Verification {
        return Ok(());
    }
    let (_, invoices) = kept::message::speaks_of(task, message.id)?;
    let ids: Vec<uuid::Uuid> = invoices.iter().map(|id| id.0).collect();
    for mut verification in kept::verification::of_invoices(task, &ids)? {
        if verification.unask(message.id) {
            kept::verification::set(task, &verification)?;
        }
    }
    Ok(())
}
