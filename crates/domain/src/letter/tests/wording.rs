//! The wording file: what a clerk writes, and what is said when it is wrong.

use super::*;

const SMALL: &str = "\
# Notes are passed over.
subject: About {count}
greeting?: Dear {to.name},
greeting: Hello,
closing: Kind regards,

[words]
{words}

[questions]
Call {ask.name}
at {ask.phone}.

Or write.
";

fn read(text: &str) -> Result<Wording, Vec<LetterProblem>> {
    Wording::parse(LetterKind::ClientTask, Language::English, text)
}

fn lines(problems: &[LetterProblem]) -> Vec<(Option<usize>, &'static str)> {
    problems.iter().map(|problem| (problem.line, problem.flaw.code())).collect()
}

#[test]
fn a_small_wording_becomes_a_letter() {
    let facts = sample(LetterKind::ClientTask, Language::English);
    let letter = compose(&read(SMALL).unwrap(), &facts).unwrap();
    assert_eq!((letter.subject.as_str(), letter.greeting.as_str()), ("About 2\u{a0}invoices", "Dear Robin Ashe,"));
    let texts: Vec<&str> = letter
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { text, .. } => text.as_str(),
            _ => "",
        })
        .collect();
    assert_eq!(texts, ["12, 13.", "Call Sam Okoro at +1 555 0142.", "Or write."]);
}

#[test]
fn the_first_line_of_the_head_that_holds_is_used() {
    let mut facts = sample(LetterKind::ClientTask, Language::English);
    facts.to = Person::default();
    assert_eq!(compose(&read(SMALL).unwrap(), &facts).unwrap().greeting, "Hello,");
}

#[test]
fn an_optional_part_falls_away_with_its_fact_and_another_does_not() {
    let text = format!("{SMALL}\n[invoices?]\nDue on {{due}}:\n");
    let letter = compose(&read(&text).unwrap(), &sample(LetterKind::ClientTask, Language::English)).unwrap();
    assert!(!letter.has(Element::Invoices));
    let text = text.replace("[invoices?]", "[invoices]");
    let problems = compose(&read(&text).unwrap(), &sample(LetterKind::ClientTask, Language::English)).unwrap_err();
    assert_eq!(problems, [LetterProblem { line: Some(17), flaw: Flaw::Unknown(Placeholder::Due) }]);
}

#[test]
fn every_problem_is_told_at_once_with_its_line() {
    let text = "\
Hello there
subject if sunny: About {who}
greeting: Dear {to.name,
closing:

[wrods]
Whatever stands here is not the problem: {nor.this}

[thanks]

[check?]
Open {check.code}; signed: {signature}
";
    let problems = read(text).unwrap_err();
    assert_eq!(
        lines(&problems),
        [
            (Some(1), "WORDING_STRAY"),
            (Some(2), "WORDING_CONDITION"),
            (Some(2), "WORDING_PLACEHOLDER"),
            (Some(3), "WORDING_PLACEHOLDER"),
            (Some(6), "WORDING_ELEMENT"),
            (Some(9), "WORDING_EMPTY"),
            (Some(12), "WORDING_PLACEHOLDER"),
            (None, "LETTER_LACKS"),
            (None, "LETTER_LACKS"),
        ]
    );
    let words = told(&problems);
    assert!(words.contains("line 6: there is no element called \u{201c}wrods\u{201d}. Use one of: "), "{words}");
    assert!(words.contains("must say whom to ask"), "{words}");
}

#[test]
fn a_head_that_never_holds_for_sure_is_refused() {
    let problems = read(&SMALL.replace("greeting: Hello,\n", "")).unwrap_err();
    assert_eq!(flaws(problems), [Flaw::NoHead("greeting")]);
}

#[test]
fn limits_are_named() {
    let long = SMALL.replace("Or write.", &"word ".repeat(PARAGRAPH_CHARS / 4));
    assert!(matches!(flaws(read(&long).unwrap_err())[..], [Flaw::TooMuch { limit: PARAGRAPH_CHARS, .. }]));
    let subject = SMALL.replace("About", &"x".repeat(SUBJECT_CHARS));
    assert!(matches!(flaws(read(&subject).unwrap_err())[..], [Flaw::TooMuch { limit: SUBJECT_CHARS, .. }]));
    let parts = SMALL.to_owned() + &"\n[thanks]\nThank you.\n".repeat(WORDING_PARTS);
    assert!(matches!(flaws(read(&parts).unwrap_err())[..], [Flaw::TooMuch { limit: WORDING_PARTS, .. }]));
    let bytes = "#".repeat(WORDING_BYTES + 1);
    assert!(matches!(flaws(read(&bytes).unwrap_err())[..], [Flaw::TooMuch { limit: WORDING_BYTES, .. }]));
}

#[test]
fn a_wording_of_another_letter_is_refused() {
    let facts = sample(LetterKind::Reply, Language::English);
    let problems = compose(&read(SMALL).unwrap(), &facts).unwrap_err();
    assert_eq!(flaws(problems), [Flaw::OtherLetter(LetterKind::ClientTask, Language::English)]);
}

#[test]
fn a_name_that_ends_in_a_full_stop_ends_the_sentence() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            for facts in samples(*kind, *language) {
                let letter = compose(&built_in(*kind, *language), &facts).unwrap();
                assert!(!letter.plain_text().contains(".."), "{}", letter.plain_text());
            }
        }
    }
}

/// Windows line ends, a byte order mark and spaces at the end of lines are a clerk's editor, not an error.
#[test]
fn an_editors_habits_do_not_matter() {
    let text = format!("\u{feff}{}", SMALL.replace('\n', "  \r\n"));
    assert_eq!(read(&text), read(SMALL));
}

/// Whatever bytes come, reading ends with a wording or with problems.
mod any_text {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reading_never_fails_otherwise(text in "[\\[\\]{}?:# a-zé\n.]{0,300}") {
            if let Err(problems) = read(&text) {
                prop_assert!(!problems.is_empty());
            }
        }
    }
}
