//! The PDF as a file.

use crate::samples;
use letters::paper::{Layout, Paper, print};

fn has(pdf: &[u8], part: &str) -> bool {
    pdf.windows(part.len()).any(|window| window == part.as_bytes())
}

#[test]
fn the_pdf_says_that_it_can_be_archived_and_read_aloud() {
    let pdf = print(&Layout::built_in(), &samples::notice_german(), Paper::A4).expect("prints").pdf;
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for part in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "Abtretungsanzeige: Rechnungen der Hafenkontor Personaldienst GmbH",
        "Nordlicht Faktor GmbH",
        "2026-03-04",
        "/Lang",
        "/StructTreeRoot",
        "/Marked true",
    ] {
        assert!(has(&pdf, part), "{part} is not in the PDF");
    }
    assert!(!has(&pdf, "/JavaScript") && !has(&pdf, "/EmbeddedFile"));
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    let once =
        |letter: &domain::letter::Letter| print(&Layout::built_in(), letter, Paper::UsLetter).expect("prints").pdf;
    let letter = samples::notice_english();
    let first = once(&letter);
    once(&samples::notice_german());
    assert_eq!(first, once(&letter));
    assert_ne!(first, once(&samples::introduction_english()));
}

#[test]
fn the_paper_is_that_of_the_country() {
    for (country, paper) in [("US", Paper::UsLetter), ("ca", Paper::UsLetter), ("MX", Paper::UsLetter)] {
        assert_eq!(Paper::of_country(country), paper, "{country}");
    }
    for country in ["DE", "GB", "FR", "ES", "JP", "", "XX"] {
        assert_eq!(Paper::of_country(country), Paper::A4, "{country}");
    }
}

#[test]
fn a_check_address_too_long_for_a_code_is_refused() {
    let mut letter = samples::notice_english();
    letter.check = Some(("7F3K".to_owned(), format!("https://pay.example/{}", "a".repeat(300))));
    let error = print(&Layout::built_in(), &letter, Paper::A4).expect_err("too long").to_string();
    assert!(error.contains("the most is 300"), "{error}");
}
