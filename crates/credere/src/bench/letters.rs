//! Notices of assignment to PDF, one after the other on one thread, each with other parties, amounts and codes.
//!
//! The first letter is printed before the clock starts: it reads fonts and layout, which a server does once.

use domain::letter::{Block, Element, Language, Letter, LetterKind, Voice};
use jiff::civil::date;
use letters::paper::{Layout, Paper, print};
use serde::Serialize;
use std::error::Error;
use std::fmt;
use std::time::Instant;

/// The most letters of one measurement.
pub const LETTERS: u64 = 100_000;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// Letters printed.
    pub letters: u64,
    /// How long all of them took.
    pub seconds: f64,
    /// Letters by seconds.
    pub letters_per_second: f64,
    /// The mean size of a PDF, in bytes.
    pub bytes_per_letter: u64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { letters, seconds, letters_per_second, bytes_per_letter } = self;
        write!(f, "{letters} notices in {seconds:.2} s on one thread: {letters_per_second:.0} a second, ")?;
        write!(f, "{bytes_per_letter} bytes each")
    }
}

/// Prints so many notices.
pub fn measure(count: u64) -> Result<Measured, Box<dyn Error + Send + Sync>> {
    // Typst would share its work out to every core.
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    one_thread.install(|| {
        let layout = Layout::built_in();
        print(&layout, &notice(0), Paper::A4)?;
        let mut bytes = 0;
        let started = Instant::now();
        for number in 1..=count {
            let paper = if number % 4 == 0 { Paper::UsLetter } else { Paper::A4 };
            bytes += print(&layout, &notice(number), paper)?.pdf.len() as u64;
        }
        let seconds = started.elapsed().as_secs_f64();
        Ok(Measured {
            letters: count,
            seconds,
            letters_per_second: count as f64 / seconds.max(f64::MIN_POSITIVE),
            bytes_per_letter: bytes / count.max(1),
        })
    })
}

const TOWNS: [&str; 7] = ["Fairmont", "Portview", "Alder Falls", "Winslow Bay", "Kestrel", "Lindenau", "Montclaire"];
const TRADES: [&str; 5] = ["Staffing", "Freight", "Textiles", "Medical Supply", "Joinery"];

/// A notice with data of its own.
fn notice(number: u64) -> Letter {
    let place = usize::try_from(number).unwrap_or(0);
    let (town, trade) = (TOWNS[place % TOWNS.len()], TRADES[place % TRADES.len()]);
    let client = format!("{town} {trade} {} LLC", number * 7 % 1_000);
    let debtor = format!("Works of {town} No. {number}, Inc.");
    let paragraph = |element, text: String| Block::Paragraph { element, text };
    let row = |name: &str, value: String| (name.to_owned(), value);
    let lines = |several: &[&str]| several.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    Letter {
        kind: LetterKind::NoticeOfAssignment,
        language: Language::English,
        voice: Voice::Factor,
        letterhead: lines(&["Measured Factors LLC", "1 Mercer Quay", "Portview, OR 97290", "+1 555 010 4400"]),
        sent_by: None,
        address: vec![
            debtor.clone(),
            "Accounts payable".to_owned(),
            format!("{} Orchard Parkway", number % 9_000 + 1),
            format!("{town}, CA {:05}", 90_000 + number % 1_000),
        ],
        dated: date(2026, 3, 4),
        date_line: "4 March 2026".to_owned(),
        subject: format!("Notice of assignment: invoices of {client}"),
        greeting: "Dear accounts payable team,".to_owned(),
        blocks: vec![
            paragraph(
                Element::WhoWrites,
                format!("We write for {client}, whose letter told you about us. We buy its invoices."),
            ),
            paragraph(
                Element::Assigned,
                format!("The amounts that you owe or will owe {client} have been assigned to Measured Factors LLC."),
            ),
            paragraph(
                Element::RightsAssigned,
                format!("This covers all present and future invoices of {client} to {debtor}, each in full."),
            ),
            paragraph(
                Element::PayAssignee,
                "From 5 March 2026, please pay these invoices only to Measured Factors LLC, to this account:"
                    .to_owned(),
            ),
            Block::Rows {
                element: Element::PayTo,
                rows: vec![
                    row("Account holder", "Measured Factors LLC".to_owned()),
                    row("Account number", format!("0042 {:04} 3006", number % 10_000)),
                    row("Bank code", "125 000 999".to_owned()),
                    row("Reference", format!("your customer number {:06}", number * 31 % 1_000_000)),
                ],
            },
            paragraph(
                Element::OnlyFactor,
                "Only Measured Factors LLC can change or end this instruction, in writing and with a code that you \
                 can check. We never change bank details by e-mail."
                    .to_owned(),
            ),
            paragraph(
                Element::NothingChanges,
                format!(
                    "Nothing else changes: terms, purchase orders and the people of {client} stay as they are. We are \
                     not a collection agency in this matter."
                ),
            ),
            paragraph(
                Element::Copies,
                "For copies of purchase orders, time sheets or invoices, and for proof of the assignment, please ask \
                 Marisol Trent, account manager, +1 555 010 4417."
                    .to_owned(),
            ),
            paragraph(
                Element::Signature,
                format!("Signed electronically on 4 March 2026, key 5e1c 88a0 {:04x}.", number * 977 % 65_536),
            ),
        ],
        closing: "Kind regards,".to_owned(),
        signatory: lines(&["Marisol Trent", "Account manager", "+1 555 010 4417"]),
        check: Some((
            format!("7F3K-{number:04}"),
            format!("https://pay.measured.example/check/7F3K{:04}", number * 7_919 % 10_000),
        )),
        footer: vec!["Measured Factors LLC, Oregon register 20-449102".to_owned(), format!("Copy to {client}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_measured_with_differing_data() {
        assert_ne!(notice(1), notice(2));
        let measured = measure(3).expect("prints");
        assert_eq!(measured.letters, 3);
        assert!(measured.seconds > 0.0 && measured.bytes_per_letter > 1_000);
    }
}
