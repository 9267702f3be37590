//! The bodies of a mail.

use crate::samples;
use domain::letter::{Block, Element, Language, Letter, LetterKind, built_in, compose, samples as facts_of};
use letters::mail::{CUT_AT_BYTES, bodies};
use proptest::prelude::*;

/// The words between the tags, without spaces.
fn words(html: &str) -> String {
    let body = html.split_once("<body").expect("a body").1;
    let mut out = String::new();
    let mut inside = true;
    for sign in body.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside && !sign.is_whitespace() => out.push(sign),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&middot;", "·")
        .replace("&amp;", "&")
}

fn said_by(letter: &Letter) -> Vec<String> {
    let mut texts =
        vec![letter.subject.clone(), letter.greeting.clone(), letter.closing.clone(), letter.date_line.clone()];
    texts.extend(
        letter.letterhead.iter().chain(&letter.signatory).chain(&letter.footer).chain(&letter.sent_by).cloned(),
    );
    for block in &letter.blocks {
        match block {
            Block::Paragraph { text, .. } => texts.push(text.clone()),
            Block::Rows { rows, .. } => {
                texts.extend(rows.iter().flat_map(|(name, value)| [name.clone(), value.clone()]));
            }
            Block::Table { heading, head, rows, total, .. } => {
                texts.push(heading.clone());
                texts.extend(head.iter().chain(rows.iter().flatten()).chain(total).cloned());
            }
            Block::Answers { links, .. } => texts.extend(links.iter().map(|(word, _)| word.clone())),
        }
    }
    texts
}

#[test]
fn co_12_the_mail_says_all_that_the_letter_says() {
    for letter in
        [samples::status_english(), samples::status_german(), samples::notice_german(), samples::introduction_english()]
    {
        let mail = bodies(&letter);
        let words = words(&mail.html);
        for text in said_by(&letter) {
            let bare: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
            assert!(words.contains(&bare), "{text}");
        }
        assert_eq!(mail.text, letter.plain_text());
        assert_eq!(mail.subject, letter.subject);
        assert!(mail.html.contains(&format!("<html lang=\"{}\">", letter.language.code())));
    }
}

#[test]
fn every_built_in_letter_says_the_same_words_in_its_mail() {
    for (kind, language) in LetterKind::ALL.iter().flat_map(|kind| Language::ALL.iter().map(move |word| (*kind, *word)))
    {
        for facts in facts_of(kind, language) {
            let letter = compose(&built_in(kind, language), &facts).expect("fits its own wording");
            let mail = bodies(&letter);
            let words = words(&mail.html);
            for text in said_by(&letter) {
                let bare: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
                assert!(words.contains(&bare), "{kind} in {language}: {text}");
            }
            assert_eq!(mail.text, letter.plain_text(), "{kind} in {language}");
        }
    }
}

#[test]
fn the_html_loads_nothing_and_runs_nothing() {
    for letter in [samples::status_english(), samples::notice_english()] {
        let html = bodies(&letter).html.to_lowercase();
        for not in [
            "<script",
            "<style",
            "<img",
            "<link",
            "<iframe",
            "<form",
            "<object",
            "src=",
            "url(",
            "@import",
            "background=",
            "onclick",
            "<base",
        ] {
            assert!(!html.contains(not), "{not}");
        }
        // Web addresses stand only where they can be read or clicked.
        for (place, _) in html.match_indices("https://") {
            let before = &html[..place];
            assert!(
                before.ends_with("href=\"") || before.ends_with('>') || before.ends_with(' '),
                "{}",
                &html[place - 20..place + 20]
            );
        }
    }
}

#[test]
fn co_12_answers_are_links_large_enough_for_a_thumb() {
    let html = bodies(&samples::status_english()).html;
    assert_eq!(html.matches("display:block;padding:12px 16px").count(), 5);
    assert!(html.contains("href=\"https://pay.northlight.example/a/q8Zr2LxT7/will-pay\""));
    // The way out of reminders can be clicked too.
    assert!(html.contains("href=\"https://pay.northlight.example/a/q8Zr2LxT7/opt-out\""));
}

#[test]
fn data_cannot_become_a_tag_an_attribute_or_a_program() {
    let mut letter = samples::status_english();
    letter.subject = "</title><script>alert(1)</script>".to_owned();
    letter.greeting = "Dear <img src=x onerror=alert(1)> & \"friends\"".to_owned();
    letter.blocks.push(Block::Answers {
        element: Element::Answers,
        links: samples::pairs(&[("Click", "javascript:alert(1)"), ("Out", "https://a.example/\"onmouseover=\"x")]),
    });
    let html = bodies(&letter).html;
    assert!(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!html.contains("<script") && !html.contains("<img"));
    assert!(!html.contains("href=\"javascript:") && !html.contains("\"onmouseover"));
    assert!(html.contains("href=\"https://a.example/&quot;onmouseover=&quot;x\""));
}

#[test]
fn three_hundred_invoices_are_not_cut_by_the_reader() {
    let mut letter = samples::status_english();
    letter.blocks[1] = samples::long_table(300);
    let length = bodies(&letter).html.len();
    assert!(length < CUT_AT_BYTES, "{length}");
}

proptest! {
    #[test]
    fn whatever_is_said_the_tags_are_ours(text in ".{0,80}") {
        let mut letter = samples::status_german();
        let tags = |letter: &Letter| bodies(letter).html.matches('<').count();
        letter.greeting = "x".to_owned();
        letter.closing = "x".to_owned();
        letter.signatory = vec!["x".to_owned()];
        let plain = tags(&letter);
        letter.greeting = format!("x {text}").replace("http", "");
        letter.closing.clone_from(&text);
        letter.signatory = vec![text];
        // A line's end in a paragraph is a <br> of ours.
        let ends = letter.greeting.matches(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']).count();
        prop_assert!(tags(&letter) <= plain + 4 * ends);
        prop_assert!(tags(&letter) + 2 * ends >= plain);
    }
}
