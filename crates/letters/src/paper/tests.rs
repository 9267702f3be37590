//! What is on the pages, asked of the pages themselves.

use super::sheet::side;
use super::*;
use domain::letter::{Block, Element, Language, Letter, LetterKind, built_in, compose, samples as facts_of};

#[path = "../../tests/it/samples.rs"]
mod samples;

/// Sets a letter as it is printed, and gives its pages.
fn set(letter: &Letter, paper: Paper) -> (Sheet, Set) {
    let mut sheets = [Sheet::of(letter, paper).expect("can be written")];
    let set = fitted(&Layout::built_in(), &mut sheets, None).expect("can be set");
    let [sheet] = sheets;
    (sheet, set)
}

#[track_caller]
fn shows_all(letter: &Letter) -> (Sheet, Set) {
    let (sheet, set) = set(letter, Paper::A4);
    assert_eq!(layout::missing(&sheet, &set.said()), []);
    (sheet, set)
}

#[test]
fn every_sample_letter_has_all_its_words_on_one_page_of_either_paper() {
    for letter in [
        samples::notice_english(),
        samples::notice_german(),
        samples::introduction_english(),
        samples::status_english(),
        samples::status_german(),
    ] {
        for paper in Paper::ALL {
            let (sheet, set) = set(&letter, paper);
            assert_eq!(layout::missing(&sheet, &set.said()), [], "{}", letter.subject);
            assert_eq!(set.pages_of_letters(), [1], "{} on {paper:?}", letter.subject);
        }
    }
}

/// LC-43, GL-50, CO-12: the built-in wordings in every language, filled with every set of sample facts.
#[test]
fn every_built_in_letter_has_all_its_words_on_one_page_and_is_fit_for_the_archive() {
    for (kind, language) in LetterKind::ALL.iter().flat_map(|kind| Language::ALL.iter().map(move |word| (*kind, *word)))
    {
        let wording = built_in(kind, language);
        for (place, facts) in facts_of(kind, language).iter().enumerate() {
            let letter = compose(&wording, facts).expect("fits its own wording");
            for paper in Paper::ALL {
                let done = print(&Layout::built_in(), &letter, paper)
                    .unwrap_or_else(|error| panic!("{kind} in {language}, facts {place}: {error}"));
                // US Letter is 18 mm shorter: what lists invoices or says more than usual may need its back. What a natural
                // person must be told (CO-31) is said in full and in a size that can be read.
                let long = kind == LetterKind::Validation || (paper == Paper::UsLetter && place > 0);
                let most = if long { 2 } else { 1 };
                assert!(done.pages <= most, "{kind} in {language}, facts {place}, {paper:?}: {} pages", done.pages);
            }
        }
    }
}

/// A wrong guess costs time, or a little size: 10 in a hundred may be wrong.
#[test]
fn the_likely_fit_is_mostly_the_most_generous_one() {
    let (mut all, mut wrong) = (0, Vec::new());
    for (kind, language) in LetterKind::ALL.iter().flat_map(|kind| Language::ALL.iter().map(move |word| (*kind, *word)))
    {
        let letter = compose(&built_in(kind, language), &facts_of(kind, language)[0]).expect("fits its own wording");
        for paper in Paper::ALL {
            let mut sheet = Sheet::of(&letter, paper).expect("can be written");
            let likely = sheet.likely_fit();
            let most_generous = Fit::ALL.into_iter().find(|fit| {
                sheet.fit = *fit;
                press(&Layout::built_in(), std::slice::from_ref(&sheet), None).expect("can be set").pages() == 1
            });
            // What fits on no single page takes two at its most generous.
            let most_generous = most_generous.unwrap_or(Fit::ALL[0]);
            all += 1;
            if likely != most_generous {
                wrong.push((kind, language, paper, likely, most_generous));
            }
        }
    }
    assert!(wrong.len() * 100 <= all * 10, "{} of {all}: {wrong:#?}", wrong.len());
}

#[test]
fn lc_42_the_introduction_stands_on_the_clients_letterhead_and_says_who_sends_it() {
    let said = shows_all(&samples::introduction_english()).1.said();
    assert!(said.starts_with("Harbor&VineStaffing"), "{said}");
    assert!(said.contains("SentbyNorthlightFactorsLLConbehalfofHarbor&VineStaffingLLC."), "{said}");
}

#[test]
fn data_is_never_markup() {
    let mut letter = samples::notice_english();
    let odd = [
        "#panic(\"x\") and #import \"secret.typ\"",
        "*not bold* _not italic_ `not raw` $x^2$ = no heading",
        "\"quotes\" 'single' \\ backslash \\u{41} ~ tilde -- dash --- dash ... <label> @reference",
        "// no comment /* none */ [bracket] {brace}",
        "</script><script>alert(1)</script>",
    ];
    for (place, text) in odd.iter().enumerate() {
        letter.blocks.insert(place, samples::paragraph(Element::Words, text));
    }
    letter.address[0] = "#sys.inputs & Söhne *GmbH*".to_owned();
    letter.subject = "Re: #1 = \"A\" <b> $5".to_owned();
    let (_, set) = shows_all(&letter);
    for text in odd {
        let bare: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        assert!(set.said().contains(&bare), "{text}");
    }
}

#[test]
fn names_in_other_scripts_are_written_and_steering_signs_are_not() {
    let mut letter = samples::notice_english();
    letter.address[0] = "שירותי בריאות אורנים בע\"מ".to_owned();
    letter.address[1] = "شركة النور للتجارة".to_owned();
    letter.address[2] = "ООО «Северный свет» / Ελληνική Ναυτιλία".to_owned();
    letter.greeting = "Dear \u{202e}team\u{202c}, 1\u{a0}234,50\u{202f}€ – “x” ‘y’ … − ½".to_owned();
    let said = shows_all(&letter).1.said();
    assert!(said.contains("Северный") && said.contains("Ελληνική"), "{said}");
    assert!(said.contains("Dearteam,1234,50€"), "{said}");
    print(&Layout::built_in(), &letter, Paper::A4).expect("fit for the archive");
}

#[test]
fn a_sign_without_a_shape_is_refused_with_its_place_and_a_remedy() {
    let mut letter = samples::notice_english();
    letter.address[0] = "北光商事".to_owned();
    letter.signatory[0] = "Ann 🦊".to_owned();
    let error = print(&Layout::built_in(), &letter, Paper::A4).expect_err("no shapes").to_string();
    for part in ["the address: \"北光商事\" contains '北' (U+5317)", "the signatory: \"Ann 🦊\"", "Latin letters"]
    {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn very_long_words_stay_on_the_sheet() {
    let mut letter = samples::status_english();
    let long = "X".repeat(120);
    letter.blocks.insert(0, samples::paragraph(Element::Words, &long));
    letter.blocks.insert(1, Block::Rows { element: Element::PayTo, rows: samples::pairs(&[(&long, &long)]) });
    let cells = [long.as_str(), "08 Jan 2026", "22 Feb 2026", "999,999,999,999.99"];
    letter.blocks.insert(
        2,
        samples::table(
            "Long",
            &["Invoice", "Dated", "Due", "Amount"],
            &[&cells],
            &["Total", "", "", "999,999,999,999.99"],
        ),
    );
    letter.blocks.insert(
        3,
        Block::Answers {
            element: Element::Answers,
            links: samples::pairs(&[("Yes", &format!("https://pay.example/{long}?a={long}"))]),
        },
    );
    letter.subject = format!("About {long}");
    letter.address[0] = "Y".repeat(90);
    // What is outside of the sheet is not said.
    shows_all(&letter);
}

#[test]
fn three_hundred_invoices_flow_with_their_head_repeated_and_pages_numbered() {
    let mut letter = samples::status_english();
    letter.blocks[1] = samples::long_table(300);
    let (_, set) = shows_all(&letter);
    let pages = set.pages();
    assert!((5..=9).contains(&pages), "{pages}");
    let said = set.said();
    assert!(said.matches("InvoiceDatedDueAmount(USD)").count() >= pages - 1, "a head on each page");
    assert!(said.contains(&format!("2/{pages}")) && said.contains(&format!("{pages}/{pages}")), "pages are numbered");
    assert!(said.contains("Total1,234,567.50"));
}

#[test]
fn more_pages_than_a_letter_may_have_are_refused_with_the_remedy() {
    let mut letter = samples::status_english();
    letter.blocks.insert(0, samples::paragraph(Element::Words, &"x\n".repeat(5_000)));
    let error = print(&Layout::built_in(), &letter, Paper::A4).expect_err("too long").to_string();
    assert!(error.contains(&format!("the most is {PAGES}")) && error.contains("as a file"), "{error}");
}

#[test]
fn amounts_stand_right_and_words_and_dates_left() {
    let rows = |cell: &str| vec![vec!["R-1".to_owned(), cell.to_owned()]];
    for right in ["1,234.50", "−905,75", "1 234,50 EUR", "–", "0.00"] {
        assert_eq!(side(1, &rows(right), &[]), "right", "{right}");
    }
    for left in ["8 Jan 2026", "08.01.2026", "08/01/2026", "2026-01-08", "4. März 2026", "PO from May"] {
        assert_eq!(side(1, &rows(left), &[]), "left", "{left}");
    }
    assert_eq!(side(0, &rows("1.00"), &[]), "left", "a number of an invoice");
}

#[test]
fn rows_of_unequal_length_lose_no_cell() {
    let mut letter = samples::status_german();
    letter.blocks[1] = samples::table("Uneven", &["A", "B"], &[&["1", "2", "third-cell"], &["only-one"]], &["Sum"]);
    shows_all(&letter);
}

#[test]
fn an_empty_letter_is_a_page() {
    let mut letter = samples::introduction_english();
    letter.letterhead.clear();
    letter.address.clear();
    letter.blocks.clear();
    letter.signatory.clear();
    letter.footer.clear();
    letter.sent_by = None;
    assert_eq!(print(&Layout::built_in(), &letter, Paper::UsLetter).expect("prints").pages, 1);
}
