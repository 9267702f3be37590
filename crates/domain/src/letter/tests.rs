//! Letters against their checklists.

use super::*;

/// All problems of a letter, as a person reads them.
fn told(problems: &[LetterProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_built_in_letter_passes_its_checklist() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            let wording = Wording::parse(*kind, *language, built_in_text(*kind, *language))
                .unwrap_or_else(|problems| panic!("{} {}: {}", kind.code(), language.code(), told(&problems)));
            for facts in samples(*kind, *language) {
                let letter = compose(&wording, &facts);
                let letter = letter.unwrap_or_else(|p| panic!("{} {}: {}", kind.code(), language.code(), told(&p)));
                assert!(!letter.plain_text().contains(['{', '}']));
            }
        }
    }
}
