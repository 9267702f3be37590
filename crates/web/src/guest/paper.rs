//! A letter as a page shows it, and a client's own part of one: what is about it, and no word about any other supplier of the same customer.
//!
//! Contract: of a letter that speaks of this client alone it is the whole letter but for the addresses of its reader's page,
//! which open that reader's page to whoever has them. Of one that speaks of several, only the blocks that name no other
//! supplier and sum up nothing over all of them: tables under its own name, and the frame's words. When in doubt a block
//! is left out.

use domain::letter::{Block, Element, Letter};

/// What stands in every address of a page behind a signed link.
const PAGE: &str = "/g/";

/// What a client may read of a letter.
pub(super) fn part(letter: &Letter, own: &[String], others: &[String]) -> Letter {
    let mut part = letter.clone();
    if !others.is_empty() {
        part.blocks.retain(|block| keeps(block, own, others));
        let plain = |line: &String| !names(line, others);
        part.signatory.retain(plain);
        part.footer.retain(plain);
        if names(&part.greeting, others) {
            part.greeting.clear();
        }
        if names(&part.closing, others) {
            part.closing.clear();
        }
        part.check = None;
    }
    for block in &mut part.blocks {
        match block {
            Block::Paragraph { text, .. } => *text = without_pages(text),
            Block::Rows { rows, .. } => rows.iter_mut().for_each(|(_, value)| *value = without_pages(value)),
            Block::Answers { links, .. } => links.iter_mut().for_each(|(_, address)| address.clear()),
            Block::Table { .. } => {}
        }
    }
    for line in &mut part.footer {
        *line = without_pages(line);
    }
    part
}

/// A text without the addresses of pages behind signed links: they are their reader's alone.
pub(super) fn without_pages(text: &str) -> String {
    if !text.contains(PAGE) {
        return text.to_owned();
    }
    let shown = |word: &str| if word.contains(PAGE) { "\u{2026}".to_owned() } else { word.to_owned() };
    text.split('\n').map(|line| line.split(' ').map(shown).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// Is a cell of a table a figure, which stands to the right?
pub(super) fn is_figure(cell: &str) -> bool {
    let part = |sign: char| sign.is_ascii_digit() || ".,\u{2212}\u{a0}\u{202f}".contains(sign);
    cell.chars().any(|sign| sign.is_ascii_digit()) && cell.chars().all(part)
}

fn keeps(block: &Block, own: &[String], others: &[String]) -> bool {
    match block {
        // A section stands under its supplier's name.
        Block::Table { heading, .. } => {
            own.iter().any(|name| heading.contains(name.as_str())) && !names(heading, others)
        }
        // Sums and counts over all suppliers are nobody's own.
        Block::Paragraph { element: Element::Invoices | Element::WhoWrites, .. } => false,
        Block::Paragraph { text, .. } => !names(text, others) && !text.chars().any(|sign| sign.is_ascii_digit()),
        Block::Rows { rows, .. } => !rows.iter().any(|(name, value)| names(name, others) || names(value, others)),
        Block::Answers { .. } => false,
    }
}

fn names(text: &str, others: &[String]) -> bool {
    let text = text.to_lowercase();
    others.iter().any(|name| !name.is_empty() && text.contains(&name.to_lowercase()))
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
        let text = part(&letter(), &own, &others).plain_text();
        assert!(text.contains("H-1") && text.contains("When may we expect payment?") && text.contains("Thank you"));
        for secret in ["Tidewater", "TIDEWATER", "T-1", "20.00"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }

    #[test]
    fn co_14_a_letter_of_its_own_is_read_in_full_but_for_the_readers_page() {
        let mut letter = letter();
        assert_eq!(part(&letter, &["Harbor Foods".to_owned()], &[]), letter);
        letter.blocks.push(Block::Answers {
            element: Element::Answers,
            links: vec![("We have paid".to_owned(), "https://x.example/g/SECRET?answer=paid".to_owned())],
        });
        letter.footer.push("No more reminders: https://x.example/g/SECRET/preferences".to_owned());
        let text = part(&letter, &["Harbor Foods".to_owned()], &[]).plain_text();
        assert!(text.contains("We have paid") && text.contains("No more reminders: \u{2026}"), "{text}");
        assert!(!text.contains("SECRET"), "{text}");
        assert_eq!(without_pages("> see\n> https://x.example/g/SECRET, please"), "> see\n> \u{2026} please");
    }
}
