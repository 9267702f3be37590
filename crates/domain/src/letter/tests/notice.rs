//! Notices: GL-50, GL-51, GL-53, LC-46, LC-47.

use super::*;
use crate::money::Money;

/// GL-50: each of its elements, and what LC-44 adds, is asked of the wording and of the letter.
#[test]
fn gl_50_a_notice_without_an_element_is_not_composed() {
    const LEGAL: [Element; 9] = [
        Element::Assigned,
        Element::PayAssignee,
        Element::RightsAssigned,
        Element::PayTo,
        Element::Effective,
        Element::OnlyFactor,
        Element::Proof,
        Element::CopyToClient,
        Element::Signature,
    ];
    let kind = LetterKind::NoticeOfAssignment;
    for language in Language::ALL {
        for element in LEGAL {
            let text = without(built_in_text(kind, *language), element);
            let problems = Wording::parse(kind, *language, &text).expect_err("the wording is refused");
            assert_eq!(flaws(problems), [Flaw::Lacks(element, kind)]);
        }
    }
}

/// GL-50 (4): signed, or a draft that says so.
#[test]
fn gl_50_a_signed_kind_without_signature_is_only_a_draft() {
    for kind in LetterKind::ALL.iter().filter(|kind| kind.is_signed()) {
        for language in Language::ALL {
            let mut facts = sample(*kind, *language);
            facts.signature = None;
            assert!(refused(&facts).contains(&Flaw::Unsigned(*kind)), "{}", kind.code());
            facts.signature = Some("  ".to_owned());
            assert!(refused(&facts).contains(&Flaw::Unsigned(*kind)), "{}", kind.code());

            facts.signature = None;
            facts.links = Links::default();
            let draft = compose_draft(&built_in(*kind, *language), &facts).unwrap();
            let signed = compose(&built_in(*kind, *language), &sample(*kind, *language)).unwrap();
            assert!(!draft.has(Element::Signature) && !draft.has(Element::Check));
            assert!(draft.subject.ends_with(&signed.subject) && draft.subject != signed.subject);
            assert_ne!(draft.footer, signed.footer);
            assert_eq!(draft.check, None);
        }
    }
}

/// A paragraph of the right name must also name the fact: a day, a party, a telephone.
#[test]
fn gl_50_an_element_names_its_fact() {
    let kind = LetterKind::NoticeOfAssignment;
    let text = without(built_in_text(kind, Language::English), Element::Effective) + "\n[effective]\nFrom now on.\n";
    let found = Wording::parse(kind, Language::English, &text).expect_err("no day is named");
    assert_eq!(flaws(found), [Flaw::MustSay(Element::Effective, &[Placeholder::Effective])]);

    let (mut letter, facts) = written(kind, Language::English);
    for block in &mut letter.blocks {
        if let Block::Paragraph { element: Element::Assigned, text } = block {
            *text = "Somebody has assigned something to somebody.".to_owned();
        }
    }
    let found = flaws(problems(&letter, &facts, false));
    assert_eq!(found.iter().filter(|flaw| matches!(flaw, Flaw::MustSay(Element::Assigned, _))).count(), 2);
}

/// GL-50 (3): which rights.
#[test]
fn gl_50_a_notice_says_which_invoices_it_covers() {
    for kind in NOTICES {
        for language in Language::ALL {
            let mut facts = sample(kind, *language);
            facts.covered = None;
            assert!(refused(&facts).contains(&Flaw::CoversNothing));
            facts.covered = Some(Covered::Listed);
            facts.sections.clear();
            assert!(refused(&facts).contains(&Flaw::UnknownBlock(Element::Invoices)));
        }
    }
}

/// GL-50: to accounts payable of the legal entity, a person only after it.
#[test]
fn gl_50_the_address_is_the_legal_entity_then_its_accounts_payable() {
    let (letter, _) = written(LetterKind::NoticeOfAssignment, Language::English);
    assert_eq!(letter.address[..3], ["Blue Quarry Stone Corp.", "Accounts payable", "Attention: Robin Ashe"]);
    let (german, _) = written(LetterKind::NoticeOfAssignment, Language::German);
    assert_eq!(german.address[1], "Kreditorenbuchhaltung");
}

/// GL-50: pay-to details exactly as the account has them, and the same in every letter that repeats them (CO-12).
#[test]
fn gl_50_the_pay_to_of_a_status_question_is_that_of_the_notice() {
    let rows = |kind| {
        let (letter, _) = written(kind, Language::French);
        let found = letter.blocks.into_iter().find_map(|block| match block {
            Block::Rows { element: Element::PayTo, rows } => Some(rows),
            _ => None,
        });
        found.unwrap()
    };
    let notice = rows(LetterKind::NoticeOfAssignment);
    assert_eq!(notice, rows(LetterKind::Status));
    assert_eq!(notice[1], ("Numéro de compte".to_owned(), "000123456789".to_owned()));
    assert_eq!(notice[3], ("Référence".to_owned(), "les numéros de facture".to_owned()));
}

/// GL-51: words, shares and amounts by which a notice would ask for a part, in every language.
#[test]
fn gl_51_a_notice_that_asks_for_a_part_is_not_composed() {
    let words = |language| match language {
        Language::English => ["Please make a partial payment.", "Pay us 80 % of it.", "Please pay 1,000.00 USD."],
        Language::German => ["Bitte leisten Sie eine Teilzahlung.", "Zahlen Sie 80 Prozent.", "Zahlen Sie 1.000 EUR."],
        Language::French => ["Merci de verser un acompte.", "Payez 80\u{a0}%.", "Payez 1\u{202f}000,00\u{a0}EUR."],
        Language::Spanish => ["Haga un pago parcial.", "Pague el 80 por ciento.", "Pague 1.000 €."],
    };
    for kind in NOTICES {
        for language in Language::ALL {
            for words in words(*language) {
                let wording = with_words(kind, *language, Element::PayAssignee, &format!("{{factor}}: {words}"));
                let found = flaws(compose(&wording, &sample(kind, *language)).expect_err(words));
                assert!(found.iter().all(|flaw| matches!(flaw, Flaw::PartPayment(_))), "{words}: {found:?}");
            }
        }
    }
}

/// GL-51: a sum, or a person's free words, cannot come into a signed paper by a placeholder either.
#[test]
fn gl_51_a_notice_has_no_room_for_sums_and_free_words() {
    for kind in NOTICES {
        for fact in [Placeholder::Total, Placeholder::Words] {
            let text = format!("{}\n[thanks]\n{{{}}}\n", built_in_text(kind, Language::English), fact.code());
            let problems = Wording::parse(kind, Language::English, &text).expect_err("it has no place there");
            assert_eq!(flaws(problems), [Flaw::NotHere(fact, kind)]);
        }
    }
}

/// GL-51: an invoice on which something was paid before the notice is listed by its whole amount, and what is open of it is
/// not named: the notice covers all that remains.
#[test]
fn gl_51_a_listed_invoice_is_covered_whole_also_when_part_of_it_was_paid() {
    for language in Language::ALL {
        let mut facts = sample(LetterKind::NoticeOfAssignment, *language);
        facts.covered = Some(Covered::Listed);
        let part_paid = &facts.sections[0].invoices[1];
        assert!(part_paid.open.minor < part_paid.amount.minor);
        let (whole, open) = (language.figures(part_paid.amount), language.figures(part_paid.open));
        let letter = compose(&built_in(facts.kind, *language), &facts).unwrap();
        let text = letter.plain_text();
        assert!(text.contains(&whole) && !text.contains(&open), "{text}");
    }
}

/// GL-51: nor may it list an invoice less what is in dispute, or with amounts that cannot be.
#[test]
fn gl_51_a_listed_invoice_with_a_disputed_part_is_refused() {
    let mut facts = sample(LetterKind::NoticeOfAssignment, Language::English);
    facts.covered = Some(Covered::Listed);
    facts.sections[0].invoices[0].disputed = Some(Money::new(100, facts.sections[0].invoices[0].amount.currency));
    assert_eq!(refused(&facts), [Flaw::NotInFull("HC-1041".to_owned())]);
    facts.sections[0].invoices[0].disputed = None;
    facts.sections[0].invoices[0].open.minor += 1;
    assert_eq!(refused(&facts), [Flaw::NotOpen("HC-1041".to_owned())]);
    facts.sections[0].invoices[0].open.minor = 0;
    assert_eq!(refused(&facts), [Flaw::NotOpen("HC-1041".to_owned())]);
}

/// LC-46, FR-09: the old account is known by its last four signs and stays open until a day.
#[test]
fn lc_46_a_change_says_how_long_the_old_account_stays_open() {
    let (letter, facts) = written(LetterKind::RemitToChange, Language::English);
    let text = letter.plain_text();
    assert!(text.contains("ending in 4321") && text.contains("5 October 2026"), "{text}");
    assert!(!text.contains("000987654321"));
    assert!(refused(&Facts { until: None, ..facts.clone() }).contains(&Flaw::Unknown(Placeholder::Until)));
    assert!(refused(&Facts { other_pay_to: None, ..facts }).contains(&Flaw::Unknown(Placeholder::OldEnds)));
}

/// LC-47: a release names the account to pay from now on, never the factor's.
#[test]
fn lc_47_a_release_gives_the_new_account() {
    for language in Language::ALL {
        let (letter, facts) = written(LetterKind::Release, *language);
        let text = letter.plain_text();
        assert!(text.contains("000987654321") && !text.contains("000123456789"), "{text}");
        assert!(refused(&Facts { other_pay_to: None, ..facts }).contains(&Flaw::UnknownBlock(Element::PayTo)));
    }
}

/// An IBAN is written in groups of four, a national number as it is.
#[test]
fn an_iban_stands_in_groups_of_four() {
    let mut facts = sample(LetterKind::NoticeOfAssignment, Language::German);
    if let Some(to) = &mut facts.pay_to {
        to.account.number = "DE89370400440532013000".to_owned();
        to.account.clearing = None;
    }
    let letter = compose(&built_in(facts.kind, facts.language), &facts).unwrap();
    assert!(letter.plain_text().contains("IBAN: DE89 3704 0044 0532 0130 00\n"));
}
