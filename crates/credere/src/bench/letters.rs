//! Notices of assignment to PDF, one after the other on one thread: the built-in wording filled with other parties,
//! accounts and codes each time, and printed; every fourth on US Letter.
//!
//! The first letter is printed before the clock starts: it reads fonts and layout, which a server does once.

use domain::letter::{Facts, Language, Letter, LetterKind, Wording, built_in, compose, samples};
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

type Failure = Box<dyn Error + Send + Sync>;

/// Writes and prints so many notices.
pub fn measure(count: u64) -> Result<Measured, Failure> {
    // Typst would share its work out to every core.
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    one_thread.install(|| {
        let layout = Layout::built_in();
        let notices = Notices::new();
        print(&layout, &notices.letter(0)?, Paper::A4)?;
        let mut bytes = 0;
        let started = Instant::now();
        for number in 1..=count {
            let paper = if number % 4 == 0 { Paper::UsLetter } else { Paper::A4 };
            bytes += print(&layout, &notices.letter(number)?, paper)?.pdf.len() as u64;
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

/// The wording of notices, filled with other facts each time.
struct Notices {
    wording: Wording,
    facts: Facts,
}

impl Notices {
    fn new() -> Self {
        let (kind, language) = (LetterKind::NoticeOfAssignment, Language::English);
        let facts = samples(kind, language).into_iter().next().expect("there are sample facts for every letter");
        Self { wording: built_in(kind, language), facts }
    }

    /// A notice with data of its own.
    fn letter(&self, number: u64) -> Result<Letter, Failure> {
        let place = usize::try_from(number)?;
        let (town, trade) = (TOWNS[place % TOWNS.len()], TRADES[place % TRADES.len()]);
        let mut facts = self.facts.clone();
        if let Some(client) = &mut facts.client {
            client.name = format!("{town} {trade} {} LLC", number * 7 % 1_000);
            client.trading_name = Some(format!("{town} {trade}"));
        }
        facts.debtor.name = format!("Works of {town} No. {number}");
        facts.debtor.address.lines = vec![format!("{} Orchard Parkway", number % 9_000 + 1)];
        facts.debtor.address.city = town.to_owned();
        facts.debtor.address.postcode = format!("{:05}", 90_000 + number % 1_000);
        if let Some(to) = &mut facts.pay_to {
            to.account.number = format!("0042{number:08}");
        }
        let code = format!("{:04X}-{:04X}", number * 7_919 % 65_536, number * 977 % 65_536);
        facts.links.check = Some(format!("https://pay.measured.example/check/{code}"));
        facts.links.code = Some(code);
        compose(&self.wording, &facts).map_err(|problems| format!("{problems:?}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_measured_with_differing_data() {
        let notices = Notices::new();
        assert_ne!(notices.letter(1).expect("composes"), notices.letter(2).expect("composes"));
        let measured = measure(3).expect("prints");
        assert_eq!(measured.letters, 3);
        assert!(measured.seconds > 0.0 && measured.bytes_per_letter > 1_000);
    }
}
