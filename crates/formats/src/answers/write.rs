//! The sheet goes out.

use super::words::{Standing, words_of};
use crate::sheet::harmless;
use domain::dispute::DisputeReason;
use domain::letter::Language;
use domain::money::Money;
use jiff::civil::Date;
use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Workbook, XlsxError};

/// An open invoice as it stands in the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The supplier's name as on its invoices.
    pub supplier: String,
    /// Number.
    pub number: String,
    /// Issue date.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// Amount of the invoice.
    pub amount: Money,
    /// What of it is open.
    pub open: Money,
    /// What was said of it so far; none when nothing was.
    pub standing: Option<Standing>,
}

/// The sheet as CSV in the words of a language: UTF-8, comma, ISO dates, exact amounts.
#[must_use]
pub fn write_csv(rows: &[SheetRow], language: Language) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let mut write = |record: &[String]| {
        file.write_record(record).expect("memory takes every record, and all have the same length");
    };
    write(&words_of(language).columns.map(str::to_owned));
    for row in rows {
        write(&[
            harmless(&row.supplier),
            harmless(&row.number),
            row.issued.to_string(),
            row.due.to_string(),
            row.amount.decimal().to_string(),
            row.open.decimal().to_string(),
            row.amount.currency.code().to_owned(),
            harmless(&standing(row, language)),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
    file.into_inner().expect("memory is always flushed")
}

/// The sheet as a spreadsheet in the words of a language: the head stays in sight, answers and reasons are chosen from a list, dates are dates.
///
/// Amounts and days of the invoices are written as text, exactly; people fill in parts and dates of their own.
///
/// # Errors
/// What the writer of spreadsheets says; it does not happen within [`crate::limits::SHEET_ROWS`].
pub fn write_xlsx(rows: &[SheetRow], language: Language) -> Result<Vec<u8>, XlsxError> {
    let words = words_of(language);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(words.sheet)?;
    let bold = Format::new().set_bold();
    let fill = Format::new().set_bold().set_background_color("#E3F1F1");
    for (column, name) in (0_u16..).zip(words.columns) {
        sheet.write_string_with_format(0, column, name, if column < ANSWER { &bold } else { &fill })?;
    }
    let dated = Format::new().set_num_format("yyyy-mm-dd");
    for (line, row) in (1_u32..).zip(rows) {
        sheet.write_string(line, 0, &row.supplier)?;
        sheet.write_string(line, 1, &row.number)?;
        sheet.write_string(line, 2, row.issued.to_string())?;
        sheet.write_string(line, 3, row.due.to_string())?;
        sheet.write_string(line, 4, row.amount.decimal().to_string())?;
        sheet.write_string(line, 5, row.open.decimal().to_string())?;
        sheet.write_string(line, 6, row.amount.currency.code())?;
        sheet.write_string(line, 7, standing(row, language))?;
        sheet.write_blank(line, ANSWER + 1, &dated)?;
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let answers = DataValidation::new().allow_list_strings(&words.answers)?;
    sheet.add_data_validation(1, ANSWER, last, ANSWER, &answers)?;
    let reasons: Vec<&str> = DisputeReason::ALL.iter().map(|reason| (words.reason)(*reason)).collect();
    let reasons = DataValidation::new().allow_list_strings(&reasons)?;
    sheet.add_data_validation(1, ANSWER + 3, last, ANSWER + 3, &reasons)?;
    let part = DataValidation::new()
        .allow_decimal_number(DataValidationRule::GreaterThan(0.0))
        .set_input_message(words.part)?;
    sheet.add_data_validation(1, ANSWER + 2, last, ANSWER + 2, &part)?;
    sheet.set_freeze_panes(1, 2)?;
    for (column, width) in (0_u16..).zip([26, 18, 12, 12, 14, 14, 9, 30, 15, 12, 12, 26, 44]) {
        sheet.set_column_width(column, f64::from(width))?;
    }
    book.save_to_buffer()
}

fn standing(row: &SheetRow, language: Language) -> String {
    row.standing.as_ref().map_or_else(String::new, |standing| (words_of(language).standing)(standing, language))
}

/// The first column that is filled in.
const ANSWER: u16 = 8;
