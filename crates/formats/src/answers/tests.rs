//! The sheet goes out and comes back, as CSV and as a spreadsheet, tidy and untidy.

use super::*;
use crate::limits;
use domain::dispute::DisputeReason;
use domain::letter::Language;
use domain::money::{Currency, Money};
use jiff::civil::date;
use rust_decimal::dec;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn row(number: &str) -> SheetRow {
    SheetRow {
        supplier: "Harbor Foods".into(),
        number: number.into(),
        issued: date(2026, 3, 2),
        due: date(2026, 4, 1),
        amount: Money::new(123_450, Currency::USD),
        open: Money::new(100_000, Currency::USD),
        standing: None,
    }
}

/// Fills the answer columns of a written CSV.
fn filled(rows: &[SheetRow], answers: &[&str]) -> Vec<u8> {
    let text = String::from_utf8(write_csv(rows, Language::English)).unwrap();
    let mut lines = text.lines();
    let mut out = format!("{}\n", lines.next().unwrap());
    for (line, answer) in lines.zip(answers) {
        out.push_str(&format!("{}{answer}\n", line.trim_end_matches(",,,,")));
    }
    out.into_bytes()
}

#[test]
fn the_csv_comes_back_with_its_answers() {
    let rows = ["A-1", "A-2", "=A3", "A-4", "A-5"].map(row);
    let answers = [
        "will pay,2026-04-10,250.00,,",
        "Paid,9.4.2026,,,by wire",
        "DISPUTED,,\"1,000.00\",goods returned,two boxes",
        ",,,,",
        "ok,,,,",
    ];
    let read = read("answers.csv", &filled(&rows, &answers)).unwrap().rows;
    let said: Vec<(&str, &Answered)> = read.iter().map(|row| (row.number.as_str(), &row.answered)).collect();
    assert_eq!(
        said,
        [
            ("A-1", &Answered::WillPay { on: date(2026, 4, 10), part: Some(dec!(250.00)) }),
            ("A-2", &Answered::Paid { on: date(2026, 4, 9), how: "by wire".into() }),
            // What a program would take for a formula goes out marked and comes back as it was.
            (
                "=A3",
                &Answered::Disputed {
                    reason: DisputeReason::ReturnedGoods,
                    part: Some(dec!(1000.00)),
                    words: "two boxes".into()
                }
            ),
            ("A-5", &Answered::Confirmed { words: String::new() }),
        ]
    );
    assert_eq!(read[0].line, 2);
    assert_eq!((read[0].supplier.as_str(), read[0].currency.as_str()), ("Harbor Foods", "USD"));
}

#[test]
fn the_spreadsheet_opens_and_has_every_row() {
    let rows: Vec<SheetRow> = (1..=500).map(|number| row(&format!("A-{number}"))).collect();
    let bytes = write_xlsx(&rows, Language::English).unwrap();
    // Nothing is answered yet.
    assert_eq!(read("answers.xlsx", &bytes).unwrap(), AnswerRows { rows: Vec::new(), wrong: None });
}

/// The sheet of each language, filled in with its own words, is read as the English one is.
#[test]
fn the_sheet_is_written_in_the_readers_language_and_read_back() {
    for language in Language::ALL.iter().copied() {
        let words = words_of(language);
        let mut rows: Vec<SheetRow> = (0..6 + DisputeReason::ALL.len()).map(|at| row(&format!("A-{at}"))).collect();
        rows[0].standing = Some(Standing::WillPay(date(2026, 4, 10)));
        let text = String::from_utf8(write_csv(&rows, language)).unwrap();
        let mut out = String::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim_end_matches(",,,,");
            out.push_str(&match at.checked_sub(1) {
                None => line.to_owned(),
                Some(0) => format!("{line}{},2026-04-10,250.00,,", words.answers[0]),
                Some(1) => format!("{line}{},2026-04-09,,,x", words.answers[1]),
                Some(at @ 2..6) => format!("{line}{},,,,x", words.answers[at]),
                Some(at) => format!("{line}{},,,{},x", words.answers[4], (words.reason)(DisputeReason::ALL[at - 6])),
            });
            out.push('\n');
        }
        assert!(out.starts_with(words.columns[0]), "{out}");
        assert_eq!(out.contains("will pay"), language == Language::English, "{out}");
        let read = read("answers.csv", out.as_bytes()).unwrap();
        assert_eq!(read.wrong, None, "{language:?}");
        let x = || "x".to_owned();
        let mut meant = vec![
            Answered::WillPay { on: date(2026, 4, 10), part: Some(dec!(250.00)) },
            Answered::Paid { on: date(2026, 4, 9), how: x() },
            Answered::Confirmed { words: x() },
            Answered::NotReceived { words: x() },
            Answered::Disputed { reason: DisputeReason::Other, part: None, words: x() },
            Answered::WrongContact { words: x() },
        ];
        let disputed = |reason: &DisputeReason| Answered::Disputed { reason: *reason, part: None, words: x() };
        meant.extend(DisputeReason::ALL.iter().map(disputed));
        let said: Vec<Answered> = read.rows.iter().map(|row| row.answered.clone()).collect();
        assert_eq!(said, meant, "{language:?}");
        assert!(read.rows.iter().all(|row| row.supplier == "Harbor Foods" && row.currency == "USD"), "{language:?}");
        // The lists of the spreadsheet are short enough for it, and it is read by the same heads.
        let bytes = write_xlsx(&rows, language).unwrap();
        assert_eq!(super::read("answers.xlsx", &bytes).unwrap(), AnswerRows { rows: Vec::new(), wrong: None });
    }
}

#[test]
fn a_spreadsheet_of_their_own_is_understood() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet();
    sheet.write_string(2, 1, "Rechnungs-Nummer").unwrap();
    sheet.write_string(2, 3, "Antwort").unwrap();
    sheet.write_string(2, 4, "Datum").unwrap();
    sheet.write_string(2, 5, "Teilbetrag").unwrap();
    sheet.write_number(3, 1, 4711.0).unwrap();
    sheet.write_string(3, 3, "bezahlt").unwrap();
    let day = ExcelDateTime::from_ymd(2026, 4, 9).unwrap();
    sheet.write_datetime_with_format(3, 4, day, &Format::new().set_num_format("dd.mm.yyyy")).unwrap();
    sheet.write_string(4, 1, "B 7").unwrap();
    sheet.write_string(4, 3, "will pay").unwrap();
    sheet.write_string(4, 4, "2026-04-30").unwrap();
    // 0.1 + 0.2 of a spreadsheet's own sum.
    sheet.write_number(4, 5, 0.1 + 0.2).unwrap();
    let read = read("own.xlsx", &book.save_to_buffer().unwrap()).unwrap().rows;
    assert_eq!(read.len(), 2);
    assert_eq!((read[0].line, read[0].number.as_str()), (4, "4711"));
    assert_eq!(read[0].answered, Answered::Paid { on: date(2026, 4, 9), how: String::new() });
    assert_eq!(read[1].answered, Answered::WillPay { on: date(2026, 4, 30), part: Some(dec!(0.3)) });
}

#[test]
fn every_problem_is_told_with_row_and_column() {
    let text = "Invoice;Answer;Date;Part;Reason;Words\n\
        A-1;will pay;;;;\n\
        A-2;paid;03/04/2026;;;\n\
        A-3;perhaps;;;;\n\
        ;confirmed;;;;\n\
        A-5;disputed;;1.234;;\n\
        A-6;disputed;;;colour;\n\
        A-7;will pay;2026-02-30;;;\n";
    let read = read("bad.csv", text.as_bytes()).unwrap();
    assert!(read.rows.is_empty());
    let refused = read.wrong.unwrap();
    let told: Vec<(&str, Option<u64>, Option<&str>)> = refused
        .problems
        .iter()
        .map(|problem| (problem.code, problem.place.line, problem.place.field.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("DATE_MISSING", Some(2), Some("Date")),
            ("DATE_WRONG", Some(3), Some("Date")),
            ("ANSWER_UNKNOWN", Some(4), Some("Answer")),
            ("ROW_NO_INVOICE", Some(5), Some("Invoice")),
            ("AMOUNT_WRONG", Some(6), Some("Part")),
            ("REASON_MISSING", Some(6), Some("Reason")),
            ("REASON_UNKNOWN", Some(7), Some("Reason")),
            ("DATE_WRONG", Some(8), Some("Date")),
        ]
    );
    for problem in &refused.problems {
        assert!(problem.fact.ends_with('.') && problem.remedy.ends_with('.'), "{problem}");
    }
}

#[test]
fn what_is_no_sheet_of_answers_is_refused() {
    let code = |name: &str, bytes: &[u8]| read(name, bytes).unwrap_err().problems[0].code;
    assert_eq!(code("a.csv", b""), "FILE_EMPTY");
    assert_eq!(code("a.pdf", b"%PDF-1.7"), "PDF_GIVEN");
    assert_eq!(code("a.xml", b"<Invoice/>"), "XML_GIVEN");
    assert_eq!(code("a.xls", b"\xD0\xCF\x11\xE0"), "SPREADSHEET_GIVEN");
    assert_eq!(code("a.xlsx", b"PK\x03\x04 and then nothing"), "SPREADSHEET_BROKEN");
    assert_eq!(code("a.csv", b"Supplier,Open\nx,1\n"), "COLUMN_MISSING");
    assert_eq!(code("a.csv", &vec![b'x'; limits::SHEET_BYTES + 1]), "FILE_TOO_LARGE");
    let many = format!("Invoice,Answer\n{}", "A,ok\n".repeat(limits::SHEET_ROWS + 1));
    assert_eq!(code("a.csv", many.as_bytes()), "TOO_MANY_LINES");
    // A cell far away reserves no room for those between.
    let mut book = Workbook::new();
    book.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap();
    assert_eq!(code("far.xlsx", &book.save_to_buffer().unwrap()), "FILE_EMPTY");
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..=limits::SHEET_UNPACKED_BYTES / block.len() as u64 {
        zip.write_all(&block).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < limits::SHEET_BYTES);
    assert_eq!(read("bomb.xlsx", &bytes).unwrap_err().problems[0].code, "FILE_TOO_LARGE");
}

#[test]
fn one_text_in_every_cell_of_a_small_spreadsheet_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let long = "x".repeat(limits::FIELD_BYTES);
    sheet.write_string(0, 0, "Invoice").unwrap();
    sheet.write_string(0, 1, "Answer").unwrap();
    let cells = limits::SHEET_TEXT_BYTES / long.len() + 1;
    for cell in 0..cells {
        sheet.write_string(1 + cell as u32 / 50, (cell % 50) as u16, &long).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    let refused = read("shared.xlsx", &bytes).unwrap_err();
    assert_eq!(refused.problems[0].code, "SHEET_TOO_LONG");
    assert!(refused.to_string().contains(&limits::SHEET_TEXT_BYTES.to_string()), "{refused}");
    // Text of one code page grows when it becomes UTF-8.
    let mut csv = b"Invoice,Answer\n".to_vec();
    for _ in 0..limits::SHEET_TEXT_BYTES / (2_000 * 3) + 1 {
        csv.extend(std::iter::repeat_n(0x80, 2_000));
        csv.extend(b",ok\n");
    }
    assert!(csv.len() < limits::SHEET_BYTES);
    assert_eq!(read("euro.csv", &csv).unwrap_err().problems[0].code, "SHEET_TOO_LONG");
}
