//! The print run of a day: many letters in one PDF, and the list for the post.
//!
//! Each letter begins on a new sheet also where both sides are printed, with its own page numbers, on its own paper. The
//! list names them in the order of the PDF, with the address as it stands in the window and the pages, so that a person
//! can count envelopes and sheets.
//!
//! Limit: [`LETTERS`] in one run. Either the whole run is printed or nothing: every letter that cannot be is named.

use crate::paper::{Error, Layout, Paper, Sheet, all_shown, fitted};
use crate::words::clean;
use domain::letter::Letter;
use std::fmt;

/// The most letters of one print run, the same as one run of the outbox: it takes about 560 MB of memory while it is made
/// (measured with one-page notices) and gives it back. A day with more is printed in parts.
pub const LETTERS: usize = 500;

/// How many lines of an address the postal list has columns for.
const ADDRESS_LINES: usize = 7;

/// A letter to print.
#[derive(Debug, Clone)]
pub struct ToPrint<'a> {
    /// The number the message is known by.
    pub number: String,
    /// The letter.
    pub letter: &'a Letter,
    /// Its paper.
    pub paper: Paper,
}

/// What is in the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The number the message is known by.
    pub number: String,
    /// The address field.
    pub address: Vec<String>,
    /// The paper.
    pub paper: Paper,
    /// On which page of the PDF it begins, from 1.
    pub first_page: usize,
    /// Its pages, without the empty back of its last sheet.
    pub pages: usize,
}

/// A print run.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintRun {
    /// All letters.
    pub pdf: Vec<u8>,
    /// What is in it, in order.
    pub list: Vec<Listed>,
}

impl fmt::Debug for PrintRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrintRun {{ {} bytes, {:?} }}", self.pdf.len(), self.list)
    }
}

/// Why a print run was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The number of the letter, or none where the run itself is refused.
    pub number: Option<String>,
    /// Why.
    pub error: Error,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.number {
            Some(number) => write!(f, "{number}: {}", self.error),
            None => self.error.fmt(f),
        }
    }
}

/// Prints letters into one PDF titled `title`, such as `Letters of 4 March 2026`.
///
/// # Errors
/// Every letter that cannot be printed, with its number; or the run, when it is too long or empty.
pub fn print_run(layout: &Layout, letters: &[ToPrint<'_>], title: &str) -> Result<PrintRun, Vec<Refused>> {
    let whole = |error| vec![Refused { number: None, error }];
    if letters.is_empty() || letters.len() > LETTERS {
        return Err(whole(Error::LettersInRun(letters.len())));
    }
    let mut sheets = Vec::with_capacity(letters.len());
    let mut refused = Vec::new();
    for one in letters {
        match Sheet::of(one.letter, one.paper) {
            Ok(sheet) => sheets.push(sheet),
            Err(error) => refused.push(Refused { number: Some(one.number.clone()), error }),
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let set = fitted(layout, &mut sheets, Some(title)).map_err(whole)?;
    all_shown(&sheets, &set).map_err(whole)?;
    let pages = set.pages_of_letters();
    let mut first_page = 1;
    let list = letters
        .iter()
        .zip(&pages)
        .map(|(one, pages)| {
            let listed = Listed {
                number: one.number.clone(),
                address: one.letter.address.iter().map(|line| clean(line)).collect(),
                paper: one.paper,
                first_page,
                pages: *pages,
            };
            first_page += pages.next_multiple_of(2);
            listed
        })
        .collect();
    Ok(PrintRun { pdf: set.pdf().map_err(whole)?, list })
}

impl PrintRun {
    /// The list for the post as CSV (RFC 4180, UTF-8): number, paper, first page, pages, sheets of paper, address lines.
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it.
    #[must_use]
    pub fn postal_list(&self) -> String {
        let mut head = vec!["number".to_owned(), "paper".to_owned(), "first_page".to_owned(), "pages".to_owned()];
        head.push("sheets".to_owned());
        head.extend((1..=ADDRESS_LINES).map(|line| format!("address_{line}")));
        let rows = self.list.iter().map(|one| {
            let mut row = vec![plain(&one.number), one.paper.name().to_owned(), one.first_page.to_string()];
            row.extend([one.pages.to_string(), one.pages.div_ceil(2).to_string()]);
            row.extend(address(&one.address).iter().map(|line| plain(line)));
            row
        });
        let mut csv = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(head).chain(rows) {
            csv.write_record(&row).expect("every row has as many fields as the head, and memory does not fail");
        }
        let bytes = csv.into_inner().expect("memory does not fail");
        String::from_utf8(bytes).expect("texts were written")
    }
}

/// The address in as many columns as the list has; what is more stands in the last one.
fn address(lines: &[String]) -> Vec<String> {
    let mut columns: Vec<String> = lines.iter().take(ADDRESS_LINES).cloned().collect();
    columns.resize(ADDRESS_LINES, String::new());
    for more in lines.iter().skip(ADDRESS_LINES) {
        columns[ADDRESS_LINES - 1] = format!("{}, {more}", columns[ADDRESS_LINES - 1]);
    }
    columns
}

fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}
