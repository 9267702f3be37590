//! How letters look: a Typst file that a factor can change without a compiler, and that is tried before it is used.

use super::press::{LAYOUT, press};
use super::{Error, Paper, Problem, Sheet, sample};
use std::sync::LazyLock;
use typst::syntax::Source;

/// The largest layout, in bytes.
pub const LAYOUT_BYTES: usize = 64 * 1024;

static BUILT_IN: LazyLock<Source> =
    LazyLock::new(|| Source::new(*LAYOUT, include_str!("../../layouts/letter.typ").to_owned()));

/// A layout that has set the sample letters without losing a word.
#[derive(Debug, Clone)]
pub struct Layout {
    source: Source,
}

impl Layout {
    /// The layout Credere comes with.
    #[must_use]
    pub fn built_in() -> Self {
        Self { source: BUILT_IN.clone() }
    }

    /// Tries a factor's layout: sets a sample letter with every kind of part on both papers, in both voices, makes the
    /// PDFs, and looks for every text of the letter on the pages. GL-50 asks for the words; a layout must not drop them.
    ///
    /// # Errors
    /// Everything that is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if text.len() > LAYOUT_BYTES {
            return Err(vec![Problem {
                line: None,
                fact: format!("the layout has {} bytes, the most is {LAYOUT_BYTES}", text.len()),
                remedy: "Take out what is not needed; pictures do not belong into it".to_owned(),
            }]);
        }
        let layout = Self { source: Source::new(*LAYOUT, text.to_owned()) };
        let mut problems: Vec<Problem> = Vec::new();
        for problem in sample::letters().iter().flat_map(|letter| Paper::ALL.map(|paper| layout.tried(letter, paper))) {
            for one in problem {
                if !problems.contains(&one) {
                    problems.push(one);
                }
            }
        }
        if problems.is_empty() { Ok(layout) } else { Err(problems) }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text()
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    fn tried(&self, letter: &domain::letter::Letter, paper: Paper) -> Vec<Problem> {
        let set = Sheet::of(letter, paper).and_then(|sheet| {
            let set = press(self, std::slice::from_ref(&sheet), None)?;
            set.pdf()?;
            Ok((sheet, set))
        });
        match set {
            Ok((sheet, set)) => missing(&sheet, &set.said()),
            Err(Error::Layout(problems)) => problems,
            Err(other) => {
                vec![Problem { line: None, fact: other.to_string(), remedy: "Report this letter".to_owned() }]
            }
        }
    }
}

/// Texts of the letter that are not on its pages.
///
/// A text is looked for as a whole, without spaces; where the end of a page or a column cut it, word by word. Words of
/// scripts that run from right to left are set in pieces of their own order and not looked for.
pub(crate) fn missing(sheet: &Sheet, said: &str) -> Vec<Problem> {
    // Most texts stand on the page in the order of the letter: the next one is where the last one ended.
    let mut next = 0;
    let mut lost = |text: &String| {
        let bare: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        if said[next..].starts_with(&bare) {
            next += bare.len();
            return false;
        }
        match said.find(&bare) {
            Some(found) => next = found + bare.len(),
            None => {
                return text.split_whitespace().any(|word| !said.contains(word) && !word.contains(runs_to_the_left));
            }
        }
        false
    };
    let texts = sheet.texts().into_iter().filter(|text| lost(text));
    texts
        .map(|text| Problem {
            line: None,
            fact: format!("the layout does not show \"{text}\" on the sheet"),
            remedy: "Show every part of the letter: its words are what the law asks for".to_owned(),
        })
        .collect()
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
fn runs_to_the_left(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}
