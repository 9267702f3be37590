//! A message as a client may see it (CO-14): its own invoices, no word of another client of the same customer (CO-13), and
//! not the links, which open the customer's own page.

use super::addresses::without_addresses;
use crate::Error;
use domain::id::ClientId;
use domain::letter::{Block, Element, Letter};
use domain::money::Currency;
use store::book::Reads;
use store::kept;
use store::kept::message::Message;

/// The letter of a message as this client may read it; none when the message does not speak of its invoices, or carries no
/// letter. Of a letter that speaks of several clients only the blocks that name no other and sum up nothing over all of
/// them: the table under its own name, and the frame's words. When in doubt a block is left out.
///
/// # Errors
/// [`Error::Fault`].
pub fn as_seen_by(reads: &mut dyn Reads, message: &Message, client: ClientId) -> Result<Option<Letter>, Error> {
    let (clients, _) = kept::message::speaks_of(reads, message.id)?;
    let to_it = message.client.map_or_else(|| clients.contains(&client), |to| to == client);
    let Some(letter) = message.body.letter.clone().filter(|_| to_it) else { return Ok(None) };
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for id in clients {
        let Some(found) = kept::party::client(reads, id)? else { continue };
        let names = if id == client { &mut own } else { &mut others };
        // A section stands under the trading name where there is one.
        names.push(found.name);
        names.extend(found.identity.trading_name.filter(|name| !name.is_empty()));
    }
    Ok(Some(own_part(unlinked(letter), &own, &others)))
}

fn own_part(mut letter: Letter, own: &[String], others: &[String]) -> Letter {
    if others.is_empty() {
        return letter;
    }
    own_accounts(&mut letter, own);
    letter.blocks.retain(|block| keeps(block, own, others));
    let plain = |line: &String| !names(line, others);
    letter.signatory.retain(plain);
    letter.footer.retain(plain);
    for line in [&mut letter.greeting, &mut letter.closing] {
        if names(line, others) {
            line.clear();
        }
    }
    // It may name others, or count what is theirs.
    letter.subject.clear();
    letter.check = None;
    letter
}

/// Where a letter names several accounts, each says in which currency, and of whom: of those the client reads its own, and
/// nothing of what else is paid there.
fn own_accounts(letter: &mut Letter, own: &[String]) {
    let is_account = |block: &Block| matches!(block, Block::Rows { element: Element::PayTo, .. });
    if letter.blocks.iter().filter(|block| is_account(block)).count() < 2 {
        return;
    }
    let mut mine: Vec<String> = Vec::new();
    for block in &letter.blocks {
        if let Block::Table { heading, head, .. } = block
            && own.contains(heading)
        {
            let last_words = head.iter().filter_map(|cell| cell.rsplit(' ').next());
            for currency in last_words.filter_map(|word| Currency::parse(word).ok()) {
                mine.push(currency.to_string());
                mine.push(format!("{currency} ({heading})"));
            }
        }
    }
    letter.blocks.retain_mut(|block| match block {
        Block::Rows { element: Element::PayTo, rows } if !rows.is_empty() => {
            let (_, paid_there) = rows.remove(0);
            paid_there.split(", ").any(|one| mine.iter().any(|known| known == one))
        }
        _ => true,
    });
}

fn keeps(block: &Block, own: &[String], others: &[String]) -> bool {
    match block {
        // Two clients of one name cannot be told apart in a letter: then neither list is shown.
        Block::Table { heading, .. } => own.contains(heading) && !names(heading, others),
        // Sums and counts over all suppliers are nobody's own.
        Block::Paragraph { element: Element::Invoices | Element::WhoWrites, .. } => false,
        Block::Paragraph { text, .. } => !names(text, others) && !text.chars().any(|sign| sign.is_ascii_digit()),
        Block::Rows { rows, .. } => !rows.iter().any(|(name, value)| names(name, others) || names(value, others)),
        Block::Answers { .. } => false,
    }
}

fn names(text: &str, others: &[String]) -> bool {
    let text = text.to_lowercase();
    others.iter().any(|name| text.contains(&name.to_lowercase()))
}

/// A letter as anybody but its reader may look at it: without the addresses of guests' pages, for whoever has one is
/// taken for the reader.
#[must_use]
pub fn unlinked(mut letter: Letter) -> Letter {
    letter.blocks.iter_mut().for_each(without_links);
    letter.footer.iter_mut().for_each(|line| *line = without_addresses(line));
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::letter::{Language, LetterKind, Voice};

    fn letter() -> Letter {
        let table = |heading: &str, number: &str| Block::Table {
            element: Element::Invoices,
            heading: heading.to_owned(),
            head: vec!["Invoice".to_owned(), "Amount".to_owned()],
            rows: vec![vec![number.to_owned(), "10.00".to_owned()]],
            total: vec!["Total".to_owned(), "10.00".to_owned()],
        };
        let text = |element, text: &str| Block::Paragraph { element, text: text.to_owned() };
        Letter {
            kind: LetterKind::Status,
            language: Language::English,
            voice: Voice::Factor,
            letterhead: Vec::new(),
            sent_by: None,
            address: Vec::new(),
            dated: jiff::civil::date(2026, 3, 4),
            date_line: String::new(),
            subject: "Invoices of Harbor Foods and Tidewater Parts".to_owned(),
            greeting: "Good day,".to_owned(),
            blocks: vec![
                text(Element::WhoWrites, "We write for Harbor Foods and Tidewater Parts."),
                text(Element::Question, "When may we expect payment?"),
                text(Element::Invoices, "Together 20.00 USD are open."),
                table("Harbor Foods", "H-1"),
                table("Tidewater Parts", "T-1"),
                text(Element::Thanks, "Thank you for your help."),
            ],
            closing: "Kind regards".to_owned(),
            signatory: vec!["Ida Quist".to_owned()],
            check: None,
            footer: vec!["Copy to TIDEWATER PARTS".to_owned()],
        }
    }

    #[test]
    fn co_14_a_client_reads_its_own_part_and_learns_of_nobody_else() {
        let (own, others) = (["Harbor Foods".to_owned()], ["Tidewater Parts".to_owned()]);
        let text = own_part(letter(), &own, &others).plain_text();
        assert!(text.contains("H-1") && text.contains("When may we expect payment?") && text.contains("Thank you"));
        for secret in ["Tidewater", "TIDEWATER", "T-1", "20.00"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }

    #[test]
    fn co_14_of_several_accounts_a_client_reads_its_own_and_no_other_currency() {
        let (own, others) = (["Harbor Foods".to_owned()], ["Tidewater Parts".to_owned()]);
        let account = |of: &str, number: &str| Block::Rows {
            element: Element::PayTo,
            rows: vec![("For invoices in".to_owned(), of.to_owned()), ("Account number".to_owned(), number.to_owned())],
        };
        let with = |usd: &str, eur: &str| {
            let mut letter = letter();
            for block in &mut letter.blocks {
                if let Block::Table { heading, head, .. } = block {
                    let currency = if own.contains(heading) { "USD" } else { "EUR" };
                    head[1] = format!("Amount {currency}");
                }
            }
            letter.blocks.extend([account(usd, "1111"), account(eur, "2222")]);
            own_part(letter, &own, &others).plain_text()
        };
        for (usd, eur) in [("USD", "EUR"), ("CHF, USD", "EUR"), ("USD (Harbor Foods)", "USD (Tidewater Parts)")] {
            let text = with(usd, eur);
            assert!(text.contains("1111") && !text.contains("2222"), "{text}");
            assert!(!text.contains("EUR") && !text.contains("CHF") && !text.contains("Tidewater"), "{text}");
        }
    }

    #[test]
    fn co_14_a_letter_of_its_own_is_read_in_full_but_for_the_readers_page() {
        let mut letter = letter();
        assert_eq!(own_part(unlinked(letter.clone()), &["Harbor Foods".to_owned()], &[]), letter);
        letter.blocks.push(Block::Answers {
            element: Element::Answers,
            links: vec![("We have paid".to_owned(), "https://x.example/g/SECRET?answer=paid".to_owned())],
        });
        letter.footer.push("No more reminders: https://x.example/g/SECRET/preferences".to_owned());
        let text = own_part(unlinked(letter), &["Harbor Foods".to_owned()], &[]).plain_text();
        assert!(text.contains("We have paid") && text.contains("No more reminders:"), "{text}");
        assert!(!text.contains("SECRET"), "{text}");
        assert_eq!(
            without_addresses(
                "> see
> https://x.example/g/SECRET, please"
            ),
            "> see
>  please"
        );
    }
}
