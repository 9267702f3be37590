//! Status questions: CO-06, CO-12.

use super::*;

type Table<'a> = (&'a str, &'a [String], &'a [Vec<String>], &'a [String]);

/// Heading, names of columns, rows and total of each table.
fn table(letter: &Letter) -> Vec<Table<'_>> {
    letter
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table { heading, head, rows, total, .. } => {
                Some((heading.as_str(), &head[..], &rows[..], &total[..]))
            }
            _ => None,
        })
        .collect()
}

/// CO-12: name on the invoices, numbers, dates, amounts, due dates, what is open, total.
#[test]
fn co_12_the_table_says_what_the_invoices_say() {
    let (letter, _) = written(LetterKind::Status, Language::German);
    let tables = table(&letter);
    let (heading, head, rows, total) = tables[0];
    assert_eq!(heading, "Harbor Crew");
    assert_eq!(head, ["Rechnung", "vom", "fällig am", "Betrag USD", "Offen USD"]);
    assert_eq!(rows[1], ["HC-1042", "02.02.2026", "04.03.2026", "800,00", "300,00"]);
    assert_eq!(total, ["Summe", "", "", "2.034,50", "1.534,50"]);
}

/// CO-12: paid on, will pay on, disputed, not received, wrong contact, each by one click.
#[test]
fn co_12_five_answers_by_one_click() {
    let (letter, _) = written(LetterKind::Status, Language::English);
    let links = letter.blocks.iter().find_map(|block| match block {
        Block::Answers { links, .. } => Some(links),
        _ => None,
    });
    let addresses: Vec<&str> = links.unwrap().iter().map(|(_, address)| address.as_str()).collect();
    let page = "https://letters.example/g/abc?answer=";
    let codes = ["paid", "will-pay", "disputed", "not-received", "wrong-contact"];
    assert_eq!(addresses, codes.map(|code| format!("{page}{code}")));
    assert_eq!(Click::Paid.address("https://x.example/?a=1"), "https://x.example/?a=1&answer=paid");
}

/// CO-12: a question nobody can answer by a click does not leave.
#[test]
fn co_12_without_page_bank_details_or_telephone_nothing_leaves() {
    let facts = sample(LetterKind::Status, Language::English);
    let no_page = Facts { links: Links::default(), ..facts.clone() };
    assert_eq!(refused(&no_page), [Flaw::UnknownBlock(Element::Answers)]);
    let no_account = Facts { pay_to: None, ..facts.clone() };
    assert_eq!(refused(&no_account), [Flaw::UnknownBlock(Element::PayTo)]);
    let mut no_phone = facts;
    no_phone.ask.phone = None;
    assert_eq!(refused(&no_phone), [Flaw::Unknown(Placeholder::AskPhone)]);
}

/// CO-06, EX-6.02: two clients in one letter are two sections; nothing else names either, and no sum adds them up.
#[test]
fn co_12_two_clients_are_two_sections_and_no_paragraph_names_them() {
    for kind in [
        LetterKind::Status,
        LetterKind::StatusAgain,
        LetterKind::Supervisor,
        LetterKind::PastDue,
        LetterKind::Verification,
    ] {
        for language in Language::ALL {
            let facts = samples(kind, *language).into_iter().find(|facts| facts.sections.len() == 2).unwrap();
            let letter = compose(&built_in(kind, *language), &facts).unwrap();
            let headings: Vec<&str> = table(&letter).iter().map(|(heading, ..)| *heading).collect();
            assert_eq!(headings, ["Harbor Crew", "Lantern Print"]);
            let elsewhere = format!("{} {}", letter.subject, letter.footer.join(" "));
            for block in &letter.blocks {
                if let Block::Paragraph { text, .. } = block {
                    assert!(!text.contains("Harbor") && !text.contains("Lantern"), "{text}");
                }
            }
            assert!(!elsewhere.contains("Harbor") && !elsewhere.contains("Lantern"));
        }
    }
}

/// CO-06, CO-13: a wording that names a client in such a letter is refused.
#[test]
fn co_13_a_paragraph_that_names_one_of_two_clients_is_refused() {
    let kind = LetterKind::Status;
    let facts = samples(kind, Language::English).into_iter().find(|facts| facts.sections.len() == 2).unwrap();
    let wording = with_words(kind, Language::English, Element::Thanks, "Lantern Print says hello.");
    let found = flaws(compose(&wording, &facts).unwrap_err());
    assert_eq!(found, [Flaw::NamesClient("Lantern Print".to_owned())]);
    let wording = with_words(kind, Language::English, Element::Thanks, "All of it is {total}, owed to {client}.");
    let found = flaws(compose(&wording, &facts).unwrap_err());
    assert_eq!(found, [Flaw::Unknown(Placeholder::Total), Flaw::Unknown(Placeholder::Client)]);
}

/// What one client may see of a letter that speaks of two: its own section only.
#[test]
fn co_13_a_copy_for_one_client_has_its_own_section_only() {
    let facts =
        samples(LetterKind::Status, Language::English).into_iter().find(|facts| facts.sections.len() == 2).unwrap();
    let letter = compose(&built_in(facts.kind, facts.language), &facts).unwrap();
    let copy = letter.for_client("Lantern Print").plain_text();
    assert!(copy.contains("Lantern Print") && copy.contains("884"));
    assert!(!copy.contains("Harbor") && !copy.contains("HC-1041"), "{copy}");
}

#[test]
fn a_section_in_two_currencies_is_refused() {
    let mut facts = sample(LetterKind::Status, Language::English);
    facts.sections[0].invoices[1].amount.currency = crate::money::Currency::EUR;
    assert!(refused(&facts).contains(&Flaw::Currencies("Harbor Crew".to_owned())));
}

/// LC-08: what is in dispute has its column where there is a dispute.
#[test]
fn a_disputed_amount_has_its_column() {
    let mut facts = sample(LetterKind::ClientDispute, Language::Spanish);
    let open = facts.sections[0].invoices[1].open;
    facts.sections[0].invoices[1].disputed = Some(open);
    let letter = compose(&built_in(facts.kind, facts.language), &facts).unwrap();
    let tables = table(&letter);
    assert_eq!(tables[0].1.last().map(String::as_str), Some("En disputa USD"));
    assert_eq!(tables[0].2[1].last().map(String::as_str), Some("300,00"));
}

/// One client that invoices in two currencies is one client: its name stands in the text, its sums do not mix.
#[test]
fn co_06_a_client_with_two_currencies_is_one_client() {
    for language in Language::ALL {
        let mut facts = sample(LetterKind::Status, *language);
        let mut euro = facts.sections[0].clone();
        for line in &mut euro.invoices {
            line.amount.currency = crate::money::Currency::EUR;
            line.open.currency = crate::money::Currency::EUR;
        }
        euro.pay_to.clone_from(&facts.pay_to);
        facts.sections[0].pay_to.clone_from(&facts.pay_to);
        facts.sections.push(euro);
        let letter = compose(&built_in(facts.kind, *language), &facts).unwrap();
        assert!(letter.subject.contains("Harbor Crew"), "{}", letter.subject);
        let totals: Vec<usize> = table(&letter).iter().map(|(.., total)| total.len()).collect();
        assert_eq!(totals, [5, 5]);
    }
}

/// A question about an invoice that was paid meanwhile is answered all the same; nobody is asked to pay it.
#[test]
fn co_12_what_is_paid_is_not_asked_for() {
    let mut facts = sample(LetterKind::Status, Language::English);
    facts.sections[0].invoices[0].open.minor = 0;
    assert_eq!(refused(&facts), [Flaw::NotOpen("HC-1041".to_owned())]);
    let reply = Facts { kind: LetterKind::Reply, ..facts };
    assert!(compose(&built_in(reply.kind, reply.language), &reply).is_ok());
}

fn rows(letter: &Letter) -> Vec<Vec<(&str, &str)>> {
    let of = |block: &Block| match block {
        Block::Rows { rows, .. } => Some(rows.clone()),
        _ => None,
    };
    let found: Vec<Vec<(String, String)>> = letter.blocks.iter().filter_map(of).collect();
    found
        .into_iter()
        .map(|rows| rows.into_iter().map(|(name, value)| (&*name.leak(), &*value.leak())).collect())
        .collect()
}

/// A debtor that owes in two currencies, each with its account.
fn in_two_currencies(kind: LetterKind, language: Language) -> Facts {
    samples(kind, language).into_iter().find(|facts| facts.currencies().len() == 2).unwrap()
}

/// CO-12: pay-to exactly as in the notice: each currency has the account its notice names, in every letter that asks.
#[test]
fn co_12_each_currency_is_asked_for_with_its_own_account() {
    for kind in [
        LetterKind::Verification,
        LetterKind::Status,
        LetterKind::StatusAgain,
        LetterKind::Supervisor,
        LetterKind::PastDue,
        LetterKind::BeforeDue,
    ] {
        for language in Language::ALL {
            let letter = compose(&built_in(kind, *language), &in_two_currencies(kind, *language)).unwrap();
            let accounts = rows(&letter);
            if kind == LetterKind::Verification && accounts.is_empty() {
                continue;
            }
            let label = labels::of(*language).for_invoices_in;
            assert_eq!(accounts.len(), 2, "{kind} {language:?}");
            assert_eq!((accounts[0][0], accounts[1][0]), ((label, "USD"), (label, "EUR")), "{kind} {language:?}");
            assert_eq!(accounts[0][2].1, "000123456789");
            assert_eq!(accounts[1][2], ("IBAN", "DE75 5121 0800 1245 1261 99"));
        }
    }
}

#[test]
fn co_12_a_currency_without_an_account_keeps_the_letter_here() {
    let mut facts = in_two_currencies(LetterKind::Status, Language::English);
    facts.sections[1].pay_to = None;
    assert_eq!(
        refused(&facts),
        [Flaw::NoAccount(crate::money::Currency::EUR)],
        "the dollars' account is not the euros'"
    );
    facts.sections[0].pay_to = None;
    assert!(refused(&facts).contains(&Flaw::UnknownBlock(Element::PayTo)));
}

/// LC-46: while the notices of a new account are on their way, two suppliers of one currency may have two accounts.
#[test]
fn co_12_two_accounts_of_one_currency_name_their_clients_and_one_account_names_nothing() {
    let mut facts = in_two_currencies(LetterKind::Status, Language::English);
    for line in &mut facts.sections[1].invoices {
        (line.amount.currency, line.open.currency) = (crate::money::Currency::USD, crate::money::Currency::USD);
    }
    let letter = compose(&built_in(LetterKind::Status, Language::English), &facts).unwrap();
    let names: Vec<&str> = rows(&letter).iter().map(|rows| rows[0].1).collect();
    assert_eq!(names, ["USD (Harbor Crew)", "USD (Lantern Print)"]);
    facts.sections[1].pay_to = facts.sections[0].pay_to.clone();
    let letter = compose(&built_in(LetterKind::Status, Language::English), &facts).unwrap();
    assert_eq!((rows(&letter).len(), rows(&letter)[0][0].0), (1, "Account holder"));
}
