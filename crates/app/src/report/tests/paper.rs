//! How a report looks as table, CSV and JSON.

use super::small_book::{SmallBook, noon};
use crate::report::{Format, ReportKind, ReportRequest, run};
use serde_json::Value;

fn written(book: &SmallBook, kind: ReportKind, format: Format) -> String {
    let request = ReportRequest::new(book.today);
    let report = book.book.read(|snapshot| run(snapshot, kind, &request, noon(book.today))).unwrap();
    let mut out = Vec::new();
    report.write(format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn rp_02_as_a_table() {
    let book = SmallBook::lively();
    insta::assert_snapshot!(written(&book, ReportKind::Aging, Format::Table));
}

#[test]
fn rp_07_as_a_table() {
    let book = SmallBook::lively();
    insta::assert_snapshot!(written(&book, ReportKind::ClientStatement, Format::Table));
}

#[test]
fn text_that_would_start_a_formula_is_made_harmless_in_csv() {
    let book = SmallBook::lively();
    let csv = written(&book, ReportKind::Aging, Format::Csv);
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "debtor,debtor_name,client,invoice,issued,due,currency,original,open,days,current,days_1_30,days_31_60,days_61_90,\
         days_91,recourse_date"
    );
    let row = lines.find(|line| line.contains("'=INV/1")).unwrap();
    assert!(row.starts_with("DEB-1,\"Debtor, No. 1\",HARBOR,'=INV/1,2026-01-08,2026-02-10,USD,10000.00,"), "{row}");
    let collections = written(&book, ReportKind::Collections, Format::Csv);
    assert!(collections.contains("\"'@Payer; one \"\"two\"\"\""), "{collections}");
    // A negative amount is a number, not a formula.
    assert!(collections.lines().any(|line| line.contains(",-")), "{collections}");
}

/// What `cargo xtask ledger` reads.
#[test]
fn rp_18_as_json() {
    let book = SmallBook::lively();
    let json: Value = serde_json::from_str(&written(&book, ReportKind::TrialBalance, Format::Json)).unwrap();
    assert_eq!(json["report"], "RP-18");
    assert_eq!(json["as_of"], book.today.to_string());
    assert_eq!(json["columns"][0]["key"], "account");
    let rows = json["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["account"] == "1100").unwrap();
    assert_eq!((row["name"].as_str(), row["currency"].as_str()), (Some("Factored receivables, recourse"), Some("USD")));
    let decimal = |row: &Value, key: &str| row[key].as_str().unwrap().parse::<rust_decimal::Decimal>().unwrap();
    for row in rows {
        assert_eq!(decimal(row, "debits") - decimal(row, "credits"), decimal(row, "balance"));
    }
    let sum: rust_decimal::Decimal =
        rows.iter().filter(|row| row["currency"] == "EUR").map(|row| decimal(row, "balance")).sum();
    assert!(sum.is_zero());
    assert_eq!(json["totals"].as_array().unwrap().len(), 2);
    assert_eq!(json["totals"][1]["balance"], "0.00");
}

#[test]
fn an_empty_report_says_so() {
    let book = SmallBook::new();
    assert!(written(&book, ReportKind::Collections, Format::Table).ends_with("Nothing to report.\n"));
    let json: Value = serde_json::from_str(&written(&book, ReportKind::Reserve, Format::Json)).unwrap();
    assert_eq!(json["rows"], serde_json::json!([]));
}

#[test]
fn every_report_is_found_by_its_name_in_every_format() {
    let book = SmallBook::lively();
    for kind in ReportKind::ALL {
        assert_eq!(ReportKind::from_name(kind.name()), Some(kind));
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
            assert!(written(&book, kind, format).len() > 100, "{} {}", kind.name(), format.name());
        }
    }
}
