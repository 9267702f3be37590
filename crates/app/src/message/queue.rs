//! Queue a message.

use super::fate::record_sent;
use super::permit;
use super::places::subject;
use crate::timeline::{Told, factor, tell};
use crate::{Error, Task};
use domain::contact::{
    Channel, ContactPolicy, Direction, Happening, MessageState, Permit, PersonalCall, Preference, Purpose, Seen,
    Sender, Situation, Subject, Wall, opening,
};
use domain::event::EventKind;
use domain::id::{CaseId, ClientId, ContactId, DebtorId, DocumentId, InvoiceId, LinkId, MessageId};
use domain::letter::Letter;
use domain::proof::Proof;
use domain::timeline::Sentence;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::kept;
use store::kept::message::{Message, MessageBody};

/// A message that somebody wants to send.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// What for.
    pub purpose: Purpose,
    /// How it travels.
    pub channel: Channel,
    /// The debtor it is to, or about.
    pub debtor: Option<DebtorId>,
    /// The client it is to, when it is to a client.
    pub to_client: Option<ClientId>,
    /// Clients whose invoices it speaks of: their timelines show it.
    pub clients: Vec<ClientId>,
    /// Invoices it speaks of.
    pub invoices: Vec<InvoiceId>,
    /// The person or mailbox.
    pub contact: Option<ContactId>,
    /// Mail address, telephone number or postal lines.
    pub recipient: String,
    /// The letter; for a call, its script.
    pub letter: Letter,
    /// Papers that travel with it.
    pub documents: Vec<DocumentId>,
    /// The guest's link in it.
    pub link: Option<LinkId>,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// Why it may leave.
    pub reasons: Vec<Proof>,
    /// CO-14: the client looks at it first; CO-09: a person approves it first; or it is queued at once.
    pub state: MessageState,
    /// It leaves no sooner than this, in microseconds since 1970 UTC.
    pub not_before: i64,
}

/// A message in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// Key.
    pub message: MessageId,
    /// The number people read.
    pub number: i64,
    /// The event that queued it.
    pub event: i64,
    /// It leaves no sooner than this.
    pub send_after: i64,
}

#[derive(Serialize)]
struct Facts<'a> {
    message: MessageId,
    number: i64,
    purpose: Purpose,
    channel: Channel,
    debtor: Option<DebtorId>,
    to_client: Option<ClientId>,
    clients: &'a [ClientId],
    invoices: &'a [InvoiceId],
    subject: &'a str,
    reasons: &'a [Proof],
    send_after: i64,
}

/// Queues a message, tells the timelines. The contact policy is asked first: it refuses the message or says when it leaves.
///
/// # Errors
/// [`Error::Refused`] when the contact policy forbids it; [`Error::Fault`].
pub fn queue(task: &mut Task<'_, '_>, outgoing: Outgoing) -> Result<Queued, Error> {
    let sender: Sender = kept::policy::get(task, Sender::POLICY)?;
    match permit::ask(task, &outgoing)? {
        Some((permitted, situation)) => keep(task, outgoing, &sender, Some((&permitted, &situation)), None),
        None => keep(task, outgoing, &sender, None, None),
    }
}

/// The same for the engine, which knows the debtor's situation and the sender already.
pub(crate) fn queue_in(
    task: &mut Task<'_, '_>,
    outgoing: Outgoing,
    sender: &Sender,
    situation: &Situation,
    policy: &ContactPolicy,
) -> Result<Queued, Error> {
    if permit::is_to_client(outgoing.purpose, outgoing.to_client) {
        return keep(task, outgoing, sender, None, None);
    }
    let now = Timestamp::from_microsecond(task.unit.recorded_at()).map_err(|error| Error::fault("time", error))?;
    let permitted = permit::of(situation, &outgoing, policy, now)?;
    keep(task, outgoing, sender, Some((&permitted, situation)), None)
}

/// Puts a message on a client's own page: it stands there from this moment on and nothing else has to carry it, so it is
/// queued and sent in one. `day`: today where the debtor is.
pub(crate) fn put_on_page(
    task: &mut Task<'_, '_>,
    outgoing: Outgoing,
    sender: &Sender,
    day: Date,
) -> Result<Queued, Error> {
    keep(task, outgoing, sender, None, Some(day))
}

/// Keeps a message that may leave, or has left on a day, records what happened and tells the timelines.
fn keep(
    task: &mut Task<'_, '_>,
    mut outgoing: Outgoing,
    sender: &Sender,
    permitted: Option<(&Permit, &Situation)>,
    left_on: Option<Date>,
) -> Result<Queued, Error> {
    let mut asked = Vec::new();
    let mut script = String::new();
    if let Some((permitted, situation)) = permitted {
        outgoing.not_before = permitted.send_after.as_microsecond();
        outgoing.reasons = permit::merged(&outgoing.reasons, permitted);
        asked = permit::open_of(situation, &outgoing.invoices);
        // CO-31: who sees the outside of a natural person's message reads nothing of what it owes.
        // The words of a call that verifies are a script already, which nobody but the caller reads.
        let is_script = outgoing.channel == Channel::Phone && outgoing.purpose == Purpose::Verification;
        if situation.preference.is_protected()
            && !is_script
            && let Some(debtor) = kept::party::debtors_by_id(task, &[situation.debtor.0])?.pop()
        {
            let reader = situation.contacts.iter().find(|one| Some(one.id) == outgoing.contact);
            let reader = reader.filter(|one| !one.mailbox).map(|one| one.name.as_str());
            outgoing.letter = outgoing.letter.discreet(&task.factor.name, &debtor.name, reader);
            if outgoing.channel == Channel::Phone {
                let call = PersonalCall { caller: None, factor: &task.factor.name, person: &debtor.name };
                script = opening(&call);
            }
        }
    }
    if permitted.is_none() {
        outgoing.not_before = guarantor_hours(task, &outgoing)?;
    }
    let id = MessageId(task.new_id());
    let number = task.unit.next_number("message")?;
    let queued_at = task.unit.recorded_at();
    let message = Message {
        id,
        number,
        direction: Direction::Out,
        purpose: outgoing.purpose,
        channel: outgoing.channel,
        debtor: outgoing.debtor,
        client: outgoing.to_client,
        contact: outgoing.contact,
        recipient: outgoing.recipient,
        state: if left_on.is_some() { MessageState::Sent } else { outgoing.state },
        queued_at,
        send_after: outgoing.not_before.max(queued_at),
        sent_at: left_on.map(|_| queued_at),
        sent_on: left_on,
        internet_id: internet_id(task, id, sender),
        attempts: 0,
        subject: outgoing.letter.subject.clone(),
        words: script + &outgoing.letter.plain_text(),
        body: MessageBody {
            letter: Some(outgoing.letter),
            documents: outgoing.documents,
            link: outgoing.link,
            case: outgoing.case,
            answers: outgoing.answers,
            reasons: outgoing.reasons,
            asked,
            last_word: None,
            ..MessageBody::default()
        },
    };
    let facts = Facts {
        message: id,
        number,
        purpose: message.purpose,
        channel: message.channel,
        debtor: message.debtor,
        to_client: message.client,
        clients: &outgoing.clients,
        invoices: &outgoing.invoices,
        subject: &message.subject,
        reasons: &message.body.reasons,
        send_after: message.send_after,
    };
    let event = task.record_facts(EventKind::MessageQueued, &facts, &[])?;
    kept::message::add(task, &message, &outgoing.clients, &outgoing.invoices)?;
    if let Some(debtor) = message.debtor {
        let told = Told {
            kind: Happening::Planned,
            who: factor(task),
            said: Sentence::Planned {
                purpose: message.purpose,
                subject: subject(&message.subject, outgoing.clients.len()),
            },
            subject: Some((Subject::Message, id.0)),
            seen: Seen::FACTOR_AND_CLIENT,
        };
        tell(task, event, 0, &outgoing.clients, debtor, &told)?;
    }
    if let Some(day) = left_on {
        record_sent(task, &message, day, &outgoing.clients)?;
    }
    Ok(Queued { message: id, number, event, send_after: message.send_after })
}

/// CO-31: a message to a client's person who is its guarantor in California waits for the hours of a natural person. The
/// moment from which it may leave, in microseconds.
fn guarantor_hours(task: &mut Task<'_, '_>, outgoing: &Outgoing) -> Result<i64, Error> {
    let from = outgoing.not_before.max(task.unit.recorded_at());
    let Some(contact) = outgoing.contact.map_or(Ok(None), |id| kept::contact::get(task, id))? else {
        return Ok(outgoing.not_before);
    };
    let guarantor = match contact.client.filter(|_| contact.obligor && contact.debtor.is_none()) {
        Some(client) => kept::party::client(task, client)?.and_then(|client| client.guarantor),
        None => None,
    };
    if !guarantor.is_some_and(|guarantor| guarantor.is_protected()) {
        return Ok(outgoing.not_before);
    }
    let preference = Preference {
        natural_person_obligor: true,
        california: true,
        calendar: task.factor.calendar,
        ..Preference::default()
    };
    let policy = crate::contact::policy(task)?;
    let zone = crate::contact::zone(&contact.zone);
    let at = Timestamp::from_microsecond(from).map_err(|error| Error::fault("time", error))?;
    Ok(Wall::of(&zone, &preference, &policy).next_open(at).as_microsecond())
}

/// The Message-ID, made once: a message that is sent again after a crash carries the same.
fn internet_id(task: &Task<'_, '_>, id: MessageId, sender: &Sender) -> String {
    let domain = sender.email.rsplit_once('@').map_or("credere.invalid", |(_, domain)| domain);
    format!("{}@{domain}", task.seal.message_key(id))
}
