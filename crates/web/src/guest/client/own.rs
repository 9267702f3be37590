//! A client's own part of a letter: what is about it, and no word about any other supplier of the same customer.
//!
//! Contract: of a letter that speaks of this client alone it is the whole letter. Of one that speaks of several, only the
//! blocks that name no other supplier and sum up nothing over all of them: tables under its own name, and the frame's
//! words. When in doubt a block is left out.

use domain::letter::{Block, Element, Letter};

/// What a client may read of a letter, line by line.
pub(in crate::guest) fn words(letter: &Letter, own: &[String], others: &[String]) -> String {
    if others.is_empty() {
        return letter.plain_text();
    }
    let mut part = letter.clone();
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
    part.plain_text()
}

/// A subject the client may read: that of the letter, or none where it names others.
pub(in crate::guest) fn subject<'a>(subject: &'a str, others: &[String]) -> Option<&'a str> {
    (!names(subject, others)).then_some(subject)
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
        let text = words(&letter(), &own, &others);
        assert!(text.contains("H-1") && text.contains("When may we expect payment?") && text.contains("Thank you"));
        for secret in ["Tidewater", "TIDEWATER", "T-1", "20.00"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert_eq!(subject("Invoices of Harbor Foods and Tidewater Parts", &others), None);
    }

    #[test]
    fn co_14_a_letter_of_its_own_is_read_in_full() {
        let letter = letter();
        assert_eq!(words(&letter, &["Harbor Foods".to_owned()], &[]), letter.plain_text());
    }
}
