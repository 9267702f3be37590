//! Schedules of accounts: our own, published ones, and bad ones by name.

use crate::invoices::invoice;
use crate::outside::bytes;
use domain::money::{Currency, Money};
use formats::Refused;
use formats::encoding::Encoding;
use formats::schedule::mapping::{Columns, Mapping};
use formats::schedule::{ScheduleFile, read};
use formats::table::{Column, Delimiter, Layout};
use jiff::civil::date;
use sha2::{Digest, Sha256};

const HEADER: &str = "debtor,number,issued,due,amount,currency,delivered,description,order\n";

fn csv(rows: &str) -> Result<ScheduleFile, Refused> {
    raw(format!("{HEADER}{rows}").as_bytes(), None)
}

fn raw(bytes: &[u8], mapping: Option<&Mapping>) -> Result<ScheduleFile, Refused> {
    read(&[("invoices.csv".to_owned(), bytes.to_vec())], mapping)
}

fn codes(schedule: &ScheduleFile) -> Vec<Vec<&str>> {
    schedule.rejected.iter().map(|line| line.problems.iter().map(|problem| problem.code).collect()).collect()
}

#[test]
fn lc_04_a_schedule_in_the_built_in_layout_is_read() {
    let text = "C-1,A-1,2026-03-04,2026-04-03,1234.50,USD,2026-03-01,\"Drills, two\nboxes\",PO-7\r\n\r\nC-2,A-2,2026-03-04,2026-04-03,0.50,USD,,,\n";
    let schedule = csv(text).unwrap();
    assert_eq!((schedule.count, schedule.rejected.len()), (2, 0));
    assert_eq!(schedule.sum, Some(Money::new(123_500, Currency::USD)));
    assert_eq!(schedule.currency, Some(Currency::USD));
    let line = &schedule.lines[0];
    assert_eq!((line.line_no, line.debtor.code.as_deref(), line.number.as_str()), (2, Some("C-1"), "A-1"));
    assert_eq!((line.issue, line.due, line.delivery), (date(2026, 3, 4), date(2026, 4, 3), Some(date(2026, 3, 1))));
    assert_eq!(line.description.as_deref(), Some("Drills, two\nboxes"));
    assert_eq!(schedule.lines[1].line_no, 5, "the quoted line break and the blank line count");
    let hash: [u8; 32] = Sha256::digest(format!("{HEADER}{text}").as_bytes()).into();
    assert_eq!(schedule.sha256, hash);
}

#[test]
fn lc_04_nothing_is_filled_in_and_every_fault_of_a_line_is_named_at_once() {
    let schedule =
        csv(",,,,,USD,,,\nC,A-1,2026-03-04,2026-04-03,10,USD,,,\nC,A-2,2026-02-30,1/2/2026,x,EURO,soon,,\n").unwrap();
    assert_eq!(
        codes(&schedule)[0],
        ["DEBTOR_MISSING", "NUMBER_MISSING", "ISSUE_DATE_MISSING", "DUE_DATE_MISSING", "AMOUNT_MISSING"]
    );
    assert_eq!(
        codes(&schedule)[1],
        ["DATE_UNREADABLE", "DATE_UNREADABLE", "DATE_UNREADABLE", "CURRENCY_UNKNOWN", "AMOUNT_UNREADABLE"]
    );
    assert_eq!((schedule.count, schedule.lines.len()), (3, 1));
    assert!(schedule.rejected[0].raw.starts_with(",,,,,USD"));
}

#[test]
fn due_before_issue_is_refused_in_plain_words() {
    let schedule = csv("C,A-1,2026-03-04,2026-03-01,10.00,USD,,,\n").unwrap();
    assert_eq!(
        schedule.rejected[0].problems[0].to_string(),
        "invoices.csv line 2, due date: The due date 2026-03-01 is before the invoice date 2026-03-04. \
         Correct one of them and submit the line again."
    );
}

#[test]
fn negative_zero_and_three_decimal_amounts_are_refused() {
    let line = |amount: &str| format!("C,A,2026-03-04,2026-04-03,{amount},USD,,,\n");
    let schedule =
        csv(&["-1.00", "(1.00)", "0", "0.00", "10.005", "12..34", "99999999999999999999"].map(line).concat()).unwrap();
    assert_eq!(
        codes(&schedule).concat(),
        [
            "AMOUNT_NEGATIVE",
            "AMOUNT_NEGATIVE",
            "AMOUNT_ZERO",
            "AMOUNT_ZERO",
            "AMOUNT_DECIMALS",
            "AMOUNT_UNREADABLE",
            "AMOUNT_TOO_LARGE"
        ]
    );
}

#[test]
fn two_currencies_in_one_schedule_are_refused_with_both_lines() {
    let refused = csv("C,A-1,2026-03-04,2026-04-03,1,USD,,,\nC,A-2,2026-03-04,2026-04-03,1,EUR,,,\n").unwrap_err();
    assert!(refused.has("TWO_CURRENCIES"));
    let text = refused.to_string();
    assert!(text.contains("line 3") && text.contains("line 2 of invoices.csv is in USD"), "{text}");
}

#[test]
fn missing_columns_are_all_named_with_the_columns_that_are_there() {
    let refused = raw(b"debtor,invoice,due,amount\nC,1,2,3\n", None).unwrap_err();
    assert!(refused.has("COLUMNS_MISSING"));
    let text = refused.to_string();
    assert!(text.contains("number (number), issued (issued), currency (currency)"), "{text}");
    assert!(text.contains("The file has: debtor, invoice, due, amount."), "{text}");
}

#[test]
fn the_debtor_may_be_given_by_name_alone() {
    let named =
        raw(b"debtor_name,number,issued,due,amount,currency\nLake,A-1,2026-03-04,2026-04-03,1,USD\n", None).unwrap();
    assert_eq!(named.lines[0].debtor.name.as_deref(), Some("Lake"));
    let refused = raw(b"number,issued,due,amount,currency\nA-1,2026-03-04,2026-04-03,1,USD\n", None).unwrap_err();
    assert!(refused.to_string().contains("debtor (debtor)"), "{refused}");
}

#[test]
fn empty_binary_pdf_and_spreadsheet_files_are_refused_by_what_they_are() {
    for (bytes, code) in [
        (&b""[..], "FILE_EMPTY"),
        (b"\n \n", "FILE_EMPTY"),
        (b"\x00\x01\x02\x03", "FILE_BINARY"),
        (b"%PDF-1.7 ...", "PDF_GIVEN"),
        (b"PK\x03\x04...", "SPREADSHEET_GIVEN"),
        (HEADER.as_bytes(), "NO_LINES"),
        (b"debtor\n", "DELIMITER_UNCLEAR"),
        (b"a,a,number\n1,2,3\n", "COLUMNS_MISSING"),
    ] {
        let refused = raw(bytes, None).unwrap_err();
        assert!(refused.has(code), "{code}: {refused}");
    }
    assert!(read(&[], None).unwrap_err().has("NOTHING_GIVEN"));
}

#[test]
fn an_open_quotation_mark_loses_no_lines_in_silence() {
    let refused =
        csv("C,A-1,2026-03-04,2026-04-03,1,USD,,\"open,\nC,A-2,2026-03-04,2026-04-03,1,USD,,,\n").unwrap_err();
    assert!(refused.has("QUOTE_OPEN"), "{refused}");
    let inches = csv("C,A-1,2026-03-04,2026-04-03,1,USD,,5\" pipe,\n").unwrap();
    assert_eq!(inches.lines[0].description.as_deref(), Some("5\" pipe"));
}

#[test]
fn lines_of_the_wrong_shape_are_refused() {
    let schedule = csv("C,A-1,2026-03-04,2026-04-03,1,234.50,USD,,,,\nC,A-2\n").unwrap();
    assert!(codes(&schedule)[0].contains(&"LINE_HAS_MORE_FIELDS") || codes(&schedule)[0].contains(&"CURRENCY_UNKNOWN"));
    assert!(codes(&schedule)[1].contains(&"AMOUNT_MISSING"));
    let long = csv(&format!("C,A-1,2026-03-04,2026-04-03,1,USD,,{},\n", "x".repeat(10_000))).unwrap();
    assert_eq!(codes(&long)[0], ["FIELD_TOO_LONG"]);
}

#[test]
fn formulas_are_text_and_nothing_else() {
    let schedule = csv("=1+1,@SUM(A1),2026-03-04,2026-04-03,1,USD,,=cmd|x,\n").unwrap();
    assert_eq!(schedule.lines[0].number, "@SUM(A1)");
}

#[test]
fn a_german_file_with_titles_subtotals_and_a_printed_total_is_read_and_proven() {
    let mapping = Mapping::from_toml(
        "erp.toml",
        r#"
name = "erp"
currency = "EUR"
skip_when_first_cell_starts_with = ["Summe Kunde"]
total_when_first_cell_starts_with = "Gesamt"
credit_note_values = ["GS"]
[file]
delimiter = "semicolon"
encoding = "windows-1252"
decimal_sign = ","
grouping = "."
date_format = "D.M.YYYY"
skip_rows = 2
[columns]
debtor_name = "kunde"
number = "Beleg"
issued = "Datum"
due = 4
amount = "Betrag"
kind = "Art"
"#,
    )
    .unwrap();
    let text = "Offene Posten\nStand 1.3.2026\nKunde;Beleg; Datum ;F\u{e4}llig;Betrag;Art\nM\u{fc}ller;1;1.2.2026;3.3.2026;1.234,50;RE\n\
                M\u{fc}ller;2;1.2.2026;;-34,50;gs\nSumme Kunde;;;;1.200,00;\nGesamt;;;;1.200,00;\n";
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let schedule = raw(&latin, Some(&mapping)).unwrap();
    assert_eq!(schedule.lines.len(), 2);
    assert_eq!(schedule.sum, Some(Money::new(120_000, Currency::EUR)));
    assert_eq!(schedule.lines[0].debtor.name.as_deref(), Some("Müller"));
    assert_eq!(schedule.lines[0].line_no, 4);
    assert!(schedule.lines[1].is_credit_note);
    assert_eq!(schedule.lines[1].amount, Money::new(3_450, Currency::EUR));
    assert_eq!(schedule.lines[1].due, date(2026, 2, 1));

    let wrong =
        String::from_utf8_lossy(&latin).replace("Gesamt;;;;1.200,00", "Gesamt;;;;1.300,00").replace('\u{fffd}', "u");
    let refused = raw(wrong.as_bytes(), Some(&mapping)).unwrap_err();
    assert!(refused.has("TOTAL_DIFFERS") && refused.to_string().contains("a difference of 100.00"), "{refused}");
    let none = wrong.replace("Gesamt", "Summe Kunde");
    assert!(raw(none.as_bytes(), Some(&mapping)).unwrap_err().has("TOTAL_MISSING"));
}

#[test]
fn amounts_in_cents_and_columns_by_number_without_a_header() {
    let mapping = Mapping {
        name: "cents".to_owned(),
        currency: Some(Currency::USD),
        amount_in_minor_units: true,
        columns: Columns {
            debtor: Some(Column::Index(1)),
            number: Some(Column::Index(2)),
            issued: Some(Column::Index(3)),
            due: Some(Column::Index(4)),
            amount: Some(Column::Index(5)),
            ..Columns::default()
        },
        file: Layout {
            delimiter: Delimiter::Pipe,
            has_header: false,
            date_format: "YYYYMMDD".parse().unwrap(),
            encoding: Encoding::Utf16,
            ..Layout::default()
        },
        ..Mapping::default()
    };
    let text = "C|1|20260304|20260403|123450\nC|2|20260304|20260403|1.5\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let schedule = raw(&wide, Some(&mapping)).unwrap();
    assert_eq!(schedule.lines[0].amount, Money::new(123_450, Currency::USD));
    assert_eq!(codes(&schedule), [["AMOUNT_UNREADABLE"]]);
}

#[test]
fn documents_become_lines_and_a_bad_one_is_rejected_among_good_ones() {
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    let files = [
        file("one.txt", invoice(&[])),
        file("two.xml", invoice(&[("A-1001", "A-1002")])),
        file("bad.xml", invoice(&[(">90.00<", ">91.00<")])),
        file("noise.pdf", "%PDF-1.4".to_owned()),
    ];
    let schedule = read(&files, None).unwrap();
    assert_eq!((schedule.count, schedule.lines.len()), (4, 2));
    assert_eq!(schedule.sum, Some(Money::new(18_000, Currency::USD)));
    assert_eq!(codes(&schedule), [["BR-CO-16"], ["PDF_GIVEN"]]);
    let line = &schedule.lines[0];
    assert_eq!(line.debtor.name.as_deref(), Some("Lake & Sons"));
    assert_eq!(line.debtor.identifiers.len(), 1);
    assert_eq!(line.payment_reference.as_deref(), Some("A1001"));
    assert_eq!(line.description.as_deref(), Some("Drill A"));
    assert!(read(&files[2..], None).unwrap_err().has("BR-CO-16"));
    let mixed = [files[0].clone(), file("table.csv", HEADER.to_owned())];
    assert!(read(&mixed, None).unwrap_err().has("MIXED_FILES"));
    let currencies = [files[0].clone(), file("eur.xml", invoice(&[("USD", "EUR")]))];
    assert!(read(&currencies, None).unwrap_err().has("TWO_CURRENCIES"));
}

#[test]
fn a_document_with_terms_but_no_due_date_is_rejected_not_guessed() {
    let terms = "<a:PaymentTerms><b:Note>30 days net</b:Note></a:PaymentTerms><a:TaxTotal>";
    let text = invoice(&[("<b:DueDate>2026-04-03</b:DueDate>", ""), ("<a:TaxTotal>", terms)]);
    let refused = read(&[("a.xml".to_owned(), text.into_bytes())], None).unwrap_err();
    assert!(refused.has("DUE_DATE_MISSING") && refused.to_string().contains("30 days net"), "{refused}");
}

#[test]
fn a_mapping_that_does_not_fit_stops_at_its_limit() {
    let rows = "x,y\n".repeat(formats::limits::REJECTED_LINES + 5);
    let refused = csv(&rows).unwrap_err();
    assert!(refused.has("TOO_MANY_REJECTED"), "{refused}");
}

fn outside(path: &str, toml: &str) -> Option<ScheduleFile> {
    let mapping = Mapping::from_toml("m", toml).unwrap_or_else(|refused| panic!("{refused}"));
    Some(raw(&bytes(path)?, Some(&mapping)).unwrap_or_else(|refused| panic!("{refused}")))
}

#[test]
fn the_published_settled_invoices_are_read() {
    let Some(schedule) = outside(
        "ar-history/settled-invoices-2012-2013h1.csv",
        "name='ibm'\ncurrency='USD'\n[file]\ndate_format='M/D/YYYY'\n[columns]\ndebtor='customerID'\nnumber='invoiceNumber'\n\
         issued='InvoiceDate'\ndue='DueDate'\namount='InvoiceAmount'",
    ) else {
        return;
    };
    assert_eq!((schedule.count, schedule.rejected.len()), (1930, 0));
    println!("{:?}", schedule.sum);
}

#[test]
fn the_published_open_items_hold_two_currencies_and_are_refused_as_one_schedule() {
    let toml = "name='erp'\n[columns]\ndebtor='cust_number'\ndebtor_name='name_customer'\nnumber='invoice_id'\n\
                issued='document_create_date'\ndue='due_in_date'\namount='total_open_amount'\ncurrency='invoice_currency'";
    let Some(bytes) = bytes("ar-history/open-items-2020.csv") else { return };
    let mapping = Mapping::from_toml("m", toml).unwrap();
    let refused = raw(&bytes, Some(&mapping)).unwrap_err();
    assert!(refused.has("TWO_CURRENCIES"), "{refused}");
    let text = String::from_utf8(bytes).unwrap();
    let usd: String = text
        .lines()
        .enumerate()
        .filter(|(n, line)| *n == 0 || line.contains(",USD,"))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let schedule = raw(usd.as_bytes(), Some(&mapping)).unwrap();
    println!("{} lines, {} rejected, {:?}", schedule.count, schedule.rejected.len(), schedule.sum);
    assert!(schedule.rejected.iter().all(|line| !line.problems.is_empty()));
    assert!(schedule.lines.len() > 8000);
}

#[test]
fn the_published_supplier_payments_are_read() {
    let Some(schedule) = outside(
        "supplier-payments/council-2018-04-to-2019-03.csv",
        "name='council'\ncurrency='GBP'\n[columns]\ndebtor='supplier_id'\ndebtor_name='supplier_name'\nnumber='invoice_number'\n\
         issued='payment_date'\ndue='payment_date'\namount='net_amount'\npayment_reference='payment_ref'",
    ) else {
        return;
    };
    assert_eq!(schedule.count, 13_849);
    let mut kinds = codes(&schedule).concat();
    kinds.sort_unstable();
    kinds.dedup();
    println!("{} rejected for {kinds:?}, {:?}", schedule.rejected.len(), schedule.sum);
}

#[test]
fn a_hundred_thousand_lines_are_read_with_their_sum() {
    let rows: String =
        (0..100_000).map(|n| format!("C-{},A-{n},2026-03-04,2026-04-03,12.34,USD,,,\n", n % 500)).collect();
    let text = format!("{HEADER}{rows}");
    let start = std::time::Instant::now();
    let schedule = raw(text.as_bytes(), None).unwrap();
    println!("100,000 lines in {:?}", start.elapsed());
    assert_eq!(schedule.lines.len(), 100_000);
    assert_eq!(schedule.sum, Some(Money::new(123_400_000, Currency::USD)));
    assert_eq!(schedule.lines[99_999].line_no, 100_001);
}
