//! A few letters as they are read.

use super::*;

fn read_aloud(kind: LetterKind, language: Language) -> String {
    let (letter, _) = written(kind, language);
    let sent_by = letter.sent_by.as_deref().unwrap_or_default();
    let head = [letter.letterhead.join("\n"), sent_by.to_owned(), letter.address.join("\n"), letter.date_line.clone()];
    format!("{}\n\n{}\n\n{}", head.join("\n\n"), letter.subject, letter.plain_text())
}

#[test]
fn lc_42_the_introduction() {
    insta::assert_snapshot!(read_aloud(LetterKind::Introduction, Language::English));
}

#[test]
fn gl_50_the_notice() {
    insta::assert_snapshot!(read_aloud(LetterKind::NoticeOfAssignment, Language::English));
}

#[test]
fn co_12_the_status_question() {
    insta::assert_snapshot!(read_aloud(LetterKind::Status, Language::German));
}

#[test]
fn gl_40_the_verification() {
    insta::assert_snapshot!(read_aloud(LetterKind::Verification, Language::French));
}

#[test]
fn lc_47_the_release() {
    insta::assert_snapshot!(read_aloud(LetterKind::Release, Language::Spanish));
}

#[test]
fn co_31_the_validation_notice() {
    insta::assert_snapshot!(read_aloud(LetterKind::Validation, Language::English));
}
