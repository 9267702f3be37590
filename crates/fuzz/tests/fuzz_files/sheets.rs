//! Sheets that people fill in: remittance advices, and answers as CSV and as a spreadsheet.

use crate::told;
use domain::letter::Language;
use domain::money::{Currency, Money};
use formats::answers::{self, SheetRow, Standing, words_of, write_csv, write_xlsx};
use formats::remittance;
use fuzz::change::{changed, changed_text};
use jiff::civil::date;
use std::io::{Cursor, Read, Write};

#[test]
fn remittance_advices() {
    fuzz::run("remittance", changed, |input| match remittance::read("a", input) {
        Ok(lines) => {
            assert!(!lines.is_empty() && lines.iter().all(|line| !line.number.is_empty() && line.line > 1));
            assert!(lines.is_sorted_by_key(|line| line.line));
        }
        Err(refused) => told(&refused),
    });
}

fn answered(read: Result<answers::AnswerRows, formats::Refused>) {
    match read {
        Ok(read) => {
            assert!(read.rows.iter().all(|row| row.line > 1));
            if let Some(refused) = read.wrong {
                told(&refused);
            }
        }
        Err(refused) => told(&refused),
    }
}

#[test]
fn answers_as_csv() {
    fuzz::run("answers", changed, |input| answered(answers::read("a.csv", input)));
}

fn rows(texts: &str) -> Vec<SheetRow> {
    let mut texts = texts.lines().cycle();
    let mut next = || texts.next().unwrap_or("A").chars().take(60).collect::<String>();
    let money = |minor| Money::new(minor, Currency::USD);
    let standings = [None, Some(Standing::Confirmed), Some(Standing::Disputed(money(500))), Some(Standing::CopyAsked)];
    let row = |standing| SheetRow {
        supplier: next(),
        number: next(),
        issued: date(2026, 3, 4),
        due: date(2026, 4, 3),
        amount: money(11_000),
        open: money(i64::MAX),
        standing,
    };
    standings.map(row).into()
}

/// Is anything left of it on a sheet, which takes no control characters?
fn has_letters(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control())
}

/// What is sent out is a sheet without answers, whatever the names in it are; and what is filled in comes back.
#[test]
fn sheets_come_back_as_they_went() {
    let make = |choices: &mut fuzz::Choices<'_>, seeds: &[Vec<u8>]| changed_text(choices, seeds).into_bytes();
    fuzz::run("sheets", make, |input| {
        let rows = rows(&String::from_utf8_lossy(input));
        for language in Language::ALL {
            let csv = write_csv(&rows, *language);
            let read = answers::read("a.csv", &csv).expect("our own sheet");
            assert_eq!((read.rows, read.wrong), (vec![], None), "nobody has answered yet");
        }
        let words = words_of(Language::English);
        let said = String::from_utf8(write_csv(&rows, Language::English)).expect("UTF-8");
        let file: String = said.lines().flat_map(|line| [line, "\n"]).collect();
        // The answer stands in the ninth column, behind eight of ours: the first row says that it is confirmed.
        let first = rows.iter().take(1).map(|row| (row.number.clone(), row.supplier.clone())).next().expect("a row");
        if !first.0.contains([',', '"', '\r']) && !first.1.contains([',', '"', '\r']) && has_letters(&first.0) {
            let filled = file.replacen(",USD,,,,,,", &format!(",USD,,{},,,,", words.answers[2]), 1);
            let read = answers::read("a.csv", filled.as_bytes()).expect("a sheet");
            assert_eq!(read.wrong, None, "{filled}");
            assert_eq!(read.rows.len(), 1, "{filled}");
        }
    });
}

/// A spreadsheet whose inner sheet somebody's program wrote: the zip around it is whole.
#[test]
fn answers_as_a_spreadsheet() {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let whole = write_xlsx(&rows("Harbor Tools\nA-1"), Language::English).expect("a spreadsheet");
    let mut parts = Vec::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).expect("a zip");
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("readable");
        parts.push((file.name().expect("a name").into_owned(), content));
    }
    let own = parts.iter().find(|(name, _)| name == SHEET).expect("a sheet").1.clone();
    let answered_at = String::from_utf8(own.clone()).expect("xml").replacen(
        "</row>",
        "<c r=\"I2\" t=\"inlineStr\"><is><t>will pay</t></is></c><c r=\"J2\"><v>46115</v></c></row>",
        2,
    );
    let seeds = vec![own, answered_at.into_bytes()];
    let packed = |sheet: &[u8]| {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, content) in &parts {
            archive.start_file(name.as_str(), options).expect("memory");
            archive.write_all(if name == SHEET { sheet } else { content }).expect("memory");
        }
        archive.finish().expect("memory").into_inner()
    };
    let make = |choices: &mut fuzz::Choices<'_>, _: &[Vec<u8>]| changed(choices, &seeds);
    fuzz::run("spreadsheets", make, |input| {
        let file = packed(input);
        answered(answers::read("a.xlsx", &file));
        let _ = remittance::read("a.xlsx", &file).map_err(|refused| told(&refused));
    });
    // And the zip itself torn.
    let make = |choices: &mut fuzz::Choices<'_>, _: &[Vec<u8>]| changed(choices, std::slice::from_ref(&whole));
    fuzz::run("zips", make, |input| answered(answers::read("a.xlsx", input)));
}
