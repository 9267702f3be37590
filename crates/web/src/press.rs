//! Letters set by the crate `letters`, for the desk and for the post: PDF, mail, print run.
//!
//! Limit: one print run takes [`letters::batch::LETTERS`] letters, as many as [`app::post::PRINT_RUN`] gives it at most.

use app::post::{Press, PrintRun, Unset};
use domain::letter::Letter;
use domain::party::Factor;
use jiff::civil::Date;
use letters::batch::{ToPrint, print_run};
use letters::paper::{Layout, Paper, print};

/// The press with the layout Credere comes with, on the paper of the factor's country.
pub struct LetterPress {
    layout: Layout,
    paper: Paper,
    today: Date,
}

impl LetterPress {
    /// A press for a factor's letters of a day.
    #[must_use]
    pub fn new(factor: &Factor, today: Date) -> Self {
        Self { layout: Layout::built_in(), paper: Paper::of_country(&factor.country), today }
    }
}

impl Press for LetterPress {
    fn html(&self, letter: &Letter) -> Result<String, String> {
        Ok(letters::mail::bodies(letter).html)
    }

    fn pdf(&self, letter: &Letter) -> Result<Vec<u8>, String> {
        print(&self.layout, letter, self.paper).map(|printed| printed.pdf).map_err(|error| error.to_string())
    }

    fn run(&self, letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>> {
        let to_print: Vec<ToPrint<'_>> = letters
            .iter()
            .map(|(number, letter)| ToPrint { number: number.to_string(), letter, paper: self.paper })
            .collect();
        let run = print_run(&self.layout, &to_print, &format!("Letters of {}", self.today)).map_err(|refused| {
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
    /// A run that the post makes is never too long for the press: it could not be printed in parts.
    #[test]
    fn a_print_run_of_the_post_fits_the_press() {
        let most = usize::try_from(app::post::PRINT_RUN).unwrap();
        assert!(most <= letters::batch::LETTERS, "{most}");
    }
}
