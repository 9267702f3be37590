//! What a letter never says: LC-44, CO-13.

use super::*;

/// Words that no letter of any kind may say, by language: one per reason.
fn never(language: Language) -> [(&'static str, Tone); 6] {
    match language {
        Language::English => [
            ("We will take legal action.", Tone::Threat),
            ("We report to a credit bureau.", Tone::CreditHint),
            ("This is urgent.", Tone::Urgency),
            ("Our attorneys have looked at it.", Tone::Disguise),
            ("The company is financially sound.", Tone::Health),
            ("Please pay your debts.", Tone::Collection),
        ],
        Language::German => [
            ("Wir gehen sonst gerichtlich vor.", Tone::Threat),
            ("Wir melden es einer Auskunftei.", Tone::CreditHint),
            ("Zahlen Sie umgehend.", Tone::Urgency),
            ("Unsere Anwälte haben es angesehen.", Tone::Disguise),
            ("Das Unternehmen ist finanziell gesund.", Tone::Health),
            ("Es folgt das Inkasso.", Tone::Collection),
        ],
        Language::French => [
            ("Nous irons devant le tribunal.", Tone::Threat),
            ("Nous prévenons une agence de notation.", Tone::CreditHint),
            ("C’est urgent.", Tone::Urgency),
            ("Notre avocate a examiné le dossier.", Tone::Disguise),
            ("L’entreprise n’a pas de difficultés financières.", Tone::Health),
            ("Réglez vos impayés.", Tone::Collection),
        ],
        Language::Spanish => [
            ("Tomaremos medidas legales.", Tone::Threat),
            ("Le incluirán en un registro de morosos.", Tone::CreditHint),
            ("Es urgente.", Tone::Urgency),
            ("Nuestra abogada lo ha examinado.", Tone::Disguise),
            ("La empresa goza de solvencia.", Tone::Health),
            ("Pague su deuda.", Tone::Collection),
        ],
    }
}

#[test]
fn co_13_threats_hints_urgency_and_disguise_are_refused_in_every_letter_and_language() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            for (words, tone) in never(*language) {
                let wording = with_words(*kind, *language, Element::Thanks, words);
                let found = flaws(compose(&wording, &sample(*kind, *language)).expect_err(words));
                let is_named = found.iter().any(|flaw| matches!(flaw, Flaw::Forbidden { why, .. } if *why == tone));
                assert!(is_named, "{} {}: {words}: {found:?}", kind.code(), language.code());
            }
        }
    }
}

/// CO-13: also in the subject, where a mail is judged first.
#[test]
fn co_13_the_subject_is_read_too() {
    let kind = LetterKind::Status;
    let text = built_in_text(kind, Language::English).replacen(
        "subject if one-client: ",
        "subject if one-client: Final notice, ",
        1,
    );
    let wording = Wording::parse(kind, Language::English, &text).unwrap();
    let found = flaws(compose(&wording, &sample(kind, Language::English)).unwrap_err());
    assert_eq!(found, [Flaw::Forbidden { phrase: "final notice".to_owned(), why: Tone::Urgency }]);
}

#[test]
fn co_13_words_in_capitals_are_refused_abbreviations_are_not() {
    let kind = LetterKind::Status;
    let with = |words: &str| {
        compose(&with_words(kind, Language::English, Element::Thanks, words), &sample(kind, Language::English))
    };
    for words in ["Please pay IMMEDIATELY", "PAY NOW, please", "AN INVOICE is open"] {
        let found = flaws(with(words).expect_err(words));
        assert!(found.iter().any(|flaw| matches!(flaw, Flaw::Forbidden { why: Tone::Capitals, .. })), "{found:?}");
    }
    assert!(with("The IBAN and BIC are for SEPA in EUR; see the PO and the PDF.").is_ok());
}

/// Names are not ours to mend: a party may be called as it likes.
#[test]
fn co_13_names_and_numbers_of_others_are_not_our_tone() {
    for language in Language::ALL {
        let mut facts = sample(LetterKind::NoticeOfAssignment, *language);
        facts.debtor.name = "URGENT CARE & COURT STREET LAWYERS LLC".to_owned();
        facts.client = Some(LetterParty { name: "TRIBUNAL INKASSO COBRANZA LTD".to_owned(), ..LetterParty::default() });
        facts.sections[0].client = "TRIBUNAL INKASSO COBRANZA LTD".to_owned();
        facts.sections[0].invoices[0].number = "FINAL NOTICE 7".to_owned();
        compose(&built_in(facts.kind, *language), &facts).unwrap_or_else(|problems| panic!("{}", told(&problems)));
    }
}

/// LC-44: only the client speaks of its money, and only in its own letter.
#[test]
fn lc_44_the_factor_says_nothing_about_the_clients_money() {
    let words = |language| match language {
        Language::English => "It is for its cash flow.",
        Language::German => "Das dient der Liquidität.",
        Language::French => "C’est pour sa trésorerie.",
        Language::Spanish => "Es por su liquidez.",
    };
    for language in Language::ALL {
        let with =
            |kind| compose(&with_words(kind, *language, Element::Thanks, words(*language)), &sample(kind, *language));
        assert!(with(LetterKind::Introduction).is_ok());
        let found = flaws(with(LetterKind::NoticeOfAssignment).unwrap_err());
        assert!(matches!(found[..], [Flaw::Forbidden { why: Tone::ClientMoney, .. }]), "{found:?}");
    }
}

/// LC-44, rulebook 0.1: that the client is in good standing is the client's own word in its own letter, or nobody's.
#[test]
fn lc_44_good_standing_is_said_only_in_the_clients_own_note() {
    let note = "We have just had our best year and are in good standing with all our suppliers.";
    let mut facts = sample(LetterKind::Introduction, Language::English);
    facts.words = Some(note.to_owned());
    let letter = compose(&built_in(facts.kind, facts.language), &facts).unwrap();
    assert!(letter.has(Element::PersonalNote) && letter.plain_text().contains(note));

    let wording = with_words(LetterKind::Introduction, Language::English, Element::Thanks, "We are in good standing.");
    assert!(compose(&wording, &facts).is_err());

    let mut reply = sample(LetterKind::Reply, Language::English);
    reply.words = Some("Your supplier is in good standing.".to_owned());
    let found = refused(&reply);
    assert_eq!(found, [Flaw::Forbidden { phrase: "good standing".to_owned(), why: Tone::Health }]);
}

/// CO-13: a person's own words are the person's, and still no threat leaves.
#[test]
fn co_13_a_persons_words_carry_no_threat() {
    let mut reply = sample(LetterKind::Reply, Language::German);
    reply.words = Some("Wir schreiben gern Ihrem Rechtsanwalt.".to_owned());
    assert!(compose(&built_in(reply.kind, reply.language), &reply).is_ok());
    reply.words = Some("Sonst folgt der Mahnbescheid.".to_owned());
    assert_eq!(refused(&reply), [Flaw::Forbidden { phrase: "mahnbescheid".to_owned(), why: Tone::Threat }]);
    reply.words = Some("x".repeat(WORDS_CHARS + 1));
    assert!(matches!(refused(&reply)[0], Flaw::TooMuch { limit: WORDS_CHARS, .. }));
}

/// LC-44: each element of the introduction, in the client's voice, on its letterhead, sent by whom it says (LC-42).
#[test]
fn lc_44_an_introduction_is_the_clients_letter_and_says_all() {
    let kind = LetterKind::Introduction;
    for language in Language::ALL {
        let (letter, facts) = written(kind, *language);
        assert_eq!((letter.voice, letter.letterhead[0].as_str()), (Voice::Client, "Harbor Crew"));
        assert!(
            letter.sent_by.is_some_and(|line| line.contains("Tidewater Factors Inc.") && line.contains("Harbor Crew"))
        );
        assert_eq!(letter.signatory[0], "Alex Moreau");
        let own = Facts { delivered_by: Voice::Client, words: None, ..facts };
        let own = compose(&built_in(kind, *language), &own).unwrap();
        assert!(own.sent_by.is_none() && !own.has(Element::PersonalNote));
        for element in required_elements(kind) {
            let problems =
                Wording::parse(kind, *language, &without(built_in_text(kind, *language), *element)).unwrap_err();
            assert_eq!(flaws(problems), [Flaw::Lacks(*element, kind)]);
        }
    }
}

/// LC-08: what its customer said reaches the client as it was said, however it was said.
#[test]
fn lc_08_the_clients_letter_repeats_its_customers_words() {
    let mut facts = sample(LetterKind::ClientDispute, Language::English);
    facts.words = Some("The goods were URGENTLY needed. Our lawyers will see you in court.".to_owned());
    let letter = compose(&built_in(facts.kind, facts.language), &facts).unwrap();
    assert!(letter.plain_text().contains("\u{201c}The goods were URGENTLY needed. Our lawyers"));
}
