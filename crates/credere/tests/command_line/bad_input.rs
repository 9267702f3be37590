//! Bad input at the front door: a clear error with its place, and nothing half taken.

use super::program::{Program, said, schedule};

/// The import is refused and says each of the words; the book holds no invoice.
#[track_caller]
fn refused(program: &Program, what: &str, name: &str, bytes: &[u8], words: &[&str]) {
    let more: &[&str] = if what == "schedule" { &["--client", "SELLER"] } else { &[] };
    let output = program.import(what, name, bytes, more);
    let text = said(&output);
    assert!(!output.status.success(), "{name} was taken: {text}");
    for word in words {
        assert!(text.contains(word), "{name} does not say \u{201c}{word}\u{201d}: {text}");
    }
    assert!(!text.contains("panicked"), "{text}");
}

const HEAD: &str = "debtor,number,issued,due,amount,currency,delivered,description,order\n";

#[test]
fn what_cannot_be_read_is_refused_whole_with_its_place() {
    let program = Program::new();
    let xml =
        br#"<?xml version="1.0"?><Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><cbc:ID"#;
    let bomb =
        br#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;">]><Invoice>&d;</Invoice>"#;
    refused(&program, "schedule", "cut.xml", xml, &["cut.xml"]);
    refused(&program, "schedule", "bomb.xml", bomb, &["bomb.xml"]);
    refused(&program, "schedule", "empty.csv", b"", &["empty.csv"]);
    refused(&program, "schedule", "picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0", &["picture.csv"]);
    let latin = [HEAD.as_bytes(), b"BUYER,M\xfcller,2026-01-01,2026-02-01,10.00,USD,,,\n"].concat();
    refused(&program, "schedule", "latin.csv", &latin, &["latin.csv"]);
    refused(&program, "schedule", "columns.csv", b"who,what\nBUYER,1\n", &["columns.csv", "number", "due"]);
    let two = format!("{HEAD}BUYER,1,2026-01-01,2026-02-01,10.00,USD,,,\nBUYER,2,2026-01-01,2026-02-01,10.00,EUR,,,\n");
    refused(&program, "schedule", "two.csv", two.as_bytes(), &["two.csv", "line 3", "EUR"]);
    refused(&program, "statement", "not.xml", b"<Document/>", &["not.xml"]);
    assert_eq!(program.rows("purchases").len(), 0);
    program.audit();
}

#[test]
fn each_bad_line_is_listed_with_its_number_and_reason_and_the_others_are_taken() {
    let program = Program::new();
    let good = schedule(1, 1);
    let row = good.lines().nth(1).unwrap();
    let (issued, due) = (row.split(',').nth(2).unwrap(), row.split(',').nth(3).unwrap());
    let text = format!(
        "{HEAD}{row}\nBUYER,N1,{issued},{due},-5.00,USD,,,\nBUYER,N2,{issued},{due},0.00,USD,,,\nBUYER,N3,{due},{issued},5.00,USD,,,\n\
         BUYER,N4,{issued},{due},5.005,USD,,,\nBUYER,N5,{issued},,5.00,USD,,,\nBUYER,N6,{issued},{due},,USD,,,\nNOBODY,N7,{issued},{due},5.00,USD,,,\n"
    );
    let dry = program.import_text("schedule", "mixed.csv", &text, &["--client", "SELLER", "--dry-run"]);
    let output = program.import_text("schedule", "mixed.csv", &text, &["--client", "SELLER"]);
    for output in [dry, output] {
        assert!(output.status.success(), "{}", said(&output));
        let text = said(&output);
        for line in 3..=9 {
            assert!(text.contains(&format!("line {line}")), "line {line} is not listed: {text}");
        }
    }
    assert_eq!(program.rows("purchases").len(), 1);
    program.audit();
}

#[test]
fn a_folder_without_a_book_and_an_unknown_client_are_told_what_to_do() {
    let program = Program::new();
    let output = program.run(&["audit", "--data", "/nonexistent-folder-of-credere"]);
    assert!(said(&output).contains("credere init"), "{}", said(&output));
    let output = program.import_text("schedule", "a.csv", &schedule(0, 1), &["--client", "NOBODY"]);
    assert!(said(&output).contains("client NOBODY"), "{}", said(&output));
    let output = program.run(&["serve", "--data", &program.data(), "--address", "0.0.0.0"]);
    assert!(!output.status.success());
    assert!(said(&output).contains("loopback"), "{}", said(&output));
}

#[test]
fn a_command_without_a_place_says_both_ways_to_name_one() {
    let program = Program::new();
    for arguments in [&["audit"][..], &["serve"], &["report", "aging"]] {
        let told = said(&program.run(arguments));
        assert!(told.contains("<--data <DIR>|--database <URL>>"), "{told}");
    }
    // Whose book it is does not say where it is.
    let told = said(&program.run(&["audit", "--book", "0190a3c4-7b1e-7000-8000-000000000001"]));
    assert!(told.contains("--database <URL>"), "{told}");
    let told = said(&program.run(&["admin", "restore", "--from", "x", "--identity", "y"]));
    assert!(told.contains("--data DIR or --database URL"), "{told}");
}

#[test]
fn the_example_is_never_led_into_a_book_in_earnest() {
    let program = Program::new();
    let data = program.data();
    let events = || program.run(&["audit", "--data", &data]).stdout;
    let before = events();
    let refused = program.run(&["demo", "--no-serve", "--data", &data]);
    assert!(!refused.status.success(), "{}", said(&refused));
    for word in ["the book of Test Factor", "credere serve --data", "empty folder"] {
        assert!(said(&refused).contains(word), "{}", said(&refused));
    }
    let chain = |audit: Vec<u8>| String::from_utf8(audit).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(chain(events()), chain(before));
}
