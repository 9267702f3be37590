//! Where a received mail belongs: the message it is about, and the parties it stands beside.

use super::places::pairs;
use crate::Error;
use domain::contact::Direction;
use domain::id::{CaseId, ClientId, ContactId, DebtorId};
use formats::mail::Inbound;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// Where a mail belongs.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub debtor: Option<DebtorId>,
    pub client: Option<ClientId>,
    pub clients: Vec<ClientId>,
    pub contact: Option<ContactId>,
    pub case: Option<CaseId>,
}

impl Place {
    pub(super) const fn is_known(&self) -> bool {
        self.debtor.is_some() || self.client.is_some()
    }
}

/// The message of ours that a mail is about.
pub(super) fn original(reads: &mut dyn Reads, mail: &Inbound) -> Result<Option<Message>, Error> {
    for id in mail.about() {
        match kept::message::by_internet_id(reads, id)? {
            Some(message) if message.direction == Direction::Out => return Ok(Some(message)),
            // An earlier mail of theirs: what that one answered.
            Some(earlier) => {
                if let Some(answered) = earlier.body.answers
                    && let Some(message) = kept::message::get(reads, answered)?
                {
                    return Ok(Some(message));
                }
            }
            None => {}
        }
    }
    let keys = mail.to.iter().filter_map(|address| address.split('@').next()?.rsplit_once('+')).map(|(_, key)| key);
    for key in keys {
        if let Some(message) = by_key(reads, key)? {
            return Ok(Some(message));
        }
    }
    Ok(None)
}

/// The message we sent whose key stands in a text.
fn by_key(reads: &mut dyn Reads, key: &str) -> Result<Option<Message>, Error> {
    let key = key.to_ascii_lowercase();
    if key.is_empty() || !key.chars().all(|sign| sign.is_ascii_hexdigit()) {
        return Ok(None);
    }
    Ok(kept::message::by_internet_key(reads, &key)?.filter(|message| message.direction == Direction::Out))
}

/// The reminder whose List-Unsubscribe address was used.
pub(super) fn stop_of(reads: &mut dyn Reads, mail: &Inbound) -> Result<Option<Message>, Error> {
    let Some((word, key)) = mail.subject.split_once(' ') else { return Ok(None) };
    if !word.eq_ignore_ascii_case(crate::post::STOP) {
        return Ok(None);
    }
    // Only whoever got the reminder may stop it.
    let from = mail.from.as_ref().map(|from| from.address.to_lowercase());
    Ok(by_key(reads, key.trim())?.filter(|message| from.as_deref() == Some(message.recipient.to_lowercase().as_str())))
}

/// The place of the message it answers. What a client's own person says to a message to the debtor are the client's words.
pub(super) fn beside(reads: &mut dyn Reads, message: &Message, mail: &Inbound) -> Result<Place, Error> {
    let known = match &mail.from {
        Some(from) => kept::contact::with_email(reads, &from.address)?,
        None => Vec::new(),
    };
    let own = known.iter().find(|contact| contact.debtor == message.debtor && contact.debtor.is_some());
    let writer = own.map(|contact| contact.id);
    let clients = pairs(reads, message)?;
    let person = known.iter().find(|contact| contact.debtor.is_none() && contact.client.is_some());
    if let (None, None, Some(person)) = (own, message.client, person) {
        let Some(client) = person.client.filter(|client| clients.contains(client)) else {
            // How did another client come by it? A person looks.
            return Ok(Place::default());
        };
        let (debtor, contact) = (message.debtor, Some(person.id));
        return Ok(Place { debtor, client: Some(client), clients: vec![client], contact, case: None });
    }
    Ok(Place { debtor: message.debtor, client: message.client, clients, contact: writer, case: message.body.case })
}

/// The place its sender's address has in the directory; none when it stands there for more than one party.
pub(super) fn by_sender(reads: &mut dyn Reads, mail: &Inbound) -> Result<Place, Error> {
    let Some(from) = &mail.from else { return Ok(Place::default()) };
    let known = kept::contact::with_email(reads, &from.address)?;
    let Some(first) = known.first() else { return Ok(Place::default()) };
    if known.iter().any(|other| {
        (other.debtor, other.debtor.is_none().then_some(other.client))
            != (first.debtor, first.debtor.is_none().then_some(first.client))
    }) {
        return Ok(Place::default());
    }
    let contact = Some(first.id);
    match (first.debtor, first.client) {
        (Some(debtor), _) => {
            let mut clients: Vec<ClientId> = known.iter().filter_map(|contact| contact.client).collect();
            if clients.len() < known.len() {
                let pairs = kept::party::pairs_of_debtor(reads, debtor)?;
                clients = pairs.into_iter().map(|pair| pair.client).collect();
            }
            clients.dedup();
            Ok(Place { debtor: Some(debtor), clients, contact, ..Place::default() })
        }
        (None, client) => Ok(Place { client, contact, ..Place::default() }),
    }
}
