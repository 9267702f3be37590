//! One letter to a PDF.
//!
//! Phases: the letter becomes data (`sheet`), the layout sets it (`press`, Typst), the pages become a PDF that can be kept
//! for ten years (PDF/A-2a, fonts inside) and read aloud (PDF/UA-1: tags, title, language). A letter that is a little
//! longer than one page is tried again a little smaller; one that still does not fit flows on, with page numbers.
//!
//! Data is never markup: it enters as strings of a JSON file and is shown as text. A warning of Typst is an error. Same
//! letter, same layout, same bytes: nothing here knows the time, a file, the network or a font of the machine.
//!
//! Limits: [`LAYOUT_BYTES`], [`PAGES`]. Typst keeps what it computed for the next letter; what no later letter used is
//! thrown away after each one, so memory stays flat however many letters a process prints.
//!
//! Deliberately absent: signing the file, attachments, the factor's logo (a picture is not needed to be believed).

mod fonts;
mod layout;
mod press;
mod sample;
mod sheet;

pub use layout::{LAYOUT_BYTES, Layout};
pub(crate) use press::{Set, press};
use sheet::Fit;
pub(crate) use sheet::{Sheet, side};

use crate::qr::QrError;
use domain::letter::Letter;
use serde::Serialize;
use std::fmt;

/// The most pages of one letter.
pub const PAGES: usize = 40;

/// The sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Paper {
    /// ISO 216: 210 by 297 mm.
    #[serde(rename = "a4")]
    A4,
    /// ANSI A: 8.5 by 11 inches.
    #[serde(rename = "us-letter")]
    UsLetter,
}

impl Paper {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A4, Self::UsLetter];

    /// Where letters are written on US Letter (CLDR 47, `measurementData`, paperSize), by ISO 3166-1 alpha-2.
    const US_LETTER: [&'static str; 15] =
        ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE", "VI"];

    /// The paper of the reader's country (ISO 3166-1 alpha-2); A4 where none is known.
    #[must_use]
    pub fn of_country(country: &str) -> Self {
        let country = country.trim().to_ascii_uppercase();
        if Self::US_LETTER.contains(&country.as_str()) { Self::UsLetter } else { Self::A4 }
    }

    /// The name a layout and a print list know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::UsLetter => "us-letter",
        }
    }
}

/// A printed letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Printed {{ {} bytes, {} pages }}", self.pdf.len(), self.pages)
    }
}

/// A sign that no embedded font has a shape for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoShape {
    /// Where in the letter.
    pub place: String,
    /// In which text.
    pub text: String,
    /// The sign.
    pub sign: char,
}

impl fmt::Display for NoShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, text, sign } = self;
        write!(f, "{place}: \"{text}\" contains {sign:?} (U+{:04X})", u32::from(*sign))
    }
}

/// What is wrong with a layout, or with a letter in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the layout, from 1; none where no line of it is to blame.
    pub line: Option<usize>,
    /// What is the case.
    pub fact: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}. {}", self.fact, self.remedy),
            None => write!(f, "{}. {}", self.fact, self.remedy),
        }
    }
}

/// Why a letter could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Signs no font has: all of them.
    #[error("the letter cannot be printed: {}. Write these names in Latin letters, as on the invoice", list(.0))]
    NoShape(Vec<NoShape>),
    /// The check address.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// The layout and this letter do not go together.
    #[error("the layout cannot set this letter: {}", list(.0))]
    Layout(Vec<Problem>),
    /// See [`PAGES`].
    #[error(
        "the letter has {0} pages, the most is {PAGES}; send the list of invoices as a file and name its total here"
    )]
    TooManyPages(usize),
    /// See [`crate::batch::LETTERS`].
    #[error("the print run has {0} letters, it takes 1 to {max}; print it in parts", max = crate::batch::LETTERS)]
    LettersInRun(usize),
}

fn list<T: fmt::Display>(several: &[T]) -> String {
    several.iter().map(T::to_string).collect::<Vec<_>>().join("; ")
}

/// Prints one letter.
///
/// # Errors
/// A sign without a shape, a check address too long for a code, a layout that cannot set this letter, too many pages.
pub fn print(layout: &Layout, letter: &Letter, paper: Paper) -> Result<Printed, Error> {
    let mut sheets = [Sheet::of(letter, paper)?];
    let set = fitted(layout, &mut sheets, None)?;
    all_shown(&sheets, &set)?;
    let pages = set.pages();
    Ok(Printed { pdf: set.pdf()?, pages })
}

/// Is every word of the letters on the pages? A factor's layout was tried on samples only.
pub(crate) fn all_shown(sheets: &[Sheet], set: &Set) -> Result<(), Error> {
    let letters = sheets.iter().zip(set.letters());
    let lost: Vec<Problem> = letters.flat_map(|(sheet, (_, said))| layout::missing(sheet, &said)).collect();
    if lost.is_empty() { Ok(()) } else { Err(Error::Layout(lost)) }
}

/// Sets letters as one document so that each takes one page where it can, in a fit as generous as that allows, and says
/// how many pages where there are several.
///
/// It begins with the likely fit of each letter and goes on to smaller ones. `title` is the document's; without it, the
/// first letter's subject.
pub(crate) fn fitted(layout: &Layout, sheets: &mut [Sheet], title: Option<&str>) -> Result<Set, Error> {
    for sheet in sheets.iter_mut() {
        sheet.fit = sheet.likely_fit();
    }
    // The fewest pages of each letter so far, and the fit that gave them.
    let mut best: Vec<(usize, Fit)> = Vec::new();
    loop {
        let set = press(layout, sheets, title)?;
        let pages = set.pages_of_letters();
        if pages.len() != sheets.len() {
            return Err(Error::Layout(vec![Problem {
                line: None,
                fact: format!("{} letters begin with a page 1, there are {}", pages.len(), sheets.len()),
                remedy: "Take `counter(page).update` out of the layout: the pages are counted for it".to_owned(),
            }]));
        }
        let tried = pages.into_iter().zip(sheets.iter().map(|sheet| sheet.fit));
        if best.is_empty() {
            best = tried.collect();
        } else {
            for (found, tried) in best.iter_mut().zip(tried).filter(|(found, tried)| tried.0 < found.0) {
                *found = tried;
            }
        }
        if best.iter().all(|(pages, _)| *pages == 1) {
            return Ok(set);
        }
        if let Some((pages, _)) = best.iter().find(|(pages, _)| *pages > PAGES) {
            return Err(Error::TooManyPages(*pages));
        }
        let mut smaller = false;
        for (sheet, (pages, fit)) in sheets.iter_mut().zip(&best) {
            let next = Fit::ALL.into_iter().find(|next| *next > sheet.fit).filter(|_| *pages > 1);
            smaller |= next.is_some();
            sheet.fit = next.unwrap_or(if *pages > 1 { Fit::Tight } else { *fit });
        }
        if !smaller {
            break;
        }
    }
    for (sheet, (pages, fit)) in sheets.iter_mut().zip(&best) {
        sheet.fit = *fit;
        sheet.pages = Some(*pages).filter(|pages| *pages > 1);
    }
    press(layout, sheets, title)
}

#[cfg(test)]
mod tests;
