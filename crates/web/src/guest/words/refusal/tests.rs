use super::{CODES, at_its_place, sentence, translated};
use crate::guest::words;
use app::Refusal;
use domain::letter::Language;

const OTHERS: [Language; 3] = [Language::German, Language::French, Language::Spanish];

#[test]
fn every_code_a_guest_can_meet_has_its_sentence_in_each_language() {
    for language in OTHERS {
        let general = translated(language, "NO_SUCH_CODE");
        assert!(general.is_some());
        for code in CODES {
            assert_ne!(translated(language, code), general, "{code} in {language}");
        }
    }
}

#[test]
fn english_stands_on_no_page_of_another_language() {
    let refusal = Refusal::at("answers.csv line 14, Date", "DATE_WRONG", "31.2. is no day.", "Write it as 2026-03-04.");
    let all: Vec<String> = Language::ALL.iter().map(|language| at_its_place(words::of(*language), &refusal)).collect();
    assert_eq!(
        all,
        [
            "answers.csv line 14, Date: 31.2. is no day. Write it as 2026-03-04.",
            "answers.csv, Zeile 14, Date: Der Tag ist nicht lesbar. Schreiben Sie ihn als 2026-03-04.",
            "answers.csv, ligne 14, Date : Le jour n’est pas lisible. Écrivez-le 2026-03-04.",
            "answers.csv, línea 14, Date: El día no se puede leer. Escríbalo como 2026-03-04.",
        ]
    );
    let unknown = Refusal::new("SOMETHING_NEW", "the fact", "The remedy.");
    assert_eq!(sentence(words::of(Language::English), &unknown), "The fact. The remedy.");
    for language in OTHERS {
        let said = sentence(words::of(language), &unknown);
        assert!(!said.contains("remedy") && !said.contains("fact."), "{said}");
    }
}

/// Sources whose refusals guests meet, and how their codes begin.
const SOURCES: [(&str, &str); 7] = [
    ("app/src/answer/give.rs", "ANSWER"),
    ("app/src/answer/sheet.rs", "ROW_"),
    ("app/src/dispute/open.rs", "CASE_"),
    ("app/src/document/add.rs", "PAPER_"),
    ("domain/src/dispute/problem.rs", "CASE_"),
    ("domain/src/notice/refusal.rs", ""),
    ("formats/src/answers/read.rs", ""),
];

#[test]
fn no_code_of_the_use_cases_behind_the_pages_was_forgotten() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for (file, begin) in SOURCES {
        let source = std::fs::read_to_string(crates.join(file)).unwrap();
        let code = |text: &&str| {
            let signs = text.len() > 4 && text.chars().all(|sign| sign.is_ascii_uppercase() || sign == '_');
            signs && text.starts_with(begin)
        };
        let found: Vec<&str> = source.split('"').filter(code).collect();
        assert!(!found.is_empty(), "{file} has no codes any more");
        for code in found {
            assert!(CODES.contains(&code), "{code} of {file} has no sentence in German, French and Spanish");
        }
    }
}
