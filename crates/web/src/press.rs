//! Letters set by the crate `letters`, for the desk and for the post: PDF, mail, print run.
//!
//! The layout is the one Credere comes with, or the file [`LAYOUT_FILE`] in the data folder. A factor's layout is tried
//! before it is used, once for each text: while it has a fault nothing is set by it, and the fault is told with its line.
//!
//! Limit: one print run takes [`letters::batch::LETTERS`] letters, as many as [`app::post::PRINT_RUN`] gives it at most.

use app::App;
use app::post::{Press, PrintRun, Unset};
use domain::letter::Letter;
use jiff::civil::Date;
use letters::batch::{ToPrint, print_run};
use letters::paper::{Layout, Paper, print};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The factor's own layout, in the data folder.
pub const LAYOUT_FILE: &str = "letter.typ";

/// The layout that was tried last, by its text: trying takes longer than printing.
static TRIED: Mutex<Option<(String, Result<Layout, String>)>> = Mutex::new(None);

/// The press with the factor's layout, on the paper of its country.
pub struct LetterPress {
    layout: Result<Layout, String>,
    paper: Paper,
    today: Date,
}

impl LetterPress {
    /// A press for the letters of a book's factor, of today.
    #[must_use]
    pub fn of(app: &App) -> Self {
        let paper = Paper::of_country(&app.factor().country);
        Self { layout: layout(app.folder()), paper, today: app.today() }
    }
}

/// The layout of a data folder.
///
/// # Errors
/// In words: the file, the line, what is wrong and what to do.
pub fn layout(folder: &Path) -> Result<Layout, String> {
    let text = match std::fs::read_to_string(folder.join(LAYOUT_FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Layout::built_in()),
        Err(error) => return Err(format!("{LAYOUT_FILE} cannot be read: {error}")),
    };
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = tried.as_ref().filter(|(known, _)| *known == text) {
        return known.clone();
    }
    let found = Layout::parse(&text).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|one| format!("{LAYOUT_FILE}, {one}")).collect();
        problems.join(" ")
    });
    *tried = Some((text, found.clone()));
    found
}

impl Press for LetterPress {
    fn html(&self, letter: &Letter) -> Result<String, String> {
        Ok(letters::mail::bodies(letter).html)
    }

    fn pdf(&self, letter: &Letter) -> Result<Vec<u8>, String> {
        print(self.layout.as_ref().map_err(Clone::clone)?, letter, self.paper)
            .map(|printed| printed.pdf)
            .map_err(|error| error.to_string())
    }

    fn run(&self, letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>> {
        let to_print: Vec<ToPrint<'_>> = letters
            .iter()
            .map(|(number, letter)| ToPrint { number: number.to_string(), letter, paper: self.paper })
            .collect();
        let layout = self.layout.as_ref().map_err(|why| vec![(None, why.clone())])?;
        let run = print_run(layout, &to_print, &format!("Letters of {}", self.today)).map_err(|refused| {
            let unset = refused.into_iter().map(|one| {
                let number = one.number.as_deref().and_then(|number| number.parse().ok());
                (number, one.error.to_string())
            });
            unset.collect::<Vec<Unset>>()
        })?;
        let list = run.postal_list().into_bytes();
        Ok(PrintRun { pdf: run.pdf, list })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factors_layout_is_taken_from_its_folder_and_a_fault_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let built_in = Layout::built_in();
        assert_eq!(layout(folder.path()).unwrap().text(), built_in.text());
        let file = folder.path().join(LAYOUT_FILE);
        let own = built_in.text().replace("#0b4f4a", "#402a6b");
        assert_ne!(own, built_in.text());
        std::fs::write(&file, &own).unwrap();
        assert_eq!(layout(folder.path()).unwrap().text(), own);
        std::fs::write(&file, own.replacen("#let accent = rgb(", "#let accent = rgb((", 1)).unwrap();
        let told = layout(folder.path()).unwrap_err();
        assert!(told.starts_with("letter.typ, line "), "{told}");
    }

    /// A run that the post makes is never too long for the press: it could not be printed in parts.
    #[test]
    fn a_print_run_of_the_post_fits_the_press() {
        let most = usize::try_from(app::post::PRINT_RUN).unwrap();
        assert!(most <= letters::batch::LETTERS, "{most}");
    }
}
