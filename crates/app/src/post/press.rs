//! What gives a letter its looks.

use domain::letter::Letter;

/// Letters printed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintRun {
    /// All letters, one after the other.
    pub pdf: Vec<u8>,
    /// The postal list as CSV: number, addressee, lines, country, pages.
    pub list: Vec<u8>,
}

/// The number of a letter that cannot be set, or none for the whole run, and the reason.
pub type Unset = (Option<i64>, String);

/// Makes HTML and paper of letters. What it cannot set, it says in words for a person.
pub trait Press {
    /// The letter as the HTML part of a mail.
    ///
    /// # Errors
    /// Why it cannot be set.
    fn html(&self, letter: &Letter) -> Result<String, String>;

    /// The letter as a PDF.
    ///
    /// # Errors
    /// Why it cannot be set.
    fn pdf(&self, letter: &Letter) -> Result<Vec<u8>, String>;

    /// Letters with their numbers as one print run, in this order.
    ///
    /// # Errors
    /// The numbers of the letters that cannot be set, each with the reason; no number where it is the run that cannot.
    fn run(&self, letters: &[(i64, &Letter)]) -> Result<PrintRun, Vec<Unset>>;
}
