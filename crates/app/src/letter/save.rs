//! Save the factor's own wording of a letter.

use super::refusals;
use super::write::place;
use crate::{Error, Refusal, Task};
use domain::event::EventKind;
use domain::letter::{Language, LetterKind, LetterProblem, REVIEWER_CHARS, Reviews, Wording, compose, samples};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::book::Reads;
use store::kept;
use store::kept::wording::WordingVersion;

/// A wording that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedWording {
    /// Which letter.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// The version it is now.
    pub version: i64,
}

/// Where a wording in use comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Origin {
    /// It comes with Credere.
    BuiltIn,
    /// The factor wrote it.
    Own,
}

/// One line of the list of wordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordingInUse {
    /// Which letter.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// Where it comes from.
    pub origin: Origin,
    /// The factor's newest version; 0 when it never wrote its own.
    pub version: i64,
    /// Who saved it; empty for version 0.
    pub saved_by: String,
    /// When, in microseconds since 1970 UTC; 0 for version 0.
    pub saved_at: i64,
}

#[derive(Serialize)]
struct Saved<'a> {
    #[serde(flatten)]
    wording: &'a SavedWording,
    origin: Origin,
    content: &'a str,
}

/// Keeps a wording as a new version, once it was read and has filled every sample letter of its kind: with all facts and
/// with few, with one client and with several. The same text again is no new version.
///
/// # Errors
/// [`Error::Refused`] with every problem at once.
pub fn save_wording(
    task: &mut Task<'_, '_>,
    kind: LetterKind,
    language: Language,
    text: &str,
) -> Result<SavedWording, Error> {
    let problems = match Wording::parse(kind, language, text) {
        Ok(wording) => tried_on(&wording),
        Err(problems) => problems,
    };
    if !problems.is_empty() {
        return Err(Error::Refused(refusals(&place(kind, language), &problems)));
    }
    keep(task, kind, language, text, Origin::Own)
}

/// Goes back to the wording that comes with Credere, as a new version: what was used when stays readable.
///
/// # Errors
/// [`Error::Fault`].
pub fn reset_wording(task: &mut Task<'_, '_>, kind: LetterKind, language: Language) -> Result<SavedWording, Error> {
    keep(task, kind, language, "", Origin::BuiltIn)
}

/// CO-31: notes that counsel has reviewed the wording in use. Changing a word of it takes the review away.
///
/// # Errors
/// [`Error::Refused`] with every problem: a letter whose words need no review, no name, a day that is not there yet.
pub fn note_review(
    task: &mut Task<'_, '_>,
    kind: LetterKind,
    language: Language,
    reviewed_by: &str,
    reviewed_on: Date,
) -> Result<(), Error> {
    let mut problems = Vec::new();
    if !kind.is_reviewed() {
        let fact = format!("the words of this letter ({}) need no review", kind.word());
        problems.push(Refusal::at("kind", "REVIEW", fact, "Note a review only of the validation notice."));
    }
    let reviewed_by = reviewed_by.trim();
    if reviewed_by.is_empty() || reviewed_by.chars().count() > REVIEWER_CHARS {
        let fact = format!("nobody is named, or in more than {REVIEWER_CHARS} characters");
        problems.push(Refusal::at("reviewed_by", "REVIEW", fact, "Write who reviewed the words: name and office."));
    }
    if reviewed_on > task.today {
        let fact = format!("{reviewed_on} lies in the future");
        problems.push(Refusal::at("reviewed_on", "DATE", fact, "Write the day on which counsel reviewed the words."));
    }
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let text = super::wording_text(task, kind, language)?;
    let mut reviews: Reviews = kept::policy::get(task, Reviews::POLICY)?;
    let before = reviews.clone();
    reviews.note((kind, language), &text, reviewed_by, reviewed_on);
    if reviews == before {
        return Ok(());
    }
    kept::policy::put(task, Reviews::POLICY, &reviews)?;
    task.record_facts(EventKind::PolicySaved, &(Reviews::POLICY, &reviews), &[])?;
    Ok(())
}

/// Problems of all sample letters, each once.
fn tried_on(wording: &Wording) -> Vec<LetterProblem> {
    let mut problems: Vec<LetterProblem> = Vec::new();
    for facts in samples(wording.kind, wording.language) {
        for problem in compose(wording, &facts).err().unwrap_or_default() {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    problems
}

fn keep(
    task: &mut Task<'_, '_>,
    kind: LetterKind,
    language: Language,
    content: &str,
    origin: Origin,
) -> Result<SavedWording, Error> {
    let known = kept::wording::newest(task, kind, language)?;
    let last = known.as_ref().map_or(0, |version| version.version);
    let is_same = known.map_or(origin == Origin::BuiltIn, |version| version.content == content);
    if is_same {
        return Ok(SavedWording { kind, language, version: last });
    }
    let saved = SavedWording { kind, language, version: last + 1 };
    let row = WordingVersion {
        kind,
        language,
        version: saved.version,
        saved_at: task.unit.recorded_at(),
        saved_by: task.actor.clone(),
        content: content.to_owned(),
    };
    task.record_facts(EventKind::WordingSaved, &Saved { wording: &saved, origin, content }, &[])?;
    kept::wording::add(task, &row)?;
    Ok(saved)
}

/// Every letter in every language, and whose wording is in use.
///
/// # Errors
/// [`Error::Fault`].
pub fn wordings(reads: &mut dyn Reads) -> Result<Vec<WordingInUse>, Error> {
    let own = kept::wording::all_newest(reads)?;
    let mut list = Vec::with_capacity(LetterKind::ALL.len() * Language::ALL.len());
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            let version = own.iter().find(|version| version.kind == *kind && version.language == *language);
            list.push(WordingInUse {
                kind: *kind,
                language: *language,
                origin: match version {
                    Some(version) if !version.content.is_empty() => Origin::Own,
                    _ => Origin::BuiltIn,
                },
                version: version.map_or(0, |version| version.version),
                saved_by: version.map_or_else(String::new, |version| version.saved_by.clone()),
                saved_at: version.map_or(0, |version| version.saved_at),
            });
        }
    }
    Ok(list)
}
