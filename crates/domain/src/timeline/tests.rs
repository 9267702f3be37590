use super::{Numbers, Sentence, Who, samples};
use crate::contact::Purpose;
use crate::dispute::{Side, Speaker};
use crate::letter::Language;
use std::collections::BTreeSet;

const OTHERS: [Language; 3] = [Language::German, Language::French, Language::Spanish];

/// Words that are English in no other of the four languages.
const ENGLISH: &str = " the of is are were has have had been be to by with from for and or not its it this that which \
    would day days invoice invoices letter customer supplier notice proof payment paid pay asked asks sent left \
    came back who any more longer does did complaint request reply answer ";

#[test]
fn every_kind_of_sentence_has_a_sample() {
    let kind = |sentence: &Sentence| serde_json::to_value(sentence).unwrap()["said"].as_str().unwrap().to_owned();
    let found: BTreeSet<String> = samples().iter().map(kind).collect();
    let source = include_str!("sentence.rs");
    let body = source.split_once("pub enum Sentence {").unwrap().1.split_once("\n}\n").unwrap().0;
    let named = body.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?;
        name.starts_with(|first: char| first.is_ascii_uppercase())
            .then(|| name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
    });
    let kebab = |name: &str| {
        let mut text = String::new();
        for letter in name.chars() {
            if letter.is_ascii_uppercase() && !text.is_empty() {
                text.push('-');
            }
            text.push(letter.to_ascii_lowercase());
        }
        text
    };
    let all: BTreeSet<String> = named.map(kebab).collect();
    assert_eq!(all, found);
}

#[test]
fn no_language_speaks_english() {
    for sentence in samples() {
        for language in OTHERS {
            let words = sentence.words(language);
            assert!(!words.trim().is_empty(), "{sentence:?} says nothing in {language}");
            let english = words
                .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
                .find(|word| ENGLISH.split_whitespace().any(|one| one == word.to_lowercase()));
            let same = matches!(sentence, Sentence::Own { .. } | Sentence::CaseWords { .. });
            assert!(english.is_none(), "{language}: {words} ({english:?})");
            assert!(same || words != sentence.words(Language::English), "{language}: {words}");
        }
    }
}

#[test]
fn what_is_kept_is_read_again() {
    for sentence in samples() {
        let kept = serde_json::to_string(&sentence).unwrap();
        assert_eq!(serde_json::from_str::<Sentence>(&kept).unwrap(), sentence, "{kept}");
    }
    let speaker = Speaker::new(Side::Debtor, "A. Ito");
    for who in [Who::named("Lantern"), Who::Speaker(speaker), Who::actor("A. Ito (by link)"), Who::Holder] {
        let kept = serde_json::to_string(&who).unwrap();
        assert_eq!(serde_json::from_str::<Who>(&kept).unwrap(), who, "{kept}");
    }
}

#[test]
fn own_words_stand_in_the_quotation_marks_of_the_language() {
    let planned = Sentence::Planned { purpose: Purpose::Notice, subject: Some("Ihre Rechnungen".to_owned()) };
    let all: Vec<String> = Language::ALL.iter().map(|language| planned.words(*language)).collect();
    assert_eq!(
        all,
        [
            "To be sent: notice of assignment, “Ihre Rechnungen”",
            "Geplant: Abtretungsanzeige, „Ihre Rechnungen“",
            "À envoyer : notification de cession, «\u{a0}Ihre Rechnungen\u{a0}»",
            "Por enviar: notificación de cesión, «Ihre Rechnungen»",
        ]
    );
}

#[test]
fn who_acts_is_named_with_its_side_in_the_language() {
    let customer = Who::Speaker(Speaker::new(Side::Debtor, "A. Ito"));
    let all: Vec<String> = Language::ALL.iter().map(|language| customer.words(*language)).collect();
    assert_eq!(all, ["A. Ito (customer)", "A. Ito (Kunde)", "A. Ito (client)", "A. Ito (cliente)"]);
    let guest = Who::actor("Fenwick (by link)");
    let all: Vec<String> = Language::ALL.iter().map(|language| guest.words(*language)).collect();
    assert_eq!(
        all,
        ["Fenwick (by link)", "Fenwick (über den Link)", "Fenwick (par le lien)", "Fenwick (por el enlace)"]
    );
}

#[test]
fn ten_numbers_are_named_and_the_others_counted() {
    let all: Vec<String> = (1..=12).map(|number: i32| number.to_string()).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(Numbers::of(&all[..1]).invoices(Language::German), "Rechnung 1");
    assert_eq!(Numbers::of(&all[..3]).invoices(Language::French), "factures 1, 2 et 3");
    assert_eq!(Numbers::of(&all[..10]).list(Language::English), "1, 2, 3, 4, 5, 6, 7, 8, 9 and 10");
    let of_all = Numbers::of(&all);
    assert_eq!(
        (of_all.count(), of_all.list(Language::Spanish).as_str()),
        (12, "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 y 2 más")
    );
    assert_eq!(of_all.list(Language::German), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 und 2 weitere");
}
