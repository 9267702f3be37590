//! The timeline of a client, a debtor and the factor: what is said in it, and to whom.
//!
//! Contract: an entry keeps a typed [`Sentence`] with its facts, and a [`Who`]; the words are made when somebody reads
//! them, in the reader's language ([`Sentence::words`]). What a person wrote stands inside a sentence as it was written,
//! in quotation marks, and is never translated. Facts that a sentence names are final: numbers of invoices, names, amounts.
//!
//! To say something new: add a variant to [`Sentence`] with its facts as types (a name, a date, an enum; never a finished
//! phrase), then its words in `en.rs`, `de.rs`, `fr.rs` and `es.rs` (the compiler names the places), then a sample of it
//! in `samples.rs`, from which the tests make sure that no language speaks English. Words for enums stand in `terms/`.
//!
//! Deliberately absent: who may see an entry ([`crate::contact::Seen`]) and what it links to.

mod de;
mod en;
mod es;
mod fr;
mod numbers;
mod own;
mod packet;
mod samples;
mod sentence;
mod terms;
#[cfg(test)]
mod tests;
mod who;

pub use numbers::Numbers;
pub use packet::PacketStory;
pub use samples::samples;
pub use sentence::{EndedAnswers, Returned, Sentence, Settled, Why};
pub use who::Who;

use crate::dispute::Note;
use crate::letter::Language;

/// What somebody wrote, in the quotation marks of a language.
fn quoted(language: Language, words: &str) -> String {
    let words = words.trim();
    match language {
        Language::English => format!("\u{201c}{words}\u{201d}"),
        Language::German => format!("\u{201e}{words}\u{201c}"),
        Language::French => format!("\u{ab}\u{a0}{words}\u{a0}\u{bb}"),
        Language::Spanish => format!("\u{ab}{words}\u{bb}"),
    }
}

/// The same with something before it; nothing where nobody wrote anything.
fn after(language: Language, before: &str, words: &str) -> String {
    if words.trim().is_empty() { String::new() } else { format!("{before}{}", quoted(language, words)) }
}

/// The text with a capital letter at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What stands in a case though nobody wrote it.
fn noted(language: Language, notes: &[Note]) -> String {
    notes.iter().map(|note| note.words(language)).collect::<Vec<_>>().join(" ")
}
