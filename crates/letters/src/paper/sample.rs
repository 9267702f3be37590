//! Sample letters on which a layout is tried: every kind of part, both voices. All of it is invented.

use domain::letter::{Block, Element, Language, Letter, LetterKind, Voice};
use jiff::civil::date;

/// A notice with every kind of part, and a short letter in the client's voice.
pub(super) fn letters() -> [Letter; 2] {
    [notice(), introduction()]
}

fn texts(several: &[&str]) -> Vec<String> {
    several.iter().map(|text| (*text).to_owned()).collect()
}

fn paragraph(element: Element, text: &str) -> Block {
    Block::Paragraph { element, text: text.to_owned() }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn notice() -> Letter {
    Letter {
        kind: LetterKind::NoticeOfAssignment,
        language: Language::English,
        voice: Voice::Factor,
        letterhead: texts(&["Sample Factor Ltd", "1 Sample Street", "10001 Sampletown", "+1 555 0100"]),
        sent_by: Some("Sent by Sample Factor Ltd for Sample Client Ltd.".to_owned()),
        address: texts(&["Sample Debtor Inc", "Accounts payable", "2 Sample Road", "Sampleville"]),
        dated: date(2026, 3, 4),
        date_line: "4 March 2026".to_owned(),
        subject: "Sample subject".to_owned(),
        greeting: "Sample greeting,".to_owned(),
        blocks: vec![
            paragraph(Element::Assigned, "A sample paragraph.\nIts second line.\n\nIts second paragraph."),
            Block::Rows {
                element: Element::PayTo,
                rows: vec![pair("Account holder", "Sample Factor Ltd"), pair("IBAN", "DE02 1203 0000 0000 2020 51")],
            },
            Block::Table {
                element: Element::Invoices,
                heading: "Sample Client".to_owned(),
                head: texts(&["Number", "Dated", "Amount EUR"]),
                rows: vec![texts(&["S-1", "1 February 2026", "1,200.00"]), texts(&["S-2", "2 February 2026", "34.50"])],
                total: texts(&["Sum of all", "", "1,234.50"]),
            },
            Block::Answers {
                element: Element::Answers,
                links: vec![pair("A sample answer", "https://sample.example/answer")],
            },
        ],
        closing: "Sample closing,".to_owned(),
        signatory: texts(&["Sam Ple", "Account manager", "+1 555 0101"]),
        check: Some(("7F3K-92QD".to_owned(), "https://sample.example/check/7F3K92QD".to_owned())),
        footer: texts(&["Sample Factor Ltd, register of Sampletown 1234", "Copy to Sample Client Ltd"]),
    }
}

fn introduction() -> Letter {
    Letter {
        kind: LetterKind::Introduction,
        voice: Voice::Client,
        sent_by: None,
        blocks: vec![paragraph(Element::Why, "Only one paragraph.")],
        check: None,
        footer: Vec::new(),
        signatory: texts(&["Cli Ent"]),
        letterhead: texts(&["Sample Client Ltd"]),
        ..notice()
    }
}
