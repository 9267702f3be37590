//! A message as a client may see it (CO-14): its own invoices, no word of another client of the same customer (CO-13), and
//! not the links, which open the customer's own page.

use crate::Error;
use domain::id::ClientId;
use domain::letter::{Block, Element, Letter};
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// The letter of a message with the invoices of this client alone; none when the message does not speak of them, or
/// carries no letter.
///
/// # Errors
/// [`Error::Fault`].
pub fn as_seen_by(reads: &mut dyn Reads, message: &Message, client: ClientId) -> Result<Option<Letter>, Error> {
    let (clients, _) = kept::message::speaks_of(reads, message.id)?;
    let to_another = message.client.is_some_and(|to| to != client);
    let Some(mut letter) = message.body.letter.clone().filter(|_| clients.contains(&client) && !to_another) else {
        return Ok(None);
    };
    if message.client.is_none() {
        letter.blocks.iter_mut().for_each(without_links);
    }
    if clients.len() == 1 {
        return Ok(Some(letter));
    }
    let mut own = None;
    let mut others = Vec::new();
    for id in clients {
        let Some(found) = kept::party::client(reads, id)? else { continue };
        let name = found.identity.trading_name.unwrap_or(found.name);
        if id == client { own = Some(name) } else { others.push(name) }
    }
    // Two clients of one name cannot be told apart in a letter: then neither list is shown.
    let own = own.filter(|own| !others.contains(own));
    letter.blocks.retain(|block| match block {
        Block::Table { element: Element::Invoices, heading, .. } => own.as_ref() == Some(heading),
        _ => true,
    });
    Ok(Some(letter))
}

/// A letter as anybody but its reader may look at it: without the addresses of guests' pages, for whoever has one is
/// taken for the reader.
#[must_use]
pub fn unlinked(mut letter: Letter) -> Letter {
    letter.blocks.iter_mut().for_each(without_links);
    letter
}

fn without_links(block: &mut Block) {
    match block {
        Block::Answers { links, .. } => links.iter_mut().for_each(|(_, address)| address.clear()),
        Block::Paragraph { text, .. } => *text = without_addresses(text),
        Block::Rows { rows, .. } => rows.iter_mut().for_each(|(_, value)| *value = without_addresses(value)),
        Block::Table { .. } => {}
    }
}

/// Words of a message without the addresses of guests' pages, also where a reply repeats them.
#[must_use]
pub fn without_addresses(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        // A guest's address is the one with the folder `g` in it.
        if word.contains("/g/") { word.trim_start_matches(|c: char| !c.is_whitespace()) } else { word }
    });
    words.collect()
}
