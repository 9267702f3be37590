//! Write a letter: fill the factor's wording, or the one that comes with Credere.

use super::refusals;
use crate::{Error, Refusal};
use domain::letter::{
    Facts, Language, Letter, LetterKind, Review, Reviews, Wording, built_in, built_in_text, compose, compose_draft,
};
use store::book::Reads;
use store::kept;

/// The text of the wording in use: the factor's newest, else the one that comes with Credere.
///
/// # Errors
/// [`Error::Fault`].
pub fn wording_text(reads: &mut dyn Reads, kind: LetterKind, language: Language) -> Result<String, Error> {
    let own = kept::wording::newest(reads, kind, language)?.map(|version| version.content);
    Ok(own.filter(|text| !text.is_empty()).unwrap_or_else(|| built_in_text(kind, language).to_owned()))
}

fn wording_in_use(reads: &mut dyn Reads, kind: LetterKind, language: Language) -> Result<Wording, Error> {
    match kept::wording::newest(reads, kind, language)?.filter(|version| !version.content.is_empty()) {
        Some(version) => Wording::parse(kind, language, &version.content)
            .map_err(|problems| Error::Refused(refusals(&place(kind, language), &problems))),
        None => Ok(built_in(kind, language)),
    }
}

/// CO-31: who reviewed the wording in use, and when; none while nobody did, or after a word was changed.
///
/// # Errors
/// [`Error::Fault`].
pub fn review(reads: &mut dyn Reads, kind: LetterKind, language: Language) -> Result<Option<Review>, Error> {
    let reviews: Reviews = kept::policy::get(reads, Reviews::POLICY)?;
    Ok(reviews.of(kind, language, &wording_text(reads, kind, language)?).cloned())
}

fn unreviewed(kind: LetterKind, language: Language) -> Error {
    let fact = "counsel has not reviewed these words, or they were changed since";
    let remedy = "Let counsel review them, then note at the wording who did and when.";
    Error::Refused(vec![Refusal::at(&place(kind, language), "WORDS_UNREVIEWED", fact, remedy)])
}

/// Writes a letter that may leave.
///
/// # Errors
/// [`Error::Refused`] with all that keeps it from leaving: missing facts, elements of its checklist, words that are not
/// used, a signed kind without signature (GL-50, GL-51, LC-44, CO-12, CO-13); [`Error::Fault`].
pub fn write(reads: &mut dyn Reads, facts: &Facts) -> Result<Letter, Error> {
    let wording = wording_to_send(reads, facts.kind, facts.language)?;
    written(&wording, facts)
}

/// The wording in use of letters that may leave. CO-31: words that counsel has to review leave only once that is done.
pub(super) fn wording_to_send(reads: &mut dyn Reads, kind: LetterKind, language: Language) -> Result<Wording, Error> {
    if kind.is_reviewed() && review(reads, kind, language)?.is_none() {
        return Err(unreviewed(kind, language));
    }
    wording_in_use(reads, kind, language)
}

/// The same with a wording that was read before.
pub(super) fn written(wording: &Wording, facts: &Facts) -> Result<Letter, Error> {
    compose(wording, facts).map_err(|problems| Error::Refused(refusals(&place(facts.kind, facts.language), &problems)))
}

/// Writes a letter to be looked at: it may lack signature, check code and links, and says that it is a draft.
///
/// # Errors
/// As [`write()`], but for those.
pub fn draft(reads: &mut dyn Reads, facts: &Facts) -> Result<Letter, Error> {
    let wording = wording_in_use(reads, facts.kind, facts.language)?;
    let letter = compose_draft(&wording, facts);
    letter.map_err(|problems| Error::Refused(refusals(&place(facts.kind, facts.language), &problems)))
}

/// A draft of a text that is not saved yet, with the facts of a real pair: what the letter would say.
///
/// # Errors
/// [`Error::Refused`] with every problem of the text, or of the letter.
pub fn preview(text: &str, facts: &Facts) -> Result<Letter, Error> {
    let refused = |problems: Vec<_>| Error::Refused(refusals(&place(facts.kind, facts.language), &problems));
    let wording = Wording::parse(facts.kind, facts.language, text).map_err(refused)?;
    compose_draft(&wording, facts).map_err(refused)
}

/// Where a problem is: `Notice of assignment, German`.
pub(super) fn place(kind: LetterKind, language: Language) -> String {
    format!("{}, {}", kind.word(), language.word())
}
