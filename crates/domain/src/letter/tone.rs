//! The tone of a letter: words that are not used (LC-44, CO-13), and instructions to pay a part (GL-51).
//!
//! Asked of the words as they will be read, without what others wrote: names, numbers and addresses are left out first,
//! so that a customer called `URGENT CARE LLC` can be written to. A list cannot know every threat; it keeps out the usual
//! ones, and the preview shows each letter to a person.

use super::checklist::{quoted, tells_whom_to_pay};
use super::fill::Filler;
use super::phrases;
use super::problem::{Flaw, Tone};
use super::{Block, Element, Facts, Letter, Voice};
use crate::money::Currency;

/// What is wrong with the tone of a letter.
pub(super) fn flaws(letter: &Letter, facts: &Facts, filler: &Filler<'_>) -> Vec<Flaw> {
    let names = quoted(filler, facts.kind);
    let mut flaws = Vec::new();
    let heads = [&letter.subject, &letter.greeting, &letter.closing].into_iter().map(|text| (None, text));
    let paragraphs = letter.blocks.iter().filter_map(|block| match block {
        Block::Paragraph { element, text } => Some((Some(*element), text)),
        _ => None,
    });
    let own: Vec<(Option<Element>, String)> =
        heads.chain(paragraphs).map(|(element, text)| (element, without(text, &names))).collect();
    // Nearly every letter uses none of the phrases: one look at the whole saves a look at each paragraph. A line's end is
    // no part of any phrase.
    let whole = plain(&own.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n"));
    let any = phrases::says_any(facts.language, &whole);
    for (element, own) in own {
        let allows = |tone: Tone| match tone {
            // LC-44: the one place where a notice names what it is not.
            Tone::Collection => element == Some(Element::NotCollection),
            // LC-44: the client says why it works with a factor, in its own voice.
            Tone::ClientMoney => letter.voice == Voice::Client,
            _ => false,
        };
        if any {
            forbidden(&mut flaws, facts, &own, allows);
        }
        capitals(&mut flaws, &own);
        if tells_whom_to_pay(facts.kind) {
            part_payment(&mut flaws, facts, &own);
        }
    }
    // A person's own words to a debtor are a person's; threats and hints are not sent for anybody. What a client reads may
    // repeat what its customer said, as it was said.
    if let Some(words) = facts.words.as_ref().filter(|_| !facts.kind.is_to_client()) {
        let allows = |tone: Tone| match tone {
            Tone::Disguise | Tone::Collection | Tone::Urgency => true,
            // The client may speak of itself.
            Tone::Health | Tone::ClientMoney => letter.voice == Voice::Client,
            _ => false,
        };
        forbidden(&mut flaws, facts, words, allows);
    }
    flaws.dedup();
    flaws
}

fn forbidden(flaws: &mut Vec<Flaw>, facts: &Facts, text: &str, allows: impl Fn(Tone) -> bool) {
    let text = plain(text);
    for (tone, list) in phrases::of(facts.language) {
        if allows(*tone) {
            continue;
        }
        for phrase in list.split(',').map(str::trim) {
            if says(&text, phrase) {
                flaws.push(Flaw::Forbidden { phrase: phrase.trim_end_matches('*').to_owned(), why: *tone });
            }
        }
    }
}

/// CO-13: no words in capitals. Abbreviations of the trade are no shouting.
fn capitals(flaws: &mut Vec<Flaw>, text: &str) {
    const LOUD: usize = 5;
    let mut run: Vec<&str> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).chain([""]) {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let shouts = letters > 1
            && word.chars().all(|c| c.is_uppercase())
            && !phrases::ABBREVIATIONS.contains(&word)
            && Currency::parse(word).is_err();
        if shouts {
            run.push(word);
            continue;
        }
        let loud = run.iter().map(|word| word.chars().count()).sum::<usize>() >= LOUD;
        if loud {
            flaws.push(Flaw::Forbidden { phrase: run.join(" "), why: Tone::Capitals });
        }
        run.clear();
    }
}

/// GL-51: no share, no amount, no word for a part.
fn part_payment(flaws: &mut Vec<Flaw>, facts: &Facts, text: &str) {
    let small = plain(text);
    for phrase in phrases::part_payment(facts.language).split(',').map(str::trim) {
        if says(&small, phrase) {
            flaws.push(Flaw::PartPayment(phrase.trim_end_matches('*').to_owned()));
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_figure = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let is_unit = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !"%$€£¥".contains(c));
        Currency::parse(bare).is_ok() || is_sign(bare)
    };
    for (place, word) in words.iter().enumerate() {
        let next_to = place.checked_sub(1).and_then(|before| words.get(before)).into_iter().chain(words.get(place + 1));
        let glued = has_figure(word) && word.contains(['%', '$', '€', '£', '¥']);
        if glued || (is_unit(word) && next_to.into_iter().any(|near| has_figure(near))) {
            flaws.push(Flaw::PartPayment((*word).to_owned()));
        }
    }
}

fn is_sign(word: &str) -> bool {
    matches!(word, "%" | "$" | "€" | "£" | "¥")
}

/// The text as phrases are compared with it: small letters, plain spaces and apostrophes.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ").replace('\u{2019}', "'")
}

/// Does a plain text say the phrase? A `*` at its end stands for any ending; else whole words only.
fn says(text: &str, phrase: &str) -> bool {
    match phrase.strip_suffix('*') {
        Some(start) => starts_in(text, start),
        None => has_words(text, phrase),
    }
}

fn starts_in(text: &str, start: &str) -> bool {
    text.match_indices(start).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Are these words in the text, as whole words?
pub(super) fn has_words(text: &str, words: &str) -> bool {
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

/// The text without what others wrote.
fn without(text: &str, names: &[String]) -> String {
    let mut left = text.to_owned();
    for name in names {
        if left.contains(name.as_str()) {
            left = left.replace(name.as_str(), "\u{b7}");
        }
    }
    left
}
