//! Calls to confirm invoices (GL-40, LC-05): planned under the contact policy, made with a script, recorded with what was said.
//!
//! Contract: a call is a message by telephone with the purpose of verification. Choosing it spends the debtor's budget
//! (CO-05) under the same permit as every call, so it comes only after a mail that nobody has answered; what forbids it is
//! kept with the invoices it was to ask about. One call speaks of invoices of one client: what one supplier sells is none of
//! another's business, and a caller names one. A call at which nobody was reached is recorded too and counts
//! ([`crate::message`]).

use super::answer::{Answered, FromWhere, NewAnswer, OneAnswer, answer_with};
use super::mode;
use crate::message::{Outgoing, Queued, made, planned_for, queue};
use crate::task::business_date;
use crate::{Command, Error, Refusal, Task, contact};
use domain::contact::{Channel, Contact, MessageState, PersonalCall, Purpose, opening};
use domain::fraud::{Anomaly, client_phone};
use domain::id::{ClientId, DebtorId, InvoiceId, MessageId};
use domain::invoice::verification::{CallFacts, Method, Request, Statement, Verification, phone_script};
use domain::letter::{Block, Element, Language, Letter, LetterKind, Voice};
use domain::party::Factor;
use domain::proof::Proof;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// A call that could be made only later than this is not planned yet: it would hold the budget for nothing. Days.
pub const PLANNED_WITHIN_DAYS: i64 = 5;
/// A planned call that nobody has made so many days after it could have been is taken back.
pub const WAITS_DAYS: i64 = 7;
/// Under this name the reason of a planned call keeps who calls.
pub const CALLER: &str = "caller";
/// Planned calls that one run looks at.
const LOOKED_AT: i64 = 500;

/// A call that somebody wants to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCall {
    /// Who calls: the script says so.
    pub caller: String,
    /// What it asks about: open verifications of one client and one debtor.
    pub invoices: Vec<InvoiceId>,
}

/// What became of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Planned {
    /// The call waits to be made; its message holds the script.
    Call(Queued),
    /// There is none, for these reasons; they are kept with the invoices.
    Not(Vec<Refusal>),
}

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The call that was planned.
    pub message: MessageId,
    /// When it was made; none: just now.
    pub made_at: Option<Timestamp>,
    /// What came of it.
    pub outcome: CallOutcome,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallOutcome {
    /// Somebody answered.
    Answered {
        /// Who called, for whom, on which number, who answered, and the words.
        statement: Statement,
        /// What was said of each invoice.
        invoices: Vec<OneAnswer>,
    },
    /// Nobody was reached who could answer.
    NotReached {
        /// What happened: it rang out, a voice mail, somebody who could not tell.
        words: String,
    },
}

/// The invoices of a call: of one client and one debtor, each with its open verification.
struct Meant {
    client: ClientId,
    debtor: DebtorId,
    open: Vec<(Verification, kept::invoice::Invoice)>,
}

fn meant(reads: &mut dyn Reads, invoices: &[InvoiceId]) -> Result<Meant, Error> {
    let ids: Vec<uuid::Uuid> = invoices.iter().map(|id| id.0).collect();
    let mut found = kept::invoice::by_ids(reads, &ids)?;
    found.sort_by_key(|invoice| (invoice.offer.due, invoice.offer.number.clone()));
    let parties: BTreeSet<_> = found.iter().map(|invoice| (invoice.client, invoice.debtor)).collect();
    let [(client, Some(debtor))] = parties.into_iter().collect::<Vec<_>>()[..] else {
        let fact = "the invoices are not of one client and one customer";
        return Err(Error::refused("CALL_PARTIES", fact, "Choose invoices of one client and one customer."));
    };
    let mut open = Vec::with_capacity(found.len());
    for invoice in found {
        if let Some(one) = kept::verification::of_invoice(reads, invoice.id)?.filter(|one| one.state.is_open()) {
            open.push((one, invoice));
        }
    }
    if open.is_empty() {
        let fact = "nothing of these invoices is to be confirmed";
        return Err(Error::refused("CALL_NOTHING", fact, "Choose invoices that wait for a confirmation."));
    }
    Ok(Meant { client, debtor, open })
}

/// The words of a call about these invoices. They name caller, factor and client.
fn script(reads: &mut dyn Reads, factor: &Factor, today: Date, caller: &str, meant: &Meant) -> Result<String, Error> {
    let notification = mode(reads, meant.client, meant.debtor, today)?;
    let missing = || Error::NotFound("party of this call".to_owned());
    let seller = kept::party::client(reads, meant.client)?.ok_or_else(missing)?;
    let debtor = kept::party::debtors_by_id(reads, &[meant.debtor.0])?.pop().ok_or_else(missing)?;
    let line = |invoice: &kept::invoice::Invoice| {
        let due = invoice.offer.due.strftime("%-d %B %Y");
        format!("invoice {}, {}, due {due}", invoice.offer.number, invoice.offer.amount)
    };
    let lines: Vec<String> = meant.open.iter().map(|(_, invoice)| line(invoice)).collect();
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

/// The call of a pair that waits to be made, with its script.
///
/// # Errors
/// [`Error::Fault`].
pub fn call_to_make(reads: &mut dyn Reads, client: ClientId, debtor: DebtorId) -> Result<Option<Message>, Error> {
    for message in kept::message::calls_to_make(reads, debtor)? {
        let (clients, _) = kept::message::speaks_of(reads, message.id)?;
        if message.purpose == Purpose::Verification && clients == [client] {
            return Ok(Some(message));
        }
    }
    Ok(None)
}

/// LC-05: plans a call to confirm invoices. It spends the budget from now on (CO-05). What the contact policy forbids is
/// no call; the reason is kept with each of the invoices. Planned twice it is one call.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] for a caller without a name, invoices of several parties or with nothing to
/// confirm, and confidential facilities, where nobody calls (GL-44).
pub fn plan_call(task: &mut Task<'_, '_>, new: &NewCall) -> Result<Planned, Error> {
    let meant = meant(task, &new.invoices)?;
    let (factor, today) = (task.factor.clone(), task.today);
    let script = script(task, &factor, today, new.caller.trim(), &meant)?;
    if let Some(known) = call_to_make(task, meant.client, meant.debtor)? {
        let (message, number, send_after) = (known.id, known.number, known.send_after);
        return Ok(Planned::Call(Queued { message, number, event: 0, send_after }));
    }
    match plan(task, &meant, new.caller.trim(), &script) {
        Ok(queued) => Ok(Planned::Call(queued)),
        Err(Error::Refused(why)) => {
            not_called(task, meant, &why)?;
            Ok(Planned::Not(why))
        }
        Err(other) => Err(other),
    }
}

fn plan(task: &mut Task<'_, '_>, meant: &Meant, caller: &str, script: &str) -> Result<Queued, Error> {
    let purpose = Purpose::Verification;
    let contact = contact::recipient_by(task, meant.debtor, Some(meant.client), purpose, Channel::Phone)?;
    let count = match meant.open.len() {
        1 => "1 invoice".to_owned(),
        many => format!("{many} invoices"),
    };
    let proof = Proof::new("LC-05", format!("{count} to be confirmed by telephone")).with(CALLER, caller);
    let outgoing = Outgoing {
        purpose,
        channel: Channel::Phone,
        debtor: Some(meant.debtor),
        to_client: None,
        clients: vec![meant.client],
        invoices: meant.open.iter().map(|(_, invoice)| invoice.id).collect(),
        contact: Some(contact.id),
        recipient: contact.phone.clone().unwrap_or_default(),
        letter: spoken(task, &contact, &format!("Call to confirm {count}"), script),
        documents: Vec::new(),
        link: None,
        case: None,
        answers: None,
        reasons: vec![proof],
        state: MessageState::Approval,
        not_before: 0,
    };
    let opens = planned_for(task, &outgoing)?;
    if opens > task.unit.recorded_at() + PLANNED_WITHIN_DAYS * 24 * 3_600_000_000 {
        let moment = Timestamp::from_microsecond(opens).map_err(|error| Error::fault("time", error))?;
        let day = Language::English.date(business_date(&task.factor, moment));
        let fact = format!("the debtor is not to be called before {day}");
        return Err(Error::refused("CONTACT_CO_05", fact, "Plan the call then; meanwhile its mail may be answered."));
    }
    queue(task, outgoing)
}

/// A script as the message carries it.
fn spoken(task: &Task<'_, '_>, contact: &Contact, subject: &str, script: &str) -> Letter {
    let mut parts = script.split("\n\n").map(|part| part.trim().to_owned());
    let greeting = parts.next().unwrap_or_default();
    Letter {
        kind: LetterKind::Verification,
        language: contact.language,
        voice: Voice::Factor,
        letterhead: Vec::new(),
        sent_by: None,
        address: Vec::new(),
        dated: task.today,
        date_line: String::new(),
        subject: subject.to_owned(),
        greeting,
        blocks: parts.map(|text| Block::Paragraph { element: Element::Question, text }).collect(),
        closing: String::new(),
        signatory: Vec::new(),
        check: None,
        footer: Vec::new(),
    }
}

/// Why nobody is called is kept with what was to be asked; the same reason is kept once.
fn not_called(task: &mut Task<'_, '_>, meant: Meant, why: &[Refusal]) -> Result<(), Error> {
    let said = why.iter().map(|one| format!("{}. {}", one.fact.trim_end_matches('.'), one.remedy));
    let words = format!("not called: {}", said.collect::<Vec<_>>().join(" "));
    for (mut verification, _) in meant.open {
        if verification.held_back.as_ref().is_none_or(|(_, known)| *known != words) {
            verification.held_back = Some((task.today, words.clone()));
            kept::verification::set(task, &verification)?;
        }
    }
    Ok(())
}

/// Takes planned calls back that nobody has made for [`WAITS_DAYS`]: they hold the debtor's budget.
pub(super) fn give_up(app: &crate::App) -> Result<usize, Error> {
    app.run(Command::system("verification"), |task| {
        let until = task.unit.recorded_at() - WAITS_DAYS * 24 * 3_600_000_000;
        let waiting = kept::message::due(task, Channel::Phone, MessageState::Approval, until, LOOKED_AT)?;
        let mut count = 0;
        for message in waiting.into_iter().filter(|message| message.purpose == Purpose::Verification) {
            crate::message::cancel(task, message.id, &format!("Nobody has called for {WAITS_DAYS} days."))?;
            count += 1;
        }
        Ok(count)
    })
}

/// Records a planned call and what came of it. A record in which the caller does not say who called and for whom is
/// refused. Recorded twice, the second changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Refused`] when it is no call that waits, could not have been made then or was forbidden
/// then ([`crate::message`]), speaks of other invoices, and as [`super::answer()`].
pub fn record_call(task: &mut Task<'_, '_>, call: &Call) -> Result<Answered, Error> {
    let missing = || Error::NotFound("call to confirm invoices".to_owned());
    let message = kept::message::get(task, call.message)?
        .filter(|message| message.purpose == Purpose::Verification && message.channel == Channel::Phone)
        .ok_or_else(missing)?;
    let debtor = message.debtor.ok_or_else(missing)?;
    let (statement, invoices) = match &call.outcome {
        CallOutcome::NotReached { words } => {
            let words = words.trim();
            if words.is_empty() {
                let remedy = "Write in a few words what happened, for example that it rang out.";
                return Err(Error::Refused(vec![Refusal::at(
                    "words",
                    "CALL_WORDS",
                    "nothing is written down",
                    remedy,
                )]));
            }
            let said = format!("Nobody was reached on {}: {words}", message.recipient);
            made(task, message, &said, call.made_at)?;
            return Ok(Answered::default());
        }
        CallOutcome::Answered { statement, invoices } => (statement, invoices),
    };
    let (_, asked) = kept::message::speaks_of(task, message.id)?;
    if invoices.iter().any(|one| !asked.contains(&one.invoice)) {
        let fact = "an answer is about an invoice the call did not speak of";
        return Err(Error::refused(
            "CALL_INVOICES",
            fact,
            "Record the answers to what was asked; plan another call for the rest.",
        ));
    }
    let said = format!("Spoke with {} on {}.", statement.spoke_with.trim(), statement.number.trim());
    let id = message.id;
    if !made(task, message, &said, call.made_at)? {
        return Ok(Answered { unchanged: invoices.iter().map(|one| one.invoice).collect(), ..Answered::default() });
    }
    let at = call.made_at.map_or(task.unit.recorded_at(), Timestamp::as_microsecond);
    let ids: Vec<uuid::Uuid> = invoices.iter().map(|one| one.invoice.0).collect();
    for mut verification in kept::verification::of_invoices(task, &ids)? {
        verification.ask(Request { on: task.today, at, method: Method::Phone, message: Some(id) });
        kept::verification::set(task, &verification)?;
    }
    let new = NewAnswer {
        debtor,
        method: Method::Phone,
        who: statement.spoke_with.clone(),
        invoices: invoices.clone(),
        evidence: Vec::new(),
        statement: Some(statement.clone()),
        from: FromWhere::default(),
    };
    let odd = odd_number(task, &statement.number, &ids)?;
    answer_with(task, &new, &odd)
}

/// FR-14: a number that is the client's own is no independent way to its customer.
fn odd_number(task: &mut Task<'_, '_>, number: &str, invoices: &[uuid::Uuid]) -> Result<Vec<Anomaly>, Error> {
    let clients: BTreeSet<_> =
        kept::invoice::by_ids(task, invoices)?.into_iter().map(|invoice| invoice.client).collect();
    let mut numbers = Vec::new();
    for client in clients {
        numbers.extend(kept::contact::of_client(task, client)?.into_iter().filter_map(|person| person.phone));
    }
    let found = client_phone(number, numbers.iter().map(String::as_str));
    Ok(found.map(|finding| Anomaly { rule: finding.rule, fact: finding.fact }).into_iter().collect())
}
