//! Letters against their checklists, in all four languages.

mod notice;
mod snapshot;
mod status;
mod tone;
mod validation;
mod wording;

use super::*;

/// Longest text of a letter that comes with Credere, in characters without its table: with letterhead and signature it
/// fits a page.
const PAGE_CHARS: usize = 2_700;

/// The kinds that tell the debtor whom to pay.
const NOTICES: [LetterKind; 3] =
    [LetterKind::NoticeOfAssignment, LetterKind::RemitToChange, LetterKind::ProofOfAssignment];

/// All problems, as a person reads them.
fn told(problems: &[LetterProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn flaws(problems: Vec<LetterProblem>) -> Vec<Flaw> {
    problems.into_iter().map(|problem| problem.flaw).collect()
}

/// The fullest sample letter of a kind.
fn sample(kind: LetterKind, language: Language) -> Facts {
    samples(kind, language).remove(0)
}

fn written(kind: LetterKind, language: Language) -> (Letter, Facts) {
    let facts = sample(kind, language);
    let letter = compose(&built_in(kind, language), &facts).unwrap_or_else(|problems| panic!("{}", told(&problems)));
    (letter, facts)
}

/// What is wrong with a letter of the built-in wording and these facts.
fn refused(facts: &Facts) -> Vec<Flaw> {
    flaws(compose(&built_in(facts.kind, facts.language), facts).expect_err("the letter is refused"))
}

/// The built-in wording with one more paragraph at its end.
fn with_words(kind: LetterKind, language: Language, element: Element, words: &str) -> Wording {
    let text = format!("{}\n[{}]\n{words}\n", built_in_text(kind, language), element.code());
    Wording::parse(kind, language, &text).unwrap_or_else(|problems| panic!("{}", told(&problems)))
}

/// A wording's text without the parts of an element.
fn without(text: &str, element: Element) -> String {
    let mut is_left_out = false;
    let mut kept = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            is_left_out = name.split([' ', '?', ']']).next() == Some(element.code());
        }
        if !is_left_out {
            kept.push(line);
        }
    }
    kept.join("\n")
}

#[test]
fn every_letter_passes_its_checklist_in_every_language() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            let wording = Wording::parse(*kind, *language, built_in_text(*kind, *language))
                .unwrap_or_else(|problems| panic!("{} {}: {}", kind.code(), language.code(), told(&problems)));
            for facts in samples(*kind, *language) {
                let letter = compose(&wording, &facts)
                    .unwrap_or_else(|problems| panic!("{} {}: {}", kind.code(), language.code(), told(&problems)));
                assert_eq!(problems(&letter, &facts, false), []);
                assert!(!letter.plain_text().contains(['{', '}']));
            }
        }
    }
}

#[test]
fn every_letter_has_one_page() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            let (letter, _) = written(*kind, *language);
            let words: usize = letter
                .blocks
                .iter()
                .map(|block| match block {
                    Block::Paragraph { text, .. } => text.chars().count(),
                    _ => 0,
                })
                .sum();
            assert!(words <= PAGE_CHARS, "{} {}: {words} characters", kind.code(), language.code());
        }
    }
}

/// A wording copied from another language would pass its checklist and be wrong.
#[test]
fn every_language_has_its_own_words() {
    for kind in LetterKind::ALL {
        let texts: Vec<&str> = Language::ALL.iter().map(|language| built_in_text(*kind, *language)).collect();
        for (place, text) in texts.iter().enumerate() {
            assert!(!texts[..place].contains(text), "{}", kind.code());
        }
    }
}

/// Every paragraph the checklist asks for is asked for of every letter, not of the first of its kind only.
#[test]
fn a_letter_that_loses_an_element_is_refused_with_its_name() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            let (letter, facts) = written(*kind, *language);
            for element in required_elements(*kind) {
                let mut less = letter.clone();
                less.blocks.retain(|block| block.element() != *element);
                let found = flaws(problems(&less, &facts, false));
                assert!(found.contains(&Flaw::Lacks(*element, *kind)), "{} {}", kind.code(), element.code());
            }
        }
    }
}
