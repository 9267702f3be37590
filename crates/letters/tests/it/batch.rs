//! The print run of a day.

use crate::samples;
use domain::letter::Letter;
use letters::batch::{LETTERS, ToPrint, print_run};
use letters::paper::{Layout, Paper};

fn to_print<'a>(number: &str, letter: &'a Letter, paper: Paper) -> ToPrint<'a> {
    ToPrint { number: number.to_owned(), letter, paper }
}

#[test]
fn each_letter_begins_on_a_new_sheet_and_is_listed_with_its_pages() {
    let (notice, introduction) = (samples::notice_german(), samples::introduction_english());
    let mut long = samples::status_english();
    long.blocks[1] = samples::long_table(100);
    let run = print_run(
        &Layout::built_in(),
        &[
            to_print("M-1", &notice, Paper::A4),
            to_print("M-2", &long, Paper::UsLetter),
            to_print("M-3", &introduction, Paper::UsLetter),
        ],
        "Letters of 4 March 2026",
    )
    .expect("prints");
    let places: Vec<(usize, usize)> = run.list.iter().map(|one| (one.first_page, one.pages)).collect();
    let long_pages = places[1].1;
    assert!(long_pages > 1, "{places:?}");
    assert_eq!(places, [(1, 1), (3, long_pages), (3 + long_pages.next_multiple_of(2), 1)]);
    let pages = run
        .pdf
        .windows(11)
        .filter(|window| window.starts_with(b"/Type /Page") || window.starts_with(b"/Type/Page"))
        .count();
    assert!(pages > 0);
    let list = run.postal_list();
    let mut lines = list.lines();
    assert!(lines.next().expect("head").starts_with("number,paper,first_page,pages,sheets,address_1"));
    assert_eq!(
        lines.next(),
        Some("M-1,a4,1,1,1,Klinikverbund Seeblick gGmbH,Kreditorenbuchhaltung,Uferstraße 7,24999 Seeblick,,,")
    );
    assert_eq!(list.lines().count(), 4);
}

#[test]
fn the_list_starts_no_formula_and_loses_no_line() {
    let mut letter = samples::notice_english();
    letter.address = samples::texts(&["=HYPERLINK(1)", "+1", "\"a\", b", "4", "5", "6", "7", "8", "9"]);
    let run = print_run(&Layout::built_in(), &[to_print("M-1", &letter, Paper::A4)], "Run").expect("prints");
    let list = run.postal_list();
    assert!(list.contains("'=HYPERLINK(1),'+1,\"\"\"a\"\", b\",4,5,6,\"7, 8, 9\""), "{list}");
}

#[test]
fn every_letter_that_cannot_be_printed_is_named() {
    let good = samples::notice_english();
    let mut bad = samples::notice_english();
    bad.address[0] = "北光商事".to_owned();
    let run = [to_print("M-1", &bad, Paper::A4), to_print("M-2", &good, Paper::A4), to_print("M-3", &bad, Paper::A4)];
    let refused = print_run(&Layout::built_in(), &run, "Run").expect_err("two cannot be written");
    let numbers: Vec<_> = refused.iter().filter_map(|one| one.number.as_deref()).collect();
    assert_eq!(numbers, ["M-1", "M-3"]);
    assert!(refused[0].to_string().starts_with("M-1: the letter cannot be printed: the address"), "{}", refused[0]);
}

#[test]
fn a_run_beyond_the_limit_or_without_letters_is_refused() {
    let letter = samples::introduction_english();
    let many = vec![to_print("M", &letter, Paper::A4); LETTERS + 1];
    let refused = print_run(&Layout::built_in(), &many, "Run").expect_err("too many");
    assert!(refused[0].to_string().contains("1 to 500"), "{}", refused[0]);
    assert!(print_run(&Layout::built_in(), &[], "Run").is_err());
}
