//! Everything of the rules that reads a text: codes, ids, rates, dates, names, domains, numbers, wordings.

use domain::contact::{Eraser, is_erased};
use domain::event::EventKind;
use domain::fraud::{
    NumberKey, alikeness, comparable_phone, is_free_mail, look_alike, mail_domain, registrable, skeleton,
};
use domain::id::InvoiceId;
use domain::letter::{Language, LetterKind, Wording, built_in_text, compose, required_elements, samples};
use domain::money::{Currency, Money, Rate};
use domain::party::{BankAccount, Code, comparable_identifier, comparable_name};
use fuzz::change::{changed, changed_text};
use jiff::civil::Date;
use rust_decimal::Decimal;

#[test]
fn short_texts() {
    fuzz::run("words", changed, |input| {
        let text = &*String::from_utf8_lossy(input);
        for text in text.lines().chain([text]) {
            one(text);
        }
    });
}

fn one(text: &str) {
    if let Ok(currency) = Currency::parse(text) {
        assert_eq!((currency.code(), Currency::parse(currency.code())), (text, Ok(currency)));
        assert!([0, 2, 3].contains(&currency.decimals()));
    }
    if let Ok(code) = Code::parse(text) {
        assert_eq!(Code::parse(code.as_str()).as_ref(), Ok(&code));
        assert_eq!(code.as_str(), text.trim().to_ascii_uppercase());
    }
    if let Ok(id) = text.parse::<InvoiceId>() {
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Ok(decimal) = text.parse::<Decimal>() {
        if let Ok(rate) = Rate::new(decimal) {
            assert_eq!(rate.fraction(), decimal);
            assert!(rate.to_string().ends_with(" %"));
        } else {
            assert!(decimal < Decimal::ZERO || decimal > Decimal::TEN);
        }
        for currency in ["USD", "JPY", "KWD"].map(|code| Currency::parse(code).expect("a code")) {
            if let Ok(money) = Money::from_decimal(decimal, currency) {
                assert_eq!(money.decimal(), decimal, "nothing is rounded in silence");
            }
        }
    }
    if let Ok(day) = text.parse::<Date>() {
        assert_eq!(day.to_string().parse().ok(), Some(day));
    }
    let key = NumberKey::of(text);
    assert!(key.as_str().chars().all(char::is_alphanumeric), "{key}");
    assert_eq!(NumberKey::of(&text.to_uppercase()), NumberKey::of(&text.to_uppercase().to_uppercase()));
    let name = comparable_name(text);
    assert_eq!(comparable_name(&name), name, "a comparable name stays as it is");
    let identifier = comparable_identifier(text);
    assert_eq!(comparable_identifier(&identifier), identifier);
    if let Some(domain) = mail_domain(text) {
        assert!(domain.ends_with(registrable(&domain)));
        assert_eq!(look_alike(&domain, [domain.as_str()]), None, "nothing imitates itself");
        let _ = (is_free_mail(&domain, &[]), look_alike(&domain, ["harbor-works.example", "coral.example"]));
    }
    let _ = skeleton(text);
    assert!(comparable_phone(text).is_none_or(|phone| (6..=9).contains(&phone.len())));
    if text.len() < 4_000 {
        assert!([0, 100].contains(&alikeness(text, text)), "a text is all like itself, or too short to say");
    }
    if let Some(kind) = EventKind::from_code(text) {
        assert_eq!(kind.code(), text);
    }
    let account = BankAccount { holder: text.into(), number: text.into(), bic: Some(text.into()), clearing: None };
    assert!(!account.problems().is_empty() || account.number.len() <= 34);
}

/// What a clerk may write into a wording: it is refused with lines, or it composes a letter of every sample.
#[test]
fn wordings_of_letters() {
    let written = |kind: &LetterKind| built_in_text(*kind, Language::English).as_bytes().to_vec();
    let own: Vec<Vec<u8>> = LetterKind::ALL.iter().map(written).collect();
    let make = |choices: &mut fuzz::Choices<'_>, kept: &[Vec<u8>]| {
        let seeds = if choices.once_in(4) { kept } else { &own };
        changed(choices, seeds)
    };
    fuzz::run("wordings", make, |input| {
        let text = String::from_utf8_lossy(input);
        let lines = text.trim_start_matches('\u{feff}').lines().count();
        for kind in LetterKind::ALL {
            match Wording::parse(*kind, Language::English, &text) {
                Ok(wording) => {
                    for facts in samples(*kind, Language::English) {
                        if let Ok(letter) = compose(&wording, &facts) {
                            assert!(!letter.subject.is_empty() && !letter.subject.contains(['\n', '\r']));
                            assert!(required_elements(*kind).iter().all(|element| letter.has(*element)), "{kind}");
                        }
                    }
                }
                Err(problems) => {
                    assert!(!problems.is_empty());
                    for problem in problems {
                        assert!(problem.line.is_none_or(|line| 1 <= line && line <= lines), "{problem:?}");
                        assert!(!problem.to_string().is_empty());
                    }
                }
            }
        }
    });
}

/// Does the text hold the name or address as a whole? As a part of a longer one it is somebody else's.
fn holds_address(text: &str, address: &str) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(|one| one.is_alphanumeric() || "._+-@'".contains(one));
    text.match_indices(address)
        .any(|(at, _)| !joins(text[..at].chars().next_back()) && !joins(text[at + address.len()..].chars().next()))
}

/// CO-33: what is erased is gone, and erasing again finds nothing.
#[test]
fn co_33_names_are_erased_from_any_text() {
    let make = |choices: &mut fuzz::Choices<'_>, seeds: &[Vec<u8>]| {
        let mut text = changed_text(choices, seeds);
        for name in ["Alma Ortiz", "alma@debtor.example", "ORTIZ", "Ortiz, Alma"] {
            if choices.once_in(2) {
                let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
                text.insert_str(*choices.one_of(&places), &format!(" {name} "));
            }
        }
        text.into_bytes()
    };
    fuzz::run("erasing", make, |input| {
        let text = String::from_utf8_lossy(input).into_owned();
        let on = "2026-06-15".parse().expect("a day");
        let mut eraser = Eraser::new(on, "debtor", Vec::new());
        eraser.add_name("Alma Ortiz");
        eraser.add_address("alma@debtor.example");
        let left = eraser.text(&text).unwrap_or_else(|| text.clone());
        assert!(!holds_address(&left, "Alma Ortiz") && !holds_address(&left, "alma@debtor.example"), "{left}");
        assert_eq!(eraser.text(&left), None, "a second time finds nothing");
        let _ = (eraser.all(&text), eraser.file_name(&text), is_erased(&text));
        if let Some(json) = eraser.json(&text, true) {
            assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
        }
    });
}
