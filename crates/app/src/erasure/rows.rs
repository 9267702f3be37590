//! The rows of people who go: contacts, messages, papers, and every place that holds texts.

use super::gather::{Gathered, MESSAGES};
use super::standing::contacts;
use crate::{Error, Task};
use domain::contact::{ContactState, Direction, DocumentKind, Happening, erased_words};
use domain::dispute::Side;
use domain::id::{DocumentId, MessageId};
use domain::timeline::{Sentence, Who};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::kept;
use store::kept::erasure::{PLACES, Party, Texts};
use store::kept::message::Message;

/// What is told of these things has amounts and numbers in it, and only names go.
const IMPERSONAL: [Happening; 2] = [Happening::Bought, Happening::Paid];

/// Contacts: the row stays, name and addresses go, and their links open nothing any more.
pub(super) fn contacts_go(task: &mut Task<'_, '_>, gathered: &Gathered) -> Result<usize, Error> {
    let mut count = 0;
    for mut contact in contacts(task, gathered.party)? {
        if !gathered.people.contains(&contact.id.0) || contact.erased_on.is_some() {
            continue;
        }
        contact.erase(task.today);
        kept::contact::put(task, &contact)?;
        crate::guest::revoke_all(task, contact.id, "its data were erased")?;
        debug_assert_eq!(contact.state, ContactState::Retired);
        count += 1;
    }
    Ok(count)
}

/// The natural person who guarantees for a client.
pub(super) fn guarantor_goes(task: &mut Task<'_, '_>, gathered: &Gathered) -> Result<(), Error> {
    let (true, Party::Client(client)) = (gathered.has_guarantor, gathered.party) else { return Ok(()) };
    let Some(mut client) = kept::party::client(task, client)? else { return Ok(()) };
    if let Some(guarantor) = &mut client.guarantor {
        guarantor.name = erased_words(task.today);
    }
    Ok(kept::party::put_client(task, &client)?)
}

/// Messages; gives back how many changed.
pub(super) fn messages_go(task: &mut Task<'_, '_>, gathered: &Gathered) -> Result<usize, Error> {
    let (mut after, mut count) = (0, 0);
    loop {
        let some = kept::erasure::messages(task, gathered.party, after, MESSAGES)?;
        let Some((last, _)) = some.last() else { return Ok(count) };
        after = *last;
        for (_, id) in some {
            let Some(message) = kept::message::get(task, MessageId(id))? else { continue };
            let Some(erased) = message_without(&message, gathered)? else { continue };
            kept::message::set(task, &erased)?;
            if erased.direction == Direction::In && erased.words != message.words {
                kept::erasure::set_internet_id(task, id, &format!("{}@erased.invalid", id.simple()))?;
            }
            count += 1;
        }
    }
}

fn message_without(message: &Message, gathered: &Gathered) -> Result<Option<Message>, Error> {
    let eraser = &gathered.eraser;
    let theirs = message.contact.is_some_and(|contact| gathered.people.contains(&contact.0));
    let all = gathered.whole || theirs || eraser.knows(&message.recipient);
    // A signed notice is evidence of what the company was told: its letter stays, without the person's name.
    let legal = message.purpose.is_legal();
    // What goes to a client about its customer carries the address of the client's own person, who stays.
    let own_address = all && (theirs || message.client.is_none() || eraser.knows(&message.recipient));
    let some = |text: &str| eraser.text(text).unwrap_or_else(|| text.to_owned());
    let whole = |text: &str| eraser.all(text).unwrap_or_else(|| text.to_owned());
    let body = serde_json::to_string(&message.body).map_err(|error| Error::fault("message", error))?;
    let mut body: Value = serde_json::from_str(&body).map_err(|error| Error::fault("message", error))?;
    if let (true, false, Some(members)) = (all, legal, body.as_object_mut()) {
        members.insert("letter".to_owned(), Value::Null);
    }
    eraser.value(&mut body, all);
    let erased = Message {
        recipient: if own_address { whole(&message.recipient) } else { some(&message.recipient) },
        subject: if all && !legal { whole(&message.subject) } else { some(&message.subject) },
        words: if all { whole(&message.words) } else { some(&message.words) },
        body: serde_json::from_value(body).map_err(|error| Error::fault("message", error))?,
        ..message.clone()
    };
    Ok((erased != *message).then_some(erased))
}

/// Every other row; gives back how many changed.
pub(super) fn texts_go(task: &mut Task<'_, '_>, gathered: &Gathered) -> Result<usize, Error> {
    let mut count = 0;
    for place in PLACES.iter().filter(|place| place.is_of(gathered.party)) {
        for row in place.rows(task, gathered.party)? {
            let mut erased = row.clone();
            match place.table {
                "timeline" => timeline_row(&mut erased, gathered),
                "document" => document_row(task, &mut erased, gathered)?,
                _ => {
                    let json = place.json.is_some().then(|| row.texts.len() - 1);
                    for (at, text) in erased.texts.iter_mut().enumerate() {
                        let whole = gathered.whole || place.table == "guest_link" && is_theirs(task, &row, gathered)?;
                        let changed = if Some(at) == json {
                            gathered.eraser.json(text, whole)
                        } else {
                            gathered.eraser.text(text)
                        };
                        if let Some(changed) = changed {
                            *text = changed;
                        }
                    }
                }
            }
            if erased != row {
                place.set(task, &erased)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// Was this link given to one of the people who go?
fn is_theirs(task: &mut Task<'_, '_>, row: &Texts, gathered: &Gathered) -> Result<bool, Error> {
    let Some(id) = row.id else { return Ok(false) };
    let link = kept::guest_link::get(task, domain::id::LinkId(id))?;
    Ok(link.and_then(|link| link.contact).is_some_and(|contact| gathered.people.contains(&contact.0)))
}

fn timeline_row(row: &mut Texts, gathered: &Gathered) {
    let eraser = &gathered.eraser;
    let [who, said, kind] = &mut row.texts[..] else { return };
    let (Ok(mut by), Ok(mut sentence)) = (serde_json::from_str::<Who>(who), serde_json::from_str::<Sentence>(said))
    else {
        return;
    };
    let kind = Happening::from_code(kind);
    let is_theirs = by.name_mut().is_some_and(|name| eraser.knows(name));
    let all = if gathered.whole { !kind.is_some_and(|kind| IMPERSONAL.contains(&kind)) } else { is_theirs };
    for text in sentence.own_texts() {
        let changed = if all { eraser.all(text) } else { eraser.text(text) };
        if let Some(changed) = changed {
            *text = changed;
        }
    }
    // A side with a name that is no company's and nobody's on file: somebody at the debtor.
    let at_debtor = matches!(&by, Who::Speaker(speaker) if speaker.side == Side::Debtor);
    if let Some(name) = by.name_mut() {
        let changed = if gathered.whole && at_debtor { eraser.all(name) } else { eraser.text(name) };
        if let Some(changed) = changed {
            *name = changed;
        }
    }
    if let (Ok(by), Ok(sentence)) = (serde_json::to_string(&by), serde_json::to_string(&sentence)) {
        (*who, *said) = (by, sentence);
    }
}

/// A paper that belongs to no invoice and is no remittance advice came with a letter, and goes with it; others are
/// commercial records, and only names go from what is written on their outside.
fn document_row(task: &mut Task<'_, '_>, row: &mut Texts, gathered: &Gathered) -> Result<(), Error> {
    let eraser = &gathered.eraser;
    let id = row.id;
    let [name, added_by, kind] = &mut row.texts[..] else { return Ok(()) };
    let theirs = gathered.whole || eraser.knows(added_by);
    if let Some(changed) = eraser.text(added_by) {
        *added_by = changed;
    }
    let document = match id.filter(|_| theirs && kind == DocumentKind::Other.code()) {
        Some(id) => kept::document::get(task, DocumentId(id))?.filter(|one| one.invoice.is_none()),
        None => None,
    };
    let changed = if document.is_some() { eraser.all(name) } else { eraser.file_name(name) };
    if let (Some(document), true) = (document, changed.is_some()) {
        let mark = eraser.mark();
        kept::erasure::blank_document(task, document.id.0, &Sha256::digest(mark).into(), mark)?;
    }
    if let Some(changed) = changed {
        *name = changed;
    }
    Ok(())
}
