//! CO-31: the validation notice, and the outside of every letter to a natural person.

use super::*;

/// What was owed, what came off it, what is left, and nothing added.
#[test]
fn co_31_the_notice_itemises_what_is_owed() {
    let (letter, _) = written(LetterKind::Validation, Language::English);
    let table = letter.blocks.iter().find_map(|block| match block {
        Block::Table { head, rows, total, .. } => Some((head, rows, total)),
        _ => None,
    });
    let (head, rows, total) = table.unwrap();
    assert_eq!(head[..], ["Invoice", "Dated", "Due", "Amount USD", "Paid, credited USD", "Open USD"]);
    assert_eq!(rows[0][3..], ["1,234.50", "0.00", "1,234.50"]);
    assert_eq!(rows[1][3..], ["800.00", "500.00", "300.00"]);
    assert_eq!(total[3..], ["2,034.50", "500.00", "1,534.50"]);
}

/// Without a day until which it may be disputed, or a way to do so, it is not built.
#[test]
fn co_31_without_a_day_or_an_address_to_dispute_nothing_leaves() {
    for language in Language::ALL {
        let facts = sample(LetterKind::Validation, *language);
        let no_day = Facts { until: None, ..facts.clone() };
        assert_eq!(refused(&no_day), [Flaw::Unknown(Placeholder::Until)]);
        let mut no_mail = facts.clone();
        no_mail.factor.email = None;
        assert_eq!(refused(&no_mail), [Flaw::Unknown(Placeholder::FactorEmail)]);
        let mut no_post = facts.clone();
        no_post.factor.address = crate::party::Address::default();
        assert_eq!(refused(&no_post), [Flaw::Unknown(Placeholder::FactorAddress)]);
        let no_page = Facts { links: Links::default(), ..facts };
        assert_eq!(refused(&no_page), [Flaw::UnknownBlock(Element::Answers)]);
    }
}

/// Nothing that anybody sees without opening the letter names a supplier, an invoice or a sum.
#[test]
fn co_31_the_outside_of_a_letter_to_a_person_names_nothing() {
    for kind in [LetterKind::Status, LetterKind::Verification, LetterKind::NoticeOfAssignment, LetterKind::Validation] {
        for language in Language::ALL {
            let (letter, facts) = written(kind, *language);
            let letter = letter.discreet(&facts.factor.name, &facts.debtor.name, None);
            let outside = format!("{} {} {}", letter.subject, letter.greeting, letter.address.join(" "));
            let text = letter.plain_text();
            let preview: String = text.chars().take(140).collect();
            for word in ["Harbor", "HC-10", "USD", "$", labels::of(*language).accounts_payable] {
                assert!(!outside.contains(word) && !preview.contains(word), "{kind} {language}: {outside} {preview}");
            }
            assert_eq!(letter.blocks.iter().filter(|block| block.element() == Element::ForWhom).count(), 1);
            assert_eq!(letter.blocks[0].element(), Element::ForWhom);
        }
    }
}
